"""The utilization-review worksheet, element by element: what payer.md asks of it, and what it must never say."""

import dataclasses
import io
import re
from datetime import date
from pathlib import Path

import letterfactory as factory
import planside
import policyfactory as by_hand
import pytest
from planside import headings, sample, told, under
from pypdf import PdfReader

from lnreview import __version__
from lnreview.case.paperwork import COMMENT_LENGTH, CriterionNote, LeftOut
from lnreview.guideline.clocks import clocks
from lnreview.letters import write
from lnreview.letters.content import policy, readiness_worksheet
from lnreview.letters.content.criteria import NAMES, SHAPES
from lnreview.letters.document import Document, Heading, Signature, Table
from lnreview.letters.plaintext import line
from lnreview.letters.told import WITHHELD
from lnreview.review.finding import STATUS_WORDS
from lnreview.review.policy.against import against_policy
from lnreview.review.policy.result import OUTCOME_NAMES, PolicyReview

PACK = by_hand.PACK.id
OUTCOMES = {
    "refer-to-physician": by_hand.policy(),
    "pend": by_hand.policy(failed=False),
    "meets-criteria": by_hand.policy(failed=False, open_=False),
}


def sheet(applied: PolicyReview | None = None, **more: object) -> Document:
    return sample("worksheet", applied or by_hand.policy(), **more)


def note(criterion: str, **words: object) -> CriterionNote:
    return CriterionNote(pack=PACK, criterion=criterion, **words)


def tree(of: Document) -> Table:
    return next(block for block in planside.section(of, "The plan's criteria") if isinstance(block, Table))


# --- the order, and page 1 -------------------------------------------------------------------------------------------


def test_what_is_decided_stands_before_what_it_rests_on() -> None:
    assert headings(sheet()) == [
        "Outcome", "The plan's criteria", "The review in brief", "What would change this",
        "Decision reasons in plain language", "Comments of the reviewer", "Completion", "Secondary review by a physician",
        "Peer-to-peer", "The three findings in full", "Monitoring targets and stop rule", "References",
        "Appendix: the criteria one by one", "Clocks", "Versions", "About this worksheet", "Notes of the review",
    ]  # fmt: skip


def test_the_header_names_request_clock_policy_criteria_and_reviewer() -> None:
    top = told(sheet()).split("Outcome =")[0]
    for expected in (
        "22 November 2026 · Utilization-review worksheet", "Case: UM-2026-7", "Patient: Anna Demo", "Member: EHP-0001",
        "Requested: rituximab (Truxima), Q5115, 1,000 mg, IV, days 1 and 15", "Received: 2026-11-16 16:40",
        "Review: before the service, standard", "Clock: ERISA claims procedure",
        # ERISA, pre-service: 15 days (payer.md 3.1, secondary)
        "Due: end of 2026-12-01 (15 calendar days; check against the original)",
        "Rituximab for refractory lupus nephritis (ex-rtx-refr, version 1.2), from 2025-01-01",
        "from 2025-01-01; from a secondary source", "Criteria: Arora 2022, version 1.0",
        "Reviewer: Rita Reviewer, RN, clinical reviewer", "Reviewed on: 2026-11-18",
        "Example: verify against the plan's current policy.", "The policy is older than the change of the label.",
    ):  # fmt: skip
        assert expected in top, expected


def test_what_the_record_lacks_is_said_in_the_header() -> None:
    top = told(sheet(bare=True)).split("Outcome =")[0]
    for label in ("Case", "Received", "Reviewed on", "Clock", "Due", "Reviewer"):
        assert f"{label}: not documented" in top, label
    assert (
        "Until when a decision is due is not documented; it would be settled by the regime whose clock applies"
        in top
    )


