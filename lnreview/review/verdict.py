"""The verdict: the first row whose condition the record documents, in the order of `VERDICTS`.

Each row is a function that answers yes, no or not documented, with one sentence. A row once true does not stay true:
every row looks at the present episode and at current values. A reviewer's override counts here, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from lnreview.case.records import Biopsy, Override
from lnreview.review import tissue
from lnreview.review.assess import Assessment, Line
from lnreview.review.context import both, either, negated
from lnreview.review.finding import StepName, Verdict, sentence
from lnreview.review.flare import biopsy_needed, relapse
from lnreview.review.judge import Judge, Row
from lnreview.review.responding import BAD, responding


def decide(view: Assessment, overrides: Mapping[StepName, Override]) -> tuple[Verdict, str]:
    """Return the verdict with its sentence."""
    judge = Judge(view, overrides)
    for slug, row in ROWS:
        answer = row(judge)
        if answer.documented is True:
            return slug, sentence(answer.because)
    return "insufficient-data", "No verdict is documented by the record as it stands."


# --- the rows --------------------------------------------------------------------------------------------------------


def alternative_diagnosis(judge: Judge) -> Row:
    """Something other than active lupus nephritis explains what is abnormal now."""
    if judge.overridden("biopsy") and judge.ruled("biopsy") is not False:
        return Row(False if judge.ruled("biopsy") else None)
    for item in judge.view.alternatives:
        if item.documented and not _resolved_since(judge, item.day):
            return Row(True, f"{item.evidence[-1]} documents {item.name}, which explains the abnormality.")
    return Row(False)


def _resolved_since(judge: Judge, day: date | None) -> bool:
    """Whether the abnormality is gone: stated, or by current values."""
    if judge.view.abnormal.now is False:
        return True
    ctx = judge.view.ctx
    # Undated history that is put in order together with undated tissue lies before dated tissue.
    undated_is_later = not any(item.taken_on is None and item.order is not None for item in ctx.case.biopsies)
    for event in reversed(ctx.events):
        when = ctx.when(event)
        later = undated_is_later if when is None else (day is None or when.middle > day)
        if event.what in BAD and later:
            return False
        if event.what == "complete-remission" and later and ctx.is_current(when):
            return True
    for course in ctx.case.courses:
        when = ctx.span(course.outcome_on) or ctx.span(course.known_on)
        undated = when is None and undated_is_later
        if course.stated_outcome == "complete" and (undated or day is None or (when and when.middle > day)):
            return True
    return False


def chronic_damage(judge: Judge) -> Row:
    """Persistent abnormality explained by chronic lesions without activity."""
    finding = judge.view.chronicity
    ruled = judge.ruled("chronicity")
    if judge.overridden("chronicity") and ruled is None:
        return Row(None)
    status = finding.status == "not-met" if ruled is None else not ruled
    if not status:
        return Row(False if finding.status == "met" or ruled else None)
    return Row(judge.view.abnormal.now, finding.because)


def nonadherence(judge: Judge) -> Row:
    """Documented nonadherence to a drug of the latest course, or of every course offered as failed."""
    line = judge.view.latest_treatment
    if line is None:
        return Row(None)
    if judge.overridden("adherence"):
        return Row(negated(judge.ruled("adherence")), "The reviewer judged the treatment as not taken.")
    if line.adherence.status == "not-met":
        return Row(True, line.adherence.because)
    offered = [item for item in judge.view.present if judge.unsuccessful(item) is True or item.stated_failure]
    if offered and all(item.adherence.status == "not-met" for item in offered):
        if not any(item.adherence.status == "met" for item in judge.view.present):
            return Row(True, offered[-1].adherence.because)
    return Row(False if line.adherence.status == "met" else None)


def untreated(judge: Judge) -> Row:
    """Tissue shows lupus nephritis and no standard induction was given for this episode."""
    view, ctx = judge.view, judge.view.ctx
    here = [item for item in tissue.latest(ctx, view.course.began) if item.proves_ln]
    undated = [item for item in ctx.case.biopsies if item.taken_on is None and item.proves_ln]
    shown: bool | None = True if here or undated else None
    if judge.overridden("diagnosis"):
        shown = judge.ruled("diagnosis")
    if not here and tissue.biopsy_contraindicated(ctx):
        shown = True
    if ctx.case.lupus.documented == "no":
        shown = None  # without a basis of lupus neither lupus nephritis nor an alternative is documented
    given = either(*(_is_standard(line) for line in view.present)) if view.present else False
    # The clock of lupus nephritis starts at its first tissue proof: when that is new, nothing can be missing since.
    fresh = any(ctx.is_recent(ctx.span(item.taken_on)) for item in here) and not _proven_before(judge, here)
    alone = len(ctx.case.biopsies) == 1 and bool(undated) and not view.lines and not view.course.reached
    listed = True if ctx.case.complete.courses == "yes" or fresh or alone else None
    none_given = both(listed, negated(given))
    where = describe_tissue(judge)
    return Row(both(shown, none_given), f"{where}, and no standard induction was given for this episode.")


def _proven_before(judge: Judge, here: Sequence[Biopsy]) -> bool:
    """Whether older tissue of this episode had already proven lupus nephritis."""
    ctx, began = judge.view.ctx, judge.view.course.began
    return any(
        item.proves_ln and item not in here
        and (began is None or (taken := ctx.span(item.taken_on)) is None or taken.latest >= began.earliest)
        for item in ctx.case.biopsies
    )  # fmt: skip


def _is_standard(line: Line) -> bool | None:
    return None if line.ladder == "unnamed" else line.ladder == "standard"


def describe_tissue(judge: Judge) -> str:
    """Return the latest tissue as the start of a sentence."""
    newest = tissue.latest(judge.view.ctx)
    if not newest:
        return "A biopsy is contraindicated"
    return f"Tissue shows lupus nephritis ({tissue.describe(judge.view.ctx, newest[-1])})"


def too_early(judge: Judge) -> Row:
    """A named standard regimen runs, nothing documents it as inadequate, and its window is not reached."""
    latest = judge.view.latest
    if latest is None or judge.overridden("dosing"):
        return Row(False)
    named = latest.dosing.named_standard or (judge.assume and latest.ladder == "unnamed")
    if not named or not latest.dosing.window_open:
        return Row(False)
    return Row(True, latest.dosing.finding.because)


def undertreated(judge: Judge) -> Row:
    """Dose, exposure or duration of the latest course was inadequate, or it was stopped before it counted."""
    latest = judge.view.latest
    if latest is None:
        return Row(None)
    if judge.overridden("dosing"):
        return Row(negated(judge.ruled("dosing")), "The reviewer judged the latest course as inadequate.")
    status = latest.dosing.finding.status
    return Row(status == "not-met" if status != "not-documented" else None, latest.dosing.finding.because)


def multirefractory(judge: Judge) -> Row:
    """As refractory, and an adequate anti-CD20 course failed as well."""
    row = refractory(judge)
    if row.documented is not True:
        return row
    return Row(
        judge.anti_cd20_failed(), f"{row.because[:-1]}, and an adequate anti-CD20 course failed as well."
    )


def refractory(judge: Judge) -> Row:
    """As many different adequate standard regimens failed as the set asks for, in an adherent patient."""
    counted = judge.counted()
    if not judge.enough(counted):
        return Row(None)
    dated = all(line.regimen.start is not None for line in counted)
    names = (", then " if dated else " and ").join(line.regimen.name(judge.view.ctx) for line in counted)
    present = True if judge.view.abnormal.now is None and judge.assume else judge.view.abnormal.now
    return Row(
        both(judge.proven(), present),
        f"{len(counted)} different adequate standard regimens failed in an adherent patient: {names}.",
    )


def inadequate_response(judge: Judge) -> Row:
    """Exactly one adequate standard regimen failed, or the latest moved without a partial response in its window."""
    view = judge.view
    counted = judge.counted()
    present = True if view.abnormal.now is None and judge.assume else view.abnormal.now
    if counted and not judge.enough(counted):
        line = counted[-1]
        told = f"{line.regimen.name(view.ctx)} ({response_sentence(line)})"
        if len(counted) < judge.asked():
            return Row(both(judge.proven(), present), f"One adequate standard regimen failed: {told}.")
        return Row(
            both(judge.proven(), present),
            f"{len(counted)} adequate standard regimens failed, the last {told}; the reading chosen here asks for one "
            "with mycophenolate and one with cyclophosphamide.",
        )
    latest = view.latest
    if latest is None or latest.ladder != "standard":
        return Row(None)
    moved = both(judge.adequate(latest), judge.adherent(latest), latest.judged.moved_only)
    return Row(
        both(judge.proven(), present, moved),
        f"{latest.regimen.name(view.ctx)} moved proteinuria without a partial response in its window ({response_sentence(latest)}).",
    )


def response_sentence(line: Line) -> str:
    """Say what proteinuria and eGFR did under a regimen."""
    result = line.judged
    parts = []
    if result.base_urine and result.last_urine:
        parts.append(f"{result.base_urine.evidence()} to {result.last_urine.evidence()}")
    elif result.last_urine:
        parts.append(f"last {result.last_urine.evidence()}, no baseline")
    if result.base_kidney and result.last_kidney:
        before, after = round(result.base_kidney.value), round(result.last_kidney.value)
        parts.append(f"eGFR {before} to {after}")
    if not parts:
        return "response only stated" if line.stated_failure else "no values at both ends"
    return "; ".join(parts)


ROWS: tuple[tuple[Verdict, Callable[[Judge], Row]], ...] = (
    ("alternative-diagnosis", alternative_diagnosis),
    ("responding", responding),
    ("chronic-damage", chronic_damage),
    ("nonadherence", nonadherence),
    ("relapse", relapse),
    ("biopsy-needed", biopsy_needed),
    ("untreated", untreated),
    ("too-early", too_early),
    ("undertreated", undertreated),
    ("multirefractory", multirefractory),
    ("refractory", refractory),
    ("inadequate-response", inadequate_response),
)
"""The rows in the order of precedence."""
