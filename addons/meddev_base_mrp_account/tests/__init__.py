from . import test_operator_backorder
