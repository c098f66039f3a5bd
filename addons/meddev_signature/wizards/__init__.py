from . import change_password_own, partner_merge, signature_wizard
