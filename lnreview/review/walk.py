"""The walk: an immutable state machine over the steps, the verdict and the plan, with nothing of a window in it.

It guarantees that the position is always a place of the walk and that nothing is ever lost: no confirmation, no mark of
what is to be asked for, no text that is still being written. Whether a confirmation is stale is not stored: it is read
each time by comparing what was confirmed with what the review says now, so an edit that is undone makes the
confirmation good again. It refuses nothing: every place may be visited in any order, and the verdict may be read before
any step is confirmed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from lnreview.review import saved
from lnreview.review.finding import (
    STATUS_WORDS,
    STEP_NAMES,
    STEPS,
    VERDICT_NAMES,
    Finding,
    Missing,
    Review,
    Status,
    StepName,
)
from lnreview.review.leaving import Mark
from lnreview.review.saved import readable

Place = StepName | Literal["verdict", "plan"]
VERDICT: Literal["verdict"] = "verdict"
PLAN: Literal["plan"] = "plan"
PLACES: tuple[Place, ...] = (*STEPS, VERDICT, PLAN)
"""Every place of the walk in its order: the steps, the verdict, then options and plan."""

PLACE_NAMES: dict[Place, str] = {
    VERDICT: "Verdict",
    PLAN: "Options",
    **{step: STEP_NAMES[step] for step in STEPS},
}

_FORMAT = 1
_FRESH_NOTE = (
    "The saved progress of this walk could not be read, so it starts afresh; confirm the steps again."
)
_PART_NOTE = (
    "Part of the saved progress of this walk could not be read; confirm the steps that are open again."
)

Draft = Mapping[str, str]
"""What was written and not yet saved, by field."""


@dataclass(frozen=True)
class Confirmation:
    """What the reviewer confirmed at a place: its words, its sentence, a fingerprint of the whole."""

    answer: str
    """Status in words (“not documented”), the name of the verdict, or the number of options."""
    because: str
    fingerprint: str


@dataclass(frozen=True)
class StepState:
    """A place of the walk as it stands now, ready to be drawn."""

    step: Place
    name: str
    status: Status | None
    """The status that counts; `None` for the verdict and the plan."""
    computed: Status | None
    """The status that the program found, where the reviewer overrode it too."""
    overridden: bool
    answer: str
    """Status in words, the name of the verdict, or the number of options."""
    here: bool
    confirmed: bool
    """Confirmed once, stale or not."""
    stale: bool
    """Confirmed, but the finding has changed since."""
    was: str
    """What was confirmed, where it is stale; else empty."""
    asked: int = 0
    """How many of its gaps are to be asked for."""
    begun: bool = False
    """Whether an override of it is being written."""

    @property
    def settled(self) -> bool:
        """Whether it is confirmed as it stands now."""
        return self.confirmed and not self.stale


@dataclass(frozen=True)
class Walk:
    """Where the reviewer is, and what was confirmed so far."""

    position: Place = STEPS[0]
    confirmed: Mapping[str, Confirmation] = field(default_factory=dict)
    """By place. A name that this version does not know is kept, so that a later version finds it again."""
    note: str = ""
    """A sentence for the reviewer, where saved progress could not be read; not saved itself."""
    asked: Mapping[str, str] = field(default_factory=dict)
    """What is to be asked for, in the words of the gap, with the day on which that was marked (ISO)."""
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    """What was written and not yet saved, by the form in which it stands; no part of the record."""
    left: Mark | None = None
    """What was in view when the walk was last left; `None`: it never was."""

    def __post_init__(self) -> None:
        if self.position not in PLACES:
            raise ValueError(f"“{self.position}” is not a place of the walk; use one of {', '.join(PLACES)}")
        for name in ("confirmed", "asked", "drafts"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @property
    def is_first(self) -> bool:
        """Whether there is nothing to go back to."""
        return self.position == PLACES[0]

    @property
    def is_last(self) -> bool:
        """Whether this is the plan."""
        return self.position == PLACES[-1]

    def next(self) -> Walk:
        """Go one place on; the plan is the end."""
        return self._moved(+1)

    def back(self) -> Walk:
        """Go one place back; the first step is the start."""
        return self._moved(-1)

    def jump(self, place: Place) -> Walk:
        """Go to `place`; raise `ValueError` for a name that is no place of the walk."""
        return replace(self, position=place)

    def confirm(self, review: Review) -> Walk:
        """Confirm what `review` says at the present position; it replaces an older one."""
        return replace(
            self, confirmed={**self.confirmed, self.position: _confirmation(review, self.position)}
        )

    def ask(self, missing: Missing, today: str) -> Walk:
        """Mark a gap as to be asked for; one that is marked already keeps its day."""
        return replace(self, asked={missing.what: today, **self.asked})

    def take_back(self, missing: Missing) -> Walk:
        """Take the mark from a gap; nothing happens where it has none."""
        return replace(self, asked={what: on for what, on in self.asked.items() if what != missing.what})

    def write(self, form: str, draft: Draft) -> Walk:
        """Keep what stands in a form and is not saved yet; an empty draft forgets the form."""
        others = {name: held for name, held in self.drafts.items() if name != form}
        return replace(self, drafts={**others, form: dict(draft)} if draft else others)

    def leave(self, mark: Mark) -> Walk:
        """Remember what is in view, to say later what changed since."""
        return replace(self, left=mark)

    def states(self, review: Review) -> tuple[StepState, ...]:
        """Return every place as it stands now: its status, whether it is confirmed, what it was if stale."""
        return tuple(self.state(review, place) for place in PLACES)

    def state(self, review: Review, place: Place) -> StepState:
        """Return one place as it stands now."""
        now = _confirmation(review, place)
        then = self.confirmed.get(place)
        stale = then is not None and then.fingerprint != now.fingerprint
        step = step_of(place)
        finding = review.step(step) if step is not None else None
        return StepState(
            step=place,
            name=PLACE_NAMES[place],
            status=finding.effective if finding else None,
            computed=finding.status if finding else None,
            overridden=finding is not None and finding.override is not None,
            answer=now.answer,
            here=place == self.position,
            confirmed=then is not None,
            stale=stale,
            was=_was(then) if then is not None and stale else "",
            asked=sum(gap.what in self.asked for gap in gaps_of(review, place)),
            begun=override_form(place) in self.drafts,
        )

    def unsettled(self, review: Review) -> tuple[StepState, ...]:
        """Return the steps (not the verdict or the plan) that are not confirmed as they stand now, in order."""
        return tuple(state for state in self.states(review) if state.step in STEPS and not state.settled)

    def to_json(self) -> dict[str, Any]:
        """Return the walk as what JSON can hold, for the store."""
        confirmed = {
            place: {"answer": c.answer, "because": c.because, "fingerprint": c.fingerprint}
            for place, c in self.confirmed.items()
        }
        content: dict[str, Any] = {"version": _FORMAT, "position": self.position, "confirmed": confirmed}
        if self.asked:
            content["asked"] = dict(self.asked)
        if self.drafts:
            content["drafts"] = {form: dict(draft) for form, draft in self.drafts.items()}
        if self.left is not None:
            content["left"] = self.left.to_json()
        return content

    @classmethod
    def from_json(cls, data: object) -> Walk:
        """Read a saved walk; nothing saved gives a fresh one, unreadable content a fresh one with a note."""
        if data is None or data == {}:
            return cls()
        if not isinstance(data, dict) or not isinstance(data.get("confirmed", {}), dict):
            return cls(note=_FRESH_NOTE)
        kept, refused = readable(data.get("confirmed", {}), _read)
        asked, unread = readable(data.get("asked", {}), saved.text)
        drafts, lost = readable(data.get("drafts", {}), saved.texts)
        left = Mark.from_json(data["left"]) if "left" in data else None
        spoilt = refused or unread or lost or (left is None and "left" in data)
        note = (_PART_NOTE if kept or asked or drafts else _FRESH_NOTE) if spoilt else ""
        return cls(_place(data.get("position")), kept, note, asked, drafts, left)

    def _moved(self, by: int) -> Walk:
        index = PLACES.index(self.position) + by
        return replace(self, position=PLACES[max(0, min(index, len(PLACES) - 1))])


def step_of(place: Place) -> StepName | None:
    """Return the step that a place is, or `None` for the verdict and the plan."""
    return next((step for step in STEPS if step == place), None)


def gaps_of(review: Review, place: Place) -> tuple[Missing, ...]:
    """Return what is missing at a place: of a step its own gaps, of the verdict all, of the plan none."""
    step = step_of(place)
    if step is not None:
        return review.step(step).missing
    return review.missing if place == VERDICT else ()


def override_form(place: Place) -> str:
    """Return the name of the form in which an override of a step is written."""
    return f"override/{place}"


def fingerprint(finding: Finding) -> str:
    """Return a short hash of everything in a finding that a reviewer reads before confirming it."""
    override = finding.override
    return _hash(
        finding.status,
        finding.because,
        [[e.what, e.value, e.unit, e.date, e.source, e.entry] for e in finding.evidence],
        [[p.id, str(p.value), str(p.upper), p.unit] for p in finding.parameters],
        [[m.what, m.why] for m in finding.missing],
        [override.status, override.rationale] if override else None,
    )


def _confirmation(review: Review, place: Place) -> Confirmation:
    if place == PLAN:
        return _confirmed_plan(review)
    step = step_of(place)
    if step is not None:
        finding = review.step(step)
        return Confirmation(STATUS_WORDS[finding.effective], finding.because, fingerprint(finding))
    parts = (review.verdict, review.summary, review.provisional, review.urgent, review.criteria)
    return Confirmation(VERDICT_NAMES[review.verdict], review.summary, _hash(*parts))


def _confirmed_plan(review: Review) -> Confirmation:
    """Return what a reviewer reads before confirming the plan: the options in their order, and what stops them."""
    count = len(review.options)
    answer = f"{count} option{'' if count == 1 else 's'}" if count else "no option"
    names = [f"{option.name} (stopped)" if option.stopped else option.name for option in review.options]
    parts = [
        [option.therapy, option.why_here, [[f.id, f.status, f.because] for f in option.safety]]
        for option in review.options
    ]
    return Confirmation(answer, ", ".join(names) + "." if names else "", _hash(review.verdict, parts))


def _was(then: Confirmation) -> str:
    return f"{then.answer}: {then.because}" if then.because else then.answer


def _read(content: Any) -> Confirmation | None:
    if not isinstance(content, dict):
        return None
    answer, because, mark = (content.get(key) for key in ("answer", "because", "fingerprint"))
    if isinstance(answer, str) and isinstance(because, str) and isinstance(mark, str):
        return Confirmation(answer, because, mark)
    return None


def _place(name: Any) -> Place:
    known: dict[str, Place] = {place: place for place in PLACES}
    return known.get(name, PLACES[0]) if isinstance(name, str) else PLACES[0]


def _hash(*parts: object) -> str:
    text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:20]
