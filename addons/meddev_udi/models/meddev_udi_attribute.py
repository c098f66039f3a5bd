from odoo import api, fields, models
from odoo.exceptions import UserError

MARKETS = [("us", "United States"), ("eu", "European Union"), ("cn", "China")]


class MeddevUdiAttribute(models.Model):
    """One thing that a market's database asks about a device: 21 CFR 830.310, MDR Annex VI, NMPA's data set."""

    _name = "meddev.udi.attribute"
    _description = "Attribute of Device Identifiers"
    _order = "market, sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="The database's own name of the field.")
    market = fields.Selection(MARKETS, required=True, index=True)
    category = fields.Selection(
        [
            ("identity", "Identity"), ("product", "Product"), ("holder", "Manufacturer"), ("safety", "Safety"),
            ("use", "Use and Sterility"), ("size", "Size"), ("storage", "Storage"),
            ("market", "Market and Certificates"),
        ],
        "Group", required=True, default="product",
    )  # fmt: skip
    kind = fields.Selection(
        [("text", "Text"), ("choice", "Choice"), ("number", "Number"), ("date", "Date"), ("url", "Address")],
        "Type of Answer",
        required=True,
        default="text",
    )
    source = fields.Char(
        help="Field of the identifier that answers it, such as company_id.eu_srn; then it is not asked."
    )
    is_required = fields.Boolean("Required")
    condition_id = fields.Many2one(
        "meddev.udi.attribute", "Required if", domain="[('market', '=', market)]", ondelete="restrict",
        help="The answer is required only where that other answer is the one below.",
    )  # fmt: skip
    condition_answer = fields.Char("Has the Answer", help="The code of the choice, or the text.")
    is_determining = fields.Boolean(
        "Changing It Needs a New Identifier", help="Its answer can no longer change once the identifier is active."
    )
    clause = fields.Char("Source in the Rules")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    option_ids = fields.One2many("meddev.udi.attribute.option", "attribute_id", "Choices", copy=True)

    _code_unique = models.Constraint("unique(market, code)", "This market has an attribute of that code already.")

    @api.model_create_multi
    def create(self, vals_list):
        attributes = super().create(vals_list)
        dis = self.env["meddev.udi.di"].search([("kind", "=", "base"), ("state", "!=", "retired")])
        dis._fill_values()
        return attributes

    def write(self, vals):
        # Loading the addon's data again writes what is there.
        rule = [name for name in ("is_determining", "code", "market") if name in vals]
        changed = self.filtered(lambda one: one.is_determining and any(one[name] != vals[name] for name in rule))
        changed._check_binds_nobody()
        return super().write(vals)

    def unlink(self):
        self.filtered("is_determining")._check_binds_nobody()
        return super().unlink()

    def _check_binds_nobody(self):
        """Raise where identifiers in use were signed under this rule: whom it binds does not take it away."""
        bound = self.env["meddev.udi.attribute.value"].sudo().search([
            ("attribute_id", "in", self.ids), ("di_id.state", "!=", "draft"),
            "|", ("value", "!=", False), ("option_id", "!=", False),
        ], limit=1)  # fmt: skip
        if bound:
            raise UserError(
                self.env._(
                    "%(attribute)s identifies devices: %(record)s is in use with an answer to it. It stays as it is.",
                    attribute=bound.attribute_id.name,
                    record=bound.di_id.display_name,
                )
            )

    def _rules(self):
        """What :func:`identifiers.missing` wants to know."""
        return [
            (
                attribute.code,
                attribute.is_required or bool(attribute.condition_id),
                attribute.condition_id.code or "",
                attribute.condition_answer or "",
            )
            for attribute in self
        ]


class MeddevUdiAttributeOption(models.Model):
    """One of the answers that a market's code list allows."""

    _name = "meddev.udi.attribute.option"
    _description = "Choice of an Attribute"
    _order = "attribute_id, sequence, id"

    attribute_id = fields.Many2one("meddev.udi.attribute", required=True, index=True, ondelete="cascade")
    code = fields.Char(required=True, help="The database's own code of the answer.")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)

    _code_unique = models.Constraint("unique(attribute_id, code)", "The attribute has a choice of that code already.")
