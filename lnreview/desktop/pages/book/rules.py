"""The chapters of the Book that a verdict rests on: criteria sets, gates, doses, numbers, equations."""

from __future__ import annotations

from collections.abc import Iterator

from lnreview.case.quantities import shown
from lnreview.desktop.language import noop, tr
from lnreview.desktop.names import STEP_NAMES, VERDICT_NAMES
from lnreview.desktop.pages.book.entries import Block, BookEntry, Line, cite, headed, texts
from lnreview.desktop.source_words import amount, cited, short_name
from lnreview.guideline.model import CriteriaSet, DoseRule, Guideline
from lnreview.guideline.parts import Parameter, Statement
from lnreview.review.finding import Cited

CRITERIA, GATES, DOSES, NUMBERS, EQUATIONS = (
    noop("Criteria sets"), noop("Gates"), noop("Regimens and doses"), noop("Thresholds"), noop("Equations"),
)  # fmt: skip
_ANSWERS = {True: noop("yes"), False: noop("no")}
_MEASURES = {
    "per-day": noop("per day"),
    "per-dose": noop("per dose"),
    "per-dose-per-area": noop("per dose and body surface"),
    "per-day-per-weight": noop("per day and body weight"),
    "per-dose-per-weight": noop("per dose and body weight"),
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
            tr("Criteria set, version {version}").format(version=rules.version),
            tuple(_criteria(pack, rules)),
            rules.name,
        )
        for name, parameter in rules.parameters.items():
            yield parameter_entry(pack, parameter, CRITERIA, name, rules.name)


def _criteria(pack: Guideline, rules: CriteriaSet) -> Iterator[Block]:
    yield from stated(tr("Definition of refractory disease"), rules.definition)
    yield from stated(tr("When one regimen has failed"), rules.failure)
    yield from stated(tr("Next step after one failed regimen"), rules.after_one)
    yield from stated(tr("Next step it names"), rules.next_step)
    yield from stated(tr("Milestones of proteinuria"), *rules.milestones)
    yield from stated(tr("First weeks"), *rules.triage)
    yield from stated(tr("Repeat biopsy"), rules.biopsy_rule)
    yield from stated(tr("How the text is read here"), *rules.switches)
    switches = {
        tr("Anti-CD20 may be one of the failed regimens"): tr(_ANSWERS[rules.anti_cd20_counts]),
        tr("Missing tissue decides the verdict after"): tr("the first failed regimen")
        if rules.repeat_biopsy_after == "first-failure"
        else tr("as many failed regimens as the set asks for"),
        tr("No partial response in its window counts as failed"): tr(_ANSWERS[rules.no_partial_is_failure]),
        tr("A UPCR equal to the limit is a complete response"): tr(_ANSWERS[rules.complete_inclusive]),
        tr("The months are counted"): tr("over all regimens together")
        if rules.course_time == "in-total"
        else tr("for each regimen"),
        tr("Regimens that count"): tr("any two different ones")
        if rules.regimen_pair == "any-two"
        else tr("one with mycophenolate, one with cyclophosphamide"),
    }
    yield Block(
        tr("Switches"), columns=(tr("Switch"), tr("As set")), lines=tuple(map(Line, switches.items()))
    )
    numbers = tuple(
        Line(
            (headed(parameter.means), amount(parameter), short_name(pack, parameter.source)),
            cite(parameter),
            f"parameter/{parameter.id}",
        )
        for parameter in rules.parameters.values()
    )
    yield Block(tr("Numbers"), columns=(tr("What"), tr("Value"), tr("From")), lines=numbers)
    if rules.extends:
        name = pack.criteria[rules.extends].name if rules.extends in pack.criteria else rules.extends
        yield Block(tr("Takes what it does not define from"), links=((name, f"criteria/{rules.extends}"),))


