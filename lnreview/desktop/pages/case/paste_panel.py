"""The panel for pasted rows, in the place of their list: questions above, the preview below, nothing entered before Ctrl+Enter.

Space leaves rows out or takes them in, Esc gives up. Switching the page keeps everything as it stands.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import pass_undo
from lnreview.desktop.forms.words import LISTS
from lnreview.desktop.language import tr
from lnreview.desktop.pages.case.paste_columns import ColumnList
from lnreview.desktop.pages.case.paste_model import PASTED, PastedTable
from lnreview.desktop.pages.case.paste_questions import QuestionList
from lnreview.desktop.pages.case.paste_sheet import PastedSheet
from lnreview.desktop.pages.case.paste_words import MANY, counts_words
from lnreview.desktop.widgets.entry_view import PlainTable
from lnreview.exchange.pasted.model import Reading

_MEASURED = 80
"""Rows by which the columns are measured."""
_ONE_LINE = 640
"""Narrowest panel in px at 100 % in which counts and buttons stand beside each other."""
_ALL = 100
"""Share of the room that a field takes up to its own width."""
_LOWEST_PREVIEW = 160
"""Lowest preview in px at 100 %; in a lower window the panel is scrolled."""


class PreviewTable(PlainTable):
    """The preview: several rows can be chosen, and Space leaves them out or takes them in."""

    toggled = Signal()

    def __init__(self) -> None:
        super().__init__("")
        self.setObjectName("pastePreview")
        self.setSortingEnabled(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setResizeContentsPrecision(_MEASURED)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Toggle on Space."""
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit()
        else:
            super().keyPressEvent(event)


