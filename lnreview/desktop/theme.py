"""Colours, sizes and status looks of the window, light and dark, at any text size.

Colour never stands alone: every status has a shape and a word. The contrast of each pair in `PAIRS` is at least 4.5
to 1 and computed by a test. Lengths are multiples of a grid of 8 px at a text size of 100 %.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from lnreview.desktop.language import noop, tr
from lnreview.desktop.names import VERDICT_NAMES
from lnreview.review.finding import Verdict

Appearance = Literal["system", "light", "dark"]
TEXT_SIZES = (100, 125, 150, 200)
"""Text sizes in %."""
BODY_POINTS = 12
"""Body text at 100 %; secondary text is `SMALL_POINTS`, the smallest that is used."""
SMALL_POINTS = 11
TITLE_POINTS = 18
HEADING_POINTS = 14
GRID = 8
FORM_WIDTH = 640
"""Widest column of form fields in px at 100 %."""


@dataclass(frozen=True)
class Colours:
    """The colours of one appearance, by what they are for."""

    window: str
    surface: str
    text: str
    muted: str
    hairline: str
    border: str
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


LIGHT = Colours(
    window="#f5f6f8", surface="#ffffff", text="#1b1f24", muted="#57606a", hairline="#dde1e6", border="#878f9a",
    accent="#1c5cb8", on_accent="#ffffff", selection="#d9e7fb", hover="#eaedf1", met="#17643a", not_met="#b0241c",
    not_documented="#57606a", overridden="#1c5cb8", urgent="#854d00",
)  # fmt: skip
DARK = Colours(
    window="#15181c", surface="#1d2126", text="#e6e9ed", muted="#a5aeb9", hairline="#343a42", border="#75808c",
    accent="#86b4ff", on_accent="#0f141a", selection="#294166", hover="#272c33", met="#73d19a", not_met="#ff9b93",
    not_documented="#a5aeb9", overridden="#86b4ff", urgent="#f0b860",
)  # fmt: skip

_STATUS_COLOURS = ("met", "not_met", "not_documented", "overridden", "urgent")
PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (front, back)
        for front in ("text", "muted", "accent", *_STATUS_COLOURS)
        for back in ("window", "surface")
    ),
    ("text", "selection"),
    ("muted", "selection"),
    ("text", "hover"),
    ("muted", "hover"),
    ("on_accent", "accent"),
    *((front, "selection") for front in _STATUS_COLOURS),
)
"""The pairs of text and background that the window uses."""


@dataclass(frozen=True)
class StatusLook:
    """How a status is shown: shape, word and the name of its colour; dashed where nothing is documented."""

    shape: str
    word: str
    colour: str
    dashed: bool = False


NEUTRAL_SHAPE = "▸"
_STATUS_LOOKS: dict[str, StatusLook] = {
    "met": StatusLook("✓", noop("met"), "met"),
    "not-met": StatusLook("✕", noop("not met"), "not_met"),
    "not-documented": StatusLook("○", noop("not documented"), "not_documented", dashed=True),
    "overridden": StatusLook("✎", noop("overridden"), "overridden"),
    "urgent": StatusLook("!", noop("urgent"), "urgent"),
}

_VERDICT_SHAPES: dict[Verdict, str] = {
    "responding": "met",
    "insufficient-data": "not-documented",
    "alternative-diagnosis": "not-met",
    "chronic-damage": "not-met",
    "nonadherence": "not-met",
    "relapse": "not-met",
    "multirefractory": "not-met",
    "refractory": "not-met",
    "inadequate-response": "not-met",
}


def status_look(status: str) -> StatusLook:
    """Return the look of a status of a finding, of what is overridden, or of what is urgent."""
    look = _STATUS_LOOKS[status]
    return replace(look, word=tr(look.word))


def verdict_look(verdict: str, urgent: bool = False) -> StatusLook:
    """Return the look of a verdict, with its name as the word; what is due before a judgement is neutral."""
    known = next((slug for slug in VERDICT_NAMES if slug == verdict), None)
    if known is None:
        return StatusLook("○", tr("Not reviewed"), "not_documented", dashed=True)
    word = tr(VERDICT_NAMES[known])
    if urgent:
        return StatusLook("!", tr("{word}, urgent").format(word=word), "urgent")
    shape = _VERDICT_SHAPES.get(known)
    if shape is None:
        return StatusLook(NEUTRAL_SHAPE, word, "text")
    look = _STATUS_LOOKS[shape]
    return StatusLook(look.shape, word, look.colour, look.dashed)


@dataclass(frozen=True)
class Look:
    """The appearance in use: colours and the text size as a factor."""

    colours: Colours
    factor: float

    def px(self, length: float) -> int:
        """Return a length given in px at 100 % for the text size in use."""
        return max(1, round(length * self.factor))

    def font(self, points: float = BODY_POINTS, *, strong: bool = False) -> QFont:
        """Return the system's font at a size given in points at 100 %."""
        font = QFont(QApplication.font())
        font.setPointSizeF(points * self.factor)
        if strong:
            font.setWeight(QFont.Weight.DemiBold)
        return font


_look = Look(LIGHT, 1.0)


def look() -> Look:
    """Return the appearance in use; a widget that paints itself asks again on every paint."""
    return _look


def apply(app: QApplication, appearance: Appearance, text_size: int) -> None:
    """Give the whole application an appearance and a text size in %."""
    from lnreview.desktop.style import CalmStyle
    from lnreview.desktop.stylesheet import stylesheet

    global _look
    if app.property("calm") is None:
        app.setStyle(CalmStyle())
        app.setProperty("calm", True)
    dark = appearance == "dark" or (
        appearance == "system" and app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    )
    _look = Look(DARK if dark else LIGHT, text_size / 100)
    font = QFont(app.font())
    font.setPointSizeF(BODY_POINTS * _look.factor)
    app.setFont(font)
    app.setPalette(_palette(_look.colours))
    app.setStyleSheet(stylesheet(_look))


def contrast(front: str, back: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(QColor(front)), _luminance(QColor(back))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def style(widget: QWidget, **properties: str) -> None:
    """Set properties that the style sheet looks at (`role="title"`), and have the widget drawn anew where they are new."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it will be drawn for the first time later, with these properties
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.surface,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.ToolTipBase: colours.surface,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Highlight: colours.selection,
        QPalette.ColorRole.HighlightedText: colours.text,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.Mid: colours.border,
        QPalette.ColorRole.Midlight: colours.hairline,
        QPalette.ColorRole.Accent: colours.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.border))
    return palette
