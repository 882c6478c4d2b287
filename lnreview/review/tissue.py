"""What the tissue says, and what else explains the abnormality.

Two questions: is lupus nephritis proven (diagnosis), and does something other than active lupus nephritis explain what is
abnormal now (whether the tissue is chronic stands in `chronicity`). Tissue or a decisive test of this episode can
document the last; an antibody, a gene or an exposure alone is a suspicion. A lesion that the report calls coexisting,
or that is resolved, does not count. The latest tissue decides; two biopsies of one day are read together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lnreview.case import analytes
from lnreview.case.dates import Span
from lnreview.case.records import Biopsy, OtherCause
from lnreview.guideline.model import LesionRule
from lnreview.review import nih
from lnreview.review.context import Context
from lnreview.review.finding import Cited, Evidence, Finding, Missing

_DECISIVE = ("culture", "pregnancy-test", "imaging", "decisive-test")


@dataclass(frozen=True)
class Alternative:
    """Another explanation: documented by tissue or a decisive test, or only suspected."""

    name: str
    documented: bool
    evidence: tuple[Evidence, ...]
    ask: tuple[str, ...]
    citation: Cited | None
    by_tissue: bool
    day: date | None = None
    bare: bool = False
    """Only an antibody, a gene or an exposure: a suspicion that does not put the cause of a flare in doubt."""


def latest(ctx: Context, since: Span | None = None) -> tuple[Biopsy, ...]:
    """Return the latest biopsy, or all of its day, taken at or after `since`; biopsies without a date come first."""
    dated = [(span, item) for item in ctx.case.biopsies if (span := ctx.span(item.taken_on))]
    if since is not None:
        dated = [(span, item) for span, item in dated if span.latest >= since.earliest]
    if dated:
        last = max(span.middle for span, _ in dated)
        return tuple(item for span, item in dated if span.middle == last)
    if since is not None:
        return ()
    undated = [item for item in ctx.case.biopsies if item.taken_on is None]
    undated.sort(key=lambda item: item.order or 0)
    return tuple(undated[-1:])


def proves_ln(ctx: Context) -> bool | None:
    """Say whether any tissue shows lupus nephritis; false only when tissue was taken and shows none."""
    answers = [item.proves_ln for item in ctx.case.biopsies]
    if any(answers):
        return True
    return False if answers and all(answer is False for answer in answers) else None


def no_biopsy_taken(ctx: Context) -> bool:
    """Say whether the record documents that no kidney biopsy was ever taken."""
    if ctx.case.biopsies:
        return False
    return ctx.case.complete.biopsies == "yes" or any(event.what == "no-biopsy-taken" for event in ctx.events)


def biopsy_impossible(ctx: Context) -> bool:
    """Say whether a contraindication or a refusal is recorded."""
    return any(event.what in ("biopsy-contraindicated", "biopsy-refused") for event in ctx.events)


def biopsy_contraindicated(ctx: Context) -> bool:
    """Say whether a contraindication is recorded."""
    return any(event.what == "biopsy-contraindicated" for event in ctx.events)


def describe(ctx: Context, biopsy: Biopsy) -> Evidence:
    """Return a biopsy as evidence: class, indices, lesions."""
    parts = []
    if biopsy.class_text or biopsy.classes:
        name = biopsy.class_text or " + ".join(biopsy.classes)
        parts.append(name if not biopsy.classes or "class" in name.casefold() else f"class {name}")
    elif biopsy.proves_ln:
        parts.append("lupus nephritis, class not reported")
    elif biopsy.proves_ln is False:
        parts.append("no lupus nephritis")
    activity = str(nih.index(ctx.guideline, biopsy, "nih-activity"))
    if activity or biopsy.activity_text:
        parts.append(activity or f"activity {biopsy.activity_text}")
    chronic = str(nih.index(ctx.guideline, biopsy, "nih-chronicity"))
    if chronic or biopsy.chronicity_text:
        parts.append(chronic or f"chronicity {biopsy.chronicity_text}")
    if biopsy.tma == "yes":
        parts.append("TMA")
    parts += [lesion.what for lesion in biopsy.lesions]
    return Evidence("kidney biopsy", ", ".join(parts) or biopsy.findings, "", str(biopsy.taken_on or ""),
                    biopsy.source or biopsy.note, biopsy.id)  # fmt: skip


def diagnosis(ctx: Context) -> Finding:
    """Say whether lupus nephritis is proven by tissue, with class and date."""
    cited = (Cited.of(ctx.guideline.steps["diagnosis"]),)
    evidence = [describe(ctx, item) for item in ctx.case.biopsies]
    missing: list[Missing] = []
    if ctx.case.lupus.documented == "no":
        missing.append(
            Missing("basis of systemic lupus: ANA, anti-dsDNA, classification, other diagnoses with full-house deposits",
                    "The record says that lupus is not documented; lupus nephritis then is not, whatever the tissue shows.",
                    "diagnosis", "lupus", rank=4)
        )  # fmt: skip
        because = "Systemic lupus is not documented, so lupus nephritis is neither shown nor excluded by the tissue alone."
        return Finding("diagnosis", "not-documented", because, tuple(evidence), cited, missing=tuple(missing))
    if ctx.case.lupus.documented != "yes":
        missing.append(
            Missing("basis of the diagnosis of systemic lupus (criteria, ANA)", "The record does not say on what the diagnosis of lupus rests.",
                    "diagnosis", "lupus", rank=60)
        )  # fmt: skip
    proven = proves_ln(ctx)
    if proven is True:
        shown = [item for item in ctx.case.biopsies if item.proves_ln]
        last = shown[-1]
        missing += wanted_of(ctx, last)
        when = f" of {last.taken_on}" if last.taken_on else ""
        name = last.class_text or " + ".join(last.classes)
        because = (
            f"The biopsy{when} shows lupus nephritis{f', class {name}' if name else ' (class not reported)'}."
        )
        return Finding("diagnosis", "met", because, tuple(evidence), cited, missing=tuple(missing))
    if proven is False:
        because = f"{evidence[-1]} shows no lupus nephritis."
        return Finding("diagnosis", "not-met", because, tuple(evidence), cited, missing=tuple(missing))
    if no_biopsy_taken(ctx):
        missing.append(_biopsy_wanted("No kidney biopsy was ever taken.", rank=5))
        because = "No kidney biopsy was taken; the class of lupus nephritis is never presumed."
        return Finding("diagnosis", "not-met", because, (), cited, missing=tuple(missing))
    missing.append(
        Missing("kidney biopsy report with class, activity index, chronicity index, vascular lesions, EM (or a record that none was taken)",
                "Lupus nephritis is proven by tissue; the record holds no report and does not say that none was taken.",
                "diagnosis", "biopsies", rank=11)
    )  # fmt: skip
    because = "The record holds no biopsy that shows lupus nephritis, and does not say that none was taken."
    return Finding("diagnosis", "not-documented", because, tuple(evidence), cited, missing=tuple(missing))


def wanted_of(ctx: Context, biopsy: Biopsy) -> tuple[Missing, ...]:
    """Return what a report lacks, and which of two indices holds where the report and its own items differ."""
    lacking, found = [], []
    of = f"of the biopsy{f' of {biopsy.taken_on}' if biopsy.taken_on else ''}"
    if not biopsy.classes and not biopsy.class_text:
        lacking.append("ISN/RPS class")
    for index, name in (
        (nih.index(ctx.guideline, biopsy, "nih-activity"), "activity"),
        (nih.index(ctx.guideline, biopsy, "nih-chronicity"), "chronicity"),
    ):
        if index.impossible:
            lacking.insert(0, f"the right {name} index ({index.reported} of {index.maximum} is impossible)")
        elif index.disagrees:
            found.append(
                Missing(
                    f"which {name} index {of} holds ({index.reported} as reported, {index.computed} by its items)",
                    "The reported index and the sum of the graded items differ; the reported one is used until the "
                    "pathologist says which holds.",
                    "diagnosis", "biopsies", biopsy.id, rank=45,
                )
            )  # fmt: skip
        elif index.value is None:
            lacking.append(f"{name} index ({nih.SHORT[index.name]})")
        elif not index.value.exact:
            lacking.append(
                f"{name} index ({nih.SHORT[index.name]}), or the grades of {', '.join(index.lacking)}"
            )
    if biopsy.taken_on is None:
        lacking.append("date")
    if lacking:
        found.insert(0, Missing(f"{', '.join(lacking)} {of}",
                                "The report as recorded does not hold it, and every later comparison needs it.",
                                "diagnosis", "biopsies", biopsy.id, rank=45))  # fmt: skip
    return tuple(found)


def _biopsy_wanted(why: str, rank: int) -> Missing:
    return Missing("kidney biopsy with class, activity index, chronicity index, vascular lesions, EM", why,
                   "biopsy", "biopsies", rank=rank)  # fmt: skip


def alternatives(
    ctx: Context, began: Span | None, active_ln: bool, onset: Span | None
) -> tuple[Alternative, ...]:
    """Return other explanations of what is abnormal now: by tissue of this episode, by a decisive test, or suspected.

    `active_ln` says whether anything documents active lupus nephritis; a cause without tissue needs that to be false.
    """
    found: list[Alternative] = []
    newest = latest(ctx)
    proven_together = any(item.proves_ln for item in newest)
    for biopsy in newest:
        taken = ctx.span(biopsy.taken_on)
        here = began is None or taken is None or taken.latest >= began.earliest
        found.extend(_by_tissue(ctx, biopsy, here, proven_together))
    for cause in ctx.case.other_causes:
        alternative = _cause(ctx, cause, active_ln, onset)
        if alternative:
            found.append(alternative)
    found.extend(_by_test(ctx, active_ln, onset))
    found.extend(_pregnancies(ctx, active_ln, onset))
    found.extend(_suspicions(ctx, newest))
    return tuple(found)


def _by_tissue(ctx: Context, biopsy: Biopsy, here: bool, proven_together: bool) -> list[Alternative]:
    lesions: list[tuple[str, str]] = [(lesion.what, lesion.explains) for lesion in biopsy.lesions]
    named = {known.id for what, _ in lesions if (known := ctx.guideline.lesion(what))}
    if biopsy.tma == "yes" and "tma" not in named:
        lesions.append(("tma", "unknown"))
    ln = True if proven_together else biopsy.proves_ln
    if not lesions and ln is not True:
        lesions = [(item.id, "unknown") for item in _named_in(ctx, biopsy.class_text)]
    taken = ctx.span(biopsy.taken_on)
    evidence = (describe(ctx, biopsy),)
    found = []
    for what, explains in lesions:
        known = ctx.guideline.lesion(what)
        if explains == "no":
            continue
        unclassified = ln is None and not biopsy.class_text
        decides = explains == "yes" or ln is False or unclassified or (known is not None and known.beside_ln)
        if known is None and explains == "unknown" and ln is True:
            decides = False
        found.append(
            Alternative(known.name if known else what, decides and here, evidence, known.ask if known else (),
                        Cited.of(known.statement) if known else None, True, taken.middle if taken else None)
        )  # fmt: skip
    if not found and ln is False:
        found.append(Alternative("tissue without lupus nephritis", here, evidence, ("diagnosis of the pathologist",), None,
                                 True, taken.middle if taken else None))  # fmt: skip
    return found


def _named_in(ctx: Context, text: str) -> list[LesionRule]:
    """Return the lesions that a reported class names, where the report says nothing is absent."""
    words = f" {text.casefold()} "
    if any(negation in words for negation in (" no ", " not ", "without", "negative", "excluded", "absent")):
        return []
    return [
        item
        for item in ctx.guideline.lesions
        if any(len(name) > 3 and name.casefold() in words for name in (item.id, item.name, *item.names))
    ]


def _cause(ctx: Context, cause: OtherCause, active_ln: bool, onset: Span | None) -> Alternative | None:
    if cause.present != "yes" or cause.explains == "no" or cause.resolved_on is not None:
        return None
    known = ctx.guideline.lesion(cause.what)
    when = ctx.span(cause.shown_on)
    began_with = when is None or onset is None or when.latest >= onset.earliest or cause.explains == "yes"
    decisive = cause.shown_by in _DECISIVE and began_with and not active_ln
    evidence = (ctx.evidence(cause, known.name if known else cause.what, f"shown by {cause.shown_by.replace('-', ' ')}",
                             "", cause.shown_on),)  # fmt: skip
    return Alternative(known.name if known else cause.what, decisive, evidence, known.ask if known else (),
                       Cited.of(known.statement) if known else None, False, when.middle if when else None,
                       cause.shown_by in ("antibody", "genetic-test", "exposure"))  # fmt: skip


def _by_test(ctx: Context, active_ln: bool, onset: Span | None) -> list[Alternative]:
    """Return causes that a laboratory test proves: a positive pregnancy test, a positive urine culture."""
    found = []
    for lab in ctx.case.labs:
        analyte = analytes.find(lab.analyte)
        name = {"pregnancy-test": "pregnancy", "urine-culture": "urinary-infection"}.get(
            analyte.id if analyte else ""
        )
        if name is None or lab.interpretation not in ("positive", "present"):
            continue
        known = ctx.guideline.lesion(name)
        when = ctx.span(lab.collected_on)
        began_with = when is None or onset is None or when.latest >= onset.earliest
        if not ctx.is_current(when):
            continue
        evidence = (ctx.evidence(lab, analytes.name(lab.analyte), "positive", "", lab.collected_on),)
        found.append(Alternative(known.name if known else name, began_with and not active_ln, evidence,
                                 known.ask if known else (), Cited.of(known.statement) if known else None, False,
                                 when.middle if when else None))  # fmt: skip
    return found


def _pregnancies(ctx: Context, active_ln: bool, onset: Span | None) -> list[Alternative]:
    """Return a recorded pregnancy or miscarriage: it explains new proteinuria while nothing documents active disease."""
    found = []
    for item in ctx.pregnancies:
        since, until = ctx.span(item.since), ctx.span(item.until)
        over = until is not None and until.latest < ctx.as_of.earliest and not ctx.is_current(until)
        if (
            item.status not in ("pregnant", "miscarriage")
            or over
            or not (ctx.is_current(since) or item.status == "pregnant")
        ):
            continue
        known, screen = (
            ctx.guideline.lesion(item.status if item.status == "miscarriage" else "pregnancy"),
            ctx.guideline.lesion("pre-eclampsia"),
        )
        ask = (*(known.ask if known else ()), *(screen.ask if screen else ()))
        began_with = since is None or onset is None or since.latest >= onset.earliest
        evidence = (ctx.evidence(item, "pregnancy", item.status, "", item.since),)
        found.append(Alternative(known.name if known else "pregnancy", began_with and not active_ln, evidence, ask,
                                 Cited.of(known.statement) if known else None, False, since.middle if since else None))  # fmt: skip
    return found


def _suspicions(ctx: Context, newest: Sequence[Biopsy]) -> list[Alternative]:
    """Return what antibodies and haemolysis only suggest."""
    found = []
    positive = [
        lab for lab in ctx.case.labs
        if (analyte := analytes.find(lab.analyte)) is not None
        and analyte.id in ("lupus-anticoagulant", "anticardiolipin", "anti-beta2gp1", "antiphospholipid", "schistocytes")
        and lab.interpretation in ("positive", "present", "high")
    ]  # fmt: skip
    known = ctx.guideline.lesion("apl-nephropathy")
    if positive and not any(item.tma == "yes" for item in newest):
        evidence = tuple(
            ctx.evidence(lab, analytes.name(lab.analyte), lab.interpretation or "", "", lab.collected_on)
            for lab in positive
        )
        found.append(Alternative(known.name if known else "antiphospholipid nephropathy", False, evidence,
                                 known.ask if known else (), Cited.of(known.statement) if known else None, False,
                                 bare=True))  # fmt: skip
    return found
