"""From dose to vials to billing units: every row of the payer reference, section 4.4, and what is never guessed."""

from datetime import date
from decimal import Decimal
from typing import Any

import case_builder as build
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lnreview.guideline.codes import codes
from lnreview.review.billing.diagnosis import diagnosis_notes
from lnreview.review.billing.plan import QuantityPlan, Vials
from lnreview.review.billing.planned import planned
from lnreview.review.billing.vials import combinations, opened, whole_units

D = Decimal
TODAY = "2026-11-22"


def dose(value: Any, unit: str = "mg") -> dict[str, Any]:
    return build.quantity(value, unit)


def plan(*parts: Any, as_of: str = TODAY, **request: Any) -> QuantityPlan:
    """The plan of a request for one dose, unless the request says otherwise."""
    if isinstance(request.get("dose_each"), tuple):
        request["dose_each"] = dose(*request["dose_each"])
    subject = build.case(*parts, as_of=as_of, request={"doses": 1} | request)
    return planned(subject, build.guideline(), build.reviewed(subject))


def keys(made: QuantityPlan) -> list[str]:
    return [gap.key for gap in made.gaps]


def lines(made: QuantityPlan) -> list[tuple[str, str, int]]:
    assert made.opened is not None
    return [(line.code, line.modifier, line.units) for line in made.opened.lines]


def weighed(kg: Any, day: str = "2026-11-10") -> Any:
    return build.weight(day, kg)


# --- the rows of the reference ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "request_", "vials", "given_units", "discarded", "modifier"),
    [
        pytest.param((), {"code": "J9312", "therapy": "rituximab", "dose_each": (1000, "mg")}, "2 × 500 mg", 100, 0, "JZ", id="rituximab 1,000 mg"),
        pytest.param((), {"code": "J9312", "therapy": "rituximab", "dose_each": (750, "mg")}, "1 × 500 mg + 3 × 100 mg", 75, 5, "JW", id="rituximab 750 mg"),
        pytest.param((), {"code": "J9312", "therapy": "rituximab", "dose_each": (77, "mg")}, "1 × 100 mg", 8, 2, "JW", id="77 mg of a vial of 100 mg"),
        pytest.param(
            (build.weight("2026-11-10", 74), build.height("2026-11-10", "166.5")),
            {"code": "J9312", "therapy": "rituximab", "dose_each": (375, "mg/m2")}, "1 × 500 mg + 2 × 100 mg", 70, 0, "JZ",
            id="rituximab 375 mg/m² at 1.85 m²",
        ),
        pytest.param((weighed("61.235"),), {"therapy": "belimumab", "dose_each": (10, "mg/kg")}, "1 × 400 mg + 2 × 120 mg", 62, 2, "JW", id="belimumab at 61.235 kg"),
        pytest.param((weighed(72),), {"therapy": "belimumab", "dose_each": (10, "mg/kg")}, "6 × 120 mg", 72, 0, "JZ", id="belimumab at 72 kg"),
        pytest.param((weighed(55),), {"therapy": "belimumab", "dose_each": (10, "mg/kg")}, "5 × 120 mg", 55, 5, "JW", id="belimumab at 55 kg"),
        pytest.param((), {"therapy": "obinutuzumab", "dose_each": (1000, "mg")}, "1 × 1000 mg", 100, 0, "JZ", id="obinutuzumab 1,000 mg"),
        pytest.param((), {"code": "J9075", "therapy": "cyclophosphamide", "dose_each": (500, "mg")}, "1 × 500 mg", 100, 0, "JZ", id="cyclophosphamide, 5 mg a unit"),
        pytest.param(
            (), {"code": "J9070", "therapy": "cyclophosphamide", "dose_each": (500, "mg"), "service_from": "2023-08-01"},
            "1 × 500 mg", 5, 0, "JZ", id="cyclophosphamide, 100 mg a unit",
        ),
        pytest.param((), {"code": "J2919", "therapy": "methylprednisolone", "dose_each": (1000, "mg")}, "1 × 1000 mg", 200, 0, "JZ", id="methylprednisolone, 5 mg a unit"),
        pytest.param(
            (), {"code": "J2930", "therapy": "methylprednisolone", "dose_each": (1000, "mg"), "service_from": "2023-08-01"},
            "1 × 1000 mg", 8, 0, "JZ", id="methylprednisolone, up to 125 mg a unit",
        ),
    ],
)  # fmt: skip
def test_a_row_of_the_reference(parts, request_, vials, given_units, discarded, modifier):
    made = plan(*parts, **request_)

    assert made.gaps == ()
    assert str(made.opened.vials) == vials
    assert (made.administered, made.opened.discarded, made.opened.modifier) == (
        given_units,
        discarded,
        modifier,
    )
    first = (made.code, "" if discarded else modifier, given_units)
    assert lines(made) == [first, *([(made.code, "JW", discarded)] if discarded else [])]


