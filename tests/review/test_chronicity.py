"""Chronicity (gate G4a): only tissue taken after the latest course began, in the present episode, tells activity from scar."""

from lnreview.case.dates import ChartDate
from lnreview.review.chronicity import LatestCourse, placed
from lnreview.review.detail.explanations import explanations
from lnreview.review.detail.rebiopsy import rebiopsy
from lnreview.review.evaluate import assessment
from lnreview.review.steps import steps
from tests.case_builder import (
    biopsy,
    case,
    guideline,
    mmf,
    on,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    stable,
)

TREATED = [prednisone(), mmf(0), pdc(92, "mmf", 0, 300)]
LOST = [
    *TREATED, proteinuria((-3, "3.0"), (140, "0.3"), (170, "0.3"), (280, "1.4"), (300, "1.5")), stable(-3, 140, 170, 280, 300),
]  # fmt: skip
"""A complete response, lost on day 280: a second episode begins there."""


def view(*parts, as_of=305, **fields):
    return assessment(case(*parts, as_of=as_of, **fields), guideline())


def found(*parts, **fields):
    return view(*parts, **fields).chronicity


def step(name, *parts, **fields):
    return next(item for item in steps(view(*parts, **fields), {}) if item.step == name)


def span(text):
    return ChartDate.parse(text).on()


def test_tissue_from_before_the_latest_course_cannot_tell_and_is_told_with_date_and_age():
    """From 2024-01-02 to 2024-03-10 are two months and eight days."""
    answer = found(biopsy(-8, ai=8, ci=1), TREATED, as_of=60)
    assert answer.status == "not-documented"
    assert answer.because == (
        f"The latest tissue (kidney biopsy class IV, AI 8 of 24, CI 1 of 12 ({on(-8)})), 2.2 months old, was taken before the "
        f"latest course began ({on(0)}), so it cannot tell."
    )


def test_tissue_of_the_day_of_the_start_counts_and_that_of_the_day_before_does_not():
    assert found(biopsy(0, ai=8, ci=1), TREATED, as_of=60).status == "met"
    assert found(biopsy(-1, ai=8, ci=1), TREATED, as_of=60).status == "not-documented"
    assert found(biopsy(1, ai=8, ci=1), TREATED, as_of=60).because.startswith(
        f"AI 8, CI 1 (biopsy of {on(1)}): active"
    )


def test_tissue_of_an_earlier_episode_cannot_tell_although_no_course_of_this_one_has_begun():
    for day in (-8, 100, 279):
        answer = found(biopsy(day, ai=8, ci=1), LOST)
        assert answer.status == "not-documented"
        assert f"was taken before the present episode began ({on(280)})" in answer.because
        assert f"({on(day)})" in answer.because
    assert found(biopsy(-8), biopsy(280, ai=8, ci=1, id="second"), LOST).status == "met"


def test_scarred_tissue_of_an_earlier_episode_is_no_chronic_damage_of_this_one():
    assert reviewed(case(biopsy(-8, ai=0, ci=8), LOST, as_of=305)).verdict != "chronic-damage"
    after = case(biopsy(-8), biopsy(290, ai=0, ci=8, id="second"), LOST, as_of=305)
    assert reviewed(after).verdict == "chronic-damage"


def test_class_vi_counts_at_any_age():
    assert found(biopsy(-8, "VI", ai=None, ci=None), LOST).status == "not-met"


def test_partial_dates_that_leave_it_open_cannot_tell_and_ask_for_the_dates():
    parts = [prednisone(), mmf("2024"), pdc(92, "mmf", 0, 180)]
    answer = found(biopsy("2024-03", ai=8, ci=1), parts)
    assert answer.status == "not-documented"
    assert "before or after the latest course began (2024): the dates leave it open" in answer.because
    assert [item.what for item in answer.missing] == [
        "the day of the latest kidney biopsy, and the day on which the latest course began"
    ]
    due = step("biopsy", biopsy("2024-03", ai=8, ci=1), parts, proteinuria((280, "3"), (300, "3")))
    assert due.status == "not-documented"
    assert "taken under the present treatment" not in due.because


def test_a_course_without_a_start_and_tissue_without_a_date_cannot_tell():
    assert found(biopsy(-8), mmf(None)).status == "not-documented"
    assert found(biopsy(None), TREATED).status == "not-documented"
    assert "has no date" in found(biopsy(None), TREATED).because
    assert found(biopsy(-8), as_of=20).status == "met"


def test_placed_needs_both():
    start, before, after, year = span("2024-03-10"), span("2024-03-09"), span("2024-03-10"), span("2024")
    assert placed(after, LatestCourse(start), None) is True
    assert placed(before, LatestCourse(start), None) is False
    assert placed(year, LatestCourse(start), None) is None
    assert placed(after, LatestCourse(start), span("2024-03-11")) is False
    assert placed(after, LatestCourse(None), None) is None
    assert placed(before, None, None) is True
    assert placed(None, None, start) is None


