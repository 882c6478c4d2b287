"""The response at a glance: best, last, time to a response, confirmation, and what was lost."""

from decimal import Decimal

from lnreview.review.detail.baselines import baselines
from lnreview.review.detail.glance import best, first_reached, glance
from lnreview.review.evaluate import assessment
from tests.case_builder import (
    biopsy,
    case,
    event,
    guideline,
    mmf,
    pdc,
    prednisone,
    pregnant,
    stable,
    two_failures,
    upcr,
)  # fmt: skip


def view_of(*parts, as_of=400):
    built = case(biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 180), *parts, as_of=as_of)
    return assessment(built, guideline())


def responding(*more, as_of=400):
    """Return a patient with partial response confirmed on day 91 and complete response on day 360."""
    return view_of(
        upcr(-3, "3.0"), upcr(60, "1.5"), upcr(91, "1.4"), upcr(330, "0.4"), upcr(360, "0.3"),
        stable(-3, 60, 91, 330, 360), *more, as_of=as_of,
    )  # fmt: skip


def test_each_grade_counts_from_its_second_sample():
    """2024-01-10 to 2024-04-10 are 3 months, to 2025-01-04 are 11 months and 25 days: 11.8."""
    view = responding()
    found = {item.grade: item for item in first_reached(view, view.lines[0])}
    assert found["partial"].months == (Decimal("3.0"), Decimal("3.0"))
    assert found["partial"].second.value == Decimal("1.5")
    assert found["complete"].months == (Decimal("11.8"), Decimal("11.8"))
    assert best(tuple(found.values())).grade == "complete"


def test_one_sample_is_no_response():
    view = view_of(upcr(-3, "3.0"), upcr(91, "0.3"), stable(-3, 91), as_of=100)
    assert first_reached(view, view.lines[0]) == ()
    table = glance(view)[0]
    assert table.rows[0].cells[2].startswith("no response confirmed; lowest 0.3 g/g")
    assert "second UPCR sample 7-60 days" in table.missing[0].what


def test_the_summary_says_baseline_best_last_and_time():
    row = glance(responding())[0].rows[0]
    assert row.cells[0] == "mycophenolate mofetil, from 2024-01-10"
    assert row.cells[1] == "3 g/g, eGFR 90"
    assert row.cells[2] == "complete response (2025-01-04)"
    assert row.cells[3] == "complete response: 0.3 g/g, −90 % (2025-01-04)"
    assert row.cells[4] == "partial 3 months; complete 11.8 months"
    assert row.cells[5].startswith("eGFR 0 a year")
    assert "1.5 g/g (2024-03-10) and 1.4 g/g (2024-04-10)" in row.how


def test_a_failed_regimen_is_said_to_have_no_response():
    rows = glance(assessment(two_failures(), guideline()))[0].rows
    assert [row.cells[3].split(":")[0] for row in rows] == ["no response", "no response"]


def test_too_few_values_give_no_slope_and_say_why():
    row = glance(view_of(upcr(-3, "3.0"), upcr(60, "2.9"), as_of=70))[0].rows[0]
    assert row.cells[5] == ""
    assert "fewer than 3 values of one method or under 90 days" in row.how


def test_a_response_that_is_only_stated_is_shown_as_stated():
    view = view_of(upcr(-3, "3.0"), event("complete-remission", 200), as_of=220)
    reached = glance(view)[1]
    assert reached.rows[0].cells[1:3] == ("complete response", "stated by the chart")


def test_a_loss_stands_after_the_response_and_once():
    view = responding(upcr(430, "2.4"), upcr(450, "2.6"), event("flare", 430), as_of=460)
    lost = [row for row in glance(view)[1].rows if row.cells[1] == "response lost"]
    assert len(lost) == 1
    assert lost[0].cells[2] == "stated by the chart"
    assert "relapse" in glance(view)[1].note


def test_without_a_response_there_is_no_table_of_losses():
    assert [table.id for table in glance(assessment(two_failures(), guideline()))] == ["response-at-a-glance"]


def test_nothing_measured_shows_nothing():
    assert glance(view_of()) == ()


def test_values_taken_while_pregnant_are_marked():
    view = view_of(upcr(-3, "3.0"), upcr(170, "2.9"), pregnant(160), as_of=182)
    assert "2.9 g/g (pregnant)" in glance(view)[0].rows[0].cells[3]


def test_grades_follow_the_criteria_set():
    """0.6 g/g from 3.0: a primary efficacy response under KDIGO and Arora; EULAR 2019 knows none, so it is partial."""
    built = case(
        biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 180), upcr(-3, "3.0"), upcr(150, "0.6"), upcr(180, "0.6"),
        stable(-3, 150, 180), as_of=190,
    )  # fmt: skip
    said = {
        name: glance(assessment(built, guideline(), criteria=name))[0].rows[0].cells[2]
        for name in ("kdigo-2024", "eular-2019")
    }
    assert said["kdigo-2024"].startswith("primary efficacy response")
    assert said["eular-2019"].startswith("partial response")


# --- baselines -------------------------------------------------------------------------------------------------------


def uses(*parts):
    return {(row.cells[1], row.cells[2]): row.cells[4] for row in baselines(view_of(*parts))[0].rows}


