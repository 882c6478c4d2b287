"""Check a guideline pack as a whole: what no single file can show, and the payer packs in it.

`load` refuses what it cannot read; this compares the parts with each other. It is run by `lnreview check` and
by the tests, not when the program starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from lnreview.case.names import folded
from lnreview.case.quantities import find_unit
from lnreview.errors import Problem
from lnreview.guideline import clocks, codes, notice
from lnreview.guideline.load import Reading, read
from lnreview.guideline.model import Guideline, SafetyRule
from lnreview.guideline.pack_files import check_shipped
from lnreview.guideline.parts import Parameter, Statement
from lnreview.guideline.reference import Fact, GeneAdvice, ScoreItem, SteroidStep
from lnreview.guideline.verdicts import VERDICTS

REQUIRED_CRITERIA: tuple[str, ...] = (
    "adult-age", "baseline-after", "baseline-before", "complete-egfr-fall", "complete-upcr", "confirm-days",
    "course-months", "current-months", "egfr-worse", "episode-gap", "joint-start", "lost-band", "lost-from-complete",
    "lost-from-partial", "lost-multiple", "milestone-months", "milestone-months-nephrotic", "nephrotic",
    "no-change-below", "partial-fall", "refractory-regimens", "steady-samples", "worse-floor", "worse-rise",
)  # fmt: skip
"""Short names of the parameters that a review reads from every criteria set."""
OPTIONAL_CRITERIA: tuple[tuple[str, ...], ...] = (
    ("perr-egfr-fall", "perr-egfr-floor", "perr-upcr"), ("partial-ceiling",),
    ("strict-course-months",),
)  # fmt: skip
"""Short names that a set gives all together or not at all: primary efficacy response, ceiling of a partial one, the strict time."""
REQUIRED_WITHOUT_PARTIAL = ("no-partial-months",)
"""What a review reads besides, from a set that counts a missed partial response as failed."""
REQUIRED_THRESHOLDS: tuple[str, ...] = (
    "active-ai", "ai-maximum", "biopsy-upcr", "chronic-ai", "chronic-ci", "ci-maximum", "creatinine-maximum",
    "creatinine-minimum", "days-per-month-adherent", "egfr-maximum", "hcq-serum-floor", "hcq-steady-months",
    "hcq-whole-blood-floor", "impaired-egfr", "mpa-auc-floor", "oral-cyc-cap", "pdc-adherent",
    "repeat-biopsy-months", "same-day-difference", "upcr-maximum", "urine-protein-maximum",
    "baseline-alternatives", "checkpoint-1", "checkpoint-2", "checkpoint-3", "checkpoint-4", "checkpoint-5", "checkpoint-window",
    "method-pair-days", "milestone-extension", "milestone-fall-first", "milestone-fall-second", "milestone-target",
    "sledai-flare-rise", "sledai-leukocytes", "sledai-low", "sledai-maximum", "sledai-moderate", "sledai-platelets",
    "sledai-proteinuria", "sledai-urine-cells", "sledai-window-extended", "sledai-window-original", "slope-days",
    "slope-points",
    # shown behind adherence and dosing
    "cyc-gonadal-dose", "cyc-lifetime-dose", "cyc-nih-cumulative", "equivalent-betamethasone", "equivalent-cortisone",
    "equivalent-dexamethasone", "equivalent-hydrocortisone", "equivalent-methylprednisolone", "equivalent-prednisolone",
    "equivalent-prednisone", "equivalent-triamcinolone", "eurolupus-dose", "eurolupus-doses", "gc-acr-goal",
    "gc-acr-months", "gc-aurora", "gc-aurora-days", "gc-aurora-run", "gc-aurora-weeks", "gc-eular-2019-goal", "gc-eular-2019-maintenance",
    "gc-eular-2019-months", "gc-eular-2023-maintenance", "gc-pulse", "gc-regency-first", "gc-regency-first-weeks",
    "gc-regency-second", "gc-regency-second-weeks", "hcq-dose-cap", "hcq-dose-per-kg", "hcq-egfr", "hcq-low-dose",
    "hcq-reduction-eular", "hcq-reduction-kdigo", "hcq-serum-floor-low-dose", "refill-gap-shown",
)  # fmt: skip
"""Names of the thresholds that a review reads; those that a dose or safety rule names are found by the rule."""
SHOWN_ONLY: tuple[str, ...] = ("hcq-whole-blood-target", "mpa-auc-target")
"""Thresholds that are shown beside a value and decide nothing."""

_REPORTED = re.compile(r"as reported by\s+(.+)$")
_OUR_READING = re.compile(r"\bread (?:as|per)\b")
"""The number is the publication's, its reading ours: such a default may cite the publication."""
_FLOOR_KINDS = {
    "per-day": "mass per day",
    "per-dose": "mass",
    "per-dose-per-area": "mass per area",
    "per-day-per-weight": "mass per weight and day",
    "per-dose-per-weight": "mass per weight",
}
_LIMIT_KINDS = {
    "egfr": "filtration, indexed", "blood-pressure": "pressure", "live-vaccine": "days", "igg": "concentration",
    "cumulative-dose": "mass", "proteinuria": "ratio",
}  # fmt: skip


