"""The page of a case conference: one page that answers everything, then what the group looks up, then what it decides.

As a hand-out it is made of the case without identifiers that `handout` builds, and of that case's own review; names,
owners and the words of the payer do not stand in it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from lnreview.case.model import Case
from lnreview.case.quantities import shown
from lnreview.guideline.model import Guideline, Therapy
from lnreview.letters.content import (
    criteria,
    denied,
    entries,
    handout,
    identifiers,
    known,
    necessity,
    outcome,
    policy,
    standing,
    tests_due,
    treatment,
    trend,
    words,
)
from lnreview.letters.content.citations import STATUS_NOTES, Citer
from lnreview.letters.document import (
    Block,
    BulletList,
    Column,
    Gap,
    Gaps,
    Heading,
    Paragraph,
    Run,
    Table,
    Words,
    plain,
)
from lnreview.letters.remembered import Remembered
from lnreview.review.assess import Assessment
from lnreview.review.detail import table as detail
from lnreview.review.detail.change import change
from lnreview.review.detail.prednisone import oral_course, pulses
from lnreview.review.evaluate import assessment
from lnreview.review.finding import STATUS_WORDS, VERDICT_NAMES, Option, Review, SafetyFinding
from lnreview.review.policy.result import OUTCOME_NAMES, PolicyReview
from lnreview.review.regimens import drug_name

MOST_OPTIONS = 4
"""Options in the table; the others are named in a line."""
MOST_CHANGES = 6
"""Answers named that would change the verdict."""

_TIME = (
    "Without identifiers. Time is counted in months from {} (month 0); as months differ in length, a duration may differ "
    "from the full copy by a tenth of a month."
)
_GATES = {
    "stop": "× stops it",
    "caution": "! caution",
    "clear": "✓ clear",
    "not-documented": "◌ not documented",
}

_REMEMBERED: Remembered[tuple[detail.Table, ...]] = Remembered(16)


def conference(
    case: Case,
    review: Review,
    guideline: Guideline,
    gaps: tuple[Gap, ...],
    dated: date,
    held: PolicyReview | None = None,
) -> tuple[Block, ...]:
    """Return the blocks of the page; `held` is the request held against a policy, by default that of the case's pack."""
    held = held or policy.applied(case, review, guideline)[0]
    if not case.conference.handout:
        agenda = _agenda(case, dated)
        pages = (*agenda, *_pages(case, review, guideline, held, names=True))
        return necessity.with_abbreviations(pages, tuple(necessity.notes(case, review, gaps)))
    made = handout.hand_out(case, review, guideline)
    open_ = tuple(gap for gap in gaps if gap.waived is None)  # a reason for a waiver is free text
    missing: tuple[Block, ...] = (Heading("Still missing"), Gaps(open_)) if open_ else ()
    head: list[Block] = [
        Paragraph((Run(f"{dated.year} · "), Run(handout.TITLE, "strong"))),
        *necessity.draft_line(gaps),
        Paragraph(plain(_TIME.format(made.day_zero)), "note"),
    ]
    if not made.agrees:
        told = "No page is made: told in months, this record does not come to the answers of the full copy."
        return (*head, Paragraph(plain(told)), *missing)
    shown = _scanned(held, case, guideline)
    pages = _pages(made.case, made.review, guideline, shown, names=False)
    return necessity.with_abbreviations((*head, *pages), missing)


def _scanned(held: PolicyReview | None, case: Case, guideline: Guideline) -> PolicyReview | None:
    """Return the policy for a hand-out, or nothing where the words of the pack look as if they named somebody."""
    if held is None:
        return None
    names = identifiers.held(case)
    told = (held.pack.title, *(leaf.words for leaf in held.blocking))
    return None if any(identifiers.found_in(text, names, guideline) for text in told) else held


def _agenda(case: Case, dated: date) -> list[Block]:
    """Return the line of the agenda, the day, who presents and who takes part."""
    held = case.conference
    told = [
        f"held on {held.held_on}" if held.held_on else "",
        f"presented by {held.presenter}" if held.presenter else "presenter not documented",
        f"with {held.present}" if held.present else "",
    ]
    agenda = held.agenda or "not documented"
    return [
        necessity.date_line(dated, "Case conference"),
        Paragraph((Run("Agenda: ", "quiet"), Run(agenda, "strong"))),
        Paragraph(plain(words.sentence("; ".join(part for part in told if part))), "note"),
    ]


