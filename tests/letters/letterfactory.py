"""A synthetic case and a review of it, built by hand: the letters are tested without the engine."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.guideline.load import load
from lnreview.guideline.model import Guideline
from lnreview.review.finding import (
    Cited,
    Evidence,
    Finding,
    Missing,
    Option,
    RegimenReview,
    Review,
    SafetyFinding,
    SeriesPoint,
    Verdict,
)

DAY = date(2026, 11, 22)

CLINICIANS_LETTERS = ("medical-necessity", "prior-authorization")
"""The kinds that argue for a request: what the plan's side writes does not."""


@cache
def guideline() -> Guideline:
    """Return the real pack."""
    return load()


def case_data() -> dict[str, Any]:
    """Return a complete case file: two adequate regimens failed, rituximab requested, nothing missing."""
    labs: list[dict[str, Any]] = [
        {"id": f"upcr-{n}", "analyte": "upcr", "quantity": {"value": value, "unit": unit}, "collected_on": day,
         "collection": "first-morning", "source": "lab export"}
        for n, (day, value, unit) in enumerate(UPCR)
    ]  # fmt: skip
    labs += [
        {"analyte": "creatinine", "quantity": {"value": 88, "unit": "umol/L"}, "collected_on": "2026-11-02"},
        {"analyte": "albumin", "quantity": {"value": 2.6, "unit": "g/dL"}, "collected_on": "2026-11-02"},
        {
            "analyte": "c3",
            "quantity": {"value": 61, "unit": "mg/dL"},
            "interpretation": "low",
            "collected_on": "2026-11-02",
        },
        {
            "analyte": "anti-dsdna",
            "quantity": {"value": 212, "unit": "IU/mL"},
            "interpretation": "high",
            "collected_on": "2026-11-02",
        },
        {
            "analyte": "urine-sediment",
            "findings": ["rbc-casts"],
            "interpretation": "active",
            "collected_on": "2026-11-02",
        },
        {"analyte": "hbsag", "interpretation": "negative", "collected_on": "2026-10-20"},
        {"analyte": "anti-hbc", "interpretation": "negative", "collected_on": "2026-10-20"},
    ]
    return {
        "id": "demo-letter", "synthetic": True, "as_of": "2026-11-22",
        "patient": {"name": "Anna Demo", "sex": "female", "birth_date": "1995-04-12", "phone": "555 0103",
                    "address": "3 Home Street\nSpringfield"},
        "lupus": {"documented": "yes", "diagnosed_on": "2019-06", "basis": "ANA 1:640, anti-dsDNA, low C3, arthritis"},
        "complete": {"courses": "yes", "biopsies": "yes"},
        "labs": labs,
        "courses": [
            {"id": "mmf", "drug": "mycophenolate mofetil", "dose": {"value": 1500, "unit": "mg"}, "frequency": "bid",
             "route": "oral", "start": "2025-03-10", "stop": "2025-10-20", "role": "induction", "stop_reason": "no-response"},
            {"id": "pred-1", "drug": "prednisone", "dose": {"value": 30, "unit": "mg/d"}, "route": "oral",
             "start": "2025-03-10", "stop": "2025-06-01", "role": "induction", "regimen": "first"},
            {"id": "pred-2", "drug": "prednisone", "dose": {"value": 5, "unit": "mg/d"}, "route": "oral",
             "start": "2025-06-01", "ongoing": "yes", "role": "induction", "regimen": "first"},
            {"id": "cyc", "drug": "cyclophosphamide", "dose": {"value": 500, "unit": "mg"}, "frequency": "every 2 weeks",
             "doses_given": 6, "route": "iv", "start": "2025-11-03", "stop": "2026-01-12", "role": "induction",
             "stop_reason": "completed"},
            {"id": "aza", "drug": "azathioprine", "dose": {"value": 100, "unit": "mg/d"}, "route": "oral",
             "start": "2026-01-26", "ongoing": "yes", "role": "follow-on"},
            {"id": "hcq", "drug": "hydroxychloroquine", "dose": {"value": 400, "unit": "mg/d"}, "route": "oral",
             "start": "2019-06", "ongoing": "yes", "role": "supportive"},
        ],
        "biopsies": [
            {"id": "bx-1", "taken_on": "2025-02-26", "classes": ["IV"], "class_text": "IV (A)", "activity_index": 11,
             "chronicity_index": 2, "classification": "isn-rps-2018", "shows_ln": "yes"},
            {"id": "bx-2", "taken_on": "2026-09-30", "classes": ["IV", "V"], "activity_index": 9, "chronicity_index": 3,
             "shows_ln": "yes"},
        ],
        "comorbidities": [{"what": "hypertension"}],
        "blood_pressures": [{"systolic": 132, "diastolic": 82, "measured_on": "2026-11-10"}],
        "measurements": [{"what": "weight", "quantity": {"value": 61, "unit": "kg"}, "measured_on": "2026-11-10"},
                         {"what": "height", "quantity": {"value": 165, "unit": "cm"}, "measured_on": "2026-11-10"}],
        "allergies": [{"what": "none known"}],
        "alternatives": [
            {"drug": "obinutuzumab", "status": "not-appropriate", "preferred": "no", "reason": "The centre has no experience with it."},
            {"drug": "belimumab", "status": "not-appropriate", "preferred": "no", "reason": "Proteinuria is in the nephrotic range."},
        ],
        "coverage": {"payer": "Example Health Plan", "attention": "Medical Director", "address": "1 Plan Street\nSpringfield",
                     "member_id": "EHP-0001", "group_number": "G-77", "fax": "555 0100", "benefit": "medical"},
        "clinician": {"name": "Maria Example", "credentials": "MD", "specialty": "Nephrology", "npi": "1234567893",
                      "organisation": "Example Kidney Clinic", "address": "2 Clinic Road\nSpringfield", "phone": "555 0101",
                      "fax": "555 0102", "contact": "Sam Example", "contact_phone": "555 0104", "treating_since": "2025-02", "last_seen": "2026-11-10"},
        "request": {"therapy": "rituximab", "product": "Truxima", "code": "Q5115", "dose": "1,000 mg", "route": "IV",
                    "schedule": "days 1 and 15", "duration": "6 months", "site_of_care": "hospital outpatient infusion",
                    "start": "new", "acquisition": "buy-and-bill", "diagnosis_code": "M32.14",
                    "reason": "Class IV + V lupus nephritis has not responded to mycophenolate mofetil and to cyclophosphamide.",
                    "monitoring": "UPCR and creatinine monthly; blood count and immunoglobulins every 3 months.",
                    "enclosures": ["Biopsy reports", "Laboratory results", "Refill history"]},
        "waivers": [],
    }  # fmt: skip


