"""From a model of the record to its fields: the annotation decides the widget, the docstring is the help.

What a machine cannot know stands in the tables of this module: which texts are long, which words are usual, which
fields come first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from lnreview.case import analytes
from lnreview.case.dates import ChartDate
from lnreview.case.fields import descriptions
from lnreview.case.records import Quantity, Record
from lnreview.desktop.forms import fields
from lnreview.desktop.forms.date_field import DateField
from lnreview.desktop.forms.dose_field import DoseField, FrequencyField
from lnreview.desktop.forms.drug_field import DrugField
from lnreview.desktop.forms.fields import Field
from lnreview.desktop.forms.lesions_field import LesionsField
from lnreview.desktop.forms.quantity_field import QuantityField
from lnreview.desktop.forms.words import (
    CHOICES,
    GRADE_WORDS,
    GRADES,
    HELP,
    analyte_label,
    field_label,
    slug_label,
)
from lnreview.desktop.language import tr
from lnreview.guideline.model import Guideline

BACKGROUND = ("note", "source", "known_on", "order")
"""Fields that every entry has; they stand last, in this order."""

_OF_THE_PROGRAM = {"Enclosure": ("file_name", "media_type", "sha256")}
"""Fields that the program fills in."""
_LONG = {
    "note", "findings", "rationale", "address", "reason", "monitoring", "immunofluorescence",
    "electron_microscopy", "expedited_reason", "preferences", "circumstances",
}  # fmt: skip
_OTHER_UNITS = {
    "courses": ("mg/d", "g/d", "mg", "g", "mg/kg", "mg/m2", "mg/kg/d", "ug"),
    "administrations": ("mg", "g", "mg/kg", "mg/m2", "{cells}/kg"),
    "levels": ("ug/mL", "ng/mL", "mg/L", "ug/L", "mg.h/L"),
    "measurements": ("kg", "cm"),
    "adherence": ("%", "d"),
    "biopsies": ("%",),
}
_LAB_UNITS = (
    "g/g", "mg/g", "mg/mmol", "g/d", "mg/d", "mg/dL", "umol/L", "mL/min/{1.73_m2}", "mL/min", "g/dL", "g/L", "mg/L",
    "[IU]/mL", "[arb'U]/mL", "10*9/L", "/[HPF]", "%", "mmol/L", "[IU]/L",
)  # fmt: skip
_FREQUENCIES = (
    "daily", "bid", "tid", "once", "weekly", "every 2 weeks", "every 3 weeks", "every 4 weeks", "monthly", "every 3 months",
    "every 6 months", "on days 1 and 15",
)  # fmt: skip
_CAUSES = (
    "urinary-infection", "pregnancy", "miscarriage", "pre-eclampsia", "renal-vein-thrombosis", "obstruction", "drug",
    "tma", "complement-tma", "diabetes",
)  # fmt: skip
_LESIONS = (
    "tma", "apl-nephropathy", "podocytopathy", "minimal-change", "fsgs", "collapsing", "diabetic", "hypertensive",
    "cni-toxicity", "drug", "infection-related", "iga-nephropathy", "atn", "other",
)  # fmt: skip
_GENES = ("APOL1", "CYP3A5", "TPMT", "NUDT15", "C3")
_SUBSTANCES = ("mycophenolic-acid", "hydroxychloroquine", "tacrolimus", "ciclosporin")
_UNSAID = "–"
_FIRST = ("collected_on", "taken_on", "drawn_on", "measured_on", "given_on", "dispensed_on", "assessed_on")


@dataclass(frozen=True)
class Vocabulary:
    """What the forms offer to complete: names from the guideline pack and from the record's own docstrings."""

    guideline: Guideline | None = None
    """The pack whose drug names are offered."""
    today: Callable[[], date] | None = None
    """The day of the office, which “today” means."""
    lesions: tuple[str, ...] = _LESIONS
    therapies: tuple[str, ...] = ()
    criteria: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, guideline: Guideline, today: Callable[[], date] | None = None) -> Vocabulary:
        """Return the names that a guideline pack knows."""
        lesions = {*_LESIONS, *(lesion.id for lesion in guideline.lesions)}
        return cls(
            guideline=guideline,
            today=today,
            lesions=tuple(sorted(lesions)),
            therapies=tuple(sorted(therapy.name for therapy in guideline.therapies)),
            criteria=tuple((rule.id, rule.name) for rule in guideline.criteria.values()),
        )


def field_names(model: type[Record]) -> list[str]:
    """Return the fields of a model that a person fills in: the day first, what every entry has last."""
    not_asked = (*BACKGROUND, "id", "format", "version", *_OF_THE_PROGRAM.get(model.__name__, ()))
    own = [name for name in model.model_fields if name not in not_asked]
    own.sort(key=lambda name: name not in _FIRST)
    return own + [name for name in BACKGROUND if name in model.model_fields]


