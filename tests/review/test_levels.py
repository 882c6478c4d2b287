"""Serum levels of hydroxychloroquine by dose, steady state, and what bounds leave open."""

import pytest
from case_builder import (
    FIRST,
    MMF_ENDS,
    biopsy,
    case,
    course,
    guideline,
    level,
    mmf,
    mpa_auc,
    on,
    prednisone,
    proteinuria,
    reviewed,
    stable,
)

from lnreview.case.dates import ChartDate
from lnreview.guideline.model import Guideline
from lnreview.review import levels
from lnreview.review.context import Context
from lnreview.review.exposure import exposures


def context(*parts, as_of=MMF_ENDS, pack: Guideline | None = None):
    subject = case(biopsy(), mmf(0, MMF_ENDS), prednisone(), *parts, as_of=as_of)
    pack = pack or guideline()
    day = ChartDate.parse(on(as_of)).on(None)
    return Context(subject, pack, pack.criteria["arora-2022"], day)


def hcq(mg, start=-200, stop=None, **more):
    return course("hydroxychloroquine", start, stop, mg, "mg/d", role="supportive", **more)


def serum(value, mg, day=100, matrix="serum", start=-200):
    ctx = context(hcq(mg, start), level("hydroxychloroquine", day, value, "ng/mL", matrix=matrix))
    return levels.reading(ctx, ctx.case.levels[0]).taken


@pytest.mark.parametrize(
    ("value", "mg", "taken"),
    [
        (52, 200, False), (53, 200, None), (105, 200, None), (106, 200, True), (52, 199, False), (80, 199, None),
        (52, 201, False), (53, 201, False), (105, 201, False), (106, 201, True), (105, 400, False), (106, 400, True),
    ],
)  # fmt: skip
def test_serum_has_a_lower_limit_on_200_mg_and_between_the_two_it_cannot_tell(value, mg, taken):
    assert serum(value, mg) is taken


def test_the_lower_serum_limit_never_touches_whole_blood():
    assert serum(120, 200, matrix="whole-blood") is False
    assert serum(200, 200, matrix="whole-blood") is True


@pytest.mark.parametrize(("name", "moved", "value", "mg"), [
    ("hcq-serum-floor-low-dose", 60, 55, 200), ("hcq-low-dose", 300, 60, 300),
])  # fmt: skip
def test_both_numbers_are_read_from_the_pack(name, moved, value, mg):
    pack = guideline()
    changed = pack.model_copy(
        update={"thresholds": pack.thresholds | {name: pack[name].model_copy(update={"value": moved})}}
    )
    before, after = (
        levels.reading(ctx, ctx.case.levels[0]).taken
        for ctx in (
            context(hcq(mg), level("hydroxychloroquine", 100, value, "ng/mL", matrix="serum"), pack=chosen)
            for chosen in (pack, changed)
        )
    )

    assert before is not after


def test_a_dose_that_is_not_known_takes_the_general_limit():
    ctx = context(level("hydroxychloroquine", 100, 80, "ng/mL", matrix="serum"))

    assert levels.reading(ctx, ctx.case.levels[0]).taken is False


@pytest.mark.parametrize(
    ("start", "taken"), [("2024-01-20", False), ("2024-01-21", None), ("2024-01", None), ("2023", False)]
)
def test_a_level_before_three_months_or_that_may_be_cannot_tell(start, taken):
    """Drawn on 20 April 2024."""
    ctx = context(
        hcq(300, start), level("hydroxychloroquine", "2024-04-20", 50, "ng/mL", matrix="whole-blood")
    )

    assert levels.reading(ctx, ctx.case.levels[0]).taken is taken


def test_a_level_of_unknown_matrix_cannot_tell():
    assert serum(900, 400, matrix="unknown") is None


@pytest.mark.parametrize(
    ("auc", "verdict"),
    [
        ("<25", "undertreated"),
        ("<30", "undertreated"),
        (">40", "inadequate-response"),
        (">20", "inadequate-response"),
    ],
)
def test_a_bound_of_the_area_counts_only_where_it_tells(auc, verdict):
    values = [proteinuria(*((day, "3.0") for day in FIRST)), stable(*FIRST)]
    subject = case(biopsy(), prednisone(), mmf(0, MMF_ENDS), values, mpa_auc(100, auc),
                   level("mycophenolic-acid", 100, 2, "mg/L", kind="trough"), as_of=MMF_ENDS)  # fmt: skip

    assert reviewed(subject).verdict == verdict


def test_the_dose_of_a_course_that_began_later_is_not_that_of_the_day():
    ctx = context(
        hcq(400, -200, 110),
        hcq(200, 111, id="later"),
        level("hydroxychloroquine", 100, 80, "ng/mL", matrix="serum"),
    )

    assert levels.reading(ctx, ctx.case.levels[0]).taken is False


@pytest.mark.parametrize(
    ("parts", "taken"),
    [
        ({"detectable": "yes"}, True), ({"detectable": "no"}, False), ({"value": 0}, False), ({"value": "0.1"}, True),
        ({"value": "<0.3"}, None), ({}, None),
    ],
)  # fmt: skip
def test_mycophenolic_acid_is_detected_or_not(parts, taken):
    ctx = context(level("mycophenolic-acid", 100, parts.pop("value", None), "mg/L", kind="trough", **parts))

    assert levels.reading(ctx, ctx.case.levels[0]).taken is taken


@pytest.mark.parametrize(
    ("auc", "low"),
    [
        ("<30", True),
        ("<31", None),
        ("<=29", True),
        ("<=30", None),
        (">30", False),
        (">29", None),
        (">=30", False),
        (30, False),
    ],
)
def test_a_bound_of_the_area_against_the_floor(auc, low):
    ctx = context(mpa_auc(100, auc))

    assert exposures(ctx)[0].below(ctx.guideline["mpa-auc-floor"]) is low


def test_an_area_from_before_or_after_a_regimen_does_not_speak_for_it():
    values = [proteinuria(*((day, "3.0") for day in FIRST)), stable(*FIRST)]
    detected = level("mycophenolic-acid", 100, 2, "mg/L", kind="trough")

    def verdict(day):
        return (
            reviewed(
                case(biopsy(), prednisone(), mmf(0, MMF_ENDS), values, detected, mpa_auc(day, 20), as_of=200)
            )
            .step("dosing")
            .status
        )

    assert [verdict(day) for day in (-1, 0, MMF_ENDS, MMF_ENDS + 1)] == ["met", "not-met", "not-met", "met"]


@pytest.mark.parametrize(
    ("substance", "drug", "name"),
    [
        ("tacrolimus", ("tacrolimus", 3, "mg/d"), "tacrolimus trough 4.2 ng/mL"),
        ("mycophenolic acid", ("mycophenolate mofetil", 2, "g/d"), "mycophenolic acid trough 4.2 mg/L"),
    ],
)
def test_a_level_without_a_limit_is_detectable_and_not_in_range(substance, drug, name):
    """A trough of tacrolimus of 4.2 lies below four of five bands; that it was taken is all that it says."""
    unit = "mg/L" if substance.startswith("myco") else "ng/mL"
    parts = [
        course(drug[0], 0, None, drug[1], drug[2], id="own"),
        level(substance, 60, "4.2", unit, kind="trough"),
    ]
    because = reviewed(case(biopsy(), prednisone(), *parts, as_of=150)).step("adherence").because

    assert (
        f"{name} (2024-03-10) is detectable, and nothing speaks against adherence"
        in because[0].lower() + because[1:]
    )
    assert "in range" not in because