def test_what_old_tissue_cannot_tell_is_not_used_in_the_tables_either():
    seen = view(biopsy(-8, ai=8, ci=1), LOST)
    rows = {row.cells[0]: row for table in rebiopsy(seen) for row in table.rows}
    suspicion = next(row for name, row in rows.items() if name.startswith("KDIGO"))
    assert suspicion.status == "not-documented"
    assert "active or mixed" not in suspicion.cells[2]
    chronic = next(row for row in explanations(seen)[0].rows if row.cells[0] == "Advanced chronicity")
    assert chronic.cells[1] == "not documented"
    assert on(-8) in chronic.how


# --- two reports of one day -------------------------------------------------------------------------------------------


def test_two_reports_of_one_day_keep_their_own_indices():
    answer = found(biopsy(10, "III", ai=3, ci=6, id="a"), biopsy(10, "IV+V", ai=7, ci=2, id="b"), TREATED)
    assert answer.because == (
        f"class III: AI 3, CI 6; class IV + V: AI 7, CI 2 (biopsy of {on(10)}): active, not predominantly chronic."
    )


def test_two_old_reports_of_one_day_are_both_named():
    parts = biopsy(-8, "III", ai=3, ci=6, id="a"), biopsy(-8, "IV+V", ai=7, ci=2, id="b")
    for because in (
        found(*parts, TREATED, as_of=60).because,
        step("biopsy", *parts, TREATED, as_of=60).because,
    ):
        assert "class III, AI 3 of 24, CI 6 of 12" in because
        assert "class IV + V, AI 7 of 24, CI 2 of 12" in because


def test_a_chronic_report_beside_an_active_one_of_the_same_day_is_not_chronic_damage():
    chronic = biopsy(10, "III", ai=1, ci=8, id="a")
    assert found(chronic, biopsy(10, "IV", ai=7, ci=2, id="b"), TREATED).status == "met"
    assert found(chronic, biopsy(10, "IV", ai=9, ci=None, id="b"), TREATED).status == "met"
    assert found(chronic, biopsy(10, "IV", ai=2, ci=2, id="b"), TREATED).status == "not-met"


def test_a_report_of_two_without_a_class_says_so():
    plain = biopsy(10, "", ai=3, ci=2, id="b", shows_ln="yes")
    assert (
        "class not reported: AI 3, CI 2"
        in found(biopsy(10, "IV", ai=7, ci=2, id="a"), plain, TREATED).because
    )
    assert "class" not in found(plain, TREATED).because


def test_a_second_report_without_a_chronicity_index_leaves_the_first_to_speak():
    whole, half = biopsy(10, "IV", ai=1, ci=8, id="a"), biopsy(10, "V", ai=2, ci=None, id="b")
    answer = found(whole, half, TREATED)
    assert answer.status == "not-met"
    assert answer.because.startswith(f"AI 1, CI 8 (biopsy of {on(10)}): predominantly chronic")


# --- what is asked ---------------------------------------------------------------------------------------------------


def test_without_any_tissue_no_repeat_biopsy_is_asked_for():
    asked = found(TREATED, complete={}).missing
    assert [item.what.split(" with ")[0] for item in asked] == ["kidney biopsy"]


def test_old_tissue_asks_for_a_repeat_and_an_open_date_for_the_date():
    (repeat,) = found(biopsy(-8), TREATED).missing
    assert repeat.what.startswith("repeat kidney biopsy with class")
    assert (repeat.step, repeat.place) == ("chronicity", "biopsies")
    (day,) = found(biopsy(None), TREATED).missing
    assert day.what.startswith("the day of the latest kidney biopsy")
    assert day.step == "chronicity"


def test_of_undated_tissue_beside_none_dated_the_last_is_shown():
    undated = [biopsy(None, "III", id="first", order=1), biopsy(None, "IV", id="last", order=2)]
    assert [item.entry for item in found(undated, TREATED).evidence] == ["last"]


def test_an_index_that_its_items_contradict_is_asked_about_with_that_reason():
    grades = {"endocapillary": 1, "neutrophils": 0, "fibrinoid_necrosis": 0, "hyaline_deposits": 0,
              "cellular_crescents": 0, "interstitial_inflammation": 0}  # fmt: skip
    asked = view(biopsy(10, ai=9, ci=1, **grades), TREATED).diagnosis.missing
    (held,) = [item for item in asked if "holds" in item.what]
    assert (
        held.what == f"which activity index of the biopsy of {on(10)} holds (9 as reported, 1 by its items)"
    )
    assert "does not hold it" not in held.why
    assert "differ" in held.why
