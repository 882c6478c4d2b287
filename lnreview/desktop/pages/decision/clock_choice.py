"""Which clock applies, and of what kind the request is: folded away once it is known."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from lnreview.case.model import Case
from lnreview.case.paperwork import Determination
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import QuietCombo
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.decision.parts import labelled
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.link import Fold
from lnreview.desktop.widgets.prose import column, quiet_button
from lnreview.errors import UserError
from lnreview.guideline.clocks import clocks

_UNKNOWN = noop("not documented")
_KINDS = (("unknown", _UNKNOWN), ("pre-service", noop("before the service")), ("concurrent", noop("while it runs")), ("post-service", noop("after the service")))  # fmt: skip
_URGENCIES = (("unknown", _UNKNOWN), ("standard", noop("standard")), ("expedited", noop("expedited")))


class ClockChoice(QWidget):
    """Asks for the regime, the kind of request and its urgency; further clocks are entered in the record."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._case_id = ""
        self._fold = Fold(
            tr("Clock and kind of request"), False, tr("Shows which clock applies, and lets you choose it")
        )
        self._inside = QWidget()
        self.regime, self.kind, self.urgency = QuietCombo(), QuietCombo(), QuietCombo()
        lines = column(self, spacing=4)
        lines.addWidget(self._fold)
        lines.addWidget(self._inside)
        inner = column(self._inside)
        for name, label, combo in (
            ("regime", tr("Regime"), self.regime), ("request_type", tr("Kind of request"), self.kind),
            ("urgency", tr("Urgency"), self.urgency),
        ):  # fmt: skip
            combo.setObjectName(f"decision-{name}")
            inner.addLayout(labelled(label, combo))
            named(combo.view(), label)
            combo.activated.connect(lambda _, name=name, combo=combo: self._choose(name, combo))
        more = quiet_button(
            tr("More clocks, time zone"), tr("Further clocks and the time zone, in the record"),
            lambda: session.goto("case", "determination/other_regimes"),
        )  # fmt: skip
        inner.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self._fold.toggled.connect(self._inside.setVisible)
        self._inside.hide()

    def show_case(self, case: Case) -> None:
        """Show what the case says; it is open while something is not documented."""
        paper = case.determination
        try:
            names = clocks(self._session.guideline).regimes()
        except UserError as error:
            self._session.failed.emit(str(error))
            names = {}
        regimes = [("", tr(_UNKNOWN)), *names.items()]
        if paper.regime and paper.regime not in names:
            regimes.append((paper.regime, tr("{regime}: not in the table").format(regime=paper.regime)))
        for combo, choices, now in (
            (self.regime, regimes, paper.regime), (self.kind, _told(_KINDS), paper.request_type),
            (self.urgency, _told(_URGENCIES), paper.urgency),
        ):  # fmt: skip
            _fill(combo, tuple(choices), now)
        if case.id != self._case_id:
            self._case_id = case.id
            self._fold.setChecked(not _is_known(paper))

    def _choose(self, name: str, combo: QuietCombo) -> None:
        case = self._session.case
        if case is None:
            return
        paper = case.determination.model_copy(update={name: combo.currentData()})
        self._session.change(tr("Choose the clock"), case.model_copy(update={"determination": paper}))


def _is_known(paper: Determination) -> bool:
    return bool(paper.regime) and "unknown" not in (paper.request_type, paper.urgency)


def _told(choices: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(choice, tr(words)) for choice, words in choices]


def _fill(combo: QuietCombo, choices: tuple[tuple[str, str], ...], now: str) -> None:
    if tuple((combo.itemData(row), combo.itemText(row)) for row in range(combo.count())) != choices:
        combo.clear()
        for data, words in choices:
            combo.addItem(words, data)
    combo.setCurrentIndex(combo.findData(now))
