"""Three separate answers on a therapy, worded so that nothing is claimed that the sources do not hold."""

from pathlib import Path

import pytest
from case_builder import case, guideline, one_failure, two_failures, upcr

from lnreview.case.model import Case
from lnreview.exchange import casefile
from lnreview.review.detail.gather import details
from lnreview.review.detail.question import question
from lnreview.review.detail.table import Table
from lnreview.review.evaluate import assessment

DEMO = Path(__file__).parents[3] / "resources/demo"


def tables(subject: Case, criteria: str | None = None) -> dict[str, Table]:
    return {table.id: table for table in question(assessment(subject, guideline(), criteria=criteria))}


def answers(subject: Case, criteria: str | None = None) -> list[str]:
    return [row.cells[1] for row in tables(subject, criteria)["three-answers"].rows]


def asking(subject: Case, therapy: str) -> Case:
    return subject.model_copy(update={"request": subject.request.model_copy(update={"therapy": therapy})})


def test_the_three_answers_on_rituximab_claim_no_more_than_the_sources() -> None:
    necessary, standard, experimental = answers(asking(two_failures(), "rituximab"))
    assert necessary.startswith(
        "Supported by the record: the program's verdict, with the criteria set Arora 2022, is “refractory”"
    )
    assert "named for it by Arora 2022, KDIGO 2024" in necessary
    assert standard.startswith("Named for refractory disease by Arora 2022, KDIGO 2024, ACR 2024")
    assert "Off-label" in standard
    assert experimental.startswith(
        "Off-label, guideline-supported; negative randomised trial in active disease, supportive observational data"
    )
    for answer in (necessary, standard, experimental):
        assert "approved" not in answer.casefold()
        assert "not experimental" not in answer.casefold()


def test_negative_trials_are_told() -> None:
    row = tables(asking(two_failures(), "rituximab"))["three-answers"].rows[2]
    assert "the primary endpoint was not met" in row.cells[2]
    assert "Contrary evidence" in row.cells[2]


def test_a_therapy_that_the_verdict_does_not_lead_to_is_not_called_necessary_nor_denied() -> None:
    subject = asking(one_failure(), "rituximab")
    table = tables(subject)["three-answers"]
    assert table.rows[0].status != "met"
    assert "inadequate response" in table.rows[0].cells[1]
    assert "denial" in table.note
    assert table.rows[1].cells[1].startswith("Named for “inadequate response” by EULAR/ERA-EDTA 2019.")


def test_the_set_that_names_it_makes_it_an_option() -> None:
    row = tables(asking(one_failure(), "rituximab"), "eular-2019")["three-answers"].rows[0]
    assert row.cells[1].startswith("Supported by the record")
    assert "named for it by EULAR/ERA-EDTA 2019" in row.cells[1]


@pytest.mark.parametrize("path", sorted(DEMO.glob("*.json")), ids=lambda path: path.stem)
def test_a_conclusion_on_necessity_carries_neither_tick_nor_cross(path: Path) -> None:
    found = tables(casefile.read(path)).get("three-answers")
    if found is not None:
        assert found.rows[0].status in (None, "not-documented")


@pytest.mark.parametrize("path", sorted(DEMO.glob("*.json")), ids=lambda path: path.stem)
def test_arora_is_credited_only_with_what_its_abstract_names(path: Path) -> None:
    found = tables(casefile.read(path), "arora-2022").get("three-answers")
    answer = found.rows[0].cells[1] if found else ""
    named = answer.partition("named for it by ")[2].partition(";")[0]
    assert "Arora 2022" not in named or "rituximab" in (found.title if found else "")


def test_arora_names_no_step_after_undertreatment_or_relapse() -> None:
    for name in ("keisha-undertreated", "hana-relapse"):
        answer = answers(casefile.read(DEMO / f"demo-{name}.json"), "arora-2022")[0]
        assert "Arora 2022 does not name it for this in what was read of it (abstract)" in answer


def test_a_continuation_of_what_works_is_supported() -> None:
    farah = casefile.read(DEMO / "demo-farah-responding.json")
    row = tables(farah)["three-answers"].rows[0]
    assert row.status is None
    assert row.cells[1] == (
        "Supported as a continuation: complete response under it; responding leads to continuing."
    )


def test_what_works_is_no_reason_for_something_new() -> None:
    farah = casefile.read(DEMO / "demo-farah-responding.json")
    request = farah.request.model_copy(update={"therapy": "voclosporin", "start": "new"})
    answer = answers(farah.model_copy(update={"request": request}))[0]
    assert answer.startswith("Not supported by the record as it stands")
    assert answer.endswith("which leads to: Continue, then maintenance.")


