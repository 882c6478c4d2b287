"""The view of the record that the verdict is read from: activity, abnormality, stated failure, what adherence is asked about."""

import pytest
from case_builder import (
    biopsy,
    case,
    course,
    egfr,
    event,
    guideline,
    hydroxychloroquine,
    lab,
    losartan,
    mmf,
    nih,
    on,
    prednisone,
    proteinuria,
    stable,
    upcr,
)

from lnreview.review.assess import Assessment
from lnreview.review.evaluate import assessment


def view(*parts, as_of=60, **fields) -> Assessment:
    return assessment(case(*parts, as_of=as_of, **fields), guideline())


def signs(*labs, **more) -> tuple[list[str], list[str], list[str]]:
    """Return what is active, quiet and doubtful now, by the names of the results."""
    found = view(biopsy(), *labs, **more).activity
    return tuple([item.what for item in group] for group in (found.active, found.quiet, found.doubtful))


def sediment(day=50, interpretation=None, *findings):
    return lab("urine-sediment", day, interpretation=interpretation, findings=list(findings))


# --- serology and sediment -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("analyte", "says", "active"),
    [
        ("c3", "low", True), ("c3", "normal", False), ("c3", "high", False), ("c4", "low", True), ("c4", "normal", False),
        ("complement", "low", True), ("complement", "normal", False),
        ("anti-dsdna", "high", True), ("anti-dsdna", "positive", True), ("anti-dsdna", "negative", False),
        ("anti-dsdna", "normal", False), ("anti-dsdna", "low", False),
        ("urine-rbc", "high", True), ("urine-rbc", "positive", True), ("urine-rbc", "present", True),
        ("urine-rbc", "normal", False), ("urine-rbc", "negative", False),
    ],
)  # fmt: skip
def test_serology_and_erythrocytes_are_active_or_quiet_by_their_flag(analyte, says, active):
    found = signs(lab(analyte, 50, interpretation=says))
    assert (len(found[0]), len(found[1]), len(found[2])) == ((1, 0, 0) if active else (0, 1, 0))


@pytest.mark.parametrize(
    ("value", "active"), [("0.89", True), ("0.9", False), ("1.2", False), ("1.8", False), ("1.81", False)]
)
def test_without_a_flag_the_laboratorys_own_range_decides(value, active):
    found = signs(lab("c3", 50, value, "g/L", range_low="0.9", range_high="1.8"))
    assert (len(found[0]), len(found[1])) == ((1, 0) if active else (0, 1))


@pytest.mark.parametrize(("value", "active"), [("30", False), ("30.1", True), ("5", False)])
def test_a_range_with_an_upper_end_only_is_enough(value, active):
    found = signs(lab("anti-dsdna", 50, value, "IU/mL", range_high="30"))
    assert (len(found[0]), len(found[1])) == ((1, 0) if active else (0, 1))


def test_a_number_without_flag_and_range_says_nothing():
    assert signs(
        lab("c3", 50, "0.5", "g/L"), lab("anti-dsdna", 50), lab("albumin", 50, interpretation="low")
    ) == ([], [], [])


@pytest.mark.parametrize("seen", ["rbc-casts", "wbc-casts", "dysmorphic-rbc"])
def test_casts_of_cells_and_dysmorphic_erythrocytes_are_activity(seen):
    assert signs(sediment(50, None, seen)) == (["Urine sediment"], [], [])
    assert signs(sediment(50, "bland", seen)) == (["Urine sediment"], [], [])


@pytest.mark.parametrize(
    ("says", "seen", "kind"),
    [
        ("active", (), "active"), ("bland", (), "quiet"), ("normal", (), "quiet"), ("negative", (), "quiet"),
        (None, ("minimal-haematuria",), "quiet"), (None, ("granular-casts",), "quiet"),
        (None, ("minimal-haematuria", "granular-casts"), "quiet"), (None, ("haematuria",), ""),
        (None, ("minimal-haematuria", "haematuria"), ""), ("high", (), ""),
    ],
)  # fmt: skip
def test_a_sediment_is_active_or_quiet_by_its_word_or_findings(says, seen, kind):
    active, quiet, doubtful = signs(sediment(50, says, *seen))
    assert ("active" if active else "quiet" if quiet else "") == kind
    assert doubtful == []