def _pages(
    case: Case, review: Review, guideline: Guideline, held: PolicyReview | None, *, names: bool
) -> tuple[Block, ...]:
    citer = Citer(guideline)
    view = assessment(case, guideline, review.as_of.written, criteria=review.criteria)
    blocks: list[Block] = [
        _summary(case, review, names),
        *_verdict(review),
        *_questions(case, review),
        *_treated(case, review, guideline, view),
        Heading("Why, and what would change it", new_page=True),
        *criteria.brief(review),
        Paragraph((Run("It leads to: ", "strong"), Run(words.sentence(review.leads_to)))),
        *_tissue(case, review),
        *_changes(case, view, citer),
        *tests_due.checklist(view, guideline, _looked_at(case, review, guideline), citer),
        *_gates(case, review, guideline, citer),
        *_options(review, guideline, citer),
        *_position(case, guideline, review, held, names),
        *outcome.captured(case, names=names),
    ]
    references = citer.references()
    if references.items:
        blocks += [Heading("References"), references]
    return tuple(blocks)


def _summary(case: Case, review: Review, names: bool) -> Paragraph:
    """Return the case in one line: who, tissue, the kidney values of the day, the verdict."""
    sex = "" if case.patient.sex == "unknown" else case.patient.sex
    age = words.age_words(case, review.as_of) if names else handout.age_words(case)
    parts = [case.patient.name if names else "", sex, age]
    tissue = known.biopsies(case, review)
    if tissue:
        parts.append(f"{entries.biopsy_words(tissue[-1])} ({words.dated(tissue[-1].taken_on)})")
    for points, name, unit in ((review.upcr, "UPCR", "g/g"), (review.egfr, "eGFR", "mL/min/{1.73_m2}")):
        if points:
            last = max(points, key=lambda point: point.day)
            name = "24-hour urine protein" if last.method == "24-hour" else name
            parts.append(f"{name} {words.point_words(last, unit)} ({last.date_written})")
    return Paragraph(plain(words.sentence("; ".join(part for part in parts if part))), "lead")


def _questions(case: Case, review: Review) -> list[Block]:
    asked = outcome.questions(case)
    if asked:
        items = tuple(plain(text) for text in asked)
        title = "Question for the group" if len(asked) == 1 else "Questions for the group"
        return [Heading(title, 2), BulletList(items)]
    told = "No question is entered. Open by the review: "
    return [
        Heading("Question for the group", 2),
        Paragraph((Run(told, "quiet"), Run(_open_question(review)))),
    ]


def _open_question(review: Review) -> str:
    """Return what the review leaves open: the datum that would settle it first, else which option comes next."""
    if review.missing:
        return words.sentence(f"not on record yet: {review.missing[0].what}")
    named = [option.name for option in review.options if not option.stopped][:MOST_OPTIONS]
    return f"which comes next: {words.joined(named, 'or')}?" if named else f"{review.leads_to.rstrip('.')}?"


def _verdict(review: Review) -> list[Block]:
    told: list[Block] = [
        Paragraph((Run(f"{VERDICT_NAMES[review.verdict]}. ", "strong"), Run(words.sentence(review.summary))))
    ]
    if review.urgent:
        told.append(Paragraph((Run("Urgent: ", "strong"), Run(words.sentence(review.urgent)))))
    return told


def _tissue(case: Case, review: Review) -> list[Block]:
    """Return the biopsies with class and indices, and whether another one is due."""
    found = known.biopsies(case, review)
    step = review.step("biopsy")
    judged = f" The reviewer judges: {STATUS_WORDS[step.override.status]}." if step.override else ""
    due: Words = (
        Run(f"Is another biopsy due? {criteria.NAMES['biopsy']}: {criteria.status_words(step)}. ", "strong"),
        Run(
            "The reason stands above."
            if criteria.is_the_verdict(review, step)
            else words.sentence(step.because)
        ),
        *plain(judged),
    )
    rows = tuple(
        (
            plain(words.dated(biopsy.taken_on)),
            plain(words.biopsy_class(biopsy) or "not reported"),
            plain(_index(biopsy.activity_index, biopsy.activity_text)),
            plain(_index(biopsy.chronicity_index, biopsy.chronicity_text)),
            plain({"yes": "yes", "no": "no"}.get(biopsy.tma, "–")),
            plain(", ".join(lesion.what for lesion in biopsy.lesions) or "–"),
        )
        for biopsy in found
    )
    columns = (
        Column("Biopsy", 0.19), Column("Class", 0.21), Column("AI of 24", 0.12, "right"), Column("CI of 12", 0.12, "right"),
        Column("TMA", 0.09), Column("Other lesions", 0.27),
    )  # fmt: skip
    return [Heading("Biopsies", 2), *((Table(columns, rows),) if rows else ()), Paragraph(due, "note")]


