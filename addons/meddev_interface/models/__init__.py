from . import meddev_api_v1
