"""What the page of a conference lacks: a question, who presents; of a hand-out, what was left out and who read it."""

from __future__ import annotations

from collections.abc import Iterator

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.letters.content import handout
from lnreview.letters.document import Gap
from lnreview.review.finding import Review

_PLACES = {
    "labs": "Labs", "courses": "Drugs", "biopsies": "Biopsies", "request": "Request", "alternatives": "Plan",
    "conference_items": "Conference",
}  # fmt: skip
"""Parts of the case as the tabs of the case page name them; the others stand under Events & causes."""


def gaps(case: Case, review: Review, guideline: Guideline) -> Iterator[Gap]:
    """Yield what the page lacks; no sentence holds a name, a number or a date of the case."""
    if not any(item.kind == "question" and item.words.strip() for item in case.conference_items):
        why = "No question to the conference is entered; a group answers what it is asked. Enter it under Conference."
        yield Gap("conference-question", why, "conference_items")
    if case.conference.handout:
        yield from _handed_out(case, review, guideline)
        return
    if not case.conference.presenter.strip():
        why = "Who presents the case is missing. Enter it under Conference."
        yield Gap("conference-presenter", why, "conference", "presenter")


def _handed_out(case: Case, review: Review, guideline: Guideline) -> Iterator[Gap]:
    made = handout.hand_out(case, review, guideline)
    if not made.agrees:
        why = (
            "Told in months, the record does not come to the same answers, so no hand-out is made of it. "
            "Enter full dates where they are partial, or use the full copy."
        )
        yield Gap("handout-differs", why, "conference", "handout")
    for number, item in enumerate(made.left_out, start=1):
        where = _PLACES.get(item.place, "Events & causes")
        why = (
            f"A text was left out of the hand-out, because it looks as if it held {item.why}. "
            f"Change it under {where}, or accept that the hand-out goes without it."
        )
        yield Gap(f"handout-text:{item.place}:{item.entry or number}", why, item.place, item.entry)
    why = (
        "A person has to read the hand-out and attest that nothing in it, no rare story either, tells who the patient is. "
        "Check it, and accept this with the name of whoever read it."
    )
    yield Gap("handout-attested", why, "conference", "handout")
