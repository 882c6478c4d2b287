"""“4-6 months” counted in total over the regimens of an episode, where the reviewer reads it so."""

import pytest
from case_builder import biopsy, case, guideline, mmf, nih, prednisone, tacrolimus, voclosporin

from lnreview.review.evaluate import assessment


def with_voclosporin(start, stop):
    """Return an adequate second regimen."""
    together = {"regimen": "second"}
    return [voclosporin(start, stop, **together), mmf(start, stop, "2.0", id="mmf-2", **together)]


def dosing(*parts, as_of=400, **settings):
    settings = settings or {"course_time": "in-total"}
    view = assessment(case(biopsy(), prednisone(), *parts, as_of=as_of, settings=settings), guideline())
    return [line.dosing for line in view.lines]


FIRST = mmf(0, 61, regimen="first")
"""Two months: 10 January to 11 March 2024."""


@pytest.mark.parametrize(("stop", "status"), [(124, "met"), (123, "not-met")])
def test_two_and_two_months_are_four_and_a_day_less_is_not(stop, status):
    assert [item.finding.status for item in dosing(FIRST, with_voclosporin(63, stop))] == [status, status]
    apart = dosing(FIRST, with_voclosporin(63, stop), course_time="per-regimen")
    assert [item.finding.status for item in apart] == ["not-met", "not-met"]


def test_the_sentence_tells_what_was_counted():
    found = dosing(FIRST, with_voclosporin(63, 124))
    for item in found:
        assert item.finding.because.endswith("; 4 months of adequate exposure in total over 2 regimens.")
        assert item.finding.missing == ()
    tenths = dosing(FIRST, with_voclosporin(63, 140))[0].finding.because
    assert "; 4.5 months of adequate exposure" in tenths


def test_less_than_a_month_counts_too():
    """0.9 and 3.1 months."""
    short = mmf(0, 29, regimen="first")
    assert [item.finding.status for item in dosing(short, with_voclosporin(31, 126))] == ["met", "met"]


def test_only_months_at_an_adequate_dose_count():
    """Tacrolimus without mycophenolate is no adequate regimen, however long."""
    alone = tacrolimus(63, 200, regimen="second")
    assert [item.finding.status for item in dosing(FIRST, alone)] == ["not-met", "not-met"]
    low = mmf(0, 61, "1", regimen="first")
    assert [item.finding.status for item in dosing(low, with_voclosporin(63, 150))] == ["not-met", "not-met"]


def test_a_regimen_below_its_dose_stays_inadequate_beside_those_that_count():
    between = tacrolimus(63, 100, regimen="between")
    found = dosing(FIRST, between, with_voclosporin(102, 170))
    assert [item.finding.status for item in found] == ["met", "not-met", "met"]
    assert "in total" not in found[1].finding.because


def test_a_regimen_that_was_long_enough_by_itself_is_told_as_ever():
    found = dosing(FIRST, with_voclosporin(63, 200))
    assert [item.finding.status for item in found] == ["met", "met"]
    assert "in total over 2 regimens" in found[0].finding.because
    assert "in total" not in found[1].finding.because


def test_a_scheme_of_infusions_is_not_cut_short():
    found = dosing(mmf(0, 150, regimen="first"), nih(152, 200, given=2, regimen="second"))
    assert [item.finding.status for item in found] == ["met", "not-met"]


def test_what_runs_is_no_longer_too_early_once_the_total_is_reached():
    running = dosing(FIRST, with_voclosporin(63, None), as_of=130)
    assert [(item.finding.status, item.window_open) for item in running] == [("met", False), ("met", False)]
    early = dosing(FIRST, with_voclosporin(63, None), as_of=110)
    assert early[1].window_open is True
