"""Other explanations: what speaks for and against in this record, what was not looked at, and what documents one."""

from typing import Any

import pytest
from case_builder import (
    biopsy,
    case,
    course,
    event,
    height,
    hydroxychloroquine,
    lab,
    losartan,
    mmf,
    on,
    other_tissue,
    pregnant,
    tacrolimus,
    upcr,
    urine_24h,
    weight,
)
from tissue_tables import cell, look, row, tables

from lnreview.case.model import Case
from lnreview.review.detail.explanations import EXPLANATIONS, explanations
from lnreview.review.detail.weighing import positive_twice
from lnreview.review.finding import Status
from lnreview.review.verdict import decide

ID = "alternative-explanations"


def abnormal(*parts: Any, **fields: Any) -> Case:
    """Return a patient with proteinuria on the day of the review, day 10."""
    return case(upcr(8, 2), *parts, **{"as_of": 10} | fields)


def weighed(subject: Case, name: str) -> tuple[str, str, str, str]:
    """Return how an explanation stands, what speaks for it, what against it, and what was not looked at."""
    return tuple(row(tables(subject, explanations)[ID], name).cells[1:])  # type: ignore[return-value]


def status(subject: Case, name: str) -> Status | None:
    return row(tables(subject, explanations)[ID], name).status


def cause(what: str, **more: Any) -> Any:
    return ("other_causes", {"what": what, "shown_on": on(8), **more})


def condition(what: str, present: str = "yes") -> Any:
    return ("comorbidities", {"what": what, "present": present})


def pressure(systolic: int, diastolic: int, day: int = 8) -> Any:
    return ("blood_pressures", {"systolic": systolic, "diastolic": diastolic, "measured_on": on(day)})


def genotype(gene: str, phenotype: str) -> Any:
    return ("genotypes", {"gene": gene, "result": "as printed", "phenotype": phenotype})


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_whole_list_is_shown_and_nothing_is_claimed_of_an_empty_record() -> None:
    found = tables(abnormal(), explanations)[ID]

    assert len(found.rows) == len(EXPLANATIONS) == 14
    for item in found.rows:
        assert item.status in (None, "not-documented"), item.cells
        assert item.cells[2] == "" or item.cells[0].startswith("Renal"), item.cells
    assert found.missing == ()


def test_nothing_is_explained_where_nothing_is_abnormal() -> None:
    quiet = case(upcr(8, "0.1"), lab("egfr", 8, 95, "mL/min/{1.73_m2}"), as_of=10)

    assert tables(quiet, explanations) == {}


def test_every_row_quotes_a_source_with_its_status() -> None:
    for item in tables(abnormal(), explanations)[ID].rows:
        assert item.citations, item.cells[0]
        assert item.how
    statuses = {
        item.cells[0]: {cited.status for cited in item.citations}
        for item in tables(abnormal(), explanations)[ID].rows
    }
    assert statuses["Diabetic kidney disease"] == {"primary"}
    assert statuses["Podocytopathy"] == {"unverified"}
    assert statuses["Haemodynamic effect of a drug"] == {"secondary"}


# --- thrombotic microangiopathy --------------------------------------------------------------------------------------


def test_tissue_documents_a_microangiopathy_and_tests_are_weighed_beside_it() -> None:
    subject = abnormal(
        biopsy(5, "III", 2, 1, tma="yes"), lab("platelets", 8, 90, "10*9/L", range_low=150, range_high=400),
        lab("ldh", 8, interpretation="high"), lab("haptoglobin", 8, interpretation="normal"), lab("adamts13", 8, interpretation="normal"),
    )  # fmt: skip
    said, speaks_for, against, unseen = weighed(subject, "Thrombotic")

    assert (said, status(subject, "Thrombotic")) == ("documented", "met")
    assert all(
        word in speaks_for for word in ("thrombotic microangiopathy in the tissue", "Platelets", "LDH high")
    )
    assert "Haptoglobin normal" in against
    assert "Schistocytes" in unseen


def test_a_normal_adamts13_speaks_against_a_ttp_only_and_ends_the_question_for_plasmic() -> None:
    tissue = biopsy(5, "III", 2, 1, tma="yes")
    measured = abnormal(tissue, lab("adamts13", 8, interpretation="normal"))

    assert "ADAMTS13" not in weighed(measured, "Thrombotic")[2]
    assert "against a TTP only" in row(tables(measured, explanations)[ID], "Thrombotic").how
    assert "PLASMIC" not in weighed(measured, "Thrombotic")[3]
    assert "PLASMIC score" in weighed(abnormal(tissue), "Thrombotic")[3]
    assert "ADAMTS13 low" in weighed(abnormal(lab("adamts13", 8, interpretation="low")), "Thrombotic")[1]


