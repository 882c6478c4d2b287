"""The pages of the window, one of them in view; where the window is lower or narrower than a page, the page scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget


class PageStack(QScrollArea):
    """Shows one page; no page, message or language makes the window larger than a person set it."""

    def __init__(self) -> None:
        super().__init__()
        self._pages = _Pages()
        # Not `setWidgetResizable`: it gives a page the height that its texts would like, where the least will do.
        self.setWidget(self._pages)
        self._pages.asked.connect(self._fit)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def frames(self) -> tuple[QWidget, ...]:
        """What the pages stand in: their ground is seen where a page paints none."""
        return self, self._pages

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
        self._fit()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)

    def minimumSizeHint(self) -> QSize:
        """Return next to nothing: what does not fit scrolls."""
        line = self.fontMetrics().lineSpacing()
        return QSize(4 * line, 4 * line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the page the room that there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Make the page as large as the view, or as large as it has to be at least."""
        room, least = self.maximumViewportSize(), self._pages.least
        bar = self.verticalScrollBar().sizeHint().width()
        if least.height() > room.height():
            room.setWidth(room.width() - bar)
        if least.width() > room.width():
            room.setHeight(room.height() - bar)
        self._pages.resize(room.expandedTo(least))


class _Pages(QStackedWidget):
    """Tells when the page in view asks for other room; the other pages do not count."""

    asked = Signal()

    @property
    def least(self) -> QSize:
        """The room that the page in view has to have."""
        page = self.currentWidget()
        return page.minimumSizeHint().expandedTo(page.minimumSize()) if page is not None else QSize(0, 0)

    def event(self, event: QEvent) -> bool:
        """Pass on that a page asks for its room anew."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.asked.emit()
        return handled
