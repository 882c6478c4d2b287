"""Questions about person, diagnosis and what is attested: met, not met, and not documented."""

import pytest
from asking import F, N, T, answer, attested, plain, status
from case_builder import (
    MMF_ENDS,
    biopsy,
    event,
    lab,
    on,
    one_failure,
    other_tissue,
    pregnant,
    two_failures,
    upcr,
    weight,
)


def born(day: str):
    return plain(patient={"sex": "female", "birth_date": day}, as_of="2026-06-15")


@pytest.mark.parametrize(
    ("day", "limit", "expected"),
    [
        ("2008-06-15", {"at_least": 18}, T),  # the birthday itself
        ("2008-06-16", {"at_least": 18}, F),
        ("2007-06-15", {"above": 18}, T),
        ("2008-06-15", {"above": 18}, F),  # strict: 18 is not above 18
        ("2008-06", {"at_least": 18}, N),  # the month leaves it open
        ("2008-05", {"at_least": 18}, T),
        ("1961-06-16", {"at_least": 18, "at_most": 64}, T),
        ("1960-06-15", {"at_most": 65}, F),
    ],
)
def test_age(day, limit, expected):
    assert status(born(day), "age", **limit) == expected


def test_age_is_not_documented_without_birth_date():
    assert status(plain(patient={"sex": "female"}), "age", at_least=18) == N


@pytest.mark.parametrize(("kg", "expected"), [(40, T), ("39.9", F)])
def test_weight(kg, expected):
    assert status(plain(weight(90, kg)), "weight", at_least=40, unit="kg") == expected


def test_weight_is_asked_for():
    assert status(plain(), "weight", at_least=40, unit="kg") == N


def pressure(day, systolic, diastolic):
    return ("blood_pressures", {"systolic": systolic, "diastolic": diastolic, "measured_on": on(day)})


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([(90, 165, 105)], T),
        ([(90, 166, 80)], F),
        ([(90, 120, 106)], F),
        ([(80, 180, 110), (90, 140, 90)], T),  # the latest counts
        ([(90, 170, 90), (90, 150, 90)], N),  # one day, both sides
        ([], N),
    ],
)
def test_blood_pressure(readings, expected):
    subject = plain(*(pressure(*reading) for reading in readings))

    assert status(subject, "blood-pressure", systolic_at_most=165, diastolic_at_most=105) == expected


@pytest.mark.parametrize(
    ("parts", "fields", "expected"),
    [
        ([pregnant(50)], {}, T),
        ([], {"patient": {"sex": "male", "birth_date": "1990-01-01"}}, F),
        ([lab("pregnancy-test", 95, interpretation="negative")], {}, F),
        ([("pregnancies", {"status": "not-pregnant", "since": on(90)})], {}, F),
        ([], {}, N),
    ],
)
def test_pregnant(parts, fields, expected):
    assert status(plain(*parts, **fields), "pregnant") == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([("comorbidities", {"what": "Severe active CNS lupus"})], T),
        ([("comorbidities", {"what": "severe neuropsychiatric lupus", "present": "no"})], F),
        ([("comorbidities", {"what": "CNS lupus"})], N),  # not said to be severe
        ([("other_causes", {"what": "severe CNS lupus", "resolved_on": on(10)})], F),
        ([attested("severe-cns-lupus", "no")], F),
        ([attested("severe-cns-lupus", "yes")], T),
        ([attested("severe-cns-lupus", "unknown")], N),
        ([("comorbidities", {"what": "severe CNS lupus"}), attested("severe-cns-lupus", "no")], T),
        ([], N),
    ],
)
def test_condition(parts, expected):
    asked = {"terms": ["severe cns lupus", "severe neuropsychiatric"], "attestation": "severe-cns-lupus"}

    assert status(plain(*parts), "condition", **asked) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([attested("background-continues")], T),
        ([attested("Background-Continues ", "no")], F),
        ([attested("another")], N),
        ([attested("background-continues", on=on(101))], N),  # after the day of the review
        ([attested("background-continues", "no", on=on(5)), attested("background-continues", on=on(90))], T),
        ([], N),
    ],
)
def test_attestation(parts, expected):
    assert status(plain(*parts), "attestation", what="background-continues") == expected


def test_a_physician_decides_whatever_the_record_holds():
    assert status(plain(), "physician", reason="Investigational.") == F


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"diagnosis_code": "M32.14"}, T),
        ({"diagnosis_code": "m32.14"}, T),
        ({"diagnosis_code": "M32.9"}, F),
        ({"diagnosis_code": "N05.0", "other_codes": ["M32.14"]}, T),
        ({"diagnosis_code": "N05.0"}, F),
        ({}, N),
    ],
)
def test_diagnosis_code(request_, expected):
    subject = plain(request=request_)

    assert status(subject, "diagnosis-code", codes=["M32.14"], unspecific=["M32.9"]) == expected


def test_a_code_that_is_too_general_is_named_as_such():
    found = answer(
        plain(request={"diagnosis_code": "M32.9"}), "diagnosis-code", codes=["M32.14"], unspecific=["M32.9"]
    )

    assert "M32.9 is less specific than M32.14" in found.because


@pytest.mark.parametrize(
    ("basis", "words", "expected"),
    [
        ({"documented": "yes", "basis": "2019 EULAR/ACR, 24 points"}, ["EULAR"], T),
        ({"documented": "yes", "basis": "by history"}, ["EULAR"], N),
        ({"documented": "yes"}, [], T),
        ({"documented": "no"}, [], F),
        ({}, [], N),
    ],
)
def test_lupus(basis, words, expected):
    assert status(plain(lupus=basis), "lupus", basis_words=words) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([biopsy(), upcr(90, "2.0")], T),
        ([biopsy(), upcr(90, "0.2"), lab("egfr", 90, 95, "mL/min/{1.73_m2}")], F),
        ([biopsy()], N),  # proven, nothing current
        ([upcr(90, "2.0")], N),  # abnormal, not proven
        ([other_tissue(-8), upcr(90, "2.0")], F),  # something else explains it
    ],
)
def test_active_nephritis(parts, expected):
    assert status(plain(*parts), "active-nephritis") == expected


@pytest.mark.parametrize(
    ("subject", "verdicts", "expected"),
    [
        (two_failures(), ["refractory", "multirefractory"], T),
        (one_failure(), ["refractory"], F),
        (plain(), ["refractory"], N),
    ],
)
def test_verdict(subject, verdicts, expected):
    assert status(subject, "verdict", verdicts=verdicts) == expected


def test_step_of_the_review_follows_the_reviewer():
    override = {"step": "adherence", "status": "not-met", "rationale": "He told me."}

    assert status(one_failure(), "review-step", step="adherence") == T
    assert status(one_failure(overrides=[override]), "review-step", step="adherence") == F
    assert status(plain(), "review-step", step="adherence") == N


@pytest.mark.parametrize(("total", "expected"), [(6, T), (5, F)])
def test_sledai(total, expected):
    subject = plain(("disease_activity", {"stated_total": total, "assessed_on": on(90)}))

    assert status(subject, "sledai", at_least=6) == expected


def test_sledai_is_asked_for():
    assert status(plain(), "sledai", at_least=6) == N
    assert status(plain(event("flare", 50)), "sledai", at_least=6) == N


def test_the_day_of_the_review_decides_what_is_known():
    late = one_failure(attested("x", on=on(MMF_ENDS)))

    assert status(late, "attestation", what="x") == T
