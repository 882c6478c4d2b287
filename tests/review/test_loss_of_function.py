"""A response lost by function: eGFR confirmed worse with active sediment (A7 with A3), without proteinuria."""

import pytest
from case_builder import biopsy, case, function, lab, mmf, pdc, prednisone, proteinuria, reviewed

RESPONSE = proteinuria((-3, "3.0"), (150, "0.3"), (180, "0.3"), (400, "0.3"), (440, "0.3"))


def drifting(*more, after=("60", "60"), as_of=445):
    return case(
        biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, as_of), RESPONSE,
        function((-3, "90"), (150, "90"), (180, "90"), (400, after[0]), (440, after[1])), *more, as_of=as_of,
    )  # fmt: skip


def sediment(day, interpretation=None, **more):
    return lab("urine-sediment", day, interpretation=interpretation, **more)


@pytest.mark.parametrize(
    "seen", [sediment(420, "active"), sediment(440, findings=["rbc-casts"])], ids=["said", "red-cell casts"]
)
def test_a_confirmed_fall_with_active_sediment_loses_the_response(seen):
    result = reviewed(drifting(seen))
    assert result.verdict == "relapse"
    assert "eGFR" in result.summary


@pytest.mark.parametrize(
    ("after", "lost"),
    [(("72", "72"), False), (("71", "71"), True), (("71", "85"), False), (("85", "71"), False)],
)
def test_the_fall_is_beyond_the_tolerance_and_confirmed(after, lost):
    """20 % of 90 is 72."""
    assert (reviewed(drifting(sediment(440, "active"), after=after)).verdict == "relapse") is lost


@pytest.mark.parametrize(
    "seen", [[], sediment(440, "bland"), sediment(300, "active")], ids=["none", "bland", "old"]
)
def test_without_active_sediment_at_the_fall_it_is_no_relapse(seen):
    assert reviewed(drifting(seen)).verdict != "relapse"
