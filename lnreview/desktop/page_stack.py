"""The pages of the window, one of them in view; where the window is lower or narrower than a page, the page scrolls."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget


class PageStack(QScrollArea):
    """Shows one page; no page, message or language makes the window larger than a person set it."""

    def __init__(self) -> None:
        super().__init__()
        self._pages = _Pages()
        self.setWidget(self._pages)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def add(self, page: QWidget) -> None:
        """Keep one more page."""
        self._pages.addWidget(page)

    @property
    def current(self) -> QWidget | None:
        """The page in view."""
        return self._pages.currentWidget()

    def show_page(self, page: QWidget) -> None:
        """Show a page from its top."""
        self._pages.setCurrentWidget(page)
        self._pages.updateGeometry()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)

    def minimumSizeHint(self) -> QSize:
        """Return next to nothing: what does not fit scrolls."""
        line = self.fontMetrics().lineSpacing()
        return QSize(4 * line, 4 * line)


class _Pages(QStackedWidget):
    """Needs the room of the page in view; the other pages do not ask for any."""

    def heightForWidth(self, width: int) -> int:
        """Return what the page in view needs at least: a page scrolls its own texts, whatever their height."""
        return self.minimumSizeHint().height()

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.sizeHint() if page is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return _least(page) if page is not None else super().minimumSizeHint()


def _least(page: QWidget) -> QSize:
    """Return the room that a page needs at least: what its layout asks for, or what it was given as its minimum."""
    return page.minimumSizeHint().expandedTo(page.minimumSize())