@dataclass(frozen=True)
class _Fact:
    """A cited fact, wherever it stands."""

    place: str
    source: str
    locator: str
    status: str


def check(folder: Path) -> tuple[Problem, ...]:
    """Return every problem of a pack, each with its place; an empty result means that it can be used."""
    reading = read(folder)
    if reading.guideline is None:
        return tuple(reading.problems)
    pack = reading.guideline
    return (
        *_citations(pack, list(_facts(reading, pack))),
        *_parameters(reading, pack),
        *_names(reading, pack),
        *_drugs(reading, pack),
        *_abbreviations(reading, pack),
        *_doses(reading, pack),
        *_therapies(reading, pack),
        *_required(reading, pack),
        *_unused(reading, pack),
        *_reference(reading, pack),
        *check_shipped(folder, pack),
        *codes.problems(folder),
        *clocks.problems(folder),
        *notice.problems(folder),
    )


def _citations(pack: Guideline, facts: list[_Fact]) -> Iterator[Problem]:
    """Every source resolves; every fact says where, and claims no more than its source allows."""
    for fact in facts:
        reported = _REPORTED.search(fact.locator)
        carriers = re.split(r",\s*|\s+and\s+", reported[1].strip()) if reported else []
        for name in (fact.source, *carriers):
            if name not in pack.sources:
                yield Problem(
                    fact.place, f"source “{name}” is not in sources.toml; add it there or correct the name"
                )
        if not fact.locator.strip():
            yield Problem(
                fact.place, "the locator is empty; say where in the source it stands, or name the section"
            )
        source = pack.sources.get(fact.source)
        ours = source is not None and source.kind == "program"
        if fact.status == "program-default" and not ours and not _OUR_READING.search(fact.locator):
            message = (
                "a program default is not from a publication; give “lnreview” as source, another status, or "
                "say in the locator how the text was read (“abstract, read per regimen”)"
            )
            yield Problem(fact.place, message)
        if ours and fact.status in ("primary", "secondary"):
            yield Problem(
                fact.place,
                f"the program itself is no {fact.status} source; name the text or change the status",
            )
        if carriers and fact.status == "primary":
            yield Problem(fact.place, "what another text reports is not primary; make it secondary")


