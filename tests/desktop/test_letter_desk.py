"""What a letter uses again and what goes with it: recipients, payer packs, phrases, enclosures, signers, a logo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from letter_desk import Page
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from walk_sample import QuietAsk, a_session

from lnreview.desktop import stationery
from lnreview.desktop.forms.inputs import QuietCombo
from lnreview.desktop.forms.remarks import remark
from lnreview.desktop.models.checklist import Line
from lnreview.desktop.pages import PageSpec
from lnreview.desktop.pages.case.signer_tools import SignerTools
from lnreview.desktop.pages.letter import page as letter_page
from lnreview.desktop.pages.letter.enclosures import size_words
from lnreview.desktop.pages.letter.paragraph import OwnWords
from lnreview.desktop.pages.letter.phrases import Phrases
from lnreview.desktop.pages.letter.policy_part import gap_statuses
from lnreview.desktop.pages.letter.readiness import grouped
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.checklist_view import CheckListView
from lnreview.guideline.load import load
from lnreview.guideline.packs import FOLDER
from lnreview.letters.document import Gap
from tests.desktop.fakes import do_at_once

PACK = "EX-RTX-REFR"
"""A pack that travels with the program, for rituximab."""
RIGHT_NPI, WRONG_NPI = "1234567893", "1234567894"
"""The NPI that the standard prints as its example, and the same with another check digit."""


@pytest.fixture
def ask(tmp_path: Path) -> QuietAsk:
    return QuietAsk(tmp_path / "out.pdf")


@pytest.fixture
def session(tmp_path: Path, ask: QuietAsk) -> Iterator[Session]:
    session = a_session(tmp_path, ask)
    do_at_once(session)
    yield session
    session.store.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Page:
    page = Page(session, qtbot)
    page.ready()
    return page


def put(page: Page, part: str, **values: object) -> None:
    """Change fields of a part of the case."""
    changed = getattr(page.case, part).model_copy(update=values)
    page.session.change(f"Set {part}", page.case.model_copy(update={part: changed}))


# The top line


def test_a_recipient_is_kept_without_the_patient_and_chosen_for_another_plan(page: Page) -> None:
    put(page, "coverage", payer="Plan A", attention="Appeals", address="1 Street", member_id="M-1")
    page.press("recipientKeep")
    (kept,) = page.session.library.kept("recipient")
    assert kept.body == {
        "payer": "Plan A",
        "attention": "Appeals",
        "address": "1 Street",
        "phone": "",
        "fax": "",
    }
    put(page, "coverage", payer="Plan B", attention="", address="")
    chooser = page.find(QuietCombo, "letterRecipient")
    assert chooser.currentText() == "to: Plan B"  # type: ignore[attr-defined]
    chooser.setFocus()
    page.key(Qt.Key.Key_Down)
    assert (page.case.coverage.payer, page.case.coverage.member_id) == ("Plan A", "M-1")
    assert "Plan A" in page.printed()
    page.session.undo()
    assert page.case.coverage.payer == "Plan B"


def test_the_day_on_the_document_is_chosen_and_what_is_no_day_is_said(page: Page) -> None:
    failed: list[str] = []
    page.session.failed.connect(failed.append)
    page.find(QLineEdit, "letterDated").setFocus()
    page.write("2025-03-28", anew=True)
    page.key(Qt.Key.Key_Return)
    assert page.ready().document.dated.isoformat() == "2025-03-28"
    page.write("soon", anew=True)
    page.key(Qt.Key.Key_Return)
    assert "“soon” is no day" in failed[-1]
    assert page.widget.head.dated.isoformat() == "2025-03-28"
    page.write("", anew=True)
    page.key(Qt.Key.Key_Backspace)
    page.key(Qt.Key.Key_Return)
    assert page.widget.head.dated == page.session.today()


def test_a_payer_pack_is_chosen_and_what_blocks_the_request_is_named_failures_first(page: Page) -> None:
    put(page, "request", therapy="rituximab")
    chooser = page.widget.head.pack
    assert chooser.currentData() == ""
    assert chooser.itemData(1) == PACK, "the packs for the requested drug stand first"
    chooser.setFocus()
    page.key(Qt.Key.Key_Down)
    assert page.case.coverage.pack == PACK
    policy = page.ready().policy
    assert policy is not None
    assert policy.blocking
    statuses = [item.effective for item in policy.blocking]
    assert statuses == sorted(statuses, key=lambda status: status != "not-met")
    assert policy.blocking[0].words in page.text
    went: list[tuple[str, str]] = []
    page.session.going.connect(lambda to, place: went.append((to, place)))
    gaps = [gap for gap in page.ready().document.gaps if gap.waived is None]
    shown = [gap.key for found in grouped(gaps, gap_statuses(policy)).values() for gap in found]
    first = f"criterion:{PACK}:{policy.blocking[0].id}"
    if "not-met" in statuses:
        assert shown[0] == first, "what the record shows as not met stands before what it does not show"
    page.press(f"gapGo-{shown.index(first)}")
    assert went[0][0] == "case"
    page.session.undo()
    assert page.case.coverage.pack == ""
    assert page.ready().policy is None


def test_a_pack_that_cannot_be_used_is_named_with_its_fault(
    session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "packs"
    folder.mkdir()
    guideline = load()
    assert guideline.folder is not None
    shipped = (guideline.folder / FOLDER / f"{PACK}.toml").read_text(encoding="utf-8")
    (folder / "mine.toml").write_text(
        shipped.replace(PACK, "MINE").replace("example = true\n", ""), encoding="utf-8"
    )
    (folder / "broken.toml").write_text("id = 3\n", encoding="utf-8")
    session._guideline = load(own_packs=folder)
    page = Page(session, qtbot)
    page.ready()
    words = [page.widget.head.pack.itemText(n) for n in range(page.widget.head.pack.count())]
    assert any(text.startswith("MINE · your own") for text in words)
    assert "✕ broken.toml cannot be used" in words
    faults = page.find(QLabel, "packFaults").text()  # type: ignore[attr-defined]
    assert "broken.toml" in faults
    assert "key version: the key is missing" in faults


# Phrases


def phrases(page: Page) -> Phrases:
    """Return the tab of the phrases."""
    view = page.widget.side.view("phrases")
    assert isinstance(view, Phrases)
    return view


def test_a_paragraph_is_written_kept_as_a_phrase_and_put_into_another(page: Page) -> None:
    page.tab(4)
    page.find(OwnWords, "phraseText").setFocus()
    page.write("No other drug fits, because [reason].")
    assert "Not filled: [reason]" in page.text
    page.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.case.request.reason == "No other drug fits, because [reason]."
    page.press("phraseKeep")
    assert "it has no name" in page.text
    page.write("No alternative")
    page.key(Qt.Key.Key_Return)
    assert [item.name for item in page.session.library.kept("phrase")] == ["No alternative"]
    page.find(QuietCombo, "phraseTarget").setFocus()
    page.key(Qt.Key.Key_Down)
    page.stand_on("phraseList", "No alternative")
    page.key(Qt.Key.Key_Return)
    text = phrases(page).text
    assert text.textCursor().selectedText() == "[reason]", "the first blank waits to be filled"
    page.write("of her liver")
    page.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.case.request.rationale == "No other drug fits, because of her liver."
    page.session.undo()
    assert page.case.request.rationale == ""
    assert text.toPlainText() == "", "the paragraph follows undo"


def test_a_phrase_name_is_not_given_twice_and_a_phrase_is_forgotten(page: Page) -> None:
    page.session.library.keep("phrase", "Twice", {"text": "First"})
    page.tab(4)
    phrases(page).text.setPlainText("Second")
    page.find(QLineEdit, "phraseName").setFocus()
    page.write("Twice")
    page.key(Qt.Key.Key_Return)
    assert "is there already" in page.text
    assert [item.body["text"] for item in page.session.library.kept("phrase")] == ["First"]
    page.stand_on("phraseList", "Twice")
    page.press("phraseForget")
    assert page.session.library.kept("phrase") == ()


def test_a_phrase_goes_into_the_paragraph_that_is_open_under_contents(page: Page) -> None:
    page.session.library.keep("phrase", "Course", {"text": "She took [drug]."})
    page.tab(2)
    page.stand_on("contentsList", "The patient is female")
    page.key(Qt.Key.Key_Return)
    page.tab(4)
    page.stand_on("phraseList", "Course")
    page.key(Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert isinstance(focused, OwnWords)
    assert focused.toPlainText().endswith("2025-04-01. She took [drug].")
    page.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.case.letter_edits[0].text.endswith("She took [drug].")


# Enclosures


def test_a_file_is_attached_with_its_size_and_stays_when_it_leaves_the_list(
    page: Page, ask: QuietAsk, tmp_path: Path
) -> None:
    ask.open_path = tmp_path / "biopsy report.pdf"
    ask.open_path.write_bytes(page.ready().pdf)
    page.tab(5)
    page.press("enclosureAttach")
    (entry,) = page.case.enclosures
    assert (entry.title, entry.file_name, entry.media_type) == (
        "biopsy report", "biopsy report.pdf", "application/pdf",
    )  # fmt: skip
    assert entry.pages == page.widget.preview.document.pageCount()  # type: ignore[union-attr]
    assert f"biopsy report.pdf, {size_words(len(ask.open_path.read_bytes()))}" in page.text
    page.press("enclosureShow")
    assert "Enclosure: biopsy report" in page.text
    page.find(QPushButton, "delete-enclosures").setFocus()
    page.key(Qt.Key.Key_Space)
    assert page.case.enclosures == ()
    assert page.session.store.file(entry.sha256) == ask.open_path.read_bytes(), "no file is lost"
    page.session.undo()
    page.session.undo()
    assert page.case.enclosures == ()
    page.session.redo()
    assert page.case.enclosures == (entry,)


def test_any_type_of_file_is_taken_and_an_empty_one_is_refused(
    page: Page, ask: QuietAsk, tmp_path: Path
) -> None:
    failed: list[str] = []
    page.session.failed.connect(failed.append)
    page.tab(5)
    ask.open_path = tmp_path / "empty.txt"
    ask.open_path.touch()
    page.press("enclosureAttach")
    assert "it is empty" in failed[-1]
    assert page.case.enclosures == ()
    ask.open_path = tmp_path / "slides.odp"
    ask.open_path.write_bytes(b"anything")
    page.press("enclosureAttach")
    assert page.case.enclosures[0].pages is None
    assert not page.find(QPushButton, "enclosureShow").isEnabled(), "only a PDF can be shown"
    assert "slides.odp, 8 bytes" in page.text


def test_sizes_are_told_as_a_person_says_them() -> None:
    assert [size_words(n) for n in (812, 34_000, 1_300_000)] == ["812 bytes", "33 KB", "1.2 MB"]


# Signers and the logo


@pytest.fixture
def tools(session: Session, qtbot: QtBot) -> SignerTools:
    tools = SignerTools(session)
    qtbot.addWidget(tools)
    tools.show()
    return tools


def test_a_signer_is_kept_without_the_patient_and_chosen(
    session: Session, tools: SignerTools, qtbot: QtBot
) -> None:
    assert session.case is not None
    signer = session.case.clinician.model_copy(
        update={"name": "Dr A", "npi": RIGHT_NPI, "organisation": "Clinic"}
    )
    kept = type(signer).model_validate({**dict(signer), "last_seen": "2025-03-01"})
    session.change("A", session.case.model_copy(update={"clinician": kept}))
    qtbot.keyClick(tools.keep_button, Qt.Key.Key_Space)
    assert session.library.kept("signer")[0].body == {
        "name": "Dr A",
        "npi": RIGHT_NPI,
        "organisation": "Clinic",
    }
    other = signer.model_copy(update={"name": "Dr B", "npi": ""})
    session.change("B", session.case.model_copy(update={"clinician": other}))
    tools.signer.setFocus()
    qtbot.keyClick(tools.signer, Qt.Key.Key_Down)
    assert session.case.clinician == signer, "the visits of another signer do not come along"
    session.undo()
    assert session.case.clinician == other


def test_a_logo_is_kept_with_the_letterhead_and_printed(
    session: Session, tools: SignerTools, qtbot: QtBot, ask: QuietAsk, tmp_path: Path
) -> None:
    ask.open_path = tmp_path / "logo.png"
    Image.new("RGB", (120, 40), "navy").save(ask.open_path)
    assert not tools.logo_button.isEnabled(), "a logo belongs to an organisation"
    assert session.case is not None
    clinician = session.case.clinician.model_copy(update={"organisation": "Clinic"})
    session.change("Clinic", session.case.model_copy(update={"clinician": clinician}))
    page = Page(session, qtbot)
    without = page.ready().pdf
    qtbot.keyClick(tools.logo_button, Qt.Key.Key_Space)
    assert stationery.logo(session) == ask.open_path.read_bytes()
    qtbot.waitUntil(lambda: page.widget.made is not None and page.widget.made.pdf != without, timeout=20_000)
    assert page.ready().document.logo == ask.open_path.read_bytes()
    qtbot.keyClick(tools.drop_button, Qt.Key.Key_Space)
    assert stationery.logo(session) == b""


def test_a_picture_that_no_letter_shows_is_refused(
    session: Session, tools: SignerTools, qtbot: QtBot, ask: QuietAsk, tmp_path: Path
) -> None:
    failed: list[str] = []
    session.failed.connect(failed.append)
    assert session.case is not None
    clinician = session.case.clinician.model_copy(update={"organisation": "Clinic"})
    session.change("Clinic", session.case.model_copy(update={"clinician": clinician}))
    ask.open_path = tmp_path / "pale.png"
    Image.new("RGB", (120, 40), "white").save(ask.open_path)
    qtbot.keyClick(tools.logo_button, Qt.Key.Key_Space)
    assert "so pale" in failed[-1]
    assert session.library.kept("letterhead") == ()


def test_a_mistyped_npi_is_said_and_kept() -> None:
    assert remark("Clinician", "npi", RIGHT_NPI) == ""
    assert "last digit does not fit" in remark("Clinician", "npi", WRONG_NPI)
    assert remark("Clinician", "npi", "") == ""
    assert remark("Patient", "name", WRONG_NPI) == ""


# The list itself


def test_keys_pass_over_headings_and_a_new_list_starts_at_its_first_line(qtbot: QtBot) -> None:
    from lnreview.desktop.models.checklist import CheckList

    view, model = CheckListView("nothing"), CheckList()
    qtbot.addWidget(view)
    view.setModel(model)
    turned: list[tuple[str, bool]] = []
    model.turned.connect(lambda line, wanted: turned.append((line.key, wanted)))
    lines = [
        Line("h1", "One", is_heading=True), Line("a", "first", ticked=True),
        Line("h2", "Two", is_heading=True), Line("b", "second", ticked=False), Line("c", "no box"),
    ]  # fmt: skip
    model.show_lines(lines)
    view.show()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):
        qtbot.keyClick(view, key)
    assert turned == [("a", False), ("b", True)]
    model.show_lines([line for line in lines if line.key != "h1"])
    assert view.line() is not None
    assert view.line().key == "a"  # type: ignore[union-attr]


def test_the_models_keep_what_qt_asks_of_them(qtmodeltester: object) -> None:
    from lnreview.desktop.models.checklist import CheckList
    from lnreview.desktop.models.issued import IssuedTable

    model = CheckList()
    model.show_lines([Line("h", "One", is_heading=True), Line("a", "first", ticked=True)])
    qtmodeltester.check(model)  # type: ignore[attr-defined]
    qtmodeltester.check(IssuedTable())  # type: ignore[attr-defined]


def test_criteria_that_are_not_met_stand_before_what_is_not_documented() -> None:
    gaps = [Gap("a", "A.", "labs"), Gap("b", "B.", "request"), Gap("c", "C.", "labs")]
    found = grouped(gaps, {"b": "not-documented", "c": "not-met"})
    assert {name: [gap.key for gap in items] for name, items in found.items()} == {
        "Lab results": ["c", "a"], "Request": ["b"],
    }  # fmt: skip


def test_what_the_document_names_already_is_not_said_twice(page: Page) -> None:
    put(page, "request", therapy="rituximab")
    put(page, "coverage", pack=PACK)
    policy = page.ready().policy
    assert policy is not None
    assert page.widget.findChildren(QPushButton, "policyGo-0") == []
    page.widget.show_place("worksheet")
    named = gap_statuses(policy).keys() & {gap.key for gap in page.ready().document.gaps}
    buttons = [b for b in page.widget.findChildren(QPushButton) if b.objectName().startswith("policyGo")]
    assert len([button for button in buttons if button.isVisible()]) == len(policy.blocking) - len(named)


def test_a_criterion_nobody_looked_at_leads_to_the_page_where_it_is_looked_at(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(page, "request", therapy="rituximab")
    put(page, "coverage", pack=PACK)
    page.widget.show_place("worksheet")
    gaps = [gap for gap in page.ready().document.gaps if gap.waived is None]
    shown = [gap for found in grouped(gaps, gap_statuses(page.ready().policy)).values() for gap in found]
    number = next(n for n, gap in enumerate(shown) if gap.key == "untouched")
    went: list[tuple[str, str]] = []
    page.session.going.connect(lambda to, place: went.append((to, place)))
    monkeypatch.setattr(letter_page, "PAGES", [])
    page.press(f"gapGo-{number}")
    decision = PageSpec("decision", "Decision", "☑", "The plan’s criteria", lambda session: QLabel())
    monkeypatch.setattr(letter_page, "PAGES", [decision])
    page.press(f"gapGo-{number}")
    entry = shown[number].entry
    assert went == [("case", f"criterion_notes/{entry}"), ("decision", entry)]
