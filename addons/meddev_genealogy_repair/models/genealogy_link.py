from odoo import models
from odoo.tools import SQL

from odoo.addons.meddev_genealogy.graph import EXACT
from odoo.addons.meddev_genealogy.models.sealed_movement import check_not_moved, check_sealed

UNIT = {"lot_id", "product_id", "product_qty"}
"""What was repaired."""
SEALED = UNIT | {"name", "state", "product_uom", "company_id"}
"""Of a done repair as sealed as its movements: its name is their document, and its state keeps the rest."""


class MeddevGenealogyLink(models.Model):
    """A repair puts parts into the repaired unit and takes others out.

    Odoo moves the parts and names the unit on the repair order only, so the unit's own link is read from there. It
    stands once for each part of the document, told by the first line of that part.
    """

    _inherit = "meddev.genealogy.link"

    def _models_read(self):
        return [*super()._models_read(), "repair.order"]

    def _line_columns(self):
        return [
            *super()._line_columns(),
            SQL("m.repair_id, CASE m.repair_line_type WHEN 'add' THEN 'added' ELSE 'removed' END AS repair_part"),
            SQL("m.repair_id IS NOT NULL AND m.repair_line_type IS NOT NULL AS is_repair"),
        ]

    def _same_document(self):
        return [*super()._same_document(), ("repair_id",)]

    def _claimed(self):
        return [*super()._claimed(), SQL("line.is_repair")]

    def _definitions(self, documents):
        own = [self._parts(), self._scrapped_parts(), self._repaired_units()] if "repair_id" in documents else []
        return [*super()._definitions(documents), *own]

    def _event(self):
        return SQL("'repair.order'"), SQL("line.repair_id"), SQL("line.repair_part")

    def _parts(self):
        return self._links(
            SQL("line WHERE line.is_repair"),
            SQL("CASE line.repair_part WHEN 'added' THEN 'into' ELSE 'out of' END"),
            SQL("line.repair_part"),
            self._event(),
            grade=SQL("%s", EXACT),
        )

    def _scrapped_parts(self):
        return self._links(
            SQL(
                """line WHERE line.is_repair AND line.repair_part = 'removed' AND line.lot_id IS NOT NULL
                          AND line.target_usage = 'inventory'"""
            ),
            SQL("'into'"),
            SQL("'scrapped'"),
            location_id=SQL("line.target_id"),
            grade=SQL("%s", EXACT),
        )

    def _repaired_units(self):
        return self._links(
            SQL(
                """(SELECT DISTINCT ON (repair_id, repair_part) *, max(date) OVER (PARTITION BY repair_id) AS done_on
                      FROM line WHERE is_repair ORDER BY repair_id, repair_part, id) line
                   JOIN repair_order repair ON repair.id = line.repair_id WHERE repair.product_id IS NOT NULL"""
            ),
            SQL("CASE line.repair_part WHEN 'added' THEN 'out of' ELSE 'into' END"),
            SQL("'repaired'"),
            self._event(),
            lot_id=SQL("repair.lot_id"),
            product_id=SQL("repair.product_id"),
            quantity=SQL("repair.product_qty"),
            date=SQL("line.done_on"),
            grade=SQL("%s", EXACT),
        )


class StockMove(models.Model):
    _inherit = "stock.move"

    def _genealogy_fields(self):
        return super()._genealogy_fields() | {"repair_id", "repair_line_type"}

    def _fields_of_use(self):
        return super()._fields_of_use() | {"repair_id", "repair_line_type"}

    def _is_component(self):
        is_added = self.repair_id and self.repair_line_type == "add" and not self.scrap_id
        return super()._is_component() or bool(is_added)

    def _component_of(self):
        return self.repair_id or super()._component_of()

    def _compute_reference(self):
        result = super()._compute_reference()
        self._rename_genealogy()
        return result


class RepairOrder(models.Model):
    _inherit = "repair.order"

    def write(self, vals):
        done = self.filtered(lambda repair: repair.state == "done")
        check_sealed(done, vals, SEALED, lambda repair: repair.name)
        result = super().write(vals)
        if "location_dest_id" in vals:
            # Odoo hands it on to the movements past every write of theirs.
            self.sudo().move_ids.with_env(self.env)._check_goes_into_document()
        if vals.keys() & UNIT:
            self.sudo().move_ids._refresh_genealogy()
        return result

    def unlink(self):
        check_not_moved(self, "repair_id")
        return super().unlink()
