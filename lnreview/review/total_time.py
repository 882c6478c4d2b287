"""The reading that counts “4-6 months” in total over the regimens of an episode, where the reviewer chose it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from lnreview.case.quantities import shown
from lnreview.review.context import Context
from lnreview.review.dosing import Dosing, dosing
from lnreview.review.regimens import Regimen


def in_total(
    ctx: Context, found: Sequence[Regimen], following: Sequence[Regimen | None], judged: Sequence[Dosing]
) -> tuple[Dosing, ...]:
    """Return the dosing of the regimens of one episode, with their adequate months counted together.

    A regimen is adequate in time when the regimens that reached their dose add up to the months of the set; dose,
    number of doses and a duration that a drug's own scheme asks for are judged as ever.
    """
    needed = ctx.parameter("course-months")
    timeless = _without_window(ctx)
    apart = [dosing(timeless, regimen, after) for regimen, after in zip(found, following, strict=True)]
    counted = [item.months for item in apart if item.finding.status == "met" and item.months is not None]
    total = sum(counted, Decimal(0))
    if total < needed.value:
        return tuple(judged)
    said = f"{shown(total, 1)} months of adequate exposure in total over {len(counted)} regimens"
    return tuple(
        _adequate(given, alone, said)
        if given.finding.status != "met" and alone.finding.status == "met"
        else given
        for given, alone in zip(judged, apart, strict=True)
    )


def _adequate(given: Dosing, alone: Dosing, said: str) -> Dosing:
    because = f"{alone.finding.because.rstrip('.')}; {said}."
    finding = replace(given.finding, status="met", because=because, missing=())
    return replace(given, finding=finding, window_open=False)


def _without_window(ctx: Context) -> Context:
    """Return the context with no months asked of a single regimen."""
    parameters = dict(ctx.criteria.parameters)
    parameters["course-months"] = parameters["course-months"].model_copy(update={"value": Decimal(0)})
    return replace(ctx, criteria=ctx.criteria.model_copy(update={"parameters": parameters}))
