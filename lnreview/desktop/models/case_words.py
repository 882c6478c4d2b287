"""A line of the list of cases in words: what each column says, in which colour, and what its tooltip adds."""

from __future__ import annotations

from datetime import date, datetime

from lnreview.desktop import theme
from lnreview.desktop.language import noop, tr
from lnreview.desktop.names import CASE_STATUSES, VERDICT_NAMES
from lnreview.store.question import Sort
from lnreview.store.summary import CaseSummary, News

_SEXES = {"female": noop("F"), "male": noop("M")}
_VERDICT_WORDS: dict[str, str] = {slug: name for slug, name in VERDICT_NAMES.items()}  # noqa: C416
_SOON = 3
"""Days before a due day from which the list warns."""

NEWS_WORDS: dict[News, str] = {
    "verdict": noop("other verdict"),
    "issued": noop("issued"),
    "changed": noop("changed"),
    "new": noop("new"),
}
_NEWS_MARK = "●"

Cell = tuple[str, str]
"""Words and the name of their colour; empty for the usual one."""


def cell_of(line: CaseSummary, column: Sort, now: datetime) -> Cell:
    """Return what a column says of a case at the local time `now`; no words where it has nothing to say."""
    if column == "patient":
        return _patient(line), ""
    if column == "verdict":
        look = theme.verdict_look(line.verdict, bool(line.urgent))
        return f"{look.shape}  {look.word}", look.colour
    if column == "provisional":
        name = _VERDICT_WORDS.get(line.provisional or "", "")
        return (tr(name) if name else ""), ""
    if column == "due":
        return due_words(line, now)
    if column == "news":
        return (f"{_NEWS_MARK} {tr(NEWS_WORDS[line.news])}", "accent") if line.news else ("", "")
    if column == "status":
        return tr(CASE_STATUSES[line.status]), ""
    if column == "changed":
        return local(line.updated_at).strftime("%Y-%m-%d"), "muted"
    said = {"title": line.title, "next": line.next, "next_on": line.next_on, "renewal": line.renewal_on, "payer": line.payer}  # fmt: skip
    past = column in ("next_on", "renewal") and "" < said[column] < now.date().isoformat()
    return said[column], "muted" if past else ""


def due_words(line: CaseSummary, now: datetime) -> Cell:
    """Return how a deadline stands at the local time `now`, with a shape and a word, never by colour alone."""
    if line.due_state == "running":
        return _running(line.due_at, now)
    return {
        "still": (tr("‖ stands still"), "muted"),
        "met": (tr("✓ met"), "met"),
        "late": (tr("✕ decided late"), "not_met"),
        "unknown": (tr("○ not documented"), "muted"),
    }.get(line.due_state, ("", ""))


def _running(due_at: str, now: datetime) -> Cell:
    day, _, time = due_at.partition("T")
    left = (date.fromisoformat(day) - now.date()).days
    if left < 0:
        return tr("✕ overdue {days} d").format(days=-left), "not_met"
    if left == 0 and time < "24:00":
        if time <= f"{now:%H:%M}":
            return tr("✕ overdue since {time}").format(time=time), "not_met"
        return tr("! due {time}").format(time=time), "urgent"
    if left == 0:
        return tr("! due today"), "urgent"
    if left <= _SOON:
        return tr("! due in {days} d").format(days=left), "urgent"
    return tr("▸ due in {days} d").format(days=left), ""


def tip_of(line: CaseSummary, column: Sort, words: str) -> str:
    """Return what a tooltip says: the words in full, and what stands behind them."""
    more = ""
    if column == "verdict":
        more = line.summary
    elif column == "due":
        more = line.due_words
    elif column == "changed":
        more = f"{local(line.updated_at):%Y-%m-%d %H:%M}"
    elif column == "patient":
        more = line.id
    return "\n".join(dict.fromkeys(part for part in (words, more) if part))


def local(moment: str) -> datetime:
    """Return a time of the store as local time."""
    return datetime.fromisoformat(moment).astimezone()


def _patient(line: CaseSummary) -> str:
    name, sex = line.patient_name or line.id, _SEXES.get(line.sex, "")
    return " ".join(part for part in (name, tr(sex) if sex else "", _age(line)) if part)


def _age(line: CaseSummary) -> str:
    """Return the age in years at the last review, as far as the list knows it."""
    if line.birth_or_age.endswith("years"):
        return line.birth_or_age.removesuffix(" years")
    born, seen = line.birth_or_age[:10], line.as_of[:10]
    if len(born) == len(seen) == 10 and born[4] == seen[4] == "-":
        return str(int(seen[:4]) - int(born[:4]) - (seen[5:] < born[5:]))
    return ""