def _index(value: object, text: str) -> str:
    return str(value) if value is not None else f"“{text}”" if text else "–"


def _treated(case: Case, review: Review, guideline: Guideline, view: Assessment) -> list[Block]:
    """Return prior therapy, the glucocorticoid in a line, and the timeline, which takes what room is left of the page."""
    steroid, told_all = _steroid(view)
    table = treatment.history(case, review, guideline, glucocorticoids=not told_all)
    blocks: list[Block] = [Heading("Prior therapy", 2)]
    blocks.append(table or Paragraph(plain("The record lists no treatment of the nephritis."), "note"))
    if steroid:
        blocks.append(Paragraph((Run("Glucocorticoid: ", "strong"), Run(steroid)), "note"))
    chart = trend.trend_chart(case, review, guideline)
    if chart is not None:
        blocks.append(replace(chart, caption=chart.caption.partition(". ")[2] or chart.caption))
    return blocks


def _steroid(view: Assessment) -> tuple[str, bool]:
    """Return the oral glucocorticoid as prednisone a day, taper by taper, with the pulses; and whether all is told."""
    oral = oral_course(view.ctx)
    tapers: list[list[tuple[Decimal, str]]] = []
    for course in oral.courses:
        start = view.ctx.span(course.start)
        dose = oral.dose_on(start.middle) if start else None
        if dose is None:
            continue
        if not tapers or dose > tapers[-1][-1][0]:
            tapers.append([])
        tapers[-1].append((dose, str(course.start)))
    told = []
    for taper in tapers:
        (first, since), (last, until) = taper[0], taper[-1]
        told.append(
            f"{shown(first)} mg/d from {since}"
            + (f", down to {shown(last)} mg/d by {until}" if len(taper) > 1 else "")
        )
    given = "; ".join(
        f"{drug_name(view.ctx, course)} {dose_words} from {course.start}"
        for course in pulses(view.ctx)
        if (dose_words := words.dose_words(course))
    )
    parts = (
        f"by mouth, as prednisone: {'; '.join(told)}" if told else "",
        f"Pulses: {given}" if given else "",
    )
    text = ". ".join(part for part in parts if part)
    whole = {course.id for course in (*oral.courses, *pulses(view.ctx))}
    every = [course for course in view.ctx.case.courses if view.ctx.drug_class(course) == "glucocorticoid"]
    complete = sum(map(len, tapers)) == len(oral.courses) and all(course.id in whole for course in every)
    return words.sentence(text), complete


def _changes(case: Case, view: Assessment, citer: Citer) -> list[Block]:
    """Return the answers that would lead to another verdict, as the review evaluated them."""
    ctx = view.ctx
    key = (words.record_version(case), ctx.as_of.written.text, ctx.criteria.id)
    tables = _REMEMBERED.of(key, (ctx.guideline,), lambda: change(view))
    table = next((item for item in tables if item.id == "what-would-change"), None)
    if table is None or not table.rows:
        return [Paragraph(plain("No single further answer would lead to another verdict."), "note")]
    rows = tuple(
        ((Run(row.cells[0], marks=citer.marks(*row.citations)),), plain(row.cells[1]))
        for row in table.rows[:MOST_CHANGES]
    )
    columns = tuple(
        Column(column.title, share) for column, share in zip(table.columns, (0.72, 0.28), strict=True)
    )
    return [Heading("What would change the verdict", 2), Table(columns, rows)]


def _looked_at(case: Case, review: Review, guideline: Guideline) -> tuple[Therapy, ...]:
    """Return the treatments that the group will look at: the requested one, then the first options."""
    wanted = known.requested(case, guideline)
    options = (guideline.therapy(option.therapy) for option in _shown(review))
    found = [wanted, *options]
    return tuple({therapy.id: therapy for therapy in found if therapy is not None}.values())


def _shown(review: Review) -> tuple[Option, ...]:
    return tuple(option for option in review.options if not option.stopped)[:MOST_OPTIONS]


