from . import test_trace_repairs
