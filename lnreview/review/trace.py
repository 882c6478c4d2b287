"""A review as a JSON object with stable keys, and as text for a terminal."""

from __future__ import annotations

import re
import textwrap
from decimal import Decimal
from typing import Any

from lnreview.review.finding import (
    STATUS_WORDS,
    STEP_NAMES,
    VERDICT_NAMES,
    Cited,
    Evidence,
    Finding,
    Option,
    RegimenReview,
    Review,
    SafetyFinding,
)

_WIDTH = 100
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def as_json(review: Review) -> dict[str, Any]:
    """Return the review as the object that `lnreview review --json` prints; keys are added, never renamed."""
    return {
        "case": review.case,
        "as_of": str(review.as_of.written.text),
        "criteria": {"id": review.criteria, "version": review.criteria_version},
        "guideline": review.guideline_version,
        "verdict": review.verdict,
        "summary": review.summary,
        "leads_to": review.leads_to,
        "steps": [_step(finding) for finding in review.steps],
        "provisional": review.provisional,
        "urgent": review.urgent,
        "response": _response(review),
        "missing": [
            {
                "what": item.what,
                "why": item.why,
                "step": item.step,
                "place": item.place,
                "entry": item.entry or None,
            }
            for item in review.missing
        ],
        "safety": [_safety(finding) for finding in review.safety],
        "options": [_option(option) for option in review.options],
        "regimens": [_regimen(regimen) for regimen in review.regimens],
        "reassess_on": review.reassess_on.isoformat() if review.reassess_on else None,
        "notes": list(review.notes),
    }


def _response(review: Review) -> str | None:
    """Return the grade of response of the latest regimen: complete, primary-efficacy, partial, improving, none."""
    if not review.regimens or review.regimens[-1].grade == "unknown":
        return None
    return review.regimens[-1].grade


def evidence_as_json(item: Evidence) -> dict[str, Any]:
    """Return an entry of the record that was used, as every part of the JSON prints it."""
    return {
        "what": item.what, "value": _as_number(item.value), "unit": item.unit or None, "date": item.date or None,
        "source": item.source or None, "entry": item.entry or None,
    }  # fmt: skip


def _as_number(value: str) -> float | str | None:
    """Return a value as a number where it is one; bounds such as >90 and words (also “nan”) stay texts."""
    return float(value) if _NUMBER.fullmatch(value) else value or None


def _cited(item: Cited) -> dict[str, str]:
    return {"source": item.source, "locator": item.locator, "status": item.status}


def _step(finding: Finding) -> dict[str, Any]:
    override = finding.override
    return {
        "step": finding.step,
        "status": finding.status,
        "because": finding.because,
        "evidence": [evidence_as_json(item) for item in finding.evidence],
        "citations": [_cited(item) for item in finding.citations],
        "parameters": [
            {
                "id": item.id, "value": _number(item.value), "upper": _number(item.upper), "unit": item.unit,
                "means": item.means, "source": item.source, "locator": item.locator, "status": item.status,
            }
            for item in finding.parameters
        ],
        "missing": [{"what": item.what, "why": item.why} for item in finding.missing],
        "override": None if override is None else {
            "status": override.status, "rationale": override.rationale, "by": override.by or None,
            "on": override.on.text if override.on else None,
        },
    }  # fmt: skip


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _safety(finding: SafetyFinding) -> dict[str, Any]:
    return {
        "id": finding.id, "therapy": finding.therapy or None, "status": finding.status, "because": finding.because,
        "evidence": [evidence_as_json(item) for item in finding.evidence],
        "citations": [_cited(item) for item in finding.citations], "missing": finding.missing or None,
    }  # fmt: skip


def _option(option: Option) -> dict[str, Any]:
    return {
        "therapy": option.therapy, "name": option.name, "label": option.label, "label_text": option.label_text,
        "why": option.why_here, "stopped": option.stopped, "tried_in": option.tried_in or None,
        "named_by_set": bool(option.named), "used": option.used or None,
        "monitoring": option.monitoring.text if option.monitoring else None,
        "stop_rule": option.stop_rule.text if option.stop_rule else None,
        "evidence": [{"text": fact.text, "source": fact.source, "locator": fact.locator, "status": fact.status}
                     for fact in option.evidence],
        "dose": option.dose.text if option.dose else None,
        "safety": [_safety(finding) for finding in option.safety],
        "citations": [_cited(item) for item in option.citations],
    }  # fmt: skip


def _regimen(regimen: RegimenReview) -> dict[str, Any]:
    return {
        "id": regimen.id, "name": regimen.name, "classes": list(regimen.classes), "ladder": regimen.ladder,
        "start": str(regimen.start) if regimen.start else None, "stop": str(regimen.stop) if regimen.stop else None,
        "adherence": regimen.adherence.status, "dosing": regimen.dosing.status, "response": regimen.response.status,
        "grade": regimen.grade, "failed": regimen.failed, "escalation": regimen.escalation,
        "because": {"adherence": regimen.adherence.because, "dosing": regimen.dosing.because,
                    "response": regimen.response.because},
    }  # fmt: skip


def as_text(review: Review) -> str:
    """Return the review for a terminal, 100 characters wide."""
    lines = [
        f"{review.case}, reviewed as of {review.as_of} by {review.criteria_name} {review.criteria_version}",
        "",
        VERDICT_NAMES[review.verdict],
        *_wrapped(review.summary),
        *_wrapped(f"Leads to: {review.leads_to}"),
    ]
    if review.urgent:
        lines += ["", *_wrapped(f"! Urgent: {review.urgent}")]
    lines += ["", "Steps"]
    for finding in review.steps:
        mark = {"met": "✓", "not-met": "✕", "not-documented": "○"}[finding.status]
        lines += _wrapped(
            f"{mark} {STEP_NAMES[finding.step]}: {STATUS_WORDS[finding.status]}. {finding.because}", "  "
        )
        if finding.override:
            lines += _wrapped(
                f"✎ overridden by {finding.override.by or 'the reviewer'}: {STATUS_WORDS[finding.override.status]}. "
                f"{finding.override.rationale}", "    ",
            )  # fmt: skip
    if review.missing:
        lines += ["", "What would settle it"]
        for number, item in enumerate(review.missing, start=1):
            lines += _wrapped(f"{number}. {item.what}. {item.why}", "  ")
    for stop in review.safety:
        lines += ["", *_wrapped(f"! {stop.because}")]
    if review.options:
        lines += ["", "Options"]
        for option in review.options:
            lines += _wrapped(f"- {option.name} ({option.label.replace('-', ' ')}): {option.why_here}", "  ")
    if review.notes:
        lines += ["", "Notes"]
        for note in review.notes:
            lines += _wrapped(f"- {note}", "  ")
    return "\n".join(lines) + "\n"


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ") or [""]
