# ruff: noqa: F821 - `env` is Odoo's shell's, NUMBERS comes from the caller
import json
import time

GTIN = "09506000134352"
product = env["product.product"].create(
    {"name": "Pump", "is_storable": True, "tracking": "serial", "barcode": GTIN}
)  # fmt: skip
warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
operator = env["res.users"].create({
    "name": "Operator", "login": "bench-operator", "group_ids": [(6, 0, env.ref("meddev_base.group_operator").ids)],
})  # fmt: skip
env.cr.commit()


def receipt():
    ends = {
        "location_id": env.ref("stock.stock_location_suppliers").id,
        "location_dest_id": warehouse.lot_stock_id.id,
    }
    move = {**ends, "product_id": product.id, "product_uom_qty": NUMBERS, "product_uom": product.uom_id.id}
    picking = env["stock.picking"].with_user(operator).create(
        {**ends, "picking_type_id": warehouse.in_type_id.id, "move_ids": [(0, 0, move)]}
    )  # fmt: skip
    picking.action_confirm()
    env.cr.commit()
    return picking


def scanned(picking):
    scan = env["meddev.scan"].with_user(operator)
    return lambda number: scan.scan("stock.picking", picking.id, f"(01){GTIN}(21)A{number}")


def typed(picking):
    """What the form of detailed operations does for each number that is typed into a line."""
    waiting = iter(picking.move_line_ids.ids)

    def one(number):
        line = env["stock.move.line"].with_user(operator).browse(next(waiting))
        line.write({"lot_name": f"B{number}", "quantity": 1, "picked": True})

    return one


def timed(prepare):
    picking = receipt()
    one, times = prepare(picking), []
    for number in range(NUMBERS):
        env.invalidate_all()
        start = time.monotonic()
        one(number)
        env.cr.commit()
        times.append(time.monotonic() - start)
    picking.button_validate()
    env.cr.commit()
    units = sum(picking.move_ids.mapped("quantity")) if picking.state == "done" else 0
    return {
        "seconds": sum(times),
        "first": sum(times[:10]) * 100,
        "last": sum(times[-10:]) * 100,
        "units": units,
    }


print(json.dumps({
    "ours: scanned one by one, checked": timed(scanned),
    "Odoo: typed one by one into the lines": timed(typed),
}))  # fmt: skip
