"""What every step looks at: who the patient is on a day, what has begun, what is current, and three-valued answers."""

import pytest
from case_builder import biopsy, case, course, event, guideline, mmf, on, upcr

from lnreview.case.dates import ChartDate, Span
from lnreview.review.context import Context, both, either, negated
from lnreview.review.evaluate import assessment


def context(*parts, as_of="2024-03-15", **fields) -> Context:
    return assessment(case(biopsy(), *parts, as_of=as_of, **fields), guideline()).ctx


def span(text: str) -> Span:
    return ChartDate.parse(text).on()


# --- age -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "ages", "adult"),
    [
        ("2006-03-15", (18, 18), True), ("2006-03-16", (17, 17), False), ("2006-03", (17, 18), None), ("2006", (17, 18), None),
        ("2005", (18, 19), True), ("2007", (16, 17), False), ("2024-03-15", (0, 0), False), ("2024", (0, 0), False),
    ],
)  # fmt: skip
def test_age_in_completed_years_by_the_day_of_birth(born, ages, adult):
    ctx = context(patient={"birth_date": born})
    assert (ctx.age_years, ctx.is_adult()) == (ages, adult)


def test_an_age_that_was_given_on_a_day_grows_with_the_years():
    ctx = context(patient={"age_years": 16, "age_on": "2022-03-20"})
    assert ctx.age_years == (17, 17)
    assert ctx.age_at(span("2024-03-21")) == (18, 18)
    assert ctx.age_at(span("2000-03-21")) == (0, 0)
    assert context(patient={"age_years": 30}).age_years == (30, 30)
    assert context(patient={}).age_years is None
    assert context(patient={}).is_adult() is None


def test_the_age_on_the_day_of_a_sample_counts_for_that_sample():
    ctx = context(patient={"birth_date": "2006-01-01"})
    assert ctx.is_adult(span("2023-12-31")) is False
    assert ctx.is_adult(span("2024-01-01")) is True


# --- begun, current, recent ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "begun"),
    [
        (None, True), ("2024-03-14", True), ("2024-03-15", False), ("2024-03-16", False), ("2024-02", True), ("2023", True),
        ("2024-03", False), ("2024", False),
    ],
)  # fmt: skip
def test_what_starts_on_the_day_of_the_review_is_the_plan(start, begun):
    ctx = context()
    assert ctx.has_begun(span(start) if start else None) is begun


def test_in_a_month_told_only_by_its_name_the_middle_decides():
    assert context(as_of="2024-03-20").has_begun(span("2024-03")) is True
    assert context(as_of="2024-03-16").has_begun(span("2024-03")) is False
    assert context(as_of="2024-03-17").has_begun(span("2024-03")) is True


@pytest.mark.parametrize(
    ("day", "current"),
    [
        (None, True),
        ("2023-09-15", True),
        ("2023-09-14", False),
        ("2023-09", True),
        ("2023-08", False),
        ("2024-03-15", True),
    ],
)
def test_a_value_of_the_last_six_months_speaks_for_the_present(day, current):
    ctx = context()
    assert ctx.is_current(span(day) if day else None) is current


@pytest.mark.parametrize(
    ("since", "recent"),
    [
        (None, False),
        ("2024-02-14", True),
        ("2024-02-13", False),
        ("2024-02", True),
        ("2024-01", False),
        ("2024-03-15", True),
    ],
)
def test_thirty_days_before_the_review_are_recent(since, recent):
    assert context().is_recent(span(since) if since else None) is recent


def test_a_review_of_a_month_counts_from_its_first_day():
    assert context(as_of="2024-03").is_recent(span("2024-02-01")) is True
    assert context(as_of="2024-03").is_recent(span("2024-01-30")) is False


# --- drugs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "drug_class"),
    [
        ("CellCept", "mpaa"), ("cyclophosphamide", "cyclophosphamide"), ("", ""), ("immunosuppressive therapy", ""),
        ("some treatment", ""), ("Immunosuppressants", ""), ("a regimen of the trial", ""), ("other agents", ""), ("unknown", ""),
        ("not named", ""), ("various", ""), ("  ", ""), ("Elixir of Life ", "unlisted: elixir of life"),
    ],
)  # fmt: skip
def test_a_drug_has_its_class_an_unnamed_one_none_and_an_unlisted_one_its_own(name, drug_class):
    ctx = context(course(name, "2024-01-01"))
    assert ctx.drug_class(ctx.case.courses[0]) == drug_class


# --- events and pregnancies ------------------------------------------------------------------------------------------


def told(*parts, **more) -> list[tuple[str, str | None]]:
    return [(item.what, str(item.on) if item.on else None) for item in context(*parts, **more).events]


def test_dialysis_is_told_in_one_way_however_it_was_written():
    both_ends = [("dialysis-started", "2024-02-01"), ("dialysis-stopped", "2024-02-20")]
    assert told(event("dialysis-started", "2024-02-01"), event("dialysis-stopped", "2024-02-20")) == both_ends
    assert told(event("dialysis-started", "2024-02-01", until="2024-02-20")) == both_ends
    assert told(course("haemodialysis", "2024-02-01", "2024-02-20")) == both_ends
    assert told(course("Hemodialysis", "2024-02-01")) == both_ends[:1]
    assert told(mmf("2024-02-01", "2024-02-20"), event("flare", "2024-02-03", until="2024-02-10")) == [
        ("flare", "2024-02-03")
    ]


def test_a_course_of_dialysis_keeps_its_id_and_source():
    ctx = context(course("dialysis", "2024-02-01", id="hd", source="discharge letter", note="urgent"))
    assert [(item.id, item.source, item.note) for item in ctx.events] == [
        ("hd", "discharge letter", "urgent")
    ]


