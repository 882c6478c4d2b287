"""The words with which an option stands in its place: named, covered, tried, used, labelled, stopped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from case_builder import (
    NOW,
    biopsy,
    case,
    guideline,
    lab,
    nih,
    proteinuria,
    reviewed,
    stable,
    two_failures,
)  # fmt: skip
from test_options import ROOT, listed, low_dose, option

from lnreview.case.model import Case
from lnreview.exchange import casefile
from lnreview.review.evaluate import assessment
from lnreview.review.finding import Review
from lnreview.review.options import in_words, label_here


def multirefractory() -> Review:
    return reviewed(casefile.read(ROOT / "resources/demo/demo-eleni-multirefractory.json"))


def refractory() -> Review:
    return reviewed(two_failures())


UNTRIED = "not given yet in this episode, and labelled: before rescue therapies"


def test_after_anti_cd20_the_labelled_drugs_that_were_not_given_come_before_rescue() -> None:
    told = {item.therapy: UNTRIED in item.why_here for item in multirefractory().options}
    assert {name for name, said in told.items() if said} == {"voclosporin", "belimumab"}
    assert not any(UNTRIED in item.why_here for item in refractory().options)


def test_what_is_not_for_refractory_disease_is_not_listed_as_spent() -> None:
    """Mycophenolate and cyclophosphamide were given, but neither alone is a therapy of refractory disease."""
    order = listed(multirefractory())
    assert {"rituximab", "obinutuzumab"} <= set(order)
    assert not {"mycophenolate-mofetil", "cyclophosphamide-low-dose", "cyclophosphamide-high-dose"} & set(
        order
    )


def test_topics_that_were_read_only_by_title_are_told_as_such_in_refractory_disease_only() -> None:
    told = "covered by EULAR 2025, of which only the topics were read"
    covered = {item.id for item in guideline().therapies if item.covered_by}
    assert covered == {"rituximab", "obinutuzumab", "belimumab"}
    assert {item.therapy for item in refractory().options if told in item.why_here} == covered
    untreated = reviewed(case(biopsy(), proteinuria((-3, "3")), stable(-3), as_of=5))
    assert untreated.verdict == "untreated"
    assert not any("covered by" in item.why_here for item in untreated.options)


def test_rescue_with_limited_evidence_is_told_where_the_chosen_set_lists_it() -> None:
    """Arora 2022 lists eight rescue therapies; other sets list none as such."""
    told = "listed by Arora 2022 as rescue with limited evidence"
    assert sum(told in item.why_here for item in refractory().options) == 8
    assert told in option(refractory(), "leflunomide").why_here
    assert "rescue with limited" not in option(refractory(), "bortezomib").why_here
    kdigo = reviewed(two_failures(), criteria="kdigo-2024")
    assert not any("as rescue with limited evidence" in item.why_here for item in kdigo.options)


def test_a_trial_that_missed_its_endpoint_is_told() -> None:
    """LUNAR missed its primary endpoint; so did the trial of low-dose interleukin-2."""
    told = {
        item.therapy for item in refractory().options if "trial missed the primary endpoint" in item.why_here
    }
    assert told == {"rituximab", "aldesleukin"}


def test_the_chosen_set_is_named_first_and_the_others_after_it() -> None:
    first = option(refractory(), "rituximab")
    assert first.why_here.startswith("named by Arora 2022 as a next step; also named by KDIGO 2024")
    other = option(refractory(), "obinutuzumab")
    assert other.why_here.startswith("named by ACR 2024; ")
    assert "also named" not in other.why_here


def test_an_option_cites_its_label_its_evidence_the_sets_that_name_it_and_its_rules() -> None:
    found = option(refractory(), "rituximab")
    cited = {(item.source, item.locator) for item in found.citations}
    therapy = guideline().therapy("rituximab")
    assert therapy is not None
    assert (therapy.label_source, "label status") in cited
    assert {(item.source, item.locator) for item in therapy.evidence} <= cited
    assert {(item.source, item.locator) for rule in found.safety for item in rule.citations} <= cited
    assert {"kdigo-2024", "arora-2022"} <= {item.source for item in found.citations}
    assert len(found.citations) == len(set(found.citations))


def test_a_stop_is_told_with_its_reason_and_puts_the_option_last() -> None:
    last = refractory().options[-1]
    assert last.therapy == "anifrolumab"
    assert "; stopped here: " in last.why_here
    assert "stopped here" not in refractory().options[0].why_here


def test_more_of_a_drug_that_was_given_is_not_called_already_given() -> None:
    """Extended cyclophosphamide means more of it than the pulses of the failed regimen."""
    assert option(refractory(), "extended-cyclophosphamide").used == ""


# --- undertreatment --------------------------------------------------------------------------------------------------


def test_the_low_regimen_itself_is_not_called_already_given() -> None:
    review = reviewed(low_dose())
    assert option(review, "mycophenolate-mofetil").used == ""
    assert option(review, "mycophenolate-mofetil").why_here.startswith(
        "the present regimen, at an adequate dose; "
    )


# --- label and words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("therapy", "years"), [("obinutuzumab", 18), ("voclosporin", 18), ("belimumab", 5)])
def test_the_age_from_which_a_label_holds_is_told(therapy: str, years: int) -> None:
    chosen = guideline().therapy(therapy)
    assert chosen is not None
    young: Case = two_failures(patient={"sex": "female", "age_years": years - 1})
    label, words = label_here(assessment(young, guideline()), chosen)
    assert label == "off-label"
    assert words.endswith(f"This patient is younger than {years} years: outside the label at this age.")
    unknown = label_here(assessment(two_failures(patient={"sex": "female"}), guideline()), chosen)[1]
    assert f"The label holds from {years} years of age" in unknown


def test_cautions_come_before_open_questions_and_stops_and_clear_answers_are_left_out() -> None:
    subject = reviewed(two_failures(lab("igg", NOW - 3, "4", "g/L")))
    found = option(subject, "rituximab")
    told = list(in_words(found))
    cautions = [item.because for item in found.safety if item.status == "caution"]
    asked = [item for item in found.safety if item.status == "not-documented"]
    assert cautions
    assert asked
    assert told == cautions + [f"not documented: {item.missing}" for item in asked]
    assert list(in_words(replace(found, safety=()))) == []


def test_the_dose_limits_of_cyclophosphamide_are_open_where_no_dose_is_known() -> None:
    rules = {item.id: item for item in option(reviewed(two_failures()), "extended-cyclophosphamide").safety}
    found = rules["extended-cyc-cumulative"]  # pulses per m² without weight and height
    assert (found.status, found.missing) == ("not-documented", "cumulative dose so far")
    assert found.evidence
    assert nih(0)[1]["dose"]["unit"] == "mg/m2"
