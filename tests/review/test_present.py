"""What stands at the top of a review: a pregnancy or the wish for one beside a drug, and what a label says of a running drug."""

import pytest
from case_builder import (
    biopsy,
    case,
    course,
    egfr,
    guideline,
    losartan,
    mmf,
    on,
    pregnant,
    reviewed,
    tacrolimus,
    upcr,
    voclosporin,
)  # fmt: skip

from lnreview.case.model import Case
from lnreview.review.evaluate import assessment
from lnreview.review.finding import SafetyFinding
from lnreview.review.safety import for_therapy

AS_OF = 100


def running(*parts: object, **fields: object) -> Case:
    """Return a patient on mycophenolate and losartan; `fields` are those of the case."""
    return case(biopsy(), upcr(-3, "3.0"), mmf(0), losartan(-50), *parts, **{"as_of": AS_OF} | fields)  # type: ignore[arg-type]


def found(subject: Case, start: str) -> list[SafetyFinding]:
    return [item for item in reviewed(subject).safety if item.id.startswith(start)]


def pressure(day: int, systolic: int, diastolic: int) -> object:

    return ("blood_pressures", {"systolic": systolic, "diastolic": diastolic, "measured_on": on(day)})


# --- pregnancy -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plans", "told"), [("wished-now", 2), ("wished-later", 0), ("none", 0), ("not-applicable", 0), ("unknown", 0)]
)  # fmt: skip
def test_a_wish_for_now_is_told_for_each_drug_that_is_stopped_for_it(plans: str, told: int) -> None:
    warned = found(running(person={"pregnancy_plans": plans}), "pregnancy-wish")
    assert len(warned) == told
    assert all(item.status == "caution" for item in warned)


def test_the_warning_names_drug_rule_and_missing_contraception() -> None:
    warned = found(
        running(person={"pregnancy_plans": "wished-now", "contraception": "none"}), "pregnancy-wish"
    )
    told = " ".join(item.because for item in warned)
    assert "mycophenolate mofetil is running" in told
    assert "losartan (RAAS inhibitor) is running" in told
    assert "6 weeks after" in told
    assert "Contraception on record: none." in told
    assert {cited.source for item in warned for cited in item.citations} >= {"mmf-rems"}


def test_a_planned_pregnancy_in_the_list_warns_as_well() -> None:
    planned = ("pregnancies", {"status": "planning", "since": "2024-03-01"})
    assert found(running(planned), "pregnancy-wish")


def test_a_drug_that_was_stopped_is_not_warned_of() -> None:
    subject = case(biopsy(), mmf(0, 50), as_of=AS_OF, person={"pregnancy_plans": "wished-now"})
    assert found(subject, "pregnancy-wish") == []


def test_no_warning_for_a_man() -> None:
    subject = running(person={"pregnancy_plans": "wished-now"}, patient={"sex": "male", "age_years": 30})
    assert found(subject, "pregnancy-wish") == []


def test_a_pregnancy_stops_and_is_not_told_a_second_time_as_a_wish() -> None:
    subject = running(pregnant(80), person={"pregnancy_plans": "wished-now"})
    stops = [item for item in found(subject, "pregnancy-") if item.status == "stop" and not item.therapy]
    assert len(stops) == 2  # mycophenolate and the RAAS inhibitor
    assert found(subject, "pregnancy-wish") == []


@pytest.mark.parametrize(
    ("said", "warned"), [("none", 1), ("None.", 1), ("no contraception", 1), ("coil", 0), ("", 0)]
)
def test_no_contraception_beside_a_teratogen_is_told(said: str, warned: int) -> None:
    assert len(found(running(person={"contraception": said}), "contraception-")) == warned


# --- the label of voclosporin ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "status"),
    [("46.5", ""), ("46.4", ""), ("46.3", "caution"), ("40.7", "caution"), ("40.6", "stop"), ("40.5", "stop")],
)  # fmt: skip
def test_a_fall_under_voclosporin_is_told_at_the_top(value: str, status: str) -> None:
    """Of a baseline of 58: 20 % below is 46.4, 30 % below is 40.6."""
    warned = found(running(voclosporin(0), egfr(-3, 58), egfr(90, value)), "label-egfr")
    assert [item.status for item in warned] == ([status] if status else [])
    if status == "stop":
        assert "30 % below the baseline of 58" in warned[0].because
        assert "the label says stop" in warned[0].because


def test_a_fall_after_voclosporin_ended_is_not_told() -> None:
    assert found(running(voclosporin(0, 60), egfr(-3, 58), egfr(90, 40)), "label-egfr") == []