def test_two_vials_of_500_would_waste_25_units_of_a_dose_of_750():
    row = codes(build.guideline()).hcpcs("J9312", date(2026, 11, 22)).row
    two = Vials(((D(500), 2),), D(1000), D(250))
    day = date(2026, 11, 22)

    assert (
        opened(two, D(750), row, "J9312", codes(build.guideline()), (day, day), "administered").discarded
        == 25
    )


def test_belimumab_at_72_kg_shows_both_ways():
    made = plan(weighed(72), therapy="belimumab", dose_each=(10, "mg/kg"))
    by_vials = {
        str(way.vials): (way.vials.waste_mg, way.discarded, way.modifier) for way in made.alternatives
    }

    assert (made.opened.vials.waste_mg, made.opened.discarded) == (0, 0)
    assert by_vials["1 × 400 mg + 3 × 120 mg"] == (40, 4, "JW")


def test_immunoglobulin_has_units_and_no_vials():
    made = plan(therapy="ivig", product="Privigen", dose_each=(35, "g"))

    assert (made.code, made.administered, made.opened) == ("J1459", 70, None)
    assert keys(made) == ["vials"]
    assert made.dose.how == "35 g = 35000 mg"


def test_one_unit_that_covers_dose_and_discard_is_one_unit_with_jz():
    # 70 mg of a vial of 100 mg at 100 mg a unit (Noridian)
    tables = codes(build.guideline())
    row = tables.hcpcs("J9070", date(2023, 8, 1)).row.model_copy(update={"vials_mg": (D(100),)})
    (vials,) = combinations(D(70), row.vials_mg)
    way = opened(vials, D(70), row, "J9070", tables, (date(2023, 8, 1),) * 2, "administered")

    assert [(line.modifier, line.units) for line in way.lines] == [("JZ", 1)]


def test_four_doses_of_obinutuzumab_are_400_units():
    made = plan(therapy="Gazyva", dose_each=(1, "g"), doses=4)

    assert (made.total_administered, made.total_discarded, made.total_vials) == (400, 0, ((D(1000), 4),))


def test_the_total_counts_what_is_discarded_of_each_dose():
    made = plan(weighed("61.235"), therapy="belimumab", dose_each=(10, "mg/kg"), doses=8)

    assert (made.total_administered, made.total_discarded) == (8 * 62, 8 * 2)
    assert made.total_vials == ((D(400), 8), (D(120), 16))


def test_what_was_rounded_is_said_and_how():
    made = plan(weighed("61.235"), therapy="belimumab", dose_each=(10, "mg/kg"))

    assert made.rounded == (
        "612.35 mg → 62 units of 10 mg, rounded up",
        "27.65 mg discarded → 2 whole units, rounded down: all units of the vials less those given",
    )
    assert made.dose.how == "10 mg/kg × 61.235 kg = 612.35 mg"
    assert [(item.what, item.value, item.date) for item in made.dose.evidence] == [
        ("weight", "61.235 kg", "2026-11-10")
    ]


def test_the_body_surface_names_its_equation_entries_and_rounding():
    parts = (build.weight("2026-11-10", 74), build.height("2020-01-01", "166.5"))
    made = plan(*parts, therapy="Rituxan", dose_each=(375, "mg/m2"))

    assert made.dose.mg == D("693.75")
    assert [item.what for item in made.dose.evidence] == ["weight", "height"]
    assert [item.date for item in made.dose.evidence] == ["2026-11-10", "2020-01-01"]
    assert (
        made.rounded[0]
        == "body surface of 74 kg and 166.5 cm → 1.850 m², body surface, Mosteller, rounded to 3 decimals"
    )
    assert made.dose.citations[0].status == "secondary"
    assert made.rounded[2].startswith("6.25 mg discarded → 0 whole units, rounded down")


