"""Data carriers as matrices of modules. Zint draws them; what goes in, and how large they are, is decided here.

Sizes of modules (X-dimension) in millimetres: smallest, aimed at, largest, after the GS1 General Specifications for
regulated healthcare items that are not sold at retail; quiet zones in modules, bars in millimetres.
"""

from dataclasses import dataclass

import zint

#: What a GS1 element may hold (GS1 General Specifications 7.11), so that no value opens an element of its own.
_CSET_82 = frozenset("!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
_GS1 = zint.InputMode.GS1 | zint.InputMode.GS1NOCHECK
_PREDEFINED = frozenset(["00", "01", "02", "03", "04", *map(str, range(11, 21)), *map(str, range(31, 37)), "41"])
"""How AIs begin whose elements have a predefined length and no FNC1 behind them (GS1 General Specifications 7.8.5)."""
GS1_128_LIMIT = 48
"""Data characters of one GS1-128 symbol, FNC1 between elements included."""


class CarrierError(ValueError):
    """The carrier cannot hold this. ``key`` is "character", "empty" or "length"; ``value`` what it is about."""

    def __init__(self, key, value):
        super().__init__(f"{key}: {value}")
        self.key, self.value = key, value


@dataclass(frozen=True)
class Carrier:
    """One kind of symbol. ``identifier`` is what a reader puts in front of the data (ISO/IEC 15424)."""

    symbology: zint.Symbology
    identifier: str
    quiet: int
    modules: tuple
    is_gs1: bool = False
    is_linear: bool = False


_MATRIX, _LINEAR = (0.254, 0.38, 0.99), (0.17, 0.25, 0.495)
CARRIERS = {
    "gs1_datamatrix": Carrier(zint.Symbology.DATAMATRIX, "]d2", 1, _MATRIX, is_gs1=True),
    "gs1_qr": Carrier(zint.Symbology.QRCODE, "]Q3", 4, _MATRIX, is_gs1=True),
    "gs1_128": Carrier(zint.Symbology.GS1_128, "]C1", 10, _LINEAR, is_gs1=True, is_linear=True),
    "datamatrix": Carrier(zint.Symbology.DATAMATRIX, "]d1", 1, _MATRIX),
    "qr": Carrier(zint.Symbology.QRCODE, "]Q1", 4, _MATRIX),
    "code_128": Carrier(zint.Symbology.CODE128, "]C0", 10, _LINEAR, is_linear=True),
}
BAR_HEIGHT = 12.7
"""Least height of bars."""


@dataclass(frozen=True)
class Symbol:
    """A drawn symbol: ``rows`` of modules, True is dark, without the quiet zone; one row where it has bars."""

    carrier: str
    data: object
    rows: tuple

    @property
    def quiet(self):
        """Modules that stay light around it; left and right only, where it has bars."""
        return CARRIERS[self.carrier].quiet

    @property
    def is_linear(self):
        return CARRIERS[self.carrier].is_linear

    @property
    def columns(self):
        """Modules across, quiet zone included."""
        return len(self.rows[0]) + 2 * self.quiet

    def module_for(self, width, height):
        """The module size in millimetres with which it fits, quiet zone included; None where the smallest is too large.

        The size aimed at is not exceeded.
        """
        smallest, target, _largest = CARRIERS[self.carrier].modules
        found = min(target, width / self.columns, target if self.is_linear else height / self.columns)
        fits = found >= smallest and (height >= BAR_HEIGHT or not self.is_linear)
        return found if fits else None


def draw(carrier, data):
    """A :class:`Symbol`.

    :param carrier: key of :data:`CARRIERS`
    :param data: for GS1 carriers pairs of AI and value, as ``write_gs1`` of the UDI grammar accepts them; else text
    :raises CarrierError: it is empty, too long, or has a character that the carrier does not take
    """
    kind = CARRIERS[carrier]
    text = _bracketed(data) if kind.is_gs1 else _plain(data)
    symbol = zint.Symbol()
    symbol.symbology = kind.symbology
    symbol.warn_level = zint.WarningLevel.FAIL_ALL
    symbol.input_mode = _GS1 if kind.is_gs1 else zint.InputMode.DATA
    if kind.symbology is zint.Symbology.DATAMATRIX:
        symbol.option_3 = zint.DataMatrixOptions.SQUARE
    if kind.symbology is zint.Symbology.QRCODE:
        symbol.option_1 = 2  # error correction level M
    try:
        symbol.encode(text)
    except Exception as error:  # Zint raises plain RuntimeError and its own warnings alike
        raise CarrierError("length", text) from error
    return Symbol(carrier, data, _modules(symbol))


def draw_gs1_128(elements):
    """As many GS1-128 symbols as the elements need, in their order: none holds more than 48 characters."""
    symbols, batch, length = [], [], 0
    for code, value in elements:
        added = len(code) + len(value) + 1
        if batch and length + added > GS1_128_LIMIT + 1:  # no FNC1 behind the last
            symbols.append(draw("gs1_128", batch))
            batch, length = [], 0
        batch.append((code, value))
        length += added
    return [*symbols, draw("gs1_128", batch)]


def element_string(elements, separator="\x1d"):
    """What a GS1 carrier holds behind its leading FNC1."""
    last = len(elements) - 1
    return "".join(
        f"{code}{value}{'' if number == last or code[:2] in _PREDEFINED else separator}"
        for number, (code, value) in enumerate(elements)
    )


def _bracketed(elements):
    elements = list(elements)
    if not elements:
        raise CarrierError("empty", "")
    for code, value in elements:
        if not value:
            raise CarrierError("empty", code)
        if outside := set(value) - _CSET_82:
            raise CarrierError("character", min(outside))
    return "".join(f"[{code}]{value}" for code, value in elements)


def _plain(text):
    if not text:
        raise CarrierError("empty", "")
    if outside := [character for character in text if not " " <= character <= "~"]:
        raise CarrierError("character", outside[0])
    return text


def _modules(symbol):
    """Zint packs eight modules into a byte, the first into the lowest bit."""
    packed, (_rows, stride) = bytes(symbol.encoded_data), symbol.encoded_data.shape
    return tuple(
        tuple(bool(packed[row * stride + column // 8] >> column % 8 & 1) for column in range(symbol.width))
        for row in range(symbol.rows)
    )
