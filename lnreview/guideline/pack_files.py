"""Read and check payer packs: every fault with file, line, key and remedy; a faulty file never spoils the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from lnreview.case import analytes
from lnreview.case.dates import ChartDate
from lnreview.case.quantities import find_unit
from lnreview.errors import Problem
from lnreview.guideline.asks.person import VerdictIs
from lnreview.guideline.load import FILES, Reading
from lnreview.guideline.model import Guideline
from lnreview.guideline.packs import FOLDER, Packs, PayerPack, packs
from lnreview.guideline.places import Places
from lnreview.guideline.trees import PackCriterion, read_criteria
from lnreview.guideline.verdicts import VERDICTS

EXAMPLE = "EX-"
"""Beginning of the ids of the packs that travel with the program."""
_STATUSES = ("primary", "secondary", "unverified", "program-default")


def read_packs(
    folder: Path, guideline: Guideline, *, shipped: bool = False, taken: Collection[str] = ()
) -> Packs:
    """Return the packs of a folder and what is wrong with the others; the ids in `taken` are in use already."""
    return _read(
        folder, [path.name for path in sorted(folder.glob("*.toml"))], guideline, shipped=shipped, taken=taken
    )


def check_shipped(folder: Path, guideline: Guideline) -> tuple[Problem, ...]:
    """Return every problem of the payer packs in a guideline's folder, each with its place in that folder."""
    names = [f"{FOLDER.as_posix()}/{path.name}" for path in sorted((folder / FOLDER).glob("*.toml"))]
    return _read(folder, names, guideline, shipped=True).problems


def check_packs(path: Path, guideline: Guideline) -> tuple[Problem, ...]:
    """Return every problem of a payer pack (a file), or of all in a folder; a user's pack needs an id of its own."""
    folder = path if path.is_dir() else path.parent
    names = [item.name for item in sorted(path.glob("*.toml"))] if path.is_dir() else [path.name]
    home = guideline.folder / FOLDER if guideline.folder else None
    shipped = home is not None and folder.resolve() == home.resolve()
    taken = () if shipped else packs(guideline.model_copy(update={"own_packs": None})).packs
    return _read(folder, names, guideline, shipped=shipped, taken=taken).problems


def is_pack_folder(folder: Path) -> bool:
    """Say whether a folder holds payer packs and nothing of a guideline pack."""
    return any(folder.glob("*.toml")) and not any((folder / f"{name}.toml").exists() for name in FILES)


def _read(
    folder: Path, names: Iterable[str], guideline: Guideline, *, shipped: bool = False, taken: Collection[str] = ()
) -> Packs:  # fmt: skip
    reading = Reading(folder)
    found: dict[str, PayerPack] = {}
    problems: list[Problem] = []
    faulty: list[str] = []
    for name in names:
        reading.problems.clear()
        pack = _pack(reading, name, guideline, shipped=shipped, taken=taken)
        problems += reading.problems
        if pack is not None and not reading.problems:
            found[pack.id] = pack
        else:
            faulty.append(name)
    return Packs(found, tuple(problems), faulty=tuple(faulty))


def _pack(
    reading: Reading, name: str, guideline: Guideline, *, shipped: bool, taken: Collection[str]
) -> PayerPack | None:
    content, places = reading.tables(name)
    if not content:
        if not reading.problems:
            reading.problems.append(Problem(name, "the file is empty; copy EX-BLANK.toml and fill it in"))
        return None
    status = content.get("status")
    tables = content.pop("criterion", {})
    criteria, faults = read_criteria(tables, places, status if status in _STATUSES else "unverified")
    id = str(content.get("id", Path(name).stem))
    pack = reading.part(PayerPack, "payer pack", id, content | {"id": id, "criteria": criteria}, places, ())
    reading.problems += faults
    if id in taken:
        message = f"“{id}” is the id of a pack that travels with the program; give this one another id"
        reading.problems.append(Problem(places.of(("id",)), message))
    if pack is None:
        return None
    reading.problems += _roots(pack, tables, places)
    if not reading.problems:
        reading.problems += [*_trees(pack, places), *_head(pack, guideline, places, shipped=shipped)]
        for item in criteria.values():
            reading.problems += _question(item, guideline, places)
    return pack


def _roots(pack: PayerPack, tables: object, places: Places) -> Iterator[Problem]:
    """The roots of the trees exist."""
    for key in ("initial", "continuation"):
        root = getattr(pack, key)
        if (root or key == "initial") and root not in (tables if isinstance(tables, dict) else {}):
            message = f"“{root}” is no criterion of this pack; correct the id or add [criterion.{root}]"
            yield Problem(places.of((key,)), message)