def test_a_corrected_day_of_receipt_shows_both_days() -> None:
    steps = by_hand.workflow()
    steps.append({"id": "w4", "what": "corrected", "corrects": "w1", "on": "2026-11-13", "at": "09:00", "by": "Ada Admin",
                  "role": "administrator", "reason": "the fax came on Friday"})  # fmt: skip
    top = told(sheet(workflow=steps)).split("Outcome =")[0]
    assert "Received: 2026-11-13 09:00 (corrected; first recorded: 2026-11-16 16:40)" in top
    assert "Due: end of 2026-11-28" in top
    changed = under(sheet(workflow=steps), "Clocks")
    assert (
        "receipt | 2026-11-16 16:40 | 2026-11-13 09:00 | Ada Admin | not documented | the fax came on Friday"
        in changed
    )


@pytest.mark.parametrize("regime", clocks(factory.guideline()).regimes())
def test_every_clock_stands_with_its_length_and_standing_and_no_word_of_denial(regime: str) -> None:
    document = sheet(determination={**by_hand.DETERMINATION, "regime": regime})
    rows = clocks(factory.guideline()).find(regime, "pre-service", "standard", date(2026, 11, 16))
    if rows:
        out = under(document, "Clocks")
        for row in rows:
            assert row.name in out
            assert f"{row.length} {row.unit.replace('-', ' ').rstrip('s')}" in out
            assert ("Proposed, not in force" if row.stage == "proposed" else "Final") in out
    assert not planside.DENIAL.search(told(document))
    assert planside.unexplained(document.blocks) == set()


@pytest.mark.parametrize("name", OUTCOMES)
def test_the_outcome_is_one_of_three_words_with_what_it_allows(name: str) -> None:
    out = under(sheet(OUTCOMES[name]), "Outcome")
    allowed = {
        "meets-criteria": "The reviewer may record that the criteria are met.",
        "pend": "Ask for the information listed",
        "refer-to-physician": "A physician looks at it and decides: certify, certify modified or not certify",
    }
    assert out.startswith(f"{OUTCOME_NAMES[name]}. ")
    assert f"Action: {OUTCOME_NAMES[name]}. {allowed[name]}" in out
    assert [word for word in OUTCOME_NAMES.values() if word in out] == [OUTCOME_NAMES[name]]


def test_the_blocking_criterion_is_named_and_failures_stand_before_gaps() -> None:
    out = under(sheet(), "Outcome")
    assert (
        "Criterion 5.2 (“The preferred product is asked for or was tried”) is not met: Truxima is asked for; "
        "the plan prefers Ruxience. Beside it 2 are not documented." in out
    )
    listed = re.findall(r"- . (not met|not documented): (\S+)", out)
    assert listed == [("not met", "5.2"), ("not documented", "3.1"), ("not documented", "3.2")]


def test_an_outcome_that_rests_on_judgements_says_what_it_was_without_them() -> None:
    applied = dataclasses.replace(OUTCOMES["meets-criteria"], computed="refer-to-physician")
    assert "Without the reviewer's judgements it would be: refer to physician." in under(
        sheet(applied), "Outcome"
    )


# --- the tree --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OUTCOMES)
def test_every_criterion_stands_there_with_its_status_in_shape_and_word(name: str) -> None:
    applied = OUTCOMES[name]
    rows = [[line(cell) for cell in row] for row in tree(sheet(applied)).rows]
    criteria = list(applied.root.walk())
    assert len(rows) == len(criteria)
    shapes = {"met": "✓", "not-met": "×", "not-documented": "◌"}
    for row, criterion in zip(rows, criteria, strict=True):
        assert criterion.words in row[0]
        assert row[1] == f"{shapes[criterion.status]} {STATUS_WORDS[criterion.status]}"
        assert criterion.because in row[2]


