"""The symbols that a device label needs (shapes after ISO 15223-1), as lines and areas; drawn, not set in a font.

``DEVICE_SYMBOLS`` maps a name to ``(width, shapes)`` in a field ten units high; a shape is ``("line", points)``,
``("thin", points)``, ``("fill", points)`` or ``("circle", (x, y, radius))``.
"""

HEIGHT = 10
STROKE = 0.75
THIN = 0.4
_LETTER_HEIGHT, _GAP = 6, 1.5

_LETTERS = {
    "A": ((0, 6), (2, 0), (4, 6), None, (0.8, 4), (3.2, 4)),
    "C": ((4, 1.2), (2.8, 0), (1.3, 0), (0, 1.3), (0, 4.7), (1.3, 6), (2.8, 6), (4, 4.8)),
    "D": ((0, 0), (0, 6), (2.2, 6), (4, 4.5), (4, 1.5), (2.2, 0), (0, 0)),
    "E": ((3.6, 0), (0, 0), (0, 6), (3.6, 6), None, (0, 3), (3, 3)),
    "F": ((3.6, 0), (0, 0), (0, 6), None, (0, 3), (3, 3)),
    "I": ((0, 0), (0, 6)),
    "L": ((0, 0), (0, 6), (3.4, 6)),
    "M": ((0, 6), (0, 0), (2.4, 4), (4.8, 0), (4.8, 6)),
    "N": ((0, 6), (0, 0), (4, 6), (4, 0)),
    "O": ((1.3, 0), (2.9, 0), (4.2, 1.3), (4.2, 4.7), (2.9, 6), (1.3, 6), (0, 4.7), (0, 1.3), (1.3, 0)),
    "P": ((0, 6), (0, 0), (2.8, 0), (4, 0.9), (4, 2.4), (2.8, 3.3), (0, 3.3)),
    "R": ((0, 6), (0, 0), (2.8, 0), (4, 0.9), (4, 2.2), (2.8, 3.1), (0, 3.1), None, (2, 3.1), (4, 6)),
    "S": (
        (4, 0.8), (3, 0), (1, 0), (0, 0.9), (0, 2), (1, 2.9), (3, 3.1), (4, 4), (4, 5.1), (3, 6), (1, 6), (0, 5.2),
    ),
    "T": ((0, 0), (4, 0), None, (2, 0), (2, 6)),
    "U": ((0, 0), (0, 4.7), (1.2, 6), (2.8, 6), (4, 4.7), (4, 0)),
    "Z": ((0, 0), (4, 0), (0, 6), (4, 6)),
    "2": ((0.2, 1.3), (1.2, 0), (2.9, 0), (3.9, 1.2), (3.9, 2.2), (0, 6), (4, 6)),
}  # fmt: skip


def _written(text, left, top, scale=1.0):
    """Lines of ``text`` and the place where it ends."""
    shapes = []
    for letter in text:
        strokes = _LETTERS[letter]
        line = []
        for point in (*strokes, None):
            if point is None:
                shapes.append(("line", tuple(line)))
                line = []
            else:
                line.append((left + point[0] * scale, top + point[1] * scale))
        left += (max(point[0] for point in strokes if point) + _GAP) * scale
    return shapes, left - _GAP * scale


def _boxed(*words, is_crossed=False):
    """Words in a row of frames: REF, LOT, STERILE and how."""
    shapes, left = [], 0.4
    for word in words:
        drawn, right = _written(word, left + 1.4, (HEIGHT - _LETTER_HEIGHT) / 2)
        right += 1.4
        frame = ((left, 0.4), (right, 0.4), (right, 9.6), (left, 9.6), (left, 0.4))
        shapes += [*drawn, ("line", frame)]
        left = right
    if is_crossed:
        shapes.append(("line", ((0.4, 9.6), (left, 0.4))))
    return left + 0.4, tuple(shapes)


