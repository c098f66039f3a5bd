"""What a trace costs: ours, what Odoo itself offers, and the limit, a recursive query over ideal tables.

It ends with a verdict for each claim and with exit code 1 where one is missed. Kept figures: benchmarks/README.md.

    python benchmarks/genealogy.py [done move lines] [seed]

Fills a database bench_genealogy, which it drops afterwards, with the history of a factory of that size (200,000 lines
where none is said), asks each way in a process of its own, in turns, and compares the answers. Then it times what the
genealogy costs where it is kept: finishing an order, and deriving everything anew. A million lines took
25 minutes on two busy cores, and 2 GB.
"""

import contextlib
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools import database, odoo_server, odoo_source, postgres  # noqa: E402
from tools.python_env import PYTHON  # noqa: E402
from tools.steps import Problem  # noqa: E402

WORKER = ROOT / "benchmarks/inside/genealogy_worker.py"
NAME = "bench_genealogy"
LINES, SEED = 200_000, 1
WAYS = {
    "limit": "the limit: recursive query over ideal tables",
    "summary": "ours: summary, lots counted, partners with quantities",
    "trace": "ours: trace, every link with its document",
    "scope": "ours: recall scope with stock, documents, balances",
    "reach": "our links in one query, written here: no product code",
    "delivery_ids": "Odoo: stock.lot.delivery_ids (customers only)",
    "report": "Odoo: traceability report, all unfolded",
}
WARM_UPS = 1
ROUNDS = {**dict.fromkeys(WAYS, 5), "report": 1}  # a way that is stopped after 60 s is not asked again
DOWN = tuple(WAYS)
QUESTIONS = {
    "hot": ("hottest lot, downstream", "down", DOWN),
    "median": ("median lot, downstream", "down", DOWN),
    "unit": ("finished unit, upstream", "up", ("limit", "summary", "trace", "reach", "report")),
}
OURS = ("summary", "trace", "scope")
"""What the screen and the API call; the limit's question is the summary's, the others tell much more."""
MOST_TIMES_LIMIT, LEAST_TIMES_FASTER, MOST_UPKEEP, MOST_REBUILD_SECONDS = 2, 50, 0.05, 60
ORDER_ROUNDS = 30
RELEASES = {"free": "parts", "signed": "parts, each lot released by signature"}
TABLES = {
    "Odoo's": ("stock_move_line", "stock_move", "stock_move_line_consume_rel", "mrp_production", "stock_picking",
               "stock_lot", "stock_quant"),
    "meddev_genealogy": ("meddev_genealogy_link", "meddev_genealogy_event"),
    "meddev_audit, of links and master data": ("meddev_audit_entry",),
    "the limit": ("bench_edge", "bench_partner"),
}  # fmt: skip


class Worker:
    """A process in the database: it answers each command with one line."""

    def __init__(self):
        words = [PYTHON, WORKER, NAME, odoo_server.write_config()]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.megabytes = self._read()["megabytes"]

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
            raise Problem("The worker of the benchmark ended early; its last lines above say why.")
        return json.loads(line)


def ask_once(*words):
    with contextlib.closing(Worker()) as worker:
        return worker.ask(*words)


def prepare(lines, seed):
    """The filled database: seconds to fill it, how our links were derived twice, and the lots to ask about."""
    database.ensure_template()
    database.copy(database.TEMPLATE, NAME)
    database.install(NAME, database.our_addons(), log=NAME)
    loaded = ask_once("load", lines, seed)
    vacuum()
    rebuilds = [ask_once("rebuild")]
    vacuum()
    rebuilds.append(ask_once("rebuild"))
    return loaded["seconds"], rebuilds, ask_once("pick", loaded["hottest"])


def vacuum():
    postgres.query("VACUUM ANALYZE", NAME)


