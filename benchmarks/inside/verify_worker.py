# ruff: noqa: F821 - `env` is Odoo's shell's, ENTRIES and RECORDS come from the caller
import json
import resource
import time

cr = env.cr


def measured(act):
    begin = time.monotonic()
    answer = act()
    return time.monotonic() - begin, answer


def write():
    cr.execute(
        "INSERT INTO ir_config_parameter (key, value) SELECT 'bench.' || n, '0' FROM generate_series(1, %s) n",
        (RECORDS,),
    )
    cr.commit()
    for number in range(1, ENTRIES // RECORDS):
        cr.execute("UPDATE ir_config_parameter SET value = %s WHERE key LIKE 'bench.%%'", (str(number),))
        cr.commit()
    cr.execute("ANALYZE meddev_audit_entry")
    cr.commit()


seconds = {"write": measured(write)[0], "seal": measured(env["meddev.audit.seal"]._seal)[0]}
seconds["verify"], answer = measured(env["meddev.audit.seal"]._verify)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({**seconds, "entries": answer["checked"], "ok": answer["ok"], "megabytes": peak}))
