"""The review as a whole: the day, the provisional verdict, when to look again, and the notes."""

import pytest
from case_builder import (
    MMF_ENDS,
    NOW,
    biopsy,
    case,
    event,
    first_regimen,
    guideline,
    mmf,
    nih,
    on,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    second_regimen,
    stable,
    two_failures,
)

from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.review.evaluate import review

EARLY = [biopsy(), prednisone(), mmf(0), pdc(92, "mmf", 0, 60), proteinuria((-3, "3.0"), (30, "3.0"), (55, "3.0")), stable(-3, 30, 55)]  # fmt: skip


def test_a_set_that_the_pack_does_not_hold_is_refused_with_those_that_it_holds():
    with pytest.raises(UserError, match=r"no criteria set “who”.*Choose one of: acr-2024, arora-2022, eular"):
        reviewed(case(EARLY, as_of=60), criteria="who")


def test_the_day_is_the_one_that_is_asked_for_else_that_of_the_case_else_the_last_of_the_record():
    subject = case(EARLY, as_of=60)
    assert str(reviewed(subject).as_of) == on(60)
    assert str(reviewed(subject, on(50)).as_of) == on(50)
    open_ = subject.model_copy(update={"as_of": None})
    found = reviewed(open_)
    assert str(found.as_of) == on(60)  # the refills until then
    assert "No day of review was given; the last day of the record was taken." in found.notes
    for known in (reviewed(subject), reviewed(open_, on(60))):
        assert not any("No day of review" in note for note in known.notes)
    with pytest.raises(UserError, match="names no day of review and holds no date"):
        review(Case(id="empty"), guideline())


# --- when to look again ----------------------------------------------------------------------------------------------


def test_too_early_names_the_day_from_which_it_can_be_judged():
    found = reviewed(case(EARLY, as_of=60))
    assert found.verdict == "too-early"
    assert found.reassess_on.isoformat() == "2024-05-10"
    assert found.summary.endswith("Reassess from 2024-05-10.")


def test_of_a_month_the_last_day_counts():
    parts = [biopsy(), prednisone("2024-01"), mmf("2024-01"), pdc(92, "mmf", 0, 60), EARLY[4:]]
    assert reviewed(case(parts, as_of=60)).reassess_on.isoformat() == "2024-05-31"


def test_a_record_in_months_is_told_in_months():
    content = {
        "id": "months", "as_of": "m+14", "lupus": {"documented": "yes"}, "complete": {"courses": "yes", "biopsies": "yes"},
        "patient": {"sex": "female", "age_years": 30},
        "biopsies": [{"taken_on": "m+12", "classes": ["IV"], "activity_index": 9, "chronicity_index": 1}],
        "courses": [{"drug": "MMF", "dose": {"value": 2.5, "unit": "g/d"}, "start": "m+12", "role": "induction", "ongoing": "yes"},
                    {"drug": "prednisone", "dose": {"value": 20, "unit": "mg/d"}, "start": "m+12"}],
        "labs": [{"analyte": "upcr", "collected_on": "m+12", "quantity": {"value": 3, "unit": "g/g"}},
                 {"analyte": "upcr", "collected_on": "m+14", "quantity": {"value": 3, "unit": "g/g"}}],
    }  # fmt: skip
    found = review(Case.model_validate(content), guideline())
    assert found.verdict == "too-early"
    assert found.summary.endswith("Reassess from month 16.")
    assert found.reassess_on is None
    anchored = review(Case.model_validate({**content, "anchor": "2023-01-15"}), guideline())
    assert anchored.reassess_on.isoformat() == "2024-05-15"
    assert anchored.summary.endswith("Reassess from 2024-05-15.")


def test_while_on_the_way_the_milestone_is_the_day_to_look_again():
    falling = [
        biopsy(),
        prednisone(),
        mmf(0),
        pdc(92, "mmf", 0, 100),
        proteinuria((-3, "2.0"), (60, "1.4"), (90, "1.4")),
        stable(-3, 60, 90),
    ]
    found = reviewed(case(falling, as_of=100))
    assert (found.verdict, found.reassess_on.isoformat()) == ("responding", "2024-07-10")
    assert "Reassess" not in found.summary
    reached = [biopsy(), first_regimen(after="0.3")]
    assert reviewed(case(reached, as_of=MMF_ENDS)).reassess_on is None
    assert reviewed(two_failures()).reassess_on is None


# --- provisional -----------------------------------------------------------------------------------------------------


