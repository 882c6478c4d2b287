"""What leaves the desk: saving with its options, issuing, reprinting, comparing, amending; drafts stay at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from letter_desk import LONG, Page
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from walk_sample import QuietAsk, a_session

from lnreview.desktop import theme
from lnreview.desktop.accessibility import unnamed
from lnreview.desktop.pages.letter.issued_list import changes
from lnreview.desktop.pages.letter.side import TABS
from lnreview.desktop.session import Session
from tests.desktop.pages import outside


@pytest.fixture
def ask(tmp_path: Path) -> QuietAsk:
    return QuietAsk(tmp_path / "out.pdf")


@pytest.fixture
def session(tmp_path: Path, ask: QuietAsk) -> Iterator[Session]:
    session = a_session(tmp_path, ask)
    case = session.case
    assert case is not None
    signer = case.clinician.model_copy(update={"name": "Robin Sample", "credentials": "MD"})
    plan = case.coverage.model_copy(update={"payer": "Example Plan"})
    session.change("Signer", case.model_copy(update={"clinician": signer, "coverage": plan}))
    yield session
    session.store.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Page:
    page = Page(session, qtbot)
    page.ready()
    return page


def issue(page: Page, reason: str = "") -> None:
    """Issue the letter that is shown by keys."""
    page.press("letterIssue")
    if reason:
        page.find(QLineEdit, "issueReason").setFocus()
        page.write(reason)
    page.find(QCheckBox, "issueRead").setFocus()
    page.key(Qt.Key.Key_Space)
    page.press("issueGive")


# Saving


def test_a_password_is_typed_twice_and_opens_the_file(page: Page, ask: QuietAsk) -> None:
    page.press("letterSave")
    page.find(QLineEdit, "savePassword").setFocus()
    page.write("short")
    page.key(Qt.Key.Key_Tab)
    page.write("short")
    page.key(Qt.Key.Key_Return)
    assert "only 5 characters" in page.find(QLabel, "saveProblem").text()  # type: ignore[attr-defined]
    page.write("four words in a row", anew=True)
    page.key(Qt.Key.Key_Return)
    assert "the two passwords differ" in page.text
    assert ask.suggestions == []
    page.write("four words in a row", anew=True)
    told: list[str] = []
    page.session.told.connect(told.append)
    page.key(Qt.Key.Key_Return)
    page.qtbot.waitUntil(lambda: bool(told), timeout=LONG)
    assert ask.path is not None
    saved = QPdfDocument()
    assert saved.load(str(ask.path)) == QPdfDocument.Error.IncorrectPassword
    saved.setPassword("four words in a row")
    assert saved.load(str(ask.path)) == QPdfDocument.Error.None_
    saved.close()
    page.press("letterSave")
    assert page.find(QLineEdit, "savePassword").text() == "", "a password is kept nowhere"  # type: ignore[attr-defined]


def test_the_record_goes_inside_and_the_name_onto_the_file_only_when_that_is_chosen(
    page: Page, ask: QuietAsk
) -> None:
    told: list[str] = []
    page.session.told.connect(told.append)
    page.press("letterSave")
    page.press("saveChoose")
    page.qtbot.waitUntil(lambda: len(told) == 1, timeout=LONG)
    assert ask.path is not None
    assert not PdfReader(str(ask.path)).attachments
    page.press("letterSave")
    for name in ("saveData", "savePatient"):
        page.find(QCheckBox, name).setFocus()
        page.key(Qt.Key.Key_Space)
    page.press("saveChoose")
    page.qtbot.waitUntil(lambda: len(told) == 2, timeout=LONG)
    assert sorted(PdfReader(str(ask.path)).attachments) == ["case.json", "trace.json"]
    assert "Anna" not in ask.suggestions[0]
    assert "Anna" in ask.suggestions[1]


def test_escape_closes_the_panel_and_shows_the_tabs(page: Page) -> None:
    page.press("letterSave")
    page.key(Qt.Key.Key_Escape)
    assert page.widget.side.tabs.isVisible()


def test_f6_goes_round_the_page(page: Page) -> None:
    page.ready()
    page.find(QPushButton, "letterSave").setFocus()
    parts = []
    for _ in range(4):
        page.key(Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None
        of = (page.widget.head, page.widget.side, page.widget.preview, page.widget._foot)
        parts.append(next(number for number, part in enumerate(of) if part.isAncestorOf(focus)))
    shown = [0, 1, 2, 3] if page.widget.preview.isVisible() else [0, 1, 3, 0]
    assert parts == shown


def test_a_password_that_was_typed_is_forgotten_with_the_panel(page: Page) -> None:
    page.press("letterSave")
    page.find(QLineEdit, "savePassword").setFocus()
    page.write("four words in a row")
    page.tab(2)
    assert page.widget.side.save.password.text() == ""


# Issuing


def test_a_draft_cannot_be_issued_and_the_reason_stands_beside(page: Page) -> None:
    button = page.find(QPushButton, "letterIssue")
    assert not button.isEnabled()
    assert "DRAFT" in page.find(QLabel, "letterStatus").text()  # type: ignore[attr-defined]
    page.widget._begin_issuing()
    assert not page.find(QPushButton, "issueGive").isEnabled(), "nor from the panel"
    page.waive_all()
    assert button.isEnabled()


def test_what_is_issued_is_the_pdf_that_was_read_and_it_is_reprinted_byte_for_byte(
    page: Page, ask: QuietAsk
) -> None:
    page.waive_all()
    read = page.ready()
    page.press("letterIssue")
    page.press("issueGive")
    assert "nobody has read it" in page.text
    assert page.session.issued() == ()
    page.key(Qt.Key.Key_Escape)
    issue(page)
    (row,) = page.session.issued()
    assert (row.version, row.issued_by, row.kind) == (1, "Robin Sample, MD", "medical-necessity")
    assert page.session.store.issued_pdf(row.number) == read.pdf
    assert ask.path is not None
    page.press("issuedReprint")
    assert ask.path.read_bytes() == read.pdf
    assert "Anna" not in ask.suggestions[-1]


def test_enter_on_cancel_cancels(page: Page) -> None:
    page.waive_all()
    page.press("letterIssue")
    page.find(QCheckBox, "issueRead").setChecked(True)  # type: ignore[attr-defined]
    page.find(QPushButton, "issueCancel").setFocus()
    page.key(Qt.Key.Key_Return)
    assert page.session.issued() == ()
    assert page.widget.side.tabs.isVisible()


def test_what_was_issued_stays_after_undo(page: Page) -> None:
    page.waive_all()
    issue(page)
    page.session.undo()
    assert len(page.session.issued()) == 1


def test_a_letter_that_changes_while_the_panel_is_open_has_to_be_read_again(page: Page) -> None:
    page.waive_all()
    page.press("letterIssue")
    page.find(QCheckBox, "issueRead").setFocus()
    page.key(Qt.Key.Key_Space)
    clinician = page.case.clinician.model_copy(update={"phone": "555-0100"})
    page.session.change("Phone", page.case.model_copy(update={"clinician": clinician}))
    page.press("issueGive")
    assert page.session.issued() == (), "the letter that is shown is outdated"
    page.ready()
    assert not page.find(QCheckBox, "issueRead").isChecked()  # type: ignore[attr-defined]
    assert "changed after you had read it" in page.text


def test_only_the_letter_that_is_shown_is_issued(page: Page) -> None:
    page.waive_all()
    page.press("letterIssue")
    page.find(QCheckBox, "issueRead").setFocus()
    page.key(Qt.Key.Key_Space)
    page.widget.paper.setCurrentIndex(1)
    assert not page.find(QPushButton, "issueGive").isEnabled(), "another letter is being written"
    page.widget.side.issue.wanted.emit("Robin Sample", "")
    assert page.session.issued() == ()
    page.ready()
    assert page.find(QPushButton, "issueGive").isEnabled()
    page.widget.show_place("prior-authorization")
    page.ready()
    assert page.widget.side.tabs.isVisible(), "the question was about another kind"


def test_an_amendment_needs_a_reason_and_is_compared_with_what_it_amends(page: Page) -> None:
    page.waive_all()
    issue(page)
    clinician = page.case.clinician.model_copy(update={"phone": "555-0199"})
    page.session.change("Phone", page.case.model_copy(update={"clinician": clinician}))
    page.ready()
    page.press("issuedAmend")
    page.find(QCheckBox, "issueRead").setFocus()
    page.key(Qt.Key.Key_Space)
    page.press("issueGive")
    assert "an amendment needs its reason" in page.text
    page.write("The phone number was missing")
    page.key(Qt.Key.Key_Return)
    first, second = page.session.issued()
    assert (second.version, second.supersedes, second.reason) == (
        2, first.number, "The phone number was missing",
    )  # fmt: skip
    page.press("issuedCompare")
    shown = page.find(QPlainTextEdit, "letterText").toPlainText()  # type: ignore[attr-defined]
    assert any(line.startswith("+ ") and "555-0199" in line for line in shown.splitlines())
    assert not any(line.startswith("−") and "555-0199" in line for line in shown.splitlines())
    page.press("storedBack")
    assert page.widget.preview.document is not None
    assert not page.widget.preview.shows_other


def test_a_stored_document_stays_in_view_while_the_letter_changes(page: Page) -> None:
    page.waive_all()
    issue(page)
    page.press("issuedOpen")
    stored = bytes(page.widget.preview._bytes.data())
    clinician = page.case.clinician.model_copy(update={"phone": "555-0199"})
    page.session.change("Phone", page.case.model_copy(update={"clinician": clinician}))
    now = page.ready()
    assert bytes(page.widget.preview._bytes.data()) == stored == page.session.store.issued_pdf(1)
    assert "Document 1, version 1" in page.text
    page.press("storedBack")
    assert bytes(page.widget.preview._bytes.data()) == now.pdf != stored


def test_changes_are_told_by_line() -> None:
    assert list(changes("a\nb\nc", "a\nB\nc")) == ["  a", "− b", "+ B", "  c"]
    assert list(changes("a", "a")) == ["The words are the same."]


# How it looks


@pytest.mark.parametrize("size", [100, 150, 200])
def test_nothing_sticks_out_of_a_tab_or_a_panel_and_everything_has_a_name(
    session: Session, qtbot: QtBot, size: int
) -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light", size)
    page = Page(session, qtbot)
    page.widget.resize(1280 - 88 * size // 100, 600)
    page.waive_all()
    issue(page)
    for place, _ in TABS:
        page.widget.show_place(place)
        app.processEvents()
        assert outside(page.widget) == [], place
        assert unnamed(page.widget) == [], place
        assert page.widget.minimumSizeHint().width() <= 1280 - 88 * size // 100, place
    for panel, name in ((page.widget._begin_saving, "saveChoose"), (page.widget._begin_issuing, "issueGive")):
        panel()
        app.processEvents()
        assert outside(page.widget) == [], name
        assert unnamed(page.widget) == [], name
        page.find(QPushButton, name)
    if size >= 150:
        page.press("letterTurn")
        assert page.widget.preview.isVisible()
        assert not page.widget.side.isVisible()
        page.press("letterTurn")
    assert page.widget.side.isVisible()