def test_a_start_without_a_day_lies_before_an_end_that_has_one():
    ended = [event("dialysis-started"), event("dialysis-stopped", "2024-02-20")]
    assert told(*ended) == [("dialysis-stopped", "2024-02-20")]
    assert told(event("dialysis-started"), event("dialysis-stopped")) == [
        ("dialysis-started", None),
        ("dialysis-stopped", None),
    ]
    assert told(event("dialysis-started"), event("flare", "2024-02-20")) == [
        ("flare", "2024-02-20"),
        ("dialysis-started", None),
    ]


def test_events_stand_in_the_order_of_time_then_of_their_order():
    parts = [
        event("flare", "2024-02-01", order=2),
        event("stable", "2024-02-01", order=1),
        event("improved", "2024-01-01"),
    ]
    assert [item[0] for item in told(*parts)] == ["improved", "stable", "flare"]
    undated = [event("flare", order=2), event("stable", order=1), event("improved", "2024-03-01")]
    assert [item[0] for item in told(*undated)] == ["improved", "stable", "flare"]


def test_an_event_without_a_day_is_of_the_day_on_which_it_became_known():
    ctx = context(
        event("flare", None, known_on="2024-02-01"), event("stable", "2024-01-01", known_on="2024-02-01")
    )
    assert [str(ctx.when(item)) for item in ctx.events] == ["2024-01-01", "2024-02-01"]


def pregnancies(*items, **more) -> list[tuple[str, str | None]]:
    parts = [("pregnancies", {"status": status, "since": since} | rest) for status, since, rest in items]
    return [
        (item.status, str(item.until) if item.until else None) for item in context(*parts, **more).pregnancies
    ]


def test_a_pregnancy_ends_with_the_next_statement_of_another_kind():
    assert pregnancies(("pregnant", "2023-06-01", {}), ("postpartum", "2024-02-20", {}), ("not-pregnant", "2024-03-01", {}))[0] == (
        "pregnant", "2024-02-20",
    )  # fmt: skip
    assert (
        pregnancies(("pregnant", "2023-06-01", {"until": "2024-01-10"}), ("postpartum", "2024-02-20", {}))[0][
            1
        ]
        == "2024-01-10"
    )
    assert pregnancies(("pregnant", "2023-06-01", {}), ("pregnant", "2023-08-01", {})) == [
        ("pregnant", None),
        ("pregnant", None),
    ]
    assert pregnancies(("pregnant", "2023-06-01", {}), ("unknown", "2023-08-01", {}))[0][1] is None
    assert pregnancies(("not-pregnant", "2023-05-01", {}), ("pregnant", "2023-06-01", {}))[1][1] is None


def test_the_latest_result_of_each_analyte_is_known_by_its_id():
    ctx = context(upcr("2024-01-01", "3"), upcr("2024-02-01", "2"), ("labs", {"analyte": "something else"}))
    assert set(ctx.latest_labs) == {"upcr"}
    assert str(ctx.latest_labs["upcr"].quantity.value) == "2"


# --- numbers of the set ----------------------------------------------------------------------------------------------


def test_the_limit_of_a_response_is_that_of_the_set():
    """0.7 where the set knows a primary efficacy response (KDIGO, borrowed by Arora), else that of a complete response."""
    assert str(context().response_limit) == "0.7"
    assert str(context(settings={"criteria": "acr-2024"}).response_limit) == "0.5"
    assert str(context().spared_egfr) == str(context(settings={"criteria": "acr-2024"}).spared_egfr) == "60"


def test_a_switch_of_the_case_replaces_the_number_of_the_set():
    assert str(context().egfr_tolerance) == "20"
    assert str(context(settings={"egfr_tolerance": "10"}).egfr_tolerance) == "10"
    assert context().strict_biopsy is False
    assert context(settings={"strict_biopsy": True}).strict_biopsy is True


# --- three values ----------------------------------------------------------------------------------------------------

YES, NO, OPEN = True, False, None


@pytest.mark.parametrize(
    ("answers", "and_", "or_"),
    [
        ((YES, YES), YES, YES), ((YES, NO), NO, YES), ((NO, NO), NO, NO), ((YES, OPEN), OPEN, YES), ((NO, OPEN), NO, OPEN),
        ((OPEN, OPEN), OPEN, OPEN), ((OPEN,), OPEN, OPEN), ((YES,), YES, YES), ((NO,), NO, NO),
    ],
)  # fmt: skip
def test_what_is_open_is_neither_yes_nor_no(answers, and_, or_):
    assert both(*answers) is both(*answers[::-1]) is and_
    assert either(*answers) is either(*answers[::-1]) is or_


def test_the_opposite_of_open_is_open():
    assert (negated(YES), negated(NO), negated(OPEN)) == (NO, YES, OPEN)


def test_evidence_of_an_entry_is_told_as_written():
    ctx = context(
        upcr("2024-02", ">3.00", "g/g", source="letter"), event("flare", on(5), note="told by phone")
    )
    lab = ctx.case.labs[0]
    told_lab = ctx.evidence(lab, "UPCR", lab.quantity, "", lab.collected_on)
    assert (told_lab.value, told_lab.unit, told_lab.date, told_lab.source, told_lab.entry) == (
        ">3.00", "g/g", "2024-02", "letter", lab.id,
    )  # fmt: skip
    flare = ctx.told(ctx.events[0])
    assert (flare.what, flare.value, flare.source) == ("stated: flare", "", "told by phone")
    assert ctx.evidence(lab, "x", None).value == ""
