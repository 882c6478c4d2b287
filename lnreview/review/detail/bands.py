"""What single studies found at such an index: each band with its study, evaluated on the latest tissue.

A band describes the patients of its study. None is a rule of a guideline and none decides here; the classes of the
program are its own default and are named so. A band of repeat biopsies is not applied to a first one, and the share of
quiet tissue at low proteinuria only to the group that it was found in. An outlook is no criterion: a band is answered
with yes or no and never marked as met. Each report of one day is held against a band by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from lnreview.case import analytes
from lnreview.case.dates import Span, at_least_months
from lnreview.case.quantities import convert
from lnreview.case.records import Biopsy, LabResult
from lnreview.review import nih, series, tissue
from lnreview.review.assess import Assessment, flag
from lnreview.review.context import both, either, negated
from lnreview.review.detail.facts import cited, fact, numbers, study, told
from lnreview.review.detail.histology import class_of
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Status
from lnreview.review.nih import Range
from lnreview.review.series import Point

STATUS: dict[bool | None, Status] = {True: "met", False: "not-met", None: "not-documented"}


@dataclass(frozen=True)
class Sample:
    """One report of the latest tissue with what was measured around its day."""

    view: Assessment
    biopsy: Biopsy
    activity: Range | None
    chronicity: Range | None
    day: Span | None
    repeat: bool | None
    """Whether tissue was taken before; `None` where none is on record and the list is not said to be complete."""
    urine: Point | None
    """Proteinuria nearest to the biopsy, within the days that a baseline may lie before."""

    def limit(self, name: str) -> Decimal:
        """Return a number of the pack."""
        return self.view.ctx.guideline.number(name)


@dataclass(frozen=True)
class Answer:
    """What a band says of the tissue."""

    cell: str
    open: bool = False
    """Whether the record lacks what would answer it."""


def bands(view: Assessment) -> tuple[Table, ...]:
    """Return every band with what it says of the latest tissue, where that has an index at all."""
    samples = [
        item for item in latest_samples(view) if item.activity is not None or item.chronicity is not None
    ]
    if not samples:
        return ()
    rows = []
    for name, answer in _BANDS:
        item = fact(view.ctx.guideline, name)
        if item is None:
            continue
        answers = [answer(sample) for sample in samples]
        status: Status | None = "not-documented" if any(said.open for said in answers) else None
        used = numbers(view.ctx.guideline, item)
        urine = samples[0].urine
        near = (urine.evidence(),) if urine and name in _WITH_URINE else ()
        rows.append(
            Row(
                (item.name, _cells(samples, answers), item.text, study(view.ctx.guideline, item.source)), status, told(item),
                (*(tissue.describe(view.ctx, sample.biopsy) for sample in samples), *near),
                cited(item, *used), used,
            )
        )  # fmt: skip
    return (
        Table(
            "histology-bands", "Bands of published studies, on the latest biopsy", "chronicity",
            (Column("Band"), Column("This biopsy"), Column("What was found"), Column("Study")), tuple(rows),
            note="A band describes the patients of one study. No guideline sets a number for “predominantly chronic”; "
            "the program's own classes are its default and can be edited.",
        ),
    )  # fmt: skip


def _cells(samples: list[Sample], answers: list[Answer]) -> str:
    """Return the answers, each with the class of its report where there are several."""
    if len({said.cell for said in answers}) == 1:
        return answers[0].cell
    named = [
        (class_of(sample.biopsy) or "class not reported", said.cell)
        for sample, said in zip(samples, answers, strict=True)
    ]
    return "; ".join(f"{name}: {cell}" for name, cell in named if cell)


def latest_samples(view: Assessment) -> tuple[Sample, ...]:
    """Return each report of the latest day of tissue with what was measured around it."""
    ctx = view.ctx
    newest = tissue.latest(ctx) or ctx.case.biopsies[-1:]
    if not newest:
        return ()
    day = ctx.span(newest[0].taken_on)
    earlier = [item for item in ctx.case.biopsies if item not in newest]
    repeat = True if earlier else (False if ctx.case.complete.biopsies == "yes" else None)
    return tuple(
        Sample(
            view, item, nih.index(ctx.guideline, item, "nih-activity").value,
            nih.index(ctx.guideline, item, "nih-chronicity").value, day, repeat, _nearest(view, day),
        )
        for item in newest
    )  # fmt: skip


def _nearest(view: Assessment, day: Span | None) -> Point | None:
    if day is None:
        return None
    within = int(view.ctx.number("baseline-before"))
    near = [
        (abs((point.day - day.middle).days), index)
        for index, point in enumerate(view.urine.points)
        if point.day is not None and abs((point.day - day.middle).days) <= within
    ]
    return view.urine.points[min(near)[1]] if near else None


# --- the bands -------------------------------------------------------------------------------------------------------


def _graded(
    short: str, index: Range | None, words: tuple[str, str, str], second: bool | None, third: bool | None
) -> Answer:
    """Return which of three bands an index lies in; both where a range crosses their border."""
    if index is None:
        return Answer("", True)
    possible = [
        word
        for word, answer in zip(words, (negated(second), both(second, negated(third)), third), strict=True)
        if answer is not False
    ]
    return Answer(f"{short} {index}: {' or '.join(possible)}")


def _ci_cohort_ai(sample: Sample) -> Answer:
    index = sample.activity
    second = index.at_least(sample.limit("ci-cohort-ai-moderate")) if index else None
    third = index.at_least(sample.limit("ci-cohort-ai-high")) if index else None
    return _graded("AI", index, ("low", "moderate", "high"), second, third)


def _ci_cohort_ci(sample: Sample) -> Answer:
    index = sample.chronicity
    second = index.at_least(sample.limit("ci-cohort-ci-moderate")) if index else None
    third = index.at_least(sample.limit("ci-cohort-ci-high")) if index else None
    return _graded("CI", index, ("low", "moderate", "high"), second, third)


def _ai_bands(sample: Sample) -> Answer:
    index = sample.activity
    second = index.at_least(sample.limit("ai-bands-active")) if index else None
    third = index.above(sample.limit("ai-bands-high")) if index else None
    return _graded("AI", index, ("inactive", "low to moderate", "high"), second, third)


def _said(sample: Sample, *shorts: str) -> str:
    held = {"AI": sample.activity, "CI": sample.chronicity}
    return ", ".join(f"{short} {held[short]}" for short in shorts if held[short] is not None)


def _yes_no(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: "cannot be told"}[answer]


def _asked(sample: Sample, said: str, answer: bool | None) -> Answer:
    return Answer(f"{said}: {_yes_no(answer)}" if said else "", answer is None)


def _at_repeat(sample: Sample, said: str, answer: bool | None) -> Answer:
    """Answer a band of repeat biopsies; a first one is not asked."""
    if sample.repeat is False:
        return Answer("first biopsy: does not apply")
    if sample.repeat is None:
        return Answer(
            f"{said}; no earlier biopsy on record" if said else "no earlier biopsy on record",
            True,
        )
    return _asked(sample, said, answer)


def _mnih(sample: Sample) -> Answer:
    index = sample.chronicity
    return _asked(
        sample, _said(sample, "CI"), index.at_least(sample.limit("mnih-cohort-ci")) if index else None
    )


def _moroni_ai(sample: Sample) -> Answer:
    index = sample.activity
    return _at_repeat(sample, _said(sample, "AI"), index.above(sample.limit("moroni-ai")) if index else None)


def _moroni_ci(sample: Sample) -> Answer:
    index = sample.chronicity
    return _at_repeat(sample, _said(sample, "CI"), index.above(sample.limit("moroni-ci")) if index else None)


def _ucl(sample: Sample) -> Answer:
    index, urine = sample.activity, sample.urine
    active = index.above(sample.limit("rebiopsy-ucl-ai")) if index else None
    low = series.below(urine, sample.limit("rebiopsy-ucl-upcr")) if urine else None
    return _at_repeat(sample, _with_urine(sample, _said(sample, "AI")), both(active, low))


def _classic(sample: Sample) -> Answer:
    chronic, active = sample.chronicity, sample.activity
    answer = both(
        chronic.at_least(sample.limit("classic-ci")) if chronic else None,
        active.at_least(sample.limit("classic-ai")) if active else None,
    )
    return _asked(sample, _said(sample, "CI", "AI"), answer)


def _beam(sample: Sample) -> Answer:
    index = sample.chronicity
    return _asked(
        sample, _said(sample, "CI"), negated(index.at_least(sample.limit("beam-ci"))) if index else None
    )


def _with_urine(sample: Sample, said: str) -> str:
    urine = str(sample.urine.evidence()) if sample.urine else "no proteinuria near the biopsy"
    return f"{said}, {urine}" if said else urine


def _amp(sample: Sample) -> Answer:
    low = series.below(sample.urine, sample.limit("amp-upcr")) if sample.urine else None
    return _asked(sample, _with_urine(sample, ""), low)


def _alvarado(sample: Sample) -> Answer:
    group = in_alvarado_group(sample)
    if sample.repeat is False:
        return Answer("first biopsy: does not apply")
    said = {True: "belongs to that group", False: "not of that group: the share does not apply",
            None: "whether it belongs to that group cannot be told"}[group]  # fmt: skip
    return Answer(f"{_with_urine(sample, '')}; {said}", group is None)


def in_alvarado_group(sample: Sample) -> bool | None:
    """Say whether the biopsy is a repeat one after long quiescence with residual proteinuria or abnormal creatinine."""
    band = sample.view.ctx.guideline["alvarado-proteinuria"]
    residual: bool | None = None
    if sample.urine is not None and band.upper is not None:
        low, high = (convert(value, band.unit, "g/d") for value in (band.value, band.upper))
        residual = both(negated(series.below(sample.urine, low)), series.at_most(sample.urine, high))
    return both(sample.repeat, _quiescent(sample), either(residual, _creatinine_abnormal(sample)))


def _quiescent(sample: Sample) -> bool | None:
    """Say whether the disease was quiet for long enough before the biopsy: a response reached, and not lost since."""
    if sample.day is None:
        return None
    day, months = sample.day, int(sample.limit("alvarado-quiescence"))
    starts = [line.regimen.start for line in sample.view.lines if line.regimen.start is not None]
    losses = [loss.when for loss in sample.view.course.losses if loss.when is not None]
    if any(_within(when, day, months) for when in (*starts, *losses)):
        return False
    reached = [item.when for item in sample.view.course.reached if item.when is not None]
    return True if any(at_least_months(when, day, months) for when in reached) else None


def _within(when: Span, day: Span, months: int) -> bool:
    """Whether something may have happened by the day of the biopsy, and not so many months before it."""
    return when.earliest <= day.latest and at_least_months(when, day, months) is not True


def _creatinine_abnormal(sample: Sample) -> bool | None:
    """Read the creatinine nearest to the biopsy by the chart's word or the laboratory's own range."""
    if sample.day is None:
        return None
    within = int(sample.view.ctx.number("baseline-before"))
    near: list[tuple[int, LabResult]] = []
    for lab in sample.view.ctx.case.labs:
        known, when = analytes.find(lab.analyte), sample.view.ctx.span(lab.collected_on)
        if known is not None and known.id == "creatinine" and when is not None and flag(lab) is not None:
            near.append((abs((when.middle - sample.day.middle).days), lab))
    near = [pair for pair in near if pair[0] <= within]
    if not near:
        return None
    return flag(min(near, key=lambda pair: pair[0])[1]) == "high"


def _ours_chronic(sample: Sample) -> Answer:
    chronic, active = sample.chronicity, sample.activity
    answer = both(
        chronic.at_least(sample.limit("chronic-ci")) if chronic else None,
        negated(active.above(sample.limit("chronic-ai"))) if active else None,
    )
    return _asked(sample, _said(sample, "CI", "AI"), answer)


def _ours_active(sample: Sample) -> Answer:
    index = sample.activity
    return _asked(sample, _said(sample, "AI"), index.above(sample.limit("active-ai")) if index else None)


_BANDS: tuple[tuple[str, Callable[[Sample], Answer]], ...] = (
    ("band-ours-chronic", _ours_chronic),
    ("band-ours-active", _ours_active),
    ("band-ci-cohort-ai", _ci_cohort_ai),
    ("band-ci-cohort-ci", _ci_cohort_ci),
    ("band-ai", _ai_bands),
    ("band-mnih-cohort", _mnih),
    ("band-moroni-ai", _moroni_ai),
    ("band-moroni-ci", _moroni_ci),
    ("band-rebiopsy-ucl", _ucl),
    ("band-classic", _classic),
    ("band-beam", _beam),
    ("band-amp-upcr", _amp),
    ("band-alvarado", _alvarado),
)
_WITH_URINE = ("band-rebiopsy-ucl", "band-amp-upcr", "band-alvarado")