def measure(question, lot):
    """Answers by way, a list over the rounds; who begins a round changes from round to round."""
    _title, direction, ways = QUESTIONS[question]
    answers = {way: [] for way in ways}
    with contextlib.ExitStack() as stack:
        workers = {way: stack.enter_context(contextlib.closing(Worker())) for way in ways}
        order = list(ways)
        for turn in range(WARM_UPS + max(ROUNDS.values())):
            for way in order:
                if turn < WARM_UPS + ROUNDS[way] and all(answer["finished"] for answer in answers[way]):
                    answer = workers[way].ask("ask", way, direction, lot)
                    answer["megabytes"] -= workers[way].megabytes
                    if turn >= WARM_UPS or not answer["finished"]:
                        answers[way].append(answer)
            order = order[1:] + order[:1]
    return answers


# --- tables ---------------------------------------------------------------------------------------------------------


def answers_table(answers):
    """Times are medians of the rounds. A way that was stopped shows what it had reached."""
    print(
        "| question | way | ms (least–greatest) | times the limit | lots | partners | shipped | queries | MB more |\n"
        "|---|---|---:|---:|---:|---:|---:|---:|---:|"
    )
    for question, by_way in answers.items():
        least = median(by_way["limit"])
        for way, rounds in by_way.items():
            last, middle = rounds[-1], median(rounds)
            over, stopped = ("", "") if last["finished"] else ("> ", "stopped at ")
            shown = milliseconds([answer["seconds"] for answer in rounds])
            counts = [f"{stopped}{number(last[what])}" for what in ("lots", "partners", "shipped", "queries")]
            cells = [QUESTIONS[question][0], WAYS[way], f"{over}{shown}", f"{over}{middle / least:,.1f}", *counts]
            print(f"| {' | '.join(cells)} | {last['megabytes']:.0f} |")


def comparison(answers):
    """How much longer Odoo's own field takes than we do, and whether all that finished say the same."""
    print()
    for question, by_way in answers.items():
        title = QUESTIONS[question][0]
        for way in sorted(by_way.keys() & {"delivery_ids", "report"}):
            than = "" if by_way[way][-1]["finished"] else "more than "
            for own in (own for own in OURS if own in by_way):
                times = f"{than}{median(by_way[way]) / median(by_way[own]):,.1f}"
                print(f"- {title}: {WAYS[way]} takes {times} times as long as {WAYS[own]}.")
        differences = disagreements(by_way)
        print(f"- {title}: {'; '.join(differences) or 'all ways that finished give the same answer'}.")


def disagreements(by_way):
    """What a way that finished tells otherwise than the limit, of what it tells at all."""
    truth = by_way["limit"][-1]["digests"]
    return [
        f"{WAYS[way]} finds other {what} than the limit"
        for way, rounds in by_way.items()
        for what, digest in rounds[-1]["digests"].items()
        if rounds[-1]["finished"] and digest and digest != truth[what]
    ]


def size_table():
    print("\n| table | of | rows | MB with indexes |\n|---|---|---:|---:|")
    for owner, tables in TABLES.items():
        for table in tables:
            if not postgres.query(f"SELECT to_regclass('{table}')", NAME)[0][0]:
                continue
            asked = f"SELECT count(*), pg_total_relation_size('{table}') FROM {table}"  # noqa: S608 - names of our own
            rows, size = postgres.query(asked, NAME)[0]
            print(f"| {table} | {owner} | {int(rows):,} | {int(size) / 2**20:.0f} |")


def upkeep_tables(orders, rebuilds):
    """The parts of the time of orders that the genealogy takes, and the seconds of a rebuild of a million lines."""
    print(
        "\n| an order finished | without the genealogy, ms (least–greatest) | with it | times |\n|---|---:|---:|---:|"
    )
    upkeep = {}
    for release, seconds in orders.items():
        ratio = statistics.median(seconds["kept"]) / statistics.median(seconds["off"])
        cells = [milliseconds(seconds["off"]), milliseconds(seconds["kept"]), f"{ratio:.3f}"]
        title = f"of {seconds['parts']} {RELEASES[release]}"
        print(f"| {title} | {' | '.join(cells)} |")
        upkeep[title] = ratio - 1
    lines = int(postgres.query("SELECT count(*) FROM stock_move_line", NAME)[0][0])
    print("\n| links derived anew | seconds | a million lines | missing | wrong | MB |\n|---|---:|---:|---:|---:|---:|")
    for title, found in zip(("all of them", "once more, nothing to mend"), rebuilds, strict=True):
        print(
            f"| {title} | {found['seconds']:.1f} | {found['seconds'] / lines * 1e6:.1f} | {found['missing']:,} "
            f"| {found['wrong']:,} | {found['megabytes']:.0f} |"
        )
    return upkeep, max(found["seconds"] for found in rebuilds) / lines * 1e6


