"""How often a dose is taken: the usual abbreviations of English, Latin and German, and the words that the record keeps.

The record's own words are `daily`, `bid`, `tid`, `qid`, `every 12 hours`, `every other day`, `weekly`, `every 2 weeks`,
`monthly`, `once` and `on days 1 and 15`. What can mean two things (“biweekly”, “BIW”) is refused, never guessed.
"""

from __future__ import annotations

import re
from decimal import Decimal

_PER_DAY: dict[str, Decimal | int] = {
    "daily": 1, "once daily": 1, "qd": 1, "od": 1, "every day": 1, "bid": 2, "twice daily": 2, "twice a day": 2, "bd": 2,
    "tid": 3, "three times daily": 3, "qid": 4, "every 12 hours": 2, "every 8 hours": 3, "every 6 hours": 4,
    "every other day": Decimal("0.5"), "alternate days": Decimal("0.5"), "weekly": Decimal(1) / 7,
    "once weekly": Decimal(1) / 7,
}  # fmt: skip
TIMES_A_DAY = {1: "daily", 2: "bid", 3: "tid", 4: "qid"}
"""The record's word for a number of doses a day."""

_DAY = r"(?:d|day|daily|tag|tgl|taeglich|täglich|die)"
_TO = r"\s*(?:/|per|pro|a|each|every|am|times)?\s*"
_COUNTED = re.compile(rf"(?<![\d.,])([1-4])\s*(?:x|times|mal){_TO}{_DAY}\b")
_EVERY = re.compile(
    r"\b(?:q|every|alle|each)\s*(\d{1,2})\s*-?\s*"
    r"(hours?|hrs?|h|stunden|std|days?|d|tage?n?|weeks?|wks?|wk|w|wochen|months?|mos?|mo|m|monate)\b"
)
_UNITS = {"h": "hours", "s": "hours", "d": "days", "t": "days", "w": "weeks", "m": "months"}
_WORDS: tuple[tuple[str, str], ...] = (
    (r"every other day|alternate days?|every second day|jeden 2 tag|qod|eod", "every other day"),
    (r"every other week|every second week|fortnightly|14-?tägig|2-?wöchentlich", "every 2 weeks"),
    (r"twice weekly|twice a week|2\s*x\s*(?:/|a|per|pro)?\s*(?:wk|week|woche)", "twice weekly"),
    (r"three times (?:weekly|a week)|3\s*x\s*(?:/|a|per|pro)?\s*(?:wk|week|woche)", "three times weekly"),
    (r"(?:once weekly|once a week|(?:1\s*x\s*)?(?:/|a|per|pro)\s*(?:wk|week|woche)|weekly|every week|qwk?|wöchentlich)", "weekly"),
    (r"(?:once monthly|once a month|(?:1\s*x\s*)?(?:/|a|per|pro)\s*(?:mo|month|monat)|monthly|every month|qm|qmo|monatlich)", "monthly"),
    (r"quarterly|every quarter", "every 3 months"),
    (r"bid|bds?|twice daily|twice a day|zweimal täglich|morgens und abends", "bid"),
    (r"tid|tds|three times (?:daily|a day)|dreimal täglich", "tid"),
    (r"qid|qds|four times (?:daily|a day)|viermal täglich", "qid"),
    (r"(?:once daily|once a day|einmal täglich|every day|per day|a day|pro tag|daily|qd|od|qam|qpm|qhs|hs|mane|nocte|morgens|abends|"
     r"in the morning|at night|tgl|täglich|taeglich|die)", "daily"),
    (r"once only|once|einmalig|single dose|stat", "once"),
)  # fmt: skip
_PATTERNS = tuple((re.compile(rf"(?<![\w/-])(?:{pattern})(?![\w])"), name) for pattern, name in _WORDS)
_TWO_MEANINGS = re.compile(r"\b(bi-?weekly|biw|bi-?monthly|bim|semi-?weekly)\b")
_AS_NEEDED = re.compile(r"\b(prn|as needed|when needed|bei bedarf|b\.?b)\b")
_ON_DAYS = re.compile(
    r"\b(?:on\s+)?(?:days?|tage?|d)\s*\d{1,3}"
    r"(?:(?:\s*(?:,|\+|/|&|and|und|to|bis|-)\s*(?:days?|tag|d)?|\s+(?:days?|tag|d))\s*\d{1,3})*\b"
)


