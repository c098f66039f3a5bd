from . import test_certification, test_change_control, test_evidence, test_seal_key
