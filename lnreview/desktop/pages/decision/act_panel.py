"""A step of the determination before it is recorded: who, in which role, when, why, until when; inline."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lnreview.case.dates import ChartDate
from lnreview.case.dateshort import Reference, read_date
from lnreview.case.paperwork import Outcome, ReviewRole, WorkflowEvent, WorkflowStep
from lnreview.desktop import theme
from lnreview.desktop.forms.begun import Begun
from lnreview.desktop.forms.date_field import written_in_full
from lnreview.desktop.forms.inputs import QuietCombo, SmallText
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.decision.act_fields import ActFields
from lnreview.desktop.pages.decision.parts import WrappedCheck, labelled
from lnreview.desktop.widgets.button import button
from lnreview.desktop.widgets.prose import clear, column, heading, muted, prose
from lnreview.desktop.widgets.put_away import PutAway
from lnreview.review.acts import Act, ActName
from lnreview.review.workflow import Step

_ROLES: dict[ReviewRole, str] = {
    "unknown": noop("choose a role"), "intake": noop("intake"), "clinical-reviewer": noop("clinical reviewer"),
    "physician-reviewer": noop("physician reviewer"), "administrator": noop("administrator"), "auditor": noop("auditor"),
}  # fmt: skip
_WHAT: dict[ActName, WorkflowStep] = {
    "receive": "received", "assign": "assigned", "ask-for-information": "information-requested",
    "record-information": "information-received", "extend": "extended", "meets-criteria": "decided",
    "send-to-physician": "sent-to-physician", "peer-to-peer": "peer-to-peer", "certify": "decided",
    "certify-modified": "decided", "not-certify": "decided", "notify": "notified", "correct": "corrected",
    "complete": "completed", "reopen": "reopened", "withdraw": "withdrawn", "close": "closed",
}  # fmt: skip
_OUTCOMES: dict[ActName, Outcome] = {
    "meets-criteria": "meets-criteria", "certify": "certify", "certify-modified": "certify-modified",
    "not-certify": "not-certify",
}  # fmt: skip
_PHYSICIAN: tuple[ActName, ...] = ("certify", "certify-modified", "not-certify")
_DUE: tuple[ActName, ...] = ("ask-for-information", "extend")
_TIME = re.compile(r"(([01][0-9]|2[0-3]):[0-5][0-9])?")


@dataclass(frozen=True)
class Actor:
    """Who records steps in this sitting; nothing of it is kept beyond the window."""

    by: str = ""
    role: ReviewRole = "unknown"
    credentials: str = ""
    specialty: str = ""


@dataclass(frozen=True)
class Draft:
    """What a step is filled in with before a person changes it."""

    now: datetime
    dated: bool = True
    """Whether the record knows a calendar, so that today is a day of it."""
    actor: Actor = Actor()
    items: Sequence[tuple[str, str, bool]] = ()
    """What can be asked for, or can have arrived: id, words, whether it is ticked."""
    due: str = ""
    due_why: str = ""
    """Where the due day comes from."""
    steps: Sequence[tuple[Step, str]] = ()
    """Of a correction: the steps, each with its words."""


class ActPanel(PutAway):
    """Asks for what a step needs; it says beside the fields why a step was not recorded."""

    wanted = Signal(object)
    """A `WorkflowEvent` that is to be recorded."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("actPanel")
        self._act: Act | None = None
        self._today = date.min
        self._steps: Sequence[tuple[Step, str]] = ()
        self._title, self._needs = heading(""), muted("")
        self.step = QuietCombo()
        self.role = QuietCombo()
        for role, words in ((role, tr(words)) for role, words in _ROLES.items()):
            self.role.addItem(words, role)
        self.by, self.credentials, self.specialty = QLineEdit(), QLineEdit(), QLineEdit()
        self.on, self.at, self.due = QLineEdit(), QLineEdit(), QLineEdit()
        self.reason, self.other = SmallText(3), QLineEdit()
        for name in ("step", "role", "by", "credentials", "specialty", "on", "at", "due", "reason", "other"):
            getattr(self, name).setObjectName(f"act-field-{name}")
        self._items_title = muted("")
        self._items = QWidget()
        self._item_lines = column(self._items, spacing=4)
        self._due_why = muted("")
        self.problem = prose("", "error", theme.SMALL_POINTS)
        self.problem.setObjectName("actProblem")
        self._save = button(tr("Record the step"), "actSave", self._give, role="primary")
        self._close = button(tr("Put away"), "actClose", self.closed.emit)
        self._discard = button(tr("Discard the draft"), "actDiscard", self._forget_draft)
        self._groups: dict[str, QWidget] = {}
        written_in_full(self.on, lambda: self._today)
        written_in_full(self.due, lambda: self._today, self._begun)
        self._lay_out()
        self.step.currentIndexChanged.connect(self._show_step)
        texts: dict[str, QLineEdit | SmallText] = {
            name: getattr(self, name)
            for name in ("by", "credentials", "specialty", "on", "at", "due", "other", "reason")
        }
        self._fields = ActFields(texts, self.role, self.step)
        self.begun = Begun(self._fields.read, self)
        """Tells what is filled in here and not recorded yet."""
        self._fields.watch(self.begun.look)
        self.begun.written.connect(lambda begun: self._discard.setVisible(bool(begun)))

    def open_for(self, act: Act, draft: Draft, begun: Mapping[str, str]) -> None:
        """Ask for a step, filled in as far as it is known, and with what a person had begun to fill in."""
        self.begun.stop()
        self._act, self._steps = act, draft.steps
        self._title.setText(tr(act.words))
        self._needs.setText(act.why)
        self._needs.setVisible(bool(act.why))
        actor = draft.actor
        self.by.setText(actor.by)
        self.role.setCurrentIndex(self.role.findData(actor.role))
        self.credentials.setText(actor.credentials)
        self.specialty.setText(actor.specialty)
        self._today = draft.now.date()
        self.on.setText(self._today.isoformat() if draft.dated else "")
        self.at.setText(f"{draft.now:%H:%M}" if draft.dated else "")
        self.reason.setPlainText("")
        self.due.setText(draft.due)
        self._due_why.setText(draft.due_why)
        self._due_why.setVisible(bool(draft.due_why))
        self._items_title.setText(
            tr("What is asked for") if act.name == "ask-for-information" else tr("What arrived")
        )
        self._offer(draft.items)
        self.step.clear()
        for _, words in draft.steps:
            self.step.addItem(words)
        name = act.name
        self._groups["step"].setVisible(name == "correct")
        self._groups["physician"].setVisible(name in _PHYSICIAN)
        self._groups["due"].setVisible(name in _DUE)
        self._groups["items"].setVisible(name in ("ask-for-information", "record-information"))
        self.reason.setPlaceholderText(
            tr("The physician’s own rationale") if name in _PHYSICIAN else tr("Why")
        )
        self._save.setText(tr(act.words))
        self._save.setAccessibleName(tr(act.words))
        self.problem.hide()
        self.begun.start()
        self._fields.fill(begun)
        self._discard.setVisible(bool(begun))
        first: QWidget = self.step if name == "correct" else self.by if not actor.by else self.role
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str) -> None:
        """Say why a step was not recorded; what was filled in stays."""
        self.problem.setText(sentence)
        self.problem.show()
        self._save.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def actor(self) -> Actor:
        """Who is named in the panel."""
        return Actor(
            self.by.text().strip(), self.role.currentData(), self.credentials.text().strip(), self.specialty.text().strip()
        )  # fmt: skip

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        self.reason.fit()
        self.at.setFixedWidth(theme.look().px(96))

    def _give(self) -> None:
        """Hand on the step, or say which field cannot be read."""
        if self._act is None:
            return
        act, at = self._act.name, self.at.text().strip()
        try:
            on, due = self._day(self.on), self._day(self.due) if act in _DUE else None
        except ValueError as error:
            self.refuse(
                tr("The step was not recorded. {error}. Correct the day.").format(
                    error=str(error).rstrip(".")
                )
            )
            return
        if not _TIME.fullmatch(at):
            self.refuse(tr("The step was not recorded. “{at}” is no time of day. Write it as 16:40, or leave it "
"empty.").format(at=at))  # fmt: skip
            return
        actor, physician = self.actor, act in _PHYSICIAN
        chosen = self.step.currentIndex()
        self.wanted.emit(
            WorkflowEvent(
                what=_WHAT[act], on=on, at=at, by=actor.by, role=actor.role, outcome=_OUTCOMES.get(act, "unknown"),
                credentials=actor.credentials if physician else "", specialty=actor.specialty if physician else "",
                reason=self.reason.toPlainText().strip(), due_on=due, items=self._ticked(),
                corrects=self._steps[chosen][0].event.id if act == "correct" and chosen >= 0 else "",
            )
        )  # fmt: skip

    def _forget_draft(self) -> None:
        self.begun.stop()
        self.begun.written.emit({})
        self.closed.emit()

    def _ticked(self) -> tuple[str, ...]:
        found = self._fields.ticked()
        if not self._groups["items"].isHidden() and (other := self.other.text().strip()):
            found.append(other)
        return tuple(found)

    def _offer(self, items: Sequence[tuple[str, str, bool]]) -> None:
        clear(self._item_lines)
        self._fields.checks = []
        for number, (name, words, ticked) in enumerate(items):
            check = WrappedCheck(words, f"act-item-{number}", ticked)
            check.box.toggled.connect(self.begun.look)
            self._fields.checks.append((name, check))
            self._item_lines.addWidget(check)
        self.other.clear()

    def _show_step(self, number: int) -> None:
        """Fill in the day that holds now, so that only what is wrong has to be typed."""
        if 0 <= number < len(self._steps):
            step = self._steps[number][0]
            self.on.setText(step.on.text if step.on else "")
            self.at.setText(step.at)

    def _day(self, line: QLineEdit) -> ChartDate | None:
        text = line.text().strip()
        return read_date(text, today=self._today, references=self._begun()).date if text else None

    def _begun(self) -> list[Reference]:
        """Return the day of the step, from which the last day may be counted."""
        text = self.on.text().strip()
        try:
            return [Reference("own", ChartDate.parse(text))] if text else []
        except ValueError:
            return []

    def _lay_out(self) -> None:
        lines = column(self)
        lines.addWidget(self._title)
        lines.addWidget(self._needs)
        self._group(lines, "step", labelled(tr("Which day is wrong"), self.step))
        lines.addLayout(labelled(tr("Who"), self.by))
        lines.addLayout(labelled(tr("In which role"), self.role))
        self._group(
            lines, "physician", labelled(tr("Credentials"), self.credentials), labelled(tr("Specialty"), self.specialty)
        )  # fmt: skip
        when = QHBoxLayout()
        when.addLayout(
            labelled(tr("Day"), self.on, tr("The day on which it happened, such as 2026-11-22")), 1
        )
        when.addLayout(
            labelled(tr("Time"), self.at, tr("24 hours, such as 16:40; clocks that count hours need it"))
        )
        lines.addLayout(when)
        items = QVBoxLayout()
        items.addWidget(self._items_title)
        items.addWidget(self._items)
        items.addLayout(labelled(tr("Something else"), self.other))
        self._group(lines, "items", items)
        due = labelled(tr("Until"), self.due, tr("The last day, such as 2026-12-05"))
        due.addWidget(self._due_why)
        self._group(lines, "due", due)
        lines.addLayout(labelled(tr("Reason"), self.reason))
        lines.addWidget(self.problem)
        lines.addWidget(self._save, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self._close, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self._discard, 0, Qt.AlignmentFlag.AlignLeft)
        self.restyle()

    def _group(self, lines: QVBoxLayout, name: str, *parts: QVBoxLayout) -> None:
        holder = QWidget()
        inner = column(holder)
        for part in parts:
            inner.addLayout(part)
        lines.addWidget(holder)
        self._groups[name] = holder
