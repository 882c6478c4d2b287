"""Each pack that ships, on invented patients and on patients like those of real decisions (payer.md 9).

What each patient should come to, and what stands in the way first, was written down before it was run.
"""

import pytest
from asking import alternative, attested, held, leaf
from case_builder import (
    MMF_ENDS,
    NOW,
    Part,
    belimumab,
    biopsy,
    case,
    course,
    creatinine,
    egfr,
    event,
    first_regimen,
    guideline,
    lab,
    level,
    measure,
    mmf,
    nih,
    on,
    one_failure,
    pdc,
    prednisone,
    quantity,
    reviewed,
    two_failures,
    upcr,
    voclosporin,
)

from lnreview import resources
from lnreview.exchange import casefile
from lnreview.guideline.packs import packs
from lnreview.review.policy.against import against_policy

SOURCE = {"source": "laboratory report"}
NEPHROLOGIST = {"specialty": "Nephrology", "name": "Dr. A"}
UNSAID = {"complete": {"courses": "unknown", "biopsies": "unknown"}}


def asked_for(therapy: str, **more):
    return {"request": {"therapy": therapy, "start": "new", "diagnosis_code": "M32.14", **more}, "clinician": NEPHROLOGIST}  # fmt: skip


def on_background(*parts: Part | list, classes: str = "IV", proteinuria="3.0", **fields):
    """Return a patient with active class IV nephritis on mycophenolate and prednisone since day 0, reviewed on day 100."""
    common = [biopsy(classes=classes), prednisone(), mmf(0), upcr(90, proteinuria), egfr(90, 90)]
    return case(*common, *parts, **{"as_of": 100} | fields)


def outcome(subject, pack):
    found = held(subject, pack)
    return found.outcome, found.blocking[0].id if found.blocking else ""


MEETS, PEND, REFER = "meets-criteria", "pend", "refer-to-physician"

# --- belimumab -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (on_background(**asked_for("belimumab")), (MEETS, "")),
        (on_background(**asked_for("belimumab"), patient={"sex": "female"}), (PEND, "age")),
        (on_background(classes="II", **asked_for("belimumab")), (REFER, "class")),
        (on_background(classes="", **asked_for("belimumab")), (PEND, "class")),
        (case(biopsy(), upcr(90, "3.0"), as_of=100, **asked_for("belimumab")), (PEND, "background")),
        (case(biopsy(), upcr(90, "3.0"), as_of=100, **asked_for("belimumab") | UNSAID), (PEND, "background")),
        (on_background(**asked_for("belimumab") | {"clinician": {"specialty": "internal medicine"}}), (PEND, "specialist")),
    ],
)  # fmt: skip
def test_bel_biopsy(subject, expected):
    assert outcome(subject, "EX-BEL-BIOPSY") == expected


@pytest.mark.parametrize(
    ("parts", "fields", "expected"),
    [
        ([attested("background-continues")], {}, (MEETS, "")),
        ([], {}, (PEND, "continues")),
        ([attested("background-continues", "no")], {}, (REFER, "continues")),
        ([attested("background-continues")], {"request": {"therapy": "belimumab", "start": "new", "diagnosis_code": "M32.9"}}, (REFER, "code")),
    ],
)  # fmt: skip
def test_bel_altdx_with_tissue(parts, fields, expected):
    subject = on_background(*parts, **asked_for("belimumab") | fields)

    assert outcome(subject, "EX-BEL-ALTDX") == expected


@pytest.mark.parametrize(
    ("reason", "sign", "proof"),
    [
        ("on anticoagulant", [lab("albumin", 90, "2.5", "g/dL", range_low="3.5")], "met"),
        ("", [lab("albumin", 90, "2.5", "g/dL", range_low="3.5")], "not-documented"),
        ("on anticoagulant", [], "not-documented"),
        ("on anticoagulant", [lab("urine-sediment", 90, findings=["rbc-casts"])], "met"),
    ],
)
def test_bel_altdx_without_tissue_needs_the_reason_and_a_sign(reason, sign, proof):
    subject = case(
        prednisone(), mmf(0), upcr(90, "3.0"), event("biopsy-contraindicated", 5, note=reason), *sign,
        as_of=100, **asked_for("belimumab"), **UNSAID,
    )  # fmt: skip

    assert leaf(held(subject, "EX-BEL-ALTDX"), "proof").status == proof


