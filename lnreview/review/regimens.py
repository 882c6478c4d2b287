"""Read the medication courses as regimens, the way a clinician tells them.

A regimen is what was begun together against the nephritis. A dose change, a restart, or another form of the same class
belongs to the running regimen; a planned follow-on or maintenance drug belongs to the regimen before it; a new class
added to a running regimen begins a new one, marked as escalation. Supportive drugs, drugs for another disease and
drugs from before the episode are no regimen. Where the record names its regimens, the names decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from lnreview.case.dates import Span
from lnreview.case.records import MedicationCourse
from lnreview.review.context import Context

Ladder = Literal["standard", "anti-cd20", "other", "unnamed"]

_BACKGROUND = {
    "glucocorticoid", "antimalarial", "raas-inhibitor", "sglt2-inhibitor", "antihypertensive", "anticoagulant",
    "oestrogen",
}  # fmt: skip
_ADJUNCT_ROLES = {"follow-on", "maintenance"}
_OUTSIDE_ROLES = {"supportive", "other-disease"}


@dataclass(frozen=True)
class Regimen:
    """What was begun together: its principal courses, what belongs to it, and when it ran."""

    id: str
    courses: tuple[MedicationCourse, ...]
    """Principal courses: the drugs that it brought in, with their dose changes."""
    attached: tuple[MedicationCourse, ...]
    """Follow-on and maintenance courses."""
    classes: tuple[str, ...]
    """Principal classes; an empty text stands for a drug that is not named."""
    start: Span | None
    end: Span | None
    """`None` while it runs, or when unknown."""
    running: bool | None
    episode: int
    escalation: bool = False
    closed: Span | None = None
    """Start of the next kidney episode: values from then on do not speak for this regimen."""
    background: tuple[MedicationCourse, ...] = field(default=())
    """Courses of an earlier regimen that run on beside it (after an escalation)."""

    @property
    def everything(self) -> tuple[MedicationCourse, ...]:
        """Principal, background and attached courses."""
        return (*self.courses, *self.background, *self.attached)

    def ladder(self, ctx: Context, first: bool) -> Ladder:
        """Say which rung this is; obinutuzumab with mycophenolate as the first regimen is a standard induction."""
        named = [name for name in self.classes if name]
        if not named:
            return "unnamed"
        standard = {drug.drug_class for drug in ctx.guideline.drugs if drug.standard_induction}
        if "anti-cd20" in named:
            drugs = {drug.id for course in self.courses if (drug := ctx.drug(course.drug))}
            if first and "obinutuzumab" in drugs and "mpaa" in named:
                return "standard"
            return "anti-cd20"
        return "standard" if any(name in standard for name in named) else "other"

    def name(self, ctx: Context) -> str:
        """Return the drugs as shown: principal drugs, then what belongs to them."""
        return " + ".join(
            dict.fromkeys(drug_name(ctx, course) for course in (*self.courses, *self.background))
        )


def drug_name(ctx: Context, course: MedicationCourse) -> str:
    """Return the generic name of the drug of a course, or the name as written."""
    drug = ctx.drug(course.drug)
    return drug.name if drug else (course.drug or "treatment not named")


def is_infused(ctx: Context, course: MedicationCourse) -> bool:
    """Say whether a course is given by a professional, so that administrations are its record."""
    drug = ctx.drug(course.drug)
    return course.route == "iv" or (drug is not None and drug.infused and course.route not in ("oral", "sc"))


def is_running(ctx: Context, course: MedicationCourse) -> bool | None:
    """Say whether a course runs on the day of the review; without a stop date and not “no”, it is read as running."""
    stop = ctx.span(course.stop)
    if stop is not None:
        return stop.latest > ctx.as_of.latest
    if course.ongoing == "no" or course.stop_reason != "unknown":
        return False
    if course.ongoing == "yes":
        return True
    # A scheme of a few infusions ends by itself: without a stop date nobody knows whether it still runs.
    finite = any(rule.doses and rule.drug_class == ctx.drug_class(course) for rule in ctx.guideline.doses)
    return True if course.start is not None and not finite else None


def starts(ctx: Context, course: MedicationCourse) -> date | None:
    """Return the day to sort a course by."""
    span = ctx.span(course.start)
    return span.middle if span else None


def episode_of(ctx: Context, course: MedicationCourse, boundaries: Sequence[Span]) -> int:
    """Return the number of the kidney episode in which a course began (0: the first)."""
    start, stop = ctx.span(course.start), ctx.span(course.stop)
    reference = start or stop
    if reference is None:
        earlier = course.stated_outcome in ("complete", "primary-efficacy", "partial", "relapsed-later")
        return max(0, len(boundaries) - 1) if earlier and boundaries else len(boundaries)
    return sum(1 for boundary in boundaries if _not_after(boundary, reference))


def _not_after(boundary: Span, start: Span) -> bool:
    return boundary.middle <= start.middle or boundary.earliest <= start.earliest


def is_kidney_treatment(ctx: Context, course: MedicationCourse) -> bool:
    """Say whether a course was given against the nephritis (glucocorticoid and antimalarial alone are background)."""
    return course.role not in _OUTSIDE_ROLES and ctx.drug_class(course) not in _BACKGROUND


def regimens(ctx: Context, boundaries: Sequence[Span], began: Span | None) -> tuple[Regimen, ...]:
    """Return all regimens of the record that have begun, in the order of time.

    `boundaries` are the starts of the second and later kidney episodes; `began` is the first sign of the nephritis:
    a course of unknown purpose from before it is for something else.
    """
    principal, adjunct = [], []
    for course in ctx.case.courses:
        if not is_kidney_treatment(ctx, course) or not _has_begun(ctx, course):
            continue
        if _before_proof(ctx, course) or "dialysis" in course.drug.casefold() or _never_given(course):
            continue
        unspecific = course.role == "unknown" and _unspecific(ctx, course, began)
        if course.role in _ADJUNCT_ROLES or (unspecific and _may_follow_on(ctx, course)):
            adjunct.append(course)
        elif not unspecific:
            principal.append(course)
    principal.sort(key=lambda course: _order(ctx, course))
    found: list[Regimen] = []
    for course in principal:
        _place(ctx, found, course, episode_of(ctx, course, boundaries))
    found = [_with_attached(ctx, regimen, found, adjunct) for regimen in found]
    return tuple(
        replace(
            regimen, id=f"regimen-{index}",
            closed=boundaries[regimen.episode] if regimen.episode < len(boundaries) else None,
        )
        for index, regimen in enumerate(found, start=1)
    )  # fmt: skip


def _has_begun(ctx: Context, course: MedicationCourse) -> bool:
    """Whether a course has begun; one with an outcome on record has, even if it starts on the day of the review."""
    return course.stated_outcome != "unknown" or ctx.has_begun(ctx.span(course.start))


def _never_given(course: MedicationCourse) -> bool:
    """Whether a course was planned and not given: no dose, or refused before it began."""
    return course.doses_given == 0 or (course.stop_reason == "refusal" and course.start is None)


def _unspecific(ctx: Context, course: MedicationCourse, began: Span | None) -> bool:
    """Whether a course without a stated purpose is no induction: wrong class, or begun before the nephritis."""
    drug = ctx.drug(course.drug)
    if drug is None:
        inductive = not ctx.drug_class(course)
    else:
        inductive = drug.drug_class not in {"azathioprine", "methotrexate"}
    start = ctx.span(course.start)
    before = began is not None and start is not None and start.latest < began.earliest
    return not inductive or before


def _order(ctx: Context, course: MedicationCourse) -> tuple[bool, date, int, str]:
    day = starts(ctx, course)
    return (day is not None, day or date.min, course.order or 0, course.drug.casefold())


def _place(ctx: Context, found: list[Regimen], course: MedicationCourse, episode: int) -> None:
    name = ctx.drug_class(course)
    last = next((item for item in reversed(found) if item.episode == episode), None)
    if course.regimen:
        for index, item in enumerate(found):
            if item.courses[0].regimen == course.regimen:
                found[index] = _extended(ctx, item, course)
                return
    elif last is not None and not last.courses[0].regimen:
        if name and name in last.classes:
            found[found.index(last)] = _extended(ctx, last, course)
            return
        if _joint(ctx, last, course):
            found[found.index(last)] = _extended(ctx, last, course)
            return
        if _reads_as_follow_on(last, course, name):
            found[found.index(last)] = replace(last, attached=(*last.attached, course))
            return
    carried: tuple[MedicationCourse, ...] = ()
    start = ctx.span(course.start)
    if last is not None and start is not None:
        carried = tuple(item for item in last.courses if _runs_beyond(ctx, item, start))
    fresh = _extended(ctx, None, course, episode)
    found.append(replace(fresh, escalation=bool(carried), background=carried))


def _may_follow_on(ctx: Context, course: MedicationCourse) -> bool:
    """Whether a drug that is no induction by itself can be the follow-on of one: azathioprine, from a known day."""
    return ctx.drug_class(course) == "azathioprine" and course.start is not None


def _reads_as_follow_on(last: Regimen, course: MedicationCourse, name: str) -> bool:
    """Whether a drug of unknown role after cyclophosphamide is its follow-on; one with its own failure is not."""
    own_failure = course.stated_outcome in ("no-response", "worsened") or course.stop_reason in (
        "no-response",
        "worsening",
    )
    return (
        course.role == "unknown" and not own_failure
        and "cyclophosphamide" in last.classes and name in ("mpaa", "azathioprine")
    )  # fmt: skip


def _before_proof(ctx: Context, course: MedicationCourse) -> bool:
    """Whether a course ended before lupus nephritis was first proven, under another diagnosis or for no stated purpose."""
    stop = ctx.span(course.stop)
    proofs = [taken for item in ctx.case.biopsies if item.proves_ln and (taken := ctx.span(item.taken_on))]
    if stop is None or not proofs:
        return False
    first = min(proofs, key=lambda span: span.earliest)
    if stop.latest >= first.earliest:
        return False
    other = any(
        item.proves_ln is False and (taken := ctx.span(item.taken_on)) and taken.earliest < first.earliest
        for item in ctx.case.biopsies
    )
    return other or course.role == "unknown"


def _joint(ctx: Context, regimen: Regimen, course: MedicationCourse) -> bool:
    if course.order is not None and course.drug:
        if any(
            item.order == course.order and item.start is None and course.start is None
            for item in regimen.courses
        ):
            return True
    start = ctx.span(course.start)
    if start is None or regimen.start is None:
        return False
    return abs((start.middle - regimen.start.middle).days) <= int(ctx.number("joint-start"))


def _runs_beyond(ctx: Context, course: MedicationCourse, day: Span) -> bool:
    stop = ctx.span(course.stop)
    if stop is not None:
        return (stop.middle - day.middle).days > int(ctx.number("joint-start"))
    return is_running(ctx, course) is True


def _extended(ctx: Context, regimen: Regimen | None, course: MedicationCourse, episode: int = 0) -> Regimen:
    courses = (*regimen.courses, course) if regimen else (course,)
    classes = tuple(dict.fromkeys(ctx.drug_class(item) for item in courses))
    begun = [span for item in courses if (span := ctx.span(item.start))]
    running_now = [is_running(ctx, item) for item in courses]
    running = True if any(running_now) else (False if all(item is False for item in running_now) else None)
    stops = [span for item in courses if (span := ctx.span(item.stop))]
    end = max(stops, key=lambda span: span.middle) if stops and not running else None
    start = min(begun, key=lambda span: span.middle) if begun else None
    base = regimen or Regimen("", (), (), (), None, None, None, episode)
    return replace(base, courses=courses, classes=classes, start=start, end=end, running=running)


def _with_attached(
    ctx: Context, regimen: Regimen, found: Sequence[Regimen], adjunct: Sequence[MedicationCourse]
) -> Regimen:
    position = found.index(regimen)
    following = found[position + 1] if position + 1 < len(found) else None
    mine = list(regimen.attached)
    for course in adjunct:
        if course.role == "unknown" and not _reads_as_follow_on(regimen, course, ctx.drug_class(course)):
            continue
        if course.regimen:
            if course.regimen == regimen.courses[0].regimen:
                mine.append(course)
            continue
        start = ctx.span(course.start)
        after = start is None or regimen.start is None or start.middle >= regimen.start.middle
        before_next = (
            following is None
            or start is None
            or following.start is None
            or start.middle < following.start.middle
        )
        if after and before_next and (start is not None or following is None):
            mine.append(course)
    return replace(regimen, attached=tuple(mine))
