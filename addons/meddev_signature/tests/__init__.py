from . import test_certification, test_change_control, test_evidence, test_forgery_by_expression, test_seal_key