def test_an_antibody_alone_is_a_suspicion() -> None:
    subject = abnormal(biopsy(5, "IV", 9, 1), lab("lupus-anticoagulant", 8, interpretation="positive"))

    assert (weighed(subject, "Thrombotic")[0], status(subject, "Thrombotic")) == (
        "suspected",
        "not-documented",
    )
    assert decide(look(subject), {})[0] != "alternative-diagnosis"


def test_tissue_without_a_microangiopathy_speaks_against_it() -> None:
    subject = abnormal(biopsy(5, "IV", 9, 1, tma="no"))

    assert "absent in the tissue" in weighed(subject, "Thrombotic")[2]
    assert "vascular lesions" not in weighed(subject, "Thrombotic")[3]


@pytest.mark.parametrize(("days", "twice"), [(83, False), (84, True), (85, True)])
def test_antibodies_are_confirmed_twelve_weeks_apart(days: int, twice: bool) -> None:
    first, second = (lab("anticardiolipin", day, interpretation="positive") for day in (8 - days, 8))
    subject = abnormal(first, second)
    view = look(subject)

    assert positive_twice(view, view.ctx.case.labs, 84) is twice
    assert ("the same antibody again" in weighed(subject, "Thrombotic")[3]) is not twice


def test_two_different_antibodies_confirm_nothing() -> None:
    subject = abnormal(
        lab("anticardiolipin", -200, interpretation="positive"),
        lab("lupus-anticoagulant", 8, interpretation="positive"),
    )

    assert "the same antibody again" in weighed(subject, "Thrombotic")[3]


def test_an_old_result_is_asked_for_again_and_a_value_without_a_range_is_not_graded() -> None:
    old = abnormal(lab("ldh", -400, interpretation="high"))
    bare = abnormal(lab("platelets", 8, 90, "10*9/L"))

    assert f"LDH now (last {on(-400)})" in weighed(old, "Thrombotic")[3]
    assert "Platelets: the laboratory's range of the value 90" in weighed(bare, "Thrombotic")[3]
    assert weighed(bare, "Thrombotic")[1] == ""


# --- the others ------------------------------------------------------------------------------------------------------


def test_podocytopathy_needs_a_mild_class_with_nephrotic_proteinuria() -> None:
    mild = case(biopsy(5, "II", 0, 0), upcr(8, "3.0"), as_of=10)
    low = case(biopsy(5, "II", 0, 0), upcr(8, "2.9"), as_of=10)

    assert "class II" in weighed(mild, "Podocytopathy")[1]
    assert "UPCR 3.0" in weighed(mild, "Podocytopathy")[1]
    assert "UPCR 2.9" in weighed(low, "Podocytopathy")[2]
    assert "class IV" in weighed(abnormal(biopsy(5)), "Podocytopathy")[2]
    assert "electron microscopy" in weighed(mild, "Podocytopathy")[3]


def test_a_report_of_electron_microscopy_is_quoted_and_not_read() -> None:
    subject = abnormal(biopsy(5, "IV", 9, 1, electron_microscopy="no diffuse effacement"))
    found = row(tables(subject, explanations)[ID], "Podocytopathy")

    assert "“no diffuse effacement”" in found.how
    assert "effacement" not in found.cells[2]


def test_tissue_of_an_earlier_episode_does_not_speak_of_now() -> None:
    subject = case(
        biopsy(-2000, "IV", 9, 1), mmf(-1990, -1000), event("complete-remission", -1200), event("flare", 0), upcr(8, 4), as_of=10
    )  # fmt: skip

    assert weighed(subject, "Podocytopathy")[2] == ""
    assert "ISN/RPS class of this episode" in weighed(subject, "Class V")[3]


def test_class_v_is_lupus_nephritis_and_never_an_alternative() -> None:
    subject = abnormal(biopsy(5, "V", 1, 1))

    assert weighed(subject, "Class V")[0] == "lupus nephritis itself, no alternative"
    assert status(subject, "Class V") is None
    assert decide(look(subject), {})[0] != "alternative-diagnosis"


def test_advanced_chronicity_is_chronic_damage_and_never_an_alternative() -> None:
    subject = abnormal(biopsy(5, "IV", 1, 8))

    assert weighed(subject, "Advanced chronicity")[0] == "chronic damage, no alternative"
    assert status(subject, "Advanced chronicity") is None
    assert decide(look(subject), {})[0] != "alternative-diagnosis"


@pytest.mark.parametrize(
    ("phenotype", "column"), [("two-risk-alleles", 1), ("one-risk-allele", 2), ("no-risk-allele", 2)]
)
def test_apol1_speaks_for_or_against_a_collapsing_glomerulopathy(phenotype: str, column: int) -> None:
    said = weighed(abnormal(genotype("APOL1", phenotype)), "Collapsing")

    assert phenotype.replace("-", " ") in said[column]
    assert said[0] != "documented"


