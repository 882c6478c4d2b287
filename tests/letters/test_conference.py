"""The page of a conference: one page that answers everything, what the group looks up, what it decides."""

import dataclasses
import io
import re
from pathlib import Path
from typing import Any

import letterfactory as factory
import pytest
from pypdf import PdfReader

from lnreview import resources
from lnreview.case.model import Case
from lnreview.exchange import casefile
from lnreview.letters import write
from lnreview.letters.content import tests_due
from lnreview.letters.content.conference import conference
from lnreview.letters.document import Document, Heading, Table, TrendChart
from lnreview.review.evaluate import review
from lnreview.review.finding import Review
from lnreview.review.policy.against import pack_of
from lnreview.review.policy.result import Criterion, PolicyReview

CONFERENCE = {
    "held_on": "2026-12-01", "agenda": "Case 1 of 3: refractory?", "presenter": "Maria Example, MD",
    "present": "nephrology, pathology",
}  # fmt: skip
ITEMS: list[dict[str, Any]] = [{"kind": "question", "words": "Is rituximab the next step?"}]
DENIAL = {"id": "d1", "denied_on": "2026-11-05", "decision": "denied", "reason": "Experimental.", "level": "internal-1",
          "outcome": "pending", "file_by": "2027-05-08"}  # fmt: skip


LUCJA = Path(__file__).parents[2] / "resources/demo/demo-lucja-refractory.json"


def conference_case(**changes: Any) -> Case:
    """Return the refractory demonstration case with a conference, and with some of its parts replaced."""
    data: dict[str, Any] = casefile.read(LUCJA).model_dump(mode="json")
    data |= {"conference": CONFERENCE, "conference_items": ITEMS, "denials": [DENIAL], "rebuttals": []}
    return Case.model_validate({**data, **changes})


def page(case: Case, made: Review | None = None) -> Document:
    found = made or review(case, factory.guideline(), None)
    return write.compose("conference", case, found, factory.guideline(), dated=factory.DAY)


def told(document: Document) -> str:
    return re.sub(r"\s+", " ", write.text(document))


def sheets(document: Document) -> list[str]:
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(write.pdf(document))).pages]


@pytest.mark.parametrize(
    "element",
    [
        "Agenda: Case 1 of 3: refractory?",
        "Held on 2026-12-01; presented by Maria Example, MD; with nephrology, pathology.",
        "Demo, Łucja; female; 34 years; class IV, AI 9, CI 2 (2026-10-12); UPCR 3.9 g/g (2026-11-16); eGFR 77",
        "Refractory. 2 different adequate standard regimens failed",
        "Question for the group ---------------------- - Is rituximab the next step?",
        "[Chart] Bars are regimens; triangles are biopsies; broken lines are the response targets used with Arora 2022",
        "Glucocorticoid: By mouth, as prednisone: 40 mg/d from 2025-08-07, down to 5 mg/d by 2025-11-27; 40 mg/d from 2026-03-26",
        "Pulses: methylprednisolone 500 mg daily IV from 2025-08-04",
        "mycophenolate mofetil | 1.5 g bid by mouth | 2025-08-04 – 2026-03-16 | 7 | no response (UPCR 4.20 → 4.00 g/g)",
        "2025-07-28 | class IV | 12 | 1 | no | –",
        "Is another biopsy due? Biopsy settled:",
        "It leads to:",
        "What would change the verdict",
        "Refills of mycophenolate mofetil over the course",
        "Proteinuria (UPCR or 24 h) | 3.9 g/g | 2026-11-16 | ✓ current",
        "Current: not older than 6 months (program default).",
        "Proteinuria [",  # monitoring
        "Safety gates: rituximab",
        "✓ clear | HBsAg and anti-HBc negative.",
        "◌ not documented | Whether an active infection is present.",
        "rituximab | off label (as reported by another text) | Refractory lupus nephritis",
        "Stopped on this record",
        "Further options, in this order:",
        "Denied on 2026-11-05. “Experimental.”",
        "Appeal: First internal appeal, pending; file by 2027-05-08.",
        "Support by the review: Supported by the record",
        "| In words | Owner | Due | Done",
        "Decision | ________",
        "Dissent | ________",
        "Follow-up | ________",
    ],
)  # fmt: skip
def test_the_page_holds(element: str) -> None:
    text = told(page(conference_case()))
    assert element.casefold() in text.casefold()


def test_page_one_is_one_page_with_question_verdict_therapy_and_timeline() -> None:
    document = page(conference_case())
    first, second = sheets(document)[:2]
    for expected in ("Agenda", "Refractory.", "Question for the group", "Prior therapy", "Proteinuria, g/g", "eGFR, mL/min",
                     "Bars are regimens"):  # fmt: skip
        assert expected in first, expected
    assert second.split("\n")[1].startswith("Why, and what would change it"), "the banner stands above it"
    assert any(isinstance(block, TrendChart) for block in document.blocks)


def test_without_a_question_the_page_says_what_the_review_leaves_open() -> None:
    text = told(page(conference_case(conference_items=[])))
    assert "No question is entered. Open by the review: which comes next: rituximab" in text
    open_ = told(
        page(
            conference_case(
                conference_items=[], biopsies=[], complete={"courses": "unknown", "biopsies": "unknown"}
            )
        )
    )
    assert "Open by the review: Not on record yet: " in open_


