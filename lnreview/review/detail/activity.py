"""SLEDAI-2K of the record: computed beside stated, its band and change, and the items of the latest assessment.

A display. It never decides, never scores an item from a laboratory value, and leaves fixed proteinuria from damage to the
reviewer: it says where tissue speaks for it.
"""

from __future__ import annotations

from decimal import Decimal

from lnreview.case.quantities import shown
from lnreview.case.records import DiseaseActivity
from lnreview.review.assess import Assessment
from lnreview.review.context import Context
from lnreview.review.detail.facts import quoted
from lnreview.review.detail.sledai import RENAL, Hint, Score, band, flared, hints, items, rise, scores, total
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Cited, Evidence, Missing

_DAMAGE = ("fixed", "damage", "scar")
"""Words of a note that call proteinuria a remainder, not activity."""
_WINDOWS = {"10-days": "10 days", "30-days": "28-30 days", "unknown": "not stated"}


def activity(view: Assessment) -> tuple[Table, ...]:
    """Return the assessments over time, and the items of the latest one that has any."""
    found = scores(view.ctx)
    if not found:
        return ()
    latest = next((score for score in reversed(found) if score.items), None)
    tables = (_over_time(view.ctx, found),)
    return (*tables, _items(view, latest)) if latest else tables


def _over_time(ctx: Context, found: tuple[Score, ...]) -> Table:
    rows = [
        _row(ctx, score, found[position - 1] if position else None) for position, score in enumerate(found)
    ]
    return Table(
        "sledai-2k",
        "SLEDAI-2K",
        "response",
        (
            Column("Assessed on"), Column("Computed", number=True), Column("Stated", number=True), Column("Band"),
            Column("Change"), Column("Days covered"),
        ),
        tuple(rows),
        intro=f"Of {shown(ctx.guideline.number('sledai-maximum'))}. Bands used: 0 remission, {_bands(ctx)}; "
        "other bands circulate.",
        note="A display: it decides no verdict, and a rise may come from another organ than the kidney.",
        missing=_missing(found[-1]),
    )  # fmt: skip


def _bands(ctx: Context) -> str:
    low, moderate = ctx.guideline["sledai-low"], ctx.guideline["sledai-moderate"]
    return f"{low.value}-{low.upper} low, {moderate.value}-{moderate.upper} moderate, above {moderate.upper} high"


def _row(ctx: Context, score: Score, earlier: Score | None) -> Row:
    computed = ""
    if score.computed is not None:
        computed = f"{'' if score.complete else 'at least '}{shown(score.computed)}"
    how = [_sum(ctx, score)]
    if score.disagrees:
        how.append("The stated total is not the sum of the items; neither is used until one is corrected.")
    if _noted(score):
        how.append(f"Its note says “{score.entry.note}”: fixed proteinuria from damage is not scored.")
    change, why = _change(ctx, earlier, score)
    pack = ctx.guideline
    numbers = (
        pack["sledai-low"], pack["sledai-moderate"], pack["sledai-flare-rise"], pack["sledai-window-original"],
        pack["sledai-window-extended"], pack["sledai-maximum"],
    )  # fmt: skip
    return Row(
        (
            str(score.when) if score.when else "", computed, shown(score.stated) if score.stated is not None else "",
            _band(ctx, score), change, _WINDOWS.get(score.window, "not stated"),
        ),
        status="not-documented" if score.disagrees else None,
        how=" ".join(part for part in (*how, why) if part),
        evidence=(_evidence(ctx, score),),
        citations=quoted(ctx.guideline, "sledai-bands", "sledai-change", "sledai-window", "sledai-range"),
        parameters=numbers,
    )  # fmt: skip


def _sum(ctx: Context, score: Score) -> str:
    """Say how the sum came about, and how much of it is urine."""
    if score.computed is None:
        return "As stated by the chart; no items are on record."
    weighed = items(ctx)
    terms = " + ".join(shown(weighed[name].weight) for name in score.items) or "0"
    urine = total([name for name in score.items if name in RENAL], weighed)
    most = total(RENAL, weighed)
    limit = "" if score.complete else " A lower limit: it is not on record that every item was asked for."
    return f"{terms} = {shown(score.computed)}, of which the urine {shown(urine)} of {shown(most)}.{limit}"


def _band(ctx: Context, score: Score) -> str:
    bounds = score.bounds
    if bounds is None:
        return "totals disagree" if score.disagrees else ""
    least, most = band(ctx, bounds[0]), band(ctx, bounds[1]) if bounds[1] is not None else "high"
    return least if least == most else f"at least {least}"


