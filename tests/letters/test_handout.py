"""The hand-out of a conference: nothing in it, in its text, its PDF or its file, tells who the patient is."""

import io
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import letterfactory as factory
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case, clinical_lists
from lnreview.errors import UserError
from lnreview.exchange import casefile
from lnreview.letters import write
from lnreview.letters.content import handout, identifiers
from lnreview.letters.document import Document
from lnreview.review.evaluate import review

ROOT = Path(__file__).parents[2]
DEMOS = sorted((ROOT / "resources/demo").glob("*.json"))
PUBLISHED = sorted((ROOT / "tests/published").glob("*.json"))
PAPERS: dict[str, Any] = {
    "patient": {"name": "Wilhelmina Quistgaard", "record_number": "MRN-7781234", "phone": "555-0142",
                "address": "7 Larkspur Close\nOddington, ST 00000", "representative": "Casimir Quistgaard"},
    "coverage": {"payer": "Fernhill Mutual", "attention": "Ottoline Brask", "address": "9 Payer Row\nFernhill",
                 "phone": "555-0143", "fax": "555-0144", "member_id": "FM-445566", "group_number": "GRP-9981",
                 "policyholder": "Casimir Quistgaard", "reference": "AUTH-553311", "rx_bin": "610999", "rx_pcn": "PCNX",
                 "rx_id": "RX-88112", "secondary_payer": "Dunmore Life", "secondary_id": "DL-77001"},
    "clinician": {"name": "Theodosia Vanterpool", "credentials": "MD", "specialty": "Nephrology", "npi": "1234567893",
                  "licence": "LIC-66012", "organisation": "Larkspur Renal Institute", "address": "3 Ward Street\nOddington",
                  "phone": "555-0145", "fax": "555-0146", "email": "tv@larkspur.example", "contact": "Ignatz Holloway",
                  "contact_phone": "555-0147", "dea": "AV1234563", "tax_id": "00-7654321", "site_npi": "1234567893"},
    "determination": {"number": "CASE-90210", "contact": "Ottoline Brask"},
    "conference": {"held_on": "2026-12-01", "agenda": "Mrs Quistgaard, bed 4", "presenter": "Theodosia Vanterpool",
                   "present": "Ignatz Holloway", "handout": True},
    "denials": [{"id": "denial-1", "denied_on": "2026-11-03", "reason": "Ms Quistgaard, FM-445566", "reviewer": "Ambrose Pell",
                 "reference": "DEN-31337", "send_to": "Fernhill, fax 555-0148"}],
    "allergies": [{"what": "penicillin, told by Casimir"}],
    "enclosures": [{"title": "Report of Dr Pell", "dated": "2026-10-03"}],
}  # fmt: skip
ITEMS: list[dict[str, Any]] = [
    {"kind": "question", "words": "Is rituximab next?"},
    {"kind": "question", "words": "Will Wilhelmina take it?"},
    {"kind": "question", "words": "Was 2026-11-16 the last visit?"},
    {
        "kind": "decision",
        "words": "Ask Theodosia Vanterpool.",
        "owner": "Ignatz Holloway",
        "due_on": "2026-12-09",
    },
    {"kind": "follow-up", "words": "Call 555-0142.", "owner": "Casimir"},
]


def marked(path: Path) -> Case:
    """Return a case with identifiers in every field that may hold one, and a name in each note, source and free text."""
    data = casefile.read(path).model_dump(mode="json")
    data.update(
        {
            name: {**(data.get(name) or {}), **part} if isinstance(part, dict) else part
            for name, part in PAPERS.items()
        }
    )
    data |= {
        "id": "quistgaard-1",
        "title": "Wilhelmina Quistgaard",
        "conference_items": ITEMS,
        "rebuttals": [],
    }
    for name in clinical_lists():
        for entry in data.get(name) or []:
            entry |= {"source": "letter of Dr Pell, 2026-10-04", "note": "seen with Casimir Quistgaard"}
            for field in ("findings", "immunofluorescence", "electron_microscopy"):
                if isinstance(entry.get(field), str):
                    entry[field] = "read by Ambrose Pell"
    return Case.model_validate(data)


@cache
def made(path: Path) -> tuple[Case, Document]:
    case = marked(path)
    found = review(case, factory.guideline(), None)
    return case, write.compose("conference", case, found, factory.guideline(), dated=date(2026, 11, 22))