CONFIRMED = [
    attested("sle-features"), attested("background-continues"), attested("site-of-care-met"),
    attested("severe-cns-lupus", "no"), attested("other-biologic", "no"),
]  # fmt: skip
POSITIVE = lab("ana", 5, interpretation="positive")


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (two_failures(CONFIRMED, POSITIVE, **asked_for("belimumab", route="IV")), (MEETS, "")),
        (two_failures(CONFIRMED, **asked_for("belimumab", route="IV")), (PEND, "antibody")),
        # without the route both age limits are asked, and both are met
        (two_failures(CONFIRMED, POSITIVE, **asked_for("belimumab")), (MEETS, "")),
        (on_background(CONFIRMED, POSITIVE, **asked_for("belimumab", route="IV")), (PEND, "failed-glucocorticoid")),
        (two_failures(CONFIRMED, POSITIVE, ("comorbidities", {"what": "severe neuropsychiatric lupus"}), **asked_for("belimumab", route="IV")), (REFER, "no-cns-lupus")),
        (two_failures(CONFIRMED, POSITIVE, course("anifrolumab", 300, None, 300, "mg", role="other-disease"), **asked_for("belimumab", route="IV")), (REFER, "no-biologic")),
    ],
)  # fmt: skip
def test_bel_fail(subject, expected):
    assert outcome(subject, "EX-BEL-FAIL") == expected


def test_bel_fail_goes_on_against_the_value_from_before_the_treatment():
    better = [upcr(-5, "3.0", **SOURCE), upcr(95, "1.0", **SOURCE)]
    worse = [upcr(-5, "3.0", **SOURCE), upcr(95, "6.0", **SOURCE)]
    only_later = [upcr(30, "3.0", **SOURCE), upcr(95, "1.0", **SOURCE)]
    said = [attested("tolerated"), attested("severe-cns-lupus", "no"), attested("other-biologic", "no")]

    def goes_on(values):
        subject = case(biopsy(), prednisone(), mmf(-30), belimumab(0), values, said, as_of=100,
                       request={"therapy": "belimumab", "start": "continuation"})  # fmt: skip
        return outcome(subject, "EX-BEL-FAIL")

    assert goes_on(better) == (MEETS, "")
    assert goes_on(only_later) == (PEND, "against-baseline")
    assert goes_on(worse)[0] == PEND  # eGFR is not known, and one of them is enough
    assert (
        goes_on([*worse, egfr(-5, 90, **SOURCE), egfr(60, 40, **SOURCE), egfr(95, 40, **SOURCE)])[0] == PEND
    )


DUAL = [attested("background-continues"), attested("severe-cns-lupus", "no")]


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (on_background(DUAL, **asked_for("belimumab")), (MEETS, "")),
        (on_background(DUAL, voclosporin(50), **asked_for("belimumab")), (REFER, "with-voclosporin")),
        (on_background(DUAL, **asked_for("belimumab"), **UNSAID), (PEND, "with-voclosporin")),
        (two_failures(DUAL, mmf(340, id="again", role="maintenance"), voclosporin(350, role="maintenance"), **asked_for("belimumab")), (MEETS, "")),
        (two_failures(DUAL, voclosporin(350, role="maintenance"), course("azathioprine", 340, None, 100, "mg/d", role="maintenance"), **asked_for("belimumab")), (REFER, "with-voclosporin")),
    ],
)  # fmt: skip
def test_bel_vcs_dual(subject, expected):
    assert outcome(subject, "EX-BEL-VCS-DUAL") == expected


