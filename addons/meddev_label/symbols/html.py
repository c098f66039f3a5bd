"""Laid-out labels as HTML for the printing of PDF: things at their places in millimetres."""

import base64
from html import escape

from .layout import Code, Picture
from .svg import device_svg, symbol_svg
from .text import LINE

FONTS = "'Noto Sans', 'DejaVu Sans', 'Noto Sans CJK SC', sans-serif"
STYLE = (
    # What a report is wrapped in has room around it, for a page of paper.
    "body, main, .article, .container { margin: 0 !important; padding: 0 !important; max-width: none !important }"
    f" .meddev_label {{ position: relative; overflow: hidden; font-family: {FONTS}; line-height: {LINE}; color: #000; "
    "background: #fff }"
    " .meddev_label > * { position: absolute; white-space: nowrap; margin: 0 }"
    " .meddev_sheet { position: relative; overflow: hidden }"
    " .meddev_sheet + .meddev_sheet { break-before: page }"
    " .meddev_sheet > * { position: absolute }"
)


def page_style(width, height):
    """CSS of a page of ``width`` times ``height`` millimetres, without margins."""
    return f"@page {{ size: {width}mm {height}mm; margin: 0 }} {STYLE}"


def label_html(items, width, height, is_specimen=False):
    """``items`` of ``lay_out`` as one block."""
    word = (
        '<div style="left: 5%; top: 35%; font-size: 20pt; color: #999; transform: rotate(-15deg)">SPECIMEN</div>'
        if is_specimen
        else ""
    )
    body = "".join(map(_placed, items))
    return f'<div class="meddev_label" style="width: {width}mm; height: {height}mm">{body}{word}</div>'


def _placed(item):
    place = f"left: {item.x:.2f}mm; top: {item.y:.2f}mm"
    if isinstance(item, Code):
        return _image(symbol_svg(item.symbol, item.module, item.height), place)
    if isinstance(item, Picture):
        return _image(device_svg(item.name, item.height), place)
    weight = "; font-weight: bold" if item.is_bold else ""
    return f'<div style="{place}; font-size: {item.size:.2f}pt{weight}">{escape(item.text)}</div>'


def _image(svg, place):
    data = base64.b64encode(svg.encode()).decode()
    return f'<img style="{place}" alt="" src="data:image/svg+xml;base64,{data}"/>'