def test_the_rule_of_a_group_is_said_in_words_and_children_are_numbered_below_it() -> None:
    cells = [line(row[0]) for row in tree(sheet()).rows]
    assert cells[0] == "All in all: Rituximab is covered – all of the following:"
    assert "2 Earlier treatment failed – at least 2 of the following 3:" in cells
    assert "3 Laboratory results – any one of the following:" in cells
    assert "4 No belimumab beside it – met where the following is not met:" in cells
    assert "5 The product – if the first of the following, then the second, otherwise the third:" in cells
    assert [cell.split()[0] for cell in cells[1:]] == [
        "1", "2", "2.1", "2.2", "2.3", "3", "3.1", "3.2", "4", "4.1", "5", "5.1", "5.2", "5.3", "6",
    ]  # fmt: skip
    assert "6 No active infection. (an exclusion) (a bulletin of the plan; not verified)" in cells, (
        "read elsewhere"
    )


def test_evidence_carries_value_unit_date_and_source() -> None:
    rows = {line(row[0]): line(row[2]) for row in tree(sheet()).rows}
    assert (
        "Evidence: UPCR 3.8 g/g (2026-08-10), lab export."
        in rows["3.1 UPCR was measured in the last 30 days."]
    )
    undated = rows["5.2 The preferred product is asked for or was tried."]
    assert "Evidence: Requested product Truxima, request." in undated


def test_a_judgement_stands_beside_the_computed_status_with_its_reason() -> None:
    judged = note(
        "preferred",
        status="met",
        rationale="Ruxience is out of stock",
        by="Rita Reviewer",
        on="2026-11-19",
        seen=True,
    )
    rows = {line(row[0]).split()[0]: row for row in tree(sheet(by_hand.policy(notes=(judged,)))).rows}
    assert line(rows["5.2"][1]) == "× not met; reviewer: met"
    assert line(rows["5"][1]) == "× not met; by the reviewer's judgements: met", "the group follows"
    assert line(rows["2"][1]) == "✓ met"
    assert "Reviewer's judgement: met (by Rita Reviewer on 2026-11-19). Ruxience is out of stock." in line(
        rows["5.2"][2]
    )


def test_a_comment_changes_no_status() -> None:
    comment = note("hbv", comment="Surely met, I would say", seen=True)
    before, after = sheet(), sheet(by_hand.policy(notes=(comment,)))
    assert [row[1] for row in tree(before).rows] == [row[1] for row in tree(after).rows]
    assert under(before, "Outcome") == under(after, "Outcome")


def test_what_is_left_out_of_the_document_leaves_evidence_and_reason_but_not_the_status() -> None:
    case = factory.case(left_out=[{"entry": "upcr-7"}])
    applied = policy.printed(case, by_hand.policy())
    rows = {line(row[0]).split()[0]: row for row in tree(sheet(applied)).rows}
    assert line(rows["3.1"][1]) == "◌ not documented"
    assert line(rows["3.1"][2]) == WITHHELD
    assert "The last value is older" not in told(sheet(applied))


# --- the reviewer's words --------------------------------------------------------------------------------------------


def test_comments_of_full_length_are_printed_whole_on_review_and_criterion() -> None:
    long = "word " * (COMMENT_LENGTH // 5)
    on_review = "end " * (COMMENT_LENGTH // 4)
    applied = by_hand.policy(notes=(note("hbv", comment=long, by="Rita", on="2026-11-19"),))
    document = sheet(applied, determination={**by_hand.DETERMINATION, "comment": on_review})
    out = under(document, "Comments of the reviewer")
    assert f"On the review: {on_review.strip()} On 3.2 (Rita on 2026-11-19): {long.strip()}" in out
    pages = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(write.pdf(document))).pages)
    assert pages.split().count("word") == COMMENT_LENGTH // 5


def test_hostile_words_arrive_as_they_were_typed() -> None:
    typed = "<b>bold</b> & {{x}} “quoted” ≥ Łucja"
    document = sheet(by_hand.policy(notes=(note("hbv", comment=typed),)))
    assert typed in told(document)
    assert typed in " ".join(page.extract_text() for page in PdfReader(io.BytesIO(write.pdf(document))).pages)


