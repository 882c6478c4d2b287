"""What a field means is the text below it in the source, wherever the field was declared."""

from lnreview.case.fields import describe_schema, descriptions
from lnreview.case.model import Case
from lnreview.case.records import Biopsy, LabResult, MedicationCourse


def test_a_field_has_the_text_that_stands_below_it():
    assert descriptions(LabResult)["collected_on"] == "When the sample was taken."
    assert descriptions(Biopsy)["taken_on"] == "Day of the biopsy."


def test_a_field_of_the_base_class_has_its_text_in_every_entry():
    for kind in (LabResult, Biopsy, MedicationCourse):
        assert descriptions(kind)["source"].startswith("Where it was read")


def test_every_field_of_every_record_says_what_it_means():
    for kind in (Case, LabResult, Biopsy, MedicationCourse):
        assert set(kind.model_fields) <= set(descriptions(kind)), kind


def test_a_text_below_several_lines_is_told_without_their_indent():
    assert "\n    " not in descriptions(LabResult)["analyte"]


def test_a_class_outside_the_program_adds_no_text():
    class Told(LabResult):
        collected_on: str = ""
        """Somewhere else."""

    assert descriptions(Told) == descriptions(LabResult)


def test_the_schema_carries_the_texts_and_no_field_that_is_not_there():
    schema = {"properties": {"collected_on": {}, "elsewhere": {}}}
    describe_schema(schema, LabResult)
    assert schema == {
        "properties": {"collected_on": {"description": "When the sample was taken."}, "elsewhere": {}}
    }
    empty: dict = {}
    describe_schema(empty, LabResult)
    assert empty == {}
