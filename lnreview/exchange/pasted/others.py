"""A line of a table as a drug level, a supply, an administration, a blood pressure, a weight or height, or a course."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import ValidationError

from lnreview.case.model import entry_lists
from lnreview.case.names import folded
from lnreview.case.quantities import find_unit
from lnreview.case.records import Quantity, Role, StopReason
from lnreview.case.shorthand import kept_as_written, read_dose
from lnreview.exchange.pasted.dated import dated, read_role
from lnreview.exchange.pasted.headers import WHAT_WORDS, with_unit
from lnreview.exchange.pasted.model import (
    AS_WRITTEN,
    LEAVE_OUT,
    NONE,
    How,
    Line,
    Proposal,
    QuestionKind,
    Questions,
    Remark,
    RemarkKind,
)
from lnreview.exchange.pasted.numbers import read_number
from lnreview.exchange.pasted.results import Result, read_result, says
from lnreview.exchange.pasted.usual import BODY_UNITS, LEVEL_UNITS

_SUBSTANCES = {
    folded(name): substance
    for substance, names in {
        "mycophenolic-acid": "mycophenolic acid; mpa; mycophenolate; mycophenolate level; mycophenolsäure; acide mycophénolique; "
        "kwas mykofenolowy; mycophenolic acid, serum",
        "hydroxychloroquine": "hydroxychloroquine; hcq; hydroxychloroquin; hydroksychlorochina; hydroxychloroquine, whole blood",
        "tacrolimus": "tacrolimus; fk506; tac; takrolimus; tacrolimus, whole blood; tacrolimus level",
        "ciclosporin": "ciclosporin; cyclosporine; cyclosporin; csa; ciclosporine; cyklosporyna; cyclosporine a",
    }.items()
    for name in names.split("; ")
}  # fmt: skip
_KINDS = {
    "trough": "trough", "c0": "trough", "predose": "trough", "talspiegel": "trough", "auc": "auc0-12", "auc012": "auc0-12",
    "auc0-12": "auc0-12", "random": "random", "timed": "timed",
}  # fmt: skip
_MATRICES = (
    ("whole-blood", re.compile(r"whole|vollblut|sang total|pełna|edta", re.IGNORECASE)),
    ("serum", re.compile(r"serum|sérum|surowic", re.IGNORECASE)),
    ("plasma", re.compile(r"plasma|osocz", re.IGNORECASE)),
)
_BESIDE_NAME = re.compile(
    r"[\s,;(\-]*\b(?:trough|level|levels|c0|auc|random|whole blood|blood|serum|plasma|spiegel|talspiegel|vollblut)\b\)?",
    re.IGNORECASE,
)
"""What stands beside the name of a substance and is kept in a field of its own."""
_ROUTES = {
    "po": "oral", "oral": "oral", "bymouth": "oral", "peros": "oral", "iv": "iv", "intravenous": "iv", "ivinfusion": "iv", "sc": "sc",
    "subcutaneous": "sc", "subcut": "sc", "im": "im", "intramuscular": "im",
}  # fmt: skip
_GIVEN = {
    "complete": "complete", "completed": "complete", "given": "complete", "administered": "complete", "yes": "complete",
    "partial": "partial", "missed": "missed", "notgiven": "missed", "no": "missed", "held": "missed", "noshow": "missed",
}  # fmt: skip
_RUNS = frozenset(
    folded(word)
    for word in (
        "ongoing",
        "present",
        "current",
        "continuing",
        "active",
        "now",
        "laufend",
        "en cours",
        "trwa",
        "heute",
        "yes",
    )
)
_PRESSURE = re.compile(r"^\s*(\d{2,3})\s*(?:/|over|-)\s*(\d{2,3})\s*(?:mm\s?hg)?\s*$", re.IGNORECASE)
_DAYS = re.compile(r"^\s*(\d{1,3})\s*(?:d|days?|tage|jours|dni)?\.?\s*$", re.IGNORECASE)
_DOSE_UNITS = ("mg", "g", "mg/d", "g/d", "mg/kg", "mg/m2")


@dataclass
class _Draft:
    """An entry while it is read."""

    line: Line
    fields: dict[str, Any] = field(default_factory=dict)
    waits: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_broken: bool = False

    def remark(self, kind: RemarkKind, **values: str) -> None:
        self.remarks.append(Remark(kind, values))

    def refuse(self, kind: RemarkKind, **values: str) -> None:
        self.remark(kind, **values)
        self.is_broken = True


def read_others(list_name: str, lines: list[Line], how: How, questions: Questions) -> list[Proposal]:
    """Return the proposals for the lines of a table for any list but the laboratory results, in their order."""
    return [_read(list_name, line, how, questions) for line in lines]


def _read(list_name: str, line: Line, how: How, questions: Questions) -> Proposal:
    draft = _Draft(line, notes=[line.cell("comment")])
    _FILLS[list_name](draft, how, questions)
    known = how.known
    draft.fields["source"] = line.cell("source") or (
        f"{known.source}, row {line.row}" if known.source else ""
    )
    draft.fields["note"] = "; ".join(note for note in draft.notes if note)
    entry = None
    if not draft.is_broken:
        try:
            filled = {name: value for name, value in draft.fields.items() if value is not None}
            entry = entry_lists()[list_name].model_validate(filled)
        except ValidationError as error:
            fault = error.errors(include_input=False, include_url=False)[0]
            if fault["type"] != "missing" or not draft.waits:
                draft.refuse("impossible", why=str(fault["msg"]), field=".".join(map(str, fault["loc"])))
    waits = tuple(dict.fromkeys(draft.waits)) if not draft.is_broken else ()
    return Proposal(
        line.row, line.column, line.written, entry, tuple(draft.remarks), waits, not draft.is_broken
    )


def _take_day(draft: _Draft, name: str, how: How, questions: Questions) -> None:
    when = dated(draft.line, how, questions)
    draft.fields[name] = when.day
    draft.fields["known_on"] = when.known_on
    _hear(draft, when.waits, when.remarks)


def _hear(draft: _Draft, waits: tuple[str, ...], remarks: tuple[Remark, ...]) -> None:
    draft.waits += waits
    for remark in remarks:
        draft.remarks.append(remark)
        draft.is_broken = draft.is_broken or remark.kind == "unreadable-day"


def _quantity(
    draft: _Draft, result: Result, role: str, unit: str, usual: tuple[str, ...], what: str, how: How, questions: Questions
) -> Quantity | None:  # fmt: skip
    """Return a number with its unit; asks for the unit that is missing, once for everything of the same name."""
    value = read_number(result.number, how.sign)
    if value is None:
        if how.sign is None:
            draft.waits.append("decimal")
        else:
            draft.refuse("unreadable-number", text=result.number, column=draft.line.titles.get(role, ""))
        return None
    if not unit:
        id = f"unit:{folded(what)}"
        unit = (
            _chosen_unit(draft, questions, id, "unit", usual, keeps=NONE, test=what, example=result.number)
            or unit
        )
    known = find_unit(unit)
    return Quantity(
        value=value,
        unit=known.code if known and unit == known.label else unit,
        comparator=result.comparator or None,
    )


def _level(draft: _Draft, how: How, questions: Questions) -> None:
    line = draft.line
    name = line.cell("drug")
    if not name:
        draft.refuse("no-drug")
        return
    plain = _BESIDE_NAME.sub("", name).strip(" ,;-()") or name
    draft.fields["substance"] = _SUBSTANCES.get(folded(name)) or _SUBSTANCES.get(folded(plain), name)
    _take_day(draft, "drawn_on", how, questions)
    kind = _KINDS.get(folded(line.cell("kind")), "")
    if not kind and re.search(r"trough|talspiegel|\bC0\b", name, re.IGNORECASE):
        kind = "trough"
    draft.fields["kind"] = kind or "unknown"
    if line.cell("kind") and not kind:
        draft.notes.append(line.cell("kind"))
    matrix = f"{line.cell('specimen')} {name}"
    draft.fields["matrix"] = next((slug for slug, pattern in _MATRICES if pattern.search(matrix)), "unknown")
    if line.cell("hours"):
        draft.fields["hours_after_dose"] = read_number(
            re.sub(r"\s*h(?:ours?)?$", "", line.cell("hours")), how.sign
        )
    result = read_result(line.cell("value"))
    if result.number:
        unit = result.unit or line.cell("unit")
        draft.fields["quantity"] = _quantity(draft, result, "value", unit, LEVEL_UNITS, name, how, questions)
    elif says(result.words) in ("negative", "absent"):
        draft.fields["detectable"] = "no"
        draft.notes.append(result.words)
    elif result.words:
        draft.notes.append(result.words)
        draft.remark("beside", text=result.words)
    else:
        draft.refuse("no-value")


def _dispense(draft: _Draft, how: How, questions: Questions) -> None:
    line = draft.line
    if not line.cell("drug"):
        draft.refuse("no-drug")
        return
    draft.fields["drug"] = line.cell("drug")
    _take_day(draft, "dispensed_on", how, questions)
    days = _DAYS.match(line.cell("days"))
    if days:
        draft.fields["days_supply"] = int(days[1])
    elif line.cell("days"):
        draft.refuse("unreadable-number", text=line.cell("days"), column=line.titles.get("days", ""))
    else:
        draft.refuse("no-value")
    if draft.fields.get("dispensed_on") is None and not draft.waits and not draft.is_broken:
        draft.is_broken = True  # a supply without its day covers nothing; “undated” says so already


def _administration(draft: _Draft, how: How, questions: Questions) -> None:
    line = draft.line
    if not line.cell("drug"):
        draft.refuse("no-drug")
        return
    draft.fields["drug"] = line.cell("drug")
    _take_day(draft, "given_on", how, questions)
    _take_dose(draft, how, questions)
    for name in ("frequency", "route", "doses_given", "doses_planned"):
        draft.fields.pop(name, None)  # one administration has none of them
    status = line.cell("status")
    draft.fields["status"] = _GIVEN.get(folded(status), "unknown") if status else "complete"
    if status and folded(status) not in _GIVEN:
        draft.notes.append(status)


def _pressure(draft: _Draft, how: How, questions: Questions) -> None:
    line = draft.line
    _take_day(draft, "measured_on", how, questions)
    both = _PRESSURE.match(line.cell("pressure"))
    ends = (both[1], both[2]) if both else (line.cell("systolic"), line.cell("diastolic"))
    if not any(ends):
        draft.refuse("no-value")
        return
    for name, text in zip(("systolic", "diastolic"), ends, strict=True):
        if re.fullmatch(r"\d{2,3}", text):
            draft.fields[name] = int(text)
        else:
            draft.refuse(
                "unreadable-number", text=text or line.cell("pressure"), column=line.titles.get(name, "")
            )


def _measurement(draft: _Draft, how: How, questions: Questions) -> None:
    line = draft.line
    name, unit_in_name = with_unit(line.cell("what"))
    what = WHAT_WORDS.get(folded(name))
    if what is None:
        draft.refuse("unknown-test", test=line.cell("what"))
        return
    draft.fields["what"] = what
    _take_day(draft, "measured_on", how, questions)
    result = read_result(line.cell("value"))
    if not result.number:
        draft.refuse("no-value")
        return
    unit = result.unit or line.cell("unit") or unit_in_name or result.beside
    found = find_unit(unit) if unit else None
    usual = BODY_UNITS[what]
    if unit and (found is None or found.code not in usual):
        id = f"wrong-unit:{what}:{folded(unit)}"
        unit = _chosen_unit(
            draft, questions, id, "wrong-unit", usual,
            keeps=AS_WRITTEN, test=what, unit=unit, example=result.number,
        ) or unit  # fmt: skip
    draft.fields["quantity"] = _quantity(draft, result, "value", unit, usual, what, how, questions)


def _chosen_unit(
    draft: _Draft,
    questions: Questions,
    id: str,
    kind: QuestionKind,
    usual: tuple[str, ...],
    *,
    keeps: str,
    **about: str,
) -> str:
    """Ask which unit is meant; return it, or nothing where the row waits, is left out or `keeps` what it has."""
    said = questions.ask(id, kind, (*usual, keeps, LEAVE_OUT), draft.line.row, about=about)
    if not said:
        draft.waits.append(id)
    elif said == LEAVE_OUT:
        draft.refuse("left-out")
    elif said != keeps:
        return said
    return ""


def _course(draft: _Draft, how: How, questions: Questions) -> None:
    line = draft.line
    if not line.cell("drug"):
        draft.refuse("no-drug")
        return
    draft.fields["drug"] = line.cell("drug")
    start_role = "start" if line.cell("start") else "date"
    for name, role in (("start", start_role), ("stop", "stop")):
        text = line.cell(role)
        if name == "stop" and folded(text) in _RUNS:
            draft.fields["ongoing"] = "yes"
            continue
        day, waits, remarks = read_role(line, role, how)
        draft.fields[name] = day
        _hear(draft, waits, remarks)
    if folded(line.cell("ongoing")) in _RUNS:
        draft.fields["ongoing"] = "yes"
    draft.fields["route"] = _ROUTES.get(folded(line.cell("route")), "unknown")
    for name, allowed in (("role", get_args(Role)), ("stop_reason", get_args(StopReason))):
        text = line.cell(name)
        slug = text.strip().casefold().replace(" ", "-")
        draft.fields[name] = slug if slug in allowed else "unknown"
        if text and slug not in allowed:
            draft.notes.append(text)
    if line.cell("doses_given").isdecimal():
        draft.fields["doses_given"] = int(line.cell("doses_given"))
    _take_dose(draft, how, questions)
    if (
        draft.fields.get("start") is None
        and draft.fields.get("stop") is None
        and not draft.waits
        and not draft.is_broken
    ):
        draft.remark("undated")


def _take_dose(draft: _Draft, how: How, questions: Questions) -> None:
    """Take a dose such as “1 g bid” or “500 mg iv q2w x6”: what it says beside its number goes where no column says it."""
    line = draft.line
    text, frequency = line.cell("dose"), line.cell("frequency")
    said: dict[str, Any] = {"frequency": frequency}
    result = read_result(text)
    unit = result.unit or line.cell("dose_unit") or with_unit(line.titles.get("dose", ""))[1]
    if result.number and not result.beside:
        draft.fields["dose"] = _quantity(draft, result, "dose", unit, _DOSE_UNITS, "dose", how, questions)
    elif text:
        try:
            reading = read_dose(text)
        except ValueError as error:
            draft.notes.append(text)
            draft.remark("dose-unread", why=str(error))
        else:
            draft.fields["dose"] = reading.dose
            draft.notes.append(kept_as_written(reading))
            said = {
                "frequency": frequency or reading.frequency, "route": reading.route, "doses_given": reading.doses_given,
                "doses_planned": reading.doses_planned,
            }  # fmt: skip
    for name, value in said.items():
        if value and draft.fields.get(name) in (None, "", "unknown"):
            draft.fields[name] = value


_FILLS: dict[str, Callable[[_Draft, How, Questions], None]] = {
    "levels": _level,
    "dispenses": _dispense,
    "administrations": _administration,
    "blood_pressures": _pressure,
    "measurements": _measurement,
    "courses": _course,
}
