"""Whether the review supports what is asked for, in a word, and what a draft says early where it does not.

A letter argues only for what the review supports. Any other letter is a draft that says so at its top, with what
the record would have to show.
"""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline, Therapy
from lnreview.letters.content import known, words
from lnreview.letters.document import BulletList, Paragraph, Run, Words, plain
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


def necessity_word(case: Case, review: Review, therapy: Therapy | None) -> str:
    """Return the short answer to whether the record supports the request."""
    if therapy is None:
        why = (
            "the guideline pack does not know the treatment"
            if case.request.therapy
            else "no treatment is named"
        )
        return f"Not answered: {why}."
    if _stops(review, therapy):
        return "Not supported as requested: a safety finding stops it."
    if continues(case, review, therapy):
        return "Supported as a continuation: the record documents a response."
    if offered(review, therapy):
        return "Supported by the record reviewed."
    if review.verdict == "insufficient-data":
        return "Not documented yet."
    return f"Not supported by this review: {VERDICT_NAMES[review.verdict].lower()}."


def supported(case: Case, review: Review, guideline: Guideline) -> bool:
    """Tell whether the review supports what is asked for."""
    therapy = known.requested(case, guideline)
    if therapy is None or _stops(review, therapy):
        return False
    return continues(case, review, therapy) or offered(review, therapy)


def offered(review: Review, therapy: Therapy) -> bool:
    """Tell whether the therapy is an option after this verdict, by the pack or because the criteria set names it here."""
    return review.verdict in therapy.for_verdicts or any(
        option.therapy == therapy.id and option.named for option in review.options
    )


def continues(case: Case, review: Review, therapy: Therapy) -> bool:
    """Tell whether the request goes on with a running treatment to which the record documents a response."""
    running = [regimen for regimen in review.regimens if regimen.running and regimen.stop is None]
    given = {name for regimen in running for name in regimen.classes}
    asked = case.request.start == "continuation" and review.verdict == "responding"
    return asked and not given.isdisjoint(therapy.drug_classes)


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
        return (_said(lead, f"The guideline pack holds no entry for {case.request.therapy}."),)
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
        BulletList(items),
    )


def _needed(therapy: Therapy) -> str:
    """Return what a record shows to which the therapy is an answer, the lesser failure where one includes another."""
    wanted = list(therapy.for_verdicts)
    for lesser, greater in (("refractory", "multirefractory"), ("inadequate-response", "refractory")):
        if lesser in wanted and greater in wanted:
            wanted.remove(greater)
    return words.joined((_SHOWN.get(verdict, verdict) for verdict in wanted), "or")


def _said(lead: str, rest: str) -> Paragraph:
    return Paragraph((Run(lead if rest else lead.rstrip(), "strong"), *plain(rest)))


def _stops(review: Review, therapy: Therapy) -> list[SafetyFinding]:
    return [finding for finding in safety(review, therapy) if finding.status == "stop"]
