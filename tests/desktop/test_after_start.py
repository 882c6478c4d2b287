"""What is done once the window is shown: nothing that was skipped at the start is skipped for good."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lnreview.case.model import Case
from lnreview.desktop.after_start import AfterStart, EarlyGuideline
from lnreview.desktop.session import Session
from lnreview.errors import UserError
from lnreview.guideline.load import load
from lnreview.guideline.model import Guideline
from lnreview.review.evaluate import review
from lnreview.store.connection import DamagedStore
from lnreview.store.store import Store
from lnreview.store.summary import ReviewGlance
from tests.desktop.fakes import NOW, TODAY, FakeAsk


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A store with a damaged page of a case, which listing the cases does not read."""
    path = tmp_path / "damaged.db"
    with Store.open(path, now=lambda: datetime.now(UTC)) as store:
        labs = [{"analyte": "upcr", "note": f"note {number} " * 40} for number in range(60)]
        store.create(Case.model_validate({"id": "demo", "labs": labs}))
        store.set_review("demo", ReviewGlance("relapse"))
    content = bytearray(path.read_bytes())
    place = content.index(b"note 30 note 30")
    page = place // 4096 * 4096
    content[page : page + 4] = b"\xff\xff\xff\xff"  # where the next page of the case stands
    path.write_bytes(content)
    return path


def session_on(store: Store) -> Session:
    return Session(store, load, FakeAsk(), review, today=lambda: TODAY, now=lambda: NOW)


def test_a_damaged_store_is_told_after_the_start_and_not_written_to_any_more(
    damaged: Path, qtbot: QtBot
) -> None:
    with pytest.raises(DamagedStore, match="is damaged"):
        Store.open(damaged, now=lambda: datetime.now(UTC))
    with Store.open(damaged, now=lambda: datetime.now(UTC), checked=False) as store:
        session = session_on(store)
        said: list[str] = []
        session.failed.connect(said.append)
        after = AfterStart(session, EarlyGuideline(load))
        after.start()
        qtbot.waitUntil(lambda: bool(said), timeout=20_000)
        after.stop()
        assert "is damaged" in said[0]
        assert "Restore it from a backup" in said[0]
        before = damaged.read_bytes()
        with pytest.raises(DamagedStore, match="“x” was not added"):
            store.create(Case(id="x"))
        assert damaged.read_bytes() == before


def test_a_check_during_which_something_was_written_is_made_again(
    session: Session, store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lnreview.desktop.after_start._AGAIN_AFTER", 1)
    answers = ["half of a page", "half of a page", ""]
    asked: list[int] = []

    def check() -> str:
        asked.append(store.changes)
        return answers[len(asked) - 1]

    monkeypatch.setattr(store, "damage_found", check)
    said: list[str] = []
    session.failed.connect(said.append)
    after = AfterStart(session, EarlyGuideline(load))
    take: Callable[[int, str], None] = after._take

    def write_meanwhile(changes: int, found: str) -> None:
        if len(asked) < 3:
            store.changes += 2
        take(changes, found)

    after._checked.disconnect()
    after._checked.connect(write_meanwhile)
    after.start()
    qtbot.waitUntil(lambda: len(asked) == 3, timeout=20_000)
    qtbot.wait(20)
    after.stop()
    assert said == []
    store.create(Case(id="still-written"))


def test_who_needs_the_guideline_before_it_was_read_waits_or_reads_it() -> None:
    read: list[int] = []

    def once() -> Guideline:
        read.append(1)
        return load()

    early = EarlyGuideline(once)
    early.read_ahead()
    assert early() is early()
    assert read == [1]

    def broken() -> Guideline:
        raise UserError("The pack cannot be read.")

    early = EarlyGuideline(broken)
    early.read_ahead()
    with pytest.raises(UserError, match="cannot be read"):
        early()


def test_what_was_not_stopped_is_not_begun_after_the_end(
    session: Session, store: Store, qtbot: QtBot
) -> None:
    store.create(Case(id="a"))
    after = AfterStart(session, EarlyGuideline(load))
    after.start()
    after.stop()
    qtbot.wait(50)
    assert store.summary("a").verdict == ""
