"""The identifiers of what the company sells: base, case and pallet, signed by regulatory affairs; one change assessed.

Numbers of the pump come from a prefix that GS1 keeps for examples; those of the set and the implant are in the tables.
"""

from .master_data import ref

PREFIX = "95060009"
LABEL = {
    "FG-PUMP": {"has_serial": True, "has_production_date": True},
    "FG-SET": {"has_lot": True, "has_expiry_date": True, "has_production_date": True},
    "FG-IMP": {"has_lot": True, "has_expiry_date": True},
}
PACKAGES = {
    "FG-PUMP": (("Carton", 4, ""), ("Pallet", 24, "")),
    "FG-SET": (("Case", 100, "20884521010441"), ("Pallet", 28, "40884521010445")),
    "FG-IMP": (("Box", 10, ""), ("Carton", 20, "")),
}
MODELS = {
    "FG-PUMP": ("AH-P1", "输液泵", "no", "no"),
    "FG-SET": ("AH-S20", "一次性使用无菌输液器", "yes", "yes"),
    "FG-IMP": ("AH-I48", "无菌牙种植体", "yes", "yes"),
}
CREDENTIALS = {"login": "regulatory", "password": "regulatory-demo"}
REASON = "As in the registration file"


def load(env, _today):
    user = env["res.users"].search([("login", "=", "regulatory")])
    ref(env, "FG-PUMP").categ_id.is_udi_required = True
    dis = env["meddev.udi.di"].with_user(user)
    env["meddev.udi.prefix"].with_user(user).create({"prefix": PREFIX})
    bases = {code: _base(dis, ref(env, code), code) for code in LABEL}
    for code, base in bases.items():
        _packages(base, code)
    _manufacturing_dates(env)
    _assess(env, user, bases["FG-SET"])


def _base(dis, product, code):
    base = dis.create({"product_id": product.id, "code": product.barcode or False, **LABEL[code]})
    if not base.code:
        base.action_allocate()
    base.write({"is_for_us": True, "is_for_cn": True, "publish_date": product.create_date.date()})
    model, name, sterile, single = MODELS[code]
    _answer(base.us_value_ids, b4="Anheng", b5=model, b6=sterile, sterilise_first="no", single_use=single, kit="no")
    _answer(
        base.cn_value_ids, cpmctymc=name, ggxh=model, sfbjwycxsy=single, sfwwjbz=sterile, syqsfxyjxmj="no",
        bszt="2", sfyzcbayz="yes", qxlb="1",
    )  # fmt: skip
    base._sign("active", CREDENTIALS, REASON)
    return base


def _answer(lines, **answers):
    for line in lines:
        if answer := answers.get(line.attribute_id.code):
            option = line.attribute_id.option_ids.filtered(lambda one, answer=answer: one.code == answer)
            line.write({"option_id": option.id} if option else {"value": answer})


def _packages(base, code):
    inner = base
    for kind, quantity, number in PACKAGES[code]:
        package = inner.create(
            {
                "product_id": base.product_id.id,
                "kind": "package",
                "contains_id": inner.id,
                "quantity": quantity,
                "package_type": kind,
                "code": number or False,
                **{name: value for name, value in LABEL[code].items() if name != "has_serial"},
            }
        )
        if not number:
            package.action_allocate()
        package._sign("active", CREDENTIALS, REASON)
        inner = package


def _manufacturing_dates(env):
    """The day on which each finished lot came into being; lots that are signed already stay as they were signed."""
    products = env["product.product"].browse([ref(env, code).id for code in LABEL])
    for lot in env["stock.lot"].search([("product_id", "in", products.ids)]):
        if not lot.signature_count:
            lot.production_date = lot.create_date.date()


def _assess(env, user, base):
    """One change that keeps the identifier, signed, and one that waits for answers."""
    assessments = env["meddev.udi.assessment"].with_user(user)
    signed = assessments._begin(base, "CR-2025-014", "Supplier of the sterile pouch changes; same material and size.")
    signed.line_ids.answer = "no"
    signed._sign("concluded", CREDENTIALS, REASON)
    assessments._begin(base, "CR-2026-003", "Tubing becomes 20 cm longer; model AH-S20L beside AH-S20.")
