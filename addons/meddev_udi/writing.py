"""A UDI from its parts, in the syntax of its agency: what a label carries, or what is missing for it."""

from dataclasses import dataclass, field

from .grammar import (
    GS1,
    HIBCC,
    ICCBBA,
    MA,
    InvalidUdiError,
    century_fault,
    fault,
    write_gs1,
    write_hibc_primary,
    write_hibc_secondary,
    write_iccbba,
    write_ma,
)

PARTS = ("lot", "serial", "production", "expiry", "donation_number")
_NAMES = {"production": "The production date", "expiry": "The expiry"}
_GS1_ORDER = (("production", "11"), ("expiry", "17"), ("lot", "10"), ("serial", "21"))


@dataclass
class Written:
    """The forms of one UDI.

    ``bracketed`` is the human readable form (GS1 only), ``plain`` what a carrier holds (GS1: with FNC1 as the group
    separator between elements, its leading FNC1 left to the symbol), ``human`` what is printed in plain text.
    ``missing`` names parts the label carries and nobody recorded; then nothing is written. ``faults`` are
    ``UdiError``, their positions in the part concerned.
    """

    bracketed: str = ""
    plain: str = ""
    human: str = ""
    missing: tuple = ()
    faults: tuple = field(default_factory=tuple)


def write_udi(agency, code, carried, parts):
    """The UDI of the device identifier ``code``.

    A donation number stands in codes of ICCBBA; labels of other agencies carry it beside the UDI.

    :param carried: names of ``PARTS`` that the label carries
    :param parts: ``{name: text or date}``
    """
    lacking = tuple(name for name in PARTS if name in carried and not parts.get(name))
    if lacking:
        return Written(missing=lacking)
    values = {name: parts[name] for name in PARTS if name in carried}
    try:
        return _WRITERS.get(agency, _opaque)(code, values)
    except InvalidUdiError as error:
        return Written(faults=error.errors)


def _gs1(code, values):
    found = [
        wrong for name in _NAMES if name in values and (wrong := century_fault(_NAMES[name], values[name]))
    ]  # fmt: skip
    if found:
        raise InvalidUdiError(*found)
    pairs = [("01", code)]
    for name, identifier in _GS1_ORDER:
        if name in values:
            value = values[name]
            pairs.append((identifier, value if isinstance(value, str) else f"{value:%y%m%d}"))
    human = "".join(f"({identifier}){value}" for identifier, value in pairs)
    return Written(bracketed=write_gs1(pairs), plain=write_gs1(pairs, bracketed=False), human=human)


def _hibc(code, values):
    written = write_hibc_primary(code[:4], code[4:-1], code[-1])
    values = {name: value for name, value in values.items() if name != "donation_number"}
    if values:
        written = write_hibc_secondary(primary=written, **values)
    return Written(plain=written, human=f"*{written}*")


def _iccbba(code, values):
    written = write_iccbba(code, **values)
    return Written(plain=written, human=written)


def _ma(code, values):
    written = write_ma(code, **{name: value for name, value in values.items() if name != "donation_number"})
    return Written(plain=written, human=written)


def _opaque(code, values):
    if values:
        return Written(faults=(fault("ahm_no_parts"),))
    return Written(plain=code, human=code)


_WRITERS = {GS1: _gs1, HIBCC: _hibc, ICCBBA: _iccbba, MA: _ma}
