from odoo import models
from odoo.exceptions import AccessError


class MeddevPrintedRecord(models.AbstractModel):
    """A printed record that nobody prints but the roles its report names, whoever asks for it and however."""

    _name = "meddev.printed.record"
    _description = "Printed Record"

    def _get_report_values(self, docids, data=None):
        report = self.env["ir.actions.report"]._get_report_from_name(self._name.removeprefix("report."))
        if not self.env.su and not report.group_ids & self.env.user.all_group_ids:
            raise AccessError(
                self.env._(
                    "%(report)s is printed by: %(roles)s. Ask one of them.",
                    report=report.name,
                    roles=", ".join(report.group_ids.mapped("name")),
                )
            )
        docs = self.env[report.model].browse(docids)
        docs.check_access("read")
        return {"doc_ids": docids, "doc_model": report.model, "docs": docs}
