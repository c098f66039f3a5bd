"""Lots, transfers between the company and its partners, and the answer of a trace in words a test can compare."""

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class GenealogyCase(TransactionCase):
    """The operator moves goods; somebody of regulatory affairs, who may only read, asks where they went."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = new_test_user(cls.env, "test-operator", groups="meddev_base.group_operator")
        cls.reader = new_test_user(cls.env, "test-reader", groups="meddev_base.group_regulatory")
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.env.company.id)], limit=1)
        cls.stock = cls.warehouse.lot_stock_id
        cls.at_vendor = cls.env.ref("stock.stock_location_suppliers")
        cls.at_customer = cls.env.ref("stock.stock_location_customers")
        cls.vendor = cls.env["res.partner"].create({"name": "Steel Works"})
        cls.clinic = cls.env["res.partner"].create({"name": "City Clinic"})
        cls.hospital = cls.env["res.partner"].create({"name": "General Hospital"})

    # --- what there is ------------------------------------------------------------------------------------------

    @classmethod
    def make_product(cls, name, tracking="lot", **values):
        return cls.env["product.product"].create({"name": name, "is_storable": True, "tracking": tracking, **values})

    @classmethod
    def make_lot(cls, name, product=None, **values):
        product = product or cls.make_product(f"Product of {name}")
        return cls.env["stock.lot"].create({"name": name, "product_id": product.id, **values})

    # --- what happens -------------------------------------------------------------------------------------------

    def transfer(self, source, target, *goods, partner=None, uom=None):
        """A done transfer of ``goods`` (pairs of lot or product and quantity), made by the operator."""
        picking = self.planned_transfer(source, target, *goods, partner=partner, uom=uom)
        for move in picking.move_ids:
            self.record(move, *[pair for pair in goods if self.product_of(pair[0]) == move.product_id], uom=uom)
        return self.finish(picking)

    def planned_transfer(self, source, target, *goods, partner=None, uom=None):
        is_out = target in (self.at_customer, self.at_vendor)
        ends = {"location_id": source.id, "location_dest_id": target.id}
        moves = []
        for lot, quantity in goods:
            product = self.product_of(lot)
            unit = (uom or product.uom_id).id
            moves.append({**ends, "product_id": product.id, "product_uom_qty": quantity, "product_uom": unit})
        picking = self.env["stock.picking"].with_user(self.operator).create({
            **ends,
            "picking_type_id": (self.warehouse.out_type_id if is_out else self.warehouse.in_type_id).id,
            "partner_id": partner and partner.id,
            "move_ids": [Command.create(move) for move in moves],
        })  # fmt: skip
        picking.action_confirm()
        return picking

    def record(self, move, *goods, uom=None, **values):
        """Replace what was reserved for ``move`` by what was really taken: pairs of lot or product and quantity."""
        move.move_line_ids.unlink()
        for lot, quantity in goods:
            move.move_line_ids = [Command.create({
                "picking_id": move.picking_id.id,
                "product_id": move.product_id.id,
                "product_uom_id": (uom or move.product_uom).id,
                "lot_id": lot.id if lot._name == "stock.lot" else False,
                "quantity": quantity,
                "location_id": move.location_id.id,
                "location_dest_id": move.location_dest_id.id,
                **values,
            })]  # fmt: skip
        move.picked = True

    def finish(self, picking):
        picking._action_done()
        self.assertEqual(picking.state, "done")
        return picking

    @staticmethod
    def product_of(lot):
        return lot.product_id if lot._name == "stock.lot" else lot

    def receive(self, *goods, partner=None, **values):
        return self.transfer(self.at_vendor, self.stock, *goods, partner=partner or self.vendor, **values)

    def ship(self, *goods, partner=None, **values):
        return self.transfer(self.stock, self.at_customer, *goods, partner=partner or self.clinic, **values)

    # --- what is told -------------------------------------------------------------------------------------------

    def trace(self, lot, direction="both", max_depth=None, user=None):
        user = user or self.reader
        return self.env["meddev.genealogy"].with_user(user)._trace(lot.with_user(user), direction, max_depth)

    def told(self, answer):
        """The links as a set of ``(from, kind, to, quantity)``, nodes named as people name them."""
        names = {node["key"]: node["lot"] or node["name"] for node in answer["nodes"]}
        links = [(names[link["from"]], link["kind"], names[link["to"]], link["quantity"]) for link in answer["links"]]
        self.assertEqual(len(links), len(set(links)), "a link is told twice")
        return set(links)

    def names(self, answer):
        """The names of all nodes; a lot's own name, other records' display name."""
        return {node["lot"] or node["name"] for node in answer["nodes"]}

    def grades(self, answer, kind):
        return [link["grade"] for link in answer["links"] if link["kind"] == kind]

    def partners(self, answer):
        return {(entry["name"], entry["role"], entry["quantity"]) for entry in answer["partners"]}
