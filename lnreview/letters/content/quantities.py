"""Quantity and billing units of a request: dose, weight and its day, vials, units, waste, code with its date and status.

What could not be computed stands as missing; what was rounded is said. Without a drug asked for there is nothing.
"""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.guideline.parts import VerificationStatus
from lnreview.letters.content import words
from lnreview.letters.content.citations import STATUS_NOTES
from lnreview.letters.document import (
    Block,
    BulletList,
    Column,
    Heading,
    KeyValues,
    Paragraph,
    Run,
    Table,
    Words,
    plain,
)
from lnreview.review.billing.plan import Basis, Opened, QuantityPlan
from lnreview.review.billing.plan import plain as number
from lnreview.review.billing.planned import planned
from lnreview.review.finding import Review

TITLE = "Quantity and billing units"
_VERIFY = "Code, unit and modifier: verify against the CMS quarterly file (HCPCS) for the day of service."


def quantity_blocks(case: Case, review: Review, guideline: Guideline) -> tuple[Block, ...]:
    """Return the quantity of the request, or nothing where no drug is requested.

    Doses in mg, units whole. Raises `InputProblems` when the code tables of the pack cannot be read.
    """
    request = case.request
    if not (request.therapy.strip() or request.product.strip() or request.code.strip()):
        return ()
    plan = planned(case, guideline, review)
    if plan.refused:
        told = (Run("Not counted. ", "strong"), Run(plan.refused), *_badge(plan.basis[0].status))
        return (Heading(TITLE), Paragraph(told))
    blocks: list[Block] = [Heading(TITLE), KeyValues(_pairs(plan), ruled=True)]
    if plan.opened and plan.alternatives:
        blocks += [Heading("Vials for one dose", 2), _ways(plan)]
    notes = [
        words.sentence(text) for text in (*(f"Rounding: {text}" for text in plan.rounded), *plan.cautions)
    ]
    if plan.row is not None and any(basis.status != "primary" for basis in plan.basis):
        notes.append(_VERIFY)
    if notes:
        blocks.append(Paragraph(plain(" ".join(notes)), "note"))
    if plan.gaps:
        lacking: tuple[Words, ...] = tuple(
            (Run("◌ not documented: ", "strong"), Run(f"{gap.what}. {words.sentence(gap.why)}"))
            for gap in plan.gaps
        )
        blocks.append(BulletList(lacking))
    return tuple(blocks)


def _pairs(plan: QuantityPlan) -> tuple[tuple[str, Words], ...]:
    if plan.capsules is not None:
        return _capsules(plan)
    pairs: list[tuple[str, Words]] = [("One dose", plain(plan.dose.how) if plan.dose else ())]
    for entry in plan.dose.evidence if plan.dose else ():
        pairs.append(
            (entry.what.capitalize(), plain(f"{entry.value} ({entry.date or 'day not documented'})"))
        )
    pairs.append(("Number of doses", plain(str(plan.doses or ""))))
    code = plan.code or (f"open: {words.joined(plan.candidates, 'or')}" if plan.candidates else "")
    held = f"{code}, {plan.period}; read for {plan.day}" if code else ""
    pairs.append(("HCPCS code", (Run(held), *_status(plan, "code and billing unit")) if held else ()))
    unit = plan.row.unit_mg if plan.row else None
    up_to = "up to " if plan.row and plan.row.unit_up_to else ""
    pairs.append(("Billing unit", plain(f"{up_to}{number(unit)} mg") if unit else ()))
    way = plan.opened
    vials = (Run(str(way.vials)), *_status(plan, "sizes of the vials")) if way else ()
    pairs.append(("Vials for one dose", vials))
    pairs.append(("Administered", plain(_units(plan.administered))))
    if way:
        pairs.append(("Discarded", plain(f"{number(way.vials.waste_mg)} mg, {_units(way.discarded)}")))
        pairs += _lines(way, plan)
    total = _total(plan)
    pairs.append(("All doses", plain(total)))
    return tuple(pairs)


def _lines(way: Opened, plan: QuantityPlan) -> list[tuple[str, Words]]:
    """Return a line of the claim for each unit line of one dose, with the reason of its modifier."""
    lines: list[tuple[str, Words]] = []
    for line in way.lines:
        label = f"Claim line, {line.modifier}" if line.modifier else "Claim line"
        told = " ".join(
            part for part in (line.code or "code open", line.modifier, _units(line.units)) if part
        )
        because = f" – {way.modifier_why}" if line is way.lines[-1] else ""
        badge = _status(plan, f"modifier {line.modifier}") if line.modifier else ()
        lines.append((label, (Run(f"{told}{because}"), *badge)))
    return lines


def _total(plan: QuantityPlan) -> str:
    if plan.total_administered is None:
        return ""
    parts = [f"{_units(plan.total_administered)} administered"]
    if plan.total_discarded is not None:
        parts.append(f"{_units(plan.total_discarded)} discarded")
        parts.append(" + ".join(f"{count} × {number(size)} mg" for size, count in plan.total_vials))
    return ", ".join(parts)


def _capsules(plan: QuantityPlan) -> tuple[tuple[str, Words], ...]:
    held = plan.capsules
    assert held is not None
    pairs: list[tuple[str, Words]] = [
        ("Capsule", (Run(f"{number(held.capsule_mg)} mg"), *_badge(plan.basis[0].status))),
        ("Capsules a day", plain(str(held.per_day or ""))),
        ("Capsules", plain(str(held.number or ""))),
        ("Days' supply", plain(str(held.days or ""))),
    ]
    if held.per_dose:
        pairs.insert(1, ("Capsules for one dose", plain(str(held.per_dose))))
    return tuple(pairs)


def _ways(plan: QuantityPlan) -> Table:
    """Return the ways to open vials side by side, the one that is counted with first."""
    assert plan.opened is not None
    columns = (
        Column("Vials", 0.36), Column("Waste, mg", 0.16, "right"), Column("Units given", 0.16, "right"),
        Column("Units discarded", 0.18, "right"), Column("Modifier", 0.14),
    )  # fmt: skip
    rows = tuple(
        (
            (Run(str(way.vials), "strong" if way is plan.opened else "plain"),), plain(number(way.vials.waste_mg)),
            plain(str(way.administered)), plain(str(way.discarded)), plain(way.modifier or "none"),
        )
        for way in (plan.opened, *plan.alternatives)
    )  # fmt: skip
    return Table(columns, rows)


def _units(count: int | None) -> str:
    return "" if count is None else f"{count} unit{'' if count == 1 else 's'}"


def _status(plan: QuantityPlan, what: str) -> Words:
    found: Basis | None = next((basis for basis in plan.basis if basis.what == what), None)
    return _badge(found.status) if found else ()


def _badge(status: VerificationStatus) -> Words:
    """Return the badge of a status, none for what was read in the text itself."""
    note = STATUS_NOTES[status].partition(";")[0].partition(",")[0]
    return (Run(f" ({note})", "badge"),) if note else ()
