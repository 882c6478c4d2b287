"""Questions about prescriber, product, quantity, continuation and documents: met, not met, and not documented."""

import pytest
from asking import F, N, T, alternative, answer, attested, plain, status
from case_builder import belimumab, course, egfr, event, lab, mmf, on, upcr

BEL = {"therapy": "belimumab", "start": "continuation"}


def asking(**request):
    return plain(request=request)


@pytest.mark.parametrize(
    ("request_", "expected"),
    [({"therapy": "Benlysta"}, T), ({"therapy": "rituximab"}, F), ({}, N), ({"therapy": "something"}, N)],
)
def test_requested_drug(request_, expected):
    assert status(asking(**request_), "requested-drug", drugs=["belimumab"]) == expected


@pytest.mark.parametrize(("route", "expected"), [("iv", T), ("SC", F), ("", N)])
def test_route(route, expected):
    assert status(asking(route=route), "route", any_of=["IV", "intravenous"]) == expected


@pytest.mark.parametrize(
    ("specialty", "parts", "expected"),
    [
        ("Pediatric Nephrology", [], T),
        ("internal medicine", [], N),
        ("internal medicine", [attested("specialist-consult")], T),
        ("internal medicine", [attested("specialist-consult", "no")], F),
        ("", [attested("specialist-consult")], T),
        ("", [attested("specialist-consult", "no")], N),
        ("", [], N),
    ],
)
def test_specialty(specialty, parts, expected):
    subject = plain(*parts, clinician={"specialty": specialty})

    assert status(subject, "specialty", any_of=["nephrolog", "rheumatolog"]) == expected


def test_a_plan_may_not_accept_a_consultation():
    subject = plain(attested("specialist-consult"), clinician={"specialty": "internal medicine"})

    assert status(subject, "specialty", any_of=["nephrolog"], consult="") == F


@pytest.mark.parametrize(("npi", "expected"), [("1234567893", T), ("", N)])
def test_npi(npi, expected):
    assert status(plain(clinician={"npi": npi}), "npi") == expected


@pytest.mark.parametrize(("site", "expected"), [("Home infusion", T), ("hospital outpatient", F), ("", N)])
def test_site_of_care(site, expected):
    assert status(asking(site_of_care=site), "site-of-care", any_of=["home", "office"]) == expected


PREFERRED = {"any_of": ["Ruxience", "Truxima"]}


@pytest.mark.parametrize(
    ("product", "parts", "expected"),
    [
        ("ruxience", [], T),
        ("Rituxan", [], N),
        ("", [], N),
        ("Rituxan", [alternative("Ruxience", "not-tolerated", "rash"), alternative("Truxima", "contraindicated", "same")], T),
        ("Rituxan", [alternative("Ruxience", "not-tolerated", "rash")], N),
        ("Rituxan", [alternative("Ruxience", "not-tolerated"), alternative("Truxima", "tried")], N),  # without reasons
        ("Rituxan", [alternative("Ruxience", "not-tried")], F),
    ],
)  # fmt: skip
def test_preferred_product(product, parts, expected):
    subject = plain(*parts, request={"therapy": "rituximab", "product": product})

    assert status(subject, "preferred-product", **PREFERRED) == expected


@pytest.mark.parametrize(
    ("parts", "argued", "expected"),
    [
        ([belimumab(0, 50)], False, T),
        ([alternative("Benlysta", "contraindicated", "anaphylaxis")], False, T),
        ([alternative("Benlysta", "contraindicated")], False, N),
        ([alternative("Benlysta", "not-appropriate", "slow onset")], False, F),
        ([alternative("Benlysta", "not-appropriate", "slow onset")], True, T),
        ([alternative("Benlysta", "not-tried")], True, F),
        ([], True, N),
    ],
)
def test_alternative_tried(parts, argued, expected):
    subject = plain(*parts, request={"therapy": "voclosporin"})

    assert status(subject, "alternative-tried", drugs=["belimumab"], argued=argued) == expected


