"""A panel of a page that a person opens, fills in and puts away; what was begun in it is kept elsewhere."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QRadioButton, QWidget

from lnreview.desktop.widgets.parts import pressed_by_enter


class PutAway(QWidget):
    """Is put away on Escape; Enter never stores what stands in it by accident."""

    closed = Signal()
    """It is put away; what was begun stays as a draft."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put it away on Escape; Enter presses the button or takes the choice that has the focus, and nothing elsewhere."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif pressed_by_enter(event):
            return
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QRadioButton):
                focus.click()
        else:
            super().keyPressEvent(event)
