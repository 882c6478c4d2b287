"""The appeal: the denial as printed, each of its points answered from the chart, and what is asked of the next reviewer.

A first appeal shows that the criteria are met; a later one argues why the case lies outside them, so its grounds stand
before the criteria. What the notice says is quoted unaltered; what is not answered yet says so. Where the review does
not support the request, the letter does not argue: it stays a draft that sets the points beside what the record shows.
"""

from __future__ import annotations

from datetime import date

from lnreview.case.model import Case
from lnreview.case.paperwork import Denial
from lnreview.guideline.model import Guideline
from lnreview.letters.content import (
    alternatives,
    comparison,
    criteria,
    denied,
    exhibits,
    heads,
    history,
    necessity,
    plan,
    policy,
    rationale,
    rebuttal,
    standing,
    words,
)
from lnreview.letters.content.citations import Citer
from lnreview.letters.document import Block, BulletList, Gap, Heading, KeyValues, Paragraph, Run, Words, plain
from lnreview.review.finding import STATUS_WORDS, Review
from lnreview.review.policy.result import PolicyReview

OPENLY = "Stated openly"
"""Head of what speaks against the request or only partly for it."""
_PARTLY = ("complete", "primary-efficacy", "partial", "improving")


def appeal(
    case: Case,
    review: Review,
    guideline: Guideline,
    gaps: tuple[Gap, ...],
    dated: date,
    held: PolicyReview | None = None,
) -> tuple[Block, ...]:
    """Return the blocks of the letter; `held` is the request held against a policy, by default that of the case's pack."""
    citer = Citer(guideline)
    held = held or policy.applied(case, review, guideline)[0]
    denial = denied.latest(case)
    argued = standing.supported(case, review, guideline)
    blocks: list[Block] = [necessity.date_line(dated, _title(denial)), *necessity.draft_line(gaps)]
    blocks += _address(case, denial)
    blocks.append(_regarding(case, guideline, denial))
    blocks += [Paragraph(plain("Dear Appeals Reviewer,")), *_opening(case, guideline, denial, argued)]
    blocks += _reason(denial)
    if argued:
        blocks.append(Paragraph(plain(_strategy(case, review, denial, held))))
    blocks += standing.standing(case, review, guideline)
    brief: list[Block] = [Heading("The review in brief", fixed=True), *criteria.brief(review)]
    points = rebuttal.point_by_point(case, review, guideline, citer, held)
    if denied.is_later_level(denial):
        blocks += [*_outside(case, review, guideline, held, argued), *points, *brief]
    else:
        blocks += [*brief, *points]
    blocks += _openly(case, review, held)
    told = history.history(case, review, guideline)
    if told:
        blocks += [Heading("History and diagnosis"), *told]
    blocks += necessity.treated(case, review, guideline)
    blocks += rationale.rationale(
        case, review, guideline, citer, beside=policy.MAP if held else "", others=False
    )
    if held is not None:
        blocks += policy.map_of(held)
    blocks += plan.plan(case, review, guideline, citer)
    if denial is not None:
        blocks += denied.notice(case, denial, guideline)
    blocks += exhibits.new_evidence(case)
    blocks += _asked(case, guideline, denial, argued)
    blocks.append(heads.signature(case.clinician))
    blocks += exhibits.listed(case)
    if denial is not None:
        blocks += denied.snapshot(case, guideline, denial)
    proof = [*criteria.one_by_one(review, guideline, citer), *necessity.appendix(case, review)]
    sets = comparison.side_by_side(case, review, guideline, citer)
    references = citer.references()
    if references.items:
        blocks += [Heading("References", new_page=denial is not None), references]
    return necessity.with_abbreviations((*blocks, *proof), (*necessity.notes(case, review, gaps), *sets))


def _title(denial: Denial | None) -> str:
    level = denied.level(denial) if denial else ""
    return f"Appeal: {level}" if level and level != "appeal" else "Appeal"


def _address(case: Case, denial: Denial | None) -> list[Block]:
    """Return where the appeal is sent: as the notice says, else the address of the plan."""
    to = denial.send_to.strip() if denial else ""
    lines = [case.coverage.payer.strip(), to] if to else list(heads.payer(case))
    text = "\n".join(line for line in lines if line)
    return [Paragraph(plain(text), "address")] if text else []


