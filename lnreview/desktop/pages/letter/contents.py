"""What a document prints, part by part: a tick is printed, Enter says it in other words, a stale change is decided on."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lnreview.case.model import Case
from lnreview.case.paperwork import LetterEdit
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import noop, tr
from lnreview.desktop.models.checklist import CheckList, Line
from lnreview.desktop.pages.letter import choices
from lnreview.desktop.pages.letter.paragraph import ParagraphEditor
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.checklist_view import CheckListView
from lnreview.desktop.widgets.prose import column, muted, quiet_button
from lnreview.letters import edits
from lnreview.letters.document import Document, Part

TOP = noop("At the top")
"""What stands above the first heading."""
_TOOLS = 64
"""Height of the buttons and margins of the tab, in px at 100 %."""
_HELP = noop(
    "Space leaves a part out or prints it again, Enter changes a paragraph. What the program computed always stands."
)


class Contents(QWidget):
    """The parts of the document that may be left out or reworded."""

    wanted = Signal()
    """Something typed here cannot be stored as it stands: bring it into view."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._document: Document | None = None
        self._open: Line | None = None
        self.list = CheckListView(tr("Nothing of this document can be left out or changed."))
        self.list.setObjectName("contentsList")
        self.model = CheckList()
        self.list.setModel(self.model)
        named(self.list, tr("Parts of the document"), tr(_HELP))
        self.editor = ParagraphEditor()
        self.summary = muted("")
        self.summary.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.summary.setObjectName("contentsSummary")
        self.turn_button = quiet_button(
            tr("Leave out"), tr("Leave this part out, or print it again"), self.list.turn
        )
        self.turn_button.setObjectName("partTurn")
        self.edit_button = quiet_button(tr("Edit…"), tr("Change this paragraph"), self._open_line)
        self.edit_button.setObjectName("partEdit")
        lines = column(self)
        row = QHBoxLayout()
        row.addWidget(self.summary, 1)
        row.addWidget(self.turn_button)
        row.addWidget(self.edit_button)
        lines.addLayout(row)
        lines.addWidget(self.list, 1)
        lines.addWidget(self.editor)
        self.model.turned.connect(self._turn)
        self.list.opened.connect(self._open_line)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._offer())
        self.editor.saved.connect(self._save)
        self.editor.confirmed.connect(self._confirm)
        self.editor.reverted.connect(self._revert)
        self.editor.closed.connect(self._close)
        session.case_changed.connect(self._refresh)
        session.keeps_draft(self.settle)

    @property
    def is_editing(self) -> bool:
        """Whether a paragraph is being reworded."""
        return self._open is not None and isinstance(self._open.subject, Part)

    def show_document(self, document: Document | None) -> None:
        """Show the parts of a document."""
        other = document is None or (self._document is not None and document.kind != self._document.kind)
        if other:
            self.settle()
            self._close()
        self._document = document
        self._refresh()

    def show_place(self, place: str) -> None:
        """Show the change with this key, or the first part of a section, with the focus on it."""
        for row, line in enumerate(self.model.lines):
            subject = line.subject
            section = subject.section if isinstance(subject, Part) else None
            if line.key == f"stale:{place}" or (section == place and not line.is_heading):
                self.list.choose(row)
                break
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        line_now = self.list.line()
        if line_now is not None and line_now.key == f"stale:{place}":
            self._open_line()

    def settle(self) -> bool:
        """Store the words that were typed and not saved; `False` where they could not be stored."""
        if self.editor.is_dirty:
            self._save(self.editor.text)
        if not self.editor.is_dirty:
            return True
        self.wanted.emit()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the whole tab to the paragraph that is changed where it is too low for both."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        area = self.parentWidget()
        height = area.height() if area is not None else self.height()
        needed = self.editor.sizeHint().height() + self.list.minimumHeight() + theme.look().px(_TOOLS)
        self.list.setVisible(self._open is None or height >= needed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the editor on Escape."""
        if event.key() == Qt.Key.Key_Escape and self._open is not None:
            self._close()
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        case, document = self._session.case, self._document
        if case is None or document is None:
            self.model.show_lines(())
            return
        self.model.show_lines(tuple(lines_of(case, document)))
        own = [edit for edit in case.letter_edits if edit.kind == document.kind]
        out = sum(not edit.text.strip() for edit in own)
        told = [
            tr("{out} left out").format(out=out) if out else "",
            tr("{count} reworded").format(count=len(own) - out) if len(own) > out else "",
        ]
        self.summary.setText(
            " · ".join(part for part in told if part) or tr("Everything is printed as the program says it.")
        )
        self._offer()

    def _offer(self) -> None:
        """Offer what can be done with the line on which the person stands."""
        line = self.list.line()
        part = line.subject if line is not None and isinstance(line.subject, Part) else None
        self.turn_button.setEnabled(part is not None)
        self.turn_button.setText(
            tr("Print again") if line is not None and line.ticked is False else tr("Leave out")
        )
        is_stale = line is not None and isinstance(line.subject, LetterEdit)
        self.edit_button.setEnabled(is_stale or (part is not None and part.rewritable))
        self.edit_button.setText(tr("Decide…") if is_stale else tr("Edit…"))

    def _turn(self, line: Line, wanted: bool) -> None:
        case, part = self._session.case, line.subject
        if case is None or self._document is None or not isinstance(part, Part):
            return
        name = tr("Print a part of a document again") if wanted else tr("Leave a part of a document out")
        self._session.change(name, self._with(case, part, None if wanted else ""))

    def _open_line(self, _line: object = None) -> None:
        case, document, line = self._session.case, self._document, self.list.line()
        if case is None or document is None or line is None or not self.edit_button.isEnabled():
            return
        self.settle()
        self._open = line
        if isinstance(line.subject, Part):
            self.editor.edit(line.subject.words, line.text)
        elif isinstance(line.subject, LetterEdit):
            now = choices.became(case, line.subject, document)
            self.editor.decide(line.subject.was, now.words if now is not None else "", line.subject.text)
        self._make_room()
        QTimer.singleShot(0, self.list, self.list.keep_in_view)

    def _save(self, text: str) -> None:
        case, line = self._session.case, self._open
        if case is None or line is None or not isinstance(line.subject, Part):
            return
        if self._session.change(tr("Reword a part of a document"), self._with(case, line.subject, text)):
            self._close()

    def _confirm(self, text: str) -> None:
        case, document, line = self._session.case, self._document, self._open
        if case is None or document is None or line is None or not isinstance(line.subject, LetterEdit):
            return
        now = choices.became(case, line.subject, document)
        if now is None:
            return
        edit = line.subject.model_copy(update={"text": text if line.subject.text.strip() else ""})
        left = choices.without(case, line.subject)
        changed = choices.moved(left, edit, now, self._session.today())
        if self._session.change(tr("Confirm a change of a document"), changed):
            self._close()

    def _revert(self) -> None:
        case, line = self._session.case, self._open
        if case is None or line is None:
            return
        if isinstance(line.subject, LetterEdit):
            changed, name = choices.without(case, line.subject), tr("Drop a change of a document")
        elif isinstance(line.subject, Part):
            changed, name = self._with(case, line.subject, None), tr("Take the program’s words back")
        else:
            return
        if self._session.change(name, changed):
            self._close()

    def _with(self, case: Case, part: Part, text: str | None) -> Case:
        assert self._document is not None
        return choices.with_text(case, self._document.kind, part, text, self._session.today())

    def _close(self) -> None:
        had_focus = self.editor.isAncestorOf(self.focusWidget() or self)
        self._open = None
        self.editor.hide()
        self._make_room()
        if had_focus:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)


def lines_of(case: Case, document: Document) -> Iterator[Line]:
    """Yield the lines of the list: changes that no longer fit first, then every part below its heading."""
    gone = choices.stale(case, document)
    if gone:
        yield Line("heading:stale", tr("Changes that no longer fit"), is_heading=True)
    for edit in gone:
        yield Line(
            f"stale:{edits.key(edit)}", edit.text.strip() or edit.was, mark="urgent",
            state="reworded" if edit.text.strip() else tr("left out"), subject=edit,
        )  # fmt: skip
    section = None
    for part in document.parts:
        if part.section != section:
            section = part.section
            yield Line(f"heading:{section}", section or tr(TOP), is_heading=True)
        chosen = choices.edit_of(case, document.kind, part.section, part.words)
        key = f"part:{part.section}\0{part.words}"
        if chosen is None:
            yield Line(key, part.words, ticked=True, subject=part)
        elif chosen.text.strip():
            yield Line(key, chosen.text, ticked=True, mark="overridden", state="reworded", subject=part)
        else:
            yield Line(key, part.words, ticked=False, state=tr("left out"), subject=part)
