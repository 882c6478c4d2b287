"""Three separate answers on a therapy, worded so that nothing is claimed that the sources do not hold."""

from pathlib import Path

import pytest
from case_builder import case, guideline, one_failure, two_failures, upcr

from lnreview.case.model import Case
from lnreview.exchange import casefile
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
    assert necessary.startswith("Supported by the record: refractory by Arora 2022")
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
    assert table.rows[0].status == "not-met"
    assert "inadequate response" in table.rows[0].cells[1]
    assert "denial" in table.note
    assert table.rows[1].cells[1].startswith("Named for “inadequate response” by EULAR/ERA-EDTA 2019.")


def test_the_set_that_names_it_makes_it_an_option() -> None:
    row = tables(asking(one_failure(), "rituximab"), "eular-2019")["three-answers"].rows[0]
    assert row.status == "met"


def test_without_a_verdict_necessity_is_not_documented() -> None:
    table = tables(asking(case(upcr(0, "3.0"), as_of=5, complete={}), "rituximab"))["three-answers"]
    assert table.rows[0].status == "not-documented"
    assert "which this record does not document" in table.rows[1].cells[1]


def test_a_hard_stop_stands_in_the_answer() -> None:
    pregnant = ("pregnancies", {"status": "pregnant", "since": "2024-12-01"})
    row = tables(asking(two_failures(pregnant), "rituximab"))["three-answers"].rows[0]
    assert row.status == "not-met"
    assert "Pregnancy is on record" in row.cells[1]


def test_without_a_request_the_first_option_that_nothing_stops_is_answered() -> None:
    table = tables(two_failures())["three-answers"]
    assert table.title.endswith("rituximab")
    assert "none is asked for" in table.intro


def test_a_therapy_that_the_pack_does_not_know_is_not_spoken_of() -> None:
    table = tables(asking(two_failures(), "atacicept"))["three-answers"]
    assert {row.status for row in table.rows} == {"not-documented"}
    assert all("holds no entry" in row.cells[1] for row in table.rows)


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
