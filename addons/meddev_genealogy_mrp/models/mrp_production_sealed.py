from odoo import models

from odoo.addons.meddev_genealogy.models.sealed_movement import check_not_moved, check_sealed, opened

POSTED = "meddev_genealogy_mrp.posted"


class MrpProduction(models.Model):
    """Odoo dates an order's movements once more when it closes the order, which is after they are done."""

    _name = "mrp.production"
    _inherit = ["mrp.production"]

    def _post_inventory(self, *args, **kwargs):
        closed = self.filtered(lambda order: order.state == "done")
        posted = super()._post_inventory(*args, **kwargs)
        # Known to this transaction alone: an order that was closed before is not dated anew.
        self.env.cr.postcommit.data.setdefault(POSTED, set()).update((self - closed).ids)
        return posted

    def write(self, vals):
        if self._sealed_when_done() & vals.keys():
            done = self.filtered(lambda order: order.state == "done")
            check_sealed(done, vals, self._sealed_when_done(), lambda order: order.name)
        if "date_finished" in vals and self.env.cr.postcommit.data.get(POSTED, set()).issuperset(self.ids):
            return super(MrpProduction, opened(self, {"date"})).write(vals)
        return super().write(vals)

    def _sealed_when_done(self):
        """What of a done order is evidence; its name is the document of its movements, and its state keeps the rest."""
        return {
            "name", "state", "company_id", "product_id", "product_uom_id", "product_qty", "qty_producing", "bom_id",
            "lot_producing_ids", "as_built_deviation", "as_built_accepted",
        }  # fmt: skip

    def unlink(self):
        for field in ("raw_material_production_id", "production_id"):
            check_not_moved(self, field)
        return super().unlink()
