from contextlib import contextmanager

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ConcurrencyError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestLotHoldRace(TransactionCase):
    """Of a hold and a reservation at the same moment, one sees the other; the server repeats the one that does not.

    Two connections see only what is committed, so this case commits its goods, and takes them away afterwards.
    """

    def setUp(self):
        super().setUp()
        with self.connection() as env:
            warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
            product = env["product.product"].create({"name": "Raced Pump", "is_storable": True, "tracking": "lot"})
            lot = env["stock.lot"].create({"name": "RACE-1", "product_id": product.id})
            env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 5, lot_id=lot)
            move = env["stock.move"].create({
                "product_id": product.id, "product_uom_qty": 2, "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": env.ref("stock.stock_location_customers").id,
            })  # fmt: skip
            move._action_confirm()
            self.product_id, self.lot_id, self.move_id = product.id, lot.id, move.id
        self.addCleanup(self.take_away)

    @contextmanager
    def connection(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def take_away(self):
        with self.connection() as env:
            move = env["stock.move"].browse(self.move_id)
            move._action_cancel()
            move.unlink()
            env["stock.quant"].search([("product_id", "=", self.product_id)]).unlink()
            # A lot that quality decided on stays on file, for every caller.
            env.cr.execute("DELETE FROM stock_lot WHERE id = %s", (self.lot_id,))
            env["product.product"].browse(self.product_id).product_tmpl_id.unlink()

    def hold(self, env):
        env["stock.lot"].browse(self.lot_id).action_hold()

    def reserve(self, env):
        env["stock.move"].browse(self.move_id)._action_assign()

    def look(self, env):
        """Take the view that the whole transaction keeps."""
        self.assertEqual(env["stock.lot"].browse(self.lot_id).state, "released")

    def reserved(self):
        with self.connection() as env:
            return env["stock.move"].browse(self.move_id).move_line_ids.ids

    def test_a_hold_does_not_overlook_what_was_reserved_after_it_began(self):
        with self.connection() as env:
            self.look(env)
            with self.connection() as other:
                self.reserve(other)
            with self.assertRaises(ConcurrencyError):
                self.hold(env)
            env.cr.rollback()
        self.assertTrue(self.reserved())
        with self.connection() as env:
            self.hold(env)
        self.assertFalse(self.reserved())

    def test_a_reservation_that_began_before_a_hold_is_not_made_after_it(self):
        with self.connection() as env:
            self.look(env)
            with self.connection() as other:
                self.hold(other)
            with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
                self.reserve(env)
            env.cr.rollback()
        with self.connection() as env:
            self.reserve(env)
        self.assertFalse(self.reserved())
