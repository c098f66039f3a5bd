from odoo import api, fields, models
from odoo.exceptions import ValidationError

STERILITY = [
    ("sterile", "Sterile"),
    ("sterile_eo", "Sterile, ethylene oxide"),
    ("sterile_r", "Sterile, irradiation"),
    ("sterile_steam", "Sterile, steam or dry heat"),
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
    is_label_damaged = fields.Boolean("Label: Do Not Use if Package Is Damaged")
    is_label_no_resterilise = fields.Boolean("Label: Do Not Resterilise")
    is_label_dry = fields.Boolean("Label: Keep Dry")
    label_temperature_low = fields.Char("Label: From (°C)", help="The lowest temperature of storage, as a number.")
    label_temperature_high = fields.Char("Label: To (°C)", help="The highest temperature of storage, as a number.")
    is_label_ec_rep = fields.Boolean(
        "Label: Authorised Representative", help="Name and address are in the form of the company."
    )
    label_note = fields.Char(
        "Note on the Label", translate=True, help="Registration number, storage, whatever else must be said in words."
    )

    @api.constrains("label_temperature_low", "label_temperature_high")
    def _check_label_temperature(self):
        for product in self:
            try:
                low, high = (
                    float(text) if text else None
                    for text in (product.label_temperature_low, product.label_temperature_high)
                )
                is_right = low is None or high is None or low < high
            except ValueError:
                is_right = False
            if not is_right:
                raise ValidationError(
                    self.env._(
                        "%s: temperatures on the label are numbers such as 2 or -5.5, the lower one first.",
                        product.display_name,
                    )
                )

    def _label_temperature(self):
        """The temperature limit in words, "" where there is none."""
        low, high = self.label_temperature_low, self.label_temperature_high
        if low and high:
            return f"{low} °C – {high} °C"
        return f"≤ {high} °C" if high else f"≥ {low} °C" if low else ""

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
                ("damaged", self.is_label_damaged),
                ("no_resterilise", self.is_label_no_resterilise),
                ("keep_dry", self.is_label_dry),
            )
            if is_shown
        )


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _label_package(self, level):
        """The identifier in use at a package level; of packages side by side the smallest."""
        base = self._base_di()
        return base._chain().filtered(lambda di: di.level == level)[:1] if base else base
