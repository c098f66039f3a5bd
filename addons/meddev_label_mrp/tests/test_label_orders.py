from xmlrpc.client import Fault

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.meddev_base.tests.common import RpcCase
from odoo.addons.meddev_label.tests.common import LabelCase

OPEN = "cannot be closed: 1 of 3 labels in .* are not accounted for"


class OrderCase(LabelCase):
    def order(self, lots=None, quantity=3, user=None):
        """An order that has made all it is to make, and only needs to be closed."""
        lots = lots or self.lot
        order = self.env["mrp.production"].with_user(user or self.operator).create({
            "product_id": lots.product_id.id, "product_qty": quantity, "bom_id": False,
        })  # fmt: skip
        order.action_confirm()
        order.lot_producing_ids = [Command.set(lots.ids)]
        order.qty_producing = quantity
        order._set_qty_producing()
        return order

    def printed_for(self, order, quantity=3):
        each = quantity // len(order.lot_producing_ids)
        return self.printed(each, lots=order.lot_producing_ids).account_ids


@tagged("post_install", "-at_install")
class TestLabelsOfOrders(OrderCase):
    """No order is closed while a label of it lies around."""

    def test_an_order_whose_labels_are_accounted_for_is_closed_and_so_is_its_account(self):
        order = self.order()
        account = self.printed_for(order)
        account._record({"applied": 3})
        order.button_mark_done()
        self.assertEqual((order.state, account.state), ("done", "closed"))

    def test_an_order_with_an_open_balance_is_not_closed(self):
        order = self.order()
        self.printed_for(order)._record({"applied": 2})
        with self.assertRaisesRegex(UserError, OPEN):
            order.button_mark_done()

    def test_not_by_posting_the_inventory_either(self):
        order = self.order()
        self.printed_for(order)._record({"applied": 2})
        with self.assertRaisesRegex(UserError, OPEN):
            order._post_inventory()

    def test_not_by_writing_the_state_either(self):
        order = self.order()
        self.printed_for(order)._record({"applied": 2})
        with self.assertRaisesRegex(UserError, OPEN):
            order.write({"state": "done"})

    def test_not_by_cancelling_either(self):
        order = self.order()
        self.printed_for(order)._record({"applied": 2})
        with self.assertRaisesRegex(UserError, OPEN):
            order.action_cancel()

    def test_an_order_without_the_labels_it_needs_is_not_closed(self):
        self.pump.is_label_required = True
        order = self.order()
        with self.assertRaisesRegex(UserError, "has no labels, and those of .* are accounted for"):
            order.button_mark_done()

    def test_an_order_that_needs_no_labels_is_closed_without(self):
        order = self.order()
        order.button_mark_done()
        self.assertEqual(order.state, "done")

    def test_an_order_issues_as_many_labels_as_it_makes_and_more_is_a_reprint(self):
        order = self.order()
        account = self.printed_for(order)
        self.assertEqual((account.planned, account.issued), (3, 3))
        job = self.job(1)
        self.assertTrue(job.is_reprint)
        with self.assertRaisesRegex(UserError, "is a reprint"):
            self.pdf(job)

    def test_serial_numbers_share_the_account_of_their_order(self):
        monitor = self.make_product("Monitor", "监护仪", "06901234567885", "serial")
        units = self.make_lot("S1", monitor) | self.make_lot("S2", monitor) | self.make_lot("S3", monitor)
        order = self.order(units)
        account = self.printed_for(order)
        self.assertEqual(account.entry_ids.lot_id, units)
        self.assertEqual(self.env["meddev.label.account"].with_user(self.operator)._of_lot(units[0]), account)

    def test_the_button_proposes_a_label_for_each_unit(self):
        context = self.order().action_print_labels()["context"]
        form = self.env["meddev.label.print"].with_user(self.operator).with_context(**context).create({})
        self.assertEqual(form.line_ids.mapped("quantity"), [3])

    def test_an_order_issues_no_more_labels_over_its_serial_numbers_than_it_makes_units(self):
        monitor = self.make_product("Monitor", "监护仪", "06901234567885", "serial")
        units = self.make_lot("S1", monitor) | self.make_lot("S2", monitor) | self.make_lot("S3", monitor)
        order = self.order(units)
        self.printed_for(order)
        order.lot_producing_ids = [Command.link(self.make_lot("S4", monitor).id), Command.unlink(units[0].id)]
        with self.assertRaisesRegex(UserError, "is a reprint"):
            self.pdf(self.job(lots=order.lot_producing_ids[-1]))

    def test_the_lots_of_a_done_order_are_not_labelled_again_unsigned(self):
        order = self.order()
        self.printed_for(order)._record({"applied": 3})
        order.button_mark_done()
        with self.assertRaisesRegex(UserError, "is a reprint"):
            self.pdf(self.job(3))

    def test_labels_printed_before_the_lot_was_on_the_order_keep_it_open(self):
        account = self.printed(3).account_ids
        self.assertEqual((account.lot_id, account.production_id.id), (self.lot, False))
        account._record({"applied": 2})
        order = self.order()
        with self.assertRaisesRegex(UserError, OPEN):
            order.button_mark_done()
        account._record({"applied": 1})
        order.button_mark_done()
        self.assertEqual((order.state, account.state), ("done", "closed"))


