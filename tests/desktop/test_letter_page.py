"""The letter page: the true PDF made away from the window, gaps that can be mended or waived, and saving."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from letter_desk import LONG, Page
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from walk_sample import QuietAsk, a_session

from lnreview.case.records import Waiver
from lnreview.desktop import theme
from lnreview.desktop.accessibility import unnamed
from lnreview.desktop.pages.letter import LetterPage
from lnreview.desktop.pages.letter import work as letter_work
from lnreview.desktop.pages.letter.contents import Contents
from lnreview.desktop.pages.letter.policy_part import place_of
from lnreview.desktop.pages.letter.side import TABS
from lnreview.desktop.pages.letter.work import LetterWorker, Made, Order
from lnreview.desktop.session import Session
from lnreview.errors import UserError
from lnreview.letters.write import KINDS


@pytest.fixture
def ask(tmp_path: Path) -> QuietAsk:
    return QuietAsk(tmp_path / "out.pdf")


@pytest.fixture
def session(tmp_path: Path, ask: QuietAsk) -> Iterator[Session]:
    session = a_session(tmp_path, ask)
    yield session
    session.store.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Page:
    return Page(session, qtbot)


def test_the_preview_is_the_pdf_itself(page: Page) -> None:
    made = page.ready()
    assert made.pdf.startswith(b"%PDF")
    document = page.widget.preview.document
    assert document is not None
    assert document.pageCount() == len(PdfReader(_stream(made.pdf)).pages) > 0
    assert page.widget.preview.page_words.text() == f"Page 1 of {document.pageCount()}"
    assert "Anna Demo" in page.widget.preview.text.toPlainText()


def test_every_gap_says_what_is_missing_and_leads_to_its_field(page: Page) -> None:
    made = page.ready()
    went: list[tuple[str, str]] = []
    page.session.going.connect(lambda to, place: went.append((to, place)))
    assert made.document.gaps[0].sentence in page.text
    page.press("gapGo-0")
    assert went == [("case", "coverage/payer")]
    assert page.widget.save_button.text() == "Save PDF as draft…"
    assert f"{len(made.document.gaps)} gaps are open" in page.text
    assert "Still missing" not in page.text, "the list of the gaps is no content"


def test_a_waiver_needs_a_reason_is_stored_with_the_case_and_can_be_taken_back(page: Page) -> None:
    made = page.ready()
    open_ = len(made.document.gaps)
    page.press("gapWaive-0")
    reason = page.find(QLineEdit, "waiveReason")
    page.qtbot.keyClick(reason, Qt.Key.Key_Return)
    assert "no reason was given" in page.text
    page.qtbot.keyClicks(reason, "Sent through the portal")
    page.qtbot.keyClick(reason, Qt.Key.Key_Return)
    assert page.session.case is not None
    assert page.session.case.waivers == (Waiver(gap="payer", reason="Sent through the portal"),)
    made = page.ready()
    assert sum(gap.waived is None for gap in made.document.gaps) == open_ - 1
    assert "Waived: Sent through the portal" in page.text
    page.press("gapBack-0")
    assert page.session.case.waivers == ()
    page.session.undo()
    assert len(page.session.case.waivers) == 1


def test_escape_closes_the_waiver_and_stores_nothing(page: Page) -> None:
    page.ready()
    page.press("gapWaive-0")
    page.qtbot.keyClick(page.find(QLineEdit, "waiveReason"), Qt.Key.Key_Escape)
    assert not page.widget.findChildren(QLineEdit, "waiveReason")[-1].isVisible()
    assert page.session.case is not None
    assert page.session.case.waivers == ()


def test_a_letter_is_saved_under_a_name_without_patient_data(page: Page, ask: QuietAsk) -> None:
    page.ready()
    told: list[str] = []
    page.session.told.connect(told.append)
    page.press("letterSave")
    page.press("saveChoose")
    page.qtbot.waitUntil(lambda: bool(told), timeout=LONG)
    assert ask.suggestions == ["medical-necessity-walk-1-2025-04-01.pdf"]
    assert ask.path is not None
    assert "Anna Demo" in "".join(p.extract_text() for p in PdfReader(str(ask.path)).pages)


def test_a_file_that_cannot_be_written_is_said_beside_the_button(
    page: Page, ask: QuietAsk, tmp_path: Path
) -> None:
    page.ready()
    ask.path = tmp_path / "missing" / "out.pdf"
    page.press("letterSave")
    page.press("saveChoose")
    page.qtbot.waitUntil(lambda: "the folder does not exist" in page.text, timeout=LONG)


def test_another_kind_and_paper_make_another_letter(page: Page) -> None:
    first = page.ready()
    page.widget.kind.setFocus()
    page.qtbot.keyClick(page.widget.kind, Qt.Key.Key_Down)
    second = page.ready()
    assert second.document.kind == "prior-authorization"
    page.qtbot.keyClick(page.widget.paper, Qt.Key.Key_Down)
    third = page.ready()
    assert _width(first) != _width(third)
    page.widget.show_place("medical-necessity")
    assert page.ready().document.kind == "medical-necessity"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_document_is_shown(page: Page, kind: str) -> None:
    page.widget.show_place(kind)
    made = page.ready()
    assert made.document.kind == kind
    assert page.widget.preview.document is not None
    assert page.widget.preview.document.pageCount() > 0
    for place, _ in TABS:
        page.widget.show_place(place)
    assert unnamed(page.widget) == []


def test_another_case_shows_nothing_of_the_one_before(page: Page) -> None:
    made = page.ready()
    page.widget.show_place("contents")
    page.session.add_case(page.case.model_copy(update={"id": "walk-2"}))
    assert page.widget.made is None
    assert made.document.gaps[0].sentence not in page.text
    contents = page.widget.side.view("contents")
    assert isinstance(contents, Contents)
    assert contents.model.lines == ()


def test_many_edits_make_one_letter_and_the_newest_wins(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    page.ready()
    counted = Counted()
    monkeypatch.setattr(letter_work, "_make", counted)
    for number in range(5):
        case = page.session.case
        assert case is not None
        page.session.change("Title", case.model_copy(update={"title": f"title {number}"}))
    assert page.ready().order.case.title == "title 4"
    assert counted.titles == ["title 4"]


@dataclass
class Counted:
    """Makes letters and remembers which."""

    titles: list[str] = field(default_factory=list)

    def __call__(self, order: Order) -> Made:
        self.titles.append(order.case.title)
        return _REAL(order)


_REAL = letter_work._make


def test_a_result_that_was_overtaken_is_thrown_away(
    page: Page, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = page.ready()
    worker = LetterWorker()
    shown: list[Made] = []
    worker.made.connect(shown.append)
    worker.make(replace(made.order, kind="prior-authorization"))
    with qtbot.waitSignal(worker.made, timeout=LONG):
        worker.make(made.order)
    assert [result.order.kind for result in shown] == ["medical-necessity"]
    worker.close()


def test_a_letter_that_cannot_be_made_says_so_and_a_bug_stays_a_bug(
    page: Page, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = page.ready()

    def refuse(order: Order) -> Made:
        raise UserError("The letter was not made, because the disk is full. Make room.")

    monkeypatch.setattr(letter_work, "_make", refuse)
    page.widget._soon()
    qtbot.waitUntil(lambda: "the disk is full" in page.text, timeout=LONG)
    assert page.widget.made is made, "the former letter stays in view"
    assert not page.widget.save_button.isEnabled()

    def break_(order: Order) -> Made:
        raise ZeroDivisionError

    monkeypatch.setattr(letter_work, "_make", break_)
    with qtbot.captureExceptions() as exceptions:
        page.widget._soon()
        qtbot.waitUntil(lambda: bool(exceptions), timeout=LONG)
    assert exceptions[0][0] is ZeroDivisionError


def test_the_window_stays_alive_while_a_letter_is_made(page: Page, qtbot: QtBot) -> None:
    """The window's thread must come round often; the bound is loose because the machine is shared."""
    page.ready()
    beats: list[float] = []
    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start()
    page.widget.kind.setCurrentIndex(1)
    page.ready()
    timer.stop()
    assert len(beats) > 20


