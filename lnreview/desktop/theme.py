"""Sizes and status looks of the window in every appearance, at any text size.

Colour never stands alone: every status has a shape and a word. Lengths are multiples of a grid of 8 px at a text size of 100 %.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from lnreview.desktop.colours import COLOURS, Colours
from lnreview.desktop.language import noop, tr
from lnreview.desktop.names import VERDICT_NAMES
from lnreview.review.verdicts import Verdict

Appearance = Literal["system", "light", "dark", "contrast-light", "contrast-dark"]
APPEARANCES: tuple[Appearance, ...] = ("system", "light", "dark", "contrast-light", "contrast-dark")
TEXT_SIZES = (100, 125, 150, 200)
"""Text sizes in %."""
BODY_POINTS = 12
"""Body text at 100 %; secondary text is `SMALL_POINTS`, the smallest that is used."""
SMALL_POINTS = 11
TITLE_POINTS = 18
HEADING_POINTS = 14
_AFTER_FIRST_PAINT = 150
"""ms after which check boxes and radio buttons are drawn by our own style."""
FORM_WIDTH = 640
"""Widest column of form fields in px at 100 %."""


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
    strong: bool = False
    """Whether contrast is high: the ring of the focus is thicker, and what is selected has an outline."""

    @property
    def ring(self) -> int:
        """The thickness in px of the line round what has the focus."""
        return self.px(3 if self.strong else 2)

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


_look = Look(COLOURS["light"], 1.0)


def look() -> Look:
    """Return the appearance in use; a widget that paints itself asks again on every paint."""
    return _look


def apply(app: QApplication, appearance: Appearance, text_size: int) -> None:
    """Give the whole application an appearance and a text size in %; a window that stands gets it by its dresser."""

    if app.property("calm") is None:
        app.setStyle("Fusion")
        app.setProperty("calm", True)
        # A style of ours makes Qt load every class of widgets with the first stroke; the list is shown before.
        QTimer.singleShot(_AFTER_FIRST_PAINT, app, lambda: _draw_indicators(app))
    app.setStyleSheet("")  # one that replaces another is given to every widget once for each of its ancestors
    change(app, appearance, text_size)
    app.setStyleSheet(sheet())


def change(app: QApplication, appearance: Appearance, text_size: int) -> None:
    """Take another appearance and text size in % into use; the style sheet of the application stays as it is."""
    global _look
    if appearance == "system":
        appearance = "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"
    _look = Look(COLOURS[appearance], text_size / 100, strong=appearance.startswith("contrast"))
    font = QFont(app.font())
    font.setPointSizeF(BODY_POINTS * _look.factor)
    app.setFont(font)
    app.setPalette(_palette(_look.colours))


def sheet() -> str:
    """Return the style sheet of the appearance in use."""
    from lnreview.desktop.stylesheet import stylesheet

    return stylesheet(_look)


def _draw_indicators(app: QApplication) -> None:
    from lnreview.desktop.style import CalmStyle

    app.setStyle(CalmStyle())


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
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.disabled))
    return palette
