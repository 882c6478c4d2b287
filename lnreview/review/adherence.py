"""Was the drug taken while the course was being judged?

Evidence is heard from administrations, levels, refills and what the patient admits; a statement alone settles nothing.
A measure under its limit, with none of the regimen drug in range, says no; measures of the regimen drug that contradict
each other settle nothing. A hydroxychloroquine level speaks for hydroxychloroquine: beside a measure of the regimen
drug in range it is a conflict, beside complete infusion records a note. Nonadherence stands until a later objective
measure is in range or a later course is observed. Refusing a drug is not nonadherence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from lnreview.case.dates import Span
from lnreview.case.quantities import UnitError, convert
from lnreview.case.records import AdherenceMeasure, DrugLevel, MedicationCourse
from lnreview.guideline.parts import Parameter
from lnreview.review import levels, refills
from lnreview.review.context import Context
from lnreview.review.finding import Cited, Evidence, Finding, Missing, sentence
from lnreview.review.regimens import Regimen, drug_name, is_infused

About = Literal["regimen-drug", "hydroxychloroquine", "treatment"]


@dataclass(frozen=True)
class Heard:
    """One measure: what it is about, what it says (`None`: nothing that counts), when, and on which limit it rests."""

    about: About
    taken: bool | None
    day: date | None
    evidence: Evidence
    parameter: Parameter | None = None
    admitted: bool = False
    infusions: bool = False
    drugs: frozenset[str] = frozenset()
    """Ids of the drugs that it is about; empty: the treatment as a whole."""
    statement: bool = False
    """Whether it is somebody's word, not a measure."""
    detected: bool = False
    """Whether it is a level that is read only by whether the drug was detected."""


def adherence(ctx: Context, regimen: Regimen, end: Span | None) -> Finding:
    """Say whether the drugs of a regimen were taken from its start until `end` (until now without one)."""
    taken_at_home = [course for course in regimen.courses if not is_infused(ctx, course)] or regimen.courses
    drugs = tuple(dict.fromkeys(drug_name(ctx, course) for course in taken_at_home))
    heard = everything_heard(ctx, regimen, end)
    evidence = tuple(item.evidence for item in heard)
    parameters = tuple(dict.fromkeys(item.parameter for item in heard if item.parameter))
    cited = (Cited.of(ctx.guideline.steps["adherence"]), *(Cited.of(parameter) for parameter in parameters))
    status, because = _weigh(heard, drugs)
    missing: tuple[Missing, ...] = ()
    if status != "met":
        missing = _wanted(ctx, regimen, drugs, status == "not-met")
    return Finding("adherence", status, because, evidence, tuple(dict.fromkeys(cited)), parameters, missing)


def everything_heard(ctx: Context, regimen: Regimen, end: Span | None) -> list[Heard]:
    """Return what speaks of a regimen until `end`, in the order of time; what has no day comes first."""
    heard = [
        *_infusions(ctx, regimen),
        *_levels(ctx, regimen, end),
        *_refills(ctx, regimen, end),
        *_measures(ctx, regimen, end),
    ]
    return sorted(heard, key=lambda item: (item.day is not None, item.day or date.min))