@pytest.mark.parametrize(
    ("request_", "parts", "expected"),
    [
        (BEL | {"obtained": "samples"}, [belimumab(0)], F),
        (BEL | {"obtained": "paid-by-plan"}, [belimumab(0)], T),
        (BEL | {"obtained": "paid-by-plan"}, [belimumab(0, note="manufacturer samples")], F),
        (BEL, [belimumab(0)], N),
        ({"therapy": "belimumab", "start": "new"}, [], T),
    ],
)
def test_samples_are_no_therapy(request_, parts, expected):
    assert status(plain(*parts, request=request_), "not-obtained-by", any_of=["samples"]) == expected


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"articles": ["One.", "Two."]}, T),
        ({"articles": ["One.", "One."]}, N),
        ({"articles": ["One."], "compendium": "NCCN 2026-11-01"}, T),
        ({}, N),
    ],
)
def test_literature(request_, expected):
    assert status(asking(**request_), "literature", articles_at_least=2, or_compendium=True) == expected


def test_a_compendium_counts_only_where_the_plan_says_so():
    assert status(asking(compendium="NCCN"), "literature", articles_at_least=2) == N


def paper(kind, dated=None, **more):
    return ("enclosures", {"title": kind, "kind": kind, "dated": dated, **more})


@pytest.mark.parametrize(
    ("parts", "months", "expected"),
    [
        ([paper("biopsy-report")], None, T),
        ([paper("notes")], None, N),
        ([paper("biopsy-report", send=False)], None, N),
        ([paper("biopsy-report", "2024-01-19")], 3, T),
        ([paper("biopsy-report", "2024-01-18")], 3, N),
        ([paper("biopsy-report")], 3, N),
    ],
)
def test_document(parts, months, expected):
    asked = {"kinds": ["biopsy-report"]} | ({"within_months": months} if months else {})

    assert status(plain(*parts), "document", **asked) == expected


def amount(value, unit):
    return {"value": value, "unit": unit}


@pytest.mark.parametrize(
    ("dose", "expected"),
    [(amount(1000, "mg"), T), (amount(1, "g"), T), (amount("1000.1", "mg"), F), (amount(375, "mg/m2"), N), (None, N)],
)  # fmt: skip
def test_dose_each(dose, expected):
    assert status(asking(dose_each=dose), "dose-each", at_most=1000, unit="mg") == expected


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"quantity": "180 capsules", "days_supply": 30}, T),
        ({"quantity": "181 capsules", "days_supply": 30}, F),
        ({"quantity": "180 capsules"}, N),
        ({"quantity": "capsules", "days_supply": 30}, N),
        ({"quantity": "180 mg", "days_supply": 30}, N),  # a mass is no number of capsules
        ({}, N),
    ],
)
def test_units_per_day(request_, expected):
    assert status(asking(**request_), "units-per-day", at_most=6) == expected


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"dose_each": amount("23.7", "mg"), "schedule": "twice daily"}, T),  # 47.4 mg a day
        ({"dose_each": amount("23.8", "mg"), "schedule": "twice daily"}, F),
        ({"dose_each": amount("47.4", "mg/d")}, T),
        ({"dose_each": amount("23.7", "mg")}, N),
        ({"strength": "7.9 mg capsules", "quantity": "180 capsules", "days_supply": 30}, T),
        ({"strength": "7.9 mg capsules", "quantity": "210 capsules", "days_supply": 30}, F),
        ({"strength": "7.9 mg", "quantity": "90", "days_supply": 30, "dose_each": amount("23.7", "mg"), "schedule": "bid"}, N),
        ({}, N),
    ],
)  # fmt: skip
def test_dose_per_day(request_, expected):
    assert status(asking(**request_), "dose-per-day", at_most="47.4", unit="mg/d") == expected


def test_schedule_and_quantity_that_differ_are_a_conflict():
    request = {"strength": "7.9 mg", "quantity": "90", "days_supply": 30, "dose_each": amount("23.7", "mg"), "schedule": "bid"}  # fmt: skip

    assert "conflict" in answer(asking(**request), "dose-per-day", at_most="47.4", unit="mg/d").because


@pytest.mark.parametrize(("count", "expected"), [(4, T), (5, F), (None, N)])
def test_doses(count, expected):
    assert status(asking(doses=count), "doses", at_most=4) == expected


@pytest.mark.parametrize(
    ("number", "parts", "expected"),
    [("A-1", [], T), ("", [attested("approved-earlier", "no")], F), ("", [], N), ("", [attested("approved-earlier")], N)],
)  # fmt: skip
def test_approved_earlier(number, parts, expected):
    assert status(plain(*parts, request={"earlier_authorization": number}), "approved-earlier") == expected


# --- response --------------------------------------------------------------------------------------------------------

SOURCE = {"source": "laboratory report"}


STABLE = {"goal": "stable-or-improved"}


