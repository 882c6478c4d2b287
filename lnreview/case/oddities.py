"""Entries that look odd beside the others of the record: twice the same, two values of a day, a likely slip of the unit.

An oddity is a question to the person who enters, never a finding: nothing is changed or left out because of it, and what
is right as written stays. Bounds and usual doses come from the caller (they are numbers of the pack); the factor of a
slip is computed from the table of units.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from math import log
from typing import Literal

from lnreview.case import analytes
from lnreview.case.dates import ChartDate, Span
from lnreview.case.frequencies import times_per_day
from lnreview.case.model import Case
from lnreview.case.names import folded
from lnreview.case.quantities import UnitError, convert, creatinine_mg_dl, find_unit
from lnreview.case.records import Entry, LabResult, MedicationCourse, Quantity
from lnreview.case.timeline import dated

Kind = Literal[
    "repeated", "differs", "implausible", "unit", "dose-unit", "overlap", "runs-on", "ends-before", "before-birth", "future",
]  # fmt: skip


@dataclass(frozen=True)
class Oddity:
    """What looks odd about an entry, and what it looks odd beside."""

    kind: Kind
    list_name: str
    entry: str
    """Id of the entry; empty for one that is not stored yet."""
    field: str
    """The field to look at."""
    about: str
    """What was looked at, so that a later change of it is looked at anew."""
    other: str = ""
    """Id of the entry beside which this one looks odd."""
    unit: str = ""
    """The unit that would explain it."""


@dataclass(frozen=True)
class Bound:
    """The range in which a value of an analyte is plausible; an open end is `None`."""

    unit: str
    low: Decimal | None = None
    high: Decimal | None = None


def _itself(name: str) -> str:
    return folded(name)


@dataclass(frozen=True)
class Knowledge:
    """What the pack knows: plausible ranges by analyte, usual doses by drug (per day or per dose), which drug a name means."""

    bounds: Mapping[str, Bound] = field(default_factory=dict)
    doses: Mapping[str, Sequence[Quantity]] = field(default_factory=dict)
    drug: Callable[[str], str] = _itself
    """Return the id of the drug that a name means; another name for one that is not known."""


_SLIPS: tuple[tuple[str, str, bool], ...] = (
    ("g/g", "mg/g", False), ("g/g", "mg/mmol", True), ("mg/g", "mg/mmol", True), ("g/d", "mg/d", False),
    ("g/dL", "g/L", False), ("mg/dL", "g/L", False), ("mg/dL", "mg/L", True), ("mg/dL", "umol/L", False),
    ("ug/mL", "ng/mL", False), ("10*9/L", "/uL", False), ("g", "mg", False), ("m", "cm", False),
)  # fmt: skip
"""Units that are mistaken for each other, and whether true changes are as large, so that both neighbours must speak for it."""
_SAME_DAY: dict[str, tuple[str, tuple[str, ...], tuple[str, ...], bool]] = {
    "labs": ("collected_on", ("analyte",), ("quantity", "words", "interpretation", "findings"), True),
    "levels": ("drawn_on", ("substance", "kind", "matrix", "hours_after_dose"), ("quantity", "detectable"), True),
    "measurements": ("measured_on", ("what",), ("quantity",), True),
    "blood_pressures": ("measured_on", (), ("systolic", "diastolic"), False),
    "dispenses": ("dispensed_on", ("drug",), ("days_supply",), True),
    "administrations": ("given_on", ("drug",), ("dose", "status"), True),
    "biopsies": ("taken_on", (), ("classes", "class_text"), True),
}  # fmt: skip
"""By list: the day, what two entries are about, what they say, and whether two different ones on a day are odd."""
_PERIODS = (("start", "stop"), ("since", "until"), ("start", "outcome_on"), ("denied_on", "file_by"))


def oddities(case: Case, knowledge: Knowledge, today: date | None = None) -> tuple[Oddity, ...]:
    """Return what looks odd in a case, in the order of its lists; `today` is the day after which nothing was measured."""
    found: list[Oddity] = []
    for name in dict.fromkeys(place.partition("/")[0] for place, _ in case.entries()):
        found.extend(in_list(case, name, getattr(case, name), knowledge, today))
    return tuple(found)


def of_entry(
    case: Case, name: str, entry: Entry, knowledge: Knowledge, today: date | None = None
) -> tuple[Oddity, ...]:
    """Return what would look odd about one entry of the list `name`, stored or not, beside those that are stored."""
    alike = [
        other
        for other in getattr(case, name)
        if other.id != entry.id and _alike(name, other, entry, knowledge)
    ]
    others = _near(case, alike, entry, knowledge) if isinstance(entry, LabResult) else alike
    found = _in_list(case, name, (*others, entry), knowledge, today, entry.id)
    return tuple(item for item in found if item.entry == entry.id)


def in_list(
    case: Case, name: str, entries: Sequence[Entry], knowledge: Knowledge, today: date | None = None
) -> Iterator[Oddity]:
    """Yield what looks odd among the entries of a list, of each entry the plainest first."""
    found: dict[str, list[Oddity]] = {entry.id: [] for entry in entries}
    for item in _in_list(case, name, entries, knowledge, today, None):
        found[item.entry].append(item)
    for entry in entries:
        yield from found[entry.id]


def _in_list(
    case: Case,
    name: str,
    entries: Sequence[Entry],
    knowledge: Knowledge,
    today: date | None,
    only: str | None,
) -> Iterator[Oddity]:
    """Yield what is odd in a list; where `only` is the id of an entry, what costs time is not looked at for the others."""
    chosen = entries if only is None else [entry for entry in entries if entry.id == only]
    yield from _dates(case, name, chosen, today)
    if name in _SAME_DAY:
        day = _SAME_DAY[name][0]
        days = {getattr(entry, day) for entry in chosen}
        yield from _same_day(name, [entry for entry in entries if getattr(entry, day) in days], knowledge)
    if name == "labs":
        yield from _values(
            case, [entry for entry in entries if isinstance(entry, LabResult)], knowledge, only
        )
    if name == "courses":
        courses = [entry for entry in entries if isinstance(entry, MedicationCourse)]
        yield from _doses(courses, knowledge)
        yield from _overlaps(case, courses, knowledge)


def _near(case: Case, labs: Iterable[LabResult], lab: LabResult, knowledge: Knowledge) -> list[LabResult]:
    """Return the results of the day of one result, and of the days around it as far as the nearest plausible ones."""
    here = case.span(lab.collected_on)
    if here is None:
        return []
    by_day: dict[date, list[LabResult]] = {}
    for other in labs:
        span = case.span(other.collected_on)
        if span is not None:
            by_day.setdefault(span.middle, []).append(other)
    bound, days = knowledge.bounds.get(_analyte(lab)), sorted(by_day)
    found = list(by_day.get(here.middle, ()))
    for side in (reversed(days[: bisect_left(days, here.middle)]), days[bisect_right(days, here.middle) :]):
        for day in side:
            found += by_day[day]
            if any(_is_plausible(other, bound) for other in by_day[day]):
                break
    return found


def _alike(name: str, other: Entry, entry: Entry, knowledge: Knowledge) -> bool:
    """Tell whether two entries are about the same thing, so that they are worth comparing."""
    if isinstance(other, LabResult) and isinstance(entry, LabResult):
        return _analyte(other) == _analyte(entry)
    if isinstance(other, MedicationCourse) and isinstance(entry, MedicationCourse):
        return knowledge.drug(other.drug) == knowledge.drug(entry.drug)
    return name in _SAME_DAY


# --- dates -----------------------------------------------------------------------------------------------------------


def _dates(case: Case, name: str, entries: Iterable[Entry], today: date | None) -> Iterator[Oddity]:
    born = case.span(case.patient.birth_date)
    measured = name in _SAME_DAY
    for entry in entries:
        for first, last in _periods(type(entry)):
            start, end = getattr(entry, first), getattr(entry, last)
            if start is not None and end is not None and _before(case, end, start):
                yield Oddity("ends-before", name, entry.id, last, f"{start} {end}")
        when = dated(entry)
        if when is None:
            continue
        span = case.span(when)
        if span is not None and born is not None and span.latest < born.earliest:
            yield Oddity(
                "before-birth", name, entry.id, _place(entry, when), f"{when} {case.patient.birth_date}"
            )
        elif (
            span is not None
            and measured
            and today is not None
            and span.earliest > today
            and _has_calendar(case, when)
        ):
            yield Oddity("future", name, entry.id, _place(entry, when), str(when))


def _place(entry: Entry, when: ChartDate) -> str:
    return next(key for key in type(entry).model_fields if getattr(entry, key) is when)


@cache
def _periods(kind: type[Entry]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in _PERIODS if set(pair) <= set(kind.model_fields))


def _before(case: Case, first: ChartDate, second: ChartDate) -> bool:
    """Tell whether one date lies certainly before another."""
    a, b = case.span(first), case.span(second)
    return a is not None and b is not None and a.latest < b.earliest


def _has_calendar(case: Case, when: ChartDate) -> bool:
    return not when.is_relative or case.anchor is not None


# --- twice on a day --------------------------------------------------------------------------------------------------


def _same_day(name: str, entries: Iterable[Entry], knowledge: Knowledge) -> Iterator[Oddity]:
    day, _, says, is_odd = _SAME_DAY[name]
    together: dict[object, list[Entry]] = {}
    for entry in entries:
        when = getattr(entry, day)
        if when is not None and when.is_exact:
            together.setdefault((when, *_about(name, entry, knowledge)), []).append(entry)
    for group in together.values():
        # The first entry of a kind of sample, and the first of each value of it.
        earlier: dict[object, Entry] = {}
        for entry in group if len(group) > 1 else ():
            said, sample = _says(entry, says), _sample(entry)
            alike = [kind for kind in _SAMPLES if "unknown" in (sample, kind) or kind == sample]
            twin = next((earlier[kind, said] for kind in alike if (kind, said) in earlier), None)
            other = next((earlier[kind] for kind in alike if kind in earlier), None)
            when = getattr(entry, day)
            if twin is not None:
                yield Oddity("repeated", name, entry.id, says[0], f"{when} {said}", twin.id)
            elif other is not None and is_odd:
                yield Oddity(
                    "differs", name, entry.id, says[0], f"{when} {said} {_says(other, says)}", other.id
                )
            earlier.setdefault(sample, entry)
            earlier.setdefault((sample, said), entry)


_SAMPLES = ("unknown", "spot", "first-morning", "24-hour", "timed")


def _sample(entry: Entry) -> str:
    """Return how a sample was collected: a spot sample and a 24-hour collection of one day are two samples."""
    return entry.collection if isinstance(entry, LabResult) else "unknown"


def _about(name: str, entry: Entry, knowledge: Knowledge) -> tuple[object, ...]:
    found: list[object] = []
    for part in _SAME_DAY[name][1]:
        value = getattr(entry, part)
        if part == "analyte":
            value = _analyte(entry)
        elif part == "drug":
            value = knowledge.drug(value)
        found.append(value)
    return tuple(found)


def _says(entry: Entry, names: tuple[str, ...]) -> tuple[object, ...]:
    """Return what an entry says, a quantity in the base of its unit so that 3.4 g/g and 3400 mg/g are the same."""
    return tuple(
        _base(value) if isinstance(value, Quantity) else value
        for value in (getattr(entry, name) for name in names)
    )


def _base(quantity: Quantity) -> tuple[object, ...]:
    unit = find_unit(quantity.unit)
    if unit is None:
        return (quantity.value, quantity.unit, quantity.comparator)
    return ((quantity.value * unit.size).normalize(), unit.kind, quantity.comparator)


def _analyte(entry: Entry) -> str:
    assert isinstance(entry, LabResult)
    found = analytes.find(entry.analyte)
    return found.id if found else folded(entry.analyte)


# --- values and their units ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Value:
    """A usable value of a series, in the unit of its bound or in the base of its kind."""

    lab: LabResult
    span: Span | None
    size: float

    @property
    def day(self) -> date | None:
        """A day to sort by."""
        return self.span.middle if self.span is not None else None


def _values(
    case: Case, labs: Iterable[LabResult], knowledge: Knowledge, only: str | None
) -> Iterator[Oddity]:
    series: dict[str, list[_Value]] = {}
    for lab in labs:
        if lab.quantity is None:
            continue
        size = _size(lab.analyte, lab.quantity.value, lab.quantity.unit)
        if size is not None and size > 0:
            series.setdefault(_analyte(lab), []).append(_Value(lab, case.span(lab.collected_on), size))
    for analyte, values in series.items():
        bound = knowledge.bounds.get(analyte)
        before, after = _around(values, bound)
        for value in values:
            if only is not None and value.lab.id != only:
                continue
            found = (before.get(value.day), after.get(value.day)) if value.day is not None else ()
            yield from _odd_value(value, [other for other in found if other is not None], bound)


def _around(
    values: Iterable[_Value], bound: Bound | None
) -> tuple[dict[date, _Value | None], dict[date, _Value | None]]:
    """Return by day a plausible value of the nearest day before it, and one of the nearest day after it."""
    by_day: dict[date, list[_Value]] = {}
    for value in values:
        if value.day is not None:
            by_day.setdefault(value.day, []).append(value)
    days = sorted(by_day)
    plausible = {
        day: next((value for value in by_day[day] if _is_plausible(value.lab, bound)), None) for day in days
    }
    before, after = _carried(days, plausible), _carried(days[::-1], plausible)
    return before, after


def _carried(days: Iterable[date], plausible: Mapping[date, _Value | None]) -> dict[date, _Value | None]:
    """Return by day the last plausible value that was passed on the way to it."""
    found: dict[date, _Value | None] = {}
    last: _Value | None = None
    for day in days:
        found[day] = last
        last = plausible[day] or last
    return found


def _is_plausible(lab: LabResult, bound: Bound | None) -> bool:
    """Tell whether a result has a value that can stand beside others: of the right kind, and not out of its bound."""
    quantity = lab.quantity
    if quantity is None or not _size(lab.analyte, quantity.value, quantity.unit):
        return False
    return within(lab.analyte, quantity.value, quantity.unit, bound) is not False


def _odd_value(value: _Value, neighbours: list[_Value], bound: Bound | None) -> Iterator[Oddity]:
    quantity = value.lab.quantity
    assert quantity is not None
    other = neighbours[0].lab.id if neighbours else ""
    fits = within(value.lab.analyte, quantity.value, quantity.unit, bound)
    if fits is not False and not neighbours:
        return
    likely = ""
    for unit, needs_both in _mistaken(quantity.unit):
        size = _size(value.lab.analyte, quantity.value, unit)
        if size is None or within(value.lab.analyte, quantity.value, unit, bound) is False:
            continue
        if (fits is False and not neighbours) or (
            neighbours
            and (len(neighbours) > 1 or not needs_both)
            and all(_is_much_nearer(size, value.size, neighbour.size) for neighbour in neighbours)
        ):
            likely = likely or unit
    if fits is False:
        likely = likely or next(
            (u for u, _ in _mistaken(quantity.unit) if within(value.lab.analyte, quantity.value, u, bound)),
            "",
        )
    if fits is False or likely:
        about = f"{quantity} {value.lab.collected_on or ''}"
        kind: Kind = "implausible" if fits is False else "unit"
        yield Oddity(kind, "labs", value.lab.id, "quantity", about, other, likely)


def _is_much_nearer(other_unit: float, as_written: float, neighbour: float) -> bool:
    """Tell whether a value read in the other unit lies less than half as far from its neighbour, in proportion."""
    return 2 * abs(log(other_unit / neighbour)) < abs(log(as_written / neighbour))


@cache
def _mistaken(unit: str) -> tuple[tuple[str, bool], ...]:
    """Return the units that a unit is mistaken for, the one with the largest factor last."""
    found = find_unit(unit)
    code = {"mg/mg": "g/g", "10*3/uL": "10*9/L"}.get(found.code, found.code) if found else ""
    return tuple(
        (second if first == code else first, both)
        for first, second, both in _SLIPS
        if code in (first, second)
    )


def _size(analyte: str, value: Decimal, unit: str) -> float | None:
    """Return a value in the base of its kind (creatinine: mg/dL); `None` where the unit does not measure the analyte."""
    found, known = analytes.find(analyte), find_unit(unit)
    if known is None:
        return None
    if found is not None and found.id == "creatinine":
        try:
            return float(creatinine_mg_dl(value, unit))
        except UnitError:
            return None
    if found is not None and found.kinds and known.kind not in found.kinds:
        return None
    # Kinds are told apart by their analyte; a molar and a mass concentration of another one are never compared.
    if found is not None and len(found.kinds) > 1 and known.kind != found.kinds[0]:
        return None
    return float(value * known.size)


def within(analyte: str, value: Decimal, unit: str, bound: Bound | None) -> bool | None:
    """Say whether a value lies within its bound; `None` where there is none, or the unit is of another kind."""
    if bound is None:
        return None
    found = analytes.find(analyte)
    try:
        is_creatinine = found is not None and found.id == "creatinine"
        inside = creatinine_mg_dl(value, unit) if is_creatinine else convert(value, unit, bound.unit)
    except UnitError:
        return None
    return (bound.low is None or inside >= bound.low) and (bound.high is None or inside <= bound.high)


# --- courses ---------------------------------------------------------------------------------------------------------


def _doses(courses: Sequence[MedicationCourse], knowledge: Knowledge) -> Iterator[Oddity]:
    """Yield the doses that another unit of mass would bring near the usual dose, or near the other courses of the drug."""
    by_drug: dict[str, list[MedicationCourse]] = {}
    for course in courses:
        by_drug.setdefault(knowledge.drug(course.drug), []).append(course)
    for drug, group in by_drug.items():
        usual = [size for dose in knowledge.doses.get(drug, ()) if (size := _mass(dose, 1)) is not None]
        for course in group:
            size = _daily(course)
            if size is None or course.dose is None:
                continue
            near = usual or [
                found for other in group if other is not course and (found := _daily(other)) is not None
            ]
            for unit in _other_mass(course.dose.unit):
                read = _daily(
                    course.model_copy(update={"dose": course.dose.model_copy(update={"unit": unit})})
                )
                if (
                    near
                    and read is not None
                    and all(_is_much_nearer(read, size, reference) for reference in near)
                ):
                    about = f"{course.dose} {course.frequency}".strip()
                    yield Oddity("dose-unit", "courses", course.id, "dose", about, unit=unit)
                    break


def _daily(course: MedicationCourse) -> float | None:
    """Return the mass of a day in mg, or that of one dose where how often is not known."""
    times = times_per_day(course.frequency) or 1
    return _mass(course.dose, max(float(times), 1)) if course.dose else None


def _mass(dose: Quantity, times: float) -> float | None:
    unit = find_unit(dose.unit)
    if unit is None or dose.value <= 0:
        return None
    if unit.kind == "mass per day":
        return float(convert(dose.value, dose.unit, "mg/d"))
    return float(convert(dose.value, dose.unit, "mg")) * times if unit.kind == "mass" else None


def _other_mass(unit: str) -> tuple[str, ...]:
    found = find_unit(unit)
    code = found.code if found else ""
    return {"g": ("mg",), "mg": ("g", "ug"), "ug": ("mg",), "g/d": ("mg/d",), "mg/d": ("g/d", "ug/d")}.get(
        code, ()
    )


def _overlaps(case: Case, courses: Sequence[MedicationCourse], knowledge: Knowledge) -> Iterator[Oddity]:
    """Yield the courses that begin while another one of the same drug and route certainly runs."""
    by_drug: dict[str, list[tuple[Span, MedicationCourse]]] = {}
    for course in courses:
        start = case.span(course.start)
        if start is not None and course.drug.strip():
            by_drug.setdefault(knowledge.drug(course.drug), []).append((start, course))
    for group in by_drug.values():
        group.sort(key=lambda pair: (pair[0].earliest, pair[0].latest))
        for (_, earlier), (start, later) in pairwise(group):
            if "unknown" not in (earlier.route, later.route) and earlier.route != later.route:
                continue
            stop = case.span(earlier.stop)
            about = f"{later.start} {earlier.stop or earlier.ongoing}"
            if stop is not None and stop.earliest > start.latest:
                yield Oddity("overlap", "courses", later.id, "start", about, earlier.id)
            elif stop is None and earlier.ongoing == "yes" and earlier.start != later.start:
                yield Oddity("runs-on", "courses", later.id, "start", about, earlier.id)
