from . import test_trace_subcontracting
