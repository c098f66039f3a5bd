from odoo import models
from odoo.tools import SQL

from odoo.addons.meddev_genealogy.graph import EXACT, INTO, ORDER, OUT_OF, Event


class MeddevGenealogy(models.AbstractModel):
    """Manufacturing orders and unbuilds turn lots into lots.

    How Odoo records it: a component's move names the order in ``raw_material_production_id`` and goes to a location of
    usage "production"; a finished product's or by-product's move names it in ``production_id`` and comes from one. What
    an order scraps names the order too, but goes elsewhere.
    """

    _inherit = "meddev.genealogy"

    def _models_read(self):
        return [*super()._models_read(), "mrp.production", "mrp.unbuild"]

    def _line_columns(self):
        return [
            *super()._line_columns(),
            SQL("m.raw_material_production_id, m.production_id, m.unbuild_id"),
            SQL("(SELECT p.product_id FROM mrp_production p WHERE p.id = m.production_id) AS ordered_product_id"),
            SQL(
                """(SELECT count(DISTINCT made.lot_id)
                      FROM mrp_unbuild u
                      JOIN stock_move made_move ON made_move.production_id = u.mo_id AND made_move.state = 'done'
                      JOIN stock_move_line made ON made.move_id = made_move.id AND made.product_id = u.product_id
                     WHERE u.id = m.unbuild_id) AS lots_of_unbuilt_order"""
            ),
        ]

    def _event_conditions(self, events):
        conditions = super()._event_conditions(events)
        orders = tuple(event.id for event in events if event.model == "mrp.production")
        unbuilds = tuple(event.id for event in events if event.model == "mrp.unbuild")
        if orders:
            conditions.append(SQL("m.raw_material_production_id IN %s OR m.production_id IN %s", orders, orders))
        if unbuilds:
            conditions.append(SQL("m.unbuild_id IN %s", unbuilds))
        return conditions

    def _acts_of_line(self, line):
        if line["scrap_id"]:
            return super()._acts_of_line(line)
        if line["unbuild_id"] and "production" in (line["source_usage"], line["target_usage"]):
            return [self._act_of_unbuild(line)]
        if line["raw_material_production_id"] and line["target_usage"] == "production":
            event = Event("mrp.production", line["raw_material_production_id"])
            return [self._act(line, event, INTO, "consumed")]
        if line["production_id"] and line["source_usage"] == "production":
            event = Event("mrp.production", line["production_id"])
            is_ordered = line["product_id"] == line["ordered_product_id"]
            return [self._act(line, event, OUT_OF, "produced" if is_ordered else "by-product")]
        return super()._acts_of_line(line)

    def _act_of_unbuild(self, line):
        """Which component lots come back is Odoo's choice where the order made several units, hence the grade."""
        event = Event("mrp.unbuild", line["unbuild_id"])
        if line["target_usage"] == "production":
            return self._act(line, event, INTO, "unbuilt", grade=EXACT)
        grade = EXACT if line["lots_of_unbuilt_order"] == 1 else ORDER
        return self._act(line, event, OUT_OF, "recovered", grade=grade)