def identifying(case: Case) -> set[str]:
    """Return every string of the case that tells who it is about, each word of a name, and every date of the record."""
    texts = {text.strip() for part in PAPERS.values() for text in _values(part)}
    texts -= {"Nephrology", "MD", "denial-1", "2026-12-01"}
    names = {word for text in texts for word in re.findall(r"[^\W\d_]{4,}", text)}
    common = {"Street", "Close", "Mutual", "Life", "Ward", "Payer", "Renal", "Institute", "AUTH", "CASE", "penicillin",
              "told", "Report", "example", "Mrs", "with", "PCNX"}  # fmt: skip
    return (
        {text for text in texts | names - common if len(text) > 3}
        | {"quistgaard-1"}
        | identifiers.full_dates(case)
    )


def _values(part: Any) -> list[str]:
    if isinstance(part, dict):
        return [text for value in part.values() for text in _values(value)]
    if isinstance(part, list):
        return [text for value in part for text in _values(value)]
    return part.splitlines() if isinstance(part, str) else []


@pytest.mark.parametrize("path", DEMOS, ids=lambda path: path.stem)
def test_no_identifier_of_the_case_is_in_text_or_pdf(path: Path) -> None:
    case, document = made(path)
    reader = PdfReader(io.BytesIO(write.pdf(document)))
    parts = [write.text(document), *(page.extract_text() for page in reader.pages), str(reader.metadata)]
    parts += [str(item.title) for item in reader.outline if not isinstance(item, list)]
    # A reference may end in the digits of a year and month of the record; the list of sources names nobody.
    text = re.sub(r"\s+", " ", " ".join(parts)).casefold()
    found = sorted(
        item for item in identifying(case) if re.search(rf"(?<!\w){re.escape(item.casefold())}(?!\w)", text)
    )
    assert found == []
    assert not re.search(r"\b20\d\d-\d\d(-\d\d)?\b", write.text(document).split("References")[0])


@pytest.mark.parametrize("path", DEMOS, ids=lambda path: path.stem)
def test_the_hand_out_answers_as_the_full_copy(path: Path) -> None:
    case = marked(path)
    found = review(case, factory.guideline(), None)
    out = handout.hand_out(case, found, factory.guideline())
    assert out.review.verdict == found.verdict
    assert [finding.status for finding in out.review.steps] == [finding.status for finding in found.steps]
    assert [point.value for point in out.review.upcr] == [point.value for point in found.upcr]
    assert out.agrees


@pytest.mark.parametrize("path", DEMOS, ids=lambda path: path.stem)
def test_the_case_that_it_is_made_of_holds_no_identifier_either(path: Path) -> None:
    case = marked(path)
    out = handout.hand_out(case, review(case, factory.guideline(), None), factory.guideline())
    held = out.case.model_dump_json().casefold()
    assert [item for item in identifying(case) if item.casefold() in held] == []


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_published_case_is_handed_out_or_refused_with_a_sentence(path: Path) -> None:
    data = {**casefile.read(path).model_dump(mode="json"), "conference": {"handout": True}}
    case = Case.model_validate(data)
    found = review(case, factory.guideline(), None)
    document = write.compose("conference", case, found, factory.guideline(), dated=date(2026, 11, 22))
    keys = {gap.key for gap in write.gaps("conference", case, found, factory.guideline())}
    refused = "No page is made: told in months" in re.sub(r"\s+", " ", write.text(document))
    assert refused == ("handout-differs" in keys)
    assert document.banner == ""


def test_what_stands_outside_the_blocks_tells_nothing() -> None:
    _, document = made(DEMOS[0])
    assert (document.initials, document.reference, document.case_version, document.letterhead) == (
        "",
        "",
        "",
        (),
    )
    assert document.dated == date(2026, 1, 1)
    assert document.title == handout.TITLE
    assert document.banner == "Synthetic case, not a patient"


