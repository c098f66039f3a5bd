from . import test_label_orders
