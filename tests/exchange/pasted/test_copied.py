"""What is copied comes back as it was: every list, every value, also through a sheet that changed it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lnreview.case.model import Case, entry_lists
from lnreview.case.records import LabResult
from lnreview.exchange.pasted.copied import copied, entries_copied, list_of
from lnreview.exchange.pasted.grid import read_grid
from lnreview.exchange.pasted.model import Known
from lnreview.exchange.pasted.reading import read_rows
from tests.any_case import cases


def without_id(entry):
    return entry.model_copy(update={"id": ""})


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_every_list_of_any_case_comes_back_as_it_was(case: Case):
    for name in entry_lists():
        entries = getattr(case, name)
        text = copied(name, entries)
        assert list_of(text) == name
        back = entries_copied(text)
        assert back is not None
        assert [entry for _, entry in back] == [without_id(entry) for entry in entries]
        assert [cells[0] for cells, _ in back] == [entry.id for entry in entries]


def labs() -> st.SearchStrategy[list[LabResult]]:
    one = st.builds(
        lambda analyte, number, unit, day, interpretation: LabResult.model_validate(
            {
                "analyte": analyte, "quantity": {"value": number, "unit": unit}, "collected_on": day,
                "interpretation": interpretation, "source": "letter, page 2",
            }
        ),
        st.just("c3"),
        st.decimals("0.01", 999, places=2),
        st.sampled_from(["mg/dL", "g/L"]),
        st.dates().filter(lambda day: 1990 < day.year < 2100).map(str),
        st.sampled_from([None, "low", "high"]),
    )  # fmt: skip
    return st.lists(one, min_size=1, max_size=8, unique_by=lambda lab: lab.collected_on)


@settings(max_examples=100, deadline=None)
@given(labs())
def test_copied_labs_are_read_like_any_table_too(entries: list[LabResult]):
    """A sheet may have changed a cell, so that the rows are no longer those that were copied: they are still a table."""
    reading = read_rows(read_grid(copied("labs", entries)), "labs", {}, Known())
    assert not reading.open_questions
    assert [proposal.entry for proposal in reading.proposals] == [without_id(entry) for entry in entries]


@pytest.mark.parametrize(
    "change",
    [lambda text: text.replace("2026-10-01", "10/1/2026"), lambda text: text.replace("3.4", "3,4"), lambda text: text.replace("Value", "Wert")],
)  # fmt: skip
def test_rows_that_were_changed_since_are_no_longer_taken_for_copied(change):
    entry = LabResult.model_validate(
        {
            "id": "lab-1",
            "analyte": "upcr",
            "quantity": {"value": "3.4", "unit": "g/g"},
            "collected_on": "2026-10-01",
        }
    )
    text = copied("labs", [entry])
    assert entries_copied(text) is not None
    assert entries_copied(change(text)) is None
    assert list_of(change(text)) == "labs"


def test_only_columns_in_which_something_stands_are_copied():
    entry = LabResult.model_validate(
        {"id": "lab-1", "analyte": "upcr", "quantity": {"value": "3.40", "unit": "g/g", "comparator": ">"}}
    )
    assert copied("labs", [entry]) == "lnreview labs\tAnalyte\tValue\tUnit\r\nlab-1\tupcr\t>3.40\tg/g\r\n"


def test_a_table_from_elsewhere_is_not_taken_for_copied():
    text = "Analyte\tValue\tUnit\nProt/Creat\t3.4\t\n"
    assert list_of(text) == ""
    assert entries_copied(text) is None