def _facts(reading: Reading, pack: Guideline) -> Iterator[_Fact]:
    for name, parameter in pack.thresholds.items():
        yield _fact(parameter, reading.place("threshold", name))
    for name, criteria in pack.criteria.items():
        # The set's own reference; what it defines carries a locator of its own.
        yield _Fact(reading.place("criteria", name, "source"), criteria.source, "whole", "")
        yield _fact(criteria.definition, reading.place("criteria", name, "definition"))
        yield _fact(criteria.next_step, reading.place("criteria", name, "next_step"))
        for index, switch in enumerate(criteria.switches):
            yield _fact(switch, reading.place("criteria", name, "switches", index))
        for key in ("triage", "milestones"):
            for index, said in enumerate(getattr(criteria, key)):
                yield _fact(said, reading.place("criteria", name, key, index))
        for key in ("after_one", "failure", "biopsy_rule"):
            if (said := getattr(criteria, key)) is not None:
                yield _fact(said, reading.place("criteria", name, key))
        for short, parameter in criteria.parameters.items():
            yield _fact(parameter, reading.place("criteria", name, "parameters", short))
    for lesion in pack.lesions:
        yield _fact(lesion.statement, reading.place("lesion", lesion.id, "statement"))
    for name, equation in pack.equations.items():
        place = reading.place("equation", name)
        yield _Fact(place, equation.source, equation.locator, equation.status)
    for name, statement in pack.steps.items():
        yield _fact(statement, reading.place("step", name))
    for therapy in pack.therapies:
        place = reading.place("therapy", therapy.id, "label_source")
        yield _Fact(place, therapy.label_source, therapy.label_text, therapy.label_status)
        for index, statement in enumerate(therapy.evidence):
            yield _fact(statement, reading.place("therapy", therapy.id, "evidence", index))
        for key in ("dose", "monitoring", "stop_rule"):
            if (part := getattr(therapy, key)) is not None:
                yield _fact(part, reading.place("therapy", therapy.id, key))
        for index, rule in enumerate(therapy.safety):
            yield _fact(rule, reading.place("therapy", therapy.id, "safety", index))
        for index, naming in enumerate(therapy.naming):
            where = reading.place("therapy", therapy.id, "naming", index)
            yield _Fact(where, naming.by, naming.locator, naming.status)
    for part in pack.facts:
        yield _fact(part, reading.place("fact", part.id))
    for item in pack.scores:
        yield _fact(item, reading.place("item", item.id))
    for gate in pack.gates:
        for source in gate.sources:
            yield _Fact(reading.place("gate", gate.id, "sources"), source, "whole", "")
    for conflict in pack.conflicts:
        for name, statement in conflict.positions.items():
            yield _fact(statement, reading.place("conflict", conflict.id, "positions", name))
    for index, step in enumerate(pack.steroid_steps, start=1):
        yield _fact(step, reading.place("dose", f"dose {index} of steroids.toml"))
    for index, advice in enumerate(pack.genes, start=1):
        yield _fact(advice, reading.place("advice", f"advice {index} of genetics.toml"))


def _fact(
    part: Parameter | Statement | SafetyRule | Fact | ScoreItem | SteroidStep | GeneAdvice, place: str
) -> _Fact:
    return _Fact(place, part.source, part.locator, part.status)


def _parameters(reading: Reading, pack: Guideline) -> Iterator[Problem]:
    """Units are known, ranges run upward, and borrowing names a set."""
    everywhere = [(reading.place("threshold", name), item) for name, item in pack.thresholds.items()]
    for name, criteria in pack.criteria.items():
        everywhere += [
            (reading.place("criteria", name, "parameters", short), item)
            for short, item in criteria.parameters.items()
        ]
    for place, parameter in everywhere:
        if find_unit(parameter.unit) is None:
            yield Problem(
                place, f"unit “{parameter.unit}” is not known; write a UCUM code that is, such as g/g or mo"
            )
        if parameter.upper is not None and parameter.upper <= parameter.value:
            yield Problem(
                place, f"the upper end {parameter.upper} is not above {parameter.value}; correct the range"
            )
        if parameter.borrowed_from and parameter.borrowed_from not in pack.criteria:
            yield Problem(
                place, f"“{parameter.borrowed_from}” is no criteria set of the pack; correct borrowed_from"
            )


