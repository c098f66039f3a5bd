"""Symbols as SVG in millimetres. A matrix is one outline, so that no hairlines show between its modules."""

from .carriers import BAR_HEIGHT
from .device_symbols import DEVICE_SYMBOLS, HEIGHT, STROKE, THIN


def symbol_svg(symbol, module, height=BAR_HEIGHT):
    """SVG of a data carrier with its quiet zone on white.

    :param module: size of a module in millimetres
    :param height: of bars in millimetres
    """
    if symbol.is_linear:
        across, down = symbol.columns, height / module
        path = _bars(symbol.rows[0], symbol.quiet, down)
    else:
        across = down = symbol.columns
        path = _outline(symbol.rows, symbol.quiet)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across * module:.4f}mm" height="{down * module:.4f}mm" '
        f'viewBox="0 0 {across} {down:.4f}"><rect width="{across}" height="{down:.4f}" fill="#fff"/>'
        f'<path fill-rule="evenodd" d="{path}"/></svg>'
    )


def device_svg(name, height):
    """SVG of the device symbol ``name``, ``height`` millimetres high."""
    width, shapes = DEVICE_SYMBOLS[name]
    drawn = "".join(_shape(kind, points) for kind, points in shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width / HEIGHT * height:.3f}mm" height="{height:.3f}mm" '
        f'viewBox="0 0 {width:.2f} {HEIGHT}" fill="none" stroke="#000" stroke-width="{STROKE}" '
        f'stroke-linejoin="round" stroke-linecap="round">{drawn}</svg>'
    )


def _shape(kind, points):
    if kind == "circle":
        x, y, radius = points
        return f'<circle cx="{x}" cy="{y}" r="{radius}"/>'
    line = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    style = {"fill": ' fill="#000"', "thin": f' stroke-width="{THIN}"'}.get(kind, "")
    return f'<polyline points="{line}"{style}/>'


def _bars(row, quiet, height):
    return "".join(f"M{quiet + start} 0h{length}v{height:.4f}h-{length}z" for start, length in runs(row))


def runs(row):
    """``(start, length)`` of what is dark in a row."""
    found = []
    for column, is_dark in enumerate(row):
        if is_dark and found and sum(found[-1]) == column:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif is_dark:
            found.append((column, 1))
    return found


def _outline(rows, quiet):
    """The edges between dark and light, joined to closed lines; filled by the even-odd rule."""
    follows = {}
    for y, row in enumerate(rows):
        for x, is_dark in enumerate(row):
            if is_dark:
                _toggle(follows, x, y)
    lines = []
    while follows:
        start = point = next(iter(follows))
        corners, direction = [], None
        while point in follows:
            following = follows[point].pop()
            if not follows[point]:
                del follows[point]
            turn = (following[0] - point[0], following[1] - point[1])
            if turn != direction:
                corners.append(point)
            point, direction = following, turn
            if point == start:
                break
        lines.append("M" + "L".join(f"{x + quiet} {y + quiet}" for x, y in corners) + "z")
    return "".join(lines)


def _toggle(follows, x, y):
    """Add the four edges of a module, clockwise; an edge shared with a neighbour runs both ways and goes."""
    corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
    for one, other in zip(corners, corners[1:] + corners[:1]):
        if one in follows.get(other, ()):
            follows[other].remove(one)
            if not follows[other]:
                del follows[other]
        else:
            follows.setdefault(one, []).append(other)
