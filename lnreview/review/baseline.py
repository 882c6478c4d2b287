"""The value from which the response to a regimen is measured, and what else it could have been.

The last value shortly before the start, else the first shortly after, unless the reviewer chose another one. A choice
that cannot be used is never dropped in silence: it is named as missing, and the program's own rule applies until it is
mended.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lnreview.case import analytes
from lnreview.case.records import BaselineChoice
from lnreview.review.context import Context
from lnreview.review.finding import Missing
from lnreview.review.regimens import Regimen
from lnreview.review.series import Point

Measure = Literal["upcr", "kidney"]
"""Proteinuria, or creatinine and eGFR; also the name of the field of a choice."""

_ANALYTES: dict[Measure, tuple[str, ...]] = {"upcr": analytes.PROTEINURIA, "kidney": ("creatinine", "egfr")}


def baseline(ctx: Context, regimen: Regimen, points: Sequence[Point], measure: Measure) -> Point | None:
    """Return the baseline of a regimen: the reviewer's, where it can be used, else the program's."""
    return chosen(ctx, regimen, points, measure) or by_rule(ctx, regimen, points)


def by_rule(ctx: Context, regimen: Regimen, points: Sequence[Point]) -> Point | None:
    """Return the last value shortly before the start of a regimen, else the first shortly after."""
    if regimen.start is None:
        return None
    before, after = int(ctx.number("baseline-before")), int(ctx.number("baseline-after"))
    earlier = [
        point
        for point in points
        if point.span is not None
        and point.span.middle <= regimen.start.middle
        and (regimen.start.earliest - point.span.latest).days <= before
    ]
    if earlier:
        return earlier[-1]
    for point in points:
        if point.span is not None and 0 < (point.span.middle - regimen.start.middle).days <= after:
            return point
    return None


def choice(ctx: Context, regimen: Regimen, measure: Measure) -> BaselineChoice | None:
    """Return what the reviewer chose for a measure of a regimen; of several choices, that of the highest `order`."""
    made = _choices(ctx, regimen, measure)
    return made[-1] if made else None


def _choices(ctx: Context, regimen: Regimen, measure: Measure) -> list[BaselineChoice]:
    ids = {
        course.id for course in regimen.everything
    }  # as known on a day, a list stands in the order of `order`
    return [item for item in ctx.case.baselines if item.course in ids and _named(item, measure)]


def chosen(ctx: Context, regimen: Regimen, points: Sequence[Point], measure: Measure) -> Point | None:
    """Return the point that the reviewer chose, or `None` when nothing was chosen or the value cannot be used."""
    made = choice(ctx, regimen, measure)
    if made is None or regimen.start is None:
        return None
    wanted = _named(made, measure)
    return next((point for point in points if point.lab.id == wanted and point.span is not None), None)


def unusable(
    ctx: Context, regimens: Sequence[Regimen], urine: Sequence[Point], kidney: Sequence[Point]
) -> tuple[Missing, ...]:
    """Return every choice of a baseline that cannot be used, as a question, with the reason."""
    found: list[Missing] = []
    known = {course.id for regimen in regimens for course in regimen.everything}
    for item in ctx.case.baselines:
        if item.course not in known:
            found.append(
                Missing(
                    f"the regimen of the chosen baseline “{item.reason}”",
                    f"The course “{item.course}” belongs to no regimen that had begun, so the choice is not used.",
                    "response", "baselines", item.id, rank=14,
                )
            )  # fmt: skip
    series: dict[Measure, Sequence[Point]] = {"upcr": urine, "kidney": kidney}
    for regimen in regimens:
        for measure, points in series.items():
            choices = _choices(ctx, regimen, measure)
            if not choices:
                continue
            made, named = choices[-1], {_named(item, measure) for item in choices}
            if len(named) > 1:
                found.append(
                    Missing(
                        f"which of the chosen baselines of {regimen.name(ctx)} holds",
                        f"Several values were chosen ({', '.join(sorted(named))}); “{_named(made, measure)}” is used.",
                        "response", "baselines", made.id, rank=14,
                    )
                )  # fmt: skip
            if chosen(ctx, regimen, points, measure):
                continue
            found.append(
                Missing(
                    f"a usable baseline of {regimen.name(ctx)} in place of the chosen “{_named(made, measure)}”",
                    _why_not(ctx, regimen, made, measure),
                    "response", "baselines", made.id, rank=14,
                )
            )  # fmt: skip
    return tuple(found)


def _named(item: BaselineChoice, measure: Measure) -> str:
    return item.upcr if measure == "upcr" else item.kidney


def _why_not(ctx: Context, regimen: Regimen, made: BaselineChoice, measure: Measure) -> str:
    """Say why a chosen value cannot be the baseline."""
    rule = "the program's own choice stands until then."
    lab = next((lab for lab in ctx.case.labs if lab.id == _named(made, measure)), None)
    if lab is None:
        return f"The record as known on the day of the review holds no such result; {rule}"
    found = analytes.find(lab.analyte)
    if found is None or found.id not in _ANALYTES[measure]:
        wanted = "proteinuria" if measure == "upcr" else "creatinine or eGFR"
        return f"It is {analytes.name(lab.analyte)}, not {wanted}; {rule}"
    if regimen.start is None:
        return f"The start of the regimen is not known, so no value is its baseline; {rule}"
    if lab.collected_on is None:
        return f"It has no date; {rule}"
    return f"Its value cannot be used as it stands (unit, size, a second result of that day, or dialysis); {rule}"
