"""Character sets of the UDI syntaxes, and where a text leaves them."""

import re

DIGITS = "0123456789"
UPPERCASE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

#: GS1 General Specifications 7.11: encodable character set 82 (ISO/IEC 646 invariant without space), in its order.
CSET_82 = f"!\"%&'()*+,-./{DIGITS}:;<=>?{UPPERCASE}_{UPPERCASE.lower()}"
#: Character set 39 of component and part identifiers (AI 8010).
CSET_39 = f"#-/{DIGITS}{UPPERCASE}"
#: File-safe base64 (RFC 4648 section 5); padding is checked apart.
CSET_64 = f"{UPPERCASE}{UPPERCASE.lower()}{DIGITS}-_"
#: HIBC characters in the order of their check values 0 to 42 (ANSI/HIBC 2, table of check character values).
HIBC_43 = f"{DIGITS}{UPPERCASE}-. $/+%"


def outside(characters):
    """A pattern that finds the first character that is not one of ``characters``."""
    return re.compile(f"[^{re.escape(characters)}]")


_OUTSIDE = {characters: outside(characters) for characters in (DIGITS, CSET_82, CSET_39, CSET_64, HIBC_43)}


def first_outside(text, characters):
    """Offset of the first character of ``text`` that is not one of ``characters``; -1 when all are."""
    pattern = _OUTSIDE.get(characters) or outside(characters)
    found = pattern.search(text)
    return found.start() if found else -1


def is_digits(text):
    """Only the ten ASCII digits, at least one. ``str.isdigit`` would take other scripts' digits too."""
    return text.isascii() and text.isdigit()
