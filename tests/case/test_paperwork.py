"""The paperwork of a case: what is refused, and what it never touches."""

import pytest
from pydantic import ValidationError

from lnreview.case.model import Case
from lnreview.case.timeline import known_at, latest_day


def case(**content) -> Case:
    return Case.model_validate({"id": "invented", **content})


def test_a_judgement_on_a_criterion_needs_its_reason():
    note = {"pack": "P", "criterion": "c", "status": "met", "rationale": "  "}
    with pytest.raises(ValidationError, match="needs its reason"):
        case(criterion_notes=[note])
    assert (
        case(criterion_notes=[{**note, "rationale": "seen in the chart"}]).criterion_notes[0].status == "met"
    )


def test_a_criterion_has_one_note():
    note = {"pack": "P", "criterion": "c", "comment": "x"}
    with pytest.raises(ValidationError, match="one note"):
        case(criterion_notes=[note, note])
    assert len(case(criterion_notes=[note, {**note, "pack": "Q"}]).criterion_notes) == 2


def test_a_comment_has_room_for_four_thousand_characters():
    note = {"pack": "P", "criterion": "c", "comment": "x" * 4000}
    assert len(case(criterion_notes=[note]).criterion_notes[0].comment) == 4000
    with pytest.raises(ValidationError):
        case(criterion_notes=[{**note, "comment": "x" * 4001}])


@pytest.mark.parametrize("at", ["16:40", "00:00", "23:59", ""])
def test_a_time_of_day_is_read(at):
    assert case(workflow=[{"what": "received", "at": at}]).workflow[0].at == at


@pytest.mark.parametrize("at", ["24:00", "9:00", "16:60", "4 pm"])
def test_what_is_no_time_of_day_is_refused(at):
    with pytest.raises(ValidationError):
        case(workflow=[{"what": "received", "at": at}])


@pytest.mark.parametrize("name", ["../secret", "a/b", "a\\b", "line\nbreak"])
def test_a_file_name_names_no_folder(name):
    with pytest.raises(ValidationError):
        case(enclosures=[{"title": "notes", "file_name": name}])


def test_a_review_looks_past_the_paperwork():
    """A denial of next year is not the last day of the record, and the record of today keeps it."""
    told = case(
        labs=[{"analyte": "upcr", "collected_on": "2026-01-01"}],
        denials=[{"denied_on": "2027-01-01"}],
        workflow=[{"what": "received", "on": "2027-01-02"}],
    )
    assert str(latest_day(told)) == "2026-01-01"
    known = known_at(told, latest_day(told).on())
    assert known.denials == told.denials
    assert known.workflow == told.workflow
