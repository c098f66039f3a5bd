from . import authenticator, test_signing_in_browser, test_signing_with_passkey
