"""The dated tables of codes: ICD-10-CM, HCPCS with its units and containers, LOINC, RxNorm, NDC.

They are read from `payer/codes` of the pack when they are first asked for. Every row says how far it may be trusted and
since when it holds; a code that has ended or has not begun on a day is said so, and a day that the table does not know
exactly (“about 2024-04-01”, 2025-04) leaves the answer open. Nothing is checked against a register.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from lnreview.case import analytes
from lnreview.case.dates import Span
from lnreview.case.identifiers import hcpcs_fault, icd10_fault, loinc_fault, ndc_11, ndc_fault
from lnreview.case.names import folded
from lnreview.errors import InputProblems, Problem
from lnreview.guideline.code_rows import (
    CodeDay,
    CodeRow,
    HcpcsRow,
    Icd10Row,
    Limits,
    LoincRow,
    Mistaken,
    Modifier,
    NdcRow,
    RefusedOrder,
    RxNormRow,
    Uncoded,
)  # fmt: skip
from lnreview.guideline.load import Reading
from lnreview.guideline.model import Guideline
from lnreview.guideline.parts import Part

FOLDER = "payer/codes"
"""Where the tables stand in a pack."""


Standing = Literal["in-force", "not-yet", "ended", "unclear"]
"""How a code stands on a day; unclear where the table knows the day only roughly."""


@dataclass(frozen=True)
class HcpcsAnswer:
    """A billing code as it stands on a day."""

    row: HcpcsRow
    standing: Standing
    words: str
    """Since when and until when it holds, as a phrase."""


@dataclass(frozen=True)
class Codes:
    """All tables of a pack; an empty one knows no code."""

    icd10_rows: tuple[Icd10Row, ...] = ()
    hcpcs_rows: tuple[HcpcsRow, ...] = ()
    loinc_rows: tuple[LoincRow, ...] = ()
    rxnorm_rows: tuple[RxNormRow, ...] = ()
    ndc_rows: tuple[NdcRow, ...] = ()
    modifiers: tuple[Modifier, ...] = ()
    uncoded: tuple[Uncoded, ...] = ()
    refused_orders: tuple[RefusedOrder, ...] = ()
    limits: Limits | None = None

    def icd10(self, code: str) -> Icd10Row | None:
        """Return the row of a diagnosis code, or of the longest family that it begins with, or `None`."""
        wanted = code.strip().upper()
        families = [row for row in self.icd10_rows if row.family and wanted.startswith(row.code)]
        exact = [row for row in self.icd10_rows if row.code == wanted]
        found = exact or sorted(families, key=lambda row: -len(row.code))
        return found[0] if found else None

    def hcpcs(self, code: str, on: date) -> HcpcsAnswer | None:
        """Return a billing code as it stands on a day, or `None` where the table does not hold it.

        Of several rows of one code the one in force is given, then one whose days leave it open, then the latest.
        """
        wanted = code.strip().upper()
        answers = [self._answer(row, on) for row in self.hcpcs_rows if row.code == wanted]
        order: tuple[Standing, ...] = ("in-force", "unclear", "ended", "not-yet")
        return min(reversed(answers), key=lambda answer: order.index(answer.standing), default=None)

    def hcpcs_for(self, name: str, on: date) -> tuple[HcpcsAnswer, ...]:
        """Return the billing codes that are, or may be, in force on a day for a product, else for the id of a drug."""
        wanted = folded(name)
        if not wanted:
            return ()
        rows = [row for row in self.hcpcs_rows if wanted in {folded(product) for product in row.products}]
        rows = rows or [row for row in self.hcpcs_rows if folded(row.drug) == wanted]
        answers = (self._answer(row, on) for row in rows)
        return tuple(answer for answer in answers if answer.standing in ("in-force", "unclear"))

    def loinc(self, code: str) -> LoincRow | None:
        """Return the row of a LOINC code, or `None`; a wrong but similar code is told by `mistaken`."""
        return next((row for row in self.loinc_rows if row.code == code.strip()), None)

    def rxnorm(self, code: str) -> RxNormRow | None:
        """Return the row of a RxNorm number, or `None`."""
        return next((row for row in self.rxnorm_rows if row.code == code.strip()), None)

    def ndc(self, code: str) -> NdcRow | None:
        """Return the row of a national drug code in any form that can be read in one way, or `None`."""
        try:
            wanted = ndc_11(code)
        except ValueError:
            return None
        return next(
            (row for row in self.ndc_rows if wanted == row.code or wanted.startswith(f"{row.code}-")), None
        )

    def mistaken(self, code: str) -> tuple[tuple[CodeRow, Mistaken], ...]:
        """Return the rows for which a code is easily mistaken, each with what the code stands for."""
        wanted = code.strip().upper()
        rows: tuple[CodeRow, ...] = (*self.icd10_rows, *self.hcpcs_rows, *self.loinc_rows, *self.rxnorm_rows, *self.ndc_rows)  # fmt: skip
        return tuple(
            (row, item) for row in rows for item in row.not_to_be_confused_with if item.code == wanted
        )

    def modifier(self, tells: str, handling: str, on: date) -> Modifier | None:
        """Return the modifier that tells of waste or of none on a day, for a drug that is administered or dispensed."""
        for item in self.modifiers:
            if item.tells != tells or item.handling not in (handling, "any"):
                continue
            if _standing(_begin(item.effective_from), _end(item.effective_to), on) == "in-force":
                return item
        return None

    def period(self, row: HcpcsRow) -> str:
        """Return since when and until when a billing code holds, as a phrase: “from about 2024-04-01”."""
        told = [f"from {row.effective_from}"] if row.effective_from else []
        told += [f"until {row.effective_to}"] if row.effective_to else []
        before = [item for item in self._before(row) if item.effective_to]
        if not row.effective_from and before:
            told.append(f"following {before[0].code}, which ended {before[0].effective_to}")
        after = [item for item in self._after(row) if item.effective_from]
        if not row.effective_to and after:
            told.append(f"until {after[0].code} began, {after[0].effective_from}")
        return ", ".join(told) or "effective date not in the table"

    def _answer(self, row: HcpcsRow, on: date) -> HcpcsAnswer:
        begin, end = _begin(row.effective_from), _end(row.effective_to)
        if begin is None:
            ends = [found for item in self._before(row) if (found := _end(item.effective_to))]
            begin = max(ends, default=None)
        if end is None:
            begins = [found for item in self._after(row) if (found := _begin(item.effective_from))]
            end = min(begins, default=None)
        return HcpcsAnswer(row, _standing(begin, end, on), self.period(row))

    def _before(self, row: HcpcsRow) -> list[HcpcsRow]:
        return [item for item in self.hcpcs_rows if row.code in item.replaced_by]

    def _after(self, row: HcpcsRow) -> list[HcpcsRow]:
        return [item for item in self.hcpcs_rows if item.code in row.replaced_by]


_Days = tuple[date, date]
"""The earliest and the latest day that a change may lie on: a code holds from its begin, and no longer from its end."""


def _span(day: CodeDay) -> Span:
    return day.when.on()


def _begin(day: CodeDay | None) -> _Days | None:
    return (_span(day).earliest, _span(day).latest) if day else None


def _end(day: CodeDay | None) -> _Days | None:
    after = timedelta(days=1)
    return (_span(day).earliest + after, _span(day).latest + after) if day else None


def _standing(begin: _Days | None, end: _Days | None, on: date) -> Standing:
    if end and on >= end[1]:
        return "ended"
    if begin and on < begin[0]:
        return "not-yet"
    if (begin and on < begin[1]) or (end and on >= end[0]):
        return "unclear"
    return "in-force"


def codes(guideline: Guideline) -> Codes:
    """Return the tables of a pack; a pack without them knows no code.

    Kept in memory until a file of the folder changes. Raises `InputProblems` with every fault and its place.
    """
    folder = guideline.folder
    if folder is None or not (folder / FOLDER).is_dir():
        return Codes()
    stamps = tuple(
        (path.name, stat.st_mtime_ns, stat.st_size)
        for path in sorted((folder / FOLDER).glob("*.toml"))
        for stat in (path.stat(),)
    )
    return _read(folder, stamps)


@lru_cache(maxsize=8)
def _read(folder: Path, stamps: tuple[tuple[str, int, int], ...]) -> Codes:
    reading = Reading(folder)
    found = read(reading)
    if reading.problems:
        raise InputProblems(f"The code tables of {folder}", reading.problems)
    return found


P = TypeVar("P", bound=Part)


def read(reading: Reading) -> Codes:
    """Read the tables of a pack; faults are added to the reading, the rows without a fault are given."""
    hcpcs = reading.tables(f"{FOLDER}/hcpcs.toml")
    limits: Limits | None = None
    if hcpcs[0]:
        content, places = hcpcs
        limits = reading.part(Limits, "limits", "limits", content.pop("limits", {}), places, ("limits",))
    kinds: dict[str, type[Part]] = {"code": HcpcsRow, "modifier": Modifier, "uncoded": Uncoded, "refused_order": RefusedOrder}  # fmt: skip
    billing = _listed(reading, "hcpcs", hcpcs, kinds)
    return Codes(
        icd10_rows=_codes(reading, "icd-10-cm", Icd10Row),
        hcpcs_rows=tuple(_of(HcpcsRow, billing)),
        loinc_rows=_codes(reading, "loinc", LoincRow),
        rxnorm_rows=_codes(reading, "rxnorm", RxNormRow),
        ndc_rows=_codes(reading, "ndc", NdcRow),
        modifiers=tuple(_of(Modifier, billing)),
        uncoded=tuple(_of(Uncoded, billing)),
        refused_orders=tuple(_of(RefusedOrder, billing)),
        limits=limits,
    )


def _codes(reading: Reading, table: str, model: type[P]) -> tuple[P, ...]:
    rows = _listed(reading, table, reading.tables(f"{FOLDER}/{table}.toml"), {"code": model})
    return tuple(_of(model, rows))


def _of(model: type[P], parts: Iterable[Part]) -> Iterable[P]:
    return (part for part in parts if isinstance(part, model))


def problems(folder: Path) -> list[Problem]:
    """Return every fault of the code tables of a pack, each with file, line, key and remedy; a pack may have none."""
    if not (folder / FOLDER).is_dir():
        return []
    reading = Reading(folder)
    found = read(reading)
    if reading.problems:
        return reading.problems
    content, _ = Reading(folder).tables("drugs.toml")
    drugs = [item for item in content.get("drug", []) if isinstance(item, dict)]
    return [*_shapes(reading, found), *_periods(reading, found), *_known(reading, found, drugs)]


def _places(reading: Reading, found: Codes) -> Iterator[tuple[str, int, CodeRow]]:
    """Yield every row with its table and its position."""
    tables: tuple[tuple[str, tuple[CodeRow, ...]], ...] = (
        ("icd-10-cm", found.icd10_rows), ("hcpcs", found.hcpcs_rows), ("loinc", found.loinc_rows),
        ("rxnorm", found.rxnorm_rows), ("ndc", found.ndc_rows),
    )  # fmt: skip
    for table, rows in tables:
        for index, row in enumerate(rows):
            yield table, index, row


def _rxnorm_fault(code: str) -> str:
    return "" if code.isdecimal() else f"“{code}” is no RxNorm number: it has digits only; look it up again"


def _product_ndc_fault(code: str) -> str:
    """Return the fault of a code 5-4-2; two parts stand for every package."""
    whole = code if code.count("-") == 2 else f"{code}-00"
    fault = ndc_fault(whole)
    if not fault and ndc_11(whole) != whole:
        fault = f"“{code}” is not written 5-4-2; write {ndc_11(whole)}"
    return fault


_FAULTS: dict[str, Callable[[str], str]] = {
    "icd-10-cm": icd10_fault, "hcpcs": hcpcs_fault, "loinc": loinc_fault, "rxnorm": _rxnorm_fault,
    "ndc": _product_ndc_fault,
}  # fmt: skip


def _shapes(reading: Reading, found: Codes) -> Iterator[Problem]:
    """Codes have the shape and the check digit of their table, and none is mistaken for itself."""
    for table, index, row in _places(reading, found):
        if fault := _FAULTS[table](row.code):
            yield Problem(reading.place(f"{table} code", str(index), "code"), fault)
        where = reading.place(f"{table} code", str(index), "not_to_be_confused_with")
        for item in row.not_to_be_confused_with:
            if fault := _FAULTS[table](item.code):
                yield Problem(where, fault)
            if item.code == row.code:
                yield Problem(where, f"“{row.code}” is named as a mistake for itself; name the wrong code")


def _periods(reading: Reading, found: Codes) -> Iterator[Problem]:
    """A period ends after it begins, and two rows of one code share no day."""
    seen: dict[tuple[str, str], list[tuple[int, CodeRow]]] = {}
    for table, index, row in _places(reading, found):
        begin, end = _begin(row.effective_from), _end(row.effective_to)
        where = reading.place(f"{table} code", str(index))
        if begin and end and end[1] <= begin[0]:
            message = f"{row.code} ends {row.effective_to}, before it begins {row.effective_from}; correct one of the days"
            yield Problem(where, message)
        for other, earlier in seen.setdefault((table, row.code), []):
            first, last = _begin(earlier.effective_from), _end(earlier.effective_to)
            apart = (last and begin and last[0] <= begin[1]) or (end and first and end[0] <= first[1])
            if not apart:
                place = reading.place(f"{table} code", str(other))
                yield Problem(
                    where, f"{row.code} holds on the same days as in {place}; end one before the other begins"
                )
        seen[table, row.code].append((index, row))


def _known(reading: Reading, found: Codes, drugs: list[dict[str, Any]]) -> Iterator[Problem]:
    """Drugs, classes, analytes and following codes exist, and a container is not smaller than nothing."""
    ids, classes = {item.get("id") for item in drugs}, {item.get("class") for item in drugs}
    billed = {row.code for row in found.hcpcs_rows}
    for table, index, row in _places(reading, found):
        held = row.__dict__

        def at(key: str, table: str = table, index: int = index) -> str:
            return reading.place(f"{table} code", str(index), key)

        for key, known, kind in (("drugs", ids, "drug"), ("drug_classes", classes, "drug class")):
            for name in held.get(key, ()):
                if name not in known:
                    yield Problem(at(key), f"“{name}” is no {kind} of drugs.toml; correct it or add the drug")
        if held.get("drug") and held["drug"] not in ids:
            yield Problem(
                at("drug"), f"“{held['drug']}” is no drug of drugs.toml; correct it or add the drug"
            )
        for code in held.get("replaced_by", ()):
            if code not in billed:
                yield Problem(
                    at("replaced_by"), f"“{code}” is no code of this table; correct it or add its row"
                )
        if any(size <= 0 for size in held.get("vials_mg", ())):
            yield Problem(at("vials_mg"), "a container holds more than 0 mg; correct the size")
        if isinstance(row, LoincRow) and not _measured(row.analyte):
            yield Problem(at("analyte"), f"“{row.analyte}” is nothing that a case measures; correct the name")
    others = [("uncoded", [item.drug for item in found.uncoded])]
    others.append(("refused_order", [item.drug for item in found.refused_orders]))
    for kind, names in others:
        for index, name in enumerate(names):
            if name not in ids:
                where = reading.place(f"hcpcs {kind}", str(index), "drug")
                yield Problem(where, f"“{name}” is no drug of drugs.toml; correct it or add the drug")


_BODY = ("weight", "height", "systolic", "diastolic", "mycophenolic-acid", "tacrolimus")
"""What has a LOINC code and stands in another list of a case than its laboratory results."""


def _measured(name: str) -> bool:
    return name in _BODY or analytes.find(name) is not None


def _listed(
    reading: Reading, table: str, file: tuple[dict[str, Any], Any], kinds: dict[str, type[Part]]
) -> list[Part]:
    """Return the repeated tables of a file; a row goes by its table and its position, its code may stand in two periods."""
    content, places = file
    found: list[Part] = []
    for kind, rows in content.items():
        if kind not in kinds or not isinstance(rows, list):
            names = ", ".join(f"[[{name}]]" for name in kinds)
            message = f"only the tables {names} are known here; correct the name"
            reading.problems.append(Problem(places.of((kind,)), message))
            continue
        for index, row in enumerate(rows):
            part = reading.part(kinds[kind], f"{table} {kind}", str(index), row, places, (kind, index))
            if part is not None:
                found.append(part)
    return found