_FACTORY = ((0.5, 9.5), (0.5, 0.8), (2.9, 0.8), (2.9, 5.6), (6.2, 3.2), (6.2, 5.6), (9.5, 3.2), (9.5, 9.5), (0.5, 9.5))
_HOURGLASS = (
    ("line", ((1, 0.6), (7, 0.6))),
    ("line", ((1, 9.4), (7, 9.4))),
    ("line", ((1.7, 0.6), (1.7, 2.4), (4, 5), (1.7, 7.6), (1.7, 9.4))),
    ("line", ((6.3, 0.6), (6.3, 2.4), (4, 5), (6.3, 7.6), (6.3, 9.4))),
)
_ONCE = (
    ("circle", (5, 5, 4.5)),
    *_written("2", 3.4, 2.6, 0.8)[0],
    ("line", ((1.82, 1.82), (8.18, 8.18))),
)
_BOOK = (
    ("line", ((6, 3.1), (4.6, 2.2), (0.5, 2.2), (0.5, 8.2), (4.6, 8.2), (6, 9.1))),
    ("line", ((6, 3.1), (7.4, 2.2), (11.5, 2.2), (11.5, 8.2), (7.4, 8.2), (6, 9.1), (6, 3.1))),
    ("line", ((8.9, 4.6), (8.9, 6.9))),
    ("line", ((8.3, 4.6), (8.9, 4.6))),
    ("line", ((8.3, 6.9), (9.5, 6.9))),
    ("line", ((8.9, 3.3), (8.9, 3.35))),
)
_CAUTION = (
    ("line", ((5.5, 0.7), (10.5, 9.4), (0.5, 9.4), (5.5, 0.7))),
    ("line", ((5.5, 3.6), (5.5, 6.4))),
    ("line", ((5.5, 7.9), (5.5, 7.95))),
)
_THERMOMETER = (
    ("line", ((2.6, 6.4), (2.6, 1.6), (3.2, 0.8), (3.8, 0.8), (4.4, 1.6), (4.4, 6.4))),
    ("circle", (3.5, 7.8, 1.6)),
    ("fill", ((3.2, 7.6), (3.2, 4.2), (3.8, 4.2), (3.8, 7.6))),
)
_TEMPERATURE = (*_THERMOMETER, ("line", ((5.2, 2.2), (7, 2.2))), ("line", ((0.5, 5), (1.8, 5))))
_FORBIDDEN = (("circle", (5, 5, 4.5)), ("line", ((1.82, 1.82), (8.18, 8.18))))
_DAMAGED = (
    *_FORBIDDEN,
    ("line", ((2.7, 3.3), (7.3, 3.3), (7.3, 6.9), (2.7, 6.9), (2.7, 3.3))),
    ("thin", ((5.3, 3.3), (4.5, 4.4), (5.6, 5.4), (4.7, 6.9))),
)
_STERILISED_AGAIN = (
    ("circle", (9, 5, 4.6)),
    ("line", ((5.75, 1.75), (12.25, 8.25))),
    *_written("2", 8.3, 1.2, 0.4)[0],
    *(("thin", points) for _kind, points in _written("STERILIZE", 2.45, 4.6, 0.34)[0]),
    ("thin", ((1.6, 3.9), (16.4, 3.9), (16.4, 7.4), (1.6, 7.4), (1.6, 3.9))),
)
_UMBRELLA = (
    ("line", ((0.8, 5.4), (1.6, 3.6), (3.2, 2.4), (5, 2), (6.8, 2.4), (8.4, 3.6), (9.2, 5.4), (0.8, 5.4))),
    ("line", ((5, 5.4), (5, 8.6), (5.6, 9.4), (6.4, 9.2), (6.8, 8.4))),
    ("line", ((2, 0.5), (1.6, 1.3))),
    ("line", ((5, 0.4), (4.8, 1))),
    ("line", ((8, 0.5), (8.4, 1.3))),
)


def _with_steam():
    """STERILE beside the sign of heat."""
    width, shapes = _boxed("STERILE", "I")
    # The letter holds the room of the sign.
    left = width - 0.4 - 1.4
    kept = [shape for shape in shapes if not (shape[0] == "line" and shape[1] == ((left, 2), (left, 8)))]
    widened = [
        (kind, tuple((x + 2.6 if x > width - 1 else x, y) for x, y in points)) for kind, points in kept
    ]  # fmt: skip
    heat = [
        (kind, (points[0] * 0.8 + left - 1.5, points[1] * 0.8 + 1, points[2] * 0.8))
        if kind == "circle"
        else (kind, tuple((x * 0.8 + left - 1.5, y * 0.8 + 1) for x, y in points))
        for kind, points in _THERMOMETER
    ]
    return width + 2.6, (*widened, *heat)


DEVICE_SYMBOLS = {
    "manufacturer": (10, (("fill", _FACTORY),)),
    "production_date": (10, (("line", _FACTORY),)),
    "use_by": (8, _HOURGLASS),
    "lot": _boxed("LOT"),
    "serial": _boxed("SN"),
    "catalogue": _boxed("REF"),
    "medical_device": _boxed("MD"),
    "udi": _boxed("UDI"),
    "sterile": _boxed("STERILE"),
    "sterile_eo": _boxed("STERILE", "EO"),
    "sterile_r": _boxed("STERILE", "R"),
    "sterile_a": _boxed("STERILE", "A"),
    "sterile_steam": _with_steam(),
    "ec_rep": _boxed("EC", "REP"),
    "temperature": (7.5, _TEMPERATURE),
    "damaged": (10, _DAMAGED),
    "no_resterilise": (18, _STERILISED_AGAIN),
    "keep_dry": (10, _UMBRELLA),
    "non_sterile": _boxed("STERILE", is_crossed=True),
    "single_use": (10, _ONCE),
    "instructions": (12, _BOOK),
    "caution": (11, _CAUTION),
}
