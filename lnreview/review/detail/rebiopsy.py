"""How old the latest tissue is, and whether new tissue is indicated, by whom, on this record.

The age is told against the day of the review, the start of each regimen, and what two trials accepted at entry; no
guideline says how long a biopsy holds. Each source's indication is answered by itself: met, not met, not documented.
What the program makes of a missing biopsy is the last row, and no more than is said on the step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lnreview.case import analytes
from lnreview.case.dates import Span, at_least_months, shift_months
from lnreview.case.quantities import shown
from lnreview.guideline.reference import Fact
from lnreview.review import series, tissue
from lnreview.review.ages import elapsed, since
from lnreview.review.assess import Assessment, Line
from lnreview.review.context import both, either, negated
from lnreview.review.detail.bands import STATUS
from lnreview.review.detail.facts import cited, fact, facts, numbers, told
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Evidence, Missing
from lnreview.review.flare import biopsy_needed
from lnreview.review.judge import Judge

_WHY = "Only tissue taken under the latest course tells activity from scar, and shows another diagnosis."


def rebiopsy(view: Assessment) -> tuple[Table, ...]:
    """Return the age of the latest biopsy and every source's indication for tissue."""
    return (*_age(view), *_indications(view))


# --- age -------------------------------------------------------------------------------------------------------------


def _age(view: Assessment) -> tuple[Table, ...]:
    ctx = view.ctx
    newest = tissue.latest(ctx)
    day = ctx.span(newest[0].taken_on) if newest else None
    if day is None:
        return ()
    evidence = tuple(tissue.describe(ctx, item) for item in newest)
    rows = [
        Row(
            ("Day of the review", str(ctx.as_of.written), f"{elapsed(day, ctx.as_of)} old"),
            how="From the biopsy to the day of the review.",
            evidence=evidence,
        )
    ]
    rows += [_against(view, line, day, evidence) for line in view.lines if line.regimen.start is not None]
    for name in ("age-aurora", "age-regency"):
        item = fact(ctx.guideline, name)
        if item is not None and item.parameters:
            rows.append(_accepted(view, item, day, evidence))
    return (
        Table(
            "biopsy-age", "Age of the latest biopsy", "biopsy",
            (Column("Compared with"), Column("Date"), Column("The biopsy")), tuple(rows),
            f"The latest biopsy is of {newest[0].taken_on}.",
            "No guideline says how long a biopsy holds. The flag against the current regimen is a program default; "
            "the limits of the trials are entry rules.",
        ),
    )  # fmt: skip


def _against(view: Assessment, line: Line, day: Span, evidence: tuple[Evidence, ...]) -> Row:
    ctx, start = view.ctx, line.regimen.start
    assert start is not None
    current = line is view.latest
    after = since(day, start)
    said = {
        True: f"taken {elapsed(start, day)} after the start"
        if day.earliest > start.latest
        else "taken with the start",
        False: f"older: taken {elapsed(day, start)} before the start",
        None: "before or after: the dates leave it open",
    }[after]
    flagged = facts(ctx.guideline, "age-regimen") if current else ()
    return Row(
        (f"Start of {line.regimen.name(ctx)}{' (current regimen)' if current else ''}", str(start), said),
        STATUS[after] if current else None,
        " ".join(told(item) for item in flagged),
        evidence,
        cited(*flagged),
    )


def _accepted(view: Assessment, item: Fact, day: Span, evidence: tuple[Evidence, ...]) -> Row:
    """Compare the age with what a trial accepted at entry; exactly so many months is within them.

    The patient is not in the trial, so its entry rule is neither met nor missed.
    """
    used = numbers(view.ctx.guideline, item)
    months = used[0].value
    answer = within(day, view.ctx.as_of, int(months))
    said = {True: "within it", False: "older", None: "the date leaves it open"}[answer]
    return Row(
        (item.name, f"{shown(months)} months", said),
        "not-documented" if answer is None else None,
        told(item),
        evidence,
        cited(item),
        used,
    )


def within(day: Span, now: Span, months: int) -> bool | None:
    """Say whether a day lies at most so many calendar months before another; exactly so many is within."""
    if now.latest <= shift_months(day.earliest, months):
        return True
    return False if now.earliest > shift_months(day.latest, months) else None


# --- indications -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What an indication finds on this record."""

    answer: bool | None
    words: str
    evidence: tuple[Evidence, ...] = ()


