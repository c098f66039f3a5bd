"""Paper: size, margins and scale of a printed page, as CSS."""

from dataclasses import dataclass

SHRINKING = 0.78
"""How much smaller Odoo's reports are printed than on screen: what wkhtmltopdf's "smart shrinking" came to."""


@dataclass(frozen=True)
class Paper:
    """All lengths in millimetres of the paper that comes out of the printer."""

    width: float = 210
    height: float = 297
    top: float = 10
    right: float = 10
    bottom: float = 10
    left: float = 10
    header_spacing: float = 0
    has_header_line: bool = False
    zoom: float = SHRINKING

    def turned(self):
        """The same paper in landscape."""
        width, height = max(self.width, self.height), min(self.width, self.height)
        return Paper(**{**self.__dict__, "width": width, "height": height})

    def with_room(self, top, bottom):
        """The same paper with margins in which a header and a footer of these heights fit."""
        more = max(top - self.top, 0)
        room = {"top": self.top + more, "header_spacing": self.header_spacing + more}
        return Paper(**{**self.__dict__, **room, "bottom": max(self.bottom, bottom)})

    def css(self):
        """Page rules. Laid out larger by the zoom with which the pages are then written."""
        size, margins = self._lengths(self.width, self.height), self._lengths(
            self.top, self.right, self.bottom, self.left
        )  # fmt: skip
        full = self._lengths(self.width - self.left - self.right)
        above = self._lengths(max(self.top - self.header_spacing, 0))
        line = "border-bottom: 1px solid black;" if self.has_header_line else ""
        return (
            f"@page {{ size: {size}; margin: {margins};"
            f" @top-left {{ content: element(print-header); width: {full}; padding-top: {above}; {line}"
            " vertical-align: top }"
            f" @bottom-left {{ content: element(print-footer); width: {full}; vertical-align: bottom }} }}"
        )

    def _lengths(self, *lengths):
        return " ".join(f"{length / self.zoom:.2f}mm" for length in lengths)
