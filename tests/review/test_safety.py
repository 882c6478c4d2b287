"""What the record says to a precondition of a therapy, and what it leaves open: nothing that is absent clears an option."""

from __future__ import annotations

import pytest
from case_builder import (
    NOW,
    Part,
    belimumab,
    biopsy,
    case,
    course,
    egfr,
    event,
    guideline,
    lab,
    on,
    pregnant,
    rituximab,
    tacrolimus,
    two_failures,
    upcr,
    voclosporin,
)  # fmt: skip

from lnreview.review.evaluate import assessment
from lnreview.review.finding import SafetyFinding
from lnreview.review.safety import for_therapy, requested


def said(therapy: str, rule: str, *parts: Part | list, **fields: object) -> SafetyFinding:
    """Return what the patient after two failures, with further entries, says to a rule of a therapy."""
    chosen = guideline().therapy(therapy)
    assert chosen is not None
    answers = for_therapy(assessment(two_failures(*parts, **fields), guideline()), chosen)
    return next(item for item in answers if item.id == rule)


def condition(what: str, present: str = "yes", **more: object) -> Part:
    return ("comorbidities", {"what": what, "present": present, **more})


def cause(what: str, **more: object) -> Part:
    return ("other_causes", {"what": what, **more})


def pressure(day: int | None, systolic: int, diastolic: int, **more: object) -> Part:
    return ("blood_pressures", {"systolic": systolic, "diastolic": diastolic, "measured_on": on(day), **more})


# --- pregnancy -------------------------------------------------------------------------------------------------------


def pregnancy(*parts: Part | list, **fields: object) -> SafetyFinding:
    return said("voclosporin", "vcs-mpaa-pregnancy", *parts, **fields)


def test_without_any_entry_a_pregnancy_test_is_asked_for() -> None:
    found = pregnancy()
    assert (found.status, found.missing) == ("not-documented", "pregnancy test before treatment")
    assert found.evidence == ()


def test_a_pregnancy_on_record_stops() -> None:
    found = pregnancy(pregnant(NOW - 30))
    assert found.status == "stop"
    assert found.because.endswith("Pregnancy is on record.")
    assert [item.value for item in found.evidence] == ["pregnant"]


def test_a_man_needs_no_pregnancy_test() -> None:
    assert pregnancy(patient={"sex": "male", "age_years": 30}).status == "clear"


@pytest.mark.parametrize(
    ("day", "status"), [(NOW - 5, "clear"), (NOW - 365, "not-documented")], ids=["now", "last year"]
)
def test_not_pregnant_clears_only_as_a_present_entry(day: int, status: str) -> None:
    assert pregnancy(("pregnancies", {"status": "not-pregnant", "since": on(day)})).status == status


@pytest.mark.parametrize(
    ("day", "result", "status"),
    [
        (NOW - 5, "negative", "clear"),
        (NOW - 5, "positive", "stop"),
        (NOW - 5, "high", "not-documented"),
        (NOW - 365, "negative", "not-documented"),
    ],
)
def test_a_pregnancy_test_speaks_by_its_result_and_only_now(day: int, result: str, status: str) -> None:
    assert pregnancy(lab("pregnancy-test", day, interpretation=result)).status == status


def test_a_plan_outweighs_a_negative_test() -> None:
    negative = lab("pregnancy-test", NOW - 5, interpretation="negative")
    assert pregnancy(negative, ("pregnancies", {"status": "planning"})).because.endswith(
        "A pregnancy is planned."
    )
    wished = pregnancy(negative, person={"pregnancy_plans": "wished-now"})
    assert wished.status == "caution"
    assert wished.because.endswith("A pregnancy is wished for now.")


