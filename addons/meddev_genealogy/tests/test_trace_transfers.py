from odoo.tests import tagged

from odoo.addons.meddev_genealogy.models.sealed_movement import opened

from .common import GenealogyCase


@tagged("post_install", "-at_install")
class TestTraceOfTransfers(GenealogyCase):
    """Receipts, deliveries, returns, scrap and adjustments of one lot."""

    def setUp(self):
        super().setUp()
        self.lot = self.make_lot("STEEL-1")

    def test_a_receipt_names_the_supplier_the_document_and_the_quantity(self):
        receipt = self.receive((self.lot, 10))
        answer = self.trace(self.lot)
        [link] = answer["links"]
        self.assertEqual(
            {key: link[key] for key in ("from", "to", "kind", "quantity", "grade", "document")},
            {"from": f"res.partner:{self.vendor.id}", "to": f"lot:{self.lot.id}", "kind": "received",
             "quantity": 10.0, "grade": "exact", "document": receipt.name},
        )  # fmt: skip
        self.assertEqual(link["uom"], self.lot.product_id.uom_id.name)
        moment = receipt.move_ids.move_line_ids.date
        self.assertEqual(link["date"], f"{moment:%Y-%m-%dT%H:%M:%S}+00:00")
        self.assertEqual(self.partners(answer), {("Steel Works", "supplier", 10.0)})

    def test_a_lot_is_followed_from_receipt_to_delivery_and_back_both_ways(self):
        self.receive((self.lot, 10))
        self.ship((self.lot, 6))
        self.transfer(self.at_customer, self.stock, (self.lot, 2), partner=self.clinic)
        self.transfer(self.stock, self.at_vendor, (self.lot, 1), partner=self.vendor)
        answer = self.trace(self.lot)
        self.assertEqual(
            self.told(answer),
            {
                ("Steel Works", "received", "STEEL-1", 10.0),
                ("STEEL-1", "shipped", "City Clinic", 6.0),
                ("City Clinic", "returned", "STEEL-1", 2.0),
                ("STEEL-1", "returned to vendor", "Steel Works", 1.0),
            },
        )
        self.assertEqual(
            self.partners(answer), {("City Clinic", "customer", 4.0), ("Steel Works", "supplier", 9.0)}
        )  # what they still have

    def test_what_became_of_it_includes_what_came_back_but_not_the_receipt(self):
        self.receive((self.lot, 10))
        self.ship((self.lot, 6))
        self.transfer(self.at_customer, self.stock, (self.lot, 2), partner=self.clinic)
        answer = self.trace(self.lot, "down")
        self.assertEqual({kind for _from, kind, _to, _quantity in self.told(answer)}, {"shipped", "returned"})
        self.assertEqual(self.partners(answer), {("City Clinic", "customer", 4.0)})

    def test_what_it_came_from_does_not_name_the_customer_who_sent_it_back(self):
        self.receive((self.lot, 10))
        self.ship((self.lot, 6))
        self.transfer(self.at_customer, self.stock, (self.lot, 2), partner=self.clinic)
        answer = self.trace(self.lot, "up")
        self.assertEqual(self.told(answer), {("Steel Works", "received", "STEEL-1", 10.0)})
        self.assertEqual(self.partners(answer), {("Steel Works", "supplier", 10.0)})

    def test_two_customers_are_told_apart_with_their_quantities_and_documents(self):
        self.receive((self.lot, 10))
        first = self.ship((self.lot, 3), partner=self.clinic)
        second = self.ship((self.lot, 4), partner=self.hospital)
        answer = self.trace(self.lot, "down")
        self.assertEqual(
            [(entry["name"], entry["quantity"], entry["documents"], entry["lots"]) for entry in answer["partners"]],
            [
                ("City Clinic", 3.0, [first.name], ["STEEL-1"]),
                ("General Hospital", 4.0, [second.name], ["STEEL-1"]),
            ],
        )

    def test_two_deliveries_to_one_customer_are_two_links_and_one_partner(self):
        self.receive((self.lot, 10))
        self.ship((self.lot, 3))
        self.ship((self.lot, 4))
        answer = self.trace(self.lot, "down")
        self.assertEqual(
            self.told(answer), {("STEEL-1", "shipped", "City Clinic", 3.0), ("STEEL-1", "shipped", "City Clinic", 4.0)}
        )
        self.assertEqual(self.partners(answer), {("City Clinic", "customer", 7.0)})

    def test_scrap_is_told_with_its_document_and_place(self):
        self.receive((self.lot, 10))
        scrap = (
            self.env["stock.scrap"]
            .with_user(self.operator)
            .create({"product_id": self.lot.product_id.id, "lot_id": self.lot.id, "scrap_qty": 2,
                     "location_id": self.stock.id})
        )  # fmt: skip
        scrap.action_validate()
        [link] = self.trace(self.lot, "down")["links"]
        self.assertEqual((link["kind"], link["quantity"], link["document"]), ("scrapped", 2.0, scrap.name))
        self.assertEqual(link["to"], f"stock.location:{scrap.scrap_location_id.id}")

    def test_a_count_adjusts_up_and_down(self):
        self.receive((self.lot, 10))
        quant = self.env["stock.quant"].search([("lot_id", "=", self.lot.id), ("location_id", "=", self.stock.id)])
        for counted in (7, 9):
            quant.with_user(self.operator).inventory_quantity = counted
            quant.with_user(self.operator).action_apply_inventory()
        place = self.lot.product_id.property_stock_inventory.display_name
        adjusted = {link for link in self.told(self.trace(self.lot)) if link[1] == "adjusted"}
        self.assertEqual(adjusted, {("STEEL-1", "adjusted", place, 3.0), (place, "adjusted", "STEEL-1", 2.0)})

    def test_a_transfer_inside_the_company_is_no_link(self):
        self.receive((self.lot, 10))
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        self.transfer(self.stock, shelf, (self.lot, 4))
        self.assertEqual(self.told(self.trace(self.lot)), {("Steel Works", "received", "STEEL-1", 10.0)})

    def test_quantities_are_in_the_products_own_unit(self):
        self.receive((self.lot, 2), uom=self.env.ref("uom.product_uom_dozen"))
        [link] = self.trace(self.lot)["links"]
        self.assertEqual((link["quantity"], link["uom"]), (24.0, self.lot.product_id.uom_id.name))

    def test_one_document_that_moves_a_lot_in_several_lines_is_one_link(self):
        self.receive((self.lot, 10))
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        self.transfer(self.stock, shelf, (self.lot, 4))
        delivery = self.planned_transfer(self.stock, self.at_customer, (self.lot, 3.3), partner=self.clinic)
        self.record(delivery.move_ids, (self.lot, 3.1), (self.lot, 0.2))
        delivery.move_ids.move_line_ids[1].location_id = shelf
        self.finish(delivery)
        self.assertEqual(len(delivery.move_ids.move_line_ids), 2)
        self.assertEqual(self.told(self.trace(self.lot, "down")), {("STEEL-1", "shipped", "City Clinic", 3.3)})

    def test_what_is_only_planned_has_not_happened(self):
        self.receive((self.lot, 10))
        planned = self.planned_transfer(self.stock, self.at_customer, (self.lot, 3), partner=self.clinic)
        self.assertEqual(planned.move_line_ids.lot_id, self.lot)
        self.assertEqual(self.trace(self.lot, "down")["links"], [])

    def test_the_partner_is_the_documents_where_the_move_line_itself_does_not_name_it(self):
        receipt = self.receive((self.lot, 10))
        opened(receipt.move_ids.sudo(), {"partner_id"}).partner_id = False
        receipt.move_ids.move_line_ids.sudo()._correct({"picking_id": False})
        self.assertEqual(self.told(self.trace(self.lot)), {("Steel Works", "received", "STEEL-1", 10.0)})

    def test_a_dropship_names_the_vendor_and_the_customer_also_when_it_comes_back(self):
        lot = self.make_lot("DROP-1")
        sent = self.planned_transfer(self.at_vendor, self.at_customer, (lot, 5), partner=self.vendor)
        sent.move_ids.partner_id = self.clinic
        self.record(sent.move_ids, (lot, 5))
        self.finish(sent)
        self.assertEqual(self.told(self.trace(lot)), {
            ("Steel Works", "received", "DROP-1", 5.0), ("DROP-1", "shipped", "City Clinic", 5.0),
        })  # fmt: skip
        back = self.planned_transfer(self.at_customer, self.at_vendor, (lot, 2), partner=self.clinic)
        back.move_ids.origin_returned_move_id = sent.move_ids
        self.record(back.move_ids, (lot, 2))
        self.finish(back)
        answer = self.trace(lot)
        self.assertLessEqual({
            ("City Clinic", "returned", "DROP-1", 2.0), ("DROP-1", "returned to vendor", "Steel Works", 2.0),
        }, self.told(answer))  # fmt: skip
        self.assertEqual(self.partners(answer), {("Steel Works", "supplier", 3.0), ("City Clinic", "customer", 3.0)})

    def test_a_transfer_without_a_partner_names_the_place(self):
        self.transfer(self.at_vendor, self.stock, (self.lot, 10))
        answer = self.trace(self.lot)
        self.assertEqual(self.told(answer), {(self.at_vendor.display_name, "received", "STEEL-1", 10.0)})
        self.assertEqual([node["type"] for node in answer["nodes"] if node["key"].startswith("stock.")], ["location"])
        self.assertEqual(answer["partners"], [])

    def test_another_lot_on_the_same_delivery_is_left_out(self):
        other = self.make_lot("STEEL-2", self.lot.product_id)
        self.receive((self.lot, 10), (other, 10))
        self.ship((self.lot, 1), (other, 2))
        self.assertNotIn("STEEL-2", self.names(self.trace(self.lot)))

    def test_a_lot_that_never_moved_is_a_root_without_links(self):
        answer = self.trace(self.lot)
        self.assertEqual((answer["links"], answer["partners"], answer["nodes"]), ([], [], [answer["root"]]))
        self.assertEqual(answer["root"]["lot"], "STEEL-1")
        self.assertRegex(answer["root"]["date"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$")
