from xmlrpc.client import Fault

from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.meddev_base.tests.common import RpcCase

from .common import GenealogyCase

NAME_INDEX = "stock_lot_name_unique"
LOGGER = "odoo.addons.meddev_genealogy.models.stock_lot_identity"


@tagged("post_install", "-at_install")
class TestUsedLots(GenealogyCase, RpcCase):
    """A lot that was used is called what it was called."""

    def setUp(self):
        super().setUp()
        self.keeper = self.make_user("lot-keeper", "operator", "stock.group_stock_manager")
        self.pump = self.make_product("Pump")
        self.lot = self.make_lot("P1", self.pump)

    def test_an_unused_lot_is_renamed_and_deleted(self):
        lot = self.make_lot("P2", self.pump)
        self.xmlrpc(self.keeper, "stock.lot", "write", lot.ids, {"name": "P3"})
        self.xmlrpc(self.keeper, "stock.lot", "unlink", lot.ids)
        self.assertFalse(lot.exists())

    def test_a_planned_movement_is_no_use(self):
        picking = self.planned_transfer(self.at_vendor, self.stock, (self.lot, 1))
        self.record(picking.move_ids, (self.lot, 1))
        self.lot.name = "P2"

    def test_a_lot_that_moved_keeps_its_name_product_and_company(self):
        receipt = self.receive((self.lot, 1))
        other = self.make_product("Valve")
        says = f"Lot P1 was used: moved with {receipt.name}. .*can no longer change.*transformation"
        for vals in ({"name": "P2"}, {"product_id": other.id}, {"company_id": self.env.company.id}):
            with self.subTest(vals), self.assertRaisesRegex(Fault, says):
                self.xmlrpc(self.keeper, "stock.lot", "write", self.lot.ids, vals)

    def test_an_import_meets_the_same_refusal(self):
        self.receive((self.lot, 1))
        result = self.env["stock.lot"].with_user(self.keeper).load([".id", "name"], [[str(self.lot.id), "P2"]])
        self.assertIn("Lot P1 was used", result["messages"][0]["message"])

    def test_superuser_code_and_forged_contexts_meet_it_too(self):
        self.receive((self.lot, 1))
        with self.assertRaisesRegex(UserError, "Lot P1 was used"):
            self.lot.sudo().name = "P2"
        with self.assertRaisesRegex(Fault, "Lot P1 was used"):
            self.xmlrpc(self.keeper, "stock.lot", "write", self.lot.ids, {"name": "P2"},
                        context={"meddev_sealed_movement": True})  # fmt: skip

    def test_a_used_lot_is_not_deleted_even_as_if_uninstalling(self):
        self.receive((self.lot, 1))
        for context in ({}, {"_force_unlink": True}):
            with self.assertRaisesRegex(Fault, "Lot P1 was used.*It stays on file"):
                self.xmlrpc(self.keeper, "stock.lot", "unlink", self.lot.ids, context=context)

    def test_a_lot_whose_stock_is_used_up_was_used_all_the_same(self):
        self.receive((self.lot, 1))
        self.ship((self.lot, 1))
        with self.assertRaisesRegex(UserError, "Lot P1 was used"):
            self.lot.name = "P2"

    def test_a_lot_of_an_opening_stock_was_used(self):
        self.env["stock.quant"]._update_available_quantity(self.pump, self.stock, 1, lot_id=self.lot)
        with self.assertRaisesRegex(UserError, "Lot P1 was used: it is in stock"):
            self.lot.name = "P2"

    def test_a_signed_lot_was_used(self):
        manager = new_test_user(self.env, "lot-manager", groups="meddev_base.group_quality_manager")
        manager.with_user(manager).sudo()._change_password("lot-manager-own")
        lot = self.make_lot("S1", self.make_product("Stent", lot_release="required"))
        lot.with_user(manager)._sign("released", {"login": manager.login, "password": "lot-manager-own"}, "Passed")
        with self.assertRaisesRegex(UserError, "Lot S1 was used: its status is signed"):
            lot.name = "S2"

    def test_the_same_name_is_no_change(self):
        self.receive((self.lot, 1))
        self.xmlrpc(self.keeper, "stock.lot", "write", self.lot.ids, {"name": "P1", "product_id": self.pump.id})


