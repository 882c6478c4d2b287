"""What the session asks of a case: whether it holds together, which day it is reviewed on, what the list keeps of it.

It is imported when a case is first opened or reviewed; the list of cases is shown without reading one.
"""

from __future__ import annotations

from datetime import date

from pydantic import ValidationError

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.desktop.language import tr
from lnreview.errors import UserError
from lnreview.review.finding import Review
from lnreview.store.summary import ReviewGlance


def checked(command: str, case: Case) -> Case:
    """Return `case` checked as a whole; raise `UserError` where it contradicts itself after `command`."""
    try:
        return Case.model_validate(dict(case))
    except ValidationError as error:
        reasons = "; ".join(str(detail["msg"]) for detail in error.errors(include_input=False))
        raise UserError(
            tr("“{command}” was not stored, because the case would contradict itself: {reasons}").format(
                command=command, reasons=reasons
            )
        ) from error


def day_of(case: Case, today: date) -> ChartDate | None:
    """Return the case's own day of review, else today; `None` where the case is told in months without an anchor."""
    if case.as_of is not None:
        return case.as_of
    return None if _only_months(case) else ChartDate.of(today)


def glance(review: Review) -> ReviewGlance:
    """Return what the list of cases keeps of a review, with the next thing to do in a few words."""
    if review.verdict == "insufficient-data" and review.missing:
        todo = tr("Ask: {what}").format(what=review.missing[0].what)
    elif review.verdict == "too-early" and review.reassess_on is not None:
        todo = tr("Reassess on {reassess_on}").format(reassess_on=review.reassess_on.isoformat())
    else:
        todo = review.leads_to
    return ReviewGlance(
        verdict=review.verdict,
        summary=review.summary,
        provisional=review.provisional,
        urgent=review.urgent,
        as_of=review.as_of.written.text,
        next=todo,
    )


def _only_months(case: Case) -> bool:
    """Tell whether a case without an anchor counts its dates in months."""
    if case.anchor is not None:
        return False
    dates = (value for _, entry in case.entries() for _, value in entry if isinstance(value, ChartDate))
    return any(when.is_relative for when in dates)
