"""Bands of studies on the latest biopsy: each limit just under, at and just over it, and whom a band is not applied to."""

from decimal import Decimal

import pytest
from case_builder import biopsy, case, creatinine, event, guideline, lab, mmf, on, upcr, urine_24h
from tissue_tables import cell, graded, look, row, tables

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.review.detail.bands import bands, in_alvarado_group, latest_samples
from lnreview.review.detail.table import Row

MET, NOT, OPEN = "yes", "no", "open"


def first(ai: object, ci: object, *more: object) -> Case:
    """Return a case of one biopsy, the only one by a complete list."""
    return case(biopsy(-8, "IV", ai, ci), *more, as_of=0)


def repeat(ai: object, ci: object, *more: object) -> Case:
    """Return a case of two biopsies, the indices those of the later one."""
    return case(biopsy(-900, "III", 5, 1), biopsy(-8, "IV", ai, ci), *more, as_of=0)


def status(subject: Case, name: str, pack: Guideline | None = None) -> str | None:
    """Return what a band says of the tissue; the row is never marked as met or not met."""
    return answered(row(tables(subject, bands, pack)["histology-bands"], name))


def answered(found: Row) -> str | None:
    assert found.status in (None, "not-documented")
    if found.status is not None:
        return OPEN
    return {"yes": MET, "no": NOT}.get(found.cells[1].rpartition(": ")[2])


def said(subject: Case, name: str) -> str:
    return cell(tables(subject, bands)["histology-bands"], name, "This biopsy")


@pytest.mark.parametrize(
    ("ai", "cohort", "other"),
    [
        (0, "low", "inactive"), (1, "low", "inactive"), (2, "low", "low to moderate"), (5, "low", "low to moderate"),
        (6, "moderate", "low to moderate"), (10, "moderate", "low to moderate"), (11, "moderate", "high"), (12, "high", "high"),
        (24, "high", "high"),
    ],
)  # fmt: skip
def test_bands_of_activity(ai: int, cohort: str, other: str) -> None:
    assert said(first(ai, 1), "AI 0-5 low") == f"AI {ai}: {cohort}"
    assert said(first(ai, 1), "AI < 2 inactive") == f"AI {ai}: {other}"


@pytest.mark.parametrize(
    ("ci", "word"), [(0, "low"), (2, "low"), (3, "moderate"), (5, "moderate"), (6, "high"), (12, "high")]
)
def test_bands_of_chronicity(ci: int, word: str) -> None:
    assert said(first(5, ci), "CI 0-2 low") == f"CI {ci}: {word}"


@pytest.mark.parametrize(
    ("name", "indices"),
    [
        ("CI ≥ 4", ((5, 3, NOT), (5, 4, MET), (5, 5, MET))),
        ("CI < 3", ((5, 2, MET), (5, 3, NOT), (5, 4, NOT))),
        ("CI ≥ 3 and AI ≥ 12", ((12, 2, NOT), (12, 3, MET), (11, 3, NOT), (13, 4, MET))),
        ("CI ≥ 6 and AI ≤ 2", ((2, 5, NOT), (2, 6, MET), (3, 6, NOT), (1, 7, MET))),
        ("AI > 3", ((2, 1, NOT), (3, 1, NOT), (4, 1, MET))),
    ],
)
def test_limits_of_single_bands(name: str, indices: tuple[tuple[int, int, str], ...]) -> None:
    for ai, ci, expected in indices:
        assert status(first(ai, ci), name) == expected, (ai, ci)


@pytest.mark.parametrize(
    ("ai", "ci", "active", "chronic"), [(2, 3, NOT, NOT), (3, 4, NOT, NOT), (4, 5, MET, MET)]
)
def test_bands_of_repeat_biopsies(ai: int, ci: int, active: str, chronic: str) -> None:
    found = tables(repeat(ai, ci), bands)["histology-bands"]
    by_name = {item.cells[0]: answered(item) for item in found.rows}

    assert by_name["Repeat biopsy, AI > 3"] == active
    assert by_name["Repeat biopsy, CI > 4"] == chronic


def test_a_band_of_repeat_biopsies_is_not_applied_to_a_first_one() -> None:
    found = {item.cells[0]: item for item in tables(first(9, 9), bands)["histology-bands"].rows}

    for name in ("Repeat biopsy, AI > 3", "Repeat biopsy, CI > 4", "Repeat biopsy, AI > 3 with UPCR < 1 g/g"):
        assert found[name].status is None
        assert found[name].cells[1] == "first biopsy: does not apply"


