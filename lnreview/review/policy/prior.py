"""Earlier treatment: how many courses count for a plan, by outcome, class, length and what ran beside them.

A failure is what the review finds: adequate, taken, and not responding. What the chart only states settles nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from lnreview.case.dates import Span
from lnreview.case.paperwork import Alternative
from lnreview.case.records import MedicationCourse
from lnreview.guideline.asks import treatment as asks
from lnreview.review.context import both, either, negated
from lnreview.review.finding import Evidence, Finding, RegimenReview
from lnreview.review.policy.answers import Answer, no, open_, yes
from lnreview.review.policy.treatment import wanted
from lnreview.review.policy.view import View, class_words, names

_WORDS = {
    "no-response": "failure at an adequate dose and duration",
    "inadequate-response": "less than a partial response at an adequate dose and duration",
    "partial": "partial response",
    "flare": "flare after a response",
    "intolerance": "intolerance",
    "contraindication": "contraindication",
}


@dataclass(frozen=True)
class _Candidate:
    """A course, regimen or statement that may count."""

    counts: bool | None
    kind: str
    """Class by which it differs from others."""
    evidence: Evidence
    why: str


def prior_therapy(view: View, asked: asks.PriorTherapy) -> Answer:
    """Count the earlier courses of a set of drugs that ended in one of the outcomes that the plan accepts."""
    found = [*_regimens(view, asked), *_outside(view, asked), *_stated(view, asked)]
    sure = [item for item in found if item.counts is True]
    maybe = [item for item in found if item.counts is not False]
    least, most = _number(asked, sure), _number(asked, maybe)
    told = tuple(item.evidence for item in found)
    said = f"{asked.count} × {wanted(view, asked)}" if asked.count > 1 else wanted(view, asked)
    outcomes = names(_WORDS[name] for name in asked.outcomes)
    if least >= asked.count:
        return yes(f"{_listed(sure)}.", *told)
    short = Decimal(asked.count - least) / asked.count
    wish = f"record of {said} with dose, dates, outcome and reason stopped ({outcomes})"
    doubtful = [item for item in found if item.counts is None]
    whole = view.is_listed_whole(asked.drugs, asked.classes)
    if most < asked.count and whole and _told_contraindications(view, asked):
        reasons = _listed(found)
        because = f"{least} of {asked.count} on record; {reasons}." if found else f"No course of {wanted(view, asked)} was given, and the list of courses is complete."  # fmt: skip
        return no(because, *told, distance=short, change=f"A documented {outcomes} of {said} would meet it.")
    if doubtful:
        return open_(f"{doubtful[0].evidence.what}: {doubtful[0].why}.", wish, *told, entry=doubtful[0].evidence.entry)  # fmt: skip
    if found:
        reasons = _listed(found)
        return open_(f"{least} of {asked.count} on record; {reasons}.", wish, *told)
    return open_(f"The record names no earlier course of {wanted(view, asked)} that counts.", wish, *told)


def _listed(items: Sequence[_Candidate]) -> str:
    return "; ".join(dict.fromkeys(f"{item.evidence.what}: {item.why}" for item in items))


def _number(asked: asks.PriorTherapy, items: Sequence[_Candidate]) -> int:
    return len({item.kind for item in items}) if asked.different_classes else len(items)


def _told_contraindications(view: View, asked: asks.PriorTherapy) -> bool:
    """Whether the record says of every drug that would count by a contraindication that it has none."""
    if "contraindication" not in asked.outcomes:
        return True
    test = view.matching(asked.drugs, asked.classes)
    classes = {drug.drug_class for drug in view.guideline.drugs if test(drug.id)}
    given = [course.drug for course in view.courses(asked.drugs, asked.classes)]
    spoken = [item.drug for item in view.case.alternatives if item.status in ("tried", "not-appropriate", "not-tried")]  # fmt: skip
    known = {drug.drug_class for name in (*given, *spoken) if (drug := view.guideline.drug(name))}
    return classes <= known


def _regimens(view: View, asked: asks.PriorTherapy) -> Iterator[_Candidate]:
    """Yield the regimens of the review that hold one of the drugs."""
    test = view.matching(asked.drugs, asked.classes)
    for regimen in view.review.regimens:
        beside = _beside(view, regimen)
        mine = [course for course in (*regimen.courses, *beside) if test(course.drug)]
        if not mine:
            continue
        classes = {view.ctx.drug_class(course) for course in (*regimen.courses, *beside)}
        kind = view.ctx.drug_class(mine[0])
        outcome, why = _outcome(view, asked, regimen, mine)
        complete = set(asked.with_classes) <= classes
        long = _long_enough(view, asked, mine)
        counts = both(
            outcome, True if complete else _absent(view, asked), True if outcome and _left(mine) else long
        )
        if outcome is True and not complete:
            why = f"{why}, without {names(map(class_words, sorted(set(asked.with_classes) - classes)), 'and')} beside it"
        elif outcome is True and counts is not True:
            why = f"{why}, {'not for long enough' if counts is False else 'for a time that the record leaves open'}"
        when = str(regimen.start) if regimen.start else ""
        told = Evidence(regimen.name, "", "", when, mine[0].source or mine[0].note, mine[0].id)
        yield _Candidate(counts, kind, told, why)


def _absent(view: View, asked: asks.PriorTherapy) -> bool | None:
    """Whether a drug that is not listed was not given: only where the list is complete."""
    return False if view.is_listed_whole((), asked.with_classes) else None


def _beside(view: View, regimen: RegimenReview) -> list[MedicationCourse]:
    """Return the courses that ran beside a regimen: of the same name, or at the same time."""
    held = {course.id for course in regimen.courses}
    named = {course.regimen for course in regimen.courses if course.regimen}
    end = regimen.stop or view.ctx.as_of
    found = []
    for course in view.case.courses:
        if course.id in held or not view.has_begun(course):
            continue
        start, stop = view.ctx.span(course.start), view.ctx.span(course.stop)
        if course.regimen:
            overlaps = course.regimen in named
        else:
            overlaps = (
                start is not None and regimen.start is not None
                and start.earliest <= end.latest
                and (stop is None or stop.latest >= regimen.start.earliest)
            )  # fmt: skip
        if overlaps:
            found.append(course)
    return found


def _outcome(
    view: View, asked: asks.PriorTherapy, regimen: RegimenReview, mine: Sequence[MedicationCourse]
) -> tuple[bool | None, str]:
    """Say whether a regimen ended in one of the outcomes, and in which."""
    answers: list[tuple[bool | None, str]] = []
    if "no-response" in asked.outcomes:
        answers.append((regimen.failed, _failed_words(regimen)))
    if "inadequate-response" in asked.outcomes:
        answers.append(_inadequate(regimen))
    if "partial" in asked.outcomes:
        partial = None if regimen.grade == "unknown" else regimen.grade == "partial"
        answers.append((partial, "partial response" if partial else f"response {regimen.grade}"))
    if "flare" in asked.outcomes:
        stated = any(course.stated_outcome == "relapsed-later" for course in mine)
        answers.append((True if stated else None, "a flare followed" if stated else "whether a flare followed is not on record"))  # fmt: skip
    if "intolerance" in asked.outcomes:
        answers.append(_intolerance(view, mine))
    result = either(*(answer for answer, _ in answers)) if answers else False
    said = next((why for answer, why in answers if answer is result), "no outcome that counts")
    return result, said


def _inadequate(regimen: RegimenReview) -> tuple[bool | None, str]:
    """Say whether a regimen, adequate and taken, came to less than a partial response: no change, or a move short of it."""
    if regimen.failed is True:
        return True, _failed_words(regimen)
    response = regimen.response.effective
    # What is still on the way has come to no response yet, and to no failure either.
    on_the_way = response == "met" and regimen.grade == "improving"
    short = None if on_the_way else negated(_as_answer(regimen.response))
    answer = both(_as_answer(regimen.adherence), _as_answer(regimen.dosing), short)
    if answer is True:
        return True, f"inadequate response ({regimen.response.because.rstrip('.')})"
    if answer is None and on_the_way:
        return None, f"too early to tell ({regimen.response.because.rstrip('.')})"
    return answer, _failed_words(regimen)


def _as_answer(finding: Finding) -> bool | None:
    return {"met": True, "not-met": False}.get(finding.effective)


def _failed_words(regimen: RegimenReview) -> str:
    if regimen.failed is True:
        return "failed at an adequate dose and duration"
    for name, finding in (("adherence", regimen.adherence), ("dosing", regimen.dosing)):
        if finding.effective == "not-met" and regimen.failed is False:
            return f"does not count as failed ({name}: {finding.because.rstrip('.')})"
    if regimen.failed is False:
        return f"did not fail ({regimen.response.because.rstrip('.')})"
    for name, finding in (("adherence", regimen.adherence), ("dosing", regimen.dosing), ("response", regimen.response)):  # fmt: skip
        if finding.effective == "not-documented":
            return f"failure is not documented ({name}: {finding.because.rstrip('.')})"
    return f"failure is not documented ({regimen.response.because.rstrip('.')})"


def _left(mine: Sequence[MedicationCourse]) -> bool:
    return any(
        course.stop_reason == "intolerance" or course.dose_limited_by == "intolerance" for course in mine
    )


def _intolerance(view: View, mine: Sequence[MedicationCourse]) -> tuple[bool | None, str]:
    if _left(mine):
        return True, "not tolerated"
    if any(course.stop_reason == "unknown" and view.runs(course) is not True for course in mine):
        return None, "why it was stopped is not on record"
    return False, "tolerated as far as the record says"


def _long_enough(view: View, asked: asks.PriorTherapy, mine: Sequence[MedicationCourse]) -> bool | None:
    """Say whether the courses ran for the weeks that the plan asks for, from the first start to the last stop."""
    if asked.weeks_at_least is None:
        return True
    starts = [view.ctx.span(course.start) for course in mine]
    stops = [view.ctx.span(course.stop) or (view.ctx.as_of if view.runs(course) else None) for course in mine]
    begun, ended = _first(starts), _last(stops)
    if begun is None or ended is None:
        return None
    needed = timedelta(weeks=asked.weeks_at_least)
    if ended.earliest - begun.latest >= needed:
        return True
    return False if ended.latest - begun.earliest < needed else None


def _first(spans: Sequence[Span | None]) -> Span | None:
    known = [span for span in spans if span is not None]
    return min(known, key=lambda span: span.earliest) if known else None


def _last(spans: Sequence[Span | None]) -> Span | None:
    if None in spans:
        return None
    return max((span for span in spans if span is not None), key=lambda span: span.latest, default=None)


def _outside(view: View, asked: asks.PriorTherapy) -> Iterator[_Candidate]:
    """Yield courses of the drugs that belong to no regimen: for another disease, maintenance, background."""
    inside = {
        course.id
        for regimen in view.review.regimens
        for course in (*regimen.courses, *_beside(view, regimen))
    }
    seen: set[str] = set()
    for course in view.courses(asked.drugs, asked.classes):
        if course.id in inside or course.drug.casefold() in seen:
            continue
        seen.add(course.drug.casefold())
        answer, why = False, "given outside the regimens of the kidney disease"
        counts: bool | None = answer
        if "intolerance" in asked.outcomes:
            counts, why = _intolerance(view, [course])
        claimed = course.stated_outcome in ("no-response", "worsened") or course.stop_reason in ("no-response", "worsening")  # fmt: skip
        if counts is not True and claimed and {"no-response", "inadequate-response"} & set(asked.outcomes):
            counts, why = None, "its failure is only stated"
        yield _Candidate(counts, view.ctx.drug_class(course), view.course_told(course), why)


def _stated(view: View, asked: asks.PriorTherapy) -> Iterator[_Candidate]:
    """Yield what the request says of treatments that were not tolerated or cannot be given."""
    test = view.matching(asked.drugs, asked.classes)
    given = {view.guideline.drug(course.drug) for course in view.courses(asked.drugs, asked.classes)}
    for item in view.case.alternatives:
        drug = view.guideline.drug(item.drug)
        if not test(item.drug) or drug is None:
            continue
        told = view.ctx.evidence(item, drug.name, item.status.replace("-", " "))
        yield from _alternative(asked, item, drug.drug_class, told, course_on_record=drug in given)


def _alternative(
    asked: asks.PriorTherapy, item: Alternative, kind: str, told: Evidence, *, course_on_record: bool
) -> Iterator[_Candidate]:
    status = {"not-tolerated": "intolerance", "contraindicated": "contraindication"}.get(item.status, "")
    if status == "intolerance" and course_on_record:
        return  # the course itself says it, or does not
    if status and status in asked.outcomes:
        if item.reason.strip():
            yield _Candidate(True, kind, told, f"{_WORDS[status]} ({item.reason.strip().rstrip('.')})")
        else:
            yield _Candidate(None, kind, told, f"{_WORDS[status]} is stated without its reason")
    elif item.status == "tried" and not course_on_record:
        yield _Candidate(None, kind, told, "tried, without a course on record")
