"""The person behind the record: what the record holds of the person, what sources say it means.

Words of the record stand as written. A meaning is given only where a source that was read holds one; what has none is
carried without comment. Nothing here decides.
"""

from __future__ import annotations

from collections.abc import Iterator

from lnreview.case.dates import ChartDate
from lnreview.guideline.reference import Fact
from lnreview.review.assess import Assessment
from lnreview.review.detail.facts import cited, facts
from lnreview.review.detail.question import listed
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Cited, Evidence, Missing, Option
from lnreview.review.regimens import is_running

BARRIERS = {
    "cost": "cost",
    "access": "access",
    "side-effects": "side effects",
    "beliefs": "beliefs",
    "forgetting": "forgetting",
    "low-mood": "low mood",
    "many-drugs": "many drugs",
    "language": "language",
    "work-or-care": "work or care for others",
    "other": "other",
}
"""Barriers to adherence, in words."""
PLANS = {
    "wished-now": "a pregnancy is wished for now",
    "wished-later": "a pregnancy is wished for later",
    "none": "no pregnancy is planned",
    "not-applicable": "not applicable",
}
"""Plans for a pregnancy, in words."""
_ROUTES = {
    "oral": "by mouth",
    "infusion": "infusions",
    "injection": "injections",
    "no-preference": "no preference",
}
_ORAL_DOUBT = ("kdigo-2024", "nonadherence")


def people(view: Assessment) -> tuple[Table, ...]:
    """Return what the record holds of the person and what it means for the plan; no table where it holds nothing."""
    tables = []
    rows = tuple(_rows(view))
    if rows:
        tables.append(
            Table(
                "this-person",
                "This person",
                "plan",
                (Column("On record"), Column("As written"), Column("What it means for the plan")),
                rows,
                "What the record holds of the person, and what sources say about it.",
                "An empty last cell: no source that was read says what follows; it is for the conversation.",
                tuple(_missing(view)),
            )
        )
    return tuple(tables)


def wishes_pregnancy(view: Assessment) -> bool:
    """Say whether a pregnancy is wished for, planned or present on the day of the review."""
    if view.ctx.case.person.pregnancy_plans in ("wished-now", "wished-later"):
        return True
    return any(
        item.status in ("planning", "pregnant") and _lasts(view, item.until) for item in view.ctx.pregnancies
    )


def barriers(view: Assessment) -> tuple[tuple[str, Evidence], ...]:
    """Return the barriers to adherence on record, each once, with the entry that names it."""
    found: dict[str, Evidence] = {}
    for item in view.ctx.case.adherence:
        for name in item.barriers:
            shown = view.ctx.evidence(
                item, "barrier to adherence", BARRIERS[name], "", item.until or item.since
            )
            found.setdefault(name, shown)
    return tuple(found.items())


def oral_adherence_in_doubt(view: Assessment) -> bool:
    """Say whether adherence to the latest treatment speaks against it, or barriers to it are on record."""
    latest = view.latest_treatment
    return bool(barriers(view)) or (latest is not None and latest.adherence.effective == "not-met")


# --- this person -----------------------------------------------------------------------------------------------------


def _rows(view: Assessment) -> Iterator[Row]:
    person = view.ctx.case.person
    if person.severity.strip():
        yield Row(("How severe it is for this person", person.severity.strip(), ""))
    yield from _pregnancy(view)
    if person.contraception.strip():
        said = facts(view.ctx.guideline, "pregnancy-mmf", "pregnancy-cyc") if _on_teratogen(view) else ()
        yield Row(("Contraception", person.contraception.strip(), _told(said)), citations=cited(*said))
    if person.preferences.strip():
        yield Row(("Preferences", person.preferences.strip(), ""))
    yield from _route(view)
    yield from _adherence(view)
    if person.circumstances.strip():
        yield Row(("Circumstances", person.circumstances.strip(), ""))
    yield from _conditions(view)


def _pregnancy(view: Assessment) -> Iterator[Row]:
    plans = view.ctx.case.person.pregnancy_plans
    shown = [
        view.ctx.evidence(item, "pregnancy", item.status.replace("-", " "), "", item.since)
        for item in view.ctx.pregnancies
        if item.status != "unknown" and _lasts(view, item.until)
    ]
    if plans == "unknown" and not shown:
        return
    stated = [PLANS[plans]] if plans != "unknown" else []
    written = "; ".join(
        [*stated, *(f"{item.value} ({item.date})" if item.date else item.value for item in shown)]
    )
    if not wishes_pregnancy(view):
        yield Row(("Pregnancy", written, ""), evidence=tuple(shown))
        return
    said = facts(view.ctx.guideline, "pregnancy-quiet", "pregnancy-mmf", "pregnancy-cyc", "pregnancy-azathioprine",
                 "pregnancy-stop")  # fmt: skip
    states: dict[bool | None, str] = {
        True: "The nephritis is active on record. ",
        False: "The record shows no activity now. ",
        None: "Whether the nephritis is active now is not documented. ",
    }
    active = states[view.abnormal.now]
    touched = [option.name for option in listed(view) if _brings_teratogen(view, option)]
    options = f" Options that bring in a drug to be stopped for it: {', '.join(touched)}." if touched else ""
    yield Row(
        ("Pregnancy", written, f"{active}{_told(said)}{options}"),
        how="The teratogens are those of the pack's list of drugs.",
        evidence=(*shown, *view.abnormal.evidence),
        citations=cited(*said),
    )


