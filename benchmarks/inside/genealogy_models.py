"""What the factory's rows are copied from: master data made by Odoo, and one receipt, order and delivery done in it."""

from odoo.fields import Command

RECEIVED, USED, MADE, SHIPPED = "received", "used", "made", "shipped"


def make_master(env, factory):
    """Products and bills of material for the factory's items, its customers and suppliers; their ids in its order."""
    products = env["product.product"].create(
        [
            {
                "name": f"{'Device' if item.top else f'Level {item.level}'} {item.number}",
                "default_code": f"BENCH-{item.number:04}",
                "is_storable": True,
                "tracking": "serial" if item.top else "lot",
            }
            for item in factory.items
        ]
    )
    made = [item for item in factory.items if item.parts]
    boms = env["mrp.bom"].create(
        [
            {
                "product_tmpl_id": products[item.number].product_tmpl_id.id,
                "bom_line_ids": [
                    Command.create({"product_id": products[part.number].id, "product_qty": 1}) for part in item.parts
                ],
            }
            for item in made
        ]
    )
    names = ("customer", factory.customer_count), ("supplier", factory.suppliers)
    partners = [
        env["res.partner"]
        .create([{"name": f"Bench {name} {number}", "is_company": True} for number in range(count)])
        .ids
        for name, count in names
    ]
    return products.ids, dict(zip((item.number for item in made), boms.ids, strict=True)), partners


def make_models(env):
    """Receive a lot, make a device of it, ship that: ``{table: {kind: id of the row that Odoo made}}``."""
    part, device = (_product(env, name) for name in ("BENCH-PART", "BENCH-UNIT"))
    partner = env["res.partner"].create({"name": "Bench partner"})
    lot, unit = _lot(env, part), _lot(env, device)
    receipt = transfer(env, "incoming", [(lot, 1)], partner)
    order = start_order(env, device, [(part, 1)], unit)
    finish_order(order)
    delivery = transfer(env, "outgoing", [(unit, 1)], partner)
    env.flush_all()
    moves = {
        RECEIVED: receipt.move_ids,
        USED: order.move_raw_ids,
        MADE: order.move_finished_ids,
        SHIPPED: delivery.move_ids,
    }
    return {
        "stock_lot": {MADE: unit.id},
        "stock_picking": {RECEIVED: receipt.id, SHIPPED: delivery.id},
        "mrp_production_group": {MADE: order.production_group_id.id},
        "mrp_production": {MADE: order.id},
        "stock_move": {kind: move.id for kind, move in moves.items()},
        "stock_move_line": {kind: move.move_line_ids.id for kind, move in moves.items()},
    }


def make_parts(env, count, quantity, **values):
    """A device, parts with ``values`` and a received lot of each: what an order is made of."""
    device = _product(env, "BENCH-TIMED")
    parts = [_product(env, f"BENCH-TIMED-{number}", **values) for number in range(count)]
    partner = env["res.partner"].create({"name": "Bench supplier of parts"})
    lots = [_lot(env, part) for part in parts]
    transfer(env, "incoming", [(lot, quantity) for lot in lots], partner)
    return device, parts, env["stock.lot"].union(*lots)


def start_order(env, device, needs, unit=None):
    """An order for one unit with all of its parts reserved."""
    order = env["mrp.production"].create(
        {
            "product_id": device.id,
            "product_qty": 1,
            "bom_id": False,
            "move_raw_ids": [
                Command.create({"product_id": part.id, "product_uom_qty": count}) for part, count in needs
            ],
        }
    )
    order.action_confirm()
    order.action_assign()
    order.lot_producing_ids = [Command.set((unit or _lot(env, device)).ids)]
    order.qty_producing = 1
    order.set_qty_producing()
    order.move_raw_ids.picked = True
    return order


def finish_order(order):
    order.with_context(skip_consumption=True, skip_backorder=True).button_mark_done()
    check_done(order)


def transfer(env, code, goods, partner):
    """A done transfer of ``goods``, pairs of lot and quantity."""
    kind = env["stock.picking.type"].search([("code", "=", code), ("company_id", "=", env.company.id)], limit=1)
    ends = {
        "location_id": (kind.default_location_src_id or env.ref("stock.stock_location_suppliers")).id,
        "location_dest_id": (kind.default_location_dest_id or env.ref("stock.stock_location_customers")).id,
    }
    picking = env["stock.picking"].create(
        {
            **ends,
            "picking_type_id": kind.id,
            "partner_id": partner.id,
            "move_ids": [
                Command.create({**ends, "product_id": lot.product_id.id, "product_uom_qty": count})
                for lot, count in goods
            ],
        }
    )
    picking.action_confirm()
    for move, (lot, count) in zip(picking.move_ids, goods, strict=True):
        move.move_line_ids.unlink()
        values = {"picking_id": picking.id, "product_id": lot.product_id.id, "lot_id": lot.id, "quantity": count}
        move.move_line_ids = [Command.create({**ends, **values})]
        move.picked = True
    picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
    check_done(picking)
    return picking


def check_done(record):
    if record.state != "done":
        raise RuntimeError(f"{record.display_name} is {record.state}, not done")


def _product(env, code, **values):
    return env["product.product"].create(
        {"name": code, "default_code": code, "is_storable": True, "tracking": "lot", **values}
    )


def _lot(env, product):
    return env["stock.lot"].create(
        {"name": env["ir.sequence"].next_by_code("stock.lot.serial"), "product_id": product.id}
    )