@pytest.mark.parametrize("seen", ["waxy-casts", "broad-casts"])
def test_waxy_or_broad_casts_put_the_cause_in_doubt_and_are_quiet(seen):
    assert signs(sediment(50, None, seen)) == ([], ["Urine sediment"], ["Urine sediment"])
    assert signs(sediment(50, None, seen, "rbc-casts")) == (["Urine sediment"], [], ["Urine sediment"])


@pytest.mark.parametrize(
    ("says", "doubt"), [("positive", True), ("present", True), ("negative", False), ("absent", False)]
)
def test_schistocytes_put_the_cause_in_doubt(says, doubt):
    assert bool(signs(lab("schistocytes", 50, interpretation=says))[2]) is doubt


def test_one_active_sign_of_serology_leaves_no_quiet_serology():
    c3, dna = lab("c3", 50, interpretation="low"), lab("anti-dsdna", 50, interpretation="negative")
    assert signs(c3, dna, sediment(50, "bland")) == (["C3"], ["Urine sediment"], [])
    assert signs(dna, sediment(50, "active")) == (["Urine sediment"], ["Anti-dsDNA"], [])
    bland = [sediment(50, "bland"), lab("urine-rbc", 50, interpretation="high")]
    assert signs(*bland) == (["Urine erythrocytes"], [], [])


def test_the_latest_result_of_each_test_counts():
    found = signs(lab("c3", 10, interpretation="low"), lab("c3", 50, interpretation="normal"))
    assert found == ([], ["C3"], [])
    silent = signs(lab("c3", 10, interpretation="low"), lab("c3", 50, "0.5", "g/L"))
    assert silent == (["C3"], [], [])


def test_what_is_half_a_year_old_does_not_speak_for_the_present():
    old = [
        lab("c3", 0, interpretation="low"),
        sediment(0, "bland"),
        lab("schistocytes", 0, interpretation="present"),
    ]
    assert [len(group) for group in signs(*old, as_of=182)] == [1, 1, 1]
    assert signs(*old, as_of=190) == ([], [], [])


def test_a_sign_is_told_with_value_flag_and_findings():
    (told,) = view(biopsy(), sediment(50, "active", "rbc-casts", "granular-casts")).activity.active
    assert (told.value, told.date) == ("active, RBC casts, granular casts", on(50))
    (told,) = view(biopsy(), lab("c3", 50, "0.5", "g/L", interpretation="low")).activity.active
    assert told.value == "0.5 g/L, low"
    (told,) = view(biopsy(), lab("proteinuria", 50, interpretation="present", words="3+")).abnormal.evidence
    assert told.value == "present"


# --- whether something is abnormal now -------------------------------------------------------------------------------


def abnormal(*parts, **more) -> bool | None:
    return view(biopsy(), *parts, **more).abnormal.now


@pytest.mark.parametrize(
    ("parts", "now"),
    [
        ([upcr(50, "0.5")], False),
        ([upcr(50, "0.51")], True),
        ([upcr(50, "<1")], None),
        ([egfr(50, 60)], False),
        ([egfr(50, 59)], True),
        ([egfr(50, ">50")], None),
        ([egfr(20, 100), egfr(50, 80)], False),
        ([egfr(20, 100), egfr(50, 79)], True),
        ([egfr(10, 100), egfr(20, 85), egfr(50, 79)], True),  # 21 % below the first, 7 % below the one before
        ([upcr(50, "0.3"), egfr(50, 59)], True),
        ([upcr(50, "2"), egfr(50, 90)], True),
        ([upcr(50, "0.3"), egfr(50, 90)], False),
        ([upcr(50, "<1"), egfr(50, 90)], None),
        ([], None),
    ],
)
def test_proteinuria_and_function_are_abnormal_by_their_current_values(parts, now):
    """Proteinuria above 0.5 g/g; an eGFR below 60, or more than 20 % below an earlier one."""
    assert abnormal(*parts) is now