# --- infection and hepatitis -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("results", "status", "missing"),
    [
        ({}, "not-documented", "hepatitis B screen: HBsAg and Anti-HBc"),
        ({"hbsag": "negative"}, "not-documented", "hepatitis B screen: Anti-HBc"),
        ({"anti-hbc": "absent"}, "not-documented", "hepatitis B screen: HBsAg"),
        ({"hbsag": "negative", "anti-hbc": "high"}, "not-documented", "hepatitis B screen: Anti-HBc"),
        ({"hbsag": "negative", "anti-hbc": "negative"}, "clear", ""),
        ({"hbsag": "absent", "anti-hbc": "absent"}, "clear", ""),
        ({"hbsag": "negative", "anti-hbc": "positive"}, "stop", ""),
        ({"hbsag": "positive", "anti-hbc": "negative"}, "stop", ""),
        ({"hbsag": "present"}, "stop", ""),
    ],
)  # fmt: skip
def test_hepatitis_b_needs_both_results_and_one_positive_stops(
    results: dict[str, str], status: str, missing: str
) -> None:
    labs = [lab(name, NOW - 5, interpretation=result) for name, result in results.items()]
    found = said("rituximab", "rtx-hepatitis-b", labs)
    assert (found.status, found.missing) == (status, missing)
    assert len(found.evidence) == sum(result != "high" for result in results.values())


def test_a_hepatitis_screen_of_past_years_still_counts() -> None:
    labs = [lab(name, NOW - 900, interpretation="negative") for name in ("hbsag", "anti-hbc")]
    assert said("rituximab", "rtx-hepatitis-b", labs).status == "clear"


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        (cause("urinary-infection", present="yes"), "caution"),
        (cause("Infection of the skin"), "caution"),
        (cause("urinary-infection", present="no"), "not-documented"),
        (cause("urinary-infection", present="unknown"), "not-documented"),
        (cause("urinary-infection", resolved_on=on(NOW - 20)), "not-documented"),
        (cause("fsgs"), "not-documented"),
        (condition("active infection", "yes"), "caution"),
        (condition("Active infection", "no"), "clear"),
        (condition("active infection", "unknown"), "not-documented"),
        (condition("asthma", "no"), "not-documented"),
    ],
)
def test_an_infection_is_read_from_causes_and_conditions(entry: Part, status: str) -> None:
    """The rule of voclosporin asks for care, it is no stop."""
    found = said("voclosporin", "vcs-infection", entry)
    assert found.status == status
    assert bool(found.missing) is (status == "not-documented")


def test_a_vaccine_of_another_kind_or_without_a_day_is_no_recent_live_vaccine() -> None:
    assert said("voclosporin", "vcs-live-vaccine", event("live-vaccine", NOW - 10)).status == "caution"
    for entry in ([], event("live-vaccine"), event("flare", NOW - 10), event("live-vaccine", NOW - 31)):
        found = said("voclosporin", "vcs-live-vaccine", entry)
        assert found.status == "not-documented"
        assert "vaccin" in found.missing


# --- drugs together --------------------------------------------------------------------------------------------------


def test_voclosporin_stops_beside_cyclophosphamide_only_while_it_runs() -> None:
    running = course("cyclophosphamide", NOW - 30, None, 500, "mg", id="running")
    found = said("voclosporin", "vcs-cyclophosphamide", running)
    assert found.status == "stop"
    assert found.because.endswith("Cyclophosphamide is running.")
    assert found.evidence

    ended = said("voclosporin", "vcs-cyclophosphamide")  # the pulses of the second regimen ended
    assert (ended.status, ended.because) == ("clear", "No such drug is running.")
    incomplete = said("voclosporin", "vcs-cyclophosphamide", complete={"biopsies": "yes"})
    assert (incomplete.status, incomplete.missing) == ("not-documented", "complete list of current drugs")


def test_belimumab_calls_for_care_beside_an_antibody_that_depletes_b_cells() -> None:
    assert said("mpaa-belimumab-cni", "triple-b-cell-depletion", rituximab(NOW - 20)).status == "caution"
    assert said("mpaa-belimumab-cni", "triple-b-cell-depletion", belimumab(NOW - 20)).status == "clear"


