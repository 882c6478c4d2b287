"""What this record says for and against one explanation, and what nobody looked at: the signs behind each row.

An old result documents the past, so it is asked for again; a number without the laboratory's range is not graded here.
Free text of a report is quoted, never interpreted. Nothing in this module decides: what documents an alternative
diagnosis is decided with the tissue.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lnreview.case import analytes
from lnreview.case.quantities import convert, find_unit, shown
from lnreview.case.records import Biopsy, LabResult
from lnreview.review import series, tissue
from lnreview.review.assess import Assessment, flag
from lnreview.review.detail.signs import condition, conditions, courses, given, result, results
from lnreview.review.finding import Evidence
from lnreview.review.regimens import drug_name, is_running

ANTIPHOSPHOLIPID = ("lupus-anticoagulant", "anticardiolipin", "anti-beta2gp1")
_POSITIVE, _NEGATIVE = ("positive", "present", "high"), ("negative", "absent", "normal")


@dataclass(frozen=True)
class Weighed:
    """What speaks for an explanation, what against, and what is not on record."""

    speaks_for: tuple[Evidence, ...] = ()
    against: tuple[Evidence, ...] = ()
    unseen: tuple[str, ...] = ()
    remark: str = ""
    """What is neither, in a sentence."""

    def __add__(self, other: Weighed) -> Weighed:
        return Weighed(
            tuple(dict.fromkeys((*self.speaks_for, *other.speaks_for))),
            tuple(dict.fromkeys((*self.against, *other.against))),
            tuple(dict.fromkeys((*self.unseen, *other.unseen))),
            " ".join(text for text in (self.remark, other.remark) if text),
        )


def together(parts: Iterable[Weighed]) -> Weighed:
    """Return several weighings as one."""
    return sum(parts, Weighed())


# --- single signs ----------------------------------------------------------------------------------------------------


def measured(view: Assessment, name: str, bad: Collection[str], good: Collection[str] = _NEGATIVE) -> Weighed:
    """Weigh the latest current result of an analyte by its flag; without one it was not looked at."""
    found = results(view.ctx, name)
    shown_as = analytes.name(name)
    if not found:
        return Weighed(unseen=(shown_as,))
    lab = found[-1]
    if not view.ctx.is_current(view.ctx.span(lab.collected_on)):
        return Weighed(unseen=(f"{shown_as} now (last {lab.collected_on})",))
    said = flag(lab)
    if said in bad:
        return Weighed(speaks_for=(result(view.ctx, lab),))
    if said in good:
        return Weighed(against=(result(view.ctx, lab),))
    return Weighed(unseen=(f"{shown_as}: the laboratory's range of the value {lab.quantity or lab.words}",))


def recorded(view: Assessment, lesions: Collection[str]) -> Weighed:
    """Weigh what tissue and the list of other causes say of these lesions."""
    ctx = view.ctx
    parts: list[Weighed] = []
    for biopsy in tissue.latest(ctx):
        for lesion in biopsy.lesions:
            known = ctx.guideline.lesion(lesion.what)
            if known is None or known.id not in lesions:
                continue
            said = {"yes": "explains the abnormality, by the report", "no": "merely coexists, by the report",
                    "unknown": "in the tissue"}[lesion.explains]  # fmt: skip
            shown_as = ctx.evidence(biopsy, known.name, said, "", biopsy.taken_on)
            parts.append(
                Weighed(against=(shown_as,)) if lesion.explains == "no" else Weighed(speaks_for=(shown_as,))
            )
    for cause in ctx.case.other_causes:
        known = ctx.guideline.lesion(cause.what)
        if known is None or known.id not in lesions or cause.present == "unknown":
            continue
        how = f"shown by {cause.shown_by.replace('-', ' ')}" if cause.shown_by != "unknown" else "on record"
        if cause.present == "no":
            how = "looked for and excluded"
        elif cause.resolved_on is not None:
            how = f"resolved ({cause.resolved_on})"
        elif cause.explains == "no":
            how = "merely coexists, as stated"
        shown_as = ctx.evidence(cause, known.name, how, "", cause.shown_on)
        counts = cause.present == "yes" and cause.resolved_on is None and cause.explains != "no"
        parts.append(Weighed(speaks_for=(shown_as,)) if counts else Weighed(against=(shown_as,)))
    return together(parts)


def stated(view: Assessment, words: Collection[str], ask: str) -> Weighed:
    """Weigh the conditions of the patient whose name holds one of the words."""
    found = [item for item in conditions(view.ctx, words) if item.present != "unknown"]
    present = tuple(condition(view.ctx, item) for item in found if item.present == "yes")
    absent = tuple(condition(view.ctx, item) for item in found if item.present == "no")
    return Weighed(present, absent, () if found else (ask,))


def nephrotic(view: Assessment) -> Weighed:
    """Weigh whether the latest current proteinuria is nephrotic-range."""
    last = view.urine.last
    if last is None or not view.ctx.is_current(last.span):
        return Weighed(unseen=("proteinuria now",))
    low = series.below(last, view.ctx.number("nephrotic"))
    if low is None:
        return Weighed()
    return Weighed(against=(last.evidence(),)) if low else Weighed(speaks_for=(last.evidence(),))


def microscopy(view: Assessment) -> Weighed:
    """Quote the electron microscopy of the latest tissue of this episode, or ask for it."""
    newest = of_episode(view)
    said = [item.electron_microscopy for item in newest if item.electron_microscopy.strip()]
    if said:
        return Weighed(remark=f"Electron microscopy as reported: “{'; '.join(said)}”.")
    return Weighed(unseen=("electron microscopy",))


def of_episode(view: Assessment) -> tuple[Biopsy, ...]:
    """Return the latest tissue of the present episode; older tissue does not tell what is abnormal now."""
    return tissue.latest(view.ctx, view.course.began)


def classes(view: Assessment) -> tuple[set[str], tuple[Evidence, ...]]:
    """Return the classes of the latest tissue of this episode, with that tissue."""
    newest = of_episode(view)
    return {name for item in newest for name in item.classes}, tuple(
        tissue.describe(view.ctx, item) for item in newest
    )


# --- antiphospholipid antibodies -------------------------------------------------------------------------------------


def antiphospholipid(view: Assessment) -> Weighed:
    """Weigh antiphospholipid antibodies: which were measured, and whether one was positive twice far enough apart."""
    ctx = view.ctx
    generic = results(ctx, "antiphospholipid")
    parts, unseen = [], []
    for name in ANTIPHOSPHOLIPID:
        found = results(ctx, name)
        if not found and not generic:
            unseen.append(analytes.name(name))
        parts.append(_antibody(view, found))
    parts.append(_antibody(view, generic))
    weighed = together(parts)
    days = ctx.guideline.number("apl-repeat")
    if weighed.speaks_for and not any(
        positive_twice(view, results(ctx, name), int(days))
        for name in (*ANTIPHOSPHOLIPID, "antiphospholipid")
    ):
        unseen.append(f"the same antibody again, at least {shown(days)} days after the first positive one")
    return weighed + Weighed(unseen=tuple(unseen))


def _antibody(view: Assessment, found: tuple[LabResult, ...]) -> Weighed:
    positive = tuple(result(view.ctx, lab) for lab in found if flag(lab) in _POSITIVE)
    negative = tuple(result(view.ctx, lab) for lab in found if flag(lab) in _NEGATIVE)
    return Weighed(positive, negative)


def positive_twice(view: Assessment, found: tuple[LabResult, ...], days: int) -> bool:
    """Say whether two positive results of one antibody lie at least so many days apart for certain."""
    spans = [span for lab in found if flag(lab) in _POSITIVE and (span := view.ctx.span(lab.collected_on))]
    return any((later.earliest - earlier.latest).days >= days for earlier in spans for later in spans)


# --- drugs, body, pressure -------------------------------------------------------------------------------------------


def exposure(view: Assessment) -> Weighed:
    """Weigh the drugs that may harm the kidney: NSAIDs, calcineurin inhibitors, antimalarials."""
    ctx = view.ctx
    named = [
        course
        for course in ctx.case.courses
        if (known := ctx.guideline.lesion(course.drug)) is not None and known.id == "nsaid"
    ]
    taken = [*named, *courses(ctx, ("cni",)), *courses(ctx, ("antimalarial",))]
    unseen = () if named else ("over-the-counter drugs (NSAID)",)
    remark = "An exposure alone is a suspicion." if taken else ""
    return Weighed(tuple(given(ctx, course) for course in taken), (), unseen, remark)


def haemodynamic(view: Assessment) -> Weighed:
    """Weigh the drugs and events that change proteinuria or eGFR without acting on the disease."""
    ctx = view.ctx
    drugs = {drug.id for drug in ctx.guideline.drugs if drug.haemodynamic}
    taken = tuple(given(ctx, course) for course in courses(ctx, (), drugs))
    events = tuple(ctx.told(event) for event in ctx.events if event.what == "haemodynamic-change")
    unseen = (
        () if taken else ("start and dose of any RAAS inhibitor, SGLT2 inhibitor or calcineurin inhibitor",)
    )
    return Weighed((*taken, *events), (), unseen)


def class_v(view: Assessment) -> Weighed:
    """Weigh whether class V is found in the latest tissue of this episode: by the report that names it."""
    newest = of_episode(view)
    named = [item for item in newest if "V" in item.classes]
    shown_as = tuple(tissue.describe(view.ctx, item) for item in named or newest if item.classes)
    return Weighed(speaks_for=shown_as) if named else Weighed(against=shown_as)


def pressure(view: Assessment) -> Weighed:
    """Tell the latest current blood pressure; a pressure, treated or not, speaks neither for nor against by itself."""
    ctx = view.ctx
    current = [item for item in ctx.case.blood_pressures if ctx.is_current(ctx.span(item.measured_on))]
    if not current:
        return Weighed(unseen=("blood pressure",))
    last = current[-1]
    told = ctx.evidence(last, "blood pressure", f"{last.systolic}/{last.diastolic}", "mmHg", last.measured_on)
    limits = [ctx.guideline.number(name) for name in ("bp-usual-systolic", "bp-usual-diastolic")]
    below = last.systolic < limits[0] and last.diastolic < limits[1]
    lowering = [item for item in courses(ctx, ("raas-inhibitor",)) if is_running(ctx, item)]
    under = (
        f", under {', '.join(dict.fromkeys(drug_name(ctx, item) for item in lowering))}" if lowering else ""
    )
    said = "below" if below else "not below"
    return Weighed(
        remark=f"{str(told)[:1].upper()}{str(told)[1:]}{under}: {said} the usual target; a pressure speaks neither for nor "
        "against by itself, and a treated one least."
    )


def body_mass(view: Assessment) -> Weighed:
    """Tell the body-mass index; no source read gives a limit, so it speaks neither for nor against."""
    latest = {}
    for item in view.ctx.case.measurements:
        unit, kind = find_unit(item.quantity.unit), {"weight": "body weight", "height": "length"}[item.what]
        if unit is not None and unit.kind == kind and item.quantity.value > 0:
            latest[item.what] = item
    lacking = tuple(what for what in ("weight", "height") if what not in latest)
    if lacking:
        return Weighed(unseen=lacking)
    weight, height = latest["weight"].quantity, latest["height"].quantity
    metres = convert(height.value, height.unit, "m")
    index = convert(weight.value, weight.unit, "kg") / (metres * metres)
    return Weighed(
        remark=f"Body-mass index {shown(index, 1)} kg/m² (weight {weight}, height {height}); no source read gives a limit, "
        "so it speaks neither for nor against."
    )
