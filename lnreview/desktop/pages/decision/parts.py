"""Small parts that the decision page is put together from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.widgets.prose import muted, prose


def labelled(label: str, field: QWidget, description: str = "") -> QVBoxLayout:
    """Return a field below its label."""
    lines = QVBoxLayout()
    lines.setSpacing(theme.look().px(2))
    words = muted(label)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    words.setBuddy(field)
    lines.addWidget(words)
    lines.addWidget(field)
    named(field, label, description)
    return lines


def part_name(text: str) -> QLabel:
    """Return the name of a part below a heading."""
    label = prose(text)
    label.setFont(theme.look().font(strong=True))
    return label


class WrappedCheck(QWidget):
    """A check box with words that wrap; a click on the words ticks it as well."""

    def __init__(self, text: str, object_name: str, on: bool = False) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setObjectName(object_name)
        self.box.setChecked(on)
        self.box.setMinimumWidth(theme.look().px(24))
        named(self.box, text)
        self.words: QLabel = prose(text)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.words.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.look().px(4))
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tick on a click on the words."""
        if event.type() == QEvent.Type.MouseButtonRelease:
            self.box.click()
        return super().eventFilter(watched, event)