def test_decision_reasons_are_printed_and_an_open_blank_is_marked() -> None:
    reasons = ["The record does not show [name of test] of the last [days] days.", "All else is shown."]
    out = under(
        sheet(determination={**by_hand.DETERMINATION, "reasons": reasons}),
        "Decision reasons in plain language",
    )
    assert "[name of test] of the last [days] days. (still to be filled in: [name of test], [days])" in out
    assert "- All else is shown. --" in out, "nothing to fill in: nothing is marked"
    assert "None is recorded yet." in under(sheet(), "Decision reasons in plain language")


def test_what_would_change_each_open_criterion_is_said_blocking_ones_first() -> None:
    out = under(sheet(), "What would change this")
    assert re.findall(r"- (\d\.\d)", out) == ["5.2", "3.1", "3.2", "2.3"]
    assert (
        "5.2 The preferred product is asked for or was tried: A trial of Ruxience, or a reason against it."
        in out
    )
    assert (
        "A UPCR of the last 30 days settles it. Accepted: Laboratory report, collected 2026-10-23 to 2026-11-22."
        in out
    )
    assert "2.3 Azathioprine was tried: the outcome does not wait for it." in out
    assert "Nothing is open." not in out


def test_criteria_that_nobody_looked_at_are_listed_and_completion_is_said() -> None:
    out = under(sheet(by_hand.policy(notes=(note("hbv", seen=True),))), "Completion")
    assert "Not looked at yet, 10 of 11: 1 The biopsy shows class III, IV or V;" in out
    assert "3.2 Hepatitis B" not in out
    assert "The review is not completed." in out


def test_a_completed_review_says_by_whom_and_a_reopened_one_why() -> None:
    notes = tuple(by_hand.all_seen(by_hand.tree()))
    steps = [*by_hand.workflow(), {"id": "w9", "what": "completed", "on": "2026-11-21", "at": "10:05", "by": "Rita Reviewer",
             "role": "clinical-reviewer", "credentials": "RN"}]  # fmt: skip
    out = under(sheet(by_hand.policy(notes=notes), workflow=steps), "Completion")
    assert "Every criterion was looked at by the reviewer." in out
    assert "Completed on 2026-11-21 10:05 by Rita Reviewer, RN, clinical reviewer." in out
    steps.append(
        {
            "id": "w10",
            "what": "reopened",
            "on": "2026-11-22",
            "by": "Rita Reviewer",
            "reason": "a report came late",
        }
    )
    assert "not completed; opened again: a report came late." in under(sheet(workflow=steps), "Completion")


def test_the_reviewer_signs_with_credentials_and_not_the_clinician_or_whoever_came_later() -> None:
    later = {
        "id": "w4",
        "what": "information-received",
        "on": "2026-11-20",
        "by": "Ina Intake",
        "role": "intake",
    }
    document = sheet(workflow=[*by_hand.workflow(), later])
    signatures = [block for block in document.blocks if isinstance(block, Signature)]
    assert signatures == [
        Signature("Rita Reviewer", ("RN", "clinical reviewer")),
        Signature("Physician reviewer", ()),
    ]


# --- the physician ---------------------------------------------------------------------------------------------------


def test_the_physician_s_page_opens_a_page_with_lines_to_fill_in() -> None:
    document = sheet()
    heading = next(
        b for b in document.blocks if isinstance(b, Heading) and b.text == "Secondary review by a physician"
    )
    assert heading.new_page
    out = under(document, "Secondary review by a physician")
    for expected in ("The outcome above: ___ agree · ___ override", "Determination: ___ certify · ___ certify modified · ___ not certify",
                     "Rationale: ____", "Name: ____", "Credentials and specialty: ____", "Signature: ____"):  # fmt: skip
        assert expected in out, expected
    assert out.split("Refer to physician. ")[1].startswith("Criterion 5.2")


