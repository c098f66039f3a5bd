"""What an audit trail costs and what it misses: none, our meddev_audit, and OCA's auditlog in its fast and full modes.

    python benchmarks/audit_cost.py

Every variant has a database of its own, a copy of the same one, and a process of its own; they take turns, so that
whatever else the machine does falls on all of them. Prints markdown tables: time against no audit, what was written,
and which of a list of known changes each log holds. auditlog is fetched with pip when it is not there yet.
"""

import contextlib
import json
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools import database, odoo_server, odoo_source, postgres  # noqa: E402
from tools.python_env import PYTHON  # noqa: E402
from tools.steps import CACHE, Problem, run  # noqa: E402

WORKER = ROOT / "benchmarks/inside/audit_worker.py"
AUDITLOG = CACHE / "auditlog"
OURS = "meddev_audit"
VARIANTS = {"none": None, "meddev": OURS, "fast": "auditlog", "full": "auditlog"}
TITLES = {"none": "no audit", "meddev": OURS, "fast": "auditlog, fast", "full": "auditlog, full"}
WORKLOADS = {
    "trade": "receive 20 lots, make of them, ship",
    "writes": "300 writes of one field, each flushed",
}
WARM_UPS, ROUNDS = 1, 5
LIMIT, LESS, NOISE = 1.1, 10, 0.01


class Worker:
    """A variant's process: it answers each command with one line."""

    def __init__(self, variant, name):
        words = [PYTHON, WORKER, variant, name, odoo_server.write_config(), addons_path()]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._read()

    def ask(self, *words):
        print(*words, file=self.process.stdin, flush=True)
        return self._read()

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def _read(self):
        line = self.process.stdout.readline()
        if not line:
            raise Problem("A worker of the benchmark ended early; its last lines above say why.")
        return json.loads(line)


def addons_path():
    """Odoo's addons, ours, and the fetched auditlog."""
    folders = [*odoo_source.addons_folders(), odoo_server.ADDONS, AUDITLOG / "odoo/addons"]
    return ",".join(str(folder) for folder in folders if folder.exists())