# --- voclosporin -----------------------------------------------------------------------------------------------------

CAPSULES = {
    "dose_each": quantity("23.7", "mg"), "schedule": "twice daily", "strength": "7.9 mg", "quantity": "180 capsules",
    "days_supply": 30,
}  # fmt: skip


@pytest.mark.parametrize(
    ("classes", "value", "expected"),
    [
        ("IV", "1.5", (MEETS, "")),
        ("IV", "1.49", (REFER, "upcr-other")),
        ("V", "2", (MEETS, "")),
        ("V", "1.99", (REFER, "upcr-class-v")),
        ("III+V", "1.5", (MEETS, "")),  # class V is not alone
        ("V", "1.5", (REFER, "upcr-class-v")),
    ],
)
def test_vcs_classupcr_has_a_limit_for_the_class(classes, value, expected):
    subject = on_background(classes=classes, proteinuria=value, **asked_for("voclosporin", **CAPSULES))

    assert outcome(subject, "EX-VCS-CLASSUPCR") == expected


def test_an_open_class_leaves_the_limit_open_only_between_the_two():
    def at(value):
        subject = on_background(classes="", proteinuria=value, **asked_for("voclosporin", **CAPSULES))
        return leaf(held(subject, "EX-VCS-CLASSUPCR"), "proteinuria").status

    assert at("2.0") == "met"  # enough for every class
    assert at("1.7") == "not-documented"
    assert at("1.4") == "not-met"  # too little for any class


def test_vcs_classupcr_counts_the_capsules():
    many = CAPSULES | {"quantity": "240 capsules", "dose_each": quantity("31.6", "mg")}
    subject = on_background(**asked_for("voclosporin", **many))

    found = held(subject, "EX-VCS-CLASSUPCR")
    assert found.outcome == REFER
    assert {item.id for item in found.blocking} == {"dose", "capsules"}


VCS_SAID = [
    ("blood_pressures", {"systolic": 130, "diastolic": 80, "measured_on": on(95)}),
    attested("hypertensive-emergency", "no"),
]
ACR = {"lupus": {"documented": "yes", "basis": "ACR 1997 criteria, 6 of 11"}}


@pytest.mark.parametrize(
    ("parts", "fields", "expected"),
    [
        ([VCS_SAID], ACR, (MEETS, "")),
        ([VCS_SAID], {}, (PEND, "lupus")),
        ([VCS_SAID[1]], ACR, (PEND, "blood-pressure")),
        ([VCS_SAID, belimumab(50)], ACR, (REFER, "no-belimumab")),
        ([VCS_SAID, egfr(95, 45)], ACR, (REFER, "egfr")),
        ([VCS_SAID, egfr(95, 46)], ACR, (MEETS, "")),
        ([("blood_pressures", {"systolic": 166, "diastolic": 80, "measured_on": on(95)}), VCS_SAID[1]], ACR, (REFER, "blood-pressure")),
    ],
)  # fmt: skip
def test_vcs_crr(parts, fields, expected):
    assert outcome(on_background(*parts, **asked_for("voclosporin") | fields), "EX-VCS-CRR") == expected


LIMBS = attested("further-response-limbs")


