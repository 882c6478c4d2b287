"""Which column of a table is what, and every layout as one list of lines: a day, a test and its result in each.

Long: a row is a result. Wide: days run across with the tests below each other, or tests run across with the days below each
other. A table without a header is read by what its cells look like; what that leaves open is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lnreview.case.names import folded
from lnreview.exchange.pasted.days import is_day
from lnreview.exchange.pasted.grid import Grid, Row
from lnreview.exchange.pasted.headers import WHAT_WORDS, role_of, with_unit
from lnreview.exchange.pasted.model import Line, Questions, ReadColumn
from lnreview.exchange.pasted.named import read_name, sample_of
from lnreview.exchange.pasted.ranges import read_range
from lnreview.exchange.pasted.results import is_flag, is_unit, read_result

Way = Literal["long", "days-across", "tests-across"]
NOT_USED = "not-used"
UNREAD = "unread"
"""Stands in place of a role for a row that may be a result and was not understood."""
NEEDED: dict[str, tuple[str, ...]] = {
    "labs": ("analyte", "value"),
    "levels": ("drug", "value"),
    "dispenses": ("drug", "date", "days"),
    "administrations": ("drug",),
    "blood_pressures": ("pressure",),
    "measurements": ("what", "value"),
    "courses": ("drug",),
}
"""Columns without which a table cannot be read into a list."""
_NAMED = {"labs": "analyte", "measurements": "what", "levels": "drug"}
"""Lists that come in wide tables, and the role of the names that run across or down."""
_DAY_IN_LINE = re.compile(
    r"^(?:(?:specimen |sample |date )?(?:collected|collection date|drawn|taken|date)(?: on| at)?|entnahme(?:datum)?|abnahme|datum|"
    r"prélev\w+(?: le)?|date de prélèvement|pobran\w+|data pobrania|data)\s*:?\s+(.+)$",
    re.IGNORECASE,
)
_PATIENT_IN_LINE = re.compile(
    r"^(?:patient(?:in|'s name| name)?|name|pacjent(?:ka)?|imię i nazwisko)\s*:\s*(.+?)\s*(?:[,;(]?\s*(?:dob|born|geb|mrn|n[ée]e?|ur)\b.*)?$",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\b(?:name|patient|dob|born|mrn|page|printed)\b", re.IGNORECASE)
_SEARCHED = 15
"""Rows among which the header of a table is looked for."""
_LOOKED_AT = 60
"""Rows by whose looks a column without a title is known."""
_MOST = 0.6
"""Share of the cells of a column that must look alike where the column has no title."""


@dataclass(frozen=True)
class Table:
    """A table whose columns are known."""

    way: Way
    head: Row | None
    roles: tuple[str, ...]
    body: tuple[Row, ...]
    units: Mapping[int, str]
    """Units that stand in a row of their own below the header, by column."""


def columns_of(grid: Grid, list_name: str, answers: Mapping[str, str], questions: Questions) -> Table:
    """Return the table of a grid: where its header is and what its columns are; asks for columns that cannot be told."""
    place, way = _find_head(grid, list_name)
    head = grid.rows[place] if place is not None else None
    body = grid.rows if place is None else grid.rows[:place] + grid.rows[place + 1 :]
    width = grid.width
    if head is None:
        roles = _guess(body, width, list_name)
    elif way == "long":
        roles = _titled(head, width, list_name)
        roles = _fill_in(roles, head, body, list_name)
    else:
        roles = _wide_roles(head, width, list_name, way)
    for number in range(width):
        said = answers.get(f"role:{number}", "")
        if said:
            roles[number] = "" if said == NOT_USED else said
    units = _units_row(head, body, roles, way)
    if units:
        body = tuple(row for row in body if row.number != units[0])
    table = Table(way, head, tuple(roles), body, units[1] if units else {})
    return _ask_for_columns(table, list_name, questions) if way == "long" else table


def read_columns(table: Table) -> tuple[ReadColumn, ...]:
    """Return the columns for a reader: title, role and the first thing that stands in each."""
    found = []
    for number, role in enumerate(table.roles):
        title = table.head.cells[number] if table.head and number < len(table.head.cells) else ""
        example = next(
            (row.cells[number] for row in table.body if number < len(row.cells) and row.cells[number]), ""
        )
        found.append(ReadColumn(title, role, example))
    return tuple(found)


def lines_of(table: Table, list_name: str) -> list[Line]:
    """Return the results of a table one by one, each with the day and the sample that stand in headings above it."""
    if table.way == "long":
        return list(_long(table, list_name))
    return list(
        _days_across(table, list_name) if table.way == "days-across" else _tests_across(table, list_name)
    )


# --- where the header is ----------------------------------------------------------------------------------------------


def _find_head(grid: Grid, list_name: str) -> tuple[int | None, Way]:
    """Return the place of the header row and the layout; the first row that fits best."""
    best: tuple[int, int | None, Way] = (0, None, "long")
    for place, row in enumerate(grid.rows[:_SEARCHED]):
        if len(row.filled) < 2:
            continue
        for way, score in _scores(row, list_name):
            if score > best[0]:
                best = (score, place, way)
    return best[1], best[2]


def _scores(row: Row, list_name: str) -> Iterable[tuple[Way, int]]:
    """Yield how well a row fits as the header of each layout; numbers of cells that say so."""
    roles = [role_of(list_name, cell) for cell in row.cells]
    told = {role for role in roles if role}
    values = any(
        not role and cell and read_result(cell).number and not is_day(cell) and not with_unit(cell)[1]
        for role, cell in zip(roles, row.cells, strict=True)
    )
    needed = {*NEEDED[list_name], "systolic"} if list_name == "blood_pressures" else {*NEEDED[list_name]}
    if len(told) > 1 and not values and needed & told:
        yield "long", len(told) * 2
    if list_name not in _NAMED or "value" in told:
        return
    days = sum(1 for cell in row.cells if is_day(cell))
    others = len(row.filled) - days - len([role for role in roles if role])
    if days and (days > 1 or others <= 1) and not is_day(row.cells[0]):
        yield "days-across", 2 * days + len(told)
    name = _NAMED[list_name]
    tests = sum(
        1
        for cell, role in zip(row.cells, roles, strict=True)
        if role in ("", name) and _is_named(cell, list_name)
    )
    if (
        tests
        and not values
        and name
        not in {role for cell, role in zip(row.cells, roles, strict=True) if not _is_named(cell, list_name)}
    ):
        if "date" in told or tests > 1:
            yield "tests-across", 2 * tests + len(told)


def _is_named(cell: str, list_name: str) -> bool:
    """Tell whether a cell names a test that is known."""
    name, _ = with_unit(cell)
    if list_name == "measurements":
        return folded(name) in WHAT_WORDS
    if list_name == "labs":
        return read_name(name).analyte is not None or read_name(cell).analyte is not None
    return False


# --- what the columns are ---------------------------------------------------------------------------------------------


def _titled(head: Row, width: int, list_name: str) -> list[str]:
    roles = [role_of(list_name, cell) for cell in head.cells] + [""] * (width - len(head.cells))
    seen: set[str] = set()
    for number, role in enumerate(roles):
        if role in seen and role not in ("comment",):
            roles[number] = ""  # the first column of a kind is the one; another can be chosen by hand
        seen.add(role)
    return roles


def _fill_in(roles: list[str], head: Row, body: Sequence[Row], list_name: str) -> list[str]:
    """Give a role that is needed to the only column without a title that looks like it."""
    untitled = [number for number in range(len(roles)) if number >= len(head.cells) or not head.cells[number]]
    guessed = _guess(body, len(roles), list_name) if untitled else []
    for number, role in enumerate(guessed):
        if number in untitled and not roles[number] and role and role not in roles:
            roles[number] = role
    return roles


def _wide_roles(head: Row, width: int, list_name: str, way: Way) -> list[str]:
    roles = []
    for number in range(width):
        cell = head.cells[number] if number < len(head.cells) else ""
        role = role_of(list_name, cell)
        if way == "days-across":
            roles.append("day-column" if is_day(cell) else role)
        elif _is_named(cell, list_name):
            roles.append("test-column")
        else:
            roles.append(
                role
                or (
                    "date"
                    if number == 0 and not cell
                    else "test-column"
                    if cell and list_name == "labs"
                    else ""
                )
            )
    if way == "days-across" and _NAMED[list_name] not in roles:
        for number, role in enumerate(roles):
            if role in ("", "date"):
                roles[number] = _NAMED[list_name]
                break
    return roles


def _guess(body: Sequence[Row], width: int, list_name: str) -> list[str]:
    """Return what the columns of a table without titles look like; empty where that is not clear."""
    roles = [""] * width
    full = [row for row in body if len(row.filled) > 1][:_LOOKED_AT]
    for number in range(width):
        cells = [row.cells[number] for row in full if number < len(row.cells) and row.cells[number]]
        look = _look(cells, list_name) if cells else ""
        if look and look not in roles:
            roles[number] = look
    return roles


def _look(cells: Sequence[str], list_name: str) -> str:
    needed = _MOST * len(cells)

    def mostly(test: Callable[[str], object]) -> bool:
        return len([cell for cell in cells if test(cell)]) >= needed

    if mostly(is_day):
        return "date"
    if list_name == "blood_pressures":
        return "pressure" if mostly(lambda cell: re.match(r"^\d{2,3}\s*/\s*\d{2,3}", cell)) else ""
    if list_name == "labs":
        if mostly(lambda cell: _is_named(cell, list_name)):
            return "analyte"
        if mostly(lambda cell: is_flag(cell) and not read_result(cell).number):
            return "flag"
        if mostly(read_range) and not mostly(lambda cell: bool(read_result(cell).number)):
            return "range"
    if list_name == "measurements" and mostly(lambda cell: folded(cell) in WHAT_WORDS):
        return "what"
    if list_name in _NAMED and mostly(lambda cell: not cell[:1].isdecimal() and is_unit(cell)):
        return "unit"
    if list_name in _NAMED and mostly(lambda cell: bool(read_result(cell).number)):
        return "value"
    if list_name == "dispenses" and mostly(lambda cell: cell.isdecimal()):
        return "days"
    if list_name not in ("labs", "measurements") and mostly(
        lambda cell: cell[:1].isalpha() and not is_day(cell)
    ):
        return "drug"
    return ""


def _units_row(
    head: Row | None, body: Sequence[Row], roles: Sequence[str], way: Way
) -> tuple[int, dict[int, str]] | None:
    """Return the row below the header that holds the units of the tests above it, if there is one."""
    if head is None or way != "tests-across" or not body:
        return None
    first = body[0]
    tests = {
        number: cell.strip("()[]")
        for number, cell in enumerate(first.cells)
        if cell and number < len(roles) and roles[number] == "test-column"
    }
    if tests and all(is_unit(cell) and not read_result(cell).number for cell in tests.values()):
        return first.number, tests
    return None


def _ask_for_columns(table: Table, list_name: str, questions: Questions) -> Table:
    """Ask for each column that is needed and was not found."""
    roles = list(table.roles)
    if list_name == "blood_pressures" and {"systolic", "diastolic"} <= set(roles):
        return table
    free = [
        str(number)
        for number, role in enumerate(roles)
        if not role and any(number < len(row.cells) for row in table.body)
    ]
    names = {str(number): _column_words(column) for number, column in enumerate(read_columns(table))}
    for role in NEEDED[list_name]:
        if role in roles:
            continue
        said = questions.ask(f"column:{role}", "column", free, about={"role": role, **names})
        if said:
            roles[int(said)] = role
            free.remove(said)
    return replace(table, roles=tuple(roles))


def _column_words(column: ReadColumn) -> str:
    """Return title and first value of a column, by which a person knows it again."""
    return ": ".join(text for text in (column.title, column.example) if text)


# --- one line for each result -----------------------------------------------------------------------------------------


@dataclass
class _Context:
    """What headings above a row said."""

    day: str = ""
    heading: str = ""
    patient: str = ""

    unread: bool = False
    """Whether the last row of one cell holds figures that were not understood: it may be a result, and is shown."""

    def hear(self, row: Row) -> bool:
        """Take up a row that is a heading; return whether it was one."""
        self.unread = False
        if len(row.filled) != 1:
            return False
        text = row.filled[0]
        said = _DAY_IN_LINE.match(text)
        if said and is_day(said[1]):
            self.day = said[1]
        elif is_day(text):
            self.day = text
        elif named := _PATIENT_IN_LINE.match(text):
            self.patient = named[1]
        elif any(character.isdecimal() for character in text):
            self.unread = True
        elif not _TOTAL.search(text):
            self.heading = text
        return True


def _titles(table: Table) -> dict[str, str]:
    head = table.head.cells if table.head else ()
    return {
        role: head[number] if number < len(head) and head[number] else str(number + 1)
        for number, role in enumerate(table.roles)
        if role
    }


def _title(head: Row, number: int) -> str:
    """Return the title of a column; a row may be longer than its header."""
    return head.cells[number] if number < len(head.cells) else ""


def _cells(table: Table, row: Row) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, role in enumerate(table.roles):
        if role and number < len(row.cells) and row.cells[number]:
            text = row.cells[number]
            found[role] = f"{found[role]}; {text}" if role in found else text
    return found


def _is_head_again(table: Table, row: Row) -> bool:
    return table.head is not None and row.cells == table.head.cells


def _long(table: Table, list_name: str) -> Iterable[Line]:
    context, titles = _Context(), _titles(table)
    unit_of_value = day_above = ""
    if table.head is not None and "value" in table.roles:
        unit_of_value = with_unit(titles["value"])[1]
    for row in table.body:
        if _is_head_again(table, row):
            continue
        if len(table.roles) > 1 and context.hear(row):
            if context.unread:
                yield Line(row.number, "", row.cells, {UNREAD: row.filled[0]}, titles)
            continue
        cells = _cells(table, row)
        if context.day and not any(cells.get(role) for role in ("date", "received", "resulted")):
            cells["date"] = context.day
        elif "date" not in cells and day_above:
            cells["day-above"] = day_above
        day_above = cells.get("date", day_above)
        if context.patient:
            cells.setdefault("patient", context.patient)
        if context.heading and "specimen" not in cells and sample_of(context.heading):
            cells["specimen"] = context.heading
        if unit_of_value and "unit" not in cells:
            cells["unit"] = unit_of_value
        yield Line(row.number, "", row.cells, cells, titles)


def _days_across(table: Table, list_name: str) -> Iterable[Line]:
    head, name = table.head, _NAMED[list_name]
    assert head is not None
    context, titles = _Context(), _titles(table)
    for row in table.body:
        if _is_head_again(table, row) or all(
            re.fullmatch(r"\d{1,2}[:h]\d{2}.*", cell) for cell in row.filled
        ):
            continue
        shared = _cells(table, row)
        results = [
            number
            for number, role in enumerate(table.roles)
            if role == "day-column" and number < len(row.cells) and row.cells[number]
        ]
        if not results:
            context.hear(row)
            continue
        shared.pop("day-column", None)
        title, unit = with_unit(shared.get(name, ""))
        if unit and read_name(shared.get(name, "")).analyte is None:
            shared[name] = title
            shared.setdefault("unit", unit)
        if context.heading and "specimen" not in shared and sample_of(context.heading):
            shared["specimen"] = context.heading
        for number in results:
            day = _title(head, number)
            cells = {**shared, "date": day, "value": row.cells[number]}
            written = (row.cells[0], day, row.cells[number])
            yield Line(row.number, day, written, cells, {**titles, "date": day, "value": day})


def _tests_across(table: Table, list_name: str) -> Iterable[Line]:
    head, name = table.head, _NAMED[list_name]
    assert head is not None
    titles = _titles(table)
    for row in table.body:
        if _is_head_again(table, row):
            continue
        shared = _cells(table, row)
        shared.pop("test-column", None)
        for number, role in enumerate(table.roles):
            if role != "test-column" or number >= len(row.cells) or not row.cells[number]:
                continue
            title = _title(head, number)
            test, unit = with_unit(title)
            cells = {**shared, name: test, "value": row.cells[number]}
            unit = unit or table.units.get(number, "")
            if unit:
                cells["unit"] = unit
            written = (shared.get("date", ""), title, row.cells[number])
            yield Line(row.number, title, written, cells, {**titles, "value": title})
