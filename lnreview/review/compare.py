"""The same record under every criteria set: the verdicts, and which sentence makes the difference.

The difference is found by evaluation. A rule of the other set is put into the chosen one; where the verdict then
becomes the other's, that rule makes the difference. Where no single rule does, the smallest group that does is given:
smallest in that no member of it can be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lnreview.case.model import ReviewSettings
from lnreview.guideline.model import CriteriaSet
from lnreview.guideline.parts import Parameter
from lnreview.review.applied import applied
from lnreview.review.assess import Assessment, assess
from lnreview.review.context import Context
from lnreview.review.finding import ResponseGrade, Verdict
from lnreview.review.judge import Judge
from lnreview.review.verdict import decide

_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("perr-upcr", "perr-egfr-fall", "perr-egfr-floor"),
    ("no_partial_is_failure", "no-partial-months"),
    ("complete-upcr", "complete_inclusive"),
    ("milestone-months", "milestone-months-nephrotic"),
)
"""Rules that make no sense without each other and change hands together."""
_FLAGS = ("complete_inclusive", "no_partial_is_failure", "anti_cd20_counts", "repeat_biopsy_after", "course_time",
          "regimen_pair")  # fmt: skip
_OWN = ("strict-course-months",)
"""Numbers that only a switch of their own set reads."""
_COUNTING = ("anti_cd20_counts", "repeat_biopsy_after", "regimen_pair", "refractory-regimens")
"""Rules that only count what failed: they are read when the verdict is decided, not when the record is assessed."""


@dataclass(frozen=True)
class SetVerdict:
    """What one criteria set says of the record."""

    criteria: CriteriaSet
    verdict: Verdict
    because: str
    grade: ResponseGrade | None
    """Response of the latest regimen of the present episode; `None` without one."""
    failed: int
    """How many different standard regimens count as failed."""
    worse_function: bool = False
    """Whether eGFR is confirmed worse under it."""


@dataclass(frozen=True)
class Difference:
    """Why another set comes to another verdict."""

    other: SetVerdict
    rules: tuple[tuple[str, ...], ...]
    """The rules that together make the difference, each with its members; empty where none was found."""
    alone: bool
    """Whether each of the rules makes the difference by itself."""


@dataclass(frozen=True)
class Reading:
    """The verdict under another reading of the chosen set."""

    settings: ReviewSettings
    field: str
    value: str
    verdict: SetVerdict


class Trials:
    """A record under many criteria sets; sets that read it alike are assessed once."""

    def __init__(self, view: Assessment) -> None:
        """Begin with the record as it is assessed by the set in use."""
        self.view = view
        self._assessed = {_read(view.ctx.criteria): view}
        self._overrides = {override.step: override for override in view.ctx.case.overrides}

    def under(self, criteria: CriteriaSet) -> SetVerdict:
        """Return what a set says of the record."""
        here = self._under(criteria)
        verdict, because = decide(here, self._overrides)
        judged = here.latest.judged if here.latest is not None else None
        return SetVerdict(
            criteria, verdict, because, judged.grade if judged else None,
            len(Judge(here, self._overrides).counted()), judged is not None and judged.worse_function is True,
        )  # fmt: skip

    def _under(self, criteria: CriteriaSet) -> Assessment:
        ctx, rules = self.view.ctx, _read(criteria)
        now = Context(ctx.case, ctx.guideline, criteria, ctx.as_of, ctx.assume)
        if rules not in self._assessed:
            self._assessed[rules] = assess(now)
        return replace(self._assessed[rules], ctx=now)


def verdicts(view: Assessment, trials: Trials | None = None) -> tuple[SetVerdict, ...]:
    """Return what each set of the pack says, the set in use first, as it is applied here; the others as published."""
    trials = trials or Trials(view)
    used = view.ctx.criteria
    others = [item for name, item in view.ctx.guideline.criteria.items() if name != used.id]
    return (trials.under(used), *(trials.under(item) for item in others))


def differences(
    view: Assessment, found: Sequence[SetVerdict], trials: Trials | None = None
) -> tuple[Difference, ...]:
    """Return, for each set that comes to another verdict than the first, the rules that make the difference."""
    trials = trials or Trials(view)
    ours = found[0]
    return tuple(_difference(trials, ours, other) for other in found[1:] if other.verdict != ours.verdict)


def readings(view: Assessment, trials: Trials | None = None) -> tuple[Reading, ...]:
    """Return the verdict under each other reading of the set in use; readings that the set cannot tell apart are left out."""
    trials = trials or Trials(view)
    published = view.ctx.guideline.criteria[view.ctx.criteria.id]
    found = []
    for field, value in _choices():
        settings = view.ctx.case.settings.model_copy(update={field: value})
        other = applied(published, settings)
        if _rules(other) == _rules(view.ctx.criteria):
            continue
        found.append(Reading(settings, field, str(value), trials.under(other)))
    return tuple(found)


def _choices() -> Iterator[tuple[str, object]]:
    yield from (("course_time", value) for value in ("per-regimen", "in-total", "six-months-each"))
    yield from (("regimen_pair", value) for value in ("any-two", "mycophenolate-and-cyclophosphamide"))
    yield from (("anti_cd20_counts", value) for value in ("no", "yes"))
    yield from (("complete_upcr", value) for value in ("0.5", "0.7"))
    yield from (("egfr_tolerance", value) for value in ("10", "15", "20"))
    yield from (("strict_biopsy", value) for value in (False, True))


def _rules(criteria: CriteriaSet) -> tuple[object, ...]:
    """Return what of a set can change a verdict."""
    numbers = {name: (item.value, item.upper) for name, item in criteria.parameters.items()}
    return (numbers, *(getattr(criteria, flag) for flag in _FLAGS))


def _read(criteria: CriteriaSet) -> tuple[object, ...]:
    """Return what of a set is read when a record is assessed, to be compared with that of another set."""
    numbers = sorted(
        (name, item.value, str(item.upper))
        for name, item in criteria.parameters.items()
        if name not in (*_OWN, *_COUNTING)
    )
    return (*numbers, *(getattr(criteria, flag) for flag in _FLAGS if flag not in _COUNTING))


def _difference(trials: Trials, ours: SetVerdict, other: SetVerdict) -> Difference:
    units = _units(ours.criteria, other.criteria)
    alone = tuple(unit for unit in units if _with(trials, ours, other, (unit,)) == other.verdict)
    if alone:
        return Difference(other, alone, True)
    if _with(trials, ours, other, units) != other.verdict:
        return Difference(other, (), False)
    kept = list(units)
    for unit in units:
        rest = [item for item in kept if item != unit]
        if _with(trials, ours, other, rest) == other.verdict:
            kept = rest
    return Difference(other, tuple(kept), False)


def _with(trials: Trials, ours: SetVerdict, other: SetVerdict, units: Sequence[tuple[str, ...]]) -> Verdict:
    """Return the verdict of our set with some rules of the other."""
    parameters = dict(ours.criteria.parameters)
    flags = {}
    for name in (member for unit in units for member in unit):
        if name in _FLAGS:
            flags[name] = getattr(other.criteria, name)
        elif name in other.criteria.parameters:
            parameters[name] = other.criteria.parameters[name]
        else:
            parameters.pop(name, None)
    mixed = ours.criteria.model_copy(update={**flags, "parameters": parameters})
    return trials.under(mixed).verdict


def _units(ours: CriteriaSet, theirs: CriteriaSet) -> tuple[tuple[str, ...], ...]:
    """Return the rules in which two sets differ, those that belong together as one."""
    names = [*_FLAGS, *dict.fromkeys((*ours.parameters, *theirs.parameters))]
    differing = {name for name in names if name not in _OWN and _value(ours, name) != _value(theirs, name)}
    units = [group for group in _TOGETHER if differing & set(group)]
    grouped = {name for group in units for name in group}
    return (*units, *((name,) for name in names if name in differing and name not in grouped))


def _value(criteria: CriteriaSet, name: str) -> object:
    if name in _FLAGS:
        return getattr(criteria, name)
    parameter: Parameter | None = criteria.parameters.get(name)
    return None if parameter is None else (parameter.value, parameter.upper)
