"""Was each drug of each regimen taken: a graded conclusion, on what it rests, and what would settle it."""

from __future__ import annotations

from collections.abc import Sequence

from lnreview.case.dates import Span
from lnreview.case.quantities import label, shown
from lnreview.case.records import AdherenceMeasure, MedicationCourse
from lnreview.guideline.model import Drug
from lnreview.review.adherence import Heard, everything_heard
from lnreview.review.assess import Assessment
from lnreview.review.context import Context
from lnreview.review.detail import facts
from lnreview.review.detail.lines import judged, where
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Cited, Evidence, Missing, Status, sentence
from lnreview.review.refills import Refilled, of_course
from lnreview.review.regimens import Regimen, drug_name, is_infused
from lnreview.review.schemes import recorded, without_a_gap

_KINDS = {
    "pdc": "share of days covered, as reported", "mpr": "possession ratio, as reported", "pill-count": "pill count",
    "days-per-month": "days taken per 30 days", "infusion-record": "infusion record", "observed": "observed intake",
    "admitted-nonadherence": "nonadherence asked of the patient", "statement": "statement",
}  # fmt: skip
_IN_RANGE, _AGAINST = "an objective measure in range, none against", "an objective measure against"
_DETECTED = "a detectable level, nothing against"
_CONFLICT, _ADMITTED = "measures in conflict", "nonadherence admitted"
_STATEMENT, _UNCLEAR, _NOTHING = "a statement only", "a measure that cannot tell", "nothing on record"
_GENERAL = "only a remark on the treatment as a whole"
_UNDECIDED = (_GENERAL, _CONFLICT, _STATEMENT, _UNCLEAR, _NOTHING)


def grade(heard: Sequence[Heard]) -> tuple[str, Status]:
    """Return the graded conclusion for one drug from what speaks of it."""
    counting = [item for item in heard if item.taken is not None]
    in_range = any(item.taken and not item.admitted for item in counting)
    only_detected = all(item.detected for item in counting if item.taken and not item.admitted)
    against = any(not item.taken and not item.admitted for item in counting)
    admitted = any(item.taken is False and item.admitted for item in counting)
    if in_range and (against or admitted):
        return _CONFLICT, "not-documented"
    if admitted:
        return _ADMITTED, "not-met"
    if against:
        return _AGAINST, "not-met"
    if in_range:
        return (_DETECTED if only_detected else _IN_RANGE), "met"
    if not heard:
        return _NOTHING, "not-documented"
    return (_STATEMENT if all(item.statement for item in heard) else _UNCLEAR), "not-documented"


def settles(ctx: Context, drug: Drug, infused: bool, conclusion: str, entries: bool = False) -> str:
    """Say what would settle whether a drug was taken; empty where it is settled."""
    if conclusion not in _UNDECIDED:
        return ""
    if infused and entries:
        return "the number of infusions planned, or their interval, and why any of them was late or left out"
    if infused:
        return "infusion records: each dose with its date, complete or partial"
    if conclusion == _CONFLICT and drug.level:
        return f"a level of {drug.level.replace('-', ' ')} on the same day as a refill check"
    if drug.id == "hydroxychloroquine":
        months = shown(ctx.guideline.number("hcq-steady-months"))
        return f"a whole-blood level after at least {months} months of treatment, with refills"
    if drug.level:
        return f"refills over the course, and a level of {drug.level.replace('-', ' ')} on the day of the refill check"
    return (
        "refills over the course; its level is not monitored"
        if drug.id == "voclosporin"
        else "refills over the course, or a pill count"
    )


def taking(view: Assessment) -> tuple[Table, ...]:
    """Return the conclusion per regimen and drug, what was said, and the infusions that were given."""
    tables = (_conclusions(view), _told(view.ctx), _infusions(view.ctx))
    return tuple(table for table in tables if table.rows)


