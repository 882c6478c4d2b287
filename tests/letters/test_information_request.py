"""The request for information: on one page, what is needed and why, where to send it, and nothing that sounds decided."""

import dataclasses
import io
import re
from pathlib import Path

import letterfactory as factory
import planside
import policyfactory as by_hand
import pytest
from planside import headings, sample, told, under
from pypdf import PdfReader

from lnreview.letters import write
from lnreview.letters.content import readiness_worksheet
from lnreview.letters.content.asked import asked
from lnreview.letters.content.information import UNDECIDED
from lnreview.letters.document import Document, Table
from lnreview.letters.plaintext import line
from lnreview.review.finding import Missing
from lnreview.review.policy.against import against_policy
from lnreview.review.policy.result import PolicyReview

PEND = by_hand.policy(failed=False)
MEETS = by_hand.policy(failed=False, open_=False)


def page(applied: PolicyReview | None = PEND, **more: object) -> Document:
    return sample("information-request", applied, **more)


def rows(of: Document) -> list[list[str]]:
    table = next(block for block in of.blocks if isinstance(block, Table))
    return [[line(cell) for cell in row] for row in table.rows]


def test_it_holds_the_parts_in_the_order_in_which_they_are_needed() -> None:
    assert headings(page()) == ["What we need", "How to send it"]
    top = told(page()).split("What we need")[0]
    assert top.index("Maria Example, MD") < top.index("Patient: Anna Demo") < top.index(UNDECIDED)


def test_it_fits_on_one_page() -> None:
    for paper in ("letter", "a4"):
        assert len(PdfReader(io.BytesIO(write.pdf(page(), paper=paper))).pages) == 1


def test_reference_numbers_receipt_clock_and_policy_stand_at_the_top() -> None:
    top = told(page()).split("What we need")[0]
    for expected in ("Request for additional information", "Member: EHP-0001", "Case: UM-2026-7", "Date of birth: 1995-04-12",
                     "Requested: rituximab (Truxima)", "Received: 2026-11-16 16:40", "Clock: ERISA claims procedure",
                     # ERISA, pre-service: 15 days (payer.md 3.1, secondary)
                     "Due: end of 2026-12-01 (15 calendar days; check against the original)",
                     "Policy: Rituximab for refractory lupus nephritis (ex-rtx-refr, version 1.2)"):  # fmt: skip
        assert expected in top, expected
    bare = told(page(bare=True)).split("What we need")[0]
    for label in ("Case", "Reference", "Received", "Clock", "Due"):
        assert f"{label}: not documented" in bare, label


def test_it_says_that_nothing_has_been_decided() -> None:
    for applied in (PEND, MEETS, by_hand.policy(), None):
        assert UNDECIDED in told(page(applied))


def test_each_item_has_criterion_reason_accepted_evidence_and_what_is_on_file() -> None:
    first, second = rows(page())
    assert first[:2] == [
        "1",
        "A UPCR of the last 30 days\nOn file, but not enough: UPCR 3.8 g/g (2026-08-10), lab export.",
    ]
    assert first[2] == "The policy asks: “UPCR was measured in the last 30 days”. The record leaves it open."
    assert first[3] == "Laboratory report, collected 2026-10-23 to 2026-11-22."
    assert second[:2] == ["2", "HBsAg and anti-HBc"]
    assert second[3] == "Laboratory report, any date before treatment."


def test_what_is_met_failed_or_not_waited_for_is_not_asked_for() -> None:
    asked_for = " ".join(row[1] for row in rows(page(by_hand.policy())))
    assert "azathioprine" not in asked_for, "two of three earlier treatments are shown already"
    assert "Ruxience" not in asked_for, "a documented failure is no gap"
    assert len(rows(page(by_hand.policy()))) == 2


