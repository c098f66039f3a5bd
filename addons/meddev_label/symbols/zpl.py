"""A label in ZPL II, the language of Zebra's printers and of those that understand it.

The printer draws DataMatrix, bars and links itself (``^BX``, ``^BC``, ``^BQ``); a QR code with FNC1, which its
language lacks, and the device symbols come as dots (``^GF``).
"""

from .carriers import CARRIERS, element_string
from .code_128 import invocation
from .dots import device_dots, matrix_dots
from .layout import Code, LabelError, Picture, lay_out
from .text import MM_PER_POINT

CHINESE_FONT = "E:SIMSUN.TTF"
"""Where the printer keeps a font with Chinese; printers differ."""
_ESCAPE = "#"
"""Announces FNC1 in ``^BX``: a character that no GS1 element may have."""


def label_zpl(label, width, height, dots_per_mm=8, copies=1, font=CHINESE_FONT):
    """ZPL of ``copies`` labels, UTF-8.

    :param dots_per_mm: 6, 8, 12 or 24 (152, 203, 300, 600 dpi; 300 dpi has 11.81, which Zebra counts as 12)
    :param font: of text that is not ASCII
    :raises LabelError: see ``lay_out``; also where a module would have less than two dots
    """
    fields = []
    for item in lay_out(label, width, height):
        position = f"^FO{round(item.x * dots_per_mm)},{round(item.y * dots_per_mm)}"
        if isinstance(item, Code):
            fields.append(_code(item, dots_per_mm))
        elif isinstance(item, Picture):
            fields.append(position + device_dots(item.name, round(item.height * dots_per_mm)) + "^FS")
        else:
            fields.append(position + _text(item, dots_per_mm, font))
    if label.is_specimen:
        fields.append(f"^FO0,{round(height * dots_per_mm / 3)}{_letters(8, dots_per_mm)}^FDSPECIMEN^FS")
    size = f"^PW{round(width * dots_per_mm)}^LL{round(height * dots_per_mm)}"
    return "\n".join(["^XA", "^CI28", size, "^LH0,0", *fields, f"^PQ{copies}", "^XZ", ""])


def _text(item, dots_per_mm, font):
    name = "" if item.text.isascii() else font
    return f"{_letters(item.size * MM_PER_POINT, dots_per_mm, name)}^FH_^FD{_hex(item.text)}^FS"


def _letters(height, dots_per_mm, font=""):
    dots = max(round(height * dots_per_mm), 10)
    # Without a width the built-in font is as narrow as its design.
    return f"^A@N,{dots},{dots},{font}" if font else f"^A0N,{dots}"


def _hex(text):
    """What ZPL takes for commands, written as ``^FH`` has it."""
    return "".join(f"_{ord(character):02X}" if character in "^~_\\" else character for character in text)


def _code(item, dots_per_mm):
    symbol, carrier = item.symbol, item.symbol.carrier
    dots = int(item.module * dots_per_mm + 0.001)
    if dots < CARRIERS[carrier].modules[0] * dots_per_mm * 0.95:
        raise LabelError("carrier", carrier)
    if carrier == "gs1_qr":
        return f"^FO{round(item.x * dots_per_mm)},{round(item.y * dots_per_mm)}{matrix_dots(symbol, dots)}^FS"
    # The printer draws no quiet zone: it is left free.
    down = 0 if symbol.is_linear else symbol.quiet * dots
    origin = f"^FO{round(item.x * dots_per_mm) + symbol.quiet * dots},{round(item.y * dots_per_mm) + down}"
    if carrier == "qr":
        return f"{origin}^BQN,2,{min(dots, 10)}^FH_^FDMA,{_hex(symbol.data)}^FS"
    if symbol.is_linear:
        bars = f"^BY{dots}^BCN,{round(item.height * dots_per_mm)},N,N,N,N"
        return f"{origin}{bars}^FH_^FD{_hex(_bar_data(symbol))}^FS"
    return f"{origin}^BXN,{dots},200,,,,{_ESCAPE},1^FH_^FD{_hex(_matrix_data(symbol))}^FS"


def _bar_data(symbol):
    if symbol.carrier == "code_128":
        return invocation(symbol.data)
    return invocation(element_string(symbol.data), is_gs1=True)


def _matrix_data(symbol):
    if symbol.carrier == "datamatrix":
        return symbol.data.replace(_ESCAPE, _ESCAPE * 2)
    fnc1 = f"{_ESCAPE}1"
    return fnc1 + element_string(symbol.data, fnc1)
