"""Checkpoints: the value nearest to each within 30 days, its change, what is asked for where none lies near."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnreview.review.detail.checkpoints import checkpoints, following, reached
from lnreview.review.evaluate import assessment
from tests.case_builder import (
    belimumab,
    biopsy,
    case,
    egfr,
    event,
    guideline,
    height,
    mmf,
    on,
    pdc,
    prednisone,
    rituximab,
    stable,
    two_failures,
    upcr,
    urine_24h,
)  # fmt: skip


def view_of(*parts, as_of=400):
    built = case(biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 180), *parts, as_of=as_of)
    return assessment(built, guideline())


def values(view):
    """Return the months of each checkpoint with its proteinuria."""
    return {int(item.months): item.urine and str(item.urine.value) for item in reached(view, view.lines[0])}


@pytest.mark.parametrize(
    ("offset", "found"), [(-31, None), (-30, "2.0"), (0, "2.0"), (30, "2.0"), (31, None)]
)
def test_a_value_stands_for_a_checkpoint_within_thirty_days(offset, found):
    """2024-01-10 plus 6 months is 2024-07-10, day 182."""
    assert values(view_of(upcr(-3, "3.0"), upcr(182 + offset, "2.0")))[6] == found


def test_the_nearest_value_is_taken_and_of_two_as_near_the_later():
    view = view_of(upcr(-3, "3.0"), upcr(160, "2.9"), upcr(176, "2.8"), upcr(189, "2.7"), upcr(210, "2.6"))
    assert values(view)[6] == "2.8"
    assert values(view_of(upcr(-3, "3.0"), upcr(172, "2.8"), upcr(192, "2.7")))[6] == "2.7"


def test_a_month_without_a_day_stands_only_where_every_day_of_it_lies_near():
    assert values(view_of(upcr(-3, "3.0"), upcr("2024-07", "2.0")))[6] == "2.0"
    assert values(view_of(upcr(-3, "3.0"), upcr("2024-08", "2.0")))[6] is None
    assert values(view_of(upcr(-3, "3.0"), upcr("2024", "2.0")))[6] is None


def test_checkpoints_come_until_the_review_and_not_beyond_the_next_regimen():
    assert list(values(view_of(upcr(-3, "3.0"), as_of=730))) == [3, 6, 12, 18]
    assert list(values(view_of(upcr(-3, "3.0"), as_of=731))) == [3, 6, 12, 18, 24]
    failures = assessment(two_failures(), guideline())
    assert list(values(failures)) == [3, 6]  # the next regimen begins on day 184


def test_changes_are_rounded_to_tenths_and_printed_as_intervals():
    """3.0 to 2.2 is 26.666 %: −26.7; >90 to 60 fell by at least 33.3 %; 1.5 to 3.0 rose by 100 %."""

    def cells(*parts):
        return checkpoints(view_of(*parts))[0].rows[2].cells

    assert cells(upcr(-3, "3.0"), upcr(182, "2.2"))[3] == "−26.7 %"
    assert cells(upcr(-3, "1.5"), upcr(182, "3.0"))[3] == "+100 %"
    assert cells(upcr(-3, "3.0"), upcr(182, "3.0"))[3] == "±0 %"
    assert cells(upcr(-3, "3.0"), egfr(-3, ">90"), egfr(182, 60))[5] == "≤ −33.3 %"
    assert cells(upcr(-3, "3.0"), egfr(-3, 60), egfr(182, ">90"))[5] == "≥ +50 %"


def test_one_question_asks_for_the_empty_checkpoints_of_the_last_six_months():
    """A value older than 6 months documents the past only (A8): 2024-07-10 is current until 2025-01-10, day 366."""

    def asked(as_of):
        return [
            item.what
            for item in checkpoints(view_of(upcr(-3, "3.0"), upcr(91, "2.0"), as_of=as_of))[0].missing
        ]

    beginning = "proteinuria (UPCR or 24 h) about"
    assert on(366) == "2025-01-10"
    assert asked(366) == [
        f"{beginning} 6 and 12 months after the start of mycophenolate mofetil (2024-01-10)"
    ]
    assert asked(367) == [f"{beginning} 12 months after the start of mycophenolate mofetil (2024-01-10)"]
    earlier = checkpoints(assessment(two_failures(), guideline()))
    assert earlier[0].missing == ()


def test_the_milestones_of_a_regimen_that_is_over_are_not_asked_for_today():
    parts = biopsy(), prednisone(), mmf(0, 200), upcr(-3, "3.0"), upcr(91, "2.0")
    assert checkpoints(assessment(case(*parts, as_of=900), guideline()))[0].missing == ()
    flared = upcr(140, "0.3"), upcr(170, "0.3"), upcr(280, "1.4"), upcr(300, "1.5"), stable(-3, 140, 170)
    assert all(not table.missing for table in checkpoints(view_of(upcr(-3, "3.0"), *flared)))


def test_a_regimen_without_any_near_value_has_no_table():
    assert checkpoints(view_of()) == ()
    assert checkpoints(view_of(upcr(250, "3.0"))) == ()


def test_evidence_and_numbers_stand_behind_each_row():
    row = checkpoints(view_of(upcr(-3, "3.0", id="b"), upcr(182, "1.4", id="v")))[0].rows[2]
    assert {item.entry for item in row.evidence} == {"b", "v"}
    assert "eular-slr-2020" in {cited.source for cited in row.citations}
    assert {"milestone-fall-second", "checkpoint-window"} <= {number.id for number in row.parameters}


def test_a_value_without_a_second_sample_says_so():
    assert "no second sample" in checkpoints(view_of(upcr(-3, "3.0"), upcr(182, "1.4")))[0].rows[2].how
    both = checkpoints(view_of(upcr(-3, "3.0"), upcr(160, "1.4"), upcr(182, "1.4")))[0].rows[2].how
    assert "second sample 1.4 g/g" in both


def test_a_child_without_a_height_has_proteinuria_and_no_egfr():
    child = {"patient": {"sex": "female", "birth_date": "2015-05-01"}}
    parts = [biopsy(), prednisone(), mmf(0), upcr(-3, "3.0"), upcr(182, "1.4"), ("labs", {
        "analyte": "creatinine", "collected_on": "2024-01-07", "quantity": {"value": 0.5, "unit": "mg/dL"}})]  # fmt: skip
    without = assessment(case(*parts, as_of=200, **child), guideline())
    assert checkpoints(without)[0].rows[0].cells[4] == ""
    with_height = assessment(case(*parts, height(-3, 130), as_of=200, **child), guideline())
    assert checkpoints(with_height)[0].rows[0].cells[4] == "107"  # 0.413 × 130 / 0.5 = 107.38


def test_values_under_anuria_and_after_the_next_regimen_do_not_stand_for_it():
    view = view_of(upcr(-3, "3.0"), event("anuria", 150), upcr(182, "0.2"))
    assert values(view)[6] is None
    later = view_of(upcr(-3, "3.0"), rituximab(120), upcr(182, "0.2"), stable(-3, 182))
    assert list(values(later)) == [3]


@settings(max_examples=25, deadline=None)
@given(st.permutations([(-3, "3.0"), (91, "2.0"), (182, "1.4"), (366, "0.4")]))
def test_the_order_of_entries_and_the_unit_change_nothing(pairs):
    plain = values(view_of([upcr(day, value) for day, value in sorted(pairs)]))
    shuffled = values(view_of([upcr(day, value) for day, value in pairs]))
    in_mg = view_of([upcr(day, str(int(float(value) * 1000)), "mg/g") for day, value in pairs])
    assert plain == shuffled
    assert [item.milestone.status for item in reached(in_mg, in_mg.lines[0])] == ["met", "met", "met"]


def test_the_sentence_above_says_which_milestones_were_reached_and_which_missed():
    """From 3.0: 2.0 at 3 months is a third less, 1.6 at 6 months is less than half."""
    table = checkpoints(view_of(upcr(-3, "3.0"), upcr(91, "2.0"), upcr(182, "1.6"), as_of=190))[0]
    assert table.intro == "Begun 2024-01-10. Milestone reached at 3 months. Missed at 6 months."


def test_another_way_of_collecting_and_another_day_of_the_egfr_are_named():
    spot, daily = upcr(-3, "3.0", collection="spot"), urine_24h(182, "2.0")
    row = checkpoints(view_of(spot, daily, egfr(-3, 90), egfr(190, 90, id="k")))[0].rows[2]
    assert "24 h, baseline spot" in row.how
    assert "eGFR of 2024-07-18." in row.how
    same = checkpoints(view_of(spot, upcr(182, "2.0", collection="spot"), egfr(-3, 90), egfr(182, 90)))[
        0
    ].rows[2]
    assert "baseline spot" not in same.how
    assert "eGFR of" not in same.how


def test_a_row_with_only_an_egfr_has_its_date():
    row = checkpoints(view_of(upcr(-3, "3.0"), egfr(-3, 90), egfr(182, 90)))[0].rows[2]
    assert row.cells[1] == "2024-07-10"
    assert row.cells[2] == ""


def test_a_regimen_lasts_until_the_one_after_it_and_no_longer():
    """Rituximab acts on after its last dose: until belimumab is begun on day 500, so past 6 and short of 12 months."""
    parts = [upcr(-3, "3.0"), rituximab(200, 215), upcr(195, "3.0"), belimumab(500), upcr(495, "3.0")]
    view = view_of(*parts, as_of=1000)
    assert [line.regimen.classes for line in view.lines] == [("mpaa",), ("anti-cd20",), ("anti-baff",)]
    found = [[int(item.months) for item in reached(view, line)] for line in view.lines]
    assert found[1] == [3, 6]
    assert following(view, view.lines[0]).start == view.lines[1].regimen.start
    assert following(view, view.lines[-1]) is None