def _route(view: Assessment) -> Iterator[Row]:
    route = view.ctx.case.person.route
    if route == "unknown":
        return
    written, meaning = _ROUTES[route], ""
    if route in ("oral", "infusion", "injection"):
        wanted = {"prescription"} if route == "oral" else {"infusion"}
        pack = view.ctx.guideline
        fitting = [
            item.name
            for item in listed(view)
            if (found := pack.therapy(item.therapy)) and found.setting in wanted
        ]
        if fitting:
            kind = "taken by mouth" if route == "oral" else "given as infusion or injection"
            meaning = f"Options {kind}: {', '.join(fitting)}."
    yield Row(("Preferred route", written, meaning), how="By the place in which the pack lists each option.")


def _adherence(view: Assessment) -> Iterator[Row]:
    found = barriers(view)
    if not oral_adherence_in_doubt(view):
        return
    latest = view.latest_treatment
    against = latest is not None and latest.adherence.effective == "not-met"
    written = "; ".join(
        part
        for part in (
            latest.adherence.because if against and latest else "",
            ", ".join(BARRIERS[name] for name, _ in found),
        )
        if part
    )
    said = [
        naming
        for therapy in view.ctx.guideline.therapies
        for naming in therapy.naming
        if (naming.by, naming.verdicts) == (_ORAL_DOUBT[0], (_ORAL_DOUBT[1],))
    ]
    evidence = [item for _, item in found] + (list(latest.adherence.evidence) if against and latest else [])
    yield Row(
        ("Barriers to adherence", written, " ".join(item.text for item in said)),
        how="A barrier explains; it never decides whether the drug was taken.",
        evidence=tuple(dict.fromkeys(evidence)),
        citations=tuple(Cited(item.by, item.locator, item.status) for item in said),
    )


def _conditions(view: Assessment) -> Iterator[Row]:
    """Yield each other condition with the options that it stops or calls care for, by the rules of the pack."""
    options = listed(view)
    for item in view.ctx.case.comorbidities:
        if item.present != "yes":
            continue
        touched = [
            (option, finding)
            for option in options
            for finding in option.safety
            if finding.status in ("stop", "caution")
            and any(part.entry == item.id for part in finding.evidence)
        ]
        meaning = " ".join(
            f"{option.name}: {'stopped' if finding.status == 'stop' else 'care'}."
            for option, finding in touched
        )
        yield Row(
            ("Other condition", item.what + (f" (since {item.since})" if item.since else ""), meaning),
            how=" ".join(dict.fromkeys(finding.because for _, finding in touched)),
            evidence=(view.ctx.evidence(item, item.what, item.present, "", item.since),),
            citations=tuple(dict.fromkeys(part for _, finding in touched for part in finding.citations)),
        )


def _missing(view: Assessment) -> Iterator[Missing]:
    """Yield what is asked for because a teratogen runs or is among the options."""
    person, patient = view.ctx.case.person, view.ctx.case.patient
    if patient.sex == "male" or person.pregnancy_plans == "not-applicable":
        return
    near = _on_teratogen(view) or any(_brings_teratogen(view, option) for option in listed(view))
    if near and person.pregnancy_plans == "unknown" and not wishes_pregnancy(view):
        yield Missing(
            "plans for a pregnancy",
            "Mycophenolate and cyclophosphamide harm an unborn child.",
            "diagnosis",
            "person",
        )
    if near and not person.contraception.strip():
        yield Missing(
            "contraception",
            "It is asked for during mycophenolate and cyclophosphamide, and after.",
            "diagnosis",
            "person",
        )


# --- words -----------------------------------------------------------------------------------------------------------


def _told(said: tuple[Fact, ...]) -> str:
    return " ".join(
        f"{item.name}: {item.text}"
        + ("" if item.status == "primary" else f" ({item.status.replace('-', ' ')})")
        for item in said
    )


def _lasts(view: Assessment, until: ChartDate | None) -> bool:
    span = view.ctx.span(until)
    return span is None or span.latest >= view.ctx.as_of.earliest


def _on_teratogen(view: Assessment) -> bool:
    return any(
        (drug := view.ctx.drug(course.drug)) is not None
        and drug.teratogen
        and is_running(view.ctx, course) is True
        for course in view.ctx.case.courses
    )


def _brings_teratogen(view: Assessment, option: Option) -> bool:
    therapy = view.ctx.guideline.therapy(option.therapy)
    classes = {drug.drug_class for drug in view.ctx.guideline.drugs if drug.teratogen}
    return therapy is not None and bool(classes & set(therapy.drug_classes))
