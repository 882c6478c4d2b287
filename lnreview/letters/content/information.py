"""The request for additional information: what is needed, why, what is accepted, where to send it and until when.

On one page where the list allows it. It says that nothing has been decided, reproaches nobody, and asks only for what
the decision waits for.
"""

from __future__ import annotations

from datetime import date

from lnreview.case.model import Case
from lnreview.case.paperwork import Clinician
from lnreview.guideline.model import Guideline
from lnreview.letters.content import abbreviations, deadlines, heads, necessity, policy, progress, words
from lnreview.letters.content.asked import Asked, arrived, asked
from lnreview.letters.document import (
    Block,
    BulletList,
    Column,
    Gap,
    Gaps,
    Heading,
    KeyValues,
    Paragraph,
    Run,
    Table,
    Words,
    plain,
)
from lnreview.review.determination import DeterminationState
from lnreview.review.finding import Review
from lnreview.review.policy.result import PolicyReview

UNDECIDED = "Nothing has been decided on this request."
"""The sentence that every request for information holds."""


def information_request(
    case: Case, review: Review, guideline: Guideline, gaps: tuple[Gap, ...], dated: date
) -> tuple[Block, ...]:
    """Return the blocks of the request for information."""
    return laid_out(case, review, guideline, policy.applied(case, review, guideline)[0], gaps, dated)


def laid_out(
    case: Case,
    review: Review,
    guideline: Guideline,
    applied: PolicyReview | None,
    gaps: tuple[Gap, ...],
    dated: date,
) -> tuple[Block, ...]:
    """Return the blocks of the request with the policy review that it asks by; `None` where no pack was chosen."""
    found = deadlines.state(case, guideline, applied, dated)
    wanted = asked(review, applied)
    open_ = tuple(item for item in wanted if not arrived(case, item))
    blocks: list[Block] = [
        necessity.date_line(dated, "Request for additional information"),
        *necessity.draft_line(gaps),
    ]
    address = addressee(case.clinician)
    if address:
        blocks.append(Paragraph(plain("\n".join(address)), "address"))
    blocks += [_regarding(case, guideline, applied, found), *_opening(case, open_)]
    if open_:
        blocks += [Heading("What we need"), _table(open_)]
    blocks += [Heading("How to send it"), _sending(case, found, dated, bool(wanted))]
    blocks += _log(case, wanted, open_)
    blocks += abbreviations.explained(blocks)
    if gaps:
        blocks += [Heading("Still missing"), Gaps(gaps)]
    return tuple(blocks)


def addressee(clinician: Clinician) -> tuple[str, ...]:
    """Return the lines of the address of the clinician who asked, by name where it is known."""
    name = ", ".join(part for part in (clinician.name, clinician.credentials) if part)
    lines = (
        name or "To the attention of the treating practitioner",
        clinician.organisation,
        ", ".join(line.strip() for line in clinician.address.splitlines() if line.strip()),
        f"Fax {clinician.fax}" if clinician.fax else "",
    )
    return tuple(line.strip() for line in lines if line.strip())


def _regarding(
    case: Case, guideline: Guideline, applied: PolicyReview | None, found: DeterminationState
) -> KeyValues:
    """Return whose request it is, its numbers, the day on which it came and the clock that runs."""
    left = [
        ("Patient", case.patient.name),
        ("Date of birth", str(case.patient.birth_date or "")),
        ("Member", case.coverage.member_id),
        ("Case", case.determination.number),
        ("Reference", case.coverage.reference),
    ]
    right = [
        ("Requested", ", ".join(p for p in (heads.product(case, guideline), heads.how(case)) if p)),
        ("Diagnosis", heads.diagnosis(case, guideline)),
        ("Received", progress.when(progress.last(case, "received"))),
        ("Clock", deadlines.regime(case, guideline)),
        ("Due", deadlines.decision_due(found)),
    ]
    if applied is not None:
        dated = f", {policy.in_force(applied.pack)}" if applied.pack.effective_from else ""
        right.append(("Policy", f"{policy.named(applied.pack)}{dated}"))
    return KeyValues(
        tuple((label, plain(value)) for label, value in (*left, *right)), columns=2, first=len(left)
    )


def _opening(case: Case, wanted: tuple[Asked, ...]) -> tuple[Block, ...]:
    if not wanted:
        told = " By the record as it stands no information is asked for; this page is a draft and need not be sent."
        return (Paragraph((Run(UNDECIDED, "strong"), Run(told)), "lead", fixed=True),)
    told = (
        " To review it we need what is listed below, the most important first. "
        "If a document does not exist, please say so: that helps as well."
    )
    return (Paragraph((Run(UNDECIDED, "strong"), Run(told)), "lead", fixed=True),)


def _table(wanted: tuple[Asked, ...]) -> Table:
    rows = []
    for number, item in enumerate(wanted, start=1):
        what: list[Run] = [Run(words.sentence(item.what).rstrip("."), "strong")]
        if item.on_file:
            what += [Run("\nOn file, but not enough: "), Run(words.sentence(item.on_file))]
        why = f"{item.criterion} {item.why}"
        rows.append((plain(str(number)), tuple(what), plain(why), plain(words.sentence(item.accepts))))
    columns = (
        Column("Item", 0.07), Column("Please send", 0.34), Column("What it settles, and why", 0.38), Column("We accept", 0.21),
    )  # fmt: skip
    return Table(columns, tuple(rows))


def _sending(case: Case, found: DeterminationState, dated: date, asks: bool) -> KeyValues:
    """Return where to send it, until when and who answers questions; what the record lacks is printed as such."""
    stated, cover = case.determination, case.coverage
    quoted = stated.number or cover.reference
    pairs = [
        ("Send to", stated.send_information_to),
        ("Please quote", quoted),
        *([("Needed by", deadlines.answer_due(case, found, dated))] if asks else []),
        ("Questions", stated.contact),
    ]
    return KeyValues(tuple((label, plain(value)) for label, value in pairs))


def _log(case: Case, wanted: tuple[Asked, ...], open_: tuple[Asked, ...]) -> tuple[Block, ...]:
    """Return what arrived when, and what is still open; nothing where nothing arrived."""
    received = progress.happened(case, "information-received")
    if not received:
        return ()
    items: list[Words] = []
    for step in received:
        day = progress.when(step) or "On an unknown day"
        what = _names(step.event.items, wanted) or "what arrived is not recorded"
        items.append((Run(f"{day}: ", "strong"), Run(words.sentence(what))))
    rest = "Still open: what is listed above." if open_ else "Nothing is open any more."
    return (Heading("Received so far"), BulletList(tuple(items)), Paragraph(plain(rest)))


def _names(items: tuple[str, ...], wanted: tuple[Asked, ...]) -> str:
    """Return what arrived in words: what a step names by the id of a criterion is told as it was asked for."""
    asked_as = {name: item.what for item in wanted for name in item.names}
    return "; ".join(asked_as.get(name, name) for name in items)