def on_voclosporin(*parts, days=300, **fields):
    request = {"therapy": "voclosporin", "start": "continuation", "earlier_authorization": "A-1"}
    return case(biopsy(), prednisone(), mmf(0), voclosporin(0), upcr(-5, "3.0", **SOURCE), *parts, as_of=days, request=request, **fields)  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        # 300 days: under 52 weeks, a fall is enough
        (on_voclosporin(upcr(290, "1.5", **SOURCE)), (MEETS, "")),
        # 400 days: complete response is needed
        (on_voclosporin(LIMBS, upcr(390, "0.5", **SOURCE), egfr(390, 60, **SOURCE), days=400), (MEETS, "")),
        (on_voclosporin(LIMBS, upcr(390, "0.5", **SOURCE), egfr(-5, 70), egfr(350, 56), egfr(390, 56), days=400), (MEETS, "")),
        # the plan has limbs that were not read: nothing meets them by their absence
        (on_voclosporin(upcr(390, "0.5", **SOURCE), egfr(390, 60, **SOURCE), days=400), (PEND, "further-limbs")),
        (on_voclosporin(upcr(390, "0.5", **SOURCE), egfr(-5, 71), egfr(350, 56), egfr(390, 56), days=400), (REFER, "under-52-weeks")),
        (on_voclosporin(upcr(390, "0.51", **SOURCE), egfr(390, 90), days=400), (REFER, "under-52-weeks")),
        (on_voclosporin(upcr(390, "0.5", **SOURCE), days=400), (PEND, "egfr-60")),
        (on_voclosporin(days=300), (PEND, "benefit")),
    ],
)  # fmt: skip
def test_vcs_crr_goes_on_under_52_weeks_or_after_complete_response(subject, expected):
    found = held(subject, "EX-VCS-CRR")

    assert found.tree == "continuation"
    assert found.outcome == expected[0]
    if expected[0] == PEND:
        assert expected[1] in {item.id for item in found.blocking}
    else:
        assert (found.blocking[0].id if found.blocking else "") == expected[1]


# --- the others ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (on_background(**asked_for("obinutuzumab")), (MEETS, "")),
        (
            case(biopsy(), prednisone(), upcr(90, "3.0"), as_of=100, **asked_for("obinutuzumab")),
            (REFER, "partner"),
        ),
        (on_background(**asked_for("obinutuzumab") | {"clinician": {}}), (PEND, "specialist")),
    ],
)
def test_obi_soc(subject, expected):
    assert outcome(subject, "EX-OBI-SOC") == expected


SUPPORT = {"articles": ["One.", "Two."], "product": "Truxima"}
HBV = [
    lab("hbsag", 5, interpretation="negative"), lab("anti-hbc", 5, interpretation="negative"),
    attested("dose-from-authoritative-source"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (one_failure(HBV, **asked_for("rituximab", **SUPPORT)), (MEETS, "")),
        (one_failure(HBV, **asked_for("rituximab", product="Truxima")), (PEND, "support")),
        (one_failure(HBV[2], **asked_for("rituximab", **SUPPORT)), (PEND, "hepatitis-b")),
        (one_failure(HBV[:2], **asked_for("rituximab", **SUPPORT)), (PEND, "dosing")),
        (one_failure(HBV, **asked_for("rituximab", **SUPPORT | {"product": "Riabni"})), (MEETS, "")),
        # everything but the nephritis
        (case(first_regimen(), HBV, as_of=MMF_ENDS, **asked_for("rituximab", **SUPPORT), **UNSAID), (PEND, "nephritis")),
        (one_failure(HBV, **asked_for("rituximab", **SUPPORT | {"product": "Rituxan"})), (PEND, "product")),
        (case(biopsy(), first_regimen(after="0.3"), HBV, as_of=MMF_ENDS, **asked_for("rituximab", **SUPPORT)), (REFER, "first-line-failed")),
    ],
)  # fmt: skip
def test_rtx_refr(subject, expected):
    assert outcome(subject, "EX-RTX-REFR") == expected


IVIG = [attested("severe-active-lupus"), attested("site-of-care-met"), ("enclosures", {"title": "Letter", "kind": "letter"})]  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (one_failure(IVIG, **asked_for("IVIG")), (MEETS, "")),
        (one_failure(IVIG[1:], **asked_for("IVIG")), (PEND, "severe")),
        (one_failure(IVIG[:2], **asked_for("IVIG")), (PEND, "statement")),
        (on_background(IVIG, **asked_for("IVIG")), (PEND, "first-line")),
    ],
)
def test_ivig_sle(subject, expected):
    assert outcome(subject, "EX-IVIG-SLE") == expected


