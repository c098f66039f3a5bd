"""What stands where on a label. Nothing is ever cut off: what does not fit is refused."""

from dataclasses import dataclass

from .carriers import BAR_HEIGHT, draw, draw_gs1_128
from .device_symbols import DEVICE_SYMBOLS, HEIGHT
from .text import height_of, width_of, wrap

SMALLEST = 4.0
"""Points; nothing is printed smaller."""
_STEP = 0.25
_FACTORS = (1, 0.9, 0.8, 0.7, 0.6)
"""Everything becomes smaller until it fits."""
_MARGIN, _GAP = 1.5, 0.8
_UDI = ("udi", "", "")
"""The symbol that says what the carrier beside it is."""


class LabelError(ValueError):
    """The label is too small. ``key`` is "carrier", "text" or "fields"; ``value`` what does not fit."""

    def __init__(self, key, value):
        super().__init__(f"{key}: {value}")
        self.key, self.value = key, value


@dataclass(frozen=True)
class Label:
    """What one label says.

    ``data`` is what the carrier holds (see ``draw``), ``readable`` its human readable parts, ``fields`` are
    ``(device symbol, caption, value)``, ``maker``, ``representative`` (in the EU) and ``notes`` lines of text,
    ``symbols`` names of device symbols.
    """

    carrier: str
    data: object
    readable: tuple
    names: tuple
    fields: tuple = ()
    maker: tuple = ()
    notes: tuple = ()
    symbols: tuple = ()
    representative: tuple = ()
    is_specimen: bool = False


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    text: str
    size: float
    is_bold: bool = False


@dataclass(frozen=True)
class Picture:
    """A device symbol, by its name."""

    x: float
    y: float
    height: float
    name: str


@dataclass(frozen=True)
class Code:
    """A data carrier with its quiet zone; ``height`` is that of bars."""

    x: float
    y: float
    symbol: object
    module: float
    height: float


@dataclass(frozen=True)
class _Area:
    x: float
    y: float
    width: float
    height: float


def lay_out(label, width, height):
    """``[Code | Picture | Text]`` of ``label`` on ``width`` times ``height`` millimetres.

    :raises LabelError: something does not fit in a size that can be read
    :raises CarrierError: the carrier cannot hold the data
    """
    scale = max(1.0, min(width / 50, height / 30, 2.2))
    for factor in _FACTORS:
        try:
            return _placed(label, width, height, scale * factor)
        except LabelError:
            if factor == _FACTORS[-1]:
                raise
    return []


def _placed(label, width, height, scale):
    inner, top, bottom = width - 2 * _MARGIN, _MARGIN, height - _MARGIN
    names = _paragraph(_Area(_MARGIN, top, inner, 6.2 * max(scale, 0.7)), label.names, 7 * scale, is_bold=True)
    items = [*names]
    for block in (
        _symbols(label, scale, inner),
        _address("ec_rep", label.representative, scale, inner),
        _address("manufacturer", label.maker, scale, inner, label.notes),
        _readable(label, scale, inner),
    ):
        bottom -= block.height
        items += block.at(bottom)
    top = _end(names) + _GAP / 2
    return items + _middle(label, _Area(_MARGIN, top, inner, bottom - top), scale)


@dataclass(frozen=True)
class _Block:
    """Things placed from 0 downwards, and their height; to be moved to where there is room."""

    items: tuple
    height: float

    def at(self, y):
        return [type(item)(**{**item.__dict__, "y": item.y + y}) for item in self.items]


def _symbols(label, scale, inner):
    if not label.symbols:
        return _Block((), 0)
    size = 3.2 * scale
    total = sum(_picture_width(name, size) for name in label.symbols) + _GAP * (len(label.symbols) - 1)
    if total > inner:
        size *= inner / total
    items, x = [], _MARGIN
    for name in label.symbols:
        items.append(Picture(x, _GAP / 2, size, name))
        x += _picture_width(name, size) + _GAP
    return _Block(tuple(items), size + _GAP / 2)


def _address(name, address, scale, inner, notes=()):
    """The manufacturer or representative beside the symbol, and below what else is said in words."""
    if not (address or notes):
        return _Block((), 0)
    size = 3.2 * scale
    left = _MARGIN + (_picture_width(name, size) + _GAP if address else 0)
    room = _Area(left, 0, inner - left + _MARGIN, 2.6 * len((*address, *notes)) * max(scale, 0.9))
    lines = _paragraph(room, (*address, *notes), 5 * scale)
    picture = (Picture(_MARGIN, 0.1, size, name),) if address else ()
    return _Block((*picture, *lines), max(_end(lines), size if address else 0))


