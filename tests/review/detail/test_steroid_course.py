"""The example schemes cell by cell, the weeks of a patient beside them, and the goals at, just under and just over."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from case_builder import DAY0, biopsy, case, course, guideline, mmf, nih, on, weight
from drug_tables import cell, context, row_of, seen, shown

from lnreview.review.detail.prednisone import oral_course
from lnreview.review.detail.steroid_goals import due_on
from lnreview.review.detail.steroids import bands, days_of, limits, printed, steroids

WEEKS = (
    (0, 2),
    (3, 4),
    (5, 6),
    (7, 8),
    (9, 10),
    (11, 12),
    (13, 14),
    (15, 16),
    (17, 18),
    (19, 20),
    (21, 24),
    (25, None),
)
CELLS = {
    "high": [
        "0.8-1.0 mg/kg (max 80)",
        "0.6-0.7 mg/kg",
        "30",
        "25",
        "20",
        "15",
        "12.5",
        "10",
        "7.5",
        "7.5",
        "5",
        "< 5",
    ],
    "moderate": [
        "0.6-0.7 mg/kg (max 50)",
        "0.5-0.6 mg/kg",
        "20",
        "15",
        "12.5",
        "10",
        "7.5",
        "7.5",
        "5",
        "5",
        "< 5",
        "< 5",
    ],
    "reduced": [
        "0.5-0.6 mg/kg (max 40)",
        "0.3-0.4 mg/kg",
        "15",
        "10",
        "7.5",
        "5",
        "2.5",
        "2.5",
        "2.5",
        "2.5",
        "2.5",
        "< 2.5",
    ],
}
"""Section 4.1 of the clinical reference."""


@pytest.mark.parametrize("scheme", CELLS)
@pytest.mark.parametrize("position", range(len(WEEKS)))
def test_every_cell_of_the_schemes_with_its_status(scheme, position):
    (step,) = [
        step for step in guideline().steroid_steps
        if step.scheme == scheme and (step.from_week, step.to_week) == WEEKS[position]
    ]  # fmt: skip
    checked = scheme == "reduced" or (scheme == "high" and position == 0)
    status = "secondary" if checked else "unverified"

    assert printed(step, None) == f"{CELLS[scheme][position]} ({status})"


def test_the_bands_are_those_of_the_source_and_nothing_else():
    assert bands(guideline().steroid_steps) == WEEKS
    assert len(guideline().steroid_steps) == 36


def first(scheme):
    return next(step for step in guideline().steroid_steps if step.scheme == scheme)


@pytest.mark.parametrize(
    ("scheme", "kg", "low", "high"),
    [("high", 80, 64, 80), ("high", 81, "64.8", 80), ("high", 79, "63.2", 79), ("moderate", 80, 48, 50), ("reduced", 80, 40, 40),
     ("reduced", 60, 30, 36)],
)  # fmt: skip
def test_the_cap_of_a_dose_by_weight(scheme, kg, low, high):
    assert limits(first(scheme), Decimal(kg)) == (Decimal(low), Decimal(high))


def test_a_dose_by_weight_without_a_weight_is_not_worked():
    assert limits(first("high"), None) is None


def test_weeks_are_days_from_the_start():
    start, late = date(2024, 1, 1), date(2025, 1, 1)

    assert days_of(start, (0, 2), late) == (date(2024, 1, 1), date(2024, 1, 14))
    assert days_of(start, (3, 4), late) == (date(2024, 1, 15), date(2024, 1, 28))
    assert days_of(start, (21, 24), late) == (date(2024, 5, 20), date(2024, 6, 16))
    assert days_of(start, (25, None), late) == (date(2024, 6, 17), late)
    assert days_of(start, (3, 4), date(2024, 1, 14)) is None


def gc(mg, start, stop=None):
    return course("prednisone", start, stop, mg, "mg/d", id=f"gc {start}", role="supportive", route="oral")


TAPER = [gc(40, 0), gc(30, 14), gc(20, 28), gc(15, 42), gc(10, 56), gc("7.5", 70), gc(5, 150)]


def tables(*parts, as_of=250, **more):
    return shown(case(biopsy(), mmf(0), weight(0, 60), *parts, as_of=as_of, **more), steroids)


def test_the_weeks_of_a_patient_beside_the_schemes():
    """Sixty kilograms: reduced 30-36, moderate 36-42, high 48-60 mg in weeks 0-2."""
    table = tables(TAPER)["dosing-steroid-weeks-regimen-1"]
    doses = [cell(table, row, "This patient mg/d") for row in table.rows]

    assert doses == ["40", "30", "20", "15", "10", "7.5", "7.5", "7.5", "7.5", "7.5", "5-7.5", "5"]
    assert cell(table, table.rows[0], "Not above") == "moderate"
    assert cell(table, table.rows[1], "Not above") == "moderate"
    assert cell(table, table.rows[4], "Not above") == "moderate"
    assert cell(table, table.rows[11], "Not above") == "none: above every scheme"
    assert "= 48-60" in cell(table, table.rows[0], "High")
    assert table.rows[0].status is None


def test_weeks_that_have_not_come_are_not_shown():
    assert len(tables(TAPER, as_of=20)["dosing-steroid-weeks-regimen-1"].rows) == 2


def test_weeks_without_a_dose_are_empty_and_asked_for():
    table = tables(gc(40, 0, 14), complete={"courses": "unknown", "biopsies": "yes"}, as_of=100)[
        "dosing-steroid-weeks-regimen-1"
    ]

    assert [cell(table, row, "This patient mg/d") for row in table.rows[:2]] == ["40", ""]
    assert "weeks 3-4" in table.missing[0].what


def goal(who, *parts, title="Answer", text="", **more):
    table = tables(*parts, **more)["dosing-steroid-goals-regimen-1"]
    row = row_of(table, who, *([text] if text else []))
    return cell(table, row, title), row.status


DUE = {
    "ACR 2024": ("≤ 5 mg/d", ("4.9", "5", "5.1"), 182, 183),
    "EULAR 2019": ("≤ 7.5 mg/d", ("7.4", "7.5", "7.6"), 182, 183),
}


@pytest.mark.parametrize("who", DUE)
def test_goals_by_six_months(who):
    """Six calendar months after 10 January 2024 are 10 July 2024, day 182."""
    text, (under, at, over), day, later = DUE[who]

    assert goal(who, gc(under, 0), text=text, as_of=later)[1] == "met"
    assert goal(who, gc(at, 0), text=text, as_of=day)[1] == "met"
    assert goal(who, gc(over, 0), text=text, as_of=later)[1] == "not-met"
    assert goal(who, gc(under, 0), text=text, as_of=day - 1) == ("not due yet", None)


TRIALS = [
    ("Obinutuzumab trial (REGENCY)", "≤ 7.5 mg/d", "7.5", "7.6", 84),
    ("Obinutuzumab trial (REGENCY)", "≤ 5 mg/d", "5", "5.1", 168),
    ("Voclosporin trial (AURORA)", "≤ 10 mg/d", "10", "10.1", 364),
]


@pytest.mark.parametrize(("who", "text", "at", "over", "day"), TRIALS)
def test_goals_of_trials_by_weeks(who, text, at, over, day):
    assert goal(who, gc(at, 0), text=text, as_of=day) == ("within it", None)
    assert goal(who, gc(over, 0), text=text, as_of=day) == ("above it", None)
    assert goal(who, gc(at, 0), text=text, as_of=day - 1) == ("not due yet", None)


def test_the_voclosporin_trial_asks_of_every_day_from_week_44():
    """Week 44 ends on day 308: 12 mg until day 309 are two days above, until day 310 three on end."""
    who, text = "Voclosporin trial (AURORA)", "≤ 10 mg/d"

    assert goal(who, gc(12, 0, 307), gc(10, 308), text=text, as_of=380)[0] == "within it"
    assert goal(who, gc(12, 0, 309), gc(10, 310), text=text, as_of=380)[0] == "within it"
    assert goal(who, gc(12, 0, 310), gc(10, 311), text=text, as_of=380)[0] == "above it"


@pytest.mark.parametrize(("last", "answer"), [(None, "within it"), (0, "above it"), (1, "above it")])
def test_the_voclosporin_trial_asks_of_fewer_than_seven_days_in_all(last, answer):
    """Three times two days are six and spared; one more day is the seventh."""
    doses = [gc(10, 0)]
    for start, days in ((320, 1), (330, 1), (340, 1), (350, last)):
        if days is not None:
            doses += [gc(12, start, start + days), gc(10, start + days + 1)]

    assert goal("Voclosporin trial (AURORA)", doses, text="≤ 10 mg/d", as_of=380)[0] == answer


def test_days_above_are_counted_on_end_and_in_all():
    unnamed = course("prednisone", 8, id="no dose", route="oral")
    oral = oral_course(context(case(gc(12, 0, 1), gc(10, 2, 4), gc(11, 5, 7), unnamed, as_of=20)))

    assert oral.days_above(DAY0, DAY0 + timedelta(days=7), Decimal(10)) == (3, 5)
    assert oral.days_above(DAY0, DAY0 + timedelta(days=7), Decimal(11)) == (2, 2)
    assert oral.days_above(DAY0, DAY0 + timedelta(days=8), Decimal(10)) is None


@pytest.mark.parametrize(
    ("mg", "eular_2019", "eular_2023"),
    [
        ("7.4", "met", "not-met"),
        ("7.5", "not-met", "not-met"),
        ("5", "met", "met"),
        ("5.1", "met", "not-met"),
        ("4.9", "met", "met"),
    ],
)
def test_goals_in_maintenance(mg, eular_2019, eular_2023):
    maintenance = mmf(190, g=2, id="maintenance", role="maintenance")

    assert goal("EULAR 2019, maintenance", gc(mg, 0), maintenance)[1] == eular_2019
    assert goal("EULAR 2023, maintenance", gc(mg, 0), maintenance)[1] == eular_2023
    assert goal("EULAR 2023, maintenance", gc(mg, 0)) == ("not due yet", None)


def test_a_dose_that_is_not_documented_meets_and_misses_nothing():
    open_list = {"courses": "unknown", "biopsies": "yes"}

    assert goal("ACR 2024", gc(40, 0, 30), complete=open_list) == ("not documented", "not-documented")


def test_a_goal_after_the_next_regimen_is_not_asked():
    assert goal("ACR 2024", gc(5, 0), nih(100, 240)) == ("the regimen had ended", None)


def test_every_goal_cites_its_source_with_its_status():
    table = tables(TAPER)["dosing-steroid-goals-regimen-1"]

    assert {item.status for item in row_of(table, "EULAR 2019").citations} == {"secondary"}
    assert {item.status for item in row_of(table, "ACR 2024").citations} == {"primary"}


def test_a_record_told_in_months_shows_no_invented_calendar():
    """Month 6 of a regimen that began in month 1 is month 7 from the anchor."""
    subject = case(
        biopsy("m-1"), mmf("m+1"), gc(5, "m+1"), as_of="m+12", patient={"sex": "female", "age_years": 30}
    )
    table = shown(subject, steroids)["dosing-steroid-goals-regimen-1"]

    assert cell(table, row_of(table, "ACR 2024"), "Due") == "month 7"
    assert not any("2000" in text for row in table.rows for text in (*row.cells, row.how))


def test_pulses_are_listed_with_their_total():
    pulse = course(
        "methylprednisolone", 0, 2, 500, "mg", frequency="daily", route="iv", doses_given=3, id="p"
    )
    table = tables(pulse, TAPER)["dosing-steroid-pulses"]

    assert cell(table, table.rows[0], "Total mg") == "1500"


def test_the_evidence_on_less_glucocorticoid_stands_for_and_against():
    table = tables(TAPER)["plan-steroid-sparing"]

    assert [item.source for row in table.rows for item in row.citations] == [
        "gc-pooled-2025",
        "gc-cohort",
        "rituxilup",
    ]
    assert [row.citations[0].status for row in table.rows] == ["secondary", "primary", "primary"]


def test_no_carrier_that_may_not_be_cited_is_named():
    texts = [fact.text + fact.locator for fact in guideline().facts] + [
        item.locator for item in guideline().thresholds.values()
    ]

    assert not any("droracle" in text for text in texts)


def test_without_a_glucocorticoid_there_is_no_table():
    assert tables() == {}


def test_due_dates_by_months_and_weeks():
    start = date(2024, 1, 31)

    assert due_on(start, guideline()["gc-acr-months"]) == (date(2024, 7, 31), date(2024, 7, 31))
    assert due_on(start, guideline()["gc-eular-2019-months"]) == (date(2024, 4, 30), date(2024, 7, 31))
    assert due_on(start, guideline()["gc-aurora-weeks"]) == (date(2024, 12, 4), date(2025, 1, 29))


def test_each_row_belongs_to_the_regimen_it_names():
    found = seen(case(biopsy(), mmf(0, 182), nih(190, 330), weight(0, 60), TAPER, as_of=on(400)))

    ids = [table.id for table in steroids(found)]
    assert len(ids) == len(set(ids))
    assert "dosing-steroid-weeks-regimen-2" in ids


def test_a_start_that_is_not_exact_has_no_weeks_and_no_goals():
    found = shown(case(biopsy(), mmf("2024-01"), TAPER, as_of=250), steroids)

    assert not [name for name in found if name.startswith(("dosing-steroid-weeks", "dosing-steroid-goals"))]


def test_the_dose_at_three_months_is_told_beside_that_at_six():
    """Three calendar months after 10 January 2024 are 10 April, day 91: 7.5 mg."""
    table = tables(TAPER)["dosing-steroid-goals-regimen-1"]

    assert row_of(table, "EULAR 2019").how == "On 2024-04-10 the dose was 7.5 mg/d."
    assert row_of(table, "ACR 2024").how == ""


def test_a_goal_of_a_trial_asks_nothing_of_others():
    open_list = {"courses": "unknown", "biopsies": "yes"}
    table = tables(gc(40, 0, 30), complete=open_list)["dosing-steroid-goals-regimen-1"]

    assert goal("Obinutuzumab trial (REGENCY)", gc(40, 0, 30), text="≤ 5 mg/d", complete=open_list)[1] is None
    assert not [item for item in table.missing if "REGENCY" in item.what]
    assert [item for item in table.missing if "ACR 2024" in item.what]


def test_what_lies_years_back_is_not_asked_for_today():
    open_list = {"courses": "unknown", "biopsies": "yes"}
    found = tables(gc(40, 0, 30), complete=open_list, as_of=1200)

    assert found["dosing-steroid-goals-regimen-1"].missing == ()
    assert "weeks 3-4" not in str(found["dosing-steroid-weeks-regimen-1"].missing)


def test_a_regimen_that_ended_waits_for_no_maintenance():
    over = "the regimen had ended"

    assert goal("EULAR 2019, maintenance", gc(5, 0), nih(100, 240)) == (over, None)
    assert goal("EULAR 2023, maintenance", gc(5, 0))[0] == "not due yet"


@pytest.mark.parametrize(("kg", "text", "lies"), [(66, "39.6-46.2", "high"), (67, "40.2-46.9", "moderate")])
def test_a_bound_is_not_rounded_over_a_dose(kg, text, lies):
    """0.7 mg/kg × 66 kg = 46.2, 0.6 × 66 = 39.6 (moderate 0.6-0.7); 46.5 mg is above the first and not the second."""
    found = shown(case(biopsy(), mmf(0), weight(0, kg), gc("46.5", 0), as_of=250), steroids)
    table = found["dosing-steroid-weeks-regimen-1"]

    assert f"= {text} " in cell(table, table.rows[0], "Moderate")
    assert cell(table, table.rows[0], "Not above") == lies
