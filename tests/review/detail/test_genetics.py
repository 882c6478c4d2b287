"""Genes on record and what they mean, by the conclusion of the report; what is asked for before a drug."""

from typing import Any

import pytest
from case_builder import (
    case,
    course,
    guideline,
    one_failure,
    other_tissue,
    tacrolimus,
    two_failures,
    upcr,
    weight,
)
from tissue_tables import look, row, tables

from lnreview.case.model import Case
from lnreview.review.detail.genetics import combined, genetics
from lnreview.review.detail.table import Row, Table
from lnreview.review.verdict import decide

AZA = course("azathioprine", -300, -200, 100, "mg/d", role="maintenance")


def gene(name: str, phenotype: str = "unknown", result: str = "as printed", **more: Any) -> Any:
    return ("genotypes", {"gene": name, "result": result, "phenotype": phenotype, **more})


def plain(*parts: Any, **fields: Any) -> Case:
    """Return a patient whose verdict leads to no option, with what a test names."""
    return case(other_tissue(5), upcr(8, 2), *parts, **{"as_of": 10} | fields)


def table(subject: Case) -> Table:
    return tables(subject, genetics)["genetics"]


def aza(*parts: Any) -> tuple[Row, ...]:
    return tuple(item for item in table(plain(AZA, *parts)).rows if "azathioprine" in item.cells[3])


def test_nothing_is_shown_where_no_gene_and_no_drug_is_named() -> None:
    assert tables(plain(), genetics) == {}


# --- azathioprine ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tpmt", "nudt15", "said", "statuses"),
    [
        ("normal", "normal", "2-3 mg/kg a day", ["primary"]),
        ("intermediate", "normal", "30-80 %", ["secondary"]),
        ("normal", "intermediate", "0.6-2.4 mg/kg", ["secondary"]),
        ("intermediate", "intermediate", "20-50 %", ["primary", "secondary"]),
        ("poor", "normal", "consider alternative nonthiopurine", ["secondary"]),
        ("normal", "poor", "consider alternative nonthiopurine", ["secondary"]),
        ("poor", "poor", "consider alternative nonthiopurine", ["secondary"]),
    ],
)
def test_the_two_genes_are_read_together(tpmt: str, nudt15: str, said: str, statuses: list[str]) -> None:
    rows = aza(gene("TPMT", tpmt), gene("NUDT15", nudt15))

    assert said in rows[0].cells[4]
    assert [item.citations[0].status for item in rows] == statuses
    assert {item.citations[0].source for item in rows} == {"cpic-thiopurine"}


def test_the_dose_for_two_intermediate_genes_is_of_another_status_than_the_share() -> None:
    rows = aza(gene("TPMT", "intermediate"), gene("NUDT15", "intermediate"))

    assert "0.4-1.5 mg/kg" in rows[1].cells[4]
    assert rows[1].citations[0].status == "secondary"


def test_a_poor_metaboliser_is_never_told_to_avoid() -> None:
    assert "avoid" not in aza(gene("TPMT", "poor"), gene("NUDT15", "normal"))[0].cells[4]


@pytest.mark.parametrize(("known", "other"), [("TPMT", "NUDT15"), ("NUDT15", "TPMT")])
@pytest.mark.parametrize("phenotype", ["normal", "intermediate"])
def test_one_gene_alone_gives_no_dose_and_the_other_is_asked_for(
    known: str, other: str, phenotype: str
) -> None:
    subject = plain(AZA, gene(known, phenotype))
    (item,) = table(subject).rows

    assert (item.status, item.cells[4]) == ("not-documented", "")
    assert other in item.how
    assert other in table(subject).missing[0].what
    assert known not in table(subject).missing[0].what


def test_a_poor_result_of_one_gene_is_enough() -> None:
    assert combined("poor", "unknown") == combined("unknown", "poor") == "poor"
    assert combined("intermediate", "unknown") == combined("unknown", "normal") == ""


def test_an_indeterminate_result_says_what_is_looked_at_instead() -> None:
    tpmt = aza(gene("TPMT", "indeterminate"), gene("NUDT15", "normal"))
    nudt15 = aza(gene("TPMT", "normal"), gene("NUDT15", "indeterminate"))

    assert "erythrocytes" in tpmt[0].cells[4]
    assert "monitor closely" in nudt15[0].cells[4]
    assert {item.citations[0].status for item in (*tpmt, *nudt15)} == {"primary"}


def test_alleles_are_never_read_into_a_phenotype() -> None:
    (item,) = aza(gene("TPMT", result="*1/*3A"), gene("NUDT15", result="*1/*9"))

    assert (item.status, item.cells[2], item.cells[4]) == ("not-documented", "", "")
    assert item.cells[1] == "TPMT *1/*3A; NUDT15 *1/*9"
    assert "conclusion of the report is needed" in item.how
    assert "without function since February 2019" in item.how


def test_two_reports_that_conclude_differently_conclude_nothing() -> None:
    (item,) = aza(gene("TPMT", "normal"), gene("TPMT", "intermediate"), gene("NUDT15", "normal"))

    assert item.status == "not-documented"
    assert "Two reports conclude differently" in item.how


