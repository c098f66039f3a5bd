from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    device_role = fields.Selection(related="company_id.device_role", readonly=False)
    uscc = fields.Char(related="company_id.uscc", readonly=False)
    production_licence = fields.Char(related="company_id.production_licence", readonly=False)
    fda_establishment = fields.Char(related="company_id.fda_establishment", readonly=False)
    eu_srn = fields.Char(related="company_id.eu_srn", readonly=False)
    management_representative_id = fields.Many2one(related="company_id.management_representative_id", readonly=False)
    security_contact_id = fields.Many2one(related="company_id.security_contact_id", readonly=False)
