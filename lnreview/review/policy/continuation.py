"""Questions about a continuation: earlier approval, response against the value from before the treatment, flares.

A claimed response needs two dated values with their source; a claim alone settles nothing.
"""

from __future__ import annotations

from decimal import Decimal

from lnreview.case import analytes
from lnreview.case.quantities import UnitError, convert
from lnreview.guideline.asks import request as asks
from lnreview.review import series
from lnreview.review.context import either, negated
from lnreview.review.detail.prednisone import is_pulse, prednisone_per_day
from lnreview.review.finding import Evidence, spoken
from lnreview.review.policy.answers import Answer, no, open_, yes
from lnreview.review.policy.kidney import baseline_point, measured, trouble
from lnreview.review.policy.view import View, names
from lnreview.review.series import Point

_NO_START = "The record does not say when the requested drug was begun, so nothing can be compared."


def approved_earlier(view: View, asked: asks.ApprovedEarlier) -> Answer:
    """Say whether the plan approved the drug earlier."""
    given = view.case.request.earlier_authorization.strip()
    if given:
        return yes("An earlier authorization is on record.", Evidence("earlier authorization", given))
    attested = view.attested(asked.attestation)
    if attested is not None and attested.says == "no":
        return no("The plan did not approve it earlier, as attested.", view.attestation_told(attested), entry="earlier_authorization",
                  change="The number of an earlier authorization would meet it.")  # fmt: skip
    return open_("No number of an earlier authorization is on record.", "number of the earlier authorization", entry="earlier_authorization")  # fmt: skip


def not_obtained_by(view: View, asked: asks.Samples) -> Answer:
    """Say whether earlier doses came in a way that the plan counts as therapy."""
    request = view.case.request
    noted = [
        course
        for course in view.own_courses
        if "samples" in asked.any_of and "sample" in f"{course.note} {course.source}".casefold()
    ]
    said = names(text.replace("-", " ") for text in asked.any_of)
    if noted:
        told = view.course_told(noted[-1])
        return no(f"{told.what} was obtained as samples, as noted at its course.", told, entry=noted[-1].id,
                  change="Doses that the plan paid for, or a review as a new start, would change it.")  # fmt: skip
    if request.obtained in asked.any_of:
        told = Evidence("earlier doses obtained as", request.obtained.replace("-", " "))
        return no(f"Earlier doses were obtained as {told.value}, which the plan does not count.", told, entry="obtained",
                  change="Doses that the plan paid for, or a review as a new start, would change it.")  # fmt: skip
    if request.obtained != "unknown":
        told = Evidence("earlier doses obtained as", request.obtained.replace("-", " "))
        return yes(f"Earlier doses were not obtained as {said}.", told)
    if request.start == "new" and not view.own_courses:
        return yes("A new start: no earlier dose is claimed.")
    return open_("The request does not say how earlier doses were obtained.", f"how earlier doses were obtained ({said} do not count)", entry="obtained")  # fmt: skip


def response(view: View, asked: asks.Improved) -> Answer:
    """Compare the current value with the one from before the treatment, measure by measure; one is enough."""
    claim = view.attested(asked.attestation)
    claimed = (view.attestation_told(claim),) if claim else ()
    start = view.treatment_start
    wish = f"{names(analytes.name(name) for name in asked.any_of)} from before the treatment and now, each with date and source"  # fmt: skip
    if start is None:
        return open_(_NO_START, "day of the first dose", *claimed, entry="started_on")
    if claim is not None and claim.says == "no":
        return no("The prescriber answers that there was no response.", *claimed, change="Two dated values that show a response would meet it.")  # fmt: skip
    compared: list[tuple[bool | None, Evidence, Evidence]] = []
    doubts: list[str] = []
    for name in asked.any_of:
        found = measured(view, name)
        base = baseline_point(view, found.points, start)
        last = found.last
        doubt = trouble(view, found, last)
        if doubt is not None:
            doubts.append(f"{doubt[0]} is in doubt (conflict)")
            continue
        if base is None or last is None or last is base or not view.is_current(last.span):
            doubts.append(f"no {analytes.name(name)} from before the treatment and now")
            continue
        if not _has_source(base) or not _has_source(last):
            doubts.append(f"{analytes.name(name)} without its source")
            continue
        compared.append((_moved(view, asked, name, base, last), base.evidence(), last.evidence()))
    told = tuple(item for _, base_told, last_told in compared for item in (base_told, last_told))
    if not compared:
        said = "A response is claimed; " if claim else ""
        return open_(f"{said}{names(doubts, 'and')}.", wish, *claimed)
    answer = either(*(moved for moved, *_ in compared))
    shown = names(
        (f"{spoken(base_told)}, then {spoken(last_told)}" for _, base_told, last_told in compared), "and"
    )
    if answer is True:
        return yes(f"{'Improved' if asked.goal == 'improved' else 'Stable or improved'} against the baseline: {shown}.", *told, *claimed)  # fmt: skip
    if asked.judged_by_prescriber and claim is not None:
        return yes(f"The prescriber judges a response; the values: {shown}.", *told, *claimed)
    if asked.judged_by_prescriber:
        because = (
            f"{shown} do not show it, and the prescriber's judgement, on which it rests, is not on record."
        )
        return open_(because, "the prescriber's statement on the response", *told)
    if answer is None or doubts:
        return open_(f"{shown} do not show it{'; ' if doubts else ''}{names(doubts, 'and')}.", wish, *told, *claimed)  # fmt: skip
    return no(f"Not {'improved' if asked.goal == 'improved' else 'stable'} against the baseline: {shown}.", *told, *claimed,
              change="Current values that are better than the baseline would meet it.")  # fmt: skip


