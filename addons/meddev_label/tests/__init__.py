from . import test_label_account, test_label_print
