"""A case in a few words: `case(biopsy("2024-01-05"), mmf("2024-01-10"), upcr("2024-01-08", 3))`.

Every function returns one entry of the record with the list that it belongs to. A day is a text as in a chart, or a
number of days from `DAY0`. What a test does not name is held still: an adult woman with documented lupus, both lists
complete, prednisone beside every regimen.
"""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.guideline.load import load
from lnreview.guideline.model import Guideline
from lnreview.review.evaluate import review
from lnreview.review.finding import Review

DAY0 = date(2024, 1, 10)
"""Start of the first regimen of the patients below."""

Day = str | int | None
Part = tuple[str, dict[str, Any]]
Number = str | int | float | Decimal


def on(day: Day) -> str | None:
    """Return a day as the case file writes it."""
    return (DAY0 + timedelta(days=day)).isoformat() if isinstance(day, int) else day


def quantity(value: Number, unit: str) -> dict[str, Any]:
    """Return a quantity; a text such as “>90” is a bound."""
    text = str(value)
    number = text.lstrip("<>=")
    bound = text.removesuffix(number)
    return {"value": Decimal(number), "unit": unit} | ({"comparator": bound} if bound else {})


def case(*parts: Part | list, as_of: Day, **fields: Any) -> Case:
    """Return a case of the parts, reviewed as of a day; `fields` replace what is held still."""
    content: dict[str, Any] = {
        "id": "invented",
        "synthetic": True,
        "as_of": on(as_of),
        "patient": {"sex": "female", "birth_date": "1992-05-01"},
        "lupus": {"documented": "yes", "basis": "ANA 1:640, anti-dsDNA"},
        "complete": {"courses": "yes", "biopsies": "yes"},
    } | fields
    for name, entry in flat(parts):
        content.setdefault(name, []).append({key: value for key, value in entry.items() if value is not None})
    return Case.model_validate(content)