def _has_source(point: Point) -> bool:
    return bool(point.lab.source.strip() or point.lab.note.strip())


def _moved(view: View, asked: asks.Improved, name: str, base: Point, last: Point) -> bool | None:
    """Say whether a measure moved the way that the plan asks for; eGFR is better when it rises."""
    ctx = view.ctx
    kidney = name == "egfr"
    if kidney and last not in series.same_method((last,), base):
        return None
    if asked.goal == "stable-or-improved":
        if kidney:
            return negated(series.fell_more(base, last, ctx.egfr_tolerance))
        return negated(series.rose_at_least(base, last, ctx.number("worse-rise")))
    if kidney:
        return series.rose_at_least(base, last, asked.by_percent or ctx.egfr_tolerance)
    return series.fell_at_least(base, last, asked.by_percent or ctx.number("no-change-below"))


def serology_improved(view: View, asked: asks.SerologyImproved) -> Answer:
    """Compare a serological value with the one from before the treatment: complement rises, anti-dsDNA falls."""
    start = view.treatment_start
    if start is None:
        return open_(_NO_START, "day of the first dose", entry="started_on")
    answers: list[bool] = []
    told: list[Evidence] = []
    for name in asked.any_of:
        labs = [lab for lab in view.labs(name) if lab.quantity is not None and lab.collected_on is not None]
        before = [lab for lab in labs if (when := view.ctx.span(lab.collected_on)) and when.latest <= start.earliest]  # fmt: skip
        if not before or labs[-1] is before[-1]:
            continue
        base, last = before[-1], labs[-1]
        if base.quantity is None or last.quantity is None:
            continue
        if base.quantity.comparator or last.quantity.comparator:
            continue
        try:
            value = convert(last.quantity.value, last.quantity.unit, base.quantity.unit)
        except UnitError:
            continue
        answers.append(value < base.quantity.value if name == "anti-dsdna" else value > base.quantity.value)
        told += [view.lab_told(base), view.lab_told(last)]
    shown = names((str(item) for item in told), "and")
    if True in answers:
        return yes(f"Better than before the treatment: {shown}.", *told)
    if len(answers) == len(asked.any_of):
        return no(f"Not better than before the treatment: {shown}.", *told, change="A current value that is better would meet it.")  # fmt: skip
    wish = f"{names(analytes.name(name) for name in asked.any_of)} from before the treatment and now, in one unit"
    return open_("The record does not hold two values of one test that can be compared.", wish, *told)


def steroid_reduced(view: View, asked: asks.SteroidReduced) -> Answer:
    """Compare the glucocorticoid dose of today with that at the start of the treatment, as prednisone."""
    start = view.treatment_start
    if start is None:
        return open_(_NO_START, "day of the first dose", entry="started_on")
    oral = [course for course in view.courses((), ("glucocorticoid",)) if not is_pulse(view.ctx, course)]
    then = [
        course
        for course in oral
        if (begun := view.ctx.span(course.start)) and begun.latest <= start.latest
        and ((stop := view.ctx.span(course.stop)) is None or stop.earliest >= start.earliest)
    ]  # fmt: skip
    now = [course for course in oral if view.runs(course) is True]
    wish = "glucocorticoid dose at the start of the treatment and now"
    if not then or (not now and view.case.complete.courses != "yes"):
        return open_("The record does not hold the glucocorticoid dose at the start and now.", wish)
    before = prednisone_per_day(view.ctx, then[-1])
    today = prednisone_per_day(view.ctx, now[-1]) if now else Decimal(0)
    told = tuple(view.course_told(course) for course in (then[-1], *now[-1:]))
    if before is None or today is None:
        return open_("A glucocorticoid dose cannot be read.", wish, *told)
    shown = f"{told[0]} at the start, {told[1] if now else 'none'} now"
    if today < before:
        return yes(f"The dose is lower: {shown}.", *told)
    return no(f"The dose is not lower: {shown}.", *told, change="A lower current dose would meet it.")


def flares(view: View, asked: asks.Flares) -> Answer:
    """Count the flares since the treatment began; none on record shows nothing without the word that all are listed."""
    start = view.treatment_start
    if start is None:
        return open_(_NO_START, "day of the first dose", entry="started_on")
    found = [event for event in view.ctx.events if event.what == "flare" and (when := view.ctx.when(event)) and when.earliest > start.latest]  # fmt: skip
    told = tuple(view.ctx.told(event) for event in found)
    if len(found) > asked.at_most:
        return no(f"{len(found)} flares since the treatment began, more than {asked.at_most}.", *told, distance=Decimal(len(found) - asked.at_most),
                  change="A physician weighs the flares; no later datum undoes them.")  # fmt: skip
    attested = view.attested(asked.attestation)
    if attested is None or attested.says == "no":
        return open_(f"{len(found)} flares are on record; whether that is all is not said.", "statement that every flare since the start is listed", *told)  # fmt: skip
    return yes(f"{len(found)} flares since the treatment began.", *told, view.attestation_told(attested))
