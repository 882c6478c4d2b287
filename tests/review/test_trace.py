"""The review as JSON, whose keys are a contract, and as text for a terminal."""

import json
from datetime import date
from decimal import Decimal

import pytest

from lnreview.case.dates import ChartDate
from lnreview.case.records import Override
from lnreview.guideline.parts import Parameter, Statement
from lnreview.review.finding import (
    STEPS,
    Cited,
    Evidence,
    Finding,
    Missing,
    Option,
    RegimenReview,
    Review,
    SafetyFinding,
)
from lnreview.review.trace import as_json, as_text

CITED = Cited("arora-2022", "abstract", "primary")
NUMBER = Parameter(
    id="nephrotic", value=Decimal("3"), upper=None, unit="g/g", means="nephrotic range", source="acr-2024",
    locator="summary p 2", status="secondary", use="proteinuria", misuse="",
)  # fmt: skip
RANGE = NUMBER.model_copy(
    update={"id": "confirm-days", "value": Decimal("7"), "upper": Decimal("60"), "unit": "d"}
)
FACT = Statement.model_validate(
    {"text": "Complete response 41 %.", "source": "regency-2025", "locator": "abstract", "status": "primary"}
)
LAB = Evidence("UPCR", "3.0", "g/g", "2024-03-01", "letter", "u1")
STOP = SafetyFinding(
    "hbv", "rituximab", "stop", "Hepatitis B is not excluded.", (Evidence("HBsAg", "positive", "", "2024-01", "", "h1"),),
    (CITED,), "anti-HBc",
)  # fmt: skip
CLEAR = SafetyFinding("igg", "", "clear", "IgG is normal.")


def finding(step: str, **more) -> Finding:
    return Finding(step, "met", f"{step} is documented.", **more)


def review(**changes) -> Review:
    """Return a review with something in every field."""
    override = Override(
        step="dosing", status="met", rationale="AUC 50.", by="Dr Moss", on=ChartDate.parse("2024-03-20")
    )
    steps = {
        "diagnosis": finding("diagnosis", evidence=(LAB,), citations=(CITED,), parameters=(NUMBER, RANGE)),
        "adherence": Finding("adherence", "not-documented", "Nobody says.", missing=(Missing("refills", "They tell.", "adherence"),)),
        "dosing": Finding("dosing", "not-met", "The dose was low.", override=override),
    }  # fmt: skip
    regimen = RegimenReview(
        id="mmf", name="mycophenolate mofetil", classes=("mpaa",), courses=(), start=ChartDate.parse("2023-01-10").on(),
        stop=ChartDate.parse("2023-07").on(), running=False, ladder="standard", adherence=steps["adherence"],
        dosing=steps["dosing"], response=finding("response"), grade="partial", stated=False, failed=None, escalation=True,
    )  # fmt: skip
    option = Option(
        "rituximab", "rituximab", "off-label", "Off-label.", "secondary", "Named by the set.", (FACT,), FACT, (STOP,), (CITED,),
        monitoring=FACT, stop_rule=FACT, tried_in="refractory", used="mmf", named="Arora 2022",
    )  # fmt: skip
    bare = Option(
        "ivig", "IVIG", "off-label", "Off-label.", "unverified", "Little evidence.", (), None, (CLEAR,), ()
    )
    values = {
        "case": "C-1", "as_of": ChartDate.parse("2024-03-15").on(), "criteria": "arora-2022", "criteria_name": "Arora 2022",
        "criteria_version": "1", "guideline_version": "2026.11", "verdict": "too-early", "summary": "It runs since January.",
        "leads_to": "Reassess.", "steps": tuple(steps.get(name, finding(name)) for name in STEPS), "regimens": (regimen,),
        "provisional": "refractory", "urgent": "eGFR fell.",
        "missing": (Missing("a level", "It settles it.", "adherence", "levels", "l1", 3), Missing("refills", "They tell.", "adherence")),
        "safety": (STOP,), "options": (option, bare), "notes": ("A note.",), "reassess_on": date(2024, 5, 10),
    }  # fmt: skip
    return Review(**{**values, **changes})


