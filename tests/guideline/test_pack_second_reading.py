"""What a second reading of the clinical reference found missing stands in the pack, with its status, source and number."""

import pytest

from lnreview.guideline.load import load
from lnreview.guideline.reference import Fact

OPEN_ITEMS = 14
"""Numbered items that are left for a person with the paper."""


@pytest.fixture(scope="module")
def facts() -> dict[str, Fact]:
    return {fact.id: fact for fact in load().facts}


@pytest.mark.parametrize(
    ("fact", "source", "words", "status"),
    [
        ("adherence-level-unread", "lnreview", "less than 3 months", "program-default"),
        ("adherence-conflict", "lnreview", "a conflict, not proof", "program-default"),
        ("adherence-interpretation", "lnreview", "below 200 ng/mL", "program-default"),
        ("eular-2023-holds", "eular-2023", "rituximab for refractory disease", "primary"),
        ("eular-2025-topics", "eular-2025", "early combination", "primary"),
        ("eular-2025-persistent", "eular-2025", "combination after monotherapy", "secondary"),
        ("first-eular-2025", "eular-2025", "500 mg/g or more", "secondary"),
        ("g6-order", "lnreview", "By label status", "program-default"),
        ("g6-wording", "lnreview", "tested in active, not refractory, LN", "program-default"),
        ("g7-letter", "lnreview", "not verified", "program-default"),
        ("label-obi-premedication-dose", "lnreview", "80 mg", "unverified"),
        ("label-vcs-capsule", "fda-voclosporin", "7.9 mg", "primary"),
        ("label-belimumab-date", "fda-belimumab", "16 December 2020", "secondary"),
        ("label-voclosporin-date", "fda-voclosporin", "22 January 2021", "secondary"),
        ("label-obinutuzumab-date", "fda-obinutuzumab", "20 October 2025", "secondary"),
        ("loinc-upcr", "unnamed-code-list", "2890-2", "secondary"),
        ("loinc-protein", "unnamed-code-list", "2889-4", "secondary"),
        ("loinc-creatinine", "unnamed-code-list", "2160-0", "secondary"),
        ("safety-belimumab-combination", "payer-policies", "No other biologic", "secondary"),
        ("safety-belimumab-b-cell", "lnreview", "outside a protocol", "unverified"),
        ("payer-codes", "payer-policies", "100 units are 1,000 mg", "secondary"),
        ("trap-perr", "bliss-ln-2020", "10 % below the pre-flare value or at least 90", "primary"),
        ("trap-seventy-eight", "alshaiki-2018", "1,112 patients", "primary"),
    ],
)
def test_it_stands_in_the_pack(
    facts: dict[str, Fact], fact: str, source: str, words: str, status: str
) -> None:
    assert words in facts[fact].text
    assert (facts[fact].source, facts[fact].status) == (source, status)


def test_all_open_items_are_told_as_unverified_and_kept_from_letters(facts: dict[str, Fact]) -> None:
    told = [fact for name, fact in facts.items() if name.startswith("open-")]
    assert len(told) == OPEN_ITEMS
    for fact in told:
        assert (fact.source, fact.status, fact.misuse) == ("lnreview", "unverified", "a letter"), fact.id


def test_the_review_that_mixes_lupus_and_nephritis_is_called_so(facts: dict[str, Fact]) -> None:
    for name in ("trap-seventy-eight", "correct-rtx-46-32"):
        assert "mixes SLE and nephritis" in facts[name].text + facts[name].misuse