def test_what_the_walk_lacks_follows_by_rank_each_once() -> None:
    case = factory.case()
    missing = (
        Missing("refill history of mycophenolate", "It decides adherence", "adherence", "dispenses", "", 20),
        Missing("the biopsy report", "It decides the class", "biopsy", "biopsies", "", 5),
        Missing("A UPCR of the last 30 days.", "It shows the state now", "response", "labs", "", 1),
        Missing("the result of HBsAg", "It is screened for", "diagnosis", "labs", "hbsag", 1),
    )
    review = factory.review(case, missing=missing)
    items = [". ".join(row[:2]).partition("\n")[0] for row in rows(page(review=review))]
    assert items == ["1. A UPCR of the last 30 days", "2. HBsAg and anti-HBc", "3. The biopsy report",
                     "4. Refill history of mycophenolate"]  # fmt: skip
    biopsy = rows(page(review=review))[2]
    assert biopsy[2] == "What the present finding is due to, by tissue. It decides the class."
    assert biopsy[3] == "Pathology report."
    alone = [row[0] for row in rows(page(None, review=review))]
    assert alone == ["1", "2", "3", "4"]


def test_where_to_send_it_until_when_and_whom_to_ask() -> None:
    out = under(page(), "How to send it")
    for expected in ("Send to: Fax 555 0190, Utilization Management", "Please quote: UM-2026-7", "Needed by: 2027-01-04",
                     "Questions: Rita Reviewer, 555 0191"):  # fmt: skip
        assert expected in out, expected
    bare = under(page(bare=True), "How to send it")
    for label in ("Send to", "Please quote", "Needed by", "Questions"):
        assert f"{label}: not documented" in bare, label


def test_without_a_recorded_day_the_shortest_time_of_the_clock_stands_with_its_status() -> None:
    received = by_hand.workflow()[:1]
    # ERISA pre-service: at least 45 days, unverified (payer.md 2.5); 45 days from 2026-11-22
    out = under(page(workflow=received), "How to send it")
    assert (
        "Needed by: 2027-01-06 at the earliest (ERISA claims procedure gives at least 45 calendar days for the answer; "
        "not verified)" in out
    )
    urgent = {**by_hand.DETERMINATION, "urgency": "expedited"}
    out = under(page(workflow=received, determination=urgent), "How to send it")
    # ERISA urgent: at least 48 hours, secondary
    assert "Needed by: at least 48 hours from the arrival of this page" in out
    assert "check against the original" in out


def test_what_arrived_is_logged_and_no_longer_asked_for() -> None:
    steps = [*by_hand.workflow(), {"id": "w4", "what": "information-received", "on": "2026-11-20", "by": "Ina Intake",
             "items": ["hbv"]}]  # fmt: skip
    document = page(workflow=steps)
    assert [row[1].partition("\n")[0] for row in rows(document)] == ["A UPCR of the last 30 days"]
    out = under(document, "Received so far")
    assert "- 2026-11-20: HBsAg and anti-HBc. Still open: what is listed above." in out
    steps[-1] = {**steps[-1], "items": []}
    out = told(page(workflow=steps))
    assert "2026-11-20: What arrived is not recorded. Nothing is open any more." in out
    assert "What we need" not in out
    steps.append(
        {
            "id": "w5",
            "what": "information-requested",
            "on": "2026-11-21",
            "items": ["hbv"],
            "by": "Rita Reviewer",
        }
    )
    assert [row[1] for row in rows(page(workflow=steps))] == ["HBsAg and anti-HBc"], "asked for again"


def test_nothing_to_ask_for_is_said_and_is_a_draft() -> None:
    case = factory.case(**by_hand.parts())
    gaps = tuple(readiness_worksheet.of_information_request(case, factory.review(case), MEETS))
    assert [gap.key for gap in gaps] == ["nothing-asked"]
    document = page(MEETS, gaps=gaps)
    assert document.draft
    assert "By the record as it stands no information is asked for; this page is a draft" in told(document)
    assert "What we need" not in headings(document)


