"""The reviewer's switches: what the text leaves open, read otherwise for one case."""

import pytest
from case_builder import (
    biopsy,
    case,
    guideline,
    mmf,
    nih,
    observed,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    rituximab,
    stable,
    two_failures,
    voclosporin,
)

from lnreview.review.applied import applied


def switched(patient, **settings):
    chosen = patient.model_copy(update={"settings": patient.settings.model_copy(update=settings)})
    return reviewed(chosen)


def two_short(first_ends, second_ends, now):
    """Return two taken regimens without any change, the second stopped too."""
    return case(
        biopsy(), prednisone(), mmf(0, first_ends), pdc(92, "mmf", 0, first_ends),
        voclosporin(first_ends + 2, second_ends, stop_reason="no-response"), mmf(first_ends + 2, second_ends, "2.0", id="mmf-2"),
        pdc(92, "mmf-2", first_ends + 2, second_ends), pdc(92, "vcs", first_ends + 2, second_ends),
        proteinuria((-3, "3.0"), (first_ends - 30, "3.0"), (first_ends - 5, "3.0"), (first_ends, "3.0"), (second_ends - 30, "3.0"), (second_ends - 5, "3.0")),
        stable(-3, first_ends - 30, first_ends - 5, first_ends, second_ends - 30, second_ends - 5),
        biopsy(second_ends - 10, ai=9, ci=2, id="second"), as_of=now,
    )  # fmt: skip


def five_and_six_months():
    return case(
        biopsy(), prednisone(), mmf(0, 152), pdc(92, "mmf", 0, 150), nih(155, 305, given=6),
        proteinuria((-3, "3.0"), (110, "3.0"), (145, "3.0"), (150, "3.0"), (320, "3.0"), (345, "3.0")),
        stable(-3, 110, 145, 150, 320, 345), biopsy(340, ai=9, ci=2, id="second"), as_of=350,
    )  # fmt: skip


def test_six_months_for_each_does_not_count_five():
    assert reviewed(five_and_six_months()).verdict == "refractory"
    assert switched(five_and_six_months(), course_time="six-months-each").verdict == "inadequate-response"


def test_six_months_for_each_changes_nothing_for_a_set_that_begins_at_six():
    kdigo = guideline().criteria["kdigo-2024"]
    settings = two_failures().settings.model_copy(update={"course_time": "six-months-each"})
    assert applied(kdigo, settings).parameters == kdigo.parameters


@pytest.mark.parametrize(
    "first_ends", [pytest.param(76, id="2.4 + 5.9 months"), pytest.param(40, id="1.3 + 5.9 months")]
)
def test_in_total_counts_the_months_of_both(first_ends):
    """Mycophenolate for less than four months is too short by itself; with the next regimen it is long enough."""
    patient = two_short(first_ends, first_ends + 182, first_ends + 184)
    assert reviewed(patient).verdict == "inadequate-response"
    result = switched(patient, course_time="in-total")
    assert result.verdict == "refractory"
    assert "in total over 2 regimens" in result.regimens[0].dosing.because


def test_in_total_does_not_make_one_short_regimen_long():
    patient = case(
        biopsy(), prednisone(), mmf(0, 90, stop_reason="no-response"), pdc(92, "mmf", 0, 90),
        proteinuria((-3, "3.0"), (50, "3.0"), (80, "3.0")), stable(-3, 50, 80), as_of=95,
    )  # fmt: skip
    assert reviewed(patient).verdict == switched(patient, course_time="in-total").verdict == "undertreated"


def test_the_strict_pair_asks_for_mycophenolate_and_cyclophosphamide():
    both = two_failures()
    assert switched(both, regimen_pair="mycophenolate-and-cyclophosphamide").verdict == "refractory"
    patient = two_short(182, 364, 366)
    assert reviewed(patient).verdict == "refractory"
    result = switched(patient, regimen_pair="mycophenolate-and-cyclophosphamide")
    assert result.verdict == "inadequate-response"
    assert "one with mycophenolate and one with cyclophosphamide" in result.summary


def test_an_anti_cd20_course_can_be_allowed_as_one_of_the_two():
    patient = case(
        biopsy(), prednisone(), mmf(0, 182), pdc(92, "mmf", 0, 180), rituximab(184, 200), observed("rtx", 200),
        proteinuria((-3, "3.0"), (140, "3.0"), (170, "3.0"), (180, "3.0"), (360, "3.0"), (390, "3.0")),
        stable(-3, 140, 170, 180, 360, 390), biopsy(380, ai=9, ci=2, id="second"), as_of=395,
    )  # fmt: skip
    assert reviewed(patient).verdict == "inadequate-response"
    assert switched(patient, anti_cd20_counts="yes").verdict != "inadequate-response"


@pytest.mark.parametrize(("upcr", "complete"), [("0.69", True), ("0.70", False)])
def test_the_upper_limit_of_a_complete_response_can_be_chosen(upcr, complete):
    patient = case(
        biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 185),
        proteinuria((-3, "2.0"), (140, upcr), (170, upcr)), stable(-3, 140, 170), as_of=185,
    )  # fmt: skip
    assert reviewed(patient).regimens[-1].grade == "primary-efficacy"
    assert (switched(patient, complete_upcr="0.7").regimens[-1].grade == "complete") is complete


def test_what_was_chosen_is_said_and_is_never_the_publications():
    arora = guideline().criteria["arora-2022"]
    settings = two_failures().settings.model_copy(
        update={"course_time": "in-total", "egfr_tolerance": "10", "strict_biopsy": True}
    )
    chosen = applied(arora, settings)
    said = [switch.text for switch in chosen.switches if switch not in arora.switches]
    assert said == [
        "Chosen for this case: The time is counted in total over the regimens of the episode.",
        "Chosen for this case: Missing tissue decides already after the first failed regimen.",
    ]
    assert chosen["egfr-worse"].value == 10
    assert (chosen["egfr-worse"].source, chosen["egfr-worse"].status) == ("lnreview", "program-default")
    assert applied(arora, two_failures().settings) is arora
