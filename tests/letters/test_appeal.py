"""The appeal: every element that payers ask of one, the notice unaltered, and nothing answered that the record does not hold."""

import dataclasses
import io
import re
from datetime import date
from typing import Any

import letterfactory as factory
import pytest
from pypdf import PdfReader

from lnreview.case.model import Case
from lnreview.guideline.notice import notice_rules
from lnreview.letters import write
from lnreview.letters.content import denied, offered, rebuttal
from lnreview.letters.content.appeal import OPENLY, appeal
from lnreview.letters.content.citations import Citer
from lnreview.letters.document import (
    Block,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Signature,
    Table,
    strings,
)
from lnreview.review.finding import Review
from lnreview.review.policy.against import pack_of
from lnreview.review.policy.result import Criterion, PolicyReview

REASON = "Rituximab is experimental.  The member's adherence was not\nshown; see policy RX-1."
POINTS: list[dict[str, Any]] = [
    {"id": "p1", "denial": "d1", "point": "Rituximab is experimental.", "answer": "It is off-label and named by guidelines.",
     "exhibit": "Exhibit 2, page 3"},
    {"id": "p2", "denial": "d1", "point": "No adherence is documented.", "answer": "All infusions were given.",
     "evidence": ["upcr-8", "hcq", "bx-2"], "criterion": "adherent"},
]  # fmt: skip
DENIAL: dict[str, Any] = {
    "id": "d1", "denied_on": "2026-11-05", "received_on": "2026-11-09", "decision": "partly-denied", "reason": REASON,
    "criterion": "RX-1, section B", "codes": "Q5115 x 200, 12/01/2026", "reference": "AUTH-99-X",
    "reviewer": "P. Example, PharmD", "level": "internal-1", "file_by": "2027-05-08",
    "send_to": "Appeals Unit\nFax 555-0199",
}  # fmt: skip
ENCLOSURES: list[dict[str, Any]] = [
    {"title": "Notice of denial", "pages": 2},
    {"title": "Biopsy report", "dated": "2026-10-04", "pages": 7, "new_evidence": True},
    {"title": "Kept back", "send": False, "new_evidence": True},
]


def denied_case(denial: dict[str, Any] | None = None, **changes: Any) -> Case:
    data: dict[str, Any] = {
        "denials": [{**DENIAL, **(denial or {})}], "rebuttals": POINTS, "enclosures": ENCLOSURES,
        "clinician": {"peer_to_peer": "Tuesdays 16:00"},
    }  # fmt: skip
    return factory.case(**{**data, **changes})


def letter(case: Case, review: Review | None = None, day: date = factory.DAY) -> Document:
    return write.compose("appeal", case, review or factory.review(case), factory.guideline(), dated=day)


def told(document: Document) -> str:
    return re.sub(r"\s+", " ", write.text(document))


def gap_keys(case: Case, day: date = factory.DAY) -> set[str]:
    found = write.gaps("appeal", case, factory.review(case), factory.guideline(), dated=day)
    return {gap.key for gap in found}


def headings(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Heading) and block.level == 1]


@pytest.mark.parametrize(
    "element",
    [
        "Example Kidney Clinic",  # letterhead
        "22 November 2026",  # date
        "Example Health Plan Appeals Unit Fax 555-0199",  # payer and where the notice sends the appeal
        "Patient: Anna Demo",
        "Date of birth: 1995-04-12",
        "Member ID: EHP-0001",
        "Group number: G-77",
        "Diagnosis: M32.14 glomerular disease in systemic lupus: lupus nephritis",
        "Requested: rituximab (Truxima), Q5115",
        "Dose: 1,000 mg, IV, days 1 and 15",
        "Denied on: 2026-11-05",
        "Denial no.: AUTH-99-X",
        "Appeal: first internal appeal",
        "File by: 2027-05-08, as printed",
        "I practise nephrology at Example Kidney Clinic.",
        "has been in my care since 2025-02 and was last seen on 2026-11-10",
        "I appeal the decision of 2026-11-05 (number AUTH-99-X) on rituximab (Truxima): first internal appeal.",
        "The reason for the denial, as printed in the notice: “Rituximab is experimental.",
        "The criterion that the notice names: “RX-1, section B”",
        "This appeal shows what the record holds on each criterion of Arora 2022",
        "The notice says: “No adherence is documented.”",
        "Answer: All infusions were given.",
        "To be found in: Exhibit 2, page 3",
        "board-certified in nephrology or a similar specialty",
        "took no part in the earlier decision",
        "peer-to-peer",
        "at 555 0101 (Tuesdays 16:00)",
        "I ask you to reverse the denial and to approve rituximab (Truxima) for 6 months",
        "All further rights are reserved, among them a second internal appeal where the plan has one, and external review.",
        "The plan has not had these documents before: - Exhibit 2: Biopsy report (2026-10-04).",
        "2 | Biopsy report | 2026-10-04 | 7 | new",
        "3 | Biopsy reports | – | – | –",  # named by the request, not attached
        "Maria Example, MD Nephrology NPI 1234567893",
        "Label status (United States): Off-label",
        "Adequate regimens that failed: 2",
        "Stop rule:",
    ],
)
def test_an_appeal_holds(element: str) -> None:
    text = told(letter(denied_case()))
    assert element.casefold() in text.casefold()


