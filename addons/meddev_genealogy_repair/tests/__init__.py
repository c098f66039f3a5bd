from . import test_trace_repairs, test_upkeep_repairs
