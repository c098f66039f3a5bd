"""What verification costs: one million audit entries, sealed and checked; time and peak memory.

    python benchmarks/audit_verify.py [entries]

Makes a database bench_audit_verify with meddev_audit, lets the triggers write the entries (changes of parameters by
plain SQL, each round a transaction of its own), seals and verifies them in one process, and drops the database.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools import database, odoo_server, odoo_source, postgres  # noqa: E402
from tools.steps import run  # noqa: E402

NAME = "bench_audit_verify"
ENTRIES, RECORDS = 1_000_000, 20_000
LIMITS = {"seconds": 60, "megabytes": 500}


def main(entries=ENTRIES):
    odoo_source.ensure()
    postgres.ensure()
    database.ensure_template()
    database.copy(database.TEMPLATE, NAME)
    try:
        database.install(NAME, ["meddev_audit"], log="bench-audit-verify")
        script = ROOT / "benchmarks/inside/verify_worker.py"
        shell = odoo_server.command("-d", NAME, "--no-http", "--log-level", "warn", subcommand="shell")
        text = f"ENTRIES, RECORDS = {entries}, {RECORDS}\n{script.read_text()}"
        source = Path(odoo_server.DATA_DIR, f"{NAME}.py")
        source.write_text(text)
        with source.open() as lines:
            printed = run(shell, stdin=lines).stdout
        source.unlink()
        show(json.loads(next(line for line in printed.splitlines() if line.startswith("{"))))
    finally:
        database.drop(NAME)


def show(found):
    print("\n| step | seconds |\n|---|---|")
    for step in ("write", "seal", "verify"):
        print(f"| {step} {found['entries']:,} entries | {found[step]:.1f} |")
    print(f"\nPeak memory of the process: {found['megabytes']:.0f} MB. Everything holds: {found['ok']}.")
    good = found["verify"] <= LIMITS["seconds"] and found["megabytes"] <= LIMITS["megabytes"] and found["ok"]
    print(f"Promised: {LIMITS['seconds']} s, {LIMITS['megabytes']} MB: {'kept' if good else 'NOT KEPT'}.")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
