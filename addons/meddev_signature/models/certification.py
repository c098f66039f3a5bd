from odoo import fields, models


class ReportCertificationCompany(models.AbstractModel):
    """The company's letter to the agency: its electronic signatures bind like handwritten ones (21 CFR 11.100(c))."""

    _name = "report.meddev_signature.certification_company"
    _description = "Certification of Electronic Signatures"
    _inherit = ["meddev.printed.record"]

    def _get_report_values(self, docids, data=None):
        result = super()._get_report_values(docids, data)
        return {**result, "today": fields.Date.context_today(self)}


class ReportCertificationPerson(models.AbstractModel):
    """One person's word that the signatures under their user ID are their own (21 CFR 11.100(c)(2))."""

    _name = "report.meddev_signature.certification_person"
    _description = "Statement of a Signer"
    _inherit = ["report.meddev_signature.certification_company"]
