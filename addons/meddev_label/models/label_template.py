from odoo import api, fields, models
from odoo.exceptions import ValidationError

CARRIERS = [
    ("gs1_datamatrix", "GS1 DataMatrix"),
    ("gs1_128", "GS1-128"),
    ("gs1_qr", "GS1 QR Code"),
    ("qr", "QR Code with GS1 Digital Link"),
]


class MeddevLabelTemplate(models.Model):
    """A kind of label: its size, what carries the UDI, the languages of its text."""

    _name = "meddev.label.template"
    _description = "Label Template"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    width = fields.Float("Width (mm)", required=True, default=70)
    height = fields.Float("Height (mm)", required=True, default=50)
    columns = fields.Integer(
        default=0, help="Labels across a sheet; 0: one label to a page, as label printers take it."
    )
    rows = fields.Integer(default=0, help="Labels down a sheet.")
    sheet_width = fields.Float("Sheet Width (mm)", default=210)
    sheet_height = fields.Float("Sheet Height (mm)", default=297)
    margin_top = fields.Float("Top Margin (mm)")
    margin_left = fields.Float("Left Margin (mm)")
    carrier = fields.Selection(CARRIERS, required=True, default="gs1_datamatrix")
    link_stem = fields.Char("Resolver", default="https://id.gs1.org", help="How the GS1 Digital Link begins.")
    first_lang = fields.Selection("_languages", "First Language", default="en_US", required=True)
    second_lang = fields.Selection("_languages", "Second Language", default=lambda self: self._default_second_lang())
    dots_per_mm = fields.Selection(
        [("6", "152 dpi"), ("8", "203 dpi"), ("12", "300 dpi"), ("24", "600 dpi")],
        "Label Printer", default="8", required=True,
    )  # fmt: skip
    zpl_font = fields.Char(
        "Chinese Font of the Printer", default="E:SIMSUN.TTF", help="Where the label printer keeps a font with Chinese."
    )

    _size_positive = models.Constraint("CHECK (width > 0 AND height > 0)", "A label has a width and a height.")

    @api.model
    def _languages(self):
        return self.env["res.lang"].get_installed()

    @api.model
    def _default_second_lang(self):
        return "zh_CN" if "zh_CN" in dict(self._languages()) else False

    @api.constrains("columns", "rows", "width", "height", "sheet_width", "sheet_height", "margin_top", "margin_left")
    def _check_sheet(self):
        for template in self.filtered("columns"):
            across = template.margin_left + template.columns * template.width
            down = template.margin_top + template.rows * template.height
            if not template.rows or across > template.sheet_width + 0.01 or down > template.sheet_height + 0.01:
                raise ValidationError(
                    self.env._(
                        "%s does not fit on its sheet. Take fewer columns or rows, smaller labels, or smaller margins.",
                        template.name,
                    )
                )

    def _langs(self):
        """The languages of the text, in their order."""
        installed = dict(self._languages())
        return [lang for lang in dict.fromkeys((self.first_lang, self.second_lang)) if lang in installed]

    def _paper_size(self):
        """Width and height of a page in millimetres."""
        return (self.sheet_width, self.sheet_height) if self.columns else (self.width, self.height)
