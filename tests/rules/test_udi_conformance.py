"""The grammar agrees with GS1's own engine and with published HIBC and ICCBBA readings, vector by vector.

Each test asserts the exact number of vectors that agree. What is left out is listed with its reason.
"""

from .udi_support import grammar, module, parse, vectors

answer = module("answer")
carriers = module("carriers")
element_string = module("gs1_element_string")
digital_link = module("gs1_digital_link")

#: North American coupons and UN/ECE package types: no device carries them, their content is not checked.
OUT_OF_SCOPE_LINTERS = {"couponcode", "couponposoffer", "packagetype"}

#: GS1's names of the content checks.
LINTERS = {
    "csetnumeric": lambda text: module("gs1_content").foreign_character(text, "0123456789"),
    "cset82": lambda text: module("gs1_content").foreign_character(text, module("character_sets").CSET_82),
    "cset39": lambda text: module("gs1_content").foreign_character(text, module("character_sets").CSET_39),
    "cset64": element_string.base64_fault,
    **{
        theirs: module("gs1_content").CONTENT_CHECKS[ours]
        for theirs, ours in {
            "csum": "check_digit",
            "csumalpha": "check_pair",
            "hasnondigit": "not_all_digits",
            "hh": "hour",
            "hhmi": "hour_minute",
            "hyphen": "hyphens",
            "iban": "iban",
            "importeridx": "importer_index",
            "iso3166": "country",
            "iso3166999": "country_or_many",
            "iso3166alpha2": "country_letters",
            "iso4217": "currency",
            "iso5218": "sex",
            "latitude": "latitude",
            "longitude": "longitude",
            "mediatype": "media_type",
            "mi": "minute",
            "nonzero": "not_zero",
            "nozeroprefix": "no_leading_zero",
            "pcenc": "percent_encoding",
            "pieceoftotal": "piece_of_total",
            "posinseqslash": "position_of_total",
            "ss": "second",
            "winding": "winding",
            "yesno": "yes_or_no",
            "yymmd0": "month_or_day",
            "yymmdd": "day",
            "yyyymmd0": "long_month_or_day",
            "yyyymmdd": "long_day",
            "zero": "zero",
        }.items()
    },
}


def unbracketed(elements):
    """Elements as the engine writes them: FNC1 is ^, none after an element of predefined length."""
    pairs = [(element.identifier, element.value) for element in elements]
    written, separated = "^", True
    for code, value in pairs:
        written += ("" if separated else "^") + code + value
        entry = module("gs1_ai").AI_TABLE.get(code)
        separated = bool(entry and entry.predefined_length)
    return written


def agreement(rows, agrees, out_of_scope=lambda row: False):
    """``(number that agree, ids that do not)`` of the rows in scope."""
    rows = [row for row in rows if not out_of_scope(row)]
    wrong = [row["id"] for row in rows if not agrees(row)]
    return len(rows) - len(wrong), wrong


def test_content_checks_agree_with_the_syntax_tests():
    rows = vectors("gs1/gs1sd_linters.json")
    assert agreement(
        rows,
        lambda row: (LINTERS[row["linter"]](row["input"]) is None) == row["valid"],
        lambda row: row["linter"] in OUT_OF_SCOPE_LINTERS,
    ) == (3163, [])


def test_content_faults_are_found_where_the_syntax_tests_mark_them():
    rows = [row for row in vectors("gs1/gs1sd_linters.json") if row["linter"] not in OUT_OF_SCOPE_LINTERS]
    rows = [row for row in rows if not row["valid"] and "*" not in row["input"]]
    assert agreement(rows, lambda row: LINTERS[row["linter"]](row["input"])[1] == row["markup"].index("*")) == (
        2175,
        [],
    )


def test_content_of_element_strings_agrees_with_the_engine():
    rows = vectors("gs1/gs1se_element_string_lint.json")

    def agrees(row):
        return (not element_string.read_bracketed(row["input"]).errors) == row["valid"]

    def out_of_scope(row):
        return "COUPON" in (row["error"] or "")

    assert agreement(rows, agrees, out_of_scope) == (25, [])


def test_bracketed_strings_agree_with_the_engine():
    def agrees(row):
        read = element_string.read_bracketed(row["input"])
        return row["valid"] != bool(read.errors) and (
            not row["valid"] or unbracketed(read.elements) == row["expected_unbracketed"]
        )

    assert agreement(vectors("gs1/gs1se_bracketed_ai_parse.json"), agrees) == (17, [])


