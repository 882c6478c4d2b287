"""The table of clocks: every row of payer.md 3.1 is there as printed, and a fault of the file has its place."""

from datetime import date
from pathlib import Path

import pytest

from lnreview import resources
from lnreview.errors import InputProblems
from lnreview.guideline.check import check
from lnreview.guideline.clocks import FILE, Clock, clocks, problems
from lnreview.guideline.load import load

TABLE = clocks(load())

PRINTED = {
    "erisa-urgent": (72, "hours", "final", "secondary"),
    "erisa-pre-service": (15, "calendar-days", "final", "secondary"),
    "erisa-post-service": (30, "calendar-days", "final", "secondary"),
    "erisa-appeal-pre-service": (30, "calendar-days", "final", "secondary"),
    "erisa-appeal-urgent": (72, "hours", "final", "secondary"),
    "erisa-appeal-post-service": (60, "calendar-days", "final", "secondary"),
    "ncqa-urgent-pre-service": (72, "hours", "final", "secondary"),
    "ncqa-urgent-concurrent-commercial": (24, "hours", "final", "secondary"),
    "ncqa-urgent-concurrent-public": (72, "hours", "final", "secondary"),
    "ncqa-pre-service-2025": (15, "calendar-days", "final", "secondary"),
    "ncqa-pre-service-2026": (7, "calendar-days", "final", "secondary"),
    "ncqa-post-service": (30, "calendar-days", "final", "secondary"),
    "cms-0057-f-expedited": (72, "hours", "final", "secondary"),
    "cms-0057-f-standard": (7, "calendar-days", "final", "secondary"),
    "cms-0062-p-expedited": (24, "hours", "proposed", "secondary"),
    "cms-0062-p-standard": (72, "hours", "proposed", "secondary"),
    "cms-0062-p-medicaid": (24, "hours", "proposed", "secondary"),
    "part-d-expedited": (24, "hours", "final", "secondary"),
    "part-d-standard": (72, "hours", "final", "secondary"),
    "ma-part-b-expedited": (24, "hours", "final", "unverified"),
    "ma-part-b-standard": (72, "hours", "final", "unverified"),
    "medicaid-drugs": (24, "hours", "final", "unverified"),
    "california-exigent": (24, "hours", "final", "unverified"),
    "california-standard": (72, "hours", "final", "unverified"),
    "california-iehp": (1, "business-days", "final", "primary"),
    "external-expedited": (72, "hours", "final", "secondary"),
    "external-standard": (45, "calendar-days", "final", "secondary"),
}


def row(name: str) -> Clock:
    return next(item for item in TABLE.rows if item.id == name)


def test_every_row_of_the_reference_is_there_as_printed():
    assert {item.id: (item.length, item.unit, item.stage, item.status) for item in TABLE.rows} == PRINTED


def test_the_incomplete_urgent_request_of_erisa():
    rule = row("erisa-urgent").information
    assert (rule.ask_within, rule.give_at_least, rule.decide_within, rule.unit) == (24, 48, 48, "hours")
    assert rule.status == "secondary"


def test_the_extension_and_the_appeals_of_erisa():
    for name in ("erisa-pre-service", "erisa-post-service"):
        extension = row(name).extension
        assert (extension.length, extension.times, extension.notice) == (15, 1, True)
    assert row("erisa-pre-service").information.give_at_least == 45
    assert row("erisa-pre-service").information.status == "unverified"
    appeals = [item for item in TABLE.rows if item.regime == "erisa" and item.request == "appeal"]
    assert {(item.file_within, item.file_unit) for item in appeals} == {(180, "calendar-days")}
    assert [item.levels_of_two for item in appeals] == [15, None, 30]


def test_an_external_review_is_asked_for_within_four_months_which_nobody_verified():
    for name in ("external-expedited", "external-standard"):
        item = row(name)
        assert (item.file_within, item.file_unit, item.file_status) == (4, "months", "unverified")


def test_the_rule_of_2024_leaves_drugs_out_and_says_so():
    assert row("cms-0057-f-standard").drugs == row("cms-0057-f-expedited").drugs == "excluded"
    assert row("cms-0057-f-standard").effective_from == date(2026, 1, 1)


def test_what_no_text_said_stays_open():
    assert {(item.after_hours, item.pause, item.starts) for item in TABLE.rows} == {("", "", "")}


@pytest.mark.parametrize(
    ("received", "length"), [(date(2026, 6, 30), 15), (date(2026, 7, 1), 7), (date(2025, 1, 1), 15)]
)
def test_ncqa_changes_its_standard_time_in_july_2026(received, length):
    assert [item.length for item in TABLE.find("ncqa", "pre-service", "standard", received)] == [length]


def test_a_proposed_rule_is_found_before_its_day_and_an_unknown_kind_fits_every_row():
    found = TABLE.find("cms-0062-p", "pre-service", "standard", date(2026, 11, 22))
    assert [item.id for item in found] == ["cms-0062-p-standard", "cms-0062-p-medicaid"]
    found = TABLE.find("erisa", "unknown", "unknown", None)
    assert [item.id for item in found] == ["erisa-urgent", "erisa-pre-service", "erisa-post-service"]
    assert TABLE.find("erisa", "concurrent", "expedited", None) == ()


def test_the_shipped_table_has_no_fault_and_is_read_once():
    assert problems(resources.guideline()) == ()
    assert clocks(load()) is clocks(load())


def test_a_pack_without_clocks_has_none(pack: Path):
    assert problems(pack) == ()
    assert clocks(load(pack)).rows == ()


@pytest.fixture
def table(pack: Path) -> Path:
    path = pack / FILE
    path.parent.mkdir()
    path.write_bytes((resources.guideline() / FILE).read_bytes())
    return path


@pytest.mark.parametrize(
    ("old", "new", "key", "remedy"),
    [
        ("length = 72", "length = 0", "clock[1].length", "correct the value"),
        ('unit = "hours"', 'unit = "fortnights"', "clock[1].unit", "correct the value"),
        ('status = "secondary"', 'staus = "secondary"', "clock[1].staus", "correct its spelling"),
        ('id = "erisa-pre-service"', 'id = "erisa-urgent"', "clock[2]", "remove one"),
        ("file_within = 180\n", "", "clock[4]", "give both or neither"),
        ("effective_to = 2026-06-30", "effective_to = 2020-06-30\neffective_from = 2021-01-01", "clock[10]", "before"),
        ("[office]", "[offices]", "offices", "correct its spelling"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line_and_what_to_do(pack, table, old, new, key, remedy):
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8")

    found = problems(pack)

    assert any(key in item.place and FILE in item.place and "line " in item.place for item in found), found
    assert any(remedy in item.message for item in found), found
    assert set(found) <= set(check(pack))
    with pytest.raises(InputProblems, match=FILE):
        clocks(load(pack))


def test_a_changed_file_is_read_again(pack, table):
    assert clocks(load(pack)).rows[0].length == 72
    table.write_text(
        table.read_text(encoding="utf-8").replace("length = 72", "length = 7200", 1), encoding="utf-8"
    )
    assert clocks(load(pack)).rows[0].length == 7200