# --- the day of service ----------------------------------------------------------------------------------------------


def test_the_code_follows_the_day_of_service_and_not_the_day_of_the_review():
    old = plan(therapy="cyclophosphamide", dose_each=(500, "mg"), service_from="2023-08-01")
    new = plan(therapy="cyclophosphamide", dose_each=(500, "mg"))

    assert (old.code, old.administered, old.gaps) == ("J9070", 5, ())
    assert (new.code, new.administered, keys(new)) == ("", 100, ["code"])
    assert new.candidates == ("J9071", "J9072", "J9073", "J9074", "J9075", "J9076")
    assert str(new.opened.vials) == "1 × 500 mg"


def test_a_code_that_ended_is_said_so_and_not_counted_with():
    made = plan(therapy="cyclophosphamide", code="J9070", dose_each=(500, "mg"))

    assert (made.code, made.administered, keys(made)) == ("", None, ["code"])
    assert made.gaps[0].why.startswith("J9070 has ended on 2026-11-22 (until about 2024-04-01); J9071")


def test_a_code_that_has_not_begun_is_said_so():
    made = plan(
        therapy="rituximab", product="Riabni", code="Q5123", dose_each=(1000, "mg"), service_from="2021-06-01"
    )
    assert "Q5123 has not begun on 2021-06-01 (from 2021-07-01)" in made.gaps[0].why

    unnamed = plan(therapy="rituximab", product="Riabni", dose_each=(1000, "mg"), service_from="2021-06-01")
    assert (keys(unnamed), unnamed.candidates) == (["code"], ())


@pytest.mark.parametrize("day", ["2024", "2025-04", "2025-04-15"])
def test_a_day_that_leaves_the_code_open_is_asked_for(day):
    drug = "cyclophosphamide" if day == "2024" else "eculizumab"
    made = plan(therapy=drug, dose_each=(500, "mg"), service_from=day)

    assert keys(made) == ["service-day"]
    assert made.administered is None


def test_a_month_within_which_nothing_changes_is_enough():
    assert plan(therapy="Rituxan", dose_each=(1000, "mg"), service_from="2026-12").gaps == ()


def test_a_record_in_months_has_no_day_of_service():
    made = plan(therapy="Rituxan", dose_each=(1000, "mg"), as_of="m+12")

    assert keys(made) == ["service-day"]


def test_jz_is_proposed_from_its_day_on_and_later_for_what_is_only_dispensed():
    def modifier(day: str, **more: Any) -> str:
        return plan(therapy="Rituxan", dose_each=(1000, "mg"), service_from=day, **more).opened.modifier

    assert modifier("2023-06-30") == ""
    assert modifier("2023-07-01") == "JZ"
    assert modifier("2023-12-31", acquisition="specialty-pharmacy") == ""
    assert modifier("2024-01-01", acquisition="specialty-pharmacy") == "JZ"
    assert modifier("2023-06") == ""
    assert modifier("2023") == ""
    open_day = plan(therapy="Rituxan", dose_each=(1000, "mg"), service_from="2023")
    assert "give the full day" in open_day.opened.modifier_why


def test_no_modifier_where_the_container_is_not_known_to_be_single_dose():
    made = plan(therapy="anifrolumab", dose_each=(250, "mg"))
    assert (made.opened.discarded, made.opened.modifier) == (50, "")
    assert "single-dose is not in the table" in made.opened.modifier_why

    row = (
        codes(build.guideline()).hcpcs("J9312", date(2026, 1, 1)).row.model_copy(update={"single_dose": "no"})
    )
    (vials, *_) = combinations(D(77), row.vials_mg)
    many = opened(
        vials, D(77), row, "J9312", codes(build.guideline()), (date(2026, 1, 1),) * 2, "administered"
    )
    assert (many.modifier, len(many.lines)) == ("", 1)


