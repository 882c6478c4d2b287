"""The words of a finding: its status, the verdicts in their order, what they are called and what they lead to.

They stand apart from the shapes of a review, because the list of cases shows them before any case is reviewed.
"""

from __future__ import annotations

from typing import Literal

Status = Literal["met", "not-met", "not-documented"]
"""Met, not met, or not documented; what is not documented is neither of the other two."""

STATUS_WORDS: dict[Status, str] = {"met": "met", "not-met": "not met", "not-documented": "not documented"}

Verdict = Literal[
    "alternative-diagnosis", "responding", "chronic-damage", "nonadherence", "relapse", "biopsy-needed", "untreated",
    "too-early", "undertreated", "multirefractory", "refractory", "inadequate-response", "insufficient-data",
]  # fmt: skip

VERDICTS: tuple[Verdict, ...] = (
    "alternative-diagnosis", "responding", "chronic-damage", "nonadherence", "relapse", "biopsy-needed", "untreated",
    "too-early", "undertreated", "multirefractory", "refractory", "inadequate-response", "insufficient-data",
)  # fmt: skip
"""The verdicts in their order of precedence: the first that the record documents is the verdict."""

VERDICT_NAMES: dict[Verdict, str] = {
    "alternative-diagnosis": "Alternative diagnosis",
    "responding": "Responding",
    "chronic-damage": "Chronic damage",
    "nonadherence": "Nonadherence",
    "relapse": "Relapse",
    "biopsy-needed": "Biopsy needed",
    "untreated": "Untreated",
    "too-early": "Too early",
    "undertreated": "Undertreated",
    "multirefractory": "Multirefractory",
    "refractory": "Refractory",
    "inadequate-response": "Inadequate response",
    "insufficient-data": "Insufficient data",
}

LEADS_TO: dict[Verdict, str] = {
    "alternative-diagnosis": "Treat what the tissue or test shows; active lupus nephritis in the same tissue is treated beside it.",
    "responding": "Continue, then maintenance.",
    "chronic-damage": "Kidney protection; no more immunosuppression for this finding.",
    "nonadherence": "An adherence plan, or a route whose administration is observed.",
    "relapse": "Re-induction; a relapse is a new episode, not refractory disease.",
    "biopsy-needed": "A kidney biopsy, or a documented reason why not.",
    "untreated": "Induction where the class calls for it.",
    "too-early": "Reassess on the date given.",
    "undertreated": "An adequate dose, or another regimen.",
    "multirefractory": "Rescue therapy or a clinical trial.",
    "refractory": "The next step of the criteria set.",
    "inadequate-response": "Switch or escalate; a repeat biopsy is recommended where the tissue is older than the present treatment.",
    "insufficient-data": "Ask for the information listed, in that order.",
}