def test_what_would_follow_is_told_beside_what_is_documented():
    """Two named regimens that the chart says failed, and nobody says whether they were taken."""
    parts = [biopsy(), prednisone(), mmf(0, MMF_ENDS, stated_outcome="no-response"), nih(184, 335, stated_outcome="no-response"),
             proteinuria((330, "3.0"), (360, "3.0")), biopsy(300, ai=9, ci=2, id="second")]  # fmt: skip
    found = reviewed(case(parts, as_of=NOW))
    assert (found.verdict, found.provisional) == ("insufficient-data", "refractory")
    assert "first to ask for: " in found.summary
    assert "Provisional: refractory (if the missing data confirm it: 2 different adequate" in found.summary
    assert (
        "mycophenolate mofetil: the chart states that it failed; a statement does not document a failure."
        in found.notes
    )
    assert [line.stated for line in found.regimens] == [True, True]


def test_one_failure_beside_one_that_is_only_stated_is_provisionally_refractory():
    stated = nih(184, 335, stated_outcome="no-response", given=None)
    parts = [
        biopsy(),
        first_regimen(),
        stated,
        proteinuria((330, "3.0"), (360, "3.0")),
        biopsy(300, ai=9, ci=2, id="second"),
    ]
    found = reviewed(case(parts, as_of=NOW))
    assert (found.verdict, found.provisional) == ("inadequate-response", "refractory")


def test_a_verdict_that_is_documented_needs_no_provisional_one():
    assert reviewed(two_failures()).provisional is None
    one = reviewed(case(biopsy(), first_regimen(), as_of=MMF_ENDS))
    assert (one.verdict, one.provisional) == ("inadequate-response", None)
    assert "Provisional" not in one.summary


def test_the_word_refractory_alone_is_no_provisional_verdict():
    found = reviewed(case(biopsy(), event("called-refractory", 10), as_of=60, complete={}))
    assert (found.verdict, found.provisional) == ("insufficient-data", None)
    assert "The chart uses the word refractory; the word alone documents nothing." in found.notes


# --- what follows, notes ---------------------------------------------------------------------------------------------


def test_what_a_verdict_leads_to_is_told_in_the_words_of_the_set_where_it_has_some():
    pack = guideline()
    assert reviewed(two_failures()).leads_to == pack.criteria["arora-2022"].next_step.text
    for name, criteria in pack.criteria.items():
        found = reviewed(case(biopsy(), first_regimen(), as_of=MMF_ENDS + 20), criteria=name)
        if found.verdict == "inadequate-response" and criteria.after_one is not None:
            assert found.leads_to == (
                f"{criteria.after_one.text} A repeat biopsy is recommended where the tissue is older than the present treatment."
            )
    early = reviewed(case(EARLY, as_of=60))
    assert early.leads_to == "Reassess on the date given."


def test_notes_tell_each_thing_once_and_that_a_case_is_invented():
    found = reviewed(case(EARLY, as_of=60))
    assert "Synthetic case, not a patient." in found.notes
    assert len(found.notes) == len(set(found.notes))
    assert "Synthetic case, not a patient." not in reviewed(case(EARLY, as_of=60, synthetic=False)).notes


def test_a_baseline_that_the_reviewer_chose_is_noted_with_the_reason():
    chosen = ("baselines", {"course": "mmf", "reason": "The value before the pulses."})
    assert (
        "A baseline was chosen by the reviewer (mmf): The value before the pulses."
        in reviewed(case(EARLY, chosen, as_of=60)).notes
    )


def test_a_regimen_is_told_with_the_values_at_its_ends():
    first, second = reviewed(two_failures()).regimens
    assert (
        str(first.baseline_upcr),
        str(first.last_upcr),
        str(first.baseline_egfr),
        str(first.last_egfr),
    ) == ("3.0", "3.0", "90", "90")
    assert (first.failed, second.failed, first.stated, first.running) == (True, True, False, False)
    assert (str(first.start), str(first.stop)) == (on(0), on(MMF_ENDS))
    bare = reviewed(case(biopsy(), mmf(0), as_of=60)).regimens[0]
    assert (bare.baseline_upcr, bare.last_upcr, bare.baseline_egfr, bare.last_egfr) == (
        None,
        None,
        None,
        None,
    )


def test_an_earlier_review_does_not_know_the_second_regimen():
    subject = case(biopsy(), first_regimen(), second_regimen(), as_of=NOW)
    assert len(reviewed(subject).regimens) == 2
    assert len(reviewed(subject, on(MMF_ENDS)).regimens) == 1
