"""Questions about laboratory results: antibodies, flags, limits, sediment. Results of one day that differ settle nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from lnreview.case import analytes
from lnreview.case.dates import Span
from lnreview.case.quantities import UnitError, convert, creatinine_mg_dl
from lnreview.case.records import LabResult
from lnreview.guideline.asks import disease as asks
from lnreview.review.assess import flag
from lnreview.review.finding import Evidence
from lnreview.review.policy.answers import Answer, Interval, no, of_interval, open_, yes
from lnreview.review.policy.view import View, names

_POSITIVE = ("positive", "present", "high")
_NEGATIVE = ("negative", "absent", "normal", "low")
_TITRE = re.compile(r"([<≤]\s*=?\s*)?\b1\s*[:/]\s*([0-9]{1,3}(?:[,.][0-9]{3})+|[0-9]+)\b")
"""A titre such as 1:640, 1:1,280 or <1:80; the part after the colon is a whole number, so a mark in it parts thousands."""
_SAYS_NEGATIVE = re.compile(r"\b(?:negative|not detected|non-?reactive)\b", re.IGNORECASE)
_PANEL = ("lupus-anticoagulant", "anticardiolipin", "anti-beta2gp1")
"""The tests that make up a search for antiphospholipid antibodies."""
_LOW_IS_POSITIVE = ("c3", "c4", "complement")


def autoantibody(view: View, asked: asks.Autoantibody) -> Answer:
    """Look for a positive antibody, before the treatment began where that is asked for."""
    start = view.treatment_start
    positive: list[Evidence] = []
    negative: list[Evidence] = []
    lacking: list[str] = []
    late = False
    for name in asked.any_of:
        tests = _PANEL if name == "antiphospholipid" else (name,)
        unknown = []
        for test in (*tests, *((name,) if name not in tests else ())):
            answers = []
            for lab in view.labs(test):
                when = view.ctx.span(lab.collected_on)
                if asked.before_start and not _is_before(view, when, start):
                    late = True
                    continue
                answer = _is_positive(view, asked, test, lab)
                if answer is not None:
                    answers.append(answer)
                    (positive if answer else negative).append(view.lab_told(lab))
            if not answers:
                unknown.append(test)
        # A panel is negative when it was reported as a whole, or when every test of it was.
        if name in unknown and any(test in unknown for test in tests):
            lacking.append(analytes.name(name))
    if positive:
        return yes(f"Positive{' before the treatment began' if asked.before_start else ''}: {positive[0]}.", *positive)  # fmt: skip
    wanted = f"result of {names(lacking or map(analytes.name, asked.any_of))}, with date and the laboratory's range"
    if asked.before_start:
        wanted += ", from before the treatment began"
    if lacking:
        because = "No result is from before the treatment began for certain." if late else (
            f"No result that counts is on record for {names(lacking)}."
        )  # fmt: skip
        return open_(because, wanted, *negative)
    return no(f"Negative or under the limit: {names((str(item) for item in negative), 'and')}.", *negative,
              change=f"A positive {names(map(analytes.name, asked.any_of))} would meet it.")  # fmt: skip


def _is_before(view: View, when: Span | None, start: Span | None) -> bool:
    """Whether a result is from before the requested drug for certain; a continuation without its start shows nothing."""
    if start is None:
        return view.case.request.start != "continuation"
    return when is not None and when.latest < start.earliest


def _is_positive(view: View, asked: asks.Autoantibody, name: str, lab: LabResult) -> bool | None:
    found = analytes.find(name)
    id = found.id if found else name
    if id == "ana" and asked.ana_titre:
        return _reaches(lab, Decimal(asked.ana_titre.partition(":")[2]))
    if id == "anti-dsdna" and asked.dsdna_at_least is not None:
        if lab.quantity is None:
            return False if lab.interpretation in _NEGATIVE else None
        try:
            value = convert(lab.quantity.value, lab.quantity.unit, "[IU]/mL")
        except UnitError:
            return None  # units of one assay are never turned into those of another
        limits = asks.Lab(analyte="anti-dsdna", at_least=asked.dsdna_at_least, unit="[IU]/mL")
        return Interval.of(value, lab.quantity.comparator).within(limits)
    said = flag(lab)
    if id in _LOW_IS_POSITIVE:
        return None if said is None else said == "low"
    return True if said in _POSITIVE else False if said in _NEGATIVE else None


def _reaches(lab: LabResult, wanted: Decimal) -> bool | None:
    """Say whether a titre reaches a limit; “<1:80” and “negative at 1:80” print the dilution at which nothing was seen."""
    if _SAYS_NEGATIVE.search(lab.words):
        return False
    titre = _TITRE.search(lab.words) or _TITRE.search(lab.note)
    if titre is None:
        return False if lab.interpretation in _NEGATIVE else None
    value = Decimal(re.sub(r"\D", "", titre[2]))
    if titre[1]:
        strict = titre[1].strip() == "<"
        return False if value < wanted or (strict and value == wanted) else None
    if value >= wanted:
        return (
            None if lab.interpretation in _NEGATIVE else True
        )  # a flag that contradicts the number settles nothing
    return False


def lab(view: View, asked: asks.Lab) -> Answer:
    """Hold the latest result of a test against limits, or against the laboratory's own flag."""
    name = analytes.name(asked.analyte)
    found = view.labs(asked.analyte)
    recent = [item for item in found if _in_window(view, item, asked.within_months)]
    window = f" of the last {asked.within_months} months" if asked.within_months else ""
    if not recent:
        stale = tuple(view.lab_told(item) for item in found[-1:])
        because = f"The latest result is {stale[0]}, which does not speak for the present." if stale else f"No {name} is on record."  # fmt: skip
        return open_(because, f"{name}{window}, with its date and the laboratory's range", *stale)
    last = recent[-1]
    same = [item for item in recent if item.collected_on == last.collected_on]
    told = tuple(view.lab_told(item) for item in same)
    if asked.flag:
        return _by_flag(asked, name, same, told)
    values: list[Interval] = []
    for item in same:
        if item.quantity is None:
            continue
        value = _in_unit(asked, item)
        if value is None:
            return open_(f"{view.lab_told(item)} has no unit that can be read as {asked.unit} (conflict).", f"{name} in {asked.unit}", *told, entry=item.id)  # fmt: skip
        values.append(Interval.of(value, item.quantity.comparator))
    if not values:
        return open_(
            f"{told[-1]} holds no number.", f"{name} as a number in {asked.unit}", *told, entry=last.id
        )
    if _differ(view, [value.number for value in values]):
        return open_(f"Two results of {name} on one day differ (conflict).", f"which {name} of {last.collected_on} is right", *told, entry=last.id)  # fmt: skip
    return of_interval(asked, name, values[-1], told[-1], asked.unit)


