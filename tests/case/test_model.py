"""The record: ids, unknown against no, and what a case refuses."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case, entry_lists, new_entry_id
from lnreview.case.records import LabResult, Override, Quantity


def case(**content) -> Case:
    return Case.model_validate({"id": "demo", **content})


def test_every_entry_gets_an_id_that_is_free():
    made = case(
        labs=[{"analyte": "a"}, {"id": "lab-1", "analyte": "b"}, {"analyte": "c"}],
        courses=[{"drug": "mmf"}, {"id": "lab-2", "drug": "x"}],
    )
    assert [lab.id for lab in made.labs] == ["lab-3", "lab-1", "lab-4"]
    assert [course.id for course in made.courses] == ["course-1", "lab-2"]


def test_a_new_entry_gets_an_id_that_is_free():
    made = case(labs=[{"analyte": "a"}], events=[{"id": "lab-2", "what": "flare"}])
    assert new_entry_id(made, "labs") == "lab-3"
    assert new_entry_id(made, "biopsies") == "biopsy-1"


def test_an_id_says_what_it_names():
    lists = {
        "labs": {"analyte": "a"}, "courses": {}, "dispenses": {"drug": "a", "dispensed_on": "2024", "days_supply": 1},
        "administrations": {"drug": "a"}, "adherence": {"kind": "pdc"}, "levels": {"substance": "a"}, "biopsies": {},
        "measurements": {"what": "height", "quantity": {"value": 1, "unit": "m"}},
        "blood_pressures": {"systolic": 120, "diastolic": 80}, "comorbidities": {"what": "a"},
        "pregnancies": {"status": "planning"}, "genotypes": {"gene": "a", "result": "b"}, "disease_activity": {},
        "other_causes": {"what": "a"}, "events": {"what": "flare"}, "episodes": {"began_on": "2024"},
        "baselines": {"course": "a", "reason": "b"},
    }  # fmt: skip
    made = case(**{name: [entry] for name, entry in lists.items()})
    assert [entry.id for _, entry in made.entries()] == [
        "lab-1", "course-1", "dispense-1", "administration-1", "adherence-1", "level-1", "biopsy-1", "measurement-1",
        "pressure-1", "comorbidity-1", "pregnancy-1", "genotype-1", "activity-1", "cause-1", "event-1", "episode-1",
        "baseline-1",
    ]  # fmt: skip


def test_a_tissue_proves_lupus_nephritis_by_its_class_or_its_word_and_no_outweighs_a_class():
    told = [
        ({}, None),
        ({"classes": ["IV"]}, True),
        ({"shows_ln": "yes"}, True),
        ({"shows_ln": "no"}, False),
        ({"shows_ln": "no", "classes": ["II"]}, False),
    ]
    for entry, proves in told:
        assert case(biopsies=[entry]).biopsies[0].proves_ln is proves


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("3", "3"), ("-3", "-3"), ("0", "0"), ("3.4", "3.4"), ("0.07", "0.07"),
        ("3.40", '"3.40"'), ("-0", '"-0"'), ("1E+3", "1000"),
        ("123456789012345", "123456789012345"), ("1234567890123456", '"1234567890123456"'),
        ("0.1234567890123456789", '"0.1234567890123456789"'),
    ],
)  # fmt: skip
def test_a_number_is_saved_as_a_number_where_that_keeps_each_digit_else_as_a_text(value, written):
    saved = Quantity(value=Decimal(value), unit="g").model_dump_json()
    assert f'"value":{written},' in saved
    assert Quantity.model_validate_json(saved).value == Decimal(value)


def test_the_next_free_number_is_given():
    made = case(labs=[{"analyte": "a"}, {"analyte": "b"}, {"analyte": "c"}])
    assert [lab.id for lab in made.labs] == ["lab-1", "lab-2", "lab-3"]
    assert new_entry_id(made, "labs") == "lab-4"
    assert case(labs=[{"analyte": "a"}], events=[{"what": "flare", "id": "lab-1"}]).labs[0].id == "lab-2"
    assert new_entry_id(case(events=[{"what": "flare", "id": "lab-1"}]), "labs") == "lab-2"


@pytest.mark.parametrize("content", [[1], "case", None, 3])
def test_what_is_no_object_is_no_case(content):
    with pytest.raises(ValidationError, match="dictionary"):
        Case.model_validate(content)


def test_entries_of_the_program_get_ids_beside_those_of_a_file():
    labs = [
        LabResult(analyte="a", id="lab-1"),
        {"analyte": "b"},
        LabResult(analyte="c"),
        LabResult(analyte="d"),
    ]
    assert [lab.id for lab in case(labs=labs).labs] == ["lab-1", "lab-2", "lab-3", "lab-4"]
    assert case(labs=[{"analyte": "a", "id": None}]).labs[0].id == "lab-1"


def test_what_is_no_entry_is_refused_with_its_place():
    with pytest.raises(ValidationError, match=r"labs\.1"):
        case(labs=[{"analyte": "a"}, 3])
    with pytest.raises(ValidationError, match="labs"):
        case(labs=3)


def test_a_case_is_itself():
    made = case(labs=[{"analyte": "a"}])
    assert Case.model_validate(made) is made


def test_months_beside_calendar_dates_are_refused_by_the_first_of_each():
    labs = [{"analyte": "a", "collected_on": text} for text in ("m+1", "m+2", "2024-01-01", "2024-02-01")]
    with pytest.raises(
        ValidationError,
        match=r"months \(labs/0/collected_on \(m\+1\)\) and calendar dates \(labs/2/collected_on",
    ):
        case(labs=labs)
    assert len(case(labs=labs, anchor="2024-01-01").labs) == 4
    assert len(case(labs=labs[:2]).labs) == 2


def test_ids_are_unique_across_lists():
    with pytest.raises(ValidationError, match=r"x \(in labs/0 and events/0\)"):
        case(labs=[{"id": "x", "analyte": "a"}], events=[{"id": "x", "what": "flare"}])


def test_every_list_of_the_case_is_listed_with_its_place():
    made = case(labs=[{"analyte": "a"}, {"analyte": "b"}], episodes=[{"began_on": "2024"}])
    assert [place for place, _ in made.entries()] == ["labs/0", "labs/1", "episodes/0"]
    assert set(entry_lists()) <= set(Case.model_fields)


def test_nothing_is_assumed_of_what_is_left_out():
    made = case(biopsies=[{}], other_causes=[{"what": "drug"}])
    assert made.complete.courses == made.complete.biopsies == "unknown"
    assert made.patient.sex == "unknown"
    assert made.lupus.documented == "unknown"
    assert (made.biopsies[0].tma, made.biopsies[0].shows_ln, made.biopsies[0].classes) == (
        "unknown",
        "unknown",
        (),
    )
    assert case(courses=[{"drug": "mmf"}]).courses[0].ongoing == "unknown"


@pytest.mark.parametrize("id", ["", "a/b", "a\\b", "a\nb", "a\x00b", "x" * 65])
def test_an_id_that_cannot_be_a_name_is_refused(id):
    with pytest.raises(ValidationError):
        Case(id=id)


@pytest.mark.parametrize("id", ["LN29", "Fall 3 – Zoë", "№ 7", "x" * 64])
def test_an_id_may_be_any_other_name(id):
    assert Case(id=id).id == id


def test_a_record_cannot_be_changed_in_place():
    made = case(labs=[{"analyte": "a"}])
    with pytest.raises(ValidationError, match="frozen"):
        made.title = "x"
    with pytest.raises(ValidationError, match="frozen"):
        made.labs[0].note = "x"


@pytest.mark.parametrize("anchor", ["m+1", "2024", "2024-03"])
def test_the_anchor_is_a_full_date(anchor):
    with pytest.raises(ValidationError, match="full date"):
        case(anchor=anchor)


def test_dates_count_from_the_anchor_of_their_case():
    made = case(anchor="2024-01-15")
    assert made.anchor_day == date(2024, 1, 15)
    assert made.span(ChartDate.parse("m+2")).earliest == date(2024, 3, 15)
    assert made.span(None) is None
    assert case().anchor_day is None


def test_an_override_needs_words_and_a_step_has_one():
    with pytest.raises(ValidationError, match="needs a rationale"):
        Override(step="dosing", status="met", rationale="  ")
    twice = [{"step": "dosing", "status": "met", "rationale": "x"}] * 2
    with pytest.raises(ValidationError, match="overridden once"):
        case(overrides=twice)


def test_a_quantity_always_has_a_unit_and_is_shown_as_written():
    with pytest.raises(ValidationError, match="unit"):
        Quantity.model_validate({"value": 3})
    assert str(Quantity(value=Decimal("3.40"), unit="g/g")) == "3.40 g/g"
    assert str(Quantity(value=Decimal(90), unit="ml/min/1.73m2", comparator=">")) == ">90 mL/min/1.73 m²"
    assert str(Quantity(value=Decimal(5), unit="")) == "5"


@pytest.mark.parametrize("value", [True, False, "x", float("nan"), float("inf"), "1e400", None, [3]])
def test_only_a_finite_number_is_a_value(value):
    with pytest.raises(ValidationError):
        Quantity.model_validate({"value": value, "unit": "g"})


@pytest.mark.parametrize("value", [-3, 0, "0.00", 10**20])
def test_an_impossible_value_is_kept(value):
    assert Quantity.model_validate({"value": value, "unit": "mmol/L"}).value == Decimal(value)


def test_an_unknown_key_is_refused():
    with pytest.raises(ValidationError, match="Extra inputs"):
        LabResult.model_validate({"analyte": "a", "valeu": 3})


def test_the_days_of_the_paperwork_need_no_anchor():
    """A record told in months may be denied on a day of the calendar; the two are never set in one order."""
    told = Case.model_validate(
        {
            "id": "x",
            "labs": [{"analyte": "upcr", "collected_on": "m+3"}],
            "denials": [{"denied_on": "2026-03-01"}],
        }
    )
    assert str(told.denials[0].denied_on) == "2026-03-01"