UPCR = (
    ("2025-03-03", 438, "mg/mmol"), ("2025-05-12", 3.9, "g/g"), ("2025-07-14", 4.1, "g/g"), ("2025-09-08", 3.8, "g/g"),
    ("2025-10-13", 4.0, "g/g"), ("2026-01-19", 3700, "mg/g"), ("2026-04-20", 3.6, "g/g"), ("2026-08-10", 3.9, "g/g"),
    ("2026-11-02", 3.8, "g/g"),
)  # fmt: skip
EGFR = (
    ("2025-03-03", 84), ("2025-07-14", 82), ("2025-10-13", 80), ("2026-01-19", 79), ("2026-04-20", 77),
    ("2026-08-10", 75), ("2026-11-02", 74),
)  # fmt: skip
_PER = {"g/g": Decimal(1), "mg/g": Decimal("0.001"), "mg/mmol": Decimal("0.00884")}


def case(**changes: Any) -> Case:
    """Return the case with some of its parts replaced or, for a part that is a group, updated."""
    data = case_data()
    for name, value in changes.items():
        data[name] = (
            {**data[name], **value} if isinstance(value, dict) and isinstance(data.get(name), dict) else value
        )
    return Case.model_validate(data)


def points(rows: tuple[tuple[Any, ...], ...], unit: str = "mL/min/{1.73_m2}") -> tuple[SeriesPoint, ...]:
    """Return a series of (day, value[, unit])."""
    return tuple(
        SeriesPoint(
            day=date.fromisoformat(row[0]),
            value=Decimal(str(row[1])) * _PER.get(row[2] if len(row) > 2 else unit, Decimal(1)),
            entry=f"lab-{number}",
            written=f"{row[1]} {row[2] if len(row) > 2 else 'mL/min/1.73 m²'}",
            date_written=row[0],
        )
        for number, row in enumerate(rows)
    )


