from . import audit_older, signature_wizard
