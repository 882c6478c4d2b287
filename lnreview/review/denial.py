"""A denial that was received: until when an appeal can be filed, what its notice lacks, who may judge the appeal.

The last day as printed and the last day by each regime stand side by side; where they differ, that is said and the
earlier one is the safe one. A notice that nobody read for its elements lacks nothing that is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lnreview.case.model import Case
from lnreview.case.names import folded
from lnreview.case.paperwork import AppealLevel, Denial
from lnreview.guideline.clocks import Clock, clocks
from lnreview.guideline.model import Guideline
from lnreview.guideline.notice import Element, notice_rules
from lnreview.guideline.parts import VerificationStatus
from lnreview.review import clock as arithmetic
from lnreview.review import workflow
from lnreview.review.clock import Due, amount

_EXTERNAL = "external-review"
"""Id of the regime of an external review."""


_UNREAD: tuple[AppealLevel, ...] = ("state-review", "medicare-redetermination", "medicare-independent")
"""Levels whose times were not read: the days of an internal appeal are not those of a state's or of Medicare's review."""


@dataclass(frozen=True)
class Filing:
    """The last day for an appeal by one row of the table."""

    clock: Clock
    last: date | None
    """The last day; `None` where neither the notice nor its receipt has a full day."""
    counted: str
    """From what it was counted, with the length, in words."""
    status: VerificationStatus
    """How far that time may be trusted."""


@dataclass(frozen=True)
class AppealClock:
    """Until when an appeal can be filed, and until when it has to be decided."""

    printed: date | None
    """The last day as printed in the notice; `None` where it is not documented as a full day."""
    by_regime: tuple[Filing, ...]
    safe: date | None
    """The earliest of them all."""
    decision: tuple[Due, ...]
    """Until when the appeal has to be decided, counted from the day of filing."""
    conflict: str
    """That the days differ, in a sentence; empty where they do not."""
    notes: tuple[str, ...]
    missing: tuple[str, ...]
    """What would settle it, as noun phrases."""


def appeal_clock(denial: Denial, case: Case, guideline: Guideline) -> AppealClock:
    """Return the times of an appeal against a denial, for the regimes that the case names.

    An appeal at the level of an external review is also held against the table's rows for it. Raises `InputProblems`
    where the table cannot be read.
    """
    printed = workflow.moment(case, denial.file_by)
    received = workflow.moment(case, denial.received_on)
    noticed = workflow.moment(case, denial.denied_on)
    rows = _rows(denial, case, guideline)
    filings = tuple(
        filing
        for row in rows
        if row.file_within is not None
        for filing in _filings(row, noticed.day if noticed else None, received.day if received else None)
    )
    days = [filing.last for filing in filings if filing.last is not None]
    every = [*days, *([printed.day] if printed else [])]
    filed = workflow.moment(case, denial.filed_on)
    decision = tuple(
        arithmetic.due(row, filed, case.determination.time_zone) for row in rows if filed is not None
    )
    return AppealClock(
        printed=printed.day if printed else None,
        by_regime=filings,
        safe=min(every, default=None),
        decision=decision,
        conflict=_conflict(printed.day if printed else None, filings),
        notes=_notes(denial, rows),
        missing=_missing(denial, case, rows, every),
    )


def notice_lacks(denial: Denial, guideline: Guideline, *, expedited: bool = False) -> tuple[Element, ...]:
    """Return what a notice had to hold and does not, each with its source and the sentence for an appeal.

    Empty where nobody read the notice for that. `expedited` says that the request was urgent; a reason for urgency in
    the denial says so as well.
    """
    if not denial.notice_checked:
        return ()
    urgent = expedited or bool(denial.expedited_reason)
    return tuple(
        element
        for element in notice_rules(guideline).elements
        if element.id not in denial.notice_holds and (urgent or element.only != "expedited")
    )


def appeal_reviewer(
    case: Case, name: str, credentials: str, specialty: str, guideline: Guideline
) -> tuple[str, ...]:
    """Return what speaks against a person as reviewer of an appeal, or stays to be judged, as sentences.

    Whether two specialties are similar is a person's judgement; it is asked, not decided.
    """
    rules = {rule.id: rule for rule in notice_rules(guideline).reviewers}
    found = []
    person = folded(name)
    took_part = any(person and person == folded(event.by) for event in case.workflow)
    decided = any(person and person in folded(denial.reviewer) for denial in case.denials)
    if "not-involved" in rules and (took_part or decided):
        found.append(f"{rules['not-involved'].words} {name} took part in it.")
    if "no-pharmacist" in rules:
        words = {folded(word) for word in (*credentials.replace(",", " ").split(), *specialty.split())}
        if words & {folded(word) for word in rules["no-pharmacist"].professions}:
            found.append(rules["no-pharmacist"].words)
    if "same-specialty" in rules:
        own = case.clinician.specialty
        if not specialty.strip():
            found.append(f"{rules['same-specialty'].words} The specialty is not documented.")
        elif folded(specialty) != folded(own):
            other = f"“{own}”" if own else "the specialty of the treating clinician, which is not documented"
            found.append(
                f"{rules['same-specialty'].words} Whether “{specialty}” is similar to {other} has to be judged."
            )
    return tuple(found)


def _rows(denial: Denial, case: Case, guideline: Guideline) -> tuple[Clock, ...]:
    """Return the rows for an appeal that fit the denial."""
    paper, table = case.determination, clocks(guideline)
    noticed = workflow.moment(case, denial.denied_on) or workflow.moment(case, denial.received_on)
    urgency = "expedited" if denial.expedited_reason or denial.level == "expedited-internal" else "standard"
    named = (paper.regime, *paper.other_regimes)
    if denial.level in _UNREAD:
        return ()
    chosen = (_EXTERNAL,) if denial.level == "external" else named
    return tuple(
        row
        for regime in dict.fromkeys(name for name in chosen if name)
        for row in table.appeals(regime, noticed.day if noticed else None)
        if row.urgency in (urgency, "any")
        and (not row.of or paper.request_type in (row.of, "unknown"))
        and row.stage == "final"
    )


def _filings(row: Clock, noticed: date | None, received: date | None) -> tuple[Filing, ...]:
    assert row.file_within is not None
    assert row.file_unit is not None
    status, length = row.file_status or row.status, amount(row.file_within, row.file_unit)
    starts = {"receipt of the notice": received, "the date of the notice": noticed}
    found = tuple(
        Filing(
            row, arithmetic.last_day(start, row.file_within, row.file_unit), f"{length} from {words}", status
        )
        for words, start in starts.items()
        if start is not None
    )
    return found or (Filing(row, None, f"{length}; the day of the notice is not documented", status),)


def _conflict(printed: date | None, filings: tuple[Filing, ...]) -> str:
    differing = [filing for filing in filings if filing.last is not None and filing.last != printed]
    if printed is None or not differing or any(filing.last == printed for filing in filings):
        return ""
    told = "; ".join(f"{filing.clock.name}: {filing.last} ({filing.counted})" for filing in differing)
    return f"The notice prints {printed} as the last day; {told}. The earlier day is the safe one."


def _notes(denial: Denial, rows: tuple[Clock, ...]) -> tuple[str, ...]:
    notes = [
        f"{row.name}: {amount(row.levels_of_two, row.unit)} at each level where the plan has two."
        for row in rows
        if row.levels_of_two is not None and denial.level in ("internal-1", "internal-2", "unknown")
    ]
    if any(row.file_within is not None for row in rows):
        notes.append(
            "Whether the time to file runs from the notice or from its receipt was not read; both are shown."
        )
    return tuple(notes)


def _missing(denial: Denial, case: Case, rows: tuple[Clock, ...], days: list[date]) -> tuple[str, ...]:
    found = []
    if workflow.moment(case, denial.file_by) is None:
        found.append("the last day for the appeal as the notice prints it")
    if not rows and not (case.determination.regime or case.determination.other_regimes):
        found.append("the regime whose clock applies to the appeal")
    elif denial.level in _UNREAD:
        found.append(
            f"the time for a {denial.level.replace('-', ' ')}; none was read, so only the notice says it"
        )
    elif not rows:
        found.append("a time for the appeal in the table of clocks; the regimes that were named have none")
    if rows and not days:
        found.append("the full day of the notice, or of its receipt")
    return tuple(found)