def _conclusions(view: Assessment) -> Table:
    ctx = view.ctx
    rows: list[Row] = []
    missing: list[Missing] = []
    for line, end in judged(view):
        heard = [*everything_heard(ctx, line.regimen, end), *_beside(ctx, line.regimen, end)]
        for drug, infused in _drugs(ctx, line.regimen, heard):
            own = [item for item in heard if drug.id in item.drugs or not item.drugs]
            # A remark on the treatment as a whole says nothing of a drug that others give.
            conclusion, status = grade([item for item in own if item.drugs or not infused])
            if infused and conclusion == _NOTHING and own:
                conclusion = _GENERAL
            entries = any(
                recorded(ctx, course) for course in line.regimen.everything if ctx.drug(course.drug) is drug
            )
            wanted = settles(ctx, drug, infused, conclusion, entries)
            if wanted:
                why = f"For {drug.name} there is {conclusion}."
                missing.append(Missing(f"{drug.name}: {wanted}", why, "adherence", "adherence", rank=30))
            rests = "; ".join(str(item.evidence) for item in own)
            rows.append(
                Row((drug.name, told_with(ctx, line.regimen, drug), conclusion, rests, wanted), status, _how(own, conclusion),
                    tuple(item.evidence for item in own), _cited(ctx, own),
                    tuple(dict.fromkeys(item.parameter for item in own if item.parameter)))
            )  # fmt: skip
    columns = (
        Column("Drug"),
        Column("Regimen"),
        Column("Conclusion"),
        Column("Rests on"),
        Column("Would settle it"),
    )
    return Table(
        "adherence-conclusions", "Adherence by regimen and drug", "adherence", columns, tuple(rows),
        "Each drug for itself; the step above weighs them for the regimen.",
        "A statement alone settles nothing. A hydroxychloroquine level speaks directly for hydroxychloroquine only. "
        "Refusing a drug is not nonadherence.",
        tuple(dict.fromkeys(missing)),
    )  # fmt: skip


def _beside(ctx: Context, regimen: Regimen, end: Span | None) -> list[Heard]:
    """Return what the step above does not weigh: refills of follow-on drugs, and infusions without a number planned."""
    found: list[Heard] = []
    for course in regimen.everything:
        drug = ctx.drug(course.drug)
        if drug is None:
            continue
        refilled = of_course(ctx, course, end) if course not in regimen.courses else None
        if isinstance(refilled, Refilled):
            found.append(
                Heard("regimen-drug", refilled.taken, refilled.found.end, refilled.evidence(), refilled.limit,
                      drugs=frozenset({drug.id}))
            )  # fmt: skip
        if is_infused(ctx, course) and course.doses_planned is None:
            found.extend(_unplanned(ctx, course, drug))
    return found


def told_with(ctx: Context, regimen: Regimen, drug: Drug) -> str:
    """Return the regimen of a drug, marked where none of its courses is dated."""
    names = [where(ctx, regimen, course) for course in regimen.everything if ctx.drug(course.drug) is drug]
    name = regimen.name(ctx)
    return name if not names or name in names else names[0]


def _unplanned(ctx: Context, course: MedicationCourse, drug: Drug) -> list[Heard]:
    """Return what infusions say whose planned number is not documented: complete where they leave no gap."""
    entries = recorded(ctx, course)
    number = course.doses_given if course.doses_given is not None else len(entries)
    if not number or any(item.status in ("missed", "partial") for item in entries):
        return []  # what was missed is heard for itself
    complete = without_a_gap(ctx, course)
    what = f"{drug.name} infusions given"
    if complete:
        what += f", each on record as complete and none later than {course.frequency}"
    elif entries:
        what += f", {len(entries)} on record with their dates; the number planned is not documented"
    else:
        what += ", the number planned is not documented"
    evidence = ctx.evidence(course, what, number, "", course.start)
    return [
        Heard("regimen-drug", True if complete else None, None, evidence, infusions=True, drugs=frozenset({drug.id}))
    ]  # fmt: skip


def _drugs(ctx: Context, regimen: Regimen, heard: Sequence[Heard]) -> list[tuple[Drug, bool]]:
    """Return the drugs of a regimen, and hydroxychloroquine where anything speaks of it, with whether each is infused."""
    found: dict[str, tuple[Drug, bool]] = {}
    for course in regimen.everything:
        drug = ctx.drug(course.drug)
        if drug is not None:
            found.setdefault(drug.id, (drug, is_infused(ctx, course)))
    antimalarial = ctx.drug("hydroxychloroquine")
    if antimalarial is not None and any(antimalarial.id in item.drugs for item in heard):
        found.setdefault(antimalarial.id, (antimalarial, False))
    return list(found.values())


def _how(heard: Sequence[Heard], conclusion: str) -> str:
    limits = dict.fromkeys(item.parameter for item in heard if item.parameter)
    against = [f"{sentence(item.means)}: {shown(item.value)} {label(item.unit)}." for item in limits if item]
    if conclusion == _CONFLICT:
        against.append("Measures that contradict each other settle nothing.")
    return " ".join(against)


