from . import meddev_demo
