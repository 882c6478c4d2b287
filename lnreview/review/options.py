"""Options after the verdict, ranked, each with the reason for its place.

Order: not stopped on this record; not already used in this episode; after undertreatment the present regimen at an
adequate dose; named by the criteria set for this verdict; label status; no trial without benefit; evidence in refractory
disease; whether a controlled trial in nephritis, or any study, was read; feasibility (cautions on this record, then where
it can be given); a guideline's preference for another listed one; name. Every option says which of these put it before
its neighbour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lnreview.guideline.model import Naming, Therapy
from lnreview.guideline.parts import Statement
from lnreview.review.assess import Assessment, Line
from lnreview.review.finding import Cited, Option, Verdict
from lnreview.review.safety import for_therapy

_LABELS = ("on-label", "partly-off-label", "off-label", "investigational", "not-recommended")
_EVIDENCE = ("refractory", "uncontrolled", "active-not-refractory", "lupus-not-nephritis", "none")
_SETTINGS = {"prescription": 0, "infusion": 0, "centre": 1, "trial": 2}
"""How hard it is to obtain; which of the first two suits is for the person to say."""
_LEFT = ("intolerance", "infection", "pregnancy", "access", "refusal")
"""Reasons for which a regimen that was stopped is not simply repeated at a higher dose."""
_IN_WORDS = {
    "refractory": "evidence in refractory disease",
    "uncontrolled": "uncontrolled evidence only",
    "active-not-refractory": "tested in active, not refractory, disease",
    "lupus-not-nephritis": "tested in lupus, not in nephritis as such",
    "none": "no evidence read",
}
_WHERE = {
    "prescription": "in ordinary care",
    "infusion": "in ordinary care",
    "centre": "in an expert centre",
    "trial": "within a trial",
}
_REFRACTORY: tuple[Verdict, ...] = ("refractory", "multirefractory")
_AFTER_FAILURE: tuple[Verdict, ...] = ("inadequate-response", *_REFRACTORY)
_GUIDANCE = ("guideline", "definition")

Key = tuple[tuple[str, int], ...]
"""What ranks an option, most weighty first: each part with what it says in words."""


def options(view: Assessment, verdict: Verdict) -> tuple[Option, ...]:
    """Return the options after a verdict, best first; stopped ones last, with the reason of each place in words."""
    found = []
    for therapy in view.ctx.guideline.therapies:
        if verdict in therapy.for_verdicts or _named(view, therapy, verdict):
            found.append((therapy, _option(view, therapy, verdict)))
    ranked = sorted(
        (
            (key(view, therapy, option, _preferred(therapy, found)), therapy.name, option)
            for therapy, option in found
        ),
        key=lambda item: ([rank for _, rank in item[0]], item[1]),
    )
    return tuple(_with_neighbour(ranked, place) for place in range(len(ranked)))


def _preferred(therapy: Therapy, found: list[tuple[Therapy, Option]]) -> int:
    """Return how many of the listed therapies a guideline prefers to this one."""
    return sum(therapy.id in other.preferred_to for other, _ in found)


def key(view: Assessment, therapy: Therapy, option: Option, preferred: int = 0) -> Key:
    """Return what ranks an option; lower numbers come first. `preferred`: listed options that a guideline prefers to it."""
    set_name = view.ctx.criteria.name
    cautions = sum(finding.status == "caution" for finding in option.safety)
    resumed = option.resumes
    read = any(_is_study(view, part) and part.status in ("primary", "secondary") for part in therapy.evidence)
    return (
        ("stopped on this record" if option.stopped else "not stopped on this record", int(option.stopped)),
        ("already used in this episode" if option.used else "not used yet in this episode", int(bool(option.used))),
        ("the present regimen" if resumed else "another regimen", int(not resumed)),
        (f"named by {set_name}" if option.named else f"not named by {set_name} here", int(not option.named)),
        (therapy.label.replace("-", " "), _LABELS.index(therapy.label)),
        ("a trial without benefit" if therapy.no_benefit else "no trial without benefit", int(therapy.no_benefit)),
        (_IN_WORDS[therapy.evidence_level], _EVIDENCE.index(therapy.evidence_level)),
        (f"{'a' if therapy.controlled else 'no'} controlled trial in nephritis was read", int(not therapy.controlled)),
        ("a study was read" if read else "no study was read", int(not read)),
        (_counted(cautions), cautions),
        (f"given {_WHERE[therapy.setting]}", _SETTINGS[therapy.setting]),
        ("a guideline prefers another listed one" if preferred else "no guideline prefers another", preferred),
    )  # fmt: skip


def rung(view: Assessment) -> str:
    """Return whether the latest regimen was dual (one immunosuppressant beside glucocorticoid) or triple; empty if unknown."""
    latest = view.latest
    if latest is None:
        return ""
    classes = _given(view, latest)
    if not classes or "" in classes:
        return ""
    return "dual" if len(classes) == 1 else "triple"


def naming_of(view: Assessment, therapy: Therapy, verdict: Verdict) -> tuple[Naming, ...]:
    """Return who names a therapy after a verdict other than refractory disease, on the rung that this record shows."""
    now = rung(view)
    return tuple(
        item
        for item in therapy.naming
        if verdict in item.verdicts and (item.after == "any" or item.after == now)
    )


def _named(view: Assessment, therapy: Therapy, verdict: Verdict) -> bool:
    chosen = view.ctx.criteria.id
    if verdict in _REFRACTORY:
        return verdict in therapy.for_verdicts and chosen in therapy.named_by
    return any(item.by == chosen for item in naming_of(view, therapy, verdict))


def _other_sets(view: Assessment, therapy: Therapy, verdict: Verdict) -> Iterator[str]:
    """Yield the other criteria sets that name a therapy for a verdict."""
    chosen = view.ctx.criteria.id
    by = (
        therapy.named_by if verdict in _REFRACTORY else tuple(n.by for n in naming_of(view, therapy, verdict))
    )
    return (name for name in by if name != chosen)


def _name_of(view: Assessment, name: str) -> str:
    found = view.ctx.guideline.criteria.get(name)
    return found.name if found else name


def _resumes(view: Assessment, therapy: Therapy) -> bool:
    """Whether a therapy is the latest regimen itself, which was not stopped for a reason against it."""
    latest = view.latest
    if latest is None or any(course.stop_reason in _LEFT for course in latest.regimen.courses):
        return False
    return set(therapy.drug_classes) == set(_given(view, latest))


def _given(view: Assessment, line: Line) -> tuple[str, ...]:
    """Return the immunosuppressant classes that ran together in a regimen: what it brought in and what ran on."""
    beside = (view.ctx.drug_class(course) for course in line.regimen.background)
    return tuple(dict.fromkeys((*line.regimen.classes, *beside)))


def _used(view: Assessment, therapy: Therapy, verdict: Verdict) -> str:
    """Return the regimens of this episode in which a therapy was already given, after a failure; else an empty text."""
    wanted = set(therapy.drug_classes)
    if verdict not in _AFTER_FAILURE or not wanted or therapy.id.startswith("extended-"):
        return ""
    together = [line for line in view.present if wanted <= set(_given(view, line))]
    if together:
        return together[-1].regimen.name(view.ctx)
    if therapy.used_up == "together":
        return ""
    each = [line for line in view.present if wanted & set(_given(view, line))]
    covered = {name for line in each for name in _given(view, line)}
    return ", then ".join(line.regimen.name(view.ctx) for line in each) if wanted <= covered else ""


def _option(view: Assessment, therapy: Therapy, verdict: Verdict) -> Option:
    safety = for_therapy(view, therapy)
    named = _named(view, therapy, verdict)
    used = _used(view, therapy, verdict)
    names = naming_of(view, therapy, verdict)
    resumed = verdict == "undertreated" and _resumes(view, therapy)
    others = dict.fromkeys(_name_of(view, name) for name in _other_sets(view, therapy, verdict))
    step = "as a next step" if verdict in _AFTER_FAILURE else "for this step"
    reasons = [
        "the present regimen, at an adequate dose" if resumed else "",
        f"named by {view.ctx.criteria.name} {step}" if named else "",
        f"{'also ' if named else ''}named by {', '.join(others)}" if others else "",
        f"listed by {view.ctx.criteria.name} as rescue with limited evidence"
        if view.ctx.criteria.id in therapy.limited_evidence_by and verdict in _REFRACTORY
        else "",
        therapy.label.replace("-", " "),
        _IN_WORDS[therapy.evidence_level],
        "a trial without benefit" if therapy.no_benefit else "",
        f"already given in this episode ({used})" if used else "",
    ]
    stops = [finding.because for finding in safety if finding.status == "stop"]
    why = "; ".join(reason for reason in reasons if reason)
    if stops:
        why += f"; stopped here: {' '.join(stops)}"
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
        therapy.id, therapy.name, therapy.label, therapy.label_text, therapy.label_status, why,
        tuple(dict.fromkeys((*said, *therapy.evidence))), therapy.dose, safety, tuple(dict.fromkeys(cited)),
        therapy.monitoring, therapy.stop_rule, therapy.tried_in, used, view.ctx.criteria.name if named else "", resumed,
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


def _is_study(view: Assessment, part: Statement) -> bool:
    source = view.ctx.guideline.sources.get(part.source)
    return source is not None and source.kind not in (*_GUIDANCE, "program", "label")


def _counted(cautions: int) -> str:
    return {0: "no caution on this record", 1: "1 caution on this record"}.get(
        cautions, f"{cautions} cautions on this record"
    )


def in_words(option: Option) -> Iterator[str]:
    """Yield the documented cautions and the open questions of an option, cautions first."""
    for status in ("caution", "not-documented"):
        for finding in option.safety:
            if finding.status == status:
                yield finding.because if status == "caution" else f"not documented: {finding.missing}"
