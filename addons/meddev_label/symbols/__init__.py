"""Labels of medical devices in plain Python: data carriers, device symbols, layout, SVG and ZPL. Needs no Odoo."""

from .carriers import CARRIERS, CarrierError, Symbol, draw, draw_gs1_128
from .device_symbols import DEVICE_SYMBOLS
from .html import label_html, page_style
from .layout import Label, LabelError, lay_out
from .svg import device_svg, symbol_svg
from .zpl import label_zpl
