from odoo.exceptions import UserError


class ReasonRequired(UserError):
    """What was asked for changes with a reason only. The web client knows this error by its name and asks for one."""