def fetch_auditlog():
    """The version of OCA's auditlog, fetched when it is not there yet; None when it cannot be had."""
    found = list(AUDITLOG.glob("odoo_addon_auditlog-19*.dist-info"))
    if not found:
        words = [PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--target", AUDITLOG, "--upgrade"]
        try:
            run([*words, "odoo-addon-auditlog==19.*"], log="pip-auditlog")
        except Problem as problem:
            print(f"auditlog could not be fetched, and its columns are absent: {problem}\n")
            return None
        found = list(AUDITLOG.glob("odoo_addon_auditlog-19*.dist-info"))
    return found[0].name.removesuffix(".dist-info").rpartition("-")[2]


def prepare(variants):
    """A database for each variant: equal but for the audit's addon, with the same master data."""
    database.ensure_template()
    base = "bench_audit_base"
    database.copy(database.TEMPLATE, base)
    needed = database.manifest(OURS)["depends"] if "meddev" in variants else []
    if needed:
        database.install(base, needed, log=base)
    ask_once("none", base, "master")
    for variant in variants:
        database.copy(base, f"bench_audit_{variant}")
        if addon := VARIANTS[variant]:
            name = f"bench_audit_{variant}"
            database.install(name, [addon], "--addons-path", addons_path(), log=name)
            ask_once(variant, name, "switch_on")


def ask_once(variant, name, command):
    with contextlib.closing(Worker(variant, name)) as worker:
        worker.ask(command)


def measure(workers):
    """Answers by workload and variant, a list over the rounds; who begins a round changes from round to round."""
    answers = {workload: {variant: [] for variant in workers} for workload in WORKLOADS}
    order = list(workers)
    for number in range(WARM_UPS + ROUNDS):
        for workload in WORKLOADS:
            for variant in order:
                answer = workers[variant].ask(workload, number)
                if number >= WARM_UPS:
                    answers[workload][variant].append(answer)
        order = order[1:] + order[:1]
    return answers


def cost_table(answers):
    """Times are medians of the rounds; a ratio is the median of each round's own ratio, with the least and greatest."""
    print("| workload | audit | seconds (least–greatest) | times no audit (least–greatest) | rows written | kB |")
    print("|---|---|---:|---:|---:|---:|")
    for workload, by_variant in answers.items():
        plain = [answer["seconds"] for answer in by_variant["none"]]
        for variant, rounds in by_variant.items():
            seconds = [answer["seconds"] for answer in rounds]
            ratios = [one / other for one, other in zip(seconds, plain)]
            rows = " + ".join(f"{count} {table}" for table, count in rounds[-1]["rows"].items()) or "0"
            size = statistics.median(answer["bytes"] for answer in rounds) / 1024
            print(
                f"| {WORKLOADS[workload]} | {TITLES[variant]} | {spread(seconds)} | {spread(ratios)} "
                f"| {rows} | {size:.0f} |"
            )


def ratio(answers, variant):
    """Median over the rounds of each round's time against no audit."""
    pairs = zip(answers[variant], answers["none"])
    return statistics.median(one["seconds"] / plain["seconds"] for one, plain in pairs)


def together(answers):
    """The workloads of one round added up, as the promise names them: ``{variant: rounds}``."""
    rounds = {variant: zip(*(by_variant[variant] for by_variant in answers.values())) for variant in answers["trade"]}
    return {
        variant: [{"seconds": sum(answer["seconds"] for answer in one)} for one in of_variant]
        for variant, of_variant in rounds.items()
    }


def verdicts(answers):
    """Whether what is promised holds: within LIMIT of no audit, and at least LESS times less overhead than auditlog."""
    for workload, by_variant in {**answers, "together": together(answers)}.items():
        if "meddev" not in by_variant:
            return
        ours = ratio(by_variant, "meddev")
        title = WORKLOADS.get(workload, "both together")
        print(f"- {title}: {ours:.2f} times no audit, promised {LIMIT}: {kept(ours <= LIMIT)}")
        for variant in ("fast", "full"):
            if variant in by_variant:
                theirs = ratio(by_variant, variant) - 1
                # Below what can be told apart from no audit at all, ours counts as that.
                less = theirs / max(ours - 1, NOISE)
                more = "more than " if ours - 1 < NOISE else ""
                print(
                    f"- {title}: {more}{less:.0f} times less overhead than {TITLES[variant]}, "
                    f"promised {LESS}: {kept(less >= LESS)}"
                )


def kept(holds):
    return "kept" if holds else "NOT KEPT"


def spread(numbers):
    return f"{statistics.median(numbers):.2f} ({min(numbers):.2f}–{max(numbers):.2f})"


def completeness_table(workers):
    """A row for each known change, a column for each log; then all that one round of trade changed, and a secret."""
    logs = [variant for variant in workers if variant != "none"]
    if not logs:
        return
    found = {variant: workers[variant].ask("changes") for variant in logs}
    print(f"\n| change | {' | '.join(TITLES[variant] for variant in logs)} |\n|---|{'---|' * len(logs)}")
    for change in found[logs[0]]:
        print(f"| {change} | {' | '.join(found[variant][change] for variant in logs)} |")
    for title, verdict in (("missed", "missed"), ("found, without the old value", "no old value")):
        counts = [sum(result == verdict for result in found[variant].values()) for variant in logs]
        print(f"| **{title}, of {len(found[logs[0]])}** | {' | '.join(map(str, counts))} |")
    followed = [workers[variant].ask("follow", WARM_UPS + ROUNDS) for variant in logs]
    shares = [f"{answer['changed'] - answer['named']} of {answer['changed']}" for answer in followed]
    print(f"| **values changed by one round of trade that the log does not name** | {' | '.join(shares)} |")
    passwords = [workers[variant].ask("password") for variant in logs]
    print(f"| what the log shows of a user's new password | {' | '.join(passwords)} |")


def available():
    """The variants that can be measured here; says which cannot."""
    absent = set()
    if version := fetch_auditlog():
        print(f"OCA auditlog {version}; its full mode keeps the values of deleted records (an option of its rules).")
    else:
        absent |= {"fast", "full"}
    if not (odoo_server.ADDONS / OURS / "__manifest__.py").exists():
        print(f"{OURS} is not in this checkout: its column is absent.")
        absent.add("meddev")
    return [variant for variant in VARIANTS if variant not in absent]


def main():
    postgres.ensure()
    variants = available()
    with contextlib.ExitStack() as stack:
        for variant in ("base", *variants):
            stack.callback(database.drop, f"bench_audit_{variant}")
        prepare(variants)
        workers = {
            variant: stack.enter_context(contextlib.closing(Worker(variant, f"bench_audit_{variant}")))
            for variant in variants
        }
        print(
            f"The machine is shared: medians of {ROUNDS} rounds after {WARM_UPS} to warm up, "
            "the variants taking turns.\n"
        )
        answers = measure(workers)
        cost_table(answers)
        print()
        verdicts(answers)
        completeness_table(workers)


if __name__ == "__main__":
    try:
        main()
    except Problem as problem:
        sys.exit(f"audit_cost: {problem}")
