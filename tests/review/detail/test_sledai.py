"""SLEDAI-2K: weights and vectors of clinical reference 7, bands and change at their limits, hints, fixed proteinuria."""

import random
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnreview.case.records import DiseaseActivity
from lnreview.review.detail.activity import activity
from lnreview.review.detail.sledai import RENAL, band, flared, hints, items, rise, scores, total
from lnreview.review.evaluate import assessment
from tests.case_builder import (
    biopsy,
    case,
    first_regimen,
    guideline,
    lab,
    on,
    prednisone,
    reviewed,
    upcr,
    urine_24h,
)

WEIGHTS = {
    8: "seizure psychosis organic-brain-syndrome visual-disturbance cranial-nerve-disorder lupus-headache "
    "cerebrovascular-accident vasculitis",
    4: "arthritis myositis urinary-casts haematuria proteinuria pyuria",
    2: "rash alopecia mucosal-ulcers pleurisy pericarditis low-complement raised-dna-binding",
    1: "fever thrombocytopenia leukopenia",
}
"""As transcribed by three public calculator sites (clinical reference, section 7)."""


def assessed(present="", day=100, complete="yes", total=None, window="30-days", note=""):
    """Return an assessment of items, named in one text."""
    entry = {
        "items": present.split(),
        "items_complete": complete,
        "window": window,
        "assessed_on": on(day),
        "stated_total": total,
        "note": note,
    }
    return ("disease_activity", entry)


def view_of(*parts, as_of=200):
    return assessment(case(biopsy(), prednisone(), *parts, as_of=as_of), guideline())


def over_time(*parts):
    return [row.cells for row in activity(view_of(*parts))[0].rows]


def weighed():
    return items(view_of().ctx)


def test_every_item_of_the_record_has_its_published_weight():
    expected = {name: Decimal(weight) for weight, names in WEIGHTS.items() for name in names.split()}
    assert {name: item.weight for name, item in weighed().items()} == expected
    recorded = get_args(get_args(DiseaseActivity.model_fields["items"].annotation)[0])
    assert set(recorded) == set(expected)


def test_all_24_items_make_105():
    assert len(weighed()) == 24
    assert total(weighed(), weighed()) == guideline().number("sledai-maximum") == 105


def test_fever_platelets_and_leukocytes_weigh_one_each():
    """Two public repositories give them 2 each and reach 108."""
    assert total(["fever", "thrombocytopenia", "leukopenia"], weighed()) == 3


def test_the_published_vectors():
    assert total(["proteinuria", "haematuria", "low-complement", "raised-dna-binding"], weighed()) == 12
    assert total(RENAL, weighed()) == 16
    assert total((), weighed()) == 0


@given(st.sets(st.sampled_from(sorted(name for names in WEIGHTS.values() for name in names.split()))))
@settings(max_examples=40, deadline=None)
def test_an_item_more_never_lowers_the_sum_and_order_and_doubling_change_nothing(present):
    listed = sorted(present)
    shuffled = random.Random(1).sample(listed, len(listed)) + listed
    assert total(shuffled, weighed()) == total(listed, weighed())
    assert all(total([*listed, name], weighed()) >= total(listed, weighed()) for name in weighed())


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (0, "remission"),
        (1, "low"),
        (4, "low"),
        (5, "moderate"),
        (10, "moderate"),
        (11, "high"),
        (105, "high"),
    ],
)
def test_the_bands_at_their_limits(value, name):
    assert band(view_of().ctx, Decimal(value)) == name


def test_the_bands_are_named_where_they_are_shown():
    table = activity(view_of(assessed("rash")))[0]
    assert "0 remission, 1-4 low, 5-10 moderate, above 10 high; other bands circulate" in table.intro


def test_a_list_that_may_be_incomplete_gives_a_lower_limit():
    assert over_time(assessed("proteinuria haematuria", complete="unknown"))[0][1:4] == (
        "at least 8",
        "",
        "at least moderate",
    )
    assert over_time(assessed("seizure arthritis", complete="no"))[0][3] == "high"
    assert activity(view_of(assessed("rash", complete="unknown")))[0].missing[0].place == "disease_activity"
    assert activity(view_of(assessed("rash")))[0].missing == ()