@pytest.mark.parametrize(
    ("name", "outcome", "expected"),
    [
        ("refer-to-physician", "certify", "overrides"),
        ("refer-to-physician", "not-certify", "agrees that a criterion is not met"),
        ("meets-criteria", "certify", "agrees"),
        ("meets-criteria", "certify-modified", "overrides"),
        ("pend", "certify", "decided before everything was documented"),
    ],
)
def test_a_recorded_determination_fills_the_physician_s_page(name: str, outcome: str, expected: str) -> None:
    steps = [
        *by_hand.workflow(),
        {"id": "w4", "what": "sent-to-physician", "on": "2026-11-19", "by": "Rita Reviewer", "role": "clinical-reviewer",
         "reason": "criterion 5.2"},
        {"id": "w5", "what": "decided", "on": "2026-11-20", "at": "14:30", "by": "Paul Physician", "role": "physician-reviewer",
         "credentials": "MD", "specialty": "Nephrology", "outcome": outcome, "reason": "Stock of Ruxience is exhausted"},
    ]  # fmt: skip
    out = under(sheet(OUTCOMES[name], workflow=steps), "Secondary review by a physician")
    assert "Sent to a physician on 2026-11-19 by Rita Reviewer, clinical reviewer: criterion 5.2." in out
    assert f"The outcome above: {expected} Determination:" in out
    assert "Rationale: Stock of Ruxience is exhausted." in out
    assert "Physician: Paul Physician Credentials: MD, Nephrology Day and time: 2026-11-20 14:30" in out
    assert "____ " not in out.split("Signature")[0]


def test_a_peer_to_peer_call_has_number_slots_question_and_outcome() -> None:
    steps = [*by_hand.workflow(), {"id": "w4", "what": "peer-to-peer", "on": "2026-11-20", "at": "12:15", "by": "Paul Physician",
             "credentials": "MD", "role": "physician-reviewer", "reason": "Ruxience was tried in 2024"}]  # fmt: skip
    out = under(sheet(workflow=steps, clinician={"peer_to_peer": "Tuesdays 8 to 9"}), "Peer-to-peer")
    for expected in ("Requesting clinician: Maria Example, MD, Nephrology", "Direct phone: 555 0101",
                     "Can be reached: Tuesdays 8 to 9", "In question: 5.2 The preferred product",
                     "To be asked: A trial of Ruxience, or a reason against it.",
                     "Call on 2026-11-20 12:15, Paul Physician, MD, physician reviewer: Ruxience was tried in 2024."):  # fmt: skip
        assert expected in out, expected


# --- what it rests on ------------------------------------------------------------------------------------------------


def test_three_findings_are_answered_apart_in_brief_and_in_full() -> None:
    document = sheet()
    brief = under(document, "Outcome")
    for expected in ("Medically necessary?: Supported by the record", "Standard of care?: Named as a next step",
                     "Experimental or off-label?: Off-label, guideline-supported."):  # fmt: skip
        assert expected in brief, expected
    level_2 = [
        b.text for b in planside.section(document, "The three findings in full") if isinstance(b, Heading)
    ]
    assert level_2[:3] == ["Medically necessary?", "Standard of care?", "Experimental or off-label?"]
    full = under(document, "The three findings in full")
    assert "the plan's own policy stands in “The plan's criteria”" in full
    assert "Stop rule:" in under(document, "Monitoring targets and stop rule")


def test_the_walk_stands_beside_it_in_brief_with_its_evidence_behind() -> None:
    document = sheet()
    brief = under(document, "The review in brief")
    assert brief.startswith("Refractory. ")
    assert all(name in brief for name in NAMES.values())
    assert "Refill measure (PDC), mycophenolate mofetil 94 %" in under(
        document, "Appendix: the criteria one by one"
    )


def test_all_versions_are_named() -> None:
    out = under(sheet(), "Versions")
    for expected in (f"lnreview {__version__}", f"Guideline pack: {factory.guideline().version}", "Arora 2022, version 1.0",
                     "(ex-rtx-refr, version 1.2)", "Case version:", "In force: From 2025-01-01", "Read: 2026-11-20",
                     "Policy: Policy 1"):  # fmt: skip
        assert expected in out, expected


