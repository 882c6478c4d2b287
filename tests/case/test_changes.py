"""What changed between two states of a case: every change has a line, and nothing else has one."""

from __future__ import annotations

from any_case import cases
from hypothesis import given

from lnreview.case.changes import CaseChange, changes, summed
from lnreview.case.model import Case


def a_case(**content: object) -> Case:
    """Return an invented patient with a lab result and a course."""
    lab = {"id": "u1", "analyte": "upcr", "quantity": {"value": 3.1, "unit": "g/g"}, "collected_on": "2026-01-10"}  # fmt: skip
    mmf = {"id": "c1", "drug": "mycophenolate mofetil", "dose": {"value": 2, "unit": "g/d"}, "start": "2026-01-15"}  # fmt: skip
    return Case.model_validate({"id": "anna", "labs": [lab], "courses": [mmf], **content})


def with_entry(case: Case, name: str, number: int = 0, **values: object) -> Case:
    """Return the case with some fields of an entry changed."""
    content = case.model_dump()
    content[name][number].update(values)
    return Case.model_validate(content)


def told(before: Case, after: Case) -> list[str]:
    return [str(change) for change in changes(before, after)]


def test_an_added_entry_is_told_with_its_value_and_day() -> None:
    case = a_case()
    lab = {"id": "u2", "analyte": "upcr", "quantity": {"value": 3.4, "unit": "g/g"}, "collected_on": "2026-10-01"}  # fmt: skip
    after = Case.model_validate({**case.model_dump(), "labs": [*case.model_dump()["labs"], lab]})
    [change] = changes(case, after)
    assert str(change) == "Added: lab result UPCR 3.4 g/g (2026-10-01)"
    assert change.place == "labs/u2"
    assert told(after, case) == ["Removed: lab result UPCR 3.4 g/g (2026-10-01)"]
    assert changes(after, case)[0].place == "labs/u1", "what is gone is shown where its list is"


def test_a_changed_field_is_told_with_what_it_was() -> None:
    case = a_case()
    after = with_entry(case, "courses", dose={"value": 3, "unit": "g/d"}, stop_reason="no-response")
    [change] = changes(case, after)
    assert str(change) == (
        "Changed: medication course mycophenolate mofetil 3 g/d (2026-01-15): "
        "dose 3 g/d, was 2 g/d; stop reason no response, was unknown"
    )
    assert change.place == "courses/c1/dose"


def test_what_was_empty_and_what_is_long_are_told_as_such() -> None:
    case = a_case()
    named = with_entry(case, "courses", frequency="bid")
    assert told(case, named)[0].endswith("frequency bid, was empty")
    noted = with_entry(case, "courses", note="x" * 200)
    assert told(case, noted)[0].endswith("note written")
    assert told(noted, case)[0].endswith("note removed")
    assert told(noted, with_entry(case, "courses", note="y" * 200))[0].endswith("note rewritten")


def test_a_part_of_which_there_is_one_leads_to_its_first_changed_field() -> None:
    after = a_case(patient={"name": "Demo, Anna", "sex": "female"})
    [change] = changes(a_case(), after)
    assert change == CaseChange(
        "changed", "patient/name", "patient", ("name Demo, Anna, was empty", "sex female, was unknown")
    )


def test_a_field_of_the_case_itself_leads_there() -> None:
    [change] = changes(a_case(), a_case(as_of="2026-11-22"))
    assert (change.place, str(change)) == ("as_of", "Changed: case: day of the review 2026-11-22, was empty")


def test_an_override_is_known_by_its_step() -> None:
    over = {"step": "adherence", "status": "met", "rationale": "Seen on paper."}
    [change] = changes(a_case(), a_case(overrides=[over]))
    assert (change.place, str(change)) == ("overrides/adherence", "Added: override of adherence met")
    other = {**over, "status": "not-met"}
    [change] = changes(a_case(overrides=[over]), a_case(overrides=[other]))
    assert change.details == ("status not met, was met",)


def test_the_order_of_a_list_is_no_change() -> None:
    labs = [{"id": name, "analyte": "c3", "interpretation": "low"} for name in ("a", "b")]
    assert changes(a_case(labs=labs), a_case(labs=labs[::-1])) == ()


def test_the_second_record_of_one_key_is_not_forgotten() -> None:
    waiver = {"gap": "hbv", "reason": "tested elsewhere"}
    [change] = changes(a_case(waivers=[waiver]), a_case(waivers=[waiver, waiver]))
    assert str(change) == "Added: waiver of hbv"


def test_many_additions_to_one_list_are_told_as_their_number() -> None:
    labs = [{"id": f"x{n}", "analyte": "c3", "interpretation": "low"} for n in range(5)]
    case = a_case()
    after = Case.model_validate({**case.model_dump(), "labs": [*case.model_dump()["labs"], *labs], "title": "New"})  # fmt: skip
    found = changes(case, after)
    assert len(found) == 6
    assert [str(change) for change in summed(found, 3)] == [
        "Changed: case: title New, was empty",
        "Added: 5 lab results",
    ]
    assert summed(found, 3)[1].place == "labs/x0"
    assert summed(found, 5) == found


@given(cases(), cases())
def test_any_two_cases_can_be_compared_and_equal_ones_differ_in_nothing(first: Case, second: Case) -> None:
    assert changes(first, first) == ()
    second = second.model_copy(update={"id": first.id})
    found = changes(first, second)
    assert all(change.what and change.place for change in found)
    changed = {name for name in Case.model_fields if getattr(first, name) != getattr(second, name)}
    assert {change.place.partition("/")[0] for change in found} <= changed
    reordered = {name for name in changed if _same_entries(getattr(first, name), getattr(second, name))}
    assert {change.place.partition("/")[0] for change in found} == changed - reordered


def _same_entries(first: object, second: object) -> bool:
    if not isinstance(first, tuple) or not isinstance(second, tuple):
        return False
    return sorted(map(repr, first)) == sorted(map(repr, second))
