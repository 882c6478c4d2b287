"""Fields that know of each other: a date counts from another one, and a dose in short fills the fields beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from lnreview.case.dateshort import Reference
from lnreview.case.shorthand import DoseReading, note_with
from lnreview.desktop.forms.date_field import DateField
from lnreview.desktop.forms.dose_field import DoseField
from lnreview.desktop.forms.drug_field import DrugField
from lnreview.desktop.forms.fields import Field
from lnreview.desktop.forms.reckoning import references
from lnreview.desktop.language import tr

if TYPE_CHECKING:
    from lnreview.desktop.forms.form import RecordForm


def join(form: RecordForm[Any]) -> None:
    """Tell the fields of a form of each other."""
    for name, field in form.fields.items():
        if isinstance(field, DateField):
            field.counts_from(partial(_references, form, name))
    dose, drug = form.fields.get("dose"), form.fields.get("drug")
    if isinstance(dose, DoseField):
        dose.spread.connect(partial(_spread, form))
        dose.told_by(partial(_infused, drug, form.fields.get("route")))


def _references(form: RecordForm[Any], name: str) -> list[Reference]:
    return references(name, form.fields, form.case)


def _spread(form: RecordForm[Any], reading: DoseReading) -> None:
    """Put what was written with a dose into its own fields; each says that it came from there."""
    told = {
        "frequency": reading.frequency,
        "route": reading.route,
        "doses_planned": reading.doses_planned,
        "doses_given": reading.doses_given,
    }
    for name, value in told.items():
        if value in ("", None) or name not in form.fields:
            continue
        form.fields[name].show_value(value)
        form.spoken.remark(name, tr("From the dose as written: {written}").format(written=reading.written))
    if "note" in form.fields:
        form.fields["note"].show_value(note_with(str(form.fields["note"].value()), reading))
    form.show_relevant()
    form.spoken.echo_anew()


def _infused(drug: Field | None, route: Field | None) -> bool | None:
    """Tell whether a course is given as an infusion: by its route, else by its drug; `None` where neither tells."""
    chosen = route.value() if route is not None else "unknown"
    if chosen in ("oral", "iv", "sc", "im"):
        return chosen != "oral"
    return drug.infused() if isinstance(drug, DrugField) else None