def test_sections_stand_in_the_order_of_a_first_appeal() -> None:
    assert headings(letter(denied_case()).blocks)[:12] == [
        "The review in brief", "The points of the notice and their answers", "History and diagnosis", "Treatment history",
        "Rationale", "Treatment plan", "New evidence", "What is asked", "Enclosures", "Denial snapshot", "References",
        "Appendix: the criteria one by one",
    ]  # fmt: skip


def test_a_later_appeal_argues_first_why_the_case_lies_outside_the_criteria() -> None:
    earlier = {**DENIAL, "id": "d0", "denied_on": "2026-09-01", "reason": "Not on the list.", "outcome": "upheld",
               "decided_on": "2026-10-01"}  # fmt: skip
    case = denied_case(
        denials=[earlier, {**DENIAL, "level": "external"}],
        alternatives=[
            {
                "drug": "belimumab",
                "status": "contraindicated",
                "preferred": "yes",
                "reason": "It does not fit",
            }
        ],
        request={"harm": "Kidney function will be lost.", "articles": ["Doe J. A trial. 2020."]},
    )
    document = letter(case)
    text = told(document)
    assert headings(document.blocks)[:4] == [
        "Why this case lies outside the criteria", "Alternatives", "The points of the notice and their answers",
        "The review in brief",
    ]  # fmt: skip
    assert "The criteria were argued before." in text
    assert "Denial of 2026-09-01. “Not on the list.” First internal appeal: upheld on 2026-10-01." in text
    assert "Without the treatment, in the words of the signer: Kidney function will be lost." in text
    assert "Doe J. A trial. 2020." in text
    assert "belimumab | yes | contraindicated | It does not fit." in text
    assert "among them what the law gives after an external review" in text


def test_the_snapshot_is_one_page_and_holds_the_denial() -> None:
    document = letter(denied_case())
    place = next(
        n for n, b in enumerate(document.blocks) if isinstance(b, Heading) and b.text == "Denial snapshot"
    )
    pairs = document.blocks[place + 2]
    assert isinstance(pairs, KeyValues)
    held = {label: "".join(run.text for run in words) for label, words in pairs.items}
    assert held == {
        "Decision": "denied in part",
        "Date of the notice": "2026-11-05",
        "Received on": "2026-11-09",
        "Number": "AUTH-99-X",
        "Patient": "Anna Demo, member EHP-0001",
        "Requested": "rituximab (Truxima), Q5115, 1,000 mg, IV, days 1 and 15",
        "Codes, units, dates, as printed": "“Q5115 x 200, 12/01/2026”",
        "Site of care": "hospital outpatient infusion",
        "Reason, as printed": f"“{REASON}”",
        "Criterion, as printed": "“RX-1, section B”",
        "Decided by, as printed": "“P. Example, PharmD”",
        "Level of this appeal": "first internal appeal",
        "File by, as printed": "2027-05-08",
        "Filed on": "not filed yet",
        "Where and how": "Appeals Unit\nFax 555-0199",
    }
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(write.pdf(document))).pages]
    with_it = [text for text in pages if "Denial snapshot" in text]
    assert len(with_it) == 1
    assert "Where and how" in with_it[0]
    assert "References" not in with_it[0]


