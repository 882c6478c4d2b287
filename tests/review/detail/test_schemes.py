"""Which scheme a chart means: by the interval of its infusions and the unit of its dose."""

import pytest
from case_builder import biopsy, case, course, height, prednisone, reviewed, weight
from drug_tables import context, row_of, shown

from lnreview.review.detail.dose_steps import dose_steps
from lnreview.review.schemes import meant, written_interval

EURO, NIH, FLAT, AREA = "eurolupus-dose", "nih-dose", "rituximab-dose", "rituximab-area-dose"


def infused(drug="cyclophosphamide", dose=None, unit="mg", frequency="", given=(), **more):
    """Return a case with one infused drug; `given` are days of 2024 on which it was given."""
    entry = course(drug, 0, 300, dose, unit, route="iv", frequency=frequency, id="iv", **more)
    items = [
        ("administrations", {"drug": drug, "given_on": f"2024-{day}", "status": "complete"}) for day in given
    ]
    return case(biopsy(), prednisone(), entry, items, height(0, 165), weight(0, 60), as_of=320)


def schemes(subject):
    ctx = context(subject)
    entry = next(item for item in subject.courses if item.id == "iv")
    rules = [rule for rule in ctx.guideline.doses if rule.drug_class == ctx.drug_class(entry)]
    rules = [rule for rule in rules if not rule.drugs or "rituximab" in rule.drugs]
    return [rule.floor for rule in meant(ctx, rules, entry) if rule.floor in (EURO, NIH, FLAT, AREA)]


@pytest.mark.parametrize(
    ("frequency", "weeks"),
    [
        ("weekly", 1), ("every 2 weeks", 2), ("every 14 days", 2), ("fortnightly", 2), ("every 13 days", 2), ("every 30 days", 4), ("every 4 weeks", 4), ("monthly", 4),
        ("Every month", 4), ("every 3 weeks", 3), ("daily", None), ("every 2 days", None), ("", None), ("days 1 and 15", None),
    ],
)  # fmt: skip
def test_an_interval_is_read_to_the_nearest_week(frequency, weeks):
    subject = infused(frequency=frequency)

    assert (
        written_interval(context(subject), next(item for item in subject.courses if item.id == "iv")) == weeks
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"frequency": "monthly"}, [NIH]),
        ({"frequency": "every 2 weeks"}, [EURO]),
        ({"given": ("01-10", "02-07", "03-06")}, [NIH]),
        ({"given": ("01-10", "01-24", "02-07")}, [EURO]),
        ({"dose": 500, "unit": "mg"}, [EURO]),
        ({"dose": 500, "unit": "mg/m2"}, [NIH]),
        ({"dose": 1000, "unit": "mg", "frequency": "monthly"}, [NIH]),
        ({}, [EURO, NIH]),
        ({"frequency": "every 3 weeks"}, [EURO, NIH]),
        ({"drug": "rituximab", "dose": 1000, "frequency": "days 1, 15, 168 and 182"}, [FLAT]),
        ({"drug": "rituximab", "frequency": "weekly"}, [FLAT, AREA]),
        ({"drug": "rituximab", "frequency": "every 2 weeks"}, [FLAT]),
        ({"drug": "rituximab", "dose": 375, "unit": "mg/m2"}, [AREA]),
    ],
)
def test_the_scheme_that_is_meant(more, expected):
    assert schemes(infused(**more)) == expected


def test_the_dose_question_names_the_scheme_of_the_interval():
    review = reviewed(infused(frequency="monthly", doses_given=6))
    asked = " ".join(f"{item.what} {item.why}" for item in review.step("dosing").missing)

    assert "high-dose" in asked
    assert "low-dose" not in asked


def test_a_number_of_infusions_without_a_dose_is_not_met():
    table = shown(infused(frequency="monthly", doses_given=6), dose_steps)["dosing-time"]
    row = row_of(table, "cyclophosphamide")

    assert row.status == "not-documented"
    assert "6 infusions, dose not documented as adequate" in row.cells


@pytest.mark.parametrize(
    ("mg_m2", "given", "status"), [(500, 6, "met"), (499, 6, "not-met"), (500, 5, "not-met")]
)
def test_the_number_and_the_dose_both_count(mg_m2, given, status):
    subject = infused(dose=mg_m2, unit="mg/m2", frequency="monthly", doses_given=given)

    assert row_of(shown(subject, dose_steps)["dosing-time"], "cyclophosphamide").status == status


def test_a_fixed_dose_is_not_called_one_by_body_surface():
    subject = infused("rituximab", 1000, frequency="days 1, 15, 168 and 182", doses_given=4, doses_planned=4)
    table = shown(subject, dose_steps)["dosing-time"]

    assert "rituximab, fixed dose" in " ".join(row_of(table, "rituximab").cells)
