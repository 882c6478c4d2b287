"""Questions about serology, tissue and kidney: met, not met, not documented, both sides of a limit, any unit."""

from decimal import Decimal

import pytest
from asking import F, N, T, answer, plain, status
from case_builder import (
    belimumab,
    biopsy,
    creatinine,
    egfr,
    event,
    lab,
    mmf,
    on,
    other_tissue,
    prednisone,
    upcr,
    urine_24h,
)

ANA = {"any_of": ["ana"], "ana_titre": "1:80"}


@pytest.mark.parametrize(
    ("parts", "asked", "expected"),
    [
        ([lab("ana", 5, words="1:80", interpretation="positive")], ANA, T),
        ([lab("ana", 5, words="1:640 homogeneous")], ANA, T),
        ([lab("ana", 5, words="1:40", interpretation="positive")], ANA, F),
        ([lab("ana", 5, interpretation="positive")], ANA, N),  # no titre
        ([lab("ana", 5, interpretation="negative")], ANA, F),
        ([], ANA, N),
        ([lab("anti-dsdna", 5, 30, "IU/mL")], {"any_of": ["anti-dsdna"], "dsdna_at_least": 30}, T),
        ([lab("anti-dsdna", 5, "29.9", "IU/mL")], {"any_of": ["anti-dsdna"], "dsdna_at_least": 30}, F),
        ([lab("anti-dsdna", 5, 300, "U/mL")], {"any_of": ["anti-dsdna"], "dsdna_at_least": 30}, N),  # another assay
        ([lab("anti-dsdna", 5, 40, "IU/mL", range_high=30)], {"any_of": ["anti-dsdna"]}, T),
        ([lab("anti-dsdna", 5, 20, "IU/mL", range_high=30)], {"any_of": ["anti-dsdna"]}, F),
        ([lab("anti-dsdna", 5, 20, "IU/mL")], {"any_of": ["anti-dsdna"]}, N),  # no range
        ([lab("ana", 5, interpretation="negative")], {"any_of": ["ana", "anti-sm"]}, N),  # anti-Sm not looked for
        ([lab("c3", 5, 50, "mg/dL", range_low=90)], {"any_of": ["c3"]}, T),
        ([lab("lupus-anticoagulant", 5, interpretation="positive")], {"any_of": ["antiphospholipid"]}, T),
        ([lab("lupus-anticoagulant", 5, interpretation="negative")], {"any_of": ["antiphospholipid"]}, N),
        ([lab(name, 5, interpretation="negative") for name in ("lupus-anticoagulant", "anticardiolipin", "anti-beta2gp1")], {"any_of": ["antiphospholipid"]}, F),
        ([lab("antiphospholipid", 5, interpretation="negative")], {"any_of": ["antiphospholipid"]}, F),
    ],
)  # fmt: skip
def test_autoantibody(parts, asked, expected):
    assert status(plain(*parts), "autoantibody", **asked) == expected


def test_an_antibody_counts_from_before_the_treatment_where_that_is_asked():
    asked = {"any_of": ["ana"], "before_start": True}
    request = {"therapy": "belimumab", "start": "continuation"}
    after = plain(belimumab(10), lab("ana", 20, interpretation="positive"), request=request)
    before = plain(belimumab(10), lab("ana", 9, interpretation="positive"), request=request)

    assert status(after, "autoantibody", **asked) == N
    assert status(before, "autoantibody", **asked) == T