def parameter_entry(
    pack: Guideline, parameter: Parameter, chapter: str, short: str, group: str = ""
) -> BookEntry:
    """Return the entry of a number."""
    blocks = [
        Block(tr("Value"), amount(parameter), cite(parameter)),
        *texts(
            (tr("Use"), parameter.use),
            (tr("Do not use"), parameter.misuse),
            (tr("Holds since"), parameter.effective.isoformat() if parameter.effective else ""),
            (
                tr("Borrowed from"),
                short_name(pack, parameter.borrowed_from) if parameter.borrowed_from else "",
            ),
        ),
    ]
    users = tuple(_users(pack, parameter.id))
    if users:
        blocks.append(Block(tr("Used by"), links=users))
    blocks.append(Block(tr("Known to the program as"), short))
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
        step = _step_name(gate.step) if gate.step else tr("after the verdict")
        verdicts = [tr(name) for slug, name in VERDICT_NAMES.items() if slug in gate.verdicts]
        yield BookEntry(
            f"gate/{gate.id}",
            GATES,
            f"{gate.id}  {gate.question}",
            tr("Answered by the step {step}").format(step=step)
            if gate.step
            else tr("Answered after the verdict"),
            (
                Block(tr("Answered by"), tr("the step {step}").format(step=step) if gate.step else step),
                Block(
                    tr("When it blocks, the verdict may be"),
                    ", ".join(verdicts) or tr("none: it blocks nothing by itself"),
                ),
                Block(
                    tr("Rests on"), links=tuple((short_name(pack, s), f"source/{s}") for s in gate.sources)
                ),
                *(
                    Block(fact.name, fact.text, cite(fact))
                    for fact in pack.facts
                    if fact.id.startswith(f"gate-{gate.id.lower()}")
                ),
            ),
        )
    for step_id, question in pack.steps.items():
        name = _step_name(step_id)
        asks = Block(tr("It asks"), question.text, cite(question))
        yield BookEntry(
            f"step/{step_id}",
            GATES,
            tr("The step {name}: {text}").format(name=name, text=question.text),
            tr("Question of the walk"),
            (asks,),
        )


def _step_name(step: str) -> str:
    """Return the name of a step of the walk; one that this version does not know as it is written."""
    return next((tr(name) for slug, name in STEP_NAMES.items() if slug == step), step)


def doses(pack: Guideline) -> Iterator[BookEntry]:
    """Yield what makes a course of each scheme adequate."""
    for number, rule in enumerate(pack.doses):
        floor = pack.thresholds.get(rule.floor)
        title = (
            tr("{scheme}: from {floor}").format(scheme=headed(rule.scheme), floor=amount(floor))
            if floor
            else headed(rule.scheme)
        )
        yield BookEntry(f"dose/{number}", DOSES, title, _of_dose(pack, rule), tuple(_dose(pack, rule)))


def _of_dose(pack: Guideline, rule: DoseRule) -> str:
    named = [drug.name for drug in pack.drugs if drug.id in rule.drugs]
    of_class = [drug.name for drug in pack.drugs if drug.drug_class == rule.drug_class]
    return ", ".join(named or of_class) or rule.drug_class.replace("-", " ")


def _dose(pack: Guideline, rule: DoseRule) -> Iterator[Block]:
    yield Block(tr("Of"), _of_dose(pack, rule))
    for name, parameter_id in (
        (tr("Smallest adequate dose, {measure}").format(measure=tr(_MEASURES[rule.measure])), rule.floor),
        (tr("Number of doses"), rule.doses),
        (tr("Shortest duration"), rule.months),
    ):
        parameter = pack.thresholds.get(parameter_id)
        if parameter is None:
            continue
        yield Block(name, f"{amount(parameter)}: {parameter.means}", cite(parameter))
        yield from texts((tr("Use"), parameter.use), (tr("Do not use"), parameter.misuse))
        yield Block(
            links=(
                (
                    tr("The number: {parameter}").format(parameter=amount(parameter)),
                    f"parameter/{parameter.id}",
                ),
            )
        )
    conditions = [
        tr("with one of: {with_class}").format(with_class=", ".join(rule.with_class))
        if rule.with_class
        else "",
        tr("beside one of: {needs_background}").format(needs_background=", ".join(rule.needs_background))
        if rule.needs_background
        else "",
        tr("a planned follow-on drug belongs to it") if rule.needs_follow_on else "",
        tr("a documented trough belongs to it") if rule.needs_trough else "",
        tr("adults only") if rule.adults_only else "",
    ]
    yield from texts((tr("Holds"), "; ".join(part for part in conditions if part).replace("-", " ")))


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
                Block(
                    tr("Formula"), equation.formula, Cited(equation.source, equation.locator, equation.status)
                ),
                *texts(
                    (tr("Year"), str(equation.year or "")),
                    (tr("Use"), equation.use),
                    (tr("Do not use"), equation.misuse),
                ),
                *(
                    (Block(tr("Coefficients"), columns=(tr("Name"), tr("Value")), lines=coefficients),)
                    if coefficients
                    else ()
                ),
            ),
        )
