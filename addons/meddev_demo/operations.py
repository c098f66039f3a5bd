"""Odoo's own operations, in the words of the story: buy, make, sterilise, ship, return, scrap, repair, unbuild.

Nothing is written past Odoo: each method does what a user would do on the screens, so that what the demo company shows
is what Odoo does.
"""

from .chapters.master_data import ref


class Operations:
    """One company's warehouse and shop floor at the clock's moment."""

    def __init__(self, env, clock):
        self.env, self.clock = env, clock
        self.warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
        self.stock = self.warehouse.lot_stock_id

    # --- lots ---------------------------------------------------------------------------------------------------

    def lot(self, code, name):
        """The lot ``name`` of the product with ``code``, made when it is new."""
        product = ref(self.env, code)
        lots = self.env["stock.lot"]
        return lots.search([("name", "=", name), ("product_id", "=", product.id)]) or lots.create(
            {"name": name, "product_id": product.id}
        )

    def on_hand(self, code, lot=None):
        """Quantity free in stock, of one lot or of all."""
        return self.env["stock.quant"]._get_available_quantity(ref(self.env, code), self.stock, lot_id=lot)

    # --- buying -------------------------------------------------------------------------------------------------

    def order(self, vendor, lines):
        """A confirmed purchase order; ``lines`` are ``(code, quantity)``."""
        order = self.env["purchase.order"].create(
            {
                "partner_id": ref(self.env, vendor).id,
                "order_line": [
                    (0, 0, {"product_id": ref(self.env, code).id, "product_qty": quantity}) for code, quantity in lines
                ],
            }
        )
        order.button_confirm()
        return order

    def receive(self, order, lots, backorder=False):
        """Take in what came: ``lots`` are ``{code: [(lot name, quantity)]}``; the rest waits or is cancelled."""
        picking = order.picking_ids.filtered(lambda picking: picking.state not in {"done", "cancel"})[:1]
        for move in picking.move_ids:
            came = lots.get(move.product_id.default_code, [])
            self._fill(move, came)
        self._validate(picking, backorder)
        return picking

    def _fill(self, move, came):
        """Write what came into the move's lines: ``came`` is ``[(lot name or None, quantity)]``."""
        move.move_line_ids.unlink()
        for name, quantity in came:
            lot = self.lot(move.product_id.default_code, name) if name else self.env["stock.lot"]
            self.env["stock.move.line"].create(
                {
                    "move_id": move.id,
                    "picking_id": move.picking_id.id,
                    "product_id": move.product_id.id,
                    "lot_id": lot.id,
                    "quantity": quantity,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                }
            )
        move.picked = bool(came)

    def _validate(self, picking, backorder):
        keep = {} if backorder else {"picking_ids_not_to_backorder": picking.ids}
        picking.with_context(skip_backorder=True, skip_expired=True, **keep).button_validate()
        assert picking.state == "done", f"{picking.name} is {picking.state}"

    # --- making -------------------------------------------------------------------------------------------------

    def plan(self, code, quantity):
        """A confirmed manufacturing order with what is there reserved for it."""
        order = self.env["mrp.production"].create(
            {
                "product_id": ref(self.env, code).id,
                "product_qty": quantity,
            }
        )
        order.action_confirm()
        order.action_assign()
        return order

    def finish(self, order, names, quantity=None, backorder=False):
        """Finish an order with lots or serial numbers ``names``; with ``backorder`` the rest goes on another order."""
        code = order.product_id.default_code
        made = quantity or order.product_qty
        order.lot_producing_ids = [(6, 0, [self.lot(code, name).id for name in names])]
        order.qty_producing = made
        order.set_qty_producing()
        for move in order.move_byproduct_ids.filtered(lambda move: move.product_id.tracking != "none"):
            amount = round(move.product_uom_qty * made / order.product_qty, 2)
            self._fill(move, [(f"{names[0]}-R", amount)])
        order.move_raw_ids.picked = True
        context = {"skip_consumption": True, "skip_backorder": True, "skip_expired": True}
        if backorder:
            context["mo_ids_to_backorder"] = order.ids
        order.with_context(**context).button_mark_done()
        assert order.state == "done", f"{order.name} is {order.state}"
        return order

    def make(self, code, quantity, names):
        return self.finish(self.plan(code, quantity), names)

    # --- what a subcontractor does ------------------------------------------------------------------------------

    def send_to_subcontractor(self, partner, code, component, lot_name, quantity):
        """Order the work and send the lot of ``component`` out; its receipt brings ``code`` back."""
        order = self.order(partner, [(code, quantity)])
        resupply = order._get_subcontracting_resupplies()
        self._fill(
            resupply.move_ids.filtered(lambda move: move.product_id.default_code == component), [(lot_name, quantity)]
        )
        self._validate(resupply, backorder=False)
        return order

    # --- selling ------------------------------------------------------------------------------------------------

    def sell(self, customer, lines):
        """A confirmed sales order; ``lines`` are ``(code, quantity)``."""
        order = self.env["sale.order"].create(
            {
                "partner_id": ref(self.env, customer).id,
                "order_line": [
                    (0, 0, {"product_id": ref(self.env, code).id, "product_uom_qty": quantity})
                    for code, quantity in lines
                ],
            }
        )
        order.action_confirm()
        return order

    def ship(self, order, quantities=None, backorder=False):
        """Deliver what is reserved, or ``quantities`` by code where only a part goes out now."""
        picking = order.picking_ids.filtered(lambda picking: picking.state not in {"done", "cancel"})[:1]
        picking.action_assign()
        for move in picking.move_ids:
            wanted = (quantities or {}).get(move.product_id.default_code)
            if wanted is not None:
                move.quantity = wanted
            move.picked = True
        self._validate(picking, backorder)
        return picking

    def take_back(self, picking, lot, quantity):
        """A return of one lot of a done transfer: by the customer of a delivery, to the vendor of a receipt."""
        wizard = (
            self.env["stock.return.picking"].with_context(active_id=picking.id, active_model="stock.picking").create({})
        )
        for line in wizard.product_return_moves:
            line.quantity = quantity if line.product_id == lot.product_id else 0
        returned = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        move = returned.move_ids.filtered(lambda move: move.product_id == lot.product_id)
        self._fill(move, [(lot.name, quantity)])
        self._validate(returned, backorder=False)
        return returned

    # --- what goes wrong ----------------------------------------------------------------------------------------

    def scrap(self, code, lot_name, quantity):
        product = ref(self.env, code)
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": product.id,
                "scrap_qty": quantity,
                "lot_id": self.lot(code, lot_name).id if lot_name else False,
                "location_id": self.stock.id,
            }
        )
        scrap.action_validate()
        assert scrap.state == "done", f"{scrap.name} is {scrap.state}"
        return scrap

    def count(self, code, lot_name, quantity):
        """An inventory count that finds ``quantity`` of a lot."""
        lot = self.lot(code, lot_name)
        quant = self.env["stock.quant"].search([("lot_id", "=", lot.id), ("location_id", "=", self.stock.id)])
        quant.with_context(inventory_mode=True).inventory_quantity = quantity
        quant.action_apply_inventory()

    def unbuild(self, order, lot):
        unbuild = self.env["mrp.unbuild"].create(
            {
                "product_id": order.product_id.id,
                "mo_id": order.id,
                "product_qty": 1,
                "lot_id": lot.id,
                "location_id": self.stock.id,
                "location_dest_id": self.stock.id,
            }
        )
        unbuild.action_validate()
        assert unbuild.state == "done", f"{unbuild.name} is {unbuild.state}"
        return unbuild

    def repair(self, lot, removed, added):
        """Repair the unit ``lot``: take out and put in parts, each ``(code, lot name)``."""
        order = self.env["repair.order"].create(
            {
                "product_id": lot.product_id.id,
                "lot_id": lot.id,
                "product_qty": 1,
                "picking_type_id": self.warehouse.repair_type_id.id,
                "move_ids": [
                    (0, 0, {"product_id": ref(self.env, code).id, "product_uom_qty": 1, "repair_line_type": kind})
                    for kind, (code, _name) in (("remove", removed), ("add", added))
                ],
            }
        )
        order._action_repair_confirm()
        order.action_repair_start()
        for kind, (_code, name) in (("remove", removed), ("add", added)):
            self._fill(order.move_ids.filtered(lambda move, kind=kind: move.repair_line_type == kind), [(name, 1)])
        order.action_repair_end()
        assert order.state == "done", f"{order.name} is {order.state}"
        return order
