from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..identifiers import is_fei, is_srn, uscc_error


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
            for name in ("uscc", "eu_srn", "fda_establishment"):
                if company[name] and (error := company._identifier_error(name)):
                    raise ValidationError(
                        self.env._(
                            "%(field)s %(code)s of %(company)s is wrong: %(error)s.",
                            field=company.fields_get([name])[name]["string"],
                            code=company[name],
                            company=company.name,
                            error=error,
                        )
                    )

    def _identifier_error(self, name):
        """What is wrong with the identifier in field ``name``, in the user's language; "" when nothing is."""
        code = self[name]
        if name == "uscc":
            return self._uscc_error_text(uscc_error(code))
        if name == "eu_srn" and not is_srn(code):
            return self.env._("it must look like DE-MF-000012345: country, role (MF, AR, IM or PR), nine digits")
        if name == "fda_establishment" and not is_fei(code):
            return self.env._("it must have 7 or 10 digits")
        return ""

    def _uscc_error_text(self, error):
        kind, *details = error or ("",)
        if kind == "length":
            return self.env._("it has %s characters instead of 18", *details)
        if kind == "character":
            return self.env._("character %(position)s (%(character)s) does not occur in such a code",
                              position=details[0], character=details[1])  # fmt: skip
        if kind == "shape":
            return self.env._("characters 3 to 8 must be digits")
        return self.env._("its check character should be %s", *details) if kind else ""
