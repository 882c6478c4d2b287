"""Criteria sets side by side: verdicts, the sentence that makes the difference, and other readings of the set in use."""

from __future__ import annotations

from collections.abc import Sequence

from lnreview.case.quantities import label, shown
from lnreview.guideline.model import CriteriaSet
from lnreview.guideline.parts import Parameter
from lnreview.review.assess import Assessment
from lnreview.review.compare import Difference, Reading, SetVerdict, Trials, differences, readings, verdicts
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import VERDICT_NAMES, Cited, ResponseGrade, sentence

_GRADES: dict[ResponseGrade, str] = {
    "complete": "complete response",
    "primary-efficacy": "primary efficacy response",
    "partial": "partial response",
    "improving": "improving",
    "none": "no response",
    "unknown": "not documented",
}
_FLAGS: dict[str, dict[object, str]] = {
    "complete_inclusive": {True: "a UPCR equal to the limit is still complete", False: "a UPCR equal to the limit is not complete"},
    "no_partial_is_failure": {True: "no partial response in time counts as failed, even when proteinuria moved",
                              False: "movement without a partial response is not a failure"},
    "anti_cd20_counts": {True: "an anti-CD20 course may be one of the failed regimens", False: "an anti-CD20 course is never one of the failed regimens"},
    "repeat_biopsy_after": {"set-number": "missing tissue decides when as many regimens failed as the set asks for",
                            "first-failure": "missing tissue decides already after the first failed regimen"},
    "course_time": {"per-regimen": "each regimen must reach the time by itself", "in-total": "the time is counted in total over the regimens"},
    "regimen_pair": {"any-two": "any two regimens of different class count",
                     "mycophenolate-and-cyclophosphamide": "one regimen with mycophenolate and one with cyclophosphamide must have failed"},
}  # fmt: skip
_READINGS: dict[tuple[str, str], str] = {
    ("course_time", "per-regimen"): "Time: each regimen by itself, from the lower end of the range",
    ("course_time", "in-total"): "Time: in total over the regimens",
    ("course_time", "six-months-each"): "Time: six months for each regimen",
    ("regimen_pair", "any-two"): "Regimens: any two of different class",
    ("regimen_pair", "mycophenolate-and-cyclophosphamide"): "Regimens: one with mycophenolate and one with cyclophosphamide",
    ("anti_cd20_counts", "no"): "Anti-CD20: never one of the failed regimens",
    ("anti_cd20_counts", "yes"): "Anti-CD20: may be one of the failed regimens",
    ("complete_upcr", "0.5"): "Complete response: UPCR limit 0.5 g/g",
    ("complete_upcr", "0.7"): "Complete response: UPCR limit 0.7 g/g",
    ("egfr_tolerance", "10"): "eGFR: a fall of more than 10 % is worse",
    ("egfr_tolerance", "15"): "eGFR: a fall of more than 15 % is worse",
    ("egfr_tolerance", "20"): "eGFR: a fall of more than 20 % is worse",
    ("strict_biopsy", "False"): "Biopsy: missing tissue decides at the number of failures of the set",
    ("strict_biopsy", "True"): "Biopsy: missing tissue decides already after the first failure",
}  # fmt: skip


def comparison(view: Assessment) -> tuple[Table, ...]:
    """Return the verdict under every criteria set, why they disagree, and the verdict under other readings."""
    trials = Trials(view)
    found = verdicts(view, trials)
    other_readings = readings(view, trials)
    tables = [_side_by_side(found), rules([item.criteria for item in found])]
    if any(item.verdict != found[0].verdict for item in found[1:]):
        tables.append(_why(found[0], differences(view, found, trials)))
    changing = tuple(item for item in other_readings if item.verdict.verdict != found[0].verdict)
    if changing:
        tables.append(_otherwise(found[0], changing, len(other_readings)))
    return tuple(tables)


def _side_by_side(found: tuple[SetVerdict, ...]) -> Table:
    ours = found[0]
    by_verdict: dict[str, list[str]] = {}
    for item in found:
        by_verdict.setdefault(VERDICT_NAMES[item.verdict].lower(), []).append(item.criteria.name)
    intro = f"All {len(found)} sets come to the same verdict: {VERDICT_NAMES[ours.verdict].lower()}."
    if len(by_verdict) > 1:
        parts = [f"by {_listed(names)} it is {verdict}" for verdict, names in by_verdict.items()]
        intro = f"The sets disagree: {'; '.join(parts)}."
    return Table(
        "criteria-comparison",
        "Criteria sets side by side",
        "verdict",
        (Column("Criteria set"), Column("Verdict"), Column("Latest regimen"), Column("Failed regimens", number=True), Column("Next step it names")),
        tuple(_row(item, item is ours) for item in found),
        intro,
        "The set in use carries the switches chosen for this case; the others stand as published. A reviewer's override holds under every set.",
    )  # fmt: skip