@pytest.mark.parametrize(
    ("parts", "asked", "expected"),
    [
        ([lab("albumin", 90, 3, "g/dL", range_low="3.5")], {"analyte": "albumin", "flag": ["low"]}, T),
        ([lab("albumin", 90, 4, "g/dL", range_low="3.5")], {"analyte": "albumin", "flag": ["low"]}, F),
        ([lab("albumin", 90, 3, "g/dL")], {"analyte": "albumin", "flag": ["low"]}, N),
        ([], {"analyte": "albumin", "flag": ["low"]}, N),
        ([lab("albumin", 90, 3, "g/dL")], {"analyte": "albumin", "at_most": 3, "unit": "g/dL"}, T),
        ([lab("albumin", 90, 30, "g/L")], {"analyte": "albumin", "at_most": 3, "unit": "g/dL"}, T),
        ([lab("albumin", 90, "3.01", "g/dL")], {"analyte": "albumin", "at_most": 3, "unit": "g/dL"}, F),
        ([lab("albumin", 90, 3)], {"analyte": "albumin", "at_most": 3, "unit": "g/dL"}, N),  # no unit
        ([lab("albumin", 90, 3, "mmol/L")], {"analyte": "albumin", "at_most": 3, "unit": "g/dL"}, N),
        ([lab("albumin", 90, "<3", "g/dL")], {"analyte": "albumin", "below": 3, "unit": "g/dL"}, T),
        ([lab("albumin", 90, "<=3", "g/dL")], {"analyte": "albumin", "below": 3, "unit": "g/dL"}, N),
        ([lab("albumin", 90, "<3", "g/dL")], {"analyte": "albumin", "at_least": 3, "unit": "g/dL"}, F),
        ([lab("albumin", 90, "<4", "g/dL")], {"analyte": "albumin", "at_most": 3, "unit": "g/dL"}, N),
        ([lab("albumin", 90, 3, "g/dL"), lab("albumin", 90, 4, "g/dL")], {"analyte": "albumin", "at_most": 3, "unit": "g/dL"}, N),
        ([lab("albumin", 90, 3, "g/dL"), lab("albumin", 90, "3.01", "g/dL")], {"analyte": "albumin", "at_most": 4, "unit": "g/dL"}, T),
        ([creatinine(90, "1.5")], {"analyte": "creatinine", "at_least": "1.5", "unit": "mg/dL"}, T),
        ([creatinine(90, 133, "umol/L")], {"analyte": "creatinine", "at_least": "1.5", "unit": "mg/dL"}, T),
        ([creatinine(90, 132, "umol/L")], {"analyte": "creatinine", "at_least": "1.5", "unit": "mg/dL"}, F),
        ([creatinine(90, "1.6")], {"analyte": "creatinine", "at_least": 133, "unit": "umol/L"}, T),
        ([lab("c3", 10, 50, "mg/dL", range_low=90)], {"analyte": "c3", "flag": ["low"], "within_months": 3}, T),
        ([lab("c3", 5, 50, "mg/dL", range_low=90)], {"analyte": "c3", "flag": ["low"], "within_months": 3}, N),
    ],
)  # fmt: skip
def test_lab(parts, asked, expected):
    assert status(plain(*parts), "lab", **asked) == expected


def test_two_results_of_one_day_that_differ_are_a_conflict():
    subject = plain(lab("albumin", 90, 3, "g/dL"), lab("albumin", 90, 4, "g/dL"))

    assert "conflict" in answer(subject, "lab", analyte="albumin", at_most=3, unit="g/dL").because


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([lab("urine-sediment", 90, findings=["rbc-casts"])], T),
        ([lab("urine-sediment", 90, interpretation="bland")], F),
        ([lab("urine-sediment", 90, findings=["pyuria"])], F),
        ([lab("urine-sediment", 90, interpretation="active")], N),
        ([], N),
    ],
)
def test_sediment(parts, expected):
    assert status(plain(*parts), "sediment", findings=["rbc-casts", "haematuria"]) == expected


CLASSES = {"classes": ["III", "IV", "V"]}


@pytest.mark.parametrize(
    ("parts", "asked", "expected"),
    [
        ([biopsy(classes="IV")], CLASSES, T),
        ([biopsy(classes="III+V")], CLASSES, T),
        ([biopsy(classes="II")], CLASSES, F),
        ([biopsy(-300, "IV"), biopsy(50, "II")], CLASSES, F),  # the latest tissue decides
        ([biopsy(classes="", shows_ln="yes")], CLASSES, N),  # never presumed
        ([biopsy(classes="IV", classification="who")], CLASSES, T),
        ([other_tissue(-8)], CLASSES, F),
        ([event("no-biopsy-taken")], CLASSES | {}, F),
        ([biopsy(classes="V")], {"classes": ["V"], "only": True}, T),
        ([biopsy(classes="III+V")], {"classes": ["V"], "only": True}, F),
        ([biopsy("2023-04-19")], CLASSES | {"within_months": 12}, T),  # the day of the review is 2024-04-19
        ([biopsy("2023-04-18")], CLASSES | {"within_months": 12}, N),
        ([biopsy("2023-04")], CLASSES | {"within_months": 12}, N),  # the month leaves it open
        ([biopsy(None)], CLASSES | {"within_months": 12}, N),
    ],
)
def test_biopsy_class(parts, asked, expected):
    assert status(plain(*parts), "biopsy-class", **asked) == expected


