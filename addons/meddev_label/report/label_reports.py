from markupsafe import Markup

from odoo import models

from ..symbols import page_style


class LabelSheet(models.AbstractModel):
    """Labels as PDF. Making it is the act: the print is entered in its account, or refused."""

    _name = "report.meddev_label.label_sheet"
    _description = "Labels as PDF"

    def _get_report_values(self, docids, data=None):
        jobs = self.env["meddev.label.print"].browse(docids)
        pages = [(job, job._html_pages(), Markup(page_style(*job.template_id._paper_size()))) for job in jobs]  # noqa: S704
        jobs._issue_now()
        return {"doc_ids": docids, "docs": jobs, "printed": pages}


class LabelZpl(models.AbstractModel):
    """Labels for a label printer; the same act as the PDF."""

    _name = "report.meddev_label.label_zpl"
    _description = "Labels as ZPL"

    def _get_report_values(self, docids, data=None):
        jobs = self.env["meddev.label.print"].browse(docids)
        zpl = "".join(job._zpl() for job in jobs)
        jobs._issue_now()
        return {"doc_ids": docids, "docs": jobs, "zpl": Markup(zpl)}  # noqa: S704 - text, not HTML
