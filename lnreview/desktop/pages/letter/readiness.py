"""What a letter lacks and holds, in one list: open gaps by where they are mended, waived gaps, sections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from lnreview.case.model import Case
from lnreview.case.records import Waiver
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import hint
from lnreview.desktop.forms.words import LISTS
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.case.tabs import TABS
from lnreview.desktop.pages.letter.policy_part import add_policy, gap_statuses, marked, place_of
from lnreview.desktop.widgets.parts import pressed_by_enter
from lnreview.desktop.widgets.prose import clear, column, gap, heading, muted, prose, quiet_button
from lnreview.letters.document import Document, Gap, Gaps, Heading
from lnreview.review.policy.result import PolicyReview
from lnreview.review.verdicts import Status

_PLACES: dict[str, str] = {
    **{name: words for name, (words, _) in LISTS.items()},
    **{section.attribute: section.title for tab in TABS for section in tab.sections},
    "complete": noop("Complete lists"),
    "letter": noop("This document"),
    "criterion_notes": noop("Criteria of the payer pack"),
}
"""Where a gap is mended, as the pages call it."""


class WaivePanel(QWidget):
    """Asks why a gap is accepted, below that gap; a reason is required."""

    given = Signal(object)
    """The `Waiver`."""
    closed = Signal()

    def __init__(self, gap_: Gap, by: str, reason: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap_
        self._reason = _field(
            "waiveReason", tr("Why the letter may go without it (required)"), tr("Reason, required")
        )
        self._reason.setText(reason)
        self._by = _field("waiveBy", tr("Your name"), tr("By"))
        self._by.setText(by)
        self._problem = prose("", "error", theme.SMALL_POINTS)
        self._problem.setObjectName("waiveProblem")
        self._problem.hide()
        self._give = QPushButton(tr("Waive"))
        self._give.setObjectName("waiveGive")
        self._give.setAutoDefault(False)
        self._give.clicked.connect(self._finish)
        cancel = quiet_button(tr("Cancel"), tr("Cancel the waiver"), self.closed.emit)
        lines = column(self, spacing=4)
        lines.addWidget(self._reason)
        lines.addWidget(self._problem)
        row = QHBoxLayout()
        row.addWidget(self._by, 1)
        row.addWidget(cancel)
        row.addWidget(self._give)
        lines.addLayout(row)

    @property
    def begun(self) -> tuple[str, str]:
        """The key of the gap and the reason as far as it is written."""
        return self._gap.key, self._reason.text()

    def take_focus(self) -> None:
        """Put the focus on the reason."""
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the waiver on Enter, close on Escape; on a button Enter does what the button says."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif pressed_by_enter(event):
            return
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        else:
            super().keyPressEvent(event)

    def _finish(self) -> None:
        reason = self._reason.text().strip()
        if not reason:
            self._problem.setText(tr("The gap was not waived, because no reason was given. Write one."))
            self._problem.show()
            theme.style(self._reason, invalid="yes")
            self.take_focus()
            return
        self.given.emit(Waiver(gap=self._gap.key, reason=reason, by=self._by.text().strip()))


class GapList(QWidget):
    """What a letter lacks, grouped by where it is mended, what was accepted, and the sections that are written."""

    went = Signal(str)
    """The place of the case where a gap is mended; `letter/…` is a part of the letter itself."""
    waived = Signal(object)
    """A `Waiver` that the person gave."""
    unwaived = Signal(str)
    """The key of a gap whose waiver is taken back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("letterGaps")
        self._lines = column(self)
        self._panel: WaivePanel | None = None
        self._shown: tuple[object, ...] = ()

    def show_letter(self, case: Case, document: Document, policy: PolicyReview | None = None) -> None:
        """Show the gaps and the sections of a letter; a reason that is being written stays.

        `policy` is how the request stands against the plan's policy, where a pack was chosen.
        """
        wanted = (case.id, document.gaps, tuple(sections(document)), policy, theme.look())
        if wanted == self._shown:
            return
        self._shown = wanted
        begun = self._panel.begun if self._panel is not None else None
        clear(self._lines)
        self._panel = None
        open_ = [item for item in document.gaps if item.waived is None]
        accepted = [item for item in document.gaps if item.waived is not None]
        if open_:
            self._lines.addWidget(heading(tr("Missing")))
            self._lines.addWidget(
                muted(tr("The letter stays a draft until each is mended or waived with a reason."))
            )
        number = 0
        standing = gap_statuses(policy)
        for name, items in grouped(open_, standing).items():
            gap(self._lines, 4)
            self._lines.addWidget(prose(name, "subheading"))
            for item in items:
                mark = standing.get(item.key, "urgent")
                self._lines.addWidget(self._open_row(case, item, number, mark, begun))
                number += 1
        if policy is not None:
            if open_:
                gap(self._lines)
            add_policy(self._lines, case, policy, [item.key for item in document.gaps], self.went.emit)
        if accepted:
            if open_ or policy is not None:
                gap(self._lines)
            self._lines.addWidget(heading(tr("Waived")))
        for number, item in enumerate(accepted):
            self._lines.addWidget(self._waived_row(item, number))
        if document.gaps or policy is not None:
            gap(self._lines)
        self._lines.addWidget(heading(tr("In the letter")))
        for name in sections(document):
            self._lines.addWidget(marked("met", name))
        self._lines.addStretch(1)

    def show_nothing(self) -> None:
        """Show no letter."""
        clear(self._lines)
        self._panel, self._shown = None, ()

    def _open_row(
        self, case: Case, item: Gap, number: int, mark: str, begun: tuple[str, str] | None
    ) -> QWidget:
        holder = marked(mark, item.sentence)
        inner = holder.layout()
        assert isinstance(inner, QVBoxLayout)
        row = QHBoxLayout()
        row.setContentsMargins(theme.look().px(16), 0, 0, 0)
        place = place_of(case, item.place, item.entry)
        to_field = quiet_button(
            tr("Go to field"),
            tr("Go to field: {sentence}").format(sentence=item.sentence),
            partial(self.went.emit, place),
        )
        to_field.setObjectName(f"gapGo-{number}")
        waive = quiet_button(
            tr("Waive…"),
            tr("Waive: {sentence}").format(sentence=item.sentence),
            lambda: self._ask(case, item, inner),
        )
        waive.setObjectName(f"gapWaive-{number}")
        row.addWidget(to_field)
        row.addWidget(waive)
        row.addStretch(1)
        inner.addLayout(row)
        if begun is not None and begun[0] == item.key:
            self._ask(case, item, inner, begun[1])
        return holder

    def _waived_row(self, item: Gap, number: int) -> QWidget:
        holder = marked("overridden", item.sentence)
        inner = holder.layout()
        assert isinstance(inner, QVBoxLayout)
        row = QHBoxLayout()
        row.setContentsMargins(theme.look().px(24), 0, 0, 0)
        row.addWidget(muted(tr("Waived: {waived}").format(waived=item.waived)), 1)
        back = quiet_button(
            tr("Take back"),
            tr("Take the waiver back: {sentence}").format(sentence=item.sentence),
            partial(self.unwaived.emit, item.key),
        )
        back.setObjectName(f"gapBack-{number}")
        row.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        inner.addLayout(row)
        return holder

    def _ask(self, case: Case, item: Gap, below: QVBoxLayout, reason: str = "") -> None:
        self._close_panel()
        names = [waiver.by for waiver in case.waivers if waiver.by]
        panel = WaivePanel(item, names[-1] if names else case.clinician.name, reason, self)
        panel.setObjectName("waivePanel")
        panel.given.connect(self.waived)
        panel.closed.connect(self._close_panel)
        below.addWidget(panel)
        self._panel = panel
        panel.show()
        panel.take_focus()

    def _close_panel(self) -> None:
        if self._panel is not None:
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None


def grouped(gaps: Iterable[Gap], standing: Mapping[str, Status]) -> dict[str, list[Gap]]:
    """Return gaps by the name of the part of the case where they are mended.

    They stay in the order in which they are read, but criteria that the record shows as not met (`standing`, by the key
    of the gap) come before what is only not documented.
    """
    found: dict[str, list[Gap]] = {}
    for item in sorted(gaps, key=lambda item: standing.get(item.key) != "not-met"):
        place = _PLACES.get(item.place, item.place.replace("_", " ").capitalize())
        found.setdefault(tr(place), []).append(item)
    return found


def sections(document: Document) -> list[str]:
    """Return the names of the sections of a letter, without the one that only lists its gaps."""
    following = (*document.blocks[1:], None)
    return [
        block.text
        for block, after in zip(document.blocks, following, strict=False)
        if isinstance(block, Heading) and block.level == 1 and not isinstance(after, Gaps)
    ]


def _field(object_name: str, placeholder: str, name: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(object_name)
    hint(field, placeholder)
    named(field, name)
    return field
