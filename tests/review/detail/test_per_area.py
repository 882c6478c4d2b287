"""Proteinuria per body surface: its change in %, never a grade (clinical reference, A10)."""

from lnreview.review.detail.per_area import per_area
from lnreview.review.evaluate import assessment
from tests.case_builder import biopsy, case, guideline, height, lab, mmf, prednisone, rituximab, upcr

CHILD = {"patient": {"sex": "female", "birth_date": "2015-05-01"}}


def surface(day, value, unit="g/m2/d", **more):
    return lab("urine-protein-24h", day, value, unit, **more)


def view_of(*parts, as_of=200):
    built = case(biopsy(), prednisone(), mmf(0), *parts, as_of=as_of, **CHILD)
    return assessment(built, guideline())


def test_only_the_change_is_shown():
    """From 6.6 to 3.3 g/m² a day is a fall of 50 %; the unit of the second value is mg."""
    view = view_of(surface(-3, "6.6"), surface(100, "3300", "mg/m2/d"), height(0, 130))
    row = per_area(view)[0].rows[0]
    assert row.cells[1:] == ("6.6", "2024-01-07", "3.3", "2024-04-19", "−50 %")
    assert row.status is None
    assert view.lines[0].judged.grade == "unknown"
    assert view.urine.points == ()


def test_without_a_baseline_or_a_later_value_there_is_no_table():
    assert per_area(view_of(surface(100, "3.3"))) == ()
    assert per_area(view_of(surface(-3, "3.3"))) == ()
    assert per_area(view_of(surface(-31, "6.6"), surface(100, "3.3"))) == ()
    assert len(per_area(view_of(surface(-30, "6.6"), surface(100, "3.3")))) == 1


def test_values_of_other_units_bounds_and_later_regimens_are_not_used():
    assert per_area(view_of(surface(-3, "6.6"), upcr(100, "3.3"))) == ()
    assert per_area(view_of(surface(-3, "6.6"), surface(100, ">3.3"))) == ()
    assert per_area(view_of(surface(-3, "6.6"), rituximab(60), surface(100, "3.3"))) == ()


def test_the_last_value_counts_whatever_the_order_of_entries():
    parts = [surface(150, "2.2"), surface(-3, "6.6"), surface(100, "3.3")]
    assert per_area(view_of(*parts))[0].rows[0].cells[3] == "2.2"
    assert per_area(view_of(*reversed(parts)))[0].rows[0].cells[3] == "2.2"
