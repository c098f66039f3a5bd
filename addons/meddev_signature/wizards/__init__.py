from . import partner_merge, signature_wizard
