"""Check digits and shapes, against codes that were published as right and as wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnreview.case.identifiers import (
    hcpcs_fault,
    icd10_fault,
    loinc_fault,
    luhn_digit,
    ndc_11,
    ndc_fault,
    npi_fault,
)

PASS = [
    "2160-0",
    "14682-9",
    "38483-4",
    "2161-8",
    "98979-8",
    "98980-6",
    "62238-1",
    "33914-3",
    "48642-3",
    "48643-1",
    "88293-6",
    "50384-7",
    "76633-7",
    "77147-7",
    "69405-9",
    "2890-2",
    "13801-6",
    "60678-0",
    "40486-3",
    "34366-5",
    "2888-6",
    "21482-5",
    "2889-4",
    "20454-5",
    "9318-7",
    "32294-1",
    "14957-5",
    "4485-9",
    "4498-2",
    "11572-5",
    "5130-0",
    "33800-4",
    "32677-7",
    "31348-6",
    "5048-4",
    "8061-4",
    "11090-8",
    "29953-7",
    "31627-3",
    "1751-7",
    "2465-3",
    "2862-1",
    "1747-5",
    "5196-1",
    "13952-7",
    "16933-4",
    "29463-7",
    "8480-6",
    "8462-4",
    "16128-1",
    "13945-1",
    "2823-3",
    "6298-4",
    "8302-2",
    "23905-3",
    "11253-2",
    "74097-7",
    "4023-8",
    "3987-5",
]
"""Every LOINC code of the payer reference, section 4.5: right ones and wrong-but-similar ones, all well formed."""
FAIL = ["31348-8", "7465-1", "4420-8", "4407-5", "35548-5", "13952-0"]
"""Codes that public sources print for these analytes and that are no codes."""


@pytest.mark.parametrize("code", PASS)
def test_a_loinc_code_passes_its_check_digit(code):
    assert loinc_fault(code) == ""


@pytest.mark.parametrize("code", FAIL)
def test_a_code_that_public_sources_print_wrongly_fails(code):
    assert "check digit does not fit" in loinc_fault(code)


@pytest.mark.parametrize("text", ["", "2160", "2160-", "-0", "2160-00", "M32.14", "21600", "２160-0"])
def test_what_is_not_written_like_a_loinc_code_is_refused(text):
    assert "is no LOINC code" in loinc_fault(text)


def test_the_published_npi_passes_and_no_other_last_digit_does():
    # 1234567893 is the worked example of the CMS text on the NPI check digit.
    assert npi_fault("1234567893") == ""
    assert npi_fault(" 1234567893 ") == ""
    assert [d for d in "0123456789" if npi_fault("123456789" + d) == ""] == ["3"]


def test_two_neighbours_exchanged_are_seen():
    assert "mistyped" in npi_fault("1234567983")


@pytest.mark.parametrize("text", ["", "123456789", "12345678933", "123456789O", "123-456-7893", "١٢٣٤٥٦٧٨٩٣"])
def test_what_is_not_ten_digits_is_no_npi(text):
    assert "ten digits" in npi_fault(text)


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
def test_one_mistyped_digit_is_always_seen(nine, place, shift):
    right = nine + luhn_digit("80840" + nine)
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]

    assert npi_fault(right) == ""
    assert npi_fault(wrong) != ""


@pytest.mark.parametrize(
    ("printed", "billed"),
    [
        ("50242-0051-21", "50242-0051-21"),  # 5-4-2
        ("0024-5842-01", "00024-5842-01"),  # 4-4-2
        ("50242-051-21", "50242-0051-21"),  # 5-3-2
        ("50242-0051-1", "50242-0051-01"),  # 5-4-1
        ("50242005121", "50242-0051-21"),
        (" 49401-101-01 ", "49401-0101-01"),
    ],
)
def test_an_ndc_is_billed_as_five_four_two(printed, billed):
    assert ndc_11(printed) == billed
    assert ndc_11(billed) == billed
    assert ndc_fault(printed) == ""


def test_ten_digits_without_hyphens_are_refused_because_they_are_three_drugs():
    with pytest.raises(ValueError, match=r"three different NDCs.*hyphens of the package"):
        ndc_11("5024205121")
    assert "three different NDCs" in ndc_fault("5024205121")


@pytest.mark.parametrize("text", ["", "50242-51-21", "50242-0051", "5024-051-21", "50242-0051-2x", "50242--0051-21", "49401-0088-xx", "502420051210"])  # fmt: skip
def test_what_is_no_ndc_is_refused(text):
    assert "is no NDC" in ndc_fault(text)


@pytest.mark.parametrize(
    "code", ["M32.14", "m32.9", "N18.30", "Z79.624", "Z79.52", "I12.9", "D68.61", "B18.1", "N18"]
)
def test_a_diagnosis_code_has_its_shape(code):
    assert icd10_fault(code) == ""


@pytest.mark.parametrize("code", ["", "M3", "32.14", "M32.", "M32.14567", "lupus", "M32-14", "MM2.1"])
def test_what_has_not_the_shape_of_a_diagnosis_code_is_refused(code):
    assert "M32.14" in icd10_fault(code)


def test_a_code_without_its_point_is_told_how_to_be_written():
    assert icd10_fault("M3214") == "“M3214” lacks its point; write it as M32.14"


@pytest.mark.parametrize("code", ["J9312", "q5115", "C9399"])
def test_a_hcpcs_code_is_a_letter_and_four_digits(code):
    assert hcpcs_fault(code) == ""


@pytest.mark.parametrize("code", ["96365", "J931", "J93120", "50242-0051-21", ""])
def test_what_is_no_hcpcs_code_is_refused(code):
    assert "a letter and four digits" in hcpcs_fault(code)
