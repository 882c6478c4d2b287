"""What the record shows on a point of a denial: facts of the review, offered by the words of the point.

The reasons that notices give, and the words by which they are known, are facts of the guideline pack. What is offered
says its status first, also where that does not help; nothing is offered that the review did not find.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline, Therapy
from lnreview.guideline.parts import Statement
from lnreview.guideline.reference import Fact
from lnreview.letters.content import alternatives, entries, heads, known, words
from lnreview.letters.content.citations import Citer
from lnreview.letters.content.criteria import NAMES, reasons, status_words
from lnreview.letters.content.standing import necessity_word, safety
from lnreview.letters.document import Run, Words
from lnreview.review.finding import STATUS_WORDS, Review, StepName

TOPIC = "denial-reason"
"""Topic of the facts that name the reasons of denials."""

_OBTAINED = {
    "paid-by-plan": "paid by the plan", "samples": "samples", "free-drug-programme": "a free-drug programme",
    "hospital": "the hospital", "self-paid": "paid by the patient", "other": "another way",
}  # fmt: skip
_GATES = {
    "clear": "✓ clear",
    "stop": "× stops it",
    "caution": "! caution",
    "not-documented": "◌ not documented",
}


@dataclass(frozen=True)
class _Seen:
    """What a reason is answered from."""

    case: Case
    review: Review
    guideline: Guideline
    citer: Citer

    @property
    def therapy(self) -> Therapy | None:
        return known.requested(self.case, self.guideline)


def offered(point: str, case: Case, review: Review, guideline: Guideline, citer: Citer) -> tuple[Words, ...]:
    """Return what the review found on the reasons that a point gives; nothing where its words name none."""
    seen = _Seen(case, review, guideline, citer)
    return tuple(line for fact in named(point, guideline) for line in _OFFERS[fact.id](seen))


def named(point: str, guideline: Guideline) -> tuple[Fact, ...]:
    """Return the reasons that the words of a point name, in the order of the pack."""
    text = re.sub(r"\s+", " ", point.casefold())
    return tuple(
        fact
        for fact in guideline.facts
        if fact.topic == TOPIC
        and fact.id in _OFFERS
        and any(all(part in text for part in phrase.split(" + ")) for phrase in fact.phrases)
    )


def _step(seen: _Seen, name: StepName) -> Iterator[Words]:
    finding = seen.review.step(name)
    state = [Run(f"{NAMES[name]}: {status_words(finding)}. ", "strong")]
    if finding.override:
        state.append(Run(f"The reviewer judges: {STATUS_WORDS[finding.override.status]}. ", "strong"))
    parts = reasons(seen.review, finding)
    numbered = parts if len(parts) == 1 else tuple(f"({n}) {part}" for n, part in enumerate(parts, 1))
    yield (*state, Run(" ".join(numbered), marks=seen.citer.marks(*finding.citations)))


def _necessity(seen: _Seen) -> Iterator[Words]:
    answer = necessity_word(seen.case, seen.review, seen.guideline, seen.therapy)
    yield (Run("Medical necessity: ", "strong"), Run(answer))
    failed = [regimen.name for regimen in seen.review.regimens if regimen.failed]
    told = f"{len(failed)} ({words.joined(failed)})." if failed else "none is documented."
    yield (Run("Adequate regimens that failed: ", "strong"), Run(told))


def _experimental(seen: _Seen) -> Iterator[Words]:
    therapy = seen.therapy
    if therapy is None:
        return
    label = Statement(
        text=therapy.label_text, source=therapy.label_source, locator="label status", status=therapy.label_status
    )  # fmt: skip
    yield (Run("Label status (United States): ", "strong"), *seen.citer.said(label))
    naming = [seen.guideline.criteria[name] for name in therapy.named_by if name in seen.guideline.criteria]
    if naming:
        marks = seen.citer.marks(*(criteria.next_step for criteria in naming))
        names = words.joined(criteria.name for criteria in naming)
        yield (
            Run("Guidelines: ", "strong"),
            Run(f"named as a next step for refractory disease by {names}.", marks=marks),
        )
    if therapy.tried_in:
        yield (Run("Tried in: ", "strong"), Run(words.sentence(therapy.tried_in)))
    request = seen.case.request
    if request.compendium.strip():
        yield (
            Run("Compendium, as stated by the signer: ", "strong"),
            Run(words.sentence(request.compendium)),
        )


def _adherence(seen: _Seen) -> Iterator[Words]:
    yield from _step(seen, "adherence")


def _dose(seen: _Seen) -> Iterator[Words]:
    yield from _step(seen, "dosing")


def _preferred(seen: _Seen) -> Iterator[Words]:
    yield from alternatives.lines(seen.case, seen.review, seen.guideline)


def _tissue(seen: _Seen) -> Iterator[Words]:
    for biopsy in known.biopsies(seen.case, seen.review):
        told = f"{words.dated(biopsy.taken_on)}: {entries.biopsy_words(biopsy)}"
        source = f", {biopsy.source}" if biopsy.source else ""
        yield (Run("Kidney biopsy of ", "strong"), Run(f"{told}{source}."))
    yield from _step(seen, "biopsy")


def _response(seen: _Seen) -> Iterator[Words]:
    for regimen in seen.review.regimens:
        name = words.sentence(regimen.name).rstrip(".")
        because = words.sentence(regimen.response.because).removeprefix(f"{name}: ")
        yield (
            Run(f"{name}: {words.GRADES[regimen.grade]}. ", "strong"),
            Run(words.sentence(because), marks=seen.citer.marks(*regimen.response.citations)),
        )


def _samples(seen: _Seen) -> Iterator[Words]:
    start, obtained = seen.case.request.start, seen.case.request.obtained
    if start == "new":
        yield (Run("New start: ", "strong"), Run("no earlier dose of the requested treatment is claimed."))
    told = _OBTAINED.get(obtained, words.NOT_DOCUMENTED)
    if start != "new" or obtained != "unknown":
        yield (Run("Earlier doses were obtained through: ", "strong"), Run(f"{told}."))
    yield from _response(seen)


def _screening(seen: _Seen) -> Iterator[Words]:
    therapy = seen.therapy
    for finding in safety(seen.review, therapy) if therapy else ():
        if finding.status == "not-documented":
            continue  # the plan of the letter lists what is still to be settled
        days = ", ".join(dict.fromkeys(entry.date for entry in finding.evidence if entry.date))
        told = f"{finding.because.rstrip('.')}{f' ({days})' if days else ''}."
        yield (
            Run(f"{_GATES[finding.status]}: ", "strong"),
            Run(words.sentence(told), marks=seen.citer.marks(*finding.citations)),
        )


def _diagnosis(seen: _Seen) -> Iterator[Words]:
    yield from _step(seen, "diagnosis")
    code = heads.diagnosis(seen.case, seen.guideline)
    if code:
        yield (Run("Diagnosis code of the request: ", "strong"), Run(f"{code}."))


_OFFERS: dict[str, Callable[[_Seen], Iterator[Words]]] = {
    "denial-necessity": _necessity,
    "denial-experimental": _experimental,
    "denial-adherence": _adherence,
    "denial-preferred": _preferred,
    "denial-tissue": _tissue,
    "denial-dose": _dose,
    "denial-response": _response,
    "denial-samples": _samples,
    "denial-screening": _screening,
    "denial-diagnosis": _diagnosis,
}
"""What answers each reason, by the id of its fact."""