def test_unbracketed_strings_agree_with_the_engine():
    def agrees(row):
        text = carriers.normalise_separators(row["input"])[0]
        read = element_string.read_unbracketed(text, permit_unknown=row["options"].get("PermitUnknownAIs", False))
        return row["valid"] != bool(read.errors)

    assert agreement(vectors("gs1/gs1se_unbracketed_ai_process.json"), agrees) == (59, [])


def test_association_rules_agree_with_the_engine():
    rules = {
        "validateAIrepeats": "gs1_repeated",
        "validateAImutex": "gs1_excluded",
        "validateAIrequisites": "gs1_needed",
        "validateDigSigRequiresSerialisedKey": "gs1_serialised",
    }

    def agrees(row):
        read = element_string.read_bracketed(row["input"], permit_unknown=True)
        element_string.check_associations(read)
        return row["valid"] != (rules[row["rule"]] in [error.key for error in read.errors])

    assert agreement(vectors("gs1/gs1se_ai_association_rules.json"), agrees) == (59, [])


LINK_OPTIONS = {
    "PermitZeroSuppressedGTINinDLuris": "short_gtin",
    "PermitUnknownAIs": "permit_unknown",
}


def link_options(row):
    options = {ours: row["options"].get(theirs, False) for theirs, ours in LINK_OPTIONS.items()}
    options["unknown_is_attribute"] = not row["options"].get("Validation:UNKNOWN_AI_NOT_DL_ATTR", True)
    return options


def test_digital_links_are_read_as_the_engine_reads_them():
    def agrees(row):
        read = digital_link.read_digital_link(row["input"], **link_options(row))
        return row["valid"] != bool(read.errors) and (
            not row["valid"] or unbracketed(read.elements) == row["expected_unbracketed"]
        )

    assert agreement(vectors("gs1/gs1se_digital_link_parse.json"), agrees) == (73, [])


def test_digital_links_are_written_as_the_engine_writes_them():
    def agrees(row):
        options = link_options(row)
        options.pop("short_gtin")
        read = element_string.read_bracketed(row["input"], permit_unknown=options["permit_unknown"])
        pairs = [(element.identifier, element.value) for element in read.elements]
        stem = row["stem"] or grammar.CANONICAL_STEM
        try:
            written = grammar.write_digital_link(pairs, stem=stem, associations=False, **options)
        except grammar.InvalidUdiError:
            written = None
        return written == row["expected_uri"]

    assert agreement(vectors("gs1/gs1se_digital_link_generate.json"), agrees) == (15, [])


def scanned_as(udi):
    """What the engine calls the message of a scan."""
    return unbracketed(udi.elements)


def is_plain_scan(row):
    """Text that is no GS1 data: right for a scanner, no UDI for us; links are tested by themselves."""
    return (
        row["valid"] and not row["expected"].startswith("^") and "|" not in row["expected"] and row["scan"][:2] != "]E"
    )


def test_scans_agree_with_the_engine():
    def agrees(row):
        udi = parse(row["scan"])
        if not row["valid"]:
            return not udi.valid
        if row["scan"].startswith("]E"):
            linear = udi.elements[0].value[-len(row["expected"].partition("|")[0]) :]
            rest = "|" + unbracketed(udi.elements[1:]) if len(udi.elements) > 1 else ""
            return not set(content_faults(udi)) and linear + rest == row["expected"]
        return not content_faults(udi) and scanned_as(udi) == row["expected"]

    assert agreement(vectors("gs1/gs1se_scan_data_process.json"), agrees, is_plain_scan) == (27, [])


def content_faults(udi):
    associations = module("gs1_associations").ASSOCIATION_FAULTS
    return [error for error in udi.errors if error.key not in associations]


SYMBOLOGY = {"QR": "]Q3", "DM": "]d2", "DotCode": "]J1", "DataBarExpanded": "]e0", "GS1_128_CCA": "]C1"}


def test_scan_data_are_written_as_the_engine_writes_them():
    def out_of_scope(row):
        # Plain text, composites, and retail symbols that hold a bare GTIN: nothing a device label writes.
        return not row["input"].startswith("^") or "|" in row["input"]

    def agrees(row):
        text = carriers.normalise_separators(row["input"])[0]
        pairs = [(element.identifier, element.value) for element in element_string.read_unbracketed(text).elements]
        return grammar.write_gs1(pairs, symbology=SYMBOLOGY[row["symbology"]]) == row["expected_scan"]

    assert agreement(vectors("gs1/gs1se_scan_data_generate.json"), agrees, out_of_scope) == (5, [])
