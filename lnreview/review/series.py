"""Proteinuria and kidney function as usable, comparable series.

A value is used only when its unit measures the analyte and its size is plausible; anything else stays as written and is
asked about. On one day a 24-hour value goes before a spot value. Two results of the same test on one day that differ
leave that day open. Values under dialysis (eGFR) or anuria (proteinuria) are not used; values taken while pregnant are
marked, because they never document failure or relapse.

A value printed as a bound (`>90`) is an interval, and every comparison here is three-valued.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from lnreview.case import analytes, equations
from lnreview.case.dates import Span, days_between
from lnreview.case.quantities import UnitError, convert, creatinine_mg_dl, find_unit, label
from lnreview.case.records import LabResult
from lnreview.review.context import Context
from lnreview.review.finding import Evidence, Missing, SeriesPoint, StepName


@dataclass(frozen=True)
class Point:
    """A usable value: between `low` and `high` (no upper end: unbounded), in g/g (or g/d) or mL/min/1.73 m²."""

    span: Span | None
    low: Decimal
    high: Decimal | None
    lab: LabResult
    method: str
    pregnant: bool = False

    @property
    def value(self) -> Decimal:
        """The number, for showing."""
        return self.low if self.high is None else self.high if self.low == 0 else self.low

    @property
    def day(self) -> date | None:
        """A day to sort by."""
        return self.span.middle if self.span else None

    def evidence(self) -> Evidence:
        """Return the value as written, with its date and source."""
        quantity = self.lab.quantity
        written = f"{quantity.comparator or ''}{format(quantity.value, 'f')}" if quantity else self.lab.words
        unit = label(quantity.unit) if quantity else ""
        name = analytes.name(self.lab.analyte)
        if self.method in ("ckd-epi-2021", "schwartz-bedside"):
            equation = "CKD-EPI 2021" if self.method == "ckd-epi-2021" else "bedside Schwartz"
            name = f"{name} (eGFR {self.value.quantize(Decimal(1))} by {equation})"
        when = str(self.lab.collected_on) if self.lab.collected_on else ""
        return Evidence(name, written, unit, when, self.lab.source or self.lab.note, self.lab.id)


@dataclass(frozen=True)
class Series:
    """Usable points in the order of time, and what had to be left out, as questions."""

    points: tuple[Point, ...]
    missing: tuple[Missing, ...]

    @property
    def last(self) -> Point | None:
        """The latest point."""
        return self.points[-1] if self.points else None


def proteinuria(ctx: Context) -> Series:
    """Return UPCR (g/g) and 24-hour protein (g/d, read as about equal) as one series."""
    points: list[Point] = []
    missing: list[Missing] = []
    for lab in ctx.case.labs:
        analyte = analytes.find(lab.analyte)
        if analyte is None or analyte.id not in analytes.PROTEINURIA or lab.quantity is None:
            continue
        unit = find_unit(lab.quantity.unit)
        # A ratio filed under 24-hour protein (or the reverse) is what its unit says.
        target = {"ratio": "g/g", "mass per day": "g/d"}.get(unit.kind if unit else "")
        if target is None:
            missing.append(_unusable(lab, "response", _unit_reason(lab, "mg/g, g/g, mg/mmol, g/d or mg/d")))
            continue
        value = convert(lab.quantity.value, lab.quantity.unit, target)
        limit = ctx.guideline["upcr-maximum" if target == "g/g" else "urine-protein-maximum"]
        if value < 0 or value > limit.value:
            missing.append(_unusable(lab, "response", _size_reason(lab, value, target)))
            continue
        span = ctx.span(lab.collected_on)
        if _during(ctx, span, "anuria", None):
            continue
        daily = target == "g/d" or lab.collection == "24-hour"
        points.append(_point(ctx, lab, value, span, "24-hour" if daily else lab.collection))
    settled, conflicts = _one_a_day(ctx, points, "response")
    return Series(settled, (*missing, *conflicts))


def kidney_function(ctx: Context) -> Series:
    """Return eGFR in mL/min/1.73 m² from creatinine, or as reported where no creatinine was taken that day."""
    computed: list[Point] = []
    reported: list[Point] = []
    missing: list[Missing] = []
    for lab in ctx.case.labs:
        analyte = analytes.find(lab.analyte)
        if analyte is None or lab.quantity is None or analyte.id not in ("creatinine", "egfr"):
            continue
        span = ctx.span(lab.collected_on)
        if _during(ctx, span, "dialysis-started", "dialysis-stopped"):
            continue
        if analyte.id == "egfr":
            point = _reported(ctx, lab, span, missing)
            if point:
                reported.append(point)
        else:
            point = _computed(ctx, lab, span, missing)
            if point:
                computed.append(point)
    points, conflicts = _one_a_day(ctx, computed, "response")
    days = {point.day for point in points}
    extra, more = _one_a_day(ctx, [point for point in reported if point.day not in days], "response")
    merged = sorted((*points, *extra), key=_when)
    return Series(tuple(merged), (*missing, *conflicts, *more))


def _reported(ctx: Context, lab: LabResult, span: Span | None, missing: list[Missing]) -> Point | None:
    assert lab.quantity is not None
    unit = find_unit(lab.quantity.unit)
    if unit is None or unit.kind not in ("filtration, indexed", "filtration"):
        missing.append(_unusable(lab, "response", _unit_reason(lab, "mL/min/1.73 m²")))
        return None
    if lab.quantity.value < 0 or lab.quantity.value > ctx.guideline.number("egfr-maximum"):
        missing.append(_unusable(lab, "response", _size_reason(lab, lab.quantity.value, unit.label)))
        return None
    return _point(ctx, lab, lab.quantity.value, span, f"reported, {lab.equation}")


def _computed(ctx: Context, lab: LabResult, span: Span | None, missing: list[Missing]) -> Point | None:
    assert lab.quantity is not None
    try:
        creatinine = creatinine_mg_dl(lab.quantity.value, lab.quantity.unit)
    except UnitError:
        missing.append(_unusable(lab, "response", _unit_reason(lab, "mg/dL or µmol/L")))
        return None
    low, high = ctx.guideline.number("creatinine-minimum"), ctx.guideline.number("creatinine-maximum")
    if not low <= creatinine <= high:
        missing.append(_unusable(lab, "response", _size_reason(lab, creatinine, "mg/dL")))
        return None
    when = span or ctx.as_of
    adult, ages, sex = ctx.is_adult(when), ctx.age_at(when), ctx.case.patient.sex
    if adult is None or (adult and sex == "unknown"):
        missing.append(
            Missing(
                "age and sex of the patient", "Without them no eGFR can be computed from creatinine.",
                "response", "patient", rank=20,
            )
        )  # fmt: skip
        return None
    if adult and ages is not None:
        equation = ctx.guideline.equations["ckd-epi-2021"]
        value = equations.ckd_epi_2021(
            creatinine, Decimal(ages[0] + ages[1]) / 2, sex == "female", equation.coefficients
        )
        return _point(ctx, lab, value, span, "ckd-epi-2021", invert=True)
    height = _height_cm(ctx, when)
    if height is None:
        missing.append(
            Missing(
                "height at the time of each creatinine",
                "Under 18 years the adult eGFR equation does not apply; the bedside Schwartz equation needs a height.",
                "response", "measurements", rank=30,
            )
        )  # fmt: skip
        return None
    equation = ctx.guideline.equations["schwartz-bedside"]
    value = equations.schwartz_bedside(height, creatinine, equation.coefficients)
    return _point(ctx, lab, value, span, "schwartz-bedside", invert=True)


def _height_cm(ctx: Context, when: Span) -> Decimal | None:
    best: tuple[int, Decimal] | None = None
    for item in ctx.case.measurements:
        unit = find_unit(item.quantity.unit)
        if item.what != "height" or unit is None or unit.kind != "length":
            continue
        span = ctx.span(item.measured_on)
        distance = abs((span.middle - when.middle).days) if span else 0
        if best is None or distance < best[0]:
            best = (distance, convert(item.quantity.value, item.quantity.unit, "cm"))
    return best[1] if best else None


def _point(
    ctx: Context, lab: LabResult, value: Decimal, span: Span | None, method: str, *, invert: bool = False
) -> Point:
    comparator = lab.quantity.comparator if lab.quantity else None
    if comparator and invert:  # a creatinine above a bound is an eGFR below one
        comparator = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}[comparator]  # type: ignore[assignment]
    low, high = value, value
    if comparator in ("<", "<="):
        return Point(span, Decimal(0), high, lab, method, _pregnant(ctx, span))
    if comparator in (">", ">="):
        return Point(span, low, None, lab, method, _pregnant(ctx, span))
    return Point(span, low, high, lab, method, _pregnant(ctx, span))


def _pregnant(ctx: Context, span: Span | None) -> bool:
    if span is None:
        return False
    for item in ctx.pregnancies:
        since, until = ctx.span(item.since), ctx.span(item.until)
        if item.status == "pregnant" and since and since.earliest <= span.latest:
            if until is None or until.latest >= span.earliest:
                return True
    return False


def _during(ctx: Context, span: Span | None, began: str, ended: str | None) -> bool:
    if span is None:
        return False
    inside = False
    for event in ctx.events:
        when, until = ctx.when(event), ctx.span(event.until)
        if when is None:
            continue
        if event.what == began and when.earliest <= span.earliest:
            inside = until is None or until.latest > span.latest
        elif ended is not None and event.what == ended and when.earliest <= span.earliest:
            inside = False
    return inside


def _one_a_day(
    ctx: Context, points: Iterable[Point], step: StepName
) -> tuple[tuple[Point, ...], tuple[Missing, ...]]:
    by_day: dict[date | None, list[Point]] = {}
    for point in points:
        by_day.setdefault(point.day, []).append(point)
    kept: list[Point] = []
    missing: list[Missing] = []
    tolerance = ctx.guideline.number("same-day-difference") / 100
    for day, group in by_day.items():
        if day is None:
            kept.extend(group)
            continue
        preferred = [point for point in group if point.method == "24-hour"] or group
        values = [point.value for point in preferred]
        if max(values) - min(values) > tolerance * max(values):
            first = preferred[0]
            missing.append(
                Missing(
                    f"which of the {analytes.name(first.lab.analyte)} results of {first.lab.collected_on} is right",
                    "Two results of the same test on the same day differ, so neither is used.",
                    step, "labs", first.lab.id, rank=15,
                )
            )  # fmt: skip
            continue
        kept.append(preferred[0])
    kept.sort(key=_when)
    return tuple(kept), tuple(missing)


def _when(point: Point) -> tuple[bool, date, int, str]:
    return (point.day is not None, point.day or date.min, point.lab.order or 0, point.lab.id)


def _unit_reason(lab: LabResult, wanted: str) -> str:
    assert lab.quantity is not None
    if not lab.quantity.unit.strip():
        return f"It was recorded without a unit ({wanted} would be understood), so it is kept and not used."
    return (
        f"Its unit “{lab.quantity.unit}” cannot be read as {wanted}, so it is kept as written and not used."
    )


def _size_reason(lab: LabResult, value: Decimal, unit: str) -> str:
    return (
        f"As written it would be {value.normalize():f} {unit}, which is not plausible; "
        "it is kept as written, never converted silently, and not used."
    )


def _unusable(lab: LabResult, step: StepName, why: str) -> Missing:
    what = f"{analytes.name(lab.analyte)} {lab.quantity}".strip()
    when = f" of {lab.collected_on}" if lab.collected_on else ""
    return Missing(f"the right value and unit of {what}{when}", why, step, "labs", lab.id, rank=12)


# --- comparisons -----------------------------------------------------------------------------------------------------


def fall_percent(base: Point, last: Point) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the most by which a value may have fallen, in % of the base; `None` where unbounded."""
    least = None if last.high is None or base.low == 0 else (base.low - last.high) / base.low * 100
    most = (
        None if base.high is None else ((base.high - last.low) / base.high * 100 if base.high else Decimal(0))
    )
    if base.high is None and last.high is None and base.low == last.low:
        return Decimal(0), Decimal(0)  # “>90” and later “>90” again: read as unchanged
    return least, most