def finding(step: Any, status: Any = "met", because: str = "", **more: Any) -> Finding:
    """Return a finding with evidence, a rule and a citation."""
    return Finding(step=step, status=status, because=because or f"The {step} step is {status}", **more)


def findings() -> tuple[Finding, ...]:
    """Return the six findings of the case."""
    pack = guideline()
    criteria = pack.criteria["arora-2022"]
    return (
        finding(
            "diagnosis", because="Lupus nephritis class IV (A) is shown by the biopsy of 2025-02-26",
            evidence=(Evidence("kidney biopsy", "class IV (A)", "", "2025-02-26", "pathology report", "bx-1"),),
        ),
        finding(
            "adherence", because="Refills covered 94 % of the days of mycophenolate mofetil and all infusions were given",
            evidence=(
                Evidence("refill measure (PDC), mycophenolate mofetil", "94", "%", "2025-10", "pharmacy record"),
                Evidence("infusion record, cyclophosphamide", "6 of 6", "", "2026-01-12", "infusion log"),
            ),
            citations=(Cited.of(pack.steps["adherence"]),),
        ),
        finding("dosing", because="Both regimens reached an adequate dose for at least 4 months",
                parameters=(criteria["course-months"],)),
        finding(
            "response", because="Proteinuria fell by less than 25 % under both regimens",
            evidence=tuple(
                Evidence("UPCR", str(value), unit, day, "lab export", f"upcr-{n}") for n, (day, value, unit) in enumerate(UPCR)
            ),
            parameters=(criteria["no-change-below"], criteria["egfr-worse"]),
            citations=(Cited.of(criteria.definition),),
        ),
        finding("chronicity", because="The biopsy of 2026-09-30 shows activity 9/24 and chronicity 3/12"),
        finding("biopsy", because="Tissue was taken after the latest course began and shows active disease"),
    )  # fmt: skip


def regimens(of: Case) -> tuple[RegimenReview, ...]:
    """Return the two regimens of the case."""
    courses = {course.id: course for course in of.courses}
    common: dict[str, Any] = {"ladder": "standard", "grade": "none", "stated": False, "failed": True}
    steps = {finding.step: finding for finding in findings()}
    common |= {"adherence": steps["adherence"], "dosing": steps["dosing"], "response": steps["response"]}

    def told(*ids: str) -> Any:
        return tuple(courses[name] for name in ids if name in courses)

    return (
        RegimenReview(
            id="first", name="mycophenolate mofetil + prednisone", classes=("mpaa",), courses=told("mmf", "pred-1", "pred-2"),
            start=_span("2025-03-10"), stop=_span("2025-10-20"), running=False,
            baseline_upcr=Decimal("3.87"), last_upcr=Decimal("4.0"), baseline_egfr=Decimal(84), last_egfr=Decimal(80), **common,
        ),
        RegimenReview(
            id="second", name="cyclophosphamide, then azathioprine", classes=("cyclophosphamide",), courses=told("cyc", "aza"),
            start=_span("2025-11-03"), stop=None, running=True,
            baseline_upcr=Decimal("4.0"), last_upcr=Decimal("3.8"), baseline_egfr=Decimal(80), last_egfr=Decimal(74), **common,
        ),
    )  # fmt: skip


