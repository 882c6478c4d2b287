"""The treatment history of a letter: one row per drug of a regimen, with what came of it and why it ended."""

from __future__ import annotations

from decimal import Decimal

from lnreview.case.dates import Span
from lnreview.case.model import Case
from lnreview.case.quantities import convert, find_unit
from lnreview.case.records import MedicationCourse, Quantity
from lnreview.guideline.model import Guideline
from lnreview.letters.content import known, words
from lnreview.letters.document import Column, Run, Table, Words, plain
from lnreview.review.finding import RegimenReview, Review

COLUMNS = (
    Column("Drug", 0.2),
    Column("Maximum dose", 0.19),
    Column("Start – stop", 0.17),
    Column("Months", 0.09, "right"),
    Column("Response", 0.21),
    Column("Reason stopped", 0.14),
)

_OUTCOMES = {
    "complete": "complete response", "primary-efficacy": "primary efficacy response", "partial": "partial response",
    "improved": "improved", "no-response": "no response", "worsened": "worsened", "relapsed-later": "relapsed later",
}  # fmt: skip

Group = tuple[MedicationCourse, ...]


def history(
    case: Case, review: Review, guideline: Guideline, *, glucocorticoids: bool = True
) -> Table | None:
    """Return the table of the treatments, the earliest first, or nothing where none is recorded."""
    rows = tuple(
        _row(case, review, guideline, group)
        for group in groups(case, review, guideline)
        if glucocorticoids or not _is_glucocorticoid(guideline, group)
    )
    return Table(COLUMNS, rows) if rows else None


def beside(case: Case, review: Review, guideline: Guideline) -> str:
    """Return the supportive treatment in one sentence, or nothing."""
    told = []
    for group in _grouped(case, known.beside(case, review), review, guideline):
        drug = words.drug_name(guideline, group[0].drug)
        dose = maximum_dose(group)
        told.append(" ".join(part for part in (drug, dose, f"({_period(group)})") if part))
    return f"Supportive treatment: {'; '.join(told)}." if told else ""


def groups(case: Case, review: Review, guideline: Guideline) -> tuple[Group, ...]:
    """Return the courses that may count as treatment, gathered by drug within a regimen, the earliest first."""
    return _grouped(case, known.courses(case, review), review, guideline)


def _is_glucocorticoid(guideline: Guideline, group: Group) -> bool:
    drug = guideline.drug(group[0].drug)
    return drug is not None and drug.drug_class == "glucocorticoid"


def regimen_of(review: Review, course: MedicationCourse) -> RegimenReview | None:
    """Return the regimen that a course belongs to."""
    return next((r for r in review.regimens if any(c.id == course.id for c in r.courses)), None)


def maximum_dose(group: Group) -> str:
    """Return the largest dose of some courses of one drug as written; the first where doses cannot be compared."""
    sized = [(course, *_size(course.dose, course.frequency)) for course in group if course.dose]
    if not sized:
        return ""
    kind = sized[0][1]
    largest = max((size, -place) for place, (_, other, size) in enumerate(sized) if other == kind)
    told = words.dose_words(sized[-largest[1]][0])
    given = [course.doses_given for course in group if course.doses_given is not None]
    return f"{told}, {sum(given)} given" if given else told


def _grouped(case: Case, courses: Group, review: Review, guideline: Guideline) -> tuple[Group, ...]:
    """Gather the courses of one drug that follow each other within a regimen or, outside of one, without a pause."""
    found: dict[tuple[str, str], list[list[MedicationCourse]]] = {}
    for course in courses:
        regimen = regimen_of(review, course)
        drug = guideline.drug(course.drug)
        name = drug.id if drug else course.drug.casefold() or course.id
        runs = found.setdefault((name, regimen.id if regimen else f"role {course.role}"), [])
        if runs and (regimen or _follows(case, review, guideline, runs[-1][-1], course)):
            runs[-1].append(course)
        else:
            runs.append([course])
    order = {course.id: place for place, course in enumerate(courses)}
    return tuple(
        sorted((tuple(run) for runs in found.values() for run in runs), key=lambda run: order[run[0].id])
    )


