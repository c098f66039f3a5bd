"""The two workloads of audit_cost: trade in lots, and many small writes. Both are plain Odoo, nothing of ours."""

COMPONENTS, LOTS_EACH, PER_LOT, MADE = 5, 4, 5, 10
WRITES_EACH = 100


def make_master_data(env):
    """A device made of five lot-tracked components, a vendor and a customer."""
    components = [_product(env, f"AUDIT-C{number}") for number in range(COMPONENTS)]
    device = _product(env, "AUDIT-DEVICE")
    env["mrp.bom"].create(
        {
            "product_tmpl_id": device.product_tmpl_id.id,
            "bom_line_ids": [(0, 0, {"product_id": part.id, "product_qty": 1}) for part in components],
        }
    )
    for name in ("AUDIT-VENDOR", "AUDIT-CUSTOMER"):
        env["res.partner"].create({"name": name, "ref": name, "is_company": True})


def trade(env, number):
    """Receive 20 lots, make devices of ten of them, ship these; a transaction each, as a user's clicks would be."""
    _receive(env, number)
    env.cr.commit()
    _make(env, number)
    env.cr.commit()
    _ship(env)
    env.cr.commit()


def write_fields(env, number):
    """300 writes of one field, each flushed: 100 product names, 100 references of lots, 100 telephone numbers."""
    template = _find(env, "AUDIT-DEVICE").product_tmpl_id
    lot = env["stock.lot"].search([("product_id", "=", _find(env, "AUDIT-C0").id)], order="id", limit=1)
    for record, field in ((template, "name"), (lot, "ref"), (_partner(env, "AUDIT-CUSTOMER"), "phone")):
        for turn in range(WRITES_EACH):
            record.write({field: f"{number}-{turn}"})
            env.flush_all()
        env.cr.commit()


def _receive(env, number):
    components = [_find(env, f"AUDIT-C{part}") for part in range(COMPONENTS)]
    quantity = LOTS_EACH * PER_LOT
    order = env["purchase.order"].create(
        {
            "partner_id": _partner(env, "AUDIT-VENDOR").id,
            "order_line": [(0, 0, {"product_id": part.id, "product_qty": quantity}) for part in components],
        }
    )
    order.button_confirm()
    for move in order.picking_ids.move_ids:
        move.move_line_ids.unlink()
        for turn in range(LOTS_EACH):
            _fill(env, move, f"{number}-{turn}")
        move.picked = True
    _validate(order.picking_ids)


def _fill(env, move, name):
    lot = env["stock.lot"].create({"name": name, "product_id": move.product_id.id})
    env["stock.move.line"].create(
        {
            "move_id": move.id,
            "picking_id": move.picking_id.id,
            "product_id": move.product_id.id,
            "lot_id": lot.id,
            "quantity": PER_LOT,
            "location_id": move.location_id.id,
            "location_dest_id": move.location_dest_id.id,
        }
    )


def _make(env, number):
    device = _find(env, "AUDIT-DEVICE")
    order = env["mrp.production"].create({"product_id": device.id, "product_qty": MADE})
    order.action_confirm()
    order.action_assign()
    lot = env["stock.lot"].create({"name": f"D{number}", "product_id": device.id})
    order.lot_producing_ids = [(6, 0, lot.ids)]
    order.qty_producing = MADE
    order.set_qty_producing()
    order.move_raw_ids.picked = True
    order.with_context(skip_consumption=True, skip_backorder=True).button_mark_done()
    _check_done(order)


def _ship(env):
    order = env["sale.order"].create(
        {
            "partner_id": _partner(env, "AUDIT-CUSTOMER").id,
            "order_line": [(0, 0, {"product_id": _find(env, "AUDIT-DEVICE").id, "product_uom_qty": MADE})],
        }
    )
    order.action_confirm()
    order.picking_ids.action_assign()
    order.picking_ids.move_ids.picked = True
    _validate(order.picking_ids)


def _validate(picking):
    picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
    _check_done(picking)


def _check_done(record):
    if record.state != "done":
        raise RuntimeError(f"{record.display_name} is {record.state}, not done")


def _product(env, code):
    return env["product.product"].create(
        {"name": code, "default_code": code, "type": "consu", "is_storable": True, "tracking": "lot"}
    )


def _find(env, code):
    return env["product.product"].search([("default_code", "=", code)])


def _partner(env, ref):
    return env["res.partner"].search([("ref", "=", ref)])
