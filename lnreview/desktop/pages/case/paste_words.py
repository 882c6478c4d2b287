"""The words of the panel for pasted rows: states, questions, answers, remarks and what a column can be."""

from __future__ import annotations

from collections.abc import Mapping

from lnreview.case import analytes
from lnreview.case.quantities import label
from lnreview.desktop.caseline import human_date
from lnreview.desktop.language import noop, tr
from lnreview.desktop.theme import StatusLook
from lnreview.exchange.pasted.days import Calendar, read_day
from lnreview.exchange.pasted.model import Question, Remark, State

STATES: dict[State, tuple[str, str, str]] = {
    "new": ("✓", noop("new"), "met"),
    "duplicate": ("=", noop("duplicate"), "muted"),
    "question": ("?", noop("question"), "urgent"),
    "odd": ("!", noop("odd"), "urgent"),
    "left-out": ("–", noop("left out"), "muted"),
}
"""For each state of a row: shape, word and the name of its colour."""

_COUNTS: dict[State, str] = {
    "new": noop("{count} new"),
    "duplicate": noop("{count} said already"),
    "question": noop("{count} with a question"),
    "odd": noop("{count} odd"),
    "left-out": noop("{count} left out"),
}

MANY: dict[str, str] = {
    "labs": noop("lab results"),
    "courses": noop("medication courses"),
    "dispenses": noop("refills"),
    "administrations": noop("administrations"),
    "levels": noop("drug levels"),
    "measurements": noop("measurements"),
    "blood_pressures": noop("blood pressures"),
}
"""What several entries of a list are called, for the lists into which tables are pasted."""

_ROLES: dict[str, str] = {
    "date": noop("day"), "received": noop("day of receipt"), "resulted": noop("day of the result"), "known_on": noop("known since"),
    "analyte": noop("test"), "value": noop("value"), "unit": noop("unit"), "range": noop("reference range"), "range_low": noop("range, low"),
    "range_high": noop("range, high"), "flag": noop("flag"), "comment": noop("comment"), "source": noop("source"), "patient": noop("patient"),
    "specimen": noop("specimen"), "loinc": noop("LOINC code"), "status": noop("status"), "words": noop("result in words"),
    "collection": noop("how it was collected"), "drug": noop("drug"), "dose": noop("dose"), "dose_unit": noop("unit of the dose"),
    "frequency": noop("how often"), "route": noop("route"), "kind": noop("kind"), "hours": noop("hours after the dose"),
    "days": noop("days of supply"), "pressure": noop("blood pressure"), "systolic": noop("systolic"), "diastolic": noop("diastolic"),
    "what": noop("weight or height"), "start": noop("start"), "stop": noop("stop"), "role": noop("role"),
    "doses_given": noop("doses given"), "ongoing": noop("ongoing"), "stop_reason": noop("reason of the stop"),
    "day-column": noop("results of that day"), "test-column": noop("results of that test"), "": noop("not used"),
}  # fmt: skip

