"""The letter of medical necessity: its order, its three answers, and what it must never say."""

import dataclasses
import re
import subprocess
import sys
from datetime import date

import letterfactory as factory
import pytest

from lnreview.errors import UserError
from lnreview.guideline.model import Guideline
from lnreview.letters import write
from lnreview.letters.content.criteria import NAMES
from lnreview.letters.document import Document, Gaps, Heading, KeyValues, References, Table, TrendChart
from lnreview.review.finding import Evidence, Review


def letter(review: Review | None = None, kind: str = "medical-necessity", **changes: object) -> Document:
    case = factory.case(**changes)
    return write.compose(kind, case, review or factory.review(case), factory.guideline(), dated=factory.DAY)


def told(document: Document) -> str:
    return re.sub(r"\s+", " ", write.text(document))


def headings(document: Document, level: int = 1) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading) and block.level == level]


def test_sections_stand_in_the_order_of_a_payer() -> None:
    assert headings(letter()) == [
        "The review in brief", "History and diagnosis", "Treatment history", "Rationale", "Treatment plan", "Request",
        "Enclosures", "References", "Appendix: the criteria one by one", "Values drawn in the chart",
        "Notes of the review", "Still missing", "Appendix: criteria sets side by side",
    ]  # fmt: skip


def test_page_one_names_who_what_why_and_the_criteria() -> None:
    document = letter()
    start = told(document).split("History and diagnosis")[0]
    for expected in (
        "Anna Demo", "EHP-0001", "M32.14 glomerular disease", "rituximab (Truxima), Q5115", "1,000 mg, IV, days 1 and 15",
        "has been in my care since 2025-02", "last seen on 2026-11-10", "Refractory.", "Arora 2022, version 1.0",
        *NAMES.values(),
    ):  # fmt: skip
        assert expected in start, expected


def test_the_record_s_own_words_stand_beside_the_converted_value() -> None:
    text = told(letter())
    assert "438 mg/mmol (3.87 g/g) (2025-03-03)" in text
    assert "Creatinine 88 µmol/L (1.00 mg/dL)" in text
    assert "3.8 g/g (3.80" not in text


def test_an_index_that_the_report_leaves_out_is_computed_from_its_items_and_says_so() -> None:
    grades = {"endocapillary": 2, "neutrophils": 1, "fibrinoid_necrosis": 1, "hyaline_deposits": 1,
              "cellular_crescents": 2, "interstitial_inflammation": 0}  # fmt: skip
    tissue = {"taken_on": "2025-02-20", "classes": ["IV"], **grades}
    text = told(letter(biopsies=[tissue]))
    assert "activity index 10/24 (computed from its items)" in text  # 2 + 1 + 2×1 + 1 + 2×2 + 0
    reported = told(letter(biopsies=[{**tissue, "activity_index": 9}]))
    assert "activity index 9/24" in reported
    assert "computed from its items" not in reported


def test_the_treatment_table_takes_the_largest_dose_of_a_drug() -> None:
    text = told(letter())
    assert "prednisone | 30 mg/d by mouth | 2025-03-10 – ongoing" in text
    assert "cyclophosphamide | 500 mg every 2 weeks IV, 6 given | 2025-11-03 – 2026-01-12 | 2 |" in text
    assert "hydroxychloroquine 400 mg/d by mouth (2019-06 – ongoing)" in text


def test_doses_of_different_kinds_are_never_compared_by_their_number() -> None:
    courses = [
        {"id": "a", "drug": "cyclophosphamide", "dose": {"value": 1, "unit": "g"}, "frequency": "monthly", "start": "2025-01"},
        {"id": "b", "drug": "cyclophosphamide", "dose": {"value": 100, "unit": "mg"}, "frequency": "daily", "start": "2025-06"},
    ]  # fmt: skip
    case = factory.case(courses=courses)
    text = told(letter(factory.review(case, regimens=()), courses=courses))
    assert "cyclophosphamide | 1 g monthly |" in text


def test_a_larger_daily_dose_wins_however_it_is_written() -> None:
    courses = [
        {"id": "a", "drug": "mycophenolate mofetil", "dose": {"value": 2, "unit": "g/d"}, "start": "2025-01"},
        {"id": "b", "drug": "mycophenolate mofetil", "dose": {"value": 1500, "unit": "mg"}, "frequency": "bid", "start": "2025-06"},
    ]  # fmt: skip
    case = factory.case(courses=courses)
    text = told(letter(factory.review(case, regimens=()), courses=courses))
    assert "mycophenolate mofetil | 1500 mg bid |" in text


