from . import test_repair_of_units
