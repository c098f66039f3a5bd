"""What signing costs: 500 lots released in one go, against 500 plain writes of a field and 500 signed one by one.

    python benchmarks/signing.py [lots]

Makes a database bench_signing with lot release and the audit trail, and drops it afterwards.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools import database, odoo_server, odoo_source, postgres  # noqa: E402
from tools.steps import run  # noqa: E402

NAME = "bench_signing"
LOTS, LIMIT = 500, 10


def main(lots=LOTS):
    odoo_source.ensure()
    postgres.ensure()
    database.ensure_template()
    database.copy(database.TEMPLATE, NAME)
    try:
        database.install(NAME, ["meddev_genealogy", "meddev_audit"], log="bench-signing")
        shell = odoo_server.command("-d", NAME, "--no-http", "--log-level", "warn", subcommand="shell")
        source = Path(odoo_server.DATA_DIR, f"{NAME}.py")
        source.write_text(f"LOTS = {lots}\n{(ROOT / 'benchmarks/inside/signing_worker.py').read_text()}")
        with source.open() as lines:
            printed = run(shell, stdin=lines).stdout
        source.unlink()
        show(lots, json.loads(next(line for line in printed.splitlines() if line.startswith("{"))))
    finally:
        database.drop(NAME)


def show(lots, found):
    print("\n| what | seconds | times a plain write |\n|---|---|---|")
    for step in ("plain writes", "shown", "signed at once", "signed one by one"):
        print(f"| {lots} lots, {step} | {found[step]:.2f} | {found[step] / found['plain writes']:.1f} |")
    kept = found["shown"] + found["signed at once"] <= LIMIT
    print(f"\nPromised: {LOTS} records within {LIMIT} s: {'kept' if kept else 'NOT KEPT'}.")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