def flat(parts: Any) -> list[Part]:
    """Return parts out of nested lists."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, list):
            found.extend(flat(part))
        else:
            found.append(part)
    return found


@cache
def guideline() -> Guideline:
    """Return the pack, read once."""
    return load()


def reviewed(
    subject: Case, as_of: Day = None, criteria: str | None = None, pack: Guideline | None = None
) -> Review:
    """Return the review of a case as of its own day or another."""
    when = on(as_of)
    return review(subject, pack or guideline(), ChartDate.parse(when) if when else None, criteria=criteria)


# --- laboratory ------------------------------------------------------------------------------------------------------


def lab(analyte: str, day: Day, value: Number | None = None, unit: str = "", **more: Any) -> Part:
    entry = {"analyte": analyte, "collected_on": on(day), **more}
    return ("labs", entry if value is None else entry | {"quantity": quantity(value, unit)})


def upcr(day: Day, value: Number, unit: str = "g/g", **more: Any) -> Part:
    return lab("upcr", day, value, unit, **more)


def urine_24h(day: Day, value: Number, unit: str = "g/d", **more: Any) -> Part:
    return lab("urine-protein-24h", day, value, unit, collection="24-hour", **more)


def creatinine(day: Day, value: Number, unit: str = "mg/dL", **more: Any) -> Part:
    return lab("creatinine", day, value, unit, **more)


def egfr(day: Day, value: Number, unit: str = "mL/min/{1.73_m2}", **more: Any) -> Part:
    return lab("egfr", day, value, unit, **more)


# --- treatment -------------------------------------------------------------------------------------------------------


def course(
    drug: str, start: Day, stop: Day = None, dose: Number | None = None, unit: str = "", **more: Any
) -> Part:
    entry: dict[str, Any] = {"drug": drug, "start": on(start), "stop": on(stop), "role": "induction"}
    entry["ongoing"] = "no" if stop is not None else "yes"
    if dose is not None:
        entry["dose"] = quantity(dose, unit)
    return ("courses", entry | more)


def mmf(
    start: Day, stop: Day = None, g: Number | None = "2.5", unit: str = "g/d", id: str = "mmf", **more: Any
) -> Part:
    return course("mycophenolate mofetil", start, stop, g, unit, id=id, **more)


def ec_mps(start: Day, stop: Day = None, g: Number = "1.44", id: str = "ec-mps", **more: Any) -> Part:
    return course("Myfortic", start, stop, g, "g/d", id=id, **more)


def nih(
    start: Day, stop: Day = None, mg_m2: Number = 750, unit: str = "mg/m2", given: int | None = 6, id: str = "cyc",
    **more: Any,
) -> Part:  # fmt: skip
    doses = {"route": "iv", "doses_given": given, "doses_planned": 6}
    return course("cyclophosphamide", start, stop, mg_m2, unit, id=id, frequency="monthly", **doses | more)


def euro_lupus(
    start: Day,
    stop: Day = None,
    mg: Number = 500,
    unit: str = "mg",
    given: int = 6,
    id: str = "cyc",
    **more: Any,
) -> Part:
    doses = {"route": "iv", "doses_given": given, "doses_planned": 6}
    return course("cyclophosphamide", start, stop, mg, unit, id=id, frequency="every 2 weeks", **doses | more)


def tacrolimus(start: Day, stop: Day = None, mg: Number = 4, id: str = "tac", **more: Any) -> Part:
    return course("tacrolimus", start, stop, mg, "mg/d", id=id, **more)


def voclosporin(start: Day, stop: Day = None, id: str = "vcs", **more: Any) -> Part:
    return course("voclosporin", start, stop, "23.7", "mg", id=id, frequency="bid", **more)


def belimumab(start: Day, stop: Day = None, id: str = "bel", **more: Any) -> Part:
    return course("belimumab", start, stop, 10, "mg/kg", id=id, frequency="every 4 weeks", route="iv", **more)


def rituximab(start: Day, stop: Day = None, given: int = 2, id: str = "rtx", **more: Any) -> Part:
    doses = {"route": "iv", "doses_given": given, "doses_planned": 2}
    return course("rituximab", start, stop, 1000, "mg", id=id, **doses | more)


def prednisone(start: Day = -5, stop: Day = None) -> Part:
    return course("prednisone", start, stop, 20, "mg/d", id=f"prednisone {on(start)}")


def losartan(start: Day) -> Part:
    return course("losartan", start, None, 50, "mg/d", role="supportive")


def hydroxychloroquine(start: Day, stop: Day = None) -> Part:
    return course("hydroxychloroquine", start, stop, 300, "mg/d", role="supportive", id="hcq")


# --- adherence -------------------------------------------------------------------------------------------------------


def pdc(value: Number, course: str = "mmf", since: Day = None, until: Day = None, **more: Any) -> Part:
    return measure("pdc", course, since, until, value=quantity(value, "%"), **more)


def measure(kind: str, course: str = "", since: Day = None, until: Day = None, **more: Any) -> Part:
    return ("adherence", {"kind": kind, "course": course, "since": on(since), "until": on(until), **more})


def observed(course: str, day: Day = None) -> Part:
    return measure("observed", course, day, day, says="adherent")


def level(substance: str, day: Day, value: Number | None = None, unit: str = "ng/mL", **more: Any) -> Part:
    entry = {"substance": substance, "drawn_on": on(day), **more}
    return ("levels", entry if value is None else entry | {"quantity": quantity(value, unit)})


def hcq_level(day: Day, value: Number, matrix: str = "whole-blood") -> Part:
    return level("hydroxychloroquine", day, value, "ng/mL", matrix=matrix)


def mpa_auc(day: Day, value: Number) -> Part:
    return level("mycophenolic-acid", day, value, "mg.h/L", kind="auc0-12", matrix="plasma")


# --- the rest of the record ------------------------------------------------------------------------------------------


def biopsy(
    day: Day = -8, classes: str = "IV", ai: Number | None = 10, ci: Number | None = 1, **more: Any
) -> Part:
    indices = {
        "activity_index": None if ai is None else Decimal(str(ai)),
        "chronicity_index": None if ci is None else Decimal(str(ci)),
    }
    return (
        "biopsies",
        {"taken_on": on(day), "classes": classes.split("+") if classes else [], **indices, **more},
    )


def other_tissue(day: Day, what: str = "fsgs", **more: Any) -> Part:
    return (
        "biopsies",
        {"taken_on": on(day), "shows_ln": "no", "lesions": [{"what": what, "explains": "yes"}], **more},
    )


def event(what: str, day: Day = None, **more: Any) -> Part:
    return ("events", {"what": what, "on": on(day), **more})


def pregnant(since: Day, until: Day = None) -> Part:
    return ("pregnancies", {"status": "pregnant", "since": on(since), "until": on(until)})


def height(day: Day, cm: Number) -> Part:
    return ("measurements", {"what": "height", "quantity": quantity(cm, "cm"), "measured_on": on(day)})


def weight(day: Day, kg: Number) -> Part:
    return ("measurements", {"what": "weight", "quantity": quantity(kg, "kg"), "measured_on": on(day)})


# --- patients --------------------------------------------------------------------------------------------------------


def proteinuria(*values: tuple[int, Number], unit: str = "g/g") -> list[Part]:
    """Return a UPCR for each pair of day and value."""
    return [upcr(day, value, unit) for day, value in values]


def function(*values: tuple[int, Number]) -> list[Part]:
    """Return a reported eGFR for each pair of day and value."""
    return [egfr(day, value) for day, value in values]


def stable(*days: int, value: Number = 90) -> list[Part]:
    """Return the same eGFR on each of the days."""
    return [egfr(day, value) for day in days]


FIRST = (-3, 140, 170)
"""Days of the values of the first regimen: baseline, and two samples that confirm each other."""
SECOND = (180, 330, 360)
"""The same for the second."""
MMF_ENDS, NEXT_BEGINS, NOW = 182, 184, 364


def first_regimen(
    *, regimen: Part | None = None, taken: Part | None = None, after: Number = "3.0"
) -> list[Part]:
    """Return full-dose MMF for six months, taken, without any change of proteinuria or eGFR (unless `after` says so)."""
    return [
        prednisone(), regimen or mmf(0, MMF_ENDS), taken or pdc(92, "mmf", 0, 180),
        proteinuria((FIRST[0], "3.0"), (FIRST[1], after), (FIRST[2], after)), stable(*FIRST),
    ]  # fmt: skip


def second_regimen(
    *, regimen: Part | None = None, taken: Part | None = None, after: Number = "3.0"
) -> list[Part]:
    """Return six pulses of high-dose cyclophosphamide, all given, without any change (unless `after` says so)."""
    return [
        regimen or nih(NEXT_BEGINS, 335), taken or [], proteinuria((SECOND[0], "3.0"), (SECOND[1], after), (SECOND[2], after)),
        stable(*SECOND),
    ]  # fmt: skip


def two_failures(*more: Part | list, **fields: Any) -> Case:
    """Return the patient who is refractory by every rule: two regimens failed, taken, tissue active under the second."""
    parts = [biopsy(), first_regimen(), second_regimen(), biopsy(300, ai=9, ci=2, id="second"), *more]
    return case(*parts, **{"as_of": NOW} | fields)


def one_failure(*more: Part | list, **fields: Any) -> Case:
    """Return the patient of one adequate regimen that failed."""
    return case(biopsy(), first_regimen(), *more, **{"as_of": MMF_ENDS} | fields)