# --- the right code --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "what", "why"),
    [
        ({"therapy": "rituximab", "code": "J0490"}, "the code of the drug asked for", "J0490 is belimumab, infused, not rituximab."),
        ({"therapy": "rituximab", "code": "J9311"}, "J9312 is rituximab, reference product", "under the skin"),
        ({"therapy": "rituximab", "code": "J9310"}, "J9312 is rituximab, reference product", "units of 100 mg"),
        ({"therapy": "rituximab", "product": "Truxima", "code": "J9312"}, "the code of Truxima: Q5115", "J9312 is rituximab, reference product."),
        ({"therapy": "rituximab", "code": "J9999"}, "that the table of billing codes holds", "its unit is not known"),
        ({"therapy": "rituximab", "code": "96413"}, "HCPCS or NDC", "is no NDC"),
        ({"therapy": "rituximab", "code": "J93l2"}, "HCPCS or NDC", "a letter and four digits"),
        ({"therapy": "rituximab", "code": "5024205121"}, "HCPCS or NDC", "three different NDCs"),
        ({"therapy": "rituximab", "code": "49401-0101-01"}, "the code of the drug asked for", "is belimumab 120 mg to infuse"),
        ({"therapy": "belimumab", "code": "49401-0088-01"}, "injection under the skin", "to inject under the skin"),
        ({"therapy": "belimumab", "route": "subcutaneous"}, "for the route asked for", "J0490 is for the route iv"),
        ({"therapy": "belimumab", "route": "SC", "code": "J0490"}, "for the route asked for", "J0490 is for the route iv"),
        ({"therapy": "leflunomide"}, "the billing code", "in the table for leflunomide"),
        ({"therapy": "a drug of tomorrow"}, "the billing code", "in the table for this drug"),
    ],
)  # fmt: skip
def test_a_code_that_does_not_fit_is_named_and_not_counted_with(request_, what, why):
    made = plan(dose_each=(400, "mg"), **request_)

    assert keys(made) == ["code"]
    assert what in made.gaps[0].what
    assert why in made.gaps[0].why
    assert (made.administered, made.opened, made.code) == (None, None, "")


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"therapy": "rituximab", "code": "50242-051-21"}, "J9312"),
        ({"therapy": "rituximab", "code": "63459-0103-10"}, "Q5115"),
        ({"therapy": "belimumab", "code": "49401-0102-01", "route": "IV infusion"}, "J0490"),
        ({"therapy": "Truxima"}, "Q5115"),
        ({"product": "Ruxience"}, "Q5119"),
        ({"code": " q5115 "}, "Q5115"),
    ],
)
def test_a_code_is_found_by_package_product_or_as_written(request_, code):
    made = plan(dose_each=(400, "mg"), **request_)

    assert (made.code, made.gaps) == (code, ())


def test_statuses_and_warnings_travel_with_the_plan():
    made = plan(weighed(72), therapy="belimumab", dose_each=(10, "mg/kg"))
    assert {(item.what, item.status) for item in made.basis} == {
        ("code and billing unit", "secondary"), ("sizes of the vials", "primary"), ("modifier JZ", "primary"),
        ("modifier JW", "secondary"),
    }  # fmt: skip

    other = plan(therapy="cyclophosphamide", code="J9071", dose_each=(500, "mg"))
    assert any("lists its unit as 1 mg" in text for text in other.cautions)
    assert any(text.startswith("Not to be confused with C9087") for text in other.cautions)


def test_codes_that_differ_in_their_unit_leave_it_open():
    made = plan(therapy="methylprednisolone", dose_each=(1000, "mg"), service_from="2023-08-01")

    assert keys(made) == ["code", "unit"]
    assert (made.candidates, made.administered) == (("J2920", "J2930"), None)


def test_a_unit_that_the_table_lacks_is_asked_for():
    made = plan(therapy="eculizumab", dose_each=(900, "mg"), service_from="2024-01-01")

    assert (made.code, keys(made), made.administered) == ("J1300", ["unit"], None)


def test_sizes_that_are_not_all_known_give_no_combination():
    made = plan(therapy="methylprednisolone", dose_each=(500, "mg"))

    assert (made.administered, made.opened, keys(made)) == (100, None, ["vials"])