_QUESTIONS: dict[str, str] = {
    "column": noop("Which column holds the {role}?"),
    "patient": noop("The rows name several patients. Which of them is the patient of this case?"),
    "other-name": noop("The rows are of “{name}”, the case is about {patient}. Is it the same person?"),
    "decimal": noop("How are numbers written, such as {example}?"),
    "date-order": noop("Which day is {example}?"),
    "century": noop("Years have two digits, such as in {example}. Which century is it?"),
    "no-day": noop("The rows have no day. When were the samples taken?"),
    "empty-days": noop("In some rows the day is empty. Is it the day of the row above, such as {example}?"),
    "result-day": noop("Only the day of the result is printed. Is it taken as the day of the sample?"),
    "unit": noop("{test} has no unit, such as {example}. Which unit is it?"),
    "wrong-unit": noop("{unit} is no unit of {test}, such as {example}. Which unit is it?"),
    "size": noop("{test} {example} {unit} is not plausible ({odd} of {of} rows). Which unit is it?"),
    "read-as": noop("{name} is printed in {unit}. Is it {other}?"),
}
_THINGS = {"dose": noop("The dose"), "weight": noop("The weight"), "height": noop("The height")}
_REMARKS: dict[str, str] = {
    "same-in-record": noop("The record has it already."),
    "same-in-row": noop("Row {row} says the same."),
    "other-in-record": noop("The record has {value} on that day."),
    "other-in-row": noop("Row {row} has {value} on that day."),
    "unknown-test": noop("The review does not use “{test}”. Space keeps it as written."),
    "no-result": noop("No result yet. Space keeps the words."),
    "no-value": noop("No value stands in this row."),
    "no-name": noop("No test is named in this row."),
    "not-read": noop("This line could not be read. If it is a result, enter it by hand."),
    "no-drug": noop("No drug is named in this row."),
    "unreadable-number": noop("“{text}” in column “{column}” is no number that can be read. Mend it in the table and paste again, or enter it by hand."),
    "unreadable-day": noop("“{text}” in column “{column}” is no day that can be read. Write it as 2024-03-15 and paste again, or enter it by hand."),
    "after-today": noop("The day lies in the future."),
    "negative": noop("The value is below zero."),
    "beside": noop("Printed with “{text}”."),
    "range-unused": noop("Its range could not be read."),
    "impossible": noop("It cannot be an entry: {why} ({field}). Mend it in the table and paste again, or enter it by hand."),
    "undated": noop("It has no day."),
    "unit-slip": noop("It would fit the values around it if it were {unit}."),
    "dose-unread": noop("Its dose is kept as a note: {why}."),
    "other-patient": noop("A row of {name}."),
    "left-out": noop("Left out by an answer above."),
}  # fmt: skip
_SIMPLE: dict[tuple[str, str], str] = {
    ("other-name", "same-person"): noop("yes, the same person"),
    ("decimal", "."): noop("with a decimal point"),
    ("decimal", ","): noop("with a decimal comma"),
    ("century", "20"): noop("20..: this century"),
    ("century", "19"): noop("19..: the last century"),
    ("no-day", "none"): noop("not known: enter them without a day"),
    ("empty-days", "above"): noop("yes, the day of the row above"),
    ("empty-days", "none"): noop("no, enter them without a day"),
    ("result-day", "as-sample"): noop("yes, as the day of the sample"),
    ("result-day", "none"): noop("no, enter them without a day"),
}
_ANY: dict[str, str] = {
    "none": noop("none printed: keep it, not used"),
    "as-written": noop("keep it as written"),
    "leave-out": noop("leave these rows out"),
}


def state_look(state: State) -> StatusLook:
    """Return shape, word and colour of the state of a row."""
    shape, word, colour = STATES[state]
    return StatusLook(shape, tr(word), colour)


def counts_words(counts: Mapping[State, int]) -> str:
    """Return how many rows there are of each state, in the order of the states."""
    rows = sum(counts.values())
    parts = [tr("1 row") if rows == 1 else tr("{count} rows").format(count=rows)]
    parts += [tr(words).format(count=counts[state]) for state, words in _COUNTS.items() if counts.get(state)]
    return " · ".join(parts)


def open_look(is_open: bool) -> StatusLook:
    """Return how it is shown whether a question is answered."""
    return StatusLook("?", tr("open"), "urgent") if is_open else StatusLook("✓", tr("answered"), "met")


def role_words(role: str) -> str:
    """Return what a column holds, for a reader."""
    return tr(_ROLES[role])


def question_words(question: Question) -> str:
    """Return the sentence of a question."""
    about = dict(question.about)
    if "role" in about:
        about["role"] = role_words(about["role"])
    if about.get("test") in _THINGS:
        about["test"] = tr(_THINGS[about["test"]])
    if "unit" in about:
        about["unit"] = label(about["unit"])
    return tr(_QUESTIONS[question.kind]).format(**about)


def answer_words(question: Question, choice: str) -> str:
    """Return a choice of a question, as it stands in the list of its answers."""
    known = _SIMPLE.get((question.kind, choice)) or _ANY.get(choice)
    if known is not None:
        return tr(known)
    if question.kind == "date-order":
        return _day_in(choice, question.about.get("example", ""))
    if question.kind == "column":
        words = tr("column {number}").format(number=int(choice) + 1)
        return f"{words} · {question.about[choice]}" if question.about.get(choice) else words
    if question.kind == "read-as":
        return tr("yes, read it as {test}").format(test=analytes.name(choice))
    if question.kind == "size":
        which, _, unit = choice.partition(" ")
        words = tr("{unit} in all rows") if which == "all" else tr("{unit} in these rows")
        return words.format(unit=label(unit))
    return label(choice) if question.kind in ("unit", "wrong-unit") else choice


def remark_words(remark: Remark) -> str:
    """Return the sentence of a remark."""
    return tr(_REMARKS[remark.kind]).format(**remark.values)


def _day_in(order: str, example: str) -> str:
    """Return a day as it reads in an order, so that nobody has to think of letters: “3 Apr 2024 (day first)”."""
    names = {"dmy": tr("day first"), "mdy": tr("month first"), "ymd": tr("year first")}
    day = read_day(example, Calendar(order, "20"))
    if day is None:
        return names[order]
    return f"{human_date(day)} ({names[order]})"
