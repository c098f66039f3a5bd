from odoo import models
from odoo.tools import SQL

from odoo.addons.meddev_genealogy.graph import EXACT, OUT_OF, Event


class MeddevGenealogy(models.AbstractModel):
    """A subcontracted order names who did it.

    The receipt of a subcontracted lot comes from a location of the company's own, so it would not show the supplier.
    """

    _inherit = "meddev.genealogy"

    def _line_columns(self):
        subcontractor = (
            "(SELECT p.subcontractor_id FROM mrp_production p WHERE p.id = m.production_id) AS subcontractor_id"
        )
        return [*super()._line_columns(), SQL(subcontractor)]

    def _acts_of_line(self, line):
        acts = super()._acts_of_line(line)
        is_finished = line["production_id"] and line["source_usage"] == "production" and line["lot_id"]
        if is_finished and line["subcontractor_id"]:
            event = Event("res.partner", line["subcontractor_id"], is_end=True)
            acts.append(self._act(line, event, OUT_OF, "subcontracted", grade=EXACT))
        return acts