def test_the_baseline_says_why_and_what_else_it_could_have_been():
    found = uses(upcr(-90, "5.0"), upcr(-91, "6.0"), upcr(-3, "3.0"), upcr(14, "2.5"), upcr(15, "2.0"))
    assert found == {
        ("Proteinuria", "3 g/g"): "baseline: last value at most 30 days before the start",
        ("Proteinuria", "5 g/g"): "possible",
        ("Proteinuria", "2.5 g/g"): "possible",
    }


def test_a_baseline_after_the_start_says_so():
    assert uses(upcr(14, "2.5"))[("Proteinuria", "2.5 g/g")].startswith(
        "baseline: first value at most 14 days after"
    )


def test_without_a_baseline_what_lay_too_far_is_shown():
    assert uses(upcr(-60, "5.0"), upcr(100, "4.0")) == {
        ("Proteinuria", "5 g/g"): "too far from the start (30 days)"
    }


def test_a_choice_of_the_reviewer_is_shown_with_its_reason():
    made = ("baselines", {"course": "mmf", "upcr": "early", "reason": "before the flare was treated"})
    found = uses(upcr(-60, "5.0", id="early"), upcr(-3, "3.0"), made)
    assert found[("Proteinuria", "5 g/g")] == "baseline, chosen by the reviewer: before the flare was treated"
    assert found[("Proteinuria", "3 g/g")] == "possible"


def test_a_choice_that_cannot_be_used_stands_in_the_table_and_is_asked_about():
    made = ("baselines", {"course": "mmf", "upcr": "nothing", "reason": "x"})
    table = baselines(view_of(upcr(-3, "3.0"), made))[0]
    assert table.rows[-1].status == "not-documented"
    assert "nothing" in table.rows[-1].cells[4]
    assert table.missing[0].place == "baselines"


def test_each_regimen_is_named_with_its_start():
    names = {row.cells[0] for row in baselines(assessment(two_failures(), guideline()))[0].rows}
    assert names == {"mycophenolate mofetil, from 2024-01-10", "cyclophosphamide, from 2024-07-12"}


# --- which value belongs to what -------------------------------------------------------------------------------------


def flared(*more, as_of=400):
    """Return a patient with 0.4 twice, then 1.4 and 1.5: half of the baseline, and a loss of the response."""
    return view_of(
        upcr(-3, "2.8"), upcr(140, "0.4"), upcr(170, "0.4"), upcr(211, "1.4"), upcr(242, "1.5"), stable(-3, 140, 170),
        *more, as_of=as_of,
    )  # fmt: skip


def test_a_loss_is_shown_with_each_of_its_values_and_none_of_them_as_a_response():
    """Day 211 is 2024-08-08, day 242 is 2024-09-08, day 170 is 2024-06-28."""
    view = flared()
    table = next(table for table in glance(view) if table.id == "responses-reached-and-lost")
    assert [row.cells for row in table.rows] == [
        ("2024-06-28", "complete response", "measured, two samples", "0.4 g/g"),
        ("2024-08-08", "response lost", "measured, confirmed", "1.4 g/g, then 1.5 g/g (2024-09-08)"),
    ]
    assert "partial" not in glance(view)[0].rows[0].cells[4]
    assert glance(view)[0].rows[0].cells[3] == "complete response: 0.4 g/g, −85.7 % (2024-06-28)"


def test_a_second_sample_is_not_asked_for_under_a_regimen_that_is_over():
    asked = glance(view_of(upcr(-3, "3.0"), upcr(91, "0.3"), stable(-3, 91), as_of=100))[0].missing
    assert len(asked) == 1
    parts = biopsy(), prednisone(), mmf(0, 95), upcr(-3, "3.0"), upcr(91, "0.3"), stable(-3, 91)
    ended = assessment(case(*parts, as_of=400), guideline())
    assert glance(ended)[0].missing == ()
    assert all(table.missing == () for table in glance(flared()))


def test_the_tables_say_which_definitions_are_borrowed():
    intro = glance(responding())[0].intro
    assert intro.startswith(
        "By the definitions of Arora 2022; complete, primary efficacy and partial response borrowed from KDIGO 2024. "
    )
    own = assessment(responding().ctx.case, guideline(), criteria="kdigo-2024")
    assert glance(own)[0].intro.startswith("By the definitions of KDIGO 2024. ")
    assert "borrowed from KDIGO 2024" in glance(responding())[1].intro


def test_a_baseline_of_vague_dates_is_not_said_to_lie_within_its_days():
    """The regimen began some day of 2024; the value of 2024-01-07 may lie 3 days or a year before it, or after it."""
    vague = assessment(case(biopsy(), prednisone(), mmf("2024"), upcr(-3, "3.0"), as_of=400), guideline())
    (row,) = baselines(vague)[0].rows
    assert row.status == "not-documented"
    assert "is not known: start 2024, value 2024-01-07" in row.cells[4]
    certain = next(row for row in baselines(view_of(upcr(-3, "3.0")))[0].rows)
    assert certain.status is None
    assert certain.cells[4] == "baseline: last value at most 30 days before the start"
