"""Whatever is not documented names the datum that would settle it, or the day that will (rule 1 of honesty)."""

from case_builder import reviewed
from hypothesis import given
from patient_strategies import few, patients


@given(patients())
@few
def test_a_step_that_is_not_documented_names_what_would_settle_it(subject):
    result = reviewed(subject)

    for step in result.steps:
        if step.status == "not-documented" and not (
            step.step in ("adherence", "dosing", "response") and not result.regimens
        ):
            waits = step.step == "dosing" and result.reassess_on is not None
            assert step.missing or waits, (step.step, step.because)
