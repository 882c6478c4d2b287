"""The person and the time after: what the record holds of the person, and how long maintenance and its watch last.

Both are told only where they apply: the person where the record says something, maintenance after a response.
"""

from __future__ import annotations

from collections.abc import Iterator

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.guideline.reference import Fact
from lnreview.letters.content import words
from lnreview.letters.content.citations import Citer
from lnreview.letters.document import Block, Heading, Paragraph, Run, Words
from lnreview.review.detail.facts import facts
from lnreview.review.detail.people import BARRIERS, PLANS
from lnreview.review.finding import Cited, Review

_ROUTES = {"oral": "drugs taken by mouth", "infusion": "infusions", "injection": "injections", "no-preference": "no route in particular"}  # fmt: skip
_MAINTENANCE = ("maintenance-duration-kdigo", "maintenance-duration-eular", "maintenance-duration-acr")
_WISH = ("pregnancy-quiet", "pregnancy-mmf", "pregnancy-azathioprine")


def person(case: Case, guideline: Guideline, citer: Citer) -> tuple[Block, ...]:
    """Return a short paragraph on the person, in the words of the record; nothing where it holds none."""
    told = list(_told(case))
    if not told:
        return ()
    runs: list[Run] = [Run(" ".join(words.sentence(part) for part in told))]
    if case.person.pregnancy_plans in ("wished-now", "wished-later"):
        for item in facts(guideline, *_WISH):
            runs += [Run(f" {item.name}: "), *_cited(item, citer)]
    return (Heading("The person", 2), Paragraph(tuple(runs)))


def after_response(review: Review, guideline: Guideline, citer: Citer) -> list[Words]:
    """Return how long maintenance lasts and what is watched, by source, after a response; nothing before one."""
    if review.verdict != "responding":
        return []
    complete = bool(review.regimens) and review.regimens[-1].grade == "complete"
    watch = (
        "monitor-proteinuria-remission" if complete else "monitor-proteinuria-active",
        "monitor-serology",
    )
    items: list[Words] = []
    for head, names in (("Maintenance", _MAINTENANCE), ("Watch", watch)):
        found = facts(guideline, *names)
        runs: list[Run] = []
        for item in found:
            lead = f"{_source(guideline, item)}: " if head == "Maintenance" else f"{item.name}: "
            runs += [Run(f"{' ' if runs else ''}{lead}"), *_cited(item, citer)]
        if runs:
            items.append((Run(f"{head}: ", "strong"), *runs))
    return items


def _told(case: Case) -> Iterator[str]:
    held = case.person
    if held.severity.strip():
        yield f"severity for this person: {held.severity.strip()}"
    if held.pregnancy_plans not in ("unknown", "not-applicable"):
        yield PLANS[held.pregnancy_plans]
    if held.contraception.strip():
        yield f"contraception: {held.contraception.strip()}"
    if held.preferences.strip():
        yield f"preferences: {held.preferences.strip()}"
    if held.route != "unknown":
        yield f"preferred route: {_ROUTES[held.route]}"
    if held.circumstances.strip():
        yield f"circumstances: {held.circumstances.strip()}"
    found = dict.fromkeys(BARRIERS[name] for item in case.adherence for name in item.barriers)
    if found:
        yield f"barriers to adherence on record: {', '.join(found)}"
    if held.team:
        yield f"takes part in the decision: {words.joined(name.replace('-', ' ') for name in held.team)}"


def _cited(item: Fact, citer: Citer) -> tuple[Run, ...]:
    return citer.fact(item.text, Cited(item.source, item.locator, item.status))


def _source(guideline: Guideline, item: Fact) -> str:
    found = guideline.criteria.get(item.source)
    return found.name if found else item.source