def test_what_it_lacks_is_a_gap_with_its_place() -> None:
    case = factory.case()
    gaps = tuple(readiness_worksheet.of_information_request(case, factory.review(case), PEND))
    assert [gap.key for gap in gaps] == ["send-to", "information-contact", "information-due"]
    assert all(gap.sentence.endswith(".") and gap.place for gap in gaps)
    whole = factory.case(**by_hand.parts())
    assert not list(readiness_worksheet.of_information_request(whole, factory.review(whole), PEND))


def test_it_is_addressed_to_the_practitioner_by_name_or_by_role() -> None:
    assert "Maria Example, MD Example Kidney Clinic 2 Clinic Road, Springfield Fax 555 0102" in told(page())
    assert "To the attention of the treating practitioner" in told(
        page(clinician={"name": "", "credentials": ""})
    )
    assert page().letterhead[0] == "Example Health Plan"


def test_no_verdict_and_no_outcome_is_told() -> None:
    for applied in (PEND, by_hand.policy(), None):
        out = told(page(applied)).casefold()
        for word in (
            "refer to physician",
            "pend with list",
            "refractory disease by",
            "not met",
            "insufficient data",
            "failed to",
        ):
            assert word not in out, word


@pytest.mark.parametrize(
    "applied", [PEND, by_hand.policy(), MEETS, None], ids=["pend", "refer", "meets", "no pack"]
)
@pytest.mark.parametrize("path", planside.PATHS, ids=lambda path: path.stem)
def test_no_case_gets_a_word_of_denial_or_an_unexplained_abbreviation(
    path: Path, applied: PolicyReview | None
) -> None:
    case, found = planside.read(path)
    document = planside.document("information-request", case, found, applied)
    out = told(document)
    assert UNDECIDED in out
    assert not planside.DENIAL.search(out)
    assert planside.unexplained(document.blocks) == set()
    met = applied is not None and applied.outcome == "meets-criteria"
    for missing in () if met else found.missing:
        assert re.sub(r"\s+", " ", missing.what).rstrip(".").casefold() in out.casefold()
    wanted = asked(found, applied)
    assert len({item.what.casefold() for item in wanted}) == len(wanted)


@pytest.mark.parametrize(
    ("path", "pack"), tuple(planside.with_packs()), ids=lambda value: getattr(value, "stem", value)
)
def test_the_request_of_a_shipped_pack_asks_for_each_gap_that_blocks(path: Path, pack: str) -> None:
    case, found = planside.read(path)
    case = case.model_copy(update={"coverage": case.coverage.model_copy(update={"pack": pack})})
    held = against_policy(case, found, factory.guideline())
    assert held is not None
    document = write.compose("information-request", case, found, factory.guideline(), dated=factory.DAY)
    out = told(document).casefold()
    gaps = [leaf for leaf in held.blocking if leaf.effective == "not-documented"]
    asked_for = rows(document) if gaps else []
    for leaf, row in zip(gaps, asked_for, strict=False):
        assert leaf.missing.rstrip(".").casefold() in row[1].casefold()
        assert leaf.words.rstrip(".").casefold() in row[2].casefold()
        assert leaf.accepts.rstrip(".").casefold() in row[3].casefold()
    assert len(asked_for) >= len(gaps)
    assert UNDECIDED.casefold() in out
    assert not planside.DENIAL.search(out)
    assert planside.unexplained(document.blocks) == set()


def test_an_item_that_is_on_file_names_only_what_may_be_printed() -> None:
    stale = dataclasses.replace(by_hand.STALE, evidence=())
    applied = dataclasses.replace(PEND, blocking=(stale,))
    assert "On file" not in told(page(applied))


def test_the_short_name_of_a_drug_class_is_explained_too() -> None:
    wanted = dataclasses.replace(by_hand.STALE, missing="record of mpaa with its dose", evidence=())
    out = told(page(dataclasses.replace(PEND, blocking=(wanted,))))
    assert "Abbreviations: IV, into a vein; mpaa, mycophenolic acid analogue" in out.replace(
        "ERISA, Employee Retirement Income Security Act; ", ""
    )
