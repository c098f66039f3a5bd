"""The week in which release by signature began: finished stock goes through quarantine, and the quality manager signs.

The signatures carry the moment at which the demo company was loaded: a signature is never dated back, not even here.
"""

from .master_data import ref
from .year import SUSPECT

WAITING = 2
"""How many lots wait for release when the story ends, so that somebody can try it."""


def load(env, _today):
    ref(env, "FG-PUMP").categ_id.is_lot_release_required = True
    inspector, qa = _user(env, "inspector"), _user(env, "qa")
    suspect = _suspect_lots(env)
    stock = _finished_stock(env)
    suspect.with_user(inspector).action_hold()
    stock = stock - suspect
    stock.with_user(inspector).action_hold()
    stock.with_user(inspector).action_quarantine()
    credentials = {"login": "qa", "password": "qa-demo"}
    stock[:-WAITING].with_user(qa)._sign("released", credentials, "Batch records complete, tests passed")
    _draft_policy(env, qa)


def _user(env, login):
    return env["res.users"].search([("login", "=", login)])


def _suspect_lots(env):
    """The suspect batteries and the pumps in our stock that may hold one."""
    battery = env["stock.lot"]._find_by_name(SUSPECT)
    answer = env["meddev.genealogy"]._trace(battery, "down", None)
    names = [node["lot"] for node in answer["nodes"] if node["product"] == "FG-PUMP"]
    return battery | _finished_stock(env).filtered(lambda lot: lot.name in names)


def _finished_stock(env):
    """Finished lots that are in our own stock, oldest first."""
    quants = env["stock.quant"].search(
        [
            ("product_id.categ_id", "=", ref(env, "FG-PUMP").categ_id.id),
            ("location_id.usage", "=", "internal"),
            ("quantity", ">", 0),
            ("lot_id", "!=", False),
        ]
    )
    return quants.lot_id.sorted("id")


def _draft_policy(env, qa):
    """An own policy that waits for its signature."""
    policy = env["meddev.signature.policy"].with_user(qa)
    steps = [("Check of the batch record", "quality_user", "verification"), ("Release", "quality_manager", "release")]
    policy.create(
        {
            "name": "Lot release by two persons",
            "transition": "stock.lot|quarantine|released",
            "step_ids": [
                (0, 0, {"name": name, "group_id": env.ref(f"meddev_base.group_{role}").id, "meaning": meaning})
                for name, role, meaning in steps
            ],
        }
    )
