"""What reading a code answers, and how its faults are told."""

from dataclasses import dataclass, field
from datetime import date

from .messages import MESSAGES

#: Agencies whose syntax is read; "" where no syntax fits.
GS1, HIBCC, ICCBBA, MA, AHM = "GS1", "HIBCC", "ICCBBA", "MA", "AHM"

_SHOWN = 40
# Values that come from the rules, not from the code, are never cut.
_RULE_VALUES = {"needed", "allowed", "expected", "format", "name"}
# Values that may be terms of ours, and are translated with the sentence.
_TERM_VALUES = {"name", "allowed", "found", "before"}


def show(text):
    """``text`` as it may stand in a sentence: at most 40 characters, control characters written out, a space quoted."""
    if text.isspace() and text.isprintable():
        return f'"{text[:_SHOWN]}"'
    clipped = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in clipped)


@dataclass(frozen=True)
class UdiError:
    """One fault of a code.

    ``key`` names the sentence in ``MESSAGES``, ``position`` is the 0-based character offset into the input,
    ``values`` fill the sentence, ``carrier`` counts the codes (from 0) where several were read together. People are
    told both counted from 1.
    """

    key: str
    position: int
    values: tuple = ()
    carrier: int = 0

    @property
    def reason(self):
        """The fault and the rule it breaks, in English."""
        return self.render(str)

    def render(self, translate):
        """The sentence in another language: ``translate`` maps an English template to its translation."""
        values = {
            name: translate(value) if name in _TERM_VALUES and isinstance(value, str) else value
            for name, value in self.values
        }
        return translate(MESSAGES[self.key]) % values

    def tell(self, translate=str):
        """The sentence and the place, counted from 1."""
        key = "position_in_code" if self.carrier else "position"
        place = translate(MESSAGES[key]) % {"position": self.position + 1, "code": self.carrier + 1}
        return f"{self.render(translate)} {place}"

    def __str__(self):
        return self.tell()


def fault(key, position=0, **values):
    """A ``UdiError``; text that comes from the code is made fit to be shown."""
    shown = {
        name: show(value) if isinstance(value, str) and name not in _RULE_VALUES else value
        for name, value in values.items()
    }
    return UdiError(key, position, tuple(shown.items()))


class InvalidUdiError(ValueError):
    """Raised by the writers: what was asked for cannot be written. ``errors`` holds the ``UdiError`` list."""

    def __init__(self, *errors):
        self.errors = tuple(errors)
        super().__init__(" ".join(error.reason for error in self.errors))


@dataclass(frozen=True)
class Element:
    """One data element: its identifier (AI, HIBC or ISBT 128 data identifier, MA letter), value and offset."""

    identifier: str
    value: str
    position: int = 0
    title: str = ""


@dataclass(frozen=True)
class Udi:
    """A code read. Dates are effective dates; the digits of the code stay in the ``_raw`` fields.

    ``di`` is the device identifier as databases hold it: GTIN of 14 digits; HIBC labeler, product and unit of
    measure without ``+`` and check character; ISBT 128 processor product identification code; MA up to the
    product code; an AHM code whole. ``package_level`` is the GTIN indicator, the HIBC unit of measure or the MA
    package digit ("0" or the maker's base unit, "1" to "8" packages, "9" variable), "basic" for a Basic UDI-DI,
    "" where the syntax has none. ``errors`` make a code invalid, ``warnings`` do not.
    """

    agency: str = ""
    form: str = ""
    di: str = ""
    lot: str = ""
    serial: str = ""
    expiry: date | None = None
    production: date | None = None
    quantity: int | None = None
    package_level: str = ""
    expiry_raw: str = ""
    expiry_time: str = ""
    production_raw: str = ""
    basic_udi_di: str = ""
    software_version: str = ""
    donation_number: str = ""
    symbology: str = ""
    elements: tuple = ()
    errors: tuple = ()
    warnings: tuple = ()
    link_character: str = ""
    check_character: str = ""

    @property
    def valid(self):
        """The code follows its agency's syntax. It may still carry no device identifier (a second symbol)."""
        return bool(self.agency) and not self.errors

    def to_dict(self, translate=str):
        """The answer of ``udi_parse``: plain JSON types, "" for no text, None for no quantity."""
        return {
            "agency": self.agency,
            "di": self.di,
            "lot": self.lot,
            "serial": self.serial,
            "expiry": self.expiry.isoformat() if self.expiry else "",
            "production": self.production.isoformat() if self.production else "",
            "quantity": self.quantity,
            "valid": self.valid,
            "errors": [error.tell(translate) for error in self.errors],
            "package_level": self.package_level,
        }


@dataclass
class Reading:
    """A ``Udi`` in the making. ``locate`` maps an offset of the text being read to one of the input."""

    agency: str = ""
    form: str = ""
    locate: object = int
    elements: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    values: dict = field(default_factory=dict)

    def fail(self, key, position=0, **values):
        """Note a fault at ``position`` of the text being read."""
        self.errors.append(fault(key, self.locate(position), **values))

    def warn(self, key, position=0, **values):
        """Note what is worth knowing and breaks no rule."""
        self.warnings.append(fault(key, self.locate(position), **values))

    def add(self, identifier, value, position, title=""):
        """Keep one data element."""
        self.elements.append(Element(identifier, value, self.locate(position), title))

    def finish(self, **more):
        """The frozen answer, faults in the order of the code."""
        return Udi(
            agency=self.agency,
            form=self.form,
            elements=tuple(self.elements),
            errors=tuple(sorted(self.errors, key=lambda error: error.position)),
            warnings=tuple(self.warnings),
            **{**self.values, **more},
        )
