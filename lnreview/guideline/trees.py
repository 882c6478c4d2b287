"""The criteria of a payer pack: named questions and rules over them, read from the tables `[criterion.…]` of its file.

A criterion is either a question to the record (`ask`) or a rule over other criteria by their ids: `all`, `any`,
`n_of` with `of`, `not` (with `unless`), `if` / `then` / `else`. What is not known here is an error with its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field, SerializeAsAny, ValidationError

from lnreview.errors import Problem
from lnreview.guideline.asks import ASKS, Ask
from lnreview.guideline.parts import Part, VerificationStatus
from lnreview.guideline.places import Places
from lnreview.guideline.sentences import sentence

_OWN = ("words", "accepts", "status", "source", "note", "exclusion")
_RULES: dict[str, tuple[str, ...]] = {
    "ask": (), "all": (), "any": (), "n_of": ("of",), "not": ("unless",), "if": ("then", "else"),
}  # fmt: skip
"""The key that says what a criterion is, with the keys that go along with it."""


class PackCriterion(Part):
    """A criterion of a pack: a question to the record, or a rule over other criteria."""

    id: str
    """Unique in the pack and stable across its versions, because comments hang on it."""
    words: str = Field(min_length=1)
    """The criterion in plain words."""
    rule: Literal["ask", "all", "any", "n_of", "not", "if"]
    """A question, or how the criteria below it are put together."""
    accepts: str = ""
    """Which evidence settles it: type of document and range of dates."""
    status: VerificationStatus
    """How far it may be trusted; that of the pack unless it says otherwise."""
    source: str = ""
    """Where it was read, where that differs from the pack."""
    note: str = ""
    """Anything that a reader has to know."""
    exclusion: bool = False
    """Whether the fact that it asks about rules the request out: the criterion is met when the fact is absent."""
    question: SerializeAsAny[Ask] | None = None
    """The question with its parameters."""
    below: tuple[str, ...] = ()
    """Ids of the criteria below it; of *if*: condition, then, else; of *not*: what must not be, and the exception."""
    needed: int = 0
    """Of *n_of*: how many have to be met."""


def read_criteria(
    tables: Any, places: Places, default: VerificationStatus
) -> tuple[dict[str, PackCriterion], tuple[Problem, ...]]:
    """Return the criteria of a file and everything that is wrong with them."""
    if not isinstance(tables, Mapping):
        return {}, (
            Problem(places.of(("criterion",)), "tables are needed here; write [criterion.name] for each"),
        )
    found: dict[str, PackCriterion] = {}
    problems: list[Problem] = []
    for id, table in tables.items():
        if not isinstance(table, Mapping):
            problems.append(
                Problem(places.of(("criterion", id)), f"a table is needed here; write [criterion.{id}]")
            )
            continue
        content, faults = _content(id, table, places)
        problems += faults
        if content is None:
            continue
        try:
            found[id] = PackCriterion.model_validate({"status": default, **content, "id": id})
        except ValidationError as error:
            for fault in error.errors(include_url=False, include_context=False):
                place = places.of(("criterion", id, *fault["loc"]))
                problems.append(Problem(place, sentence(fault["type"], fault["msg"], fault["input"])))
    return found, (*problems, *_references(found, tables, places))


def _content(
    id: str, table: Mapping[str, Any], places: Places
) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Return a table as the content of a criterion; `None` where it cannot be one."""
    here = places.of(("criterion", id))
    rules = [key for key in _RULES if key in table]
    if len(rules) != 1:
        said = f"{' and '.join(rules)} stand together" if rules else "it asks nothing and joins nothing"
        return None, [Problem(here, f"{said}; give exactly one of {', '.join(_RULES)}")]
    rule = rules[0]
    content = {key: table[key] for key in _OWN if key in table} | {"rule": rule}
    if rule == "ask":
        parameters = {key: value for key, value in table.items() if key not in (*_OWN, "ask")}
        question, faults = _question(id, table["ask"], parameters, places)
        return (content | {"question": question} if question else None), faults
    faults = [
        Problem(places.of(("criterion", id, key)), f"“{key}” does not go with “{rule}”; correct its spelling or remove it")
        for key in table
        if key not in (*_OWN, rule, *_RULES[rule])
    ]  # fmt: skip
    if table.get("exclusion"):
        message = (
            "exclusion belongs to a question (ask); use not for a rule, or move it to the questions below"
        )
        faults.append(Problem(places.of(("criterion", id, "exclusion")), message))
    below, wrong = _below(id, rule, table, places)
    return (content | below, faults) if not wrong else (None, [*faults, *wrong])


