"""Questions about the person: age, weight, blood pressure, pregnancy, other conditions, what is attested."""

from __future__ import annotations

from decimal import Decimal

from lnreview.case.quantities import UnitError, convert
from lnreview.guideline.asks import person as asks
from lnreview.review.finding import Evidence
from lnreview.review.policy.answers import (
    Answer,
    Interval,
    distance,
    limits_told,
    no,
    of_interval,
    open_,
    yes,
)
from lnreview.review.policy.view import View, names
from lnreview.review.present import pregnant as pregnancy_now


def age(view: View, asked: asks.Age) -> Answer:
    """Hold the completed years of age against limits."""
    years = view.ctx.age_years
    wanted = limits_told(asked)
    if years is None:
        return open_("The record holds neither a birth date nor an age.", "birth date", entry="birth_date")
    fewest, most = (Interval.of(Decimal(year)).within(asked) for year in years)
    told = f"{years[0]}" if years[0] == years[1] else f"{years[0]}-{years[1]}"
    shown = view.ctx.case.patient.birth_date
    because = f"Age {told} years{f' (born {shown})' if shown else ''}"
    if fewest is not most:
        return open_(f"{because}: the birth date leaves open whether it is {wanted}.", "full birth date", entry="birth_date")  # fmt: skip
    if fewest:
        return yes(f"{because} is {wanted}.")
    change = f"An age {wanted} would meet it."
    far = distance(asked, Decimal(years[0]))
    return no(f"{because} is not {wanted}.", change=change, entry="birth_date", distance=far)


def weight(view: View, asked: asks.Weight) -> Answer:
    """Hold the latest body weight against limits."""
    found = [item for item in view.case.measurements if item.what == "weight"]
    if not found:
        return open_("No body weight is on record.", "current body weight with its date")
    last = found[-1]
    told = view.ctx.evidence(last, "body weight", last.quantity, "", last.measured_on)
    try:
        value = convert(last.quantity.value, last.quantity.unit, asked.unit)
    except UnitError:
        return open_(f"{told} has a unit that cannot be read (conflict).", "body weight in kg", told, entry=last.id)  # fmt: skip
    return of_interval(asked, "body weight", Interval.of(value, last.quantity.comparator), told, asked.unit)


def blood_pressure(view: View, asked: asks.BloodPressure) -> Answer:
    """Hold the latest blood pressure against both limits; two readings of one day that disagree settle nothing."""
    dated = [item for item in view.case.blood_pressures if view.is_current(view.ctx.span(item.measured_on))]
    wanted = f"{asked.systolic_at_most}/{asked.diastolic_at_most} mmHg"
    if not dated:
        return open_("No current blood pressure is on record.", "current blood pressure with its date")
    last = dated[-1]
    same = [item for item in dated if item.measured_on == last.measured_on]
    told = tuple(
        view.ctx.evidence(
            item, "blood pressure", f"{item.systolic}/{item.diastolic}", "mmHg", item.measured_on
        )
        for item in same
    )
    answers = {
        item.systolic <= asked.systolic_at_most and item.diastolic <= asked.diastolic_at_most for item in same
    }
    if len(answers) > 1:
        return open_("Readings of one day lie on both sides of the limit (conflict).", "which blood pressure of that day holds", *told, entry=last.id)  # fmt: skip
    if answers == {True}:
        return yes(f"{told[-1]} is at or below {wanted}.", *told)
    over = max(
        Decimal(last.systolic - asked.systolic_at_most) / asked.systolic_at_most,
        Decimal(last.diastolic - asked.diastolic_at_most) / asked.diastolic_at_most,
    )
    return no(f"{told[-1]} lies above {wanted}.", *told, distance=over, entry=last.id,
              change=f"A current blood pressure at or below {wanted} would meet it.")  # fmt: skip


def pregnant(view: View, asked: asks.Pregnant) -> Answer:
    """Say whether a pregnancy is on record now."""
    shown = pregnancy_now(view.assessment)
    if shown is not None:
        return yes("A pregnancy is on record.", shown)
    if view.case.patient.sex == "male":
        return no("The patient is male.")
    ctx = view.ctx
    for item in reversed(ctx.pregnancies):
        if item.status == "not-pregnant" and ctx.is_current(ctx.span(item.since)):
            told = ctx.evidence(item, "pregnancy", "not pregnant", "", item.since)
            return no("The record says that she is not pregnant.", told)
    lab = ctx.latest_labs.get("pregnancy-test")
    if lab is not None and lab.interpretation == "negative" and ctx.is_current(ctx.span(lab.collected_on)):
        return no("The pregnancy test is negative.", view.lab_told(lab))
    return open_("The record does not say whether there is a pregnancy.", "pregnancy test with its date")


def condition(view: View, asked: asks.Condition) -> Answer:
    """Look for a condition by its words; one said to be present outweighs one said to be absent."""
    ctx = view.ctx
    found: list[tuple[str, Evidence]] = []
    for item in view.case.comorbidities:
        if item.present != "unknown" and _speaks_of(item.what, asked.terms):
            found.append((item.present, ctx.evidence(item, item.what, item.present, "", item.since)))
    for cause in view.case.other_causes:
        if cause.present != "unknown" and _speaks_of(cause.what, asked.terms):
            present = "no" if cause.resolved_on is not None else cause.present
            found.append((present, ctx.evidence(cause, cause.what, present, "", cause.shown_on)))
    attested = view.attested(asked.attestation)
    if attested is not None:
        found.append((attested.says, view.attestation_told(attested)))
    present_now = [told for said, told in found if said == "yes"]
    if present_now:
        return yes(
            f"On record as present: {names((told.what for told in present_now), 'and')}.", *present_now
        )
    if found:
        return no(f"On record as absent: {found[-1][1].what}.", *(told for _, told in found))
    what = names(asked.terms)
    return open_(f"The record does not say whether there is {what}.", f"statement whether there is {what}")


def _speaks_of(what: str, phrases: tuple[str, ...]) -> bool:
    """Whether every word of one of the phrases occurs in a name, whatever stands between them."""
    text = what.casefold().replace("-", " ")
    return any(all(part in text for part in phrase.casefold().replace("-", " ").split()) for phrase in phrases)  # fmt: skip


def attestation(view: View, asked: asks.Attested) -> Answer:
    """Return what is confirmed in the case under the name of the question."""
    item = view.attested(asked.what)
    name = asked.what.replace("-", " ")
    if item is None:
        return open_(
            f"Nobody has confirmed “{name}” in this case.", f"a signed statement on: {name}", entry=asked.what
        )
    told = view.attestation_told(item)
    who = f" by {item.by}" if item.by else ""
    if item.says == "yes":
        return yes(f"Confirmed{who}: {name}.", told)
    return no(f"Answered with no{who}: {name}.", told, entry=item.id, change="The opposite attestation, where it is true, would meet it.")  # fmt: skip


def physician(view: View, asked: asks.Physician) -> Answer:
    """Leave the decision to a physician, whatever the record says."""
    return no(asked.reason, change="Nothing in the record changes it: a physician decides.")
