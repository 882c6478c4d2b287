"""What must hold of the tables behind every review: they are always made, they rest on the record, and they tell of the patient only.

Deterministic: the same patients are drawn in every run.
"""

from typing import get_args

from any_case import cases as any_cases
from case_builder import guideline, mmf, on
from hypothesis import given, settings
from hypothesis import strategies as st
from patient_strategies import AS_OF, COMMON, SETS, patients, quantity
from test_properties_of_the_review import content_of, in_units, moved, rebuilt

from lnreview.case.model import Case, entry_lists
from lnreview.errors import UserError
from lnreview.review.detail.gather import details
from lnreview.review.detail.table import Table
from lnreview.review.detail.written import as_json, as_text
from lnreview.review.finding import STEPS, Status

some = settings(max_examples=10, **COMMON)


def tables(subject: Case) -> tuple[Table, ...]:
    return details(subject, guideline())


def shape(found: tuple[Table, ...]) -> list[tuple]:
    """Return what tables say apart from how values were written and when."""
    return [
        (table.id, table.place, [row.status for row in table.rows], len(table.missing)) for table in found
    ]


@given(any_cases(), st.sampled_from(SETS))
@settings(max_examples=50, **COMMON)
def test_the_tables_of_any_case_are_made(subject, criteria):
    """Whatever a record holds, its tables are made, or the person is told which day is lacking."""
    try:
        found = details(subject, guideline(), criteria=criteria)
    except UserError as error:
        told, found = str(error), ()
    else:
        told = ""
    assert not told or "day of review" in told
    whole(found, subject)


@given(patients())
@some
def test_the_tables_of_a_patient_are_whole(subject):
    whole(tables(subject), subject)


def whole(found: tuple[Table, ...], subject: Case) -> None:
    assert len({table.id for table in found}) == len(found)
    entries = {entry.id for _, entry in subject.entries()} | {""}
    for table in found:
        assert table.title
        assert table.place in (*STEPS, "verdict", "plan")
        assert table.rows or table.missing, f"the table {table.id} has nothing to show"
        assert all(item.what and item.why for item in table.missing), table.id
        for row in table.rows:
            assert row.status in (None, *get_args(Status))
            assert any(row.cells), table.id
            assert {item.source for item in row.citations} <= {*guideline().sources, "lnreview"}, table.id
            assert {item.entry for item in row.evidence} <= entries, table.id
    assert len(as_json(found)) == len(found)
    assert all(table.title in as_text(found) for table in found if "\n" not in table.title)


@given(patients(), st.randoms(use_true_random=False))
@some
def test_the_order_of_the_entries_changes_no_table(subject, random):
    content = content_of(subject)
    for name in entry_lists():
        if name in content:
            content[name] = random.sample(list(content[name]), len(content[name]))

    assert tables(rebuilt(content)) == tables(subject)


@given(patients(), st.data())
@some
def test_the_tables_are_the_same_in_any_unit_system(subject, data):
    other = in_units(subject, lambda units: data.draw(st.sampled_from(units)))

    assert shape(tables(other)) == shape(tables(subject))


@given(patients(), st.sampled_from([-1, 1]))
@some
def test_the_same_patient_in_another_generation_has_the_same_tables(subject, cycles):
    """28 years are a whole number of weeks and leap years."""
    shifted = rebuilt(moved(content_of(subject), cycles * (4 * 7 * 365 + 7)))

    assert shape(tables(shifted)) == shape(tables(subject))


@given(patients(), st.integers(1, 400))
@some
def test_the_future_stands_in_no_table(subject, days):
    content = content_of(subject)
    day = on(AS_OF + days)
    later = [
        ("labs", {"analyte": "upcr", "quantity": quantity("0.1", "g/g"), "collected_on": day}),
        ("courses", mmf(AS_OF + days, id="planned")[1]),
        ("biopsies", {"taken_on": day, "shows_ln": "no"}),
        ("levels", {"substance": "mycophenolic-acid", "detectable": "no", "drawn_on": day}),
        ("dispenses", {"drug": "mycophenolate mofetil", "dispensed_on": day, "days_supply": 30}),
        ("disease_activity", {"items": ("proteinuria",), "assessed_on": day}),
        ("genotypes", {"gene": "APOL1", "result": "G1/G2", "phenotype": "two-risk-alleles", "tested_on": day}),
        ("measurements", {"what": "weight", "quantity": quantity("60", "kg"), "measured_on": day}),
        ("blood_pressures", {"systolic": 170, "diastolic": 110, "measured_on": day}),
    ]  # fmt: skip
    for name, entry in later:
        content[name] = [*content.get(name, ()), entry]

    assert tables(rebuilt(content)) == tables(subject)


@given(patients())
@some
def test_an_import_done_twice_changes_no_table(subject):
    content = content_of(subject)
    for name in ("labs", "adherence", "biopsies", "levels", "events"):
        if name in content:
            again = [{**entry, "id": f"again-{name}-{n}"} for n, entry in enumerate(content[name])]
            content[name] = [*content[name], *again]

    assert tables(rebuilt(content)) == tables(subject)
