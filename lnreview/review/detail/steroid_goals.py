"""Glucocorticoid goals of each guideline and trial: reached, not reached, not documented, or not due yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lnreview.case.dates import ChartDate, shift_months
from lnreview.case.quantities import label, shown
from lnreview.guideline.parts import Parameter
from lnreview.review.assess import Line
from lnreview.review.context import Context
from lnreview.review.detail import facts
from lnreview.review.detail.lines import day_text
from lnreview.review.detail.prednisone import OralCourse
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Cited, Missing, Status
from lnreview.review.regimens import is_running

_COLUMNS = (
    Column("Who asks"),
    Column("Goal"),
    Column("Due"),
    Column("Dose then mg/d", True),
    Column("Answer"),
)


@dataclass(frozen=True)
class Goal:
    """A goal: who asks, the largest dose, by when, and whether the dose itself is still allowed."""

    who: str
    limit: str
    time: str = ""
    """Id of the parameter of its time; empty: in maintenance."""
    fact: str = ""
    strict: bool = False
    """Whether the dose has to lie below the limit."""
    spared: tuple[str, str] | None = None
    """Ids of the days on end and in all from which a dose above misses the goal over the whole range of the time."""

    trial: bool = False
    """Whether a trial asked it of its patients: shown for comparison, neither met nor missed by this one."""

    @property
    def throughout(self) -> bool:
        """Whether the dose has to hold over the whole range of the time."""
        return self.spared is not None


GOALS = (
    Goal("ACR 2024", "gc-acr-goal", "gc-acr-months", "gc-acr-2024"),
    Goal("EULAR 2019", "gc-eular-2019-goal", "gc-eular-2019-months", "gc-eular-2019-goal"),
    Goal("EULAR 2019, maintenance", "gc-eular-2019-maintenance", "", "gc-eular-2019", strict=True),
    Goal("EULAR 2023, maintenance", "gc-eular-2023-maintenance", "", "gc-eular-2023"),
    Goal(
        "Obinutuzumab trial (REGENCY)", "gc-regency-first", "gc-regency-first-weeks", "gc-regency", trial=True
    ),
    Goal(
        "Obinutuzumab trial (REGENCY)",
        "gc-regency-second",
        "gc-regency-second-weeks",
        "gc-regency",
        trial=True,
    ),
    Goal(
        "Voclosporin trial (AURORA)",
        "gc-aurora",
        "gc-aurora-weeks",
        "gc-aurora",
        spared=("gc-aurora-run", "gc-aurora-days"),
        trial=True,
    ),
)
"""The goals in the order in which they are shown; sources differ, so all are."""


def within(dose: Decimal | None, limit: Parameter, *, strict: bool) -> bool | None:
    """Say whether a dose in mg/d keeps a limit; `None` without a dose."""
    if dose is None:
        return None
    return dose < limit.value if strict else dose <= limit.value


def due_on(start: date, time: Parameter) -> tuple[date, date]:
    """Return the first and last day of the time of a goal; one day where the source gives one time."""
    last = time.upper if time.upper is not None else time.value
    return _after(start, time.value, time.unit), _after(start, last, time.unit)


def _after(start: date, number: Decimal, unit: str) -> date:
    return start + timedelta(weeks=float(number)) if unit == "wk" else shift_months(start, number)


def goals(ctx: Context, line: Line, oral: OralCourse, end: date) -> Table | None:
    """Return the goals as they stand for one regimen that counts until `end`."""
    start = line.regimen.start
    if start is None or start.earliest != start.latest or not oral.courses:
        return None
    missing: list[Missing] = []
    rows = tuple(_row(ctx, line, oral, goal, start.earliest, end, missing) for goal in GOALS)
    return Table(
        f"dosing-steroid-goals-{line.regimen.id}", f"Glucocorticoid goals: {line.regimen.name(ctx)} from {start}", "dosing", _COLUMNS,
        rows, "Sources differ, so each stands for itself.", "A goal of a trial was asked of its patients; here it stands for comparison, neither met nor missed.",
        tuple(missing),
    )  # fmt: skip


def _row(
    ctx: Context, line: Line, oral: OralCourse, goal: Goal, start: date, end: date, missing: list[Missing]
) -> Row:
    limit = ctx.guideline[goal.limit]
    sign = "<" if goal.strict else "≤"
    text = f"{sign} {shown(limit.value)} {label(limit.unit)}"
    numbers = [limit]
    if not goal.time:
        due, dose, answer, status, how = _maintenance(ctx, line, oral, goal, limit, end)
    else:
        time = ctx.guideline[goal.time]
        numbers.append(time)
        numbers += [ctx.guideline[name] for name in goal.spared or ()]
        first, last = due_on(start, time)
        due = day_text(ctx, last)
        if goal.throughout:
            due = f"{day_text(ctx, first)} to {due}"
        dose, answer, status, how = _at(oral, goal, limit, first, last, end)
        if goal.trial and status is not None:
            answer, status = _COMPARED[status], None
        if status == "not-documented" and ctx.is_current(ChartDate.of(last).on()):
            missing.append(Missing(f"glucocorticoid dose on {due} ({goal.who})", "The goal is asked of that day.",
                                   "dosing", "courses", rank=40))  # fmt: skip
    cited = tuple(
        dict.fromkeys(
            (*(Cited.of(number) for number in numbers), *facts.cited(*facts.facts(ctx.guideline, goal.fact)))
        )
    )
    return Row(
        (goal.who, text, due, "" if dose is None else shown(dose, 1), answer),
        status,
        how,
        (),
        cited,
        tuple(numbers),
    )


def _at(
    oral: OralCourse, goal: Goal, limit: Parameter, first: date, last: date, end: date
) -> tuple[Decimal | None, str, Status | None, str]:
    """Return dose, answer, status and reason of a goal with a time."""
    if last > oral.ctx.as_of.latest:
        return None, "not due yet", None, ""
    if last > end:
        return None, "the regimen had ended", None, "The next regimen began before that day."
    if goal.spared is not None:
        return _throughout(oral, goal.spared, limit, first, last)
    dose = oral.dose_on(last)
    kept = within(dose, limit, strict=goal.strict)
    early = oral.dose_on(first) if first != last else None
    how = f"On {day_text(oral.ctx, first)} the dose was {shown(early, 1)} mg/d." if early is not None else ""
    return dose, *_answer(kept), how


def _throughout(
    oral: OralCourse, spared: tuple[str, str], limit: Parameter, first: date, last: date
) -> tuple[Decimal | None, str, Status | None, str]:
    """Return highest dose, answer, status and reason of a goal that a few days above do not miss."""
    span, above = oral.range_over(first, last), oral.days_above(first, last, limit.value)
    if span is None or above is None:
        return None, *_answer(None), ""
    on_end, in_all = (oral.ctx.guideline.number(name) for name in spared)
    how = f"Above it on {above[1]} days, at most {above[0]} of them on end." if above[1] else ""
    return span[1], *_answer(above[0] < on_end and above[1] < in_all), how


_COMPARED = {"met": "within it", "not-met": "above it", "not-documented": "not documented"}
"""How the dose stands to the goal of a trial."""


def _answer(kept: bool | None) -> tuple[str, Status]:
    if kept is None:
        return "not documented", "not-documented"
    return ("met", "met") if kept else ("not met", "not-met")


def _maintenance(
    ctx: Context, line: Line, oral: OralCourse, goal: Goal, limit: Parameter, end: date
) -> tuple[str, Decimal | None, str, Status | None, str]:
    """Return due, dose, answer, status and reason of a goal in maintenance: asked of today, once it has begun."""
    if end < ctx.as_of.latest:
        return "in maintenance", None, "the regimen had ended", None, "The next regimen has begun."
    running = any(course.role == "maintenance" and is_running(ctx, course) for course in ctx.case.courses)
    if not running and line.regimen.running is False and line.regimen.end is not None:
        how = "No maintenance course is on record as running after it."
        return "in maintenance", None, "the regimen had ended", None, how
    if not running:
        return "in maintenance", None, "not due yet", None, "No maintenance course is on record as running."
    dose = oral.dose_on(ctx.as_of.latest)
    answer, status = _answer(within(dose, limit, strict=goal.strict))
    return "now", dose, answer, status, ""
