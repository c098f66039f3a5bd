from odoo import fields, models

STERILITY = [
    ("sterile", "Sterile"),
    ("sterile_eo", "Sterile, ethylene oxide"),
    ("sterile_r", "Sterile, irradiation"),
    ("sterile_a", "Sterile, aseptic processing"),
    ("non_sterile", "Non-sterile"),
]


class ProductTemplate(models.Model):
    _inherit = "product.template"

    label_template_id = fields.Many2one(
        "meddev.label.template", "Label", help="The label that is proposed for printing."
    )
    is_label_required = fields.Boolean(
        "Labels Are Accounted For", help="An order of this product is closed only when its labels are accounted for."
    )
    label_sterility = fields.Selection(STERILITY, "Sterility on the Label")
    is_label_single_use = fields.Boolean("Label: Single Use")
    is_label_instructions = fields.Boolean("Label: Consult Instructions for Use", default=True)
    is_label_caution = fields.Boolean("Label: Caution")
    label_note = fields.Char(
        "Note on the Label", translate=True, help="Registration number, storage, whatever else must be said in words."
    )

    def _label_symbols(self):
        """Names of the device symbols on this product's labels."""
        return tuple(
            name
            for name, is_shown in (
                ("medical_device", True),
                (self.label_sterility, self.label_sterility),
                ("single_use", self.is_label_single_use),
                ("instructions", self.is_label_instructions),
                ("caution", self.is_label_caution),
            )
            if is_shown
        )