def _weigh(
    heard: list[Heard], drugs: tuple[str, ...]
) -> tuple[Literal["met", "not-met", "not-documented"], str]:
    names = " and ".join(drugs) or "the treatment"
    counting = [item for item in heard if item.taken is not None]
    own = [item for item in counting if item.about != "hydroxychloroquine"]
    own_for = [item for item in own if item.taken and not item.admitted]
    own_against = [item for item in own if not item.taken]
    other_against = [item for item in counting if item.about == "hydroxychloroquine" and not item.taken]
    infused = any(item.infusions and item.taken for item in own)
    if infused and all(item.about == "treatment" and not item.infusions for item in own_against):
        if own_against:
            worst = own_against[-1].evidence
            return (
                "met",
                f"Every infusion was given, which settles it for the infused drug; {worst} is noted beside it.",
            )
        aside = f"; {other_against[-1].evidence} is a note beside it" if other_against else ""
        return "met", f"Every infusion of {names} was given{aside}."
    if own_against:
        last_against = own_against[-1]
        later = [item for item in own_for if _later(item, last_against)]
        if later:
            return (
                "not-documented",
                f"{last_against.evidence} spoke against adherence, {later[-1].evidence} later for it: "
                "the time before is not settled.",
            )
        if own_for and not any(item.admitted for item in own_against):
            return (
                "not-documented",
                f"Measures contradict each other: {own_for[-1].evidence} against {last_against.evidence}.",
            )
        told = "the patient said so" if last_against.admitted else f"{last_against.evidence}"
        verb = "were" if len(drugs) > 1 else "was"
        return "not-met", f"{sentence(names)} {verb} not taken as prescribed: {told}."
    if other_against:
        if own_for:
            return (
                "not-documented",
                f"{_favours(own_for[-1])}, {other_against[-1].evidence} is below its limit: measures that contradict "
                "each other settle nothing.",
            )
        return (
            "not-met",
            f"{other_against[-1].evidence} is below the limit, and no measure of {names} speaks for it.",
        )
    favourable = [item for item in counting if item.taken]
    if favourable:
        return "met", f"{_favours(favourable[-1])}, and nothing speaks against adherence."
    if heard:
        return (
            "not-documented",
            f"The record holds no objective measure for {names}; {heard[-1].evidence} alone settles nothing.",
        )
    return "not-documented", f"The record holds no measure of whether {names} was taken."


def _favours(item: Heard) -> str:
    """Say what speaks for adherence: a level without a limit is detectable, which says nothing of its exposure."""
    if not item.detected:
        return f"{item.evidence} is in range"
    return f"{item.evidence} {'says that some was taken' if item.evidence.value == 'detectable' else 'is detectable'}"


def _later(item: Heard, other: Heard) -> bool:
    return item.day is not None and other.day is not None and item.day > other.day


def _inside(ctx: Context, regimen: Regimen, end: Span | None, since: Span | None, until: Span | None) -> bool:
    """Whether a period may overlap the time of the regimen; without dates it may."""
    first, last = since or until, until or since
    if regimen.start is not None and last is not None and last.latest < regimen.start.earliest:
        return False
    return end is None or first is None or first.earliest <= end.latest


def _drug_ids(ctx: Context, courses: Iterable[MedicationCourse]) -> set[str]:
    return {drug.id for course in courses if (drug := ctx.drug(course.drug))}


def _about(ctx: Context, regimen: Regimen, name: str) -> About | None:
    """Say what a measure of the drug `name` is about; `None` when it is about something else."""
    if not name.strip():
        return "treatment"
    drug = ctx.drug(name)
    if drug is None:
        return None
    if drug.id in _drug_ids(ctx, regimen.everything):
        return "regimen-drug"
    return "hydroxychloroquine" if drug.drug_class == "antimalarial" else None


