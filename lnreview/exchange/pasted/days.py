"""Days as tables print them. Day or month first, and the century of `24`, are read only where the table itself proves it.

A day is read in every order that the calendar allows; the order of a table is the one that fits all its days. Where more
than one fits and they mean different days, nobody but the reader can say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lnreview.case.dates import ChartDate

ORDERS = ("dmy", "mdy", "ymd")
"""Orders in which three numbers may stand: day, month, year."""
CENTURIES = ("20", "19")
"""What may stand before a year of two digits."""

_MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jänner janv janvier styczeń stycznia sty enero ene gennaio januari",
            "feb february februar fév fevr févr février fevrier luty lutego lut febrero febbraio februari",
            "mar march mär märz maerz mrz mars marzec marca marzo maart",
            "apr april avr avril kwiecień kwietnia kwi abril abr aprile",
            "may mai maj maja mayo maggio mei",
            "jun june juni juin czerwiec czerwca cze junio giugno",
            "jul july juli juil juillet lipiec lipca lip julio luglio",
            "aug august août aout sierpień sierpnia sie agosto ago augustus",
            "sep sept september septembre wrzesień września wrz septiembre settembre",
            "oct october okt oktober octobre październik października paź octubre ottobre",
            "nov november novembre listopad listopada lis noviembre",
            "dec december dez dezember déc décembre decembre grudzień grudnia gru diciembre dic dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAY = re.compile(
    r"^(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mer|jeu|ven|sam|dim|pon|wt|śr|czw|pt|sob|nd)"
    r"(?:day|nesday|rsday|urday|tag|ntag|nstag|ttwoch|nnerstag|eitag|mstag|nntag|di|credi|dredi|edi|anche)?\.?,?\s+(?=\S)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:\s*[,T@]?\s*|\s+(?:at|um|à|o|godz\.?)\s+)\b\d{1,2}[:h]\d{2}(?::\d{2}(?:\.\d+)?)?"
    r"\s*(?:[ap]\.?m\.?|uhr|h)?\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2}|[a-z]{1,3}[sd]?t)?\s*$",
    re.IGNORECASE,
)
_BARE_TIME = re.compile(r"^(\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4})\s+(?:[01]\d|2[0-3])[0-5]\d$", re.ASCII)
"""A time without its colon (“3/14/24 0815”), only behind a day that is whole without it."""
_BEFORE_TIME = re.compile(r"T(?=\d{1,2}:)")
_ISO = re.compile(r"^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$", re.ASCII)
_COMPACT = re.compile(r"^((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$", re.ASCII)
_THREE = re.compile(r"^(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})\.?$", re.ASCII)
_MONTH_YEAR = re.compile(r"^(\d{1,2})\s*[-/.]\s*(\d{4})$", re.ASCII)
_DAY_NAME = re.compile(
    r"^(\d{1,2})(?:\.|st|nd|rd|th|er)?[\s\-./]*(?:of |de )?([^\W\d_]+)\.?[\s\-./,’']*(?:de )?(\d{4}|\d{2})$"
)
_NAME_DAY = re.compile(r"^([^\W\d_]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4}|\d{2})$")
_NAME_YEAR = re.compile(r"^([^\W\d_]+)\.?[\s\-/,]+(\d{4})$")
_YEAR_NAME = re.compile(r"^(\d{4})[\s\-/]([^\W\d_]+)\.?[\s\-/](\d{1,2})$")

Parts = tuple[int, int | None, int | None]
"""Year (below 100 where only two digits were printed), month and day."""


@dataclass(frozen=True)
class Calendar:
    """How the days of a table are read: the order of their numbers and the century of short years, where known."""

    order: str = ""
    century: str = ""


@dataclass(frozen=True)
class Doubt:
    """What a table leaves open of its days: the orders that fit, whether years are short, and a day that shows it."""

    order: str = ""
    """The only order that fits; empty where no day depends on it, or where several fit."""
    orders: tuple[str, ...] = ()
    """Orders among which a person must choose."""
    short_years: bool = False
    example: str = ""
    short_example: str = ""


def is_day(text: str) -> bool:
    """Tell whether a cell holds a day, a month or a year in some order."""
    return bool(_readings(text)) and not re.fullmatch(r"\d{1,4}", text.strip())


def weigh(texts: Iterable[str]) -> Doubt:
    """Return what the days of a table prove and what they leave open; cells that hold no day are passed over."""
    days = {text: _readings(text) for text in texts if text}
    numbers = {text: found for text, found in days.items() if found and "" not in found}
    short = next(
        (text for text, found in days.items() if any(parts[0] < 100 for parts in found.values())), ""
    )
    if not numbers:
        return Doubt(short_years=bool(short), short_example=short)
    fitting = [order for order in ORDERS if all(order in found for found in numbers.values())]
    if len(fitting) == 1:
        return Doubt(fitting[0], (), bool(short), "", short)
    offered = fitting or [order for order in ORDERS if any(order in found for found in numbers.values())]
    doubtful = next(
        (text for text, found in numbers.items() if len({found.get(order) for order in offered}) > 1), ""
    )
    if not doubtful:
        return Doubt(offered[0], (), bool(short), "", short)
    return Doubt("", tuple(offered), bool(short), doubtful, short)


def read_day(text: str, calendar: Calendar) -> ChartDate | None:
    """Return the day, month or year that a cell prints; `None` where it prints none, or none in that order.

    A time of day is passed over: the record keeps days. Months from a start (`m+6`) are read as they are.
    """
    plain = text.strip()
    if re.fullmatch(r"m[+-]\d+(?:\.\d+)?", plain, re.ASCII):
        return ChartDate.parse(plain)
    found = _readings(plain)
    parts = found.get("") or found.get(calendar.order)
    if parts is None:
        return None
    year, month, day = parts
    if year < 100:
        if not calendar.century:
            return None
        year += int(calendar.century) * 100
    written = "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)])
    try:
        return ChartDate.parse(written)
    except ValueError:
        return None


@lru_cache(maxsize=8192)
def _readings(text: str) -> dict[str, Parts]:
    """Return what a cell may mean, by the order of its numbers; under the empty order what needs none."""
    plain = _WEEKDAY.sub("", _TIME.sub("", _BEFORE_TIME.sub(" ", " ".join(text.split())))).strip(" ,")
    plain = _BARE_TIME.sub(r"\1", plain)
    fixed = _fixed(plain)
    if fixed is not None:
        return {"": fixed} if _is_of_calendar(fixed) else {}
    three = _THREE.match(plain)
    if three is None:
        return {}
    a, b, c = int(three[1]), int(three[3]), int(three[4])
    ways: dict[str, Parts] = {"dmy": (c, b, a), "mdy": (c, a, b)}
    if len(three[4]) == 2 and len(three[1]) == 2 and three[2] != ".":
        ways["ymd"] = (a, b, c)
    return {order: parts for order, parts in ways.items() if _is_of_calendar(parts)}


def _fixed(plain: str) -> Parts | None:
    """Return the parts of a day that can be read in one way only: year first, or its month as a word."""
    if found := _ISO.match(plain) or _COMPACT.match(plain):
        return int(found[1]), _int(found[2]), _int(found[3])
    if found := _MONTH_YEAR.match(plain):
        return int(found[2]), int(found[1]), None
    if (found := _DAY_NAME.match(plain)) and (month := _month(found[2])):
        return int(found[3]), month, int(found[1])
    if (found := _NAME_DAY.match(plain)) and (month := _month(found[1])):
        return int(found[3]), month, int(found[2])
    if (found := _NAME_YEAR.match(plain)) and (month := _month(found[1])):
        return int(found[2]), month, None
    if (found := _YEAR_NAME.match(plain)) and (month := _month(found[2])):
        return int(found[1]), month, int(found[3])
    return None


def _int(written: str | None) -> int | None:
    return int(written) if written else None


def _month(name: str) -> int | None:
    return _MONTHS.get(name.casefold())


def _is_of_calendar(parts: Parts) -> bool:
    year, month, day = parts
    try:
        # A leap year stands for a year whose century is not known: 29 February is never lost here.
        date(year if year >= 100 else 2000 + year, month or 1, day or 1)
    except ValueError:
        return False
    return True