def test_a_genotype_without_a_conclusion_is_not_read() -> None:
    assert (
        "the conclusion of the APOL1 report"
        in weighed(abnormal(genotype("APOL1", "unknown")), "Collapsing")[3]
    )
    assert "APOL1 genotype" in weighed(abnormal(), "Collapsing")[3]


@pytest.mark.parametrize(
    ("name", "what"),
    [("Diabetic", "type 2 diabetes"), ("Hypertensive", "arterial hypertension"), ("Obesity", "obesity")],
)
def test_conditions_of_the_patient_speak_for_and_against(name: str, what: str) -> None:
    assert what in weighed(abnormal(condition(what)), name)[1]
    assert what in weighed(abnormal(condition(what, "no")), name)[2]
    assert "whether there is" in weighed(abnormal(condition(what, "unknown")), name)[3]


@pytest.mark.parametrize(
    ("systolic", "diastolic", "said"),
    [(129, 79, "below"), (130, 79, "not below"), (129, 80, "not below"), (131, 81, "not below")],
)
def test_a_blood_pressure_is_told_beside_the_usual_target_and_speaks_neither_way(
    systolic: int, diastolic: int, said: str
) -> None:
    found = row(
        tables(abnormal(pressure(systolic, diastolic), losartan(0)), explanations)[ID], "Hypertensive"
    )

    assert found.cells[2:4] == ("", "")
    assert f"{systolic}/{diastolic} mmHg ({on(8)}), under losartan: {said} the usual target" in found.how
    assert "blood pressure" in weighed(abnormal(), "Hypertensive")[3]


def test_class_v_is_shown_by_the_report_that_names_it() -> None:
    subject = abnormal(biopsy(5, "III", 3, 6), biopsy(5, "IV+V", 7, 2, id="second"))

    for name in ("Class V", "Renal vein"):
        assert "IV + V" in weighed(subject, name)[1]
        assert "class III" not in weighed(subject, name)[1]


def test_a_low_albumin_without_nephrotic_proteinuria_is_no_sign_of_a_renal_vein_thrombosis() -> None:
    """Nephrotic is 3 g/g."""
    low = lab("albumin", 8, "3.4", "g/dL", range_low="3.5")
    below, at = (case(upcr(8, value), low, as_of=10) for value in ("2.9", "3.0"))

    assert "albumin" not in weighed(below, "Renal vein")[1]
    assert "albumin" in row(tables(below, explanations)[ID], "Renal vein").how
    assert "albumin" in weighed(at, "Renal vein")[1]


def test_drugs_are_an_exposure_only() -> None:
    subject = abnormal(
        course("ibuprofen", 0, role="other-disease"), tacrolimus(0), hydroxychloroquine(0), biopsy(5)
    )
    said, speaks_for, _, unseen = weighed(subject, "Drug nephropathy")

    assert said == "exposure only"
    assert all(name in speaks_for for name in ("ibuprofen", "tacrolimus", "hydroxychloroquine"))
    assert "NSAID" not in unseen
    assert "NSAID" in weighed(abnormal(), "Drug nephropathy")[3]
    assert status(subject, "Drug nephropathy") == "not-documented"


def test_tissue_documents_a_drug_as_the_cause() -> None:
    subject = abnormal(biopsy(5, "II", 0, 1, lesions=[{"what": "HCQ phospholipidosis", "explains": "yes"}]))

    assert weighed(subject, "Drug nephropathy")[0] == "documented"


def test_a_lesion_that_coexists_speaks_against() -> None:
    subject = abnormal(biopsy(5, "IV", 9, 1, lesions=[{"what": "diabetic", "explains": "no"}]))

    assert "merely coexists" in weighed(subject, "Diabetic")[2]
    assert status(subject, "Diabetic") == "not-documented"


def test_what_was_looked_for_and_excluded_is_told_so() -> None:
    subject = abnormal(cause("renal vein thrombosis", present="no", shown_by="imaging"), biopsy(5))

    assert "looked for and excluded" in weighed(subject, "Renal vein")[2]
    assert "imaging" not in weighed(subject, "Renal vein")[3]
    assert status(abnormal(cause("UTI", present="no", shown_by="culture")), "Urinary infection") == "not-met"


def test_renal_vein_thrombosis_goes_with_nephrotic_class_v_and_low_albumin() -> None:
    subject = case(biopsy(5, "V", 1, 1), urine_24h(8, 5), lab("albumin", 8, interpretation="low"), as_of=10)
    said, speaks_for, _, unseen = weighed(subject, "Renal vein")

    assert all(word in speaks_for for word in ("class V", "5 g/d", "albumin low"))
    assert unseen == "imaging of the renal veins"
    assert said == "signs only"


