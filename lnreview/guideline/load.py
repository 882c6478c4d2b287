"""Read the guideline pack: a folder of TOML files becomes one typed, cited `Guideline`.

All faults are reported at once, each with file, line and key; a file that cannot be parsed hides nothing of
the others. What is seen only by comparing files (references, units, orphans) is for the module `check`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from lnreview import resources
from lnreview.errors import InputProblems, Problem
from lnreview.guideline.model import (
    Abbreviation,
    CriteriaSet,
    DoseRule,
    Drug,
    Equation,
    Guideline,
    LesionRule,
    Therapy,
)
from lnreview.guideline.parts import Parameter, Part, Source, Statement
from lnreview.guideline.places import Places
from lnreview.guideline.reference import (
    Conflict,
    Fact,
    Gate,
    GeneAdvice,
    Reference,
    ScoreItem,
    SteroidStep,
)
from lnreview.guideline.sentences import sentence

FILES = (
    "pack", "sources", "drugs", "doses", "lesions", "equations", "steps", "gates", "conflicts", "steroids", "genetics",
)  # fmt: skip
"""Files that every pack has, without their ending."""

P = TypeVar("P", bound=BaseModel)


class _Head(Part):
    """The file pack.toml."""

    version: str
    effective: date


@dataclass
class Reading:
    """A pack as it was read: its parts, their places, and what is wrong."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    guideline: Guideline | None = None
    """The pack, or `None` when a problem was found."""
    _places: dict[tuple[str, str], tuple[Places, tuple[str | int, ...]]] = field(default_factory=dict)
    _read: dict[str, tuple[dict[str, Any], Places]] = field(default_factory=dict)

    def place(self, kind: str, name: str, *keys: str | int) -> str:
        """Return the place of a part (kind and id), or of a key in it, for a message."""
        if (kind, name) not in self._places:
            return name
        places, path = self._places[kind, name]
        return places.of((*path, *keys))

    def tables(self, relative: str) -> tuple[dict[str, Any], Places]:
        """Return a file's content and the places in it; one that cannot be read is a problem and empty."""
        if relative not in self._read:
            self._read[relative] = self._tables(relative)
        return self._read[relative]

    def _tables(self, relative: str) -> tuple[dict[str, Any], Places]:
        path = self.folder / relative
        try:
            text = path.read_bytes().decode("utf-8")
            return tomllib.loads(text, parse_float=Decimal), Places(relative, text)
        except FileNotFoundError:
            self._add(relative, "the file is missing; every pack has it, so add it")
        except OSError as error:
            self._add(relative, f"the file cannot be read ({error.strerror}); check its permissions")
        except UnicodeDecodeError:
            self._add(relative, "the file is not UTF-8 text; save it again as UTF-8")
        except tomllib.TOMLDecodeError as error:
            self._add(relative, f"the file is not valid TOML ({error}); correct it there")
        except RecursionError:
            self._add(relative, "the file is nested too deeply; write it with plain tables")
        return {}, Places(relative)

    def files(self, subfolder: str) -> list[str]:
        """Return the TOML files of a subfolder in the order of their names; none at all is a problem."""
        found = sorted(path.name for path in (self.folder / subfolder).glob("*.toml"))
        if not found:
            self._add(subfolder, "the folder is missing or holds no .toml file; add at least one")
        return [f"{subfolder}/{name}" for name in found]

    def part(
        self, model: type[P], kind: str, name: str, content: Any, places: Places, path: tuple[str | int, ...]
    ) -> P | None:
        """Return a validated part and remember its place; a fault or a second of that name is a problem."""
        if (kind, name) in self._places:
            self._add(places.of(path), f"“{name}” stands already in {self.place(kind, name)}; remove one")
            return None
        self._places[kind, name] = (places, path)
        if not isinstance(content, dict):
            self._add(places.of(path), f"a table is needed here; write it as [{name}] with its keys below")
            return None
        try:
            return model.model_validate(content)
        except ValidationError as error:
            for fault in error.errors(include_url=False, include_context=False):
                message = sentence(fault["type"], fault["msg"], fault["input"])
                self._add(places.of((*path, *fault["loc"])), message)
            return None

    def _add(self, place: str, message: str) -> None:
        self.problems.append(Problem(place, message))


def load(folder: Path | None = None, *, own_packs: Path | None = None) -> Guideline:
    """Return the pack of a folder (default: the one that travels with the program).

    `own_packs` is the folder of the user's payer packs; it is looked into when a pack is asked for. Kept in memory until a file of the folder changes. Raises `InputProblems` with every fault and its place.
    """
    chosen = (folder or resources.guideline()).resolve()
    stamps = tuple(
        (str(path), stat.st_mtime_ns, stat.st_size)
        for path in sorted(chosen.rglob("*.toml"))
        for stat in (path.stat(),)
    )
    found = _loaded(chosen, stamps)
    return found if own_packs is None else found.model_copy(update={"own_packs": own_packs})


@lru_cache(maxsize=8)
def _loaded(folder: Path, stamps: tuple[tuple[str, int, int], ...]) -> Guideline:
    reading = read(folder, at_once=False)
    if reading.guideline is None:
        raise InputProblems(f"The guideline pack {folder}", reading.problems)
    return reading.guideline