def _regarding(case: Case, guideline: Guideline, denial: Denial | None) -> KeyValues:
    """Return the RE block of the request with what identifies the denial."""
    block = heads.regarding(case, guideline)
    if denial is None:
        return block
    pairs: list[tuple[str, Words]] = [
        ("Denied on", plain(str(denial.denied_on or ""))),
        ("Denial no.", plain(denied.number(case, denial))),
        ("Appeal", plain(denied.level(denial))),
        ("File by", plain(f"{denial.file_by}, as printed" if denial.file_by else "")),
    ]
    if denial.expedited_reason.strip() and not case.request.expedited_reason:
        pairs.append(
            ("Review", (Run("EXPEDITED", "strong"), Run(" – see the reason at the end of this letter")))
        )
    return KeyValues((*block.items, *pairs), columns=2, first=block.first)


def _opening(case: Case, guideline: Guideline, denial: Denial | None, argued: bool) -> list[Block]:
    """Return who writes, what is appealed and the reason of the request in a sentence."""
    told = heads.introduction(case.clinician)
    what = heads.product(case, guideline).split(", ")[0] or "the requested treatment"
    put = "I appeal" if argued else "This letter was drafted to appeal"
    if denial is None:
        told.append(f"{put} the denial of {what}.")
    else:
        on = f" of {denial.denied_on}" if denial.denied_on else ""
        number = denied.number(case, denial)
        named = f" (number {number})" if number else ""
        level = denied.level(denial)
        told.append(f"{put} the decision{on}{named} on {what}{f': {level}' if level else ''}.")
    if case.request.reason:
        told.append(words.sentence(case.request.reason))
    return [Paragraph(plain(" ".join(told)))]


def _reason(denial: Denial | None) -> list[Block]:
    """Return reason and criterion as the notice prints them, as quotations."""
    if denial is None:
        return []
    blocks: list[Block] = []
    if denial.reason.strip():
        lead = Run("The reason for the denial, as printed in the notice: ", "strong")
        blocks.append(Paragraph((lead, *denied.quoted(denial.reason)), fixed=True))
    else:
        blocks.append(
            Paragraph(plain("The reason for the denial is not entered yet as the notice prints it."))
        )
    if denial.criterion.strip():
        lead = Run("The criterion that the notice names: ", "strong")
        blocks.append(Paragraph((lead, *denied.quoted(denial.criterion)), fixed=True))
    return blocks


def _strategy(case: Case, review: Review, denial: Denial | None, held: PolicyReview | None) -> str:
    """Return what this letter sets out to show, which changes with the level."""
    count = len(denied.points(case))
    each = "The point of the notice is" if count == 1 else f"The {count} points of the notice are each"
    answered = f" {each} taken up below." if count else ""
    if denied.is_later_level(denial) and _meets(held):
        return (
            "The criteria were argued before, and on this record the plan's policy is met. This appeal adds what the "
            f"earlier decision left aside: what the usual alternatives are on this record, and why they do not fit.{answered}"
        )
    if denied.is_later_level(denial):
        return (
            "The criteria were argued before. This appeal shows why this patient lies outside what they foresee: "
            f"what the usual alternatives are on this record, and why they do not fit.{answered}"
        )
    if _meets(held):
        return f"This appeal shows that each criterion of the plan's policy is met on this record.{answered}"
    if held is not None:
        return (
            "This appeal holds the record against each criterion of the plan's policy and says of each whether it is met, "
            f"not met or not documented.{answered}"
        )
    return (
        f"This appeal shows what the record holds on each criterion of {review.criteria_name}; "
        f"the plan's own policy is not part of this record.{answered}"
    )


def _meets(held: PolicyReview | None) -> bool:
    """Tell whether the record meets the policy of the plan."""
    return held is not None and held.outcome == "meets-criteria"