def test_what_was_decided_is_printed_with_owner_and_days() -> None:
    items = [
        *ITEMS,
        {"kind": "decision", "words": "Rituximab.", "owner": "Dr Example", "due_on": "2026-12-10"},
        {"kind": "dissent", "words": "One voice for tissue first."},
        {"kind": "follow-up", "words": "Screen for HIV.", "owner": "Nurse", "due_on": "2026-12-05", "done_on": "2026-12-04"},
    ]  # fmt: skip
    text = told(page(conference_case(conference_items=items)))
    assert "Decision | Rituximab. | Dr Example | 2026-12-10 | –" in text
    assert "Dissent | One voice for tissue first." in text
    assert "Follow-up | Screen for HIV. | Nurse | 2026-12-05 | 2026-12-04" in text


def checklist(case: Case) -> dict[str, str]:
    document = page(case)
    table = next(b for b in document.blocks if isinstance(b, Table) and b.columns[0].title == "Test")
    return {row[0][0].text: row[3][0].text for row in table.rows}


def test_each_test_is_current_stale_or_missing_by_the_limit_of_the_set() -> None:
    def upcr(day: str) -> list[dict[str, Any]]:
        return [{"analyte": "upcr", "quantity": {"value": 3, "unit": "g/g"}, "collected_on": day}]

    name = "Proteinuria (UPCR or 24 h)"
    # Arora 2022, current-months: 6 months before 2026-11-20.
    assert checklist(conference_case(labs=upcr("2026-05-20")))[name] == tests_due.CURRENT
    assert checklist(conference_case(labs=upcr("2026-05-19")))[name] == tests_due.STALE
    assert checklist(conference_case(labs=[]))[name] == tests_due.MISSING
    assert (
        checklist(conference_case(labs=[{"analyte": "upcr", "collected_on": "2026-11-01"}]))[name]
        == tests_due.MISSING
    )


def test_a_screen_without_an_age_limit_in_the_pack_gets_none() -> None:
    old = [{"analyte": "hbsag", "interpretation": "negative", "collected_on": "2019-01-10"}]
    found = checklist(conference_case(labs=old))
    assert found["HBsAg"] == tests_due.HELD
    assert found["Anti-HBc"] == tests_due.MISSING


def test_a_glucocorticoid_whose_dose_is_not_told_stays_in_the_table_of_therapy() -> None:
    courses = [
        {"drug": "mycophenolate mofetil", "dose": {"value": 1500, "unit": "mg"}, "frequency": "bid", "start": "2025-03-10"},
        {"drug": "prednisone", "start": "2025-03-10", "ongoing": "yes", "role": "induction"},
    ]  # fmt: skip
    text = told(page(conference_case(courses=courses)))
    assert "prednisone | not documented | 2025-03-10 – ongoing" in text


def test_the_page_asks_for_a_question_and_a_presenter_and_for_nothing_of_a_payer() -> None:
    case = conference_case(conference={}, conference_items=[], coverage={})
    found = write.gaps("conference", case, factory.review(case), factory.guideline())
    assert [gap.key for gap in found] == ["conference-question", "conference-presenter"]
    assert page(case).draft
    assert not page(conference_case()).draft


def test_a_conference_carries_no_letterhead() -> None:
    assert page(conference_case()).letterhead == ()


def test_an_override_stands_beside_the_computed_biopsy() -> None:
    case = conference_case(
        overrides=[{"step": "biopsy", "status": "not-met", "rationale": "too few glomeruli"}]
    )
    assert "The reviewer judges: not met." in told(page(case))


def test_bookmarks_name_the_parts() -> None:
    heads = [
        block.text
        for block in page(conference_case()).blocks
        if isinstance(block, Heading) and block.level == 1
    ]
    assert heads[:6] == [
        "Why, and what would change it", "Before the meeting", "Safety gates: rituximab", "Options",
        "Payer position and gaps", "Outcome",
    ]  # fmt: skip


def test_an_urgent_case_says_so_on_page_one() -> None:
    case = conference_case()
    made = dataclasses.replace(review(case, factory.guideline(), None), urgent="eGFR fell by a third")
    assert "Urgent: eGFR fell" in told(page(case, made)).split("Why, and what")[0]


def test_a_policy_is_told_with_its_outcome_and_what_blocks_it() -> None:
    leaf = Criterion(id="a", words="Taken as prescribed", rule="leaf", status="not-documented", because="no refill",
                     missing="refills of March")  # fmt: skip
    pack = pack_of(factory.guideline(), "EX-RTX-REFR").model_copy(update={"title": "Policy on rituximab"})
    held = PolicyReview(pack, "initial", leaf, "pend", "pend", (leaf,), ())
    for handed_out in (False, True):
        case = conference_case(conference={**CONFERENCE, "handout": handed_out})
        found = review(case, factory.guideline(), None)
        blocks = conference(case, found, factory.guideline(), (), factory.DAY, held)
        text = told(dataclasses.replace(page(case), blocks=blocks))
        assert "Policy on rituximab: pend with list." in text
        assert "Taken as prescribed: ◌ not documented." in text
        assert ("Refills of March." in text) is not handed_out


def test_a_request_that_is_no_option_is_not_called_no_request() -> None:
    """Its preconditions are not looked at after another verdict, and the page says so."""
    case = casefile.read(resources.demo() / "demo-oksana-inadequate-response.json")
    found = review(case, factory.guideline(), None)
    document = write.compose("conference", case, found, factory.guideline(), dated=factory.DAY)
    told = " ".join(write.text(document).split())
    assert "Nothing on record stops or cautions against rituximab." in told
    assert "No treatment is asked for" not in told
