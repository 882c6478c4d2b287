"""The rail on the left: one button per page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr
from lnreview.desktop.pages import PageSpec


class Rail(QWidget):
    """Buttons for the pages; a page that needs a case is disabled while none is open."""

    chosen = Signal(str)
    """The id of the page whose button was pressed."""

    def __init__(self, pages: list[PageSpec]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pages = pages
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        group.setExclusive(True)
        self._column = QVBoxLayout(self)
        for number, page in enumerate(pages, start=1):
            button = QToolButton()
            button.setObjectName(f"rail-{page.id}")
            button.setText(f"{page.sign}\n{tr(page.name)}")
            button.setCheckable(True)
            button.setToolTip(tr("{purpose} (Ctrl+{number})").format(purpose=tr(page.purpose), number=number))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            named(button, tr(page.name), tr(page.purpose))
            theme.style(button, role="rail")
            button.clicked.connect(lambda _=False, page_id=page.id: self.chosen.emit(page_id))
            group.addButton(button)
            self._column.addWidget(button)
            self._buttons[page.id] = button
        self._column.addStretch(1)
        self.restyle()

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._column.setContentsMargins(px(8), px(8), px(8), px(8))
        self._column.setSpacing(px(4))
        small = QFontMetrics(theme.look().font(theme.SMALL_POINTS))
        widest = max(small.horizontalAdvance(tr(page.name)) for page in self._pages)
        for button in self._buttons.values():
            # Seven pages fit 800 px at a text size of 200 %.
            button.setFixedSize(max(px(80), widest + px(16)), px(48))

    def show_current(self, page_id: str, case_is_open: bool) -> None:
        """Mark the page that is shown, and enable the pages that can be shown."""
        for page in self._pages:
            self._buttons[page.id].setEnabled(case_is_open or not page.needs_case)
        self._buttons[page_id].setChecked(True)