def test_whether_a_biopsy_is_the_first_is_open_without_a_complete_list() -> None:
    subject = case(biopsy(-8, "IV", 9, 9), as_of=0, complete={"courses": "yes", "biopsies": "unknown"})
    found = {item.cells[0]: item for item in tables(subject, bands)["histology-bands"].rows}

    assert answered(found["Repeat biopsy, AI > 3"]) == OPEN


@pytest.mark.parametrize(("value", "expected"), [("0.9", MET), ("1.0", NOT), ("1.1", NOT)])
def test_low_proteinuria_with_active_tissue(value: str, expected: str) -> None:
    assert status(repeat(4, 1, upcr(-8, value)), "Repeat biopsy, AI > 3 with UPCR") == expected
    assert status(repeat(3, 1, upcr(-8, value)), "Repeat biopsy, AI > 3 with UPCR") == NOT
    assert status(first(4, 1, upcr(-8, value)), "UPCR < 1 g/g") == expected


@pytest.mark.parametrize(("days", "near"), [(30, True), (31, False)])
def test_proteinuria_counts_only_near_the_biopsy(days: int, near: bool) -> None:
    expected = MET if near else OPEN

    assert status(first(4, 1, upcr(-8 - days, "0.5")), "UPCR < 1 g/g") == expected


def test_a_range_answers_only_where_both_ends_agree() -> None:
    crossing = case(
        graded(-8, glomerulosclerosis=1, fibrous_crescents=1, tubular_atrophy=1), as_of=0
    )  # CI 3 to 6

    assert status(crossing, "CI ≥ 4") == OPEN
    assert status(crossing, "CI < 3") == NOT
    assert said(crossing, "CI 0-2 low") == "CI 3 to 6: moderate or high"


def test_without_an_index_there_is_no_table() -> None:
    assert tables(case(biopsy(-8, "IV", None, None), as_of=0), bands) == {}
    assert tables(case(as_of=0), bands) == {}


# --- the group of whom 60 % were quiet -------------------------------------------------------------------------------


def quiet_for(day: int, *more: object, stated: str = "complete-remission") -> Case:
    """Return a repeat biopsy on day 0, with a stated remission so many days before (negative) and no treatment begun since."""
    return case(
        biopsy(-2000, "IV", 10, 1), mmf(-1990), event(stated, day), biopsy(0, "IV", 1, 3), *more, as_of=5
    )  # fmt: skip


def group(subject: Case) -> bool | None:
    (sample,) = latest_samples(look(subject))
    return in_alvarado_group(sample)


@pytest.mark.parametrize(
    ("grams", "expected"), [("0.49", False), ("0.5", True), ("1.0", True), ("1.01", False)]
)
def test_the_share_concerns_residual_proteinuria_after_quiescence(grams: str, expected: bool) -> None:
    normal = creatinine(0, "0.8", range_high=1)

    assert group(quiet_for(-900, urine_24h(0, grams), normal, stated="partial-remission")) is expected


def test_abnormal_creatinine_belongs_to_the_group_as_well() -> None:
    assert group(quiet_for(-900, urine_24h(0, "0.2"), creatinine(0, "1.4", range_high=1))) is True
    assert group(quiet_for(-900, urine_24h(0, "0.2"), creatinine(0, "1.0", range_high=1))) is False
    assert group(quiet_for(-900, urine_24h(0, "0.2"))) is None  # the creatinine was not looked at


@pytest.mark.parametrize(
    ("day", "expected"), [("2022-01-09", True), ("2022-01-10", True), ("2022-01-11", None)]
)
def test_quiescence_is_24_months(day: str, expected: bool | None) -> None:
    assert on(0) == "2024-01-10"
    subject = case(biopsy(-2000, "IV", 10, 1), mmf(-1990), event("complete-remission", day), biopsy(0, "IV", 1, 3),
                   urine_24h(0, "0.7"), as_of=5)  # fmt: skip

    assert group(subject) is expected


