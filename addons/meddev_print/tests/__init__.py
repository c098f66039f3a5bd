from . import test_loading, test_printing
