"""The person and the time after in the plan of a letter: told where the record holds them, and never as a finding."""

from datetime import date
from pathlib import Path

from lnreview.case.model import Case, PersonalContext
from lnreview.exchange import casefile
from lnreview.guideline.load import load
from lnreview.letters import write
from lnreview.review.evaluate import review

DEMO = Path(__file__).parents[2] / "resources/demo"


def letter(name: str, **person: object) -> str:
    case: Case = casefile.read(DEMO / f"{name}.json")
    case = case.model_copy(update={"person": PersonalContext.model_validate(person)})
    made = review(case, load(), None)
    return " ".join(
        write.text(write.compose("medical-necessity", case, made, load(), dated=date(2026, 11, 22))).split()
    )


def test_a_letter_without_a_word_on_the_person_has_no_such_paragraph() -> None:
    assert "The person -" not in letter("demo-lucja-refractory")


def test_the_person_stands_in_the_plan_in_the_words_of_the_record() -> None:
    told = letter(
        "demo-lucja-refractory",
        preferences="no oral cyclophosphamide",
        route="infusion",
        team=["nephrology", "obstetrics"],
    )
    assert "Preferences: no oral cyclophosphamide." in told
    assert "Preferred route: infusions." in told
    assert "Takes part in the decision: nephrology and obstetrics." in told


def test_a_wish_for_a_pregnancy_brings_what_sources_say_never_as_a_finding() -> None:
    told = letter("demo-lucja-refractory", pregnancy_plans="wished-later")
    assert "A pregnancy is wished for later." in told
    assert "It waits until the nephritis has been inactive for at least 6 months." in told
    assert "acceptable contraception during treatment and for 6 weeks after" in told
    assert "wished" not in letter("demo-lucja-refractory", pregnancy_plans="unknown")


def test_maintenance_is_told_after_a_response_only() -> None:
    told = letter("demo-farah-responding")
    assert "At least 36 months in total" in told
    assert "3-5 years for those in complete renal response." in told
    assert "Every 3-6 months in sustained complete response" in told
    assert "36 months in total" not in letter("demo-lucja-refractory")
