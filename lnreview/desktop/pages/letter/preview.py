"""The true PDF of a letter, page by page, and its text for those who read rather than look."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QPointF, Qt
from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named

_STEP = 1.25
"""Factor of one step of the zoom."""


class Preview(QWidget):
    """Shows the bytes of a PDF; page and zoom stay when a newer version of the letter comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bytes = QByteArray()
        self._buffer: QBuffer | None = None
        self.document: QPdfDocument | None = None
        """The document that is shown; its buffer and bytes are kept as long."""
        self.view = QPdfView(self)
        self.view.setObjectName("letterPdf")
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        named(self.view, "Preview of the letter", "The letter as it will be printed.")
        self.text = QPlainTextEdit()
        self.text.setObjectName("letterText")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        named(self.text, "Text of the letter")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.text)
        self.page_words = QLabel("–")
        self.page_words.setObjectName("letterPage")
        self._tools = QHBoxLayout()
        self._previous = self._tool("‹", "Previous page", lambda: self._turn(-1))
        self._tools.addWidget(self.page_words)
        self._next = self._tool("›", "Next page", lambda: self._turn(+1))
        self._tools.addStretch(1)
        modes = QPdfView.ZoomMode
        self._zooms = [
            self._tool("−", "Smaller", lambda: self._zoom(1 / _STEP)),
            self._tool("+", "Larger", lambda: self._zoom(_STEP)),
            self._tool("Width", "Fit the width", lambda: self.view.setZoomMode(modes.FitToWidth)),
            self._tool("Whole", "Fit the whole page", lambda: self.view.setZoomMode(modes.FitInView)),
        ]
        self.as_text = self._tool("As text", "Show the letter as text", self._switch)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._tools)
        self._column.addWidget(self._stack, 1)
        self.view.pageNavigator().currentPageChanged.connect(lambda _: self._count())
        self.restyle()

    def show_letter(self, pdf: bytes, text: str) -> None:
        """Show a PDF and the text of the same letter."""
        navigator = self.view.pageNavigator()
        page, where = navigator.currentPage(), self.view.verticalScrollBar().value()
        content = QByteArray(pdf)
        buffer = QBuffer(self)
        buffer.setData(content)
        buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        document = QPdfDocument(self)
        document.load(buffer)
        old, old_buffer = self.document, self._buffer
        self.document, self._buffer, self._bytes = document, buffer, content
        self.view.setDocument(document)
        if old is not None and page < document.pageCount():
            navigator.jump(page, QPointF(), 0)
            self.view.verticalScrollBar().setValue(where)
        if old is not None:
            old.close()
            old.deleteLater()
        if old_buffer is not None:
            old_buffer.deleteLater()
        place = self.text.verticalScrollBar().value()
        self.text.setPlainText(text)
        self.text.verticalScrollBar().setValue(place)
        self._count()

    def show_nothing(self) -> None:
        """Show no letter."""
        if self.document is not None:
            self.document.close()
        self.text.clear()
        self._count()

    def restyle(self) -> None:
        """Take the lengths and colours of the appearance in use."""
        look = theme.look()
        self._column.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(8))
        self._column.setSpacing(look.px(8))
        self._tools.setSpacing(look.px(4))
        palette = self.view.palette()
        for role in (QPalette.ColorRole.Dark, QPalette.ColorRole.Window):
            palette.setColor(role, QColor(look.colours["hairline"]))
        self.view.setPalette(palette)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.text.setStyleSheet(
            f"font-family: '{fixed.family()}'; font-size: {theme.SMALL_POINTS * look.factor}pt"
        )

    def _turn(self, by: int) -> None:
        navigator = self.view.pageNavigator()
        page = navigator.currentPage() + by
        if self.document is not None and 0 <= page < self.document.pageCount():
            navigator.jump(page, QPointF(), 0)

    def _zoom(self, factor: float) -> None:
        shown = self.view.zoomFactor()
        if self.view.zoomMode() != QPdfView.ZoomMode.Custom and self.document is not None:
            points = self.document.pagePointSize(0).width()
            across = self.view.viewport().width() - 12
            shown = across / (points * self.logicalDpiX() / 72) if points else 1.0
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(max(shown * factor, 0.25), 5.0))

    def _switch(self) -> None:
        as_text = self._stack.currentIndex() == 0
        self._stack.setCurrentIndex(1 if as_text else 0)
        self.as_text.setText("As pages" if as_text else "As text")
        named(self.as_text, "Show the letter as pages" if as_text else "Show the letter as text")
        for button in self._zooms:
            button.setEnabled(not as_text)
        self._count()
        shown = self.text if as_text else self.view
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _count(self) -> None:
        count = self.document.pageCount() if self.document is not None else 0
        page = self.view.pageNavigator().currentPage()
        self.page_words.setText(f"Page {page + 1} of {count}" if count else "–")
        pages = self._stack.currentIndex() == 0
        self._previous.setEnabled(pages and page > 0)
        self._next.setEnabled(pages and page + 1 < count)

    def _tool(self, text: str, name: str, action: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setToolTip(name)
        theme.style(button, role="quiet")
        named(button, name)
        button.clicked.connect(lambda: action())
        self._tools.addWidget(button)
        return button