@tagged("post_install", "-at_install")
class TestLabelGateOverRpc(OrderCase, RpcCase):
    """The same from outside, with whatever context."""

    def test_no_context_closes_an_order_with_open_labels(self):
        caller = self.make_user("label-rpc", "operator")
        order = self.order(user=caller)
        account = self.printed_for(order)
        account._record({"applied": 2})
        for context in ({}, {"meddev_gate": True}, {"skip_backorder": True, "mo_ids_to_backorder": [order.id]},
                        {"install_mode": True, "_force_unlink": True}):  # fmt: skip
            with self.assertRaisesRegex(Fault, OPEN):
                self.xmlrpc(caller, "mrp.production", "button_mark_done", order.ids, context=context)
            status, answer = self.json2(caller, "mrp.production", "button_mark_done", ids=order.ids, context=context)
            self.assertEqual(status, 422, answer)
        self.assertNotEqual(order.state, "done")

    def test_no_entry_is_forged(self):
        caller = self.make_user("label-rpc", "operator")
        order = self.order(user=caller)
        account = self.printed_for(order)
        values = {"account_id": account.id, "kind": "applied", "quantity": 3}
        for model, method, args in (
            ("meddev.label.entry", "create", [[values]]),
            ("meddev.label.entry", "write", [account.entry_ids.ids, {"quantity": 0}]),
            ("meddev.label.entry", "unlink", [account.entry_ids.ids]),
            ("meddev.label.entry", "_append", [[values]]),
            ("meddev.label.account", "_record", [account.ids, {"applied": 3}]),
            ("meddev.label.account", "write", [account.ids, {"state": "closed"}]),
            ("meddev.label.account", "write", [account.ids, {"level": 1}]),
            ("meddev.label.account", "write", [account.ids, {"production_id": False}]),
        ):
            with self.subTest(method=method), self.assertRaises(Fault):
                self.xmlrpc(caller, model, method, *args)
        self.assertEqual((account.issued, account.balance, account.production_id), (3, 3, order))

    @mute_logger("odoo.sql_db")  # the first attempt of the address is on a read-only cursor
    def test_labels_are_not_fetched_twice_through_the_web_address(self):
        caller = self.make_user("label-rpc", "operator")
        job = self.job(2, user=caller)
        self.authenticate(caller.login, f"{caller.login}-secret")
        first = self.url_open(f"/report/text/meddev_label.label_zpl/{job.id}")
        self.assertIn("^XA", first.text)
        again = self.url_open(f"/report/html/meddev_label.label_sheet/{job.id}")
        self.assertNotIn("Infusion pump", again.text)
        self.assertEqual(job.account_ids.issued, 2)
