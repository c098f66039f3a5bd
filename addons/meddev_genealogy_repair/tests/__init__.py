from . import test_sealed_repairs, test_trace_repairs
