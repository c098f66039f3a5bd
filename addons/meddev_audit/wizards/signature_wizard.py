from odoo import models


class MeddevSignatureWizard(models.TransientModel):
    """Asks for the reason where an audit rule requires one, too."""

    _inherit = "meddev.signature.wizard"

    def _question(self, records, target, step):
        question = super()._question(records, target, step)
        return {**question, "is_reason_required": question["is_reason_required"] or records._needs_reason_to_move()}