def test_it_says_what_it_is_for_whom_and_where_its_limits_are() -> None:
    out = under(sheet(), "About this worksheet")
    for name in (
        "Purpose",
        "For whom",
        "About whom",
        "What went in",
        "How it was reached",
        "Limits",
        "Who decides",
    ):
        assert f"{name}: " in out, name
    assert "Who decides: The reviewer." in out


def test_without_a_pack_the_criteria_set_stands_alone_and_says_so() -> None:
    document = sample("worksheet", None)
    assert "The plan's criteria" not in headings(document)
    out = under(document, "Outcome")
    assert out.startswith("No policy was applied. ")
    assert "the six criteria of Arora 2022 below stand instead" in out
    assert not any(word in told(document) for word in OUTCOME_NAMES.values())
    assert "By Arora 2022: The next step of the criteria set." in out
    # EX-RTX-REFR is the shipped example for rituximab (payer.md 1c)
    assert "For rituximab (Truxima) there are: Rituximab, " in out
    assert "(EX-RTX-REFR, version 1)" in out
    assert all(name in under(document, "The review in brief") for name in NAMES.values())


def test_a_pack_that_cannot_be_used_is_named_with_the_remedy() -> None:
    case = factory.case(**by_hand.parts(coverage={"pack": "MY-PLAN"}))
    review = factory.review(case)
    applied, refusal = policy.applied(case, review, factory.guideline())
    assert applied is None
    assert refusal.startswith("There is no payer pack “MY-PLAN”")
    out = told(write.compose("worksheet", case, review, factory.guideline(), dated=factory.DAY))
    assert (
        "No policy was applied. There is no payer pack “MY-PLAN”, so the request was not held against one. Choose one of:"
        in out
    )
    gap, *_ = readiness_worksheet.of_worksheet(case, applied, refusal)
    assert (gap.key, gap.place, gap.entry) == ("payer-pack", "coverage", "pack")
    assert "MY-PLAN" in gap.sentence


@pytest.mark.parametrize(
    ("path", "pack"), tuple(planside.with_packs()), ids=lambda value: getattr(value, "stem", value)
)
def test_the_worksheet_of_a_shipped_pack_says_what_the_policy_review_says(path: Path, pack: str) -> None:
    case, found = planside.read(path)
    case = case.model_copy(update={"coverage": case.coverage.model_copy(update={"pack": pack})})
    held = against_policy(case, found, factory.guideline())
    assert held is not None
    document = write.compose("worksheet", case, found, factory.guideline(), dated=factory.DAY)
    assert under(document, "Outcome").startswith(f"{OUTCOME_NAMES[held.outcome]}. ")
    rows = [[line(cell) for cell in row] for row in tree(document).rows]
    words = [STATUS_WORDS[item.status] for item in held.root.walk()]
    assert [row[1].split(" ", 1)[1] for row in rows] == words
    assert [row[1].split(" ", 1)[0] for row in rows] == [SHAPES[item.status] for item in held.root.walk()]
    assert all(item.words.rstrip(".") in row[0] for item, row in zip(held.root.walk(), rows, strict=True))
    assert told(document).count("Example: verify against the plan's current policy.") == 1
    assert planside.unexplained(document.blocks) == set()
    assert not planside.DENIAL.search(told(document))
    assert document.draft, "nobody has looked at the criteria yet"