def test_lupus_of_the_brain_that_nobody_answered_is_asked_for() -> None:
    for entry in ([], condition("CNS lupus", "unknown"), condition("asthma")):
        assert said("belimumab", "bel-cns-lupus", entry).status == "not-documented"


# --- kidney function and blood pressure ------------------------------------------------------------------------------


def test_an_egfr_that_is_not_of_now_clears_nothing() -> None:
    old = two_failures(as_of=NOW + 400)
    chosen = guideline().therapy("voclosporin")
    assert chosen is not None
    answers = {item.id: item for item in for_therapy(assessment(old, guideline()), chosen)}
    assert (answers["vcs-egfr"].status, answers["vcs-egfr"].missing) == ("not-documented", "current eGFR")


@pytest.mark.parametrize(
    ("bound", "status"), [("<45", "stop"), (">60", "clear"), (">30", "not-documented"), ("<60", "not-documented")]
)  # fmt: skip
def test_a_bound_decides_only_where_it_lies_on_one_side_of_45(bound: str, status: str) -> None:
    assert said("voclosporin", "vcs-egfr", egfr(NOW - 1, bound)).status == status


@pytest.mark.parametrize(
    ("day", "systolic", "diastolic", "status"),
    [
        (NOW - 3, 165, 105, "clear"),
        (NOW - 3, 166, 80, "stop"),
        (NOW - 3, 120, 106, "stop"),
        (None, 166, 80, "stop"),
        (NOW - 400, 120, 80, "not-documented"),
    ],
)
def test_before_the_start_the_pressure_may_reach_165_over_105_but_not_exceed_it(
    day: int | None, systolic: int, diastolic: int, status: str
) -> None:
    """Label of voclosporin: not started above 165/105 mmHg."""
    found = said("voclosporin", "vcs-blood-pressure", pressure(day, systolic, diastolic))
    assert found.status == status
    assert (found.missing == "current blood pressure") is (status == "not-documented")


@pytest.mark.parametrize(("second", "status"), [(130, "clear"), (170, "stop")])
def test_of_two_pressures_of_one_day_the_one_placed_later_counts(second: int, status: str) -> None:
    first = 300 - second
    entries = [pressure(NOW - 3, first, 90, order=1), pressure(NOW - 3, second, 80, order=2), pressure(NOW - 9, first, 90)]  # fmt: skip
    assert said("voclosporin", "vcs-blood-pressure", entries).status == status


# --- a drug that runs already ----------------------------------------------------------------------------------------


def test_a_running_drug_is_judged_by_its_egfr_before_the_start() -> None:
    start = NOW - 60
    began = [egfr(start - 1, 60), tacrolimus(start)]
    fine = said("tacrolimus", "tac-egfr", began, egfr(NOW - 1, 55))
    assert (fine.status, fine.because) == (
        "clear",
        f"Tacrolimus was begun at eGFR 60 ({on(start - 1)}), above 45.",
    )

    fell = said("tacrolimus", "tac-egfr", began, egfr(NOW - 1, 45))
    assert fell.status == "caution"
    assert "above 45; now 45" in fell.because
    assert fell.because.endswith("a running drug follows the course of eGFR.")
    assert len(fell.evidence) == 2

    early = said("tacrolimus", "tac-egfr", egfr(start - 1, 45), tacrolimus(start), egfr(NOW - 1, 60))
    assert early.status == "caution"
    assert "was begun at eGFR 45" in early.because


def test_a_course_that_ended_or_is_yet_to_begin_is_one_to_start() -> None:
    for entry in (tacrolimus(NOW - 60, NOW - 20), tacrolimus(NOW + 20)):
        assert said("tacrolimus", "tac-egfr", egfr(NOW - 1, 45), entry).status == "stop"


