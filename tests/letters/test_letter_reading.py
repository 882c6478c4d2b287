"""What a reader who knows nothing of the program trips over: whose words, said as what, how often, under which name."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import letterfactory as factory
import planside
import policyfactory
import pytest
from planside import told, unexplained

from lnreview.case.model import Case
from lnreview.exchange import casefile
from lnreview.letters import write
from lnreview.letters.content import asked as asking
from lnreview.letters.content import gaps as gapping
from lnreview.letters.content.policy import evidence_words
from lnreview.letters.document import BulletList, Document, Heading
from lnreview.letters.plaintext import line
from lnreview.review.evaluate import review
from lnreview.review.finding import Evidence, Missing, spoken
from lnreview.review.policy.against import against_policy

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "resources/demo"
PUBLISHED = ROOT / "tests/published"
LUCJA, LENA, OKSANA = (
    next(DEMO.glob(f"demo-{name}-*.json")) for name in ("lucja", "lena", "oksana")
)  # fmt: skip
LN29 = next(PUBLISHED.glob("LN29-*.json"))


def document(path: Path, kind: str, **changes: Any) -> Document:
    data = casefile.read(path).model_dump(mode="json") | changes
    case = Case.model_validate(data)
    found = review(case, factory.guideline(), None)
    return write.compose(kind, case, found, factory.guideline(), dated=factory.DAY)


def request(path: Path, **changes: Any) -> dict[str, Any]:
    return {"request": casefile.read(path).request.model_dump(mode="json") | changes}


# --- what is asked, not stated ---------------------------------------------------------------------------------------


def test_a_request_for_information_states_nothing_that_it_asks_about() -> None:
    out = told(document(LN29, "information-request"))
    for statement in ("Lupus nephritis is proven.", "The treatment was taken as prescribed. A", "The treatment was adequate in dose"):  # fmt: skip
        assert statement not in out, statement
    assert "Whether the treatment was taken as prescribed." in out
    assert "Adequate from 500 mg/m² (dose of high-dose intravenous cyclophosphamide)." in out
    assert "The policy asks: “" in told(document(LUCJA, "information-request"))


def test_a_request_that_meets_the_policy_is_asked_for_nothing_more() -> None:
    case = factory.case(**policyfactory.parts())
    open_ = Missing("a repeat biopsy", "It shows the cause", "biopsy", "biopsies", "", 1)
    found = factory.review(case, missing=(open_,))
    assert asking.asked(found, None)
    assert asking.asked(found, policyfactory.policy())
    assert not asking.asked(found, policyfactory.policy(failed=False, open_=False))
    assert "Nothing has been decided" in told(document(LENA, "information-request"))
    assert "biopsy" not in told(document(LENA, "information-request")).lower()
    assert "Needed by" not in told(document(LENA, "information-request")), "nothing is awaited"
    assert "day until which the information is awaited" not in told(document(LENA, "information-request"))


# --- whose words -----------------------------------------------------------------------------------------------------


def test_the_worksheet_names_the_clinician_and_not_its_own_signer() -> None:
    sheet = told(document(LUCJA, "worksheet"))
    assert "signer" not in sheet
    assert "In the words of the requesting clinician" in sheet
    assert "Monitoring, in the words of the requesting clinician:" in sheet
    assert "In the words of the signer" in told(document(LUCJA, "medical-necessity"))


def test_no_rule_that_nobody_verified_is_cited_against_a_notice() -> None:
    notice = planside.under(document(LUCJA, "appeal"), "The notice of denial")
    assert "No peer-to-peer call was offered before or with the decision." in notice
    assert "UM 7" not in notice
    assert "29 CFR 2560.503-1" in notice


def test_an_appeal_does_not_claim_that_the_chart_answers_each_point() -> None:
    out = told(document(LUCJA, "appeal"))
    assert "The 4 points of the notice are each taken up below." in out
    assert "answered below from the chart" not in out


@pytest.mark.parametrize("kind", write.KINDS)
def test_no_document_tells_anybody_to_give_something(kind: str) -> None:
    for path in (LUCJA, LENA, OKSANA):
        assert not re.search(r"\b(?:then|Please|must|should) give\b", told(document(path, kind)))


# --- how it is named -------------------------------------------------------------------------------------------------


def test_a_24_hour_collection_is_never_called_a_upcr() -> None:
    out = told(document(LN29, "conference"))
    assert "24-hour urine protein 5.6 g/d (month 16)" in out
    assert "UPCR 5.6 g/d" not in out
    assert "Female; 23 years" in out, "a line without a name begins with a capital all the same"


@pytest.mark.parametrize("kind", write.KINDS)
def test_no_id_of_the_guideline_pack_stands_where_a_text_is_named(kind: str) -> None:
    for path in (LUCJA, OKSANA, LN29):
        out = told(document(path, kind))
        for carrier in (
            "sk-kdigo-2026",
            "ttuhsc-gn",
            "drlex-eular-2025",
            "kdigo-qa",
            "cellcept-site",
            "mpaa",
        ):
            assert carrier not in out, (path.stem, carrier)
        assert "in part, as reported by" not in out
    if kind == "medical-necessity":
        assert "as reported by Slovak clinician review of the KDIGO 2024" in told(document(LUCJA, kind))


@pytest.mark.parametrize("kind", write.KINDS)
def test_every_document_explains_its_abbreviations(kind: str) -> None:
    for path in (LUCJA, LENA, OKSANA, LN29):
        blocks = document(path, kind).blocks
        assert not unexplained(blocks), (path.stem, unexplained(blocks))


@pytest.mark.parametrize(
    ("text", "inside"),
    [("Serum creatinine 2.4 mg/dL", "serum creatinine 2.4 mg/dL"), ("UPCR 4 g/g", "UPCR 4 g/g"), ("HBsAg negative", "HBsAg negative"),
     ("C3 normal", "C3 normal"), ("Anti-dsDNA high", "anti-dsDNA high"), ("eGFR 50", "eGFR 50"), ("", "")],
)  # fmt: skip
def test_evidence_inside_a_sentence_has_no_capital_but_that_of_a_name(text: str, inside: str) -> None:
    assert spoken(text) == inside


def test_a_dose_of_a_policy_carries_how_often_it_is_taken() -> None:
    case = casefile.read(LUCJA)
    held = against_policy(case, review(case, factory.guideline(), None), factory.guideline())
    assert held is not None
    shown = " ".join(evidence_words(leaf) for leaf in held.root.leaves())
    assert "mycophenolate mofetil 1 g bid (2026-06-15)" in shown


def test_targets_of_another_guideline_are_not_put_into_the_mouth_of_the_set() -> None:
    out = told(document(LUCJA, "medical-necessity"))
    assert "Response, as used with Arora 2022 (UPCR): complete below 0.5 g/g" in out
    assert "Response by Arora 2022" not in out
    assert "response targets of Arora 2022" not in out


# --- how often, and how much noise -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["medical-necessity", "prior-authorization", "appeal"])
def test_each_enclosure_stands_once_and_the_articles_are_among_them(kind: str) -> None:
    out = planside.under(document(LUCJA, kind), "Enclosures")
    assert out.count("Laboratory results") == 1
    assert out.count("Weidenbusch. Nephrol Dial Transplant 2013;28:106-111") == 1
    assert "1." not in out.split("Notice of denial")[0], "no number behind a bullet"


def test_an_enclosure_that_is_held_back_does_not_come_in_by_its_name() -> None:
    papers = [{"title": "Laboratory results", "kind": "labs", "send": False}]
    out = document(LUCJA, "medical-necessity", enclosures=papers)
    assert "Laboratory results" not in planside.under(out, "Enclosures")
    assert "Infusion record" in planside.under(out, "Enclosures"), "named in the request only"


def test_the_reason_of_the_verdict_stands_once_in_the_brief() -> None:
    out = told(document(LN29, "medical-necessity")).split("History and diagnosis")[0]
    assert out.count("A flare of doubtful cause") == 1
    assert "Biopsy settled | × not met | This decides the verdict; the reason stands above." in out


def test_the_same_finding_on_several_days_is_told_once_with_its_days() -> None:
    leaf = next(policyfactory.policy().root.leaves())
    alike = tuple(
        Evidence("Urine sediment", "active", "", day, "lab", day) for day in ("2026-01-01", "2026-02-01")
    )
    more = Evidence("product", "Riabni")
    bare = Evidence("Urine sediment", "bland", entry="lab-9")
    shown = evidence_words(dataclasses.replace(leaf, evidence=(*alike, more, bare)))
    assert (
        shown
        == "Urine sediment active (2026-01-01, 2026-02-01), lab; product Riabni; Urine sediment bland (not dated)"
    )


def test_a_course_without_any_date_says_so_once() -> None:
    out = told(document(next(PUBLISHED.glob("LN33-*.json")), "medical-necessity"))
    assert "ramipril (dates not documented)" in out
    assert "start not documented – stop not documented" not in out


def test_nothing_is_said_of_how_a_request_is_put_that_was_never_made() -> None:
    out = told(document(LN29, "prior-authorization"))
    for field in ("Urgency", "Certification of urgency", "Exception asked for", "Strength"):
        assert f"{field}: not documented" in out, field
    assert "Urgency: standard" in told(document(LUCJA, "prior-authorization"))


def test_page_one_of_the_summary_says_how_the_plans_policy_stands() -> None:
    out = told(document(LUCJA, "prior-authorization")).split("The criteria in brief")[0]
    assert "(EX-RTX-REFR): pend with list; criterion 5 not documented." in out


def test_the_short_answer_on_standard_of_care_says_when_the_disease_is_not_refractory() -> None:
    short = told(document(OKSANA, "worksheet")).split("The plan's criteria")[0]
    assert "This review finds “inadequate response”, not refractory disease." in short
    assert "not refractory disease" not in told(document(LUCJA, "worksheet")).split("The plan's criteria")[0]


def test_a_continuation_without_a_course_of_the_drug_is_a_gap() -> None:
    def keys(**changes: Any) -> set[str]:
        case = Case.model_validate(casefile.read(LUCJA).model_dump(mode="json") | request(LUCJA, **changes))
        found = review(case, factory.guideline(), None)
        return {
            gap.key
            for gap in gapping.gaps("medical-necessity", case, found, factory.guideline(), dated=factory.DAY)
        }

    assert "continued-course" in keys(start="continuation", obtained="samples")
    assert "continued-course" not in keys(start="new")
    assert "continued-course" not in keys(start="continuation", therapy="mycophenolate mofetil")


def test_a_judgement_is_told_without_a_gap_between_who_and_when() -> None:
    judged = [
        {
            "step": "chronicity",
            "status": "not-documented",
            "rationale": "a second reading",
            "by": "A. B.",
            "on": "2026-11-20",
        }
    ]
    out = write.text(document(LUCJA, "medical-necessity", overrides=judged))
    assert "not documented (by A. B. on 2026-11-20)." in out


def test_enclosures_are_listed_under_one_heading() -> None:
    blocks = document(LUCJA, "medical-necessity").blocks
    place = next(
        n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.text == "Enclosures"
    )
    listed = blocks[place + 1]
    assert isinstance(listed, BulletList)
    assert line(listed.items[0]) == "Exhibit 1: Notice of denial (2026-11-10, 3 pages)"
