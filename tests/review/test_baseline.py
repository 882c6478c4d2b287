"""The baseline of a regimen: the program's rule, the reviewer's choice, and a choice that cannot be used."""

import pytest

from lnreview.review import baseline
from lnreview.review.evaluate import assessment
from tests.case_builder import (
    biopsy,
    case,
    creatinine,
    egfr,
    guideline,
    mmf,
    pdc,
    prednisone,
    reviewed,
    stable,
    upcr,
)  # fmt: skip


def chosen(upcr_id="", kidney="", course="mmf", reason="before the diuretic"):
    return (
        "baselines",
        {"id": "choice", "course": course, "upcr": upcr_id, "kidney": kidney, "reason": reason},
    )


def subject(*more, as_of=182):
    return case(
        biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 180),
        upcr(-60, "6.0", id="early"), upcr(-3, "3.0", id="late"), upcr(140, "2.9"), upcr(170, "2.9"), stable(-3, 140, 170),
        *more, as_of=as_of,
    )  # fmt: skip


def view_of(built):
    return assessment(built, guideline())


def test_the_last_value_before_the_start_is_the_baseline():
    assert view_of(subject()).latest.judged.base_urine.lab.id == "late"


def test_a_chosen_value_replaces_it_and_the_response_is_judged_from_there():
    """From 6.0 to 2.9 is a fall of 51.7 % and below 3 g/g: partial; from 3.0 it is 3.3 %: no change."""
    assert reviewed(subject()).regimens[0].grade == "none"
    built = subject(chosen("early"))
    assert view_of(built).latest.judged.base_urine.lab.id == "early"
    assert reviewed(built).regimens[0].grade == "partial"


def test_a_choice_for_proteinuria_leaves_the_kidney_as_it_was():
    plain, other = view_of(subject()).latest.judged, view_of(subject(chosen("early"))).latest.judged
    assert plain.base_kidney == other.base_kidney
    assert plain.kidney == other.kidney


def test_a_reported_egfr_can_be_chosen_where_creatinine_was_measured_too():
    """The rule takes creatinine first; the reviewer may take the chart's own eGFR, and then only its like is compared."""
    built = case(
        biopsy(), prednisone(), mmf(0), upcr(-3, "3.0"), upcr(150, "3.0"),
        creatinine(-3, "0.8", id="c0"), creatinine(150, "0.8"),
        egfr(-20, 100, id="own", equation="mdrd"), egfr(160, 70, equation="mdrd"), chosen(kidney="own"), as_of=182,
    )  # fmt: skip
    judged = view_of(built).latest.judged
    assert judged.base_kidney.lab.id == "own"
    assert [point.method for point in judged.kidney] == ["reported, mdrd"]


def test_no_value_before_a_chosen_baseline_speaks_for_the_regimen():
    built = subject(upcr(10, "2.0", id="day 10"), upcr(40, "4.0", id="day 40"), chosen("day 40"))
    judged = view_of(built).latest.judged
    assert judged.base_urine.lab.id == "day 40"
    assert "day 10" not in {point.lab.id for point in judged.urine}


@pytest.mark.parametrize(
    ("lab", "named", "why"),
    [
        ([], "nothing", "holds no such result"),
        (upcr(-10, "3.0", "mg", id="bad"), "bad", "cannot be used as it stands"),
        (upcr(None, "3.0", id="bad"), "bad", "has no date"),
        (creatinine(-10, "0.9", id="bad"), "bad", "not proteinuria"),
        (upcr(200, "3.0", id="bad"), "bad", "holds no such result"),  # after the day of the review
    ],
)
def test_a_choice_that_cannot_be_used_is_named_and_the_rule_applies(lab, named, why):
    view = view_of(subject(lab, chosen(named)))
    assert view.latest.judged.base_urine.lab.id == "late"
    missing = baseline.unusable(view.ctx, view.course.regimens, view.urine.points, view.kidney.points)
    assert [item.entry for item in missing] == ["choice"]
    assert why in missing[0].why


def test_a_choice_for_no_regimen_is_named():
    view = view_of(subject(chosen("early", course="elsewhere")))
    missing = baseline.unusable(view.ctx, view.course.regimens, view.urine.points, view.kidney.points)
    assert "belongs to no regimen" in missing[0].why
    assert view.latest.judged.base_urine.lab.id == "late"


def test_of_two_choices_the_later_in_order_counts_and_both_are_named():
    first, second = (
        chosen("early"),
        ("baselines", {"id": "second", "course": "mmf", "upcr": "late", "reason": "reconsidered"}),
    )
    for order, wanted in (((1, 2), "late"), ((2, 1), "early")):
        parts = [
            (name, entry | {"order": place})
            for (name, entry), place in zip((first, second), order, strict=True)
        ]
        view = view_of(subject(*parts))
        assert view.latest.judged.base_urine.lab.id == wanted
        missing = baseline.unusable(view.ctx, view.course.regimens, view.urine.points, view.kidney.points)
        assert "early, late" in missing[0].why


def test_the_review_says_that_a_baseline_was_chosen_and_asks_about_one_that_cannot_be_used():
    said = "A baseline was chosen by the reviewer (mmf): before the diuretic"
    usable, unusable = reviewed(subject(chosen("early"))), reviewed(subject(chosen("nothing")))
    assert said in usable.notes
    assert not any(item.place == "baselines" for item in usable.missing)
    assert [item.entry for item in unusable.missing if item.place == "baselines"] == ["choice"]


def test_a_usable_choice_asks_nothing():
    view = view_of(subject(chosen("early", "")))
    assert baseline.unusable(view.ctx, view.course.regimens, view.urine.points, view.kidney.points) == ()


@pytest.mark.parametrize(
    ("day", "found"), [(-31, False), (-30, True), (0, True), (1, True), (14, True), (15, False)]
)
def test_the_rule_at_its_limits(day, found):
    """The last value at most 30 days before the start, else the first at most 14 days after."""
    view = view_of(case(biopsy(), prednisone(), mmf(0), upcr(day, "3.0"), upcr(100, "3.0"), as_of=182))
    assert (view.latest.judged.base_urine is not None) is found


def test_a_value_before_the_start_goes_before_one_after_it_and_the_later_before_the_earlier():
    parts = [upcr(-20, "5.0"), upcr(-10, "4.0"), upcr(3, "3.0"), upcr(100, "3.0")]
    view = view_of(case(biopsy(), prednisone(), mmf(0), *parts, as_of=182))
    assert str(view.latest.judged.base_urine.value) == "4.0"
    after = view_of(case(biopsy(), prednisone(), mmf(0), upcr(3, "3.0"), upcr(9, "2.0"), as_of=182))
    assert str(after.latest.judged.base_urine.value) == "3.0"