def test_cart_trial_always_goes_to_a_physician():
    everything = two_failures(
        lab("ana", 5, words="1:640", interpretation="positive"), attested("no-significant-chronicity"),
        ("disease_activity", {"stated_total": 12, "assessed_on": on(350)}),
        lupus={"documented": "yes", "basis": "2019 EULAR/ACR"}, **asked_for("CAR-T"),
    )  # fmt: skip
    found = held(everything, "EX-CART-TRIAL")

    assert leaf(found, "trial").status == "met"
    assert found.outcome == REFER
    assert [item.id for item in found.blocking] == ["physician"]
    for path in sorted(resources.demo().glob("*.json")):
        assert held(casefile.read(path), "EX-CART-TRIAL").outcome == REFER


# --- the demonstration cases -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "pack", "expected"),
    [
        (
            "lucja-refractory",
            "EX-RTX-REFR",
            (PEND, "dosing"),
        ),  # both regimens failed; where the dose comes from is not on record
        (
            "ben-nonadherence",
            "EX-RTX-REFR",
            (REFER, "first-line-failed"),
        ),  # not taken: it does not count as failed
        ("keisha-undertreated", "EX-RTX-REFR", (REFER, "first-line-failed")),  # the dose was too small
        ("anna-insufficient-data", "EX-RTX-REFR", (PEND, "first-line-failed")),
        ("cagri-responding", "EX-BEL-FAIL", (REFER, "failed-glucocorticoid")),
        ("cagri-responding", "EX-BEL-BIOPSY", (MEETS, "")),  # this plan asks for no failure
        ("grace-chronic-damage", "EX-OBI-SOC", (REFER, "active")),
        ("wang-fang-alternative-diagnosis", "EX-OBI-SOC", (REFER, "active")),
        ("ines-biopsy-needed", "EX-VCS-CLASSUPCR", (REFER, "class")),  # no biopsy was taken, on the record
        ("chloe-too-early", "EX-VCS-CRR", (REFER, "no-belimumab")),
        ("lucja-refractory", "EX-OBI-SOC", (MEETS, "")),
    ],
)
def test_demonstration_cases(name, pack, expected):
    assert outcome(casefile.read(resources.demo() / f"demo-{name}.json"), pack) == expected


def test_no_pack_and_no_case_comes_to_a_denial():
    for path in sorted(resources.demo().glob("*.json")):
        subject = casefile.read(path)
        review = reviewed(subject)
        for pack in packs(guideline()).packs:
            found = against_policy(subject, review, guideline(), pack)
            assert found.outcome in (MEETS, PEND, REFER)
            for item in found.root.leaves():
                assert "den" not in item.because.casefold().split(), item.because
                assert bool(item.missing) == (item.status == "not-documented")


# --- real decisions (payer.md 9) -------------------------------------------------------------------------------------

NY = {
    "request": {
        "therapy": "voclosporin", "start": "continuation", "obtained": "samples", "diagnosis_code": "M32.14",
        **CAPSULES,
    },
    "clinician": NEPHROLOGIST,
}  # fmt: skip


def new_york(*parts):
    """Return a patient like that of NY DFS 202203-147617: class IV, failed MTX, HCQ, CYC, MMF taken unevenly, samples."""
    return case(
        biopsy(), prednisone(), course("methotrexate", -400, -200, 15, "mg", frequency="weekly", role="other-disease"),
        nih(-190, -20), mmf(0, None, g="3.0"), measure("statement", "mmf", says="unclear"),
        level("mycophenolic-acid", 150, 0, "mg/L", detectable="no"), upcr(-5, "6.9"), attested("responded"),
        voclosporin(200), *parts, as_of=NOW, **NY,
    )  # fmt: skip


