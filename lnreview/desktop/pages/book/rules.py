"""The chapters of the Book that a verdict rests on: criteria sets, gates, doses, numbers, equations."""

from __future__ import annotations

from collections.abc import Iterator

from lnreview.case.quantities import shown
from lnreview.desktop.pages.book.entries import Block, BookEntry, Line, cite, headed, texts
from lnreview.desktop.pages.walk_words import amount, cited, short_name
from lnreview.guideline.model import CriteriaSet, DoseRule, Guideline
from lnreview.guideline.parts import Parameter, Statement
from lnreview.review.finding import STEP_NAMES, VERDICT_NAMES, Cited

CRITERIA, GATES, DOSES, NUMBERS, EQUATIONS = (
    "Criteria sets", "Gates", "Regimens and doses", "Thresholds", "Equations",
)  # fmt: skip
_ANSWERS = {True: "yes", False: "no"}
_MEASURES = {
    "per-day": "per day",
    "per-dose": "per dose",
    "per-dose-per-area": "per dose and body surface",
    "per-day-per-weight": "per day and body weight",
    "per-dose-per-weight": "per dose and body weight",
}


def stated(name: str, *statements: Statement | None) -> Iterator[Block]:
    """Yield cited sentences under one name."""
    for number, statement in enumerate(found for found in statements if found is not None):
        yield Block(name if number == 0 else "", statement.text, cite(statement))


def criteria_sets(pack: Guideline) -> Iterator[BookEntry]:
    """Yield each criteria set, followed by its numbers."""
    for rules in pack.criteria.values():
        yield BookEntry(
            f"criteria/{rules.id}",
            CRITERIA,
            rules.name,
            f"Criteria set, version {rules.version}",
            tuple(_criteria(pack, rules)),
            rules.name,
        )
        for name, parameter in rules.parameters.items():
            yield parameter_entry(pack, parameter, CRITERIA, name, rules.name)


def _criteria(pack: Guideline, rules: CriteriaSet) -> Iterator[Block]:
    yield from stated("Definition of refractory disease", rules.definition)
    yield from stated("When one regimen has failed", rules.failure)
    yield from stated("Next step after one failed regimen", rules.after_one)
    yield from stated("Next step it names", rules.next_step)
    yield from stated("Milestones of proteinuria", *rules.milestones)
    yield from stated("First weeks", *rules.triage)
    yield from stated("Repeat biopsy", rules.biopsy_rule)
    yield from stated("How the text is read here", *rules.switches)
    switches = {
        "Anti-CD20 may be one of the failed regimens": _ANSWERS[rules.anti_cd20_counts],
        "Missing tissue decides the verdict after": "the first failed regimen"
        if rules.repeat_biopsy_after == "first-failure"
        else "as many failed regimens as the set asks for",
        "No partial response in its window counts as failed": _ANSWERS[rules.no_partial_is_failure],
        "A UPCR equal to the limit is a complete response": _ANSWERS[rules.complete_inclusive],
        "The months are counted": "over all regimens together"
        if rules.course_time == "in-total"
        else "for each regimen",
        "Regimens that count": "any two different ones"
        if rules.regimen_pair == "any-two"
        else "one with mycophenolate, one with cyclophosphamide",
    }
    yield Block("Switches", columns=("Switch", "As set"), lines=tuple(map(Line, switches.items())))
    numbers = tuple(
        Line(
            (headed(parameter.means), amount(parameter), short_name(pack, parameter.source)),
            cite(parameter),
            f"parameter/{parameter.id}",
        )
        for parameter in rules.parameters.values()
    )
    yield Block("Numbers", columns=("What", "Value", "From"), lines=numbers)
    if rules.extends:
        name = pack.criteria[rules.extends].name if rules.extends in pack.criteria else rules.extends
        yield Block("Takes what it does not define from", links=((name, f"criteria/{rules.extends}"),))


def parameter_entry(
    pack: Guideline, parameter: Parameter, chapter: str, short: str, group: str = ""
) -> BookEntry:
    """Return the entry of a number."""
    blocks = [
        Block("Value", amount(parameter), cite(parameter)),
        *texts(
            ("Use", parameter.use),
            ("Do not use", parameter.misuse),
            ("Holds since", parameter.effective.isoformat() if parameter.effective else ""),
            ("Borrowed from", short_name(pack, parameter.borrowed_from) if parameter.borrowed_from else ""),
        ),
    ]
    users = tuple(_users(pack, parameter.id))
    if users:
        blocks.append(Block("Used by", links=users))
    blocks.append(Block("Known to the program as", short))
    title = headed(parameter.means)
    parts = (amount(parameter), group, short_name(pack, parameter.source))
    under = " · ".join(dict.fromkeys(part for part in parts if part))
    return BookEntry(f"parameter/{parameter.id}", chapter, title, under, tuple(blocks), group)


