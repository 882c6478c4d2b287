"""The session stores before it tells, and moves its history only after a save."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.desktop.session import Session
from lnreview.errors import UserError
from lnreview.review.evaluate import review
from lnreview.store.store import Store
from tests.desktop.fakes import TODAY


class FullDisk:
    """A store that refuses to save while it is full; everything else is the real one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.full = False

    def save(self, case: Case, *, command: str) -> None:
        if self.full:
            raise UserError("“…” was not saved: the disk is full. Make room and try again.")
        self._store.save(case, command=command)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


@pytest.fixture
def disk(session: Session, store: Store) -> FullDisk:
    disk = FullDisk(store)
    session.store = disk  # type: ignore[assignment]
    return disk


def titled(case: Case | None, title: str) -> Case:
    assert case is not None
    return case.model_copy(update={"title": title})


def test_a_change_is_in_the_store_before_anyone_is_told(session: Session, store: Store, anna: Case) -> None:
    session.add_case(anna)
    seen = []
    session.case_changed.connect(lambda: seen.append(store.load("anna").title))
    assert session.change("Set title", titled(anna, "Another"))
    assert seen == ["Another"]
    assert [event.command for event in store.history("anna")] == ["New case", "Set title"]


def test_undo_and_redo_are_saves_with_names(session: Session, store: Store, anna: Case) -> None:
    session.add_case(anna)
    session.change("Set title", titled(anna, "One"))
    session.change("Set note", titled(session.case, "Two"))
    assert (session.undo_name, session.redo_name) == ("Set note", "")
    assert session.undo()
    assert store.load("anna").title == "One"
    assert (session.undo_name, session.redo_name) == ("Set title", "Set note")
    assert session.redo()
    assert store.load("anna").title == "Two"
    assert store.history("anna")[-1].command == "Redo: Set note"
    session.undo()
    session.change("Set title", titled(session.case, "Three"))
    assert session.redo_name == ""


def test_a_save_that_fails_leaves_case_and_history_and_says_so(
    session: Session, disk: FullDisk, anna: Case, qtbot: QtBot
) -> None:
    session.add_case(anna)
    session.change("Set title", titled(anna, "One"))
    disk.full = True
    with qtbot.waitSignal(session.failed) as told:
        assert not session.change("Set title", titled(session.case, "Two"))
    assert "disk is full" in told.args[0]
    assert session.case is not None
    assert session.case.title == "One"
    assert not session.undo()
    assert session.case.title == "One"
    assert session.undo_name == "Set title"
    disk.full = False
    assert session.undo()
    assert session.case.title == anna.title


def test_a_case_that_contradicts_itself_is_not_stored(session: Session, store: Store, anna: Case) -> None:
    session.add_case(anna)
    problems: list[str] = []
    session.failed.connect(problems.append)
    twice = anna.model_copy(update={"labs": (anna.labs[0], anna.labs[0])})
    assert not session.change("Add lab result", twice)
    assert "more than once" in problems[0]
    assert store.load("anna") == anna


def test_every_change_is_reviewed_and_noted_in_the_list(session: Session, store: Store, anna: Case) -> None:
    session.add_case(anna)
    assert session.review is not None
    assert session.review.as_of.earliest == TODAY
    noted = store.summary("anna")
    assert (noted.verdict, noted.stale) == (session.review.verdict, False)
    session.change("Set title", titled(anna, "Another"))
    assert not store.summary("anna").stale


def test_the_day_of_the_review_is_asked_then_the_cases_own_then_today(session: Session, anna: Case) -> None:
    session.add_case(anna)
    assert session.as_of == ChartDate.of(TODAY)
    own = ChartDate.parse("2026-06-01")
    session.change("Set case: review as of", anna.model_copy(update={"as_of": own}))
    assert session.as_of == own
    session.set_as_of(ChartDate.parse("2026-08-01"))
    assert session.review is not None
    assert session.review.as_of.earliest == date(2026, 8, 1)
    session.set_as_of(None)
    assert session.as_of == own


def test_another_day_is_not_noted_in_the_list(session: Session, store: Store, anna: Case) -> None:
    session.add_case(anna)
    before = store.summary("anna")
    session.set_as_of(ChartDate.parse("2026-02-01"))
    assert store.summary("anna") == before


def test_a_case_told_in_months_has_no_today(session: Session) -> None:
    session.add_case(Case.model_validate({"id": "m", "labs": [{"analyte": "upcr", "collected_on": "m+6"}]}))
    assert session.as_of is None


def test_a_review_that_cannot_be_made_says_why(session: Session, anna: Case) -> None:
    session.add_case(anna)
    settings = anna.settings.model_copy(update={"criteria": "no-such-set"})
    session.change("Set criteria", anna.model_copy(update={"settings": settings}))
    assert session.review is None
    assert "no-such-set" in session.review_problem


def test_new_copied_and_archived_cases(session: Session, store: Store, anna: Case) -> None:
    assert session.new_case() == "case-1"
    assert session.new_case() == "case-2"
    session.add_case(anna)
    copied = session.copy_case("anna")
    assert copied is not None
    assert session.case is not None
    assert session.case.id == copied != "anna"
    assert session.archive_case("case-1")
    assert session.new_case() == "case-3"
    assert {summary.id for summary in store.list(archived=True)} == {"case-1"}


def test_a_missing_case_keeps_the_open_one(session: Session, anna: Case) -> None:
    problems: list[str] = []
    session.failed.connect(problems.append)
    session.add_case(anna)
    assert not session.open_case("gone")
    assert session.case == anna
    assert "gone" in problems[0]


def test_a_form_that_cannot_be_stored_keeps_its_case_open(session: Session, anna: Case) -> None:
    session.add_case(anna)
    session.keeps_draft(lambda: False)
    assert session.new_case() is None
    session.close_case()
    assert session.case == anna


def test_cases_that_were_never_reviewed_are_reviewed_one_by_one(
    session: Session, store: Store, anna: Case, qapp: QApplication
) -> None:
    store.create(anna)
    store.create(anna.model_copy(update={"id": "ben"}))
    assert session.review_next_unseen()
    assert session.review_next_unseen()
    assert not session.review_next_unseen()
    assert all(summary.verdict and not summary.stale for summary in store.list())


def test_the_list_follows_a_change_also_while_another_day_is_looked_at(session: Session, anna: Case) -> None:
    session.store.create(anna)
    session.open_case(anna.id)
    session.set_as_of(ChartDate.parse("2026-02-01"))
    session.change("Take the biopsies out", anna.model_copy(update={"biopsies": ()}))

    shown = session.store.summary(anna.id)
    fresh = review(session.store.load(anna.id), session.guideline, ChartDate.of(TODAY))
    assert (shown.verdict, shown.stale) == (fresh.verdict, False)
