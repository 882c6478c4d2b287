"""What must hold for every patient: units, dates, order and repetition change nothing; less is never known by knowing less.

Deterministic: the same patients are drawn in every run.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from any_case import cases as any_cases
from case_builder import (
    DAY0,
    biopsy,
    case,
    guideline,
    mmf,
    nih,
    on,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    stable,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from patient_strategies import AS_OF, COMMON, SETS, few, modest, patients, quantity

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case, entry_lists
from lnreview.case.timeline import dated
from lnreview.errors import UserError
from lnreview.review.evaluate import review
from lnreview.review.finding import VERDICTS, Review


def rebuilt(content: dict[str, Any]) -> Case:
    return Case.model_validate(content)


def content_of(subject: Case) -> dict[str, Any]:
    return subject.model_dump(mode="python", exclude_unset=True)


def said(result: Review) -> tuple:
    """Return what a review says, apart from how values were written and when."""
    return (
        result.verdict, result.provisional, result.urgent is None, [(step.step, step.status) for step in result.steps],
        [(line.grade, line.failed, line.classes) for line in result.regimens], len(result.missing),
    )  # fmt: skip


def test_the_patients_drawn_are_judged_by_every_set_and_come_to_most_verdicts():
    """A property of patients who are all alike would say nothing."""
    seen: set[tuple[str, str]] = set()

    @given(patients())
    @settings(max_examples=300, **COMMON)
    def draw(subject):
        seen.add((subject.settings.criteria, reviewed(subject).verdict))

    draw()
    assert {criteria for criteria, _ in seen} == set(SETS)
    assert len({verdict for _, verdict in seen}) >= 9, seen
    assert {criteria for criteria, verdict in seen if verdict == "refractory"} == set(SETS)


# --- units, dates, order, repetition ---------------------------------------------------------------------------------

FACTORS = {
    "g/g": {"mg/g": 1000, "mg/mg": 1, "g/g": 1},
    "mg/dL": {"mg/L": 10, "g/L": Decimal("0.01"), "mg/dL": 1},
    "g/d": {"mg/d": 1000, "g/d": 1, "ug/d": 1_000_000},
    "mg/d": {"mg/d": 1, "g/d": Decimal("0.001"), "ug/d": 1000},
    "mg": {"mg": 1, "g": Decimal("0.001")},
    "mg/m2": {"mg/m2": 1, "g/m2": Decimal("0.001")},
}
"""What one of a unit is in others, written down here and not taken from the program."""


def in_units(subject: Case, choose: Any) -> Case:
    """Return the case with every quantity written in the unit that `choose` takes of those that measure the same."""
    content = content_of(subject)
    for name, key in (("labs", "quantity"), ("courses", "dose")):
        for entry in content.get(name, ()):
            written = entry.get(key)
            if written and written["unit"] in FACTORS:
                unit = choose(sorted(FACTORS[written["unit"]]))
                entry[key] = {"value": written["value"] * FACTORS[written["unit"]][unit], "unit": unit}
    return rebuilt(content)


@given(patients(), st.data())
@modest
def test_the_verdict_is_the_same_in_any_unit_system(subject, data):
    other = in_units(subject, lambda units: data.draw(st.sampled_from(units)))

    assert said(reviewed(other)) == said(reviewed(subject))


@given(patients())
@few
def test_the_verdict_is_the_same_in_si_units(subject):
    """Values are kept to six digits; none of these patients lies on a limit."""
    content = content_of(subject)
    for entry in content.get("labs", ()):
        if entry["analyte"] == "upcr":
            value = entry["quantity"]["value"] * Decimal("113.12")
            entry["quantity"] = {"value": round(value, 6), "unit": "mg/mmol"}
        elif entry["analyte"] == "creatinine":
            entry["quantity"] = {
                "value": round(entry["quantity"]["value"] * 1000 / Decimal("11.312"), 6),
                "unit": "umol/L",
            }

    assert reviewed(rebuilt(content)).verdict == reviewed(subject).verdict


def moved(value: Any, days: int) -> Any:
    if isinstance(value, ChartDate):
        return ChartDate.of(date.fromisoformat(value.text) + timedelta(days=days))
    if isinstance(value, dict):
        return {key: moved(item, days) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [moved(item, days) for item in value]
    return value


@given(patients(), st.integers(-3, 3))
@modest
def test_the_same_patient_in_another_generation_has_the_same_verdict(subject, cycles):
    """28 years are a whole number of weeks and leap years: every calendar month keeps its length (away from 1900 and 2100)."""
    days = cycles * (4 * 7 * 365 + 7)
    shifted = rebuilt(moved(content_of(subject), days))

    assert said(reviewed(shifted)) == said(reviewed(subject))


@given(patients(), st.integers(-40, 40))
@modest
def test_the_same_patient_some_days_earlier_has_the_same_verdict(subject, days):
    """Courses end days away from every limit in months, so that the length of a month decides nothing."""
    shifted = rebuilt(moved(content_of(subject), days))

    assert said(reviewed(shifted)) == said(reviewed(subject))


@given(patients(), st.randoms(use_true_random=False))
@modest
def test_the_order_of_the_entries_changes_nothing(subject, random):
    content = content_of(subject)
    for name in entry_lists():
        if name in content:
            content[name] = random.sample(list(content[name]), len(content[name]))

    assert said(reviewed(rebuilt(content))) == said(reviewed(subject))
    assert reviewed(rebuilt(content)).summary == reviewed(subject).summary


@given(patients(), st.data())
@modest
def test_an_import_done_twice_changes_nothing(subject, data):
    content = content_of(subject)
    for name in entry_lists():
        again = [
            dict(entry)
            for entry in content.get(name, ())
            if name not in ("courses",) and data.draw(st.booleans())
        ]
        for number, entry in enumerate(again):
            entry["id"] = f"again-{name}-{number}"
        if again:
            content[name] = [*content[name], *again]

    assert said(reviewed(rebuilt(content))) == said(reviewed(subject))


@given(patients())
@few
def test_courses_imported_twice_change_no_verdict(subject):
    content = content_of(subject)
    content["courses"] = [
        *content["courses"],
        *({**entry, "id": f"again-{entry['id']}"} for entry in content["courses"]),
    ]

    assert said(reviewed(rebuilt(content))) == said(reviewed(subject))


def test_an_import_done_twice_doubles_neither_infusions_nor_supplies():
    three = nih(0, 60, given=3)
    supplies = [
        ("dispenses", {"drug": "MMF", "dispensed_on": on(day), "days_supply": 30}) for day in (0, 60, 120)
    ]
    parts = [
        biopsy(),
        prednisone(),
        stable(-3, 140, 170),
        proteinuria((-3, "3.0"), (140, "3.0"), (170, "3.0")),
    ]
    for once, again in ((three, [nih(0, 60, given=3, id="again")]), ([mmf(0, 182), supplies], supplies)):
        assert said(reviewed(case(parts, once, again, as_of=182))) == said(
            reviewed(case(parts, once, as_of=182))
        )


# --- knowing less, knowing later -------------------------------------------------------------------------------------

REMOVED = ("labs", "adherence", "biopsies", "levels", "administrations", "dispenses")


@given(patients(), st.data())
@settings(max_examples=120, **COMMON)
def test_knowing_less_never_makes_a_patient_refractory(subject, data):
    full = reviewed(subject)
    content = content_of(subject)
    name = data.draw(st.sampled_from([name for name in REMOVED if content.get(name)] or ["labs"]))
    assume(content.get(name))
    index = data.draw(st.integers(0, len(content[name]) - 1))
    gone = content[name][index]
    less = reviewed(rebuilt({**content, name: [entry for entry in content[name] if entry is not gone]}))

    against = name in ("adherence", "levels", "biopsies")  # what is removed may itself have spoken against
    if less.verdict in ("refractory", "multirefractory") and not against:
        assert full.verdict in ("refractory", "multirefractory"), (gone, full.summary, less.summary)


@given(patients(), st.data())
@settings(max_examples=120, **COMMON)
def test_removing_a_datum_never_turns_a_step_from_not_documented_into_met(subject, data):
    full = reviewed(subject)
    content = content_of(subject)
    name = data.draw(
        st.sampled_from([name for name in ("labs", "biopsies", "courses", "adherence") if content.get(name)])
    )
    index = data.draw(st.integers(0, len(content[name]) - 1))
    gone = content[name][index]
    less = reviewed(rebuilt({**content, name: [entry for entry in content[name] if entry is not gone]}))

    for before, after in zip(full.steps, less.steps, strict=True):
        if conflict(name, before, gone):
            continue
        assert (before.status, after.status) != ("not-documented", "met"), (
            before.step,
            gone,
            before.because,
            after.because,
        )


def conflict(name: str, finding: Any, gone: dict[str, Any]) -> bool:
    """Whether the datum that was removed is one of two that contradicted each other, or a course that was itself judged."""
    return (name == "adherence" and finding.step == "adherence") or name == "courses" or (
        name == "labs" and finding.step == "response" and gone["id"] in {item.entry for item in finding.evidence}
    )  # fmt: skip


def two_long_failures(criteria: str, **fields: Any) -> Case:
    """Return the patient who is refractory by every set: each regimen full and taken for more than a year, nothing moved."""
    return case(
        biopsy(), prednisone(), mmf(0, 380), pdc(92, "mmf", 0, 380), proteinuria((-3, "3.0"), (335, "3.0"), (365, "3.0")),
        stable(-3, 335, 365), nih(390, 560), proteinuria((386, "3.0"), (730, "3.0"), (760, "3.0")), stable(386, 730, 760),
        biopsy(600, ai=9, ci=2, id="second"), **{"as_of": 770, "settings": {"criteria": criteria}} | fields,
    )  # fmt: skip


OPTIONAL = {"labs": "quantity", "courses": "dose", "adherence": "value", "biopsies": "activity_index"}


@pytest.mark.parametrize("criteria", SETS)
def test_two_long_failures_are_refractory_by_every_set(criteria):
    assert reviewed(two_long_failures(criteria)).verdict == "refractory"


@given(st.sampled_from(SETS), st.data())
@settings(max_examples=120, **COMMON)
def test_what_is_not_documented_speaks_neither_for_nor_against(criteria, data):
    """Take anything away from the refractory patient, whose lists do not claim to be complete: nothing else is found."""
    content = content_of(two_long_failures(criteria, complete={}))
    for name, optional in OPTIONAL.items():
        kept = []
        for entry in content[name]:
            fate = data.draw(st.sampled_from(["kept", "kept", "kept", "kept", "emptied", "gone"]))
            if fate == "emptied":
                kept.append({key: value for key, value in entry.items() if key != optional})
            elif fate == "kept":
                kept.append(entry)
        content[name] = kept
    result = reviewed(rebuilt(content))

    assert result.verdict in ("refractory", "inadequate-response", "insufficient-data"), result.summary
    assert "not-met" not in {step.status for step in result.steps if step.step not in ("response",)}


NEEDED = {
    "the adherence evidence of the first regimen": ("adherence", 0, None),
    "the baseline of the first regimen": ("labs", 0, None),
    "the first of the two samples of the second": ("labs", 7, None),
    "the second of them": ("labs", 8, None),
    "the dose of mycophenolate": ("courses", 1, "dose"),
    "the start of mycophenolate": ("courses", 1, "start"),
    "the number of infusions": ("courses", 2, "doses_given"),
    "the dose of an infusion": ("courses", 2, "dose"),
    "the name of the drug": ("courses", 2, "drug"),
    "the glucocorticoid": ("courses", 0, None),
}


@pytest.mark.parametrize("criteria", SETS)
@pytest.mark.parametrize("what", NEEDED)
def test_each_thing_that_refractory_rests_on_is_needed(what, criteria):
    name, index, key = NEEDED[what]
    content = content_of(two_long_failures(criteria))
    entry = content[name][index]
    less = [] if key is None else [{field: value for field, value in entry.items() if field != key}]
    content[name] = [*content[name][:index], *less, *content[name][index + 1 :]]

    assert reviewed(rebuilt(content)).verdict not in ("refractory", "multirefractory")


@pytest.mark.parametrize("criteria", SETS)
def test_tissue_that_proves_lupus_nephritis_is_needed(criteria):
    content = content_of(two_long_failures(criteria, complete={}))
    without = {**content, "biopsies": []}

    assert reviewed(rebuilt(without)).verdict == "insufficient-data"


@given(patients())
@settings(max_examples=120, **COMMON)
def test_nonadherence_to_the_latest_course_never_leaves_a_patient_refractory(subject):
    courses = [entry for entry in subject.courses if entry.drug != "prednisone"]
    assume(courses)
    latest = max(courses, key=lambda entry: entry.start.text)
    assume(latest.route != "iv")  # every infusion was given: that settles it
    until = latest.stop or ChartDate.parse(on(AS_OF))
    content = content_of(subject)
    admitted = {
        "kind": "admitted-nonadherence",
        "says": "nonadherent",
        "course": latest.id,
        "since": latest.start,
        "until": until,
    }
    content["adherence"] = [*content.get("adherence", ()), admitted]
    result = reviewed(rebuilt(content))

    assert not {result.verdict, result.provisional} & {"refractory", "multirefractory"}


@given(patients(), st.integers(1, 400))
@modest
def test_what_becomes_known_later_changes_nothing(subject, days):
    content = content_of(subject)
    known_on = ChartDate.of(DAY0 + timedelta(days=AS_OF + days))
    later = [
        ("labs", {"analyte": "upcr", "quantity": quantity("0.1", "g/g"), "collected_on": on(540)}),
        ("biopsies", {"taken_on": on(500), "shows_ln": "no"}),
        ("events", {"what": "complete-remission", "on": on(545)}),
        ("adherence", {"kind": "admitted-nonadherence", "says": "nonadherent"}),
    ]
    for name, entry in later:
        content[name] = [*content.get(name, ()), {**entry, "known_on": known_on}]

    assert said(reviewed(rebuilt(content))) == said(reviewed(subject))


@given(patients(), st.integers(1, 400))
@modest
def test_the_future_changes_nothing(subject, days):
    content = content_of(subject)
    day = on(AS_OF + days)
    later = [
        ("labs", {"analyte": "upcr", "quantity": quantity("0.1", "g/g"), "collected_on": day}),
        ("courses", mmf(AS_OF + days, id="planned")[1]),
        ("biopsies", {"taken_on": day, "shows_ln": "no"}),
        ("events", {"what": "flare", "on": day}),
        ("levels", {"substance": "mycophenolic-acid", "detectable": "no", "drawn_on": day}),
        ("adherence", {"kind": "admitted-nonadherence", "says": "nonadherent", "since": day, "until": day}),
        ("other_causes", {"what": "urinary-infection", "shown_by": "culture", "shown_on": day}),
        ("episodes", {"began_on": day}),
        ("pregnancies", {"status": "pregnant", "since": day}),
    ]
    for name, entry in later:
        content[name] = [*content.get(name, ()), entry]

    assert said(reviewed(rebuilt(content))) == said(reviewed(subject))


@given(patients(), st.sampled_from([60, 140, 190, 300, 400]))
@modest
def test_a_review_of_the_past_knows_nothing_of_what_came_after(subject, day):
    """Cutting the record by hand at a day gives what the review as of that day says."""
    limit = on(day)
    content = content_of(subject)
    for name in entry_lists():
        if name in content:
            kept = [
                entry
                for entry in getattr(subject, name)
                if (when := dated(entry)) is None or when.text <= limit
            ]
            content[name] = [cut(entry.model_dump(exclude_unset=True), limit) for entry in kept]
    content["as_of"] = limit

    assert said(reviewed(rebuilt(content))) == said(reviewed(subject, limit))


def cut(entry: dict[str, Any], limit: str) -> dict[str, Any]:
    stop = entry.get("stop")
    if stop is not None and stop > limit:
        entry = {
            key: value
            for key, value in entry.items()
            if key not in ("stop", "stop_reason", "doses_given", "ongoing")
        } | {"ongoing": "yes"}
    return entry


# --- any case at all -------------------------------------------------------------------------------------------------


@given(any_cases(), st.sampled_from(SETS))
@settings(max_examples=150, **COMMON)
def test_a_review_never_raises(subject, criteria):
    """Whatever a record holds, it is reviewed, or the person is told which day is lacking."""
    try:
        result = review(subject, guideline(), criteria=criteria)
    except UserError as error:
        told = str(error)
    else:
        told = ""
        result_is_whole(result)
    assert not told or "day of review" in told


def result_is_whole(result: Review) -> None:
    assert result.verdict in VERDICTS
    assert result.summary
    assert [step.step for step in result.steps] == [
        "diagnosis",
        "adherence",
        "dosing",
        "response",
        "chronicity",
        "biopsy",
    ]
