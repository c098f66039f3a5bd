"""What the company makes, from what, with whom: an infusion pump with its sterile set, and a dental implant."""

from dateutil.relativedelta import relativedelta

from ..clock import past
from .tables import rows

CATEGORIES = {
    "RM": ("Raw material", "原材料"),
    "PT": ("Part", "零件"),
    "PK": ("Packaging", "包装材料"),
    "SA": ("Subassembly", "半成品"),
    "BP": ("By-product", "副产品"),
    "FG": ("Finished device", "成品器械"),
    "KIT": ("Kit", "套装"),
}
WORKCENTERS = {
    "SMT line": "贴片线",
    "Moulding": "注塑",
    "Assembly": "装配",
    "Test bench": "测试台",
    "Extrusion": "挤出",
    "Clean room": "洁净车间",
    "CNC cell": "数控单元",
}
XMLID = "meddev_demo"


def load(env, today):
    with past(env, today - relativedelta(months=13)):
        partners = _partners(env)
        products = _products(env, partners)
        _packages(env, products)
        _boms(env, products, partners)


def ref(env, key):
    """A record of the master data by its key in the tables: a product's code or a partner's key."""
    return env.ref(f"{XMLID}.{key.replace('-', '_').lower()}")


def _keep(env, key, record):
    """Name the record, so that later chapters find it however it is called by then."""
    name = key.replace("-", "_").lower()
    env["ir.model.data"].create(
        {"module": XMLID, "name": name, "model": record._name, "res_id": record.id, "noupdate": True}
    )
    return record


def _bilingual(record, chinese):
    record.with_context(lang="zh_CN").name = chinese


def _partners(env):
    partners = {}
    for row in rows("partners"):
        partner = env["res.partner"].create(
            {
                "name": row["name"],
                "is_company": True,
                "city": row["city"],
                "country_id": env.ref(f"base.{row['country']}").id,
                "email": f"{row['key']}@partners.example",
                "supplier_rank": int(row["kind"] in {"vendor", "subcontractor"}),
                "customer_rank": int(row["kind"] in {"hospital", "distributor"}),
            }
        )
        partners[row["key"]] = _keep(env, row["key"], partner)
    return partners


def _products(env, partners):
    units = {
        "kg": env.ref("uom.product_uom_kgm"),
        "m": env.ref("uom.product_uom_meter"),
        "Units": env.ref("uom.product_uom_unit"),
    }
    categories = {}
    for prefix, (english, chinese) in CATEGORIES.items():
        categories[prefix] = env["product.category"].create({"name": english})
        _bilingual(categories[prefix], chinese)
    products = {}
    for row in rows("products"):
        product = env["product.product"].create(_product_values(row, units, categories))
        _bilingual(product, row["chinese"])
        if row["vendor"]:
            env["product.supplierinfo"].create(
                {
                    "partner_id": partners[row["vendor"]].id,
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "price": float(row["cost"]),
                    "delay": 14,
                }
            )
        products[row["code"]] = _keep(env, row["code"], product)
    return products


def _product_values(row, units, categories):
    values = {
        "name": row["english"],
        "default_code": row["code"],
        "type": "consu",
        "is_storable": True,
        "tracking": row["tracking"],
        "uom_id": units[row["unit"]].id,
        "standard_price": float(row["cost"]),
        "list_price": float(row["price"]),
        "categ_id": categories[row["code"].split("-")[0]].id,
        "barcode": row["barcode"] or False,
        "description": row["note"] or False,
        "sale_ok": row["code"].startswith(("FG", "KIT")),
        "purchase_ok": bool(row["vendor"]),
    }
    if months := int(row["shelf_months"]):
        days = months * 30
        values.update(use_expiration_date=True, expiration_time=days, use_time=30, removal_time=60, alert_time=90)
    return values


def _packages(env, products):
    for row in rows("packages"):
        product = products[row["product"]]
        unit = env["uom.uom"].create(
            {
                "name": row["name"],
                "relative_factor": float(row["quantity"]),
                "relative_uom_id": product.uom_id.id,
            }
        )
        product.uom_ids += unit
        env["product.uom"].create({"product_id": product.id, "uom_id": unit.id, "barcode": row["barcode"]})


def _boms(env, products, partners):
    centers = {}
    for english, chinese in WORKCENTERS.items():
        centers[english] = env["mrp.workcenter"].create({"name": f"{english} {chinese}"})
    boms = {}
    for row in rows("boms"):
        product = products[row["product"]]
        if row["product"] not in boms:
            boms[row["product"]] = env["mrp.bom"].create(
                {
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "product_uom_id": product.uom_id.id,
                    "product_qty": float(row["quantity"]),
                    "type": row["kind"],
                    "subcontractor_ids": [(4, partners["sterilex"].id)] if row["kind"] == "subcontract" else [],
                }
            )
        bom = boms[row["product"]]
        component = products[row["component"]]
        env["mrp.bom.line"].create(
            {
                "bom_id": bom.id,
                "product_id": component.id,
                "product_qty": float(row["per"]),
                "product_uom_id": component.uom_id.id,
            }
        )
        if row["operation"]:
            env["mrp.routing.workcenter"].create(
                {
                    "bom_id": bom.id,
                    "name": row["operation"],
                    "workcenter_id": centers[row["workcenter"]].id,
                    "time_cycle_manual": float(row["minutes"]),
                }
            )
    regrind = products["BP-ABS"]
    env["mrp.bom.byproduct"].create(
        {"bom_id": boms["SA-HSG"].id, "product_id": regrind.id, "product_qty": 0.5, "product_uom_id": regrind.uom_id.id}
    )
