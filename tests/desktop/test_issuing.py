"""The session issues, reprints, attaches and keeps; what does not work is told and leaves nothing behind."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from lnreview.case.model import Case
from lnreview.case.paperwork import Denial
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.session import Session
from lnreview.errors import UserError
from lnreview.letters import write
from lnreview.letters.document import Document
from lnreview.review import trace
from lnreview.store.store import Store
from tests.desktop.fakes import TODAY

PDF = b"%PDF-1.4\nletter"


@pytest.fixture
def signed(session: Session, anna: Case) -> Case:
    """Open a case with a signer and a plan."""
    clinician = anna.clinician.model_copy(update={"name": "Dr Demo", "credentials": "MD"})
    coverage = anna.coverage.model_copy(update={"payer": "Demo Plan", "fax": "555-0100"})
    session.add_case(anna.model_copy(update={"clinician": clinician, "coverage": coverage}))
    assert session.case is not None
    return session.case


@pytest.fixture
def problems(session: Session) -> list[str]:
    told: list[str] = []
    session.failed.connect(told.append)
    return told


def letter(session: Session, draft: bool = False) -> Document:
    """Compose the letter of the open case, as if every gap were settled."""
    assert session.case is not None
    assert session.review is not None
    made = write.compose("medical-necessity", session.case, session.review, session.guideline, dated=TODAY)
    return dataclasses.replace(made, draft=draft)


def issue(session: Session, document: Document, **more: Any) -> bool:
    usual = {"case": session.case, "review": session.review}
    return session.issue(document, PDF, "the text", **{**usual, **more})


def test_a_document_is_issued_with_the_case_and_the_review_behind_it(
    session: Session, store: Store, signed: Case, qtbot: QtBot
) -> None:
    assert session.review is not None
    policy = {"pack": "demo", "outcome": "pend"}
    with qtbot.waitSignal(session.issued_changed):
        assert issue(session, letter(session), policy=policy)
    (row,) = session.issued()
    assert (row.kind, row.title, row.dated) == (
        "medical-necessity", "Letter of medical necessity", TODAY.isoformat(),
    )  # fmt: skip
    assert (row.issued_by, row.recipient) == ("Dr Demo, MD", "Demo Plan, fax 555-0100")
    assert (row.criteria, row.criteria_version) == (session.review.criteria, session.review.criteria_version)
    assert store.issued_case(row.number) == signed
    told = store.issued_trace(row.number)
    assert told.pop("policy") == policy
    assert told == trace.as_json(session.review)
    assert store.issued_text(row.number) == "the text"
    assert (session.undo_name, session.case) == ("", signed)


def test_who_and_to_whom_may_be_said(session: Session, signed: Case) -> None:
    assert issue(session, letter(session), by="Locum", recipient="Appeals office")
    (row,) = session.issued()
    assert (row.issued_by, row.recipient) == ("Locum", "Appeals office")


def test_what_the_plan_writes_is_issued_by_its_own_person_to_nobody_unsaid(
    session: Session, signed: Case, problems: list[str]
) -> None:
    worksheet = dataclasses.replace(letter(session), kind="worksheet", title="Utilization-review worksheet")
    assert not issue(session, worksheet)
    assert "nobody is named who issues it" in problems[0]
    assert issue(session, worksheet, by="Nurse Demo, RN")
    (row,) = session.issued()
    assert (row.issued_by, row.recipient) == ("Nurse Demo, RN", "")


def test_an_appeal_goes_where_the_notice_says(session: Session, signed: Case) -> None:
    appeal = dataclasses.replace(letter(session), kind="appeal", title="Appeal")
    assert issue(session, appeal)
    assert session.issued()[-1].recipient == "Demo Plan, fax 555-0100"
    denied = signed.model_copy(update={"denials": (Denial(id="denial-1", send_to="Appeals\nfax 555-0199"),)})
    session.change("Add denial", denied)
    assert issue(session, appeal, reason="The address of the notice")
    assert session.issued()[-1].recipient == "Appeals fax 555-0199"


def test_a_hand_out_that_names_no_case_is_issued(session: Session, signed: Case) -> None:
    hand_out = dataclasses.replace(letter(session), kind="conference", title="Hand-out", reference="")
    assert issue(session, hand_out)
    (row,) = session.issued()
    assert (row.case_id, row.title, row.recipient) == ("anna", "Hand-out", "")


def test_a_draft_is_not_issued(session: Session, signed: Case, problems: list[str]) -> None:
    issued: list[None] = []
    session.issued_changed.connect(lambda: issued.append(None))
    assert not issue(session, letter(session, draft=True))
    assert "is still a draft, because gaps are open. Enter what is missing" in problems[0]
    assert (session.issued(), issued) == ((), [])


def test_a_document_of_nobody_is_not_issued(session: Session, anna: Case, problems: list[str]) -> None:
    session.add_case(anna)
    assert not issue(session, letter(session))
    assert "nobody is named who issues it" in problems[0]
    assert session.issued() == ()


def test_a_document_of_an_older_state_is_not_issued(
    session: Session, signed: Case, problems: list[str]
) -> None:
    document, review = letter(session), session.review
    session.change("Set note", signed.model_copy(update={"note": "later"}))
    assert not issue(session, document, case=signed, review=review)
    assert "was changed after the document was made" in problems[0]
    assert session.issued() == ()


def test_what_was_typed_is_stored_before_anything_is_issued(
    session: Session, signed: Case, problems: list[str]
) -> None:
    document, review = letter(session), session.review
    session.keeps_draft(lambda: session.change("Set note", signed.model_copy(update={"note": "typed"})))
    assert not issue(session, document, case=signed, review=review)
    assert "was changed after the document was made" in problems[0]
    session.keeps_draft(lambda: False)
    assert not issue(session, letter(session))
    assert session.issued() == ()


def test_an_amendment_needs_its_reason(session: Session, signed: Case, problems: list[str]) -> None:
    assert issue(session, letter(session))
    assert not issue(session, letter(session))
    assert "Give the reason of the amendment" in problems[0]
    assert issue(session, letter(session), reason="A typing error")
    assert [(row.version, row.reason) for row in session.issued()] == [(1, ""), (2, "A typing error")]


def test_only_the_open_case_is_issued(session: Session, signed: Case) -> None:
    document, review = letter(session), session.review
    with pytest.raises(ValueError, match="with the case and the review that it came from"):
        issue(session, dataclasses.replace(document, reference="another"))
    session.close_case()
    with pytest.raises(ValueError, match="only a document of the open case"):
        issue(session, document, case=signed, review=review)
    assert session.issued() == ()


def test_a_reprint_is_the_same_bytes_also_after_the_case_changed(
    session: Session, signed: Case, tmp_path: Path, problems: list[str]
) -> None:
    issue(session, letter(session))
    session.change("Set note", signed.model_copy(update={"note": "later"}))
    (row,) = session.issued()
    target = tmp_path / "again.pdf"
    target.write_bytes(b"%PDF-1.4 an older one")
    assert session.reprint(row.number, target)
    assert target.read_bytes() == PDF
    (tmp_path / "notes.txt").write_text("mine")
    assert not session.reprint(row.number, tmp_path / "notes.txt")
    assert not session.reprint(99, tmp_path / "none.pdf")
    assert not session.reprint(row.number, tmp_path / "nowhere" / "x.pdf")
    assert (tmp_path / "notes.txt").read_text() == "mine"
    for told, words in zip(
        problems, ("no PDF", "no issued document 99", "folder does not exist"), strict=True
    ):
        assert words in told


def test_a_file_is_attached_and_a_refusal_is_told(
    window: MainWindow, session: Session, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "report.pdf").write_bytes(PDF)
    (tmp_path / "not.pdf").write_text("words")
    kept: list[str] = []
    session.attach(tmp_path / "report.pdf", kept.append)
    session.attach(tmp_path / "not.pdf", kept.append)
    qtbot.waitUntil(lambda: bool(window.messages.notices))
    assert "is not what its type application/pdf promises" in window.messages.notices[0]
    assert [store.file(own) for own in kept] == [PDF]


def test_the_library_is_kept_and_told(session: Session, qtbot: QtBot, problems: list[str]) -> None:
    with qtbot.waitSignal(session.library.changed) as told:
        assert session.library.keep("phrase", "Greeting", {"text": "Dear colleague"})
    assert told.args == ["phrase"]
    assert [item.body for item in session.library.kept("phrase")] == [{"text": "Dear colleague"}]
    assert not session.library.keep("phrase", "", {"text": "x"})
    with qtbot.waitSignal(session.library.changed):
        assert session.library.forget("phrase", "Greeting")
    assert not session.library.forget("phrase", "Greeting")
    assert session.library.kept("phrase") == ()
    assert len(problems) == 2


def test_what_cannot_be_read_is_told(
    session: Session, store: Store, signed: Case, problems: list[str]
) -> None:
    class Broken:
        def issued(self, case_id: str) -> None:
            raise UserError("What was issued was not read: the disk reported an error.")

        library = issued

    session.store = Broken()  # type: ignore[assignment]
    assert (session.issued(), session.library.kept("signer")) == ((), ())
    assert len(problems) == 2
    session.store = store
