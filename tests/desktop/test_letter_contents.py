"""What a document prints: parts left out and reworded by keys, changes that no longer fit, entries of the record."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from letter_desk import Page
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from walk_sample import QuietAsk, a_session

from lnreview.case.model import Case
from lnreview.case.paperwork import LeftOut, LetterEdit
from lnreview.case.records import LabResult
from lnreview.desktop.forms.inputs import QuietCombo
from lnreview.desktop.pages.letter import choices
from lnreview.desktop.pages.letter.paragraph import OwnWords
from lnreview.desktop.pages.letter.record_choice import RecordChoice
from lnreview.desktop.session import Session
from lnreview.letters.document import Part

KIND = "medical-necessity"
CONTROL = Qt.KeyboardModifier.ControlModifier
OPENING = "The patient is female"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = a_session(tmp_path, QuietAsk(tmp_path / "out.pdf"))
    yield session
    session.store.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Page:
    page = Page(session, qtbot)
    page.ready()
    return page


# Parts of the document


def test_space_leaves_a_part_out_of_the_pdf_and_undo_prints_it_again(page: Page) -> None:
    page.tab(2)
    part = page.stand_on("contentsList", "Kidney biopsies").text
    assert part in page.printed()
    page.key(Qt.Key.Key_Space)
    assert [(edit.was, edit.text) for edit in page.case.letter_edits] == [(part, "")]
    assert page.stand_on("contentsList", part).ticked is False
    assert part not in page.printed()
    assert "1 left out" in page.text
    page.session.undo()
    assert page.stand_on("contentsList", part).ticked is True
    assert part in page.printed()


def test_a_paragraph_is_said_in_the_signers_words_and_the_programs_come_back(page: Page) -> None:
    page.tab(2)
    line = page.stand_on("contentsList", OPENING)
    page.key(Qt.Key.Key_Return)
    assert isinstance(QApplication.focusWidget(), OwnWords), (
        "the editor stands below the list and has the focus"
    )
    page.write("I ask for help with this patient.", anew=True)
    page.key(Qt.Key.Key_Return, CONTROL)
    printed = page.printed()
    assert "I ask for help with this patient. (signer’s wording)" in printed
    assert line.text[:60] not in printed
    changed = page.stand_on("contentsList", "I ask for help")
    assert (changed.mark, changed.state) == ("overridden", "reworded")
    page.key(Qt.Key.Key_Return)
    page.press("paragraphBack")
    assert page.case.letter_edits == ()
    assert "signer’s wording" not in page.printed()
    page.session.undo()
    assert page.case.letter_edits[0].text == "I ask for help with this patient."


def test_escape_gives_up_and_nothing_is_stored(page: Page) -> None:
    page.tab(2)
    page.stand_on("contentsList", OPENING)
    page.key(Qt.Key.Key_Return)
    page.write("Never mind", anew=True)
    page.key(Qt.Key.Key_Escape)
    assert page.case.letter_edits == ()
    assert QApplication.focusWidget() is not None
    assert QApplication.focusWidget().objectName() == "contentsList"


def test_words_that_were_typed_are_stored_before_the_case_is_left(page: Page) -> None:
    page.tab(2)
    page.stand_on("contentsList", OPENING)
    page.key(Qt.Key.Key_Return)
    page.write("Typed and not saved.", anew=True)
    page.session.close_case()
    page.session.open_case("walk-1")
    assert [edit.text for edit in page.case.letter_edits] == ["Typed and not saved."]


def test_a_row_of_a_form_can_be_left_out_and_is_mended_in_the_record(page: Page) -> None:
    page.tab(2)
    page.stand_on("contentsList", "Patient: Anna Demo")
    assert not page.find(QPushButton, "partEdit").isEnabled()
    page.key(Qt.Key.Key_Return)
    assert not page.widget.side.view("contents").editor.isVisible()  # type: ignore[attr-defined]
    page.press("partTurn")
    assert page.find(QPushButton, "partTurn").text() == "Print again"  # type: ignore[attr-defined]
    assert len(page.case.letter_edits) == 1


def test_blanks_are_named_until_they_are_filled(page: Page) -> None:
    page.tab(2)
    page.stand_on("contentsList", OPENING)
    page.key(Qt.Key.Key_Return)
    page.write("Given [dose] on [day].", anew=True)
    assert "2 blanks are not filled: [dose], [day]" in page.text
    page.write("Given 1 g on Monday.", anew=True)
    assert "not filled" not in page.text


@dataclass(frozen=True)
class Stale:
    """A letter with a paragraph that was reworded before the record changed."""

    page: Page
    was: str


@pytest.fixture
def stale(page: Page) -> Stale:
    made = page.ready()
    part = next(part for part in made.document.parts if OPENING in part.words)
    page.session.change(
        "Reword", choices.with_text(page.case, KIND, part, "My own opening.", page.session.today())
    )
    patient = page.case.patient.model_copy(update={"sex": "male"})
    page.session.change("Sex", page.case.model_copy(update={"patient": patient}))
    page.ready()
    return Stale(page, part.words)


def test_a_change_that_no_longer_fits_is_a_gap_that_leads_to_the_decision(stale: Stale) -> None:
    page = stale.page
    made = page.ready()
    assert "signer’s wording" not in page.printed()
    number = [gap.key.startswith("edit:") for gap in _in_order(page)].index(True)
    page.press(f"gapGo-{number}")
    editor = page.widget.side.view("contents").editor  # type: ignore[attr-defined]
    assert editor.isVisible()
    assert stale.was in editor._was.toPlainText()
    now = next(part.words for part in made.document.parts if "The patient is male" in part.words)
    assert editor._now.toPlainText() == now != stale.was
    page.press("paragraphSave")
    assert "My own opening. (signer’s wording)" in page.printed()
    assert [edit.was for edit in page.case.letter_edits] == [now]
    page.session.undo()
    assert [edit.was for edit in page.case.letter_edits] == [stale.was]


def test_a_change_that_no_longer_fits_is_dropped(stale: Stale) -> None:
    page = stale.page
    page.tab(2)
    line = page.stand_on("contentsList", "My own opening.")
    assert (line.mark, line.ticked) == ("urgent", None)
    page.key(Qt.Key.Key_Return)
    page.press("paragraphBack")
    assert page.case.letter_edits == ()
    assert not [gap for gap in page.ready().document.gaps if gap.key.startswith("edit:")]


def _in_order(page: Page) -> list:  # type: ignore[type-arg]
    """Return the open gaps in the order in which the page shows them."""
    from lnreview.desktop.pages.letter.readiness import grouped

    open_ = [gap for gap in page.ready().document.gaps if gap.waived is None]
    return [gap for gaps in grouped(open_, {}).values() for gap in gaps]


# Entries of the record


def test_one_lab_is_left_out_of_this_kind_and_undo_brings_it_back(page: Page) -> None:
    page.tab(3)
    page.stand_on("recordList", "20 Aug 2024 · UPCR · 3.3 g/g")
    page.key(Qt.Key.Key_Space)
    assert page.case.left_out == (LeftOut(kind=KIND, entry="upcr-3"),)
    assert page.stand_on("recordList", "20 Aug 2024 · UPCR").state == "left out"
    assert "1 of" in page.text
    assert page.ready().order.case.left_out
    page.session.undo()
    assert page.case.left_out == ()
    assert page.stand_on("recordList", "20 Aug 2024 · UPCR").ticked is True


def test_a_lab_is_left_out_of_every_kind_and_printed_again_in_one(page: Page) -> None:
    page.tab(3)
    scope = page.find(QuietCombo, "recordScope")
    scope.setFocus()
    page.key(Qt.Key.Key_Down)
    page.stand_on("recordList", "UPCR · 3.3")
    page.key(Qt.Key.Key_Space)
    assert page.case.left_out == (LeftOut(entry="upcr-3"),)
    assert page.stand_on("recordList", "UPCR · 3.3").state == "out of every document"
    scope.setFocus()
    page.key(Qt.Key.Key_Up)
    page.stand_on("recordList", "UPCR · 3.3")
    page.key(Qt.Key.Key_Space)
    kinds = {choice.kind for choice in page.case.left_out}
    assert KIND not in kinds
    assert {"prior-authorization", "appeal"} <= kinds


def test_what_a_filter_shows_is_left_out_in_one_change(page: Page) -> None:
    page.tab(3)
    page.find(QLineEdit, "recordFilter").setFocus()
    page.write("egfr 2024")
    view = page.widget.side.view("record")
    assert isinstance(view, RecordChoice)
    page.qtbot.waitUntil(lambda: len(view.model.lines) == 3)  # a heading and two results
    page.press("recordAllOut")
    assert {choice.entry for choice in page.case.left_out} == {"egfr-1", "egfr-2"}
    page.press("recordAllIn")
    assert page.case.left_out == ()
    page.session.undo()
    page.session.undo()
    assert page.case.left_out == ()


def test_enter_goes_to_the_entry(page: Page) -> None:
    went: list[tuple[str, str]] = []
    page.session.going.connect(lambda to, place: went.append((to, place)))
    page.tab(3)
    page.stand_on("recordList", "UPCR · 3.3")
    page.key(Qt.Key.Key_Return)
    assert went == [("case", "labs/upcr-3")]


def test_three_hundred_labs_stay_quick(page: Page) -> None:
    """The bounds are loose because the machine is shared; without a shared machine each is a fifth of it."""
    labs = tuple(
        LabResult.model_validate(
            {
                "id": f"more-{n}",
                "analyte": "creatinine",
                "quantity": {"value": 1, "unit": "mg/dL"},
                "collected_on": f"20{10 + n // 28:02d}-03-{1 + n % 28:02d}",
            }
        )
        for n in range(300)
    )
    page.session.change("Import", page.case.model_copy(update={"labs": (*page.case.labs, *labs)}))
    page.tab(3)
    view = page.widget.side.view("record")
    assert isinstance(view, RecordChoice)
    assert len(view.model.lines) > 300
    start = time.perf_counter()
    view._read()
    view.list.doItemsLayout()
    read = time.perf_counter() - start
    start = time.perf_counter()
    view.filter.setText("creatinine 2015")
    view._show()
    filtered = time.perf_counter() - start
    assert 0 < len([line for line in view.model.lines if not line.is_heading]) <= 28
    assert len(page.widget.findChildren(QLabel)) < 300, "a row is no widget"
    assert read < 0.5
    assert filtered < 0.25


# The choices by themselves


def test_a_choice_for_one_kind_does_not_add_to_one_for_every_kind() -> None:
    case = Case(id="c", left_out=(LeftOut(entry="a"),))
    assert choices.with_left_out(case, KIND, ["a"]) == case
    assert choices.with_left_out(Case(id="c"), "", ["a", "a"]).left_out == (LeftOut(entry="a"),)
    narrow = Case(id="c", left_out=(LeftOut(kind=KIND, entry="a"),))
    assert choices.with_left_out(narrow, "", ["a"]).left_out == (LeftOut(entry="a"),)
    assert choices.printed_again(narrow, "appeal", ["a"], (KIND, "appeal")) == narrow


def test_the_programs_own_words_are_no_change(session: Session) -> None:
    part = Part("Plan", "As the program says it.", rewritable=True)
    case = Case(id="c")
    assert choices.with_text(case, KIND, part, " As the program says it. ", session.today()) == case


def test_only_what_is_alike_in_its_section_became_of_a_paragraph(page: Page) -> None:
    document = page.ready().document
    free = next(part for part in document.parts if part.rewritable and len(part.words) > 60)
    edit = LetterEdit(kind=KIND, section=free.section, was=free.words.replace("e", "i", 3), text="x")
    assert choices.became(page.case, edit, document) == free
    elsewhere = edit.model_copy(update={"section": "Nowhere"})
    assert choices.became(page.case, elsewhere, document) is None
    other = edit.model_copy(update={"was": "0000 1111"})
    assert choices.became(page.case, other, document) is None