class PastePanel(QWidget):
    """Shows what pasted rows become, asks what they leave open, and says when they are to be entered."""

    accepted = Signal()
    """The rows are to be entered."""
    given_up = Signal()
    sourced = Signal(str)
    """Where the rows are from, as the person wrote it."""

    def __init__(self, list_name: str, source: str) -> None:
        super().__init__()
        self.setObjectName("pastePanel")
        self.list_name = list_name
        self.sheet: PastedSheet | None = None
        self._case: Case | None = None
        self._measured: Reading | None = None
        self._model = PastedTable(list_name)
        self._title, self._counts, self._row_words = QLabel(), QLabel(), QLabel()
        theme.style(self._title, role="heading")
        for words in (self._counts, self._row_words):
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            theme.style(words, role="muted")
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.source = QLineEdit(source)
        self.questions = QuestionList()
        self.columns = ColumnList(list_name) if list_name in MANY else None
        self.table = PreviewTable()
        self.table.setModel(self._model)
        self.accept_button, self.give_up_button = QPushButton(), QPushButton(tr("Give up (Esc)"))
        self._name_parts()
        self._lay_out()
        self._connect()

    def show_sheet(self, case: Case, sheet: PastedSheet) -> None:
        """Show pasted rows, with the focus in the first question, or else in the preview."""
        self._case, self.sheet = case, sheet
        self.follow()
        if self._model.rowCount():
            self.table.selectRow(0)
        if not self.questions.focus_open():
            self._go_to_rows()

    def follow(self, case: Case | None = None) -> None:
        """Show the sheet as it is now, beside the case as it is now."""
        self._case = case or self._case
        if self.sheet is None or self._case is None:
            return
        self._model.show_rows(self._case, self.sheet.rows)
        self.questions.show_questions(self.sheet.reading.questions)
        if self.columns is not None:
            self.columns.setVisible(self.sheet.has_columns)
            self.columns.show_columns(self.sheet.reading.columns)
        if self._measured is not self.sheet.reading:
            self._measured = self.sheet.reading
            self.table.share_width(PASTED, self._model.remarks, spare=self._model.spare, most=200)
        self._count()
        self._tell_row(self.table.currentIndex())

    def accept(self) -> None:
        """Ask for the rows to be entered; where rows wait for an answer go to its question instead."""
        if self.sheet is None:
            return
        if self.sheet.reading.open_questions and (self.sheet.waiting or not self.sheet.rows):
            self.questions.focus_open()
        elif self.sheet.entries:
            self.accepted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_lines"):
            self._restyle()
            self._measured = None
            self.follow()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the counts where the panel is narrow."""
        beside = event.size().width() >= theme.look().px(_ONE_LINE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._foot.setDirection(way)
        super().resizeEvent(event)

    def _go_to_rows(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
        self._bring(self.table)

    def _bring(self, part: QWidget) -> None:
        """Bring a part of the panel into view, once what changed is laid out."""
        QTimer.singleShot(0, part, lambda: self._area.ensureWidgetVisible(part, 0, 0))

    def _answer(self, question_id: str, answer: str) -> None:
        if self.sheet is not None:
            self.sheet.answer(question_id, answer)
            self.follow()

    def _choose_column(self, number: int, role: str) -> None:
        self._answer(f"role:{number}", role)

    def _toggle(self) -> None:
        """Leave the chosen rows out, or take them in."""
        if self.sheet is None:
            return
        chosen = {index.row() for index in self.table.selectionModel().selectedRows()}
        self.sheet.include(self.sheet.rows[number] for number in sorted(chosen))
        self.follow()

    def _tell_row(self, now: QModelIndex, _before: QModelIndex | None = None) -> None:
        """Say all of the current row: a cell may be too narrow for it."""
        row = self._model.rows[now.row()] if now.isValid() and now.row() < len(self._model.rows) else None
        self._row_words.setText(self._model.sentence(row) if row is not None else "")

    def _count(self) -> None:
        """Say in words how many rows there are of each kind, and how many would be entered."""
        assert self.sheet is not None
        self._counts.setText(counts_words(self.sheet.counts()))
        ready, waiting = len(self.sheet.entries), self.sheet.waiting
        if waiting:
            one, many = tr("1 row waits for an answer"), tr("{count} rows wait for an answer")
            words = one if waiting == 1 else many.format(count=waiting)
        else:
            words = tr("Enter {count} {noun}").format(count=ready, noun=noun_of(self.list_name, ready))
        self.accept_button.setText(words)
        self.accept_button.setEnabled(bool(ready or waiting or self.sheet.reading.open_questions))
        named(self.accept_button, words, tr("Ctrl+Enter; one step back takes all of them out again."))

    # How it is put together

    def _connect(self) -> None:
        self.source.editingFinished.connect(lambda: self.sourced.emit(self.source.text().strip()))
        self.questions.answered.connect(self._answer)
        self.questions.left.connect(self._go_to_rows)
        self.questions.focused.connect(self._bring)
        if self.columns is not None:
            self.columns.chosen.connect(self._choose_column)
        self.table.toggled.connect(self._toggle)
        self.table.opened.connect(self._toggle)
        self.table.selectionModel().currentRowChanged.connect(self._tell_row)
        self.accept_button.clicked.connect(self.accept)
        self.give_up_button.clicked.connect(self.given_up)

    def _name_parts(self) -> None:
        self._title.setText(tr("Pasted rows: {list}").format(list=tr(LISTS[self.list_name][0])))
        self.source.setObjectName("pasteSource")
        pass_undo(self.source)
        named(
            self.source,
            tr("Read from"),
            tr(
                "Document or portal that the rows are from: the source of every entry, with the number of its row."
            ),
        )
        named(
            self.table,
            tr("Pasted rows"),
            tr(
                "Space leaves a row out or takes it in, Shift with the arrows chooses several, Ctrl+Enter enters them, Esc gives up."
            ),
        )
        self.accept_button.setObjectName("pasteAccept")
        self.give_up_button.setObjectName("pasteGiveUp")
        theme.style(self.accept_button, role="primary")
        theme.style(self.give_up_button, role="quiet")
        for button in (self.accept_button, self.give_up_button):
            button.setAutoDefault(False)
        self.accept_button.setToolTip(tr("Enter the rows (Ctrl+Enter)"))
        self.give_up_button.setToolTip(tr("Enter nothing (Esc)"))
        named(self.give_up_button, tr("Give up the pasted rows"), tr("Nothing is entered (Esc)."))

    def _lay_out(self) -> None:
        inner = QWidget()
        theme.style(inner, role="page")
        self._lines = QVBoxLayout(inner)
        self._lines.addWidget(self._title)
        self._from = QHBoxLayout()
        label = QLabel(tr("Read from"))
        label.setBuddy(self.source)
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._from.addWidget(label)
        self._from.addWidget(self.source, _ALL)
        self._from.addStretch(1)
        self._lines.addLayout(self._from)
        self._lines.addWidget(self.questions)
        if self.columns is not None:
            self._lines.addWidget(self.columns)
        self._lines.addWidget(self.table, 1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inner)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.addWidget(self._counts, 1)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.give_up_button)
        self._buttons.addWidget(self.accept_button)
        self._foot.addLayout(self._buttons)
        self._all = QVBoxLayout(self)
        self._all.addWidget(self._area, 1)
        self._all.addWidget(self._row_words)
        self._all.addLayout(self._foot)
        self._restyle()

    def _restyle(self) -> None:
        px = theme.look().px
        self._all.setContentsMargins(px(16), px(8), px(16), px(8))
        self._all.setSpacing(px(8))
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(px(8))
        self._from.setSpacing(px(8))
        self._foot.setSpacing(px(8))
        self._buttons.setSpacing(px(8))
        self.source.setMaximumWidth(px(480))
        self.table.setMinimumHeight(px(_LOWEST_PREVIEW))


def noun_of(list_name: str, count: int) -> str:
    """Return what so many entries of a list are called."""
    one, many = LISTS[list_name][1], MANY.get(list_name, LISTS[list_name][0])
    return tr(one) if count == 1 else tr(many)
