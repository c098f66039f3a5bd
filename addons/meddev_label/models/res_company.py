from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    label_maker = fields.Char(
        "Manufacturer on Labels", translate=True, help="Name and address in one line; empty: those of the company."
    )

    label_ec_rep = fields.Char(
        "Authorised Representative on Labels", help="Name and address of the representative in the EU, in one line."
    )

    def _label_maker(self):
        """Name and address of the manufacturer, in the language of the context."""
        if self.label_maker:
            return self.label_maker
        address = self.partner_id._display_address(without_company=True)
        return ", ".join(part.strip() for part in (self.name, *address.splitlines()) if part.strip())