HOSTILE = [
    "<b>bold</b> & {{name}} <script>", "x" * 20_000, "رفض الطلب", "denied 🙅 “quoted” ‘twice’", "one\n\ntwo\tthree",
    "  leading and trailing  ",
]  # fmt: skip


@pytest.mark.parametrize("reason", HOSTILE)
def test_the_words_of_the_notice_arrive_unaltered(reason: str) -> None:
    point = {**POINTS[0], "point": reason, "answer": reason}
    document = letter(
        denied_case({"reason": reason, "criterion": reason, "codes": reason}, rebuttals=[point])
    )
    runs = list(strings(document))
    assert runs.count(reason) >= 6  # twice in the opening, three times in the snapshot, point, answer
    assert write.pdf(document).startswith(b"%PDF")


def test_the_reason_is_marked_as_a_quotation_and_never_mended() -> None:
    document = letter(denied_case({"reason": "not nesessary,no appeal"}))
    paragraph = next(
        b for b in document.blocks if isinstance(b, Paragraph) and "as printed" in b.words[0].text
    )
    assert [run.text for run in paragraph.words[1:]] == ["“", "not nesessary,no appeal", "”"]


def test_each_point_is_paired_with_value_unit_date_and_source() -> None:
    text = told(letter(denied_case()))
    assert "UPCR | 3.8 g/g | 2026-11-02 | lab export" in text
    assert "hydroxychloroquine | 400 mg/d by mouth | since 2019-06 | –".casefold() in text.casefold()
    assert "Kidney biopsy | class IV + V, AI 9, CI 3 | 2026-09-30 | –" in text


def test_a_point_without_an_answer_says_so_and_is_a_gap() -> None:
    case = denied_case(rebuttals=[{"id": "p1", "denial": "d1", "point": "No reason at all."}])
    text = told(letter(case))
    assert rebuttal.NOT_ANSWERED in text
    assert rebuttal.NO_EVIDENCE in text
    assert {"answer:p1", "evidence:p1"} <= gap_keys(case)


def test_only_the_points_of_the_latest_denial_are_answered() -> None:
    case = denied_case(rebuttals=[{**POINTS[0], "denial": "d0"}, POINTS[1]])
    assert [point.id for point in denied.points(case)] == ["p2"]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"denials": []}, "denial"),
        ({"denials": [{**DENIAL, "denied_on": None}]}, "denial-date"),
        ({"denials": [{**DENIAL, "reason": " "}]}, "denial-reason"),
        ({"denials": [{**DENIAL, "level": "unknown"}]}, "appeal-level"),
        ({"denials": [{**DENIAL, "reference": ""}]}, "denial-number"),
        ({"denials": [{**DENIAL, "file_by": None}]}, "appeal-deadline"),
        ({"denials": [{**DENIAL, "file_by": "2026-11-21"}]}, "appeal-late"),
        ({"rebuttals": []}, "appeal-points"),
        ({"rebuttals": [{**POINTS[0], "answer": ""}]}, "answer:p1"),
        ({"rebuttals": [{**POINTS[0], "exhibit": ""}]}, "evidence:p1"),
        ({"rebuttals": [{**POINTS[0], "evidence": ["gone"]}]}, "evidence-lost:p1"),
        ({"enclosures": ENCLOSURES[:1]}, "new-evidence"),
        ({"clinician": {"phone": ""}}, "peer-to-peer-phone"),
        ({"clinician": {}}, "peer-to-peer-slots"),
    ],
)
def test_what_an_appeal_lacks_is_a_gap(change: dict[str, Any], key: str) -> None:
    own = gap_keys(denied_case()) - gap_keys(factory.case())
    assert key not in own
    case = denied_case(**change)
    assert key in gap_keys(case)
    assert letter(case).draft


