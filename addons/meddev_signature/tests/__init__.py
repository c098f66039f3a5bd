from . import common, test_change_control, test_evidence, test_seal_key
