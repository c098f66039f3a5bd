"""How wide text comes out, estimated on the safe side, and where it breaks."""

MM_PER_POINT = 25.4 / 72
LINE = 1.18
"""Height of a line in sizes of its letters."""
_CLOSING = "，。、；：）】"
"""Chinese punctuation that begins no line."""
_NARROW, _WIDE = frozenset("ijl.,:;'|!()[]{}/ tfrI-"), frozenset("mwMW@%")


def width_of(text, size):
    """Millimetres that ``text`` takes at most in ``size`` points, in the sans-serif fonts that labels are set in."""
    return sum(map(_ems, text)) * size * MM_PER_POINT


def height_of(size):
    """Millimetres of a line."""
    return size * MM_PER_POINT * LINE


def _ems(character):
    if character > "\u2e7f":  # Chinese and its punctuation
        return 1.0
    if character in _NARROW:
        return 0.42
    if character in _WIDE:
        return 1.0
    return 0.61 if character.islower() else 0.72


def wrap(text, width, size):
    """Lines of ``text`` no wider than ``width`` millimetres; None where a single word is wider.

    Breaks at spaces and on either side of a Chinese character, nowhere else: a lot number stays whole.
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if width_of(piece.strip(), size) > width:
            return None
        if line and width_of((line + piece).rstrip(), size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text):
    pieces = []
    for character in text:
        is_open = pieces and pieces[-1][-1] != " " and not pieces[-1][-1] > "\u2e7f"
        is_chinese = character > "\u2e7f" and character not in _CLOSING
        if (is_open and not is_chinese) or (pieces and character in " " + _CLOSING):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