def _names(reading: Reading, pack: Guideline) -> Iterator[Problem]:
    """No name leads to two parts: a brand to one drug, a synonym to one lesion, a name to one therapy."""
    groups: tuple[tuple[str, Iterable[tuple[str, tuple[str, ...]]]], ...] = (
        ("drug", ((drug.id, (drug.id, drug.name, *drug.names)) for drug in pack.drugs)),
        ("lesion", ((lesion.id, (lesion.id, lesion.name, *lesion.names)) for lesion in pack.lesions)),
        ("therapy", ((therapy.id, (therapy.id, therapy.name)) for therapy in pack.therapies)),
        ("safety rule", ((rule.id, (rule.id,)) for therapy in pack.therapies for rule in therapy.safety)),
    )
    for kind, named in groups:
        owner: dict[str, str] = {}
        for part, names in named:
            for name in dict.fromkeys(folded(name) for name in names):
                if name in owner:
                    message = f"{kind} shares the name “{name}” with “{owner[name]}”; keep it in one"
                    yield Problem(reading.place(kind, part), message)
                owner.setdefault(name, part)


def _drugs(reading: Reading, pack: Guideline) -> Iterator[Problem]:
    """Drugs of one class agree on whether the class is a standard induction."""
    first: dict[str, tuple[str, bool]] = {}
    for drug in pack.drugs:
        other, standard = first.setdefault(drug.drug_class, (drug.id, drug.standard_induction))
        if standard != drug.standard_induction:
            message = f"standard_induction differs from “{other}” of the same class; make them agree"
            yield Problem(reading.place("drug", drug.id), message)


def _abbreviations(reading: Reading, pack: Guideline) -> Iterator[Problem]:
    """A name that has to be asked about can mean a drug of the pack, and stands once."""
    owner: set[str] = set()
    for index, item in enumerate(pack.abbreviations):
        place = reading.place("abbreviation", f"abbreviation {index + 1} of drugs.toml")
        if not any(pack.drug(name) for name in item.means):
            yield Problem(place, f"“{item.written}” can mean no drug of drugs.toml; correct means")
        if folded(item.written) in owner:
            yield Problem(place, f"“{item.written}” is asked about twice; keep one")
        owner.add(folded(item.written))


def _doses(reading: Reading, pack: Guideline) -> Iterator[Problem]:
    """Dose rules name drugs and classes that exist, and thresholds of the kind that they measure."""
    drugs = {drug.id: drug.drug_class for drug in pack.drugs}
    for index, rule in enumerate(pack.doses):
        place = reading.place("dose", f"dose {index + 1} of doses.toml")
        for name in rule.drugs:
            if name not in drugs:
                yield Problem(place, f"“{name}” is no drug of drugs.toml; correct the id")
            elif drugs[name] != rule.drug_class:
                yield Problem(
                    place, f"“{name}” is of class “{drugs[name]}”, not “{rule.drug_class}”; correct one"
                )
        for name in rule.not_beside:
            if name not in drugs:
                yield Problem(place, f"“{name}” is no drug of drugs.toml; correct not_beside")
        yield from _classes(pack, place, (rule.drug_class, *rule.needs_background, *rule.with_class))
        yield from _limit(pack, place, "floor", rule.floor, _FLOOR_KINDS[rule.measure])
        yield from _limit(pack, place, "doses", rule.doses, "number")
        yield from _limit(pack, place, "months", rule.months, "months")


