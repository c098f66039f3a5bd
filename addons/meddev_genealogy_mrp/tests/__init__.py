from . import (
    test_as_built_closing,
    test_as_built_genealogy,
    test_as_built_recording,
    test_as_built_rpc,
    test_as_built_unbuild,
    test_lot_status_orders,
    test_sealed_orders,
    test_trace_effort,
    test_trace_kits,
    test_trace_orders,
    test_trace_rework,
    test_trace_unbuilds,
)
