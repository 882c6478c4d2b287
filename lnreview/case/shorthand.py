"""Doses as people write them (`1.5 g bid`, `500 mg q2w x6`, `1-0-1 500 mg`) and what they say in the fields of a course.

Nothing is guessed. What can be read in two ways is refused with a sentence that says how to write it; where a number was
worked out (two tablets of 500 mg are 1000 mg) the reading says so, and what was written is kept beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from lnreview.case.frequencies import TIMES_A_DAY, dose_days, plain, take_frequency, times_per_day, without
from lnreview.case.quantities import find_unit, number, shown
from lnreview.case.records import Quantity

Route = Literal["", "oral", "iv", "sc", "im"]

_NUMBER = r"\d+(?:[.,]\d+)*"
_MASS = r"(mg|milligrams?|mcg|ug|µg|μg|micrograms?|g|gm|grams?|gramm)"
_SIZE = r"(\s*/\s*(?:kg|m2|m²|m\^2|qm|sqm))?"
_A_DAY = r"(\s*/\s*(?:d|day|tag|24\s*h|die)\b)?"
_DOSE = re.compile(rf"(?<![\w.,-])({_NUMBER})\s*{_MASS}(?![a-z]){_SIZE}{_A_DAY}")
_SCHEDULE = re.compile(
    rf"(?<![\w.,/-])({_NUMBER})\s*-\s*({_NUMBER})\s*-\s*({_NUMBER})(?:\s*-\s*({_NUMBER}))?(?![\w-])"
)
_MULTIPLE = re.compile(rf"(?<![\w.,-])(\d{{1,3}})\s*(?:x|mal)\s*(?={_NUMBER}\s*{_MASS}(?![a-z]))")
_COUNT = re.compile(
    r"(?<![\w.,-])(?:x\s*(\d{1,3})|(\d{1,3})\s*x)(?![\w.,]*\d)(?:\s*(?:doses?|infusions?|infusionen|gaben|pulses?))?(\s+given)?\b"
    r"|(?<![\w.,-])(\d{1,3})\s*(?:doses?|infusions?|infusionen|gaben|pulses?)(\s+given)?\b|(?<![\w.,-])(\d{1,3})(\s+given)\b"
)
_DURATION = re.compile(
    r"\b(?:for|x|über|für)\s*\d{1,3}\s*(?:d|days?|tage?|wks?|weeks?|wochen|mos?|months?|monate|m|w)\b"
)
_RANGE = re.compile(rf"{_NUMBER}\s*(?:mg|g)?\s*(?:-|to|bis)\s*{_NUMBER}\s*(?:mg|g)\b")
_BOUND = re.compile(r"[<>≤≥~≈]|\b(?:ca|about|approx|up to|bis zu|max|maximum)\b")
_ROUTES: tuple[tuple[re.Pattern[str], Route], ...] = (
    (re.compile(r"\b(?:iv|intravenous(?:ly)?|intravenös)\b"), "iv"),
    (re.compile(r"\b(?:po|oral(?:ly)?|per os|by mouth)\b"), "oral"),
    (re.compile(r"\b(?:sc|sq|subcut|subcutaneous(?:ly)?|subkutan)\b"), "sc"),
    (re.compile(r"\b(?:im|intramuscular(?:ly)?|intramuskulär)\b"), "im"),
)
_FILLING = re.compile(
    r"\b(?:tablets?|tabs?|tabl|tbl|caps?|capsules?|each|of|je|à|at|given|in total)\b|[,;()+&]"
)
_WHOLE = {
    "milligram": "mg",
    "microgram": "ug",
    "gram": "g",
    "gramm": "g",
    "gm": "g",
    "mcg": "ug",
    "µg": "ug",
    "μg": "ug",
}
_THOUSAND = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_AS_WRITTEN = "Dose as written: "
"""The beginning of the line of a note."""
_TABLETS = re.compile(
    rf"(?<![\w.,-])({_NUMBER})\s*(?:tablets?|tabs?|tabl|tbl|caps?|capsules?)\s*(?:of|à|je|a)?\s*(?=\d)"
)


@dataclass(frozen=True)
class DoseReading:
    """What a dose says in the fields of a course; an empty field was not said."""

    written: str
    dose: Quantity | None = None
    frequency: str = ""
    route: Route = ""
    doses_planned: int | None = None
    doses_given: int | None = None
    worked_out: bool = False
    """Whether a number was computed or a count was interpreted, so that what was written is worth keeping."""

    @property
    def a_day(self) -> Quantity | None:
        """The dose of a day, where the frequency tells how many doses that are; in the unit of the dose, per day."""
        times = times_per_day(self.frequency)
        if self.dose is None or times is None or times < 1 or _is_a_day(self.dose.unit):
            return None
        return Quantity(value=self.dose.value * times, unit=f"{self.dose.unit}/d")

    @property
    def text(self) -> str:
        """The reading as shorthand, which reads as the same again."""
        parts = [
            f"{_written(self.dose.value)} {self.dose.unit}" if self.dose else "",
            self.route and {"oral": "po"}.get(self.route, self.route),
            self.frequency,
            f"x{self.doses_planned}" if self.doses_planned is not None else "",
            f"{self.doses_given} given" if self.doses_given is not None else "",
        ]
        return " ".join(part for part in parts if part)


def read_dose(text: str, *, infused: bool | None = None) -> DoseReading:
    """Read a dose with what is written about it; raise `ValueError` with the remedy for what is unclear.

    `infused` tells whether the drug is given as an infusion; it decides what “2x” counts, and is `None` when unknown.
    """
    rest = plain(text)
    _refuse_what_is_no_dose(text, rest)
    schedule, rest = _take_schedule(rest)
    multiple, rest = _take_multiple(rest)
    tablets = _TABLETS.search(rest)
    if tablets:
        rest = without(rest, tablets)
    dose, rest = _take_dose(text, rest)
    if tablets and dose is not None:
        dose = _several(text, dose, dose_number(tablets[1]))
    route, rest = _take_route(rest)
    frequency, rest = take_frequency(rest)
    given, planned, rest = _take_counts(rest)
    rest = _FILLING.sub(" ", rest).strip(" .-/")
    if rest:
        raise ValueError(_not_understood(text, rest, dose))
    worked_out = planned is not None or tablets is not None
    reading = DoseReading(text.strip(), dose, frequency, route, planned, given, worked_out)
    if schedule:
        return _scheduled(reading, schedule, multiple)
    if multiple is not None:
        reading = _multiplied(reading, multiple, True if route in ("iv", "sc", "im") else infused)
    elif planned is not None:
        _check_count(reading, infused)
    return _checked(reading)


def dose_number(text: str) -> Decimal:
    """Read the number of a dose; raise `ValueError` for one with two meanings, as “1.500” is 1500 to some and 1.5 to others."""
    if _THOUSAND.fullmatch(text):
        raise ValueError(
            f"“{text}” can mean a thousand or a decimal; write {text.replace('.', '')} or {text.rstrip('0').rstrip('.')}"
        )
    return number(text)


def kept_as_written(reading: DoseReading) -> str:
    """Return the line of a note that keeps a dose as it was written, where a number of it was worked out; else nothing."""
    return f"{_AS_WRITTEN}{reading.written}" if reading.worked_out else ""


def note_with(note: str, reading: DoseReading) -> str:
    """Return a note with the dose kept as it was written; the line of an earlier dose goes."""
    lines = [line for line in note.splitlines() if not line.startswith(_AS_WRITTEN)]
    return "\n".join(line for line in (*lines, kept_as_written(reading)) if line)


def _refuse_what_is_no_dose(text: str, rest: str) -> None:
    if not any(character.isdigit() for character in rest):
        raise ValueError(f"“{text.strip()}” holds no number; write a dose such as 500 mg bid or 3 g/d")
    duration = _DURATION.search(rest)
    if duration:
        raise ValueError(
            f"“{duration[0]}” is how long, which is not kept with the dose; leave it out and write the day of the last dose"
        )
    if _RANGE.search(rest) and not _SCHEDULE.search(rest):
        raise ValueError(
            f"“{text.strip()}” is a range; write the dose that was taken, a new dose as a new course"
        )
    if _BOUND.search(rest):
        raise ValueError(f"“{text.strip()}” is a bound, no dose; write the dose that was taken")


def _take_schedule(text: str) -> tuple[tuple[Decimal, ...], str]:
    match = _SCHEDULE.search(text)
    if match is None:
        return (), text
    counts = tuple(number(part) for part in match.groups() if part is not None)
    if max(counts) > 20:
        raise ValueError(
            f"“{match[0]}” is neither tablets at the times of a day (1-0-1) nor a dose; write a dose such as 500 mg bid"
        )
    if not any(counts):
        raise ValueError(
            f"“{match[0]}” is no dose at any time of the day; write what was taken, such as 1-0-1 500 mg"
        )
    return counts, without(text, match)


def _take_multiple(text: str) -> tuple[int | None, str]:
    match = _MULTIPLE.search(text)
    return (int(match[1]), without(text, match)) if match else (None, text)


def _take_dose(written: str, text: str) -> tuple[Quantity | None, str]:
    found = list(_DOSE.finditer(text))
    if len(found) > 1:
        raise ValueError(
            f"“{written.strip()}” holds two doses; write the dose per day, such as 1500 mg/d, or one course for each"
        )
    if not found:
        return None, text
    match = found[0]
    value = dose_number(match[1])
    if value <= 0:
        raise ValueError(
            "a dose of 0 is none; leave the dose empty, and write the day on which the drug was stopped"
        )
    mass = match[2].rstrip("s") if len(match[2]) > 3 else match[2]
    unit = _WHOLE.get(mass, mass)
    if match[3]:
        unit += "/kg" if "kg" in match[3] else "/m2"
    if match[4]:
        unit += "/d"
    return Quantity(value=value, unit=unit), without(text, match)


def _take_counts(text: str) -> tuple[int | None, int | None, str]:
    """Return the doses given and planned: “x6” is an order, “6 given” is what happened."""
    given = planned = None
    while match := _COUNT.search(text):
        count = int(next(part for part in (match[1], match[2], match[4], match[6]) if part))
        was_given = bool(match[3] or match[5] or match[7])
        if (given if was_given else planned) is not None:
            raise ValueError(
                f"“{match[0].strip()}” is a second number of doses; write one, or “6 given” beside “x6”"
            )
        if was_given:
            given = count
        else:
            planned = count
        text = without(text, match)
    if planned == 0:
        raise ValueError("“x0” is no number of doses; leave it out, or write “0 given”")
    return given, planned, text


def _take_route(text: str) -> tuple[Route, str]:
    found: list[Route] = []
    for pattern, route in _ROUTES:
        if pattern.search(text):
            found.append(route)
            text = pattern.sub(" ", text)
    if len(found) > 1:
        raise ValueError(f"“{found[0]}” and “{found[1]}” are two routes; write one course for each")
    return (found[0] if found else ""), text


def _several(written: str, dose: Quantity, count: Decimal) -> Quantity:
    if "/" in dose.unit or not count:
        raise ValueError(
            f"“{written.strip()}”: tablets have a strength in mg or g; write 2 tablets 500 mg bid, or the dose per day"
        )
    return Quantity(value=dose.value * count, unit=dose.unit)


def _scheduled(reading: DoseReading, counts: tuple[Decimal, ...], multiple: int | None) -> DoseReading:
    """Put the tablets of a day (1-0-1) and the strength of one together."""
    if reading.frequency or multiple is not None or reading.doses_planned is not None:
        raise ValueError(
            f"“{reading.written}” says twice how often; write 1-0-1 with the strength of one tablet, or the dose with bid"
        )
    taken = [count for count in counts if count]
    strength = reading.dose
    if strength is None:
        if set(taken) == {Decimal(1)}:
            return replace(reading, frequency=TIMES_A_DAY[len(taken)])
        raise ValueError(
            f"“{reading.written}” does not say what one tablet holds; write it behind, such as 2-0-1 500 mg"
        )
    if find_unit(strength.unit) is None or "/" in strength.unit:
        raise ValueError(
            f"“{reading.written}”: tablets have a strength in mg or g; write 1-0-1 500 mg, or the dose per day"
        )
    if len(set(taken)) == 1:
        each = Quantity(value=strength.value * taken[0], unit=strength.unit)
        return replace(reading, dose=each, frequency=TIMES_A_DAY[len(taken)], worked_out=True)
    total = Quantity(value=strength.value * sum(taken), unit=f"{strength.unit}/d")
    return replace(reading, dose=total, frequency="", worked_out=True)


def _multiplied(reading: DoseReading, multiple: int, infused: bool | None) -> DoseReading:
    """Say what the number before the dose counts: infusions, doses a day, or tablets at a time."""
    dose = reading.dose
    if dose is None:
        raise ValueError(f"“{reading.written}” holds no unit; write a dose such as {multiple}x500 mg")
    if multiple == 0 or reading.doses_planned is not None or _is_a_day(dose.unit):
        raise ValueError(
            f"“{reading.written}” can be read in two ways; write a dose such as 1.5 g bid, or 3 g/d"
        )
    times = times_per_day(reading.frequency)
    if times is not None and times >= 1:
        if reading.frequency == "daily":
            # Two tablets once, or one tablet twice: the same a day.
            whole = Quantity(value=dose.value * multiple, unit=f"{dose.unit}/d")
            return replace(reading, dose=whole, frequency="", worked_out=True)
        whole = Quantity(value=dose.value * multiple, unit=dose.unit)
        return replace(reading, dose=whole, worked_out=True)
    one = f"{_written(dose.value)} {dose.unit}"
    if infused is None and reading.frequency:
        together = f"{_written(dose.value * multiple)} {dose.unit}"
        raise ValueError(
            f"“{reading.written}” can be {multiple} tablets at a time or {multiple} doses in all; name the drug first, or "
            f"write {together} {reading.frequency} or {one} {reading.frequency} x{multiple}"
        )
    if infused is None:
        raise ValueError(
            f"“{reading.written}” is {multiple} times a day for tablets and {multiple} doses in all for infusions; "
            f"name the drug first, or write {one} {TIMES_A_DAY.get(multiple, 'daily')} or {one} iv x{multiple}"
        )
    if infused:
        return replace(reading, doses_planned=multiple, worked_out=True)
    if reading.frequency:
        return replace(reading, dose=Quantity(value=dose.value * multiple, unit=dose.unit), worked_out=True)
    if multiple not in TIMES_A_DAY:
        raise ValueError(
            f"“{reading.written}”: {multiple} times a day is not usual; write the dose per day, such as 3 g/d"
        )
    return replace(reading, frequency=TIMES_A_DAY[multiple], worked_out=True)


def _check_count(reading: DoseReading, infused: bool | None) -> None:
    """Refuse “x2” where it can be doses a day, tablets or days."""
    times = times_per_day(reading.frequency)
    if times is not None and times >= 1:
        raise ValueError(
            f"“x{reading.doses_planned}” beside “{reading.frequency}” can be doses or days; leave it out and write the day of the last dose"
        )
    by_injection = reading.route in ("iv", "sc", "im") or infused
    if not reading.frequency and not by_injection:
        raise ValueError(
            f"“x{reading.doses_planned}” can be doses a day or doses in all; write bid, or “iv” or the interval with it, "
            "such as 1 g iv x2"
        )


def _checked(reading: DoseReading) -> DoseReading:
    """Refuse what contradicts itself, and fill in the number of doses that days count."""
    if reading.dose is not None and _is_a_day(reading.dose.unit) and reading.frequency:
        if reading.frequency != "daily":
            each = reading.dose.unit.removesuffix("/d")
            raise ValueError(
                f"“{reading.written}” is a dose per day and a frequency; write {shown(reading.dose.value)} {reading.dose.unit} "
                f"for the whole day, or one dose such as {shown(reading.dose.value)} {each} {reading.frequency}"
            )
        reading = replace(reading, frequency="")
    if reading.dose is None and not reading.frequency and reading.doses_given is None:
        raise ValueError(f"“{reading.written}” holds no unit; write a dose such as 500 mg bid or 3 g/d")
    days = dose_days(reading.frequency)
    if days is not None:
        if reading.doses_planned not in (None, days):
            raise ValueError(
                f"“{reading.frequency}” are {days} doses, and “x{reading.doses_planned}” says another number; write one of them"
            )
        reading = replace(reading, doses_planned=days, worked_out=True)
    return reading


def _not_understood(written: str, rest: str, dose: Quantity | None) -> str:
    if dose is None and re.search(r"\d", rest):
        return f"“{written.strip()}” holds no unit that is known; write a dose such as 500 mg bid, 3 g/d or 0.5 mg/kg/d"
    return f"“{rest}” is not understood in a dose; write a dose such as 500 mg bid, 500 mg q2w x6 or 1-0-1 500 mg"


def _written(value: Decimal) -> str:
    """Return a number that is not taken for a thousand when it is read again."""
    text = shown(value)
    return f"{text}0" if _THOUSAND.fullmatch(text) else text


def _is_a_day(unit: str) -> bool:
    return unit.endswith("/d")
