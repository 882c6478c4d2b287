"""Options after the verdict, ranked, each with the reason for its place.

The order is that of `ranking`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lnreview.guideline.model import Therapy
from lnreview.guideline.parts import Statement
from lnreview.review.assess import Assessment
from lnreview.review.finding import Cited, Option, Verdict
from lnreview.review.fitness import LEFT, in_label_age, not_tolerated
from lnreview.review.naming import (
    REFRACTORY,
    given_together,
    means_here,
    named_here,
    naming_of,
    other_sets,
    ran_at_loss,
)  # fmt: skip
from lnreview.review.ranking import AFTER_FAILURE, IN_WORDS, Key, key, preferred_to
from lnreview.review.safety import for_therapy


def options(view: Assessment, verdict: Verdict) -> tuple[Option, ...]:
    """Return the options after a verdict, best first; stopped ones last, with the reason of each place in words."""
    found = []
    for therapy in view.ctx.guideline.therapies:
        if (
            verdict in therapy.for_verdicts
            or named_here(view, therapy, verdict)
            or _spent(view, therapy, verdict)
        ):
            found.append((therapy, _option(view, therapy, verdict)))
    ranked = sorted(
        (
            (key(view, therapy, option, verdict, preferred_to(therapy, found)), therapy.name, option)
            for therapy, option in found
        ),
        key=lambda item: ([rank for _, rank in item[0]], item[1]),
    )
    return tuple(_with_neighbour(ranked, place) for place in range(len(ranked)))


def _spent(view: Assessment, therapy: Therapy, verdict: Verdict) -> bool:
    """Whether a therapy for refractory disease was given already: it stays listed, so that its absence needs no guess."""
    return (
        verdict == "multirefractory"
        and "refractory" in therapy.for_verdicts
        and bool(_used(view, therapy, verdict))
    )


def _name_of(view: Assessment, name: str) -> str:
    found = view.ctx.guideline.criteria.get(name)
    return found.name if found else name


def _resumes(view: Assessment, therapy: Therapy) -> bool:
    """Whether a therapy is the latest regimen itself, which nothing on record speaks against."""
    latest = view.latest
    if latest is None or any(not_tolerated(view, therapy)):
        return False
    if any(course.stop_reason in LEFT for course in latest.regimen.courses):
        return False
    return set(therapy.drug_classes) == set(given_together(view, latest)) and means_here(
        view, therapy, latest
    )


def _used(view: Assessment, therapy: Therapy, verdict: Verdict) -> str:
    """Return the regimens of this episode in which a therapy was already given, after a failure; else an empty text.

    After undertreatment an earlier regimen counts that was adequate: another form of its drug is no other treatment.
    """
    wanted = set(therapy.drug_classes)
    if not wanted or therapy.id.startswith("extended-"):
        return ""
    if verdict in AFTER_FAILURE:
        lines = list(view.present)
    elif verdict == "undertreated":
        lines = [
            line
            for line in view.present
            if line is not view.latest and line.dosing.finding.effective == "met"
        ]
    else:
        return ""
    together = [line for line in lines if wanted <= set(given_together(view, line))]
    if together:
        other = "" if means_here(view, therapy, *together) else "another drug of its class: "
        return other + together[-1].regimen.name(view.ctx)
    if therapy.used_up == "together":
        return ""
    each = [line for line in lines if wanted & set(given_together(view, line))]
    covered = {name for line in each for name in given_together(view, line)}
    return ", then ".join(line.regimen.name(view.ctx) for line in each) if wanted <= covered else ""


def _option(view: Assessment, therapy: Therapy, verdict: Verdict) -> Option:
    safety = for_therapy(view, therapy)
    named = named_here(view, therapy, verdict)
    used = _used(view, therapy, verdict)
    names = naming_of(view, therapy, verdict)
    resumed = verdict == "undertreated" and _resumes(view, therapy)
    others = dict.fromkeys(_name_of(view, name) for name in other_sets(view, therapy, verdict))
    covered = [_name_of(view, name) for name in therapy.covered_by] if verdict in REFRACTORY else []
    label, label_text = label_here(view, therapy)
    untried = verdict == "multirefractory" and label == "on-label" and not used
    step = "as a next step" if verdict in AFTER_FAILURE else "for this step"
    reasons = [
        "the present regimen, at an adequate dose" if resumed else "",
        f"named by {view.ctx.criteria.name} {step}" if named else "",
        f"{'also ' if named else ''}named by {', '.join(others)}" if others else "",
        f"covered by {', '.join(covered)}, of which only the topics were read" if covered else "",
        f"listed by {view.ctx.criteria.name} as rescue with limited evidence"
        if view.ctx.criteria.id in therapy.limited_evidence_by and verdict in REFRACTORY
        else "",
        label.replace("-", " "),
        "not given yet in this episode, and labelled: before rescue therapies" if untried else "",
        IN_WORDS[therapy.evidence_level],
        "a trial without benefit" if therapy.no_benefit else "",
        "its randomised trial missed the primary endpoint" if therapy.endpoint_missed else "",
        "it ran when the response was lost" if ran_at_loss(view, therapy, verdict) else "",
        f"already given in this episode ({used})" if used else "",
    ]
    stops = [finding.because for finding in safety if finding.status == "stop"]
    why = "; ".join(reason for reason in reasons if reason)
    if stops:
        why += f"; stopped here: {' '.join(stops).rstrip('.')}"
    facts = [
        part for part in (*therapy.evidence, therapy.dose, therapy.monitoring, therapy.stop_rule) if part
    ]
    cited = (
        Cited(therapy.label_source, "label status", therapy.label_status), *(Cited.of(fact) for fact in facts),
        *(Cited(item.by, item.locator, item.status) for item in names),
        *(citation for finding in safety for citation in finding.citations),
    )  # fmt: skip
    said = tuple(
        Statement(text=item.text, source=item.by, locator=item.locator, status=item.status) for item in names
    )
    return Option(
        therapy.id, therapy.name, label, label_text, therapy.label_status, why,
        tuple(dict.fromkeys((*said, *therapy.evidence))), therapy.dose, safety, tuple(dict.fromkeys(cited)),
        therapy.monitoring, therapy.stop_rule, therapy.tried_in, used, view.ctx.criteria.name if named else "",
        (*((view.ctx.criteria.name,) if named else ()), *others), resumed,
    )  # fmt: skip


def _with_neighbour(ranked: list[tuple[Key, str, Option]], place: int) -> Option:
    """Return an option with what decided against the one below it, or what put it last."""
    own, _, option = ranked[place]
    if place + 1 == len(ranked):
        return option
    below, other, _ = ranked[place + 1]
    against = next(
        ((mine, theirs) for (mine, rank), (theirs, rank_below) in zip(own, below, strict=True) if rank != rank_below),
        None,
    )  # fmt: skip
    if against is None:
        told = f"listed before {other} by name only: nothing read parts them"
    else:
        told = f"before {other}: {against[0]}, against {against[1]}"
    return replace(option, why_here=f"{option.why_here}; {told}")


def label_here(view: Assessment, therapy: Therapy) -> tuple[str, str]:
    """Return the label status of a therapy for this patient's age, and in words."""
    fits = in_label_age(view.ctx, therapy)
    if fits is True:
        return therapy.label, therapy.label_text
    limit = view.ctx.guideline.number(therapy.label_age) if therapy.label_age else 0
    if fits is None:
        return (
            therapy.label,
            f"{therapy.label_text} The label holds from {limit} years of age; the age is not documented.",
        )
    return (
        "off-label",
        f"{therapy.label_text} This patient is younger than {limit} years: outside the label at this age.",
    )


def in_words(option: Option) -> Iterator[str]:
    """Yield the documented cautions and the open questions of an option, cautions first."""
    for status in ("caution", "not-documented"):
        for finding in option.safety:
            if finding.status == status:
                yield finding.because if status == "caution" else f"not documented: {finding.missing}"
