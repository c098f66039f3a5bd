"""Pictures as rows of dots for ``^GF`` of ZPL."""

from PIL import Image, ImageDraw

from .device_symbols import DEVICE_SYMBOLS, HEIGHT, STROKE, THIN

_FINER = 4
"""A device symbol is drawn so many times larger and then reduced."""


def device_image(name, height):
    """The device symbol as a black-and-white image, ``height`` dots high."""
    across, shapes = DEVICE_SYMBOLS[name]
    scale = height * _FINER / HEIGHT
    size = (max(round(across * scale / _FINER), 1), max(height, 1))
    image = Image.new("L", (size[0] * _FINER, size[1] * _FINER), 255)
    pen = ImageDraw.Draw(image)
    # A line thinner than two dots may break.
    stroke = max(round(STROKE * scale), 2 * _FINER)
    for kind, points in shapes:
        if kind == "circle":
            x, y, radius = (value * scale for value in points)
            outer = radius + stroke / 2
            pen.ellipse((x - outer, y - outer, x + outer, y + outer), outline=0, width=stroke)
            continue
        scaled = [(x * scale, y * scale) for x, y in points]
        if kind == "fill":
            pen.polygon(scaled, fill=0)
        width = max(round(THIN * scale), _FINER) if kind == "thin" else stroke
        pen.line(scaled, fill=0, width=width, joint="curve")
    return image.resize(size, Image.Resampling.BOX).point(lambda value: 255 if value > 150 else 0, mode="1")


def device_dots(name, height):
    """``^GF`` of a device symbol, ``height`` dots high."""
    image = device_image(name, height)
    pixels = image.load()
    return _graphic([[not pixels[x, y] for x in range(image.width)] for y in range(image.height)])


def matrix_dots(symbol, module):
    """``^GF`` of a matrix symbol with its quiet zone, ``module`` dots to a module."""
    blank = [[False] * symbol.columns * module] * symbol.quiet * module
    side = [False] * symbol.quiet * module
    rows = []
    for row in symbol.rows:
        wide = [is_dark for is_dark in row for _dot in range(module)]
        rows += [[*side, *wide, *side]] * module
    return _graphic([*blank, *rows, *blank])


def _graphic(rows):
    length = -(-len(rows[0]) // 8)
    data = "".join(
        f"{int(''.join('1' if dot else '0' for dot in row).ljust(length * 8, '0'), 2):0{length * 2}X}" for row in rows
    )
    total = length * len(rows)
    return f"^GFA,{total},{total},{length},{data}"
