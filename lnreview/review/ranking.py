"""What ranks an option, most weighty first.

Order: not stopped on this record; not already used in this episode; not what ran when a response was lost; after
undertreatment the present regimen at an adequate dose; named by the criteria set for this verdict; label status for this
age; no trial without benefit; after a failure evidence in refractory disease, otherwise the standard initial treatments
and evidence after this verdict; how many other sets name it; whether a controlled trial in nephritis, or any study, was
read; feasibility (cautions on this record, then where it can be given); a guideline's preference for another listed one;
the printed order of rescue therapies; name. Every option says which of these put it before its neighbour.
"""

from __future__ import annotations

from lnreview.guideline.model import Therapy
from lnreview.guideline.parts import Statement
from lnreview.review.assess import Assessment
from lnreview.review.finding import Option, Verdict
from lnreview.review.naming import REFRACTORY, naming_of, ran_at_loss

_LABELS = ("on-label", "partly-off-label", "off-label", "investigational", "not-recommended")
_EVIDENCE = ("refractory", "uncontrolled", "active-not-refractory", "lupus-not-nephritis", "none")
_SETTINGS = {"prescription": 0, "infusion": 0, "centre": 1, "trial": 2}
"""How hard it is to obtain; which of the first two suits is for the person to say."""
IN_WORDS = {
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
AFTER_FAILURE: tuple[Verdict, ...] = ("inadequate-response", *REFRACTORY)
_GUIDANCE = ("guideline", "definition")

Key = tuple[tuple[str, int], ...]
"""What ranks an option, most weighty first: each part with what it says in words."""


def preferred_to(therapy: Therapy, found: list[tuple[Therapy, Option]]) -> tuple[str, ...]:
    """Return the names of the listed therapies that a guideline prefers to this one."""
    return tuple(other.name for other, _ in found if therapy.id in other.preferred_to)


def key(
    view: Assessment, therapy: Therapy, option: Option, verdict: Verdict, preferred: tuple[str, ...] = ()
) -> Key:
    """Return what ranks an option; lower numbers come first. `preferred`: listed options that a guideline prefers to it."""
    set_name = view.ctx.criteria.name
    cautions = sum(finding.status == "caution" for finding in option.safety)
    resumed, lost = option.resumes, ran_at_loss(view, therapy, verdict)
    read = any(_is_study(view, part) and part.status in ("primary", "secondary") for part in therapy.evidence)
    return (
        ("stopped on this record" if option.stopped else "not stopped on this record", int(option.stopped)),
        ("already used in this episode" if option.used else "not used yet in this episode", int(bool(option.used))),
        ("it ran when the response was lost" if lost else "it did not run when the response was lost", int(lost)),
        ("the present regimen" if resumed else "another regimen", int(not resumed)),
        (f"named by {set_name}" if option.named else f"not named by {set_name} here", int(not option.named)),
        (option.label.replace("-", " "), _LABELS.index(option.label)),
        ("a trial without benefit" if therapy.no_benefit else "no trial without benefit", int(therapy.no_benefit)),
        *_tested(therapy, verdict),
        _naming_rank(view, therapy, verdict),
        (f"{'a' if therapy.controlled else 'no'} controlled trial in nephritis was read", int(not therapy.controlled)),
        ("a study was read" if read else "no study was read", int(not read)),
        (_counted(cautions), cautions),
        (f"given {_WHERE[therapy.setting]}", _SETTINGS[therapy.setting]),
        (f"a guideline prefers {' and '.join(preferred)}" if preferred else "no guideline prefers another", len(preferred)),
        _printed(view, therapy, verdict),
    )  # fmt: skip


def _tested(therapy: Therapy, verdict: Verdict) -> Key:
    """Return what the evidence says for this verdict: refractory disease counts after a failure, and only there."""
    level = therapy.evidence_level
    if verdict in AFTER_FAILURE:
        return ((IN_WORDS[level], _EVIDENCE.index(level)), ("", 0), ("", 0))
    here = verdict in therapy.evidence_after
    nephritis = level in ("refractory", "active-not-refractory")
    words = "tested in lupus nephritis" if nephritis else IN_WORDS[level]
    standard = (
        "the standard initial treatment" if therapy.standard else "an add-on or alternative to the standard"
    )
    return (
        (standard, int(not therapy.standard)) if therapy.label != "on-label" else ("", 0),
        (f"analysed in {verdict}" if here else f"not analysed in {verdict}", int(not here)),
        (words, 0 if nephritis else _EVIDENCE.index(level)),
    )


def _naming_rank(view: Assessment, therapy: Therapy, verdict: Verdict) -> tuple[str, int]:
    """Return how many sets name a therapy for a verdict; for a relapse those that name it as initial treatment."""
    initial = verdict == "relapse"
    if verdict in REFRACTORY:
        by = set(therapy.named_by) if verdict in therapy.for_verdicts else set()
    else:
        by = {item.by for item in naming_of(view, therapy, "untreated" if initial else verdict)}
    count = len(by)
    what = " as initial treatment, from which a re-induction starts" if initial else ""
    return f"named by {count or 'none'} of the sets{what}", -count


def _printed(view: Assessment, therapy: Therapy, verdict: Verdict) -> tuple[str, int]:
    """Return the place of a rescue therapy in the order in which the set prints them; the pack keeps that order."""
    chosen = view.ctx.criteria
    listed = [item.id for item in view.ctx.guideline.therapies if chosen.id in item.limited_evidence_by]
    if verdict not in REFRACTORY or therapy.id not in listed:
        return f"not in the list of {chosen.name}", len(listed)
    place = listed.index(therapy.id)
    return f"place {place + 1} in the printed order of {chosen.name}", place


def _is_study(view: Assessment, part: Statement) -> bool:
    source = view.ctx.guideline.sources.get(part.source)
    return source is not None and source.kind not in (*_GUIDANCE, "program", "label")


def _counted(cautions: int) -> str:
    return {0: "no caution on this record", 1: "1 caution on this record"}.get(
        cautions, f"{cautions} cautions on this record"
    )