def test_a_patient_under_induction_or_in_a_flare_is_not_of_the_group() -> None:
    residual = urine_24h(0, "0.7")

    assert (
        group(case(biopsy(-300, "IV", 10, 1), mmf(-290), biopsy(0, "IV", 1, 3), residual, as_of=5)) is False
    )
    assert group(quiet_for(-900, event("flare", -10), residual)) is False
    assert group(first(1, 3, urine_24h(-8, "0.7"))) is False
    assert "does not apply" in said(repeat(1, 3, mmf(-100), urine_24h(-8, "0.7")), "Quiescent")


def test_a_flare_on_the_day_of_the_biopsy_ends_quiescence() -> None:
    assert group(quiet_for(-900, event("flare", 0), urine_24h(0, "0.7"))) is False


@pytest.mark.parametrize(("day", "expected"), [(29, True), (30, True), (31, None)])
def test_the_creatinine_counts_only_near_the_biopsy(day: int, expected: bool | None) -> None:
    low = urine_24h(0, "0.2")
    subject = quiet_for(-900, low, creatinine(-day, "1.4", range_high=1))

    assert group(subject) is expected


def test_another_result_that_is_high_is_no_abnormal_creatinine() -> None:
    subject = quiet_for(
        -900, urine_24h(0, "0.2"), lab("ldh", 0, interpretation="high"), creatinine(0, "0.9", range_high=1)
    )

    assert group(subject) is False
    assert group(quiet_for(-900, urine_24h(0, "0.2"), lab("ldh", 0, interpretation="high"))) is None


# --- how a band is told ----------------------------------------------------------------------------------------------


def test_each_band_names_its_study_and_the_program_names_itself() -> None:
    found = tables(repeat(9, 2), bands)["histology-bands"]
    studies = {
        item.cells[0]: (item.cells[3], {cited.status for cited in item.citations}) for item in found.rows
    }

    assert studies["CI ≥ 6 and AI ≤ 2: predominantly chronic"] == ("program default", {"program-default"})
    assert studies["AI > 3: active, else mixed"] == ("program default", {"program-default"})
    assert studies["CI ≥ 4: poor renal prognosis"] == (
        "Cohort on the modified NIH indices (170 patients), 2020",
        {"primary"},
    )
    assert studies["CI ≥ 3 and AI ≥ 12"] == (
        "Teaching texts and figures on lupus nephritis whose names were not recorded",
        {"secondary"},
    )


def test_no_rule_is_made_of_the_blog_gloss_on_activity() -> None:
    cited = {
        item.source for fact in tables(repeat(2, 2), bands)["histology-bands"].rows for item in fact.citations
    }

    assert "nephjc" not in cited
    assert not any("needs immunosuppression" in fact.text and not fact.misuse for fact in guideline().facts)


@pytest.mark.parametrize(
    ("number", "name", "ai", "ci"),
    [
        ("mnih-cohort-ci", "CI ≥ 4", 5, 4), ("chronic-ci", "CI ≥ 6 and AI ≤ 2", 2, 6), ("classic-ci", "CI ≥ 3 and AI ≥ 12", 12, 3),
        ("classic-ai", "CI ≥ 3 and AI ≥ 12", 12, 3),
    ],
)  # fmt: skip
def test_a_limit_is_read_from_the_pack(number: str, name: str, ai: int, ci: int) -> None:
    moved = guideline()[number].model_copy(update={"value": guideline().number(number) + Decimal(1)})
    pack = guideline().model_copy(update={"thresholds": {**guideline().thresholds, number: moved}})

    assert status(first(ai, ci), name) == MET
    assert status(first(ai, ci), name, pack) == NOT


def test_a_worse_outlook_is_no_criterion_that_is_met() -> None:
    found = tables(repeat(9, 9, upcr(-8, "0.5")), bands)["histology-bands"]

    assert {item.status for item in found.rows} <= {None, "not-documented"}
    assert said(repeat(9, 9), "Repeat biopsy, CI > 4") == "CI 9: yes"


def test_two_reports_of_one_day_answer_each_by_itself() -> None:
    """AI 1 with CI 2 and AI 7 with CI 6: neither is predominantly chronic, though CI 6 and AI 1 stand on record."""
    subject = case(biopsy(-8, "III", 1, 2), biopsy(-8, "IV+V", 7, 6, id="second"), as_of=0)

    assert said(subject, "CI ≥ 6 and AI ≤ 2") == "III: CI 2, AI 1: no; IV + V: CI 6, AI 7: no"
    assert said(subject, "AI > 3") == "III: AI 1: no; IV + V: AI 7: yes"