def test_another_drug_of_the_class_does_not_make_a_start_a_continuation() -> None:
    """On tacrolimus, voclosporin is still to be started: its label counts in full."""
    found = said("voclosporin", "vcs-egfr", egfr(NOW - 61, 60), tacrolimus(NOW - 60), egfr(NOW - 1, 45))
    assert found.status == "stop"
    assert said("voclosporin", "vcs-egfr", egfr(NOW - 61, 60), voclosporin(NOW - 60), egfr(NOW - 1, 60)).status == "clear"  # fmt: skip


# --- results of which no source gives a limit ------------------------------------------------------------------------


def test_potassium_is_there_or_asked_for_and_never_judged() -> None:
    found = said("tacrolimus", "tac-electrolytes", lab("potassium", NOW - 3, "6.9", "mmol/L"))
    assert found.status == "clear"
    assert "On record, to be read by the reviewer" in found.because
    assert "6.9" in found.because
    assert said("tacrolimus", "tac-electrolytes", lab("potassium", NOW - 3, interpretation="high")).status == "clear"  # fmt: skip
    for entry in ([], lab("potassium", NOW - 400, "4.0", "mmol/L"), lab("potassium", NOW - 3)):
        asked = said("tacrolimus", "tac-electrolytes", entry)
        assert (asked.status, asked.missing) == ("not-documented", "current Potassium")


@pytest.mark.parametrize(
    ("result", "status"),
    [
        ({"interpretation": "normal"}, "clear"),
        ({"interpretation": "high"}, "clear"),
        ({"interpretation": "low"}, "caution"),
        ({"interpretation": "positive"}, "not-documented"),
        ({"value": "<8", "unit": "g/L"}, "not-documented"),
        ({"value": "8", "unit": "mmol/L"}, "not-documented"),
        ({"value": "8", "unit": "g/L", "range_low": 8}, "clear"),
        ({"value": "8", "unit": "g/L", "range_low": 9}, "caution"),
    ],
)
def test_igg_without_a_usable_number_is_read_by_its_flag_or_asked_for(
    result: dict[str, object], status: str
) -> None:
    """Rituximab asks for care only, even at the laboratory's own flag."""
    found = said("rituximab", "rtx-igg", lab("igg", NOW - 3, **result))  # type: ignore[arg-type]
    assert found.status == status
    assert len(found.evidence) == 1


def test_igg_of_last_year_is_not_current() -> None:
    assert said("rituximab", "rtx-igg", lab("igg", NOW - 400, 8, "g/L")).missing == "current IgG"


def test_proteinuria_as_a_bound_decides_only_on_one_side_of_three() -> None:
    for bound, status in (
        ("<3", "clear"),
        (">3", "caution"),
        ("<4", "not-documented"),
        (">1", "not-documented"),
    ):
        found = said("belimumab", "bel-proteinuria", upcr(NOW - 1, bound))
        assert found.status == status, bound
    old = assessment(two_failures(as_of=NOW + 400), guideline())
    chosen = guideline().therapy("belimumab")
    assert chosen is not None
    answers = {item.id: item for item in for_therapy(old, chosen)}
    assert answers["bel-proteinuria"].missing == "current UPCR"


def test_tissue_without_a_class_does_not_answer_for_a_class() -> None:
    found = said("belimumab", "bel-class-v", biopsy(NOW - 10, "", id="third", shows_ln="yes"))
    assert (found.status, found.missing) == ("not-documented", "class of the latest biopsy")


@pytest.mark.parametrize(
    ("entries", "status"),
    [
        ([condition("peripheral neuropathy", "no"), cause("peripheral neuropathy")], "stop"),
        ([cause("peripheral neuropathy", present="no")], "clear"),
        ([cause("peripheral neuropathy", resolved_on=on(NOW - 9))], "not-documented"),
        ([cause("peripheral neuropathy", present="unknown")], "not-documented"),
        ([condition("peripheral neuropathy", "unknown")], "not-documented"),
    ],
)
def test_present_outweighs_absent_and_a_resolved_condition_says_nothing(entries: list, status: str) -> None:
    found = said("bortezomib", "bortezomib-neuropathy", entries)
    assert found.status == status
    if status == "stop":
        assert found.because.endswith("Peripheral neuropathy is on record.")
    if status == "clear":
        assert found.because == "Peripheral neuropathy is on record as absent."


