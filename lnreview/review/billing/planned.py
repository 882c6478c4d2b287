"""From the dose of a request to containers and billing units, as of the day of service.

A pure function of case, pack and review. Doses come from the request, weights from the record as known on the day of the
review, units, containers and modifiers from the dated tables. What is missing is named and nothing is put in its place.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from lnreview.case.dates import Span
from lnreview.case.model import Case
from lnreview.case.quantities import find_unit
from lnreview.case.timeline import known_at
from lnreview.guideline.code_rows import HcpcsRow, RefusedOrder
from lnreview.guideline.codes import Codes, HcpcsAnswer, codes
from lnreview.guideline.model import Guideline
from lnreview.review.billing.capsules import capsules
from lnreview.review.billing.dose import one_dose
from lnreview.review.billing.plan import Basis, OneDose, Opened, QuantityGap, QuantityPlan, plain
from lnreview.review.billing.rows import Chosen, choose, drug_of
from lnreview.review.billing.vials import combinations, opened, whole_units
from lnreview.review.finding import Review


def planned(case: Case, guideline: Guideline, review: Review) -> QuantityPlan:
    """Return what the request of a case comes to: vials and billing units of one dose and of all, or capsules.

    Doses in mg, units whole. Raises `InputProblems` when the code tables of the pack cannot be read.
    """
    tables = codes(guideline)
    known = known_at(case, review.as_of)
    request = case.request
    drug = drug_of(case, guideline, tables)
    when = case.span(request.service_from) or review.as_of
    name = drug or request.therapy or request.product
    if order := _refused(case, tables, drug):
        basis = (Basis("refused split of the dose", order.source, order.status),)
        return QuantityPlan(name, str(when), refused=order.why, basis=basis)
    for item in tables.uncoded:
        if item.drug == drug:
            count, gaps, cautions = capsules(case, item)
            note = (f"{item.note[:1].upper()}{item.note[1:]}.",) if item.note else ()
            basis = (Basis(f"capsule of {plain(item.capsule_mg)} mg", item.source, item.status),)
            return QuantityPlan(
                name, str(when), capsules=count, gaps=gaps, cautions=(*note, *cautions), basis=basis
            )
    dose, gaps = one_dose(known, guideline)
    if request.doses is None:
        why = "The units of the whole authorization follow from it."
        gaps = (*gaps, QuantityGap("doses", "the number of doses", why, entry="doses"))
    chosen = choose(case, tables, drug, when)
    return _counted(case, guideline, tables, name, when, dose, chosen, gaps)


def _counted(
    case: Case, guideline: Guideline, tables: Codes, name: str, when: Span, dose: OneDose | None, chosen: Chosen,
    gaps: tuple[QuantityGap, ...],
) -> QuantityPlan:  # fmt: skip
    """Return the plan of a drug that is billed by a code."""
    gaps = (*gaps, *chosen.gaps)
    answers = chosen.answers
    row = answers[0].row if answers else None
    rounded = (dose.rounded,) if dose and dose.rounded else ()
    equation = tuple(Basis("body surface", guideline.equations["mosteller"].name, cited.status) for cited in dose.citations) if dose else ()  # fmt: skip
    plan = QuantityPlan(name, str(when), dose, case.request.doses, rounded=rounded, gaps=gaps, basis=equation)
    if row is None:
        return plan
    code = row.code if len(answers) == 1 else ""
    candidates = tuple(answer.row.code for answer in answers) if len(answers) > 1 else ()
    if candidates:
        why = f"Several are in force: {', '.join(candidates)}; which one depends on the product."
        gaps = (*gaps, QuantityGap("code", "the billing code, or the product", why, entry="code"))
    if row.unit_mg is None or any(answer.row.unit_mg != row.unit_mg for answer in answers):
        why = f"It is not in the table for {row.code}." if code else "The codes in question differ in it."
        gaps = (*gaps, QuantityGap("unit", "the billing unit in mg", why, entry="code"))
        return replace(plan, code=code, candidates=candidates, gaps=gaps, row=row if code else None,
                     period=answers[0].words, cautions=_cautions(answers), basis=(*equation, *_bases(row, False)))  # fmt: skip
    same = all(
        (other.vials_mg, other.single_dose) == (row.vials_mg, row.single_dose) for other in _rows(answers)
    )
    ways, gap = _ways(case, tables, row, code, when, dose) if same and dose else ((), None)
    if not same:
        gap = QuantityGap(
            "vials", "the product", "The containers of the codes in question differ.", entry="product"
        )
    gaps = (*gaps, gap) if gap else gaps
    too_many = gap is not None and gap.key == "dose"
    given = whole_units(dose.mg, row.unit_mg) if dose and not too_many else None
    first = ways[0] if ways else None
    if dose and given is not None:
        rounded = (*rounded, *_roundings(dose.mg, row.unit_mg, given, first))
    return replace(
        plan, code=code, candidates=candidates, gaps=gaps, row=row, period=answers[0].words, administered=given,
        opened=first, alternatives=ways[1:], rounded=rounded, cautions=_cautions(answers),
        basis=(*equation, *_bases(row, bool(first)), *_modifiers(tables, ways)),
    )  # fmt: skip


def _ways(
    case: Case, tables: Codes, row: HcpcsRow, code: str, when: Span, dose: OneDose
) -> tuple[tuple[Opened, ...], QuantityGap | None]:
    """Return the ways to open containers for one dose, the least waste first, or what is missing for it."""
    limit = tables.limits.most_vials if tables.limits else Decimal(0)
    if not row.vials_mg:
        why = f"The sizes of the containers are not in the table for {row.code}; vials and waste follow from them."
        return (), QuantityGap("vials", "the sizes of the vials", why, entry="product")
    if dose.mg > limit * max(row.vials_mg):
        why = f"{plain(dose.mg)} mg would need more than {plain(limit)} of the largest vials ({plain(max(row.vials_mg))} mg): the unit of the dose may be wrong."
        return (), QuantityGap("dose", "the dose with its unit, looked at again", why, entry="dose_each")
    found = combinations(dose.mg, row.vials_mg)
    if not row.vials_complete:
        found = tuple(vials for vials in found if vials.number == 1 and not vials.waste_mg)
        if not found:
            why = (
                f"The table of {row.code} does not hold all sizes, and none of those holds the dose exactly."
            )
            return (), QuantityGap("vials", "the sizes of the vials", why, entry="product")
    handling = (
        "dispensed" if case.request.acquisition in ("specialty-pharmacy", "pharmacy") else "administered"
    )
    days = (when.earliest, when.latest)
    return tuple(opened(vials, dose.mg, row, code, tables, days, handling) for vials in found), None


def _roundings(dose_mg: Decimal, unit_mg: Decimal, given: int, way: Opened | None) -> tuple[str, ...]:
    """Say how units came of mg: “612.35 mg → 62 units of 10 mg, rounded up”."""
    units = f"{given} unit{'s' if given != 1 else ''} of {plain(unit_mg)} mg"
    told = [f"{plain(dose_mg)} mg → {units}, {'rounded up' if dose_mg % unit_mg else 'nothing rounded'}"]
    if way and way.vials.waste_mg:
        waste, whole = way.vials.waste_mg, way.discarded
        exact = waste == whole * unit_mg
        told.append(
            f"{plain(waste)} mg discarded → {whole} whole unit{'s' if whole != 1 else ''}, "
            f"{'nothing rounded' if exact else 'rounded down: all units of the vials less those given'}"
        )
    return tuple(told)


def _refused(case: Case, tables: Codes, drug: str) -> RefusedOrder | None:
    """Return the split that an order must not have, where the request has it: a part as its dose, or all parts in its words."""
    request = case.request
    asked = request.dose_each
    unit = find_unit(asked.unit) if asked else None
    single = asked.value * unit.size if asked and unit and unit.kind == "mass" else None
    said = " ".join((request.dose, request.schedule, request.strength)).replace(",", "")
    written = {
        Decimal(number) for number in re.findall(r"(?<![\d.])(\d+(?:\.\d+)?)\s*(?:mg|/)", said, re.ASCII)
    }
    for order in tables.refused_orders:
        if order.drug == drug and (single in order.doses_mg or written.issuperset(order.doses_mg)):
            return order
    return None


def _rows(answers: tuple[HcpcsAnswer, ...]) -> tuple[HcpcsRow, ...]:
    return tuple(answer.row for answer in answers)


def _cautions(answers: tuple[HcpcsAnswer, ...]) -> tuple[str, ...]:
    """Return what the table warns of, and wrong codes that are easily taken for the right one."""
    told: list[str] = []
    for row in _rows(answers):
        told += [f"{row.code}: {warning}" for warning in row.warnings]
        told += [f"Not to be confused with {item.code}: {item.why}." for item in row.not_to_be_confused_with]
    return tuple(dict.fromkeys(told))


def _bases(row: HcpcsRow, vials: bool) -> tuple[Basis, ...]:
    found = [Basis("code and billing unit", row.source, row.status)]
    if vials:
        found.append(
            Basis("sizes of the vials", row.vials_source or row.source, row.vials_status or row.status)
        )
    return tuple(found)


def _modifiers(tables: Codes, ways: tuple[Opened, ...]) -> tuple[Basis, ...]:
    used = dict.fromkeys(way.modifier for way in ways if way.modifier)
    rows = (next(item for item in tables.modifiers if item.code == code) for code in used)
    return tuple(Basis(f"modifier {row.code}", row.source, row.status) for row in rows)
