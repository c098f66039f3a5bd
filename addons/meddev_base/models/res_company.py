from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..identifiers import fei_error, srn_error, uscc_error


class ResCompany(models.Model):
    """What regulators call an economic operator: its part in the supply chain and its registrations."""

    _inherit = "res.company"

    device_role = fields.Selection(
        [
            ("manufacturer", "Manufacturer / registration holder"),
            ("contract", "Contract manufacturer"),
            ("distributor", "Distributor"),
            ("importer", "Importer"),
            ("agent", "Authorised representative / agent"),
        ],
        string="Part in the Supply Chain",
        default="manufacturer",
        help="What this company is to the authorities. It decides which duties and reports apply.",
    )
    uscc = fields.Char(
        "Unified Social Credit Code", help="18 characters, GB 32100-2015; printed on labels and reports."
    )
    production_licence = fields.Char(
        "Licence or Filing to Produce", help="For example 苏药监械生产许20240001号 (Order 53)."
    )
    fda_establishment = fields.Char("FDA Establishment Identifier (FEI)", help="FEI: 7 or 10 digits.")
    eu_srn = fields.Char("EU Single Registration Number", help="From EUDAMED, for example CN-MF-000012345.")
    management_representative_id = fields.Many2one(
        "res.users",
        help="Answers for the quality system (ISO 13485 clause 5.5.2; China GMP: 管理者代表).",
    )
    security_contact_id = fields.Many2one(
        "res.users",
        help="Is told at once about misuse of signatures and broken seals (21 CFR 11.300(d)).",
    )

    @api.constrains("uscc", "eu_srn", "fda_establishment")
    def _check_identifiers(self):
        for company in self:
            for name, error_of in (("uscc", uscc_error), ("eu_srn", srn_error), ("fda_establishment", fei_error)):
                if company[name] and (error := error_of(company[name])):
                    raise ValidationError(
                        self.env._(
                            "%(field)s %(code)s of %(company)s is wrong: %(error)s.",
                            field=company.fields_get([name])[name]["string"],
                            code=company[name],
                            company=company.name,
                            error=error,
                        )
                    )
