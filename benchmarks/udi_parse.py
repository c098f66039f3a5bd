"""Reading UDIs: our grammar against biip, the GS1 library a Python user would take instead.

    python benchmarks/udi_parse.py

Prints a markdown table: processor time per code, ratio (above 1 means ours is faster), and how many of GS1's own
vectors each judges as GS1's engine does. The vectors are looked for in ../shared/conformance or MEDDEV_CONFORMANCE.
"""

import json
import os
import statistics
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "addons" / "meddev_udi"))

import grammar  # noqa: E402

CONFORMANCE = Path(os.environ.get("MEDDEV_CONFORMANCE", ROOT.parent / "shared" / "conformance")) / "gs1"
TODAY = date(2026, 1, 15)
ROUNDS = 7
CALLS = 2000

CODES = {
    "GTIN-13": "4012345678901",
    "GTIN and expiry, GS1-128": "]C101040123456789011728013110LOT7",
    "GTIN, dates, lot, serial, GS1 DataMatrix": "]d20104012345678901112503011728013110LOT7\x1d21S0001",
    "the same, no symbology identifier": "0104012345678901112503011728013110LOT7\x1d21S0001",
    "Digital Link": "https://id.gs1.org/01/04012345678901/10/LOT7/21/S0001?17=280131",
}


def seconds_per_call(read, code):
    """Median over the rounds."""
    rounds = []
    for _round in range(ROUNDS):
        started = time.process_time()
        for _call in range(CALLS):
            read(code)
        rounds.append((time.process_time() - started) / CALLS)
    return statistics.median(rounds)


def ours(code):
    return grammar.parse(code, TODAY)


def speed_table(biip):
    print("| code | ours, µs | biip, µs | ratio |\n|---|---:|---:|---:|")
    for name, code in CODES.items():
        our, their = seconds_per_call(ours, code), seconds_per_call(biip.parse, code)
        print(f"| {name} | {our * 1e6:.1f} | {their * 1e6:.1f} | {their / our:.1f} |")


def our_judges():
    """Whether ours takes a vector's input, by kind of vector."""
    from grammar.carriers import normalise_separators  # noqa: PLC0415
    from grammar.gs1_digital_link import read_digital_link  # noqa: PLC0415
    from grammar.gs1_element_string import check_associations, read_bracketed, read_unbracketed  # noqa: PLC0415

    def associated(row):
        reading = read_bracketed(row["input"], permit_unknown=True)
        check_associations(reading)
        return not reading.errors

    def link(row):
        return not read_digital_link(
            row["input"],
            short_gtin=row["options"].get("PermitZeroSuppressedGTINinDLuris", False),
            permit_unknown=row["options"].get("PermitUnknownAIs", False),
            unknown_is_attribute=not row["options"].get("Validation:UNKNOWN_AI_NOT_DL_ATTR", True),
        ).errors

    return {
        "bracketed": lambda row: not read_bracketed(row["input"]).errors,
        "unbracketed": lambda row: not read_unbracketed(normalise_separators(row["input"])[0]).errors,
        "associated": associated,
        "link": link,
    }


def their_judges(biip):
    """Whether biip takes a vector's input: it parses, and no element carries an error of its own."""
    from biip.gs1_digital_link_uris import GS1DigitalLinkURI  # noqa: PLC0415
    from biip.gs1_messages import GS1Message  # noqa: PLC0415

    def judge(parse):
        def takes(row):
            try:
                parts = parse(row["input"]).element_strings
            except (biip.ParseError, ValueError, IndexError):
                return False
            return not any(getattr(part, f"{key}_error", None) for part in parts for key in ("gln", "gtin", "sscc"))

        return takes

    hri = judge(GS1Message.parse_hri)
    return {
        "bracketed": hri,
        "unbracketed": judge(lambda text: GS1Message.parse(text.lstrip("^").replace("^", "\x1d"))),
        "associated": hri,
        "link": judge(GS1DigitalLinkURI.parse),
    }


VECTOR_SETS = (
    ("bracketed strings", "gs1se_bracketed_ai_parse.json", "bracketed"),
    ("unbracketed strings", "gs1se_unbracketed_ai_process.json", "unbracketed"),
    ("content, coupons left out", "gs1se_element_string_lint.json", "bracketed"),
    ("AIs that stand together", "gs1se_ai_association_rules.json", "associated"),
    ("Digital Link", "gs1se_digital_link_parse.json", "link"),
)


def vector_table(biip):
    print("\n| vectors of GS1's engine | number | ours agrees | biip agrees |\n|---|---:|---:|---:|")
    judges = our_judges(), their_judges(biip)
    for name, file, kind in VECTOR_SETS:
        rows = json.loads((CONFORMANCE / file).read_text(encoding="utf-8"))
        # No device carries a coupon, and neither library reads inside one.
        rows = [row for row in rows if "COUPON" not in str(row.get("error"))]
        agreed = [
            sum(judge(row) == row["valid"] for row in rows)
            for judge in (ours_or_theirs[kind] for ours_or_theirs in judges)
        ]
        print(f"| {name} | {len(rows)} | {agreed[0]} | {agreed[1]} |")


def main():
    try:
        import biip  # noqa: PLC0415
    except ImportError:
        print("biip is not installed. Install it to compare: pip install biip")
        return 1
    speed_table(biip)
    if CONFORMANCE.exists():
        vector_table(biip)
    else:
        print(f"\n{CONFORMANCE} is absent: vectors were not compared.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
