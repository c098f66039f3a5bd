from odoo import models
from odoo.exceptions import UserError


class MergePartners(models.TransientModel):
    """Merging contacts would give one person's signatures another person's contact."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        users = self.env["res.users"].sudo().with_context(active_test=False).search([("partner_id", "in", partner_ids)])
        if signers := users._signers():
            raise UserError(
                self.env._(
                    "%s has signed and stays a contact of their own. Leave this contact out of the merge.",
                    ", ".join(signers.mapped("name")),
                )
            )
        return super()._merge(partner_ids, dst_partner, extra_checks)