@pytest.mark.parametrize(
    ("analyte", "says", "now"),
    [
        ("proteinuria", "high", True), ("proteinuria", "nephrotic-range", True), ("upcr", "positive", True),
        ("urine-protein-24h", "present", True), ("upcr", "worsened", True), ("upcr", "improved", None), ("upcr", "normal", None),
        ("creatinine", "high", True), ("creatinine", "worsened", True), ("creatinine", "normal", None),
        ("creatinine", "low", None), ("egfr", "low", True), ("egfr", "worsened", True), ("egfr", "high", None),
        ("urine-sediment", "active", True), ("urine-sediment", "bland", None), ("c3", "low", None), ("albumin", "low", None),
    ],
)  # fmt: skip
def test_words_show_an_abnormality_and_never_its_absence(analyte, says, now):
    assert abnormal(lab(analyte, 50, interpretation=says)) is now


def test_casts_of_erythrocytes_are_an_abnormality():
    assert abnormal(sediment(50, None, "rbc-casts")) is True
    assert abnormal(sediment(50, None, "granular-casts")) is None


def test_a_flag_beside_a_number_leaves_the_number_to_decide():
    assert abnormal(upcr(50, "0.3", interpretation="high")) is False


def test_words_of_half_a_year_ago_show_nothing_now():
    assert abnormal(lab("proteinuria", 0, interpretation="high"), as_of=190) is None
    assert abnormal(event("flare", 0), as_of=190) is None


@pytest.mark.parametrize("what", ["onset", "flare", "no-response", "worsened", "dialysis-started", "anuria"])
def test_events_that_say_disease_are_an_abnormality(what):
    assert abnormal(event(what, 50)) is True


@pytest.mark.parametrize(
    "what", ["stable", "improved", "partial-remission", "called-refractory", "hospital-stay"]
)
def test_other_events_show_neither(what):
    assert abnormal(event(what, 50)) is None


def test_a_complete_remission_with_a_day_says_that_nothing_is_abnormal():
    assert abnormal(event("complete-remission", 50)) is False
    assert abnormal(event("complete-remission")) is None


def test_the_latest_of_these_events_counts():
    assert abnormal(event("flare", 30), event("complete-remission", 50)) is False
    assert abnormal(event("complete-remission", 30), event("flare", 50)) is True
    assert abnormal(event("flare", 30), event("stable", 50)) is True


def test_an_abnormality_began_with_its_first_value():
    found = view(biopsy(), upcr(10, "0.3"), upcr(20, "0.8"), upcr(30, "2.0"), egfr(40, 50)).abnormal
    assert str(found.onset) == on(20)
    assert [item.value for item in found.evidence] == ["2.0", "50"]
    assert str(view(biopsy(), upcr(30, "0.2"), egfr(40, 50)).abnormal.onset) == on(40)
    assert str(view(biopsy(), egfr(20, 100), egfr(40, 79)).abnormal.onset) == on(40)
    assert view(biopsy(), upcr(30, "0.2"), egfr(40, 90)).abnormal.onset is None
    assert str(view(biopsy(), lab("proteinuria", 25, interpretation="high")).abnormal.onset) == on(25)
    assert view(biopsy(), event("complete-remission", 50)).abnormal.onset is None


# --- what documents active lupus nephritis (a cause proven without tissue is then beside it) -------------------------


def documented(*parts) -> bool:
    """Return whether a urinary infection shown by culture is taken as the cause: only where nothing documents active LN."""
    culture = (
        "other_causes",
        {"what": "urinary-infection", "shown_by": "culture", "shown_on": on(48), "explains": "yes"},
    )
    found = view(*parts, proteinuria((48, "3.0")), stable(48), culture)
    return any(item.documented for item in found.alternatives)


