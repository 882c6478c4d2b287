"""The walk page: steps on the left, the finding in the centre, rule and source on the right.

It only shows the state machine of `lnreview.review.walk`, which the session keeps in the store; it decides nothing.
Its commands and their keys stand in `commands`, what is drawn in `drawing`.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.detail_work import Detailer
from lnreview.desktop.language import tr
from lnreview.desktop.pages.walk.change import TABLE
from lnreview.desktop.pages.walk.commands import add_commands
from lnreview.desktop.pages.walk.details import Details
from lnreview.desktop.pages.walk.drawing import Drawing
from lnreview.desktop.pages.walk.foot import Foot
from lnreview.desktop.pages.walk.gaps import Gaps
from lnreview.desktop.pages.walk.judging import Judging
from lnreview.desktop.pages.walk.since import SincePanel
from lnreview.desktop.pages.walk.steps import StepList
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.parts import Part, focusing, go_on
from lnreview.desktop.widgets.prose import lay_out_now, scroller
from lnreview.review.detail.gather import details
from lnreview.review.finding import Review
from lnreview.review.walk import PLACES, VERDICT, Walk, step_of

RULE_WIDTH = 340
_WIDE = 1120
"""Width in px at 100 % from which the rule has a column of its own; below, it follows the finding."""
_BY_KEY = Qt.FocusReason.ShortcutFocusReason


class WalkPage(QWidget):
    """Walks the open case, step by step."""

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, detailer: Detailer | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._look: theme.Look | None = None
        self.details = Details(session, detailer or details, self)
        """The tables below the finding."""
        self.commands = add_commands(
            self,
            {
                "confirm": self._confirm_or_save, "on": self.on, "back": self.back, "override": self.open_override,
                "ask": self.ask, "goto": self.go_to_field, "rule": self.turn_rule, "change": self.show_change,
                "since": lambda: self.since.first_focus().setFocus(_BY_KEY), "part": self._next_part,
            },
            self.show_place,
        )  # fmt: skip
        self.steps = StepList()
        self.steps.went.connect(self.show_place)
        self._centre, centre_lines = scroller("walkCentre", tr("The finding"))
        self._rule, rule_lines = scroller("walkRule", tr("Rule and source"))
        self._columns = (centre_lines, rule_lines)
        self._wants_rule = True
        self.since = SincePanel(session, self.show_place)
        self.since.dismissed.connect(self._dismissed)
        self.judging = Judging(session)
        self.judging.closed.connect(self._judged)
        self.foot = Foot(self.commands)
        self.next_button, self.override_button = self.foot.confirm, self.foot.override
        self._drawing = Drawing(
            session, self.details, self.judging, centre_lines, rule_lines,
            jump=self.show_place, turn=lambda gap: self._go(self.gaps.turned(gap)), write_override=self.open_override,
            discard_override=self._discard_override, show_whole_change=self._show_whole_change,
        )  # fmt: skip
        self.gaps = Gaps(session, lambda: self._drawing.view)
        """What is missing at the step that is shown."""
        self._lay_out()
        session.case_opened.connect(lambda _: self._opened())
        session.review_changed.connect(self._review_changed)
        self._opened()

    @property
    def walk(self) -> Walk:
        """Where the reviewer is, and what was confirmed."""
        return self._session.walking.walk

    # Commands

    def on(self) -> None:
        """Go one step on without confirming."""
        self._go(self.walk.next())

    def back(self) -> None:
        """Go one step back."""
        self._go(self.walk.back())

    def confirm(self) -> None:
        """Confirm what is shown and go on; on the plan, on to the letter."""
        review = self._session.review
        if review is None or self.judging.is_open:
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
        step = step_of(self.walk.position)
        if step is not None and self._session.review is not None:
            self.judging.open(step)
            self.refresh()

    def ask(self) -> None:
        """Mark the gap that has the focus as to be asked for, else all of the step; where all are, take the marks back."""
        self._go(self.gaps.asked())

    def go_to_field(self) -> None:
        """Go to where what is missing is entered; where nothing is, to the first entry that was used."""
        place = self.gaps.field()
        if place is not None:
            self._session.goto("case", place)

    def turn_rule(self) -> None:
        """Show or hide the rule, where it has a column of its own."""
        self._wants_rule = not self._wants_rule
        self.refresh()

    def show_change(self) -> None:
        """Show what would change the verdict: at a step its own lines, else all of them."""
        self._wants_rule = True
        self.refresh()
        change = self._drawing.change
        if change is None:
            self._show_whole_change()
            return
        area = self._rule if self._is_wide() else self._centre
        area.setFocus(_BY_KEY)
        change.take_focus()
        QTimer.singleShot(0, change, lambda: area.ensureWidgetVisible(change, 0, 0))

    # Drawing

    def refresh(self) -> None:
        """Show the walk and the review as they are now."""
        case, review = self._session.case, self._session.review
        if review is None:
            self.judging.put_away()
        self.foot.setVisible(review is not None and not self.judging.is_open)
        self.setFocusProxy(self.judging.panel.first_focus() if self.judging.is_open else self.next_button)
        self.steps.setVisible(review is not None)
        wide = self._is_wide()
        self._rule.setVisible(review is not None and wide and self._wants_rule)
        if case is None or review is None:
            self.since.hide()
            self._drawing.show_nothing()
            return
        self.since.tell()
        walk = self.walk
        self.steps.show_states(walk.states(review), _verdict_look(review))
        drawn = self._drawing.show(walk, case, review, wide=wide, with_rule=self._wants_rule or not wide)
        self._dress(walk, review)
        self._make_room()
        for area, fresh in ((self._centre, self._drawing.view), (self._rule, self._drawing.rule)):
            if drawn and fresh is not None:
                lay_out_now(area, fresh)

    def _dress(self, walk: Walk, review: Review) -> None:
        """Enable what can be done at this step, and name it on the buttons."""
        gaps, step = self.gaps.here, step_of(walk.position)
        able = {
            "on": not walk.is_last, "back": not walk.is_first, "override": step is not None, "ask": bool(gaps),
            "goto": self.gaps.field() is not None, "since": not self.since.isHidden(),
            "rule": self._is_wide(),
        }  # fmt: skip
        for name, action in self.commands.items():
            action.setEnabled(able.get(name, True))
        self.foot.dress(walk.state(review, walk.position), gaps=len(gaps), rule=self._wants_rule)

    # What a person and the session do

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
        """Draw what has changed while another page was shown, and since another day."""
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the rule its own column where there is room for one."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._make_room)
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

    def _opened(self) -> None:
        """Take up the walk of the open case where it was left."""
        self.judging.put_away()
        self.since.begin_anew()
        self._drawing.forget()
        self._review_changed()
        self._to_top()

    def _go(self, walk: Walk) -> None:
        """Move, keep the new state with the case, and show it."""
        moved = walk.position != self.walk.position
        self._session.walking.keep(walk)
        if moved:
            self.judging.put_away()
        if self.isVisible():
            self.refresh()
        if moved:
            self._to_top()

    def _confirm_or_save(self) -> None:
        if self.judging.is_open:
            self.judging.panel.save()
        else:
            self.confirm()

    def _judged(self) -> None:
        self.refresh()
        self.override_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _discard_override(self) -> None:
        step = step_of(self.walk.position)
        if step is not None:
            self.judging.discard(step)
            self.refresh()

    def _show_whole_change(self) -> None:
        self.show_place(VERDICT)
        if not self.details.show_table(TABLE):
            self._session.told.emit(
                tr("What would change the verdict is still being worked out, or nothing that was tried would change it.")
            )  # fmt: skip

    def _dismissed(self) -> None:
        self.refresh()
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next_part(self) -> None:
        """Go to the part after the one that has the focus."""
        parts = (
            (self.steps, lambda: self.steps), (self.since, self.since.first_focus),
            (self._centre, lambda: self._centre), (self._rule, lambda: self._rule),
            (self.judging, self.judging.panel.first_focus), (self.foot, lambda: self.next_button),
        )  # fmt: skip
        go_on(self, [Part(part, focusing(target)) for part, target in parts])

    def _to_top(self) -> None:
        self._centre.verticalScrollBar().setValue(0)
        self._rule.verticalScrollBar().setValue(0)
        if not self.steps.hasFocus():
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # How it is put together

    def _is_wide(self, width: int | None = None) -> bool:
        return (self.width() if width is None else width) >= theme.look().px(_WIDE)

    def _make_room(self) -> None:
        """Give what stands above and below the finding the room that there is."""
        sides = [side.minimumWidth() for side in (self.steps, self._rule) if not side.isHidden()]
        width = self.width() - sum(sides)  # their widths are fixed, and may be laid out only later
        self.since.make_room(width, self.height())
        self.foot.make_room(width, self.height())

    def _lay_out(self) -> None:
        centre = QVBoxLayout()
        centre.setSpacing(0)
        for part in (self.since, self._centre, self.judging, self.foot):
            centre.addWidget(part, 1 if part is self._centre else 0)
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
        for part in (self.steps, self.since, self.judging, self.foot):
            part.restyle()
        self._rule.setVisible(self._rule.isVisible() and self._is_wide())  # else it would widen the window
        self._rule.setFixedWidth(px(RULE_WIDTH))
        for lines, side in zip(self._columns, (24, 16), strict=True):
            lines.setContentsMargins(px(side), px(16), px(side), px(16))


def _verdict_look(review: Review) -> theme.StatusLook:
    """Return the look of the verdict in the list of steps, which has room for its name only."""
    look = theme.verdict_look(review.verdict)
    urgent = theme.status_look("urgent")
    return look if review.urgent is None else theme.StatusLook(urgent.shape, look.word, urgent.colour)
