from . import (
    test_lot_status_orders,
    test_screen_orders,
    test_trace_effort,
    test_trace_kits,
    test_trace_orders,
    test_trace_rework,
    test_trace_unbuilds,
)
