"""The renewal of an authorization: its end, and now against the time before the requested drug."""

from datetime import date

import pytest
from case_builder import belimumab, biopsy, case, course, egfr, guideline, lab, mmf, upcr, voclosporin

from lnreview.case.dates import ChartDate
from lnreview.review.renewal import months_or_days, renewal

SOURCE = {"source": "laboratory report"}
REQUEST = {"therapy": "voclosporin", "duration": "6 months", "start": "continuation"}
APPROVED = {
    "what": "decided",
    "on": "2024-07-01",
    "outcome": "certify",
    "by": "P",
    "role": "physician-reviewer",
}


def record(*more, request=None, workflow=(APPROVED,), as_of=320, **fields):
    """Return mycophenolate from day 0, voclosporin added on day 180 (8 July 2024), values before and since."""
    parts = more or [
        upcr(-3, 4, **SOURCE), upcr(175, "2.0", **SOURCE), upcr(310, "0.5", **SOURCE),
        egfr(-3, 90, **SOURCE), egfr(175, 80, **SOURCE), egfr(310, 76, **SOURCE),
    ]  # fmt: skip
    return case(
        biopsy(), mmf(0), voclosporin(180), *parts, as_of=as_of, request=REQUEST | (request or {}),
        workflow=list(workflow), **fields,
    )  # fmt: skip


def found(subject, **more):
    return renewal(subject, guideline(), **more)


def row(result, what):
    return next(item for item in result.rows if item.what == what)


def test_the_baseline_is_the_one_before_the_requested_drug():
    result = found(record())
    assert result.drug == "voclosporin"
    assert str(result.started) == "2024-07-08"
    urine, kidney = row(result, "proteinuria"), row(result, "eGFR")
    assert (urine.before.value, urine.now.value, urine.change) == ("2.0", "0.5", "lower by 75 %")
    assert (kidney.before.value, kidney.now.value, kidney.change) == ("80", "76", "lower by 5 %")
    assert urine.before.date == "2024-07-03"
    assert urine.before.source == "laboratory report"


def test_a_value_taken_under_the_drug_is_no_baseline():
    result = found(record(upcr(181, "2.0", **SOURCE), upcr(310, "0.5", **SOURCE)))
    urine = row(result, "proteinuria")
    assert urine.before is None
    assert urine.change == ""
    assert "proteinuria before treatment" in result.missing


def test_a_change_needs_two_values_with_their_sources():
    bare = found(record(upcr(175, "2.0"), upcr(310, "0.5", **SOURCE)))
    assert row(bare, "proteinuria").change == ""
    assert "not documented where both values were read" in row(bare, "proteinuria").why_not
    assert "where proteinuria of 2024-07-03 was read" in bare.missing
    alone = found(record(upcr(175, "2.0", **SOURCE)))
    assert row(alone, "proteinuria").change == ""
    assert "proteinuria under treatment" in alone.missing
    bound = found(record(upcr(175, "2.0", **SOURCE), upcr(310, "<0.5", **SOURCE)))
    assert "bound" in row(bound, "proteinuria").why_not


def test_a_rise_is_said_as_a_rise():
    result = found(
        record(
            upcr(175, "1.0", **SOURCE),
            upcr(310, "1.5", **SOURCE),
            egfr(175, 80, **SOURCE),
            egfr(310, 80, **SOURCE),
        )
    )
    assert row(result, "proteinuria").change == "higher by 50 %"
    assert row(result, "eGFR").change == "unchanged"


def test_an_old_value_is_stale():
    fresh, old = found(record()), found(record(), as_of=ChartDate.parse("2026-01-10"))
    assert fresh.stale == ()
    assert not row(fresh, "proteinuria").stale
    assert [text.split(":")[0] for text in old.stale] == ["proteinuria", "eGFR"]


def test_the_glucocorticoid_is_compared_as_prednisone():
    steroids = [
        course("prednisone", 0, 250, 20, "mg/d", id="p1", **SOURCE), course("prednisone", 251, None, 5, "mg/d", id="p2", **SOURCE),
    ]  # fmt: skip
    gc = row(found(record(*steroids)), "glucocorticoid dose")
    assert (gc.before.value, gc.now.value, gc.now.unit, gc.change) == ("20", "5", "mg/d", "lower by 75 %")
    silent = row(
        found(record(*[(name, entry | {"source": ""}) for name, entry in steroids])), "glucocorticoid dose"
    )
    assert silent.change == ""
    open_list = found(record(complete={"courses": "unknown"}))
    assert row(open_list, "glucocorticoid dose").now is None


