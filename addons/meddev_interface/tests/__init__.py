from . import (
    test_lot_status_rpc,
    test_ping,
    test_recall_scope_rpc,
    test_trace_rpc,
    test_trace_summary_rpc,
    test_udi_rpc,
    test_verify_rpc,
)
