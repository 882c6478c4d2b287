"""Options after the verdict, ranked, each with the reason for its place.

Order: not stopped on this record; not already used in this episode; not what ran when a response was lost; after
undertreatment the present regimen at an adequate dose; named by the criteria set for this verdict; label status for this
age; no trial without benefit; after a failure evidence in refractory disease, otherwise the standard initial treatments
and evidence after this verdict; how many other sets name it; whether a controlled trial in nephritis, or any study, was
read; feasibility (cautions on this record, then where it can be given); a guideline's preference for another listed one;
the printed order of rescue therapies; name. Every option says which of these put it before its neighbour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lnreview.guideline.model import Naming, Therapy
from lnreview.guideline.parts import Statement
from lnreview.review.assess import Assessment, Line
from lnreview.review.finding import Cited, Option, Verdict
from lnreview.review.fitness import LEFT, in_label_age, not_tolerated
from lnreview.review.regimens import is_running
from lnreview.review.safety import for_therapy

_LABELS = ("on-label", "partly-off-label", "off-label", "investigational", "not-recommended")
_EVIDENCE = ("refractory", "uncontrolled", "active-not-refractory", "lupus-not-nephritis", "none")
_SETTINGS = {"prescription": 0, "infusion": 0, "centre": 1, "trial": 2}
"""How hard it is to obtain; which of the first two suits is for the person to say."""
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
_MAINTAINED = ("maintenance", "follow-on", "supportive", "other-disease")
_REFRACTORY: tuple[Verdict, ...] = ("refractory", "multirefractory")
_AFTER_FAILURE: tuple[Verdict, ...] = ("inadequate-response", *_REFRACTORY)
_GUIDANCE = ("guideline", "definition")

Key = tuple[tuple[str, int], ...]
"""What ranks an option, most weighty first: each part with what it says in words."""


def options(view: Assessment, verdict: Verdict) -> tuple[Option, ...]:
    """Return the options after a verdict, best first; stopped ones last, with the reason of each place in words."""
    found = []
    for therapy in view.ctx.guideline.therapies:
        if (
            verdict in therapy.for_verdicts
            or _named(view, therapy, verdict)
            or _spent(view, therapy, verdict)
        ):
            found.append((therapy, _option(view, therapy, verdict)))
    ranked = sorted(
        (
            (key(view, therapy, option, verdict, _preferred(therapy, found)), therapy.name, option)
            for therapy, option in found
        ),
        key=lambda item: ([rank for _, rank in item[0]], item[1]),
    )
    return tuple(_with_neighbour(ranked, place) for place in range(len(ranked)))


def _preferred(therapy: Therapy, found: list[tuple[Therapy, Option]]) -> tuple[str, ...]:
    """Return the names of the listed therapies that a guideline prefers to this one."""
    return tuple(other.name for other, _ in found if therapy.id in other.preferred_to)


def _spent(view: Assessment, therapy: Therapy, verdict: Verdict) -> bool:
    """Whether a therapy for refractory disease was given already: it stays listed, so that its absence needs no guess."""
    return (
        verdict == "multirefractory"
        and "refractory" in therapy.for_verdicts
        and bool(_used(view, therapy, verdict))
    )


def key(
    view: Assessment, therapy: Therapy, option: Option, verdict: Verdict, preferred: tuple[str, ...] = ()
) -> Key:
    """Return what ranks an option; lower numbers come first. `preferred`: listed options that a guideline prefers to it."""
    set_name = view.ctx.criteria.name
    cautions = sum(finding.status == "caution" for finding in option.safety)
    resumed, lost = option.resumes, _ran_at_loss(view, therapy, verdict)
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
    if verdict in _AFTER_FAILURE:
        return ((_IN_WORDS[level], _EVIDENCE.index(level)), ("", 0), ("", 0))
    here = verdict in therapy.evidence_after
    nephritis = level in ("refractory", "active-not-refractory")
    words = "tested in lupus nephritis" if nephritis else _IN_WORDS[level]
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
    if verdict in _REFRACTORY:
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
    if verdict not in _REFRACTORY or therapy.id not in listed:
        return f"not in the list of {chosen.name}", len(listed)
    place = listed.index(therapy.id)
    return f"place {place + 1} in the printed order of {chosen.name}", place


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
    if verdict in _REFRACTORY and verdict not in therapy.for_verdicts:
        by = ()
    return (name for name in by if name != chosen)


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
    return set(therapy.drug_classes) == set(_given(view, latest)) and _means(view, therapy, latest)


def _means(view: Assessment, therapy: Therapy, *lines: Line) -> bool:
    """Whether regimens hold the very drug that a therapy means, where its class alone does not say it."""
    drugs = {
        drug.id
        for line in lines
        for course in line.regimen.everything
        if (drug := view.ctx.drug(course.drug))
    }
    return not therapy.drugs or bool(drugs & set(therapy.drugs))


def _ran_at_loss(view: Assessment, therapy: Therapy, verdict: Verdict) -> bool:
    """Whether a therapy was running as induction when a response was lost, and still runs."""
    if verdict != "relapse" or not therapy.drug_classes:
        return False
    loss = view.course.last_loss
    running = [
        course
        for course in view.ctx.case.courses
        if is_running(view.ctx, course) is True
        and course.role not in _MAINTAINED
        and (loss is None or loss.when is None or (start := view.ctx.span(course.start)) is None
             or start.earliest <= loss.when.earliest)
    ]  # fmt: skip
    classes = {view.ctx.drug_class(course) for course in running}
    drugs = {drug.id for course in running if (drug := view.ctx.drug(course.drug))}
    return set(therapy.drug_classes) <= classes and (not therapy.drugs or bool(drugs & set(therapy.drugs)))


def _given(view: Assessment, line: Line) -> tuple[str, ...]:
    """Return the immunosuppressant classes that ran together in a regimen: what it brought in and what ran on."""
    beside = (view.ctx.drug_class(course) for course in line.regimen.background)
    return tuple(dict.fromkeys((*line.regimen.classes, *beside)))


def _used(view: Assessment, therapy: Therapy, verdict: Verdict) -> str:
    """Return the regimens of this episode in which a therapy was already given, after a failure; else an empty text.

    After undertreatment an earlier regimen counts that was adequate: another form of its drug is no other treatment.
    """
    wanted = set(therapy.drug_classes)
    if not wanted or therapy.id.startswith("extended-"):
        return ""
    if verdict in _AFTER_FAILURE:
        lines = list(view.present)
    elif verdict == "undertreated":
        lines = [
            line
            for line in view.present
            if line is not view.latest and line.dosing.finding.effective == "met"
        ]
    else:
        return ""
    together = [line for line in lines if wanted <= set(_given(view, line))]
    if together:
        other = "" if _means(view, therapy, *together) else "another drug of its class: "
        return other + together[-1].regimen.name(view.ctx)
    if therapy.used_up == "together":
        return ""
    each = [line for line in lines if wanted & set(_given(view, line))]
    covered = {name for line in each for name in _given(view, line)}
    return ", then ".join(line.regimen.name(view.ctx) for line in each) if wanted <= covered else ""


def _option(view: Assessment, therapy: Therapy, verdict: Verdict) -> Option:
    safety = for_therapy(view, therapy)
    named = _named(view, therapy, verdict)
    used = _used(view, therapy, verdict)
    names = naming_of(view, therapy, verdict)
    resumed = verdict == "undertreated" and _resumes(view, therapy)
    others = dict.fromkeys(_name_of(view, name) for name in _other_sets(view, therapy, verdict))
    covered = [_name_of(view, name) for name in therapy.covered_by] if verdict in _REFRACTORY else []
    label, label_text = label_here(view, therapy)
    untried = verdict == "multirefractory" and label == "on-label" and not used
    step = "as a next step" if verdict in _AFTER_FAILURE else "for this step"
    reasons = [
        "the present regimen, at an adequate dose" if resumed else "",
        f"named by {view.ctx.criteria.name} {step}" if named else "",
        f"{'also ' if named else ''}named by {', '.join(others)}" if others else "",
        f"covered by {', '.join(covered)}, of which only the topics were read" if covered else "",
        f"listed by {view.ctx.criteria.name} as rescue with limited evidence"
        if view.ctx.criteria.id in therapy.limited_evidence_by and verdict in _REFRACTORY
        else "",
        label.replace("-", " "),
        "not given yet in this episode, and labelled: before rescue therapies" if untried else "",
        _IN_WORDS[therapy.evidence_level],
        "a trial without benefit" if therapy.no_benefit else "",
        "its randomised trial missed the primary endpoint" if therapy.endpoint_missed else "",
        "it ran when the response was lost" if _ran_at_loss(view, therapy, verdict) else "",
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
