from . import test_sealed_repairs, test_trace_repairs, test_upkeep_repairs