def test_before_azathioprine_both_genes_are_asked_for_with_the_remark_on_ancestry() -> None:
    found = table(plain(AZA))

    assert [item.what for item in found.missing] == ["TPMT and NUDT15 phenotype, as the report concludes it"]
    assert "Asian and Hispanic" in found.note


def test_the_table_of_2011_is_a_trap_and_no_advice() -> None:
    trap = next(item for item in guideline().facts if item.id == "thiopurine-2011")

    assert trap.topic == "trap"
    assert not [item for item in guideline().genes if "30-70" in item.advice]


# --- tacrolimus, APOL1 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phenotype", "said"),
    [
        ("expresser", "× 1.5-2"),
        ("normal", "× 1.5-2"),
        ("intermediate", "× 1.5-2"),
        ("non-expresser", "standard dose"),
        ("poor", "standard dose"),
    ],
)
def test_cyp3a5_is_transplant_advice_and_says_so(phenotype: str, said: str) -> None:
    item = row(table(plain(gene("CYP3A5", phenotype))), "CYP3A5")

    assert said in item.cells[4]
    assert "transplant" in item.cells[5]
    assert "extrapolated" in item.cells[5]
    assert item.citations[0].status == "secondary"


def test_before_tacrolimus_cyp3a5_is_asked_for_where_the_record_or_the_options_name_it() -> None:
    on_record = table(plain(tacrolimus(0)))
    among_options = table(two_failures())

    assert row(on_record, "CYP3A5").status == "not-documented"
    assert "among the courses" in on_record.missing[0].why
    assert "among the options" in among_options.missing[0].why


def test_apol1_explains_the_outlook_and_changes_no_therapy() -> None:
    item = row(table(plain(gene("APOL1", "two-risk-alleles"))), "APOL1")

    assert "2.57" in item.cells[4]
    assert "2.72" in item.cells[4]
    assert item.cells[5] == "outlook; changes no therapy"
    assert item.citations[0].status == "primary"
    assert row(table(plain(gene("APOL1", "one-risk-allele"))), "APOL1").cells[4] == ""


def test_another_gene_is_shown_as_reported() -> None:
    assert row(table(plain(gene("C3", result="heterozygous"))), "C3").cells[1] == "heterozygous"


@pytest.mark.parametrize(
    "found",
    [
        gene("APOL1", "two-risk-alleles"),
        gene("TPMT", "poor"),
        gene("NUDT15", "poor"),
        gene("CYP3A5", "expresser"),
    ],
)
def test_genes_decide_nothing(found: Any) -> None:
    for build in (one_failure, two_failures):
        assert decide(look(build(found)), {}) == decide(look(build()), {})


# --- the dose on record against the range ----------------------------------------------------------------------------


def on_record(mg: float, tpmt: str = "intermediate", nudt15: str = "normal", *more: Any) -> Row | None:
    """Return the row of a running course at 60 kg (unless `more` weighs otherwise)."""
    running = course("azathioprine", 1, None, mg, "mg/d", role="maintenance")
    parts = [running, gene("TPMT", tpmt), gene("NUDT15", nudt15), *(more or [weight(0, 60)])]
    found = [item for item in table(plain(*parts)).rows if item.cells[0] == "Dose on record"]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("mg", "tpmt", "nudt15", "status"),
    [
        # one intermediate: 0.6-2.4 mg/kg, 36-144 mg for 60 kg
        (150, "intermediate", "normal", "not-met"), (145, "normal", "intermediate", "not-met"),
        (144, "intermediate", "normal", "met"), (36, "intermediate", "normal", "met"), (25, "intermediate", "normal", "met"),
        # both: 0.4-1.5 mg/kg, 24-90 mg; none: 2-3 mg/kg, 120-180 mg
        (90, "intermediate", "intermediate", "met"), (91, "intermediate", "intermediate", "not-met"),
        (180, "normal", "normal", "met"), (181, "normal", "normal", "not-met"),
    ],
)  # fmt: skip
def test_a_dose_is_set_against_the_range_of_the_genes(mg: int, tpmt: str, nudt15: str, status: str) -> None:
    found = on_record(mg, tpmt, nudt15)

    assert found is not None
    assert found.status == status


def test_a_dose_above_the_range_is_said_in_mg() -> None:
    found = on_record(150)

    assert found is not None
    assert found.cells[4] == (
        "Exceeds the range: 150 mg/d is 2.5 mg/kg/d, above 0.6-2.4 mg/kg/d (36-144 mg/d for 60 kg)."
    )


def test_without_a_weight_it_cannot_be_told_and_is_asked_for() -> None:
    found = on_record(150, "intermediate", "normal", upcr(9, 2))

    assert found is not None
    assert found.status == "not-documented"


def test_no_range_is_made_up_where_one_gene_lacks_or_is_poor() -> None:
    assert on_record(150, "unknown") is None
    assert on_record(150, "poor") is None
