"""The case in brief: what a colleague is told in five seconds, and never more than the record says."""

import pytest

from lnreview.desktop.brief import brief, rich
from tests.case_builder import (
    biopsy,
    case,
    egfr,
    euro_lupus,
    mmf,
    on,
    prednisone,
    reviewed,
    stable,
    upcr,
    urine_24h,
)


def told(*parts, as_of=400, **fields):
    built = case(
        *parts,
        as_of=as_of,
        **{"patient": {"name": "Demo, Eva", "sex": "female", "birth_date": "1992-05-01"}} | fields,
    )
    return brief(built, reviewed(built))


def test_it_says_who_tissue_then_and_now_what_was_given_and_what_is_next() -> None:
    found = told(
        biopsy(-8, "III+V"), prednisone(), mmf(0, 200, stop_reason="no-response"), euro_lupus(210, 280),
        upcr(-2, 4), upcr(180, "3.8"), upcr(390, "3.4"), egfr(-2, 90), egfr(390, 72),
    )  # fmt: skip
    assert found.first_line == (
        "Demo, Eva · F 32 · class III + V (Jan 2024, AI 10 CI 1) · UPCR 4 → 3.4 g/g (−15 % since Jan 2024) · "
        "eGFR 90 → 72 (−20 %)"
    )
    assert found.second_line.startswith(
        "Given: mycophenolate mofetil 6.5 months, cyclophosphamide 2.2 months · "
    )
    assert " · Next: " in found.second_line
    assert found.text == f"{found.first_line} · {found.verdict} · {found.second_line}"


def test_a_change_stands_only_between_values_of_one_kind_that_are_no_bounds() -> None:
    mixed = told(biopsy(), mmf(0), urine_24h(-2, 5), upcr(390, "3.4"), egfr(-2, ">90"), egfr(390, 72))
    assert "24-h protein 5 g/d → UPCR 3.4 g/g (since Jan 2024)" in mixed.first_line
    assert "eGFR >90 → 72" in mixed.first_line
    assert "%" not in mixed.first_line


def test_one_value_is_told_as_it_is_and_an_old_one_with_its_day() -> None:
    found = told(biopsy(), mmf(0), upcr(-2, 4), as_of=800)
    assert f"UPCR 4 g/g (last {on(-2)})" in found.first_line
    assert "→" not in found.first_line


def test_what_is_not_known_is_left_out() -> None:
    built = case(as_of=10, patient={"sex": "unknown"}, title="A case")
    found = brief(built, reviewed(built))
    assert found.first_line == "A case"
    assert "Given" not in found.second_line
    assert brief(built, None).text == "A case"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (mmf(0), "mycophenolate mofetil 13 months so far"),
        (mmf(0, ongoing="unknown"), "mycophenolate mofetil from 10 Jan 2024, end not documented"),
        (mmf("2024-01", "2024-07"), "mycophenolate mofetil 5–6.9 months"),
        (mmf("2021-01-10", "2024-01-10"), "mycophenolate mofetil 3 years"),
    ],
)  # fmt: skip
def test_for_how_long_something_was_given_is_never_invented(given: object, words: str) -> None:
    found = told(biopsy("2020-12-20"), given, upcr("2020-12-22", 4), *stable(10))
    assert f"Given: {words}" in found.second_line


def test_a_provisional_verdict_stands_before_what_is_next() -> None:
    found = told(
        biopsy(), prednisone(), mmf(0, 200, stop_reason="no-response"), euro_lupus(205, 275),
        mmf(280, id="mmf-2", role="follow-on"),
        upcr(-2, 4), upcr(180, "3.9"), upcr(199, 4), upcr(380, "3.9"), upcr(399, 4), *stable(-2, 180, 199, 380, 399),
        biopsy(300),
    )  # fmt: skip
    assert found.verdict == "Inadequate response"
    assert " · Provisional: refractory · Next: " in found.second_line


def test_rich_text_escapes_the_record_and_shortens_only_what_says_so() -> None:
    found = told(
        biopsy(), mmf(0), upcr(-2, 4), patient={"name": "<b>R&D", "sex": "female", "birth_date": "1992-05-01"}
    )
    assert "&lt;b&gt;R&amp;D" in rich(found.now, "#777777")
    for part in found.course:
        if part.short:
            assert part.short.endswith(" …")
            assert part.detail.startswith(part.short.removesuffix(" …"))
