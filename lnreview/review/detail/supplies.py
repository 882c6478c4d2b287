"""Refills of each course: period, days covered, gaps with their dates, share of days covered and possession ratio."""

from __future__ import annotations

from lnreview.case.adherence import Refills
from lnreview.case.quantities import shown
from lnreview.review.assess import Assessment
from lnreview.review.context import Context
from lnreview.review.detail import facts
from lnreview.review.detail.lines import day_text, judged
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Cited, Missing, Status
from lnreview.review.refills import NoShare, Refilled, of_course, percent

_COLUMNS = (
    Column("Drug"), Column("Regimen"), Column("Period"), Column("Days", True), Column("Days covered", True),
    Column("PDC %", True), Column("MPR %", True), Column("Days of 30", True), Column("Gaps"),
)  # fmt: skip


def supplies(view: Assessment) -> tuple[Table, ...]:
    """Return the refills per judged course, and of drugs beside the regimens, or nothing where none was supplied."""
    ctx = view.ctx
    rows: list[Row] = []
    missing: list[Missing] = []
    seen: set[str] = set()
    for line, end in judged(view):
        for course in line.regimen.everything:
            if course.id in seen:
                continue
            seen.add(course.id)
            _add(ctx, rows, missing, line.regimen.name(ctx), of_course(ctx, course, end))
    for course in ctx.case.courses:
        if course.id not in seen and ctx.drug_class(course) != "glucocorticoid":
            _add(ctx, rows, missing, "beside the regimens", of_course(ctx, course, None))
    if not rows:
        return ()
    stays = any(event.what == "hospital-stay" for event in ctx.case.events)
    intro = "Overlaps are moved forward; a supply of the same substance counts for either form of it."
    intro += " Days in hospital are left out and use up no supply." if stays else ""
    note = (
        "Refills show what was handed out, not what was swallowed. Infused drugs are judged by their administrations. "
        "Shares are rounded to whole numbers, halves up; one below a limit keeps a decimal where rounding would reach it."
    )
    return (
        Table(
            "adherence-refills", "Refills", "adherence", _COLUMNS, tuple(rows), intro, note, tuple(missing)
        ),
    )


def _add(
    ctx: Context, rows: list[Row], missing: list[Missing], name: str, found: Refilled | NoShare | None
) -> None:
    if found is None:
        return
    evidence = tuple(
        ctx.evidence(item, f"{item.drug} supply", item.days_supply, "d", item.dispensed_on)
        for item in found.supplies
    )
    cited = facts.cited(*facts.facts(ctx.guideline, "pdc-definition", "mpr-definition", "refills-left-out"))
    if isinstance(found, NoShare):
        cells = (found.drug.name, name, "", "", "", "", "", "", f"{len(found.supplies)} on record")
        rows.append(Row(cells, "not-documented", f"No share: {found.why}.", evidence, cited))
        missing.append(Missing(f"every refill of {found.drug.name} over the course", f"For now {found.why}.",
                               "adherence", "dispenses", rank=30))  # fmt: skip
        return
    limit, gap = found.limit, ctx.guideline["refill-gap-shown"]
    days = ctx.guideline["days-per-month-adherent"]
    status: Status = "not-documented" if found.taken is None else ("met" if found.taken else "not-met")
    cells = (
        found.drug.name, name, found.period, str(found.found.days), _pair(found.found.covered),
        percent(*found.found.pdc, limit.value), percent(*found.found.mpr, limit.value),
        percent(*found.found.per_thirty_days, days.value),
        gaps(ctx, found.found, int(gap.value)),
    )  # fmt: skip
    rows.append(
        Row(cells, status, _how(ctx, found), evidence, tuple(dict.fromkeys((Cited.of(limit), Cited.of(days), *cited))),
            (limit, days, gap))
    )  # fmt: skip
    if found.until_last is not None and found.taken is not True:
        last = day_text(ctx, found.found.gaps[-1][0])
        missing.append(Missing(f"refills of {found.drug.name} from {last} on, or that there were none",
                               "No later supply is on record: it was not refilled, or the record ends there.",
                               "adherence", "dispenses", rank=30))  # fmt: skip
    if found.taken is None:
        missing.append(Missing(f"full dates of the refills of {found.drug.name}",
                               f"The dates as written leave open whether {shown(limit.value)} % were reached.",
                               "adherence", "dispenses", rank=30))  # fmt: skip


def gaps(ctx: Context, found: Refills, shortest: int) -> str:
    """Return the gaps of at least `shortest` days with their first and last day; days in hospital are told apart."""
    listed = []
    for first, last in found.gaps:
        home, days = found.at_home(first, last), (last - first).days + 1
        if days >= shortest:
            length = f"{days} d" if home == days else f"{home} d at home, {days - home} d in hospital"
            listed.append(f"{day_text(ctx, first)} to {day_text(ctx, last)} ({length})")
    return "; ".join(listed)


def _how(ctx: Context, found: Refilled) -> str:
    share = found.found
    said = f"{_pair(share.covered)} of {share.days} days covered by {len(found.supplies)} supplies; adherent from {shown(found.limit.value)} %."
    if share.away:
        said += f" {share.away} days in hospital left out."
    if found.before_first_dose:
        said += " A supply from before the first dose is counted from its day and from the first dose: hence the range."
    elif not share.exact:
        said += " Partial dates give a range."
    if found.until_last is not None:
        until = found.until_last
        said += f" Up to {day_text(ctx, until.end)}, when the last supply on record ran out, the share is {percent(*until.pdc, found.limit.value)} %."
    return said


def _pair(pair: tuple[int, int]) -> str:
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]}-{pair[1]}"
