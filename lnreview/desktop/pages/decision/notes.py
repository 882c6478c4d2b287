"""The reviewer's notes on the criteria of a payer pack, as changes of a case: pure, one note per criterion.

A comment or a judgement means that the reviewer looked at the criterion; the computed status is never touched.
"""

from __future__ import annotations

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.paperwork import CriterionNote
from lnreview.review.verdicts import Status


def note_of(case: Case, pack: str, criterion: str) -> CriterionNote:
    """Return the note on a criterion, an empty one where there is none."""
    found = (note for note in case.criterion_notes if (note.pack, note.criterion) == (pack, criterion))
    return next(found, CriterionNote(pack=pack, criterion=criterion))


def commented(case: Case, note: CriterionNote, comment: str, by: str, on: ChartDate | None) -> Case:
    """Return the case with a comment on a criterion; one that says something marks the criterion as looked at."""
    seen = note.seen or bool(comment)
    return _with(case, note.model_copy(update={"comment": comment, "seen": seen, **_signed(note, by, on)}))


def looked_at(case: Case, note: CriterionNote, seen: bool, by: str, on: ChartDate | None) -> Case:
    """Return the case with a criterion marked as looked at, or as not looked at."""
    return _with(case, note.model_copy(update={"seen": seen, **_signed(note, by, on)}))


def judged(
    case: Case, note: CriterionNote, status: Status, rationale: str, by: str, on: ChartDate | None
) -> Case:
    """Return the case with the reviewer's own judgement, which marks the criterion as looked at."""
    update = {"status": status, "rationale": rationale.strip(), "by": by, "on": on, "seen": True}
    return _with(case, note.model_copy(update=update))


def as_computed(case: Case, note: CriterionNote) -> Case:
    """Return the case without the reviewer's own judgement; the comment stays."""
    return _with(case, note.model_copy(update={"status": "", "rationale": ""}))


def _signed(note: CriterionNote, by: str, on: ChartDate | None) -> dict[str, object]:
    """Return who and when for a note; a judgement keeps the person and the day that it was given by."""
    return {} if note.status else {"by": by, "on": on}


def _with(case: Case, note: CriterionNote) -> Case:
    """Return the case with a note in the place of the former one; a note that says nothing is none."""
    kept = list(case.criterion_notes)
    places = [(other.pack, other.criterion) for other in kept]
    here = (note.pack, note.criterion)
    says_something = note.comment or note.seen or note.status
    if here in places:
        kept[places.index(here) : places.index(here) + 1] = [note] if says_something else []
    elif says_something:
        kept.append(note)
    return case.model_copy(update={"criterion_notes": tuple(kept)})
