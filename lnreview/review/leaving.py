"""What changed since the reviewer last left the walk of a case: the day, the guideline, the findings, the record.

A mark is what was in view when the walk was left; it holds answers, no record. Whether something is new is never stored:
it is read by comparing the mark with the review as it is now, so a change that was undone is no news. A finding that
changed although record and guideline are the same is said to have changed by the later day alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from lnreview.case.changes import CaseChange
from lnreview.review.finding import STATUS_WORDS, STEP_NAMES, VERDICT_NAMES, Review
from lnreview.review.saved import texts

NewsKind = Literal["day", "guideline", "verdict", "finding", "record"]
Page = Literal["walk", "case", "book"]

_VERDICT = "verdict"
_URGENT = "urgent"
_REASSESS = "reassess"


@dataclass(frozen=True)
class Mark:
    """What was in view when the walk was left."""

    event: int
    """Number of the last event of the case in the store."""
    left_on: str
    """The day of the calendar, ISO."""
    as_of: str
    """The day of the review, as written."""
    until: str
    """The latest day that it may mean, ISO."""
    guideline: str
    """Version of the guideline content."""
    criteria: str
    """The criteria set with its version, in words."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """By step: its status. Also the verdict, why it was urgent, and the day of reassessment; each as words."""
    regimens: Mapping[str, str] = field(default_factory=dict)
    """By regimen: the response to it, in words."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "answers", MappingProxyType(dict(self.answers)))
        object.__setattr__(self, "regimens", MappingProxyType(dict(self.regimens)))

    def to_json(self) -> dict[str, Any]:
        """Return the mark as what JSON can hold."""
        plain = {name: getattr(self, name) for name in ("event", *_TEXTS)}
        return {**plain, "answers": dict(self.answers), "regimens": dict(self.regimens)}

    @classmethod
    def from_json(cls, data: object) -> Mark | None:
        """Read a saved mark; `None` where it cannot be read."""
        if not isinstance(data, dict) or type(data.get("event")) is not int:
            return None
        plain = texts({name: data.get(name) for name in _TEXTS})
        answers, regimens = texts(data.get("answers")), texts(data.get("regimens"))
        if plain is None or answers is None or regimens is None:
            return None
        return cls(event=data["event"], answers=answers, regimens=regimens, **plain)


_TEXTS = ("left_on", "as_of", "until", "guideline", "criteria")


@dataclass(frozen=True)
class News:
    """One thing that is not as it was, with the place where it stands."""

    kind: NewsKind
    words: str
    """A sentence."""
    page: Page
    place: str
    """A place of the walk, of the case (`labs/lab-3`), or of the Book."""


def mark(review: Review, event: int, today: date) -> Mark:
    """Return the mark of a walk that is left `today` with `review` in view, after the event `event` of the store."""
    return Mark(
        event=event,
        left_on=today.isoformat(),
        as_of=review.as_of.written.text,
        until=review.as_of.latest.isoformat(),
        guideline=review.guideline_version,
        criteria=f"{review.criteria_name}, version {review.criteria_version}",
        answers=_answers(review),
        regimens={regimen.id: _response(regimen.name, regimen.grade) for regimen in review.regimens},
    )


def news(then: Mark, review: Review, record: Sequence[CaseChange]) -> tuple[News, ...]:
    """Return what is not as it was at the mark; `record` is what changed in the case since its event."""
    now = mark(review, then.event, date.fromisoformat(then.left_on))
    framed = list(_guideline(then, now, review))
    only_the_day = then.until < now.until and not record and not framed
    found = [*_due(then, now), *framed, *_findings(then, now, only_the_day), *_record(record)]
    if found and then.as_of != now.as_of:  # that a day went by is no news by itself
        told = f"The review is as of {now.as_of}; when you left, it was as of {then.as_of}."
        found.insert(0, News("day", told, "walk", _VERDICT))
    return tuple(found)


def _answers(review: Review) -> dict[str, str]:
    answers: dict[str, str] = {finding.step: STATUS_WORDS[finding.effective] for finding in review.steps}
    return {
        **answers,
        _VERDICT: VERDICT_NAMES[review.verdict],
        _URGENT: review.urgent or "",
        _REASSESS: review.reassess_on.isoformat() if review.reassess_on else "",
    }


def _response(name: str, grade: str) -> str:
    return f"{name}: response {'not documented' if grade == 'unknown' else grade.replace('-', ' ')}"


def _due(then: Mark, now: Mark) -> Iterator[News]:
    due = then.answers.get(_REASSESS, "")
    if due and then.until < due <= now.until:
        yield News("day", f"The day set for reassessment has come: {due}.", "walk", _VERDICT)


def _guideline(then: Mark, now: Mark, review: Review) -> Iterator[News]:
    place = f"criteria/{review.criteria}"
    if then.guideline != now.guideline:
        told = f"The guideline content is {now.guideline}; when you left, it was {then.guideline}."
        yield News("guideline", told, "book", place)
    if then.criteria != now.criteria:
        yield News(
            "guideline", f"The case is judged by {now.criteria}; it was by {then.criteria}.", "book", place
        )


def _findings(then: Mark, now: Mark, only_the_day: bool) -> Iterator[News]:
    why = ", by the later day alone" if only_the_day else ""
    old, new = then.answers, now.answers
    if old.get(_VERDICT, "") != new[_VERDICT]:
        told = f"The verdict was “{old.get(_VERDICT, '')}” and is now “{new[_VERDICT]}”{why}."
        yield News("verdict", told, "walk", _VERDICT)
    if bool(old.get(_URGENT)) != bool(new[_URGENT]):
        told = f"It is urgent now: {new[_URGENT]}" if new[_URGENT] else "It is no longer urgent."
        yield News("verdict", told, "walk", _VERDICT)
    for step, name in STEP_NAMES.items():
        if step in old and old[step] != new[step]:
            yield News("finding", f"{name} was {old[step]} and is now {new[step]}{why}.", "walk", step)
    for id_, told in now.regimens.items():
        before = then.regimens.get(id_, told)
        if before != told:
            was = before.rpartition(": response ")[2]
            yield News("finding", f"{told}, was {was}{why}.", "walk", "response")


def _record(changes: Sequence[CaseChange]) -> Iterator[News]:
    for change in changes:
        name, _, step = change.place.partition("/")
        if name == "overrides":  # an override stands with its step, not on the page of the record
            yield News("record", f"{change}.", "walk", step.partition("/")[0])
        else:
            yield News("record", f"{change}.", "case", change.place)