def test_a_deadline_counts_to_its_last_day() -> None:
    case = denied_case({"file_by": "2026-11-22"})
    assert "appeal-late" not in gap_keys(case)
    assert "appeal-late" in gap_keys(case, date(2026, 11, 23))
    assert "appeal-late" not in gap_keys(denied_case({"file_by": "2026-11"}), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("point", "reasons"),
    [
        ("The service is NOT   medically necessary.", ["denial-necessity"]),
        ("Considered experimental or investigational", ["denial-experimental"]),
        ("no adherence documented", ["denial-adherence"]),
        ("the preferred agent was not tried", ["denial-preferred"]),
        ("class not documented", ["denial-tissue"]),
        ("therapy was started on samples", ["denial-samples"]),
        ("hepatitis B status unknown", ["denial-screening"]),
        ("criteria 2 and 3 are not met", ["denial-necessity"]),
        ("inconsistent intake of mycophenolate", ["denial-adherence"]),
        ("inconsistent signatures", []),
        ("The form was not signed.", []),
    ],
)
def test_a_reason_is_known_by_its_words(point: str, reasons: list[str]) -> None:
    assert [fact.id for fact in offered.named(point, factory.guideline())] == reasons


def test_every_reason_of_the_pack_has_something_to_offer() -> None:
    reasons = {fact.id for fact in factory.guideline().facts if fact.topic == offered.TOPIC}
    assert reasons == set(offered._OFFERS)
    assert all(fact.phrases for fact in factory.guideline().facts if fact.topic == offered.TOPIC)


def test_what_is_offered_says_its_status_also_where_that_does_not_help() -> None:
    case = denied_case()
    made = factory.review(case)
    steps = tuple(
        dataclasses.replace(found, status="not-documented", because="No refill is on record")
        if found.step == "adherence" else found
        for found in made.steps
    )  # fmt: skip
    lines = offered.offered(
        "no adherence documented", case, dataclasses.replace(made, steps=steps), factory.guideline(),
        Citer(factory.guideline()),
    )  # fmt: skip
    assert ["".join(run.text for run in line) for line in lines] == [
        "Adherence shown: ◌ not documented. No refill is on record."
    ]


def test_the_label_is_said_first_where_the_reason_is_experimental() -> None:
    lines = offered.offered(
        "experimental", denied_case(), factory.review(denied_case()), factory.guideline(), Citer(factory.guideline())
    )  # fmt: skip
    assert lines[0][0].text == "Label status (United States): "
    assert "Off-label" in lines[0][1].text


def test_a_partial_response_samples_and_adherence_that_is_not_shown_are_stated_openly() -> None:
    case = denied_case(request={"obtained": "samples", "start": "continuation"})
    made = factory.review(case)
    first, second = made.regimens
    response = dataclasses.replace(first.response, because="UPCR 6.9 g/g (2025-03) to 1.6 g/g (2025-10)")
    partly = dataclasses.replace(first, grade="partial", response=response)
    steps = tuple(
        dataclasses.replace(found, status="not-met") if found.step == "adherence" else found
        for found in made.steps
    )
    text = told(letter(case, dataclasses.replace(made, regimens=(partly, second), steps=steps)))
    openly = text.split(f"{OPENLY} =")[1].split("History and diagnosis")[0]
    assert "partial response. UPCR 6.9 g/g (2025-03) to 1.6 g/g (2025-10)." in openly
    assert "Adherence: not met." in openly
    assert "Earlier doses were samples. They are not put forward as therapy under the plan" in openly
    assert OPENLY not in headings(letter(denied_case()).blocks)


def test_what_the_notice_lacks_is_a_point_of_the_appeal() -> None:
    elements = notice_rules(factory.guideline()).elements
    held = [item.id for item in elements if item.id not in ("clinical-explanation", "expedited-procedure")]
    points = {item.id: item.point for item in elements}
    text = told(letter(denied_case({"notice_checked": True, "notice_holds": held})))
    assert "The notice was read for what it has to hold." in text
    assert points["clinical-explanation"] in text
    assert points["time-limits"] not in text, "the notice holds them"
    assert points["expedited-procedure"] not in text
    for denial in ({"expedited_reason": "eGFR is falling"}, {"level": "expedited-internal"}):
        urgent = denied_case({"notice_checked": True, "notice_holds": held, **denial})
        assert points["expedited-procedure"] in told(letter(urgent))
    unread = headings(letter(denied_case()).blocks)
    assert "The notice of denial" not in unread, "a notice that nobody read lacks nothing"


def test_the_deadline_of_the_regime_stands_beside_the_printed_one() -> None:
    text = told(letter(denied_case(determination={"regime": "erisa", "request_type": "pre-service"})))
    page = text.split("Denial snapshot")[1].split("References")[0]
    assert "Last day, as printed: 2027-05-08" in page
    assert "2027-05-08 (180 calendar days from receipt of the notice)" in page
    assert "Until when" not in told(letter(denied_case()))