def test_leaving_an_entry_out_changes_no_status() -> None:
    case, found = planside.read(planside.ROOT / "resources/demo/demo-keisha-undertreated.json")
    case = case.model_copy(update={"coverage": case.coverage.model_copy(update={"pack": "EX-VCS-CLASSUPCR"})})
    latest = max((lab for lab in case.labs if lab.analyte == "upcr"), key=lambda lab: str(lab.collected_on))
    out = case.model_copy(update={"left_out": (LeftOut(entry=latest.id),)})
    whole, partly = (
        write.compose("worksheet", one, found, factory.guideline(), dated=factory.DAY) for one in (case, out)
    )
    assert [row[1] for row in tree(whole).rows] == [row[1] for row in tree(partly).rows]
    shown = str(latest.quantity.value), str(latest.collected_on)
    cells = (
        " ".join(line(row[2]) for row in tree(whole).rows),
        " ".join(line(row[2]) for row in tree(partly).rows),
    )
    assert f"UPCR {shown[0]} g/g ({shown[1]})" in cells[0]
    assert shown[1] not in cells[1]


# --- every case ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*OUTCOMES, ""])
@pytest.mark.parametrize("path", planside.PATHS, ids=lambda path: path.stem)
def test_no_case_gets_a_word_of_denial_or_an_unexplained_abbreviation(path: Path, name: str) -> None:
    case, found = planside.read(path)
    document = planside.document("worksheet", case, found, OUTCOMES.get(name))
    body = document.blocks
    assert not planside.DENIAL.search(told(document))
    assert planside.unexplained(body) == set()
    if name:
        assert told(document).count(OUTCOME_NAMES[name] + ".") >= 2


def test_the_check_on_abbreviations_can_fail() -> None:
    document = sheet(by_hand.policy(notes=(note("hbv", comment="a QXZ was asked for"),)))
    assert planside.unexplained(document.blocks) == {"QXZ"}


def test_each_abbreviation_is_explained_once() -> None:
    out = told(sheet())
    line_ = out.split("Abbreviations: ")[1]
    for expected in ("UPCR, urine protein/creatinine ratio", "eGFR, estimated glomerular filtration rate", "MMF, mycophenolate mofetil",
                     "IV, into a vein", "PDC, proportion of days covered by refills"):  # fmt: skip
        assert line_.count(expected) == 1, expected
    assert out.count("Abbreviations: ") == 1


# --- what it lacks ---------------------------------------------------------------------------------------------------


def lacking(applied: PolicyReview | None, **changes: object) -> list[str]:
    return [gap.key for gap in readiness_worksheet.of_worksheet(factory.case(**changes), applied)]


def test_a_finished_worksheet_lacks_nothing() -> None:
    notes = tuple(by_hand.all_seen(by_hand.tree()))
    assert lacking(by_hand.policy(notes=notes), **by_hand.parts()) == []


def test_each_thing_that_is_lacking_is_a_gap_with_its_place() -> None:
    seen = tuple(by_hand.all_seen(by_hand.tree()))
    whole = by_hand.policy(notes=seen)
    assert lacking(whole) == ["reviewer-name"]
    bare = [{**step, "credentials": ""} for step in by_hand.workflow()]
    assert lacking(whole, **by_hand.parts(workflow=bare)) == ["reviewer-credentials"]
    assert lacking(None, **by_hand.parts()) == ["payer-pack"]
    assert lacking(by_hand.policy(), **by_hand.parts()) == ["untouched"]
    blank = {**by_hand.DETERMINATION, "reasons": ["We need [test]."]}
    assert lacking(whole, **by_hand.parts(determination=blank)) == ["blank:1:[test]"]
    judged = CriterionNote.model_construct(
        pack=PACK, criterion="hbv", status="met", rationale="", seen=True, comment=""
    )
    noted = tuple(judged if item.criterion == "hbv" else item for item in seen)
    assert lacking(by_hand.policy(notes=noted), **by_hand.parts()) == ["judgement:hbv"]
    gaps = tuple(readiness_worksheet.of_worksheet(factory.case(), by_hand.policy()))
    assert all(gap.sentence.endswith(".") and gap.place for gap in gaps)
    assert (
        "11 criteria were not looked at yet: 1, 2.1, 2.2, 2.3, 3.1, 3.2, 4.1, 5.1, 5.2, 5.3, 6."
        in gaps[1].sentence
    )
    assert "Draft: 2 items are missing" in told(sheet(gaps=gaps))
