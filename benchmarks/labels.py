"""What 1,000 UDI labels cost, each with a serial number of its own, against Odoo's own lot labels.

    python benchmarks/labels.py [labels]

Ours carry a GS1 DataMatrix, two languages and device symbols; Odoo's a name and one barcode, several to a page. Makes
a database bench_labels and drops it afterwards; each kind has a process of its own, so that memory is its own.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools import database, odoo_server, odoo_source, postgres  # noqa: E402
from tools.steps import run  # noqa: E402

NAME = "bench_labels"
KINDS = ("Odoo's lot labels, PDF", "ours, PDF", "Odoo's lot labels, ZPL", "ours, ZPL")


def main(labels=1000):
    odoo_source.ensure()
    postgres.ensure()
    database.ensure_template()
    database.copy(database.TEMPLATE, NAME)
    try:
        database.install(NAME, ["meddev_label"], log="bench-labels")
        print(f"\n| {labels} labels | seconds | of processor | ms a label | more memory, MB | kB | pages or labels |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        for kind in KINDS:
            found = measured(kind, labels)
            print(
                f"| {kind} | {found['wall']:.1f} | {found['processor']:.1f} | {found['processor'] / labels * 1000:.1f} "
                f"| {found['memory']:.0f} | {found['size']:.0f} | {found['labels']} |"
            )
    finally:
        database.drop(NAME)


def measured(kind, labels):
    shell = odoo_server.command("-d", NAME, "--no-http", "--log-level", "warn", subcommand="shell")
    source = Path(odoo_server.DATA_DIR, f"{NAME}.py")
    worker = (ROOT / "benchmarks/inside/labels_worker.py").read_text()
    source.write_text(f"LABELS = {labels}\nKIND = {kind!r}\n{worker}")
    try:
        with source.open() as lines:
            printed = run(shell, stdin=lines).stdout
    finally:
        source.unlink()
    return json.loads(next(line for line in printed.splitlines() if line.startswith("{")))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