def test_free_text_that_may_name_somebody_is_left_out_and_is_a_gap() -> None:
    case, document = made(DEMOS[0])
    text = re.sub(r"\s+", " ", write.text(document))
    assert "Is rituximab next?" in text
    keys = {
        gap.key
        for gap in write.gaps(
            "conference", case, review(case, factory.guideline(), None), factory.guideline()
        )
    }
    ids = [item.id for item in case.conference_items]
    assert {f"handout-text:conference_items:{name}" for name in ids[1:]} <= keys
    assert f"handout-text:conference_items:{ids[0]}" not in keys
    assert "handout-attested" in keys
    assert document.draft


def test_the_reason_of_a_waiver_is_not_printed() -> None:
    data = marked(DEMOS[0]).model_dump(mode="json")
    data["waivers"] = [
        {"gap": "handout-attested", "reason": "read by Theodosia Vanterpool", "by": "Vanterpool"}
    ]
    case = Case.model_validate(data)
    found = review(case, factory.guideline(), None)
    document = write.compose("conference", case, found, factory.guideline(), dated=date(2026, 11, 22))
    assert "Vanterpool" not in write.text(document)


@pytest.mark.parametrize(
    ("born", "words"),
    [("1936-11-10", "90 years or older"), ("1920-05-01", "90 years or older"), ("1936-12-24", "89 years")],
)
def test_the_oldest_are_one_group(born: str, words: str) -> None:
    data = factory.case(conference={"handout": True}).model_dump(mode="json")
    case = Case.model_validate({**data, "patient": {**data["patient"], "birth_date": born}})
    found = review(case, factory.guideline(), None)
    text = write.text(write.compose("conference", case, found, factory.guideline(), dated=date(2026, 11, 22)))
    assert words in text
    assert not re.search(r"\b106\b", text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("biopsy on 3/12/2026", identifiers.DATE), ("seen 12.3.26", identifiers.DATE), ("in March 2026", identifiers.DATE),
        ("on 5 May", identifiers.DATE), ("since 2026-03", identifiers.DATE), ("call 555 09 42", identifiers.DIGITS),
        ("number 123456", identifiers.DIGITS), ("a@b.example", identifiers.REACH), ("ask Dr. pell", identifiers.NAME),
        ("she met Robert there", identifiers.NAME), ("Robert Smith asks", identifiers.NAME),
        ("is wilhelmina well?", identifiers.HELD), ("QUISTGAARD", identifiers.HELD), ("fm445566", identifiers.HELD),
        ("Is rituximab or Gazyva next?", ""), ("UPCR 3.4 g/g, class IV + V, AI 9", ""), ("Switch from MMF to CYC", ""),
        ("Named by Arora 2022?", ""), ("1,000 mg", ""), ("What now? Take tissue first.", ""),
    ],
)  # fmt: skip
def test_what_looks_like_an_identifier_is_seen(text: str, why: str) -> None:
    names = identifiers.held(factory.case(patient=PAPERS["patient"], coverage=PAPERS["coverage"]))
    assert identifiers.found_in(text, names, factory.guideline()) == why


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet=st.characters(categories=("Ll", "Lu")), min_size=3, max_size=14),
    st.sampled_from(["{}", "ask {} again", "is it {}?", "({})", "tissue, {}, then rituximab"]),
)
def test_no_text_that_holds_a_name_of_the_case_passes(name: str, frame: str) -> None:
    case = factory.case(patient={"name": name})
    names = identifiers.held(case)
    if name.casefold() in identifiers._COMMON:
        return
    assert identifiers.found_in(frame.format(name), names, factory.guideline())


@settings(max_examples=200, deadline=None)
@given(st.dates(min_value=date(2010, 1, 1), max_value=date(2030, 12, 31)))
def test_months_keep_each_day(day: date) -> None:
    zero = date(2025, 3, 31)
    builder = handout._Builder(factory.case(), factory.guideline(), zero, ChartDate.of(zero).on())
    there, start = builder.month(day).on().earliest, ChartDate.parse("m+0").on().earliest
    assert (there - start).days == (day - zero).days


def test_a_handout_takes_no_case_and_no_trace_along() -> None:
    """The page names nobody; the files inside it would."""
    case = marked(DEMOS[0])
    found = review(case, factory.guideline(), None)
    document = write.compose("conference", case, found, factory.guideline(), dated=factory.DAY)
    with pytest.raises(UserError, match="a hand-out may not"):
        write.pdf(document, attachments=write.data_files(case, found))
    assert write.pdf(document).startswith(b"%PDF")
