"""AHM codes of Alibaba Health (China). Their parts are not public, so a code is kept whole."""

from .answer import AHM, Reading
from .carriers import Offsets


def parse_ahm(code, start=0):
    """The ``Udi`` of an AHM code: the code is its device identifier, with a warning that nothing was verified."""
    reading = Reading(AHM, "AHM", Offsets(start))
    offset = next((i for i, char in enumerate(code) if not "!" <= char <= "~"), -1)
    if offset >= 0:
        reading.fail("character", offset, name="The AHM code", char=code[offset])
    if code == "AHM":
        reading.fail("ahm_empty", len(code))
    reading.warn("ahm_unverified")
    reading.add("DI", code, 0, "device identifier")
    return reading.finish(di=code)