def _row(item: SetVerdict, in_use: bool) -> Row:
    criteria = item.criteria
    step = criteria.after_one if item.verdict == "inadequate-response" else criteria.next_step
    shown_step = step if item.verdict in ("inadequate-response", "refractory", "multirefractory") else None
    cited = [
        criteria.definition,
        *([criteria.failure] if criteria.failure else []),
        *([shown_step] if shown_step else []),
    ]
    return Row(
        (f"{criteria.name}{' (in use)' if in_use else ''}", VERDICT_NAMES[item.verdict],
         _response(item), str(item.failed), _step_told(shown_step.text, item) if shown_step else ""),
        how=" ".join(part for part in (item.because, f"Definition: {criteria.definition.text}",
                                       f"A regimen has failed: {criteria.failure.text}" if criteria.failure else "") if part),
        citations=tuple(dict.fromkeys(Cited.of(fact) for fact in cited)),
    )  # fmt: skip


def _step_told(text: str, item: SetVerdict) -> str:
    """Return the step that a set names; after a failed anti-CD20 course it is told as what was named before it."""
    if item.verdict != "multirefractory":
        return text
    return f"Named before an anti-CD20 antibody failed, as it did here: {text}"


def _response(item: SetVerdict) -> str:
    """Say what the latest regimen achieved; a worse eGFR is named, because no grade of proteinuria tells it."""
    if item.grade is None:
        return ""
    return "eGFR worse" if item.grade == "none" and item.worse_function else _GRADES[item.grade]


def _why(ours: SetVerdict, found: tuple[Difference, ...]) -> Table:
    return Table(
        "criteria-differences",
        "Where they disagree, and which sentence makes the difference",
        "verdict",
        (Column("Criteria set"), Column("Verdict"), Column("The sentence that makes the difference")),
        tuple(_difference(ours, item) for item in found),
        f"Each sentence was put into {ours.criteria.name}: with it, the verdict becomes that of the other set.",
    )


def _difference(ours: SetVerdict, item: Difference) -> Row:
    theirs = item.other.criteria
    said = [_sentence(unit, ours.criteria, theirs) for unit in item.rules]
    joined = "; or ".join(said) if item.alone else "; together with: ".join(said)
    parameters = _parameters(item, ours.criteria, theirs)
    how = (
        "Each of them alone changes the verdict."
        if item.alone and len(said) > 1
        else "They change the verdict together, none of them alone."
        if len(said) > 1
        else ""
    )
    return Row(
        (theirs.name, VERDICT_NAMES[item.other.verdict], f"{joined}." if said else ""),
        how=f"{item.other.because} {how}".strip(),
        citations=tuple(dict.fromkeys(Cited.of(parameter) for parameter in parameters)),
        parameters=parameters,
    )


def _sentence(unit: tuple[str, ...], ours: CriteriaSet, theirs: CriteriaSet) -> str:
    whole = _whole(unit, ours, theirs)
    if whole:
        return whole
    parts = []
    for name in unit:
        if name in _FLAGS:
            mine, other = getattr(ours, name), getattr(theirs, name)
            if mine != other:
                parts.append(f"{_FLAGS[name][other]} ({ours.name}: {_FLAGS[name][mine]})")
            continue
        before, after = ours.parameters.get(name), theirs.parameters.get(name)
        if (before and before.value) == (after and after.value):
            continue
        known = after or before
        if known is not None:
            # What follows a semicolon is a remark on the number, so the number stands before it.
            means = known.means.partition(";")[0]
            parts.append(f"{means}: {_value(after)} ({ours.name}: {_value(before)})")
    return ", ".join(parts)


def _whole(unit: tuple[str, ...], ours: CriteriaSet, theirs: CriteriaSet) -> str:
    """Return rules that only one of the sets has, or that are read together, as one sentence; empty for all others."""
    if "perr-upcr" in unit and (ours.has_primary_efficacy != theirs.has_primary_efficacy):
        held = (ours if ours.has_primary_efficacy else theirs)["perr-upcr"]
        if ours.has_primary_efficacy:
            return f"no primary efficacy renal response is defined ({ours.name}: UPCR up to {_value(held)})"
        return f"a primary efficacy renal response is defined, UPCR up to {_value(held)} ({ours.name}: none)"
    if "no-partial-months" in unit and theirs.no_partial_is_failure != ours.no_partial_is_failure:
        mine, other = _without_partial(ours), _without_partial(theirs)
        return f"{other} ({ours.name}: {mine})"
    return ""