def continued(*parts, **request):
    return plain(belimumab(0), *parts, request=BEL | request)


@pytest.mark.parametrize(
    ("parts", "asked", "expected"),
    [
        ([upcr(-5, "3.0", **SOURCE), upcr(90, "1.0", **SOURCE)], {}, T),
        ([upcr(-5, "3.0", **SOURCE), upcr(90, "3.0", **SOURCE)], STABLE, T),
        ([upcr(-5, "3.0", **SOURCE), upcr(90, "3.0", **SOURCE)], {}, F),  # stable is no response unless the plan says so
        ([upcr(-5, "4.0", **SOURCE), upcr(90, "3.0", **SOURCE)], {"goal": "improved", "by_percent": 25}, T),
        ([upcr(-5, "4.0", **SOURCE), upcr(90, "3.01", **SOURCE)], {"goal": "improved", "by_percent": 25}, F),
        ([upcr(-5, "3.0", **SOURCE), upcr(90, "6.0", **SOURCE)], STABLE, F),
        ([upcr(-5, "3.0"), upcr(90, "1.0", **SOURCE)], {}, N),  # a value without its source
        ([upcr(90, "1.0", **SOURCE)], {}, N),  # no baseline
        ([upcr(5, "3.0", **SOURCE), upcr(90, "1.0", **SOURCE)], {}, N),  # both under treatment
        ([upcr(-5, "3.0", **SOURCE)], {}, N),
        ([upcr(-5, 3000, "mg/g", **SOURCE), upcr(90, "113.12", "mg/mmol", **SOURCE)], {"goal": "improved"}, T),
        ([upcr(-5, "3.0", **SOURCE), upcr(90, "1.0", "", **SOURCE)], {}, N),  # no unit
        ([attested("responded")], {}, N),  # a claim alone
        ([attested("responded")], {"judged_by_prescriber": True}, N),  # also where the plan leaves it to the prescriber
        ([attested("responded"), upcr(-5, "3.0", **SOURCE), upcr(90, "6.0", **SOURCE)], {"judged_by_prescriber": True}, T),
        ([attested("responded"), upcr(-5, "3.0", **SOURCE), upcr(90, "6.0", **SOURCE)], {}, F),
        ([attested("responded", "no"), upcr(-5, "3.0", **SOURCE), upcr(90, "1.0", **SOURCE)], {}, F),
    ],
)  # fmt: skip
def test_response(parts, asked, expected):
    assert status(continued(*parts), "response", any_of=["upcr"], **asked) == expected


def test_what_is_said_of_a_response_follows_the_goal():
    parts = [upcr(-5, "3.0", **SOURCE), upcr(90, "1.0", **SOURCE)]

    assert answer(continued(*parts), "response", any_of=["upcr"], goal="improved").because.startswith(
        "Improved"
    )
    assert answer(continued(*parts), "response", any_of=["upcr"], **STABLE).because.startswith(
        "Stable or improved"
    )


@pytest.mark.parametrize(("now", "expected"), [(80, T), (79, F)])
def test_egfr_is_better_when_it_rises(now, expected):
    parts = [egfr(-5, 100, **SOURCE), egfr(90, now, **SOURCE)]

    assert status(continued(*parts), "response", any_of=["egfr"], **STABLE) == expected


def test_one_measure_is_enough():
    parts = [
        upcr(-5, "3.0", **SOURCE), upcr(90, "6.0", **SOURCE), egfr(-5, 60, **SOURCE), egfr(90, 90, **SOURCE),
    ]  # fmt: skip

    assert status(continued(*parts), "response", any_of=["upcr", "egfr"]) == T
    assert status(continued(*parts[:2]), "response", any_of=["upcr", "egfr"]) == N  # eGFR is not known


def test_nothing_is_compared_without_a_start():
    assert status(plain(upcr(-5, "3.0"), upcr(90, "1.0")), "response", any_of=["upcr"]) == N


def dsdna(day, value, unit="IU/mL"):
    return lab("anti-dsdna", day, value, unit)


