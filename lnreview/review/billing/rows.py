"""The billing code of a request: the one it names, else those of its product, else those of its drug, on the day of service.

A code that has ended, has not begun, or belongs to another drug, product or route is said so and not counted with.
"""

from __future__ import annotations

from dataclasses import dataclass

from lnreview.case.dates import Span
from lnreview.case.identifiers import hcpcs_fault, ndc_fault
from lnreview.case.model import Case
from lnreview.case.names import folded
from lnreview.guideline.codes import Codes, HcpcsAnswer
from lnreview.guideline.model import Guideline
from lnreview.review.billing.plan import QuantityGap
from lnreview.review.routes import ways


@dataclass(frozen=True)
class Chosen:
    """The codes that a request may be billed with, and what stands in the way."""

    answers: tuple[HcpcsAnswer, ...] = ()
    gaps: tuple[QuantityGap, ...] = ()


def drug_of(case: Case, guideline: Guideline, tables: Codes) -> str:
    """Return the id of the drug that a request names by therapy, product or code, or an empty text."""
    request = case.request
    for name in (request.product, request.therapy):
        if found := guideline.drug(name):
            return found.id
    therapy = guideline.asked_for(request.therapy)
    if therapy is not None and len(therapy.drugs) == 1:
        return therapy.drugs[0]
    if package := tables.ndc(request.code):
        return package.drug
    for row in tables.hcpcs_rows:
        if row.code == request.code.strip().upper() and row.drug:
            return row.drug
        if folded(request.product) in {folded(name) for name in row.products}:
            return row.drug
    return ""


def choose(case: Case, tables: Codes, drug: str, when: Span) -> Chosen:
    """Return the billing codes of a request for a drug (an id) on the days that its service may be on."""
    if when.written.is_relative and case.anchor is None:
        why = "Codes and their units change with the calendar; the record counts months only."
        return _open("service-day", "the day of service as a date of the calendar", why, "service_from")
    text = case.request.code.strip()
    if "-" in text or text.isdecimal():
        return _by_package(case, tables, drug, when)
    if text and not any(text.upper() in item.codes_seen for item in tables.uncoded):
        return _by_code(case, tables, drug, when)
    return _by_name(case, tables, drug, when, (case.request.product, case.request.therapy, drug))


def _by_package(case: Case, tables: Codes, drug: str, when: Span) -> Chosen:
    """Look a request up by its NDC: the drug and the product that it stands for have a code, or none."""
    text = case.request.code.strip()
    if fault := ndc_fault(text):
        return _open("code", "a HCPCS or NDC code that can be read", f"{fault}.")
    package = tables.ndc(text)
    if package is None:
        return _by_name(case, tables, drug, when, (case.request.product, case.request.therapy, drug))
    if package.drug != drug:
        return _open("code", "the code of the drug asked for", f"NDC {text} is {package.label}.")
    if package.route == "sc":
        return _open("code", "a billing code for the injection under the skin", f"NDC {text} is {package.label}; no HCPCS code was read for it.")  # fmt: skip
    return _by_name(case, tables, drug, when, (package.product, drug))


def _by_code(case: Case, tables: Codes, drug: str, when: Span) -> Chosen:
    code = case.request.code.strip().upper()
    first, last = tables.hcpcs(code, when.earliest), tables.hcpcs(code, when.latest)
    if first is None or last is None:
        known = tables.mistaken(code)
        if fault := hcpcs_fault(code):
            return _open("code", "a HCPCS or NDC code of the drug", f"{fault}.")
        if known:
            row, item = known[0]
            return _open("code", f"the right code; {row.code} is {row.label}", f"{code} is {item.why}.")
        return _open("code", "a code that the table of billing codes holds", f"{code} is not in the table, so its unit is not known.")  # fmt: skip
    row = first.row
    if row.drug and drug and row.drug != drug:
        return _open(
            "code", "the code of the drug asked for", f"{code} is {row.label}, not {drug.replace('-', ' ')}."
        )
    product = folded(case.request.product)
    others = {folded(name) for item in tables.hcpcs_rows if item.drug == row.drug for name in item.products}
    if product in others and product not in {folded(name) for name in row.products}:
        right = [
            item.code for item in tables.hcpcs_rows if product in {folded(name) for name in item.products}
        ]
        return _open(
            "code", f"the code of {case.request.product}: {' or '.join(right)}", f"{code} is {row.label}."
        )
    for answer in (first, last):
        if answer.standing != "in-force":
            told = {"ended": "has ended", "not-yet": "has not begun", "unclear": "may not be in force"}[
                answer.standing
            ]
            after = (
                f"; {', '.join(row.replaced_by)} follow it"
                if answer.standing == "ended" and row.replaced_by
                else ""
            )
            return _open("code", f"the code in force on {when.written}", f"{code} {told} on {when.written} ({answer.words}){after}.")  # fmt: skip
    return _routed(case, (first,))


def _by_name(case: Case, tables: Codes, drug: str, when: Span, names: tuple[str, ...]) -> Chosen:
    for name in names:
        first, last = tables.hcpcs_for(name, when.earliest), tables.hcpcs_for(name, when.latest)
        if not first and not last:
            own = [
                item
                for item in tables.hcpcs_rows
                if folded(name) in {folded(brand) for brand in item.products}
            ]
            if own:  # the code of another product is not put in its place
                told = ", ".join(f"{item.code} ({tables.period(item)})" for item in own)
                return _open(
                    "code", f"the code in force on {when.written}", f"The table holds for {name}: {told}."
                )
            continue
        unclear = [answer for answer in (*first, *last) if answer.standing == "unclear"]
        if unclear or [item.row for item in first] != [item.row for item in last]:
            told = ", ".join(dict.fromkeys(f"{item.row.code} ({item.words})" for item in (*first, *last)))
            why = f"The code changes within the days that the service may be on: {told}."
            return _open("service-day", "the full day of service, or the code", why, "service_from")
        return _routed(case, last)
    return _open("code", "the billing code", f"No code in force on {when.written} is in the table for {drug.replace('-', ' ') or 'this drug'}.")  # fmt: skip


def _routed(case: Case, answers: tuple[HcpcsAnswer, ...]) -> Chosen:
    """Keep the codes for the route asked for."""
    routes = ways(case.request.route)
    kept = tuple(item for item in answers if not item.row.route or not routes or item.row.route in routes)
    if not kept:
        row = answers[0].row
        why = f"{row.code} is for the route {row.route}, and {case.request.route} is asked for."
        return _open("code", "a billing code for the route asked for", why)
    return Chosen(kept)


def _open(key: str, what: str, why: str, entry: str = "code") -> Chosen:
    return Chosen((), (QuantityGap(key, what, why, "request", entry),))