def test_a_class_is_never_presumed():
    unknown = plain(upcr(90, "5.0"), complete={"courses": "yes", "biopsies": "unknown"})

    assert status(unknown, "biopsy-class", **CLASSES) == N
    assert "presumed" in answer(unknown, "biopsy-class", **CLASSES).because


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([event("biopsy-contraindicated", 5, note="platelets 20, on anticoagulant")], T),
        ([event("biopsy-contraindicated", 5)], N),  # without the reason
        ([event("biopsy-refused", 5)], F),
        ([biopsy()], F),
        ([], N),
    ],
)
def test_biopsy_contraindicated(parts, expected):
    assert status(plain(*parts), "biopsy-contraindicated") == expected


@pytest.mark.parametrize(
    ("parts", "expected"), [([biopsy()], T), ([biopsy(ci=None)], N), ([biopsy(ai=None)], N), ([], N)]
)
def test_indices(parts, expected):
    assert status(plain(*parts), "biopsy-indices") == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("1.5", "g/g", T), ("1.49", "g/g", F), ("1.5", "mg/mg", T), (1500, "mg/g", T), (1499, "mg/g", F),
        ("169.7", "mg/mmol", T), ("169.6", "mg/mmol", F), ("0.1697", "g/mmol", T), (1500, "", N), ("1.5", "mg/dL", N),
        (">1.5", "g/g", T), ("<1.5", "g/g", F), ("<1.6", "g/g", N), (">1.4", "g/g", N), ("<=1.5", "g/g", N),
    ],
)  # fmt: skip
@pytest.mark.parametrize("limit", [("1.5", "mg/mg"), ("1.5", "g/g"), ("1500", "mg/g"), ("169.68", "mg/mmol")])
def test_upcr_in_any_unit(value, unit, expected, limit):
    """1.5 mg/mg = 1.5 g/g = 1500 mg/g = 169.7 mg/mmol (payer.md 4.7)."""
    found = status(plain(upcr(90, value, unit)), "proteinuria", at_least=Decimal(limit[0]), unit=limit[1])

    assert found == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [("0.5", "g/d", T), (500, "mg/d", T), (499, "mg/d", F), ("0.4", "g/m2/d", N), ("0.5", "g/g", N)],
)
def test_24_hour_protein(value, unit, expected):
    subject = plain(urine_24h(90, value, unit))

    assert status(subject, "proteinuria", at_least=500, unit="mg/d") == expected


def test_a_24_hour_value_is_no_upcr_for_a_plan():
    subject = plain(urine_24h(90, "3.0"))

    assert status(subject, "proteinuria", at_least="1.5", unit="g/g") == N


def test_both_kinds_of_one_day_are_each_read():
    subject = plain(urine_24h(90, "3.0"), upcr(90, "1.0"))

    assert status(subject, "proteinuria", at_least="1.5", unit="g/g") == F
    assert status(subject, "proteinuria", at_least="1.5", unit="g/d") == T


@pytest.mark.parametrize(
    ("parts", "months", "expected"),
    [
        ([upcr(90, "2.0"), upcr(90, "1.0")], None, N),  # one day, two values
        ([upcr(50, "2.0"), upcr(90, "2.0", "")], None, N),  # the latest has no unit
        ([upcr(50, "2.0", ""), upcr(90, "2.0")], None, T),
        ([upcr(-400, "2.0")], None, N),  # does not speak for the present
        ([upcr("2024-03-19", "2.0")], 1, T),
        ([upcr("2024-03-18", "2.0")], 1, N),
        ([lab("proteinuria", 90, interpretation="nephrotic-range")], None, N),
        ([], None, N),
    ],
)
def test_a_upcr_in_doubt_settles_nothing(parts, months, expected):
    asked = {"at_least": "1.5", "unit": "g/g"} | ({"within_months": months} if months else {})

    assert status(plain(*parts), "proteinuria", **asked) == expected


def test_a_conflict_is_called_one():
    found = answer(plain(upcr(90, "2.0"), upcr(90, "1.0")), "proteinuria", at_least="1.5", unit="g/g")

    assert "conflict" in found.because


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([egfr(90, 46)], T),
        ([egfr(90, 45)], F),
        ([egfr(90, ">90")], T),
        ([egfr(90, "<60")], N),
        ([egfr(90, "<=45")], F),
        ([], N),
    ],
)
def test_egfr_above_45(parts, expected):
    assert status(plain(*parts), "egfr", above=45) == expected


