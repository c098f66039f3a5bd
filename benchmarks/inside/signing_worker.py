# ruff: noqa: F821 - `env` is Odoo's shell's, LOTS comes from the caller
import json
import time

LOGIN, PASSWORD = "bench-signer", "bench-signer-own"
CREDENTIALS = {"login": LOGIN, "password": PASSWORD}


def measured(act):
    begin = time.monotonic()
    act()
    env.cr.commit()
    return time.monotonic() - begin


def new_lots(prefix):
    lots = env["stock.lot"].create([{"name": f"{prefix}{n}", "product_id": product.id} for n in range(LOTS)])
    env.cr.commit()
    return lots


role = env.ref("meddev_base.group_quality_manager")
user = env["res.users"].with_context(no_reset_password=True).create(
    {"name": "Signer", "login": LOGIN, "group_ids": [(6, 0, role.ids)]}
)  # fmt: skip
user.with_user(user).sudo()._set_encrypted_password(user.id, user._crypt_context().hash(PASSWORD))
user.with_user(user).sudo()._note_who_chose_password()
product = env["product.product"].create(
    {"name": "Device", "is_storable": True, "tracking": "lot", "lot_release": "required"}
)
env.cr.commit()

plain, batch, single = new_lots("P"), new_lots("B").with_user(user), new_lots("S").with_user(user)
found = {}


def write_each():
    for lot in plain:
        lot.note = "seen"
        lot.flush_recordset()


def sign_each():
    for lot in single[:20]:
        lot._sign("released", CREDENTIALS)
        env.cr.commit()


found["plain writes"] = measured(write_each)
found["shown"] = measured(lambda: batch.action_release())
found["signed at once"] = measured(lambda: batch._sign("released", CREDENTIALS))
found["signed one by one"] = measured(sign_each) * LOTS / 20
print(json.dumps(found))
