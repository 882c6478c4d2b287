"""A TrueType font that remembers how wide its words are: most words of a letter come more than once."""

from __future__ import annotations

from reportlab.pdfbase.ttfonts import TTFont

_MOST = 20_000
"""Words remembered; then it starts afresh."""


class Measured(TTFont):
    """A font of reportlab that measures each text once."""

    def __init__(self, name: str, file: str) -> None:
        """Read the font from a file."""
        super().__init__(name, file)
        self._widths: dict[str, float] = {}

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """Return the width of a text in points at a size in points."""
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) >= _MOST:
                self._widths.clear()
            width = self._widths[text] = super().stringWidth(text, 1000, encoding)
        return width * size / 1000
