from . import common
from . import test_auditor
from . import test_company
from . import test_roles
