"""The walk of the open case, kept in the store as it goes: where the reviewer is, and what is still being written.

What is written and not saved yet (an override, a judgement, a step of the determination) is a draft: it stands beside
the record, never in it, and is on disk a quarter of a second later. So a change of step, page or case, and the end of
the program in whatever way, lose nothing; the form shows it again as a draft.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from lnreview.case.changes import changes, summed
from lnreview.errors import UserError
from lnreview.review.leaving import Mark, News, mark, news
from lnreview.review.walk import Draft, Walk

if TYPE_CHECKING:
    from lnreview.desktop.session import Session

_SOON = 250
"""Milliseconds after which what is being written is on disk."""
_TOLD_ONE_BY_ONE = 3
"""Additions to one list that are each told; more are told as their number."""


class Walking(QObject):
    """Holds the walk of the open case; whatever changes in it is stored."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._of = ""
        self._walk = Walk()
        self._unsaved = False
        self._refused = ""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._save)
        session.keeps_draft(self.settle)

    @property
    def walk(self) -> Walk:
        """The walk of the open case; a fresh one where none is open, or none can be read (the session says why)."""
        case = self._session.case
        of = case.id if case is not None else ""
        if of != self._of:
            self._of, self._walk, self._unsaved = of, self._read(of), False
        return self._walk

    def keep(self, walk: Walk) -> None:
        """Take `walk` as the walk of the open case, and store it at once."""
        if walk == self.walk:
            return
        self._walk, self._unsaved = walk, True
        self.settle()

    def draft(self, form: str) -> Draft:
        """Return what stands in a form and is not saved yet; empty where nothing does."""
        return self.walk.drafts.get(form, {})

    def write(self, form: str, draft: Draft) -> None:
        """Keep what stands in a form and is not saved yet; an empty draft forgets the form."""
        if draft != self.draft(form):
            self._walk, self._unsaved = self.walk.write(form, draft), True
            if not self._soon.isActive():
                self._soon.start()

    def settle(self) -> bool:
        """Store what was not stored yet; always `True`: a walk that cannot be stored holds nobody up, but is told once."""
        self._soon.stop()
        if self._unsaved and self._of:
            try:
                self._session.store.set_state(self._of, self._walk.to_json())
                self._unsaved, self._refused = False, ""
            except UserError as error:
                if str(error) != self._refused:  # the next letter is refused for the same reason
                    self._session.failed.emit(str(error))
                self._refused = str(error)
        return True

    def _save(self) -> None:
        if self._session.store.is_open:  # who closes it has settled before
            self.settle()

    def leave(self) -> None:
        """Remember what is in view now, as what the reviewer saw last."""
        now = self._now()
        if now is not None:
            self.keep(self.walk.leave(now))

    def news(self) -> tuple[News, ...]:
        """Return what changed since the walk was left; nothing where it never was."""
        then, case, review = self.walk.left, self._session.case, self._session.review
        if then is None or case is None or review is None:
            return ()
        try:
            unchanged = self._session.store.last_event(case.id) == then.event
            before = case if unchanged else self._session.store.past(case.id, then.event)
        except UserError as error:
            self._session.failed.emit(str(error))
            return ()
        return news(then, review, summed(changes(before, case), _TOLD_ONE_BY_ONE))

    def _now(self) -> Mark | None:
        case, review = self._session.case, self._session.review
        if case is None or review is None:
            return None
        try:
            event = self._session.store.last_event(case.id)
        except UserError as error:
            self._session.failed.emit(str(error))
            return None
        return mark(review, event, self._session.today())

    def _read(self, case_id: str) -> Walk:
        if not case_id:
            return Walk()
        try:
            return Walk.from_json(self._session.store.state(case_id))
        except UserError as error:
            self._session.failed.emit(str(error))
            return Walk()