def _gates(case: Case, review: Review, guideline: Guideline, citer: Citer) -> list[Block]:
    """Return the safety findings on the present treatment and on the one that is asked for, or on the first option."""
    therapy = next(iter(_looked_at(case, review, guideline)), None)
    parts = [("present treatment", tuple(item for item in review.safety if not item.therapy))]
    if therapy is not None:
        parts.append((therapy.name, standing.safety(review, therapy)))
    columns = (Column("Gate", 0.22), Column("On this record, or what is asked for", 0.78))
    blocks: list[Block] = []
    for name, found in parts:
        rows = tuple(
            (
                plain(_GATES[item.status]),
                (Run(words.sentence(_told(item)), marks=citer.marks(*item.citations)),),
            )
            for item in found
        )
        if rows:
            blocks += [Heading(f"Safety gates: {name}"), Table(columns, rows)]
    told = "No treatment is asked for or listed, so there is no precondition to check."
    if therapy is not None:
        told = (
            f"Nothing on record stops or cautions against {therapy.name}. It is no option after this verdict, "
            "so its other preconditions were not looked at."
        )
    return blocks or [Heading("Safety gates"), Paragraph(plain(told), "note")]


def _told(item: SafetyFinding) -> str:
    return item.missing if item.status == "not-documented" and item.missing else item.because


def _options(review: Review, guideline: Guideline, citer: Citer) -> list[Block]:
    rows = []
    for option in _shown(review):
        therapy = guideline.therapy(option.therapy)
        cautions = [item.because.rstrip(".") for item in option.safety if item.status == "caution"]
        open_ = sum(item.status == "not-documented" for item in option.safety)
        here = [*cautions, f"{open_} preconditions not documented" if open_ else ""]
        label = STATUS_NOTES[option.label_status].partition(";")[0]
        studies = [item for item in option.evidence if item.status == "primary"]
        rows.append(
            (
                (Run(option.name, "strong"),),
                plain(f"{option.label.replace('-', ' ')}{f' ({label})' if label else ''}"),
                (Run(words.sentence(therapy.tried_in) if therapy and therapy.tried_in else "not read",
                     marks=citer.marks(*studies)),),
                plain(words.sentence("; ".join(part for part in here if part)) or "nothing against it"),
            )
        )  # fmt: skip
    columns = (
        Column("Option", 0.2),
        Column("Label", 0.14),
        Column("Tried in", 0.36),
        Column("On this record", 0.3),
    )
    blocks: list[Block] = [Heading("Options")]
    blocks.append(
        Table(columns, tuple(rows)) if rows else Paragraph(plain("The review lists no option."), "note")
    )
    stopped = [
        (Run(f"{option.name}: ", "strong"),
         Run(" ".join(words.sentence(item.because) for item in option.safety if item.status == "stop")))
        for option in review.options if option.stopped
    ]  # fmt: skip
    if stopped:
        blocks += [Heading("Stopped on this record", 2), BulletList(tuple(stopped))]
    rest = [option.name for option in review.options if not option.stopped][MOST_OPTIONS:]
    if rest:
        blocks.append(Paragraph(plain(f"Further options, in this order: {'; '.join(rest)}."), "note"))
    return blocks


def _position(
    case: Case, guideline: Guideline, review: Review, held: PolicyReview | None, names: bool
) -> list[Block]:
    """Return what the payer said and what its policy lacks on this record."""
    items: list[Words] = []
    denial = denied.latest(case) if names else None
    if denial is not None:
        decision = denied.DECISIONS[denial.decision] or "decided"
        items.append(
            (
                Run(f"{words.sentence(f'{decision} on {words.dated(denial.denied_on)}')} ", "strong"),
                *denied.quoted(denial.reason),
            )
        )
        state = denied.OUTCOMES[denial.outcome]
        level = denied.level(denial)
        if level:
            told = f"{level}{f', {state}' if state else ''}{f'; file by {denial.file_by}' if denial.file_by else ''}"
            items.append((Run("Appeal: ", "strong"), Run(words.sentence(told))))
    if held is not None:
        items.append((Run(f"{held.pack.title}: ", "strong"), Run(f"{OUTCOME_NAMES[held.outcome].lower()}.")))
        items += [
            (
                Run(f"{leaf.words}: ", "strong"),
                *policy.state(leaf),
                # What is asked for may name days of the record.
                Run(f". {words.sentence(leaf.missing)}" if names and leaf.missing else "."),
            )
            for leaf in held.blocking
        ]
    therapy = known.requested(case, guideline)
    if therapy is not None:
        items.append(
            (
                Run("Support by the review: ", "strong"),
                Run(standing.necessity_word(case, review, guideline, therapy)),
            )
        )
    blocks: list[Block] = [Heading("Payer position and gaps")]
    if not items:
        return [
            *blocks,
            Paragraph(
                plain("No request, no decision of a payer and no policy is part of this record."), "note"
            ),
        ]
    return [*blocks, BulletList(tuple(items))]
