"""The words of the walk: what buttons, rules and sources say, made from the review without a window."""

from __future__ import annotations

import re
from decimal import Decimal

from lnreview.case.dates import Span
from lnreview.case.model import Case
from lnreview.case.quantities import label, shown
from lnreview.desktop.language import noop, tr
from lnreview.guideline.model import Guideline
from lnreview.guideline.parts import Parameter, VerificationStatus
from lnreview.review.finding import Evidence, Missing, RegimenReview, ResponseGrade, sentence

STATUS_OF_SOURCE: dict[VerificationStatus, str] = {
    "primary": noop("primary"),
    "secondary": noop("secondary"),
    "unverified": noop("unverified"),
    "program-default": noop("program default"),
}
"""How far a fact may be trusted, in the words of the screen."""

SOURCE_STATUS_MEANS: dict[VerificationStatus, str] = {
    "primary": noop("read in the primary text itself"),
    "secondary": noop("read only in a text that reports it"),
    "unverified": noop("general knowledge, not checked against any text"),
    "program-default": noop("our own choice, not from a guideline"),
}

GRADE_WORDS: dict[ResponseGrade, str] = {
    "complete": noop("complete"),
    "primary-efficacy": noop("primary efficacy"),
    "partial": noop("partial"),
    "improving": noop("improving"),
    "none": noop("none"),
    "unknown": noop("not documented"),
}

_ADD = {
    "labs": noop("Add lab result"),
    "courses": noop("Add drug"),
    "dispenses": noop("Add refill"),
    "administrations": noop("Add infusion"),
    "adherence": noop("Add adherence"),
    "levels": noop("Add drug level"),
    "biopsies": noop("Add biopsy"),
    "measurements": noop("Add weight or height"),
    "blood_pressures": noop("Add blood pressure"),
    "comorbidities": noop("Add condition"),
    "pregnancies": noop("Add pregnancy status"),
    "genotypes": noop("Add genetic result"),
    "other_causes": noop("Add other cause"),
    "events": noop("Add event"),
    "episodes": noop("Add episode"),
    "baselines": noop("Choose baseline"),
    "disease_activity": noop("Add SLEDAI-2K"),
    "complete": noop("Say which lists are complete"),
    "lupus": noop("Enter lupus diagnosis"),
    "patient": noop("Enter patient data"),
}


def action_for(missing: Missing) -> str:
    """Return what the button beside a missing datum says."""
    if missing.entry:
        return tr("Open entry")
    words = _ADD.get(missing.place.split("/")[0], noop("Enter in the case"))
    return tr(words)


def place_of_missing(missing: Missing) -> str:
    """Return the place of the case page where a missing datum is entered."""
    return f"{missing.place}/{missing.entry}" if missing.entry else missing.place


def place_of_entry(case: Case, entry: str) -> str | None:
    """Return the place of the case page that shows the entry of that id, or `None` when the case has none."""
    for place, found in case.entries():
        if found.id == entry:
            return f"{place.split('/')[0]}/{entry}"
    return None


def amount(parameter: Parameter) -> str:
    """Return the value of a number of the pack with its unit, as a range where it is one."""
    value = shown(parameter.value)
    if parameter.upper is not None:
        value = tr("{value} to {upper}").format(value=value, upper=shown(parameter.upper))
    unit = "" if parameter.unit in ("1", "{count}") else label(parameter.unit)
    if parameter.unit in _UNIT_WORDS:
        unit = tr(_UNIT_WORDS[parameter.unit])
    return f"{value} {unit}".strip()


_UNIT_WORDS = {
    "mo": noop("months"),
    "d": noop("days"),
    "wk": noop("weeks"),
    "a": noop("years"),
    "h": noop("hours"),
    "min": noop("minutes"),
}


def cited(guideline: Guideline, source: str, locator: str) -> str:
    """Return a source by its short name, with its place."""
    known = guideline.sources.get(source)
    if known is not None and known.kind == "program":
        return tr("lnreview, own choice")
    name = short_name(guideline, source)
    return f"{name}, {locator}" if locator else name


def short_name(guideline: Guideline, source: str) -> str:
    """Return how a reader knows a source (“Arora 2022”, “ACR 2024”): its id, spelled as its reference spells it."""
    known = guideline.sources.get(source)
    if known is None:
        return source
    if known.kind == "program":
        return tr("own choice")
    spelled = {word.casefold(): word for word in reversed(re.findall(r"\w+", known.reference))}
    parts = [spelled.get(part) or (part.upper() if len(part) < 5 else part) for part in source.split("-")]
    words = [part[:1].upper() + part[1:] if number == 0 else part for number, part in enumerate(parts)]
    return " ".join(words)


def headline(summary: str) -> tuple[str, str]:
    """Return the verdict's sentence for the title, and what is left of a longer one for the text below it."""
    if len(summary) <= _TITLE_CHARACTERS:
        return summary, ""
    ends = (found for found in _END_OF_CLAUSE.finditer(summary) if _is_balanced(summary[: found.start()]))
    first = next(ends, None)
    if first is None:
        return summary, ""
    return f"{summary[: first.start()]}.", sentence(summary[first.end() :])


def _is_balanced(text: str) -> bool:
    """Whether a text closes every bracket that it opens: a sentence is never cut within one."""
    return text.count("(") == text.count(")")


def one_by_one(because: str) -> str:
    """Return a reason that joins several regimens as “(1) … (2) …” with each regimen on a line of its own."""
    return _NEXT_REGIMEN.sub(r"\n\1", because) if because.startswith("(1) ") else because


_TITLE_CHARACTERS = 120
"""A title of more letters than these would fill the page."""
_END_OF_CLAUSE = re.compile(r"[;:.] ")
_NEXT_REGIMEN = re.compile(r" (\([2-9]\) )")


def reference(guideline: Guideline, source: str) -> str:
    """Return the full reference of a source, or its id where the pack does not hold it."""
    known = guideline.sources.get(source)
    if known is None:
        return source
    return f"{known.reference} {known.identifier}".strip()


def dates_of(regimen: RegimenReview) -> str:
    """Return from when to when a regimen ran, as the chart says it."""
    start = _when(regimen.start) or tr("start not documented")
    if regimen.running:
        return (
            tr("since {start}").format(start=start) if regimen.start else tr("running, start not documented")
        )
    return tr("{start} to {end}").format(start=start, end=_when(regimen.stop) or tr("end not documented"))


def counts(regimen: RegimenReview) -> str:
    """Return whether a regimen counts as failed, in words."""
    if regimen.failed is None:
        return tr("not documented whether it failed")
    return tr("counts as failed") if regimen.failed else tr("does not count as failed")


def trend(first: Decimal | None, last: Decimal | None, unit: str, places: int = 2) -> str:
    """Return how a value moved over a regimen; an absent end stays visible as such."""
    if first is None and last is None:
        return ""
    ends = [shown(value, places) if value is not None else tr("not documented") for value in (first, last)]
    return f"{ends[0]} → {ends[1]} {unit}"


def evidence_row(evidence: Evidence) -> tuple[str, str, str, str]:
    """Return what, value with its unit, date and source of an entry, as a row."""
    value = f"{evidence.value} {label(evidence.unit)}".strip()
    return evidence.what, value, evidence.date, evidence.source


def listed(names: list[str]) -> str:
    """Return names as a list in a sentence."""
    if len(names) < 2:
        return "".join(names)
    return tr("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def _when(span: Span | None) -> str:
    return str(span) if span else ""
