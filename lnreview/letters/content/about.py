"""What a worksheet says of itself: purpose, user, what went in, where its limits are, and that the reviewer decides."""

from __future__ import annotations

from lnreview import __version__
from lnreview.case.model import Case
from lnreview.letters.content import policy, words
from lnreview.letters.document import Block, BulletList, Heading, KeyValues, Run, Words, plain
from lnreview.review.finding import Review
from lnreview.review.policy.result import PolicyReview

_SAID = (
    ("Purpose", "It sets a request beside written criteria and shows what the record documents. It lists options and gaps; it orders nothing."),
    ("For whom", "A licensed reviewer, or a physician, who can check each step; not for patients, and not for an emergency."),
    ("About whom", "Adults with lupus nephritis. In children the adult dose floors and the adult equation for kidney function are not applied."),
    ("What went in", "Typed values and reports, each with date, unit and source where the record holds them. No picture and no signal is analysed."),
    ("How it was reached", "By the criteria printed here, step by step, with the entry behind each step. Fixed rules only; no trained model takes part."),
    ("Limits", "A criteria set, a label or a policy may have changed since it was read; what nobody has verified is marked. "
     "The program was checked against published cases by its developers and by no clinician."),
    ("Who decides", "The reviewer. Where a criterion is not met or not documented, the program asks for information or refers to a physician; "
     "it decides nothing itself."),
)  # fmt: skip


def about() -> tuple[Block, ...]:
    """Return the statement that stands on every worksheet."""
    items: tuple[Words, ...] = tuple((Run(f"{name}: ", "strong"), Run(text)) for name, text in _SAID)
    return (Heading("About this worksheet", fixed=True), BulletList(items))


def versions(case: Case, review: Review, applied: PolicyReview | None) -> tuple[Block, ...]:
    """Return the versions of everything that took part, so that the review can be repeated."""
    pairs = (
        ("Program", f"lnreview {__version__}"),
        ("Guideline pack", review.guideline_version),
        ("Criteria set", f"{review.criteria_name}, version {review.criteria_version}"),
        ("Payer pack", policy.named(applied.pack) if applied else "none chosen"),
        ("Case version", words.case_version(case)),
        ("Record as of", str(review.as_of)),
    )
    told: list[Block] = [
        Heading("Versions", fixed=True),
        KeyValues(tuple((label, plain(value)) for label, value in pairs)),
    ]
    return (*told, Heading("The payer pack", 2), policy.about(applied)) if applied else tuple(told)
