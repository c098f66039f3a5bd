from . import test_promise_access
from . import test_promise_translation
from . import test_promise_workflow
from . import test_workflow
from . import test_workflow_rpc
