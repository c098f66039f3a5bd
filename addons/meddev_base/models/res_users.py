from odoo import api, models
from odoo.exceptions import ValidationError


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.constrains("group_ids")
    def _check_auditor_only_audits(self):
        """An auditor writes nothing, so the role goes with no other: with one it would look granted and not work."""
        auditor = self.env.ref("meddev_base.group_auditor", raise_if_not_found=False)
        for user in self.filtered(lambda user: auditor in user.all_group_ids) if auditor else ():
            roles = user.all_group_ids.filtered(
                lambda group: group.privilege_id.category_id == auditor.privilege_id.category_id
            )
            if others := roles - auditor:
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot be Auditor and %(roles)s at once: an auditor writes nothing. "
                        "Take one of the roles away.",
                        user=user.name,
                        roles=", ".join(others.mapped("name")),
                    )
                )