def test_an_expedited_appeal_says_why() -> None:
    text = told(letter(denied_case({"expedited_reason": "eGFR falls each week"})))
    assert "Review: EXPEDITED" in text
    assert "Expedited review is requested: eGFR falls each week." in text


def test_what_the_review_does_not_support_is_not_argued_and_stays_a_draft() -> None:
    case = denied_case()
    document = letter(case, factory.review(case, "responding"))
    text = told(document)
    assert document.draft
    assert "This letter was drafted to appeal the decision" in text
    assert "Not ready to send" in text
    assert "I appeal" not in text
    assert "I ask you to reverse" not in text
    assert "Not put yet, because the review does not support it" in text
    assert "This appeal shows" not in text


def policy(*statuses: Any) -> PolicyReview:
    words = ("Biopsy shows class III or IV", "Taken as prescribed")
    leaves = tuple(
        Criterion(id=name, words=said, rule="leaf", status=status, because=f"the record says {status}",
                  missing="refills" if status == "not-documented" else "")
        for name, said, status in zip(("tissue", "adherent"), words, statuses, strict=True)
    )  # fmt: skip
    root = Criterion(id="root", words="All", rule="all", status=statuses[0], because="", children=leaves)
    changed = {"id": "X", "version": "3", "title": "Example policy", "effective_from": date(2026, 1, 1)}
    pack = pack_of(factory.guideline(), "EX-RTX-REFR").model_copy(update=changed)
    met = all(status == "met" for status in statuses)
    outcome: Any = "meets-criteria" if met else "refer-to-physician" if "not-met" in statuses else "pend"
    blocking = tuple(leaf for leaf in leaves if leaf.status != "met")
    return PolicyReview(pack, "initial", root, outcome, outcome, blocking, ("an example pack",))


def with_policy(case: Case, held: PolicyReview) -> str:
    blocks = appeal(case, factory.review(case), factory.guideline(), (), factory.DAY, held)
    return told(dataclasses.replace(letter(case), blocks=blocks))


def test_a_policy_gives_the_criterion_map_and_the_strategy() -> None:
    text = with_policy(denied_case(), policy("met", "met"))
    assert "This appeal shows that each criterion of the plan's policy is met on this record." in text
    assert "1 Biopsy shows class III or IV. | ✓ met | The record says met." in text
    assert "Example policy (X, version 3), from 2026-01-01." in text
    assert "Criterion of the policy, Taken as prescribed: ✓ met – The record says met." in text
    assert "the plan's own policy stands in “The plan's criteria, one by one”" in text


def test_a_criterion_that_is_not_met_or_not_documented_is_never_claimed() -> None:
    text = with_policy(denied_case(), policy("not-met", "not-documented"))
    assert "says of each whether it is met, not met or not documented" in text
    assert "2 Taken as prescribed. | ◌ not documented | The record says not-documented." in text
    assert (
        "Criterion not met, Biopsy shows class III or IV: The record says not-met." in text.split(OPENLY)[1]
    )
    later = with_policy(denied_case({"level": "internal-2"}), policy("not-met", "not-documented"))
    assert (
        "Not met as the policy words them; an exception is asked for: - Biopsy shows class III or IV" in later
    )


def test_a_later_appeal_never_says_that_a_case_which_meets_the_policy_lies_outside_it() -> None:
    text = with_policy(denied_case({"level": "internal-2"}), policy("met", "met"))
    assert "on this record the plan's policy is met" in text
    assert "What the earlier decision left aside" in text
    assert "outside" not in text.split("The review in brief")[0]


def test_the_pack_of_the_case_is_applied() -> None:
    text = told(letter(denied_case(coverage={"pack": "EX-RTX-REFR"})))
    assert "The plan's criteria, one by one" in text
    assert (
        "holds the record against each criterion of the plan's policy" in text
        or "each criterion of the plan's policy is met" in text
    )


def test_a_denial_that_is_not_entered_gives_a_draft_and_no_invented_notice() -> None:
    document = letter(factory.case())
    assert document.draft
    assert "as printed" not in told(document)
    assert any(isinstance(block, Signature) for block in document.blocks)
    assert any(isinstance(block, Table) for block in document.blocks)
