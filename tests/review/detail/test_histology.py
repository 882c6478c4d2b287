"""Indices of each biopsy, their items, changes between biopsies, and what the classes mean."""

from decimal import Decimal

import pytest
from case_builder import biopsy, case, on, other_tissue
from tissue_tables import ACTIVE, CHRONIC, cell, graded, row, tables

from lnreview.review.detail.histology import change, histology
from lnreview.review.nih import Range


def R(low: int, high: int | None = None) -> Range:
    return Range(Decimal(low), Decimal(low if high is None else high))


def test_without_a_biopsy_there_is_no_table() -> None:
    assert tables(case(as_of=0), histology) == {}


def test_a_reported_and_a_computed_index_are_told_apart() -> None:
    found = tables(case(biopsy(-400, "III", 5, 1), graded(-8, **ACTIVE, **CHRONIC), as_of=0), histology)[
        "nih-indices"
    ]
    early, late = on(-400), on(-8)

    assert (cell(found, early, "AI"), cell(found, early, "From")) == ("5 of 24", "AI reported; CI reported")
    assert (cell(found, late, "AI"), cell(found, late, "CI")) == ("10 of 24", "6 of 12")
    assert cell(found, late, "From") == "AI from 6 of 6 items; CI from 4 of 4 items"
    assert "= 10" in row(found, late).how
    assert "= 6" in row(found, late).how


def test_the_indices_are_never_added() -> None:
    found = tables(case(graded(-8, **ACTIVE, **CHRONIC), as_of=0), histology)
    shown = " ".join(
        text for table in found.values() for item in table.rows for text in (*item.cells, item.how)
    )

    assert "16" not in shown.replace(str(on(-8)), "")  # 10 + 6
    assert "never added" in found["nih-indices"].note


def test_a_disagreement_is_told_with_the_reason_for_the_reported_index() -> None:
    found = tables(case(graded(-8, ai=7, **ACTIVE), as_of=0), histology)["nih-indices"]
    how = row(found, on(-8)).how

    assert cell(found, on(-8), "AI") == "7 of 24"
    assert "AI reported, its items make 10" in cell(found, on(-8), "From")
    assert "they disagree" in how
    assert "pathologist's own reading" in how
    assert any("which activity index of the biopsy" in item.what for item in found.missing)


def test_an_impossible_index_is_kept_and_not_used() -> None:
    found = tables(case(biopsy(-8, "IV", 25, 13), as_of=0), histology)["nih-indices"]

    assert cell(found, on(-8), "AI") == "25 of 24: impossible, not used"
    assert cell(found, on(-8), "CI") == "13 of 12: impossible, not used"


def test_words_stay_words_and_what_is_not_there_stays_empty() -> None:
    found = tables(case(biopsy(-8, "IV", None, None, activity_text="high"), as_of=0), histology)[
        "nih-indices"
    ]

    assert cell(found, on(-8), "AI") == "high (words only)"
    assert cell(found, on(-8), "CI") == ""
    assert any("chronicity index (CI)" in item.what for item in found.missing)


def test_the_items_show_grade_weight_and_points() -> None:
    subject = case(
        graded(-8, id="tissue", **{key: value for key, value in ACTIVE.items() if key != "neutrophils"}),
        as_of=0,
    )
    found = tables(subject, histology)["nih-items-tissue"]
    columns = ("Grade", "Weight", "Points", "Most")
    items = {item.cells[1]: item.cells[2:] for item in found.rows}

    assert [column.title for column in found.columns[2:]] == list(columns)
    assert items["Fibrinoid necrosis"] == ("1", "2", "2", "6")
    assert items["Hyaline deposits (wire loops, thrombi)"] == ("2", "1", "2", "3")
    assert items["Neutrophils or karyorrhexis"] == ("", "1", "", "3")
    assert items["AI of these items"] == ("", "", "9 to 12", "24")
    assert "CI of these items" not in items  # no item of chronicity is graded
    assert "50 %" in found.note


def test_a_biopsy_without_grades_has_no_table_of_items() -> None:
    assert not [name for name in tables(case(biopsy(), as_of=0), histology) if name.startswith("nih-items")]


@pytest.mark.parametrize(
    ("earlier", "later", "said"),
    [
        (R(6), R(10), "6 → 10 (+4)"), (R(10), R(6), "10 → 6 (−4)"), (R(3), R(3), "3 → 3 (unchanged)"),
        (R(2), R(4, 7), "2 → 4 to 7 (+2 to +5)"), (R(1, 3), R(2), "1 to 3 → 2 (−1 to +1)"), (None, R(3), ""), (R(3), None, ""),
    ],
)  # fmt: skip
def test_a_change_is_later_minus_earlier(earlier: Range | None, later: Range | None, said: str) -> None:
    assert change(earlier, later) == said


def test_the_change_between_biopsies_tells_class_and_indices() -> None:
    subject = case(
        biopsy(-800, "III", 6, 3), biopsy(-400, "III+V", 4, None), biopsy(-8, "IV", 10, 4), as_of=0
    )
    found = tables(subject, histology)["biopsy-changes"]

    assert [item.cells[1:] for item in found.rows] == [
        ("III → III + V", "6 → 4 (−2)", ""), ("III + V → IV", "4 → 10 (+6)", ""),
    ]  # fmt: skip


def test_two_biopsies_of_one_day_are_one_sitting_and_no_change() -> None:
    subject = case(biopsy(-8, "III", 4, 1), biopsy(-8, "V", 2, 3), as_of=0)

    assert "biopsy-changes" not in tables(subject, histology)


def test_the_reports_of_one_day_keep_their_indices_in_the_change() -> None:
    subject = case(biopsy(-800, "III", 6, 3), biopsy(-8, "III", 3, 6), biopsy(-8, "IV+V", 7, 2), as_of=0)
    (found,) = tables(subject, histology)["biopsy-changes"].rows

    assert found.cells[1:] == ("III → III + IV + V", "6 → 3 and 7", "3 → 6 and 2")


@pytest.mark.parametrize(
    ("class_text", "told"),
    [
        ("IV-S (A)", {"IV-S and IV-G", "A, A/C and C"}),
        ("IV-G", {"IV-S and IV-G"}),
        ("III (A/C)", {"A, A/C and C"}),
        ("III(C)", {"A, A/C and C"}),
        ("IV", set()),
    ],
)
def test_terms_that_the_revision_of_2018_replaced_are_named(class_text: str, told: set[str]) -> None:
    found = tables(case(biopsy(-8, "IV", class_text=class_text), as_of=0), histology)["isn-rps-classes"]

    assert {item.cells[0] for item in found.rows} == {"Class IV"} | told


def test_each_class_found_is_defined_with_the_status_of_its_source() -> None:
    found = tables(case(biopsy(-8, "III+V"), as_of=0), histology)["isn-rps-classes"]
    statuses = {item.cells[0]: item.citations[0].status for item in found.rows}

    assert statuses == {"Class III": "secondary", "Class V": "secondary"}
    assert "less than 50 %" in row(found, "Class III").cells[2]
    assert "no other diagnosis" in row(found, "Class V").cells[2]


def test_tissue_without_lupus_has_no_class() -> None:
    found = tables(case(other_tissue(-8), as_of=0), histology)

    assert "isn-rps-classes" not in found
    assert cell(found["nih-indices"], on(-8), "Class") == "no lupus nephritis"
