from odoo.exceptions import UserError


class ReasonRequired(UserError):
    """What was asked for changes with a reason only. The web client knows this error by its name and asks for one.

    :param fact: the same without the ways to give a reason, for the dialog, which is one
    """

    def __init__(self, message, fact=""):
        super().__init__(message)
        self.context = {"fact": fact or message}
