from odoo import models
from odoo.tools import SQL

from odoo.addons.meddev_genealogy.graph import EXACT, OUT_OF


class MeddevGenealogyLink(models.Model):
    """A subcontracted order names who did it.

    The receipt of a subcontracted lot comes from a location of the company's own, so it would not show the supplier.
    """

    _inherit = "meddev.genealogy.link"

    def _definitions(self, documents):
        own = [self._subcontracted()] if "production_id" in documents else []
        return [*super()._definitions(documents), *own]

    def _subcontracted(self):
        return self._links(
            SQL(
                """line JOIN mrp_production done_elsewhere ON done_elsewhere.id = line.production_id
                  WHERE line.lot_id IS NOT NULL AND done_elsewhere.subcontractor_id IS NOT NULL AND %s""",
                self._is_produced(),
            ),
            SQL("%s", OUT_OF),
            SQL("'subcontracted'"),
            partner_id=SQL("done_elsewhere.subcontractor_id"),
            grade=SQL("%s", EXACT),
        )


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    def _is_as_built_required(self):
        """A subcontractor records no units; his order makes one, to which all of it went."""
        return super()._is_as_built_required() and not self._is_subcontractors()

    def _is_subcontractors(self):
        """Whether a subcontractor makes it, at his place, by the bill of materials for that of this very product."""
        return (
            self.bom_id.type == "subcontract"
            and self.bom_id.product_tmpl_id == self.product_id.product_tmpl_id
            and self.location_src_id.is_subcontract()
            and self.location_dest_id.is_subcontract()
        )

    def _sealed_when_done(self):
        return super()._sealed_when_done() | {"subcontractor_id"}

    def write(self, vals):
        result = super().write(vals)
        if "subcontractor_id" in vals:
            self.move_finished_ids._refresh_genealogy()
        return result