def test_a_culture_decides_and_its_absence_is_named() -> None:
    positive = abnormal(lab("urine-culture", 8, interpretation="positive"))

    assert weighed(positive, "Urinary infection")[0] == "documented"
    assert (
        "Urine culture negative"
        in weighed(abnormal(lab("urine-culture", 8, interpretation="negative")), "Urinary")[2]
    )
    assert "Urine culture" in weighed(abnormal(), "Urinary infection")[3]


def test_pregnancy() -> None:
    assert "Pregnancy test" in weighed(abnormal(), "Pregnancy")[3]
    assert "pregnant" in weighed(abnormal(pregnant(0)), "Pregnancy")[1]
    assert (
        "negative" in weighed(abnormal(lab("pregnancy-test", 8, interpretation="negative")), "Pregnancy")[2]
    )
    man = abnormal(patient={"sex": "male", "birth_date": "1990-01-01"})
    assert weighed(man, "Pregnancy")[2:] == ("sex male", "")


def test_haemodynamic_drugs_are_told_with_dose_and_dates() -> None:
    subject = abnormal(losartan(0))

    assert weighed(subject, "Haemodynamic")[1] == f"losartan 50 mg/d (from {on(0)}, running)"
    assert weighed(subject, "Haemodynamic")[0] == "exposure only"
    assert "RAAS inhibitor" in weighed(abnormal(), "Haemodynamic")[3]


def test_the_body_mass_index_is_told_and_not_judged() -> None:
    subject = abnormal(weight(8, 81), height(8, 180))
    found = row(tables(subject, explanations)[ID], "Obesity")

    assert "Body-mass index 25 kg/m²" in found.how  # 81 / 1.8²
    assert found.cells[2:4] == ("", "")
    assert "height" in weighed(abnormal(weight(8, 81)), "Obesity")[3]


def test_a_diagnosis_outside_the_list_gets_its_own_row() -> None:
    subject = abnormal(other_tissue(5, "iga-nephropathy"))
    found = tables(subject, explanations)[ID]

    assert (cell(found, "IgA nephropathy", "Stands as"), row(found, "IgA nephropathy").status) == (
        "documented",
        "met",
    )


def test_a_documented_row_and_the_verdict_agree() -> None:
    for subject in (
        abnormal(biopsy(5, "III", 2, 1, tma="yes")), abnormal(lab("urine-culture", 8, interpretation="positive")),
        abnormal(other_tissue(5, "fsgs")), abnormal(biopsy(5)), abnormal(condition("diabetes"), biopsy(5)),
    ):  # fmt: skip
        documented = any(item.status == "met" for item in tables(subject, explanations)[ID].rows)
        assert documented == (decide(look(subject), {})[0] == "alternative-diagnosis")


def test_only_what_is_suspected_or_has_two_signs_is_asked_about() -> None:
    """One sign, or drugs alone, ask for nothing: a list of every test for everybody would be read by nobody."""

    def asked(subject: Case) -> set[str]:
        return {item.what for item in tables(subject, explanations)[ID].missing}

    one = case(upcr(8, 5), as_of=10)
    two = case(upcr(8, 5), lab("albumin", 8, interpretation="low"), as_of=10)
    drugs = abnormal(hydroxychloroquine(0), tacrolimus(0))
    named = abnormal(cause("renal vein thrombosis", shown_by="statement"))

    assert "imaging of the renal veins" not in asked(one)
    assert "imaging of the renal veins" in asked(two)
    assert "over-the-counter drugs (NSAID)" not in asked(drugs)
    assert "Serum albumin" in asked(named)


def test_a_haemodynamic_change_on_record_is_told() -> None:
    subject = abnormal(event("haemodynamic-change", 5), event("worsened", 6))

    assert "haemodynamic change" in weighed(subject, "Haemodynamic")[1]
    assert "worsened" not in weighed(subject, "Haemodynamic")[1]


def test_an_impossible_height_gives_no_index() -> None:
    assert "height" in weighed(abnormal(weight(8, 81), height(8, 0)), "Obesity")[3]
    wrong = (
        "measurements",
        {"what": "weight", "quantity": {"value": 81, "unit": "cm"}, "measured_on": on(8)},
    )
    assert "weight" in weighed(abnormal(wrong, height(8, 180)), "Obesity")[3]


def test_each_antibody_that_was_not_measured_is_named() -> None:
    one = abnormal(lab("anticardiolipin", 8, interpretation="negative"))
    panel = abnormal(lab("antiphospholipid antibodies", 8, interpretation="negative"))

    assert "Lupus anticoagulant" in weighed(one, "Thrombotic")[3]
    assert "Anticardiolipin" not in weighed(one, "Thrombotic")[3]
    assert "Lupus anticoagulant" not in weighed(panel, "Thrombotic")[3]
    assert "RAAS" not in weighed(abnormal(losartan(0)), "Haemodynamic")[3]
