"""The entries of the record that a finding used, and what is missing, each with the way to where it is entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.quantities import label
from lnreview.desktop import theme
from lnreview.desktop.caseline import human_date
from lnreview.desktop.language import noop, tr
from lnreview.desktop.widgets.link import Link
from lnreview.desktop.widgets.prose import Goto, gap, heading, muted, prose, quiet_button
from lnreview.desktop.widgets.text_cells import TextColumn
from lnreview.desktop.widgets.text_table import TextTable
from lnreview.review.finding import Evidence, Missing, sentence

EVIDENCE_COLUMNS = (
    TextColumn(noop("What"), wraps=True),
    TextColumn(noop("Value"), number=True, wraps=True),
    TextColumn(noop("Date"), wraps=True),
    TextColumn(noop("Source"), wraps=True),
)
_ADD = {
    "labs": noop("Add lab result"),
    "courses": noop("Add drug"),
    "dispenses": noop("Add refill"),
    "administrations": noop("Add infusion"),
    "adherence": noop("Add adherence"),
    "levels": noop("Add drug level"),
    "biopsies": noop("Add biopsy"),
    "measurements": noop("Add weight or height"),
    "blood_pressures": noop("Add blood pressure"),
    "comorbidities": noop("Add condition"),
    "pregnancies": noop("Add pregnancy status"),
    "genotypes": noop("Add genetic result"),
    "other_causes": noop("Add other cause"),
    "events": noop("Add event"),
    "episodes": noop("Add episode"),
    "baselines": noop("Choose baseline"),
    "disease_activity": noop("Add SLEDAI-2K"),
    "complete": noop("Say which lists are complete"),
    "lupus": noop("Enter lupus diagnosis"),
    "patient": noop("Enter patient data"),
}


def action_for(missing: Missing) -> str:
    """Return what the button beside a missing datum says."""
    if missing.entry:
        return tr("Open entry")
    words = _ADD.get(missing.place.split("/")[0], noop("Enter in the case"))
    return tr(words)


def place_of_missing(missing: Missing) -> str:
    """Return the place of the case page where a missing datum is entered."""
    return f"{missing.place}/{missing.entry}" if missing.entry else missing.place


def place_of_entry(case: Case, entry: str) -> str | None:
    """Return the place of the case page that shows the entry of that id, or `None` when the case has none."""
    for place, found in case.entries():
        if found.id == entry:
            return f"{place.split('/')[0]}/{entry}"
    return None


def add_evidence(
    lines: QVBoxLayout,
    case: Case,
    evidence: Sequence[Evidence],
    name: str,
    goto: Goto,
    object_name: str = "evidence",
) -> None:
    """Show the entries that were used; Enter on one goes to it."""
    if not evidence:
        lines.addWidget(muted(tr("No entry of the record speaks to this.")))
        return
    rows = [evidence_row(item) for item in evidence]
    columns = EVIDENCE_COLUMNS if any(row[-1] for row in rows) else EVIDENCE_COLUMNS[:-1]
    table = TextTable(name, columns, [row[: len(columns)] for row in rows])
    table.setObjectName(object_name)

    def open_entry(row: int) -> None:
        place = place_of_entry(case, evidence[row].entry)
        if place is not None:
            goto(place)

    table.chosen.connect(open_entry)
    lines.addWidget(table)


@dataclass(frozen=True)
class Asking:
    """How a gap is marked as to be asked for."""

    marked: Mapping[str, str]
    """What is to be asked for, in the words of the gap, with the day on which that was marked (ISO)."""
    turn: Callable[[Missing], object]
    """Marks a gap, or takes the mark from it."""
    request: Callable[[], object]
    """Shows the request for information."""


def add_missing(
    lines: QVBoxLayout,
    missing: Sequence[Missing],
    words: str,
    goto: Goto,
    *,
    quiet: bool = False,
    asking: Asking | None = None,
) -> None:
    """Show what is missing, what would settle most first, each with the way to where it is entered, or to ask for it."""
    if not missing:
        return
    gap(lines, 4 if quiet else 16)
    lines.addWidget(muted(words) if quiet else heading(words))
    for number, item in enumerate(in_order(missing)):
        lines.addWidget(_gap(number, item, goto, asking))
    if asking is not None and any(item.what in asking.marked for item in missing):
        link = Link(tr("Write the request for information"), asking.request, points=theme.BODY_POINTS)
        link.setObjectName("writeRequest")
        lines.addWidget(link)


def in_order(missing: Sequence[Missing]) -> list[Missing]:
    """Return gaps in the order in which they are shown: what would settle most first."""
    return sorted(missing, key=lambda item: item.rank)


def _gap(number: int, item: Missing, goto: Goto, asking: Asking | None) -> QWidget:
    """Return one gap: what and why on the left, what can be done about it on the right."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.look().px(16))
    text = QVBoxLayout()
    text.setSpacing(theme.look().px(2))
    text.addWidget(prose(sentence(item.what)))
    text.addWidget(muted(item.why))
    row.addLayout(text, 1)
    row.addStretch()
    buttons = QVBoxLayout()
    buttons.setSpacing(0)
    action = action_for(item)
    button = quiet_button(action, f"{action}: {item.what}", partial(goto, place_of_missing(item)))
    button.setObjectName(f"missing-{number}")
    buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
    if asking is not None:
        day = asking.marked.get(item.what, "")
        if day:
            when = human_date(ChartDate.parse(day))
            text.addWidget(
                muted(tr("✎ To be asked for, marked on {day}").format(day=when)), 0, Qt.AlignmentFlag.AlignTop
            )
        ask = tr("Do not ask") if day else tr("Ask for it")
        turn = quiet_button(ask, f"{ask}: {item.what}", partial(asking.turn, item))
        turn.setObjectName(f"ask-{number}")
        buttons.addWidget(turn, 0, Qt.AlignmentFlag.AlignRight)
    text.addStretch(1)
    buttons.addStretch(1)
    row.addLayout(buttons)
    return holder


def evidence_row(evidence: Evidence) -> tuple[str, str, str, str]:
    """Return what, value with its unit, date and source of an entry, as a row."""
    value = f"{evidence.value} {label(evidence.unit)}".strip()
    return evidence.what.rstrip(": "), value, evidence.date, evidence.source