def answers(therapy: str, *parts: Part | list, **fields: object) -> dict[str, SafetyFinding]:
    """Return the answers of a record that holds nothing but these entries."""
    chosen = guideline().therapy(therapy)
    assert chosen is not None
    found = for_therapy(assessment(case(*parts, as_of=400, **fields), guideline()), chosen)
    return {item.id: item for item in found}


def test_a_running_voclosporin_stops_already_at_165_or_105() -> None:
    """Label of voclosporin: not started above 165/105 mmHg, stopped when that is reached."""
    for systolic, diastolic, status in ((165, 80, "stop"), (120, 105, "stop"), (164, 104, "clear")):
        found = said(
            "voclosporin", "vcs-blood-pressure", voclosporin(NOW - 60), pressure(NOW - 3, systolic, diastolic)
        )
        assert found.status == status, (systolic, diastolic)


def test_whether_nephritis_is_active_is_asked_where_nothing_tells() -> None:
    found = next(item for item in answers("anifrolumab", biopsy(-300)).values() if "active" in item.missing)
    assert (found.status, found.missing) == ("not-documented", "whether the nephritis is active now")


def test_a_result_in_words_is_a_result() -> None:
    found = said("tacrolimus", "tac-electrolytes", lab("potassium", NOW - 3, words="within range"))
    assert found.status == "clear"
    assert "within range" in found.because


def test_a_cumulative_dose_that_lies_on_both_sides_of_a_limit_stays_open() -> None:
    """100 mg from some day of February to some day of May 2024: 62 to 121 days, 6.2 to 12.1 g, around 10 g."""
    oral = course("cyclophosphamide", "2024-02", "2024-05", 100, "mg/d", route="oral", id="cyc")
    found = answers("extended-cyclophosphamide", oral)
    assert found["extended-cyc-gonadal"].status == "not-documented"
    assert found["extended-cyc-cumulative"].status == "clear"


def test_a_class_is_shown_as_the_report_words_it() -> None:
    entry = biopsy(NOW - 10, "V", id="third", class_text="membranous, class V")
    assert said("belimumab", "bel-class-v", entry).evidence[0].value == "membranous, class V"
    assert (
        said("belimumab", "bel-class-v", biopsy(NOW - 10, "III+V", id="third")).evidence[0].value == "III + V"
    )


def test_igg_is_shown_as_it_was_measured() -> None:
    (shown,) = said("rituximab", "rtx-igg", lab("igg", NOW - 3, 590, "mg/dL")).evidence
    assert (shown.what, shown.value, shown.unit) == ("IgG", "590", "mg/dL")


# --- what the case asks for ------------------------------------------------------------------------------------------


def asked(name: str, *parts: Part | list) -> tuple[SafetyFinding, ...]:
    subject = case(biopsy(), *parts, as_of=60, request={"therapy": name})
    return requested(assessment(subject, guideline()))


def test_the_therapy_asked_for_shows_only_stops_and_care() -> None:
    found = asked("voclosporin", egfr(50, 40))
    assert {item.status for item in found} == {"stop"}
    assert "vcs-egfr" in {item.id for item in found}
    assert asked("voclosporin", egfr(50, 90)) == ()


def test_a_teratogen_asked_for_in_pregnancy_stops_although_it_is_no_option() -> None:
    found = asked("methotrexate", pregnant(30))
    assert [(item.id, item.status) for item in found] == [("pregnancy-request", "stop")]
    assert "is asked for, and a pregnancy is on record" in found[0].because
    assert asked("methotrexate") == ()
    assert asked("hydroxychloroquine", pregnant(30)) == ()
    assert asked("", pregnant(30)) == ()