def _infusions(ctx: Context, regimen: Regimen) -> list[Heard]:
    heard = []
    for course in regimen.courses:
        drug = ctx.drug(course.drug)
        if drug is None or not is_infused(ctx, course):
            continue
        given = [item for item in ctx.case.administrations if ctx.drug(item.drug) is drug]
        given = [item for item in given if _within_course(ctx, course, ctx.span(item.given_on))]
        missed = [item for item in given if item.status in ("missed", "partial")]
        for item in missed:
            what = f"{drug.name} infusion {item.status}"
            span = ctx.span(item.given_on)
            heard.append(Heard("regimen-drug", False, span.middle if span else None,
                               ctx.evidence(item, what, "", "", item.given_on), infusions=True, drugs=frozenset({drug.id})))  # fmt: skip
        stop = ctx.span(course.stop) or ctx.as_of
        if course.doses_given is not None and course.doses_planned is not None:
            complete = course.doses_given >= course.doses_planned
            stopped = course.stop_reason in (
                "intolerance",
                "infection",
                "pregnancy",
                "access",
                "planned-change",
                "refusal",
                "no-response",
                "worsening",
                "remission",
            )
            if complete or not stopped:
                evidence = ctx.evidence(course, f"{drug.name} infusions given",
                                        f"{course.doses_given} of {course.doses_planned}", "", course.start)  # fmt: skip
                running = course.stop is None and course.ongoing != "no"
                heard.append(Heard("regimen-drug", True if complete else (None if running else False),
                                   stop.middle, evidence, infusions=True, drugs=frozenset({drug.id})))  # fmt: skip
        elif given and not missed and course.doses_planned is not None and len(given) >= course.doses_planned:
            evidence = ctx.evidence(given[-1], f"{drug.name} infusions given",
                                    f"{len(given)} of {course.doses_planned}", "", given[-1].given_on)  # fmt: skip
            heard.append(
                Heard("regimen-drug", True, stop.middle, evidence, infusions=True, drugs=frozenset({drug.id}))
            )
    return heard


def _within_course(ctx: Context, course: MedicationCourse, when: Span | None) -> bool:
    start, stop = ctx.span(course.start), ctx.span(course.stop)
    if when is None:
        return True
    if start is not None and when.latest < start.earliest:
        return False
    return stop is None or when.earliest <= stop.latest


def _levels(ctx: Context, regimen: Regimen, end: Span | None) -> list[Heard]:
    heard = []
    for level in ctx.case.levels:
        when = ctx.span(level.drawn_on)
        if not _inside(ctx, regimen, end, when, when):
            continue
        about = _level_about(ctx, regimen, level)
        if about is None:
            continue
        read = levels.reading(ctx, level)
        day = when.middle if when else None
        evidence = levels.evidence(ctx, level)
        heard.append(
            Heard(
                about,
                read.taken,
                day,
                evidence,
                read.limit,
                drugs=_measured(ctx, regimen, level),
                detected=read.detected,
            )
        )
    return heard


def _measured(ctx: Context, regimen: Regimen, level: DrugLevel) -> frozenset[str]:
    """Return the ids of the drugs that a level speaks of: every mycophenolate of the regimen for mycophenolic acid."""
    if levels.substance(level) in levels.MYCOPHENOLIC_ACID:
        return frozenset(
            _drug_ids(ctx, (course for course in regimen.everything if ctx.drug_class(course) == "mpaa"))
        )
    if levels.substance(level) in levels.HYDROXYCHLOROQUINE:
        return frozenset({"hydroxychloroquine"})
    drug = ctx.drug(level.substance)
    return frozenset({drug.id} if drug else ())


def _level_about(ctx: Context, regimen: Regimen, level: DrugLevel) -> About | None:
    """Say what a level is about; `None` when its drug is none of the regimen."""
    measured = levels.substance(level)
    if measured in levels.MYCOPHENOLIC_ACID:
        return "regimen-drug" if any(ctx.drug_class(c) == "mpaa" for c in regimen.everything) else None
    if measured in levels.HYDROXYCHLOROQUINE:
        return "hydroxychloroquine"
    drug = ctx.drug(level.substance)
    return "regimen-drug" if drug is not None and drug.id in _drug_ids(ctx, regimen.everything) else None


def _refills(ctx: Context, regimen: Regimen, end: Span | None) -> list[Heard]:
    heard = []
    for course in regimen.courses:
        found = refills.of_course(ctx, course, end)
        if isinstance(found, refills.Refilled):
            said = Heard("regimen-drug", found.taken, found.found.end, found.evidence(), found.limit)
            heard.append(replace(said, drugs=frozenset({found.drug.id})))
    return heard