def _indications(view: Assessment) -> tuple[Table, ...]:
    ctx = view.ctx
    asked = _REPEAT if ctx.case.biopsies else _FIRST
    since_start = _tissue_under(view)
    rows, due = [], False
    for name, answer in asked:
        item = fact(ctx.guideline, name)
        if item is None:
            continue
        said = answer(view)
        due = due or said.answer is True
        used = numbers(ctx.guideline, item)
        words = (
            f"{said.words} Tissue was taken since: {since_start}."
            if said.answer and since_start
            else said.words
        )
        rows.append(
            Row(
                (item.name, item.text, words),
                STATUS[said.answer],
                item.misuse,
                said.evidence,
                cited(item, *used),
                used,
            )
        )
    if not rows:
        return ()
    rows += [*_protocol(view), _against_it(view), *_program(view)]
    first = "A first biopsy" if not ctx.case.biopsies else "A repeat biopsy"
    wanted = due and since_start is None and not tissue.biopsy_impossible(ctx)
    return (
        Table(
            "biopsy-indications", f"{first}: who asks for it on this record", "biopsy",
            (Column("Source"), Column("Indication"), Column("On this record")), tuple(rows),
            note=" ".join(item.text for item in facts(ctx.guideline, "repeat-absence")) if ctx.case.biopsies else "",
            missing=(Missing(f"{first.lower().removeprefix('a ')}, or the documented reason why not", _WHY, "biopsy", "biopsies", rank=28),)
            if wanted else (),
        ),
    )  # fmt: skip


def _tissue_under(view: Assessment) -> Evidence | None:
    """Return tissue taken since the latest regimen, or the last flare if that is later, began."""
    begun = [
        when
        for when in (
            view.latest.regimen.start if view.latest else None,
            view.course.last_loss.when if view.course.last_loss else None,
        )
        if when is not None
    ]
    if not begun:
        return None
    newest = tissue.latest(view.ctx)
    day = view.ctx.span(newest[-1].taken_on) if newest else None
    under = day is not None and since(day, max(begun, key=lambda when: when.middle)) is True
    return tissue.describe(view.ctx, newest[-1]) if under else None


def _judge(view: Assessment) -> Judge:
    return Judge(view, {override.step: override for override in view.ctx.case.overrides})


def _sediment(view: Assessment) -> tuple[Evidence, ...]:
    shown = {analytes.name(name) for name in ("urine-sediment", "urine-rbc")}
    return tuple(item for item in view.activity.active if item.what in shown)


def _treated_without_success(view: Assessment) -> Said:
    """Look for enough months of adequate treatment that was taken, with something abnormal still."""
    ctx, judge = view.ctx, _judge(view)
    months = ctx.guideline["repeat-biopsy-months"]
    answers: list[bool | None] = []
    for line in view.present:
        start, end = line.regimen.start, line.regimen.end or ctx.as_of
        long_enough = at_least_months(start, end, months.value) if start is not None else None
        answers.append(both(judge.adequate(line), judge.adherent(line), long_enough))
    treated = either(*answers) if answers else (False if ctx.case.complete.courses == "yes" else None)
    ongoing = True if _sediment(view) else view.abnormal.now
    words = {
        True: f"{shown(months.value)} months of adequate treatment, shown to be taken, are on record.",
        False: f"No regimen of this episode was adequate, taken and given for {shown(months.value)} months.",
        None: f"Whether treatment was adequate, taken and given for {shown(months.value)} months is not documented.",
    }[treated]
    now = {
        True: "An abnormality is present.",
        False: "Nothing is abnormal now.",
        None: "The present state is not documented.",
    }
    return Said(
        both(treated, ongoing), f"{words} {now[ongoing]}", (*view.abnormal.evidence, *_sediment(view))
    )


def _flared(view: Assessment) -> Said:
    """Look for a response that was reached, and a loss or a flare after it that no later response ended."""
    reached, loss = view.course.reached, view.course.last_loss
    if not reached:
        return _never_remitted(view)
    last = reached[-1]
    if loss is None:
        return Said(False, f"A response is on record ({last.evidence}), no flare after it.", (last.evidence,))
    over = last.when is not None and loss.when is not None and last.when.middle > loss.when.middle
    if over:
        return Said(
            False,
            f"The last flare was followed by a response ({last.evidence}).",
            (*loss.evidence, last.evidence),
        )
    return Said(True, f"A response ({last.evidence}) was lost, or a flare is suspected ({loss.told()}).",
                (last.evidence, *loss.evidence))  # fmt: skip


def _never_remitted(view: Assessment) -> Said:
    """Say whether every regimen of the record is known to have reached no response; silence alone tells nothing."""
    open_lines = [line for line in view.lines if line.judged.grade not in ("none", "improving")]
    if view.lines and not open_lines and view.ctx.case.complete.courses == "yes":
        return Said(
            False, "No regimen of the record reached a response, so there was no remission to flare from."
        )
    named = ", ".join(dict.fromkeys(line.regimen.name(view.ctx) for line in open_lines))
    why = f"the response to {named} cannot be told" if named else "not every earlier treatment is on record"
    return Said(None, f"No remission is on record; whether there was one stays open: {why}.")