# --- verdicts -------------------------------------------------------------------------------------------------------


def verdicts(answers, upkeep, rebuild):
    """Each claim with what was measured; whether all hold. Memory has no limit and is reported only."""
    claims = [*answer_claims(answers), *upkeep_claims(upkeep, rebuild)]
    print("\n| claim | measured | verdict |\n|---|---|---|")
    for claim, measured, holds in claims:
        print(f"| {claim} | {measured} | {'holds' if holds else '**missed**'} |")
    most = max((rounds[-1]["megabytes"], way) for by_way in answers.values() for way, rounds in by_way.items()
               if way in OURS)  # fmt: skip
    print(f"| memory, without a limit | {WAYS[most[1]]}: {most[0]:.0f} MB more | reported |")
    return all(holds for _claim, _measured, holds in claims)


def answer_claims(answers):
    for question, by_way in answers.items():
        title, limit = QUESTIONS[question][0], median(by_way["limit"])
        for way in OURS:
            if way not in by_way:
                continue
            times = median(by_way[way]) / limit
            yield (f"{title}: {WAYS[way]}, within {MOST_TIMES_LIMIT} times the limit", f"{times:.1f} times",
                   times <= MOST_TIMES_LIMIT)  # fmt: skip
            if "delivery_ids" in by_way:
                faster = median(by_way["delivery_ids"]) / median(by_way[way])
                yield (f"{title}: {WAYS[way]}, {LEAST_TIMES_FASTER} times as fast as delivery_ids",
                       f"{faster:,.1f} times", faster >= LEAST_TIMES_FASTER)  # fmt: skip
        missing = [told for told in disagreements(by_way) if any(told.startswith(WAYS[way]) for way in OURS)]
        yield f"{title}: complete", "; ".join(missing) or "the limit's lots, partners, quantities", not missing


def upkeep_claims(upkeep, rebuild):
    for title, more in upkeep.items():
        yield (f"an order {title} takes at most {MOST_UPKEEP:.0%} longer to finish", f"{more:.1%}", more <= MOST_UPKEEP)
    yield (f"a rebuild of a million lines within {MOST_REBUILD_SECONDS} s", f"{rebuild:.0f} s",
           rebuild <= MOST_REBUILD_SECONDS)  # fmt: skip


def number(value):
    return "–" if value is None else f"{value:,.0f}"


def median(rounds):
    return statistics.median(answer["seconds"] for answer in rounds)


def milliseconds(seconds):
    shown = [1000 * value for value in seconds]
    return spread(shown, ",.0f" if min(shown) >= 100 else ".1f")


def spread(numbers, form):
    shown = [f"{value:{form}}" for value in (statistics.median(numbers), min(numbers), max(numbers))]
    return f"{shown[0]} ({shown[1]}–{shown[2]})" if len(numbers) > 1 else shown[0]


def main(lines=LINES, seed=SEED):
    odoo_source.ensure()
    postgres.ensure()
    started = time.monotonic()
    with contextlib.ExitStack() as stack:
        stack.callback(database.drop, NAME)
        loaded, rebuilds, lots = prepare(lines, seed)
        print(f"{lines:,} done move lines written in {loaded:.0f} s. The machine is shared: medians of the rounds.\n")
        answers = {question: measure(question, lots[question]) for question in QUESTIONS}
        answers_table(answers)
        comparison(answers)
        size_table()
        orders = {release: ask_once("orders", ORDER_ROUNDS, release) for release in RELEASES}
        measured = upkeep_tables(orders, rebuilds)
        holds = verdicts(answers, *measured)
        print(f"\nThe benchmark took {time.monotonic() - started:.0f} s.")
        return holds


if __name__ == "__main__":
    try:
        sys.exit(not main(*map(int, sys.argv[1:])))
    except Problem as problem:
        sys.exit(f"genealogy: {problem}")