def _trees(pack: PayerPack, places: Places) -> Iterator[Problem]:
    """Every criterion belongs to a tree, none stands twice in one, and no two ids differ by their capitals only."""
    roots = [(key, root) for key in ("initial", "continuation") if (root := getattr(pack, key))]
    used: set[str] = set()
    for key, root in roots:
        seen: set[str] = set()
        for item in pack.tree(root):
            if item.id in seen:
                message = (
                    f"it stands twice in the tree of “{key}”; a comment would not know its place, "
                    "so give the second one an id of its own"
                )
                yield Problem(places.of(("criterion", item.id)), message)
            seen.add(item.id)
        used |= seen
    folded: dict[str, str] = {}
    for id in pack.criteria:
        if id not in used:
            message = "nothing leads to it; name it in a rule, or as initial or continuation, or remove it"
            yield Problem(places.of(("criterion", id)), message)
        first = folded.setdefault(id.casefold(), id)
        if first != id:
            yield Problem(
                places.of(("criterion", id)), f"it differs from “{first}” by its capitals only; rename one"
            )


def _head(pack: PayerPack, guideline: Guideline, places: Places, *, shipped: bool) -> Iterator[Problem]:
    """Dates are in order, drugs are known, an example says that it is one."""
    if (shipped or pack.id.startswith(EXAMPLE)) and not pack.example:
        message = "an example has to say so; write example = true, or give your own pack an id without EX-"
        yield Problem(places.of(("example" if "example" in pack.model_fields_set else "id",)), message)
    order: tuple[tuple[str, ChartDate | None, str, ChartDate | None], ...] = (
        ("effective_from", pack.effective_from, "effective_to", pack.effective_to),
    )
    for first, early, second, late in order:
        if early is not None and late is not None and late.on().latest < early.on().earliest:
            yield Problem(
                places.of((second,)), f"it lies before {first} ({early.text}); correct one of the dates"
            )
    days = [change.on for change in pack.change_log]
    for index, (earlier, later) in enumerate(pairwise(days), start=1):
        if later.on().latest < earlier.on().earliest:
            message = "it lies before the change above it; put the latest change last"
            yield Problem(places.of(("change_log", index, "on")), message)
    for key in ("effective_from", "effective_to", "read_on", "label_change_date", "reviewed_on"):
        when = getattr(pack, key)
        if when is not None and when.is_relative:
            message = (
                "months from an anchor mean nothing in a policy; write a date such as 2026-11-20 or 2026-11"
            )
            yield Problem(places.of((key,)), message)
    for name in pack.drugs:
        if guideline.drug(name) is None and guideline.asked_for(name) is None:
            yield Problem(
                places.of(("drugs",)), f"“{name}” is no drug or therapy that is known; use a generic name"
            )


def _question(item: PackCriterion, guideline: Guideline, places: Places) -> Iterator[Problem]:
    """What a question names exists: units, drugs, classes, tests, verdicts."""
    question = item.question
    if question is None:
        return

    def place(key: str) -> str:
        return places.of(("criterion", item.id, key))

    if not item.accepts.strip():
        message = "accepts is missing; say which evidence settles it, for example “dated laboratory report”"
        yield Problem(places.of(("criterion", item.id)), message)

    for key, unit, kind in question.units():
        found = find_unit(unit)
        if found is None:
            yield Problem(
                place(key), f"unit “{unit}” is not known; write a UCUM code that is, such as g/g or mg"
            )
        elif kind and found.kind not in kind.split(" or "):
            yield Problem(
                place(key), f"“{unit}” measures {found.kind}, but {kind} is needed; correct the unit"
            )
    for name in question.drug_names():
        if guideline.drug(name) is None:
            yield Problem(
                place("drugs"),
                f"“{name}” is no drug of drugs.toml; use a generic name or brand that is known",
            )
    known = {drug.drug_class for drug in guideline.drugs}
    for name in question.class_names():
        if name not in known:
            yield Problem(place("classes"), f"“{name}” is no drug class; use one of {', '.join(sorted(known))}")  # fmt: skip
    for name in question.analyte_names():
        test = analytes.find(name)
        if test is None:
            key = next(key for key in type(question).model_fields if name in _texts(getattr(question, key)))
            yield Problem(
                place(key), f"“{name}” is no test that is known; use a name such as upcr, c3 or hbsag"
            )
            continue
        measure = find_unit(str(getattr(question, "unit", "")))
        if measure is not None and test.kinds and measure.kind not in test.kinds:
            needed = " or ".join(test.kinds)
            message = (
                f"“{measure.label}” measures {measure.kind}; {test.name} needs {needed}: correct the unit"
            )
            yield Problem(place("unit"), message)
    if isinstance(question, VerdictIs):
        for name in question.verdicts:
            if name not in VERDICTS:
                yield Problem(place("verdicts"), f"“{name}” is no verdict; use one of {', '.join(VERDICTS)}")


def _texts(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
