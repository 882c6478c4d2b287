"""The verdict: the first row whose condition the record documents, in the order of `VERDICTS`.

Each row is a function that answers yes, no or not documented, with one sentence. A row once true does not stay true:
every row looks at the present episode and at current values. A reviewer's override counts here, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lnreview.case.dates import Span
from lnreview.case.records import Biopsy, Event, MedicationCourse, Override
from lnreview.review import series, tissue
from lnreview.review.assess import Assessment, Line
from lnreview.review.context import both, either
from lnreview.review.episode import Loss
from lnreview.review.finding import Evidence, StepName, Verdict, sentence
from lnreview.review.judge import Judge
from lnreview.review.response import REACHED

_GOOD = {
    "complete-remission": "complete", "primary-efficacy-response": "primary efficacy", "partial-remission": "partial",
    "improved": "improvement", "remission": "remission", "dialysis-stopped": "end of dialysis",
}  # fmt: skip
_IN_WORDS = {
    "complete": "complete response", "partial": "partial response", "primary efficacy": "primary efficacy response",
    "improved": "improvement",
}  # fmt: skip
_GOOD_OUTCOMES = ("complete", "primary-efficacy", "partial", "remission", "improved")
_BAD = ("no-response", "worsened", "flare", "suspected-flare", "dialysis-started", "onset")


@dataclass(frozen=True)
class Row:
    """The answer of one row of the verdict table."""

    documented: bool | None
    because: str = ""


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
    if judge.ruled("biopsy") is True:
        return Row(False)
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
        if event.what in _BAD and later:
            return False
        if event.what == "complete-remission" and later and ctx.is_current(when):
            return True
    for course in ctx.case.courses:
        when = ctx.span(course.outcome_on) or ctx.span(course.known_on)
        undated = when is None and undated_is_later
        if course.stated_outcome == "complete" and (undated or day is None or (when and when.middle > day)):
            return True
    return False


def responding(judge: Judge) -> Row:
    """Complete, primary-efficacy or partial response after treatment of this episode, or on the way to it."""
    ruled = judge.ruled("response")
    if ruled is not None:
        return Row(ruled, "The reviewer judged the response as reached.")
    latest = judge.view.latest
    if latest is not None and latest.judged.worse_function is True:
        return Row(False)
    measured = _responding_measured(judge, latest)
    if measured is not None and measured.documented is True:
        return measured
    stated = _responding_stated(judge, latest)
    if stated is None and measured is None:
        return _response_holds(judge) or Row(None)
    return stated or measured or Row(None)


def _response_holds(judge: Judge) -> Row | None:
    """A response reached earlier in this episode, not lost, with a current value inside its limits."""
    view, ctx = judge.view, judge.view.ctx
    last, kidney = view.urine.last, view.kidney.last
    if not view.course.reached or last is None or not ctx.is_current(last.span) or last.span is None:
        return None
    reached = view.course.reached[-1]
    if _lost_after(view, reached.when) or not series.at_most(last, ctx.number("perr-upcr")):
        return None
    spared = kidney is None or series.below(kidney, ctx.number("perr-egfr-floor")) is not True
    fell = kidney is not None and any(
        series.fell_more(point, kidney, ctx.egfr_tolerance) for point in view.kidney.points[:-1]
    )
    if not spared or fell or not _treated(judge, last.span):
        return None
    return Row(True, f"A response was reached ({reached.evidence}) and holds: {last.evidence()} now.")


def _responding_measured(judge: Judge, latest: Line | None) -> Row | None:
    if latest is None:
        return None
    result, ctx = latest.judged, judge.view.ctx
    last = result.last_urine
    if last is None or not ctx.is_current(last.span):
        return None
    if result.grade in REACHED:
        name = result.grade.replace("-", " ")
        return Row(
            True, f"{latest.regimen.name(ctx)}: {name} response on two samples, the last {last.evidence()}."
        )
    if result.grade == "improving" and result.ahead and result.worse_function is not True:
        return Row(
            True,
            f"{latest.regimen.name(ctx)}: proteinuria fell from {result.base_urine and result.base_urine.evidence()} to "
            f"{last.evidence()}; on the way, with the milestone of the criteria set still ahead.",
        )
    return Row(False) if result.unchanged_urine is True else None


def _responding_stated(judge: Judge, latest: Line | None) -> Row | None:
    """Read what the chart states of the response, marked as stated; measured values and later losses outweigh it."""
    view, ctx = judge.view, judge.view.ctx
    if latest is not None and latest.judged.unchanged_urine is True:
        return None
    statements: list[_Statement] = []
    for event in ctx.events:
        if event.what in _GOOD or event.what in _BAD or event.what == "stable":
            statements.append(
                _Statement(
                    ctx.when(event), ctx.span(event.on), event.order or 0, event.what, _told(judge, event)
                )
            )
    for course in ctx.case.courses:
        good = course.stated_outcome in _GOOD_OUTCOMES
        bad = course.stated_outcome in ("no-response", "worsened")
        if not (good or bad):
            continue
        dated = ctx.span(course.outcome_on) or ctx.span(course.stop)
        if dated is None and not _speaks_for_present(judge, course, latest):
            continue  # the outcome of an earlier course, without a day
        evidence = ctx.evidence(
            course, f"stated outcome of {course.drug}", course.stated_outcome, "", course.outcome_on
        )
        when = dated or ctx.span(course.known_on) or ctx.span(course.start)
        statements.append(_Statement(when, dated, course.order or 0, course.stated_outcome, evidence))
    if not statements:
        return None
    last = max(statements, key=lambda item: item.place(ctx.as_of))
    if not last.good or not ctx.is_current(last.dated) or not _treated(judge, last.when):
        return None
    if last.when is None and any((event.order or 0) > last.order for event in ctx.events):
        return None  # something later is on record
    if _lost_after(view, last.when) or _measured_against(judge, last.when):
        return None
    name = _GOOD.get(last.what, last.what).replace("-", " ")
    when_said = f" ({last.evidence.date})" if last.evidence.date else ""
    return Row(True, f"The chart states {_IN_WORDS.get(name, name)}{when_said}; stated, not measured here.")


@dataclass(frozen=True)
class _Statement:
    """What the chart says of the response; `when` orders it, `dated` tells whether it still speaks for the present."""

    when: Span | None
    dated: Span | None
    order: int
    what: str
    evidence: Evidence

    @property
    def good(self) -> bool:
        return self.what in _GOOD or self.what in _GOOD_OUTCOMES

    def place(self, as_of: Span) -> tuple[date, bool, int, str]:
        # Of one day, what is dated comes after what is not.
        return (
            self.when.middle if self.when else as_of.middle, self.when is not None, self.order, self.evidence.entry,
        )  # fmt: skip


def _speaks_for_present(judge: Judge, course: MedicationCourse, latest: Line | None) -> bool:
    """Whether an outcome without a day belongs to the latest treatment of this episode."""
    if latest is not None:
        return course in latest.regimen.everything
    ctx, began = judge.view.ctx, judge.view.course.began
    start = ctx.span(course.start) or ctx.span(course.known_on)
    return start is None or began is None or start.latest >= began.earliest


def _told(judge: Judge, event: Event) -> Evidence:
    return judge.view.ctx.evidence(event, f"stated: {event.what.replace('-', ' ')}", "", "", event.on)


def _treated(judge: Judge, when: Span | None) -> bool:
    """Whether treatment of this episode had begun before a day."""
    ctx, began = judge.view.ctx, judge.view.course.began
    for course in ctx.case.courses:
        name = ctx.drug_class(course)
        if name in ("antihypertensive", "anticoagulant", "oestrogen", "raas-inhibitor", "sglt2-inhibitor"):
            continue
        start, stop = ctx.span(course.start), ctx.span(course.stop)
        if not ctx.has_begun(start) or (start and when and start.earliest > when.latest):
            continue
        in_episode = start is None or began is None or start.latest >= began.earliest
        runs_on = stop is None or began is None or stop.latest >= began.earliest
        if in_episode or (runs_on and course.role in ("induction", "maintenance", "follow-on")):
            return True
    return False


def _lost_after(view: Assessment, when: Span | None) -> bool:
    return any(
        loss.when is None or when is None or loss.when.middle > when.middle for loss in view.course.losses
    )


def _measured_against(judge: Judge, when: Span | None) -> bool:
    """Whether a later value contradicts a stated response: proteinuria that would end it."""
    ctx = judge.view.ctx
    last = judge.view.urine.last
    if last is None or last.span is None or not ctx.is_current(last.span):
        return False
    later = when is not None and last.span.middle > when.middle
    return later and last.low >= ctx.number("lost-from-partial")


def chronic_damage(judge: Judge) -> Row:
    """Persistent abnormality explained by chronic lesions without activity."""
    finding = judge.view.chronicity
    ruled = judge.ruled("chronicity")
    status = finding.status == "not-met" if ruled is None else not ruled
    if not status:
        return Row(False if finding.status == "met" or ruled else None)
    return Row(both(True, judge.view.abnormal.now), finding.because)


def nonadherence(judge: Judge) -> Row:
    """Documented nonadherence to a drug of the latest course, or of every course offered as failed."""
    line = judge.view.latest_treatment
    if line is None:
        return Row(None)
    ruled = judge.ruled("adherence")
    if ruled is not None:
        return Row(not ruled, "The reviewer judged the treatment as not taken.")
    if line.adherence.status == "not-met":
        return Row(True, line.adherence.because)
    offered = [item for item in judge.view.present if judge.unsuccessful(item) is True or item.stated_failure]
    if offered and all(item.adherence.status == "not-met" for item in offered):
        later = [
            item for item in judge.view.present if item not in offered and item.adherence.status == "met"
        ]
        if not later:
            return Row(True, offered[-1].adherence.because)
    return Row(False if line.adherence.status == "met" else None)


def relapse(judge: Judge) -> Row:
    """A response was reached and lost, no induction for the flare has begun, and nothing puts its cause in doubt."""
    view = judge.view
    loss = view.course.last_loss
    if loss is None:
        measured = view.urine.last is not None and view.ctx.is_current(view.urine.last.span)
        open_now = view.abnormal.now is not False and not measured
        if judge.assume and view.course.reached and open_now and not view.present_after_response():
            return Row(
                True, "A response was reached; if current values show that it was lost, this is a relapse."
            )
        return Row(False if not view.course.reached else None)
    if loss.certainty == "suspected" and not judge.assume:
        return Row(None)
    if _response_after(view, loss) or _induced_since(view, loss.when):
        return Row(False)
    if _doubtful(judge, loss.when):
        return Row(False)
    reached = view.course.reached[-1]
    stated = " (stated)" if loss.certainty == "stated" else ""
    return Row(
        True,
        f"A response was reached ({reached.evidence}) and lost{stated}: {loss.evidence[-1]}; no induction for the flare has begun.",
    )


def _response_after(view: Assessment, loss: Loss) -> bool:
    return any(
        item.when is not None and loss.when is not None and item.when.middle > loss.when.middle
        for item in view.course.reached
    )


def _induced_since(view: Assessment, when: Span | None) -> bool:
    if when is None:
        return False
    return any(
        line.regimen.start is not None and line.regimen.start.middle >= when.middle for line in view.present
    )


def _doubtful(judge: Judge, since: Span | None) -> bool:
    """Whether the cause of a flare is in doubt and no tissue since it began settles it."""
    view = judge.view
    if since is not None and any(item.proves_ln for item in tissue.latest(view.ctx, since)):
        return False
    suspected = any(not item.by_tissue for item in view.alternatives)
    return bool(view.activity.quiet or view.activity.doubtful or suspected)


def biopsy_needed(judge: Judge) -> Row:
    """An abnormality is present and tissue is due."""
    view, ctx = judge.view, judge.view.ctx
    ruled = judge.ruled("biopsy")
    if ruled is not None:
        return Row(not ruled, "The reviewer judged that tissue is due.")
    if tissue.biopsy_impossible(ctx):
        return Row(False)
    due = _first_tissue_due(judge) or _doubtful_flare_due(judge) or _after_failures_due(judge)
    if due is None:
        return Row(None)
    return Row(both(True, view.abnormal.now), due)


def _listed_completely(judge: Judge, since: Span | None) -> bool:
    """Whether the record says that no biopsy is missing from the time since a day."""
    ctx = judge.view.ctx
    if ctx.case.complete.biopsies == "yes" or (
        ctx.is_recent(since) and ctx.case.complete.biopsies == "unknown"
    ):
        return True
    for event in ctx.events:
        when = ctx.when(event)
        if event.what == "no-biopsy-taken" and (
            since is None or when is None or when.latest >= since.earliest
        ):
            return True
    return False


def _first_tissue_due(judge: Judge) -> str | None:
    view, ctx = judge.view, judge.view.ctx
    if tissue.no_biopsy_taken(ctx):
        return "An abnormality is present and no kidney biopsy was ever taken; the class is never presumed."
    began = view.course.began
    if view.course.reached or began is None or not _listed_completely(judge, began):
        return None
    if tissue.latest(ctx, began) or not ctx.case.biopsies:
        return None
    if any(item.taken_on is None for item in ctx.case.biopsies):
        return None
    return f"An abnormality is present since {began} and no biopsy was taken in this episode; older tissue does not prove what it is now."


def _doubtful_flare_due(judge: Judge) -> str | None:
    view = judge.view
    loss, latest = view.course.last_loss, view.latest
    since: Span | None = None
    what = ""
    if (
        loss is not None
        and not _response_after(view, loss)
        and (
            loss.certainty != "suspected"
            or len(loss.evidence) > 1
            or _nephrotic_now(view)
            or judge.assume
            or "stated" in loss.evidence[0].what
        )
    ):
        since, what = loss.when, f"a response was lost ({loss.evidence[-1]})"
    elif latest is not None and latest.judged.worse_function is True:
        point = latest.judged.last_kidney
        since = latest.regimen.start
        what = (
            f"kidney function is confirmed worse ({point.evidence()})"
            if point
            else "kidney function is confirmed worse"
        )
    # A doubtful flare is not left open because nobody said that the list of biopsies is complete: tissue is the
    # safe answer to doubt, and whether any was taken since is asked beside it.
    if not what or judge.view.ctx.case.complete.biopsies == "no" or not _doubtful(judge, since):
        return None
    if since is not None and tissue.latest(view.ctx, since):
        return None
    signs = [*view.activity.doubtful, *view.activity.quiet]
    signs += [item.evidence[-1] for item in view.alternatives if not item.by_tissue and item.evidence]
    reasons = "; ".join(str(item) for item in signs[:3])
    return f"A flare of doubtful cause: {what}, but {reasons}. No tissue since it began."


def _nephrotic_now(view: Assessment) -> bool:
    """Whether the last value is nephrotic-range: too much to wait for a second sample before tissue."""
    last = view.urine.last
    return last is not None and last.low >= view.ctx.number("nephrotic")


def _after_failures_due(judge: Judge) -> str | None:
    counted = judge.counted()
    needed = 1 if judge.view.ctx.strict_biopsy else judge.asked()
    if len(counted) < needed:
        return None
    start = counted[-1].regimen.start
    if not _listed_completely(judge, start) or tissue.latest(judge.view.ctx, start):
        return None
    number = "one adequate regimen" if len(counted) == 1 else f"{len(counted)} adequate regimens"
    return f"After {number} failed, no biopsy was taken since the latest of them began."


def untreated(judge: Judge) -> Row:
    """Tissue shows lupus nephritis and no standard induction was given for this episode."""
    view, ctx = judge.view, judge.view.ctx
    here = [item for item in tissue.latest(ctx, view.course.began) if item.proves_ln]
    undated = [item for item in ctx.case.biopsies if item.taken_on is None and item.proves_ln]
    shown: bool | None = True if here or undated else None
    if judge.ruled("diagnosis") is not None:
        shown = judge.ruled("diagnosis")
    if not here and tissue.biopsy_contraindicated(ctx):
        shown = True
    if ctx.case.lupus.documented == "no":
        shown = None  # without a basis of lupus neither lupus nephritis nor an alternative is documented
    given = either(*(_is_standard(line) for line in view.present)) if view.present else False
    # The clock of lupus nephritis starts at its first tissue proof: when that is new, nothing can be missing since.
    fresh = any(ctx.is_recent(ctx.span(item.taken_on)) for item in here) and not _proven_before(judge, here)
    alone = len(ctx.case.biopsies) == 1 and bool(undated) and not view.lines and not view.course.reached
    fresh = fresh or alone
    listed = True if ctx.case.complete.courses == "yes" or fresh else None
    none_given = None if given is None else (both(listed, True) if given is False else False)
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
    if latest is None or "dosing" in judge.overrides:
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
    ruled = judge.ruled("dosing")
    if ruled is not None:
        return Row(not ruled, "The reviewer judged the latest course as inadequate.")
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
    if len(counted) < judge.asked():
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
    if counted and len(counted) < judge.asked():
        line = counted[-1]
        return Row(
            both(judge.proven(), present),
            f"One adequate standard regimen failed: {line.regimen.name(view.ctx)} ({response_sentence(line)}).",
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