def _therapies(reading: Reading, pack: Guideline) -> Iterator[Problem]:
    """Therapies name classes, verdicts, sets and limits that exist."""
    guidelines = {name for name, source in pack.sources.items() if source.kind in ("guideline", "definition")}
    for therapy in pack.therapies:
        place = reading.place("therapy", therapy.id)
        yield from _classes(pack, place, therapy.drug_classes)
        if not therapy.evidence:
            yield Problem(
                place, "no evidence is given; add at least one cited statement, even that none was read"
            )
        for verdict in therapy.for_verdicts:
            if verdict not in VERDICTS:
                yield Problem(place, f"“{verdict}” is no verdict; use one of {', '.join(VERDICTS)}")
        for name in therapy.preferred_to:
            if name not in {item.id for item in pack.therapies}:
                yield Problem(place, f"“{name}” is no therapy of the pack; correct preferred_to")
        for index, naming in enumerate(therapy.naming):
            for verdict in naming.verdicts:
                if verdict not in VERDICTS:
                    where = reading.place("therapy", therapy.id, "naming", index)
                    yield Problem(where, f"“{verdict}” is no verdict; use one of {', '.join(VERDICTS)}")
        for name in therapy.drugs:
            if name not in {drug.id for drug in pack.drugs}:
                yield Problem(place, f"“{name}” is no drug of drugs.toml; correct drugs")
        for verdict in therapy.evidence_after:
            if verdict not in VERDICTS:
                yield Problem(place, f"“{verdict}” is no verdict; correct evidence_after")
        yield from _limit(pack, place, "label_age", therapy.label_age, "years")
        for name in (
            *therapy.named_by, *therapy.covered_by, *therapy.limited_evidence_by, *(item.by for item in therapy.naming)
        ):  # fmt: skip
            if name not in pack.criteria and name not in guidelines:
                yield Problem(place, f"“{name}” is neither a criteria set nor a guideline; correct named_by")
        for index, rule in enumerate(therapy.safety):
            where = reading.place("therapy", therapy.id, "safety", index)
            yield from _classes(pack, where, (*rule.with_classes, *rule.only_to_start))
            for key in ("parameter", "parameter_2"):
                yield from _limit(pack, where, key, getattr(rule, key), _LIMIT_KINDS.get(rule.kind, ""))
            yield from _complete(rule, where)


def _complete(rule: SafetyRule, place: str) -> Iterator[Problem]:
    """A rule that compares has what it compares with."""
    if (
        rule.kind in ("egfr", "blood-pressure", "igg", "cumulative-dose", "proteinuria")
        and not rule.parameter
    ):
        yield Problem(place, f"a rule of kind {rule.kind} compares with a limit; name it as parameter")
    if rule.kind == "blood-pressure" and not rule.parameter_2:
        yield Problem(place, "a blood pressure has two limits; name the diastolic one as parameter_2")
    if rule.kind in ("combination", "cumulative-dose") and not rule.with_classes:
        yield Problem(place, f"a rule of kind {rule.kind} names the drug classes; add with_classes")
    if rule.kind in ("screen", "known") and not rule.analytes:
        yield Problem(place, f"a rule of kind {rule.kind} names what is asked for; add analytes")
    if rule.kind in ("condition", "requirement", "interaction", "tissue-class") and not rule.words:
        yield Problem(place, f"a rule of kind {rule.kind} is known by words in the record; add words")
    if rule.kind in ("condition", "requirement", "ask") and (not rule.asks or rule.asks.endswith(".")):
        yield Problem(
            place, f"a rule of kind {rule.kind} says what is asked for, as a noun phrase; correct asks"
        )


def _required(reading: Reading, pack: Guideline) -> Iterator[Problem]:
    """What a review reads is there."""
    for name, criteria in pack.criteria.items():
        also = REQUIRED_WITHOUT_PARTIAL if criteria.no_partial_is_failure else ()
        for short in (*REQUIRED_CRITERIA, *also):
            if short not in criteria.parameters:
                yield Problem(
                    reading.place("criteria", name),
                    f"parameter “{short}” is missing; add [parameters.{short}]",
                )
        for group in OPTIONAL_CRITERIA:
            given = [short for short in group if short in criteria.parameters]
            if given and len(given) < len(group):
                absent = ", ".join(f"“{short}”" for short in group if short not in given)
                message = f"{absent} is missing beside “{given[0]}”; give all of {', '.join(group)} or none"
                yield Problem(reading.place("criteria", name), message)
    for threshold in REQUIRED_THRESHOLDS:
        if threshold not in pack.thresholds:
            yield Problem(
                "thresholds", f"“{threshold}” is missing; add [{threshold}] to a file of that folder"
            )