# --- the dose --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "request_", "missing"),
    [
        ((), {}, "dose"),
        ((), {"dose": "1,000 mg"}, "dose"),
        ((), {"dose_each": (0, "mg")}, "dose"),
        ((), {"dose_each": (">500", "mg")}, "dose"),
        ((), {"dose_each": (500, "")}, "dose"),
        ((), {"dose_each": (500, "mg/d")}, "dose"),
        ((), {"dose_each": (10, "mg/kg")}, "weight"),
        ((build.height("2026-01-01", 170),), {"dose_each": (375, "mg/m2")}, "weight"),
        ((weighed(70),), {"dose_each": (375, "mg/m2")}, "height"),
        ((("measurements", {"what": "weight", "quantity": build.quantity(154, "lb"), "measured_on": "2026-11-20"}), weighed(70)), {"dose_each": (10, "mg/kg")}, "weight"),
        ((("measurements", {"what": "weight", "quantity": build.quantity(170, "cm"), "measured_on": "2026-11-20"}), weighed(70)), {"dose_each": (10, "mg/kg")}, "weight"),
        ((weighed(">70"),), {"dose_each": (10, "mg/kg")}, "weight"),
        ((("measurements", {"what": "weight", "quantity": build.quantity(170, "cm"), "measured_on": "2026-11-20"}), weighed(70, "2026-11-10")), {"dose_each": (10, "mg/kg")}, "weight"),
        ((weighed(70), weighed(75)), {"dose_each": (10, "mg/kg")}, "weight"),
    ],
)  # fmt: skip
def test_a_dose_that_cannot_be_reached_is_never_guessed(parts, request_, missing):
    made = plan(*parts, therapy="Rituxan", **request_)

    assert made.dose is None
    assert keys(made) == [missing]
    assert (made.administered, made.opened) == (None, None)


def test_the_latest_weight_known_on_the_day_of_the_review_counts():
    heard_later = ("measurements", {"what": "weight", "quantity": build.quantity(90, "kg"), "measured_on": "2026-11-20", "known_on": "2026-12-01"})  # fmt: skip
    made = plan(
        weighed(50, "2025-01-01"), weighed(60, "2026-11-01"), weighed(80, "2026-12-24"), heard_later,
        therapy="belimumab", dose_each=(10, "mg/kg"),
    )  # fmt: skip

    assert made.dose.mg == 600
    assert made.dose.evidence[0].date == "2026-11-01"


def test_an_unusable_weight_is_quoted_as_written():
    wrong = (
        "measurements",
        {"what": "weight", "quantity": build.quantity(170, "cm"), "measured_on": "2026-11-20"},
    )
    made = plan(wrong, therapy="belimumab", dose_each=(10, "mg/kg"))

    assert "reads “170 cm”, which cannot be used" in made.gaps[0].why


def test_a_weight_without_a_day_is_used_and_asked_about():
    made = plan(build.weight(None, 60), therapy="belimumab", dose_each=(10, "mg/kg"))

    assert (made.dose.mg, keys(made), made.gaps[0].what) == (600, ["weight"], "the day of the weight")


def test_the_same_weight_in_two_units_on_one_day_is_no_conflict():
    twice = (
        "measurements",
        {"what": "height", "quantity": build.quantity("1.7", "m"), "measured_on": "2026-11-10"},
    )
    made = plan(
        build.height("2026-11-10", 170), twice, weighed(70), therapy="Rituxan", dose_each=(375, "mg/m2")
    )

    assert made.gaps == ()


def test_the_number_of_doses_is_asked_for_and_one_dose_still_counted():
    made = plan(therapy="Rituxan", dose_each=(1000, "mg"), doses=None)

    assert (keys(made), made.administered, made.total_administered, made.total_vials) == (
        ["doses"],
        100,
        None,
        (),
    )


def test_a_dose_a_thousandfold_too_high_is_asked_about():
    made = plan(therapy="Rituxan", dose_each=(1000, "g"))

    assert (keys(made), made.administered, made.opened) == (["dose"], None, None)
    assert "the unit of the dose may be wrong" in made.gaps[0].why


@pytest.mark.parametrize(
    "request_",
    [
        {"dose_each": (100, "mg")}, {"dose_each": (900, "mg")}, {"dose_each": ("0.9", "g")},
        {"dose": "100 mg day 1, 900 mg day 2, 1,000 mg day 8"}, {"dose_each": (1000, "mg"), "schedule": "day 1 split 100/900 mg"},
    ],
)  # fmt: skip
def test_the_split_of_leukaemia_is_refused_for_obinutuzumab(request_):
    made = plan(therapy="obinutuzumab", **request_)

    assert "chronic lymphocytic leukaemia" in made.refused
    assert (made.administered, made.opened, made.gaps) == (None, None, ())
    assert made.basis[0].status == "secondary"


