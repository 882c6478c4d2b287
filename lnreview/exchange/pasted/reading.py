"""Reading a pasted table: columns, days, numbers, then one proposal for each result, with the questions that are left.

`read_rows` is a pure function of the grid, the list, the answers given so far and what is known beside the table. It is
asked again after every answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lnreview.exchange.pasted.beside import with_slips
from lnreview.exchange.pasted.compare import compared
from lnreview.exchange.pasted.days import CENTURIES, Calendar
from lnreview.exchange.pasted.days import weigh as weigh_days
from lnreview.exchange.pasted.grid import Grid
from lnreview.exchange.pasted.labs import read_labs
from lnreview.exchange.pasted.layout import UNREAD, columns_of, lines_of, read_columns
from lnreview.exchange.pasted.model import How, Known, Line, Proposal, Question, Questions, Reading, Remark
from lnreview.exchange.pasted.numbers import Sign
from lnreview.exchange.pasted.numbers import weigh as weigh_numbers
from lnreview.exchange.pasted.others import read_others
from lnreview.exchange.pasted.patients import WHOSE, of_one_patient
from lnreview.exchange.pasted.ranges import read_range
from lnreview.exchange.pasted.results import read_result

_DAY_ROLES = ("date", "day-above", "received", "resulted", "known_on", "start", "stop")
_NUMBER_ROLES = ("value", "dose", "range_low", "range_high", "hours")


def read_rows(grid: Grid, list_name: str, answers: Mapping[str, str], known: Known) -> Reading:
    """Return what a grid becomes in a list of the case, with `answers` by the id of their question.

    `list_name` is one for which `headers.takes_tables` holds. Raises nothing: what cannot be read is remarked at its row.
    """
    questions = Questions(answers)
    table = columns_of(grid, list_name, answers, questions)
    columns = read_columns(table)
    open_columns = tuple(item.id for item in questions.asked() if item.kind == "column" and not item.answer)
    if open_columns:
        waiting = (Proposal(row.number, "", row.cells, None, (), open_columns) for row in table.body)
        return Reading(columns, questions.asked(), tuple(waiting), table.way != "long")
    lines = lines_of(table, list_name)
    unread = [_not_read(line) for line in lines if UNREAD in line.cells]
    lines, others = of_one_patient([line for line in lines if UNREAD not in line.cells], known, questions)
    how = _how(lines, questions, known)
    read: Sequence[Proposal] = (
        read_labs(lines, how, questions)
        if list_name == "labs"
        else read_others(list_name, lines, how, questions)
    )
    whose = tuple(
        question.id for question in questions.asked() if question.kind in WHOSE and not question.answer
    )
    if whose:
        read = [replace(proposal, waits_for=(*whose, *proposal.waits_for)) for proposal in read]
    read = compared(read, known)
    if list_name == "labs":
        read = with_slips(read, known)
    proposals = sorted((*read, *others, *unread), key=lambda proposal: proposal.row)
    return Reading(columns, _still_asked(questions, proposals), tuple(proposals), table.way != "long")


def _not_read(line: Line) -> Proposal:
    return Proposal(line.row, line.column, line.written, None, (Remark("not-read"),), (), False)


def _how(lines: list[Line], questions: Questions, known: Known) -> How:
    """Return how the days and numbers of a table are read; asks where the table proves neither."""
    days = [line.cells[role] for line in lines for role in _DAY_ROLES if role in line.cells]
    doubt = weigh_days(dict.fromkeys(days))
    waits: list[str] = []
    order, century = doubt.order, ""
    if doubt.orders:
        order = questions.ask("date-order", "date-order", doubt.orders, example=doubt.example)
        if not order:
            waits.append("date-order")
    if doubt.short_years:
        century = questions.ask("century", "century", CENTURIES, example=doubt.short_example)
        if not century:
            waits.append("century")
    found = weigh_numbers(_numbers(lines))
    sign: Sign | None = found.sign
    if found.doubtful:
        said = questions.ask("decimal", "decimal", (".", ","), example=found.doubtful)
        sign = "." if said == "." else "," if said == "," else None
    elif sign is None:
        sign = "."  # no number has a sign, so nothing depends on it
    return How(Calendar(order, century), sign, tuple(waits), known)


def _numbers(lines: Iterable[Line]) -> Iterable[str]:
    for line in lines:
        for role in _NUMBER_ROLES:
            text = line.cells.get(role)
            if text:
                number = read_result(text).number
                if number:
                    yield number
        printed = read_range(line.cells["range"]) if "range" in line.cells else None
        if printed is not None:
            yield from (end for end in (printed.low, printed.high) if end)


def _still_asked(questions: Questions, proposals: list[Proposal]) -> tuple[Question, ...]:
    """Return the questions on which an entry depends, and those that were answered."""
    waited_for = {id for proposal in proposals for id in proposal.waits_for}
    return tuple(question for question in questions.asked() if question.answer or question.id in waited_for)
