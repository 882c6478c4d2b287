"""What would change the verdict, found by evaluating the record with each answer that it might still give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lnreview.case.dates import Span
from lnreview.case.model import Case
from lnreview.case.timeline import known_at
from lnreview.review.assess import Assessment, assess
from lnreview.review.context import Context
from lnreview.review.finding import Verdict
from lnreview.review.questions import Answer, Question, later_day, questions
from lnreview.review.verdict import decide


@dataclass(frozen=True)
class Outcome:
    """The verdict that follows from an answer."""

    question: Question
    answer: Answer
    verdict: Verdict
    because: str
    changes: bool
    """Whether it is another verdict than that of the record as it stands on the same day."""


@dataclass(frozen=True)
class Together:
    """A smallest group of answers that leads to a verdict: none of them can be left out."""

    parts: tuple[tuple[Question, Answer], ...]
    verdict: Verdict
    because: str


def outcomes(view: Assessment) -> tuple[Outcome, ...]:
    """Return the verdict under each single answer, in the order of the questions."""
    standing = {0: _decided(view, (), 0)}
    found = []
    for question in questions(view):
        for answer in question.answers:
            if answer.later not in standing:
                standing[answer.later] = _decided(view, (), answer.later)
            verdict, because = _decided(view, (answer,), answer.later)
            if answer.farther is not None:
                beyond = replace(answer, change=answer.farther)
                if _decided(view, (beyond,), answer.later)[0] != verdict:
                    answer = replace(answer, words=answer.exactly)
            changes = verdict != standing[answer.later][0]
            found.append(Outcome(question, answer, verdict, because, changes))
    return tuple(found)


def confirmed(view: Assessment) -> Together | None:
    """Return the smallest group of confirming answers that leads to another verdict, or `None` where there is none.

    All confirming answers are given at once; then each that the verdict does not need is taken back, the ones that are
    asked for last first.
    """
    now = _decided(view, (), 0)[0]
    parts = [
        (question, answer)
        for question in questions(view)
        for answer in question.answers
        if answer.confirms and not answer.later
    ]
    verdict, because = _decided(view, [answer for _, answer in parts], 0)
    if verdict == now:
        return None
    kept = list(parts)
    for part in reversed(parts):
        rest = [item for item in kept if item is not part]
        if _decided(view, [answer for _, answer in rest], 0)[0] == verdict:
            kept = rest
    return Together(tuple(kept), verdict, because)


def _decided(view: Assessment, answers: Sequence[Answer], later: int) -> tuple[Verdict, str]:
    """Return the verdict of the record with some answers, some days later."""
    ctx = view.ctx
    case = ctx.case
    for answer in answers:
        case = answer.change(case)
    day = _later(ctx.as_of, case, later)
    overrides = {override.step: override for override in case.overrides}
    return decide(assess(Context(known_at(case, day), ctx.guideline, ctx.criteria, day)), overrides)


def _later(day: Span, case: Case, days: int) -> Span:
    if not days:
        return day
    when = later_day(day, days)
    span = when.on(case.anchor_day)
    return Span(span.latest, span.latest, when)
