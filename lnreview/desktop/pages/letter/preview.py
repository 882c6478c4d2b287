"""The true PDF of a letter, page by page, and its text for those who read rather than look.

A stored document, or what changed between two, can be looked at in its place; a line says so until the letter is back.
"""

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
from lnreview.desktop.language import tr
from lnreview.desktop.widgets.prose import prose

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
        named(self.view, tr("Preview of the letter"), tr("The letter as it will be printed."))
        self.text = QPlainTextEdit()
        self.text.setObjectName("letterText")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        named(self.text, tr("Text of the letter"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.text)
        self.page_words = QLabel("–")
        self.page_words.setObjectName("letterPage")
        self._tools = QHBoxLayout()
        self._previous = self._tool("‹", tr("Previous page"), lambda: self._turn(-1))
        self._tools.addWidget(self.page_words)
        self._next = self._tool("›", tr("Next page"), lambda: self._turn(+1))
        self._tools.addStretch(1)
        modes = QPdfView.ZoomMode
        self._zooms = [
            self._tool("−", tr("Smaller"), lambda: self._zoom(1 / _STEP)),
            self._tool("+", tr("Larger"), lambda: self._zoom(_STEP)),
            self._tool(tr("Width"), tr("Fit the width"), lambda: self.view.setZoomMode(modes.FitToWidth)),
            self._tool(tr("Whole"), tr("Fit the whole page"), lambda: self.view.setZoomMode(modes.FitInView)),
        ]
        self.as_text = self._tool(tr("As text"), tr("Show the letter as text"), self._switch)
        self._letter = (b"", "")
        self._other = QWidget()
        self._other.hide()
        self.other_words = prose("", "subheading")
        self.other_words.setObjectName("storedWords")
        self._back = QPushButton(tr("Back"))
        self._back.setObjectName("storedBack")
        self._back.setAutoDefault(False)
        named(self._back, tr("Back to the letter as it is now"))
        self._back.clicked.connect(self.show_present)
        self._other_row = QHBoxLayout(self._other)
        self._other_row.setContentsMargins(0, 0, 0, 0)
        self._other_row.addWidget(self.other_words, 1)
        self._other_row.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._other)
        self._column.addLayout(self._tools)
        self._column.addWidget(self._stack, 1)
        self.view.pageNavigator().currentPageChanged.connect(lambda _: self._count())
        self.restyle()

    def show_letter(self, pdf: bytes, text: str) -> None:
        """Show a PDF and the text of the same letter; while something else is looked at, when that is done."""
        is_new = pdf != self._letter[0]
        self._letter = (pdf, text)
        if not self.shows_other and (is_new or self.document is None):
            self._load(pdf, text)

    @property
    def shows_other(self) -> bool:
        """Whether something else than the present letter is looked at."""
        return not self._other.isHidden()

    def show_stored(self, pdf: bytes, text: str, words: str) -> None:
        """Show a stored document, read-only, with a line that says which."""
        self._begin_other(words)
        self._load(pdf, text)
        self._show_text(False)
        self.as_text.setEnabled(bool(text))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_changes(self, text: str, words: str) -> None:
        """Show what changed between two documents as text, with a line that says between which."""
        self._begin_other(words)
        self.text.setPlainText(text)
        self._show_text(True)
        self.as_text.setEnabled(False)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_present(self) -> None:
        """Show the letter as it is now."""
        if not self.shows_other:
            return
        self._other.hide()
        self.as_text.setEnabled(True)
        self._load(*self._letter)
        self._show_text(False)

    def _begin_other(self, words: str) -> None:
        self.other_words.setText(words)
        named(self._other, words)
        self._other.show()

    def _load(self, pdf: bytes, text: str) -> None:
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
        self._letter = (b"", "")
        self._other.hide()
        self.as_text.setEnabled(True)
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
        self._other_row.setSpacing(look.px(8))
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

    @property
    def shown(self) -> QWidget:
        """The pages, or the text, whichever is in view."""
        return self.text if self._stack.currentIndex() else self.view

    def _switch(self) -> None:
        self._show_text(self._stack.currentIndex() == 0)
        self.shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_text(self, as_text: bool) -> None:
        self._stack.setCurrentIndex(1 if as_text else 0)
        self.as_text.setText(tr("As pages") if as_text else tr("As text"))
        named(self.as_text, tr("Show the letter as pages") if as_text else tr("Show the letter as text"))
        for button in self._zooms:
            button.setEnabled(not as_text)
        self._count()

    def _count(self) -> None:
        count = self.document.pageCount() if self.document is not None else 0
        page = self.view.pageNavigator().currentPage()
        self.page_words.setText(
            tr("Page {page} of {count}").format(page=page + 1, count=count) if count else "–"
        )
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
