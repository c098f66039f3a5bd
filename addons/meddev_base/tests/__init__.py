from . import common, test_auditor, test_company, test_prepared, test_roles
