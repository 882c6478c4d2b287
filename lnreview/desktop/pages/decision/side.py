"""The right of the decision page: where the determination stands, what can be done, and what was recorded."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.decision.act_list import other_acts, possible_acts
from lnreview.desktop.pages.decision.act_panel import Actor, ActPanel
from lnreview.desktop.pages.decision.clock_choice import ClockChoice
from lnreview.desktop.pages.decision.drafts import criterion_words, draft_of
from lnreview.desktop.pages.decision.parts import part_name
from lnreview.desktop.pages.decision.standing import days_view, other_clocks_view, standing_view, steps_view
from lnreview.desktop.pages.decision.work import Held
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.prose import heading, lay_out_now, put, quiet_button, scroller
from lnreview.review.acts import Act
from lnreview.review.determination import DeterminationState

_DOCUMENTS = (("information-request", noop("Request for information")), ("worksheet", noop("Worksheet")))


class DeterminationSide(QWidget):
    """Shows a determination; a step that is being filled in stands in the place of the acts."""

    wanted = Signal(object)
    """A `WorkflowEvent` that is to be recorded."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._held: Held | None = None
        self.state: DeterminationState | None = None
        """Where the determination stands, as it is shown."""
        self._shown: object = None
        self._begun = ""
        self.actor = Actor()
        """Who records in this sitting."""
        self.panel = ActPanel()
        self.panel.wanted.connect(self.wanted)
        self.panel.closed.connect(self.close_panel)
        self.panel.begun.written.connect(lambda begun: self._session.walking.write(_form(self._begun), begun))
        self.area, self._lines = scroller("decisionSide", tr("The determination"))
        self._standing, self._acts, self._past = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._acts_holder = QWidget()
        self._acts_holder.setLayout(self._acts)
        self._acts.setContentsMargins(0, 0, 0, 0)
        self._lines.addWidget(heading(tr("Determination")))
        self._lines.addLayout(self._standing)
        self.clock_choice = ClockChoice(session)
        self._lines.addWidget(self.clock_choice)
        self._lines.addWidget(self.panel)
        self._lines.addWidget(self._acts_holder)
        documents = QVBoxLayout()
        documents.setSpacing(0)
        documents.addWidget(part_name(tr("Documents")))
        for kind, words in ((kind, tr(words)) for kind, words in _DOCUMENTS):
            name = tr("Document: {words}").format(words=words)
            button = quiet_button(words, name, lambda kind=kind: session.goto("letter", kind))  # type: ignore[misc]
            button.setObjectName(f"decisionDocument-{kind}")
            documents.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._lines.addLayout(documents)
        self._lines.addLayout(self._past)
        self._lines.addStretch(1)
        self.panel.hide()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.area)
        self.restyle()

    def show_state(self, held: Held, state: DeterminationState) -> None:
        """Show a determination; it is drawn anew only where something in it changed."""
        self._held, self.state = held, state
        begun = {act.name for act in state.acts if self._session.walking.draft(_form(act.name))}
        shown = (state, held.case.workflow, held.outcome, begun, theme.look())
        if shown == self._shown:
            return
        self._shown = shown
        focus = self.focusWidget()
        name = focus.objectName() if focus is not None and focus.hasFocus() else ""
        put(self._standing, standing_view(state))
        put(self._acts, possible_acts(state.acts, held.outcome, self.begin, begun))
        steps = steps_view(held.case, criterion_words(held.policy))
        put(self._past, other_clocks_view(state), days_view(state), steps, other_acts(state.acts))
        self.clock_choice.show_case(held.case)
        lay_out_now(self.area)
        if name.startswith("act-") and not self.panel.isVisible():
            self._focus_act(name)

    def begin(self, act: Act) -> None:
        """Ask for what an act needs."""
        if self._held is None or self.state is None:
            return
        self._begun = act.name
        self.panel.begun.stop()
        held, walking = self._held, self._session.walking
        gaps = held.review.missing if held.review is not None else ()
        marked = [gap.what for gap in gaps if gap.what in walking.walk.asked]
        draft = draft_of(act, held.case, held.policy, self.state, self._session.now(), self.actor, marked)
        self._acts_holder.hide()
        self.panel.show()
        self.panel.open_for(act, draft, walking.draft(_form(act.name)))
        QTimer.singleShot(0, self, self._to_panel)

    def _to_panel(self) -> None:
        """Bring the beginning of the step into view; its later fields follow the focus."""
        self.area.verticalScrollBar().setValue(self.panel.y() - theme.look().px(16))

    def close_panel(self) -> None:
        """Put the step away, and go back to the acts; what was begun stays as a draft."""
        if self.panel.isHidden():
            return
        self.panel.begun.stop()
        self.panel.hide()
        self._acts_holder.show()
        if self._held is not None and self.state is not None:
            self.show_state(self._held, self.state)
        self._focus_act(f"act-{self._begun}")

    def recorded(self) -> None:
        """Note who recorded a step, and put it away."""
        self.actor = self.panel.actor
        self.panel.begun.stop()
        self._session.walking.write(_form(self._begun), {})
        self.close_panel()

    def forget(self) -> None:
        """Show nothing: another case was opened."""
        self._held = self.state = self._shown = None
        for part in (self._standing, self._acts, self._past):
            put(part)
        self.panel.begun.stop()
        self.panel.hide()
        self._acts_holder.show()

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._lines.setContentsMargins(px(16), px(16), px(16), px(16))
        self._lines.setSpacing(px(16))
        self._past.setSpacing(px(16))
        self.panel.restyle()

    def first_focus(self) -> QWidget:
        """Return what takes the focus: the step that is being filled in, or the first possible act."""
        if not self.panel.isHidden():
            return self.panel.by
        buttons = self._possible()
        return buttons[0] if buttons else self.area

    def _possible(self) -> list[QPushButton]:
        """Return the buttons of the acts that are possible now."""
        buttons = self._acts_holder.findChildren(QPushButton)
        return [button for button in buttons if button.isEnabled() and button.isVisibleTo(self._acts_holder)]

    def _focus_act(self, name: str) -> None:
        """Put the focus on an act, or on the first possible one where it is no longer there."""
        same = (button for button in self._possible() if button.objectName() == name)
        next(same, self.first_focus()).setFocus(Qt.FocusReason.OtherFocusReason)


def _form(act: str) -> str:
    """Return the name of the form in which a step is filled in."""
    return f"act/{act}"
