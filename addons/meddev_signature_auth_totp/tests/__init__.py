from . import test_signing_with_code
