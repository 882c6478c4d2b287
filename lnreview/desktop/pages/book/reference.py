"""The chapters of the Book that are looked up: indices, schemes, genes, therapies, facts, conflicts, sources."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lnreview.case.quantities import label, shown
from lnreview.desktop.language import Catalogue, in_use, noop, tr
from lnreview.desktop.names import VERDICT_NAMES
from lnreview.desktop.pages.book.entries import Block, Book, BookEntry, Line, cite, headed, texts
from lnreview.desktop.pages.book.rules import (
    criteria_sets,
    doses,
    equations,
    gates,
    numbers,
    stated,
)
from lnreview.desktop.source_words import reference, short_name
from lnreview.guideline.model import Guideline, Therapy
from lnreview.guideline.reference import Fact, ScoreItem, SteroidStep
from lnreview.review.finding import Cited

INDICES, STEROIDS, GENES, THERAPIES, LESIONS, CONFLICTS, CORRECTIONS, TRAPS, SOURCES, FACTS = (
    noop("Indices"), noop("Glucocorticoid schemes"), noop("Genetics"), noop("Therapies"), noop("Other explanations"), noop("Conflicts"), noop("Corrections"),
    noop("Traps"), noop("Sources"), noop("Facts"),
)  # fmt: skip
_INDEX_NAMES = {
    "sledai-2k": "SLEDAI-2K",
    "nih-activity": noop("Modified NIH activity index"),
    "nih-chronicity": noop("Modified NIH chronicity index"),
}
_LABELS = {
    "on-label": noop("on label"),
    "off-label": noop("off label"),
    "partly-off-label": noop("partly off label"),
    "investigational": noop("investigational"),
    "not-recommended": noop("not recommended"),
}
_SCOPES = {
    "general": noop("for everybody"),
    "transplant": noop("after transplantation; extrapolated"),
    "prognosis": noop("outlook only"),
}
_SETTINGS = {
    "criteria": noop("Criteria set"), "egfr_tolerance": noop("eGFR tolerance"), "course_time": noop("How “4-6 months” are read"),
    "regimen_pair": noop("Which regimens count"), "anti_cd20_counts": noop("Whether anti-CD20 counts"),
    "complete_upcr": noop("Limit of a complete response"), "cni_egfr": noop("eGFR for a calcineurin inhibitor"),
    "strict_biopsy": noop("Repeat biopsy after the first failure"),
}  # fmt: skip


_made: tuple[Guideline, Catalogue | None, Book] | None = None
"""The Book made last, of which pack and in which language: the page and the palette ask for the same one."""


def make_book(pack: Guideline) -> Book:
    """Return the Book of a guideline pack; the one made last is kept, because a pack lasts for a sitting."""
    global _made
    made, language = _made, in_use()
    if made is None or made[0] is not pack or made[1] is not language:
        book = Book(
            entry
            for chapter in (
                criteria_sets, gates, doses, numbers, equations, indices, steroids, genes, therapies, lesions, conflicts,
                corrections, traps, sources, facts,
            )
            for entry in chapter(pack)
        )  # fmt: skip
        made = _made = (pack, language, book)
    return made[2]


def indices(pack: Guideline) -> Iterator[BookEntry]:
    """Yield each index with its items."""
    for index, name in ((index, tr(words)) for index, words in _INDEX_NAMES.items()):
        items = [item for item in pack.scores if item.index == index]
        if not items:
            continue
        lines = tuple(
            Line((item.name, _points(item.weight, item.maximum_grade), _when(item)), cite(item))
            for item in items
        )
        most = shown(sum((item.weight * item.maximum_grade for item in items), Decimal(0)))
        yield BookEntry(
            f"score/{index}",
            INDICES,
            name,
            tr("{count} items, 0 to {most} points").format(count=len(items), most=most),
            (
                Block(tr("Range"), tr("0 to {most} points, the sum of all items").format(most=most)),
                Block(tr("Items"), columns=(tr("Item"), tr("Points"), tr("Scored when")), lines=lines),
            ),
        )


def _when(item: ScoreItem) -> str:
    """Return when an item is scored, and when it is not."""
    return "\n".join(
        part
        for part in (item.definition, tr("Not: {misuse}").format(misuse=item.misuse) if item.misuse else "")
        if part
    )


def _points(weight: Decimal, grades: Decimal) -> str:
    return (
        shown(weight)
        if grades == 1
        else tr("{weight} × grade 0 to {grades}").format(weight=shown(weight), grades=shown(grades))
    )


def steroids(pack: Guideline) -> Iterator[BookEntry]:
    """Yield each glucocorticoid scheme by week."""
    for scheme in dict.fromkeys(step.scheme for step in pack.steroid_steps):
        steps = [step for step in pack.steroid_steps if step.scheme == scheme]
        lines = tuple(Line((_weeks(step), _dose(step)), cite(step)) for step in steps)
        yield BookEntry(
            f"steroid/{scheme}",
            STEROIDS,
            tr("{scheme} scheme").format(scheme=headed(scheme)),
            tr("As prednisone a day, by week"),
            (
                Block("", tr("As prednisone a day. An example of a scheme, not a rule.")),
                Block(tr("By week"), columns=(tr("Weeks"), tr("Dose")), lines=lines),
            ),
        )


def _weeks(step: SteroidStep) -> str:
    if step.to_week is None:
        return tr("from {from_week}").format(from_week=step.from_week)
    return (
        tr("{from_week} to {to_week}").format(from_week=step.from_week, to_week=step.to_week)
        if step.to_week != step.from_week
        else f"{step.from_week}"
    )


def _dose(step: SteroidStep) -> str:
    high = f"< {shown(step.high)}" if step.below else shown(step.high)
    amount = (
        high
        if step.below or step.low == step.high
        else tr("{low} to {high}").format(low=shown(step.low), high=high)
    )
    if not step.below and step.low == 0:
        amount = f"≤ {shown(step.high)}"
    cap = tr(", at most {cap} mg/d").format(cap=shown(step.cap)) if step.cap is not None else ""
    return f"{amount} {label(step.unit)}{cap}"


def genes(pack: Guideline) -> Iterator[BookEntry]:
    """Yield what each genotype means."""
    for number, advice in enumerate(pack.genes):
        drugs = ", ".join(_drug(pack, drug) for drug in advice.drugs)
        yield BookEntry(
            f"gene/{number}",
            GENES,
            f"{advice.gene}: {advice.result.replace('-', ' ')}",
            " · ".join(part for part in (drugs, tr(_SCOPES[advice.scope])) if part),
            (
                Block(tr("Advice"), advice.advice, cite(advice)),
                *texts(
                    (tr("About"), drugs),
                    (tr("For whom the source speaks"), tr(_SCOPES[advice.scope])),
                    (tr("Do not use"), advice.misuse),
                ),
            ),
        )


def _drug(pack: Guideline, name: str) -> str:
    names = {drug.id: drug.name for drug in pack.drugs} | {t.id: t.name for t in pack.therapies}
    return names.get(name, name)


def therapies(pack: Guideline) -> Iterator[BookEntry]:
    """Yield every therapy, whatever the verdict."""
    for therapy in pack.therapies:
        named = [pack.criteria[name].name for name in therapy.named_by if name in pack.criteria]
        under = tr(_LABELS[therapy.label])
        yield BookEntry(
            f"therapy/{therapy.id}",
            THERAPIES,
            headed(therapy.name),
            tr("{under} · named by {named}").format(under=under, named=", ".join(named)) if named else under,
            tuple(_therapy(pack, therapy, named)),
        )


def _therapy(pack: Guideline, therapy: Therapy, named: list[str]) -> Iterator[Block]:
    label_cited = Cited(therapy.label_source, tr("label status"), therapy.label_status)
    yield Block(tr("Label status in the United States"), therapy.label_text, label_cited)
    yield from texts(
        (tr("Tried in whom"), therapy.tried_in),
        (tr("Named as next step for refractory disease by"), ", ".join(named)),
    )
    verdicts = [tr(VERDICT_NAMES[slug]) for slug in VERDICT_NAMES if slug in therapy.for_verdicts]
    yield from texts((tr("Listed after the verdicts"), ", ".join(verdicts)))
    yield from stated(tr("Evidence"), *therapy.evidence)
    for naming in therapy.naming:
        after = ", ".join(tr(VERDICT_NAMES[slug]) for slug in VERDICT_NAMES if slug in naming.verdicts)
        cited = Cited(naming.by, naming.locator, naming.status)
        yield Block(
            tr("{by}, after {after}").format(by=short_name(pack, naming.by), after=after.lower()),
            naming.text,
            cited,
        )
    yield from stated(tr("Dose"), therapy.dose)
    yield from stated(tr("Monitoring"), therapy.monitoring)
    yield from stated(tr("When to stop"), therapy.stop_rule)
    if therapy.safety:
        lines = tuple(
            Line(
                (
                    rule.text,
                    tr("stops it") if rule.hard_stop else tr("asks for care"),
                    short_name(pack, rule.source),
                ),
                cite(rule),
            )
            for rule in therapy.safety
        )
        yield Block(
            tr("Preconditions"), columns=(tr("Precondition"), tr("If not met"), tr("From")), lines=lines
        )


def lesions(pack: Guideline) -> Iterator[BookEntry]:
    """Yield the explanations other than lupus nephritis."""
    for lesion in pack.lesions:
        yield BookEntry(
            f"lesion/{lesion.id}",
            LESIONS,
            headed(lesion.name),
            ", ".join(lesion.names[:3]),
            (
                *stated(tr("What is known"), lesion.statement),
                *texts(
                    (tr("What settles it"), "\n".join(f"· {item}" for item in lesion.ask)),
                    (tr("Also called"), ", ".join(lesion.names)),
                    (
                        tr("Beside active lupus nephritis"),
                        tr("explains the abnormality unless the report says that it merely coexists")
                        if lesion.beside_ln
                        else tr("explains it only where the report says so"),
                    ),
                ),
            ),
        )


def conflicts(pack: Guideline) -> Iterator[BookEntry]:
    """Yield where sources differ, and what the program does."""
    for conflict in pack.conflicts:
        positions = tuple(
            Block(short_name(pack, source), statement.text, cite(statement))
            for source, statement in conflict.positions.items()
        )
        setting = (
            tr(_SETTINGS[conflict.setting])
            if conflict.setting in _SETTINGS
            else conflict.setting.replace("_", " ")
        )
        chosen = (
            tr("“{setting}”, in the record under “How it is judged”").format(setting=setting)
            if setting
            else ""
        )
        held = (
            tr("1 position") if len(positions) == 1 else tr("{count} positions").format(count=len(positions))
        )
        yield BookEntry(
            f"conflict/{conflict.id}",
            CONFLICTS,
            f"{conflict.id}  {conflict.question}",
            tr("{held} · a setting of the case").format(held=held) if setting else held,
            (
                *positions,
                Block(tr("What the program does"), conflict.program),
                *texts((tr("Can be chosen"), chosen)),
            ),
        )


def corrections(pack: Guideline) -> Iterator[BookEntry]:
    """Yield statements that must be corrected, with what to write instead."""
    yield from (_wrong(pack, fact, CORRECTIONS) for fact in pack.facts if fact.topic == "correction")


def traps(pack: Guideline) -> Iterator[BookEntry]:
    """Yield what is easily misread."""
    yield from (_wrong(pack, fact, TRAPS) for fact in pack.facts if fact.topic == "trap")


def _wrong(pack: Guideline, fact: Fact, chapter: str) -> BookEntry:
    return BookEntry(
        f"fact/{fact.id}",
        chapter,
        fact.name,
        short_name(pack, fact.source),
        (
            *texts((tr("The statement"), fact.name), (tr("What is wrong with it"), fact.misuse)),
            Block(tr("Write instead"), fact.text, cite(fact)),
            *texts((tr("Known by the words"), " · ".join(fact.phrases)), (tr("When"), fact.use)),
        ),
    )


def facts(pack: Guideline) -> Iterator[BookEntry]:
    """Yield the facts, topic by topic."""
    told = [fact for fact in pack.facts if fact.topic not in ("correction", "trap")]
    for topic in dict.fromkeys(fact.topic for fact in told):
        for fact in told:
            if fact.topic == topic:
                yield _fact(pack, fact)


def _fact(pack: Guideline, fact: Fact) -> BookEntry:
    topic = headed(fact.topic.replace("-", " "))
    about = ", ".join(_drug(pack, drug) for drug in fact.drugs)
    known = [pack.thresholds[name] for name in fact.parameters if name in pack.thresholds]
    links = tuple((headed(parameter.means), f"parameter/{parameter.id}") for parameter in known)
    return BookEntry(
        f"fact/{fact.id}",
        FACTS,
        fact.name,
        f"{topic} · {short_name(pack, fact.source)}",
        (
            Block("", fact.text, cite(fact)),
            *texts((tr("About"), about), (tr("Use"), fact.use), (tr("Do not use"), fact.misuse)),
            *((Block(tr("Its numbers"), links=links),) if links else ()),
        ),
        topic,
    )


def sources(pack: Guideline) -> Iterator[BookEntry]:
    """Yield every source with what of it was read."""
    for source in sorted(pack.sources.values(), key=lambda source: short_name(pack, source.id).casefold()):
        yield BookEntry(
            f"source/{source.id}",
            SOURCES,
            tr("lnreview, own choice") if source.kind == "program" else short_name(pack, source.id),
            " · ".join(part for part in (str(source.year or ""), source.kind) if part),
            (
                Block(tr("Reference"), reference(pack, source.id)),
                *texts((tr("What was read"), source.read)),
            ),
        )