def test_the_keys_of_a_review_are_a_contract():
    """Design, section 5: adding is fine, renaming is not."""
    told = as_json(review())
    assert {
        "case": "C-1", "as_of": "2024-03-15", "criteria": {"id": "arora-2022", "version": "1"}, "guideline": "2026.11",
        "verdict": "too-early", "summary": "It runs since January.", "leads_to": "Reassess.", "provisional": "refractory",
        "urgent": "eGFR fell.", "response": "partial", "reassess_on": "2024-05-10", "notes": ["A note."],
    }.items() <= told.items()  # fmt: skip
    assert [step["step"] for step in told["steps"]] == list(STEPS)
    assert told["missing"] == [
        {"what": "a level", "why": "It settles it.", "step": "adherence", "place": "levels", "entry": "l1"},
        {"what": "refills", "why": "They tell.", "step": "adherence", "place": "", "entry": None},
    ]
    assert json.loads(json.dumps(told)) == told


def test_a_step_is_told_with_its_evidence_citations_numbers_and_gaps():
    diagnosis, adherence, dosing = as_json(review())["steps"][:3]
    assert diagnosis == {
        "step": "diagnosis", "status": "met", "because": "diagnosis is documented.",
        "evidence": [{"what": "UPCR", "value": 3.0, "unit": "g/g", "date": "2024-03-01", "source": "letter", "entry": "u1"}],
        "citations": [{"source": "arora-2022", "locator": "abstract", "status": "primary"}],
        "parameters": [
            {"id": "nephrotic", "value": 3.0, "upper": None, "unit": "g/g", "means": "nephrotic range",
             "source": "acr-2024", "locator": "summary p 2", "status": "secondary"},
            {"id": "confirm-days", "value": 7.0, "upper": 60.0, "unit": "d", "means": "nephrotic range",
             "source": "acr-2024", "locator": "summary p 2", "status": "secondary"},
        ],
        "missing": [], "override": None,
    }  # fmt: skip
    assert (adherence["status"], adherence["missing"]) == (
        "not-documented",
        [{"what": "refills", "why": "They tell."}],
    )
    assert dosing["override"] == {
        "status": "met",
        "rationale": "AUC 50.",
        "by": "Dr Moss",
        "on": "2024-03-20",
    }


def test_an_override_without_name_and_day_says_so():
    bare = Finding("dosing", "met", "x", override=Override(step="dosing", status="met", rationale="Seen."))
    steps = tuple(bare if name == "dosing" else finding(name) for name in STEPS)
    assert as_json(review(steps=steps))["steps"][2]["override"] == {
        "status": "met", "rationale": "Seen.", "by": None, "on": None,
    }  # fmt: skip


def test_a_regimen_is_told_with_its_answers_and_reasons():
    (told,) = as_json(review())["regimens"]
    assert told == {
        "id": "mmf", "name": "mycophenolate mofetil", "classes": ["mpaa"], "ladder": "standard", "start": "2023-01-10",
        "stop": "2023-07", "adherence": "not-documented", "dosing": "not-met", "response": "met", "grade": "partial",
        "failed": None, "escalation": True,
        "because": {"adherence": "Nobody says.", "dosing": "The dose was low.", "response": "response is documented."},
    }  # fmt: skip


def test_an_option_is_told_with_its_evidence_and_what_stops_it():
    told, bare = as_json(review())["options"]
    safety = {
        "id": "hbv", "therapy": "rituximab", "status": "stop", "because": "Hepatitis B is not excluded.",
        "evidence": [{"what": "HBsAg", "value": "positive", "unit": None, "date": "2024-01", "source": None, "entry": "h1"}],
        "citations": [{"source": "arora-2022", "locator": "abstract", "status": "primary"}], "missing": "anti-HBc",
    }  # fmt: skip
    assert {
        "therapy": "rituximab", "name": "rituximab", "label": "off-label", "label_text": "Off-label.",
        "why": "Named by the set.", "stopped": True, "tried_in": "refractory", "named_by_set": True, "used": "mmf",
        "monitoring": "Complete response 41 %.", "stop_rule": "Complete response 41 %.",
        "evidence": [{"text": "Complete response 41 %.", "source": "regency-2025", "locator": "abstract", "status": "primary"}],
        "dose": "Complete response 41 %.", "safety": [safety],
        "citations": [{"source": "arora-2022", "locator": "abstract", "status": "primary"}],
    }.items() <= told.items()  # fmt: skip
    assert {
        "stopped": False, "tried_in": None, "named_by_set": False, "used": None, "monitoring": None, "stop_rule": None,
        "evidence": [], "dose": None, "citations": [],
        "safety": [{"id": "igg", "therapy": None, "status": "clear", "because": "IgG is normal.", "evidence": [],
                    "citations": [], "missing": None}],
    }.items() <= bare.items()  # fmt: skip
    assert as_json(review())["safety"] == [safety]


