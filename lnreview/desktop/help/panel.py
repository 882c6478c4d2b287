"""The panel of the help: a title, the field in hand, a text to read with the keyboard, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr

_KEYS = 40
"""Share of the keys in a table of keys, in %."""


class HelpPanel(QWidget):
    """Shows one text; Esc closes it from anywhere inside."""

    closed = Signal()
    followed = Signal(str)
    """A link of the text: the id of a page, or `keys`."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("helpPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._markdown = ""
        self._title = QLabel()
        self._title.setWordWrap(True)
        theme.style(self._title, role="heading")
        self.close_button = QPushButton(tr("Close"))
        self.close_button.setObjectName("helpClose")
        self.close_button.setAutoDefault(False)
        self.close_button.setToolTip(tr("Close the help (Esc)"))
        named(self.close_button, tr("Close the help"))
        theme.style(self.close_button, role="quiet")
        self.close_button.clicked.connect(self.closed)
        self.field = QLabel()
        self.field.setObjectName("helpField")
        self.field.setWordWrap(True)
        self.field.setTextFormat(Qt.TextFormat.PlainText)
        theme.style(self.field, role="help")
        self.text = QTextBrowser()
        self.text.setObjectName("helpText")
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.anchorClicked.connect(self._follow)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.field)
        self._column.addWidget(self.text, 1)
        self.restyle()

    @property
    def words(self) -> str:
        """Everything that can be read."""
        return "\n".join((self._title.text(), self.field.text(), self.text.toPlainText()))

    def show_text(self, title: str, markdown: str) -> None:
        """Show a text from its beginning."""
        self._title.setText(title)
        named(self.text, title, tr("Tab goes to the links, Esc closes the help."))
        self._markdown = markdown
        self._render()

    def show_field(self, words: str) -> None:
        """Show the help of the field in hand above the text; empty shows none."""
        self.field.setText(words)
        self.field.setVisible(bool(words))
        named(self.text, self._title.text(), words or tr("Tab goes to the links, Esc closes the help."))

    def restyle(self) -> None:
        """Take lengths and colours of the appearance in use."""
        px = theme.look().px
        self._column.setContentsMargins(px(16), px(16), px(8), px(8))
        self._column.setSpacing(px(8))
        self.field.setContentsMargins(px(8), px(8), px(8), px(8))
        self.setMinimumWidth(px(240))
        self._render()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size and the colours."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and hasattr(self, "_column"):
            self.restyle()

    def _follow(self, link: QUrl) -> None:
        self.followed.emit(link.toString().partition(":")[2])

    def _render(self) -> None:
        look = theme.look()
        document = self.text.document()
        document.setDefaultFont(look.font())
        document.setDocumentMargin(0)
        self.text.setMarkdown(self._markdown)
        block = document.begin()
        while block.isValid():
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            shape = block.blockFormat()
            level = shape.headingLevel()
            shape.setTopMargin(look.px(16 if level and block.blockNumber() else 4))
            shape.setBottomMargin(look.px(4))
            QTextCursor(block).setBlockFormat(shape)
            if level:
                cursor.mergeCharFormat(
                    _letters(theme.HEADING_POINTS if level == 1 else theme.BODY_POINTS, look)
                )
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table = frame.format()
                table.setBorder(0)
                table.setCellPadding(look.px(3))
                table.setCellSpacing(0)
                table.setTopMargin(look.px(12))
                table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
                table.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
                table.setColumnWidthConstraints(
                    [QTextLength(QTextLength.Type.PercentageLength, share) for share in (_KEYS, 100 - _KEYS)]
                )
                frame.setFormat(table)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)


def _letters(points: float, look: theme.Look) -> QTextCharFormat:
    letters = QTextCharFormat()
    letters.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)  # Markdown makes a heading twice as large
    letters.setFontPointSize(points * look.factor)
    letters.setFontWeight(QFont.Weight.DemiBold)
    letters.setForeground(QColor(look.colours.text))
    return letters
