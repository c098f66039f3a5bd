"""One variant of audit_cost as a process: takes a command on a line of its input, answers with a line of JSON.

    audit_worker.py VARIANT DATABASE CONFIGURATION ADDONS_PATH

Commands: master, switch_on, trade N, writes N, follow N, changes, password.
"""

import gc
import json
import sys
import time

from audit_changes import password_in_log, try_changes
from audit_logs import LOGS
from audit_snapshot import follow
from audit_workloads import make_master_data, trade, write_fields

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

WORKLOADS = {"trade": trade, "writes": write_fields}
QUESTIONS = {"changes": try_changes, "password": password_in_log}


def timed(env, log, workload, number):
    """Seconds of one run with its commits, and what it added to the log."""
    before = log.size(env)
    env.cr.commit()
    gc.collect()
    started = time.perf_counter()
    workload(env, number)
    seconds = time.perf_counter() - started
    after = log.size(env)
    rows = {table: count - before["rows"][table] for table, count in after["rows"].items()}
    return {"seconds": seconds, "rows": rows, "bytes": after["bytes"] - before["bytes"]}


def answer(env, log, words):
    command, *arguments = words
    if command in WORKLOADS:
        return timed(env, log, WORKLOADS[command], int(arguments[0]))
    if command == "follow":
        return follow(env, log, trade, int(arguments[0]))
    if command in QUESTIONS:
        return QUESTIONS[command](env, log)
    result = {"master": make_master_data, "switch_on": log.switch_on}[command](env)
    env.cr.commit()
    return result


def main(variant, database, configuration, addons_path):
    arguments = ["-c", configuration, "-d", database, "--addons-path", addons_path, "--log-level", "error"]
    config.parse_config(arguments, setup_logging=True)
    with Registry(database).cursor() as cr:
        # The worker's user is the administrator: a person with rights, not the superuser.
        admin = api.Environment(cr, SUPERUSER_ID, {}).ref("base.user_admin")
        env = api.Environment(cr, admin.id, {"lang": "en_US"})
        print(json.dumps("ready"), flush=True)
        for line in sys.stdin:
            print(json.dumps(answer(env, LOGS[variant], line.split())), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
