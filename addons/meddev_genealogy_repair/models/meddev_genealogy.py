from odoo import models
from odoo.tools import SQL

from odoo.addons.meddev_genealogy.graph import EXACT, INTO, OUT_OF, Event


class MeddevGenealogy(models.AbstractModel):
    """A repair puts parts into the repaired unit and takes others out.

    Odoo moves the parts and names the unit on the repair order only, so the unit's own part in the event is read from
    there.
    """

    _inherit = "meddev.genealogy"

    def _models_read(self):
        return [*super()._models_read(), "repair.order"]

    def _line_columns(self):
        return [
            *super()._line_columns(),
            SQL("m.repair_id, m.repair_line_type"),
            SQL("(SELECT r.lot_id FROM repair_order r WHERE r.id = m.repair_id) AS repaired_lot_id"),
            SQL("(SELECT r.product_id FROM repair_order r WHERE r.id = m.repair_id) AS repaired_product_id"),
            SQL("(SELECT r.product_qty FROM repair_order r WHERE r.id = m.repair_id) AS repaired_quantity"),
            SQL("(SELECT max(o.date) FROM stock_move o WHERE o.repair_id = m.repair_id) AS repaired_on"),
        ]

    def _lot_conditions(self, lot_ids):
        repaired = "m.repair_id IN (SELECT r.id FROM repair_order r WHERE r.lot_id IN %s)"
        return [*super()._lot_conditions(lot_ids), SQL(repaired, lot_ids)]

    def _event_conditions(self, events):
        conditions = super()._event_conditions(events)
        if repairs := tuple(event.id for event in events if event.model == "repair.order"):
            conditions.append(SQL("m.repair_id IN %s", repairs))
        return conditions

    def _acts_of_line(self, line):
        if not line["repair_id"] or not line["repair_line_type"]:
            return super()._acts_of_line(line)
        is_added = line["repair_line_type"] == "add"
        event = Event("repair.order", line["repair_id"], part="added" if is_added else "removed")
        part_side, unit_side = (INTO, OUT_OF) if is_added else (OUT_OF, INTO)
        acts = [self._act(line, event, part_side, event.part, grade=EXACT)]
        if line["repaired_product_id"]:
            acts.append(self._act_of_unit(line, event, unit_side))
        if not is_added and line["target_usage"] == "inventory" and line["lot_id"]:
            acts.append(self._end(line, "scrapped", INTO, "stock.location", line["target_id"]))
        return acts

    def _act_of_unit(self, line, event, side):
        """The repaired unit's act: the same one for every part of the repair, whichever line tells of it."""
        return self._act(
            line,
            event,
            side,
            "repaired",
            line_id=-line["repair_id"],
            lot_id=line["repaired_lot_id"],
            product_id=line["repaired_product_id"],
            quantity=float(line["repaired_quantity"]),
            date=line["repaired_on"],
            grade=EXACT,
        )