def _unused(reading: Reading, pack: Guideline) -> Iterator[Problem]:
    """Every number is read by a review or by a rule, or is known as shown only: a dead one misleads its editor."""
    rules = [rule for therapy in pack.therapies for rule in therapy.safety]
    read = {
        *REQUIRED_THRESHOLDS, *SHOWN_ONLY,
        *(name for dose in pack.doses for name in (dose.floor, dose.doses, dose.months)),
        *(name for rule in rules for name in (rule.parameter, rule.parameter_2)),
        *(therapy.label_age for therapy in pack.therapies),
        *(name for fact in pack.facts for name in fact.parameters),
    }  # fmt: skip
    for threshold in pack.thresholds:
        if threshold not in read:
            yield Problem(
                reading.place("threshold", threshold),
                f"nothing reads “{threshold}”; remove it, name it in a dose or safety rule, or correct its name",
            )
    for name, criteria in pack.criteria.items():
        for short in criteria.parameters:
            if short not in (*REQUIRED_CRITERIA, *REQUIRED_WITHOUT_PARTIAL, *chain(*OPTIONAL_CRITERIA)):
                yield Problem(
                    reading.place("criteria", name, "parameters", short),
                    f"nothing reads “{short}”; remove it or correct its name",
                )


def _reference(reading: Reading, pack: Guideline) -> Iterator[Problem]:
    """What is shown names only thresholds, drugs, therapies, steps and verdicts that exist."""
    named = {drug.id for drug in pack.drugs} | {therapy.id for therapy in pack.therapies}
    for fact in pack.facts:
        place = reading.place("fact", fact.id)
        for name in fact.parameters:
            if name not in pack.thresholds:
                yield Problem(place, f"“{name}” is no threshold of the pack; correct parameters")
        for name in fact.drugs:
            if name not in named:
                yield Problem(place, f"“{name}” is no drug or therapy of the pack; correct drugs")
        for name in fact.criteria:
            if name not in pack.sources:
                yield Problem(place, f"“{name}” is not in sources.toml; correct criteria")
    for index, advice in enumerate(pack.genes, start=1):
        for name in advice.drugs:
            if name not in named:
                place = reading.place("advice", f"advice {index} of genetics.toml")
                yield Problem(place, f"“{name}” is no drug or therapy of the pack; correct drugs")
    for gate in pack.gates:
        place = reading.place("gate", gate.id)
        if gate.step and gate.step not in pack.steps:
            yield Problem(place, f"“{gate.step}” is no step of steps.toml; correct step")
        for name in gate.verdicts:
            if name not in VERDICTS:
                yield Problem(place, f"“{name}” is no verdict; correct verdicts")


def _classes(pack: Guideline, place: str, names: Iterable[str]) -> Iterator[Problem]:
    known = {drug.drug_class for drug in pack.drugs}
    for name in names:
        if name not in known:
            yield Problem(place, f"“{name}” is no class of a drug in drugs.toml; correct it or add the drug")


def _limit(pack: Guideline, place: str, key: str, name: str, kind: str) -> Iterator[Problem]:
    """A named limit exists and measures what the rule compares; an empty name is no limit."""
    if not name:
        return
    parameter = pack.thresholds.get(name)
    if parameter is None:
        yield Problem(
            place, f"{key} “{name}” is no threshold of the pack; correct it or add [{name}] to thresholds"
        )
        return
    unit = find_unit(parameter.unit)
    if kind and unit is not None and unit.kind != kind:
        yield Problem(
            place, f"{key} “{name}” measures {unit.kind}, but {kind} is needed; name another threshold"
        )
