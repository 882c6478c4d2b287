"""What proteinuria should have reached by a checkpoint, and whether it did.

A quarter less by the first checkpoint, half by the second, the target from the third on (EULAR); proteinuria that was
nephrotic at baseline has longer to the target, unless it is static or worse. The answer is three-valued: a missing or
vague value, or one taken while pregnant, never misses a milestone. A missed milestone is not a failed regimen: that is
for the criteria set.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN

from lnreview.case.quantities import shown
from lnreview.guideline.parts import Parameter
from lnreview.review import series
from lnreview.review.context import Context
from lnreview.review.detail import points as words
from lnreview.review.detail.facts import quoted
from lnreview.review.finding import Cited, Status
from lnreview.review.series import Point

CHECKPOINTS = ("checkpoint-1", "checkpoint-2", "checkpoint-3", "checkpoint-4", "checkpoint-5")
"""Names of the checkpoints in their order."""
_FALLS = {"checkpoint-1": "milestone-fall-first", "checkpoint-2": "milestone-fall-second"}
_LATEST = {"checkpoint-1": "milestone-3-2025", "checkpoint-2": "milestone-6-2025"}
"""The fact in which EULAR 2025 repeats the milestone."""


@dataclass(frozen=True)
class Milestone:
    """A milestone as it stands for one regimen."""

    text: str
    """What is asked for, in few words."""
    status: Status | None
    """`None` where it does not apply, or is not due yet."""
    why: str
    parameters: tuple[Parameter, ...] = ()
    citations: tuple[Cited, ...] = ()


def milestone(
    ctx: Context, checkpoint: str, base: Point | None, point: Point | None, *, due: bool, steady: bool = False
) -> Milestone:
    """Judge the value nearest to a checkpoint; `due` when the checkpoint was reached, `steady` when every value fell."""
    target = ctx.guideline["milestone-target"]
    if series.below(base, target.value):
        why = f"Proteinuria was below {target.value} g/g at the start: it is no measure of the response."
        return Milestone("no goal: low at the start", None, why, (target,))
    if checkpoint in _FALLS:
        return _fall(ctx, checkpoint, base, point, due)
    return _target(ctx, checkpoint, base, point, due, steady)


def _fall(ctx: Context, checkpoint: str, base: Point | None, point: Point | None, due: bool) -> Milestone:
    asked = ctx.guideline[_FALLS[checkpoint]]
    text = f"at least {asked.value} % lower"
    if base is not None and base.low == base.high:
        limit = base.value * (100 - asked.value) / 100
        text += f" (at most {shown(limit.quantize(words.HUNDREDTHS, ROUND_DOWN))})"
    numbers = (asked, ctx.guideline[checkpoint])
    sources = (Cited.of(asked), *quoted(ctx.guideline, _LATEST[checkpoint]), *_pregnancy(ctx, point))
    if base is None:
        why = "Without a baseline no fall can be told."
        return Milestone(text, "not-documented" if due else None, why, numbers, sources)
    answer = series.fell_at_least(base, point, asked.value)
    status, why = _answer(answer, point, due)
    return Milestone(text, status, why, numbers, sources)


def _target(
    ctx: Context, checkpoint: str, base: Point | None, point: Point | None, due: bool, steady: bool
) -> Milestone:
    target, months = ctx.guideline["milestone-target"], ctx.guideline[checkpoint]
    upper = target.upper or target.value
    text = f"below {target.value}-{upper} g/g"
    numbers: tuple[Parameter, ...] = (target, months)
    latest = quoted(ctx.guideline, "milestone-12", "milestone-12-2025")
    sources = (Cited.of(target), *latest, *_pregnancy(ctx, point))
    answer = series.below(point, upper)
    status, why = _answer(answer, point, due)
    if answer:
        if series.below(point, target.value) is not True:
            why += " It lies between the two ends of the printed range."
            text += f": below {upper}, not below {target.value}"
        return Milestone(text, status, why, numbers, sources)
    if status != "not-met":
        return Milestone(text, status, why, numbers, sources)
    extension = ctx.guideline["milestone-extension"]
    last = ctx.guideline["checkpoint-3"].value + extension.value
    if months.value >= last:
        return Milestone(text, status, why, (*numbers, extension), sources)
    nephrotic = _nephrotic(ctx, base)
    moved = series.fell_at_least(base, point, ctx.number("no-change-below"))
    numbers = (*numbers, extension, ctx.parameter("nephrotic"), ctx.parameter("no-change-below"))
    sources = (
        *sources,
        Cited.of(extension),
        *quoted(ctx.guideline, "milestone-nephrotic", "milestone-order"),
    )
    if nephrotic is not False and moved is not False:
        if nephrotic and moved:
            why = f"Nephrotic at baseline and improving: the time to the target is extended, up to {shown(last, 1)} months."
            return Milestone(f"{text}, by {shown(last, 1)} months", None, why, numbers, sources)
        why = "Whether it was nephrotic at baseline and has improved, which extends the time, cannot be told."
        return Milestone(text, "not-documented", why, numbers, sources)
    if nephrotic:
        why += " Static or worse proteinuria is not excused by its size at baseline."
    elif steady:
        why += (
            " It fell at every sample: KDIGO 2024 allows such improvement more time to a complete response."
        )
        sources = (*sources, *quoted(ctx.guideline, "milestone-slow"))
    return Milestone(text, status, why, numbers, sources)


def _answer(answer: bool | None, point: Point | None, due: bool) -> tuple[Status | None, str]:
    """Return the status of one comparison and its reason."""
    if answer:
        return "met", "Reached by the value nearest to the checkpoint."
    if not due:
        return None, "The checkpoint is not reached yet."
    if point is None:
        return "not-documented", "No value lies near enough to the checkpoint."
    if answer is None:
        return "not-documented", "The value is a bound or has no counterpart, so it does not tell."
    if point.pregnant:
        return "not-documented", "Values taken while pregnant never document a failure."
    return "not-met", "Missed by the value nearest to the checkpoint."


def _pregnancy(ctx: Context, point: Point | None) -> tuple[Cited, ...]:
    return quoted(ctx.guideline, "a11-pregnancy") if point is not None and point.pregnant else ()


def _nephrotic(ctx: Context, base: Point | None) -> bool | None:
    """Whether proteinuria was nephrotic-range at baseline."""
    below = series.below(base, ctx.number("nephrotic"))
    return None if below is None else not below
