"""Review a case as of the day that was asked for, for the command line and for letters of many cases."""

from __future__ import annotations

from datetime import date

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.timeline import latest_day
from lnreview.guideline.model import Guideline
from lnreview.review.evaluate import review as evaluate
from lnreview.review.finding import Review


def reviewed(
    case: Case, guideline: Guideline, as_of: ChartDate | None, criteria: str | None, today: date
) -> Review:
    """Review a case as of the day asked for, of the case, or (for a record with calendar dates) today."""
    day = as_of or case.as_of
    last = latest_day(case)
    if day is None and (last is None or not last.is_relative):
        day = ChartDate.of(today)
    return evaluate(case, guideline, day, criteria=criteria)
