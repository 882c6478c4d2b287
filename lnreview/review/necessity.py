"""Whether a record supports a therapy, in one sentence: the same on the screen, in the terminal and in a letter.

The sentence supports or says what is open; it never denies. It credits a verdict to the program and a naming to the sets
that name: what a publication does not hold is not put into its mouth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lnreview.guideline.model import Therapy
from lnreview.review.assess import Assessment
from lnreview.review.finding import (
    LEADS_TO,
    VERDICT_NAMES,
    Option,
    ResponseGrade,
    SafetyFinding,
    Status,
    Verdict,
)

_GRADES: dict[ResponseGrade, str] = {
    "complete": "complete response",
    "primary-efficacy": "primary efficacy response",
    "partial": "partial response",
    "improving": "improvement",
}


@dataclass(frozen=True)
class Support:
    """What the answer on a therapy rests on."""

    verdict: Verdict
    criteria: str
    """Name of the criteria set in use."""
    read: str
    """What was read of that set."""
    listed: bool
    """Whether it is an option after the verdict."""
    named: tuple[str, ...]
    """Names of the sets that name it after the verdict."""
    stops: tuple[SafetyFinding, ...]
    continued: ResponseGrade | None
    """The response under it, where its continuation is asked for and it runs; `None` otherwise."""
    undecided: bool
    """Whether a step of the walk is not documented."""


def continues(
    asked: str, running: Sequence[tuple[tuple[str, ...], ResponseGrade]], therapy: Therapy
) -> ResponseGrade | None:
    """Return the response under a running regimen that a request goes on with; `None` where it asks for something new.

    `asked` is the kind of start that the request names; `running` holds the classes and the grade of each running regimen.
    """
    if asked != "continuation":
        return None
    return next(
        (grade for classes, grade in reversed(running) if not set(classes).isdisjoint(therapy.drug_classes)),
        None,
    )


def support(
    view: Assessment,
    therapy: Therapy,
    verdict: Verdict,
    options: tuple[Option, ...],
    stops: tuple[SafetyFinding, ...],
    *,
    undecided: bool,
) -> Support:
    """Return what the answer on a therapy rests on, read from the record."""
    running = [
        (line.regimen.classes, line.judged.grade)
        for line in view.lines
        if line.regimen.running and line.regimen.end is None
    ]
    option = next((item for item in options if item.therapy == therapy.id), None)
    grade = continues(view.ctx.case.request.start, running, therapy)
    return Support(
        verdict, view.ctx.criteria.name, view.ctx.criteria.definition.locator, is_listed(therapy, verdict, option), option.named_for if option else (), stops, grade,
        undecided,
    )  # fmt: skip


def is_listed(therapy: Therapy, verdict: Verdict, option: Option | None) -> bool:
    """Say whether a therapy is an option after a verdict, by the pack or because the criteria set names it here."""
    return verdict in therapy.for_verdicts or (option is not None and bool(option.named))


def supports(found: Support) -> bool:
    """Say whether the record supports it: nothing stops it, and it continues what works or is an option after the verdict."""
    return not found.stops and fits(found)


def fits(found: Support) -> bool:
    """Say whether it continues what works or is an option after the verdict, whatever safety says."""
    return _goes_on(found) or found.listed


def status(found: Support) -> Status | None:
    """Return *not documented* while something that decides is open; a conclusion itself carries no tick and no cross."""
    if found.verdict == "insufficient-data" or (found.undecided and not found.stops and not _goes_on(found)):
        return "not-documented"
    return None


def sentence(found: Support) -> str:
    """Return the answer in words."""
    name = VERDICT_NAMES[found.verdict].lower()
    if found.stops:
        return f"Not as it stands: {' '.join(item.because for item in found.stops)}"
    if _goes_on(found) and found.continued is not None:
        return f"Supported as a continuation: {_GRADES[found.continued]} under it; responding leads to continuing."
    if found.verdict == "insufficient-data":
        return "Not documented yet: the record documents no verdict."
    if found.continued is not None and found.verdict == "too-early":
        return "Too early to say: the treatment that is to go on is still within its window, and neither response nor failure is documented."
    verdict = f"the program's verdict, with the criteria set {found.criteria}, is “{name}”"
    if found.listed:
        return f"Supported by the record: {verdict}, after which it is an option; {_naming(found)}."
    return f"Not supported by the record as it stands: {verdict}, which leads to: {LEADS_TO[found.verdict]}"


def _goes_on(found: Support) -> bool:
    return found.verdict == "responding" and found.continued in _GRADES


def _naming(found: Support) -> str:
    """Return who names it for the verdict, and that the chosen set does not where it does not."""
    chosen = found.criteria
    read = f" ({found.read})" if found.read else ""
    unnamed = f"{chosen} does not name it for this in what was read of it{read}"
    if not found.named:
        return f"{unnamed}, nor does another set of the pack"
    by = f"named for it by {', '.join(found.named)}"
    return by if chosen in found.named else f"{by}; {unnamed}"