def test_without_a_verdict_necessity_is_not_documented() -> None:
    table = tables(asking(case(upcr(0, "3.0"), as_of=5, complete={}), "rituximab"))["three-answers"]
    assert table.rows[0].status == "not-documented"
    assert "which this record does not document" in table.rows[1].cells[1]


def test_a_hard_stop_stands_in_the_answer() -> None:
    pregnant = ("pregnancies", {"status": "pregnant", "since": "2024-12-01"})
    row = tables(asking(two_failures(pregnant), "rituximab"))["three-answers"].rows[0]
    assert row.status != "met"
    assert row.cells[1].startswith("Not as it stands")
    assert "Pregnancy is on record" in row.cells[1]


def test_without_a_request_the_first_option_that_nothing_stops_is_answered() -> None:
    table = tables(two_failures())["three-answers"]
    assert table.title.endswith("rituximab")
    assert "none is asked for" in table.intro


def test_a_therapy_that_the_pack_does_not_know_is_not_spoken_of() -> None:
    table = tables(asking(two_failures(), "atacicept"))["three-answers"]
    assert {row.status for row in table.rows} == {"not-documented"}
    assert all("holds no entry" in row.cells[1] for row in table.rows)
    assert all("rituximab" in row.cells[1] for row in table.rows)


def test_a_drug_with_several_schemes_is_answered_with_their_names() -> None:
    answer = answers(asking(two_failures(), "cyclophosphamide"))[0]
    for name in (
        "low-dose intravenous cyclophosphamide (Euro-Lupus)",
        "extended intravenous cyclophosphamide",
    ):
        assert name in answer
    assert "rituximab" not in answer


def test_what_is_asked_for_is_what_the_request_needs_and_a_noun_phrase() -> None:
    missing = tables(asking(two_failures(), "tacrolimus"))["options-compared"].missing
    assert missing
    assert {item.why for item in missing} == {
        "It is a precondition of tacrolimus with mycophenolate (multitarget)."
    }
    for item in missing:
        assert not item.what.endswith(".")


def test_eular_2025_covers_what_was_read_by_topic_only() -> None:
    standard = answers(asking(two_failures(), "rituximab"))[1]
    assert "EULAR 2025" not in standard.partition(".")[0]
    assert "Covered by EULAR 2025, of which only the topics were read." in standard


def test_an_option_without_any_rule_is_not_called_safe() -> None:
    table = tables(two_failures())["options-compared"]
    il2 = next(row for row in table.rows if row.cells[0] == "low-dose interleukin-2")
    assert il2.cells[4] == "No stop or precondition was read."
    assert "missed the primary endpoint" in il2.how


def test_a_brand_leads_to_its_therapy() -> None:
    assert tables(asking(two_failures(), "Lupkynis"))["three-answers"].title.endswith(
        "voclosporin with mycophenolate"
    )


def test_nothing_is_shown_where_there_is_neither_option_nor_request() -> None:
    assert tables(case(upcr(0, "3.0"), as_of=5)) == {}


def test_the_options_say_where_no_source_gives_a_rule() -> None:
    table = tables(two_failures())["options-compared"]
    belimumab = next(row for row in table.rows if row.cells[0].startswith("belimumab"))
    assert belimumab.cells[6] == "none read"
    assert all(row.cells[2] for row in table.rows)
    assert all(row.citations for row in table.rows)


@pytest.mark.parametrize("path", sorted(DEMO.glob("*.json")), ids=lambda path: path.stem)
def test_no_demo_case_is_told_that_rituximab_is_approved(path: Path) -> None:
    for table in tables(casefile.read(path)).values():
        for row in table.rows:
            told = " ".join(row.cells).casefold()
            assert "not experimental" not in told
            assert "rituximab is approved" not in told


def test_a_set_does_not_name_again_what_failed() -> None:
    eleni = casefile.read(DEMO / "demo-eleni-multirefractory.json")
    found = next(table for table in details(eleni, guideline()) if table.id == "criteria-comparison")
    told = [row.cells[4] for row in found.rows if row.cells[1] == "Multirefractory"]
    assert told
    assert all(text.startswith("Named before an anti-CD20 antibody failed, as it did here") for text in told)


def test_the_age_of_a_label_is_told_beside_necessity_and_label() -> None:
    child = two_failures(patient={"sex": "female", "age_years": 17})
    rows = tables(asking(child, "obinutuzumab"))["three-answers"].rows
    assert "The patient is 17: outside the label at this age." in rows[0].cells[3]
    for row in rows[1:]:
        assert "outside the label at this age" in row.cells[1]
