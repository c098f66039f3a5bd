from odoo import models
from odoo.tools import SQL

from odoo.addons.meddev_genealogy.graph import EXACT, INTO, ORDER, OUT_OF


class MeddevGenealogyLink(models.Model):
    """Manufacturing orders and unbuilds turn lots into lots.

    How Odoo records it: a component's move names the order in ``raw_material_production_id`` and goes to a location of
    usage "production"; a finished product's or by-product's move names it in ``production_id`` and comes from one. What
    an order scraps names the order too, but goes elsewhere.

    A unit with an as-built record is a part of its order: what was recorded for it went into that part, and the rest of
    what the order consumed is shared by all units.
    """

    _inherit = "meddev.genealogy.link"

    def _models_read(self):
        return [*super()._models_read(), "mrp.production", "mrp.unbuild", "meddev.as.built"]

    def _line_columns(self):
        return [*super()._line_columns(), SQL("m.raw_material_production_id, m.production_id, m.unbuild_id")]

    def _same_document(self):
        return [*super()._same_document(), ("raw_material_production_id", "production_id"), ("unbuild_id",)]

    def _documents_of(self, line_ids):
        """The unbuilds of an order too: they are sure where it made one unit."""
        found = super()._documents_of(line_ids)
        if orders := found.get("production_id"):
            rows = self.env.execute_query(SQL("SELECT id FROM mrp_unbuild WHERE mo_id = ANY(%s)", orders))
            if unbuilds := {*found.get("unbuild_id", ()), *(row[0] for row in rows)}:
                found["unbuild_id"] = list(unbuilds)
        return found

    def _claimed(self):
        return [*super()._claimed(), self._is_consumed(), self._is_produced(), self._is_unbuild()]

    def _definitions(self, documents):
        own = []
        if "production_id" in documents:
            own += [self._consumption(), self._as_built_components(), self._output(), self._as_built_units()]
        if "unbuild_id" in documents:
            own.append(self._unbuild())
        return [*super()._definitions(documents), *own]

    def _is_consumed(self):
        return SQL(
            "line.scrap_id IS NULL AND line.raw_material_production_id IS NOT NULL AND line.target_usage = 'production'"
        )

    def _is_produced(self):
        return SQL("line.scrap_id IS NULL AND line.production_id IS NOT NULL AND line.source_usage = 'production'")

    def _is_unbuild(self):
        return SQL(
            """line.scrap_id IS NULL AND line.unbuild_id IS NOT NULL
               AND 'production' IN (line.source_usage, line.target_usage)"""
        )

    def _consumption(self):
        """What went into the order as a whole: what it consumed, less what is recorded for single units."""
        rest = SQL("least(line.quantity, line.so_far - coalesce(recorded.quantity, 0))")
        return self._links(
            SQL(
                """(SELECT line.*, sum(line.quantity) OVER same_lot AS so_far FROM line WHERE %s WINDOW same_lot AS
                           (PARTITION BY line.raw_material_production_id, line.lot_id, line.product_id ORDER BY line.id)
                   ) line
                   CROSS JOIN LATERAL (
                    SELECT sum(own.quantity) AS quantity FROM meddev_as_built own
                     WHERE own.production_id = line.raw_material_production_id
                           AND own.component_lot_id = line.lot_id) recorded
                  WHERE %s > 0.0000005""",
                self._is_consumed(),
                rest,
            ),
            SQL("'into'"),
            SQL("'consumed'"),
            (SQL("'mrp.production'"), SQL("line.raw_material_production_id"), SQL("''")),
            quantity=rest,
        )

    def _as_built_components(self):
        """What was recorded for single units; the first line of the component's lot tells of it."""
        return self._links(
            SQL(
                """(SELECT DISTINCT ON (raw_material_production_id, lot_id) * FROM line WHERE lot_id IS NOT NULL AND %s
                     ORDER BY raw_material_production_id, lot_id, id) line
                   JOIN meddev_as_built recorded ON recorded.production_id = line.raw_material_production_id
                                                AND recorded.component_lot_id = line.lot_id""",
                self._is_consumed(),
            ),
            SQL("'into'"),
            SQL("'consumed'"),
            (SQL("'mrp.production'"), SQL("line.raw_material_production_id"), SQL("'unit:' || recorded.lot_id")),
            quantity=SQL("recorded.quantity"),
            grade=SQL("%s", EXACT),
        )

    def _output(self):
        return self._links(
            SQL("line JOIN mrp_production ordered ON ordered.id = line.production_id WHERE %s", self._is_produced()),
            SQL("'out of'"),
            SQL("CASE WHEN line.product_id = ordered.product_id THEN 'produced' ELSE 'by-product' END"),
            (SQL("'mrp.production'"), SQL("line.production_id"), SQL("''")),
        )

    def _as_built_units(self):
        return self._links(
            SQL(
                """line WHERE %s AND EXISTS (SELECT FROM meddev_as_built unit
                                              WHERE unit.production_id = line.production_id
                                                    AND unit.lot_id = line.lot_id)""",
                self._is_produced(),
            ),
            SQL("'out of'"),
            SQL("'assembled'"),
            (SQL("'mrp.production'"), SQL("line.production_id"), SQL("'unit:' || line.lot_id")),
        )

    def _unbuild(self):
        """Which component lots come back is Odoo's choice, unless the order made one unit or an as-built tells."""
        is_sure = SQL(
            """(SELECT count(DISTINCT made.lot_id) FROM stock_move_line made
                  JOIN stock_move made_move ON made_move.id = made.move_id
                 WHERE made_move.production_id = unbuild.mo_id AND made_move.state = 'done'
                   AND made.product_id = unbuild.product_id AND made.quantity_product_uom > 0) = 1
            OR EXISTS (SELECT FROM meddev_as_built recorded WHERE recorded.production_id = unbuild.mo_id
                          AND recorded.lot_id = unbuild.lot_id AND recorded.component_lot_id = line.lot_id)"""
        )
        return self._links(
            SQL("line JOIN mrp_unbuild unbuild ON unbuild.id = line.unbuild_id WHERE %s", self._is_unbuild()),
            SQL("CASE WHEN line.target_usage = 'production' THEN %s ELSE %s END", INTO, OUT_OF),
            SQL("CASE WHEN line.target_usage = 'production' THEN 'unbuilt' ELSE 'recovered' END"),
            (SQL("'mrp.unbuild'"), SQL("line.unbuild_id"), SQL("''")),
            grade=SQL("CASE WHEN line.target_usage = 'production' OR %s THEN %s ELSE %s END", is_sure, EXACT, ORDER),
        )


class MrpProduction(models.Model):
    _name = "mrp.production"
    _inherit = ["mrp.production"]

    def button_mark_done(self):
        with self.env["meddev.genealogy.link"].sudo()._together():
            return super().button_mark_done()

    def write(self, vals):
        result = super().write(vals)
        if "product_id" in vals:
            self.sudo().move_finished_ids._refresh_genealogy()
        return result


class MrpUnbuild(models.Model):
    _name = "mrp.unbuild"
    _inherit = ["mrp.unbuild"]

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"mo_id", "product_id", "lot_id"}:
            self.sudo()._genealogy_moves()._refresh_genealogy()
        return result

    def _genealogy_moves(self):
        return self.env["stock.move"].search([("unbuild_id", "in", self.ids)])
