"""What stands in the centre and on the right of the walk; what is drawn already and has not changed stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.language import tr
from lnreview.desktop.pages.walk.change import WouldChange
from lnreview.desktop.pages.walk.details import Details
from lnreview.desktop.pages.walk.finding import Begun, step_view
from lnreview.desktop.pages.walk.judging import Judging
from lnreview.desktop.pages.walk.plan import plan_view
from lnreview.desktop.pages.walk.rule import step_rule, verdict_rule
from lnreview.desktop.pages.walk.verdict import verdict_view
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.evidence import Asking
from lnreview.desktop.widgets.prose import clear, column, heading, prose, quiet_button
from lnreview.review.finding import Missing, Review
from lnreview.review.walk import PLACES, PLAN, Place, StepState, Walk, step_of


class Drawing:
    """Draws a place of the walk into the centre, and its rule on the right, or below where it is narrow."""

    def __init__(
        self,
        session: Session,
        details: Details,
        judging: Judging,
        centre: QVBoxLayout,
        right: QVBoxLayout,
        *,
        jump: Callable[[Place], object],
        turn: Callable[[Missing], object],
        write_override: Callable[[], object],
        discard_override: Callable[[], object],
        show_whole_change: Callable[[], object],
    ) -> None:
        self._session, self._details, self._judging = session, details, judging
        self._jump, self._turn, self._show_whole_change = jump, turn, show_whole_change
        self._write_override, self._discard_override = write_override, discard_override
        self._above, self._tables, self._below, self._right = (QVBoxLayout() for _ in range(4))
        for slot in (self._above, self._tables, self._below):
            centre.addLayout(slot)
        centre.addStretch(1)
        right.addLayout(self._right)
        right.addStretch(1)
        self._shown: object = None
        self._place: Place | None = None
        self.view: QWidget | None = None
        """The finding, or the verdict; nothing while there is none."""
        self.rule: QWidget | None = None
        """The rule, where it is shown."""
        self.change: WouldChange | None = None
        """What would change the verdict at the step that is shown."""
        details.filled.connect(self._fill_change)

    def show(self, walk: Walk, case: Case, review: Review, *, wide: bool, with_rule: bool) -> bool:
        """Draw the place of the walk and return whether anything was drawn; `wide`: the rule has its own column."""
        states = walk.states(review)
        here = states[PLACES.index(walk.position)]
        shown = (here.step, review, states, walk.asked, walk.note, self._begun(here), wide, with_rule, theme.look())  # fmt: skip
        if shown == self._shown:
            self._details.renew()
            return False
        self._shown = shown
        name = self._focused()
        self._put(walk, case, review, states, wide, with_rule)
        if here.step != self._place:
            self._place = here.step
            clear(self._tables)
            self._tables.addWidget(self._details.section(here.step))
        else:
            self._details.renew()
        self._focus(name)
        return True

    def show_nothing(self) -> None:
        """Say why there is nothing to walk, with the way on."""
        self.forget()
        self._above.addWidget(_nothing(self._session))

    def forget(self) -> None:
        """Show nothing."""
        self._shown, self._place, self.view, self.rule, self.change = (None,) * 5
        self._details.leave()
        for slot in (self._above, self._tables, self._below, self._right):
            clear(slot)

    def _put(
        self,
        walk: Walk,
        case: Case,
        review: Review,
        states: tuple[StepState, ...],
        wide: bool,
        with_rule: bool,
    ) -> None:
        session, guideline = self._session, self._session.guideline
        here, step = states[PLACES.index(walk.position)], step_of(walk.position)

        def goto(place: str) -> None:
            session.goto("case", place)

        def book(place: str) -> None:
            session.goto("book", place)

        asking = Asking(walk.asked, self._turn, lambda: session.goto("letter", "information-request"))
        self.change = None
        if step is not None:
            self.view = step_view(case, review, guideline, here, goto, asking, self._begun(here))
            self.change = WouldChange(step, self._show_whole_change)
            self.change.show_tables(self._details.tables)
            rule = step_rule(guideline, review.step(step), review, book, self.change)
        else:
            rule = verdict_rule(guideline, review, book)
            if here.step == PLAN:
                self.view = plan_view(review, guideline, here, book, self._details)
            else:
                self.view = verdict_view(case, review, states, goto, self._jump, asking)
        for slot in (self._above, self._below, self._right):
            clear(slot)
        if walk.note:
            self._above.addWidget(prose(walk.note, "muted"))
        self._above.addWidget(self.view)
        self.view.show()
        self.rule = rule if with_rule else None
        if not with_rule:
            self.change = None
            rule.deleteLater()
        elif wide:
            self._right.addWidget(rule)
            rule.show()
        else:
            self._below.addSpacing(theme.look().px(24))
            self._below.addWidget(rule)
            rule.show()

    def _begun(self, here: StepState) -> Begun | None:
        """Return the override that was begun and put away at a step."""
        step = step_of(here.step)
        draft = self._judging.draft(step) if step is not None else {}
        if not draft or self._judging.is_open:
            return None
        return Begun(draft.get("rationale", ""), self._write_override, self._discard_override)

    def _fill_change(self) -> None:
        if self.change is not None:
            self.change.show_tables(self._details.tables)

    def _focused(self) -> str:
        focus = self.view.focusWidget() if self.view is not None else None
        return focus.objectName() if focus is not None and focus.hasFocus() else ""

    def _focus(self, name: str) -> None:
        """Put the focus back where it was, if that is still there."""
        found = self.view.findChild(QWidget, name) if self.view is not None and name else None
        if found is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)


def _nothing(session: Session) -> QWidget:
    holder = QWidget()
    lines = column(holder)
    problem = session.review_problem
    lines.addWidget(heading(tr("The walk needs a review") if problem else tr("No case is open")))
    lines.addWidget(
        prose(problem or tr("Open a case to walk through adherence, dosing, response and biopsy."))
    )
    page, words = ("case", tr("Go to the record")) if problem else ("cases", tr("Go to the cases"))
    lines.addWidget(quiet_button(words, words, partial(session.goto, page)), 0, Qt.AlignmentFlag.AlignLeft)
    lines.addStretch(1)
    return holder
