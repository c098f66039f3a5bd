"""Labels of two lots of sets: all of one are accounted for, of the other some are still out."""

from datetime import timedelta

from ..clock import next_working_day, past
from .master_data import ref

COUNTS = ({"spoiled": 2, "kept": 1}, {"spoiled": 1})
OPEN = 4


def load(env, today):
    with past(env, next_working_day(today - timedelta(days=5))):
        ref(env, "FG-SET").product_tmpl_id.write({
            "label_sterility": "sterile_eo", "is_label_single_use": True, "is_label_damaged": True,
            "is_label_no_resterilise": True, "is_label_dry": True, "label_temperature_low": "5",
            "label_temperature_high": "40",
        })  # fmt: skip
        env["meddev.label.template"].search([]).write({"first_lang": "en_US", "second_lang": "zh_CN"})
        operator = env["res.users"].search([("login", "=", "operator")])
        balanced, still_open = (_printed(env, operator, lot) for lot in _lots(env, 2))
        balanced._record({**COUNTS[0], "applied": balanced.balance - sum(COUNTS[0].values())})
        balanced.action_close()
        still_open._record({**COUNTS[1], "applied": still_open.balance - COUNTS[1]["spoiled"] - OPEN})


def _lots(env, count):
    """The latest lots of sets whose UDI is complete and that have goods enough."""
    lots = env["stock.lot"].search([("product_id", "=", ref(env, "FG-SET").id)], order="id desc")
    return lots.filtered(lambda lot: not lot._udi()["missing"] and lot._first_issue() > 2 * OPEN)[:count]


def _printed(env, operator, lot):
    """The account of the first labels of ``lot``: one for each set."""
    context = lot.with_user(operator).action_print_labels()["context"]
    job = env["meddev.label.print"].with_user(operator).with_context(**context).create({})
    env["ir.actions.report"].with_user(operator)._render_qweb_text("meddev_label.label_print_report_zpl", job.ids)
    return job.account_ids