def _follows(
    case: Case, review: Review, guideline: Guideline, one: MedicationCourse, other: MedicationCourse
) -> bool:
    """Tell whether a course follows another within the time that the criteria set allows for a joint start."""
    stop, start = case.span(one.stop), case.span(other.start)
    if stop is None or start is None:
        return True
    criteria = guideline.criteria.get(review.criteria)
    pause = criteria.number("joint-start") if criteria and "joint-start" in criteria.parameters else 0
    return (start.earliest - stop.latest).days <= pause


def _row(case: Case, review: Review, guideline: Guideline, group: Group) -> tuple[Words, ...]:
    last = group[-1]
    start, stop = case.span(group[0].start), case.span(last.stop)
    until = stop or (review.as_of if last.ongoing == "yes" else None)
    reason = last.stop_reason.replace("-", " ")
    return (
        plain(words.drug_name(guideline, group[0].drug)),
        _or_gap(maximum_dose(group)),
        plain(_period(group)),
        plain(_duration(start, until) or "–"),
        _response(review, guideline, group),
        _or_gap(
            "still given" if last.ongoing == "yes" and not stop else "" if reason == "unknown" else reason
        ),
    )


def _period(group: Group) -> str:
    last = group[-1]
    end = (
        str(last.stop)
        if last.stop
        else "ongoing"
        if last.ongoing == "yes"
        else f"stop {words.NOT_DOCUMENTED}"
    )
    if group[0].start is None and last.stop is None and last.ongoing != "yes":
        return f"dates {words.NOT_DOCUMENTED}"
    begin = str(group[0].start) if group[0].start else f"start {words.NOT_DOCUMENTED}"
    return f"{begin} – {end}"


def _duration(start: Span | None, stop: Span | None) -> str:
    return words.months_between(start, stop) if start and stop else ""


def _response(review: Review, guideline: Guideline, group: Group) -> Words:
    regimen = regimen_of(review, group[0])
    leader = _leader(regimen, guideline) if regimen else None
    if leader and group[0].role == "follow-on" and all(course.id != leader.id for course in group):
        name = words.drug_name(guideline, leader.drug)
        return (Run(f"follow-on, judged with {name}", "quiet"),)
    if regimen is not None and regimen.grade != "unknown":
        grade = words.GRADES[regimen.grade]
        if regimen.baseline_upcr is not None and regimen.last_upcr is not None:
            ends = f"{regimen.baseline_upcr:.2f} → {regimen.last_upcr:.2f} g/g"
            return (Run(f"{grade} "), Run(f"(UPCR {ends})", "quiet"))
        return plain(f"{grade}, as stated" if regimen.stated else grade)
    stated = [course.stated_outcome for course in group if course.stated_outcome != "unknown"]
    if stated:
        return plain(f"{_OUTCOMES[stated[-1]]}, as stated")
    drug = guideline.drug(group[0].drug)
    return (
        (Run("not judged by itself", "quiet"),)
        if drug and drug.drug_class == "glucocorticoid"
        else _or_gap("")
    )


def _leader(regimen: RegimenReview, guideline: Guideline) -> MedicationCourse | None:
    """Return the course that a regimen is judged by: its first induction drug other than a glucocorticoid."""
    for course in regimen.courses:
        drug = guideline.drug(course.drug)
        if course.role == "induction" and drug and drug.drug_class != "glucocorticoid":
            return course
    return None


def _or_gap(text: str) -> Words:
    return plain(text) if text else (Run(words.NOT_DOCUMENTED, "quiet"),)


_PER_DAY = {
    "daily": 1, "qd": 1, "od": 1, "once daily": 1, "bid": 2, "twice daily": 2, "tid": 3, "qid": 4,
}  # fmt: skip


def _size(dose: Quantity, frequency: str) -> tuple[str, Decimal]:
    """Return what kind of dose this is and how large; only doses of one kind can be compared by their size."""
    found = find_unit(dose.unit)
    often = frequency.strip().casefold()
    if found is None:
        return (f"{dose.unit} {often}", dose.value)
    if found.kind == "mass" and often in _PER_DAY:
        return ("mass per day", convert(dose.value * _PER_DAY[often], found.code, "g"))
    return (found.kind if "per day" in found.kind else f"{found.kind} {often}", dose.value * found.size)