def test_new_york_a_response_on_samples_without_data_is_asked_about():
    found = held(new_york(), "EX-VCS-CRR")

    assert found.outcome == PEND
    assert leaf(found, "benefit").status == "not-documented"
    assert "claimed" in leaf(found, "benefit").because
    assert any("samples" in text for text in found.cautions)


def test_new_york_a_partial_fall_is_told_with_both_values():
    values = [upcr(195, "6.9", source="lab"), upcr(350, "1.6", source="lab")]
    found = held(new_york(*values), "EX-VCS-CRR")
    benefit = leaf(found, "benefit")

    assert benefit.status == "met"
    assert [item.value for item in benefit.evidence[:2]] == ["6.9", "1.6"]


def test_new_york_uneven_intake_does_not_count_as_failure():
    subject = case(biopsy(), first_regimen(taken=pdc(40, "mmf", 0, 180)), HBV, as_of=MMF_ENDS, **asked_for("rituximab", **SUPPORT))  # fmt: skip
    found = held(subject, "EX-RTX-REFR")

    assert (found.outcome, found.blocking[0].id) == (REFER, "first-line-failed")
    assert "adherence" in found.blocking[0].because


def test_new_york_a_formulary_alternative_is_argued_or_asked_about():
    from asking import status

    asked = {"drugs": ["belimumab"], "argued": True}

    assert status(new_york(), "alternative-tried", **asked) == "not-documented"
    assert status(new_york(alternative("Benlysta", "not-appropriate", "slow onset")), "alternative-tried", **asked) == "met"  # fmt: skip


def test_california_immunoglobulin_for_low_igg_is_another_route():
    """EI23-39661: the pack for lupus does not answer it, and says that an IgG value belongs to the other route."""
    subject = one_failure(lab("igg", 170, 3, "g/L", range_low=7), **asked_for("IVIG"))
    found = held(subject, "EX-IVIG-SLE")

    assert (found.outcome, found.blocking[0].id) == (PEND, "severe")
    assert any("IgG" in note for note in found.pack.notes)


@pytest.mark.parametrize(
    ("code", "expected"), [("M32.14", (MEETS, "")), ("M32.9", (REFER, "code")), ("N05.0", (REFER, "code"))]
)
def test_one_drug_and_three_codes(code, expected):
    """The same drug, opposite answers by code: M32.9, M32.14, N05.0."""
    subject = on_background(attested("background-continues"), **asked_for("belimumab", diagnosis_code=code))

    assert outcome(subject, "EX-BEL-ALTDX") == expected


def test_units_do_not_change_an_outcome():
    plain = on_background(**asked_for("voclosporin", **CAPSULES))
    other = case(
        biopsy(), prednisone(), mmf(0, g=2500, unit="mg/d"), upcr(90, "339.36", "mg/mmol"), creatinine(90, 70, "umol/L"),
        as_of=100, **asked_for("voclosporin", **CAPSULES | {"dose_each": quantity("0.0237", "g")}),
    )  # fmt: skip

    assert outcome(plain, "EX-VCS-CLASSUPCR") == outcome(other, "EX-VCS-CLASSUPCR") == (MEETS, "")


@pytest.mark.parametrize("criterion", ["physician", "start"])
def test_no_judgement_of_a_reviewer_decides_what_is_a_physicians(criterion):
    note = {"pack": "EX-CART-TRIAL", "criterion": criterion, "status": "met", "rationale": "well known to us", "comment": "seen"}  # fmt: skip
    found = held(two_failures(**asked_for("CAR-T"), criterion_notes=[note]), "EX-CART-TRIAL")

    assert found.outcome == found.computed == REFER
    assert leaf(found, criterion).note.comment == "seen"  # the comment stays


