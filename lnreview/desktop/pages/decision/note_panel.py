"""What the reviewer says of a criterion: looked at, a comment that is stored when it is left, an own judgement."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from lnreview.case.paperwork import COMMENT_LENGTH, CriterionNote
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import SmallText
from lnreview.desktop.language import tr
from lnreview.desktop.pages.decision.judgement import JudgementPanel
from lnreview.desktop.widgets.button import button
from lnreview.desktop.widgets.prose import column, muted, prose
from lnreview.review.policy.result import Criterion
from lnreview.review.walk import Draft


class NotePanel(QWidget):
    """Shows the note on one criterion; it is never rebuilt, so that nothing typed is lost."""

    looked = Signal(bool)
    judged = Signal(str, str, str)
    """Status, rationale and name."""
    unjudged = Signal()
    opened = Signal()
    """The person is asked for a judgement."""
    left = Signal()
    """Escape in the comment."""

    def __init__(self) -> None:
        super().__init__()
        self.store: Callable[[str], bool] = lambda text: True
        """Stores a comment; `False` where that did not work."""
        self.draft_of: Callable[[str], Draft] = lambda form: {}
        """Returns what was begun in a form and is not saved."""
        self.keep_draft: Callable[[str, Draft], object] = lambda form, draft: None
        """Keeps what stands in a form and is not saved yet."""
        self._item: Criterion | None = None
        self._note = CriterionNote(pack="", criterion="")
        self._by = ""
        self.seen = QCheckBox(tr("Looked at"))
        self.seen.setObjectName("noteSeen")
        named(self.seen, tr("Looked at"), tr("A review is completed when every criterion was looked at."))
        self.seen.clicked.connect(lambda on: self.looked.emit(on))
        self.comment = SmallText(3)
        self.comment.setObjectName("noteComment")
        self.comment.setPlaceholderText(tr("Comment; it never changes the status"))
        named(
            self.comment,
            tr("Comment"),
            tr("At most {comment_length:,} characters; stored when you leave it.").format(
                comment_length=COMMENT_LENGTH
            ),
        )
        self.comment.installEventFilter(self)
        self.comment.textChanged.connect(self._count)
        self.comment.textChanged.connect(self._write_comment)
        self.counter = muted("")
        self.counter.setObjectName("noteCounter")
        self.problem = prose("", "error", theme.SMALL_POINTS)
        self.problem.setObjectName("noteProblem")
        self.judge_button = button(tr("Judge it yourself…"), "noteJudge", self.open_judgement)
        self.panel = JudgementPanel()
        self.panel.given.connect(self.judged)
        self.panel.removed.connect(self.unjudged)
        self.panel.closed.connect(self.close_judgement)
        self.panel.begun.written.connect(self._write_judgement)
        self._locked = muted("")
        self._locked.setObjectName("noteLocked")
        self._writing = QWidget()
        inner = column(self._writing)
        above = QHBoxLayout()
        above.addWidget(self.seen)
        above.addStretch(1)
        above.addWidget(self.judge_button)
        inner.addLayout(above)
        inner.addWidget(self.comment)
        below = QHBoxLayout()
        below.addWidget(self.problem, 1)
        below.addWidget(self.counter, 1)
        self.counter.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        inner.addLayout(below)
        lines = column(self)
        lines.addWidget(self._locked)
        self._locked.hide()
        lines.addWidget(self._writing)
        lines.addWidget(self.panel)
        self.panel.hide()
        self._count()

    @property
    def is_typed(self) -> bool:
        """Whether the comment differs from the one that is stored."""
        return self.comment.toPlainText().strip() != self._note.comment

    @property
    def is_too_long(self) -> bool:
        """Whether the comment cannot be stored as it stands."""
        return len(self.comment.toPlainText().strip()) > COMMENT_LENGTH

    def show_note(self, item: Criterion, note: CriterionNote, by: str) -> None:
        """Show the note on a criterion; what is being typed on the same one stays."""
        same = self._item is not None and self._item.id == item.id and self._note.pack == note.pack
        typed = same and self.is_typed
        if not same:
            self.panel.begun.stop()
            self.panel.hide()
            self._writing.show()
        self._item, self._note, self._by = item, note, by
        if not typed:
            begun = self.draft_of(self._form("comment")).get("comment", note.comment)
            if self.comment.toPlainText() != begun:
                self.comment.setPlainText(begun)
        self.seen.setVisible(item.rule == "leaf")
        self.seen.setChecked(note.seen)
        self._name_judgement()
        self._count()

    def forget(self) -> None:
        """Forget the criterion: another case was opened, and what was typed is stored."""
        self._item = None
        self.panel.begun.stop()
        self.comment.setPlainText("")

    def lock(self, why: str) -> None:
        """Let nothing be changed, and say why; an empty reason lets it be changed again."""
        self._locked.setText(why)
        self._locked.setVisible(bool(why))
        self.comment.setReadOnly(bool(why))
        self.seen.setEnabled(not why)
        self.judge_button.setEnabled(not why)
        if why and not self.panel.isHidden():
            self.panel.begun.stop()
            self._writing.show()
            self.panel.hide()

    def open_judgement(self) -> None:
        """Ask for the reviewer's own judgement."""
        if self._item is None:
            return
        self.panel.show()
        self._writing.hide()
        self.panel.open_for(self._item, self._note, self._by, self.draft_of(self._form("judge")))
        self.opened.emit()

    def close_judgement(self) -> None:
        """Put the question for a judgement away; what was begun stays as a draft."""
        self.panel.begun.stop()
        self._name_judgement()
        self._writing.show()
        self.panel.hide()
        self.judge_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> bool:
        """Store what was typed; `False`, with the reason, where that did not work or it is too long."""
        if self._item is None or not self.is_typed:
            return True
        text = self.comment.toPlainText().strip()
        if self.is_too_long:
            self.problem.setText(
                tr(
                    "The comment was not stored, because it has {count:,} characters. Shorten it by {more:,}."
                ).format(count=len(text), more=len(text) - COMMENT_LENGTH)
            )
            self.problem.show()
            return False
        if not self.store(text):
            return False
        self._note = self._note.model_copy(update={"comment": text})
        self.keep_draft(self._form("comment"), {})
        return True

    def judged_or_removed(self) -> None:
        """Forget the draft of a judgement that was saved or removed, and put the question away."""
        self.panel.begun.stop()
        self.keep_draft(self._form("judge"), {})
        self.close_judgement()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Store the comment when the focus leaves it; Escape goes back to the criteria."""
        if event.type() == QEvent.Type.FocusOut:
            self.settle()
        elif event.type() == QEvent.Type.FontChange:
            self.comment.fit()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _form(self, kind: str) -> str:
        """Return the name of a form of the criterion that is shown."""
        return f"{kind}/{self._note.pack}/{self._item.id if self._item is not None else ''}"

    def _write_comment(self) -> None:
        if self._item is not None:
            draft = {"comment": self.comment.toPlainText()} if self.is_typed else {}
            self.keep_draft(self._form("comment"), draft)

    def _write_judgement(self, draft: Draft) -> None:
        if self._item is not None:
            self.keep_draft(self._form("judge"), draft)

    def _name_judgement(self) -> None:
        if self._item is not None and self.draft_of(self._form("judge")):
            words = tr("Go on with your judgement (draft)…")
        else:
            words = tr("Change your judgement…") if self._note.status else tr("Judge it yourself…")
        self.judge_button.setText(words)

    def _count(self) -> None:
        count = len(self.comment.toPlainText().strip())
        self.counter.setText(
            tr("{count:,} of {comment_length:,} characters").format(
                count=count, comment_length=COMMENT_LENGTH
            )
        )
        theme.style(self.counter, role="error" if count > COMMENT_LENGTH else "muted")
        theme.style(self.comment, invalid="yes" if count > COMMENT_LENGTH else "no")
        if count <= COMMENT_LENGTH:
            self.problem.hide()
