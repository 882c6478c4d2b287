"""The names that the review gives to statuses, verdicts, steps and acts, marked for the translators.

The review itself knows no language, because what it says goes into the record and the letter as well. The window shows
its names with `tr(VERDICT_NAMES[verdict])`; a test holds these tables against those of the review.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lnreview.desktop.language import noop

if TYPE_CHECKING:  # the names are needed at the start, the review is not
    from lnreview.case.paperwork import Outcome, WorkflowStep
    from lnreview.review.acts import ActName
    from lnreview.review.finding import Status, StepName, Verdict
    from lnreview.review.policy.result import PolicyOutcome
    from lnreview.review.walk import Place
    from lnreview.review.workflow import Status as ReviewStatus
    from lnreview.store.summary import CaseStatus

STATUS_WORDS: dict[Status, str] = {
    "met": noop("met"),
    "not-met": noop("not met"),
    "not-documented": noop("not documented"),
}

VERDICT_NAMES: dict[Verdict, str] = {
    "alternative-diagnosis": noop("Alternative diagnosis"),
    "responding": noop("Responding"),
    "chronic-damage": noop("Chronic damage"),
    "nonadherence": noop("Nonadherence"),
    "relapse": noop("Relapse"),
    "biopsy-needed": noop("Biopsy needed"),
    "untreated": noop("Untreated"),
    "too-early": noop("Too early"),
    "undertreated": noop("Undertreated"),
    "multirefractory": noop("Multirefractory"),
    "refractory": noop("Refractory"),
    "inadequate-response": noop("Inadequate response"),
    "insufficient-data": noop("Insufficient data"),
}

STEP_NAMES: dict[StepName, str] = {
    "diagnosis": noop("Diagnosis"),
    "adherence": noop("Adherence"),
    "dosing": noop("Dosing"),
    "response": noop("Response"),
    "chronicity": noop("Chronicity"),
    "biopsy": noop("Biopsy"),
}

PLACE_NAMES: dict[Place, str] = {
    "diagnosis": noop("Diagnosis"),
    "adherence": noop("Adherence"),
    "dosing": noop("Dosing"),
    "response": noop("Response"),
    "chronicity": noop("Chronicity"),
    "biopsy": noop("Biopsy"),
    "verdict": noop("Verdict"),
    "plan": noop("Options"),
}

CRITERIA_OUTCOMES: dict[PolicyOutcome, str] = {
    "meets-criteria": noop("Meets criteria"),
    "pend": noop("Pend with list"),
    "refer-to-physician": noop("Refer to physician"),
}

REVIEW_STATUSES: dict[ReviewStatus, str] = {
    "draft": noop("Draft"),
    "with-reviewer": noop("With the reviewer"),
    "waiting-for-information": noop("Waiting for information"),
    "with-physician": noop("With the physician"),
    "decided": noop("Decided"),
    "notified": noop("Notified"),
    "completed": noop("Completed"),
    "withdrawn": noop("Withdrawn"),
    "closed": noop("Closed"),
    "reopened": noop("Reopened"),
}

DETERMINATION_STEPS: dict[WorkflowStep, str] = {
    "received": noop("receipt"),
    "assigned": noop("assignment to a reviewer"),
    "information-requested": noop("information request"),
    "information-received": noop("arrival of information"),
    "extended": noop("extension"),
    "sent-to-physician": noop("referral to the physician"),
    "peer-to-peer": noop("peer-to-peer call"),
    "decided": noop("decision"),
    "notified": noop("notification"),
    "corrected": noop("correction"),
    "completed": noop("completion"),
    "reopened": noop("reopening"),
    "withdrawn": noop("withdrawal"),
    "closed": noop("closing"),
}

DETERMINATION_OUTCOMES: dict[Outcome, str] = {
    "meets-criteria": noop("meets criteria"),
    "pend": noop("pend with list"),
    "refer-to-physician": noop("refer to physician"),
    "certify": noop("certified by the physician"),
    "certify-modified": noop("certified as modified by the physician"),
    "not-certify": noop("not certified by the physician"),
    "withdrawn": noop("withdrawn"),
    "closed": noop("closed"),
    "unknown": noop("outcome not documented"),
}

ACT_WORDS: dict[ActName, str] = {
    "receive": noop("Record the receipt"),
    "assign": noop("Assign to a reviewer"),
    "ask-for-information": noop("Ask for information"),
    "record-information": noop("Record what arrived"),
    "extend": noop("Extend with notice"),
    "meets-criteria": noop("Record that the criteria are met"),
    "send-to-physician": noop("Refer to the physician"),
    "peer-to-peer": noop("Record a peer-to-peer call"),
    "certify": noop("Certify"),
    "certify-modified": noop("Certify as modified"),
    "not-certify": noop("Not certify"),
    "notify": noop("Record the notification"),
    "correct": noop("Correct a recorded day"),
    "complete": noop("Complete"),
    "reopen": noop("Reopen"),
    "withdraw": noop("Record the withdrawal"),
    "close": noop("Close"),
}

CASE_STATUSES: dict[CaseStatus, str] = {
    "draft": noop("Draft"),
    "in review": noop("In review"),
    "done": noop("Done"),
}
