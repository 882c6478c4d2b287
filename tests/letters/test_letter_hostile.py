"""Hostile text in every field of the record: it arrives as it was written, or is refused with the name of the field."""

import copy
import io
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import letterfactory as factory
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from pypdf import PdfReader

from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.letters import fonts, write
from lnreview.letters.characters import coded
from lnreview.letters.document import Document, Run, TrendChart, plain, strings
from lnreview.letters.portions import portions
from lnreview.review.evaluate import review

HOSTILE = {
    "markup": "<b>R&D {{x}} %s </para> &amp; <br/>",
    "long": "Words without end. " * 1050,
    "one long word": "x" * 20_000,
    "right to left": "שלום עולם مرحبا",
    "emoji": "a🙂b🦴c",
    "control": "a" + "".join(map(chr, range(32))) + "\x7f\x85z",
    "half a pair": "a\ud800b",
    "lines": "line\n" * 200,
    "Chinese": "王小明" * 300,
}
SECONDS = 20
"""For one letter; the usual one takes a tenth of a second. Far above it, for machines that are busy."""
PLACE = tuple[str | int, ...]


def places(data: Any, place: PLACE = ()) -> Iterator[PLACE]:
    """Yield where a case file holds text."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*place, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from places(value, (*place, number))
    elif isinstance(data, str):
        yield place


def everything() -> dict[str, Any]:
    """Return a case file with every text that a letter may print, also those that are empty."""
    data: dict[str, Any] = factory.case().model_dump(mode="json")
    return data


def with_text(data: dict[str, Any], place: PLACE, text: str) -> dict[str, Any]:
    data = copy.deepcopy(data)
    part: Any = data
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = text
    return data


def packed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def printed(text: str) -> str:
    """Return a text as paper shows it: right-to-left words turned, what no font has by its code."""
    lacking = fonts.uncovered(text)
    shown = "".join(
        "" if fonts.invisible(c) else f"[U+{ord(c):04X}]" if c in lacking else c for c in coded(text)
    )
    return packed(shown)


def told(document: Document) -> str:
    return packed("".join(page.extract_text() for page in PdfReader(io.BytesIO(write.pdf(document))).pages))


PLACES = [
    place for place in places(everything()) if place not in {("format",), ("id",), ("settings", "criteria")}
]
"""Without the name of the format and of the case, and the criteria set: an unknown one is refused by the review."""


def test_the_fields_are_there() -> None:
    assert len(PLACES) > 300
    tops = {place[0] for place in PLACES}
    assert {"patient", "labs", "courses", "biopsies", "coverage", "clinician", "request", "waivers"} & tops


def without_what_is_shortened(document: Document) -> Document:
    """Return a letter without its chart and without what stands on every page, which give long names a short form."""
    blocks = tuple(block for block in document.blocks if not isinstance(block, TrendChart))
    return replace(document, blocks=blocks, initials="", reference="", criteria="", banner="", letterhead=())


UNITS = {
    "long": ("Words", 1050),
    "one long word": ("x", 20_000),
    "lines": ("line", 200),
    "Chinese": ("王", 300),
}
"""What is counted where page ends and repeated heads of a table come between."""


def accepted(text: str) -> list[PLACE]:
    """Return one place of each kind (`labs/3/note` for `labs/*/note`) where a case takes a text."""
    kinds: dict[tuple[str, ...], PLACE] = {}
    for place in PLACES:
        kinds.setdefault(tuple(part for part in place if isinstance(part, str)), place)
    found = []
    for place in kinds.values():
        try:
            Case.model_validate(with_text(everything(), place, text))
        except ValidationError as refused:
            told_of = [set(map(str, error["loc"])) for error in refused.errors()]
        else:
            found.append(place)
            continue
        assert any(str(place[0]) in where or not where for where in told_of), place
    return found


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "half a pair"])
def test_hostile_text_in_each_field_arrives_or_is_refused(name: str) -> None:
    text = HOSTILE[name].strip()
    taken, arrived = accepted(HOSTILE[name]), 0
    # The signer's words are searched for each statement of the pack, so a long one is tried by itself. An id is unique.
    usual = [place for place in taken if place[0] != "request" and place[-1] != "id"]
    groups = [usual[start : start + 20] for start in range(0, len(usual), 20)]
    for group in [*groups, *([place] for place in taken if place not in usual)]:
        data = everything()
        for place in group:
            data = with_text(data, place, HOSTILE[name])
        case = Case.model_validate(data)
        began = time.process_time()
        found = review(case, factory.guideline())
        document = write.compose("medical-necessity", case, found, factory.guideline(), dated=factory.DAY)
        plain_text, content = write.text(document), write.pdf(document)
        assert time.process_time() - began < SECONDS
        paper = packed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
        assert not set(re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff■]", plain_text + paper))
        whole = sum(string.count(text) for string in strings(without_what_is_shortened(document)))
        arrived += whole
        if not whole:
            continue
        assert packed(coded(text)) in packed(plain_text)
        if name in UNITS:
            unit, number = UNITS[name]
            assert paper.count(unit) >= number * whole * 0.99
        elif name == "right to left":
            assert set(packed(text)) <= set(paper)
        else:
            assert printed(text) in paper
    assert arrived > 5


def test_half_of_a_surrogate_pair_is_refused_with_the_name_of_the_field() -> None:
    from lnreview.exchange import casefile

    source = '{"format": "lnreview-case", "id": "x", "patient": {"name": "a\\ud800b"}}'
    with pytest.raises(UserError, match="patient/name"):
        casefile.loads(source, "case.json")


MIXED = st.lists(
    st.sampled_from([*(text[:80] for text in HOSTILE.values()), " ", "\n", "…", "\u202e", "ü"]), max_size=6
)


@given(MIXED, st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_mixtures_in_any_field_end_in_a_letter_or_a_sentence(parts: list[str], data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(PLACES))
    try:
        case = Case.model_validate(with_text(everything(), place, "".join(parts)))
        found = review(case, factory.guideline())
        document = write.compose("prior-authorization", case, found, factory.guideline(), dated=factory.DAY)
    except (ValidationError, UserError):
        return
    assert write.pdf(document).startswith(b"%PDF-")
    assert write.text(document)


@pytest.mark.parametrize("text", ["x" * 20_000, "a\n" * 10_000, "word " * 4_000, "a\ud800\x00"])
def test_the_outside_of_a_letter_takes_any_text(text: str) -> None:
    document = Document(
        kind="k", title=text, dated=factory.DAY, initials=text, reference=text, case_version="0", criteria=text,
        guideline_version="1", draft=True, banner=text, letterhead=(text, text),
    )  # fmt: skip
    began = time.process_time()
    out = told(document)
    assert time.process_time() - began < SECONDS
    assert printed(text.strip()) in out.replace("DRAFT", "") or len(text) > 1000


@given(st.lists(st.tuples(st.text("ab \n", max_size=4000), st.booleans()), max_size=4))
@settings(max_examples=40, deadline=None)
def test_portions_lose_no_word_and_no_mark(runs: list[tuple[str, bool]]) -> None:
    words = tuple(Run(text * 3, marks=(1, 2) if marked else ()) for text, marked in runs)
    parts = portions(words)
    told_words = " ".join("".join(run.text for run in part) for part in parts)
    assert packed(told_words) == packed("".join(run.text for run in words))
    assert [run.marks for part in parts for run in part if run.marks] == [
        run.marks for run in words if run.marks
    ]
    assert parts


def test_a_usual_text_is_one_portion() -> None:
    assert portions(plain("A sentence.\nAnother.")) == [plain("A sentence.\nAnother.")]
    assert portions(()) == [()]