def review(of: Case, verdict: Verdict = "refractory", **changes: Any) -> Review:
    """Return a review of the case by hand."""
    pack = guideline()
    rituximab = pack.therapy("rituximab")
    assert rituximab is not None
    clear = SafetyFinding(
        "hepatitis-b", "rituximab", "clear", "HBsAg and anti-HBc are negative",
        (Evidence("HBsAg", "negative", "", "2026-10-20", "lab export"), Evidence("anti-HBc", "negative", "", "2026-10-20")),
        tuple(Cited(rule.source, rule.locator, rule.status) for rule in rituximab.safety[:1]),
    )  # fmt: skip
    asked = SafetyFinding(
        "infection", "rituximab", "not-documented", "Whether an active infection was excluded is not documented",
        missing="a statement that no active infection is present",
    )  # fmt: skip
    made = Review(
        case=of.id,
        as_of=_span("2026-11-22"),
        criteria="arora-2022",
        criteria_name="Arora 2022",
        criteria_version="1.0",
        guideline_version=pack.version,
        verdict=verdict,
        summary="Two different adequate standard regimens failed in an adherent patient with active class IV + V disease",
        leads_to="The next step of the criteria set.",
        steps=findings(),
        regimens=regimens(of),
        provisional=None,
        urgent=None,
        missing=(),
        safety=(clear, asked),
        options=tuple(_options(pack, (clear, asked))),
        notes=("The anti-dsDNA values come from one laboratory.",),
        upcr=points(UPCR, "g/g"),
        egfr=points(EGFR),
    )
    return dataclasses.replace(made, **changes)


def insufficient(of: Case) -> Review:
    """Return a review that lacks what decides it."""
    missing = (
        Missing(
            "refill history of mycophenolate mofetil",
            "It decides adherence.",
            "adherence",
            "dispenses",
            "mmf",
            1,
        ),
        Missing("the biopsy report", "It decides the diagnosis.", "diagnosis", "biopsies", "", 2),
    )
    steps = tuple(
        dataclasses.replace(found, status="not-documented", because=f"The record does not settle {found.step}", evidence=(),
                            missing=tuple(one for one in missing if one.step == found.step))
        for found in findings()
    )  # fmt: skip
    return review(of, "insufficient-data", steps=steps, missing=missing, regimens=(), upcr=(), egfr=(),
                  provisional="refractory", summary="The record does not hold what decides")  # fmt: skip


def many_labs(of: Case, count: int = 300) -> Review:
    """Return a review with many values."""
    days = [date(2019, 1, 7) + timedelta(days=9 * number) for number in range(count)]
    upcr = tuple(
        (day.isoformat(), round(2.5 + 2 * ((n * 37) % 17) / 17, 2), "g/g") for n, day in enumerate(days)
    )
    egfr = tuple((day.isoformat(), 95 - n // 9) for n, day in enumerate(days))
    return review(of, upcr=points(upcr, "g/g"), egfr=points(egfr))


def _options(pack: Guideline, safety: tuple[SafetyFinding, ...]) -> list[Option]:
    made = []
    for name in ("rituximab", "obinutuzumab", "voclosporin", "daratumumab"):
        therapy = pack.therapy(name)
        assert therapy is not None
        stop = SafetyFinding(
            "egfr", name, "stop", "eGFR 41 mL/min/1.73 m² lies below the limit of 45",
            citations=(Cited("fda-voclosporin", "warnings", "primary"),),
        )  # fmt: skip
        made.append(
            Option(
                therapy=therapy.id, name=therapy.name, label=therapy.label, label_text=therapy.label_text,
                label_status=therapy.label_status, why_here="by label and evidence", evidence=therapy.evidence,
                dose=therapy.dose,
                safety=safety if name == "rituximab" else (stop,) if name.startswith("voclosporin") else (), citations=(),
                monitoring=therapy.monitoring, stop_rule=therapy.stop_rule,
            )
        )  # fmt: skip
    return made


def _span(text: str) -> Any:
    return ChartDate.parse(text).on()
