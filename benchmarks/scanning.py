"""What scanning costs: a receipt of 1,000 serial numbers, label by label, against Odoo's own ways to enter them.

    python benchmarks/scanning.py [serial numbers]

Each scan is a transaction of its own, as in the browser. Odoo's ways check none of what a scan checks: product, date,
number twice. Makes a database bench_scanning and drops it afterwards.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools import database, odoo_server, odoo_source, postgres  # noqa: E402
from tools.steps import run  # noqa: E402

NAME = "bench_scanning"
NUMBERS = 1000


def main(numbers=NUMBERS):
    odoo_source.ensure()
    postgres.ensure()
    database.ensure_template()
    database.copy(database.TEMPLATE, NAME)
    try:
        database.install(NAME, ["meddev"], log="bench-scanning")
        shell = odoo_server.command("-d", NAME, "--no-http", "--log-level", "warn", subcommand="shell")
        source = Path(odoo_server.DATA_DIR, f"{NAME}.py")
        source.write_text(f"NUMBERS = {numbers}\n{(ROOT / 'benchmarks/inside/scanning_worker.py').read_text()}")
        with source.open() as lines:
            printed = run(shell, stdin=lines).stdout
        source.unlink()
        show(numbers, json.loads(next(line for line in printed.splitlines() if line.startswith("{"))))
    finally:
        database.drop(NAME)


def show(numbers, found):
    columns = (f"{numbers} serial numbers", "s in all", "ms each", "first ten, ms", "last ten, ms", "units taken in")
    print(f"\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    for way, one in found.items():
        each = one["seconds"] / numbers * 1000
        print(
            f"| {way} | {one['seconds']:.1f} | {each:.0f} | {one['first']:.0f} | {one['last']:.0f} | {one['units']:g} |"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
