"""The AUC of mycophenolic acid and the trough of tacrolimus beside the bands that studies and guidelines give.

Only the floor that the walk applies decides; every band is shown with its study. Timed samples that make no AUC are
listed with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lnreview.case.quantities import UnitError, convert, label, shown
from lnreview.guideline.parts import Parameter
from lnreview.guideline.reference import Fact
from lnreview.review.assess import Assessment
from lnreview.review.context import Context
from lnreview.review.detail import facts
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.exposure import AUC_UNIT, Exposure, exposures
from lnreview.review.finding import Cited, Missing, Status
from lnreview.review.levels import evidence
from lnreview.review.sampling import Refused, sampled

_CHILDREN = "mpa-auc-children"
_TROUGH_UNIT = "ng/mL"
_COLUMNS = (
    Column("Measured"),
    Column("Value", True),
    Column("Band"),
    Column("Lies"),
    Column("Study or guideline"),
)


def position(value: Decimal, band: Parameter) -> str:
    """Say where a value lies: below a band, in it (ends included), above it; of a single number: below, at, above."""
    if value < band.value:
        return "below"
    if band.upper is None:
        return "at" if value == band.value else "above"
    return "in the band" if value <= band.upper else "above"


def exposure_bands(view: Assessment) -> tuple[Table, ...]:
    """Return the exposure tables, none where neither an AUC, timed samples nor a tacrolimus trough is on record."""
    return tuple(table for table in (_areas(view.ctx), _troughs(view.ctx)) if table is not None)


def _areas(ctx: Context) -> Table | None:
    found = exposures(ctx)
    rows = [row for item in found for row in _area(ctx, item, latest=item is found[-1])]
    missing: list[Missing] = []
    for refused in sampled(ctx):
        if not isinstance(refused, Refused):
            continue
        taken = tuple(evidence(ctx, level) for level in refused.samples)
        when = str(refused.day) if refused.day else ""
        cells = (f"timed samples {when}".strip(), "", "", "no AUC", "")
        rows.append(
            Row(cells, "not-documented", f"No AUC is computed: {refused.why}.", taken, _equation(ctx))
        )
        missing.append(Missing("mycophenolic acid at 0, 1, 2, 4 and 6 h after a dose of mycophenolate mofetil, on one day, or a measured AUC",
                               f"The samples on record make no AUC: {refused.why}.", "dosing", "levels", rank=30))  # fmt: skip
    if not rows:
        return None
    note = "A detectable level with a low AUC is an exposure problem, not nonadherence. The three-point equation of transplantation is not used."
    return Table("dosing-mpa-auc", "Exposure to mycophenolic acid", "dosing", _COLUMNS, tuple(rows),
                 "Only the floor decides; the other bands stand beside the latest AUC with their studies.", note,
                 tuple(dict.fromkeys(missing)))  # fmt: skip


def _area(ctx: Context, item: Exposure, *, latest: bool) -> Iterator[Row]:
    floor = ctx.guideline["mpa-auc-floor"]
    low = item.below(floor)
    status: Status = "not-documented" if low is None else ("not-met" if low else "met")
    value = f"{item.bound}{shown(item.value, 1)}"
    how = "As reported."
    if item.computed is not None:
        how = f"Computed by {item.computed.equation.formula} Samples: {item.computed.text}."
    when = f"{item.evidence.what} {item.evidence.date}".strip()
    lies = "" if low is None else ("below" if low else "at or above")
    yield Row((when, value, f"from {shown(floor.value)} {label(floor.unit)}", lies, "applied by the walk"), status, how,
              (item.evidence,), tuple(dict.fromkeys((Cited.of(floor), *item.cited()))), (floor,))  # fmt: skip
    for fact, band in bands(ctx, "mycophenolate-mofetil", AUC_UNIT):
        if not latest or band.id == floor.id or (fact.id == _CHILDREN and ctx.is_adult() is True):
            continue
        lies = "" if item.bound else position(item.value, band)
        yield Row((when, value, _band(band), lies, fact.name), None, " ".join((fact.text, fact.misuse)).strip(),
                  (item.evidence,), facts.cited(fact), (band,))  # fmt: skip


def bands(ctx: Context, drug: str, unit: str) -> Iterator[tuple[Fact, Parameter]]:
    """Yield the bands of exposure to a drug that the pack's facts name, each with its fact."""
    for fact in ctx.guideline.facts:
        if fact.topic != "exposure" or drug not in fact.drugs:
            continue
        for name in fact.parameters:
            if ctx.guideline[name].unit == unit:
                yield fact, ctx.guideline[name]


def _band(band: Parameter) -> str:
    upper = f"-{shown(band.upper)}" if band.upper is not None else ""
    return f"{shown(band.value)}{upper} {label(band.unit)}"


def _equation(ctx: Context) -> tuple[Cited, ...]:
    equation = ctx.guideline.equations["mpa-auc-five-samples"]
    return (Cited.of(equation),)


def _troughs(ctx: Context) -> Table | None:
    rows: list[Row] = []
    for level in ctx.case.levels:
        drug = ctx.drug(level.substance)
        if drug is None or drug.id != "tacrolimus" or level.kind != "trough" or level.quantity is None:
            continue
        what = evidence(ctx, level)
        when = f"{what.what} {what.date}".strip()
        written = f"{level.quantity.comparator or ''}{shown(level.quantity.value)}"
        try:
            value = convert(level.quantity.value, level.quantity.unit, _TROUGH_UNIT)
        except UnitError:
            unit = label(level.quantity.unit)
            rows.append(Row((when, f"{written} {unit}", "", "", ""), "not-documented",
                            f"A trough in {unit} is not set against bands in {_TROUGH_UNIT}.", (what,)))  # fmt: skip
            continue
        for fact, band in bands(ctx, "tacrolimus", _TROUGH_UNIT):
            lies = "" if level.quantity.comparator else position(value, band)
            about = (
                f"about {shown(band.value)} {label(band.unit)}"
                if band.id == "tacrolimus-trough-kdigo"
                else _band(band)
            )
            cells = (when, f"{level.quantity.comparator or ''}{shown(value)}", about, lies, fact.name)
            rows.append(
                Row(
                    cells,
                    None,
                    " ".join((fact.text, fact.misuse)).strip(),
                    (what,),
                    facts.cited(fact),
                    (band,),
                )
            )
    if not rows:
        return None
    return Table("dosing-tacrolimus", "Trough of tacrolimus", "dosing", _COLUMNS, tuple(rows),
                 "The scheme is judged with a documented trough; the bands differ, and none of them decides.",
                 "One trough is one day.")  # fmt: skip
