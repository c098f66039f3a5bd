from odoo import models


class ReportLotReleaseRecord(models.AbstractModel):
    """What is printed of a lot and the decision about it."""

    _name = "report.meddev_genealogy.lot_release_record"
    _description = "Lot Release Record"
    _inherit = ["meddev.printed.record"]
