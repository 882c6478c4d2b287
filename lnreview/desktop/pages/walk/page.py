"""The walk page: steps on the left, the finding in the centre, rule and source on the right.

It only draws the state machine of `lnreview.review.walk` and keeps it in the store; it decides nothing.
Keys: Enter confirms and goes on, Alt+Left goes back, Alt+Right goes on without confirming, 1 to 8 jump, R shows
or hides the rule.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lnreview.case.dates import ChartDate
from lnreview.case.records import Override
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.detail_work import Detailer
from lnreview.desktop.language import tr
from lnreview.desktop.names import PLACE_NAMES, STEP_NAMES
from lnreview.desktop.pages.walk.details import Details
from lnreview.desktop.pages.walk.finding import step_view
from lnreview.desktop.pages.walk.override import OverridePanel
from lnreview.desktop.pages.walk.plan import plan_view
from lnreview.desktop.pages.walk.rule import step_rule, verdict_rule
from lnreview.desktop.pages.walk.steps import StepList
from lnreview.desktop.pages.walk.verdict import verdict_view
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.prose import clear, column, heading, prose, quiet_button, scroller
from lnreview.errors import UserError
from lnreview.review.detail.gather import details
from lnreview.review.finding import Review
from lnreview.review.walk import PLACES, PLAN, Walk, step_of

RULE_WIDTH = 340
_SHORT_FROM = 2.0
"""Text size, as a factor, from which the button says one word only; its name stays whole."""
_WIDE = 1120
"""Width in px at 100 % from which the rule has a column of its own; below, it follows the finding."""


class WalkPage(QWidget):
    """Walks the open case, step by step."""

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, detailer: Detailer | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.details = Details(session, detailer or details, self)
        """The tables below the finding."""
        self.walk = Walk()
        """Where the reviewer is, and what was confirmed."""
        self._look: theme.Look | None = None
        self.steps = StepList()
        self.steps.went.connect(lambda place: self._go(self.walk.jump(place)))
        self._centre, self._centre_lines = scroller("walkCentre", tr("The finding"))
        self._rule, self._rule_lines = scroller("walkRule", tr("Rule and source"))
        self._override = OverridePanel()
        self._override.saved.connect(self._save_override)
        self._override.removed.connect(self._remove_override)
        self._override.closed.connect(self._close_override)
        self.back_button = self._button(tr("Back"), "walkBack", self.back)
        self.override_button = self._button(tr("Override…"), "walkOverride", self.open_override)
        self.rule_button = self._button(tr("Rule"), "walkShowRule", self.refresh, role="quiet")
        self.rule_button.setCheckable(True)
        self.rule_button.setChecked(True)
        self.rule_button.setToolTip(
            tr("Show or hide rule and source; without them tables have more room (R)")
        )
        named(self.rule_button, tr("Rule and source"), tr("Shows or hides the rule and its sources (R)."))
        self.next_button = self._button(tr("Confirm and next"), "walkNext", self.confirm, role="primary")
        self._bar = QWidget()
        self._lay_out()
        self._add_keys()
        self._outdated = True
        session.case_opened.connect(lambda _: self._load())
        session.review_changed.connect(self._review_changed)
        self._load()

    def back(self) -> None:
        """Go one step back."""
        self._go(self.walk.back())

    def confirm(self) -> None:
        """Confirm what is shown and go on; on the plan, on to the letter."""
        review = self._session.review
        if review is None or not self._override_holder.isHidden():
            return
        at_the_end = self.walk.is_last
        self._go(self.walk.confirm(review).next())
        if at_the_end:
            self._session.goto("letter")

    def show_place(self, place: str) -> None:
        """Show a step by its name."""
        if place in PLACES:
            self._go(self.walk.jump(next(known for known in PLACES if known == place)))

    def open_override(self) -> None:
        """Ask for the reviewer's own status of the step that is shown."""
        review, case = self._session.review, self._session.case
        step = step_of(self.walk.position)
        if review is None or case is None or step is None:
            return
        names = [override.by for override in case.overrides if override.by]
        self._override.open_for(review.step(step), names[-1] if names else case.clinician.name)
        self._bar.hide()
        self._override_holder.show()
        self._override.take_focus()

    def refresh(self) -> None:
        """Show the review as it is now."""
        self._outdated = False
        review, case = self._session.review, self._session.case
        self.details.leave()
        clear(self._centre_lines)
        clear(self._rule_lines)
        if review is None:
            self._override_holder.hide()
        self._bar.setVisible(review is not None and self._override_holder.isHidden())
        self.steps.setVisible(review is not None)
        self.rule_button.setVisible(self._is_wide())  # elsewhere the rule takes no room from the tables
        wants_rule = self.rule_button.isChecked() or not self._is_wide()
        self._rule.setVisible(review is not None and wants_rule and self._is_wide())
        if case is None or review is None:
            self._centre_lines.addWidget(self._nothing())
            return
        states = self.walk.states(review)
        self.steps.show_states(states, _verdict_look(review))
        here = states[PLACES.index(self.walk.position)]
        guideline = self._session.guideline
        step = step_of(here.step)
        if step is not None:
            centre = step_view(case, review, guideline, here, self._goto_case)
            rule = step_rule(guideline, review.step(step), review, self._goto_book)
        else:
            rule = verdict_rule(guideline, review, self._goto_book)
            if here.step == PLAN:
                centre = plan_view(review, guideline, here, self._goto_book, self.details)
            else:
                centre = verdict_view(case, review, states, self._goto_case, self.show_place)
        if self.walk.note:
            self._centre_lines.addWidget(prose(self.walk.note, "muted"))
        self._centre_lines.addWidget(centre)
        self._centre_lines.addWidget(self.details.section(here.step))
        if not wants_rule:
            self._centre_lines.addStretch(1)
            rule.deleteLater()
        elif self._is_wide():
            self._centre_lines.addStretch(1)
            self._rule_lines.addWidget(rule)
        else:
            self._centre_lines.addSpacing(theme.look().px(24))
            self._centre_lines.addWidget(rule)
        self._dress_buttons(review)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button that has the focus on Enter, else confirm and go on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QAbstractButton) and focus.isVisible():
                focus.click()
            else:
                self.confirm()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what has changed while another page was shown."""
        super().showEvent(event)
        if self._outdated:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the rule its own column where there is room for one."""
        super().resizeEvent(event)
        if self._is_wide(event.oldSize().width()) != self._is_wide():
            QTimer.singleShot(0, self, self.refresh)

    def changeEvent(self, event: QEvent) -> None:
        """Draw everything anew after another text size or appearance."""
        super().changeEvent(event)
        changed = event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange)
        if changed and self._look is not None and self._look != theme.look():
            self._restyle()
            QTimer.singleShot(0, self, self.refresh)

    def _review_changed(self) -> None:
        """Draw the new review, at once only where somebody can see it."""
        if self.isVisible():
            self.refresh()
        else:
            self._outdated = True

    def _load(self) -> None:
        """Take up the walk of the open case where it was left."""
        case = self._session.case
        self._override_holder.hide()
        self.walk = Walk()
        if case is not None:
            try:
                self.walk = Walk.from_json(self._session.store.state(case.id))
            except UserError as error:
                self._session.failed.emit(str(error))
        self._review_changed()
        self._to_top()

    def _go(self, walk: Walk) -> None:
        """Move, keep the new state with the case, and show it; a state that cannot be kept is told."""
        moved = walk.position != self.walk.position
        self.walk = walk
        if moved:
            self._override_holder.hide()
        case = self._session.case
        if case is not None:
            try:
                self._session.store.set_state(case.id, walk.to_json())
            except UserError as error:
                self._session.failed.emit(str(error))
        self.refresh()
        if moved:
            self._to_top()

    def _to_top(self) -> None:
        self._centre.verticalScrollBar().setValue(0)
        self._rule.verticalScrollBar().setValue(0)
        if not self.steps.hasFocus():
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _goto_case(self, place: str) -> None:
        self._session.goto("case", place)

    def _goto_book(self, place: str) -> None:
        self._session.goto("book", place)

    def _save_override(self, override: Override) -> None:
        case = self._session.case
        if case is None:
            return
        dated = override.model_copy(update={"on": ChartDate.of(self._session.today())})
        others = tuple(other for other in case.overrides if other.step != override.step)
        changed = case.model_copy(update={"overrides": (*others, dated)})
        if self._session.change(tr("Override {step}").format(step=tr(STEP_NAMES[override.step])), changed):
            self._close_override()

    def _remove_override(self) -> None:
        case, step = self._session.case, step_of(self.walk.position)
        if case is None or step is None:
            return
        others = tuple(other for other in case.overrides if other.step != step)
        changed = case.model_copy(update={"overrides": others})
        if self._session.change(tr("Remove override of {step}").format(step=tr(STEP_NAMES[step])), changed):
            self._close_override()

    def _close_override(self) -> None:
        self._override_holder.hide()
        self._bar.show()
        self.override_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dress_buttons(self, review: Review) -> None:
        place = self.walk.position
        state = self.walk.state(review, place)
        following = tr("the letter") if place == PLAN else tr(PLACE_NAMES[self.walk.next().position])
        words = tr("Next") if state.settled else tr("Confirm and next")
        self.next_button.setText(f"{words if theme.look().factor < _SHORT_FROM else words.split()[0]}  ⏎")
        self.next_button.setToolTip(
            tr("{words}: {following} (Enter)").format(words=words, following=following)
        )
        named(self.next_button, f"{words}: {following}", f"{tr(state.name)}: {tr(state.answer)}")
        self.back_button.setEnabled(not self.walk.is_first)
        self.override_button.setVisible(step_of(place) is not None)

    def _nothing(self) -> QWidget:
        """Say why there is nothing to walk, with the way on."""
        holder = QWidget()
        lines = column(holder)
        problem = self._session.review_problem
        lines.addWidget(heading(tr("The walk needs a review") if problem else tr("No case is open")))
        lines.addWidget(
            prose(problem or tr("Open a case to walk through adherence, dosing, response and biopsy."))
        )
        page, words = ("case", tr("Go to the record")) if problem else ("cases", tr("Go to the cases"))
        button = quiet_button(words, words, lambda: self._session.goto(page))
        lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addStretch(1)
        return holder

    def _is_wide(self, width: int | None = None) -> bool:
        return (self.width() if width is None else width) >= theme.look().px(_WIDE)

    def _lay_out(self) -> None:
        centre = QVBoxLayout()
        centre.setSpacing(0)
        centre.addWidget(self._centre, 1)
        self._bar_row = QHBoxLayout(self._bar)
        self._bar_row.addWidget(self.back_button)
        self._bar_row.addWidget(self.override_button)
        self._bar_row.addWidget(self.rule_button)
        self._bar_row.addStretch(1)
        self._bar_row.addWidget(self.next_button)
        self._override_holder = QWidget()
        self._override_holder.hide()
        self._override_row = QVBoxLayout(self._override_holder)
        self._override_row.addWidget(self._override)
        centre.addWidget(self._override_holder)
        centre.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.steps)
        row.addLayout(centre, 1)
        row.addWidget(self._rule)
        self.setTabOrder(self.steps, self.next_button)
        self.setFocusProxy(self.next_button)
        self._restyle()

    def _restyle(self) -> None:
        self._look = theme.look()
        px = self._look.px
        self.steps.restyle()
        self._rule.setVisible(self._rule.isVisible() and self._is_wide())  # else it would widen the window
        self._rule.setFixedWidth(px(RULE_WIDTH))
        self._override.restyle()
        side = 24 if self._look.factor < _SHORT_FROM else 16
        self._bar_row.setContentsMargins(px(side), px(8), px(side + 12), px(16))
        self._bar_row.setSpacing(px(8))
        self._override_row.setContentsMargins(px(24), px(16), px(24 + 12), px(16))
        self._centre_lines.setContentsMargins(px(24), px(16), px(24), px(16))
        self._rule_lines.setContentsMargins(px(16), px(16), px(16), px(16))

    def _add_keys(self) -> None:
        for number, place in enumerate(PLACES, start=1):
            self._key(str(number), lambda place=place: self.show_place(place))  # type: ignore[misc]
        self._key("R", self.rule_button.click)
        self._key("Alt+Left", self.back)
        self._key("Alt+Right", lambda: self._go(self.walk.next()))

    def _key(self, keys: str, action: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(action)

    def _button(
        self, text: str, object_name: str, action: Callable[[], object], role: str = ""
    ) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAutoDefault(False)
        if role:
            theme.style(button, role=role)
        button.clicked.connect(lambda: action())
        return button


def _verdict_look(review: Review) -> theme.StatusLook:
    """Return the look of the verdict in the list of steps, which has room for its name only."""
    look = theme.verdict_look(review.verdict)
    urgent = theme.status_look("urgent")
    return look if review.urgent is None else theme.StatusLook(urgent.shape, look.word, urgent.colour)
