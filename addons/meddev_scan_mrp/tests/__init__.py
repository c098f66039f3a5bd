from . import test_scan_as_built, test_scan_orders
