from . import test_load
