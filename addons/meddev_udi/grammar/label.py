"""Several codes of one label read together: split GS1 carriers, HIBC primary and secondary."""

from dataclasses import replace
from datetime import date

from .answer import GS1, HIBCC, Udi, fault
from .gs1 import fields_of
from .gs1_associations import ASSOCIATION_FAULTS, association_faults
from .parse import as_text, parse

_FIELDS = (
    "di", "lot", "serial", "expiry", "production", "quantity", "package_level", "expiry_raw", "expiry_time",
    "production_raw", "basic_udi_di", "software_version", "donation_number", "form", "symbology",
)  # fmt: skip


def parse_label(codes, today=None):
    """Read the codes of one label, in any order, into one ``Udi``; never raises.

    GS1 rules on AIs that belong together hold over all carriers. The link character of a HIBC secondary code must
    be the check character of the primary. ``UdiError.carrier`` says which code an error is about.
    """
    today = today if isinstance(today, date) else date.today()
    codes = list(codes)
    read = [parse(code, today) for code in codes]
    if len(read) < 2:
        return read[0] if read else parse("", today)
    agencies = list(dict.fromkeys(udi.agency for udi in read if udi.agency))
    if len(agencies) > 1:
        values = {"first": agencies[0], "second": agencies[1]}
        return _merged(read, [fault("mixed_agencies", 0, **values)])
    if agencies == [GS1] and all(udi.agency for udi in read):
        return _merged_gs1(read, today)
    return _merged(read, _link_faults(read, codes) if agencies == [HIBCC] else [])


def _merged(read, more=()):
    """Each field from the first code that has it; faults and warnings of all codes."""
    values = {}
    for name in _FIELDS:
        given = [value for udi in read if (value := getattr(udi, name)) not in ("", None)]
        values.update({name: given[0]} if given else {})
    return Udi(
        agency=next((udi.agency for udi in read if udi.agency), ""),
        elements=tuple(element for udi in read for element in udi.elements),
        errors=(*_numbered(read, "errors"), *more),
        warnings=tuple(warning for warning in _numbered(read, "warnings") if warning.key != "no_device_identifier"),
        **values,
    )


def _numbered(read, name):
    return [replace(found, carrier=index) for index, udi in enumerate(read) for found in getattr(udi, name)]


def _merged_gs1(read, today):
    """Content faults code by code, association faults over all of them, fields from all elements."""
    merged = _merged(read)
    errors = [error for error in merged.errors if error.key not in ASSOCIATION_FAULTS]
    elements = [(index, element) for index, udi in enumerate(read) for element in udi.elements]
    found = association_faults(
        [(element.identifier, element.value, (index, element.position)) for index, element in elements]
    )
    errors += [replace(fault(key, position, **values), carrier=index) for key, (index, position), values in found]
    return replace(merged, errors=tuple(errors), **fields_of(merged.elements, today))


def _link_faults(read, codes):
    primary = next((udi for udi in read if udi.di), None)
    for index, udi in enumerate(read):
        link, expected = udi.link_character, primary and primary.check_character
        if link and expected and link != expected:
            position = len(as_text(codes[index]).rstrip("\r\n\t*")) - 2
            yield replace(fault("hibc_link", position, found=link, expected=expected), carrier=index)
