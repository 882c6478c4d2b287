"""The eGFR rules of the label of voclosporin, at, just under and just over each number."""

from decimal import Decimal

import pytest
from case_builder import biopsy, case, egfr, guideline, mmf, upcr, voclosporin

from lnreview.review.detail.table import Table
from lnreview.review.detail.voclosporin import dose_rule
from lnreview.review.evaluate import assessment
from lnreview.review.label_rule import label_action


def action(baseline: str, value: str, *, halted: bool = False, lowered: bool = False) -> str:
    return label_action(guideline(), Decimal(baseline), Decimal(value), halted=halted, lowered=lowered)


@pytest.mark.parametrize(
    ("baseline", "value", "expected"),
    [
        ("70", "56", "no change"),  # a fall of 20 % is not above 20
        ("70", "55.9", "reduce"),
        ("70", "49.1", "reduce"),  # 29.9 %
        ("70", "49", "stop"),  # 30 %
        ("70", "48.9", "stop"),
        ("100", "60", "no change"),  # 40 %, but eGFR is 60
        ("100", "59.9", "stop"),
        ("80", "60", "no change"),
        ("80", "59.9", "reduce"),  # 25 %
    ],
)
def test_a_fall_below_sixty_reduces_or_stops(baseline: str, value: str, expected: str) -> None:
    assert action(baseline, value) == expected


@pytest.mark.parametrize(("value", "expected"), [("55.9", "wait"), ("56", "restart"), ("56.1", "restart")])
def test_a_stopped_drug_is_restarted_from_eighty_percent_of_the_baseline(value: str, expected: str) -> None:
    assert action("70", value, halted=True) == expected


@pytest.mark.parametrize(("value", "expected"), [("55.9", "reduce"), ("56", "raise")])
def test_a_restarted_drug_is_raised_from_eighty_percent_of_the_baseline(value: str, expected: str) -> None:
    assert action("70", value, lowered=True) == expected


def table(*values: tuple[int, object], before: object = "70") -> Table | None:
    points = [egfr(day, value) for day, value in values]  # type: ignore[arg-type]
    first = [] if before is None else [egfr(-5, before)]  # type: ignore[arg-type]
    subject = case(biopsy(), mmf(0), voclosporin(0), upcr(-3, "3.0"), first, points, as_of=200)
    return dose_rule(assessment(subject, guideline()))


def test_each_value_is_told_with_what_the_label_does() -> None:
    found = table(
        (14, "66"), (28, "55"), (42, "48"), (56, "50"), (70, "58"), (84, "60"), (98, "62"), (112, "64")
    )
    assert found is not None
    assert [row.cells[3].split(" by")[0].split(" with")[0] for row in found.rows] == [
        "no change of the dose", "reduce", "stop", "not restarted: the share of the baseline is not reached",
        "may be restarted", "may be raised", "may be raised", "no change of the dose",
    ]  # fmt: skip
    assert found.rows[1].cells[4] == "2024-02-21"  # two weeks after 2024-02-07
    assert found.rows[0].cells[4] == ""


def test_without_a_baseline_it_asks_for_one() -> None:
    found = table((14, "66"), before=None)
    assert found is not None
    assert found.rows == ()
    assert found.missing[0].what == "an exact eGFR within 30 days before voclosporin"


def test_no_voclosporin_no_table() -> None:
    subject = case(biopsy(), mmf(0), egfr(-5, 70), egfr(20, 40), as_of=100)
    assert dose_rule(assessment(subject, guideline())) is None
