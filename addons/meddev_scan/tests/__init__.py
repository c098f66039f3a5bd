from . import test_scan_genealogy
