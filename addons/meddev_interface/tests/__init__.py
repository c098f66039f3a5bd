from . import test_ping, test_trace_rpc, test_udi_rpc
