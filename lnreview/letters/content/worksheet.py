"""The utilization-review worksheet: what was asked for, what the criteria come to, and everything that it rests on.

A worksheet never denies anything: what is not met goes to a physician, what is not documented is asked for. It shows
the whole tree of criteria, the reviewer's words beside the computed statuses, and what nobody has looked at yet.
"""

from __future__ import annotations

from datetime import date

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.letters.blanks import blanks
from lnreview.letters.content import (
    abbreviations,
    about,
    criteria,
    deadlines,
    grounds,
    heads,
    necessity,
    physician,
    plan,
    policy,
    progress,
    rationale,
    words,
)
from lnreview.letters.content.citations import Citer
from lnreview.letters.document import (
    Block,
    BulletList,
    Gap,
    Heading,
    KeyValues,
    Paragraph,
    Run,
    Signature,
    Words,
    plain,
)
from lnreview.review.determination import DeterminationState
from lnreview.review.finding import Review
from lnreview.review.policy.against import suited
from lnreview.review.policy.result import OUTCOME_NAMES, PolicyReview

TREE = "The plan's criteria"
CHANGE = "What would change this"
FINDINGS = "The three findings in full"

_ACTS = {
    "meets-criteria": "The reviewer may record that the criteria are met.",
    "pend": f"Ask for the information listed under “{CHANGE}”, with a day until which it is awaited; nothing is decided.",
    "refer-to-physician": "A physician looks at it and decides: certify, certify modified or not certify, with a rationale of their own.",
}
_TYPES = {
    "pre-service": "before the service",
    "concurrent": "during the service",
    "post-service": "after the service",
    "unknown": "",
}


def worksheet(
    case: Case, review: Review, guideline: Guideline, gaps: tuple[Gap, ...], dated: date
) -> tuple[Block, ...]:
    """Return the blocks of the worksheet."""
    applied, refusal = policy.applied(case, review, guideline)
    return laid_out(case, review, guideline, applied, gaps, dated, refusal=refusal)


def laid_out(
    case: Case,
    review: Review,
    guideline: Guideline,
    applied: PolicyReview | None,
    gaps: tuple[Gap, ...],
    dated: date,
    *,
    refusal: str = "",
) -> tuple[Block, ...]:
    """Return the blocks of the worksheet with the policy review that it shows; `None` where no pack was applied.

    `refusal` says why the chosen pack could not be applied; empty where none was chosen.
    """
    citer = Citer(guideline)
    found = deadlines.state(case, guideline, applied, dated)
    blocks: list[Block] = [
        necessity.date_line(dated, "Utilization-review worksheet"),
        *necessity.draft_line(gaps),
        _header(case, review, guideline, applied, found),
        *(Paragraph(plain(text), "note", fixed=True) for text in [deadlines.unsettled(found)] if text),
        *(policy.cautions(applied) if applied else ()),
        *_outcome(case, review, guideline, applied, refusal),
    ]
    if applied:
        blocks += [Heading(TREE, fixed=True), policy.table(applied)]
    blocks += [Heading("The review in brief", fixed=True), *criteria.brief(review)]
    open_ = policy.changes(applied) if applied else _would_change(review)
    blocks += [Heading(CHANGE, fixed=True), open_ or Paragraph(plain("Nothing is open."))]
    blocks += [*_reasons(case), *_comments(case, applied), *_completion(case, applied), *_signed(case)]
    blocks += [*physician.secondary(case, applied), *physician.peer_to_peer(case, review, applied)]
    # What the answers on page 1 rest on; the sources are numbered in the order in which they are read.
    blocks += _findings(case, review, guideline, applied, citer)
    blocks += _monitoring(case, review, guideline, citer)
    proof = criteria.one_by_one(review, guideline, citer)
    references = citer.references()
    if references.items:
        blocks += [Heading("References"), references]
    blocks += [*proof, *deadlines.watched(found), *about.versions(case, review, applied), *about.about()]
    blocks += necessity.notes(case, review, gaps)
    return (*blocks, *abbreviations.explained(blocks))


def _header(
    case: Case,
    review: Review,
    guideline: Guideline,
    applied: PolicyReview | None,
    found: DeterminationState,
) -> KeyValues:
    """Return the numbers of the case, what is asked for, which clock runs, what was applied and who reviews."""
    stated, by = case.determination, progress.reviewer(case)
    kind = [_TYPES[stated.request_type], "" if stated.urgency == "unknown" else stated.urgency]
    # Who and when stands in the narrow column, what is asked for in the wide one.
    left = [
        ("Case", stated.number),
        ("Reference", case.coverage.reference),
        ("Patient", case.patient.name),
        ("Member", case.coverage.member_id),
        ("Received", progress.when(progress.last(case, "received"))),
        ("Reviewed on", progress.when(by)),
    ]
    right = [
        ("Requested", ", ".join(p for p in (heads.product(case, guideline), heads.how(case)) if p)),
        ("Diagnosis", heads.diagnosis(case, guideline)),
        ("Review", ", ".join(part for part in kind if part)),
        ("Stands", found.status_words),
        ("Clock", deadlines.regime(case, guideline)),
        ("Due", deadlines.decision_due(found)),
        ("Policy", _pack(applied)),
        ("Criteria", f"{review.criteria_name}, version {review.criteria_version}, as of {review.as_of}"),
        ("Reviewer", progress.person(by)),
    ]
    pairs = [*left, *right]
    return KeyValues(tuple((label, plain(value)) for label, value in pairs), columns=2, first=len(left))


def _pack(applied: PolicyReview | None) -> str:
    if applied is None:
        return "no payer pack chosen"
    return f"{policy.named(applied.pack)}, {policy.in_force(applied.pack)}; {policy.STANDINGS[applied.pack.status]}"


