from . import common, test_auditor, test_company, test_roles
