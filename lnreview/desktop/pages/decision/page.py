"""The decision page: criteria on the left, the criterion in the middle, the determination on the right.

It holds the request against the plan's policy away from the window and draws what comes back; the old answer stays,
greyed, until then. The program supports, asks or refers; whatever is decided is recorded as a person's own step.
Keys: F6 goes from part to part; in the criteria N and P go to open ones, Space marks, Enter goes to the comment.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.paperwork import CriterionNote, WorkflowEvent
from lnreview.desktop import theme
from lnreview.desktop.actions import page_action
from lnreview.desktop.language import tr
from lnreview.desktop.names import ACT_WORDS
from lnreview.desktop.pages.decision import notes
from lnreview.desktop.pages.decision.centre import Centre
from lnreview.desktop.pages.decision.columns import Columns
from lnreview.desktop.pages.decision.head import DecisionHead
from lnreview.desktop.pages.decision.side import DeterminationSide
from lnreview.desktop.pages.decision.tree import CriteriaView
from lnreview.desktop.pages.decision.words import is_seen
from lnreview.desktop.pages.decision.work import DecisionWorker, Held, Holder, held
from lnreview.desktop.session import Session
from lnreview.errors import UserError
from lnreview.review.acts import act_of
from lnreview.review.determination import determination, record
from lnreview.review.verdicts import Status

_MINUTE = 60_000


class DecisionPage(QWidget):
    """Holds the open request against its policy, and records the determination."""

    def __init__(self, session: Session, parent: QWidget | None = None, *, holder: Holder = held) -> None:
        super().__init__(parent)
        self._session = session
        self._look: theme.Look | None = None
        self._outdated = True
        self._after: Callable[[], object] | None = None
        self.held: Held | None = None
        """What is shown; its `case` is the open one unless it is being worked out anew."""
        self._worker = DecisionWorker(holder, self)
        self._worker.made.connect(self._show)
        worker = self._worker
        self.destroyed.connect(lambda: worker.close())
        self._clock = QTimer(self)
        self._clock.setInterval(_MINUTE)
        self._clock.timeout.connect(self._show_state)
        self.head = DecisionHead(session, lambda: self.choose(""))
        self.counter = QLabel()
        self.counter.setObjectName("decisionCounter")
        theme.style(self.counter, role="muted")
        self.tree = CriteriaView()
        self.centre = Centre(lambda place: session.goto("case", place), self.choose)
        self.side = DeterminationSide(session)
        self._lay_out()
        self._connect()
        self._ask()

    @property
    def is_current(self) -> bool:
        """Whether what is shown is of the record as it stands."""
        shown = self.held
        return shown is not None and shown.case is self._session.case and shown.review is self._session.review

    def choose(self, criterion: str) -> None:
        """Stand on a criterion, by its id; on the request as a whole where there is none of that id."""
        self.tree.choose(max(self.tree.criteria.row_of(criterion), 0))
        self.columns.show_part(1)

    def show_place(self, place: str) -> None:
        """Show a criterion by its id, or the determination (`determination`); once they are worked out."""
        if not self.is_current:
            self._after = lambda: self.show_place(place)
        elif place == "determination":
            self.columns.focus_part(2)
        else:
            self.choose(place)
            self.columns.focus_part(1)

    # Working it out

    def _ask(self) -> None:
        """Hold the request against its policy anew, once somebody can see it; show the old answer as old."""
        case = self._session.case
        self._outdated = True
        if case is None:
            self._worker.forget()
            self.held = None
            return
        if not self.isVisible():
            return
        self._outdated = False
        self.head.pack.offer()
        self.head.grow_stale()
        self.tree.criteria.grow_stale()
        self._worker.ask(case, self._session.review, self._session.guideline)

    def _show(self, found: Held) -> None:
        self.held = found
        self.head.show_held(found)
        self.tree.criteria.show_tree(found.policy.root if found.policy else None)
        leaves = {item.id: item for item in found.policy.root.leaves()} if found.policy else {}
        seen = sum(is_seen(item) for item in leaves.values())
        self.counter.setText(
            tr("Looked at {seen} of {count}").format(seen=seen, count=len(leaves)) if leaves else ""
        )
        self._show_state()
        self._show_criterion()
        if self._after is not None:
            after, self._after = self._after, None
            after()

    def _show_criterion(self) -> None:
        if self.held is not None:
            row = self.tree.row
            self.centre.show_held(self.held, row.item if row else None, self._by)
            self.centre.notes.lock(self._locked)

    def _show_state(self) -> None:
        """Show where the determination stands at this minute."""
        shown = self.held
        if shown is None:
            return
        try:
            state = determination(
                shown.case, self._session.guideline, shown.outcome, self._session.now(), untouched=shown.untouched
            )  # fmt: skip
        except UserError as error:
            self._session.failed.emit(str(error))
            return
        self.side.show_state(shown, state)

    # What the reviewer says

    @property
    def _locked(self) -> str:
        """Why the notes cannot be changed; empty where they can."""
        state = self.side.state
        if state is None or not state.locked:
            return ""
        return tr(
            "The review is “{status_words}” and locked. To change a note, reopen it with a reason."
        ).format(status_words=tr(state.status_words))

    @property
    def _by(self) -> str:
        """Who reviews: as in the last step of this sitting, else as in the last note of the case."""
        case = self._session.case
        named = [note.by for note in case.criterion_notes if note.by] if case else []
        return self.side.actor.by or (named[-1] if named else "")

    def _change_note(self, name: str, change: Callable[[Case, CriterionNote, ChartDate], Case]) -> bool:
        """Change the note on the criterion that is shown, in the case as it stands now."""
        case, row = self._session.case, self.tree.row
        if case is None or self.held is None or self.held.policy is None or row is None:
            return False
        if self._locked:
            self._session.failed.emit(tr("The note was not changed. {locked}").format(locked=self._locked))
            return False
        note = notes.note_of(case, self.held.policy.pack.id, row.item.id)
        changed = change(case, note, ChartDate.of(self._session.today()))
        return self._session.change(f"{name}: {row.item.words}", changed)

    def _comment(self, text: str) -> bool:
        return self._change_note(
            tr("Comment"), lambda case, note, on: notes.commented(case, note, text, self._by, on)
        )

    def _look_at(self, seen: bool) -> None:
        name = tr("Looked at") if seen else tr("Not looked at")
        self._change_note(name, lambda case, note, on: notes.looked_at(case, note, seen, self._by, on))

    def _turn_look(self) -> None:
        row = self.tree.row
        if row is not None and row.item.rule == "leaf":
            self._look_at(not is_seen(row.item))

    def _judge(self, status: Status, rationale: str, by: str) -> None:
        if self._change_note(
            tr("Judge"), lambda case, note, on: notes.judged(case, note, status, rationale, by, on)
        ):
            self.centre.notes.judged_or_removed()

    def _unjudge(self) -> None:
        if self._change_note(tr("Remove judgement"), lambda case, note, on: notes.as_computed(case, note)):
            self.centre.notes.judged_or_removed()

    def _record(self, event: WorkflowEvent) -> None:
        """Record a step against the criteria as they stand now; while they are worked out, right after that."""
        shown, case = self.held, self._session.case
        if not self.is_current or shown is None or case is None:
            self._after = lambda: self._record(event)
            return
        name = act_of(event)
        try:
            changed = record(
                case, event, self._session.guideline, shown.outcome, self._session.now(), untouched=shown.untouched
            )  # fmt: skip
        except UserError as error:
            self.side.panel.refuse(str(error))
            return
        if self._session.change(tr(ACT_WORDS[name]) if name else tr("Record a step"), changed):
            self.side.recorded()

    # How it is put together

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to the criteria, or to the choice of a pack where there are none."""
        case = self._session.case
        if case is None or not case.coverage.pack:
            self.head.pack.setFocus(event.reason())
        elif self.tree.isVisible():
            self.tree.setFocus(event.reason())
        else:
            self.columns.focus_shown()

    def showEvent(self, event: QShowEvent) -> None:
        """Work out what has changed while another page was shown."""
        super().showEvent(event)
        self._clock.start()
        if self._outdated:
            self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many parts beside each other as have room."""
        self.columns.make_room(event.size().width())
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw everything anew after another text size or appearance."""
        super().changeEvent(event)
        changed = event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange)
        if changed and self._look is not None and self._look != theme.look():
            self._restyle()
            QTimer.singleShot(0, self, self._draw_again)

    def _draw_again(self) -> None:
        if self.held is not None:
            self.head.show_held(self.held)
            self._show_state()
            self._show_criterion()

    def _opened(self) -> None:
        """Begin with another case: nothing of the former one stays in view."""
        self._after = self.held = None
        for part in (self.head, self.centre, self.side):
            part.forget()
        self.tree.criteria.show_tree(None)
        self.counter.setText("")

    def _connect(self) -> None:
        session, note_panel = self._session, self.centre.notes
        session.case_opened.connect(self._opened)
        session.review_changed.connect(self._ask)
        session.keeps_draft(note_panel.settle)
        self.tree.may_leave = note_panel.settle
        self.tree.went.connect(lambda _: self._show_criterion())
        self.tree.entered.connect(lambda: self.columns.focus_part(1))
        self.tree.looked.connect(self._turn_look)
        self.tree.finding.connect(self.columns.show_search)
        note_panel.store = self._comment
        note_panel.draft_of = session.walking.draft
        note_panel.keep_draft = session.walking.write
        note_panel.looked.connect(self._look_at)
        note_panel.judged.connect(self._judge)
        note_panel.unjudged.connect(self._unjudge)
        note_panel.left.connect(lambda: self.columns.focus_part(0))
        self.side.wanted.connect(self._record)
        self.head.part_chosen.connect(self.columns.show_part)

    def _lay_out(self) -> None:
        self.columns = Columns(self.head, self.counter, self.tree, self.centre, self.side)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.head)
        lines.addWidget(self.columns, 1)
        page_action(
            self,
            tr("Next part of the page"),
            "F6",
            tr("From the criteria to the one chosen, to the determination, and round"),
            self.columns.next_part,
        )
        self._restyle()

    def _restyle(self) -> None:
        self._look = theme.look()
        for part in (self.head, self.tree, self.centre, self.side, self.columns):
            part.restyle()
        self.columns.make_room(self.width())