@tagged("post_install", "-at_install")
class TestOneName(GenealogyCase):
    """One name, one lot of a product in a company; what broke this before is listed, not hidden."""

    def setUp(self):
        super().setUp()
        self.pump = self.make_product("Pump")
        self.manager = new_test_user(self.env, "one-manager", groups="meddev_base.group_quality_manager")

    def twins(self):
        """Two used lots of one name, as a database may hold them from before."""
        self.env.cr.execute("DROP INDEX stock_lot_name_unique")
        twins = self.make_lot("P1", self.pump) + self.make_lot("P2", self.pump)
        self.receive(*[(lot, 1) for lot in twins])
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_lot SET name = 'P1' WHERE id = ANY(%s)", (twins.ids,))
        twins.invalidate_recordset()
        return twins

    def duplicates(self):
        return self.env["stock.lot"].search([("has_duplicate", "=", True)])

    def test_the_name_of_another_product_is_free(self):
        self.assertTrue(self.make_lot("P1", self.pump) + self.make_lot("P1", self.make_product("Valve")))

    def test_two_companies_may_use_one_name(self):
        other = self.env["res.company"].create({"name": "Sister"})
        for company in self.env.company + other:
            self.make_lot("P1", self.pump, company_id=company.id)

    def test_odoo_still_keeps_a_name_without_company_apart_from_all(self):
        self.make_lot("P1", self.pump)
        with self.assertRaisesRegex(ValidationError, "must be unique"):
            self.make_lot("P1", self.pump, company_id=self.env.company.id)

    def test_the_database_itself_refuses_the_second(self):
        self.make_lot("P1", self.pump)
        with self.assertRaisesRegex(Exception, "stock_lot_name_unique"), mute_logger("odoo.sql_db"):
            self.env.cr.execute("INSERT INTO stock_lot (name, product_id, state) SELECT name, product_id, state "
                                "FROM stock_lot WHERE product_id = %s", (self.pump.id,))  # fmt: skip

    def test_duplicates_from_before_stop_no_installation_and_are_named(self):
        self.twins()
        index = self.env["stock.lot"]._table_objects["stock_lot_name_unique"]
        with self.assertLogs(LOGGER, "WARNING") as log:
            index.apply_to_database(self.env["stock.lot"])
        self.assertIn("in common: P1. Until", log.output[0])

    def test_duplicates_are_listed_until_quality_gave_one_another_name(self):
        twins = self.twins()
        self.assertEqual(self.duplicates(), twins)
        with self.assertRaisesRegex(UserError, "Two lots are called P1. A quality manager"):
            twins[1].with_user(self.operator).name = "P1-b"
        twins[1].with_user(self.manager).sudo().name = "P1-b"
        self.assertFalse(self.duplicates())
        self.assertLessEqual(twins, self.env["stock.lot"].search([("has_duplicate", "=", False)]))

    def test_the_index_is_made_as_soon_as_the_duplicates_are_gone(self):
        twins, lots = self.twins(), self.env["stock.lot"]
        with self.assertLogs(LOGGER, "WARNING"):
            lots._make_names_unique()
        self.assertFalse(lots._are_names_kept_unique())
        twins[1].with_user(self.manager).sudo().name = "P1-b"
        lots._make_names_unique()
        self.assertTrue(lots._are_names_kept_unique())
        lots._make_names_unique()  # twice does no harm


@tagged("post_install", "-at_install")
class TestNamesThatLookAlike(GenealogyCase):
    """Spaces and characters that nobody sees make no other lot."""

    def test_a_name_loses_what_nobody_sees(self):
        lot = self.make_lot(" H-82\u200b\n")
        self.assertEqual(lot.name, "H-82")
        lot.name = "H-83 "
        self.assertEqual(lot.name, "H-83")
        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(Exception, NAME_INDEX), self.env.cr.savepoint():
            self.make_lot("H-83 ", lot.product_id)

    def test_a_receipt_names_the_lot_that_is_there(self):
        product = self.make_product("Steel")
        picking = self.planned_transfer(self.at_vendor, self.stock, (product, 2))
        line = self.env["stock.move.line"].create({
            "move_id": picking.move_ids.id, "picking_id": picking.id, "product_id": product.id, "lot_name": "H-84 ",
            "quantity": 2, "location_id": self.at_vendor.id, "location_dest_id": self.stock.id,
        })  # fmt: skip
        self.assertEqual(line.lot_name, "H-84")