@pytest.mark.parametrize(
    ("systolic", "diastolic", "told"), [(164, 104, 0), (165, 90, 1), (120, 105, 1), (166, 100, 1)]
)
def test_a_pressure_that_reaches_the_limit_under_voclosporin_is_told(
    systolic: int, diastolic: int, told: int
) -> None:
    subject = running(voclosporin(0), pressure(90, systolic, diastolic))
    warned = found(subject, "label-pressure")
    assert len(warned) == told
    assert all(f"{systolic}/{diastolic} mmHg (" in item.because for item in warned)


# --- limits for the start --------------------------------------------------------------------------------------------


def safety_of(subject: Case, therapy: str, name: str) -> SafetyFinding:

    pack = guideline()
    chosen = pack.therapy(therapy)
    assert chosen is not None
    return next(item for item in for_therapy(assessment(subject, pack), chosen) if item.id == name)


@pytest.mark.parametrize(
    ("before", "now", "status"),
    [(58, 46, "clear"), (58, 45, "caution"), (45, 45, "caution"), (46, 46, "clear")],
)
def test_the_baseline_limit_is_one_for_the_start(before: int, now: int, status: str) -> None:
    subject = running(voclosporin(0), egfr(-3, before), egfr(90, now))
    assert safety_of(subject, "voclosporin", "vcs-egfr").status == status


@pytest.mark.parametrize(("now", "status"), [(46, "clear"), (45, "stop")])
def test_a_drug_that_does_not_run_is_judged_by_the_present_value(now: int, status: str) -> None:
    assert safety_of(running(egfr(-3, 58), egfr(90, now)), "voclosporin", "vcs-egfr").status == status
    on_tacrolimus = running(tacrolimus(0), egfr(-3, 58), egfr(90, now))
    assert safety_of(on_tacrolimus, "voclosporin", "vcs-egfr").status == status


def test_a_running_tacrolimus_is_not_stopped_by_the_limit_for_its_start() -> None:
    subject = running(tacrolimus(0), egfr(-3, 58), egfr(90, 45))
    assert safety_of(subject, "tacrolimus", "tac-egfr").status == "caution"


def test_a_label_stop_stops_the_running_drug_also_as_an_option() -> None:
    subject = running(voclosporin(0), egfr(-3, 58), egfr(90, 40))
    stop = safety_of(subject, "voclosporin", "vcs-egfr")
    assert stop.status == "stop"
    assert "31 % below the baseline of 58" in stop.because


@pytest.mark.parametrize(
    ("systolic", "diastolic", "status"), [(165, 105, "clear"), (166, 100, "stop"), (150, 106, "stop")]
)
def test_the_pressure_stands_in_the_sentence_with_its_day(systolic: int, diastolic: int, status: str) -> None:
    told = safety_of(running(pressure(90, systolic, diastolic)), "voclosporin", "vcs-blood-pressure")
    assert told.status == status
    assert f"{systolic}/{diastolic} mmHg (" in told.because


def test_the_latest_pressure_by_day_counts_not_the_last_of_the_list() -> None:
    subject = running(pressure(90, 120, 80), pressure(40, 170, 110))
    assert safety_of(subject, "voclosporin", "vcs-blood-pressure").status == "clear"


# --- age and tolerance -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("therapy", "age", "status"),
    [
        ("obinutuzumab", 17, "caution"), ("obinutuzumab", 18, ""), ("obinutuzumab", None, "not-documented"),
        ("voclosporin", 17, "caution"), ("voclosporin", 18, ""), ("voclosporin", 19, ""),
        ("belimumab", 4, "caution"), ("belimumab", 5, ""), ("belimumab", 17, ""), ("rituximab", 10, ""),
    ],
)  # fmt: skip
def test_a_label_holds_from_an_age(therapy: str, age: int | None, status: str) -> None:
    subject = running(patient={"sex": "female", "age_years": age})

    pack = guideline()
    chosen = pack.therapy(therapy)
    assert chosen is not None
    young = [
        item.status
        for item in for_therapy(assessment(subject, pack), chosen)
        if item.id.endswith("label-age")
    ]
    assert young == ([status] if status else [])


def test_what_was_not_tolerated_calls_for_care_before_the_same_drug_in_a_higher_dose() -> None:
    kept_low = running(course("mycophenolate mofetil", 0, None, id="low", dose_limited_by="intolerance"))
    told = safety_of(kept_low, "mycophenolate-mofetil", "mycophenolate-mofetil-not-tolerated")
    assert told.status == "caution"
    assert "intolerance" in told.because
