import xmlrpc.client

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.meddev_base.tests.common import RpcCase

from .as_built_common import AsBuiltCase

SKIP = {"skip_consumption": True, "skip_backorder": True}


@tagged("post_install", "-at_install")
class TestAsBuiltDeviation(AsBuiltCase, RpcCase):
    """What a unit needs does not shrink with what is left of the bill of materials in the order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        parts = ((cls.rotor, 1), (cls.steel, 2), (cls.glue, 1))
        cls.bom = cls.env["mrp.bom"].create({
            "product_tmpl_id": cls.pump.product_tmpl_id.id, "consumption": "flexible",
            "bom_line_ids": [Command.create({"product_id": part.id, "product_qty": count}) for part, count in parts],
        })  # fmt: skip

    def setUp(self):
        super().setUp()
        self.mes = self.make_user("dev-mes", "operator")

    def rpc(self, record, method, *args, **kwargs):
        return self.xmlrpc(self.mes, record._name, method, record.ids, *args, **kwargs)

    def ordered(self, *units):
        order = self.env["mrp.production"].with_user(self.operator).create(
            {"bom_id": self.bom.id, "product_id": self.pump.id, "product_qty": len(units)}
        )  # fmt: skip
        order.action_confirm()
        order.action_assign()
        order.lot_producing_ids = [lot.id for lot in self.make_serials(self.pump, *units)]
        order.qty_producing = len(units)
        order._set_qty_producing()
        return order

    def component(self, order, product):
        return order.move_raw_ids.filtered(lambda move: move.product_id == product)

    def close_refused(self, order, says):
        with self.assertRaisesRegex(xmlrpc.client.Fault, says):
            self.rpc(order, "button_mark_done", context=SKIP)

    def test_a_component_that_is_set_to_nothing_is_still_recorded(self):
        order = self.ordered("P1")
        self.into(order, "P1", "S1")
        self.rpc(self.component(order, self.rotor), "write", {"product_uom_qty": 0})
        self.close_refused(order, "Unit P1: 1 Units of Rotor not recorded")

    def test_a_component_that_is_cancelled_or_deleted_is_still_missed(self):
        for method in ("_action_cancel", "unlink"):
            order = self.ordered(f"P-{method}")
            self.into(order, f"P-{method}", "S1")
            move = self.component(order, self.rotor)
            move._do_unreserve()
            move._action_cancel()
            if method == "unlink":
                move.unlink()
            self.close_refused(order, "Rotor of the bill of materials is not in the order. Add it, or have quality")
            self.rpc(order, "action_cancel")

    def test_an_order_without_its_bill_of_materials_needs_what_that_asks_for(self):
        order = self.env["mrp.production"].with_user(self.operator).create(
            {"product_id": self.pump.id, "product_qty": 1, "bom_id": False}
        )  # fmt: skip
        order.action_confirm()
        order.lot_producing_ids = self.make_serials(self.pump, "P1")[0]
        order.qty_producing = 1
        self.close_refused(order, "Unit P1: Rotor of the bill of materials is not in the order")

    def test_a_deviation_that_quality_accepted_is_what_counts(self):
        order = self.ordered("P1")
        move = self.component(order, self.rotor)
        move._do_unreserve()
        move._action_cancel()
        self.env.cr.flush()  # of what is new, nothing is tracked
        order.with_user(self.inspector).as_built_deviation = "Customer has his own rotor"
        self.assertEqual(order.as_built_accepted, {str(self.steel.id): 2.0})
        self.into(order, "P1", "S1")
        # And not less than that.
        self.rpc(self.component(order, self.steel), "write", {"product_uom_qty": 0})
        self.assertEqual({need.per_unit for need in order._as_built_needs().values()}, {2.0})
        self.close(order)
        self.assertEqual(self.entries(order), {("P1", "S1", 2.0)})
        self.env.cr.flush()  # when tracked changes are told
        told = [("mail_message_id.model", "=", order._name), ("mail_message_id.res_id", "=", order.id)]
        texts = self.env["mail.tracking.value"].search(told).mapped("new_value_text")
        self.assertIn("Customer has his own rotor", texts)
        with self.assertRaisesRegex(UserError, "can no longer change"):
            order.with_user(self.inspector).as_built_deviation = "Another reason"

    def test_the_deviation_goes_on_to_the_backorder(self):
        order = self.ordered("P1", "P2")
        self.component(order, self.rotor)._do_unreserve()
        self.component(order, self.rotor)._action_cancel()
        order.with_user(self.inspector).as_built_deviation = "Customer has his own rotor"
        self.into(order, "P1", "S1")
        order.lot_producing_ids = order.lot_producing_ids[:1]
        order.qty_producing = 1
        order._set_qty_producing()
        self.close(order)
        [rest] = order.production_group_id.production_ids - order
        self.assertEqual(rest.as_built_deviation, "Customer has his own rotor")
        # Odoo asks for the component once more; taking it out again is no new deviation.
        self.component(rest, self.rotor)._action_cancel()
        self.assertEqual(list(rest._as_built_needs()), [self.steel])

    def test_a_reason_taken_back_asks_for_the_bill_of_materials_again(self):
        order = self.ordered("P1")
        order.with_user(self.inspector).as_built_deviation = "Mistaken"
        order.with_user(self.inspector).as_built_deviation = False
        self.assertFalse(order.as_built_accepted)

    def test_nobody_else_accepts_a_deviation(self):
        order = self.ordered("P1")
        for vals in ({"as_built_deviation": "No rotor left"}, {"as_built_accepted": {"1": 1}}):
            with self.assertRaisesRegex(xmlrpc.client.Fault, "accepted by inspectors|never typed"):
                self.rpc(order, "write", vals, context={"meddev_accepted": True})
            with self.assertRaisesRegex(xmlrpc.client.Fault, "accepted by inspectors|never typed"):
                self.xmlrpc(self.mes, order._name, "create", {"product_id": self.pump.id, **vals})
            with self.assertRaisesRegex(xmlrpc.client.Fault, "accepted by inspectors|never typed"):
                context = {f"default_{name}": value for name, value in vals.items()}
                self.xmlrpc(self.mes, order._name, "create", {"product_id": self.pump.id}, context=context)
        with self.assertRaisesRegex(AccessError, "never typed"):
            order.with_user(self.inspector).write({"as_built_deviation": "X", "as_built_accepted": {}})
