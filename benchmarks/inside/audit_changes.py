"""The known changes of audit_cost, and whether a log holds each of them.

Each function makes ready, yields, makes one change, and yields where that change should be found. Its docstring is the
change's name. Values are odd on purpose: a log is searched for them.
"""

import re
from typing import NamedTuple

OLD, NEW = "bravo-before", "alpha-after"


class Trace(NamedTuple):
    """Where a change should show: a field of a record, or with ``field`` None the record's creation or deletion."""

    model: str
    record: int
    operation: str
    field: str | None = None
    before: str | None = None


def write_by_orm(env):
    """a field written"""
    lot = _lot(env)
    yield
    lot.ref = NEW
    yield Trace("stock.lot", lot.id, "write", "ref", OLD)


def write_company_dependent(env):
    """a value kept per company (a product's cost)"""
    product = _product(env)
    product.standard_price = 731.25
    yield
    product.standard_price = 912.5
    yield Trace("product.product", product.id, "write", "standard_price", "731.25")


def write_image(env):
    """a picture, which Odoo keeps as an attachment"""
    template = _product(env).product_tmpl_id
    yield
    template.image_1920 = b"R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs="
    yield Trace("product.template", template.id, "write", "image_1920")


def create_by_orm(env):
    """a record created"""
    yield
    yield Trace("stock.lot", _lot(env).id, "create")


def delete_by_orm(env):
    """a record deleted"""
    lot = _lot(env)
    yield
    trace = Trace("stock.lot", lot.id, "unlink", before=OLD)
    lot.unlink()
    yield trace


def recompute_same_record(env):
    """a stored field recomputed on the record written"""
    partner = env["res.partner"].create({"name": OLD})
    yield
    partner.name = NEW
    yield Trace("res.partner", partner.id, "write", "complete_name", OLD)


def recompute_other_record(env):
    """a stored field recomputed on another record (a contact, when its company is renamed)"""
    company = env["res.partner"].create({"name": OLD, "is_company": True})
    contact = env["res.partner"].create({"name": "contact", "parent_id": company.id})
    yield
    company.name = NEW
    yield Trace("res.partner", contact.id, "write", "complete_name", OLD)


def state_of_a_transfer(env):
    """the computed state of a transfer, when its moves are confirmed"""
    picking = _picking(env, _lot(env))
    yield
    picking.action_confirm()
    yield Trace("stock.picking", picking.id, "write", "state", "draft")


def total_of_an_order(env):
    """the computed total of a sales order, when a line's price is changed"""
    line = {"product_id": _product(env).id, "product_uom_qty": 1, "price_unit": 731.25, "tax_ids": [(5,)]}
    partner = env["res.partner"].create({"name": "customer"})
    order = env["sale.order"].create({"partner_id": partner.id, "order_line": [(0, 0, line)]})
    yield
    order.order_line.price_unit = 912.5
    yield Trace("sale.order", order.id, "write", "amount_total", "731.25")


def sql_insert(env):
    """SQL: INSERT"""
    product = _product(env)
    yield
    env.cr.execute("INSERT INTO stock_lot (name, product_id) VALUES (%s, %s) RETURNING id", [NEW, product.id])
    yield Trace("stock.lot", env.cr.fetchone()[0], "create")


def sql_update(env):
    """SQL: UPDATE"""
    lot = _lot(env)
    yield
    env.cr.execute("UPDATE stock_lot SET ref = %s WHERE id = %s", [NEW, lot.id])
    yield Trace("stock.lot", lot.id, "write", "ref", OLD)


def sql_delete(env):
    """SQL: DELETE"""
    lot = _lot(env)
    yield
    env.cr.execute("DELETE FROM stock_lot WHERE id = %s", [lot.id])
    yield Trace("stock.lot", lot.id, "unlink", before=OLD)


def cascade(env):
    """ON DELETE CASCADE (a product, when its template is deleted)"""
    product = _product(env)
    yield
    trace = Trace("product.product", product.id, "unlink", before=OLD)
    product.product_tmpl_id.unlink()
    yield trace


def set_null(env):
    """ON DELETE SET NULL (the lot of a transfer's line, when the lot is deleted)"""
    lot = _lot(env)
    line = _picking(env, lot).move_line_ids
    yield
    trace = Trace("stock.move.line", line.id, "write", "lot_id", str(lot.id))
    lot.unlink()
    yield trace