def test_active_tissue_or_serology_documents_active_disease_beside_an_infection():
    old = biopsy("2015-01-10", ai=0)
    assert documented(old) is True
    assert documented(old, biopsy(30, ai=0, id="new")) is True
    assert documented(old, biopsy(30, ai=1, id="new")) is False
    assert documented(old, biopsy(30, ai=None, id="new")) is False
    assert documented(old, lab("c3", 48, interpretation="low")) is False
    assert documented(old, lab("anti-dsdna", 48, interpretation="high")) is True
    assert documented(old, biopsy(30, classes="", ai=None, ci=None, shows_ln="no", id="new")) is True


def test_tissue_before_a_response_does_not_document_activity_now():
    treated = [biopsy(), mmf(0)]
    assert documented(*treated) is False
    assert documented(*treated, event("complete-remission", 20)) is True


# --- regimens --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "failed"),
    [
        ({"stated_outcome": "no-response"}, True), ({"stated_outcome": "worsened"}, True), ({"stated_outcome": "partial"}, False),
        ({"stop_reason": "no-response"}, True), ({"stop_reason": "worsening"}, True), ({"stop_reason": "intolerance"}, False), ({}, False),
    ],
)  # fmt: skip
def test_a_failure_that_the_chart_states_is_known_as_stated(more, failed):
    (line,) = view(biopsy(), mmf(0, 50, **more)).lines
    assert line.stated_failure is failed
    assert line.stated_worse is (more.get("stated_outcome") == "worsened")


@pytest.mark.parametrize(("what", "failed"), [("no-response", True), ("worsened", True), ("improved", False)])
def test_an_event_about_a_course_states_its_failure(what, failed):
    (line,) = view(biopsy(), mmf(0), event(what, 50, course="mmf")).lines
    assert line.stated_failure is failed
    (line,) = view(biopsy(), mmf(0), event(what, 50, course="another")).lines
    assert line.stated_failure is False


def test_the_latest_regimen_is_what_adherence_is_asked_about():
    found = view(biopsy(), prednisone(), mmf(0, 30), nih(31))
    assert [line.regimen.name(found.ctx) for line in found.lines] == [
        "mycophenolate mofetil",
        "cyclophosphamide",
    ]
    assert found.latest_treatment is found.lines[-1] is found.latest


def other(*parts):
    return view(biopsy(), *parts).latest_treatment


def test_without_a_regimen_maintenance_and_else_background_is_asked_about():
    kept = course("azathioprine", -400, None, role="maintenance", id="aza")
    background = [prednisone(-100), hydroxychloroquine(-200), losartan(-300)]
    assert [item.id for item in other(kept, *background).regimen.courses] == ["aza"]
    line = other(*background)
    assert {item.drug for item in line.regimen.courses} == {"prednisone", "hydroxychloroquine"}
    assert (str(line.regimen.start), line.regimen.running, line.ladder, line.stated_failure) == (
        on(-200),
        True,
        "other",
        False,
    )
    assert other(losartan(-300)) is None
    assert other() is None


def test_what_begins_on_the_day_of_the_review_is_not_asked_about():
    assert other(hydroxychloroquine(60)) is None
    assert other(hydroxychloroquine(59)) is not None


def test_what_was_stopped_does_not_run():
    assert other(hydroxychloroquine(-200, -100)).regimen.running is False
    assert other(hydroxychloroquine(-200, -100), prednisone(-90)).regimen.running is True


def test_a_regimen_after_the_last_response_is_known():
    reached = [biopsy(), mmf(0, 100), event("complete-remission", 150)]
    assert view(*reached, as_of=300).present_after_response() is False
    assert view(*reached, nih(150), as_of=300).present_after_response() is False
    assert view(*reached, nih(151), as_of=300).present_after_response() is True
    assert view(biopsy(), mmf(0), nih(100), as_of=300).present_after_response() is False