def test_a_page_that_closes_while_its_letter_is_made_does_no_harm(session: Session, qtbot: QtBot) -> None:
    page = LetterPage(session)
    page.show()
    page._make()
    page.close()
    page.deleteLater()
    QApplication.processEvents()


def test_a_page_that_is_made_opens_no_window_of_its_own(session: Session, qtbot: QtBot) -> None:
    widget = LetterPage(session)
    qtbot.addWidget(widget)
    widget._make()
    qtbot.waitUntil(lambda: widget.made is not None, timeout=LONG)
    assert not [shown for shown in QApplication.topLevelWidgets() if shown.isVisible()]


def test_no_case_says_what_a_letter_needs(page: Page) -> None:
    page.ready()
    page.session.close_case()
    assert "A letter needs an open case" in page.text
    assert not page.widget.save_button.isVisible()


def test_the_letter_can_be_read_as_text_and_everything_has_a_name(page: Page) -> None:
    page.ready()
    assert unnamed(page.widget) == []
    page.widget.preview.as_text.setFocus()
    page.qtbot.keyClick(page.widget.preview.as_text, Qt.Key.Key_Space)
    assert page.widget.preview.text.isVisible()
    assert page.widget.preview.text.hasFocus()
    assert unnamed(page.widget) == []


def test_pages_turn_and_the_zoom_stays_within_bounds(page: Page) -> None:
    page.ready()
    preview = page.widget.preview
    preview._turn(+1)
    assert preview.page_words.text().startswith("Page 2 of")
    preview._turn(-1)
    for _ in range(30):
        preview._zoom(2)
    assert preview.view.zoomFactor() == 5.0


def test_a_gap_about_an_entry_that_is_not_there_leads_to_the_list(session: Session) -> None:
    case = session.case
    assert case is not None
    assert place_of(case, "labs", "egfr") == "labs"
    assert place_of(case, "courses", "mmf") == "courses/mmf"
    assert place_of(case, "coverage", "payer") == "coverage/payer"


@pytest.mark.parametrize("size", [100, 150, 200])
def test_a_page_fits_a_window_of_1280(session: Session, qtbot: QtBot, qapp: QApplication, size: int) -> None:
    theme.apply(qapp, "light", size)
    page = Page(session, qtbot)
    page.ready()
    assert page.widget.minimumSizeHint().width() <= 1280 - 160 * size / 200


def _stream(pdf: bytes) -> object:
    from io import BytesIO

    return BytesIO(pdf)


def _width(made: Made) -> float:
    return float(PdfReader(_stream(made.pdf)).pages[0].mediabox.width)  # type: ignore[arg-type]