def test_the_response_is_that_of_the_latest_regimen():
    (only,) = review().regimens
    unknown = RegimenReview(**{**only.__dict__, "grade": "unknown"})
    assert as_json(review(regimens=()))["response"] is None
    assert as_json(review(regimens=(only, unknown)))["response"] is None
    assert as_json(review(regimens=(unknown, only)))["response"] == "partial"


def test_what_is_not_there_is_null():
    told = as_json(
        review(
            provisional=None,
            urgent=None,
            reassess_on=None,
            regimens=(),
            options=(),
            safety=(),
            missing=(),
            notes=(),
        )
    )
    assert (told["provisional"], told["urgent"], told["reassess_on"]) == (None, None, None)
    assert (told["regimens"], told["options"], told["safety"], told["missing"], told["notes"]) == (
        [],
        [],
        [],
        [],
        [],
    )
    (only,) = review().regimens
    running = RegimenReview(**{**only.__dict__, "start": None, "stop": None})
    (told,) = as_json(review(regimens=(running,)))["regimens"]
    assert (told["start"], told["stop"]) == (None, None)


@pytest.mark.parametrize(
    ("value", "told"),
    [("3.0", 3.0), ("", None), (">90", ">90"), ("positive", "positive"), ("nan", "nan"), ("infinity", "infinity"), ("1_000", "1_000")],
)  # fmt: skip
def test_a_value_is_a_number_only_where_the_chart_wrote_one(value, told):
    steps = tuple(finding(name, evidence=(Evidence("UPCR", value),)) for name in STEPS)
    found = as_json(review(steps=steps))["steps"][0]["evidence"][0]
    assert found == {"what": "UPCR", "value": told, "unit": None, "date": None, "source": None, "entry": None}


def test_the_text_tells_verdict_steps_gaps_options_and_notes_in_that_order():
    assert (
        as_text(review())
        == """\
C-1, reviewed as of 2024-03-15 by Arora 2022 1

Too early
It runs since January.
Leads to: Reassess.

! Urgent: eGFR fell.

Steps
  ✓ Diagnosis: met. diagnosis is documented.
  ○ Adherence: not documented. Nobody says.
  ✕ Dosing: not met. The dose was low.
    ✎ overridden by Dr Moss: met. AUC 50.
  ✓ Response: met. response is documented.
  ✓ Chronicity: met. chronicity is documented.
  ✓ Biopsy: met. biopsy is documented.

What would settle it
  1. a level. It settles it.
  2. refills. They tell.

! Hepatitis B is not excluded.

Options
  - rituximab (off label): Named by the set.
  - IVIG (off label): Little evidence.

Notes
  - A note.
"""
    )


def test_the_text_leaves_out_what_is_not_there():
    bare = review(urgent=None, missing=(), safety=(), options=(), notes=())
    assert as_text(bare).endswith("✓ Biopsy: met. biopsy is documented.\n")
    for word in ("Urgent", "settle", "Options", "Notes", "!"):
        assert word not in as_text(bare)


def test_no_line_is_wider_than_a_terminal_and_the_next_is_set_in():
    long = as_text(review(summary="word " * 60, notes=("word " * 60,)))
    assert max(len(line) for line in long.splitlines()) <= 100
    lines = long.splitlines()
    assert lines[4].startswith("  word")
    assert lines[-1].startswith("    word")


def test_an_override_without_a_name_is_the_reviewers():
    bare = Finding(
        "dosing", "met", "Low.", override=Override(step="dosing", status="not-documented", rationale="Seen.")
    )
    steps = tuple(bare if name == "dosing" else finding(name) for name in STEPS)
    assert "    ✎ overridden by the reviewer: not documented. Seen.\n" in as_text(review(steps=steps))