def _incomplete_or_flare(view: Assessment) -> Said:
    """Look for a response that is not complete once its window is over, or a flare."""
    flare, line = _flared(view), view.latest
    if flare.answer is True:
        return flare
    if line is None:
        return Said(
            flare.answer, f"{flare.words} No induction regimen of this episode is on record.", flare.evidence
        )
    grade, name = line.judged.grade, line.regimen.name(view.ctx)
    if grade == "complete":
        return Said(False, f"{name}: complete response.")
    if line.dosing.window_open or (line.judged.ahead and line.judged.failed is not True):
        return Said(False, f"{name}: the time in which a response is judged is not over.")
    if grade == "unknown" and line.judged.failed is not True:
        return Said(None, f"{name}: its response is not documented.")
    words = "no response" if grade in ("none", "unknown") else f"{grade.replace('-', ' ')} response"
    points = (line.judged.base_urine, line.judged.last_urine, line.judged.last_kidney)
    return Said(True, f"{name}: {words}, not complete.", tuple(point.evidence() for point in points if point))


def _suspicion(view: Assessment) -> Said:
    """Look for signs of chronic damage or of another diagnosis."""
    signs = [*(item.evidence[-1] for item in view.alternatives if item.evidence), *view.activity.doubtful]
    names = list(dict.fromkeys(item.name for item in view.alternatives))
    if view.chronicity.status == "not-met":
        names.append("predominantly chronic tissue")
        signs += view.chronicity.evidence
    if names or signs:
        said = ", ".join(names) or ", ".join(str(item) for item in signs)
        return Said(True, f"Raised by the record: {said}.", tuple(dict.fromkeys(signs)))
    if view.chronicity.status == "met":
        return Said(False, "The tissue is active or mixed, and nothing on record points to another diagnosis.",
                    view.chronicity.evidence)  # fmt: skip
    return Said(
        None, "Nothing on record raises it; what was not looked at stands in the table of other explanations."
    )


def _first_by_acr(view: Assessment) -> Said:
    guideline = view.ctx.guideline
    high = negated(series.at_most(view.urine.last, guideline.number("biopsy-upcr")))
    impaired = series.below(view.kidney.last, guideline.number("impaired-egfr"))
    return _first(view, either(high, impaired))


def _first_by_kdigo(view: Assessment) -> Said:
    high = negated(series.below(view.urine.last, view.ctx.guideline.number("biopsy-upcr")))
    return _first(view, either(high, True if _sediment(view) else None))


def _first(view: Assessment, answer: bool | None) -> Said:
    points = tuple(point.evidence() for point in (view.urine.last, view.kidney.last) if point)
    evidence = (*points, *_sediment(view))
    return Said(answer, f"{'; '.join(str(item) for item in evidence)}." if evidence else "", evidence)


def _protocol(view: Assessment) -> list[Row]:
    """Tell how long the latest regimen runs beside the months of a protocol biopsy, which indicate nothing."""
    item, line = fact(view.ctx.guideline, "repeat-protocol"), view.latest
    if item is None or line is None or line.regimen.start is None or not view.ctx.case.biopsies:
        return []
    run = elapsed(line.regimen.start, view.ctx.as_of)
    used = numbers(view.ctx.guideline, item)
    words = f"The latest regimen began {run} before the review; investigational, no indication."
    return [Row((item.name, item.text, words), None, item.misuse, (), cited(item, *used), used)]


def _against_it(view: Assessment) -> Row:
    events = [
        event for event in view.ctx.events if event.what in ("biopsy-contraindicated", "biopsy-refused")
    ]
    told = tuple(view.ctx.told(event) for event in events)
    words = "; ".join(f"{item}{f', {item.source}' if item.source else ''}" for item in told)
    return Row(
        ("Contraindication or refusal", "What stands against a biopsy", words or "None is on record."),
        None, "It is entered among the events of the record.", told,
    )  # fmt: skip


def _program(view: Assessment) -> list[Row]:
    item = fact(view.ctx.guideline, "repeat-program")
    if item is None:
        return []
    row = biopsy_needed(_judge(view))
    because = {
        True: row.because,
        False: "It does not decide here.",
        None: "None of its conditions is documented.",
    }[row.documented]
    if tissue.biopsy_impossible(view.ctx):
        because = "It does not decide here: a contraindication or a refusal is on record."
    return [Row((item.name, item.text, because), STATUS[row.documented], "", (), cited(item))]


_REPEAT: tuple[tuple[str, Callable[[Assessment], Said]], ...] = (
    ("repeat-acr-treatment", _treated_without_success),
    ("repeat-acr-flare", _flared),
    ("repeat-eular", _incomplete_or_flare),
    ("repeat-kdigo", _suspicion),
)
_FIRST: tuple[tuple[str, Callable[[Assessment], Said]], ...] = (
    ("first-acr", _first_by_acr),
    ("first-kdigo", _first_by_kdigo),
)
