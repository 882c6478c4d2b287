"""Whether the review supports what is asked for, in a word, and what a draft says early where it does not.

A letter argues only for what the review supports. Any other letter is a draft that says so at its top, with what
the record would have to show.
"""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline, Therapy
from lnreview.letters.content import known, words
from lnreview.letters.document import BulletList, Paragraph, Run, Words, plain
from lnreview.review import necessity
from lnreview.review.finding import VERDICT_NAMES, Review, SafetyFinding

MOST_WANTED = 5
"""Missing data named at the top of a draft; all stand in the appendix."""

_SHOWN: dict[str, str] = {
    "refractory": "two different adequate standard regimens that failed in an adherent patient",
    "multirefractory": "two different adequate standard regimens and an adequate anti-CD20 course that failed in an adherent patient",
    "inadequate-response": "an adequate standard regimen that failed in an adherent patient",
    "relapse": "a response that was reached and then lost",
    "untreated": "lupus nephritis on tissue, with no induction given in this episode",
    "responding": "a response to the present treatment",
}
"""What a record shows when the review finds this verdict."""


def necessity_word(case: Case, review: Review, guideline: Guideline, therapy: Therapy | None) -> str:
    """Return the answer to whether the record supports the request, in the sentence that the review itself shows."""
    if therapy is None:
        why = (
            "the guideline pack does not know the treatment"
            if case.request.therapy
            else "no treatment is named"
        )
        return f"Not answered: {why}."
    return necessity.sentence(_support(case, review, guideline, therapy))


def supported(case: Case, review: Review, guideline: Guideline) -> bool:
    """Tell whether the review supports what is asked for."""
    therapy = known.requested(case, guideline)
    return therapy is not None and necessity.supports(_support(case, review, guideline, therapy))


def fits(case: Case, review: Review, guideline: Guideline, therapy: Therapy) -> bool:
    """Tell whether the request fits the verdict: an option after it, or the continuation of what works."""
    return necessity.fits(_support(case, review, guideline, therapy))


def _support(case: Case, review: Review, guideline: Guideline, therapy: Therapy) -> necessity.Support:
    """Return what the answer rests on, read from the finished review."""
    running = [(item.classes, item.grade) for item in review.regimens if item.running and item.stop is None]
    option = next((item for item in review.options if item.therapy == therapy.id), None)
    criteria = guideline.criteria.get(review.criteria)
    return necessity.Support(
        review.verdict,
        review.criteria_name,
        criteria.definition.locator if criteria else "",
        necessity.is_listed(therapy, review.verdict, option),
        option.named_for if option else (),
        tuple(_stops(review, therapy)),
        necessity.continues(case.request.start, running, therapy),
        any(finding.effective == "not-documented" for finding in review.steps),
    )


def safety(review: Review, therapy: Therapy) -> tuple[SafetyFinding, ...]:
    """Return the safety findings on a therapy, from the review and from its option, each once."""
    found = [finding for finding in review.safety if finding.therapy == therapy.id]
    found += [
        finding for option in review.options if option.therapy == therapy.id for finding in option.safety
    ]
    return tuple({finding.id: finding for finding in found}.values())


def standing(case: Case, review: Review, guideline: Guideline) -> tuple[Paragraph | BulletList, ...]:
    """Return what stands at the top of a draft that the review does not support; nothing where it does."""
    if supported(case, review, guideline):
        return ()
    therapy = known.requested(case, guideline)
    if therapy is None and not case.request.therapy:
        return (
            _said(
                "Not ready to send: the record names no treatment that is asked for. ",
                "What follows is the review.",
            ),
        )
    if therapy is None:
        lead = "Not ready to send: it cannot be told whether the record supports the request. "
        close = guideline.accepted_for(case.request.therapy) if guideline.drug(case.request.therapy) else ()
        names = f" It holds: {'; '.join(close)}." if close else ""
        return (_said(lead, f"The guideline pack holds no entry for {case.request.therapy}.{names}"),)
    stops = _stops(review, therapy)
    if stops:
        why = " ".join(words.sentence(finding.because) for finding in stops)
        return (_said("Not ready to send: a safety finding stops this request. ", why),)
    if review.verdict != "insufficient-data":
        name = VERDICT_NAMES[review.verdict].lower()
        needs = (
            f"The guideline pack lists {therapy.name} after {_needed(therapy)}: the record would have to show that, "
            "or the signer argue other grounds."
            if therapy.for_verdicts
            else ""
        )
        lead = "Not ready to send: this review does not support the request. "
        return (
            _said(
                lead, f"It finds “{name}”, which leads to: {words.sentence(review.leads_to)} {needs}".rstrip()
            ),
        )
    lead = "Not ready to send: the record does not support the request yet. "
    wanted = tuple(dict.fromkeys(missing.what for missing in review.missing))[:MOST_WANTED]
    if not wanted:
        return (_said(lead, ""),)
    items: tuple[Words, ...] = tuple(plain(words.sentence(what)) for what in wanted)
    return (
        _said(lead, "What would have to be shown, the most decisive first:"),
        BulletList(items, fixed=True),
    )


def _needed(therapy: Therapy) -> str:
    """Return what a record shows to which the therapy is an answer, the lesser failure where one includes another."""
    wanted = list(therapy.for_verdicts)
    for lesser, greater in (("refractory", "multirefractory"), ("inadequate-response", "refractory")):
        if lesser in wanted and greater in wanted:
            wanted.remove(greater)
    return words.joined((_SHOWN.get(verdict, verdict) for verdict in wanted), "or")


def _said(lead: str, rest: str) -> Paragraph:
    return Paragraph((Run(lead if rest else lead.rstrip(), "strong"), *plain(rest)), fixed=True)


def _stops(review: Review, therapy: Therapy) -> list[SafetyFinding]:
    return [finding for finding in safety(review, therapy) if finding.status == "stop"]
