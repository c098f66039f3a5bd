"""Labels as images, and what an independent reader (zxing-cpp) sees on them, for the tests of this folder."""

import io

import resvg_py
import zxingcpp
from PIL import Image

from .support import load_rule
from .udi_support import grammar

symbols = load_rule("meddev_label", "symbols")
GTIN = "06901234567892"
CSET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


def module(name):
    return load_rule("meddev_label", f"symbols.{name}")


def image_of(svg, dpi=600):
    """Grey image of an SVG at the size it says it has."""
    return Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg, dpi=dpi)))).convert("L")


def read(image):
    """``[(symbology identifier, bytes)]`` of all carriers on an image."""
    pixels = memoryview(image.tobytes()).cast("B", (image.height, image.width))
    return [(found.symbology_identifier, found.bytes) for found in zxingcpp.read_barcodes(pixels)]


def enlarged(symbol, dots=3):
    """The symbol's own modules as an image, quiet zone included."""
    rows = symbol.rows * (40 if symbol.is_linear else 1)
    size = (len(symbol.rows[0]), len(rows))
    image = Image.frombytes("L", size, bytes(0 if dark else 255 for row in rows for dark in row))
    canvas = Image.new("L", (size[0] + 2 * symbol.quiet, size[1] + 2 * symbol.quiet), 255)
    canvas.paste(image, (symbol.quiet, symbol.quiet))
    return canvas.resize((canvas.width * dots, canvas.height * dots), Image.Resampling.NEAREST)


def meant(elements):
    """The bytes that a GS1 carrier of ``elements`` transmits, as the UDI grammar writes them."""
    return grammar.write_gs1(elements, bracketed=False).encode()
