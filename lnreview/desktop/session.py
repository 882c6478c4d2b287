"""The session: the one place of the desktop that writes.

Pages read `case` and `review`, and listen; they hand a changed case to `change`, which checks it, stores it before it
returns, remembers it for undo and reviews it again. A case that could not be stored is not shown as stored: the former
one stays, and the message bar says why. Undo and redo are ordinary saves with their own names in the history; each case
keeps its own for the sitting, and what is done in the list (archive, status, what letters use again) has one beside
them. What was issued or attached is no change of the case: it stays, and undo does not reach it. `walking`, `arranging`
and `library` are parts of the session with modules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from lnreview.desktop.arranging import Arranging
from lnreview.desktop.history import Sitting
from lnreview.desktop.language import noop, tr
from lnreview.desktop.library import Library
from lnreview.desktop.notice import Notice, Offer
from lnreview.desktop.trail import Trail
from lnreview.desktop.unseen import Unseen
from lnreview.errors import UserError

if TYPE_CHECKING:  # the window is shown before the record is needed: what reads it is imported late
    from lnreview.case.dates import ChartDate
    from lnreview.case.model import Case
    from lnreview.desktop.ask import Ask
    from lnreview.desktop.jobs.job import Job
    from lnreview.desktop.notice import Report
    from lnreview.desktop.walking import Walking
    from lnreview.guideline.model import Guideline
    from lnreview.letters.document import Document
    from lnreview.review.finding import Review
    from lnreview.store.issued import IssuedRow
    from lnreview.store.store import Store
    from lnreview.store.summary import CaseStatus, ReviewGlance

Answer = TypeVar("Answer")
_FAULT = noop(
    "The case could not be reviewed, because the program made a mistake. What was entered is stored."
)
Reviewer = Callable[["Case", "Guideline", "ChartDate | None"], "Review"]


class Session(QObject):
    """The open case, its review, the store and the undo history."""

    case_opened = Signal(str)
    """A case was opened (its id), or closed (empty)."""
    case_changed = Signal()
    """The open case is another value than before."""
    review_changed = Signal()
    """`review` was made anew; it is `None` where `review_problem` says why."""
    cases_changed = Signal()
    """The list of cases in the store, or what it shows, changed."""
    history_changed = Signal()
    """What can be undone or redone changed."""
    issued_changed = Signal()
    """A document of the open case was issued."""
    told = Signal(str)
    """Something to know, for the message bar."""
    failed = Signal(str)
    """Something that did not work, for the message bar."""
    noticed = Signal(object)
    """A `Notice`: something for the message bar that can be answered."""
    starting = Signal(object)
    """Somebody asked for a `Job`."""
    reporting = Signal(object)
    """Somebody asked for a `Report`."""
    going = Signal(str, str)
    """Somebody asked for a page (its id) and a place on it."""
    returning = Signal()
    """Somebody asked for the page before."""

    def __init__(
        self,
        store: Store,
        guideline: Guideline | Callable[[], Guideline],
        ask: Ask,
        reviewer: Reviewer,
        today: Callable[[], date] = date.today,
        parent: QObject | None = None,
        *,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(parent)
        self.store = store
        self._guideline = guideline
        self.ask = ask
        self.today = today
        self.now = now
        """Tells the local time of the office."""
        self.review_problem = ""
        """Why there is no review of the open case; empty where there is one."""
        self._reviewer = reviewer
        self._case: Case | None = None
        self._review: Review | None = None
        self._asked_as_of: ChartDate | None = None
        self._sitting = Sitting()
        self._drafts: list[Callable[[], bool]] = []
        self._unseen = Unseen(store.worklist, self.today)
        self._walking: Walking | None = None
        self.arranging = Arranging(self, self._do)
        """The filters and columns of the list that are kept."""
        self.library = Library(self, self._do, self._act)
        """What letters use again."""
        self.trail = Trail()
        """What was done last, for the report of a fault."""

    @property
    def guideline(self) -> Guideline:
        """The guideline pack; it is read when it is first needed, after the window is shown."""
        if callable(self._guideline):
            self._guideline = self._guideline()
        return self._guideline

    # What is open

    @property
    def case(self) -> Case | None:
        """The open case."""
        return self._case

    @property
    def review(self) -> Review | None:
        """The review of the open case as of `as_of`."""
        return self._review

    @property
    def as_of(self) -> ChartDate | None:
        """The day of the review: the one asked for, else the case's own, else today.

        `None` for a case told in months without an anchor: today means nothing there.
        """
        if self._asked_as_of is not None or self._case is None:
            return self._asked_as_of
        from lnreview.desktop.opened import day_of

        return day_of(self._case, self.today())

    @property
    def walking(self) -> Walking:
        """Where the walk of the open case stands, and what is being written beside its record."""
        if self._walking is None:
            from lnreview.desktop.walking import Walking  # late: the list of cases needs no walk

            self._walking = Walking(self)
        return self._walking

    def open_case(self, case_id: str) -> bool:
        """Open a case of the store; say so and keep the present one where it cannot be read."""
        self.trail.note("open")
        if not self.settle():
            return False
        try:
            case = self.store.load(case_id)
        except UserError as error:
            self.failed.emit(str(error))
            return False
        self._show(case)
        return True

    def close_case(self) -> None:
        """Close the open case; it is stored already."""
        if self.settle():
            self._show(None)

    def new_case(self) -> str | None:
        """Create an empty case with a free id, open it and return the id; `None` where that did not work."""
        from lnreview.case.model import Case

        return self.add_case(Case(id=self._free_id("case")))

    def add_case(self, case: Case) -> str | None:
        """Store a case that is not in the store yet, open it and return its id."""
        if not self.settle() or not self._tell_store(lambda: self.store.create(case)):
            return None
        self._show(case)
        return case.id

    def copy_case(self, case_id: str) -> str | None:
        """Copy a case under a new id, open the copy and return its id."""
        new_id = self._free_id(f"{case_id[:50]}-copy")
        if not self.settle() or not self._tell_store(lambda: self.store.copy(case_id, new_id)):
            return None
        return new_id if self.open_case(new_id) else None

    def archive_case(self, case_id: str, archived: bool = True) -> bool:
        """Put a case into the archive, or take it back; nothing is ever deleted. The notice offers to undo it."""

        def put(wanted: bool) -> bool:
            return self._tell_store(lambda: self.store.archive(case_id, wanted))

        name = tr("Archive case") if archived else tr("Take case out of the archive")
        if not self._act(name, lambda: put(archived), lambda: put(not archived)):
            return False
        if archived:
            self.offer_undo(tr("The case was put into the archive; “Archived” on the page Cases shows it."))
        else:
            self.offer_undo(tr("The case was taken out of the archive."))
        return True

    def set_status(self, case_id: str, status: CaseStatus) -> bool:
        """Set how far the work on a case is."""
        before = self._read(lambda: self.store.summary(case_id).status, None)
        if before is None or before == status:
            return before == status

        def put(wanted: CaseStatus) -> bool:
            return self._tell_store(lambda: self.store.set_status(case_id, wanted))

        return self._act(tr("Set the status of a case"), lambda: put(status), lambda: put(before))

    def keeps_draft(self, settle: Callable[[], bool]) -> None:
        """Remember a form that may hold something typed and not yet stored.

        `settle` stores it and returns `True`; where it cannot be stored it shows why and returns `False`.
        """
        self._drafts.append(settle)

    def settle(self) -> bool:
        """Store what was typed in every form; `False` where something cannot be stored as it stands."""
        settled = [settle() for settle in self._drafts]
        return all(settled)

    # Changing it

    def change(self, name: str, case: Case) -> bool:
        """Store `case` as the new value of the open case under the command `name`; return whether it was stored.

        The case is checked as a whole; the fields of an entry are checked by the form that made it.
        """
        if self._case is None:
            raise ValueError("no case is open, so there is nothing to change")
        if case.id != self._case.id:
            raise ValueError("a change keeps the id of its case")
        self.trail.note("change")
        if case == self._case:
            return True
        from lnreview.desktop.opened import checked

        try:
            case = checked(name, case)
        except UserError as error:
            self.failed.emit(str(error))
            return False
        before = self._case
        if not self._store(case, name):
            return False
        self._sitting.add(
            name,
            lambda: self._put_back(before, tr("Undo: {name}").format(name=name)),
            lambda: self._put_back(case, tr("Redo: {name}").format(name=name)),
            of_case=True,
        )
        self._adopt(case)
        return True

    @property
    def undo_name(self) -> str:
        """What undo would take back; empty where there is nothing."""
        return self._sitting.last.name if self._sitting.last else ""

    @property
    def redo_name(self) -> str:
        """What redo would bring back; empty where there is nothing."""
        return self._sitting.next.name if self._sitting.next else ""

    def undo(self) -> bool:
        """Take the last change back, in the store as well; return whether that worked."""
        self.trail.note("undo")
        return self._moved(self._sitting.undo())

    def redo(self) -> bool:
        """Bring the change that was taken back last again; return whether that worked."""
        self.trail.note("redo")
        return self._moved(self._sitting.redo())

    def offer_undo(self, words: str) -> None:
        """Tell of the change that was just made, with a button that takes it back while it is the last one."""
        made = self._sitting.last
        self.notify(
            Notice(
                words,
                offer=Offer(tr("Undo"), self.undo, lambda: made is not None and self._sitting.last is made),
            )
        )

    def read_back(self) -> None:
        """Show the open case as it is in the store; after a fault of the program the two could differ."""
        shown = self._case
        if shown is None:
            return
        stored = self._read(lambda: self.store.load(shown.id), shown)
        if stored != shown:
            self._sitting.forget()
            self._adopt(stored)

    # What leaves it, and what comes with it

    def issue(
        self, document: Document, pdf: bytes, text: str, *, case: Case, review: Review,
        by: str = "", recipient: str = "", reason: str = "", policy: dict[str, Any] | None = None,
    ) -> bool:  # fmt: skip
        """Keep a document of the open case for good; return whether that worked.

        `case` and `review` are those that it was composed from: it is refused where the case was changed since, while
        it is a draft, and without a `reason` where an earlier version was issued. `by` and `recipient` are by default
        the signer and the plan, where it is theirs; `policy` goes into the trace.
        """
        if self._case is None or case.id != self._case.id:
            raise ValueError("only a document of the open case can be issued")
        from lnreview.desktop.issuing import draft

        def keep() -> None:
            self.store.issue(
                draft(
                    document, pdf, text, case=case, review=review,
                    by=by, recipient=recipient, reason=reason, policy=policy,
                )
            )  # fmt: skip

        return self.settle() and self._do(keep, self.issued_changed.emit)

    def issued(self) -> tuple[IssuedRow, ...]:
        """Return what was issued of the open case, the oldest first; nothing where it cannot be read."""
        case = self._case
        return self._read(lambda: self.store.issued(case.id), ()) if case else ()

    def reprint(self, number: int, path: Path) -> bool:
        """Write an issued document to a file, byte for byte; return whether that worked."""
        from lnreview.letters.write import save_bytes

        return self._do(lambda: save_bytes(self.store.issued_pdf(number), path))

    def attach(self, path: Path, then: Callable[[str], object]) -> None:
        """Keep a file for good, away from the window; `then` is given its SHA-256, for an `Enclosure`."""
        from lnreview.desktop.jobs.attaching import attach

        self.start(attach(self, path, then))

    def set_as_of(self, as_of: ChartDate | None) -> None:
        """Review as of another day, for this sitting only; `None` returns to the case's own day or today."""
        before = self._asked_as_of
        if as_of == before:
            return

        def put(wanted: ChartDate | None) -> bool:
            self._asked_as_of = wanted
            self._review_again()
            return True

        self._act(tr("Review as of another day"), lambda: put(as_of), lambda: put(before), of_case=True)

    def goto(self, page: str, place: str = "") -> None:
        """Ask the window for a page (`cases`, `case`, `walk`, `letter`, `decision`, `book`) and a place on it.

        A place of the case page is a list (`labs`), an entry (`labs/lab-3`), a field of it (`courses/course-1/dose`)
        or a part of the record (`patient`, `coverage/payer`); one of the Book is an entry (`source/arora-2022`), one of the
        decision page is a criterion of the payer pack, or `determination`.
        """
        self.trail.note(f"goto-{page}")
        self.going.emit(page, place)

    def go_back(self) -> None:
        """Ask the window for the page from which the present one was asked for."""
        self.returning.emit()

    def notify(self, notice: Notice | None) -> None:
        """Tell the message bar something that can be answered; `None` is nothing to tell."""
        self.noticed.emit(notice)

    def start(self, job: Job[Any]) -> None:
        """Ask the window for long work: it is done away from the window and shown at its foot."""
        self.starting.emit(job)

    def report(self, report: Report) -> None:
        """Ask the window to show a longer text."""
        self.reporting.emit(report)

    # What long work hands over to be stored

    def take_in(self, case: Case, command: str) -> str:
        """Store a case that is not in the store yet; return why it was not stored, empty where it was."""
        try:
            self.store.create(case, command=command)
        except UserError as error:
            return str(error)
        return ""

    def note_reviews(self, found: Iterable[tuple[str, ReviewGlance, str]]) -> None:
        """Keep what the list shows of reviews: the id of each case, the glance, the SHA-256 of the case reviewed."""
        self.store.set_reviews(found)

    def review_next_unseen(self) -> bool:
        """Review one case of the list whose verdict is missing or older than the case; `False` when none is left.

        A case whose next day has come counts as older. One that cannot be read or reviewed is passed over; it says why
        when it is opened. The list is told of many at a time.
        """
        while (case_id := self._read(self._unseen.next, None)) is not None:
            if self._review_unseen(case_id):
                if self._unseen.tell_now():
                    self.cases_changed.emit()
                return True
        if self._unseen.untold:
            self._unseen.tell_now(at_once=True)
            self.cases_changed.emit()
        return False

    def _review_unseen(self, case_id: str) -> bool:
        from lnreview.desktop.opened import day_of, glance

        try:
            case = self.store.load(case_id)
            review = self._reviewer(case, self.guideline, day_of(case, self.today()))
            self.store.set_review(case_id, glance(review, case, self.guideline, self.now()))
        except UserError:
            self._unseen.pass_over(case_id)
            return False
        return True

    def _act(
        self, name: str, do: Callable[[], bool], back: Callable[[], bool], *, of_case: bool = False
    ) -> bool:
        """Do something that is no change of a case, and remember how it is taken back; return whether it worked."""
        self.trail.note("act")
        if not do():
            return False
        self._sitting.add(name, back, do, of_case=of_case)
        return self._moved(True)

    def _moved(self, moved: bool) -> bool:
        if moved:
            self.history_changed.emit()
        return moved

    def _put_back(self, case: Case, name: str) -> bool:
        """Store a former state of the open case under a name of its own."""
        if not self._store(case, name):
            return False
        self._adopt(case)
        return True

    def _tell_store(self, command: Callable[[], object]) -> bool:
        return self._do(command, self.cases_changed.emit)

    def _store(self, case: Case, name: str) -> bool:
        return self._do(lambda: self.store.save(case, command=name))

    def _do(self, command: Callable[[], object], then: Callable[[], object] | None = None) -> bool:
        """Do something and then tell of it; say why where it did not work."""
        try:
            command()
        except UserError as error:
            self.failed.emit(str(error))
            return False
        if then is not None:
            then()
        return True

    def _read(self, question: Callable[[], Answer], otherwise: Answer) -> Answer:
        """Return what the store answers; say why where it cannot, and return `otherwise`."""
        try:
            return question()
        except UserError as error:
            self.failed.emit(str(error))
            return otherwise

    def _show(self, case: Case | None) -> None:
        self._do(lambda: self.store.show_opened(case.id if case else ""))
        self._sitting.turn(self._case, case)
        self._case = case
        self._asked_as_of = None
        try:
            self._make_review()
        finally:  # where the review fails by a fault of ours, the window shows the record all the same
            self.case_opened.emit(case.id if case else "")
            self._tell_all()

    def _adopt(self, case: Case) -> None:
        self._case = case
        try:
            self._make_review()
        finally:  # as above: what was stored is shown
            self._tell_all()

    def _tell_all(self) -> None:
        self.case_changed.emit()
        self.review_changed.emit()
        self.history_changed.emit()
        self.cases_changed.emit()

    def _review_again(self) -> None:
        self._make_review()
        self.review_changed.emit()

    def _make_review(self) -> None:
        self._review, self.review_problem = None, ""
        if self._case is None:
            return
        self.review_problem = tr(_FAULT)
        try:
            self._review = self._reviewer(self._case, self.guideline, self.as_of)
        except UserError as error:
            self.review_problem = str(error)
            return
        self.review_problem = ""
        noted = self._review
        if self._asked_as_of is not None:
            # The list shows the case as of its own day, also while another is looked at.
            from lnreview.desktop.opened import day_of

            noted = self._reviewer(self._case, self.guideline, day_of(self._case, self.today()))
        self._note_review(self._case, noted)

    def _note_review(self, case: Case, review: Review) -> None:
        """Keep what the list shows; nothing is written twice."""
        from lnreview.desktop.opened import glance

        try:
            seen = self.store.summary(case.id)
            found = glance(review, case, self.guideline, self.now())
            if not found.is_shown(seen):
                self.store.set_review(case.id, found)
        except UserError as error:
            self.failed.emit(str(error))

    def _free_id(self, stem: str) -> str:
        return self.store.worklist.free_id(stem)
