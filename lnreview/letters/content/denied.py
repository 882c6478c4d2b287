"""The denial that an appeal answers: the latest one, its level in words, its snapshot on one page, what it lacks."""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.case.paperwork import AppealLevel, Denial, NoticeElement, Rebuttal
from lnreview.guideline.model import Guideline
from lnreview.letters.content import heads, words
from lnreview.letters.document import Block, BulletList, Heading, KeyValues, Paragraph, Run, Words, plain

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

_LACKING: dict[NoticeElement, str] = {
    "specific-reason": "It gives no reason that is specific to this patient; I ask for it in writing.",
    "criterion-and-source": "It names neither the criterion that is said not to be met nor its source; I ask for both.",
    "plain-language": "It is not written in plain language; I ask for the reason without undefined abbreviations or bare codes.",
    "information-needed": "It does not say which further information is needed and why; I ask for the list.",
    "review-procedure": "It does not describe how the decision can be reviewed; I ask for the procedure.",
    "time-limits": "It states no time limits for the review; I ask for them.",
    "criteria-on-request": "It neither encloses the rule that was relied on nor offers a free copy; I ask for a copy.",
    "clinical-explanation": "It gives no clinical explanation of the decision and offers none; I ask for it.",
    "expedited-procedure": "It does not describe the expedited procedure; I ask for it.",
    "addressed-to-practitioner": "It is not addressed to the treating practitioner; I ask that further notices are.",
    "peer-to-peer-offer": "It offers no peer-to-peer conversation; I ask for one.",
}
"""What is said of a notice that lacks an element."""


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


def lacking(denial: Denial) -> tuple[NoticeElement, ...]:
    """Return what the notice lacks of what it has to hold; nothing where nobody read it for that.

    The expedited procedure has to be described only where the appeal is urgent.
    """
    if not denial.notice_checked:
        return ()
    urgent = bool(denial.expedited_reason.strip()) or denial.level == "expedited-internal"
    wanted = (name for name in _LACKING if urgent or name != "expedited-procedure")
    return tuple(name for name in wanted if name not in denial.notice_holds)


def notice(denial: Denial) -> tuple[Block, ...]:
    """Return what the notice lacks as points of the appeal, or nothing."""
    found = lacking(denial)
    if not found:
        return ()
    lead = "The notice was read for what it has to hold. What it lacks is a point of this appeal:"
    return (
        Heading("The notice of denial"),
        Paragraph(plain(lead)),
        BulletList(tuple(plain(_LACKING[name]) for name in found)),
    )


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
        Heading("Denial snapshot", new_page=True),
        Paragraph(plain("The denial on one page. What stands in quotation marks is copied from the notice."), "note"),
        KeyValues(tuple(pairs), ruled=True),
    )  # fmt: skip


def _member(case: Case) -> str:
    return f"member {case.coverage.member_id}" if case.coverage.member_id else ""