def test_no_item_is_zero_only_where_all_were_asked_for():
    assert over_time(assessed("", complete="yes"))[0][1:4] == ("0", "", "remission")
    assert over_time(assessed("", complete="unknown"))[0][1:4] == ("", "", "")


@pytest.mark.parametrize(
    ("complete", "stated", "disagrees"),
    [
        ("yes", 12, False),
        ("yes", 14, True),
        ("yes", 10, True),
        ("no", 14, False),
        ("no", 12, False),
        ("no", 11, True),
    ],
)
def test_a_stated_total_stands_beside_the_sum_and_a_disagreement_is_flagged(complete, stated, disagrees):
    """The items make 12; where not every item was asked for, a higher stated total is no contradiction."""
    cells = over_time(
        assessed("proteinuria haematuria low-complement raised-dna-binding", complete=complete, total=stated)
    )[0]
    assert cells[2] == str(stated)
    assert (cells[3] == "totals disagree") is disagrees


def test_no_change_is_told_from_totals_that_disagree():
    wrong = assessed("rash", day=50, total=9)
    for pair in ((wrong, assessed("rash", day=100)), (assessed("rash", day=20), wrong)):
        cells = over_time(*pair)[1]
        assert cells[4] == ""


def test_a_stated_total_alone_has_a_band():
    assert over_time(assessed("", complete="unknown", total=7))[0][1:4] == ("", "7", "moderate")


def test_a_total_that_came_as_a_laboratory_value_is_shown():
    assert over_time(lab("sledai-2k", 90, 14, "1"))[0][1:4] == ("", "14", "high")


@pytest.mark.parametrize(
    ("later", "text"),
    [(7, "+3, persistent"), (8, "+4, flare"), (4, "±0, persistent"), (1, "−3, persistent"), (0, "−4, lower")],
)
def test_a_rise_of_more_than_three_is_a_flare(later, text):
    before = assessed("", day=50, complete="no", total=4)
    assert over_time(before, assessed("", day=100, complete="no", total=later))[1][4] == text


def test_six_published_patients_change_as_printed():
    """Six patients on belimumab and multitarget therapy: baseline 15, 20, 17, 16, 15, 15, week 24 2, 8, 8, 10, 8, 10."""
    before, after = (15, 20, 17, 16, 15, 15), (2, 8, 8, 10, 8, 10)
    printed = ("−13", "−12", "−9", "−6", "−7", "−5")
    for first, second, change in zip(before, after, printed, strict=True):
        pair = (
            assessed("", day=50, complete="no", total=first),
            assessed("", day=100, complete="no", total=second),
        )
        assert over_time(*pair)[1][4] == f"{change}, lower"


def test_a_change_of_lower_limits_stays_open_unless_it_is_certain():
    four = assessed("haematuria", day=50)
    found = scores(view_of(four, assessed("haematuria proteinuria", day=100, complete="no")).ctx)
    assert rise(*found) == (Decimal(4), None)
    assert flared(view_of().ctx, *found) is True
    open_first = scores(
        view_of(assessed("haematuria", day=50, complete="no"), assessed("seizure", day=100)).ctx
    )
    assert flared(view_of().ctx, *open_first) is None
    exactly = scores(
        view_of(
            assessed("", day=50, total=4, complete="no"), assessed("", day=99, total=7, complete="no")
        ).ctx
    )
    assert flared(view_of().ctx, *exactly) is False
    low = scores(view_of(assessed("haematuria", day=50, complete="no"), assessed("rash", day=100)).ctx)
    assert flared(view_of().ctx, *low) is False  # at most 2 from at least 4


def test_the_window_is_printed():
    windows = [
        row[5]
        for row in over_time(
            assessed("rash", day=50, window="10-days"),
            assessed("rash", day=90),
            assessed("rash", day=99, window="unknown"),
        )
    ]
    assert windows == ["10 days", "28-30 days", "not stated"]


