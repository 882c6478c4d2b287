"""Whether a free text may name a person: dates, runs of digits, names in capitals, and every name that a case holds.

The scan is a warning, not a proof: it lets nothing pass that looks like an identifier, and refuses some words that are
none. Whoever hands the page out still reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.names import folded
from lnreview.case.records import Record
from lnreview.guideline.model import Guideline

DATE, DIGITS, REACH, NAME, HELD = (
    "a date", "a long number", "an address of the internet", "a name in capitals", "a name or number of this case",
)  # fmt: skip
"""What a text is refused for."""

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATES = re.compile(
    rf"\b\d{{4}}-\d{{1,2}}(-\d{{1,2}})?\b|\b\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}\b|\b\d{{1,2}}[./]\d{{4}}\b"
    rf"|\b({_MONTHS})[a-z]*\.?,?\s+\d{{1,4}}|\b\d{{1,2}}(st|nd|rd|th|\.)?\s+({_MONTHS})[a-z]*\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d(?:[\s().-]?\d){4,}")
_REACH = re.compile(r"@|https?:|www\.", re.IGNORECASE)
_TITLE = re.compile(r"\b(Dr|Prof|Mr|Mrs|Ms|Miss|Sr|St)\b\.?\s+\w", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = ".!?:;\n"
_SHORTEST = len("Ann")
"""Letters from which a word of a name is looked for in a text."""
_SHORT_NUMBER = len("12345")
"""Letters beyond which a name is also found inside other words."""
_PLACES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("patient", ("name", "record_number", "phone", "address", "representative")),
    ("coverage", (
        "payer", "attention", "address", "phone", "fax", "member_id", "group_number", "policyholder", "reference",
        "rx_bin", "rx_pcn", "rx_id", "secondary_payer", "secondary_id",
    )),
    ("clinician", (
        "name", "npi", "licence", "organisation", "address", "phone", "fax", "email", "contact", "contact_phone",
        "dea", "tax_id", "site_npi",
    )),
    ("request", ("earlier_authorization", "site_of_care")),
    ("determination", ("number", "contact", "send_information_to")),
    ("conference", ("presenter", "present")),
)  # fmt: skip
_COMMON = frozenset(
    ("health", "plan", "clinic", "kidney", "hospital", "university", "street", "avenue", "road", "medical", "director",
     "management", "utilization", "outpatient", "infusion", "nephrology", "rheumatology", "group", "demo", "invented",
     "and", "the", "for", "pharmacy", "phone", "fax", "department", "from", "with", "physician")
)  # fmt: skip
"""Words of names and addresses that name nobody by themselves."""


def held(case: Case) -> frozenset[str]:
    """Return the names and numbers that a case holds of patient, plan, clinicians and request, and each word of them, folded."""
    found: set[str] = {folded(case.id)} | {folded(case.title)}
    for text in _texts(case):
        found.add(folded(text))
        found |= {folded(word) for word in re.findall(r"[\w'’-]+", text) if _tells(word)}
    return frozenset(text for text in found if len(text) >= _SHORTEST)


def _tells(word: str) -> bool:
    """Tell whether a word of a name, an address or a number points to somebody by itself; a short number does not."""
    if word.isdigit():
        return len(word) >= _SHORT_NUMBER
    return len(word) >= _SHORTEST and word.casefold() not in _COMMON


def full_dates(case: Case) -> frozenset[str]:
    """Return every date of the case that tells more than a year, as written."""
    return frozenset(
        when.text for when in _dates(case) if not when.is_relative and len(when.text) > len("2024")
    )


def found_in(text: str, names: frozenset[str], guideline: Guideline) -> str:
    """Return for what a text has to be left out of a hand-out, or an empty text; `names` are those of `held`."""
    if _DATES.search(text):
        return DATE
    if _REACH.search(text):
        return REACH
    words = [folded(word) for word in re.findall(r"[\w'’-]+", text)]
    joined = folded(text)
    if any(word in names for word in words) or any(
        name in joined for name in names if len(name) > _SHORT_NUMBER
    ):
        return HELD
    if _DIGITS.search(text):
        return DIGITS
    if _TITLE.search(text) or _capitals(text, guideline):
        return NAME
    return ""


def _capitals(text: str, guideline: Guideline) -> bool:
    """Tell whether a word in the middle of a sentence begins like a name and is no drug and no guideline."""
    for match in _WORD.finditer(text):
        word, before = match.group(), text[: match.start()].rstrip(" \t(“\"'‘")
        starts = not before or before[-1] in _SENTENCE_END
        if not word[0].isupper() or not word[1:].islower() or word.casefold() in _terms(guideline):
            continue
        following = _WORD.match(text, match.end() + 1)
        pair = following is not None and following.group()[0].isupper() and following.group()[1:].islower()
        if not starts or (pair and following and following.group().casefold() not in _terms(guideline)):
            return True
    return False


def _terms(guideline: Guideline) -> frozenset[str]:
    """Return the words with a capital that the pack itself prints: drugs, brands, criteria sets."""
    return _terms_of(
        (
            *(name for drug in guideline.drugs for name in (drug.name, *drug.names)),
            *(criteria.name for criteria in guideline.criteria.values()),
            *(therapy.name for therapy in guideline.therapies),
        )
    )


@cache
def _terms_of(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.casefold() for name in names for word in _WORD.findall(name))


def _texts(case: Case) -> Iterator[str]:
    for part, names in _PLACES:
        record = getattr(case, part)
        for name in names:
            text = getattr(record, name).strip()
            if text:
                yield from (line.strip() for line in text.splitlines() if line.strip())
    for people in (
        (item.by for item in case.attestations),
        (item.owner for item in case.conference_items),
        (item.by for item in case.overrides),
        (item.by for item in case.waivers),
        (item.by for item in case.workflow),
        (item.reviewer for item in case.denials),
        (item.reference for item in case.denials),
        (item.send_to for item in case.denials),
        (item.by for item in case.criterion_notes),
        (item.by for item in case.letter_edits),
    ):
        yield from (text.strip() for text in people if text.strip())


def _dates(record: Record) -> Iterator[ChartDate]:
    """Yield every date of a record and of the records in it."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, ChartDate):
                yield item
            elif isinstance(item, Record):
                yield from _dates(item)
