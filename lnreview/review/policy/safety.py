"""Questions about safety: screens, live vaccine, contraception, tolerance. An absent entry clears nothing."""

from __future__ import annotations

import re
from datetime import timedelta

from lnreview.case import analytes
from lnreview.guideline.asks import treatment as asks
from lnreview.review.assess import flag
from lnreview.review.finding import Evidence, spoken
from lnreview.review.policy.answers import Answer, no, open_, yes
from lnreview.review.policy.view import View, names

_NO_RESULT = re.compile(
    r"\b(?:pending|ordered|requested|to follow|not (?:yet )?(?:done|performed|tested|available|collected|received)|cancel)",
    re.IGNORECASE,
)
"""Words that stand in the place of a result."""
_POSITIVE = ("positive", "present")
_NEGATIVE = ("negative", "absent")


def screened(view: View, asked: asks.Screened) -> Answer:
    """Say whether results of the tests are on record, whatever they say."""
    told, lacking = [], []
    for name in asked.tests:
        found = [
            lab for lab in view.labs(name) if lab.quantity or lab.interpretation or _is_result(lab.words)
        ]
        recent = [
            lab for lab in found if view.is_recent(view.ctx.span(lab.collected_on), asked.within_months)
        ]
        if recent:
            last = recent[-1]
            said = last.interpretation or (last.quantity if last.quantity else last.words)
            told.append(view.ctx.evidence(last, analytes.name(name), said, "", last.collected_on))
        else:
            lacking.append(analytes.name(name))
    window = f" of the last {asked.within_months} months" if asked.within_months else ""
    if lacking:
        wish = f"result of {names(lacking, 'and')}{window}, with its date"
        return open_(f"No result of {names(lacking)}{window} is on record.", wish, *told)
    return yes(f"On record: {names((spoken(item) for item in told), 'and')}.", *told)


def _is_result(words: str) -> bool:
    """Whether words are a result; “pending” and “not done” say that there is none."""
    return bool(words.strip()) and not _NO_RESULT.search(words)


def screen_negative(view: View, asked: asks.ScreenNegative) -> Answer:
    """Say whether the tests are negative; results of one day that contradict each other settle nothing."""
    told: list[Evidence] = []
    positive: list[Evidence] = []
    lacking: list[str] = []
    for name in asked.tests:
        labs = [lab for lab in view.labs(name) if flag(lab) in (*_POSITIVE, *_NEGATIVE)]
        recent = [lab for lab in labs if view.is_recent(view.ctx.span(lab.collected_on), asked.within_months)]
        if not recent:
            lacking.append(analytes.name(name))
            continue
        last = recent[-1]
        same = {flag(lab) in _POSITIVE for lab in recent if lab.collected_on == last.collected_on}
        shown = view.ctx.evidence(last, analytes.name(name), last.interpretation or "", "", last.collected_on)
        told.append(shown)
        if len(same) > 1:
            return open_(f"Results of {analytes.name(name)} on one day contradict each other (conflict).", f"which {analytes.name(name)} of {last.collected_on} is right", *told, entry=last.id)  # fmt: skip
        if True in same:
            positive.append(shown)
    if positive:
        return no(f"Positive: {names((str(item) for item in positive), 'and')}.", *told, change="A physician decides how to go on; a later negative result would meet it.")  # fmt: skip
    if lacking:
        return open_(f"No result of {names(lacking)} is on record.", f"result of {names(lacking, 'and')}, with its date", *told)  # fmt: skip
    return yes(f"Negative: {names((str(item) for item in told), 'and')}.", *told)


def live_vaccine(view: View, asked: asks.LiveVaccine) -> Answer:
    """Say whether a live vaccine was given within so many days."""
    first = view.ctx.as_of.earliest - timedelta(days=asked.within_days)
    undated = None
    for event in view.ctx.events:
        if event.what != "live-vaccine":
            continue
        when = view.ctx.when(event)
        if when is None or (when.earliest < first <= when.latest):
            undated = event
        elif when.earliest >= first:
            return yes(f"A live vaccine was given within {asked.within_days} days.", view.ctx.told(event))
    attested = view.attested(asked.attestation)
    if undated is not None:
        return open_("The day of a live vaccine leaves open how long ago it was.", "day of the live vaccine", view.ctx.told(undated), entry=undated.id)  # fmt: skip
    if attested is None:
        return open_("The record does not say whether a live vaccine was given.", f"statement whether a live vaccine was given in the last {asked.within_days} days")  # fmt: skip
    told = view.attestation_told(attested)
    return yes("A live vaccine is attested.", told) if attested.says == "yes" else no("No live vaccine, as attested.", told)  # fmt: skip


def contraception(view: View, asked: asks.Contraception) -> Answer:
    """Say whether contraception is recorded, or not needed."""
    person = view.case.person
    if view.case.patient.sex == "male" or person.pregnancy_plans == "not-applicable":
        return yes("Contraception is not needed.")
    if person.contraception.strip():
        return yes("Contraception is recorded.", Evidence("contraception", person.contraception.strip()))
    return open_("The record does not say whether contraception is used.", "contraception, or why none is needed", entry="contraception")  # fmt: skip


def tolerated(view: View, asked: asks.Tolerated) -> Answer:
    """Say whether the requested drug is tolerated: by its courses, else as attested."""
    for course in view.own_courses:
        if course.stop_reason in ("intolerance", "infection") or course.dose_limited_by == "intolerance":
            told = view.course_told(course, "not tolerated")
            return no(f"{told} on record.", told, change="A later course that was tolerated would have to be on record.")  # fmt: skip
    attested = view.attested(asked.attestation)
    if attested is None:
        return open_("The record does not say whether the drug is tolerated.", "statement whether the drug is tolerated")  # fmt: skip
    told = view.attestation_told(attested)
    if attested.says == "yes":
        return yes("Tolerated, as attested.", told)
    return no("Not tolerated, as attested.", told, change="The opposite attestation, where it is true, would meet it.")  # fmt: skip
