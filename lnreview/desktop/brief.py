"""The open case in brief, as a colleague is told it: who, tissue, proteinuria and function then and now, what was given and
for how long, what follows, what is next.

“Then” is the baseline of the first regimen of this episode, else the first value of the record. A change in percent stands
only between two measured values of one kind. What is not known is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Literal

from lnreview.case.dates import ChartDate, Span, months_elapsed
from lnreview.case.model import Case
from lnreview.case.quantities import shown
from lnreview.desktop import opened
from lnreview.desktop.caseline import biopsy_class, case_name, human_date, person
from lnreview.desktop.language import tr
from lnreview.review.finding import VERDICT_NAMES, RegimenReview, Review, SeriesPoint

Kind = Literal["upcr", "egfr"]
_SHORT = 90
"""Letters up to which the next thing to do stands whole in the window."""
_FEWEST = 20
"""Letters of the next thing to do that stand there at least."""
_YEAR = 12
"""Months; from two years on a treatment is told in years."""
_SPAN = '<span style="{style}">{words}</span>'


@dataclass(frozen=True)
class Part:
    """A part of the brief: what is read first, and what goes with it."""

    value: str
    detail: str = ""
    joint: str = " "
    """What stands between the two in plain text."""
    short: str = ""
    """The detail where room is short, with “…” for what is left out."""
    since: str = ""
    """The day that a change is told from."""

    @property
    def plain(self) -> str:
        """Both, as text."""
        return f"{self.value}{self.joint if self.value and self.detail else ''}{self.detail}"


@dataclass(frozen=True)
class Brief:
    """A case in brief, in two lines."""

    now: tuple[Part, ...]
    """Who, tissue, proteinuria, function: the header."""
    course: tuple[Part, ...]
    """What was given, what follows, what is next: the line above the record."""
    verdict: str
    """The verdict, and whether it is urgent."""

    @property
    def first_line(self) -> str:
        """Who, tissue, proteinuria and function as text."""
        return " · ".join(part.plain for part in self.now)

    @property
    def text(self) -> str:
        """All of it as text, in one line."""
        return " · ".join(part for part in (self.first_line, self.verdict, self.second_line) if part)

    @property
    def second_line(self) -> str:
        """What was given, what follows and what is next as text."""
        return " · ".join(part.plain for part in self.course)


def brief(case: Case, review: Review | None) -> Brief:
    """Return a case in brief; without a review, what the record says by itself."""
    name = person(case, review)
    now = [Part(case_name(case), name, " · "), *_tissue(case)]
    if review is None:
        return Brief(tuple(now), (), "")
    proteinuria = _series(review, "upcr")
    said = proteinuria[0].since if proteinuria else ""
    now += [*proteinuria, *_series(review, "egfr", said)]
    course = [Part(tr("Given:"), given) for given in [_given(review)] if given]
    if review.provisional:
        course.append(Part(tr("Provisional:"), tr(VERDICT_NAMES[review.provisional]).lower()))
    todo = opened.todo(review)
    course.append(Part(tr("Next:"), todo, short=_first_clause(todo)))
    verdict = tr(VERDICT_NAMES[review.verdict])
    if review.urgent:
        verdict = tr("{verdict}, urgent").format(verdict=verdict)
    return Brief(tuple(now), tuple(course), verdict)


def rich(parts: Iterable[Part], muted: str) -> str:
    """Return parts as rich text in a line, the details in the colour `muted`."""
    dot = _SPAN.format(style=f"color:{muted}", words="·")
    return f" {dot} ".join(_rich(part, muted) for part in parts)


def _rich(part: Part, muted: str) -> str:
    parts = ((part.value, "font-weight:600"), (part.short or part.detail, f"color:{muted}"))
    return " ".join(_SPAN.format(style=style, words=escape(words)) for words, style in parts if words)


def _tissue(case: Case) -> list[Part]:
    dated = [(case.span(biopsy.taken_on), biopsy) for biopsy in case.biopsies]
    known = [(span.middle, biopsy) for span, biopsy in dated if span is not None]
    if not known:
        return []
    last = max(known, key=lambda pair: pair[0])[1]
    taken = last.taken_on
    if taken is not None and not taken.is_relative:
        taken = ChartDate.parse("-".join(taken.text.split("-")[:2]))
    details = [human_date(taken)]
    indices = [
        f"{name} {shown(index)}"
        for name, index in (("AI", last.activity_index), ("CI", last.chronicity_index))
        if index is not None
    ]
    if indices:
        details.append(" ".join(indices))
    name = biopsy_class(last)
    value = tr("class {name}").format(name=name) if name else tr("biopsy")
    return [Part(value, f"({', '.join(details)})")]


def _series(review: Review, kind: Kind, said: str = "") -> list[Part]:
    """Return a series as its value then and now, with the change; nothing without a value.

    The day of “then” is left out where it is the one that was `said` just before.
    """
    points = review.upcr if kind == "upcr" else review.egfr
    if not points:
        return []
    last, then = points[-1], _then(review, points, kind)
    told = _told(last, kind)
    old = ""
    if last.day.year != review.as_of.latest.year:  # an old value must not look like today's
        old = tr("last {day}").format(day=last.date_written)
    if then is None:
        return [Part(told, f"({old})" if old else "")]
    same_kind = _unit(then, kind) == _unit(last, kind)
    if same_kind:
        value = f"{_name(last, kind)} {_number(then, kind)} → {_amount(last, kind)}"
    else:
        value = f"{_told(then, kind)} → {told}"
    change, since = _change(then, last) if same_kind else "", _month(then)
    if since != said:
        change = tr("{change} since {day}").format(change=change, day=since).strip()
    details = ", ".join(part for part in (change, old) if part)
    return [Part(value, f"({details})" if details else "", since=since)]


def _then(review: Review, points: tuple[SeriesPoint, ...], kind: Kind) -> SeriesPoint | None:
    """Return the value that the present one is told from; `None` where the present one is the only one."""
    for regimen in review.regimens:
        base = regimen.baseline_upcr if kind == "upcr" else regimen.baseline_egfr
        if base is None or regimen.start is None:
            continue
        start = regimen.start.middle
        same = [point for point in points if point.value == base]
        if same:
            found = min(same, key=lambda point: abs((point.day - start).days))
            return found if found is not points[-1] else None
    return points[0] if len(points) > 1 else None


def _change(then: SeriesPoint, now: SeriesPoint) -> str:
    if then.bound or now.bound or not then.value:
        return ""
    percent = (now.value - then.value) / then.value * 100
    number = shown(abs(percent), 0)
    sign = "±" if number == "0" else "−" if percent < 0 else "+"
    return f"{sign}{number} %"


def _told(point: SeriesPoint, kind: Kind) -> str:
    return f"{_name(point, kind)} {_amount(point, kind)}"


def _name(point: SeriesPoint, kind: Kind) -> str:
    if kind == "egfr":
        return "eGFR"
    return tr("24-h protein") if _unit(point, kind) == "g/d" else "UPCR"


def _amount(point: SeriesPoint, kind: Kind) -> str:
    return f"{_number(point, kind)} {_unit(point, kind)}".strip()


def _number(point: SeriesPoint, kind: Kind) -> str:
    return f"{point.bound}{shown(point.value, 2 if kind == 'upcr' else 0)}"


def _unit(point: SeriesPoint, kind: Kind) -> str:
    return "" if kind == "egfr" else "g/d" if point.method == "24-hour" else "g/g"


def _month(point: SeriesPoint) -> str:
    """Return the month of a value, which is enough here; as written in a record that counts from a start."""
    parts = point.date_written.split("-")
    return human_date(ChartDate.parse("-".join(parts[:2]))) if parts[0].isdecimal() else point.date_written


def _given(review: Review) -> str:
    return ", ".join(
        f"{regimen.name} {_length(regimen, review.as_of)}".strip() for regimen in review.regimens
    )


def _length(regimen: RegimenReview, as_of: Span) -> str:
    """Return for how long a regimen was given; that its end is not documented where that is so."""
    if regimen.start is None:
        return ""
    # Without a stop date a course is read as running; here stands only what the record says.
    runs_on = regimen.running and any(course.ongoing == "yes" for course in regimen.courses)
    end = as_of if runs_on else regimen.stop
    if end is None:
        return tr("from {day}, end not documented").format(day=human_date(regimen.start.written))
    fewest, most = (max(each, Decimal(0)) for each in months_elapsed(regimen.start, end))
    in_years = fewest >= 2 * _YEAR
    low, high = (shown(each / _YEAR if in_years else each, 1) for each in (fewest, most))
    number = low if low == high else f"{low}–{high}"
    told = (
        tr("{number} years").format(number=number)
        if in_years
        else tr("{number} months").format(number=number)
    )
    return tr("{time} so far").format(time=told) if runs_on else told


def _first_clause(text: str) -> str:
    """Return a long text up to its first clause, with “…”; nothing where it is short enough to stand whole."""
    if len(text) <= _SHORT:
        return ""
    ends = [place for mark in ("; ", ". ", ": ", " (") if (place := text.find(mark, _FEWEST)) > 0]
    return f"{text[: min(ends)]} …" if ends else ""
