"""A line of a table as a laboratory result. Every doubt is a question, never a guess.

Asked about: a unit that is missing, that cannot belong to the test, or in which the size is not plausible; a test whose
unit says that it is another one. A result in words stays words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from lnreview.case.analytes import Analyte
from lnreview.case.names import folded
from lnreview.case.oddities import Bound, within
from lnreview.case.quantities import find_unit
from lnreview.case.records import LabResult, Quantity
from lnreview.exchange.pasted.dated import Dated, dated
from lnreview.exchange.pasted.model import (
    AS_WRITTEN,
    LEAVE_OUT,
    NONE,
    How,
    Known,
    Line,
    Proposal,
    Questions,
    Remark,
)
from lnreview.exchange.pasted.named import Named, equation_of, read_name
from lnreview.exchange.pasted.numbers import read_number
from lnreview.exchange.pasted.ranges import PrintedRange, read_range
from lnreview.exchange.pasted.results import Result, flag_says, read_result, says
from lnreview.exchange.pasted.usual import fits, other_reading, usual_units

_PLAIN_FLAGS = ("h", "l", "n")
"""Flags of which nothing is left to keep once they are read."""
_UNIT_IN_NAME = re.compile(r"[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*$")
"""“UPCR (g/g)”: a table with a column for each day has no other place for the unit."""
_IN_ALL, _IN_THESE = "all", "these"


@dataclass
class _Lab:
    """A result while it is read."""

    line: Line
    named: Named
    result: Result
    value: Decimal | None = None
    unit: str = ""
    printed_range: PrintedRange | None = None
    when: Dated = field(default_factory=Dated)
    remarks: list[Remark] = field(default_factory=list)
    waits: list[str] = field(default_factory=list)
    left_out: bool = False

    @property
    def counts(self) -> bool:
        """Whether it has a number whose unit matters."""
        return self.value is not None and self.named.analyte is not None and not self.left_out


def read_labs(lines: list[Line], how: How, questions: Questions) -> list[Proposal]:
    """Return the proposals for the lines of a table of laboratory results, in their order."""
    labs = [_begin(line, how, questions) for line in lines]
    _settle_names(labs, questions)
    _settle_units(labs, questions)
    _settle_sizes(labs, how.known, questions)
    return [_proposal(lab, how) for lab in labs]


def _begin(line: Line, how: How, questions: Questions) -> _Lab:
    named = read_name(line.cell("analyte"), line.cell("specimen"), line.cell("loinc"))
    result = read_result(line.cell("value"))
    lab = _Lab(line, named, result)
    lab.when = dated(line, how, questions)
    lab.waits += lab.when.waits
    lab.remarks += lab.when.remarks
    printed = line.cell("range")
    lab.printed_range = read_range(printed) if printed else None
    lab.unit = result.unit or line.cell("unit") or (lab.printed_range.unit if lab.printed_range else "")
    if lab.unit and not find_unit(lab.unit) and folded(lab.unit) in ("ratio", "na", "none"):
        lab.unit = ""
    in_name = _UNIT_IN_NAME.search(line.cell("analyte"))
    if not lab.unit and in_name is not None and named.analyte is not None and fits(named.analyte, in_name[1]):
        lab.unit = in_name[1]
    if result.number:
        lab.value = read_number(result.number, how.sign)
        if lab.value is None:
            if how.sign is None:
                lab.waits.append("decimal")
            else:
                lab.remarks.append(_unreadable(line, "value", result.number))
    return lab


def _settle_names(labs: list[_Lab], questions: Questions) -> None:
    """Ask where the unit says that a test is another one: “proteinuria” in g/d."""
    for lab in labs:
        analyte = lab.named.analyte
        if analyte is None or not lab.result.number or not lab.unit:
            continue
        other = other_reading(analyte, lab.unit)
        if (
            other is None
            or analyte.id == "urine-protein-24h"
            or (analyte.id == "upcr" and other.id == "upcr")
        ):
            continue
        id = f"read-as:{analyte.id}:{folded(lab.unit)}"
        said = questions.ask(
            id, "read-as", (other.id, AS_WRITTEN, LEAVE_OUT), lab.line.row,
            name=lab.line.cell("analyte"), other=other.name, unit=lab.unit,
        )  # fmt: skip
        if not said:
            lab.waits.append(id)
        elif said == LEAVE_OUT:
            _leave_out(lab)
        elif said == other.id:
            lab.named = Named(other.id, other)


def _settle_units(labs: list[_Lab], questions: Questions) -> None:
    """Ask for the unit of each test that has none, and where a unit cannot be that of the test."""
    for lab in labs:
        analyte = lab.named.analyte
        if (
            analyte is None
            or not lab.result.number
            or lab.left_out
            or any(id.startswith("read-as") for id in lab.waits)
        ):
            continue
        usual = usual_units(analyte)
        if not usual and not analyte.kinds:
            continue
        if not lab.unit and usual:
            id = f"unit:{analyte.id}"
            said = questions.ask(
                id,
                "unit",
                (*usual, NONE, LEAVE_OUT),
                lab.line.row,
                test=analyte.name,
                example=lab.result.number,
            )
        elif lab.unit and not fits(analyte, lab.unit) and other_reading(analyte, lab.unit) is None:
            id = f"wrong-unit:{analyte.id}:{folded(lab.unit)}"
            said = questions.ask(
                id, "wrong-unit", (*usual, AS_WRITTEN, LEAVE_OUT), lab.line.row,
                test=analyte.name, unit=lab.unit, example=lab.result.number,
            )  # fmt: skip
        else:
            continue
        if not said:
            lab.waits.append(id)
        elif said == LEAVE_OUT:
            _leave_out(lab)
        elif said not in (NONE, AS_WRITTEN):
            lab.unit = said


def _settle_sizes(labs: list[_Lab], known: Known, questions: Questions) -> None:
    """Ask once for each test and unit in which a size is not plausible, but would be in another usual unit, or in none."""
    groups: dict[tuple[str, str], list[_Lab]] = {}
    for lab in labs:
        if (
            lab.counts
            and lab.unit
            and lab.named.analyte is not None
            and not any(id.startswith(("unit", "wrong")) for id in lab.waits)
        ):
            groups.setdefault((lab.named.analyte.id, lab.unit), []).append(lab)
    for (analyte_id, unit), group in groups.items():
        bound = known.knowledge.bounds.get(analyte_id)
        odd = [lab for lab in group if not _is_plausible(lab, lab.unit, bound)]
        analyte = group[0].named.analyte
        if not odd or analyte is None:
            continue
        others = [
            other
            for other in usual_units(analyte)
            if other != unit and all(_is_plausible(lab, other, bound) for lab in odd)
        ]
        choices = []
        for other in others:
            if len(odd) < len(group) and all(_is_plausible(lab, other, bound) for lab in group):
                choices.append(f"{_IN_ALL} {other}")
            choices.append(f"{_IN_THESE} {other}")
        id = f"size:{analyte_id}:{folded(unit)}"
        said = ""
        for lab in odd:
            said = questions.ask(
                id, "size", (*choices, AS_WRITTEN, LEAVE_OUT), lab.line.row, test=analyte.name, unit=unit,
                example=odd[0].result.number, odd=str(len(odd)), of=str(len(group)),
            )  # fmt: skip
        how_many, _, chosen = said.partition(" ")
        for lab in (
            group
            if how_many == _IN_ALL or (not said and any(choice.startswith(_IN_ALL) for choice in choices))
            else odd
        ):
            if not said:
                lab.waits.append(id)
            elif said == LEAVE_OUT:
                _leave_out(lab)
            elif chosen:
                lab.unit = chosen


def _is_plausible(lab: _Lab, unit: str, bound: Bound | None) -> bool:
    """Tell whether a value lies within the bound of its test if it is in `unit`; without a bound it does."""
    assert lab.value is not None
    return within(lab.named.name, lab.value, unit, bound) is not False


def _leave_out(lab: _Lab) -> None:
    lab.left_out = True
    lab.remarks.append(Remark("left-out"))


def _unreadable(line: Line, role: str, text: str) -> Remark:
    return Remark("unreadable-number", {"text": text, "column": line.titles.get(role, "")})


def _proposal(lab: _Lab, how: How) -> Proposal:
    """Return what a result becomes; nothing where its row cannot be one."""
    line, result = lab.line, lab.result
    waits = tuple(dict.fromkeys(lab.waits))
    broken = any(remark.kind in ("unreadable-number", "unreadable-day") for remark in lab.remarks)
    if not line.cell("analyte") and lab.named.analyte is None:
        return _nothing(lab, Remark("no-name"))
    if (
        result.is_empty
        and not line.cell("words")
        and not (line.cell("flag") and flag_says(line.cell("flag")))
    ):
        return _nothing(lab, Remark("no-value"))
    fields = _fields(lab, how)
    wanted = not broken and not lab.left_out
    if result.no_result:
        lab.remarks.append(Remark("no-result", {"words": result.words}))
        wanted = False
    if lab.named.analyte is None:
        lab.remarks.append(Remark("unknown-test", {"test": lab.named.name}))
        wanted = False
    if lab.value is not None and lab.value < 0:
        lab.remarks.append(Remark("negative"))
    if result.beside:
        lab.remarks.append(Remark("beside", {"text": result.beside}))
    if broken or lab.left_out:
        return Proposal(line.row, line.column, line.written, None, tuple(lab.remarks), (), False)
    try:
        entry = LabResult.model_validate(fields)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        return _nothing(
            lab, Remark("impossible", {"why": str(fault["msg"]), "field": ".".join(map(str, fault["loc"]))})
        )
    return Proposal(
        line.row, line.column, line.written, entry, tuple(lab.remarks), waits if wanted else (), wanted
    )


def _nothing(lab: _Lab, remark: Remark) -> Proposal:
    return Proposal(lab.line.row, lab.line.column, lab.line.written, None, (remark,), (), False)


def _fields(lab: _Lab, how: How) -> dict[str, Any]:
    """Return the fields of the entry as far as they are known."""
    line, result, analyte = lab.line, lab.result, lab.named.analyte
    notes = [line.cell("comment"), result.beside]
    fields: dict[str, Any] = {
        "analyte": lab.named.name, "collected_on": lab.when.day, "known_on": lab.when.known_on,
        "source": line.cell("source") or (f"{how.known.source}, row {line.row}" if how.known.source else ""),
    }  # fmt: skip
    if lab.value is not None:
        known = find_unit(lab.unit)
        # A spelling of a known unit is kept as it was printed; only a label of ours becomes its code.
        unit = known.code if known and lab.unit == known.label else lab.unit
        fields["quantity"] = Quantity(value=lab.value, unit=unit, comparator=result.comparator or None)
        _add_range(lab, how, fields, notes)
    words = result.words or line.cell("words")
    if words:
        fields["words"] = words
    flag = result.flag or line.cell("flag")
    said = flag_says(flag) if flag else says(words)
    if said:
        fields["interpretation"] = said
    if flag.strip("-–") and (not said or flag.strip("()[] ").casefold() not in (*_PLAIN_FLAGS, said)):
        notes.append(f"flag {flag}")
    if analyte is not None:
        _add_method(lab, analyte, fields)
        printed = line.cell("analyte")
        if printed and folded(printed) not in (folded(analyte.id), folded(analyte.name)):
            notes.append(f"printed as “{printed}”")
    fields["note"] = "; ".join(note for note in notes if note)
    return {name: value for name, value in fields.items() if value is not None}


def _add_method(lab: _Lab, analyte: Analyte, fields: dict[str, Any]) -> None:
    printed = (
        f"{lab.line.cell('analyte')} {lab.line.cell('specimen')} {lab.line.cell('collection')}".casefold()
    )
    if analyte.id == "egfr":
        fields["equation"] = equation_of(lab.line.cell("analyte"))
    elif analyte.id in ("upcr", "uacr"):
        if "first morning" in printed or "morgenurin" in printed or "first-morning" in printed:
            fields["collection"] = "first-morning"
        elif "random" in printed or "spot" in printed or "spontanurin" in printed:
            fields["collection"] = "spot"
    if analyte.id == "urine-protein-24h":
        found = find_unit(lab.unit)
        if found is not None and found.kind == "mass per day":
            fields["collection"] = "24-hour"


def _add_range(lab: _Lab, how: How, fields: dict[str, Any], notes: list[str]) -> None:
    """Keep the printed range where it is in the unit of the value; else as words."""
    line, printed = lab.line, lab.printed_range
    low, high = line.cell("range_low"), line.cell("range_high")
    own_unit = printed.unit if printed else ""
    if printed:
        low, high = printed.low, printed.high
    if not (low or high):
        if line.cell("range"):
            notes.append(f"range: {line.cell('range')}")
        return
    ends = [read_number(end, how.sign) if end else None for end in (low, high)]
    as_printed = line.cell("unit") or lab.result.unit or own_unit
    readable = all(number is not None for number, end in zip(ends, (low, high), strict=True) if end)
    same = (
        not own_unit or folded(own_unit) == folded(as_printed) or find_unit(own_unit) == find_unit(as_printed)
    )
    ordered = ends[0] is None or ends[1] is None or ends[0] <= ends[1]
    if readable and same and ordered:
        fields["range_low"], fields["range_high"] = ends
    else:
        notes.append(f"range: {line.cell('range') or f'{low}-{high}'}")
