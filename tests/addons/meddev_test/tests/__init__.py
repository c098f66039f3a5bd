from . import test_promise_access, test_promise_translation, test_promise_workflow, test_workflow, test_workflow_rpc