@pytest.mark.parametrize(
    ("parts", "any_of", "expected"),
    [
        ([lab("c3", -5, 50, "mg/dL"), lab("c3", 90, "0.7", "g/L")], ["c3"], T),
        ([lab("c3", -5, 50, "mg/dL"), lab("c3", 90, 50, "mg/dL")], ["c3"], F),
        ([dsdna(-5, 300), dsdna(90, 100)], ["anti-dsdna"], T),
        ([dsdna(-5, 300), dsdna(90, 300)], ["anti-dsdna"], F),
        ([dsdna(-5, 300), dsdna(90, 100, "U/mL")], ["anti-dsdna"], N),  # another assay
        ([dsdna(90, 100)], ["anti-dsdna"], N),
        ([dsdna(-5, 300), dsdna(90, 400)], ["anti-dsdna", "c3"], N),
    ],
)
def test_serology_improved(parts, any_of, expected):
    assert status(continued(*parts), "serology-improved", any_of=any_of) == expected


def steroid(start, stop, mg, id):
    return course("prednisone", start, stop, mg, "mg/d", id=id)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([steroid(-50, 30, 20, "a"), steroid(31, None, 5, "b")], T),
        ([steroid(-50, 30, 20, "a")], T),  # stopped, and the list is complete
        ([steroid(-50, None, 20, "a")], F),
        ([steroid(31, None, 5, "b")], N),
        ([course("prednisone", -50, None, id="a")], N),
        (
            [steroid(-50, 30, 20, "a"), course("prednisone", 31, None, id="b")],
            N,
        ),  # the dose of today is not told
        ([], N),
    ],
)
def test_steroid_reduced(parts, expected):
    assert status(continued(*parts), "steroid-reduced") == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([event("flare", 50)], F),
        ([event("flare", -50), attested("flares-complete")], T),
        ([attested("flares-complete")], T),
        ([], N),  # none on record shows nothing
    ],
)
def test_flares(parts, expected):
    assert status(continued(*parts), "flares", at_most=0) == expected


def test_flares_need_a_start():
    assert status(plain(mmf(0), event("flare", on(50))), "flares", at_most=0) == N


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("intravenous infusion", T),
        ("i.v.", T),
        ("IV infusion over 1 h", T),
        ("subcutaneous", F),
        ("s.c.", F),
        ("subcutaneous infusion", N),  # says both
        ("by vein", N),  # no word that is known
    ],
)
def test_a_route_is_read_by_its_words(route, expected):
    subject = plain(request={"therapy": "belimumab", "route": route})

    assert status(subject, "route", any_of=["IV", "intravenous", "infusion"]) == expected


def test_a_code_without_its_point_is_the_same_code():
    subject = plain(request={"therapy": "belimumab", "diagnosis_code": "M3214"})

    assert status(subject, "diagnosis-code", codes=["M32.14"]) == T
    assert status(subject, "diagnosis-code", codes=["M32."]) == T
    assert status(subject, "diagnosis-code", codes=["M32.1"]) == F


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ("180 capsules", T),
        ("180", T),
        ("181 capsules", F),
        ("1,800 capsules", F),
        ("3 x 60 capsules", N),
        ("3 boxes of 60", N),
        ("12 capsules a day", N),
    ],
)
def test_a_quantity_is_a_number_of_pieces_and_nothing_else(pieces, expected):
    request = {"therapy": "voclosporin", "quantity": pieces, "days_supply": 30, "strength": "7.9 mg"}

    assert status(plain(request=request), "units-per-day", at_most=6) == expected
    assert status(plain(request=request), "dose-per-day", at_most="47.4", unit="mg/d") == expected


def test_the_prescribers_judgement_is_asked_for_where_the_values_do_not_show_it():
    source = {"source": "laboratory report"}
    request = {"request": {"therapy": "belimumab", "start": "continuation"}}
    same = [belimumab(0), upcr(-5, "3.0", **source), upcr(95, "3.0", **source)]
    asked = {"any_of": ["upcr"], "goal": "improved"}

    assert status(plain(same, **request), "response", **asked) == F
    assert status(plain(same, **request), "response", **asked, judged_by_prescriber=True) == N
    judged = plain(same, attested("responded"), **request)
    assert status(judged, "response", **asked, judged_by_prescriber=True) == T
    assert status(judged, "response", **asked) == F  # a claim alone


def test_a_baseline_is_not_later_than_the_start_for_certain():
    request = {"therapy": "belimumab", "start": "continuation"}

    def on_record(start, drawn):
        subject = plain(course("belimumab", start, None, 200, "mg"), upcr(drawn, "3.0"), request=request)
        return status(subject, "baseline", any_of=["upcr"])

    assert on_record("2024-03-10", "2024-03-10") == T
    assert on_record("2024-03", "2024-02-29") == T
    assert on_record("2024-03", "2024-03-20") == N  # the drug may have begun on 1 March
