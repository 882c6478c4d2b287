"""What an appeal lacks beside what every letter lacks: the notice, its points with answers and proof, the deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lnreview.case.model import Case
from lnreview.case.paperwork import Denial
from lnreview.guideline.model import Guideline
from lnreview.letters.content import denied, entries, exhibits
from lnreview.letters.document import Gap
from lnreview.review.finding import Review


def gaps(case: Case, review: Review, guideline: Guideline, dated: date) -> Iterator[Gap]:
    """Yield what the appeal lacks; `dated` is the day on the letter, against which the deadline is held."""
    denial = denied.latest(case)
    if denial is None:
        why = "No denial is entered, so there is nothing to appeal. Enter the notice under Denial."
        yield Gap("denial", why, "denials")
        return
    yield from _notice(case, denial)
    yield from _deadline(case, denial, dated)
    yield from _points(case, review, guideline, denial)
    if not any(item.new_evidence for item in exhibits.exhibits(case)):
        why = (
            "No enclosure is marked as new evidence; an appeal says what the plan has not had before. "
            "Enter it under Enclosures, or accept that there is none."
        )
        yield Gap("new-evidence", why, "enclosures")
    if not case.clinician.phone.strip():
        why = "The signer's direct phone is missing, so no peer-to-peer call can be offered. Enter it under Signer."
        yield Gap("peer-to-peer-phone", why, "clinician", "phone")
    elif not case.clinician.peer_to_peer.strip():
        why = "When the signer can be reached for a peer-to-peer call is missing. Enter it under Signer."
        yield Gap("peer-to-peer-slots", why, "clinician", "peer_to_peer")


def _notice(case: Case, denial: Denial) -> Iterator[Gap]:
    if denial.denied_on is None:
        why = "The date of the notice of denial is missing; it says what is appealed. Enter it under Denial."
        yield Gap("denial-date", why, "denials", denial.id)
    if not denial.reason.strip():
        why = "The reason for the denial is missing. Enter it under Denial word for word as the notice prints it."
        yield Gap("denial-reason", why, "denials", denial.id)
    if denial.level == "unknown":
        why = "The level of the appeal is missing; it decides what the letter has to show. Enter it under Denial."
        yield Gap("appeal-level", why, "denials", denial.id)
    if not denied.number(case, denial):
        why = "The authorization or claim number of the denial is missing. Enter it under Denial."
        yield Gap("denial-number", why, "denials", denial.id)


def _deadline(case: Case, denial: Denial, dated: date) -> Iterator[Gap]:
    last = case.span(denial.file_by)
    if last is None:
        why = "The last day for the appeal is missing. Enter it under Denial as the notice prints it."
        yield Gap("appeal-deadline", why, "denials", denial.id)
    elif dated > last.latest:
        why = (
            f"The letter is dated after the last day for the appeal ({denial.file_by}). "
            "Check the day under Denial, or accept it with the reason why the appeal is still in time."
        )
        yield Gap("appeal-late", why, "denials", denial.id)


def _points(case: Case, review: Review, guideline: Guideline, denial: Denial) -> Iterator[Gap]:
    points = denied.points(case)
    if not points:
        why = "No point of the notice is entered; each point has to be answered. Enter them under Denial."
        yield Gap("appeal-points", why, "rebuttals", denial.id)
    for number, point in enumerate(points, start=1):
        if not point.answer.strip():
            why = f"Point {number} of the notice is not answered. Enter the answer under Denial."
            yield Gap(f"answer:{point.id}", why, "rebuttals", point.id)
        if not (point.evidence or point.exhibit.strip() or point.criterion.strip()):
            why = (
                f"Point {number} of the notice names no entry of the record and no page that shows its answer. "
                "Enter one under Denial."
            )
            yield Gap(f"evidence:{point.id}", why, "rebuttals", point.id)
        lost = [name for name in point.evidence if entries.evidence(case, review, guideline, name) is None]
        if lost:
            why = (
                f"Point {number} of the notice names entries that the record does not hold: {', '.join(lost)}. "
                "Change them under Denial."
            )
            yield Gap(f"evidence-lost:{point.id}", why, "rebuttals", point.id)
