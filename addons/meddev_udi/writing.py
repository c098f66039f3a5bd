"""A UDI from its parts, in the syntax of its agency: what a label carries, or what is missing for it."""

from dataclasses import dataclass, field

from .grammar import (
    GS1,
    HIBCC,
    ICCBBA,
    MA,
    InvalidUdiError,
    write_gs1,
    write_hibc_primary,
    write_hibc_secondary,
    write_iccbba,
    write_ma,
)

PARTS = ("lot", "serial", "production", "expiry")
_GS1_ORDER = (("production", "11"), ("expiry", "17"), ("lot", "10"), ("serial", "21"))


@dataclass
class Written:
    """The forms of one UDI.

    ``bracketed`` is the human readable form (GS1 only), ``plain`` what a carrier holds (GS1: with FNC1 as the group
    separator between elements, its leading FNC1 left to the symbol), ``human`` what is printed in plain text.
    ``missing`` names parts the label carries and nobody recorded; then nothing is written. ``faults`` are the
    writer's sentences.
    """

    bracketed: str = ""
    plain: str = ""
    human: str = ""
    missing: tuple = ()
    faults: tuple = field(default_factory=tuple)


def write_udi(agency, code, carried, parts):
    """The UDI of the device identifier ``code``.

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
        return Written(faults=tuple(found.reason for found in error.errors))


def _gs1(code, values):
    pairs = [("01", code)]
    for name, identifier in _GS1_ORDER:
        if name in values:
            value = values[name]
            pairs.append((identifier, value if isinstance(value, str) else f"{value:%y%m%d}"))
    bracketed = write_gs1(pairs)
    return Written(bracketed=bracketed, plain=write_gs1(pairs, bracketed=False), human=bracketed)


def _hibc(code, values):
    written = write_hibc_primary(code[:4], code[4:-1], code[-1])
    if values:
        written = write_hibc_secondary(primary=written, **values)
    return Written(plain=written, human=f"*{written}*")


def _iccbba(code, values):
    written = write_iccbba(code, **values)
    return Written(plain=written, human=written)


def _ma(code, values):
    written = write_ma(code, **values)
    return Written(plain=written, human=written)


def _opaque(code, values):
    if values:
        return Written(faults=("No public rule says how this agency writes production identifiers.",))
    return Written(plain=code, human=code)


_WRITERS = {GS1: _gs1, HIBCC: _hibc, ICCBBA: _iccbba, MA: _ma}
