"""The modified NIH indices: items and weights as published, ranges, and what the step on chronicity makes of them."""

from decimal import Decimal

import pytest
from case_builder import biopsy, case, first_regimen, guideline, reviewed
from hypothesis import given
from hypothesis import strategies as st

from lnreview.case.records import Biopsy
from lnreview.review import nih
from lnreview.review.nih import Range

D = Decimal
AI = (
    "endocapillary",
    "neutrophils",
    "fibrinoid_necrosis",
    "hyaline_deposits",
    "cellular_crescents",
    "interstitial_inflammation",
)
CI = ("glomerulosclerosis", "fibrous_crescents", "tubular_atrophy", "interstitial_fibrosis")
DOUBLED = {"fibrinoid_necrosis", "cellular_crescents"}


def index(name: nih.IndexName, **fields: object) -> nih.Index:
    return nih.index(guideline(), Biopsy.model_validate(fields), name)


def test_six_items_of_activity_make_24_and_four_of_chronicity_12() -> None:
    activity = index("nih-activity", **dict.fromkeys(AI, 3))
    chronicity = index("nih-chronicity", **dict.fromkeys(CI, 3))

    assert [entry.item.id for entry in activity.graded] == list(AI)
    assert [entry.item.id for entry in chronicity.graded] == list(CI)
    assert activity.value == Range(D(24), D(24))
    assert activity.maximum == 24
    assert chronicity.value == Range(D(12), D(12))
    assert chronicity.maximum == 12


@pytest.mark.parametrize("item", AI)
def test_necrosis_and_cellular_crescents_count_double(item: str) -> None:
    grades = dict.fromkeys(AI, 0) | {item: 2}
    expected = D(4) if item in DOUBLED else D(2)

    assert index("nih-activity", **grades).value == Range(expected, expected)


def test_a_missing_grade_makes_a_range_up_to_its_most_points() -> None:
    single = index("nih-activity", **{name: 1 for name in AI if name != "endocapillary"})
    double = index("nih-activity", **{name: 1 for name in AI if name != "cellular_crescents"})

    assert single.value == Range(D(7), D(10))  # 1 + 2 + 1 + 2 + 1, and up to 3 more
    assert double.value == Range(D(6), D(12))  # 1 + 1 + 2 + 1 + 1, and up to 2 × 3 more
    assert double.lacking == ("Cellular or fibrocellular crescents",)


def test_without_any_grade_there_is_no_index() -> None:
    assert index("nih-activity").value is None
    assert str(index("nih-activity")) == ""


def test_an_index_says_how_it_was_reached() -> None:
    assert str(index("nih-activity", activity_index=9)) == "AI 9 of 24"
    assert str(index("nih-chronicity", **dict.fromkeys(CI, 1))) == "CI 4 of 12 (computed from its items)"
    three = index("nih-chronicity", **dict.fromkeys(CI[:3], 1))
    assert str(three) == "CI 3 to 6 of 12 (3 of 4 items graded)"


def test_a_rise_between_two_ranges_runs_from_the_least_to_the_most() -> None:
    assert Range(D(5), D(8)).less(Range(D(1), D(2))) == Range(D(3), D(7))
    assert Range(D(5), D(5)).less(Range(D(5), D(5))) == Range(D(0), D(0))


def test_what_else_a_report_holds_is_no_grade_of_an_item() -> None:
    """A proportion of crescents or a count of glomeruli makes no index."""
    assert index("nih-activity", glomeruli=20, crescents={"value": 30, "unit": "%"}).graded == ()


def test_a_reported_index_counts_before_a_computed_one_and_a_disagreement_is_seen() -> None:
    said = index("nih-activity", activity_index=9, **dict.fromkeys(AI, 1))  # the items make 8

    assert said.computed == Range(D(8), D(8))
    assert said.value == Range(D(9), D(9))
    assert said.disagrees


@pytest.mark.parametrize(("reported", "disagrees"), [(5, True), (6, False), (12, False), (13, True)])
def test_a_reported_index_disagrees_only_outside_the_range_of_its_items(
    reported: int, disagrees: bool
) -> None:
    grades = {name: 1 for name in AI if name != "cellular_crescents"}  # 6 to 12

    assert index("nih-activity", activity_index=reported, **grades).disagrees is disagrees


@pytest.mark.parametrize(
    ("name", "field", "most"),
    [("nih-activity", "activity_index", 24), ("nih-chronicity", "chronicity_index", 12)],
)
def test_an_index_outside_its_scale_is_not_used(name: nih.IndexName, field: str, most: int) -> None:
    assert index(name, **{field: most}).value == Range(D(most), D(most))
    over = index(name, **{field: most + 1})
    assert over.impossible
    assert over.value is None