def many2many(env):
    """a many2many written (a partner's tags)"""
    partner, tag = _tagged_partner(env)
    yield
    partner.category_id = [(3, tag.id)]
    yield Trace("res.partner", partner.id, "write", "category_id", str(tag.id))


def many2many_other_side(env):
    """a many2many written from its other side (a user put into a group)"""
    group = env["res.groups"].create({"name": "group"})
    user = env["res.users"].create({"name": "user", "login": "audit-user"})
    yield
    group.user_ids = [(4, user.id)]
    yield Trace("res.users", user.id, "write", "group_ids")


def many2many_cascade(env):
    """a many2many emptied by ON DELETE CASCADE (a partner's tag deleted)"""
    partner, tag = _tagged_partner(env)
    yield
    trace = Trace("res.partner", partner.id, "write", "category_id", str(tag.id))
    tag.unlink()
    yield trace


CHANGES = (
    write_by_orm, create_by_orm, delete_by_orm, write_company_dependent, write_image,
    many2many, many2many_other_side, many2many_cascade,
    recompute_same_record, recompute_other_record, state_of_a_transfer, total_of_an_order,
    sql_insert, sql_update, sql_delete, cascade, set_null,
)  # fmt: skip


def try_changes(env, log):
    """What the log holds of each change: "missed", "no old value", or "complete"."""
    results = {}
    for change in CHANGES:
        steps = change(env)
        next(steps)
        env.cr.commit()
        mark = log.mark(env)
        trace = next(steps)
        env.cr.commit()
        check_happened(env, trace)
        results[change.__doc__] = judge(trace, log.read(env, mark))
    return results


def check_happened(env, trace):
    """Nothing is told of a change that Odoo did not make."""
    record = env[trace.model].browse(trace.record).exists()
    stays = trace.field and trace.before and _holds(record[trace.field], trace.before)
    if bool(record) == (trace.operation == "unlink") or stays:
        raise RuntimeError(f"{trace} did not happen")


def judge(trace, entries):
    """How much of ``trace`` the entries hold."""
    about = [entry for entry in entries if (entry["model"], entry["id"]) == (trace.model, trace.record)]
    if trace.field is None:
        found = [entry for entry in about if entry["operation"] == trace.operation]
        befores = [old for entry in found for old, _new in entry["fields"].values()]
    else:
        found = [entry for entry in about if trace.field in entry["fields"]]
        befores = [entry["fields"][trace.field][0] for entry in found]
    if not found:
        return "missed"
    if trace.before is None or any(_holds(before, trace.before) for before in befores):
        return "complete"
    return "no old value"


def password_in_log(env, log):
    """What the log shows of a password that a user is given: "in clear", "its hash" or "nothing"."""
    user = env["res.users"].create({"name": "secret", "login": "audit-secret"})
    env.cr.commit()
    mark = log.mark(env)
    user.password = NEW
    env.cr.commit()
    env.cr.execute("SELECT password FROM res_users WHERE id = %s", [user.id])
    (digest,) = env.cr.fetchone()
    texts = [str(value) for entry in log.read(env, mark) for pair in entry["fields"].values() for value in pair]
    if any(NEW in text for text in texts):
        return "in clear"
    return "its hash" if any(digest in text for text in texts) else "nothing"


def _holds(value, text):
    """Whether ``text`` stands in ``value`` as a word of its own: 5 is not in [15]."""
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", str(value)) is not None


def _product(env):
    return env["product.product"].create({"name": OLD, "default_code": OLD, "is_storable": True, "tracking": "lot"})


def _lot(env):
    return env["stock.lot"].create({"name": "lot", "ref": OLD, "product_id": _product(env).id})


def _tagged_partner(env):
    tag = env["res.partner.category"].create({"name": OLD})
    return env["res.partner"].create({"name": "partner", "category_id": [(4, tag.id)]}), tag


def _picking(env, lot):
    """A draft receipt of one lot, its line filled in."""
    kind = env["stock.picking.type"].search([("code", "=", "incoming"), ("company_id", "=", env.company.id)], limit=1)
    places = {"location_id": kind.default_location_src_id.id, "location_dest_id": kind.default_location_dest_id.id}
    values = {"product_id": lot.product_id.id, **places}
    picking = env["stock.picking"].create(
        {"picking_type_id": kind.id, **places, "move_ids": [(0, 0, {**values, "product_uom_qty": 1})]}
    )
    env["stock.move.line"].create(
        {**values, "picking_id": picking.id, "move_id": picking.move_ids.id, "lot_id": lot.id, "quantity": 1}
    )
    return picking