def test_serology_is_shown_where_the_record_holds_it_and_assays_are_not_converted():
    values = [
        lab("c3", 170, 50, "mg/dL", **SOURCE), lab("c3", 300, 90, "mg/dL", **SOURCE),
        lab("anti-dsdna", 170, 200, "[IU]/mL", **SOURCE), lab("anti-dsdna", 300, 40, "U/mL", **SOURCE),
    ]  # fmt: skip
    result = found(record(*values))
    assert row(result, "C3").change == "higher"
    assert row(result, "Anti-dsDNA").change == ""
    assert "not converted" in row(result, "Anti-dsDNA").why_not
    assert not [item for item in result.rows if item.what == "C4"]


def test_a_value_of_the_first_day_is_from_before_the_drug():
    values = [
        lab("c3", 180, 50, "mg/dL", **SOURCE), lab("c3", 300, 40, "mg/dL", **SOURCE),
        upcr(180, "2.0", **SOURCE), upcr(310, "0.5", **SOURCE),
    ]  # fmt: skip
    result = found(record(*values))
    assert row(result, "C3").change == "lower"
    assert row(result, "proteinuria").change == "lower by 75 %"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("6 months", (6, "months")), ("12 mo", (12, "months")), ("12-month authorization", (12, "months")),
        ("24 weeks", (168, "days")), ("24 wk", (168, "days")), ("180 days", (180, "days")), ("180 d", (180, "days")),
        ("1 year", (12, "months")), ("6 months / 12 months", None), ("6 months, 4 doses", None), ("", None),
        ("as long as needed", None), ("0 months", None), ("six months", None), ("6 minutes", None),
        ("8 months (weeks 0 to 26)", (8, "months")), ("6 months (LN), 4 months (SLE)", None),
    ],
)  # fmt: skip
def test_the_length_that_a_text_gives(text, length):
    assert months_or_days(text) == length


def test_the_authorization_ends_the_day_before_its_months_are_full():
    result = found(record())
    assert (result.approved.text, result.ends) == ("2024-07-01", date(2024, 12, 31))
    assert result.duration == "6 months, from the request"
    days = found(record(request={"duration": "180 days"}))
    assert days.ends == date(2024, 12, 27)


def test_the_length_of_the_pack_stands_in_where_the_request_gives_none():
    result = found(record(request={"duration": ""}), pack_duration="12 months")
    assert (result.ends, result.duration) == (date(2025, 6, 30), "12 months, from the payer pack")
    own = found(record(), pack_duration="12 months")
    assert own.ends == date(2024, 12, 31)


def test_an_approval_from_after_the_day_of_the_review_does_not_count():
    later = {**APPROVED, "on": "2024-11-26", "id": "later"}
    assert found(record(workflow=(APPROVED, later))).approved.text == "2024-07-01"
    same_day = {**APPROVED, "on": "2024-11-25", "id": "later"}
    assert found(record(workflow=(APPROVED, same_day))).approved.text == "2024-11-25"


def test_an_end_that_is_not_documented_is_asked_for():
    for workflow in ((), ({**APPROVED, "on": "2024-07"},), ({**APPROVED, "outcome": "not-certify"},)):
        result = found(record(workflow=workflow))
        assert result.ends is None
        assert "the full day of the last approval" in result.missing
    result = found(record(request={"duration": "long"}))
    assert result.ends is None
    assert "the length of the authorization, such as 6 months" in result.missing


def test_the_next_day_is_the_first_on_which_something_runs_out():
    result = found(record())
    assert (result.next_on, result.next_words) == (date(2024, 12, 31), "the authorization ends")
    later = found(record(request={"duration": "12 months"}))
    assert later.next_words.endswith("is no longer current")
    assert date(2024, 11, 15) < later.next_on < later.ends
    past = found(record(), as_of=ChartDate.parse("2025-01-05"))
    assert (past.next_on, past.next_words) == (date(2024, 12, 31), "the authorization has ended")


def test_a_drug_that_no_course_names_is_asked_for_and_the_request_may_say_its_start():
    none = found(record(request={"therapy": "belimumab"}))
    assert none.started is None
    assert "the day on which the requested drug was begun" in none.missing
    stated = found(record(request={"therapy": "belimumab", "started_on": "2024-07-08"}))
    assert str(stated.started) == "2024-07-08"
    assert row(stated, "proteinuria").change == "lower by 75 %"


def test_a_second_course_in_the_same_regimen_keeps_the_first_start_and_a_new_one_does_not():
    same = record(
        belimumab(180, 240, id="b1"), belimumab(241, id="b2"), upcr(175, "2.0", **SOURCE), upcr(238, "1.0", **SOURCE),
        upcr(310, "0.5", **SOURCE), request={"therapy": "belimumab"},
    )  # fmt: skip
    assert str(found(same).started) == "2024-07-08"
    assert row(found(same), "proteinuria").before.value == "2.0"


def test_samples_are_said():
    assert any("samples" in note for note in found(record(request={"obtained": "samples"})).notes)
    assert not any("samples" in note for note in found(record()).notes)
