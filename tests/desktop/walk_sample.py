"""One invented patient with a hand-made review, long enough in every part to show how a page holds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QWidget

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.desktop.session import Session
from lnreview.guideline.load import load
from lnreview.guideline.model import Guideline
from lnreview.review.finding import (
    LEADS_TO,
    Cited,
    Evidence,
    Finding,
    Missing,
    Option,
    RegimenReview,
    Review,
    SafetyFinding,
    SeriesPoint,
    Status,
)
from lnreview.store.store import Store


def a_case() -> Case:
    """Return an invented patient with two regimens."""
    upcr = [("2024-01-10", "3.1"), ("2024-05-02", "2.9"), ("2024-08-20", "3.3"), ("2025-03-01", "3.4")]
    egfr = [("2024-01-10", "84"), ("2024-08-20", "76"), ("2025-03-01", "71")]
    labs = [
        {
            "id": f"upcr-{n}",
            "analyte": "upcr",
            "quantity": {"value": v, "unit": "g/g"},
            "collected_on": d,
            "source": "lab export",
        }
        for n, (d, v) in enumerate(upcr, 1)
    ] + [
        {
            "id": f"egfr-{n}",
            "analyte": "egfr",
            "quantity": {"value": v, "unit": "mL/min/{1.73_m2}"},
            "collected_on": d,
        }
        for n, (d, v) in enumerate(egfr, 1)
    ]
    return Case.model_validate(
        {
            "id": "walk-1",
            "title": "Does not respond",
            "synthetic": True,
            "as_of": "2025-04-01",
            "patient": {"name": "Anna Demo", "sex": "female", "birth_date": "1994-02-11"},
            "labs": labs,
            "courses": [
                {
                    "id": "mmf",
                    "drug": "mycophenolate mofetil",
                    "dose": {"value": 3, "unit": "g/d"},
                    "start": "2024-01-12",
                    "stop": "2024-08-25",
                    "role": "induction",
                    "stop_reason": "no-response",
                },
                {
                    "id": "cyc",
                    "drug": "cyclophosphamide",
                    "dose": {"value": 500, "unit": "mg"},
                    "frequency": "every 2 weeks",
                    "doses_given": 6,
                    "start": "2024-09-01",
                    "stop": "2024-11-10",
                    "role": "induction",
                },
            ],
            "biopsies": [
                {
                    "id": "bx",
                    "taken_on": "2024-01-05",
                    "classes": ["IV"],
                    "activity_index": 9,
                    "chronicity_index": 2,
                }
            ],
            "adherence": [
                {
                    "id": "said",
                    "kind": "statement",
                    "says": "adherent",
                    "until": "2024-05-04",
                    "source": "clinic letter, page 2",
                }
            ],
        }
    )


def a_review(case: Case, guideline: Guideline, as_of: ChartDate | None) -> Review:
    """Return a review that follows the overrides of the case, and its adherence entries."""
    as_of = as_of or ChartDate.parse("2025-04-01")
    pdc, hcq = guideline["pdc-adherent"], guideline["hcq-whole-blood-floor"]
    months = guideline.criteria["arora-2022"]["course-months"]
    said = Evidence("Statement: takes the tablets", "", "", "2024-05-04", "clinic letter, page 2", "said")
    missing = Missing(
        "refills of mycophenolate, January to August 2024",
        "A statement alone settles nothing.",
        "adherence",
        "dispenses",
        "",
        1,
    )
    level = Missing(
        "mycophenolic acid level", "A measured level shows exposure.", "adherence", "levels", "", 2
    )
    taken = len(case.adherence) > 1
    adherence = Finding(
        "adherence",
        "met" if taken else "not-documented",
        "Refills cover the course."
        if taken
        else "The record holds one statement; a statement alone settles nothing.",
        (said,),
        (Cited.of(pdc),),
        (pdc, hcq),
        () if taken else (missing, level),
    )
    upcr = tuple(
        Evidence("UPCR", str(lab.quantity.value), "g/g", str(lab.collected_on), lab.source, lab.id)
        for lab in case.labs
        if lab.analyte == "upcr" and lab.quantity
    )
    response = Finding(
        "response",
        "met",
        "UPCR rose from 3.1 to 3.3 g/g over 7 months of mycophenolate: no response.",
        upcr[:3],
        (Cited.of(months),),
        (months,),
    )
    dosing = Finding(
        "dosing",
        "met",
        "3 g/d for 7 months is an adequate course.",
        (Evidence("mycophenolate mofetil", "3", "g/d", "2024-01-12", "", "mmf"),),
        parameters=(months,),
    )
    biopsy_words = "Class IV, activity index 9 of 24, chronicity index 2 of 12"
    tissue = Evidence("Kidney biopsy", biopsy_words, "", "2024-01-05", "pathology report", "bx")
    steps = (
        Finding("diagnosis", "met", "The biopsy of January 2024 shows class IV lupus nephritis.", (tissue,)),
        adherence,
        dosing,
        response,
        Finding(
            "chronicity",
            "not-met",
            "The chronicity index was 2 of 12: damage does not explain it.",
            (tissue,),
        ),
        Finding(
            "biopsy",
            "not-documented",
            "No biopsy was taken since the latest course began.",
            (tissue,),
            missing=(
                Missing(
                    "a repeat biopsy, or why not",
                    "Tissue of this course separates activity from damage.",
                    "biopsy",
                    "biopsies",
                    "",
                    3,
                ),
            ),
        ),
    )
    given = {override.step: override for override in case.overrides}
    steps = tuple(replace(finding, override=given.get(finding.step)) for finding in steps)
    mmf, cyc = case.courses[0], case.courses[1]

    def regimen(name: str, course: object, failed: bool | None) -> RegimenReview:
        return RegimenReview(
            course.id,
            name,
            (),
            (course,),
            case.span(course.start),
            case.span(course.stop),
            False,
            "standard",  # type: ignore[attr-defined, arg-type]
            adherence,
            dosing,
            response,
            "none",
            False,
            failed,
            baseline_upcr=Decimal("3.1"),
            last_upcr=Decimal("3.3"),
            baseline_egfr=Decimal(84),
            last_egfr=Decimal(76),
        )

    therapy = guideline.therapy("rituximab")
    assert therapy is not None
    stop = SafetyFinding(
        "hbv",
        therapy.id,
        "not-documented",
        "Hepatitis B was not tested.",
        (),
        (Cited("fda-rituximab", "boxed warning", "primary"),),
        "HBsAg and anti-HBc",
    )
    options = tuple(
        Option(
            other.id,
            other.name,
            other.label,
            other.label_text,
            other.label_status,
            "The criteria set names it as the next step."
            if number == 0
            else "Tested in active, not refractory disease.",
            other.evidence,
            other.dose,
            (replace(stop, status="stop", because="She is pregnant; this drug harms the child."),)
            if number == 2
            else (stop,),
            (),
            other.monitoring,
            other.stop_rule,
        )
        for number, other in enumerate([therapy, *(t for t in guideline.therapies if t.id != therapy.id)][:5])
    )
    effective: dict[str, Status] = {finding.step: finding.effective for finding in steps}
    sure = effective["adherence"] == "met"
    verdict = "refractory" if sure else "insufficient-data"
    return Review(
        case.id,
        as_of.on(),
        "arora-2022",
        "Arora 2022",
        "1.0",
        guideline.version,
        verdict,
        "Two adequate regimens failed in an adherent patient."
        if sure
        else "Two regimens failed; adherence is not documented, so refractory disease cannot be concluded.",
        LEADS_TO[verdict],
        steps,
        (
            regimen("mycophenolate mofetil + prednisone", mmf, True),
            regimen("cyclophosphamide (Euro-Lupus) + prednisone", cyc, None),
        ),
        None if sure else "refractory",
        None if sure else "eGFR fell by 15 % within the last window; do not wait for it to end.",
        () if sure else (missing, level, steps[5].missing[0]),
        (
            SafetyFinding(
                "preg",
                "",
                "not-documented",
                "Pregnancy status is not documented while on mycophenolate.",
                missing="a pregnancy test",
            ),
        ),
        options,
        ("The chart calls the disease refractory; the word alone documents nothing.",),
        date(2025, 6, 1),
        upcr=tuple(
            SeriesPoint(
                date.fromisoformat(e.date), Decimal(e.value), e.entry, f"{e.value} g/g", e.date, "spot"
            )
            for e in upcr
        ),
        egfr=tuple(
            SeriesPoint(
                date.fromisoformat(str(lab.collected_on)),
                lab.quantity.value,
                lab.id,
                str(lab.quantity),
                str(lab.collected_on),
                "",
            )
            for lab in case.labs
            if lab.analyte == "egfr" and lab.quantity
        ),
    )


class QuietAsk:
    """Answers at once, and remembers what was asked."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.open_path: Path | None = None
        self.suggestions: list[str] = []

    def confirm(self, parent: QWidget, question: str, action: str, then: object) -> None:
        then()  # type: ignore[operator]

    def open_file(self, parent: QWidget, title: str, filters: str, then: object) -> None:
        if self.open_path is not None:
            then(self.open_path)  # type: ignore[operator]

    def save_file(self, parent: QWidget, title: str, suggestion: str, filters: str, then: object) -> None:
        self.suggestions.append(suggestion)
        if self.path is not None:
            then(self.path)  # type: ignore[operator]


def a_session(folder: Path, ask: QuietAsk | None = None) -> Session:
    """Return a session on a store in `folder`, with the invented patient open."""
    store = Store.open(folder / "walk.lnreview.db", now=lambda: datetime(2025, 4, 1, 9))
    session = Session(store, load(), ask or QuietAsk(), a_review, today=lambda: date(2025, 4, 1))
    session.add_case(a_case())
    return session
