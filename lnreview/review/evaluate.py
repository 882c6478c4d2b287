"""The review: a pure function of case, guideline and day. It asks no clock and reads no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from lnreview.case.dates import ChartDate, Span, shift_months
from lnreview.case.model import Case
from lnreview.case.records import Override
from lnreview.case.timeline import known_at, latest_day
from lnreview.errors import UserError
from lnreview.guideline.model import CriteriaSet, Guideline
from lnreview.review import safety, series
from lnreview.review.applied import applied
from lnreview.review.assess import Assessment, Line, assess
from lnreview.review.context import Context
from lnreview.review.finding import LEADS_TO, RegimenReview, Review, StepName, Verdict
from lnreview.review.judge import Judge
from lnreview.review.missing import ranked
from lnreview.review.options import options
from lnreview.review.steps import response_of, steps
from lnreview.review.urgency import urgent
from lnreview.review.verdict import decide


def review(
    case: Case, guideline: Guideline, as_of: ChartDate | None = None, *, criteria: str | None = None
) -> Review:
    """Review a case as it was known on a day, by a criteria set (default: the day and the set that the case names).

    Raises `UserError` when the case names no day and none is given, or names an unknown criteria set.
    """
    view = assessment(case, guideline, as_of, criteria=criteria)
    ctx = view.ctx
    chosen, day = ctx.criteria, ctx.as_of
    overrides = {override.step: override for override in case.overrides}
    verdict, because = decide(view, overrides)
    findings = steps(view, overrides)
    provisional, provisional_because = _provisional(ctx, overrides, verdict)
    missing = ranked(view, findings, verdict)
    reassess = _reassess_on(view, verdict)
    summary = because
    if verdict == "insufficient-data" and missing:
        summary = f"No verdict is documented by the record as it stands; first to ask for: {missing[0].what}."
    if reassess is not None and verdict == "too-early":
        summary = f"{because} Reassess from {_told(case, day, reassess)}."
    if provisional:
        summary = f"{summary} Provisional: {provisional.replace('-', ' ')} ({provisional_because})."
    return Review(
        case=case.id,
        as_of=day,
        criteria=chosen.id,
        criteria_name=chosen.name,
        criteria_version=chosen.version,
        guideline_version=guideline.version,
        verdict=verdict,
        summary=summary,
        leads_to=_leads_to(chosen, verdict),
        steps=findings,
        regimens=tuple(_regimen(view, line, Judge(view, overrides)) for line in view.lines),
        provisional=provisional,
        urgent=urgent(view),
        missing=missing,
        safety=(*safety.present_treatment(view), *safety.requested(view)),
        options=options(view, verdict),
        notes=_notes(case, view, as_of),
        reassess_on=reassess if case.anchor or not day.written.is_relative else None,
        upcr=series.shown(view.urine.points),
        egfr=series.shown(view.kidney.points),
    )


def assessment(
    case: Case, guideline: Guideline, as_of: ChartDate | None = None, *, criteria: str | None = None
) -> Assessment:
    """Return everything that the verdict looks at; arguments and errors as for `review`."""
    return assess(context(case, guideline, as_of, criteria=criteria))


def context(
    case: Case, guideline: Guideline, as_of: ChartDate | None = None, *, criteria: str | None = None
) -> Context:
    """Return the record as it was known on a day, with the set as it is applied; arguments and errors as for `review`."""
    chosen = applied(criteria_set(guideline, criteria or case.settings.criteria), case.settings)
    day = _day(case, as_of)
    return Context(known_at(case, day), guideline, chosen, day)


def criteria_set(guideline: Guideline, name: str) -> CriteriaSet:
    """Return the set of that id as published; raise `UserError` when the pack has none."""
    if name not in guideline.criteria:
        known = ", ".join(sorted(guideline.criteria))
        raise UserError(
            f"There is no criteria set “{name}”, so the case was not reviewed. Choose one of: {known}."
        )
    return guideline.criteria[name]


def _day(case: Case, as_of: ChartDate | None) -> Span:
    when = as_of or case.as_of or latest_day(case)
    if when is None:
        raise UserError(
            "The case names no day of review and holds no date, so it cannot be reviewed. "
            "Give the day with --as-of, or enter it in the case."
        )
    span = when.on(case.anchor_day)
    return Span(span.latest, span.latest, when)


_TISSUE = "A repeat biopsy is recommended where the tissue is older than the present treatment."


def _leads_to(criteria: CriteriaSet, verdict: Verdict) -> str:
    """Return what follows from a verdict: in the words of the set where it has some."""
    if verdict == "refractory":
        return criteria.next_step.text
    if verdict == "inadequate-response" and criteria.after_one is not None:
        return f"{criteria.after_one.text} {_TISSUE}"
    return LEADS_TO[verdict]


def _provisional(
    ctx: Context, overrides: Mapping[StepName, Override], verdict: Verdict
) -> tuple[Verdict | None, str]:
    """Return the verdict that follows if the missing data confirm what the record suggests, where it differs."""
    if verdict not in ("insufficient-data", "inadequate-response"):
        return None, ""
    view = assess(replace(ctx, assume=True))
    assumed, because = decide(view, overrides)
    if assumed in ("insufficient-data", verdict):
        return None, ""
    if verdict == "inadequate-response" and assumed not in ("refractory", "multirefractory"):
        return None, ""
    return assumed, f"if the missing data confirm it: {because.rstrip('.')}"


def _regimen(view: Assessment, line: Line, judge: Judge) -> RegimenReview:
    result, regimen = line.judged, line.regimen
    return RegimenReview(
        id=regimen.id,
        name=regimen.name(view.ctx),
        classes=regimen.classes,
        courses=regimen.everything,
        start=regimen.start,
        stop=regimen.end,
        running=regimen.running,
        ladder=line.ladder,  # type: ignore[arg-type]
        adherence=line.adherence,
        dosing=line.dosing.finding,
        response=response_of(view, line),
        grade=result.grade,
        stated=line.stated_failure and result.failed is None,
        failed=judge.failed(line),
        escalation=regimen.escalation,
        baseline_upcr=result.base_urine.value if result.base_urine else None,
        last_upcr=result.last_urine.value if result.last_urine else None,
        baseline_egfr=result.base_kidney.value if result.base_kidney else None,
        last_egfr=result.last_kidney.value if result.last_kidney else None,
    )


def _reassess_on(view: Assessment, verdict: Verdict) -> date | None:
    latest = view.latest
    if latest is None or latest.regimen.start is None:
        return None
    if verdict == "too-early":
        return shift_months(latest.regimen.start.latest, latest.dosing.judged_from)
    if verdict == "responding" and latest.judged.ahead:
        months = int(view.ctx.number("milestone-months"))
        day = shift_months(latest.regimen.start.latest, months)
        return day if day > view.ctx.as_of.latest else None
    return None


def _told(case: Case, day: Span, when: date) -> str:
    """Return a day for a reader: as month from the start where the case knows no calendar."""
    if case.anchor is not None or not day.written.is_relative:
        return when.isoformat()
    origin = ChartDate.parse("m+0").on().earliest
    months = (when.year - origin.year) * 12 + when.month - origin.month
    return f"month {months}"


def _notes(case: Case, view: Assessment, as_of: ChartDate | None) -> tuple[str, ...]:
    notes = []
    if as_of is None and case.as_of is None:
        notes.append("No day of review was given; the last day of the record was taken.")
    if any(event.what == "called-refractory" for event in view.ctx.events):
        notes.append("The chart uses the word refractory; the word alone documents nothing.")
    for line in view.lines:
        name = line.regimen.name(view.ctx)
        if line.regimen.escalation:
            notes.append(f"{name}: a class was added to a running regimen (escalation, not switch).")
        if line.judged.haemodynamic:
            drugs = ", ".join(line.judged.haemodynamic)
            notes.append(
                f"{name}: {drugs}, begun with it or meanwhile, can lower proteinuria or eGFR by haemodynamics, "
                "without change of the disease."
            )
        if line.stated_failure and line.judged.failed is None:
            notes.append(f"{name}: the chart states that it failed; a statement does not document a failure.")
    for chosen in view.ctx.case.baselines:
        notes.append(f"A baseline was chosen by the reviewer ({chosen.course}): {chosen.reason}")
    for item in view.alternatives:
        if not item.documented:
            notes.append(f"Suspected, not documented: {item.name} ({item.evidence[-1]}).")
    if view.ctx.case.synthetic:
        notes.append("Synthetic case, not a patient.")
    return tuple(dict.fromkeys(notes))
