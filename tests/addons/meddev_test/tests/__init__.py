from . import (
    test_printed_documents,
    test_promise_access,
    test_promise_translation,
    test_promise_workflow,
    test_signature_attacks,
    test_signature_policy,
    test_signature_report,
    test_signature_validity,
    test_signing,
    test_signing_session,
    test_workflow,
    test_workflow_rpc,
)
