"""The colours of each appearance by what they are for, and the pairs of them that have to be told apart.

A test computes the contrast of every pair: of text and background at least 4.5 to 1, of a line that one has to see at
least 3 to 1, and of text in high contrast at least 7 to 1. Another reads the style sheet and what paints itself for
pairs that are not listed.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True)
class Colours:
    """The colours of one appearance."""

    window: str
    surface: str
    text: str
    muted: str
    disabled: str
    """Words of what cannot be used now."""
    hairline: str
    """What only divides; nothing is lost to whom it is invisible."""
    border: str
    """The outline of what can be used."""
    accent: str
    on_accent: str
    selection: str
    hover: str
    met: str
    not_met: str
    not_documented: str
    overridden: str
    urgent: str

    def __getitem__(self, name: str) -> QColor:
        return QColor(getattr(self, name))


COLOURS: dict[str, Colours] = {
    "light": Colours(
        window="#f5f6f8", surface="#ffffff", text="#1b1f24", muted="#57606a", disabled="#68717b", hairline="#dde1e6",
        border="#878f9a", accent="#1c5cb8", on_accent="#ffffff", selection="#d9e7fb", hover="#eaedf1",
        met="#17643a", not_met="#b0241c", not_documented="#57606a", overridden="#1c5cb8", urgent="#854d00",
    ),
    "dark": Colours(
        window="#15181c", surface="#1d2126", text="#e6e9ed", muted="#a5aeb9", disabled="#8b939e", hairline="#343a42",
        border="#75808c", accent="#86b4ff", on_accent="#0f141a", selection="#294166", hover="#272c33",
        met="#73d19a", not_met="#ff9b93", not_documented="#a5aeb9", overridden="#86b4ff", urgent="#f0b860",
    ),
    "contrast-light": Colours(
        window="#ffffff", surface="#ffffff", text="#000000", muted="#2e2e2e", disabled="#4d4d4d", hairline="#767676",
        border="#000000", accent="#00308f", on_accent="#ffffff", selection="#d6e6ff", hover="#ececec",
        met="#003f1b", not_met="#7f0000", not_documented="#2e2e2e", overridden="#00308f", urgent="#4d2c00",
    ),
    "contrast-dark": Colours(
        window="#000000", surface="#000000", text="#ffffff", muted="#d6d6d6", disabled="#bdbdbd", hairline="#8a8a8a",
        border="#ffffff", accent="#9fd0ff", on_accent="#000000", selection="#00305f", hover="#1f1f1f",
        met="#86f0b0", not_met="#ffb3ad", not_documented="#d6d6d6", overridden="#9fd0ff", urgent="#ffd27a",
    ),
}  # fmt: skip

_FRONTS = ("text", "muted", "accent", "met", "not_met", "not_documented", "overridden", "urgent")
_BACKS = ("window", "surface", "selection", "hover")
PAIRS: tuple[tuple[str, str], ...] = (
    *((front, back) for front in _FRONTS for back in _BACKS),
    ("disabled", "window"),
    ("disabled", "surface"),
    ("on_accent", "accent"),
)
"""The pairs of text and background that the window uses."""

OUTLINES: tuple[tuple[str, str], ...] = (
    *((line, back) for line in ("border", "accent", "not_met") for back in ("window", "surface")),
    ("accent", "selection"),
    ("accent", "hover"),
)
"""The pairs of a line that one has to see and what it lies on: fields, boxes to tick, the focus, the chart."""


def contrast(front: str, back: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(QColor(front)), _luminance(QColor(back))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
