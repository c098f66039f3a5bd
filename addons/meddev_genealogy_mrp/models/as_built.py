from odoo import fields, models


class MeddevAsBuilt(models.Model):
    """Which lot of a component is in which finished unit of an order."""

    _name = "meddev.as.built"
    _description = "As-Built Component"

    production_id = fields.Many2one("mrp.production", "Manufacturing Order", required=True, index=True)
    lot_id = fields.Many2one("stock.lot", "Unit", required=True, index=True)
    component_id = fields.Many2one("product.product", "Component", required=True)
    component_lot_id = fields.Many2one("stock.lot", "Component Lot", required=True, index=True)
    quantity = fields.Float(digits=False, required=True)
