"""What the genealogy costs where it is kept: finishing an order, and deriving everything anew."""

import contextlib
import gc
import time
from unittest.mock import patch

from genealogy_models import finish_order, make_parts, start_order

PARTS, WARM_UPS = 20, 2
LOGIN, PASSWORD = "bench-signer", "bench-signer-own"


def time_orders(env, rounds, release):
    """Seconds to finish an order of 20 parts, with the genealogy kept and checked and without, in turns.

    :param release: ``free`` for parts whose lots wait for nothing, ``signed`` for lots released by signature
    """
    count = int(rounds) + WARM_UPS
    values = {"lot_release": "required"} if release == "signed" else {}
    device, parts, lots = make_parts(env, PARTS, 10 * count, **values)
    env.cr.commit()
    if release == "signed":
        _sign_release(env, lots)
    seconds = {"kept": [], "off": []}
    for number in range(count):
        for name in sorted(seconds, reverse=number % 2):
            order = start_order(env, device, [(part, 1) for part in parts])
            env.cr.commit()
            env.invalidate_all()
            gc.collect()
            with _switched_off(env) if name == "off" else contextlib.nullcontext():
                started = time.perf_counter()
                finish_order(order)
                env.cr.commit()
                taken = time.perf_counter() - started
            if number >= WARM_UPS:
                seconds[name].append(taken)
    return {**seconds, "parts": PARTS}


def _sign_release(env, lots):
    """Have a quality manager sign the release of ``lots``, who has a password of their own choice."""
    role = env.ref("meddev_base.group_quality_manager")
    user = env["res.users"].with_context(no_reset_password=True).create(
        {"name": "Signer", "login": LOGIN, "group_ids": [(6, 0, role.ids)]}
    )  # fmt: skip
    user.with_user(user).sudo()._set_encrypted_password(user.id, user._crypt_context().hash(PASSWORD))
    user.with_user(user).sudo()._note_who_chose_password()
    env.cr.commit()
    lots.with_user(user)._sign("released", {"login": LOGIN, "password": PASSWORD}, "Tests passed")
    env.cr.commit()


# --- OURS: what keeps the links and checks the lots, and what derives links anew --------------------------------------


@contextlib.contextmanager
def _switched_off(env):
    """Finish without deriving links or checking lots: the benchmark's own change, of this process only."""
    lines = type(env["stock.move.line"])
    with (
        patch.object(type(env["meddev.genealogy.link"]), "_refresh", lambda self, line_ids: None),
        patch.object(lines, "_check_lots_released", lambda self: None),
        patch.object(lines, "_check_completion", lambda self: None),
    ):
        yield


def time_rebuild(env):
    """Seconds to derive all links anew from the done move lines, and what that mended."""
    started = time.perf_counter()
    mended = env["meddev.genealogy.link"]._rebuild()
    env.cr.commit()
    return {"seconds": time.perf_counter() - started, "missing": mended["missing"], "wrong": mended["wrong"]}
