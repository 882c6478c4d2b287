"""The gaps of a letter: each absent datum is one, each names its place, a waiver needs its reason."""

import dataclasses
import re
from typing import Any

import letterfactory as factory
import pytest

from lnreview.case.model import Case
from lnreview.letters import write
from lnreview.letters.document import Gap
from lnreview.review.finding import Finding, Review


def gaps(case: Case, review: Review | None = None, kind: str = "medical-necessity") -> dict[str, Gap]:
    found = write.gaps(kind, case, review or factory.review(case), factory.guideline())
    assert len({gap.key for gap in found}) == len(found)
    return {gap.key: gap for gap in found}


def test_a_complete_case_lacks_only_what_nobody_verified() -> None:
    left = [key for key in gaps(factory.case()) if not key.startswith("unverified:rituximab:")]
    assert left == ["policy"]


@pytest.mark.parametrize(
    ("changes", "key", "place", "entry"),
    [
        ({"patient": {"name": ""}}, "patient-name", "patient", "name"),
        ({"patient": {"birth_date": None}}, "birth-date", "patient", "birth_date"),
        ({"coverage": {"member_id": " "}}, "member-id", "coverage", "member_id"),
        ({"coverage": {"payer": ""}}, "payer", "coverage", "payer"),
        ({"request": {"diagnosis_code": ""}}, "diagnosis-code", "request", "diagnosis_code"),
        ({"request": {"diagnosis_code": "M32.9"}}, "diagnosis-code-unspecified", "request", "diagnosis_code"),
        ({"request": {"therapy": ""}}, "therapy", "request", "therapy"),
        ({"request": {"dose": ""}}, "dose", "request", "dose"),
        ({"request": {"route": ""}}, "route", "request", "route"),
        ({"request": {"schedule": ""}}, "schedule", "request", "schedule"),
        ({"request": {"therapy": "moonstone"}}, "therapy-unknown", "request", "therapy"),
        ({"biopsies": []}, "biopsy-class", "biopsies", ""),
        ({"clinician": {"name": ""}}, "signer-name", "clinician", "name"),
        ({"clinician": {"credentials": ""}}, "signer-credentials", "clinician", "credentials"),
        ({"clinician": {"npi": ""}}, "signer-npi", "clinician", "npi"),
        ({"clinician": {"last_seen": None}}, "last-seen", "clinician", "last_seen"),
    ],
)
def test_an_absent_field_is_a_gap_with_its_place(
    changes: dict[str, Any], key: str, place: str, entry: str
) -> None:
    gap = gaps(factory.case(**changes))[key]
    assert (gap.place, gap.entry, gap.waived) == (place, entry, None)
    assert gap.sentence.endswith(".")
    assert re.search(r"(Enter|Check|Name) .* under [A-Z]", gap.sentence), "the remedy is named"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"dose": None}, "dose:mmf"),
        ({"start": None}, "start:mmf"),
        ({"stop": None}, "stop:mmf"),
        ({"drug": ""}, "drug:mmf"),
    ],
)
def test_a_prior_treatment_needs_drug_dose_and_dates(change: dict[str, Any], key: str) -> None:
    courses = factory.case_data()["courses"]
    courses[0] = {**courses[0], **change}
    assert gaps(factory.case(courses=courses))[key].entry == "mmf"


def test_supportive_drugs_and_drugs_for_another_disease_make_no_gap() -> None:
    course = {"id": "x", "drug": "methotrexate", "role": "other-disease"}
    assert not [
        key
        for key in gaps(factory.case(courses=[*factory.case_data()["courses"], course]))
        if key.endswith(":x")
    ]


@pytest.mark.parametrize("analyte", ["hbsag", "anti-hbc"])
def test_both_hepatitis_b_tests_are_wanted_before_anti_cd20(analyte: str) -> None:
    labs = [lab for lab in factory.case_data()["labs"] if lab["analyte"] != analyte]
    assert gaps(factory.case(labs=labs))[f"hepatitis-b:{analyte}"].place == "labs"
    other = gaps(factory.case(labs=labs, request={"therapy": "belimumab"}))
    assert not any(key.startswith("hepatitis-b") for key in other)


