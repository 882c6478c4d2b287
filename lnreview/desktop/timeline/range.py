"""The time that the timeline shows: the whole of it, or a part that was zoomed or moved to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from lnreview.case.dates import MEAN_MONTH_DAYS, ChartDate
from lnreview.desktop.caseline import human_date
from lnreview.desktop.language import tr

STEP = 1.6
"""How much closer one step of zooming comes."""
SHORTEST = timedelta(days=28)
"""The shortest time that is shown."""


@dataclass(frozen=True)
class Range:
    """From `first` to `last`, within the whole time from `start` to `end`."""

    start: date
    end: date
    first: date
    last: date

    @classmethod
    def of(cls, start: date, end: date) -> Range:
        """Return the whole time."""
        return cls(start, end, start, end)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is hidden."""
        return self.first <= self.start and self.last >= self.end

    def share(self, day: date) -> float:
        """Return where a day lies in what is shown: 0 at its first day, 1 at its last."""
        return (day - self.first) / max(self.last - self.first, timedelta(days=1))

    def shows(self, day: date) -> bool:
        """Say whether a day is shown."""
        return self.first <= day <= self.last

    def zoomed(self, factor: float, about: float = 0.5) -> Range:
        """Return a time so many times shorter, with the day that lies at the share `about` where it was."""
        length = self.last - self.first
        wanted = max(timedelta(days=round(length.days / factor)), SHORTEST)
        return self._placed(self.first + timedelta(days=round((length - wanted).days * about)), wanted)

    def moved(self, share: float) -> Range:
        """Return a time that begins later (earlier where negative) by a share of its length."""
        length = self.last - self.first
        return self._placed(self.first + timedelta(days=round(length.days * share)), length)

    def showing(self, day: date) -> Range:
        """Return a time of the same length that shows a day, moved no further than it takes to have it well inside."""
        share = self.share(day)
        if 0 <= share <= 1:
            return self
        return self.moved(share - 0.2 if share < 0 else share - 0.8)

    def over(self, start: date, end: date) -> Range:
        """Return what is shown when the whole time has become another: the same days, or all where all were shown."""
        whole = Range.of(start, end)
        return (
            whole
            if self.is_whole
            else replace(whole, first=start, last=end)._placed(self.first, self.last - self.first)
        )

    def words(self, months_from: date | None = None) -> str:
        """Return the time for a reader: “Jan 2024 – Mar 2025”, or in months from a day where the record has no calendar."""
        if months_from is not None:
            first, last = (str(_month(day, months_from)).replace("-", "−") for day in (self.first, self.last))
            return tr("month {first} to {last}").format(first=first, last=last)
        dates = [ChartDate.of(day) for day in (self.first, self.last)]
        if self.last - self.first >= 3 * SHORTEST:
            dates = [ChartDate.parse(when.text.rpartition("-")[0]) for when in dates]
        return " – ".join(human_date(when) for when in dates)

    def _placed(self, first: date, length: timedelta) -> Range:
        length = min(length, max(self.end - self.start, SHORTEST))
        first = max(min(first, self.end - length), self.start)
        return replace(self, first=first, last=first + length)


def _month(day: date, origin: date) -> int:
    return round((day - origin).days / float(MEAN_MONTH_DAYS))
