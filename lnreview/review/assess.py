"""Everything that the verdict looks at, worked out once: series, course of the disease, regimens, tissue, activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lnreview.case import analytes
from lnreview.case.dates import Span
from lnreview.case.records import LabResult
from lnreview.review import chronicity, nih, series, tissue
from lnreview.review.adherence import adherence
from lnreview.review.context import Context
from lnreview.review.dosing import Dosing, dosing
from lnreview.review.episode import Course, course_of_disease, shows_active_sediment
from lnreview.review.finding import Evidence, Finding
from lnreview.review.regimens import Regimen, is_kidney_treatment, is_running
from lnreview.review.response import Judged, effect_ends, judge
from lnreview.review.series import Series
from lnreview.review.tissue import Alternative
from lnreview.review.total_time import in_total

_GRANULAR = {"waxy-casts", "broad-casts"}
_SEROLOGY = ("c3", "c4", "complement", "anti-dsdna")


@dataclass(frozen=True)
class Line:
    """A regimen with what adherence, dosing and response say of it."""

    regimen: Regimen
    ladder: str
    adherence: Finding
    dosing: Dosing
    judged: Judged
    stated_failure: bool

    @property
    def stated_worse(self) -> bool:
        """Whether the chart states that the disease became worse under the regimen."""
        return any(course.stated_outcome == "worsened" for course in self.regimen.courses)


@dataclass(frozen=True)
class Abnormal:
    """Whether something is abnormal now, and what shows it."""

    now: bool | None
    evidence: tuple[Evidence, ...]
    onset: Span | None


@dataclass(frozen=True)
class Activity:
    """What serology and sediment say of the present."""

    active: tuple[Evidence, ...]
    quiet: tuple[Evidence, ...]
    doubtful: tuple[Evidence, ...]
    """Waxy or broad casts, signs of TMA or of another disease."""


@dataclass(frozen=True)
class Assessment:
    """The whole view of the record that the verdict is read from."""

    ctx: Context
    urine: Series
    kidney: Series
    course: Course
    lines: tuple[Line, ...]
    """All regimens of the record."""
    present: tuple[Line, ...]
    """Regimens of the present episode."""
    latest_treatment: Line | None
    """The latest regimen of any episode, or else maintenance or background drugs: what adherence is asked about."""
    abnormal: Abnormal
    activity: Activity
    diagnosis: Finding
    chronicity: Finding
    alternatives: tuple[Alternative, ...]

    @property
    def latest(self) -> Line | None:
        """The latest regimen of the present episode."""
        return self.present[-1] if self.present else None

    def present_after_response(self) -> bool:
        """Whether a regimen began after the last response was reached."""
        last = self.course.reached[-1].when if self.course.reached else None
        return any(
            line.regimen.start is not None and last is not None and line.regimen.start.middle > last.middle
            for line in self.lines
        )


def assess(ctx: Context) -> Assessment:
    """Work out the view of the record on the day of the review."""
    urine, kidney = series.proteinuria(ctx), series.kidney_function(ctx)
    course = course_of_disease(ctx, urine, kidney)
    lines = _lines(ctx, course.regimens, urine, kidney)
    present = tuple(line for line in lines if line.regimen.episode == course.episode)
    latest_treatment = lines[-1] if lines else _other_treatment(ctx, urine, kidney)
    activity = _activity(ctx, course.began)
    abnormal = _abnormal(ctx, urine, kidney, course)
    latest = chronicity.LatestCourse(present[-1].regimen.start) if present else None
    chronic = chronicity.chronicity(ctx, latest, course.boundaries[-1] if course.boundaries else None)
    alternatives = tissue.alternatives(
        ctx, course.began, _documents_active_ln(ctx, activity, course), abnormal.onset
    )
    return Assessment(
        ctx, urine, kidney, course, lines, present, latest_treatment, abnormal, activity,
        tissue.diagnosis(ctx), chronic, alternatives,
    )  # fmt: skip


def _lines(ctx: Context, found: Sequence[Regimen], urine: Series, kidney: Series) -> tuple[Line, ...]:
    lines = []
    followed = [*found[1:], None][: len(found)]
    doses = _doses(ctx, found, followed)
    for position, (regimen, following) in enumerate(zip(found, followed, strict=True)):
        first = not any(item.episode == regimen.episode for item in found[:position])
        end = effect_ends(ctx, regimen, following)
        lines.append(
            Line(regimen, regimen.ladder(ctx, first), adherence(ctx, regimen, end), doses[position],
                 judge(ctx, regimen, following, urine, kidney), _stated_failure(ctx, regimen))
        )  # fmt: skip
    return tuple(lines)


def _doses(ctx: Context, found: Sequence[Regimen], followed: Sequence[Regimen | None]) -> list[Dosing]:
    """Judge dose and time of each regimen, by itself or (where the reviewer reads it so) in total over an episode."""
    judged = [dosing(ctx, regimen, following) for regimen, following in zip(found, followed, strict=True)]
    if ctx.criteria.course_time != "in-total":
        return judged
    for episode in {regimen.episode for regimen in found}:
        places = [position for position, regimen in enumerate(found) if regimen.episode == episode]
        together = in_total(
            ctx, [found[at] for at in places], [followed[at] for at in places], [judged[at] for at in places]
        )
        for at, dose in zip(places, together, strict=True):
            judged[at] = dose
    return judged


def _stated_failure(ctx: Context, regimen: Regimen) -> bool:
    """Whether the chart states that the regimen failed; it suggests, and never documents, a failure."""
    ids = {course.id for course in regimen.courses}
    return any(
        course.stated_outcome in ("no-response", "worsened")
        or course.stop_reason in ("no-response", "worsening")
        for course in regimen.courses
    ) or any(event.course in ids and event.what in ("no-response", "worsened") for event in ctx.events)


def _other_treatment(ctx: Context, urine: Series, kidney: Series) -> Line | None:
    """Return maintenance, else background drugs, as something whose adherence can be asked about."""
    kidney_drugs = [course for course in ctx.case.courses if is_kidney_treatment(ctx, course)]
    courses = kidney_drugs or [
        course for course in ctx.case.courses if ctx.drug_class(course) in ("glucocorticoid", "antimalarial")
    ]
    courses = [course for course in courses if ctx.has_begun(ctx.span(course.start))]
    if not courses:
        return None
    starts = [span for course in courses if (span := ctx.span(course.start))]
    start = min(starts, key=lambda span: span.middle) if starts else None
    running = any(is_running(ctx, course) is not False for course in courses)
    classes = tuple(dict.fromkeys(ctx.drug_class(course) for course in courses))
    regimen = Regimen("treatment", tuple(courses), (), classes, start, None, running, 0)
    return Line(regimen, "other", adherence(ctx, regimen, None), dosing(ctx, regimen, None),
                judge(ctx, regimen, None, urine, kidney), False)  # fmt: skip


def _current(ctx: Context, lab: LabResult) -> bool:
    return ctx.is_current(ctx.span(lab.collected_on))


def _activity(ctx: Context, since: Span | None) -> Activity:
    """Read the latest serology and sediment that speak for the present."""
    active: list[Evidence] = []
    quiet: list[Evidence] = []
    doubtful: list[Evidence] = []
    newest: dict[str, LabResult] = {}
    for lab in ctx.case.labs:
        analyte = analytes.find(lab.analyte)
        if analyte and analyte.id in (*_SEROLOGY, "urine-sediment", "urine-rbc") and _current(ctx, lab):
            if flag(lab) is not None or lab.findings:
                newest[analyte.id] = lab
    for name, lab in newest.items():
        said = flag(lab)
        shown = _lab_evidence(ctx, lab)
        if name == "urine-sediment":
            if _GRANULAR & set(lab.findings):
                doubtful.append(shown)
            if shows_active_sediment(lab):
                active.append(shown)
            elif lab.interpretation in ("bland", "normal", "negative") or (
                lab.findings and set(lab.findings) <= {"minimal-haematuria", "granular-casts", *_GRANULAR}
            ):
                quiet.append(shown)
        elif name == "urine-rbc":
            (active if said in ("high", "positive", "present") else quiet).append(shown)
        elif said is not None:
            abnormal = said in ("high", "positive") if name == "anti-dsdna" else said == "low"
            (active if abnormal else quiet).append(shown)
    serology_active = any(name in _SEROLOGY and shown in active for name, shown in _named(ctx, newest))
    sediment_active = any(name.startswith("urine") and shown in active for name, shown in _named(ctx, newest))
    kept = [
        shown for name, shown in _named(ctx, newest)
        if shown in quiet and not (serology_active if name in _SEROLOGY else sediment_active)
    ]  # fmt: skip
    for lab in ctx.case.labs:
        analyte = analytes.find(lab.analyte)
        if (
            analyte
            and analyte.id == "schistocytes"
            and lab.interpretation in ("positive", "present")
            and _current(ctx, lab)
        ):
            doubtful.append(_lab_evidence(ctx, lab))
    return Activity(tuple(active), tuple(kept), tuple(doubtful))


def _named(ctx: Context, newest: dict[str, LabResult]) -> list[tuple[str, Evidence]]:
    return [(name, _lab_evidence(ctx, lab)) for name, lab in newest.items()]


def flag(lab: LabResult) -> str | None:
    """Return low, normal, high, positive … by the chart's word, else by the laboratory's own range, else `None`."""
    if lab.interpretation is not None:
        return lab.interpretation
    if lab.quantity is None:
        return None
    if lab.range_low is not None and lab.quantity.value < lab.range_low:
        return "low"
    if lab.range_high is not None and lab.quantity.value > lab.range_high:
        return "high"
    return "normal" if lab.range_low is not None or lab.range_high is not None else None


def _lab_evidence(ctx: Context, lab: LabResult) -> Evidence:
    """Return a result as evidence: value, flag and findings."""
    parts = [str(lab.quantity) if lab.quantity else "", lab.interpretation or "", ", ".join(lab.findings)]
    value = ", ".join(dict.fromkeys(part.replace("-", " ") for part in parts if part))
    value = value.replace("rbc", "RBC").replace("wbc", "WBC")
    return ctx.evidence(lab, analytes.name(lab.analyte), value, "", lab.collected_on)


def _documents_active_ln(ctx: Context, activity: Activity, course: Course) -> bool:
    """Whether anything documents active lupus nephritis: active sediment, low complement, or tissue of this episode."""
    if any("dsDNA" not in item.what for item in activity.active):
        return True
    for biopsy in tissue.latest(ctx, course.began):
        taken = ctx.span(biopsy.taken_on)
        if any(item.when and taken and item.when.middle > taken.middle for item in course.reached):
            continue  # a response since then: older tissue does not document activity now
        index = nih.index(ctx.guideline, biopsy, "nih-activity").value
        if biopsy.proves_ln and (index is None or index.high > 0):
            return True
    return False


def _abnormal(ctx: Context, urine: Series, kidney: Series, course: Course) -> Abnormal:
    """Say whether proteinuria, function or sediment is abnormal now, by current values, else by what the chart states."""
    evidence: list[Evidence] = []
    answers: list[bool | None] = []
    limit = ctx.guideline.number("biopsy-upcr")
    onset: Span | None = None
    last = urine.last
    if last is not None and ctx.is_current(last.span):
        answer = series.at_most(last, limit)
        answers.append(None if answer is None else not answer)
        evidence.append(last.evidence())
        if answer is False:
            onset = next(
                (point.span for point in urine.points if series.at_most(point, limit) is False), None
            )
    function = kidney.last
    if function is not None and ctx.is_current(function.span):
        fell = any(series.fell_more(point, function, ctx.egfr_tolerance) for point in kidney.points[:-1])
        low = series.below(function, ctx.guideline.number("impaired-egfr"))
        answers.append(True if fell or low else (None if low is None else False))
        evidence.append(function.evidence())
        onset = onset or (function.span if fell or low else None)
    words = _stated_abnormal(ctx)
    for answer, item, when in words:
        answers.append(answer)
        evidence.append(item)
        onset = onset or (when if answer else None)
    if any(answers):
        return Abnormal(True, tuple(evidence), onset)
    measured = bool(answers) and all(answer is False for answer in answers)
    return Abnormal(False if measured else None, tuple(evidence), onset)


def _stated_abnormal(ctx: Context) -> list[tuple[bool | None, Evidence, Span | None]]:
    found: list[tuple[bool | None, Evidence, Span | None]] = []
    for lab in ctx.case.labs:
        analyte = analytes.find(lab.analyte)
        if analyte is None or not _current(ctx, lab):
            continue
        when = ctx.span(lab.collected_on)
        if analyte.id in ("proteinuria", "upcr", "urine-protein-24h") and lab.quantity is None:
            if lab.interpretation in ("high", "nephrotic-range", "positive", "present", "worsened"):
                found.append((True, _lab_evidence(ctx, lab), when))
        if analyte.id == "creatinine" and lab.interpretation in ("high", "worsened"):
            found.append((True, _lab_evidence(ctx, lab), when))
        if analyte.id == "egfr" and lab.interpretation in ("low", "worsened"):
            found.append((True, _lab_evidence(ctx, lab), when))
        if analyte.id == "urine-sediment" and shows_active_sediment(lab):
            found.append((True, _lab_evidence(ctx, lab), when))
    last: tuple[bool, Evidence, Span | None] | None = None
    for event in ctx.events:
        when = ctx.when(event)
        if not ctx.is_current(when):
            continue
        bad = event.what in ("onset", "flare", "no-response", "worsened", "dialysis-started", "anuria")
        good = event.what == "complete-remission" and when is not None
        if bad or good:
            last = (
                bad,
                ctx.told(event),
                when,
            )
    if last:
        found.append(last)
    return found
