from . import signature_wizard
