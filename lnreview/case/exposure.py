"""Exposure to mycophenolic acid over 12 hours from timed samples of one day.

Pure arithmetic: sampling times and factors are arguments and come, cited, from the guideline pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

from lnreview.case.equations import Coefficients

_TIMES = ("hour-first", "hour-second", "hour-third", "hour-fourth", "hour-last")


class SamplesMissingError(ValueError):
    """Samples that the equation needs were not taken."""

    def __init__(self, hours: tuple[Decimal, ...]) -> None:
        super().__init__(f"samples are missing at {', '.join(f'{hour} h' for hour in hours)}")
        self.hours = hours


def trapezoid(points: Mapping[Decimal, Decimal]) -> Decimal:
    """Return the area under straight lines between samples: hours → concentration, in concentration × hours."""
    hours = sorted(points)
    area = Decimal(0)
    for left, right in pairwise(hours):
        area += (right - left) * (points[left] + points[right]) / 2
    return area


def auc_from_five_samples(samples: Mapping[Decimal, Decimal], coefficients: Coefficients) -> Decimal:
    """Return the AUC over 12 hours in mg·h/L from hours after the dose → mg/L.

    AUC0-6 by the linear trapezoid rule, plus three times the last and the first sample. Samples at other hours are not
    used. Raises `SamplesMissingError` when one of the five is lacking, `ValueError` for a negative one.
    Source: pack equation `mpa-auc-five-samples`.
    """
    hours = [coefficients[name] for name in _TIMES]
    missing = tuple(hour for hour in hours if hour not in samples)
    if missing:
        raise SamplesMissingError(missing)
    used = {hour: samples[hour] for hour in hours}
    if any(value < 0 for value in used.values()):
        raise ValueError("a concentration below zero is not possible")
    tail = coefficients["factor-c6"] * used[hours[-1]] + coefficients["factor-c0"] * used[hours[0]]
    return trapezoid(used) + tail
