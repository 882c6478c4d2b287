"""Maintenance and monitoring: how long, down to what dose, what is watched, and when each item is next due on this record.

Only intervals that a source read holds are counted. An item without one is named with its last day and no next day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lnreview.case.dates import Span
from lnreview.case.records import MedicationCourse
from lnreview.guideline.parts import Parameter
from lnreview.guideline.reference import Fact
from lnreview.review.assess import Assessment
from lnreview.review.detail.due import Due, after, moved, told
from lnreview.review.detail.facts import cited, fact, numbers
from lnreview.review.detail.held import Done, last_given, last_lab, last_pressure, running, stopped
from lnreview.review.detail.maintenance import maintenance
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.detail.voclosporin import dose_rule
from lnreview.review.finding import Evidence, Missing
from lnreview.review.label_rule import begun, pressure_stops
from lnreview.review.regimens import drug_name

_PROTEINURIA = ("upcr", "urine-protein-24h")
_SEROLOGY = ("c3", "c4", "complement", "anti-dsdna")
_KIDNEY = ("creatinine", "egfr")
_NOT_DOCUMENTED = "not documented"
_NO_INTERVAL = "no interval was read"


def schedule(view: Assessment) -> tuple[Table, ...]:
    """Return what is watched with its next day, how long maintenance lasts, and what eGFR does to voclosporin."""
    found = (monitoring(view), maintenance(view), dose_rule(view))
    return tuple(table for table in found if table is not None)


# --- monitoring ------------------------------------------------------------------------------------------------------


def monitoring(view: Assessment) -> Table | None:
    """Return the items to be watched in this patient, each with its interval, last and next day; `None` without nephritis."""
    if view.diagnosis.status == "not-met":
        return None
    rows = [*_of_the_disease(view), *_of_drugs(view)]
    if not rows:
        return None
    late = sum(row.cells[-1] == "overdue" for row in rows)
    undone = [
        f"{row.cells[0]} not documented, due {row.cells[-2]}"
        for row in rows
        if row.cells[-1] == _NOT_DOCUMENTED and row.cells[-2]
    ]
    overdue = f"{late} of {len(rows)} items overdue" if late else "nothing overdue"
    summary = "; ".join([overdue, *undone]) if late or not undone else "; ".join(undone)
    lacking = tuple(
        Missing(
            f"the last day of: {row.cells[0]}",
            "Without it the next day cannot be counted.",
            "response",
            "labs",
        )
        for row in rows
        if row.cells[2] == _NOT_DOCUMENTED and row.cells[1] != _NO_INTERVAL
    )
    return Table(
        "monitoring-schedule",
        "Monitoring: what, how often, when next",
        "plan",
        (Column("Item"), Column("Interval"), Column("Last on record"), Column("Next"), Column("State")),
        tuple(rows),
        f"As of {view.ctx.as_of}: {summary}.",
        "The next day is counted from the last one on record; a partial date gives a range. "
        f"“{_NO_INTERVAL[:1].upper()}{_NO_INTERVAL[1:]}”: no source that was read gives one, so none is made up.",
        lacking,
    )  # fmt: skip


def _of_the_disease(view: Assessment) -> Iterator[Row]:
    remission = view.latest is not None and view.latest.judged.grade == "complete"
    said = _fact(view, "monitor-proteinuria-remission" if remission else "monitor-proteinuria-active")
    if said is not None:
        yield _row(view, said, last_lab(view, _PROTEINURIA), _only(view, said))
    said = _fact(view, "monitor-serology")
    if said is not None:
        # Not more than monthly: the interval is the shortest, so it can be early and never late.
        yield _at_visits(view, said, last_lab(view, _SEROLOGY), _only(view, said))


def _of_drugs(view: Assessment) -> Iterator[Row]:
    """Yield what the labels and other texts ask for under the drugs that run, and for a time after them."""
    for course in running(view, drug="voclosporin"):
        yield from _voclosporin(view, course)
        break
    if any(running(view, drug="tacrolimus")):
        yield from _unscheduled(view, "monitor-tacrolimus", last_lab(view, (*_KIDNEY, "potassium")))
    yield from _igg(view)
    yield from _mycophenolate(view)
    yield from _after_cyclophosphamide(view)
    if any(running(view, drug="belimumab")):
        yield from _belimumab(view)
    if any(running(view, group="antimalarial")):
        yield from _unscheduled(
            view, "monitor-hcq-eyes", last_lab(view, ("eye-examination", "ophthalmology"))
        )


def _belimumab(view: Assessment) -> Iterator[Row]:
    """Yield what is watched under belimumab beside its last infusion on record: the watch itself has no entry of its own."""
    said = _fact(view, "monitor-belimumab")
    if said is None:
        return
    done = last_given(view, "belimumab")
    row = _open(said, done, _NO_INTERVAL)
    if done is not None:
        told_as = f"last dose {done.when}; the watch itself is not documented"
        row = replace(row, cells=(*row.cells[:2], told_as, *row.cells[3:]))
    yield row


def _voclosporin(view: Assessment, course: MedicationCourse) -> Iterator[Row]:
    start = begun(view, course)
    if start is None:
        return
    pack = view.ctx.guideline
    said = _fact(view, "monitor-vcs-egfr")
    if said is not None:
        done = last_lab(view, _KIDNEY, since=start)
        yield _row(view, said, done, _vcs_interval(view, start, done), fallback=start)
    said = _fact(view, "monitor-vcs-pressure")
    if said is not None:
        done = last_pressure(view, since=start)
        within = moved(start.latest, pack["vcs-first-month"].value, "mo") >= view.ctx.as_of.earliest
        row = (
            _row(view, said, done, pack["vcs-pressure-weeks"], fallback=start)
            if within
            else _open(said, done, "no interval was read after the first month")
        )
        yield _stopped_by_pressure(view, row, done)
    said = _fact(view, "monitor-vcs-benefit")
    if said is not None:
        due = after(start, pack["voclosporin-weeks"])
        yield _dated(
            view,
            said,
            view.ctx.evidence(course, "voclosporin begun", "", "", start.written),
            due,
            overdue="reached",
        )


def _stopped_by_pressure(view: Assessment, row: Row, done: Done | None) -> Row:
    """Return the row of the pressure under voclosporin; where the last one reaches the limit, the state says so."""
    pack = view.ctx.guideline
    if done is None or done.pressure is None or not pressure_stops(pack, *done.pressure):
        return row
    limits = (pack["vcs-bp-systolic"], pack["vcs-bp-diastolic"])
    rule = _fact(view, "label-vcs-start")
    return replace(
        row,
        cells=(*row.cells[:-1], f"{limits[0].value}/{limits[1].value} reached: the label stops it"),
        how=" ".join(part for part in (row.how, rule.text if rule else "") if part),
        citations=(*row.citations, *(cited(rule) if rule else ())),
        parameters=(*row.parameters, *limits),
    )


def _vcs_interval(view: Assessment, start: Span, done: Done | None) -> Parameter:
    """Return the interval of eGFR under voclosporin: the short one while the next value falls into the first month."""
    pack = view.ctx.guideline
    first, base = pack["vcs-egfr-first-weeks"], done.when if done else start
    ends = moved(start.latest, pack["vcs-first-month"].value, pack["vcs-first-month"].unit)
    return first if moved(base.latest, first.value, first.unit) <= ends else pack["vcs-egfr-later-weeks"]


def _igg(view: Assessment) -> Iterator[Row]:
    given = [course for course in view.ctx.case.courses if view.ctx.drug_class(course) == "anti-cd20"
             and view.ctx.has_begun(view.ctx.span(course.start))]  # fmt: skip
    said = _fact(view, "monitor-igg")
    if given and said is not None:
        start = view.ctx.span(given[-1].start)
        yield _row(view, said, last_lab(view, ("igg",)), _only(view, said), fallback=start)


def _mycophenolate(view: Assessment) -> Iterator[Row]:
    if view.ctx.case.patient.sex == "male":
        return
    course = next(running(view, group="mpaa"), None)
    if course is None:
        ended = stopped(view, "mpaa")
        if ended is not None:
            yield from _contraception(view, ended, "monitor-mmf-contraception", still=False)
        return
    start, said = begun(view, course), _fact(view, "monitor-mmf-test")
    if said is not None and start is not None:
        yield _second_test(view, said, course, start)
    yield from _contraception(view, course, "monitor-mmf-contraception", still=True)


def _second_test(view: Assessment, said: Fact, course: MedicationCourse, start: Span) -> Row:
    """Return the row of the repeated pregnancy test: done, or due a few days after the start."""
    due = after(start, _only(view, said))
    done = last_lab(view, ("pregnancy-test",), since=start)
    name = f"{said.name} (begun {start})"
    if done is not None and done.when.latest >= due.first:
        return Row((name, said.text, str(done.when), "at routine visits", "at visits"), how=_how(said),
                   evidence=(done.evidence,), citations=cited(said), parameters=numbers(view.ctx.guideline, said))  # fmt: skip
    first = view.ctx.evidence(course, f"{drug_name(view.ctx, course)} begun", "", "", start.written)
    state = due.state(view.ctx.as_of)
    return Row(
        (name, said.text, str(done.when) if done else _NOT_DOCUMENTED, told(view.ctx, due),
         "not documented" if state == "overdue" else state),
        how=_how(said), evidence=(first, *((done.evidence,) if done else ())),
        citations=cited(said), parameters=numbers(view.ctx.guideline, said),
    )  # fmt: skip


def _after_cyclophosphamide(view: Assessment) -> Iterator[Row]:
    sex = view.ctx.case.patient.sex
    now = next(running(view, group="cyclophosphamide"), None)
    course = now or stopped(view, "cyclophosphamide")
    if course is None:
        return
    names = {"female": ("monitor-cyc-contraception", "monitor-cyc-contraception-women"),
             "male": ("monitor-cyc-contraception-men",)}.get(sex, ("monitor-cyc-contraception",))  # fmt: skip
    for name in names:
        yield from _contraception(view, course, name, still=now is not None)
    if now is not None:
        yield from _unscheduled(view, "monitor-cyc", last_lab(view, ("wbc", "haemoglobin", "platelets")))


def _contraception(view: Assessment, course: MedicationCourse, name: str, *, still: bool) -> Iterator[Row]:
    """Yield until when contraception is asked for, while it is."""
    said, stop = _fact(view, name), view.ctx.span(course.stop)
    if said is None:
        return
    shown = view.ctx.evidence(
        course, drug_name(view.ctx, course), course.dose, "", course.stop or course.start
    )
    held = view.ctx.case.person.contraception.strip().rstrip(".")
    applies = f"applies; on record: {held or _NOT_DOCUMENTED}"
    if still or stop is None:
        yield Row((said.name, said.text, f"{drug_name(view.ctx, course)} running" if still else "no end on record",
                   "during treatment and after", applies), how=_how(said),
                  evidence=(shown,), citations=cited(said), parameters=numbers(view.ctx.guideline, said))  # fmt: skip
        return
    until = after(stop, _only(view, said))
    if until.state(view.ctx.as_of) == "overdue":
        return
    yield Row((said.name, said.text, f"stopped {course.stop}", f"until {told(view.ctx, until)}", applies), how=_how(said),
              evidence=(shown,), citations=cited(said), parameters=numbers(view.ctx.guideline, said))  # fmt: skip


# --- rows ------------------------------------------------------------------------------------------------------------


def _row(
    view: Assessment, said: Fact, done: Done | None, interval: Parameter, *, fallback: Span | None = None
) -> Row:
    """Return an item with its next day, counted from the last one, or from the start of the drug where none is on record."""
    base = done.when if done else fallback
    due = after(base, interval) if base is not None else None
    return Row(
        (said.name, said.text, str(done.when) if done else _NOT_DOCUMENTED, told(view.ctx, due) if due else "",
         due.state(view.ctx.as_of) if due else _NOT_DOCUMENTED),
        how=_how(said), evidence=(done.evidence,) if done else (), citations=cited(said), parameters=(interval,),
    )  # fmt: skip


def _at_visits(view: Assessment, said: Fact, done: Done | None, shortest: Parameter) -> Row:
    """Return an item that is done at each visit, not more often than an interval."""
    due = after(done.when, shortest) if done else None
    return Row(
        (said.name, said.text, str(done.when) if done else _NOT_DOCUMENTED,
         f"next visit, not before {told(view.ctx, due)}" if due else "next visit", "at visits"),
        how=_how(said), evidence=(done.evidence,) if done else (), citations=cited(said), parameters=(shortest,),
    )  # fmt: skip


def _dated(view: Assessment, said: Fact, shown: Evidence, due: Due, *, overdue: str) -> Row:
    """Return an item that falls on one day after a start."""
    state = due.state(view.ctx.as_of)
    return Row((said.name, said.text, shown.date, told(view.ctx, due), overdue if state == "overdue" else state),
               how=_how(said), evidence=(shown,), citations=cited(said), parameters=numbers(view.ctx.guideline, said))  # fmt: skip


def _open(said: Fact, done: Done | None, why: str) -> Row:
    """Return an item without a next day, as no source read gives an interval."""
    return Row((said.name, why, str(done.when) if done else _NOT_DOCUMENTED, "", ""), how=said.text,
               evidence=(done.evidence,) if done else (), citations=cited(said))  # fmt: skip


def _unscheduled(view: Assessment, name: str, done: Done | None) -> Iterator[Row]:
    said = _fact(view, name)
    if said is not None:
        yield _open(said, done, _NO_INTERVAL)


def _how(said: Fact) -> str:
    return " ".join(part for part in (said.text, said.use) if part)


def _fact(view: Assessment, name: str) -> Fact | None:
    return fact(view.ctx.guideline, name)


def _only(view: Assessment, said: Fact) -> Parameter:
    """Return the first number of a fact: its interval."""
    return view.ctx.guideline[said.parameters[0]]