def _change(ctx: Context, earlier: Score | None, later: Score) -> tuple[str, str]:
    """Return the change since the assessment before, and what it is called."""
    if earlier is None:
        return "", ""
    least, most = rise(earlier, later)
    limit = ctx.guideline.number("sledai-flare-rise")
    answer = flared(ctx, earlier, later)
    if least is not None and least == most:
        text = f"{'+' if least > 0 else '−' if least < 0 else '±'}{shown(abs(least))}"
        name = "flare" if answer else "persistent" if abs(least) <= limit else "lower"
    elif answer:
        text, name = f"at least +{shown(least or Decimal(0))}", "flare"
    else:
        return "", "The change cannot be told from totals that are open or disagree."
    windows = {earlier.window, later.window}
    differ = (
        ""
        if len(windows) == 1 and "unknown" not in windows
        else " The days covered differ or are not stated."
    )
    return (
        f"{text}, {name}",
        f"A rise of more than {shown(limit)} is a flare, a change within it persistent.{differ}",
    )


def _missing(score: Score) -> tuple[Missing, ...]:
    entry = score.entry
    if not isinstance(entry, DiseaseActivity) or score.complete:
        return ()
    return (
        Missing(
            f"whether every SLEDAI-2K item was asked for{f' on {entry.assessed_on}' if entry.assessed_on else ''}",
            "Without it the sum of the items is a lower limit.", "response", "disease_activity", entry.id, rank=70,
        ),
    )  # fmt: skip


# --- items -----------------------------------------------------------------------------------------------------------


def _items(view: Assessment, score: Score) -> Table:
    ctx = view.ctx
    weighed, said = items(ctx), hints(ctx, score, view.urine.points)
    reason = _fixed(view, score) if "proteinuria" in score.items else ""
    rows = []
    for name, item in weighed.items():
        hint = said.get(name)
        ticked = name in score.items
        if not ticked and (hint is None or hint.present is not True):
            continue
        how = f"Scored: {item.definition}." if item.definition else ""
        cited: tuple[Cited, ...] = (Cited.of(item),)
        reading = _reading(ticked, hint, score.complete)
        evidence = hint.evidence if hint else ()
        if reason and name == "proteinuria":
            without = shown(total([other for other in score.items if other != name], weighed))
            reading = f"{reason}: fixed proteinuria from damage is not scored"
            how = f"{how} Without it the sum is {without}; whether it is fixed is for the reviewer to say.".strip()
            cited = (*cited, *quoted(ctx.guideline, "sledai-damage"))
            evidence = (*evidence, *(view.chronicity.evidence if view.chronicity.status == "not-met" else ()))
        if item.misuse:
            how = f"{how} Not scored: {item.misuse}.".strip()
        rows.append(
            Row((item.name, shown(item.weight) if ticked else "", reading), None, how, evidence, cited)
        )
    return Table(
        "sledai-2k-items",
        f"SLEDAI-2K items{f' of {score.when}' if score.when else ''}",
        "response",
        (Column("Item"), Column("Points", number=True), Column("What the record says")),
        tuple(rows),
        intro=_sum(ctx, score),
        note=_note(ctx, score),
    )


def _noted(score: Score) -> bool:
    """Whether the note of an assessment calls its proteinuria a remainder of damage."""
    note = score.entry.note.casefold()
    return "proteinuria" in score.items and any(word in note for word in _DAMAGE)


def _fixed(view: Assessment, score: Score) -> str:
    """Say why the proteinuria of an assessment may be fixed, from damage; empty where nothing says so."""
    if _noted(score):
        return f"the note of the assessment says “{score.entry.note}”"
    return "the latest tissue is predominantly chronic" if view.chronicity.status == "not-met" else ""


def _note(ctx: Context, score: Score) -> str:
    covered = _WINDOWS.get(score.window, "not stated")
    if score.window == "unknown":
        extended = ctx.guideline["sledai-window-extended"]
        covered = f"not stated; values of the last {extended.upper or extended.value} days are shown"
    return f"Days covered: {covered}. Laboratory values are hints: no item is scored from them."


def _reading(ticked: bool, hint: Hint | None, complete: bool) -> str:
    """Say in words what laboratory values of the window say of an item."""
    if not ticked:
        return "not scored" + (
            ": laboratory values speak for it" if complete else " so far: laboratory values speak for it"
        )
    if hint is None:
        return "stated"
    if hint.present is None:
        return "laboratory values differ"
    return "laboratory values agree" if hint.present else "laboratory values speak against it"


def _evidence(ctx: Context, score: Score) -> Evidence:
    entry = score.entry
    stated = "" if score.stated is None else shown(score.stated)
    when = entry.assessed_on if isinstance(entry, DiseaseActivity) else entry.collected_on
    listed = ", ".join(name.replace("-", " ") for name in score.items)
    return ctx.evidence(entry, "SLEDAI-2K", stated or listed or "no item", "", when)