def test_an_override_stands_beside_the_computed_finding() -> None:
    override = {
        "step": "adherence",
        "status": "met",
        "rationale": "Infusions were observed",
        "by": "Dr A",
        "on": "2026-11-20",
    }
    case = factory.case(overrides=[override])
    made = factory.review(case)
    steps = tuple(
        dataclasses.replace(found, status="not-documented", override=case.overrides[0]) if found.step == "adherence" else found
        for found in made.steps
    )  # fmt: skip
    text = told(letter(dataclasses.replace(made, steps=steps)))
    assert "Adherence shown | ◌ not documented; reviewer: met |" in text
    assert "2. Adherence shown: ◌ not documented" in text
    assert "Reviewer's judgement: met (by Dr A on 2026-11-20). Infusions were observed." in text
    assert "The computed finding above is left as it was." in text


def test_each_status_has_a_word_and_a_shape() -> None:
    case = factory.case()
    made = factory.review(case)
    steps = tuple(
        dataclasses.replace(found, status="not-met" if found.step == "dosing" else found.status)
        for found in made.steps
    )
    text = told(letter(dataclasses.replace(made, steps=steps)))
    assert "3. Dosing adequate: × not met" in text
    assert "1. Diagnosis proven: ✓ met" in text


def test_the_three_answers_are_separate_and_the_label_comes_first() -> None:
    document = letter()
    parts = headings(document, 2)
    answers = [title for title in parts if title.endswith("?")]
    assert answers == ["Medically necessary?", "Standard of care?", "Experimental or off-label?"]
    text = told(document).split("Experimental or off-label?")[1]
    assert text.index("Label status (United States):") < text.index("Off-label, guideline-supported.")
    assert "the primary endpoint was not met" in text


def test_evidence_in_active_disease_is_never_passed_off_as_refractory() -> None:
    text = told(letter(request={"therapy": "obinutuzumab", "product": "", "code": "J9301"}))
    assert "Tested in active, not refractory, lupus nephritis." in text
    assert "Tested in refractory lupus nephritis." not in text


def without_pack_texts(text: str, pack: Guideline) -> str:
    for therapy in pack.therapies:
        text = text.replace(therapy.label_text, "")
    return text


@pytest.mark.parametrize("therapy", [therapy.id for therapy in factory.guideline().therapies])
def test_no_letter_says_what_must_not_reach_a_letter(therapy: str) -> None:
    text = without_pack_texts(told(letter(request={"therapy": therapy, "product": ""})), factory.guideline())
    for forbidden in (
        "not experimental", "likely has", "ACR 2019", "2019 ACR", "46% complete", "78%", "10.2.3.1", "10.2.4.2",
        "mg/mol)", "approved by the guideline", "droracle",
    ):  # fmt: skip
        assert forbidden.casefold() not in text.casefold(), forbidden


def test_a_class_is_never_presumed() -> None:
    text = told(letter(biopsies=[], request={"reason": "Proteinuria persists."}, kind="prior-authorization"))
    assert "Biopsy class: not documented" in text
    assert "biopsy: class" not in text


def test_references_are_numbered_by_first_use_with_their_status() -> None:
    document = letter()
    references = next(block for block in document.blocks if isinstance(block, References)).items
    assert [reference.number for reference in references] == list(range(1, len(references) + 1))
    text = told(document)
    used = {
        int(number)
        for mark in re.findall(r"\[([\d, ]+)\]", text.split("References =")[0])
        for number in mark.split(",")
    }
    assert used == {reference.number for reference in references}
    weak = [pair for reference in references for pair in reference.cited_for if pair[1]]
    assert any("locator not verified" in status for _, status in weak)


def test_evidence_that_nobody_verified_is_left_out_and_counted() -> None:
    pack = factory.guideline()
    therapy = pack.therapy("rituximab")
    assert therapy is not None
    weak = [statement for statement in therapy.evidence if statement.status == "unverified"]
    assert weak
    text = told(letter())
    assert not [statement for statement in weak if re.sub(r"\s+", " ", statement.text) in text]
    assert f"Left out: {len(weak)} statement" in text


def test_a_plan_that_nobody_verified_says_so_where_it_stands() -> None:
    therapy = factory.guideline().therapy("rituximab")
    assert therapy is not None
    assert therapy.monitoring is not None
    assert therapy.monitoring.status == "unverified"
    after = told(letter()).split(re.sub(r"\s+", " ", therapy.monitoring.text))[1]
    assert re.match(r"( \[[\d, ]+\])? \(not verified\)", after)


def test_each_regimen_has_a_line_of_its_own() -> None:
    case = factory.case()
    made = factory.review(case)
    joined = " ".join(f"({n}) {r.adherence.because}" for n, r in enumerate(made.regimens, 1))
    steps = tuple(
        dataclasses.replace(found, because=joined) if found.step == "adherence" else found
        for found in made.steps
    )
    document = letter(dataclasses.replace(made, steps=steps))
    assert "(1)" not in told(document).split("Rationale")[0]
    table = next(block for block in document.blocks if isinstance(block, Table))
    row = next(row for row in table.rows if row[0][0].text == NAMES["adherence"])
    assert [line[:3] for line in row[2][0].text.split("\n")] == [
        f"{n}. " for n, _ in enumerate(made.regimens, 1)
    ]