def _question(
    id: str, name: Any, parameters: dict[str, Any], places: Places
) -> tuple[Ask | None, list[Problem]]:
    kind = ASKS.get(name) if isinstance(name, str) else None
    if kind is None:
        message = f"“{name}” is no question that is known here; use one of {', '.join(sorted(ASKS))}"
        return None, [Problem(places.of(("criterion", id, "ask")), message)]
    try:
        return kind.model_validate(parameters), []
    except ValidationError as error:
        problems = []
        for fault in error.errors(include_url=False, include_context=False):
            place = places.of(("criterion", id, *(fault["loc"] or ("ask",))))
            message = sentence(fault["type"], fault["msg"], fault["input"])
            if fault["type"] == "extra_forbidden":
                known = ", ".join(kind.model_fields) or "no parameter"
                message = f"the question “{name}” has no such parameter; it knows {known}: correct its spelling or remove it"
            problems.append(Problem(place, message))
        return None, problems


def _below(
    id: str, rule: str, table: Mapping[str, Any], places: Places
) -> tuple[dict[str, Any], list[Problem]]:
    """Return the ids below a rule, and the number that an n-of rule needs."""

    def fault(key: str, message: str) -> tuple[dict[str, Any], list[Problem]]:
        return {}, [Problem(places.of(("criterion", id, key)), message)]

    if rule in ("all", "any", "n_of"):
        key = "of" if rule == "n_of" else rule
        ids = table.get(key)
        if not isinstance(ids, list) or not ids or not all(isinstance(item, str) for item in ids):
            return fault(key, f"a list of criteria is needed; write {key} = [\"first\", \"second\"]")  # fmt: skip
        if len(set(ids)) != len(ids):
            return fault(key, "a criterion stands twice in this list; keep it once")
        needed = table.get("n_of", 0)
        if rule == "n_of" and (type(needed) is not int or not 0 < needed <= len(ids)):
            return fault(
                "n_of", f"a number from 1 to {len(ids)} is needed: how many of the list have to be met"
            )
        return {"below": tuple(ids), "needed": needed}, []
    keys = ("not", "unless") if rule == "not" else ("if", "then", "else")
    for key in keys:
        if key not in table and key != "unless":
            return fault(key, "the key is missing; add it with the id of a criterion")
        if key in table and not isinstance(table[key], str):
            return fault(key, f"the id of one criterion is needed; write {key} = \"name\"")  # fmt: skip
    return {"below": tuple(table[key] for key in keys if key in table)}, []


def _references(
    found: Mapping[str, PackCriterion], tables: Mapping[str, Any], places: Places
) -> Iterator[Problem]:
    """Every id below a rule exists, and none leads back to itself."""
    for id, item in found.items():
        for below in item.below:
            if below not in tables:
                message = f"“{below}” is no criterion of this pack; correct the id or add [criterion.{below}]"
                yield Problem(places.of(("criterion", id, _key_of(item, below, tables[id]))), message)
        if _leads_to(found, id, item.below, set()):
            message = "it leads back to itself; take it out of the criteria below it"
            yield Problem(places.of(("criterion", id)), message)


def _key_of(item: PackCriterion, below: str, table: Mapping[str, Any]) -> str:
    """Return the key of a table in which an id stands."""
    held = ((key, table[key]) for key in table)
    return next(key for key, value in held if value == below or (isinstance(value, list) and below in value))


def _leads_to(
    found: Mapping[str, PackCriterion], wanted: str, below: tuple[str, ...], seen: set[str]
) -> bool:
    for id in below:
        if id == wanted:
            return True
        if id in found and id not in seen:
            seen.add(id)
            if _leads_to(found, wanted, found[id].below, seen):
                return True
    return False