def make_field(model: type[Record], name: str, vocabulary: Vocabulary, list_name: str = "") -> Field:
    """Return the field for one attribute of a model, with its accessible name and help."""
    info = model.model_fields[name]
    made = _special(model, name, vocabulary) or _by_type(_bare(info.annotation), name, info, list_name)
    if isinstance(made, DateField):
        made.follow_clock(vocabulary.today)
    made.set_names(field_label(name, model.__name__), help_text(model, name))
    return made


def help_text(model: type[Record], name: str) -> str:
    """Return the help of a field: the docstring of the attribute, or its own words for a reader."""
    words = HELP.get((model.__name__, name)) or help_words(model, name)
    return tr(words)


def help_words(model: type[Record], name: str) -> str:
    """Return the docstring of an attribute as one line, before it is translated."""
    return descriptions(model).get(name, "").replace("\n", " ")


def units_for(analyte: str) -> tuple[str, ...]:
    """Return the units to offer for an analyte, the one that it is judged in first."""
    found = analytes.find(analyte)
    if found is None or not found.unit:
        return _LAB_UNITS
    return (found.unit, *(unit for unit in _LAB_UNITS if unit != found.unit))


def _special(model: type[Record], name: str, vocabulary: Vocabulary) -> Field | None:
    """Return the field of an attribute whose usual words are known."""
    kind = model.__name__
    words: dict[tuple[str, str], tuple[str, ...]] = {
        ("LabResult", "analyte"): tuple(analyte.name for analyte in analytes.ANALYTES),
        ("DrugLevel", "substance"): _SUBSTANCES,
        ("OtherCause", "what"): _CAUSES,
        ("Genotype", "gene"): _GENES,
        ("TreatmentRequest", "therapy"): vocabulary.therapies,
    }
    if name == "drug":
        return DrugField(vocabulary.guideline) if vocabulary.guideline else fields.TextField()
    if (kind, name) == ("MedicationCourse", "dose"):
        return DoseField(_OTHER_UNITS["courses"])
    if (kind, name) == ("MedicationCourse", "frequency"):
        return FrequencyField(_FREQUENCIES)
    if (kind, name) == ("LabResult", "analyte"):
        return AnalyteField(words[kind, name])
    if (kind, name) in words:
        return fields.TextField(words[kind, name])
    if (kind, name) == ("ReviewSettings", "criteria"):
        return fields.ChoiceField(vocabulary.criteria)
    if (kind, name) in CHOICES:
        return fields.ChoiceField([(value, tr(words)) for value, words in CHOICES[kind, name].items()])
    if (kind, name) == ("BaselineChoice", "upcr"):
        return fields.lab_field("upcr", "urine-protein-24h")
    if (kind, name) == ("BaselineChoice", "kidney"):
        return fields.lab_field("egfr", "creatinine")
    if name == "course":
        return fields.course_field()
    if kind == "Biopsy" and name in GRADES:
        return fields.ChoiceField(
            [(None, _UNSAID), *((grade, tr(words)) for grade, words in enumerate(GRADE_WORDS))]
        )
    if name == "lesions":
        return LesionsField(vocabulary.lesions)
    return None


def _by_type(annotation: Any, name: str, info: FieldInfo, list_name: str) -> Field:
    """Return the field for a type: date, number, quantity, answer, choice, findings, texts, switch, text."""
    optional, kind = _without_none(annotation)
    if kind is ChartDate:
        return DateField()
    if kind is Quantity:
        return QuantityField(_OTHER_UNITS.get(list_name, _LAB_UNITS))
    if kind is int:
        return fields.NumberField(whole=True)
    if kind is bool:
        return fields.SwitchField(field_label(name))
    if get_origin(kind) is Literal:
        answers = get_args(kind)
        if answers == ("yes", "no", "unknown"):
            return fields.AnswerField()
        choices: list[tuple[object, str]] = [(answer, slug_label(str(answer))) for answer in answers]
        if optional:
            choices.insert(0, (None, _UNSAID))
        elif info.is_required():
            choices.insert(0, (None, tr("choose…")))
        return fields.ChoiceField(choices)
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return fields.FlagsField(get_args(inner)) if get_origin(inner) is Literal else fields.LinesField()
    if kind is str:
        return fields.LongTextField() if name in _LONG else fields.TextField()
    return fields.NumberField()


def _bare(annotation: Any) -> Any:
    """Return an annotation without what pydantic hung onto it."""
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _without_none(annotation: Any) -> tuple[bool, Any]:
    if get_origin(annotation) in (Union, UnionType):
        kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
        return True, _bare(kinds[0])
    return False, annotation


class AnalyteField(fields.TextField):
    """An analyte: shown by its printed name, stored by its id; other names are kept as written."""

    def value(self) -> object:
        """Return the id of a known analyte, else the text."""
        text = self.line.text().strip()
        found = analytes.find(text)
        return found.id if found else text

    def show_value(self, value: object) -> None:
        """Show an analyte by its name."""
        super().show_value(analyte_label(str(value)) if value else "")