def fell_at_least(base: Point | None, last: Point | None, percent: Decimal) -> bool | None:
    """Say whether a value fell by at least `percent` of the base."""
    if base is None or last is None or base.high == 0:
        return None
    least, most = fall_percent(base, last)
    if least is not None and least >= percent:
        return True
    return False if most is not None and most < percent else None


def fell_more(base: Point | None, last: Point | None, percent: Decimal) -> bool | None:
    """Say whether a value fell by more than `percent` of the base."""
    if base is None or last is None or base.high == 0:
        return None
    least, most = fall_percent(base, last)
    if least is not None and least > percent:
        return True
    return False if most is not None and most <= percent else None


def rose_at_least(base: Point | None, last: Point | None, percent: Decimal) -> bool | None:
    """Say whether a value rose by at least `percent` of the base."""
    if base is None or last is None or base.high == 0:
        return None
    least, most = fall_percent(base, last)
    if most is not None and -most >= percent:
        return True
    return False if least is not None and -least < percent else None


def rose_more(base: Point | None, last: Point | None, percent: Decimal) -> bool | None:
    """Say whether a value rose by more than `percent` of the base."""
    if base is None or last is None or base.high == 0:
        return None
    least, most = fall_percent(base, last)
    if most is not None and -most > percent:
        return True
    return False if least is not None and -least <= percent else None


