from . import as_built_screen, meddev_scan, mrp_production