def _without_partial(criteria: CriteriaSet) -> str:
    """Say what movement short of a partial response means to a set."""
    months = criteria.parameters.get("no-partial-months")
    if not criteria.no_partial_is_failure or months is None:
        return _FLAGS["no_partial_is_failure"][False]
    return f"{_value(months)} without a partial response count as failed, even when proteinuria moved"


def _value(parameter: Parameter | None) -> str:
    if parameter is None:
        return "not asked for"
    return f"{shown(parameter.value)} {label(parameter.unit)}".strip().removesuffix(" 1")


def _parameters(item: Difference, ours: CriteriaSet, theirs: CriteriaSet) -> tuple[Parameter, ...]:
    names = [name for unit in item.rules for name in unit]
    held = [criteria.parameters.get(name) for name in names for criteria in (theirs, ours)]
    return tuple(dict.fromkeys(parameter for parameter in held if parameter is not None))


def rules(criteria: Sequence[CriteriaSet]) -> Table:
    """Return the rules in which some criteria sets differ, a column for each set."""
    names = dict.fromkeys(name for item in criteria for name in item.parameters)
    differing = [name for name in names if len({_number(item, name) for item in criteria}) > 1]
    rows = []
    for name in differing:
        held = [item.parameters[name] for item in criteria if name in item.parameters]
        said = [
            f"{item.name}: {item.parameters[name].means}, {_value(item.parameters[name])} ({_whence(item.parameters[name], criteria)})"
            for item in criteria
            if name in item.parameters
        ]
        rows.append(
            Row((sentence(held[0].means), *(_cell(item, name) for item in criteria)), how="; ".join(said) + ".",
                citations=tuple(dict.fromkeys(Cited.of(parameter) for parameter in held)), parameters=tuple(held))
        )  # fmt: skip
    for flag in ("complete_inclusive", "no_partial_is_failure"):
        answers = [getattr(item, flag) for item in criteria]
        cited = [item.failure or item.definition for item in criteria]
        rows.append(
            Row((sentence(_FLAGS[flag][True]), *("yes" if answer else "no" for answer in answers)),
                citations=tuple(dict.fromkeys(Cited.of(fact) for fact in cited)))
        )  # fmt: skip
    return Table(
        "criteria-rules",
        "The rules in which the sets differ",
        "verdict",
        (Column("Rule"), *(Column(item.name) for item in criteria)),
        tuple(rows),
        note="A dash: the set knows no such rule. “Borrowed”: the set does not define it, and the number of another is applied. Which number is whose, and how far it may be trusted, stands behind each row.",
    )


def _cell(criteria: CriteriaSet, name: str) -> str:
    """Return a number, with a word where the set takes it from another."""
    parameter = criteria.parameters.get(name)
    borrowed = parameter is not None and parameter.borrowed_from
    return f"{_number(criteria, name)}, borrowed" if borrowed else _number(criteria, name)


def _whence(parameter: Parameter, criteria: Sequence[CriteriaSet]) -> str:
    """Say how far a number may be trusted, and from which set it is borrowed."""
    lender = next(
        (item.name for item in criteria if item.id == parameter.borrowed_from), parameter.borrowed_from
    )
    return f"{parameter.status}, borrowed from {lender}" if lender else parameter.status


def _number(criteria: CriteriaSet, name: str) -> str:
    parameter = criteria.parameters.get(name)
    if parameter is None:
        return ""
    if parameter.upper is None:
        return _value(parameter)
    return f"{shown(parameter.value)}-{shown(parameter.upper)} {label(parameter.unit)}"


def _otherwise(ours: SetVerdict, changing: tuple[Reading, ...], tried: int) -> Table:
    others = f"The other {tried - len(changing)} that were tried change nothing."
    intro = f"{len(changing)} of {tried} other readings of {ours.criteria.name} would lead to another verdict. {others}"
    return Table(
        "criteria-readings",
        "If the text is read otherwise",
        "verdict",
        (Column("Reading"), Column("Verdict")),
        tuple(
            Row(
                (_READINGS[item.field, item.value], VERDICT_NAMES[item.verdict.verdict]),
                how=item.verdict.because,
                citations=(Cited.of(ours.criteria.definition),),
            )
            for item in changing
        ),
        intro,
        "A reading is chosen on the page of the case, under “How it is judged”; what is chosen is printed in the letter.",
    )  # fmt: skip


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