def _outcome(
    case: Case, review: Review, guideline: Guideline, applied: PolicyReview | None, refusal: str
) -> tuple[Block, ...]:
    lead: tuple[Block, ...] = (_without_pack(case, review, guideline, refusal),)
    if applied is not None:
        lead = (policy.answer(applied), *policy.blocking(applied))
    answers = rationale.answers(case, review, guideline)
    pairs = (*answers, ("Action", _action(review, applied)))
    return (
        Heading("Outcome", fixed=True),
        *lead,
        KeyValues(tuple((label, plain(told)) for label, told in pairs)),
    )


def _without_pack(case: Case, review: Review, guideline: Guideline, refusal: str) -> Paragraph:
    """Return that no pack was applied and why, and which ones there are for the drug that is asked for."""
    why = refusal or "No payer pack was chosen."
    fitting = words.joined(policy.named(pack) for pack in suited(case, guideline))
    drug = heads.product(case, guideline).split(", ")[0]
    there = f" For {drug} there are: {fitting}." if fitting else ""
    none = f" No pack is for {drug}." if drug and not fitting else ""
    rest = f" No outcome is given; the six criteria of {review.criteria_name} below stand instead of the plan's own."
    return Paragraph((Run("No policy was applied. ", "strong"), Run(f"{why}{there}{none}{rest}")), "lead")


def _findings(
    case: Case, review: Review, guideline: Guideline, applied: PolicyReview | None, citer: Citer
) -> tuple[Block, ...]:
    """Return the three separate answers, each with what it rests on, and the action."""
    told = rationale.rationale(
        case, review, guideline, citer, beside=TREE if applied else "", author=grounds.REQUESTER
    )
    return (Heading(FINDINGS), *told[1:])


def _action(review: Review, applied: PolicyReview | None) -> str:
    """Return what may be done next: what the outcome allows, or what the walk leads to where no pack was applied."""
    if applied is None:
        return (
            f"By {review.criteria_name}: {words.sentence(review.leads_to)} No plan's criteria were applied."
        )
    return f"{OUTCOME_NAMES[applied.outcome]}. {_ACTS[applied.outcome]}"


def _monitoring(case: Case, review: Review, guideline: Guideline, citer: Citer) -> tuple[Block, ...]:
    """Return schedule, monitoring targets, response and stop rule; the same words as in a letter."""
    told = plan.plan(case, review, guideline, citer, grounds.REQUESTER)
    return (Heading("Monitoring targets and stop rule"), *told[1:]) if told else ()


def _reasons(case: Case) -> tuple[Block, ...]:
    """Return the reasons of the decision in plain language, each blank that is still open marked as such."""
    items: list[Words] = []
    for reason in case.determination.reasons:
        if not reason.strip():
            continue
        open_ = blanks(reason)
        mark = (Run(f" (still to be filled in: {', '.join(open_)})", "badge"),) if open_ else ()
        items.append((Run(words.sentence(reason)), *mark))
    told = BulletList(tuple(items)) if items else Paragraph(plain("None is recorded yet."))
    return (Heading("Decision reasons in plain language", fixed=True), told)


def _comments(case: Case, applied: PolicyReview | None) -> tuple[Block, ...]:
    """Return the comments of the reviewer, on the review and on single criteria; they change no status."""
    items: list[Block] = []
    if case.determination.comment.strip():
        items.append(_comment("On the review", case.determination.comment, ""))
    for number, criterion in policy.numbered(applied.root) if applied else ():
        note = criterion.note
        if note and note.comment.strip():
            by = words.joined([note.by, str(note.on or "")], "on")
            items.append(_comment(f"On {number or policy.ROOT.lower()}", note.comment, by))
    if not items:
        items.append(Paragraph(plain("None is recorded.")))
    return (Heading("Comments of the reviewer", fixed=True), *items)


def _comment(on: str, comment: str, by: str) -> Paragraph:
    return Paragraph((Run(f"{on}{f' ({by})' if by else ''}: ", "strong"), Run(comment.strip())))


def _would_change(review: Review) -> BulletList | None:
    """Return what would settle the walk, the most decisive first."""
    items = tuple(
        (Run(f"{words.sentence(item.what)} ", "strong"), Run(words.sentence(item.why)))
        for item in review.missing
    )
    return BulletList(items) if items else None


def _completion(case: Case, applied: PolicyReview | None) -> tuple[Block, ...]:
    """Return which criteria nobody has looked at yet, and whether the review is completed."""
    runs: list[Run] = []
    done = progress.completed(case)
    untouched = applied.untouched if applied else ()
    if applied and untouched:
        count = len(tuple(applied.root.leaves()))
        number = policy.numbers(applied)
        names = "; ".join(f"{number[leaf.id]} {leaf.words.rstrip('.')}" for leaf in untouched)
        runs += [Run(f"Not looked at yet, {len(untouched)} of {count}: ", "strong"), Run(f"{names}.\n")]
    elif applied:
        runs.append(Run("Every criterion was looked at by the reviewer.\n"))
    if done is not None:
        by = f" by {progress.person(done)}" if done.event.by else ""
        runs.append(Run(f"Completed on {progress.when(done) or 'an unknown day'}{by}."))
    else:
        opened = progress.last(case, "reopened")
        why = f"; opened again: {opened.event.reason.rstrip('.')}" if opened and opened.event.reason else ""
        runs.append(Run(f"The review is not completed{why}."))
    return (Heading("Completion", fixed=True), Paragraph(tuple(runs)))


def _signed(case: Case) -> tuple[Signature]:
    by = progress.reviewer(case)
    if by is None:
        return (Signature("", ()),)
    lines = (by.event.credentials, by.event.specialty, progress.ROLES[by.event.role])
    return (Signature(by.event.by, tuple(line for line in lines if line)),)