@pytest.mark.parametrize(
    ("route", "born", "expected"),
    [
        ("IV", "2019-04-20", "not-met"),  # four years old on day 100
        ("IV", "2019-04-19", "not-documented"),  # five: whether the limit counts was not read
        ("IV", "2018-04-20", "not-documented"),
        ("IV", "2018-04-19", "met"),
        ("IV infusion", "2010-01-01", "met"),
        ("SC", "2006-04-20", "not-met"),
        ("SC", "2006-04-19", "not-documented"),
        ("SC", "2006-04", "not-documented"),
        ("SC", "2005-04-19", "met"),
    ],
)
def test_bel_fail_leaves_the_year_of_the_age_limit_open(route, born, expected):
    request = asked_for("belimumab", route=route)
    patient = {"patient": {"sex": "female", "birth_date": born}}

    assert leaf(held(on_background(**request, **patient), "EX-BEL-FAIL"), "old-enough").status == expected
    answered = on_background(attested("age-limit-counts"), **request, **patient)
    settled = "not-documented" if born == "2006-04" else "not-met" if expected == "not-met" else "met"
    assert leaf(held(answered, "EX-BEL-FAIL"), "old-enough").status == settled


def test_bel_fail_sees_every_antibody_beside_it():
    for name in ("rituximab", "obinutuzumab", "daratumumab", "anifrolumab", "eculizumab"):
        subject = two_failures(
            CONFIRMED, course(name, 300, None, 1, "g"), **asked_for("belimumab", route="IV")
        )
        assert leaf(held(subject, "EX-BEL-FAIL"), "no-biologic").status == "not-met", name


RESPONDED = [
    ("EX-BEL-BIOPSY", "belimumab", "responded", "not-documented"),
    ("EX-BEL-VCS-DUAL", "belimumab", "benefit", "not-documented"),
    ("EX-VCS-CRR", "voclosporin", "benefit", "not-documented"),
    ("EX-OBI-SOC", "obinutuzumab", "response", "not-documented"),
    ("EX-RTX-REFR", "rituximab", "benefit", "not-documented"),
    ("EX-IVIG-SLE", "IVIG", "response", "not-documented"),
    ("EX-BEL-ALTDX", "belimumab", "course", "met"),  # stable is enough for this plan
    ("EX-BEL-FAIL", "belimumab", "against-baseline", "met"),
]


@pytest.mark.parametrize(("pack", "drug", "criterion", "unchanged"), RESPONDED)
def test_an_unchanged_value_is_a_response_only_where_stable_is_enough(pack, drug, criterion, unchanged):
    def status(*values):
        request = {"therapy": drug, "start": "continuation"}
        subject = case(biopsy(), course(drug, 0, None, 1, "g"), *values, as_of=100, request=request)
        return leaf(held(subject, pack), criterion).status

    before, kidney = upcr(-5, "3.0", **SOURCE), [egfr(-5, 90, **SOURCE), egfr(95, 90, **SOURCE)]
    assert status(before, upcr(95, "1.0", **SOURCE)) == "met"
    assert status(before, upcr(95, "3.0", **SOURCE), *kidney) == unchanged
    assert status(before, upcr(95, "6.0", **SOURCE), *kidney) == unchanged  # an eGFR that held is no response
    assert status(upcr(95, "1.0", **SOURCE), attested("responded")) == "not-documented"  # one value


def test_packs_that_ask_for_an_inadequate_response_count_one_that_fell_short():
    """“Inadequate response” (dual use, immunoglobulin, trial) is wider than “failed” (Medical Mutual) and “refractory”."""
    short = case(
        biopsy(),
        first_regimen(after="2.0", regimen=mmf(0, 182, stop_reason="no-response")),
        HBV,
        as_of=400,
        **asked_for("IVIG"),
    )

    assert leaf(held(short, "EX-IVIG-SLE"), "second-line").status == "met"
    assert leaf(held(short, "EX-BEL-FAIL"), "failed-partner").status == "not-met"
    assert leaf(held(short, "EX-RTX-REFR"), "first-line-failed").status == "not-met"
    assert packs(guideline()).packs["EX-BEL-VCS-DUAL"].criteria["two-courses"].question.outcomes == ("inadequate-response",)  # fmt: skip
