"""Whether the tissue is active or mixed, or predominantly chronic (gate G4a).

Only tissue taken after the latest course began, in the present episode, tells activity from scar; older tissue cannot
tell, however clear it was. Class VI counts at any age. Two reports of one day are read side by side: each with its own
indices, never the activity of one with the chronicity of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lnreview.case.dates import Span
from lnreview.case.records import Biopsy
from lnreview.guideline.parts import Parameter
from lnreview.review import nih, tissue
from lnreview.review.ages import elapsed, since
from lnreview.review.context import Context, both, negated
from lnreview.review.finding import Cited, Evidence, Finding, Missing
from lnreview.review.nih import Index, Range


@dataclass(frozen=True)
class LatestCourse:
    """Whether a course of the present episode has begun, and when, as far as the record dates it."""

    start: Span | None


def placed(day: Span | None, course: LatestCourse | None, episode: Span | None) -> bool | None:
    """Say whether tissue was taken after the latest course began and in the present episode.

    `course` is the latest of the present episode (`None`: none has begun), `episode` the start of a second or later
    episode (`None`: the first, to which all tissue belongs). `None` where the dates leave it open.
    """
    after = True if course is None else (since(day, course.start) if day and course.start else None)
    within = True if episode is None else (since(day, episode) if day else None)
    return both(after, within)


def chronicity(ctx: Context, course: LatestCourse | None, episode: Span | None) -> Finding:
    """Say whether the tissue is active or mixed (met) or predominantly chronic (not met); arguments as for `placed`."""
    numbers = (ctx.guideline["chronic-ci"], ctx.guideline["chronic-ai"])
    cited = (Cited.of(ctx.guideline.steps["chronicity"]), *(Cited.of(number) for number in numbers))
    newest = tissue.latest(ctx) or ctx.case.biopsies[-1:]
    evidence = tuple(tissue.describe(ctx, item) for item in newest)
    if not newest:
        asked = (_tissue("kidney biopsy", 11),)
        return Finding(
            "chronicity", "not-documented", "The record holds no tissue.", (), cited, numbers, asked
        )
    if any("VI" in item.classes for item in newest):
        because = "The latest tissue shows class VI: advanced sclerosis."
        return Finding("chronicity", "not-met", because, evidence, cited, numbers)
    day = ctx.span(newest[-1].taken_on)
    here = placed(day, course, episode)
    if here is not True:
        because = _cannot_tell(ctx, " and ".join(str(item) for item in evidence), day, course, episode)
        asked = (_tissue("repeat kidney biopsy", 30),) if here is False else (_dates(newest[-1]),)
        return Finding("chronicity", "not-documented", because, evidence, cited, numbers, asked)
    return _by_indices(ctx, newest, evidence, cited, numbers)


def _cannot_tell(
    ctx: Context, shown: str, day: Span | None, course: LatestCourse | None, episode: Span | None
) -> str:
    """Say why tissue cannot tell, with its date and age."""
    if day is None:
        return f"The latest tissue ({shown}) has no date, so whether it speaks for the present is not known."
    aged = f"The latest tissue ({shown}), {elapsed(day, ctx.as_of)} old,"
    for start, what in (
        (course.start if course else None, "the latest course"),
        (episode, "the present episode"),
    ):
        if start is not None and since(day, start) is False:
            return f"{aged} was taken before {what} began ({start}), so it cannot tell."
    for start, what in (
        (course.start if course else None, "the latest course"),
        (episode, "the present episode"),
    ):
        if start is not None and since(day, start) is None:
            return f"{aged} was taken before or after {what} began ({start}): the dates leave it open, so it cannot tell."
    return f"{aged} cannot tell: the start of the latest course has no date."


# --- the indices -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Report:
    """One report with both of its indices."""

    biopsy: Biopsy
    activity: Index
    damage: Index

    def told(self, named: bool) -> str:
        """Return its indices as a reader sees them, with its class where there are several reports."""
        both_of = f"AI {self.activity.value}, CI {self.damage.value}"
        name = self.biopsy.class_text or (
            f"class {' + '.join(self.biopsy.classes)}" if self.biopsy.classes else ""
        )
        return f"{name or 'class not reported'}: {both_of}" if named else both_of


def _by_indices(
    ctx: Context, current: Sequence[Biopsy], evidence: tuple[Evidence, ...], cited: tuple[Cited, ...],
    numbers: tuple[Parameter, Parameter],
) -> Finding:  # fmt: skip
    """Read each report of one day by its own indices; a range decides where both ends agree."""
    reports = [
        _Report(
            item,
            nih.index(ctx.guideline, item, "nih-activity"),
            nih.index(ctx.guideline, item, "nih-chronicity"),
        )
        for item in current
    ]
    usable = [item for item in reports if item.activity.value is not None and item.damage.value is not None]
    asked = tissue.wanted_of(ctx, current[-1])
    if not usable:
        because = "The latest tissue is reported without both a usable activity index and chronicity index."
        return Finding("chronicity", "not-documented", because, evidence, cited, numbers, asked)
    computed = [index for item in usable for index in (item.activity, item.damage) if index.reported is None]
    cited = tuple(dict.fromkeys((*cited, *(Cited.of(index.graded[0].item) for index in computed))))
    # Some report is chronic and none is active: then the chronic one is so by its own two indices.
    active = nih.highest([item.activity.value for item in reports if item.activity.value])
    damage = nih.highest([item.damage.value for item in usable if item.damage.value])
    chronic = both(damage.at_least(numbers[0].value), negated(active.above(numbers[1].value)))
    shown = "; ".join(item.told(len(usable) > 1) for item in usable)
    dated = f" (biopsy of {current[-1].taken_on})" if current[-1].taken_on else ""
    said = f"{shown}{dated}{', computed from the graded items' if computed else ''}"
    rule = f"(program default: CI from {numbers[0].value}, AI up to {numbers[1].value})"
    if chronic is None:
        because = f"{said}, as some items are not graded: whether the tissue is predominantly chronic {rule} stays open."
        return Finding("chronicity", "not-documented", because, evidence, cited, numbers, asked)
    if chronic:
        return Finding(
            "chronicity", "not-met", f"{said}: predominantly chronic {rule}.", evidence, cited, numbers
        )
    word = _word(active, ctx)
    return Finding(
        "chronicity", "met", f"{said}: {word}, not predominantly chronic.", evidence, cited, numbers
    )


def _word(activity: Range, ctx: Context) -> str:
    active = activity.above(ctx.guideline.number("active-ai"))
    return {True: "active", False: "mixed", None: "active or mixed"}[active]


def _dates(biopsy: Biopsy) -> Missing:
    return Missing("the day of the latest kidney biopsy, and the day on which the latest course began",
                   "Only tissue taken under the latest course tells activity from scar.", "chronicity", "biopsies", biopsy.id, rank=30)  # fmt: skip


def _tissue(what: str, rank: int) -> Missing:
    return Missing(f"{what} with class, activity index, chronicity index, vascular lesions, EM",
                   "Only tissue taken under the latest course tells activity from scar.", "chronicity", "biopsies", rank=rank)  # fmt: skip
