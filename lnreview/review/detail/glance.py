"""The response to every regimen at a glance: baseline, best, last, time to a response, slopes; then what was lost again.

Grades come from the rules of the criteria set, never from here. A response counts from its second sample; what the chart
only states is shown as stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lnreview.case.dates import MEAN_MONTH_DAYS, Span, months_elapsed
from lnreview.case.equations import DAYS_PER_YEAR
from lnreview.case.quantities import shown
from lnreview.review import series
from lnreview.review.assess import Assessment, Line
from lnreview.review.detail import points as words
from lnreview.review.detail.checkpoints import following
from lnreview.review.detail.definitions import definitions
from lnreview.review.detail.slopes import Slope, slope
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.episode import Loss, Reached
from lnreview.review.finding import Cited, Evidence, Missing, ResponseGrade
from lnreview.review.response import REACHED, effect_ends, judge
from lnreview.review.series import Point

GRADES: dict[ResponseGrade, str] = {
    "complete": "complete response",
    "primary-efficacy": "primary efficacy response",
    "partial": "partial response",
    "improving": "improving, short of a response",
    "none": "no response",
    "unknown": "cannot be told",
}
_COLUMNS = (
    Column("Regimen"), Column("Baseline"), Column("Best"), Column("Last"), Column("Time to response"), Column("Slope"),
)  # fmt: skip


@dataclass(frozen=True)
class FirstReached:
    """The first time that a grade was reached under a regimen."""

    grade: ResponseGrade
    point: Point
    """The second of the two samples: the response counts from here."""
    second: Point | None
    """The earlier sample that confirms it."""
    months: tuple[Decimal, Decimal]
    """Fewest and most months from the start of the regimen."""


def glance(view: Assessment) -> tuple[Table, ...]:
    """Return the summary of all regimens with measured values, and the responses reached and lost."""
    rows = tuple(row for line in view.lines if (row := _row(view, line)) is not None)
    tables = []
    if rows:
        tables.append(
            Table(
                "response-at-a-glance",
                "Response at a glance",
                "response",
                _COLUMNS,
                rows,
                intro=f"{definitions(view.ctx)} UPCR in g/g, 24-hour protein in g/d, eGFR in mL/min/1.73 m².",
                note="A slope describes the values under the regimen and predicts nothing; drugs that act on "
                "haemodynamics may stand behind it.",
                missing=_missing(view),
            )
        )
    lost = _reached_and_lost(view)
    return (*tables, lost) if lost else tuple(tables)


def first_reached(view: Assessment, line: Line) -> tuple[FirstReached, ...]:
    """Return when each grade of response was first confirmed under a regimen, the earliest first."""
    ctx, start = view.ctx, line.regimen.start
    judged = judge(ctx, line.regimen, following(view, line), view.urine, view.kidney, whole_course=True)
    counted = {
        item.evidence.entry for item in view.course.reached
    }  # without values outside the limits of a response
    found: dict[ResponseGrade, FirstReached] = {}
    for point, grade in judged.reached:
        if grade in found or start is None or point.span is None or point.lab.id not in counted:
            continue
        second = series.confirming(ctx, judged.urine, judged.urine.index(point))
        found[grade] = FirstReached(grade, point, second, months_elapsed(start, point.span))
    return tuple(found.values())


def best(reached: Sequence[FirstReached]) -> FirstReached | None:
    """Return the best grade that was reached, with the first time."""
    return min(reached, key=lambda item: REACHED.index(item.grade)) if reached else None


def _row(view: Assessment, line: Line) -> Row | None:
    ctx, judged = view.ctx, line.judged
    if not any((judged.base_urine, judged.base_kidney, judged.urine, judged.kidney)):
        return None
    reached = first_reached(view, line)
    urine = slope(ctx, judged.base_urine, judged.urine)
    kidney = slope(ctx, judged.base_kidney, judged.kidney)
    evidence = _points(judged.base_urine, judged.last_urine, judged.base_kidney, judged.last_kidney)
    evidence += _points(*(point for item in reached for point in (item.second, item.point)))
    names = [
        name
        for name in ("complete-upcr", "perr-upcr", "partial-fall", "partial-ceiling")
        if name in ctx.criteria.parameters
    ]
    numbers = tuple(ctx.parameter(name) for name in (*names, "no-change-below", "egfr-worse", "confirm-days"))
    pack = ctx.guideline
    slopes = (pack["slope-points"], pack["slope-days"])
    return Row(
        (
            words.regimen(ctx, line.regimen), _values(judged.base_urine, judged.base_kidney), _best(view, line, reached),
            _last(line), _times(reached), _slopes(urine, kidney),
        ),
        how=_how(line, reached, urine, kidney, pack["slope-points"].value, pack["slope-days"].value),
        evidence=tuple(dict.fromkeys(evidence)),
        citations=tuple(dict.fromkeys(Cited.of(number) for number in numbers)),
        parameters=(*numbers, *slopes),
    )  # fmt: skip


def _values(urine: Point | None, kidney: Point | None) -> str:
    parts = [words.proteinuria(urine)] if urine else []
    parts += [f"eGFR {words.filtration(kidney)}"] if kidney else []
    return ", ".join(parts)


def _best(view: Assessment, line: Line, reached: Sequence[FirstReached]) -> str:
    top = best(reached)
    stated = _stated(view, line)
    if top is not None:
        return f"{GRADES[top.grade]} ({_when(top.point)})"
    if stated is not None:
        return f"{GRADES[stated.grade]}, stated ({stated.when or 'no date'})"
    if line.judged.grade in REACHED:
        return GRADES[line.judged.grade]
    said = "no response confirmed"
    lowest = min(line.judged.urine, key=lambda point: point.value, default=None)
    return f"{said}; lowest {words.proteinuria(lowest)} ({_when(lowest)})" if lowest else said


def _stated(view: Assessment, line: Line) -> Reached | None:
    """Return the response that the chart states for a course of the regimen."""
    ids = {course.id for course in line.regimen.everything}
    return next((item for item in view.course.reached if item.stated and item.evidence.entry in ids), None)


def _last(line: Line) -> str:
    judged = line.judged
    last = judged.last_urine
    if last is None:
        return f"eGFR {words.filtration(judged.last_kidney)}" if judged.last_kidney else ""
    change = words.change(judged.base_urine, last)
    told = f"{words.proteinuria(last)}{f', {change}' if change else ''} ({_when(last)})"
    return f"{GRADES[judged.grade]}: {told}"


def _times(reached: Sequence[FirstReached]) -> str:
    return "; ".join(f"{item.grade.replace('-', ' ')} {_months(item.months)}" for item in reached)


def _months(months: tuple[Decimal, Decimal]) -> str:
    low, high = months
    if low == high:
        return f"{shown(low, 1)} months"
    return f"{shown(max(low, Decimal(0)), 1)} to {shown(high, 1)} months"


def _slopes(urine: Slope | None, kidney: Slope | None) -> str:
    parts = []
    if kidney is not None:
        parts.append(f"eGFR {_signed(kidney.per_day * DAYS_PER_YEAR, 1)} a year")
    if urine is not None:
        unit = words.urine_unit(urine.used[-1])
        parts.append(f"proteinuria {_signed(urine.per_day * MEAN_MONTH_DAYS, 2)} {unit} a month")
    return "; ".join(parts)


def _signed(value: Decimal, places: int) -> str:
    text = shown(abs(value), places)
    return text if text == "0" else f"{'−' if value < 0 else '+'}{text}"


def _how(
    line: Line,
    reached: Sequence[FirstReached],
    urine: Slope | None,
    kidney: Slope | None,
    fewest: Decimal,
    shortest: Decimal,
) -> str:
    said = []
    for item in reached:
        pair = f"{words.proteinuria(item.point)} ({_when(item.point)})"
        if item.second is not None:
            pair = f"{words.proteinuria(item.second)} ({_when(item.second)}) and {pair}"
        said.append(f"{GRADES[item.grade].capitalize()}: {pair}.")
    for what, found in (("eGFR", kidney), ("Proteinuria", urine)):
        if found is not None:
            said.append(
                f"Slope of {what[:1].lower() + what[1:] if what != 'eGFR' else what}: {found.told()}."
            )
        else:
            said.append(
                f"{what}: no slope, fewer than {fewest} values of one method or under {shortest} days."
            )
    if line.judged.haemodynamic:
        said.append(f"Begun meanwhile: {', '.join(line.judged.haemodynamic)}.")
    return " ".join(said)


def _missing(view: Assessment) -> tuple[Missing, ...]:
    """Return what keeps a value of the latest regimen from counting: a second sample, while one can still be taken."""
    line = view.latest
    if line is None or effect_ends(view.ctx, line.regimen, None) is not None:
        return ()  # what was taken under an ended regimen is on record or is not
    judged = line.judged
    if judged.last_urine is None or judged.grade in REACHED:
        return ()
    if series.confirming(view.ctx, judged.urine, len(judged.urine) - 1) is not None:
        return ()
    limits = view.ctx.parameter("confirm-days")
    return (
        Missing(
            f"a second UPCR sample {limits.value}-{limits.upper} days from the last, under {line.regimen.name(view.ctx)}",
            "A response or a failure needs two samples that agree.", "response", "labs", rank=17,
        ),
    )  # fmt: skip


# --- reached and lost ------------------------------------------------------------------------------------------------


def _reached_and_lost(view: Assessment) -> Table | None:
    """Return the responses in the order of time, each change of grade once, with the losses between them."""
    if not view.course.reached:
        return None
    happened: list[tuple[Span | None, Reached | Loss]] = [(item.when, item) for item in view.course.reached]
    happened += [(item.when, item) for item in _merged(view.course.losses)]
    first = view.ctx.as_of.earliest
    happened.sort(key=lambda pair: (pair[0] is not None, pair[0].middle if pair[0] else first))
    rows: list[Row] = []
    grade: tuple[str, bool] | None = None
    for when, item in happened:
        if isinstance(item, Loss):
            grade = None
            rows.append(_lost_row(view, when, item))
        elif (item.grade, item.stated) != grade:
            grade = (item.grade, item.stated)
            rows.append(_reached_row(view, when, item))
    lost = sum(1 for _, item in happened if isinstance(item, Loss))
    return Table(
        "responses-reached-and-lost",
        "Responses reached and lost",
        "response",
        (Column("When"), Column("What"), Column("Basis"), Column("Proteinuria", number=True)),
        tuple(rows),
        intro=(
            f"Lost {'once' if lost == 1 else f'{lost} times'} after a response. "
            if lost
            else "No response was lost. "
        )
        + definitions(view.ctx),
        note="A relapse after a response is a new episode, not refractory disease.",
    )


def _merged(losses: Sequence[Loss]) -> tuple[Loss, ...]:
    """Return the losses, those of one day as one: what the chart states goes before what was measured."""
    by_day: dict[Span | None, Loss] = {}
    ranks = ("stated", "confirmed", "suspected")
    for item in losses:
        same = by_day.get(item.when)
        if same is None:
            by_day[item.when] = item
            continue
        certainty = min(same.certainty, item.certainty, key=ranks.index)
        by_day[item.when] = Loss(item.when, certainty, (*same.evidence, *item.evidence))
    return tuple(by_day.values())


def _reached_row(view: Assessment, when: Span | None, item: Reached) -> Row:
    numbers = () if item.stated else (view.ctx.parameter("confirm-days"),)
    return Row(
        (
            str(when) if when else "", GRADES[item.grade], "stated by the chart" if item.stated else "measured, two samples",
            "" if item.stated else _written((item.evidence,)),
        ),
        how="The chart states it; no measured value was needed." if item.stated else "Two samples agree by the limits of the set.",
        evidence=(item.evidence,),
        parameters=numbers,
    )  # fmt: skip


def _lost_row(view: Assessment, when: Span | None, item: Loss) -> Row:
    basis = {
        "stated": "stated by the chart",
        "confirmed": "measured, confirmed",
        "suspected": "suspected: one value, or the chart suspects it",
    }
    numbers = ("lost-from-complete", "lost-from-partial", "lost-band", "lost-multiple")
    limits = tuple(view.ctx.parameter(name) for name in numbers) if item.certainty != "stated" else ()
    return Row(
        (str(when) if when else "", "response lost", basis[item.certainty], _lost_values(when, item)),
        how="A loss needs a statement of the chart, a second sample, or active tissue with it.",
        evidence=item.evidence,
        citations=tuple(dict.fromkeys(Cited.of(limit) for limit in limits)),
        parameters=limits,
    )


def _written(evidence: Sequence[Evidence]) -> str:
    values = [f"{item.value} {item.unit}".strip() for item in evidence if item.value]
    return values[0] if values else ""


def _lost_values(when: Span | None, item: Loss) -> str:
    """Return the values that show a loss, those of another day than the loss with their date."""
    values = [
        f"{shown.value} {shown.unit}".strip() + ("" if shown.date == str(when or "") else f" ({shown.date})")
        for shown in item.evidence
        if shown.value and shown.unit
    ]
    return ", then ".join(values) or _written(item.evidence)


def _points(*points: Point | None) -> list[Evidence]:
    return [point.evidence() for point in points if point is not None]


def _when(point: Point) -> str:
    return str(point.lab.collected_on) if point.lab.collected_on else "no date"
