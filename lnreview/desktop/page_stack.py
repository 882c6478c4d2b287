"""The pages of the window, one of them in view; where the window is lower or narrower than a page, the page scrolls."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QWidget

from lnreview.desktop import theme


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
        self._pages.order.addWidget(page)

    @property
    def current(self) -> QWidget | None:
        """The page in view."""
        return self._pages.order.currentWidget()

    def show_page(self, page: QWidget) -> None:
        """Show a page from its top."""
        self._pages.order.setCurrentWidget(page)
        self._pages.updateGeometry()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)

    def minimumSizeHint(self) -> QSize:
        """Return next to nothing: what does not fit scrolls."""
        line = self.fontMetrics().lineSpacing()
        return QSize(4 * line, 4 * line)


class _OneAbove(QStackedLayout):
    """Lays one page above the others. Wrapped words of a page do not make it higher: it has places of its own that scroll."""

    def hasHeightForWidth(self) -> bool:
        """Deny it: the scroll area would give a page the height that it wants instead of the least that it needs."""
        return False


class _Pages(QWidget):
    """Needs the room of the page in view; the other pages do not ask for any."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.style(self, role="page")
        self.order = _OneAbove(self)

    def sizeHint(self) -> QSize:
        page = self.order.currentWidget()
        return page.sizeHint() if page is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.order.currentWidget()
        return _least(page) if page is not None else super().minimumSizeHint()


def _least(page: QWidget) -> QSize:
    """Return the room that a page needs at least: what its layout asks for, or what it was given as its minimum."""
    return page.minimumSizeHint().expandedTo(page.minimumSize())
