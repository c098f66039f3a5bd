from . import (
    test_certification,
    test_change_control,
    test_evidence,
    test_forgery_by_expression,
    test_own_password,
    test_own_password_in_browser,
    test_seal_key,
)