def _cited(ctx: Context, heard: Sequence[Heard]) -> tuple[Cited, ...]:
    limits = [item.parameter for item in heard if item.parameter]
    weighed = facts.facts(ctx.guideline, "adherence-interpretation")
    return tuple(dict.fromkeys((*(Cited.of(limit) for limit in limits), *facts.cited(*weighed))))


def _told(ctx: Context) -> Table:
    """Return what was said and measured by people: admitted, denied, stated, counted, with what stood in the way."""
    rows = tuple(_measure(ctx, item) for item in ctx.case.adherence)
    columns = (
        Column("When"),
        Column("What"),
        Column("Drug"),
        Column("Says"),
        Column("What stood in the way"),
    )
    return Table("adherence-told", "What was said and counted", "adherence", columns, rows,
                 note="Barriers explain and never decide.")  # fmt: skip


def _measure(ctx: Context, item: AdherenceMeasure) -> Row:
    when = " to ".join(str(day) for day in (item.since, item.until) if day)
    drug = ctx.drug(item.drug)
    name = drug.name if drug else item.drug
    if not name and item.course:
        course = next((entry for entry in ctx.case.courses if entry.id == item.course), None)
        name = drug_name(ctx, course) if course else ""
    said = str(item.value) if item.value else (item.note if item.says == "unclear" else item.says)
    if item.kind == "admitted-nonadherence" and not item.value:
        said = "denied" if item.says == "adherent" else "admitted"
    barriers = ", ".join(barrier.replace("-", " ") for barrier in item.barriers)
    cells = (when, _KINDS[item.kind], name or "the treatment", said, barriers)
    evidence = ctx.evidence(item, _KINDS[item.kind], said, "", item.until or item.since)
    return Row(cells, None, item.note, (evidence,))


def _infusions(ctx: Context) -> Table:
    rows = [_course(ctx, course) for course in ctx.case.courses if _counted(ctx, course)]
    for item in ctx.case.administrations:
        drug = ctx.drug(item.drug)
        name = drug.name if drug else item.drug
        status: Status = {"complete": "met", "missed": "not-met", "partial": "not-met"}.get(
            item.status, "not-documented"
        )  # type: ignore[assignment]
        evidence: Evidence = ctx.evidence(item, f"{name}, {item.status}", item.dose, "", item.given_on)
        cells = (name, str(item.given_on) if item.given_on else "", str(item.dose) if item.dose else "",
                 "" if item.status == "unknown" else item.status)  # fmt: skip
        rows.append(Row(cells, status, "", (evidence,)))
    cited = facts.cited(*facts.facts(ctx.guideline, "infusion-records"))
    columns = (Column("Drug"), Column("When"), Column("Dose"), Column("Given"))
    return Table(
        "adherence-infusions", "Infusions and injections given", "adherence", columns,
        tuple(Row(row.cells, row.status, row.how, row.evidence, cited) for row in rows),
        note="A record that is missing cannot tell; it is no missed infusion.",
    )  # fmt: skip


def _counted(ctx: Context, course: MedicationCourse) -> bool:
    if ctx.drug_class(course) == "glucocorticoid":
        return False  # pulses stand with the glucocorticoids
    return is_infused(ctx, course) and (course.doses_given is not None or course.doses_planned is not None)


def _course(ctx: Context, course: MedicationCourse) -> Row:
    given = "" if course.doses_given is None else str(course.doses_given)
    planned = "" if course.doses_planned is None else f" of {course.doses_planned}"
    status: Status = "not-documented"
    if course.doses_given is not None and course.doses_planned is not None:
        status = "met" if course.doses_given >= course.doses_planned else "not-met"
    elif without_a_gap(ctx, course):
        status = "met"
    when = " to ".join(str(day) for day in (course.start, course.stop) if day)
    how = (
        f"Stopped for {course.stop_reason.replace('-', ' ')}."
        if course.stop_reason not in ("unknown", "completed")
        else ""
    )
    evidence = ctx.evidence(
        course, f"{drug_name(ctx, course)} doses given", f"{given}{planned}", "", course.start
    )
    cells = (
        drug_name(ctx, course),
        when,
        str(course.dose) if course.dose else "",
        f"{given or 'not documented'}{planned} doses",
    )
    return Row(cells, status, how, (evidence,))
