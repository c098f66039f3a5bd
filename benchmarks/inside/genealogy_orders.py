"""What the genealogy costs where it is kept: finishing an order, and deriving everything anew."""

import contextlib
import gc
import time
from unittest.mock import patch

from genealogy_models import finish_order, make_parts, start_order

PARTS, WARM_UPS = 20, 2


def time_orders(env, rounds):
    """Seconds to finish an order of 20 parts, with the genealogy kept and without, in turns."""
    count = int(rounds) + WARM_UPS
    device, parts = make_parts(env, PARTS, 10 * count)
    env.cr.commit()
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


# --- OURS: what keeps the links, and what derives them anew ---------------------------------------------------------


def _switched_off(env):
    """Finish without deriving links: the benchmark's own change, of this process only."""
    return patch.object(type(env["meddev.genealogy.link"]), "_refresh", lambda self, line_ids: None)


def time_rebuild(env):
    """Seconds to derive all links anew from the done move lines, and what that mended."""
    started = time.perf_counter()
    mended = env["meddev.genealogy.link"]._rebuild()
    env.cr.commit()
    return {"seconds": time.perf_counter() - started, "missing": mended["missing"], "wrong": mended["wrong"]}