def _users(pack: Guideline, name: str) -> Iterator[tuple[str, str]]:
    """Yield the rules that name a number."""
    for number, rule in enumerate(pack.doses):
        if name in (rule.floor, rule.doses, rule.months):
            yield rule.scheme, f"dose/{number}"
    for therapy in pack.therapies:
        if any(name in (rule.parameter, rule.parameter_2) for rule in therapy.safety):
            yield headed(therapy.name), f"therapy/{therapy.id}"
    for fact in pack.facts:
        if name in fact.parameters:
            yield fact.name, f"fact/{fact.id}"


def gates(pack: Guideline) -> Iterator[BookEntry]:
    """Yield the gates of the algorithm, then the questions of the walk."""
    for gate in pack.gates:
        step = {str(name): shown for name, shown in STEP_NAMES.items()}.get(gate.step, "after the verdict")
        verdicts = [shown for slug, shown in VERDICT_NAMES.items() if slug in gate.verdicts]
        yield BookEntry(
            f"gate/{gate.id}",
            GATES,
            f"{gate.id}  {gate.question}",
            f"Answered by the step {step}" if gate.step else "Answered after the verdict",
            (
                Block("Answered by", f"the step {step}" if gate.step else step),
                Block(
                    "When it blocks, the verdict may be",
                    ", ".join(verdicts) or "none: it blocks nothing by itself",
                ),
                Block("Rests on", links=tuple((short_name(pack, s), f"source/{s}") for s in gate.sources)),
                *(
                    Block(fact.name, fact.text, cite(fact))
                    for fact in pack.facts
                    if fact.id.startswith(f"gate-{gate.id.lower()}")
                ),
            ),
        )
    for step_id, question in pack.steps.items():
        name = {str(key): shown for key, shown in STEP_NAMES.items()}.get(step_id, step_id)
        asks = Block("It asks", question.text, cite(question))
        yield BookEntry(
            f"step/{step_id}", GATES, f"The step {name}: {question.text}", "Question of the walk", (asks,)
        )


def doses(pack: Guideline) -> Iterator[BookEntry]:
    """Yield what makes a course of each scheme adequate."""
    for number, rule in enumerate(pack.doses):
        floor = pack.thresholds.get(rule.floor)
        title = f"{headed(rule.scheme)}: from {amount(floor)}" if floor else headed(rule.scheme)
        yield BookEntry(f"dose/{number}", DOSES, title, _of_dose(pack, rule), tuple(_dose(pack, rule)))


def _of_dose(pack: Guideline, rule: DoseRule) -> str:
    named = [drug.name for drug in pack.drugs if drug.id in rule.drugs]
    of_class = [drug.name for drug in pack.drugs if drug.drug_class == rule.drug_class]
    return ", ".join(named or of_class) or rule.drug_class.replace("-", " ")


def _dose(pack: Guideline, rule: DoseRule) -> Iterator[Block]:
    yield Block("Of", _of_dose(pack, rule))
    for name, parameter_id in (
        (f"Smallest adequate dose, {_MEASURES[rule.measure]}", rule.floor),
        ("Number of doses", rule.doses),
        ("Shortest duration", rule.months),
    ):
        parameter = pack.thresholds.get(parameter_id)
        if parameter is None:
            continue
        yield Block(name, f"{amount(parameter)}: {parameter.means}", cite(parameter))
        yield from texts(("Use", parameter.use), ("Do not use", parameter.misuse))
        yield Block(links=((f"The number: {amount(parameter)}", f"parameter/{parameter.id}"),))
    conditions = [
        f"with one of: {', '.join(rule.with_class)}" if rule.with_class else "",
        f"beside one of: {', '.join(rule.needs_background)}" if rule.needs_background else "",
        "a planned follow-on drug belongs to it" if rule.needs_follow_on else "",
        "a documented trough belongs to it" if rule.needs_trough else "",
        "adults only" if rule.adults_only else "",
    ]
    yield from texts(("Holds", "; ".join(part for part in conditions if part).replace("-", " ")))


def numbers(pack: Guideline) -> Iterator[BookEntry]:
    """Yield the numbers that hold in every criteria set."""
    for name, parameter in pack.thresholds.items():
        yield parameter_entry(pack, parameter, NUMBERS, name)


def equations(pack: Guideline) -> Iterator[BookEntry]:
    """Yield the equations with their coefficients."""
    for equation in pack.equations.values():
        coefficients = tuple(
            Line((name.replace("-", " ").replace("_", " "), shown(value)))
            for name, value in equation.coefficients.items()
        )
        source = cited(pack, equation.source, equation.locator)
        yield BookEntry(
            f"equation/{equation.id}",
            EQUATIONS,
            equation.name,
            " · ".join(part for part in (str(equation.year or ""), source) if part),
            (
                Block("Formula", equation.formula, Cited(equation.source, equation.locator, equation.status)),
                *texts(
                    ("Year", str(equation.year or "")),
                    ("Use", equation.use),
                    ("Do not use", equation.misuse),
                ),
                *(
                    (Block("Coefficients", columns=("Name", "Value"), lines=coefficients),)
                    if coefficients
                    else ()
                ),
            ),
        )
