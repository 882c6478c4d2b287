"""Saved phrases and the request's own paragraphs: choose a paragraph, put phrases into it, keep a new phrase."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import QuietCombo, hint
from lnreview.desktop.language import noop, tr
from lnreview.desktop.models.checklist import CheckList, Line
from lnreview.desktop.pages.letter.paragraph import OwnWords
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.checklist_view import CheckListView
from lnreview.desktop.widgets.prose import column, gap, muted, prose, quiet_button
from lnreview.letters.blanks import blanks

PARAGRAPHS = (
    ("reason", noop("The request in one sentence")),
    ("rationale", noop("Why: the signer’s own paragraph")),
    ("harm", noop("What happens without it")),
    ("benefit", noop("What is expected of it")),
    ("monitoring", noop("Monitoring and stop rule")),
)
"""Fields of the request in the signer's own words."""
IN_EDITOR = "editor"
"""The paragraph that is open under Contents."""


class Phrases(QWidget):
    """A paragraph of the request, and the phrases that can be put into it."""

    inserted = Signal(str)
    """A phrase for the paragraph that is open under Contents."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._field = PARAGRAPHS[0][0]
        self._stored = ""
        self._items: dict[str, str] = {}
        self.target = QuietCombo()
        self.target.setObjectName("phraseTarget")
        for field, words in ((field, tr(words)) for field, words in PARAGRAPHS):
            self.target.addItem(words, field)
        named(self.target, tr("Paragraph to write"))
        named(self.target.view(), tr("Paragraph to write"))
        self.text = OwnWords(tr("The paragraph"), 4)
        self.text.setObjectName("phraseText")
        self.note = muted("")
        self.store_button = QPushButton(tr("Store"))
        self.store_button.setObjectName("phraseStore")
        self.store_button.setAutoDefault(False)
        named(self.store_button, tr("Store this paragraph in the request"), "Ctrl+Enter")
        self.name = QLineEdit()
        self.name.setObjectName("phraseName")
        hint(self.name, tr("name of a new phrase"))
        named(
            self.name,
            tr("Name of a new phrase"),
            tr("Keeps the selected words of the paragraph, or all of it."),
        )
        self.keep_button = quiet_button(tr("Keep as phrase"), tr("Keep the words as a phrase"), self._keep)
        self.keep_button.setObjectName("phraseKeep")
        self.problem = prose("", "error", theme.SMALL_POINTS)
        self.problem.setObjectName("phraseProblem")
        self.problem.hide()
        self.filter = QLineEdit()
        self.filter.setObjectName("phraseFilter")
        hint(self.filter, tr("filter phrases"))
        self.filter.setClearButtonEnabled(True)
        named(self.filter, tr("Filter the phrases"))
        self.list = CheckListView(tr("No phrase is kept yet. Write one above, name it, and keep it."))
        self.list.setObjectName("phraseList")
        self.model = CheckList()
        self.list.setModel(self.model)
        named(self.list, tr("Phrases"), tr("Enter puts a phrase where the cursor stands."))
        self.insert_button = quiet_button(
            tr("Insert"), tr("Put this phrase where the cursor stands"), self._insert
        )
        self.insert_button.setObjectName("phraseInsert")
        self.forget_button = quiet_button(
            tr("Forget"), tr("Forget this phrase; documents keep its words"), self._forget
        )
        self.forget_button.setObjectName("phraseForget")
        self._lay_out()
        self.target.currentIndexChanged.connect(lambda _: self._choose())
        self.text.textChanged.connect(self._look)
        self.text.finished.connect(self.store)
        self.text.given_up.connect(self._show_text)
        self.store_button.clicked.connect(self.store)
        self.name.returnPressed.connect(self._keep)
        self.filter.textChanged.connect(lambda _: self._show_phrases())
        self.list.opened.connect(lambda _: self._insert())
        session.case_opened.connect(lambda _: self._show_text())
        session.case_changed.connect(self._follow)
        session.library.changed.connect(lambda kind: self._show_phrases() if kind == "phrase" else None)
        session.keeps_draft(self.settle)
        self._show_text()
        self._show_phrases()

    def offer_editor(self, is_open: bool) -> None:
        """Offer the paragraph that is open under Contents as a place for phrases, or no longer."""
        index = self.target.findData(IN_EDITOR)
        if is_open and index < 0:
            self.target.insertItem(0, tr("The paragraph that is open under Contents"), IN_EDITOR)
            self.target.setCurrentIndex(0)
        elif not is_open and index >= 0:
            self.target.removeItem(index)

    def settle(self) -> bool:
        """Store the paragraph that was written and not stored."""
        return not self._is_dirty or self.store()

    def store(self) -> bool:
        """Store the paragraph in the request; return whether it was stored."""
        case = self._session.case
        if case is None or not self._is_dirty:
            return True
        request = case.request.model_copy(update={self._field: self._typed})
        name = tr(dict(PARAGRAPHS)[self._field]).lower()
        return self._session.change(
            tr("Set request: {name}").format(name=name), case.model_copy(update={"request": request})
        )

    @property
    def _typed(self) -> str:
        return self.text.toPlainText().strip()

    @property
    def _is_dirty(self) -> bool:
        case = self._session.case
        return case is not None and self._field != IN_EDITOR and self._typed != self._stored

    def _choose(self) -> None:
        self.settle()
        self._field = str(self.target.currentData())
        self._show_text()

    def _show_text(self) -> None:
        """Show the paragraph as it is stored."""
        case = self._session.case
        in_case = case is not None and self._field != IN_EDITOR
        self._stored = str(getattr(case.request, self._field)) if case is not None and in_case else ""
        self.text.setPlainText(self._stored)
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.setEnabled(in_case)
        self._look()

    def _follow(self) -> None:
        """Show the paragraph of the case as it is now, unless something unfinished stands here."""
        case = self._session.case
        if case is None or self._field == IN_EDITOR:
            return
        now = str(getattr(case.request, self._field))
        if self._typed == self._stored or self._typed == now:
            if now != self.text.toPlainText():
                self._show_text()
            self._stored = now
        self._look()

    def _look(self) -> None:
        self.store_button.setEnabled(self._is_dirty)
        left = blanks(self.text.toPlainText())
        if self._field == IN_EDITOR:
            self.note.setText(tr("A phrase goes into the paragraph that is open under Contents."))
        elif left:
            self.note.setText(tr("Not filled: {left}").format(left=", ".join(left)))
        else:
            self.note.setText(tr("Ctrl+Enter stores. A blank is written [like this]."))

    def _show_phrases(self) -> None:
        wanted = self.filter.text().casefold().split()
        self._items = {
            item.name: str(item.body.get("text", "")) for item in self._session.library.kept("phrase")
        }
        self.model.show_lines(
            [
                Line(name, f"{name}: {text}", subject=text)
                for name, text in self._items.items()
                if all(word in f"{name} {text}".casefold() for word in wanted)
            ]
        )
        for button in (self.insert_button, self.forget_button):
            button.setEnabled(bool(self.model.lines))

    def _insert(self) -> None:
        line = self.list.line()
        if line is None:
            return
        if self._field == IN_EDITOR:
            self.inserted.emit(str(line.subject))
        else:
            self.text.insert_phrase(str(line.subject))

    def _forget(self) -> None:
        line = self.list.line()
        if line is not None:
            self._session.library.forget("phrase", line.key)

    def _keep(self) -> None:
        name = self.name.text().strip()
        text = self.text.textCursor().selectedText().replace("\u2029", "\n").strip() or self._typed
        problem = ""
        if not text:
            problem = tr("The phrase was not kept, because the paragraph is empty. Write it above first.")
        elif not name:
            problem = tr("The phrase was not kept, because it has no name. Write one.")
        elif name in self._items:
            problem = tr(
                "The phrase was not kept, because “{name}” is there already. Write another name."
            ).format(name=name)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        theme.style(self.name, invalid="yes" if problem and text else "no")
        if problem:
            (self.name if text else self.text).setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._session.library.keep("phrase", name, {"text": text}):
            self.name.clear()

    def _lay_out(self) -> None:
        lines = column(self, spacing=4)
        lines.addWidget(self.target)
        lines.addWidget(self.text)
        row = QHBoxLayout()
        row.addWidget(self.note, 1)
        row.addWidget(self.store_button)
        lines.addLayout(row)
        keep = QHBoxLayout()
        keep.addWidget(self.name, 1)
        keep.addWidget(self.keep_button)
        lines.addLayout(keep)
        lines.addWidget(self.problem)
        gap(lines, 12)
        tools = QHBoxLayout()
        tools.addWidget(self.filter, 1)
        tools.addWidget(self.insert_button)
        tools.addWidget(self.forget_button)
        lines.addLayout(tools)
        lines.addWidget(self.list, 1)