def below(point: Point | None, limit: Decimal) -> bool | None:
    """Say whether a value is below a limit."""
    if point is None:
        return None
    comparator = point.lab.quantity.comparator if point.lab.quantity else None
    if point.high is not None and (point.high < limit or (point.high == limit and comparator == "<")):
        return True
    return False if point.low >= limit else None


def at_most(point: Point | None, limit: Decimal) -> bool | None:
    """Say whether a value is at or below a limit."""
    if point is None:
        return None
    if point.high is not None and point.high <= limit:
        return True
    return False if point.low > limit else None


def confirming(ctx: Context, points: Sequence[Point], index: int) -> Point | None:
    """Return the nearest earlier point that lies far enough, and not too far, from `points[index]` to confirm it."""
    last = points[index]
    limits = ctx.parameter("confirm-days")
    nearest, farthest = int(limits.value), int(limits.upper or limits.value)
    if last.span is None:
        return None
    for earlier in range(index - 1, -1, -1):
        point = points[earlier]
        if point.span is None:
            continue
        fewest, most = days_between(point.span, last.span)
        if most >= nearest and fewest <= farthest and (last.span.middle - point.span.middle).days >= nearest:
            return point
    return None


def confirmed(
    ctx: Context, points: Sequence[Point], test: Callable[[Point], bool | None], index: int = -1
) -> bool | None:
    """Say whether `test` holds for the point at `index` and for the sample that confirms it.

    `None` when there is no second sample 7-60 days before, or when the two disagree.
    """
    if not points:
        return None
    position = index % len(points)
    second = confirming(ctx, points, position)
    answer = test(points[position])
    if answer is None:
        return None
    if second is None:
        return answer if ctx.assume else None
    return answer if test(second) is answer else None


def shown(points: Iterable[Point]) -> tuple[SeriesPoint, ...]:
    """Return the points with a day for charts and tables."""
    result = []
    for point in points:
        if point.day is None:
            continue
        evidence = point.evidence()
        written = " ".join(part for part in (evidence.value, evidence.unit) if part)
        bound: Literal["", "<", ">"] = ">" if point.high is None else "<" if point.low != point.high else ""
        result.append(
            SeriesPoint(point.day, point.value, point.lab.id, written, evidence.date, point.method, bound)
        )
    return tuple(result)


def same_method(points: Sequence[Point], base: Point | None) -> tuple[Point, ...]:
    """Return the points that may be compared with `base`: eGFR by the same equation (an unnamed one fits any)."""
    if base is None:
        return tuple(points)
    if "unknown" in base.method:
        return tuple(points)
    return tuple(point for point in points if point.method == base.method or "unknown" in point.method)


def without_pregnancy(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return the points that may document failure or relapse."""
    return tuple(point for point in points if not point.pregnant)