def _measures(ctx: Context, regimen: Regimen, end: Span | None) -> list[Heard]:
    heard = []
    courses = {course.id for course in regimen.everything}
    for item in ctx.case.adherence:
        if item.course:
            if item.course not in courses:
                continue
        elif not _inside(ctx, regimen, end, ctx.span(item.since), ctx.span(item.until)):
            continue
        about = "regimen-drug" if item.course else _about(ctx, regimen, item.drug)
        if about is None:
            continue
        when = ctx.span(item.until) or ctx.span(item.since)
        named = [course for course in regimen.everything if item.course and course.id == item.course]
        drug = ctx.drug(named[0].drug if named else item.drug)
        said = _measure(ctx, item, about, when.middle if when else None)
        heard.append(
            replace(said, drugs=frozenset({drug.id} if drug else ()), statement=item.kind == "statement")
        )
    return heard


_MEASURES = {
    "pdc": "refills, share of days covered", "mpr": "refills, possession ratio", "pill-count": "pill count",
    "days-per-month": "days taken per 30 days", "infusion-record": "infusion record", "observed": "observed intake",
    "admitted-nonadherence": "nonadherence admitted", "statement": "statement on adherence:",
}  # fmt: skip


def _measure(ctx: Context, item: AdherenceMeasure, about: About, day: date | None) -> Heard:
    what = f"{item.drug} {_MEASURES[item.kind]}".strip()
    value = item.value or ("" if item.says == "unclear" else item.says)
    evidence = ctx.evidence(item, what, value, "", item.until or item.since)
    if item.kind in ("pdc", "mpr", "pill-count", "days-per-month"):
        name = "days-per-month-adherent" if item.kind == "days-per-month" else "pdc-adherent"
        limit = ctx.guideline[name]
        if item.value is None:
            return Heard(about, None, day, evidence)
        if item.kind == "days-per-month":
            return Heard(about, item.value.value >= limit.value, day, evidence, limit)
        try:
            share = convert(item.value.value, item.value.unit, "%")
        except UnitError:
            return Heard(about, None, day, evidence)
        return Heard(about, share >= limit.value, day, evidence, limit)
    if item.kind == "admitted-nonadherence":
        return Heard(about, None if item.says == "adherent" else False, day, evidence, admitted=True)
    if item.kind in ("observed", "infusion-record"):
        taken = {"adherent": True, "nonadherent": False, "unclear": None}[item.says]
        return Heard(about, taken, day, evidence, infusions=about == "regimen-drug" or about == "treatment")
    return Heard(about, None, day, evidence)


def _wanted(ctx: Context, regimen: Regimen, drugs: tuple[str, ...], known: bool) -> tuple[Missing, ...]:
    names = " and ".join(drugs) or "the treatment"
    when = f" from {regimen.start}" if regimen.start else ""
    if known:
        return (
            Missing(f"barriers to adherence to {names}, and whether an observed or infused route is possible",
                    "Nonadherence is documented; the plan has to answer why.", "adherence", "adherence", rank=35),
            Missing(f"a later objective measure of adherence (refills, drug level) for {names}",
                    "Nonadherence stands until a later measure is in range or a later course is observed.",
                    "adherence", "adherence", rank=36),
        )  # fmt: skip
    infused = any(is_infused(ctx, course) for course in regimen.courses)
    mpaa = any(ctx.drug_class(course) == "mpaa" for course in regimen.courses)
    ways = (
        "infusion records" if infused else "refills (share of days covered or possession ratio), pill count"
    )
    level = ", mycophenolic acid (MPA) level or AUC" if mpaa else ""
    return (
        Missing(f"adherence evidence for {names}{when}: {ways}{level}, hydroxychloroquine blood level",
                "A regimen counts as failed only in a patient shown to have taken it; a statement alone settles nothing.",
                "adherence", "adherence", rank=10),
    )  # fmt: skip