def test_a_whole_dose_and_another_drug_are_not_refused():
    assert plan(therapy="obinutuzumab", dose_each=(1000, "mg"), dose="1,000 mg").refused == ""
    assert plan(therapy="rituximab", dose_each=(100, "mg"), dose="100 mg/900 mg").refused == ""


# --- capsules --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "expected", "missing"),
    [
        ({"dose_each": ("23.7", "mg"), "schedule": "twice daily, empty stomach", "days_supply": 30}, (3, 6, 180, 30), []),
        ({"dose_each": ("23.7", "mg"), "schedule": "bid", "quantity": "180 capsules"}, (3, 6, 180, 30), []),
        ({"dose_each": ("47.4", "mg/d"), "quantity": "1,080 capsules of 7.9 mg"}, (None, 6, 1080, 180), []),
        ({"dose_each": ("0.0474", "g/d"), "days_supply": 28}, (None, 6, 168, 28), []),
        ({"dose_each": ("23.7", "mg"), "schedule": "with meals", "days_supply": 30}, (3, None, None, 30), ["schedule"]),
        ({"dose_each": ("23.7", "mg"), "schedule": "bid"}, (3, 6, None, None), ["days-supply"]),
        ({"dose_each": (20, "mg"), "schedule": "bid", "days_supply": 30}, (None, None, None, 30), ["dose"]),
        ({"schedule": "bid", "days_supply": 30}, (None, None, None, 30), ["dose"]),
        ({"dose_each": ("1", "mg/kg"), "schedule": "bid", "days_supply": 30}, (None, None, None, 30), ["dose"]),
    ],
)  # fmt: skip
def test_voclosporin_is_counted_in_capsules(request_, expected, missing):
    made = plan(therapy="Lupkynis", **request_)
    held = made.capsules

    assert (held.per_dose, held.per_day, held.number, held.days) == expected
    assert keys(made) == missing
    assert (made.code, made.administered, made.opened) == ("", None, None)


def test_a_quantity_and_days_that_disagree_are_said():
    made = plan(
        therapy="voclosporin",
        dose_each=("23.7", "mg"),
        schedule="bid",
        quantity="120 capsules",
        days_supply=30,
    )

    assert "120 capsules at 6 a day cover 20 days, but 30 are asked for" in made.cautions[-1]


# --- properties ------------------------------------------------------------------------------------------------------

sizes = st.lists(st.integers(1, 40).map(lambda n: D(n) * 25), min_size=1, max_size=3, unique=True).map(tuple)
amounts = st.decimals(min_value="0.01", max_value=3000, places=2)


