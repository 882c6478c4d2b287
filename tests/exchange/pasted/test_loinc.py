"""LOINC codes beside a printed name are hints, never truth: code, name and unit have to agree."""

import pytest

from lnreview.case import analytes
from lnreview.case.identifiers import loinc_fault
from lnreview.exchange.pasted.loinc import LOINC
from lnreview.exchange.pasted.named import read_name


@pytest.mark.parametrize("code", LOINC)
def test_each_code_has_its_check_digit_and_names_an_analyte(code: str) -> None:
    assert not loinc_fault(code)
    assert analytes.find(LOINC[code]) is not None


def test_a_code_says_what_an_unknown_name_stands_for() -> None:
    found = read_name("Krea", "", "2160-0")
    assert found.analyte is not None
    assert found.analyte.id == "creatinine"


def test_where_code_and_name_disagree_neither_is_believed() -> None:
    found = read_name("Complement C4", "", "4485-9")
    assert found.analyte is None
    assert found.name == "Complement C4 (LOINC 4485-9)"


@pytest.mark.parametrize("code", ["34366-5", "2888-6", "21482-5", "62238-1", "33914-3", "2161-8", "1747-5"])
def test_what_is_similar_and_wrong_is_no_hint(code: str) -> None:
    assert read_name("Test 17", "", code).analyte is None
