"""Rules that a second reading of the definitions added, each with the argument for it."""

import pytest

from tests.case_builder import (
    biopsy,
    case,
    event,
    lab,
    mmf,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    stable,
)


def treated(*parts, as_of=182, **fields):
    return reviewed(case(biopsy(), prednisone(), mmf(0), pdc(92), *parts, as_of=as_of, **fields))


def test_proteinuria_that_was_never_there_is_no_failure_and_no_response():
    """A silent class IV: a UPCR below 0.5 before the treatment cannot be the measure of the response."""
    review = treated(proteinuria((-3, "0.2"), (140, "0.2"), (170, "0.2")), stable(-3, 140, 170))

    assert review.regimens[0].failed is not True
    assert review.verdict != "responding"


@pytest.mark.parametrize(("last", "failed"), [("0.49", False), ("0.51", True)])
def test_a_rise_below_the_floor_is_not_called_worse(last, failed):
    review = treated(proteinuria((-3, "0.55"), (140, last), (170, last)), stable(-3, 140, 170))

    assert (review.regimens[0].failed is True) is failed


def test_dialysis_under_a_regimen_ends_the_response_and_is_no_failure_by_itself():
    """A9: the start of dialysis is worse function; alone it is never refractory."""
    values = [proteinuria((-3, "3.0"), (100, "1.2"), (130, "1.2")), stable(-3, 100, 130)]
    review = treated(values, event("dialysis-started", 160))

    assert review.verdict != "responding"
    assert review.regimens[0].failed is not True
    assert review.urgent is not None


def test_an_antibody_alone_does_not_put_the_cause_of_a_flare_in_doubt():
    """Antiphospholipid antibodies are a suspicion; with active serology and sediment the flare is a relapse."""
    active = [lab("c3", 300, interpretation="low"), lab("urine-sediment", 300, interpretation="active")]
    antibody = lab("anticardiolipin", 300, interpretation="positive")
    course = [
        proteinuria((-3, "3.0"), (140, "0.3"), (170, "0.3"), (280, "3.0"), (300, "3.1")),
        stable(-3, 140, 170, 280, 300),
    ]

    assert treated(course, active, antibody, as_of=305).verdict == "relapse"


def test_schistocytes_put_the_cause_of_a_flare_in_doubt():
    active = [lab("c3", 300, interpretation="low"), lab("urine-sediment", 300, interpretation="active")]
    course = [
        proteinuria((-3, "3.0"), (140, "0.3"), (170, "0.3"), (280, "3.0"), (300, "3.1")),
        stable(-3, 140, 170, 280, 300),
    ]
    review = treated(course, active, lab("schistocytes", 300, interpretation="positive"), as_of=305)

    assert review.verdict == "biopsy-needed"
