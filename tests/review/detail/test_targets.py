"""The regions that the timeline draws are those by which the review judges, and a bound is never more than it says."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnreview.case.model import ReviewSettings
from lnreview.review.detail.targets import Region, function_regions, meanings, proteinuria_regions
from tests.case_builder import (
    biopsy,
    case,
    egfr,
    euro_lupus,
    guideline,
    mmf,
    pdc,
    prednisone,
    reviewed,
    stable,
    upcr,
)


def told(*parts, as_of=260, **fields):
    """Return a case under mycophenolate with its review."""
    built = case(biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 250), *parts, as_of=as_of, **fields)
    return built, reviewed(built)


def words(regions: tuple[Region, ...]) -> list[str]:
    return [region.words for region in regions]


def test_the_regions_are_those_of_the_set_and_of_each_baseline() -> None:
    built, review = told(
        upcr(-2, 4), upcr(150, "3.8"), upcr(200, "3.6"), *stable(-2, 150, 200),
        euro_lupus(180), as_of=300,
    )  # fmt: skip
    found = proteinuria_regions(built, review, guideline())
    assert words(found) == ["complete < 0.5", "primary efficacy ≤ 0.7", "partial ≤ 2", "partial ≤ 1.9"]
    first, second = found[2:]
    assert first.last == second.first, "a region lasts until the next regimen begins"
    assert second.last is None
    assert words(function_regions(built, review, guideline())) == ["kept ≥ 76.5", "worse < 72"] * 2


@pytest.mark.parametrize(
    ("base", "partial"), [("5.9", "partial ≤ 2.95"), (6, "partial < 3"), (8, "partial < 3"), ("3.333", "partial ≤ 1.66")]
)  # fmt: skip
def test_the_ceiling_of_a_partial_response_bounds_its_region(base: object, partial: str) -> None:
    built, review = told(upcr(-2, base), upcr(150, "2.9"), *stable(-2, 150))
    assert words(proteinuria_regions(built, review, guideline()))[-1] == partial


@pytest.mark.parametrize("base", [">4", "0.9"])
def test_a_bound_gives_no_part_of_a_fall_and_a_low_baseline_no_region_of_its_own(base: str) -> None:
    built, review = told(upcr(-2, base), upcr(150, "3"), *stable(-2, 150))
    assert not [one for one in proteinuria_regions(built, review, guideline()) if one.kind == "partial"]


def test_a_switch_of_the_reviewer_moves_the_region() -> None:
    settings_ = ReviewSettings(complete_upcr="0.7")
    built, review = told(upcr(-2, 4), upcr(150, 2), *stable(-2, 150), settings=settings_)
    complete = proteinuria_regions(built, review, guideline())[0]
    assert complete.words == "complete < 0.7"
    assert complete.told == "a complete response (< 0.7 g/g, program default)"


@given(
    st.decimals("0.05", "5", places=2),
    st.sampled_from(["arora-2022", "kdigo-2024", "acr-2024", "eular-2019"]),
)
@settings(max_examples=60, deadline=None)
def test_a_value_twice_in_a_region_is_graded_as_the_region_says(value: Decimal, chosen: str) -> None:
    """The drawn region and the judgement must not be two rules."""
    built, review = told(
        upcr(-2, 4), upcr(180, value), upcr(240, value), *stable(-2, 180, 240),
        settings=ReviewSettings(criteria=chosen),
    )  # fmt: skip
    point = review.upcr[-1]
    held = [one.kind for one in proteinuria_regions(built, review, guideline()) if one.holds(point)]
    grade = review.regimens[-1].grade
    assert (grade if grade in ("complete", "primary-efficacy", "partial") else None) == (
        held[0] if held else None
    )


@given(st.integers(30, 130))
@settings(max_examples=60, deadline=None)
def test_function_is_kept_where_the_region_says_so(value: int) -> None:
    built, review = told(
        upcr(-2, 4), upcr(180, "0.2"), upcr(240, "0.2"), egfr(-2, 90), egfr(180, value), egfr(240, value),
        settings=ReviewSettings(criteria="acr-2024"),
    )  # fmt: skip
    kept = next(one for one in function_regions(built, review, guideline()) if one.kind == "kept")
    assert (review.regimens[-1].grade == "complete") == kept.holds(review.egfr[-1])


@pytest.mark.parametrize(
    ("written", "side", "held"),
    [
        ("0.49", "below", True), ("0.5", "below", False), ("0.5", "at most", True), ("0.5", "at least", True),
        ("<0.5", "below", True), ("<=0.5", "below", None), ("<=0.5", "at most", True), ("<0.6", "below", None),
        (">0.5", "below", False), (">0.4", "below", None), (">0.5", "at most", False), (">=0.5", "at most", None),
        (">0.5", "at least", True), (">0.4", "at least", None), ("<0.5", "at least", False), ("<=0.5", "at least", None),
    ],
)  # fmt: skip
def test_a_bound_lies_in_a_region_only_where_all_of_it_does(
    written: str, side: str, held: bool | None
) -> None:
    _, review = told(upcr(-2, 4), upcr(150, written))
    region = Region("complete", Decimal("0.5"), side, ())  # type: ignore[arg-type]
    assert region.holds(review.upcr[-1]) is held


def test_what_a_value_means_names_its_region_its_baseline_and_what_is_not_primary() -> None:
    built, review = told(
        upcr(-2, 4), upcr(60, 3), upcr(150, "1.9"), upcr(200, "<0.6"), upcr(240, "0.3"), *stable(-2, 60, 150, 200, 240)
    )  # fmt: skip
    said = meanings("upcr", proteinuria_regions(built, review, guideline()), review)
    assert said == (
        "",
        "above the region of a partial response (≤ 2 g/g, secondary); −25 % from the baseline 4",
        "in the region of a partial response (≤ 2 g/g, secondary); −52 % from the baseline 4",
        "in the region of a primary efficacy response (≤ 0.7 g/g, secondary)",
        "in the region of a complete response (< 0.5 g/g, secondary); −92 % from the baseline 4",
    )
    said = meanings("egfr", function_regions(built, review, guideline()), review)
    assert said[-1].startswith("in the region of kept function (≥ 76.5 mL/min/1.73 m²")


def test_without_treatment_nothing_means_anything() -> None:
    built = case(biopsy(), upcr(-2, 4), as_of=10)
    review = reviewed(built)
    assert meanings("upcr", proteinuria_regions(built, review, guideline()), review) == ("",)
