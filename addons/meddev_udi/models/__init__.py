from . import meddev_udi