def read(folder: Path, *, at_once: bool = True) -> Reading:
    """Read a pack and return what was found, with all problems: `at_once` also what is only looked up and shown."""
    reading = Reading(folder)
    if not folder.is_dir():
        reading.problems.append(
            Problem(str(folder), "there is no such folder; name the folder that holds pack.toml")
        )
        return reading
    content, places = reading.tables("pack.toml")
    head = reading.part(_Head, "pack", "pack", content, places, ()) if content else None
    sources = _named(reading, Source, "source", "sources.toml")
    equations = _named(reading, Equation, "equation", "equations.toml")
    steps = _named(reading, Statement, "step", "steps.toml", with_id=False)
    criteria = _criteria(reading)
    thresholds: dict[str, Parameter] = {}
    for file in reading.files("thresholds"):
        thresholds |= _named(reading, Parameter, "threshold", file)
    drugs = _listed(reading, Drug, "drug", "drugs.toml", beside="abbreviation")
    abbreviations = _listed(reading, Abbreviation, "abbreviation", "drugs.toml", beside="drug")
    doses = _listed(reading, DoseRule, "dose", "doses.toml")
    lesions = _listed(reading, LesionRule, "lesion", "lesions.toml")
    therapies = _all_listed(reading, Therapy, "therapy", "therapies")
    reference = _reference(reading) if at_once else None
    if head is None or reading.problems:
        return reading
    # Every part is validated above; on the start path the whole is not validated a second time.
    reading.guideline = Guideline.model_construct(
        version=head.version,
        effective=head.effective,
        sources=sources,
        criteria=criteria,
        thresholds=thresholds,
        drugs=drugs,
        abbreviations=abbreviations,
        doses=doses,
        lesions=lesions,
        therapies=therapies,
        equations=equations,
        steps=steps,
        folder=folder,
        read_reference=(lambda: reference) if reference else partial(_read_reference, folder),
    )
    return reading


def _read_reference(folder: Path) -> Reference:
    """Read what is looked up and shown, when it is first asked for; raise `InputProblems` with every fault."""
    reading = Reading(folder)
    reference = _reference(reading)
    if reading.problems:
        raise InputProblems(f"The guideline pack {folder}", reading.problems)
    return reference


def _reference(reading: Reading) -> Reference:
    return Reference.model_construct(
        facts=_all_listed(reading, Fact, "fact", "facts"),
        scores=_all_listed(reading, ScoreItem, "item", "scores"),
        gates=_listed(reading, Gate, "gate", "gates.toml"),
        conflicts=_listed(reading, Conflict, "conflict", "conflicts.toml"),
        steroid_steps=_listed(reading, SteroidStep, "dose", "steroids.toml"),
        genes=_listed(reading, GeneAdvice, "advice", "genetics.toml"),
    )


def _named(reading: Reading, model: type[P], kind: str, file: str, *, with_id: bool = True) -> dict[str, P]:
    """Read a file whose tables are named by their id."""
    content, places = reading.tables(file)
    parts: dict[str, P] = {}
    for name, table in content.items():
        filled = {"id": name, **table} if with_id and isinstance(table, dict) else table
        part = reading.part(model, kind, name, filled, places, (name,))
        if part is not None:
            parts[name] = part
    return parts


def _listed(reading: Reading, model: type[P], kind: str, file: str, *, beside: str = "") -> tuple[P, ...]:
    """Read the repeated tables `[[kind]]` of a file; a dose rule has no id and goes by its position.

    `beside` is another kind of table that the same file may hold.
    """
    content, places = reading.tables(file)
    for key in content.keys() - {kind, beside}:
        reading.problems.append(
            Problem(places.of((key,)), f"only [[{kind}]] tables are known here; correct the name")
        )
    tables = content.get(kind, [])
    if not isinstance(tables, list):
        reading.problems.append(Problem(places.of((kind,)), f"repeated tables are needed; write [[{kind}]]"))
        return ()
    parts: list[P] = []
    for index, table in enumerate(tables):
        own = table.get("id") if isinstance(table, dict) else None
        name = str(own or f"{kind} {index + 1} of {file}")
        part = reading.part(model, kind, name, table, places, (kind, index))
        if part is not None:
            parts.append(part)
    return tuple(parts)


def _all_listed(reading: Reading, model: type[P], kind: str, folder: str) -> tuple[P, ...]:
    """Read the repeated tables of every file of a folder, in the order of the files."""
    return tuple(part for file in reading.files(folder) for part in _listed(reading, model, kind, file))


def _criteria(reading: Reading) -> dict[str, CriteriaSet]:
    """Read the criteria sets, one per file; its id is the name of the file unless it says otherwise."""
    read = []
    for file in reading.files("criteria"):
        content, places = reading.tables(file)
        if content:
            read.append((str(content.get("id", Path(file).stem)), content, places))
    contents = {name: content for name, content, _ in read}
    sets: dict[str, CriteriaSet] = {}
    for name, content, places in read:
        base = content.get("extends", name)
        if base not in contents:
            message = f"“{base}” is no criteria set of the pack; correct extends"
            reading.problems.append(Problem(places.of(("extends",)), message))
            continue
        parameters = _parameters({**contents, name: content}, name)
        if isinstance(parameters, dict):
            parameters = {
                key: {"id": f"{name}.{key}", **table} if isinstance(table, dict) else table
                for key, table in parameters.items()
            }
        filled = {**content, "id": name, "parameters": parameters}
        part = reading.part(CriteriaSet, "criteria", name, filled, places, ())
        if part is not None:
            sets[name] = part
    return sets


def _parameters(read: dict[str, dict[str, Any]], name: str, seen: tuple[str, ...] = ()) -> Any:
    """Return the parameters of a set with those that it takes from another; what a publication says there is borrowed."""
    own = read[name].get("parameters", {})
    base = read[name].get("extends")
    if base not in read or base in (name, *seen) or not isinstance(own, dict):
        return own
    taken = _parameters(read, base, (*seen, name))
    if not isinstance(taken, dict):
        return own
    inherited = {
        key: table
        if not isinstance(table, dict) or table.get("source") == "lnreview"
        else {"borrowed_from": base, **table}
        for key, table in taken.items()
        if key not in read[name].get("omits", ())
    }
    return {**inherited, **own}
