from . import meddev_genealogy
