"""The denial that an appeal answers: the latest one, its level in words, its snapshot on one page, what it lacks."""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.case.paperwork import AppealLevel, Denial, Rebuttal
from lnreview.guideline.model import Guideline
from lnreview.guideline.notice import Element
from lnreview.letters.content import heads, words
from lnreview.letters.content.citations import STATUS_NOTES
from lnreview.letters.content.clocks import appeal_lines
from lnreview.letters.document import Block, BulletList, Heading, KeyValues, Paragraph, Run, Words, plain
from lnreview.review.denial import appeal_clock, notice_lacks

LEVELS: dict[AppealLevel, str] = {
    "internal-1": "first internal appeal",
    "internal-2": "second internal appeal",
    "expedited-internal": "expedited internal appeal",
    "external": "external review",
    "state-review": "review by the state (independent medical review)",
    "medicare-redetermination": "Medicare plan reconsideration or redetermination",
    "medicare-independent": "Medicare reconsideration by the independent review entity",
    "other": "appeal",
    "unknown": "",
}
"""The level of an appeal in words."""

_LATER: tuple[AppealLevel, ...] = ("internal-2", "external", "state-review", "medicare-independent")

_NEXT: dict[AppealLevel, str] = {
    "internal-1": "a second internal appeal where the plan has one, and external review",
    "expedited-internal": "the standard internal appeal and external review",
    "internal-2": "external review",
    "external": "what the law gives after an external review",
    "state-review": "what the law gives after a review by the state",
    "medicare-redetermination": "the reconsideration by the independent review entity and the levels above it",
    "medicare-independent": "the levels above this one",
    "other": "the next level of appeal and external review",
    "unknown": "the next level of appeal and external review",
}
"""What is reserved at each level."""

DECISIONS = {
    "denied": "denied", "partly-denied": "denied in part", "terminated": "terminated", "unknown": "",
}  # fmt: skip
OUTCOMES = {
    "pending": "pending", "upheld": "upheld", "overturned": "overturned", "modified": "modified", "unknown": "",
}  # fmt: skip


def latest(case: Case) -> Denial | None:
    """Return the denial that was received last, or `None`."""
    return case.denials[-1] if case.denials else None


def points(case: Case) -> tuple[Rebuttal, ...]:
    """Return the points of the latest denial with their answers, in their order."""
    denial = latest(case)
    return tuple(item for item in case.rebuttals if denial and item.denial == denial.id)


def is_later_level(denial: Denial | None) -> bool:
    """Tell whether an earlier appeal was decided: then the letter argues why the case lies outside the criteria."""
    return denial is not None and denial.level in _LATER


def level(denial: Denial) -> str:
    """Return the level of the appeal in words."""
    return LEVELS[denial.level]


def number(case: Case, denial: Denial) -> str:
    """Return the number of the denied request or claim, else that of the request."""
    return denial.reference.strip() or case.coverage.reference.strip()


def quoted(text: str) -> Words:
    """Return the words of a notice as a quotation, unaltered; nothing for an empty text."""
    return (Run("“"), Run(text), Run("”")) if text.strip() else ()


def reserved(denial: Denial | None) -> str:
    """Return the sentence by which further rights are reserved."""
    return f"All further rights are reserved, among them {_NEXT[denial.level if denial else 'unknown']}."


def notice(case: Case, denial: Denial, guideline: Guideline) -> tuple[Block, ...]:
    """Return what the notice lacks as points of the appeal, each with where it is required; nothing where it lacks nothing."""
    urgent = denial.level == "expedited-internal" or bool(case.request.expedited_reason.strip())
    found = notice_lacks(denial, guideline, expedited=urgent)
    if not found:
        return ()
    lead = "The notice was read for what it has to hold. What it lacks is a point of this appeal, and I ask for it:"
    items = tuple((Run(element.point), *_origin(element)) for element in found)
    return (Heading("The notice of denial", fixed=True), Paragraph(plain(lead)), BulletList(items))


def _origin(element: Element) -> Words:
    """Return where an element of a notice is required, and how far that was verified; nobody's rule is not cited."""
    if element.status == "unverified":
        return ()
    status = STATUS_NOTES[element.status]
    return (Run(f" ({element.source}, {status})" if status else f" ({element.source})", "quiet"),)


def until_when(case: Case, denial: Denial, guideline: Guideline) -> tuple[Block, ...]:
    """Return until when the appeal can be filed, as printed and by the regimes that the case names."""
    clock = appeal_clock(denial, case, guideline)
    if not clock.by_regime:
        return ()
    return (Heading("Until when", 2), *appeal_lines(clock))


def earlier(case: Case) -> tuple[Block, ...]:
    """Return the denials before the latest one with what came of their appeals, or nothing."""
    items: list[Words] = []
    for denial in case.denials[:-1]:
        told = words.joined((level(denial), OUTCOMES[denial.outcome]), "–").replace(" – ", ": ")
        on = f" on {denial.decided_on}" if denial.decided_on and denial.outcome != "pending" else ""
        tail = f" {words.sentence(f'{told}{on}')}" if told else ""
        items.append(
            (Run(f"Denial of {words.dated(denial.denied_on)}. ", "strong"), *quoted(denial.reason), Run(tail))
        )
    return (Heading("Earlier decisions", 2), BulletList(tuple(items))) if items else ()


def snapshot(case: Case, guideline: Guideline, denial: Denial) -> tuple[Block, ...]:
    """Return the denial on one page: what was decided, when, why as printed, by whom, until when and how to appeal."""
    cover = case.coverage
    by_fax = f"fax {cover.fax}" if cover.fax else ""
    by_phone = f"phone {cover.phone}" if cover.phone else ""
    to = denial.send_to.strip() or ", ".join(
        part.strip()
        for part in (cover.payer, cover.attention, *cover.address.splitlines(), by_fax, by_phone)
        if part.strip()
    )
    pairs: list[tuple[str, Words]] = [
        ("Decision", plain(DECISIONS[denial.decision])),
        ("Date of the notice", plain(str(denial.denied_on or ""))),
        ("Received on", plain(str(denial.received_on or ""))),
        ("Number", plain(number(case, denial))),
        ("Patient", plain(", ".join(part for part in (case.patient.name, _member(case)) if part))),
        ("Requested", plain(", ".join(part for part in (heads.product(case, guideline), heads.how(case)) if part))),
        ("Codes, units, dates, as printed", quoted(denial.codes)),
        ("Site of care", plain(case.request.site_of_care)),
        ("Reason, as printed", quoted(denial.reason)),
        ("Criterion, as printed", quoted(denial.criterion)),
        ("Decided by, as printed", quoted(denial.reviewer)),
        ("Level of this appeal", plain(level(denial))),
        ("File by, as printed", plain(str(denial.file_by or ""))),
        ("Filed on", plain(str(denial.filed_on or "not filed yet"))),
        ("Where and how", plain(to)),
    ]  # fmt: skip
    return (
        Heading("Denial snapshot", new_page=True, fixed=True),
        Paragraph(plain("The denial on one page. What stands in quotation marks is copied from the notice."), "note"),
        KeyValues(tuple(pairs), ruled=True),
        *until_when(case, denial, guideline),
    )  # fmt: skip


def _member(case: Case) -> str:
    return f"member {case.coverage.member_id}" if case.coverage.member_id else ""