@given(st.dictionaries(st.sampled_from(AI), st.integers(0, 3)))
def test_more_grades_never_widen_the_range(grades: dict[str, int]) -> None:
    held: dict[str, int] = {}
    before = Range(D(0), D(24))
    for name, grade in grades.items():
        held[name] = grade
        now = index("nih-activity", **held).value
        assert now is not None
        assert before.low <= now.low <= now.high <= before.high
        before = now


@given(st.integers(-5, 20), st.integers(0, 5), st.integers(0, 15))
def test_a_range_decides_only_where_both_ends_agree(low: int, width: int, limit: int) -> None:
    held = Range(D(low), D(low + width))
    answers = {value >= limit for value in range(low, low + width + 1)}
    above = {value > limit for value in range(low, low + width + 1)}

    assert held.at_least(D(limit)) is (answers.pop() if len(answers) == 1 else None)
    assert held.above(D(limit)) is (above.pop() if len(above) == 1 else None)


# --- the step on chronicity ------------------------------------------------------------------------------------------


def chronicity(**fields: object) -> str:
    """Return the status of the step with tissue taken under the regimen; met is active or mixed."""
    tissue = biopsy(100, "IV", None, None, **fields)
    return reviewed(case(biopsy(), first_regimen(), tissue, as_of=180)).step("chronicity").status


def grades(ai: int, ci: int) -> dict[str, int]:
    """Return grades that make these indices, by items that count once."""
    once = [name for name in AI if name not in DOUBLED]
    made = dict.fromkeys(AI, 0) | {name: min(3, max(0, ai - 3 * place)) for place, name in enumerate(once)}
    return made | {name: min(3, max(0, ci - 3 * place)) for place, name in enumerate(CI)}


@pytest.mark.parametrize(
    ("ai", "ci", "status"),
    [(2, 5, "met"), (2, 6, "not-met"), (2, 7, "not-met"), (1, 6, "not-met"), (3, 6, "met"), (4, 6, "met")],
)
def test_computed_indices_decide_as_reported_ones_do(ai: int, ci: int, status: str) -> None:
    assert chronicity(**grades(ai, ci)) == status
    assert chronicity(activity_index=ai, chronicity_index=ci) == status


def without(made: dict[str, int], *names: str) -> dict[str, int]:
    return {name: grade for name, grade in made.items() if name not in names}


def test_a_range_that_crosses_the_limit_leaves_the_step_open_and_names_the_items() -> None:
    open_ci = without(grades(0, 5), "interstitial_fibrosis")  # CI 5 to 8
    tissue = biopsy(100, "IV", None, None, **open_ci)
    step = reviewed(case(biopsy(), first_regimen(), tissue, as_of=180)).step("chronicity")

    assert step.status == "not-documented"
    assert "CI 5 to 8" in step.because
    assert any("Interstitial fibrosis" in item.what for item in step.missing)


def test_a_range_decides_where_both_ends_agree() -> None:
    assert chronicity(**without(grades(0, 6), "interstitial_fibrosis")) == "not-met"  # CI 6 to 9, AI 0
    assert chronicity(**without(grades(0, 2), "interstitial_fibrosis")) == "met"  # CI 2 to 5
    assert chronicity(**without(grades(3, 6), "neutrophils")) == "met"  # AI 3 to 6: never up to 2


def test_a_reported_index_that_disagrees_with_its_items_is_used_and_asked_about() -> None:
    tissue = biopsy(100, "IV", 9, 2, **grades(0, 6))
    review = reviewed(case(biopsy(), first_regimen(), tissue, as_of=180))

    assert review.step("chronicity").status == "met"
    asked = " ".join(item.what for item in review.step("diagnosis").missing)
    assert "which activity index of the biopsy of 2024-04-19 holds (9 as reported, 0 by its items)" in asked
    assert "which chronicity index of the biopsy of 2024-04-19 holds (2 as reported, 6 by its items)" in asked


def test_one_index_without_the_other_decides_nothing() -> None:
    assert chronicity(**dict.fromkeys(AI, 0)) == "not-documented"
    assert chronicity(**dict.fromkeys(CI, 3)) == "not-documented"


def test_the_step_cites_the_items_it_was_computed_from() -> None:
    tissue = biopsy(100, "IV", None, None, **grades(0, 6))
    cited = reviewed(case(biopsy(), first_regimen(), tissue, as_of=180)).step("chronicity").citations

    assert ("bajema-2018", "secondary") in {(item.source, item.status) for item in cited}