def best(dose_mg: Decimal, of: tuple[Decimal, ...]) -> tuple[Decimal, int]:
    """The least waste and the fewest vials with it, by trying every total."""
    top = dose_mg + max(of)
    fewest = {D(0): 0}
    for total in sorted(D(25) * n for n in range(1, int(top // 25) + 1)):
        ways = [fewest[total - size] + 1 for size in of if total - size in fewest]
        if ways:
            fewest[total] = min(ways)
    return min((total - dose_mg, count) for total, count in fewest.items() if total >= dose_mg)


@given(amounts, sizes)
def test_vials_hold_the_dose_with_the_least_waste_and_then_the_fewest(dose_mg, of):
    assume(dose_mg / min(of) < 60)
    found = combinations(dose_mg, of)

    assert all(vials.total_mg >= dose_mg and vials.waste_mg == vials.total_mg - dose_mg for vials in found)
    assert (found[0].waste_mg, found[0].number) == best(dose_mg, of)
    assert [vials.number for vials in found] == sorted({vials.number for vials in found}, reverse=True)
    assert all(vials.total_mg - vials.counts[-1][0] < dose_mg for vials in found)


@given(amounts, st.sampled_from(["J9312", "J0490", "J9301", "J9075", "J0491"]))
def test_units_cover_the_dose_and_never_more_than_the_vials(dose_mg, code):
    tables, day = codes(build.guideline()), date(2026, 11, 22)
    row = tables.hcpcs(code, day).row
    vials = combinations(dose_mg, row.vials_mg)[0]
    way = opened(vials, dose_mg, row, code, tables, (day, day), "administered")

    assert way.administered * row.unit_mg >= dose_mg > (way.administered - 1) * row.unit_mg
    assert way.administered == whole_units(dose_mg, row.unit_mg)
    assert (way.administered + way.discarded) * row.unit_mg == vials.total_mg
    assert way.discarded * row.unit_mg <= vials.waste_mg
    assert sum(line.units for line in way.lines) == way.administered + (way.discarded if way.modifier else 0)
    assert (way.modifier == "JW") == (way.discarded >= 1 and row.single_dose == "yes")


@given(st.integers(1, 2000))
def test_a_dose_is_the_same_in_g_and_in_mg(mg):
    first = plan(therapy="Rituxan", dose_each=(mg, "mg"))
    second = plan(therapy="Rituxan", dose_each=(D(mg) / 1000, "g"))

    assert (first.opened, first.alternatives, first.rounded) == (
        second.opened,
        second.alternatives,
        second.rounded,
    )


# --- diagnosis codes -------------------------------------------------------------------------------------------------


def noted(*parts: Any, **request: Any) -> list[tuple[str, str, str]]:
    subject = build.case(*parts, as_of=TODAY, request=request)
    return [(note.kind, note.code, note.status) for note in diagnosis_notes(subject, build.guideline())]


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"diagnosis_code": "M32.14"}, []),
        ({"diagnosis_code": "M32.9"}, [("unspecified", "M32.9", "secondary")]),
        (
            {"diagnosis_code": "M32.14", "other_codes": ["N18.30", "R80.9"]},
            [("unspecified", "N18.30", "secondary")],
        ),
        ({"diagnosis_code": "M32.99"}, [("unknown", "M32.99", "program-default")]),
        ({"diagnosis_code": "M3214"}, [("shape", "M3214", "program-default")]),
        ({"diagnosis_code": "N05.0"}, [("unknown", "N05.0", "program-default")]),
        ({}, [("none", "", "program-default")]),
    ],
)
def test_what_is_said_of_a_diagnosis_code(request_, expected):
    assert noted(**request_) == expected


def test_a_stage_is_asked_about_and_never_computed():
    low = build.egfr("2026-11-01", 38)
    subject = build.case(low, as_of=TODAY, request={"diagnosis_code": "M32.14"})
    (note,) = diagnosis_notes(subject, build.guideline())

    assert (note.kind, note.code) == ("stage-open", "")
    assert "3b" not in note.text
    assert "none is computed" in note.text
    assert note.evidence[0].date == "2026-11-01"
    assert noted(low, diagnosis_code="M32.14", other_codes=["N18.32"]) == []


def test_codes_of_documented_current_drugs_are_suggested_with_their_status():
    parts = (
        build.mmf("2026-01-01"), build.prednisone("2026-01-01"), build.hydroxychloroquine("2020-01-01"),
        build.nih("2025-01-01", "2025-07-01"), build.belimumab("2026-02-01", ongoing="unknown"),
        build.course("rituximab", "2026-03-01", id="rtx", ongoing="yes"),
    )  # fmt: skip

    assert noted(*parts, diagnosis_code="M32.14", other_codes=["Z79.52"]) == [
        ("suggested", "Z79.620", "secondary"), ("suggested", "Z79.624", "secondary"), ("suggested", "Z79.899", "unverified"),
    ]  # fmt: skip
    subject = build.case(*parts, as_of=TODAY, request={"diagnosis_code": "M32.14"})
    named = {
        note.code: [item.entry for item in note.evidence]
        for note in diagnosis_notes(subject, build.guideline())
    }
    assert named["Z79.620"] == ["rtx"]


def test_only_what_was_known_on_a_day_is_suggested():
    subject = build.case(build.mmf("2026-06-01"), as_of=TODAY, request={"diagnosis_code": "M32.14"})
    early = build.case(as_of="2026-01-01").as_of.on()

    assert [note.code for note in diagnosis_notes(subject, build.guideline())] == ["Z79.624"]
    assert diagnosis_notes(subject, build.guideline(), early) == ()
