"""The criteria set as it is applied to one case: as published, with the switches that the reviewer set.

A switch replaces a number or a reading and says so: its source is the reviewer's choice, never the publication.
"""

from __future__ import annotations

from decimal import Decimal

from lnreview.case.model import ReviewSettings
from lnreview.guideline.model import CriteriaSet
from lnreview.guideline.parts import Parameter, Statement

_CHOSEN = {
    "source": "lnreview",
    "locator": "chosen by the reviewer for this case",
    "status": "program-default",
}

_READINGS: dict[tuple[str, str], str] = {
    ("course_time", "per-regimen"): "Each regimen must reach the time by itself, from the lower end of the range.",
    ("course_time", "in-total"): "The time is counted in total over the regimens of the episode.",
    ("course_time", "six-months-each"): "Each regimen must reach the upper end of “4-6 months” by itself.",
    ("regimen_pair", "any-two"): "Any two regimens of different principal class count.",
    ("regimen_pair", "mycophenolate-and-cyclophosphamide"): "One regimen with mycophenolate and one with cyclophosphamide must have failed.",
    ("anti_cd20_counts", "yes"): "An anti-CD20 course may be one of the failed regimens.",
    ("anti_cd20_counts", "no"): "An anti-CD20 course is never one of the failed regimens.",
    ("strict_biopsy", "yes"): "Missing tissue decides already after the first failed regimen.",
}  # fmt: skip
"""What each choice means, as it is printed among the readings of the set."""


def applied(criteria: CriteriaSet, settings: ReviewSettings) -> CriteriaSet:
    """Return the set with the reviewer's switches; the set itself where there are none."""
    parameters = dict(criteria.parameters)
    changed: dict[str, object] = {}
    for short, value in (("egfr-worse", settings.egfr_tolerance), ("complete-upcr", settings.complete_upcr)):
        if value:
            parameters[short] = _chosen(parameters[short], Decimal(value))
    strict = parameters.get("strict-course-months")
    if settings.course_time == "six-months-each" and strict is not None:
        parameters["course-months"] = _chosen(parameters["course-months"], strict.value)
    if settings.course_time:
        changed["course_time"] = "in-total" if settings.course_time == "in-total" else "per-regimen"
    if settings.regimen_pair:
        changed["regimen_pair"] = settings.regimen_pair
    if settings.anti_cd20_counts:
        changed["anti_cd20_counts"] = settings.anti_cd20_counts == "yes"
    if settings.strict_biopsy:
        changed["repeat_biopsy_after"] = "first-failure"
    said = readings(settings)
    if parameters == criteria.parameters and not changed:
        return criteria
    return criteria.model_copy(
        update={**changed, "parameters": parameters, "switches": (*criteria.switches, *said)}
    )


def readings(settings: ReviewSettings) -> tuple[Statement, ...]:
    """Return what the reviewer chose, as statements beside the readings of the set."""
    chosen = [
        ("course_time", settings.course_time),
        ("regimen_pair", settings.regimen_pair),
        ("anti_cd20_counts", settings.anti_cd20_counts),
        ("strict_biopsy", "yes" if settings.strict_biopsy else ""),
    ]
    return tuple(
        Statement.model_validate({"text": f"Chosen for this case: {_READINGS[pair]}", **_CHOSEN})
        for pair in chosen
        if pair in _READINGS
    )


def _chosen(given: Parameter, value: Decimal) -> Parameter:
    return given.model_copy(update={**_CHOSEN, "value": value, "upper": None, "borrowed_from": ""})
