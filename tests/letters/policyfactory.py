"""Policy reviews built by hand: a tree with every rule and every status, so that the documents are tested without a pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.paperwork import CriterionNote
from lnreview.guideline.packs import PayerPack
from lnreview.review.finding import Evidence, Status
from lnreview.review.policy.result import Criterion, PolicyOutcome, PolicyReview

PACK = PayerPack(
    id="ex-rtx-refr", version="1.2", title="Rituximab for refractory lupus nephritis", example=True,
    payer="Modelled on two plans", policy_number="policy 1", effective_from=ChartDate.parse("2025-01-01"), read_on=ChartDate.parse("2026-11-20"),
    source="the plan's own page, in paraphrase", status="secondary", drugs=("rituximab",), initial="root",
)  # fmt: skip


def leaf(id: str, words: str, status: Status = "met", **more: Any) -> Criterion:
    """Return a question to the record."""
    more.setdefault("because", f"The record answers: {status.replace('-', ' ')}")
    more = {"source": PACK.source, "source_status": PACK.status, **more}
    return Criterion(id, words, "leaf", status, **more)


def group(id: str, words: str, rule: Any, status: Status, *children: Criterion, **more: Any) -> Criterion:
    """Return a rule over other criteria."""
    more = {"source": PACK.source, "source_status": PACK.status, **more}
    because = f"{words}: {status.replace('-', ' ')}"
    return Criterion(id, words, rule, status, because, children=children, **more)


BIOPSY = leaf(
    "biopsy-class", "The biopsy shows class III, IV or V", because="The biopsy of 2026-09-30 shows class IV + V",
    evidence=(Evidence("kidney biopsy", "class IV + V", "", "2026-09-30", "pathology report", "bx-2"),),
)  # fmt: skip
MMF = leaf("mmf", "Mycophenolate was tried", because="MMF 1500 mg bid for 7 months")
CYC = leaf("cyc", "Cyclophosphamide was tried", because="Six doses were given")
AZA = leaf("aza", "Azathioprine was tried", "not-documented", because="No course is recorded", missing="a course of azathioprine",
           accepts="clinic note, any date", place="courses")  # fmt: skip
STALE = leaf(
    "upcr-recent", "UPCR was measured in the last 30 days", "not-documented", because="The last value is older than 30 days",
    evidence=(Evidence("UPCR", "3.8", "g/g", "2026-08-10", "lab export", "upcr-7"),), missing="a UPCR of the last 30 days",
    accepts="laboratory report, collected 2026-10-23 to 2026-11-22", place="labs", entry="upcr",
    change="A UPCR of the last 30 days settles it.",
)  # fmt: skip
HEPATITIS = leaf(
    "hbv", "Hepatitis B was looked for", "not-documented", because="No result is recorded", missing="HBsAg and anti-HBc",
    accepts="laboratory report, any date before treatment", place="labs", entry="hbsag",
)  # fmt: skip
BELIMUMAB = leaf(
    "belimumab", "Belimumab runs at the same time", "not-met", because="No belimumab is recorded"
)
INFECTION = leaf(
    "no-infection", "No active infection", because="The note of 2026-11-10 excludes it", exclusion=True,
    source="a bulletin of the plan", source_status="unverified",
)  # fmt: skip
CHILD = leaf(
    "child", "A paediatric nephrologist asks for it", "not-met", because="The specialty is Nephrology"
)
ADULT = leaf("adult", "The patient is an adult", because="Age 31 years")
PREFERRED = leaf(
    "preferred", "The preferred product is asked for or was tried", "not-met",
    because="Truxima is asked for; the plan prefers Ruxience", change="A trial of Ruxience, or a reason against it.",
    evidence=(Evidence("requested product", "Truxima", "", "", "request"),),
)  # fmt: skip


def tree(*, failed: bool = True, open_: bool = True) -> Criterion:
    """Return a tree that holds every rule; with a documented failure and with gaps as asked for."""
    stale = STALE if open_ else replace(STALE, status="met", missing="", accepts="", change="")
    hepatitis = HEPATITIS if open_ else replace(HEPATITIS, status="met", missing="", accepts="")
    preferred = PREFERRED if failed else replace(PREFERRED, status="met", change="")
    status: Status = "not-met" if failed else "not-documented" if open_ else "met"
    gap: Status = "not-documented" if open_ else "met"
    return group(
        "root", "Rituximab is covered", "all", status,
        BIOPSY,
        group("prior", "Earlier treatment failed", "n-of", "met", MMF, CYC, AZA, needed=2),
        group("labs", "Laboratory results", "any", gap, stale, hepatitis),
        group("combination", "No belimumab beside it", "not", "met", BELIMUMAB),
        group("product", "The product", "if", preferred.status, ADULT, preferred, CHILD),
        INFECTION,
    )  # fmt: skip


def policy(
    *, failed: bool = True, open_: bool = True, notes: tuple[CriterionNote, ...] = (), **changes: Any
) -> PolicyReview:
    """Return a policy review; with `notes`, the reviewer's words hang on the criteria that they name."""
    root = noted(tree(failed=failed, open_=open_), notes)
    blocking = [
        item for item in root.leaves() if failed and item.id == "preferred" and item.effective != "met"
    ]
    blocking += [item for item in root.leaves() if open_ and item.id in ("upcr-recent", "hbv")]
    outcome: PolicyOutcome = "refer-to-physician" if failed else "pend" if open_ else "meets-criteria"
    made = PolicyReview(PACK, "initial", root, outcome, outcome, tuple(blocking), ("The policy is older than the change of the label.",))  # fmt: skip
    return replace(made, **changes)


def noted(criterion: Criterion, notes: tuple[CriterionNote, ...]) -> Criterion:
    """Return a tree with notes on it."""
    note = next((item for item in notes if item.criterion == criterion.id), None)
    return replace(criterion, note=note, children=tuple(noted(child, notes) for child in criterion.children))


def all_seen(of: Criterion) -> Iterator[CriterionNote]:
    """Yield a note for each question that says that the reviewer looked at it."""
    for item in of.leaves():
        yield CriterionNote(pack=PACK.id, criterion=item.id, seen=True)


def workflow(**changes: Any) -> list[dict[str, Any]]:
    """Return the steps of a request that was received, assigned and found to lack information."""
    return [
        {"id": "w1", "what": "received", "on": "2026-11-16", "at": "16:40", "by": "Ina Intake", "role": "intake"},
        {"id": "w2", "what": "assigned", "on": "2026-11-17", "by": "Rita Reviewer", "role": "clinical-reviewer", "credentials": "RN"},
        {"id": "w3", "what": "information-requested", "on": "2026-11-18", "by": "Rita Reviewer", "role": "clinical-reviewer",
         "credentials": "RN", "items": ["upcr-recent", "hbv"], "due_on": "2027-01-04"},
    ]  # fmt: skip


DETERMINATION = {
    "number": "UM-2026-7", "regime": "erisa", "request_type": "pre-service", "urgency": "standard",
    "send_information_to": "Fax 555 0190, Utilization Management", "contact": "Rita Reviewer, 555 0191",
}  # fmt: skip


def parts(**more: Any) -> dict[str, Any]:
    """Return the changes to the sample case that put it on the plan's desk."""
    return {"determination": dict(DETERMINATION), "workflow": workflow(), **more}


def ids(of: Case) -> list[str]:
    """Return the ids of the steps of a case."""
    return [step.id for step in of.workflow]
