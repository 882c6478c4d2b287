"""What a worksheet and a request for information still lack before they leave: each gap with the place to mend it."""

from __future__ import annotations

from collections.abc import Iterator

from lnreview.case.model import Case
from lnreview.letters.blanks import blanks
from lnreview.letters.content import policy, progress
from lnreview.letters.content.asked import asked
from lnreview.letters.document import Gap
from lnreview.review.finding import Review
from lnreview.review.policy.result import PolicyReview


def of_worksheet(case: Case, applied: PolicyReview | None, refusal: str = "") -> Iterator[Gap]:
    """Yield what a worksheet lacks: the reviewer, criteria that nobody looked at, open blanks, judgements without reason.

    `applied` and `refusal` are those of `policy.applied`.
    """
    by = progress.reviewer(case)
    if by is None:
        why = "Who reviews is not recorded. Enter a step of a clinical reviewer, with name, under Determination."
        yield Gap("reviewer-name", why, "workflow")
    elif not by.event.credentials.strip():
        why = f"The credentials of the reviewer {by.event.by} are missing. Enter them at the step under Determination."
        yield Gap("reviewer-credentials", why, "workflow", by.event.id)
    if applied is None:
        lead = refusal or "No payer pack is applied, so the plan's own criteria were not looked at."
        why = f"{lead} Choose a pack under Plan."
        yield Gap("payer-pack", why, "coverage", "pack")
    else:
        yield from _criteria(case, applied)
    for place, reason in enumerate(case.determination.reasons, start=1):
        for blank in blanks(reason):
            why = f"Reason {place} of the decision still holds the blank {blank}. Fill it in under Determination."
            yield Gap(f"blank:{place}:{blank}", why, "determination", "reasons")


def _criteria(case: Case, applied: PolicyReview) -> Iterator[Gap]:
    untouched = applied.untouched
    if untouched:
        number = policy.numbers(applied)
        count = "1 criterion was" if len(untouched) == 1 else f"{len(untouched)} criteria were"
        listed = ", ".join(number[leaf.id] for leaf in untouched)
        why = f"{count} not looked at yet: {listed}. Look at each under Policy."
        yield Gap("untouched", why, "criterion_notes", untouched[0].id)
    for criterion in applied.root.walk():
        note = criterion.note
        if note and note.status and not note.rationale:
            why = f"The judgement on “{criterion.words.rstrip('.')}” has no reason. Write it under Policy."
            yield Gap(f"judgement:{criterion.id}", why, "criterion_notes", criterion.id)


def of_information_request(case: Case, review: Review, applied: PolicyReview | None) -> Iterator[Gap]:
    """Yield what a request for information lacks: what to ask for, where to send it, until when, and a contact."""
    if not asked(review, applied):
        why = "By the record as it stands nothing is asked for. Let the request rest, or enter what is asked for under Determination."
        yield Gap("nothing-asked", why, "determination")
        return
    if not case.determination.send_information_to.strip():
        why = "Where the information is to be sent is missing. Enter it under Determination."
        yield Gap("send-to", why, "determination", "send_information_to")
    if not case.determination.contact.strip():
        why = "Who answers questions on the request is missing. Enter it under Determination."
        yield Gap("information-contact", why, "determination", "contact")
    step = progress.last(case, "information-requested")
    if step is None or step.event.due_on is None:
        why = "The day until which the information is awaited is missing. Enter it at the step under Determination."
        yield Gap("information-due", why, "workflow", step.event.id if step else "")
