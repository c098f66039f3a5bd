from . import (
    test_scan_count,
    test_scan_delivery,
    test_scan_genealogy,
    test_scan_reading,
    test_scan_receipt,
    test_scan_rpc,
    test_scan_settings,
)