def test_a_hepatitis_b_test_without_a_result_documents_nothing() -> None:
    labs = [lab for lab in factory.case_data()["labs"] if lab["analyte"] != "hbsag"]
    assert "hepatitis-b:hbsag" in gaps(
        factory.case(labs=[*labs, {"analyte": "hbsag", "collected_on": "2026-10-20"}])
    )


def test_each_regimen_wants_both_ends_and_adherence() -> None:
    case = factory.case()
    made = factory.review(case)
    silent = Finding("adherence", "not-documented", "nothing is documented")
    first = dataclasses.replace(made.regimens[0], baseline_upcr=None, last_upcr=None, adherence=silent)
    found = gaps(case, dataclasses.replace(made, regimens=(first, made.regimens[1])))
    assert {"upcr-baseline:first", "upcr-last:first", "adherence:first"} <= set(found)
    assert "upcr-baseline:second" not in found


def test_an_egfr_a_verdict_and_a_fitting_request_are_wanted() -> None:
    case = factory.case()
    assert "egfr" in gaps(case, factory.review(case, egfr=()))
    lacking = gaps(case, factory.insufficient(case))["verdict"]
    assert "refill history of mycophenolate mofetil" in lacking.sentence
    assert (lacking.place, lacking.entry) == ("dispenses", "mmf")
    wrong = gaps(case, factory.review(case, "responding"))
    assert "request-verdict" in wrong
    assert "verdict" not in wrong


def test_a_documented_contraindication_stands_for_the_class() -> None:
    case = factory.case(biopsies=[], events=[{"what": "biopsy-contraindicated", "on": "2025-02"}])
    assert "biopsy-class" not in gaps(case)


def test_a_safety_stop_is_a_gap() -> None:
    case = factory.case()
    made = factory.review(case)
    stop = dataclasses.replace(made.safety[0], status="stop", because="HBsAg is positive.")
    options = tuple(dataclasses.replace(option, safety=()) for option in made.options)
    assert "safety:hepatitis-b" in gaps(case, dataclasses.replace(made, safety=(stop,), options=options))


def test_the_form_wants_more_than_the_letter() -> None:
    request = {"start": "unknown", "code": "", "duration": "", "site_of_care": "", "acquisition": "unknown"}
    case = factory.case(
        request=request,
        clinician={"phone": "", "contact": ""},
        patient={"phone": "", "address": ""},
        coverage={"benefit": "unknown"},
        measurements=[],
        allergies=[],
    )
    form = set(gaps(case, kind="prior-authorization")) - set(gaps(case))
    assert form == {
        "therapy-start", "product-code", "authorization-length", "site-of-care", "signer-phone", "acquisition", "benefit",
        "patient-phone", "patient-address", "signer-contact", "weight", "height", "allergies",
        "quantity:dose", "quantity:doses",
    }  # fmt: skip


def test_a_pharmacy_benefit_and_a_continuation_ask_for_more() -> None:
    pharmacy = gaps(factory.case(coverage={"benefit": "pharmacy"}), kind="prior-authorization")
    assert {"quantity", "days_supply", "refills"} <= set(pharmacy)
    going_on = gaps(factory.case(request={"start": "continuation"}), kind="prior-authorization")
    assert "obtained" in going_on


def test_a_waiver_with_its_reason_ends_the_draft_and_stays_in_the_letter() -> None:
    case = factory.case()
    keys = list(gaps(case))
    waived = factory.case(
        waivers=[{"gap": key, "reason": "Read by the signer", "by": "M. E."} for key in keys]
    )
    review = factory.review(waived)
    assert all(gap.waived == "Read by the signer" for gap in gaps(waived, review).values())
    document = write.compose("medical-necessity", waived, review, factory.guideline(), dated=factory.DAY)
    assert not document.draft
    text = re.sub(r"\s+", " ", write.text(document))
    assert "DRAFT" not in text
    assert "Let a person check" not in text, "an accepted gap asks for nothing"
    assert "Accepted without documentation" in text
    assert "Accepted: Read by the signer" in text
    draft = write.compose(
        "medical-necessity", case, factory.review(case), factory.guideline(), dated=factory.DAY
    )
    assert draft.draft
    assert "DRAFT" in write.text(draft)