def times_per_day(frequency: str) -> Decimal | int | None:
    """Return how often a day a frequency such as “bid” or “twice daily” means, or `None` when it is not known."""
    return _PER_DAY.get(frequency.strip().casefold())


def plain(text: str) -> str:
    """Return a prescription in lower case, without the dots of abbreviations: “b.i.d.” is “bid”, “1.5” stays."""
    text = text.replace("×", "x").replace("−", "-").replace("–", "-").replace("\u00a0", " ").casefold()
    return " ".join(re.sub(r"(?<=[^\W\d])\.(?=\s|[^\W\d]|$|[,;/)])", "", text).split())


def read_frequency(text: str) -> str:
    """Return the record's word for how often; raise `ValueError` for what is not understood or has two meanings."""
    found, rest = take_frequency(plain(text))
    if not found or rest.strip(" ,;"):
        raise ValueError(
            f"“{text.strip()}” is not understood; write daily, bid, tid, weekly, every 2 weeks, monthly or once"
        )
    return found


def take_frequency(text: str) -> tuple[str, str]:
    """Take the frequency out of a prescription in plain words; return the record's word and the rest.

    The word is empty where none stands there. Raises `ValueError` for two frequencies, or for one with two meanings.
    """
    two = _TWO_MEANINGS.search(text)
    if two:
        raise ValueError(
            f"“{two[0]}” can mean twice in one, or once in two; write “every 2 weeks”, “twice weekly” or the like"
        )
    if _AS_NEEDED.search(text):
        raise ValueError(
            "a dose as needed is no dose that can be judged; leave it out here and write it in the note"
        )
    found: list[str] = []
    days = _ON_DAYS.search(text)
    if days:
        found.append(_on_days(days[0]))
        text = without(text, days)
    while counted := _COUNTED.search(text):
        found.append(TIMES_A_DAY[int(counted[1])])
        text = without(text, counted)
    while every := _EVERY.search(text):
        found.append(_every(int(every[1]), _UNITS[every[2][0]]))
        text = without(text, every)
    for pattern, name in _PATTERNS:
        while match := pattern.search(text):
            found.append(name)
            text = without(text, match)
    if len(dict.fromkeys(found)) > 1:
        raise ValueError(f"“{found[0]}” and “{found[1]}” are two frequencies; write one of them")
    return (found[0] if found else ""), text


def dose_days(frequency: str) -> int | None:
    """Return how many doses “on days 1 and 15” counts, or `None` for another frequency."""
    if not frequency.startswith("on day"):
        return None
    numbers = [int(number) for number in re.findall(r"\d+", frequency)]
    return numbers[1] - numbers[0] + 1 if " to " in frequency else len(numbers)


def _every(count: int, unit: str) -> str:
    if count == 0:
        raise ValueError("“every 0” is no interval; write every 2 weeks, or daily")
    if unit == "hours":
        if 24 % count:
            raise ValueError(
                f"every {count} hours does not divide a day; write the dose per day, such as 3 g/d"
            )
        return "daily" if count == 24 else f"every {count} hours"
    if count == 1:
        return {"days": "daily", "weeks": "weekly", "months": "monthly"}[unit]
    if count == 2 and unit == "days":
        return "every other day"
    return f"every {count} {unit}"


def _on_days(text: str) -> str:
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 2 and re.search(r"\d\s*(?:-|to|bis)\s*d?\s*\d", text):
        first, last = sorted(int(number) for number in numbers)
        return f"on days {first} to {last}"
    if len(numbers) == 1:
        return f"on day {numbers[0]}"
    return f"on days {', '.join(numbers[:-1])} and {numbers[-1]}"


def without(text: str, match: re.Match[str]) -> str:
    """Return a text without what was found in it."""
    return f"{text[: match.start()]} {text[match.end() :]}"