def _readable(label, scale, inner):
    """The human readable interpretation: an element stays in one line."""
    size = max(5.5 * min(scale, 1.5), SMALLEST)
    while size >= SMALLEST:
        lines = []
        for part in label.readable:
            if lines and width_of(lines[-1] + part, size) <= inner:
                lines[-1] += part
            else:
                lines.append(part)
        if len(lines) <= 3 and all(width_of(line, size) <= inner for line in lines):
            pitch = height_of(size)
            items = tuple(Text(_MARGIN, number * pitch, line, size) for number, line in enumerate(lines))
            return _Block(items, pitch * len(lines))
        size -= _STEP
    raise LabelError("text", "".join(label.readable))


def _middle(label, area, scale):
    """The carrier, the fields to the right of it, or below where it has bars."""
    if label.carrier in {"gs1_128", "code_128"}:
        return _with_bars(label, area, scale)
    symbol = draw(label.carrier, label.data)
    side = min(area.height, area.width * 0.45)
    module = symbol.module_for(side, side)
    if not module:
        raise LabelError("carrier", label.carrier)
    used = symbol.columns * module
    left = used + _GAP
    room = _Area(area.x + left, area.y, area.width - left, area.height)
    return [Code(area.x, area.y, symbol, module, used), *_fields((_UDI, *label.fields), room, scale)]


def _with_bars(label, area, scale):
    symbols = draw_gs1_128(label.data) if label.carrier == "gs1_128" else [draw(label.carrier, label.data)]
    items, y = [], area.y
    for symbol in symbols:
        module = symbol.module_for(area.width, BAR_HEIGHT)
        if not module:
            raise LabelError("carrier", label.carrier)
        items.append(Code(area.x, y, symbol, module, BAR_HEIGHT))
        y += BAR_HEIGHT + _GAP
    room = _Area(area.x, y, area.width, area.y + area.height - y)
    if room.height < 0:
        raise LabelError("carrier", label.carrier)
    return [*items, *_fields((_UDI, *label.fields), room, scale)]


def _fields(fields, area, scale):
    """Fields one beside the other as far as they fit, in the largest letters with which all find room."""
    size = max(7 * min(scale, 1.6), SMALLEST)
    while size >= SMALLEST:
        if (items := _flow(fields, area, size)) is not None:
            return items
        size -= _STEP
    raise LabelError("fields", ", ".join(value for _name, _caption, value in fields if value))


def _flow(fields, area, size):
    small = max(size * 0.62, SMALLEST)
    has_captions = any(caption for _name, caption, _value in fields)
    value_top = height_of(small) * 0.92 if has_captions else 0
    row = value_top + height_of(size)
    items, x, y = [], 0.0, 0.0
    for name, caption, value in fields:
        icon = min(row * 0.8, 4.5)
        text_left = _picture_width(name, icon) + 0.6
        taken = text_left + max(width_of(value, size) * 1.03, width_of(caption, small))
        if taken > area.width:
            return None
        if x and x + taken > area.width:
            x, y = 0.0, y + row + 0.3
        if y + row > area.height:
            return None
        left, top = area.x + x, area.y + y
        items.append(Picture(left, top + (row - icon) / 2, icon, name))
        if caption:
            items.append(Text(left + text_left, top, caption, small))
        if value:
            items.append(Text(left + text_left, top + value_top, value, size, is_bold=True))
        x += taken + 1.6
    return items


def _paragraph(area, texts, largest, is_bold=False):
    """``texts``, each from a line of its own, in the largest letters with which they fit."""
    size = max(largest, SMALLEST)
    while size >= SMALLEST:
        lines = [wrap(text, area.width / (1.06 if is_bold else 1), size) for text in texts]
        if None not in lines:
            flat = [line for wrapped in lines for line in wrapped]
            pitch = height_of(size)
            if pitch * len(flat) <= area.height:
                return [Text(area.x, area.y + number * pitch, line, size, is_bold) for number, line in enumerate(flat)]
        size -= _STEP
    raise LabelError("text", " / ".join(texts))


def _end(lines):
    return max((line.y + height_of(line.size) for line in lines), default=0)


def _picture_width(name, height):
    return DEVICE_SYMBOLS[name][0] / HEIGHT * height