def treated(*parts, **fields):
    """Return a patient on belimumab since day 0."""
    return plain(belimumab(0), *parts, request={"therapy": "belimumab", "start": "continuation"} | fields)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([egfr(-5, 100), egfr(60, 80), egfr(90, 80)], T),  # exactly 20 % is not more than 20 %
        ([egfr(-5, 100), egfr(60, 79), egfr(90, 79)], F),
        ([egfr(-5, 100), egfr(90, 79)], N),  # not confirmed
        ([egfr(-5, 100), egfr(60, 95), egfr(90, 79)], N),  # the samples disagree
        ([egfr(60, 79), egfr(90, 79)], N),  # no baseline
        ([egfr(-5, 100)], N),
    ],
)
def test_egfr_kept(parts, expected):
    assert status(treated(*parts), "egfr-kept", fall_at_most=20) == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (treated(upcr(-5, "3.0")), T),
        (treated(upcr(0, "3.0")), T),  # the day of the first dose is still before it
        (treated(upcr(5, "3.0")), N),
        (plain(upcr(90, "3.0"), request={"therapy": "belimumab", "start": "new"}), T),
        (plain(mmf(0), prednisone(), request={"therapy": "belimumab", "start": "new"}), N),
    ],
)
def test_baseline(subject, expected):
    assert status(subject, "baseline", any_of=["upcr", "egfr"]) == expected


def test_a_start_told_by_the_request_counts_where_no_course_tells_it():
    subject = plain(upcr(-5, "3.0"), upcr(50, "1.0"), request={"therapy": "belimumab", "start": "continuation", "started_on": on(0)})  # fmt: skip

    assert answer(subject, "baseline", any_of=["upcr"]).evidence[0].value == "3.0"


@pytest.mark.parametrize(
    ("words", "flagged", "expected"),
    [
        ("1:80", None, T),
        ("1:80 speckled", None, T),
        ("1:1,280", None, T),
        (">1:1280", None, T),
        ("1:40", None, F),
        ("<1:80", None, F),  # nothing was seen at the first dilution
        ("<1:80", "negative", F),
        ("negative at 1:80", None, F),
        ("<1:160", None, N),  # leaves open whether 1:80 was reached
        ("≤1:80", None, N),
        ("1:160", "negative", N),  # flag and number contradict each other
    ],
)
def test_a_titre_is_read_with_its_bound_and_its_word(words, flagged, expected):
    subject = plain(lab("ana", 5, words=words, interpretation=flagged))

    assert status(subject, "autoantibody", any_of=["ana"], ana_titre="1:80") == expected


@pytest.mark.parametrize(
    ("start", "drawn", "expected"),
    [
        ("2024-03-10", "2024-03-09", T),
        ("2024-03-10", "2024-03-10", N),  # the day of the first dose is not before it
        ("2024-03-10", "2024-03-11", N),
        ("2024-03", "2024-02-29", T),
        ("2024-03", "2024-03-20", N),  # the drug may have begun on 1 March
        ("2024", "2024-02-20", N),
        (None, "2024-02-20", N),  # a continuation that does not say since when
    ],
)
def test_an_antibody_is_from_before_the_start_only_for_certain(start, drawn, expected):
    request = {"therapy": "belimumab", "start": "continuation", "started_on": start}
    subject = plain(lab("ana", drawn, interpretation="positive"), request=request)

    assert status(subject, "autoantibody", any_of=["ana"], before_start=True) == expected


@pytest.mark.parametrize("basis", ["macroscopic haematuria, class IV", "sacroiliitis, ANA 1:640"])
def test_a_word_inside_another_is_no_basis_of_lupus(basis):
    subject = plain(lupus={"documented": "yes", "basis": basis})

    assert status(subject, "lupus", basis_words=["ACR"]) == N


@pytest.mark.parametrize(
    ("part", "name", "asked"),
    [
        (upcr(None, "3.0"), "proteinuria", {"at_least": "1.5", "unit": "mg/mg"}),
        (egfr(None, 90), "egfr", {"above": 45}),
        (lab("albumin", None, 2, "g/dL", range_low="3.5"), "lab", {"analyte": "albumin", "flag": ["low"]}),
        (lab("urine-sediment", None, findings=["rbc-casts"]), "sediment", {"findings": ["rbc-casts"]}),
        (("disease_activity", {"stated_total": 12}), "sledai", {"at_least": 6}),
        (("blood_pressures", {"systolic": 130, "diastolic": 80}), "blood-pressure", {"systolic_at_most": 165, "diastolic_at_most": 105}),
    ],
)  # fmt: skip
def test_a_value_without_its_day_settles_nothing(part, name, asked):
    assert status(plain(part), name, **asked) == N