# --- hints -----------------------------------------------------------------------------------------------------------


def hint(name, *labs, window="30-days", day=100):
    view = view_of(assessed("rash", day=day, window=window), *labs)
    found = hints(view.ctx, scores(view.ctx)[-1], view.urine.points).get(name)
    return found and found.present


@pytest.mark.parametrize(
    ("name", "entry", "answer"),
    [
        ("proteinuria", urine_24h(95, "0.5"), False),
        ("proteinuria", urine_24h(95, "0.51"), True),
        ("proteinuria", upcr(95, "501", "mg/g"), True),
        ("haematuria", lab("urine-rbc", 95, 5, "/[HPF]"), False),
        ("haematuria", lab("urine-rbc", 95, 6, "/[HPF]"), True),
        ("haematuria", lab("urine-rbc", 95, ">5", "/[HPF]"), True),
        ("haematuria", lab("urine-rbc", 95, "<10", "/[HPF]"), None),
        ("pyuria", lab("urine-wbc", 95, 6, "/[HPF]"), True),
        ("pyuria", lab("urine-wbc", 95, 5, "/[HPF]"), False),
        ("thrombocytopenia", lab("platelets", 95, 99, "10*9/L"), True),
        ("thrombocytopenia", lab("platelets", 95, 100, "10*9/L"), False),
        ("thrombocytopenia", lab("platelets", 95, "<100", "10*9/L"), True),
        ("thrombocytopenia", lab("platelets", 95, "<150", "10*9/L"), None),
        ("thrombocytopenia", lab("platelets", 95, ">100", "10*9/L"), False),
        ("low-complement", lab("c3", 95, "<80", "mg/dL", range_low=80), True),
        ("low-complement", lab("c3", 95, "<90", "mg/dL", range_low=80), None),
        ("raised-dna-binding", lab("anti-dsdna", 95, ">100", "[IU]/mL", range_high=100), True),
        ("raised-dna-binding", lab("anti-dsdna", 95, ">90", "[IU]/mL", range_high=100), None),
        ("raised-dna-binding", lab("anti-dsdna", 95, 100, "[IU]/mL", range_high=100), False),
        ("thrombocytopenia", lab("platelets", 95, 99000, "/uL"), True),
        ("leukopenia", lab("wbc", 95, "2.9", "10*9/L"), True),
        ("leukopenia", lab("wbc", 95, "3.0", "10*9/L"), False),
        ("low-complement", lab("c3", 95, 70, "mg/dL", range_low=80, range_high=160), True),
        ("low-complement", lab("c3", 95, 80, "mg/dL", range_low=80, range_high=160), False),
        ("low-complement", lab("c4", 95, interpretation="low"), True),
        ("raised-dna-binding", lab("anti-dsdna", 95, 120, "[IU]/mL", range_high=100), True),
        ("raised-dna-binding", lab("anti-dsdna", 95, interpretation="negative"), False),
        ("raised-dna-binding", lab("anti-dsdna", 95, 120, "[IU]/mL"), None),
        ("urinary-casts", lab("urine-sediment", 95, findings=["rbc-casts"]), True),
        ("urinary-casts", lab("urine-sediment", 95, findings=["waxy-casts"]), None),
        ("urinary-casts", lab("urine-sediment", 95, interpretation="bland"), False),
    ],
)  # fmt: skip
def test_laboratory_values_speak_for_or_against_an_item(name, entry, answer):
    assert hint(name, entry) is answer


def test_a_result_in_words_is_quoted():
    labs = (lab("c3", 95, interpretation="low"), lab("urine-sediment", 95, findings=["rbc-casts"]))
    view = view_of(assessed("rash"), *labs)
    found = hints(view.ctx, scores(view.ctx)[-1], view.urine.points)
    assert found["low-complement"].evidence[0].value == "low"
    assert found["urinary-casts"].evidence[0].value == "rbc casts"


