from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestOperatorBackorder(TransactionCase):
    def test_an_operator_finishes_an_order_in_two_parts(self):
        operator = new_test_user(self.env, "mrp-operator", groups="meddev_base.group_operator")
        part, device = self.env["product.product"].create([
            {"name": name, "is_storable": True} for name in ("Part", "Device")
        ])  # fmt: skip
        self.env["mrp.bom"].create({
            "product_tmpl_id": device.product_tmpl_id.id, "bom_line_ids": [(0, 0, {"product_id": part.id})],
        })  # fmt: skip
        self.env["stock.quant"]._update_available_quantity(part, self.env.ref("stock.stock_location_stock"), 2)
        order = self.env["mrp.production"].with_user(operator).create({"product_id": device.id, "product_qty": 2})
        order.action_confirm()
        order.qty_producing = 1
        order.set_qty_producing()
        order.move_raw_ids.picked = True
        order.with_context(skip_backorder=True, mo_ids_to_backorder=order.ids).button_mark_done()
        parts = order.production_group_id.production_ids
        self.assertEqual(sorted(parts.mapped("state")), ["confirmed", "done"])
