"""The Book: chapters and search on the left, the entries found, and the text of one of them.

It needs no case. A link from elsewhere names a place (`parameter/pdc-adherent`); Alt+Left goes back through what was
read, and at its beginning to the page that one came from.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.actions import page_action
from lnreview.desktop.forms.inputs import QuietCombo
from lnreview.desktop.language import tr
from lnreview.desktop.pages.book.entries import Book, BookEntry
from lnreview.desktop.pages.book.entry_pane import entry_pane
from lnreview.desktop.pages.book.lists import ENTRY, ChapterList, EntryList
from lnreview.desktop.pages.book.reference import make_book
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.prose import clear, column, muted

_THREE_COLUMNS = 1040
"""Narrowest page, in px at 100 %, with the chapters in a column of their own; below they are a box to choose from."""
_BESIDE = 760
"""Narrowest page, in px at 100 %, with the text beside the entries."""
_FIRST_CHAPTER = 1
"""Row that is listed at first; row 0 is everything."""
_ENTRIES = 0.42
"""Share of the entries of the room beside the chapters."""


class BookPage(QWidget):
    """Everything in the guideline pack."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.book: Book = make_book(session.guideline)
        self._read: list[str] = []
        self._moving = False
        self.search = QLineEdit()
        self.search.setObjectName("bookSearch")
        self.search.setPlaceholderText(tr("Search the whole Book"))
        self.search.setClearButtonEnabled(True)
        named(
            self.search, tr("Search the Book"), tr("Every word must occur; down goes into the entries ( / ).")
        )
        self.search.textChanged.connect(self._search)
        self.chapters = ChapterList(self.book.chapters)
        self.chapter_box = QuietCombo()
        self.chapter_box.setObjectName("bookChapter")
        named(self.chapter_box, tr("Chapter"), tr("What is listed."))
        self.entries = EntryList()
        self._text = QScrollArea()
        self._text.setObjectName("bookText")
        self._text.setWidgetResizable(True)
        self._text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        named(self._text, tr("The entry"))
        inner = QWidget()
        theme.style(inner, role="page")
        self._text.setWidget(inner)
        self._lines = column(inner)
        self.back_button = QPushButton(tr("Back"))
        self.back_button.setObjectName("bookBack")
        self.back_button.setAutoDefault(False)
        self.back_button.setToolTip(tr("Back to what was read before (Alt+Left)"))
        named(self.back_button, tr("Back to what was read before"), "Alt+Left")
        theme.style(self.back_button, role="quiet")
        self.back_button.clicked.connect(self.back)
        self._lay_out()
        self.chapters.selectionModel().currentChanged.connect(lambda now, _: self._chosen_chapter(now.row()))
        self.chapter_box.activated.connect(self._chosen_chapter)
        self.entries.selectionModel().currentChanged.connect(self._moved)
        self.entries.opened.connect(self._into_text)
        page_action(self, tr("Back in the Book"), "Alt+Left", tr("Back to what was read before"), self.back)
        page_action(
            self, tr("Search the Book"), "/", tr("Put the focus into the search"), self.search.setFocus
        )
        self.setFocusProxy(self.search)
        self._choose(_FIRST_CHAPTER)

    def show_place(self, place: str) -> None:
        """Show the entry of a place, in its chapter, with the focus in the list."""
        self._read.clear()
        self._show(place)
        self.entries.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, place: str) -> None:
        """Follow a link of the entry that is shown."""
        if self.current is not None and self.book.entry(place) is not None:
            self._read.append(self.current.place)
        self._show(place)

    def back(self) -> None:
        """Go back to what was read before, else to the page that one came from."""
        if self._read:
            self._show(self._read.pop())
        else:
            self._session.go_back()

    @property
    def current(self) -> BookEntry | None:
        """The entry that is shown."""
        index = self.entries.currentIndex()
        entry: BookEntry | None = index.data(ENTRY) if index.isValid() else None
        return entry

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the search into the entries on Down or Enter; empty it on Escape."""
        if self.search.hasFocus() and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entries.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.search.hasFocus() and event.key() == Qt.Key.Key_Escape:
            self.search.clear()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use three columns, two, or one, as there is room."""
        super().resizeEvent(event)
        self._place(event.size().width())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size and the colours."""
        super().changeEvent(event)
        changed = event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange)
        if changed and hasattr(self, "_split") and self._look != theme.look():
            self._restyle()
            QTimer.singleShot(0, self, self._draw)

    def _show(self, place: str) -> None:
        """Make the entry of a place the current one; its whole chapter is listed where a search would hide it."""
        entry = self.book.entry(place)
        if entry is None:
            self._session.told.emit(tr("The Book has no entry of its own for that."))
            return
        if entry not in self.entries.entries.entries or self.search.text() or self._row() == 0:
            self._moving = True
            self.search.clear()
            self._choose(self.chapters.chapters.chapters.index((entry.chapter, entry.group)))
            self._moving = False
            self._find()
        row = self.entries.entries.entries.index(entry)
        self.entries.setCurrentIndex(self.entries.entries.index(row))
        self.entries.scrollTo(self.entries.currentIndex())

    def _search(self, text: str) -> None:
        """Search everywhere as soon as something is typed."""
        if text and not self._moving and self._row() != 0:
            self._moving = True
            self._choose(0)
            self._moving = False
        self._find()

    def _find(self) -> None:
        """List what the search finds in the chapter."""
        if self._moving:
            return
        shown = self.current
        everywhere = self.book.search(self.search.text())
        self.chapters.chapters.count(everywhere)
        row = self._row()
        self._name_chapters(row)
        chapter, part = self.chapters.chapters.chapters[row]
        found = [
            entry
            for entry in everywhere
            if (not chapter or entry.chapter == chapter) and (not part or entry.group == part)
        ]
        self.entries.entries.show(found)
        again = found.index(shown) if shown in found else 0
        if found:
            self.entries.setCurrentIndex(self.entries.entries.index(again))
        self._draw()

    def _row(self) -> int:
        return max(self.chapters.currentIndex().row(), 0)

    def _choose(self, row: int) -> None:
        index = self.chapters.chapters.index(row)
        self.chapters.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.chapters.scrollTo(index)

    def _chosen_chapter(self, row: int) -> None:
        if row != self._row():
            self._choose(row)
            return
        self._find()

    def _name_chapters(self, row: int) -> None:
        model = self.chapters.chapters
        self.chapter_box.clear()
        self.chapter_box.addItems([str(model.index(number).data()) for number in range(model.rowCount())])
        self.chapter_box.setCurrentIndex(row)

    def _moved(self, _now: QModelIndex) -> None:
        if not self._moving:
            self._draw()

    def _draw(self) -> None:
        """Show the text of the current entry."""
        clear(self._lines)
        entry = self.current
        if entry is None:
            self._lines.addWidget(
                muted(
                    tr(
                        "Nothing in the Book holds “{search}”. Try fewer or other words, or another chapter."
                    ).format(search=self.search.text())
                )
            )
            self._lines.addStretch(1)
        else:
            self._lines.addWidget(entry_pane(self.book, self._session.guideline, entry, self.go), 1)
        self._text.verticalScrollBar().setValue(0)

    def _into_text(self) -> None:
        """Put the focus on the first link of the entry."""
        inner = self._text.widget()
        focus = inner.nextInFocusChain() if inner is not None else None
        while focus is not None and inner is not None and focus is not inner:
            if (
                inner.isAncestorOf(focus)
                and focus.focusPolicy() & Qt.FocusPolicy.TabFocus
                and not focus.isHidden()
            ):
                focus.setFocus(Qt.FocusReason.TabFocusReason)
                return
            focus = focus.nextInFocusChain()

    def _lay_out(self) -> None:
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.chapters, 1)
        self._top = QHBoxLayout()
        self._top.addWidget(self.back_button)
        self._top.addWidget(self.search, 2)
        self._top.addWidget(self.chapter_box, 1)
        self._top.addStretch(0)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.entries)
        self._split.addWidget(self._text)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._left)
        body.addWidget(self._split, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(self._top)
        lines.addLayout(body, 1)
        self._left.hide()
        self._restyle()

    def _restyle(self) -> None:
        self._look = theme.look()
        px = self._look.px
        self._top.setContentsMargins(px(8), px(8), px(16), px(8))
        self._top.setSpacing(px(8))
        self.search.setMaximumWidth(px(560))
        self._lines.setContentsMargins(px(24), px(16), px(24), px(16))
        self._left.hide()  # shown again where there is room: it must not widen the window
        self._left.setFixedWidth(self.chapters.natural_width())
        self.entries.setMinimumSize(px(200), px(96))
        self._text.setMinimumSize(px(240), px(120))
        self._place(self.width())

    def _place(self, width: int) -> None:
        px = theme.look().px
        wide = width >= px(_THREE_COLUMNS)
        self._left.setVisible(wide)
        self.chapter_box.setVisible(not wide)
        beside = width >= px(_BESIDE)
        self._split.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
        room = width - (self._left.width() if wide else 0) if beside else self.height()
        self._split.setSizes([round(room * _ENTRIES), round(room * (1 - _ENTRIES))])


__all__ = ["BookPage"]