@pytest.mark.parametrize(
    ("day", "window", "seen"),
    [(90, "10-days", True), (89, "10-days", False), (70, "30-days", True), (69, "30-days", False), (100, "10-days", True),
     (101, "30-days", False), (70, "unknown", True)],
)  # fmt: skip
def test_only_values_of_the_window_count(day, window, seen):
    assert (hint("proteinuria", upcr(day, "2.0"), window=window) is True) is seen
    assert (hint("leukopenia", lab("wbc", day, "2.0", "10*9/L"), window=window) is True) is seen


def test_values_that_contradict_each_other_tell_nothing_but_one_low_complement_is_enough():
    assert hint("proteinuria", upcr(90, "2.0"), upcr(97, "0.3")) is None
    low, normal = lab("c3", 95, interpretation="low"), lab("c4", 95, interpretation="normal")
    assert hint("low-complement", low, normal) is True


def items_table(*parts, **fields):
    tables = activity(assessment(case(*parts, as_of=200, **fields), guideline()))
    return {row.cells[0]: row for row in tables[1].rows}


def test_an_item_is_never_scored_from_a_laboratory_value():
    """Proteinuria of 2 g/g in the window, not ticked: it is shown without points, and the sum stays that of the items."""
    parts = [biopsy(), prednisone(), assessed("rash"), upcr(95, "2.0")]
    rows = items_table(*parts)
    assert rows["Proteinuria"].cells[1:] == ("", "not scored: laboratory values speak for it")
    assert over_time(assessed("rash"), upcr(95, "2.0"))[0][1] == "2"


def test_a_ticked_item_that_the_laboratory_contradicts_keeps_its_points():
    rows = items_table(
        biopsy(), prednisone(), assessed("thrombocytopenia"), lab("platelets", 95, 250, "10*9/L")
    )
    assert rows["Thrombocytopenia"].cells[1:] == ("1", "laboratory values speak against it")


def test_fixed_proteinuria_of_a_chronic_kidney_is_pointed_out():
    """CI 8, AI 1 on tissue after the course began: predominantly chronic; 4 + 2 = 6, without proteinuria 2."""
    parts = [
        biopsy(),
        first_regimen(),
        biopsy(150, ai=1, ci=8, id="second"),
        assessed("proteinuria low-complement", day=160),
    ]
    row = items_table(*parts)["Proteinuria"]
    assert "fixed proteinuria from damage is not scored" in row.cells[2]
    assert "Without it the sum is 2" in row.how
    assert "primary" in {cited.status for cited in row.citations}
    active = items_table(
        biopsy(), first_regimen(), biopsy(150, ai=9, ci=2, id="second"), assessed("proteinuria", day=160)
    )
    assert "fixed" not in active["Proteinuria"].cells[2]


@pytest.mark.parametrize(
    ("note", "told"), [("fixed proteinuria", True), ("Damage, no activity", True), ("tired", False)]
)
def test_a_note_that_calls_the_proteinuria_fixed_brings_the_reminder(note, told):
    """4 + 2 = 6, without proteinuria 2; the tissue is active, so the note alone brings it."""
    parts = [biopsy(), first_regimen(), biopsy(150, ai=9, ci=2, id="second")]
    scored = assessed("proteinuria low-complement", day=160, note=note)
    row = items_table(*parts, scored)["Proteinuria"]
    assert ("fixed proteinuria from damage is not scored" in row.cells[2]) is told
    assert ("Without it the sum is 2" in row.how) is told
    over_time = activity(assessment(case(*parts, scored, as_of=200), guideline()))[0].rows[-1]
    assert ("is not scored" in over_time.how) is told


def test_activity_decides_no_verdict():
    parts = [biopsy(), first_regimen()]
    plain = reviewed(case(*parts, as_of=182))
    shown = reviewed(case(*parts, assessed("seizure psychosis vasculitis", day=170), as_of=182))
    assert (plain.verdict, plain.summary) == (shown.verdict, shown.summary)


def test_without_an_assessment_there_is_no_table():
    assert activity(view_of()) == ()
