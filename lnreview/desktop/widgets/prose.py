"""Paragraphs, headings and tags of a page: text of 90 characters a line, and the status of a source."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr
from lnreview.desktop.source_words import SOURCE_STATUS_MEANS, STATUS_OF_SOURCE
from lnreview.desktop.widgets.badge import Badge
from lnreview.desktop.widgets.link import Link
from lnreview.guideline.parts import VerificationStatus
from lnreview.review.finding import Finding

Goto = Callable[[str], object]
"""Takes a place of the record or of the Book, and shows it."""
LINE_CHARACTERS = 90
"""Longest line of text that is read with ease."""
_KEPT = 16
"""Widths of which a paragraph remembers its height."""


class Prose(QLabel):
    """A label that knows how high it is when it is given more room than a line may be long."""

    def __init__(self) -> None:
        super().__init__()
        self._heights: dict[tuple[int, str, str], int] = {}

    def heightForWidth(self, width: int) -> int:
        """Return the height of the text in the width that it takes of `width`; a layout asks for it many times."""
        width = min(width, self.maximumWidth())
        key = (width, self.text(), self.font().key())
        if key not in self._heights:
            if (
                len(self._heights) >= _KEPT
            ):  # a window that is being drawn wider asks for every width on its way
                self._heights.clear()
            self._heights[key] = super().heightForWidth(width)
        return self._heights[key]


def prose(text: str, role: str = "", points: float = theme.BODY_POINTS) -> QLabel:
    """Return a paragraph that wraps, can be copied, and never reads its text as markup."""
    label = Prose()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    label.setMaximumWidth(QFontMetrics(theme.look().font(points)).averageCharWidth() * LINE_CHARACTERS)
    if role:
        theme.style(label, role=role)
    return label


def title(text: str) -> QLabel:
    """Return the title of a page."""
    return prose(text, "title", theme.TITLE_POINTS)


def heading(text: str) -> QLabel:
    """Return the heading of a group."""
    return prose(text, "heading", theme.HEADING_POINTS)


def muted(text: str) -> QLabel:
    """Return a secondary paragraph."""
    return prose(text, "muted", theme.SMALL_POINTS)


def scroller(object_name: str, name: str) -> tuple[QScrollArea, QVBoxLayout]:
    """Return a scrolled column and its layout."""
    area = QScrollArea()
    area.setObjectName(object_name)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    named(area, name)
    inner = QWidget()
    theme.style(inner, role="page")
    area.setWidget(inner)
    return area, column(inner)


def quiet_button(text: str, name: str, action: Callable[[], object]) -> QPushButton:
    """Return a button of the second rank; `name` is what a screen reader says."""
    button = QPushButton(text)
    button.setAutoDefault(False)
    theme.style(button, role="quiet")
    named(button, name)
    button.clicked.connect(lambda: action())
    return button


class SourceTag(Badge):
    """The status of a source as a small outlined word, dashed for a choice of our own."""

    def __init__(self, status: VerificationStatus, parent: QWidget) -> None:
        super().__init__(parent)
        word = tr(STATUS_OF_SOURCE[status])
        self.show_status(
            theme.StatusLook("", word, "muted", dashed=status in ("unverified", "program-default"))
        )
        named(self, word, f"{word}: {tr(SOURCE_STATUS_MEANS[status])}")
        self.setToolTip(f"{word}: {tr(SOURCE_STATUS_MEANS[status])}")

    @property
    def text(self) -> str:
        """The word alone."""
        return self._look.word if self._look else ""


def source_line(text: str, status: VerificationStatus, action: Callable[[], object] | None = None) -> QWidget:
    """Return a citation with the status of its source: plain when primary, else an outlined word below.

    With an `action` it is a link, into the Book.
    """
    holder = QWidget()
    lines = column(holder, spacing=2)
    words = tr("{text} · primary").format(text=text) if status == "primary" else text
    lines.addWidget(
        Link(words, action, name=tr("{words}, in the Book").format(words=words))
        if action is not None
        else muted(words)
    )
    if status != "primary":
        lines.addWidget(SourceTag(status, holder))
    return holder


def finding_badges(finding: Finding) -> QWidget:
    """Return the status of a finding; an overridden one shows the reviewer's and the computed."""
    computed = theme.status_look(finding.status)
    if finding.override is None:
        return badges(computed)
    over = tr("overridden: {word}").format(word=theme.status_look(finding.override.status).word)
    return judged_badges(over, computed, tr("computed: {word}").format(word=computed.word))


def judged_badges(over: str, computed: theme.StatusLook, word: str) -> QWidget:
    """Return the reviewer's judgement in the words `over`, and the computed status beside it in the words `word`."""
    look = theme.status_look("overridden")
    return badges(
        theme.StatusLook(look.shape, over, look.colour),
        theme.StatusLook(computed.shape, word, computed.colour, computed.dashed),
    )


def badges(*looks: theme.StatusLook) -> QWidget:
    """Return badges in a row."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.look().px(8))
    for look in looks:
        row.addWidget(badge(look, holder))
    row.addStretch(1)
    return holder


def badge(look: theme.StatusLook, parent: QWidget) -> Badge:
    """Return a badge that shows `look`; it needs its parent at once, or it would be shown as a window."""
    widget = Badge(parent)
    widget.show_status(look)
    return widget


def column(holder: QWidget, spacing: int = 8, margin: int = 0) -> QVBoxLayout:
    """Give `holder` a column layout; lengths in px at 100 %."""
    layout = QVBoxLayout(holder)
    px = theme.look().px
    layout.setContentsMargins(*([px(margin)] * 4 if margin else [0, 0, 0, 0]))
    layout.setSpacing(px(spacing))
    return layout


def gap(layout: QVBoxLayout, length: int = 16) -> None:
    """Part two groups of a column."""
    layout.addSpacing(theme.look().px(length))


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it be deleted."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def put(layout: QVBoxLayout, *widgets: QWidget) -> None:
    """Put widgets into a layout in the place of what stood there; they count in it at once."""
    clear(layout)
    for widget in widgets:
        layout.addWidget(widget)
        widget.show()


def lay_out_now(area: QScrollArea, *fresh: QWidget) -> None:
    """Lay out what was put into a scrolled column before it is painted, so that no half-laid page flashes up.

    `fresh` are the widgets that were put there; without them, any may have been.
    """
    inner = area.widget()
    if inner is None or not inner.isVisible():
        return
    for root in fresh or (inner,):
        root.ensurePolished()
        for child in root.findChildren(QWidget):
            child.ensurePolished()
    layout = inner.layout()
    if layout is not None:
        layout.activate()
    QApplication.sendEvent(area, QEvent(QEvent.Type.LayoutRequest))