def test_an_entry_is_printed_under_the_first_criterion_that_uses_it() -> None:
    case = factory.case()
    made = factory.review(case)
    entry = Evidence("kidney biopsy", "class IV", date="2026-09-30")
    steps = tuple(
        dataclasses.replace(found, evidence=(entry,)) if found.step in ("diagnosis", "biopsy") else found
        for found in made.steps
    )
    proof = told(letter(dataclasses.replace(made, steps=steps))).split("Appendix: the criteria one by one =")[
        1
    ]
    assert proof.count("class IV (2026-09-30)") == 1
    assert "Evidence told above: Kidney biopsy of 2026-09-30 (criterion 1)." in proof


def test_the_program_s_own_choices_are_no_reference() -> None:
    references = next(block for block in letter().blocks if isinstance(block, References)).items
    assert not any("program default:" in reference.text for reference in references)
    assert "no change: 25% (program default)" in told(letter())


def test_expedited_and_peer_to_peer_stand_only_where_the_record_holds_them() -> None:
    plain = told(letter(clinician={"phone": ""}))
    assert "peer-to-peer" not in plain
    assert "EXPEDITED" not in plain
    urgent = told(letter(request={"expedited_reason": "Creatinine doubled in two weeks"}))
    assert "Review: EXPEDITED" in urgent
    assert "Expedited review is requested. Creatinine doubled in two weeks." in urgent
    assert "peer-to-peer call at 555 0101" in urgent


def test_a_published_case_carries_its_citation() -> None:
    cited = {"title": "A case", "authors": "Doe J", "journal": "Lupus", "year": 2020, "doi": "10.1/x"}
    assert (
        letter(synthetic=False, citation=cited).banner == "Published case: Doe J. A case. Lupus 2020. 10.1/x"
    )
    assert letter().banner == "Synthetic case, not a patient"
    assert letter(synthetic=False).banner == ""


def test_values_after_the_review_are_not_told() -> None:
    labs = [
        *factory.case_data()["labs"],
        {"analyte": "c3", "quantity": {"value": 9, "unit": "mg/dL"}, "collected_on": "2027-01-01"},
    ]
    assert "C3 61 mg/dL" in told(letter(labs=labs))


def test_the_case_version_follows_the_content_only() -> None:
    assert letter().case_version == letter().case_version
    assert letter().case_version != letter(note="changed").case_version


def test_the_chart_holds_the_targets_of_the_criteria_set() -> None:
    chart = next(block for block in letter().blocks if isinstance(block, TrendChart))
    assert [target.words for target in chart.trend.upcr_targets] == ["complete < 0.5", "partial ≤ 2"]
    assert "month" not in chart.caption


def test_the_summary_prints_not_documented_for_every_empty_field() -> None:
    case = factory.case(patient={"name": ""}, coverage={"member_id": ""}, clinician={"npi": ""})
    document = write.compose(
        "prior-authorization", case, factory.review(case), factory.guideline(), dated=factory.DAY
    )
    text = write.text(document)
    for line in (
        "Name: not documented",
        "Member ID: not documented",
        "NPI: not documented",
        "E-mail: none recorded",
    ):
        assert line in text
    assert headings(document)[:14] == [
        "Summary of the request", "The criteria in brief", "Submission", "Review type", "Patient", "Insurance",
        "Prescriber", "Drug", "Therapy state", "Provider-administered", "Compound or device", "Diagnosis",
        "Quantity and billing units", "Treatment history",
    ]  # fmt: skip
    assert isinstance(document.blocks[3], KeyValues)
    assert "items missing, listed at the end" in text


def test_a_continuation_tells_since_when_and_what_it_did() -> None:
    request = {"therapy": "mycophenolate mofetil", "start": "continuation"}
    text = write.text(letter(kind="prior-authorization", request=request))
    assert "Started: 2025-03-10" in text
    assert "Effect: no response" in text


def test_an_unknown_kind_is_refused_with_the_kinds_there_are() -> None:
    case = factory.case()
    with pytest.raises(UserError, match="Choose one of: medical-necessity, prior-authorization"):
        write.compose("poem", case, factory.review(case), factory.guideline(), dated=date(2026, 1, 1))


def test_an_empty_case_still_gives_a_letter_with_all_its_gaps() -> None:
    case = factory.Case.model_validate({"id": "empty"})
    for kind in write.KINDS:
        document = write.compose(
            kind, case, factory.insufficient(case), factory.guideline(), dated=factory.DAY
        )
        assert document.draft
        assert any(isinstance(block, Gaps) for block in document.blocks)


def test_composing_a_letter_loads_no_pdf_library() -> None:
    program = (
        "import sys; import lnreview.letters.write, lnreview.letters.content.necessity; "
        "sys.exit(any(name.startswith('reportlab') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