def _outside(
    case: Case, review: Review, guideline: Guideline, held: PolicyReview | None, argued: bool
) -> list[Block]:
    """Return the grounds of a later appeal: what was decided before, the criteria in dispute, the alternatives."""
    title = "Why this case lies outside the criteria"
    if not argued or _meets(held):
        title = "What the earlier decision left aside" if argued else "The criteria in dispute"
    blocks: list[Block] = [Heading(title)]
    disputed = [leaf for leaf in held.blocking if leaf.effective == "not-met"] if held else []
    if disputed:
        blocks.append(Paragraph(plain("Not met as the policy words them; an exception is asked for:")))
        blocks.append(
            BulletList(
                tuple(
                    (Run(f"{leaf.words}: ", "strong"), Run(words.sentence(leaf.because))) for leaf in disputed
                )
            )
        )
    elif held is None:
        blocks.append(
            Paragraph(plain("The plan's own policy is not part of this record; the criterion in dispute is the one that the notice names."))
        )  # fmt: skip
    if argued and case.request.harm.strip():
        blocks.append(
            Paragraph(
                (Run("Without the treatment, in the words of the signer: ", "strong"), Run(case.request.harm))
            )
        )
    if argued and case.request.articles:
        blocks.append(Paragraph((Run("Literature sent along:", "strong"),)))
        blocks.append(BulletList(tuple(plain(article) for article in case.request.articles)))
    blocks += denied.earlier(case)
    blocks += alternatives.table(case, review, guideline)
    return blocks


def _openly(case: Case, review: Review, held: PolicyReview | None) -> list[Block]:
    """Return what a reviewer will find anyway: partial responses, adherence that is not shown, samples, unmet criteria."""
    items: list[Words] = []
    for regimen in review.regimens:
        if regimen.grade in _PARTLY:
            name = words.sentence(regimen.name).rstrip(".")
            because = words.sentence(regimen.response.because).removeprefix(f"{name}: ")
            lead = Run(f"{name}: {words.GRADES[regimen.grade]}. ", "strong")
            items.append((lead, Run(words.sentence(because))))
    adherence = review.step("adherence")
    if adherence.effective != "met":
        lead = Run(f"Adherence: {STATUS_WORDS[adherence.effective]}. ", "strong")
        items.append((lead, Run(words.sentence(adherence.because))))
    if case.request.obtained == "samples":
        told = "They are not put forward as therapy under the plan; what is claimed rests on the dated values of the record."
        items.append((Run("Earlier doses were samples. ", "strong"), Run(told)))
    for leaf in held.blocking if held else ():
        if leaf.effective == "not-met":
            lead = Run(f"Criterion not met, {leaf.words}: ", "strong")
            items.append((lead, Run(words.sentence(leaf.because))))
    return [Heading(OPENLY, fixed=True), BulletList(tuple(items))] if items else []


def _asked(case: Case, guideline: Guideline, denial: Denial | None, argued: bool) -> list[Block]:
    """Return what is asked: the decision, the reviewer, the call, the speed, and the rights that are reserved."""
    request, clinician = case.request, case.clinician
    what = heads.product(case, guideline).split(", ")[0] or "the requested treatment"
    length = f" for {request.duration}" if request.duration else ""
    dose = f": {heads.how(case)}" if heads.how(case) else ""
    put = (
        "I ask you to reverse the denial and to approve"
        if argued
        else "Not put yet, because the review does not support it: reversal of the denial and approval of"
    )
    field = clinician.specialty.strip().lower()
    board = (
        f"board-certified in {field} or a similar specialty"
        if field
        else "board-certified in the same or a similar specialty"
    )
    items: list[Words] = [
        (Run("Decision: ", "strong"), Run(f"{put} {what}{length}{dose}.")),
        (
            Run("Reviewer: ", "strong"),
            Run(
                f"I ask that a physician decides who is {board}, has treated lupus nephritis, and took no part in the "
                "earlier decision nor works under a person who did."
            ),
        ),
    ]
    if clinician.phone:
        slots = f" ({clinician.peer_to_peer.strip()})" if clinician.peer_to_peer.strip() else ""
        call = f"I am available for a call with the reviewer at {clinician.phone}{slots}, before a decision is made."
        items.append((Run("Peer-to-peer: ", "strong"), Run(call)))
    urgent = (denial.expedited_reason.strip() if denial else "") or request.expedited_reason.strip()
    if urgent:
        items.append((Run("Expedited review is requested: ", "strong"), Run(words.sentence(urgent))))
    if request.statute.strip():
        items.append(
            (Run("Statute, as stated by the signer: ", "strong"), Run(words.sentence(request.statute)))
        )
    items.append((Run("Rights: ", "strong"), Run(denied.reserved(denial))))
    return [Heading("What is asked"), BulletList(tuple(items))]
