"""Questions about proteinuria and kidney function. Units are settled by the series; a value in doubt settles nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lnreview.case import analytes
from lnreview.case.dates import Span
from lnreview.case.quantities import convert, find_unit, unit
from lnreview.case.records import LabResult
from lnreview.guideline.asks import disease as asks
from lnreview.review import series
from lnreview.review.finding import Evidence
from lnreview.review.policy.answers import Answer, Interval, limits_told, no, of_interval, open_, yes
from lnreview.review.policy.view import View, names
from lnreview.review.series import Point, Series

_BASE = {"ratio": "g/g", "mass per day": "g/d"}
_KIND = {"upcr": "ratio", "urine-protein-24h": "mass per day"}
_INDEXED = "mL/min/{1.73_m2}"


def urine(view: View, kind: str) -> Series:
    """Return proteinuria measured in one kind of unit: a UPCR is no 24-hour protein for a plan that asks for one."""
    labs = [
        lab
        for lab in view.case.labs
        if (found := analytes.find(lab.analyte)) is not None
        and found.id in analytes.PROTEINURIA
        and _may_be(lab, kind, found.id)
    ]
    case = view.case.model_copy(update={"labs": tuple(labs)})
    return series.proteinuria(replace(view.ctx, case=case))


def _may_be(lab: LabResult, kind: str, analyte: str) -> bool:
    """Whether a result is of a kind by its unit; one whose unit says neither goes by its name, to be asked about."""
    if lab.quantity is None:
        return False
    known = find_unit(lab.quantity.unit)
    return known.kind == kind if known and known.kind in _BASE else _KIND[analyte] == kind


def measured(view: View, name: str) -> Series:
    """Return the series of a measure that a pack names: upcr, urine-protein-24h or egfr."""
    return view.assessment.kidney if name == "egfr" else urine(view, _KIND[name])


def trouble(view: View, found: Series, last: Point | None) -> tuple[Evidence, str, str] | None:
    """Return a result of the last day or later that could not be used: as evidence, why, and what is asked."""
    held = {lab.id: lab for lab in view.case.labs}
    for item in reversed(found.missing):
        lab = held.get(item.entry)
        when = view.ctx.span(lab.collected_on) if lab else None
        if lab is None:
            continue
        if last is None or last.span is None or (when is not None and when.latest >= last.span.latest):
            return view.lab_told(lab), item.why, item.what
    return None


def _current(view: View, what: str, found: Series, months: int | None) -> tuple[Point | None, Answer | None]:
    """Return the latest value, or the answer that says why there is none to be used."""
    last = found.last
    doubt = trouble(view, found, last)
    if doubt is not None:
        told, why, wish = doubt
        return None, open_(f"{told} is in doubt (conflict): {why}", wish, told, entry=told.entry)
    window = f" not older than {months} months" if months else ""
    if last is None:
        wish = found.missing[0].what if found.missing else f"current {what}{window}, with unit and date"
        return None, open_(f"No usable {what} is on record.", wish)
    if not view.is_current(last.span, months):
        why = "does not speak for the present" if last.span is not None else "is undated"
        return None, open_(f"{last.evidence()} {why}.", f"current {what}{window}", last.evidence())  # fmt: skip
    return last, None


def proteinuria(view: View, asked: asks.Proteinuria) -> Answer:
    """Hold the latest UPCR or 24-hour protein against limits."""
    kind = unit(asked.unit).kind
    what = "UPCR" if kind == "ratio" else "24-hour urine protein"
    last, answer = _current(view, what, urine(view, kind), asked.within_months)
    if last is None:
        assert answer is not None
        return answer
    base = _BASE[kind]
    # Limits are turned into the unit of the series, where every value was settled; words keep the plan's unit.
    turned = asks.Proteinuria(
        unit=base,
        **{
            name: convert(limit, asked.unit, base)
            for name in ("at_least", "above", "at_most", "below")
            if (limit := getattr(asked, name)) is not None
        },
    )
    told = limits_told(asked, asked.unit)
    return of_interval(turned, what, Interval.of_point(last), last.evidence(), base, told=told)


def egfr(view: View, asked: asks.Egfr) -> Answer:
    """Hold the latest eGFR against limits in mL/min/1.73 m²."""
    last, answer = _current(view, "eGFR", view.assessment.kidney, asked.within_months)
    if last is None:
        assert answer is not None
        return answer
    return of_interval(asked, "eGFR", Interval.of_point(last), last.evidence(), _INDEXED)


def baseline_point(view: View, points: Sequence[Point], start: Span | None) -> Point | None:
    """Return the last value that is for certain not later than the start of the treatment, or `None`."""
    dated = [point for point in points if point.span is not None]
    if start is None:
        return None
    before = [point for point in dated if point.span is not None and point.span.latest <= start.earliest]
    return before[-1] if before else None


def egfr_kept(view: View, asked: asks.EgfrFall) -> Answer:
    """Say that eGFR did not fall by more than a share of the baseline; one low sample alone settles nothing."""
    start, line = view.treatment_start, view.assessment.latest
    if start is None and line is not None:
        start = line.regimen.start
    found = view.assessment.kidney
    last, answer = _current(view, "eGFR", found, None)
    if last is None:
        assert answer is not None
        return answer
    base = baseline_point(view, found.points, start)
    if base is None or base is last:
        return open_("No eGFR from before the treatment is on record beside a current one.", "creatinine or eGFR from before the treatment, with its date", last.evidence())  # fmt: skip
    told = (base.evidence(), last.evidence())
    points = series.same_method(found.points, base)
    if last not in points:
        return open_("The two values were computed by different equations and cannot be compared.", "creatinine of both days", *told)  # fmt: skip
    fell = series.fell_more(base, last, asked.fall_at_most)
    share = f"{asked.fall_at_most} %"
    if fell is False:
        return yes(f"eGFR did not fall by more than {share}: {told[0]}, then {told[1]}.", *told)
    confirmed = series.confirmed(
        view.ctx, points, lambda point: series.fell_more(base, point, asked.fall_at_most)
    )
    if confirmed is True:
        return no(f"A fall of eGFR by more than {share} is confirmed: {told[0]}, then {told[1]}.", *told,
                  change=f"Current values within {share} of the baseline would meet it.")  # fmt: skip
    return open_(f"One sample shows a fall of eGFR by more than {share}; it is not confirmed.", "a second creatinine that confirms or refutes the fall", *told)  # fmt: skip


def baseline(view: View, asked: asks.BaselineRecorded) -> Answer:
    """Say whether a dated value from before the treatment is on record; for a new start, a current one."""
    start = view.treatment_start
    told: list[Evidence] = []
    for name in asked.any_of:
        points = measured(view, name).points
        point = baseline_point(view, points, start)
        if start is None and points and view.is_current(points[-1].span):
            point = points[-1]
        if point is not None:
            told.append(point.evidence())
    wanted = names(analytes.name(name) for name in asked.any_of)
    if told:
        return yes(f"Baseline on record: {told[0]}.", *told)
    when = f"from before {start}" if start is not None else "current, before the first dose"
    return open_(f"No {wanted} {when} is on record.", f"{wanted}, {when}, with unit and date")
