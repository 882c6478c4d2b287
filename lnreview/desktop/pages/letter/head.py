"""The top of the letter page: which document, to whom, on which day and paper, under which criteria, how ready it is."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from lnreview.desktop import stationery, theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import QuietCombo
from lnreview.desktop.forms.words import slug_label
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.letter.work import Made
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.badge import Badge
from lnreview.desktop.widgets.pack_choice import PackChoice
from lnreview.desktop.widgets.prose import prose, quiet_button
from lnreview.letters.write import KINDS

_FAULTS = 2
"""Lines about payer packs that cannot be used."""
_PAPERS = (("letter", noop("US letter")), ("a4", "A4"))


class LetterHead(QWidget):
    """Choosers of the document; what belongs to the case is stored in it."""

    changed = Signal()
    """Another document is wanted."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._showing = False
        self._dated: date | None = None
        self.kind = chooser("letterKind", tr("Kind of document"), [(kind, kind_name(kind)) for kind in KINDS])
        self.recipient = chooser("letterRecipient", tr("Recipient"), [(None, "")])
        self.keep_button = quiet_button(tr("Keep"), tr("Keep this recipient for other cases"), self._keep)
        self.keep_button.setObjectName("recipientKeep")
        self.keep_button.setToolTip(tr("Keep this recipient for other cases"))
        self.paper = chooser("letterPaper", tr("Paper"), [(paper, tr(words)) for paper, words in _PAPERS])
        self.day = QLineEdit()
        self.day.setObjectName("letterDated")
        named(self.day, tr("Day on the document"), tr("As 2026-11-22; empty is today."))
        self.day.setToolTip(tr("Day on the document; empty is today"))
        self.criteria = QLabel()
        self.criteria.setTextFormat(Qt.TextFormat.PlainText)
        self.criteria.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.style(self.criteria, role="muted")
        self.pack = PackChoice(session, "letterPack")
        self._faults = prose("", "error", theme.SMALL_POINTS)
        self._faults.setObjectName("packFaults")
        self.readiness = Badge(self)
        self.readiness.setObjectName("letterReadiness")
        self._first, self._second = QWidget(), QWidget()
        self._rows = QHBoxLayout(self._first), QHBoxLayout(self._second)
        for row in self._rows:
            row.setContentsMargins(0, 0, 0, 0)
        self._rows[0].addWidget(self.kind, 2)
        self._rows[0].addWidget(self.recipient, 3)
        self._rows[0].addWidget(self.keep_button)
        self._rows[1].addWidget(self.paper)
        self._rows[1].addWidget(self.day)
        self._rows[1].addWidget(self.criteria, 1)
        self._rows[1].addWidget(self.pack, 2)
        self._grid = QGridLayout(self)
        self._grid.addWidget(self._first, 0, 0)
        self._grid.addWidget(self.readiness, 0, 1, Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(self._second, 1, 0, 1, 2)
        self._grid.addWidget(self._faults, 2, 0, 1, 2)
        self._grid.setColumnStretch(0, 1)
        self.setFocusProxy(self.kind)
        self.kind.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.paper.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.recipient.currentIndexChanged.connect(lambda _: self._address())
        self.day.editingFinished.connect(self._set_day)
        session.case_opened.connect(self._begin)
        session.case_changed.connect(self._offer)
        session.library.changed.connect(lambda kind: self._offer() if kind == "recipient" else None)
        self.restyle()
        self._begin()

    @property
    def dated(self) -> date:
        """The day on the document."""
        return self._dated or self._session.today()

    def show_letter(self, made: Made, ready: int, total: int) -> None:
        """Show how ready a document is, and by which criteria it was written."""
        look = theme.status_look("urgent" if made.open_gaps else "met")
        self.readiness.show_status(
            theme.StatusLook(
                look.shape, tr("Readiness {ready} / {total}").format(ready=ready, total=total), look.colour
            )
        )
        self.readiness.setToolTip(
            tr("Sections that are written and gaps that were waived, of all sections and gaps.")
        )
        self.criteria.setText(tr("criteria: {criteria}").format(criteria=made.document.criteria))
        self.criteria.setToolTip(self.criteria.text())

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._grid.setContentsMargins(px(16), px(8), px(16), px(8))
        self._grid.setSpacing(px(8))
        for row in self._rows:
            row.setSpacing(px(8))
        self.day.setFixedWidth(px(120))

    def _begin(self) -> None:
        self._dated = None
        self.day.setText(self.dated.isoformat())
        theme.style(self.day, invalid="no")
        self._offer()

    def _offer(self) -> None:
        """Offer the recipients that are kept, the one of the case first."""
        case = self._session.case
        if case is None:
            return
        self._kept = self._session.library.kept("recipient")
        present = stationery.recipient(case.coverage)
        self._showing = True
        self.recipient.clear()
        self.recipient.addItem(
            tr("to: {payer}").format(payer=case.coverage.payer or tr("no plan entered")), None
        )
        for item in self._kept:
            self.recipient.addItem(tr("to: {name}").format(name=item.name), item.body)
        same = [number for number, item in enumerate(self._kept, start=1) if item.body == present]
        self.recipient.setCurrentIndex(same[0] if same else 0)
        self._showing = False
        self.pack.offer()
        self._faults.setText(_first_faults(self.pack.faults))
        self._faults.setVisible(bool(self.pack.faults))
        self.keep_button.setEnabled(bool(case.coverage.payer.strip()) and not same)

    def _address(self) -> None:
        case, body = self._session.case, self.recipient.currentData()
        if self._showing or case is None or body is None:
            return
        self._session.change(tr("Choose the recipient"), stationery.with_recipient(case, body))

    def _keep(self) -> None:
        case = self._session.case
        if case is None:
            return
        coverage = case.coverage
        name = " · ".join(part for part in (coverage.payer.strip(), coverage.attention.strip()) if part)
        self._session.library.keep("recipient", name, stationery.recipient(coverage))

    def _set_day(self) -> None:
        text = self.day.text().strip()
        try:
            wanted = date.fromisoformat(text) if text else None
        except ValueError:
            theme.style(self.day, invalid="yes")
            self._session.failed.emit(
                tr(
                    "The day on the document was not changed, because “{text}” is no day. Write it as "
                    "2026-11-22."
                ).format(text=text)
            )
            return
        theme.style(self.day, invalid="no")
        before, self._dated = self.dated, wanted
        self.day.setText(self.dated.isoformat())
        if self.dated != before:
            self.changed.emit()


def _first_faults(faults: str) -> str:
    """Return which packs cannot be used with the first reason; the rest is for the command that checks a file."""
    lines = faults.splitlines()
    if len(lines) <= _FAULTS:
        return faults
    return "\n".join(
        [
            *lines[:_FAULTS],
            tr("{count} more: “lnreview check” on the file names them.").format(count=len(lines) - _FAULTS),
        ]
    )


def kind_name(kind: str) -> str:
    """Return a kind of document as it is shown."""
    return slug_label(kind)


def chooser(object_name: str, name: str, choices: list[tuple[object, str]]) -> QuietCombo:
    """Return a combo box of data and words."""
    combo = QuietCombo()
    combo.setObjectName(object_name)
    named(combo, name)
    named(combo.view(), name)
    for data, words in choices:
        combo.addItem(words, data)
    combo.setMinimumContentsLength(max(len(words) for _, words in choices))
    combo.setMinimumWidth(120)  # it may be narrower than its longest choice where the window is
    return combo