def _in_unit(asked: asks.Lab, item: LabResult) -> Decimal | None:
    assert item.quantity is not None
    try:
        if asked.analyte == "creatinine":
            return creatinine_mg_dl(item.quantity.value, item.quantity.unit) / creatinine_mg_dl(Decimal(1), asked.unit)  # fmt: skip
        return convert(item.quantity.value, item.quantity.unit, asked.unit)
    except UnitError:
        return None


def _by_flag(asked: asks.Lab, name: str, same: Sequence[LabResult], told: tuple[Evidence, ...]) -> Answer:
    wanted = names(asked.flag)
    said = {flag(item) for item in same} - {None}
    if not said:
        return open_(f"{told[-1]} carries no flag and no range of the laboratory.", f"{name} with the laboratory's range", *told, entry=same[-1].id)  # fmt: skip
    answers = {item in asked.flag for item in said}
    if len(answers) > 1:
        return open_(f"Results of {name} on one day contradict each other (conflict).", f"which {name} of {same[-1].collected_on} is right", *told, entry=same[-1].id)  # fmt: skip
    shown = names(str(item) for item in said)
    if answers == {True}:
        return yes(f"{told[-1]} is {shown}.", *told)
    return no(f"{told[-1]} is {shown}, not {wanted}.", *told, change=f"A current {name} that is {wanted} would meet it.")  # fmt: skip


def _differ(view: View, values: Sequence[Decimal]) -> bool:
    """Whether numbers of one day differ by more than the tolerance of the guideline."""
    tolerance = view.guideline.number("same-day-difference") / 100
    return max(values) - min(values) > tolerance * max(abs(value) for value in values)


def _in_window(view: View, item: LabResult, months: int | None) -> bool:
    when = view.ctx.span(item.collected_on)
    return view.is_current(when, months)


def sediment(view: View, asked: asks.SedimentShows) -> Answer:
    """Look for findings in the latest urine sediment."""
    found = [item for item in view.labs("urine-sediment") if _in_window(view, item, asked.within_months)]
    wanted = names(item.replace("-", " ") for item in asked.findings)
    if not found:
        return open_("No current urine sediment is on record.", f"urine sediment with its date ({wanted})")
    last = found[-1]
    told = view.ctx.evidence(last, "urine sediment", ", ".join(last.findings) or last.interpretation or last.words, "", last.collected_on)  # fmt: skip
    shown = [item for item in last.findings if item in asked.findings]
    if shown:
        return yes(f"The sediment shows {names((item.replace('-', ' ') for item in shown), 'and')}.", told)
    if last.findings or last.interpretation in ("bland", "normal", "negative"):
        return no(f"The sediment does not show {wanted}.", told, change=f"A current sediment with {wanted} would meet it.")  # fmt: skip
    return open_("The report of the sediment names no findings.", "findings of the urine sediment", told, entry=last.id)  # fmt: skip
