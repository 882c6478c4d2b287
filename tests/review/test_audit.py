"""The report of changed days, and the sample of an audit: 5 % or 50 files, whichever is less."""

from datetime import date

import pytest
from case_builder import case

from lnreview.guideline.clocks import clocks
from lnreview.guideline.load import load
from lnreview.review.audit import modifications, sample, sample_size

RULE = clocks(load()).audit


def changed(recorded, id="one"):
    received = {"id": "s1", "what": "received", "on": "2026-03-02", "by": "A"}
    corrected = {
        "id": "s2", "what": "corrected", "on": "2026-03-03", "by": "B", "reason": "fax header", "corrects": "s1",
        "recorded_on": recorded,
    }  # fmt: skip
    return case(as_of="2026-03-20", id=id, workflow=[received, corrected])


def test_the_rule_is_the_one_that_was_read():
    assert (RULE.share, RULE.most, RULE.status) == (5, 50, "primary")


@pytest.mark.parametrize(
    ("files", "size"), [(0, 0), (1, 1), (20, 1), (21, 2), (40, 2), (999, 50), (1000, 50), (100_000, 50)]
)
def test_the_size_of_a_sample(files, size):
    assert sample_size(files, RULE) == size


def test_a_report_holds_the_changes_of_its_period_with_both_ends():
    days = ["2026-03-31", "2026-04-01", "2026-04-30", "2026-05-01"]
    cases = [changed(day, id=f"case-{day}") for day in days]
    report = modifications([*cases, case(as_of="2026-03-20")], date(2026, 4, 1), date(2026, 4, 30))
    assert [change.case for change in report.changes] == ["case-2026-04-01", "case-2026-04-30"]
    assert report.files == 4
    change = report.changes[0]
    assert (change.what, change.old, change.new, change.by, change.why) == (
        "receipt", "2026-03-02", "2026-03-03", "B", "fax header",
    )  # fmt: skip


@pytest.mark.parametrize("recorded", [None, "2026-04"])
def test_a_change_without_a_day_is_told_apart_and_not_left_out(recorded):
    report = modifications([changed(recorded)], date(2026, 4, 1), date(2026, 4, 30))
    assert report.changes == ()
    assert [change.new for change in report.undated] == ["2026-03-03"]


def test_the_same_seed_draws_the_same_files_in_any_order_and_another_seed_others():
    files = [f"case-{number}" for number in range(200)]
    drawn = sample(files, RULE, "2026")
    assert len(drawn) == len(set(drawn)) == 10
    assert set(drawn) <= set(files)
    assert sample([*reversed(files), *files], RULE, "2026") == drawn
    assert sample(files, RULE, "2027") != drawn
