"""The shapes of a review: words, order of precedence, evidence as text, and a reviewer's answer beside the computed one."""

from typing import get_args

import pytest

from lnreview.case.records import Override
from lnreview.review.finding import (
    LEADS_TO,
    STATUS_WORDS,
    STEP_NAMES,
    STEPS,
    VERDICT_NAMES,
    VERDICTS,
    Evidence,
    Finding,
    Status,
    StepName,
    Verdict,
    sentence,
)


def test_the_verdicts_stand_in_the_order_of_precedence():
    """Clinical reference 2.3: the first that the record documents is the verdict."""
    assert VERDICTS == (
        "alternative-diagnosis", "responding", "chronic-damage", "nonadherence", "relapse", "biopsy-needed", "untreated",
        "too-early", "undertreated", "multirefractory", "refractory", "inadequate-response", "insufficient-data",
    )  # fmt: skip
    assert set(VERDICTS) == set(get_args(Verdict))


def test_every_verdict_step_and_status_has_its_words():
    assert list(VERDICT_NAMES) == list(LEADS_TO) == list(VERDICTS)
    assert all(name.casefold().replace(" ", "-") == slug for slug, name in VERDICT_NAMES.items())
    assert all(text.endswith(".") for text in LEADS_TO.values())
    assert (
        list(STEP_NAMES)
        == list(STEPS)
        == ["diagnosis", "adherence", "dosing", "response", "chronicity", "biopsy"]
    )
    assert set(STEPS) == set(get_args(StepName))
    assert all(name.casefold() == slug for slug, name in STEP_NAMES.items())
    assert STATUS_WORDS == {"met": "met", "not-met": "not met", "not-documented": "not documented"}
    assert set(STATUS_WORDS) == set(get_args(Status))


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("relapse", "not refractory"), ("chronic-damage", "no more immunosuppression"), ("nonadherence", "adherence plan"),
        ("biopsy-needed", "or a documented reason why not"), ("insufficient-data", "Ask for the information"),
        ("alternative-diagnosis", "active lupus nephritis in the same tissue is treated beside it"),
        ("inadequate-response", "a repeat biopsy is recommended"),
    ],
)  # fmt: skip
def test_what_a_verdict_leads_to_is_never_a_denial(verdict, words):
    assert words in LEADS_TO[verdict]
    assert "deny" not in LEADS_TO[verdict].casefold()


@pytest.mark.parametrize(
    ("evidence", "text"),
    [
        (Evidence("UPCR", "3.0", "g/g", "2024-03-01"), "UPCR 3.0 g/g (2024-03-01)"),
        (Evidence("UPCR", "3.0", "g/g"), "UPCR 3.0 g/g"),
        (Evidence("C3", "low"), "C3 low"),
        (Evidence("stated: flare", "", "", "2024"), "stated: flare (2024)"),
        (Evidence("C3"), "C3"),
    ],
)
def test_evidence_is_told_as_one_phrase(evidence, text):
    assert str(evidence) == text


def test_the_reviewers_answer_counts_and_the_computed_one_stays():
    computed = Finding("dosing", "not-met", "The dose was low.")
    ruled = Finding(
        "dosing",
        "not-met",
        "The dose was low.",
        override=Override(step="dosing", status="met", rationale="AUC 50."),
    )
    assert (computed.effective, ruled.effective, ruled.status) == ("not-met", "met", "not-met")


def test_a_sentence_begins_with_a_capital_and_keeps_the_name_egfr():
    assert sentence("mycophenolate mofetil: UPCR fell") == "Mycophenolate mofetil: UPCR fell"
    assert sentence("eGFR fell") == "eGFR fell"
    assert sentence("") == ""
