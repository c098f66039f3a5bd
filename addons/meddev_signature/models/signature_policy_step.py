from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .signature import MEANINGS


class MeddevSignaturePolicyStep(models.Model):
    """One step of a policy: which role signs, how many of them, what the signature means."""

    _name = "meddev.signature.policy.step"
    _description = "Step of a Signature Policy"
    _inherit = ["meddev.sealed.line.mixin"]
    _order = "sequence, id"
    _parent_field = "policy_id"

    policy_id = fields.Many2one("meddev.signature.policy", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Step", required=True)
    meaning = fields.Selection(MEANINGS, required=True, default="approval")
    group_id = fields.Many2one(
        "res.groups", "Role", required=True, ondelete="restrict", domain="[('privilege_id', '!=', False)]"
    )
    user_ids = fields.Many2many("res.users", string="Named Persons", help="Empty: everybody with the role")
    required = fields.Integer("How Many", default=1, help="How many of them must sign")
    is_reason_required = fields.Boolean("Reason Required")
    is_author_excluded = fields.Boolean(
        "Not the Author", default=True, help="Nobody approves what they wrote themselves"
    )
    is_distinct = fields.Boolean("Another Person", default=True, help="Who signs here signed no other step")

    _some = models.Constraint("CHECK (required >= 1)", "At least one person signs each step.")

    @api.constrains("required", "user_ids")
    def _check_enough_persons(self):
        for step in self:
            if step.user_ids and step.required > len(step.user_ids):
                raise ValidationError(
                    self.env._(
                        "%(step)s asks for %(required)s signatures of %(named)s persons. Name more or ask for fewer.",
                        step=step.name,
                        required=step.required,
                        named=len(step.user_ids),
                    )
                )

    @api.constrains("group_id")
    def _check_role(self):
        for step in self:
            if not step._group_name():
                raise ValidationError(
                    self.env._("%s is no role that a signature can rest on.", step.group_id.full_name)
                )

    def _group_name(self):
        """The XML id of the role; "" for a group that somebody made by hand, whose members an administrator chooses."""
        return self.group_id.sudo().get_external_id().get(self.group_id.id, "")
