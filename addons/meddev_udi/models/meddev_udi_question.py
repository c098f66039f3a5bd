from odoo import fields, models

from .meddev_udi_attribute import MARKETS


class MeddevUdiQuestion(models.Model):
    """A question whose answer yes means that a changed device needs a new identifier in a market."""

    _name = "meddev.udi.question"
    _description = "Question about New Identifiers"
    _order = "market, sequence, id"

    name = fields.Char("Question", required=True, translate=True)
    code = fields.Char(required=True)
    market = fields.Selection(MARKETS, required=True, index=True)
    clause = fields.Char("Source in the Rules")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("unique(market, code)", "This market has a question of that code already.")
