"""The gaps of the step that is shown: which one the person stands on, marking them as to be asked for, and their fields."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from lnreview.desktop.session import Session
from lnreview.desktop.widgets.evidence import in_order, place_of_entry, place_of_missing
from lnreview.review.finding import Missing
from lnreview.review.walk import Walk, gaps_of, step_of

_BUTTON = re.compile(r"(?:missing|ask)-(\d+)")
"""Names of the buttons beside a gap."""


class Gaps:
    """What is missing at the position of the walk; `view` is where its gaps are shown."""

    def __init__(self, session: Session, view: Callable[[], QWidget | None]) -> None:
        self._session, self._view = session, view

    @property
    def here(self) -> list[Missing]:
        """The gaps of the step, what would settle most first."""
        review = self._session.review
        return in_order(gaps_of(review, self._walk.position)) if review is not None else []

    @property
    def focused(self) -> Missing | None:
        """The gap whose button has the focus."""
        view = self._view()
        focus = view.focusWidget() if view is not None else None
        found = _BUTTON.fullmatch(focus.objectName()) if focus is not None and focus.hasFocus() else None
        gaps = self.here
        return gaps[int(found[1])] if found and int(found[1]) < len(gaps) else None

    def asked(self) -> Walk:
        """Return the walk with the gap that has the focus turned, else with all marked, or with none where all were."""
        gap, walk = self.focused, self._walk
        if gap is not None:
            return self.turned(gap)
        gaps = self.here
        all_marked = all(gap.what in walk.asked for gap in gaps)
        for gap in gaps:
            walk = walk.take_back(gap) if all_marked else walk.ask(gap, self._today)
        return walk

    def turned(self, gap: Missing) -> Walk:
        """Return the walk with a gap marked as to be asked for, or with its mark taken back."""
        walk = self._walk
        return walk.take_back(gap) if gap.what in walk.asked else walk.ask(gap, self._today)

    def field(self) -> str | None:
        """Return where the gap that has the focus, or the first, is entered; else where the first entry used stands."""
        gap = self.focused or next(iter(self.here), None)
        if gap is not None:
            return place_of_missing(gap)
        case, review, step = self._session.case, self._session.review, step_of(self._walk.position)
        if case is None or review is None or step is None:
            return None
        used = (place_of_entry(case, item.entry) for item in review.step(step).evidence)
        return next((place for place in used if place is not None), None)

    @property
    def _walk(self) -> Walk:
        return self._session.walking.walk

    @property
    def _today(self) -> str:
        return self._session.today().isoformat()
