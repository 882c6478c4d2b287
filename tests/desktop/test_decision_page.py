"""The decision page, driven by keys: criteria, notes, judgements, the steps of a determination, and undo of each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.case.paperwork import COMMENT_LENGTH, Attestation, Determination
from lnreview.desktop import theme
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages.decision import DecisionPage, notes
from lnreview.desktop.pages.decision.work import Held, held
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.link import Link
from lnreview.desktop.widgets.text_table import TextTable
from lnreview.exchange import casefile
from lnreview.guideline.model import Guideline
from lnreview.resources import demo
from lnreview.review.finding import Review
from tests.desktop.decision_driver import DecisionDriver
from tests.desktop.pages import outside, press, write

PACK = "EX-RTX-REFR"
PENDING = {"by": "R. Nurse", "role": "clinical-reviewer"}


DOSING = Attestation(id="dosing", what="dose-from-authoritative-source", says="yes")
"""Leaves literature and product as what is open."""


@pytest.fixture
def lucja() -> Case:
    """A refractory patient whose request for rituximab lacks literature and a preferred product, not received yet."""
    case = casefile.read(demo() / "demo-lucja-refractory.json")
    request = case.request.model_copy(
        update={"product": "rituximab biosimilar", "articles": (), "duration": "12 months"}
    )
    return case.model_copy(
        update={
            "coverage": case.coverage.model_copy(update={"pack": PACK}), "request": request, "alternatives": (),
            "determination": Determination(), "workflow": (), "criterion_notes": (), "attestations": (DOSING,),
        }
    )  # fmt: skip


@pytest.fixture
def page(window: MainWindow, session: Session, lucja: Case) -> DecisionDriver:
    session.add_case(lucja)
    return DecisionDriver(window)


def with_clock(case: Case) -> Case:
    """Return the case with a request for a standard decision before the service under ERISA."""
    paper = case.determination.model_copy(
        update={"regime": "erisa", "request_type": "pre-service", "urgency": "standard"}
    )
    return case.model_copy(update={"determination": paper})


def change(page: DecisionDriver, case: Case) -> None:
    page.window.session.change("Prepare", case)
    page.wait()


def case_of(page: DecisionDriver) -> Case:
    case = page.window.session.case
    assert case is not None
    return case


def received(page: DecisionDriver, on: str = "2026-11-16", at: str = "09:10") -> None:
    """Record receipt and assignment by the panel."""
    assert page.record("receive", by="I. Clerk", role="intake", on=on, at=at) == ""
    assert page.record("assign", **PENDING, on=on, at="10:00") == ""


# What is shown


def test_the_head_says_outcome_what_blocks_and_what_has_to_be_said_of_the_pack(page: DecisionDriver) -> None:
    assert page.outcome == "○ Pend with list"
    assert page.page.head.blocks.text() == (
        "A compendium lists the use, or two peer-reviewed articles support it: not documented, and 1 more."
    )
    said = page.page.head.cautions.text()
    for word in ("Initial criteria", "example", "source secondary", "undated"):
        assert word in said
    assert "Example: verify against the plan's current policy." in page.text
    assert "deni" not in page.text.casefold().replace("denies", ""), "no word of a denial on the page"


def test_packs_for_the_drug_come_first_and_choosing_one_holds_the_request_against_it(
    page: DecisionDriver,
) -> None:
    combo = page.page.head.pack
    assert combo.itemText(0) == "no payer pack"
    assert str(combo.itemData(1)).startswith("EX-RTX")
    combo.setFocus()
    press(Qt.Key.Key_Home)
    page.wait()
    assert case_of(page).coverage.pack == ""
    assert "No policy was chosen" in page.text
    assert page.page.tree.criteria.rowCount() == 0
    page.window.session.undo()
    page.wait()
    assert case_of(page).coverage.pack == PACK
    assert page.outcome == "○ Pend with list"


def test_a_faulty_pack_of_ones_own_is_named_with_its_fault(
    window: MainWindow, session: Session, lucja: Case, tmp_path: Path
) -> None:
    (tmp_path / "mine.toml").write_text('id = "MINE"\ncolour = "blue"\n', encoding="utf-8")
    session._guideline = session.guideline.model_copy(update={"own_packs": tmp_path})
    session.add_case(lucja)
    page = DecisionDriver(window)
    assert "mine.toml" in page.page.head.cautions.text()
    assert "key version: the key is missing" in page.page.head.cautions.text()


def test_the_criteria_are_a_sound_model_and_a_screen_reader_hears_level_words_and_status(
    page: DecisionDriver, qtmodeltester: ModelTester
) -> None:
    model = page.page.tree.criteria
    qtmodeltester.check(model)
    page.stand_on("support")
    assert page.spoken() == (
        "level 2, A compendium lists the use, or two peer-reviewed articles support it, not documented, not looked at yet"
    )
    said = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert "all of these" in said


def test_n_and_p_go_to_open_criteria_and_letters_find_words(page: DecisionDriver) -> None:
    page.stand_on("start")
    press(Qt.Key.Key_N)
    assert page.here == "nephritis"
    press(Qt.Key.Key_N)
    assert page.here == "first-line-failed"
    press(Qt.Key.Key_P)
    press(Qt.Key.Key_P)
    assert page.here == "product", "round the end"
    write("hepat")
    assert page.here == "hepatitis-b"
    press(Qt.Key.Key_Escape)
    write("/pref")
    assert page.here == "product", "after a slash P is a letter"


def test_n_passes_over_what_was_looked_at_and_is_documented(page: DecisionDriver) -> None:
    page.stand_on("nephritis")
    press(Qt.Key.Key_Space)
    page.wait()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_N)
    assert page.here == "first-line-failed"
    page.stand_on("support")
    press(Qt.Key.Key_Space)
    page.wait()
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_N)
    assert page.here == "support", "what is not documented stays open, also when it was looked at"


def test_a_criterion_says_why_shows_its_evidence_and_leads_to_the_field(page: DecisionDriver) -> None:
    went: list[tuple[str, str]] = []
    page.window.session.going.connect(lambda name, place: went.append((name, place)))
    page.stand_on("hepatitis-b")
    assert "On record: HBsAg negative" in page.text
    table = page.page.centre.findChildren(TextTable, "evidence")[-1]
    table.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    page.window.show_page("decision")
    page.stand_on("support")
    for words in ("0 of 2 articles", "What would settle it", "2 peer-reviewed articles", "copies of the articles"):  # fmt: skip
        assert words in page.text
    field = page.page.centre.findChildren(QPushButton, "decisionField")[-1]
    field.setFocus()
    press(Qt.Key.Key_Space)
    assert went[0][0] == "case"
    assert went[0][1].startswith("labs/")
    assert went[1] == ("case", "request/articles")


def test_the_old_answer_stays_greyed_until_the_new_one_arrives(
    session: Session, lucja: Case, qtbot: QtBot
) -> None:
    may_go = threading.Event()
    may_go.set()

    def slow(case: Case, review: Review | None, guideline: Guideline) -> Held:
        may_go.wait(10)
        return held(case, review, guideline)

    session.add_case(lucja)
    widget = DecisionPage(session, holder=slow)
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: widget.is_current)
    may_go.clear()
    articles = ("A 2020", "B 2021")
    session.change(
        "Articles", lucja.model_copy(update={"request": lucja.request.model_copy(update={"articles": articles})})
    )  # fmt: skip
    assert widget.tree.criteria.stale
    assert widget.head.outcome.text == "… ○ Pend with list"
    assert widget.tree.criteria.rowCount() == 8, "the old criteria can still be read"
    assert not widget.is_current
    may_go.set()
    qtbot.waitUntil(lambda: widget.is_current)
    assert not widget.tree.criteria.stale
    assert "and 1 more" not in widget.head.blocks.text()


def test_only_the_newest_request_is_shown(session: Session, lucja: Case, qtbot: QtBot) -> None:
    seen: list[int] = []
    may_go = threading.Event()
    may_go.set()

    def counting(case: Case, review: Review | None, guideline: Guideline) -> Held:
        seen.append(len(case.title))
        may_go.wait(10)
        return held(case, review, guideline)

    session.add_case(lucja)
    widget = DecisionPage(session, holder=counting)
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: widget.is_current)
    may_go.clear()
    shown: list[str] = []
    widget._worker.made.connect(lambda found: shown.append(found.case.title))
    for number in range(1, 6):
        session.change("Title", lucja.model_copy(update={"title": "x" * number}))
    may_go.set()
    qtbot.waitUntil(lambda: widget.is_current)
    assert widget.held is not None
    assert widget.held.case.title == "xxxxx"
    assert shown == ["xxxxx"], "a result that was overtaken is thrown away"
    assert seen[1:] in ([1, 5], [5]), "those that were overtaken before they began were not worked out"


# What the reviewer says


def test_a_comment_is_stored_when_it_is_left_and_marks_the_criterion_as_looked_at(
    page: DecisionDriver,
) -> None:
    assert page.page.counter.text() == "Looked at 0 of 7"
    page.stand_on("support")
    page.comment("Asked the clinic by phone.")
    note = page.note("support")
    assert note is not None
    assert (note.comment, note.seen, note.status) == ("Asked the clinic by phone.", True, "")
    assert page.page.counter.text() == "Looked at 1 of 7"
    assert page.outcome == "○ Pend with list", "a comment changes no status"
    assert page.page.tree.hasFocus()
    page.window.session.undo()
    page.wait()
    assert page.note("support") is None
    assert page.page.counter.text() == "Looked at 0 of 7"
    assert page.page.centre.notes.comment.toPlainText() == ""


def test_a_comment_of_the_full_length_is_stored_and_one_more_letter_is_refused_and_kept(
    page: DecisionDriver,
) -> None:
    page.stand_on("support")
    editor = page.page.centre.notes.comment
    press(Qt.Key.Key_Return)
    editor.setPlainText("x" * (COMMENT_LENGTH + 1))
    assert page.page.centre.notes.counter.text() == "4,001 of 4,000 characters"
    press(Qt.Key.Key_Escape)
    assert page.note("support") is None
    assert "Shorten it by 1." in page.page.centre.notes.problem.text()
    press(Qt.Key.Key_Down)
    assert page.here == "support", "what cannot be stored holds its criterion"
    assert len(editor.toPlainText()) == COMMENT_LENGTH + 1
    assert not page.window.session.settle()
    editor.setPlainText("x" * COMMENT_LENGTH)
    press(Qt.Key.Key_Down)
    page.wait()
    note = page.note("support")
    assert note is not None
    assert len(note.comment) == COMMENT_LENGTH
    assert page.here == "dosing"


def test_what_is_typed_is_stored_when_the_case_is_closed(page: DecisionDriver) -> None:
    page.stand_on("support")
    press(Qt.Key.Key_Return)
    write("half a thought")
    case_id = case_of(page).id
    page.window.session.close_case()
    stored = page.window.session.store.load(case_id)
    assert [note.comment for note in stored.criterion_notes] == ["half a thought"]


def test_what_is_typed_survives_a_new_answer(page: DecisionDriver) -> None:
    page.stand_on("support")
    press(Qt.Key.Key_Return)
    write("half")
    change(page, case_of(page).model_copy(update={"title": "another"}))
    assert page.page.centre.notes.comment.toPlainText() == "half"
    press(Qt.Key.Key_Escape)
    page.wait()
    note = page.note("support")
    assert note is not None
    assert note.comment == "half"
    assert case_of(page).title == "another"


def test_space_marks_a_criterion_as_looked_at_and_takes_it_back(page: DecisionDriver) -> None:
    page.stand_on("hepatitis-b")
    press(Qt.Key.Key_Space)
    page.wait()
    assert page.page.counter.text() == "Looked at 1 of 7"
    assert "not looked at yet" not in page.spoken()
    press(Qt.Key.Key_Space)
    page.wait()
    assert page.page.counter.text() == "Looked at 0 of 7"
    assert page.note("hepatitis-b") is None


def test_a_judgement_needs_a_reason_stands_beside_the_computed_status_and_changes_the_outcome(
    page: DecisionDriver,
) -> None:
    page.stand_on("product")
    page.judge("met", " ")
    assert page.note("product") is None
    assert "has no rationale" in page.text
    write("Ruxience was given in hospital.")
    page.tab_to("judgeSave")
    press(Qt.Key.Key_Return)
    page.wait()
    note = page.note("product")
    assert note is not None
    assert (note.status, note.rationale, note.seen) == ("met", "Ruxience was given in hospital.", True)
    assert note.on == ChartDate.parse("2026-11-22")
    assert "judged met, computed not documented" in page.spoken()
    assert "Ruxience was given in hospital." in page.text
    page.stand_on("support")
    page.judge("met", "Both articles are in the file.")
    assert page.outcome == "✓ Meets criteria"
    assert "Computed from the record alone: Pend with list." in page.page.head.blocks.text()
    page.window.session.undo()
    page.wait()
    assert page.outcome == "○ Pend with list"
    page.stand_on("hepatitis-b")
    page.judge("not-met", "The report is of another person.")
    assert page.outcome == "✕ Refer to physician"
    page.window.session.undo()
    page.wait()
    page.window.session.undo()
    page.wait()
    assert case_of(page).criterion_notes == ()


def test_a_judgement_can_be_taken_back_and_the_comment_stays(page: DecisionDriver) -> None:
    page.stand_on("product")
    page.comment("See the letter.")
    page.judge("met", "Ruxience was given.")
    page.tab_to("noteJudge")
    press(Qt.Key.Key_Space)
    page.tab_to("judgeRemove")
    press(Qt.Key.Key_Return)
    page.wait()
    note = page.note("product")
    assert note is not None
    assert (note.status, note.rationale, note.comment) == ("", "", "See the letter.")


def test_a_judgement_keeps_its_person_and_its_day_when_another_comments(lucja: Case) -> None:
    day, later = ChartDate.parse("2026-11-20"), ChartDate.parse("2026-11-22")
    case = notes.judged(lucja, notes.note_of(lucja, PACK, "product"), "met", "Given.", "R. Nurse", day)
    case = notes.commented(case, notes.note_of(case, PACK, "product"), "Seen as well.", "Q. Nurse", later)
    note = notes.note_of(case, PACK, "product")
    assert (note.by, note.on, note.comment, note.status) == ("R. Nurse", day, "Seen as well.", "met")


# The determination


def test_at_first_only_the_receipt_can_be_recorded_and_the_others_say_why_not(page: DecisionDriver) -> None:
    assert page.act("receive").isEnabled()
    asking = page.act("ask-for-information")
    assert not asking.isEnabled()
    assert asking.accessibleDescription() == "Record the receipt first; every clock counts from it."
    assert "Record the receipt first; every clock counts from it." in page.text
    badges = [
        widget.accessibleName() for widget in page.page.side.findChildren(QWidget) if widget.isVisible()
    ]
    assert "Draft" in badges


def test_a_step_without_person_role_or_readable_day_is_refused_in_the_panel(page: DecisionDriver) -> None:
    page.begin("receive")
    assert "It is not said who does it" in page.save()
    page.page.side.panel.by.setFocus()
    page.fill(by="I. Clerk", role="intake", on="soon")
    assert "soon" in page.save()
    page.page.side.panel.by.setFocus()
    page.fill(on="2026-11-16", at="25:00")
    assert "“25:00” is no time of day" in page.save()
    page.page.side.panel.by.setFocus()
    page.fill(at="09:10", on="2026-11-23")
    assert "lies after today" in page.save()
    page.page.side.panel.by.setFocus()
    page.fill(on="2026-11-16")
    assert page.save() == ""
    (step,) = case_of(page).workflow
    assert (step.what, str(step.on), step.at, step.by, step.role) == (
        "received", "2026-11-16", "09:10", "I. Clerk", "intake",
    )  # fmt: skip
    assert (str(step.recorded_on), step.recorded_at) == ("2026-11-22", "09:30")
    page.window.session.undo()
    page.wait()
    assert case_of(page).workflow == ()
    assert page.act("receive").isEnabled()


def test_the_clock_shows_due_time_what_is_left_stage_and_source(page: DecisionDriver) -> None:
    change(page, with_clock(case_of(page)))
    received(page)
    # ERISA, standard before the service: 15 calendar days from 16 November end on 1 December; 9 days from the 22nd
    assert "Due: end of 2026-12-01, 9 days left" in page.text
    badges = {widget.accessibleName() for widget in page.page.side.findChildren(QWidget) if widget.isVisible()}  # fmt: skip
    assert {"final", "secondary", "With the reviewer"} <= badges


def test_a_proposed_clock_is_shown_and_decides_nothing(page: DecisionDriver) -> None:
    case = with_clock(case_of(page))
    paper = case.determination.model_copy(update={"regime": "cms-0062-p"})
    change(page, case.model_copy(update={"determination": paper}))
    received(page)
    assert "It is only proposed" in page.text
    assert "Would be due" in page.text
    assert "\nDue:" not in page.text


def test_what_is_overdue_says_so_in_words(page: DecisionDriver) -> None:
    change(page, with_clock(case_of(page)))
    received(page, on="2026-11-01")
    assert "Due: end of 2026-11-16, overdue by 6 days" in page.text
    assert any(widget.accessibleName() == "overdue" for widget in page.page.side.findChildren(QWidget))


def test_the_words_follow_the_clock_of_the_office(page: DecisionDriver) -> None:
    change(page, with_clock(case_of(page)))
    received(page)
    page.window.session.now = lambda: datetime(2026, 12, 3, 8)
    page.page._clock.timeout.emit()
    QApplication.processEvents()
    assert "overdue by 2 days" in page.text


def test_regime_and_kind_are_chosen_beside_the_clock(page: DecisionDriver) -> None:
    choice = page.page.side.clock_choice
    for combo, value in ((choice.regime, "erisa"), (choice.kind, "pre-service"), (choice.urgency, "standard")):  # fmt: skip
        combo.setFocus()
        while combo.currentData() != value:
            press(Qt.Key.Key_Down)
            page.wait()
    paper = case_of(page).determination
    assert (paper.regime, paper.request_type, paper.urgency) == ("erisa", "pre-service", "standard")
    page.window.session.undo()
    page.wait()
    assert case_of(page).determination.urgency == "unknown"
    assert choice.urgency.currentData() == "unknown"


def test_information_is_asked_for_with_the_open_criteria_and_the_clock_waits(page: DecisionDriver) -> None:
    change(page, with_clock(case_of(page)))
    received(page)
    page.begin("ask-for-information")
    panel = page.page.side.panel
    # ERISA gives at least 45 calendar days for the answer: 22 November and 45 days
    assert panel.due.text() == "2027-01-06"
    assert "45 calendar days" in page.text
    page.tab_to("act-item-1")
    page.fill(other="the discharge letter")
    page.page.side.panel.role.setFocus()
    page.fill(role="clinical-reviewer")
    assert page.save() == ""
    step = case_of(page).workflow[-1]
    assert step.what == "information-requested"
    assert step.items == ("support", "product", "the discharge letter")
    assert str(step.due_on) == "2027-01-06"
    assert page.page.side.state is not None
    assert page.page.side.state.status == "waiting-for-information"
    assert page.page.side.state.open_items == step.items
    assert not page.act("meets-criteria").isEnabled()
    page.record("record-information", role="intake")
    assert page.page.side.state.status == "with-reviewer"
    for _ in range(2):
        page.window.session.undo()
        page.wait()
    assert page.page.side.state.status == "with-reviewer"
    assert len(case_of(page).workflow) == 2


def test_a_clock_says_what_an_information_request_does_to_it(page: DecisionDriver) -> None:
    case = with_clock(case_of(page))
    change(page, case)
    received(page)
    page.record("ask-for-information", **PENDING, at="09:00")
    # 6 of the 15 calendar days had passed; no text says whether the clock stands still, so both are shown
    assert "Due: end of 2026-12-01" in page.text
    assert "If it stands still, 9 calendar days are left when the answer is complete." in page.text
    assert any(widget.accessibleName() == "Waiting for information" for widget in page.page.side.findChildren(QWidget))  # fmt: skip


def test_criteria_are_recorded_as_met_only_when_each_was_looked_at(page: DecisionDriver) -> None:
    received(page)
    page.stand_on("product")
    page.judge("met", "Ruxience was given.")
    page.stand_on("support")
    page.judge("met", "Both articles are in the file.")
    assert page.outcome == "✓ Meets criteria"
    act = page.act("meets-criteria")
    assert not act.isEnabled()
    assert act.toolTip() == "5 criteria were not looked at yet; look at every criterion first."
    for criterion in ("nephritis", "first-line-failed", "add-on", "dosing", "hepatitis-b"):
        page.stand_on(criterion)
        press(Qt.Key.Key_Space)
        page.wait()
    assert page.record("meets-criteria", role="clinical-reviewer") == ""
    assert case_of(page).workflow[-1].outcome == "meets-criteria"
    assert page.page.side.state is not None
    assert page.page.side.state.status == "decided"


def test_what_only_a_physician_decides_is_refused_to_a_clinical_reviewer(page: DecisionDriver) -> None:
    received(page)
    assert "a physician decides after it was referred" in page.act("certify").toolTip()
    assert page.record("send-to-physician", **PENDING) == ""
    assert page.page.side.state is not None
    assert page.page.side.state.status == "with-physician"
    refused = page.record(
        "certify", by="R. Nurse", role="clinical-reviewer", credentials="RN", reason="It fits."
    )
    assert "is recorded by the physician reviewer, not by clinical reviewer" in refused
    assert "a reviewer cannot make an exception" in refused
    assert case_of(page).workflow[-1].what == "sent-to-physician"
    page.page.side.panel.by.setFocus()
    page.fill(by="P. Nephro", role="physician-reviewer", credentials="", reason="Two courses failed.")
    assert "needs the physician's credentials and rationale" in page.save()
    page.page.side.panel.by.setFocus()
    page.fill(credentials="MD, nephrology")
    assert page.save() == ""
    step = case_of(page).workflow[-1]
    assert (step.what, step.outcome, step.credentials, step.reason) == (
        "decided", "certify", "MD, nephrology", "Two courses failed.",
    )  # fmt: skip


def test_a_day_is_corrected_by_a_new_row_and_the_first_one_stays(page: DecisionDriver) -> None:
    received(page)
    page.begin("correct")
    panel = page.page.side.panel
    assert panel.step.currentText() == "receipt, 2026-11-16 09:10"
    assert panel.on.text() == "2026-11-16"
    page.fill(by="I. Clerk", role="intake", on="2026-11-13", at="16:50")
    assert "has no reason" in page.save()
    page.page.side.panel.by.setFocus()
    page.fill(reason="The fax carries the 13th.")
    assert page.save() == ""
    first, _, correction = case_of(page).workflow
    assert (first.what, str(first.on), first.at) == ("received", "2026-11-16", "09:10")
    assert (correction.what, correction.corrects, str(correction.on)) == ("corrected", first.id, "2026-11-13")
    for words in (
        "Received: 2026-11-13 16:50",
        "First recorded: 2026-11-16 09:10. It stays.",
        "2026-11-16 09:10 → 2026-11-13 16:50 by I. Clerk: The fax carries the 13th.",
        "Corrects the day of the receipt.",
    ):
        assert words in page.text, words
    page.window.session.undo()
    page.wait()
    assert "Received: 2026-11-16 09:10" in page.text


def test_what_was_closed_is_locked_until_it_is_reopened_with_a_reason(page: DecisionDriver) -> None:
    received(page)
    assert page.record("close", **PENDING, reason="Another request replaced it.") == ""
    assert "locked; reopen it with a reason first" in page.act("assign").toolTip()
    assert "has no reason" in page.record("reopen", role="clinical-reviewer")
    page.page.side.panel.by.setFocus()
    page.fill(reason="It was closed by mistake.")
    assert page.save() == ""
    assert page.page.side.state is not None
    assert page.page.side.state.status == "reopened"
    page.window.session.undo()
    page.wait()
    assert page.page.side.state.status == "closed"


def test_notes_are_locked_with_the_review_and_open_again_with_it(page: DecisionDriver) -> None:
    received(page)
    page.stand_on("support")
    page.comment("Asked by phone.")
    assert page.record("close", role="clinical-reviewer", reason="Another request replaced it.") == ""
    page.stand_on("hepatitis-b")
    press(Qt.Key.Key_Space)
    page.wait()
    assert page.note("hepatitis-b") is None
    assert "The note was not changed. The review is “Closed” and locked." in page.window.messages.notices[-1]
    assert page.page.centre.notes.comment.isReadOnly()
    assert "To change a note, reopen it with a reason." in page.text
    assert page.record("reopen", role="clinical-reviewer", reason="By mistake.") == ""
    page.stand_on("hepatitis-b")
    press(Qt.Key.Key_Space)
    page.wait()
    note = page.note("hepatitis-b")
    assert note is not None
    assert note.seen
    assert not page.page.centre.notes.comment.isReadOnly()


def test_without_a_review_the_reason_is_said_and_the_determination_can_be_worked_on(
    page: DecisionDriver,
) -> None:
    settings = case_of(page).settings.model_copy(update={"criteria": "no-such-set"})
    change(page, case_of(page).model_copy(update={"settings": settings}))
    assert page.window.session.review is None
    assert page.page.head.blocks.text() == page.window.session.review_problem
    assert "no-such-set" in page.page.head.blocks.text()
    assert page.record("receive", by="I. Clerk", role="intake") == ""


def test_a_record_told_in_months_is_not_filled_in_with_a_day_of_the_calendar(
    window: MainWindow, session: Session
) -> None:
    case = Case.model_validate(
        {
            "id": "months", "as_of": "m+12", "coverage": {"pack": PACK},
            "labs": [{"analyte": "upcr", "quantity": {"value": 3, "unit": "g/g"}, "collected_on": "m+3"}],
        }
    )  # fmt: skip
    session.add_case(case)
    page = DecisionDriver(window)
    page.begin("receive")
    assert page.page.side.panel.on.text() == ""
    page.fill(by="I. Clerk", role="intake", on="m+11", at="")
    assert page.save() == ""
    on = case_of(page).workflow[0].on
    assert on is not None
    assert on.text == "m+11"
    page.stand_on("support")
    page.comment("Asked.")
    assert page.note("support") is not None


def test_who_records_is_remembered_for_the_sitting_and_escape_puts_a_step_away(page: DecisionDriver) -> None:
    received(page)
    page.begin("ask-for-information")
    panel = page.page.side.panel
    assert (panel.by.text(), panel.role.currentData()) == ("R. Nurse", "clinical-reviewer")
    press(Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert QApplication.focusWidget() is page.act("ask-for-information")
    assert len(case_of(page).workflow) == 2


def test_a_step_is_recorded_against_the_criteria_as_they_stand_after_the_last_change(
    page: DecisionDriver,
) -> None:
    received(page)
    page.begin("ask-for-information")
    page.window.session.change("Title", case_of(page).model_copy(update={"title": "changed"}))
    assert not page.page.is_current
    page.tab_to("actSave")
    press(Qt.Key.Key_Return)
    assert case_of(page).workflow[-1].what == "assigned", "it waits for the answer"
    page.wait()
    assert case_of(page).workflow[-1].what == "information-requested"
    assert case_of(page).title == "changed"


def test_the_documents_are_one_key_away(page: DecisionDriver) -> None:
    went: list[tuple[str, str]] = []
    page.window.session.going.connect(lambda name, place: went.append((name, place)))
    for kind in ("information-request", "worksheet"):
        page.window.show_page("decision")
        page.tab_to(f"decisionDocument-{kind}")
        press(Qt.Key.Key_Space)
    assert went == [("letter", "information-request"), ("letter", "worksheet")]


def test_a_continuation_shows_the_baseline_against_now_and_the_next_day(page: DecisionDriver) -> None:
    assert not page.page.centre.findChildren(TextTable, "renewalTable")
    case = case_of(page)
    request = case.request.model_copy(update={"start": "continuation"})
    change(page, case.model_copy(update={"request": request}))
    page.page.choose("")
    assert "Continuation criteria" in page.page.head.cautions.text()
    (table,) = [found for found in page.page.centre.findChildren(TextTable, "renewalTable") if found.isVisibleTo(page.page)]  # fmt: skip
    assert [row[0] for row in table.rows][:2] == ["Proteinuria", "eGFR"]
    assert "Renewal of rituximab" in page.text
    assert "Two dated values are needed" in page.text


def test_an_approval_makes_the_renewal_of_interest(page: DecisionDriver) -> None:
    received(page)
    page.record("send-to-physician", **PENDING)
    page.record(
        "certify", by="P. Nephro", role="physician-reviewer", credentials="MD", reason="It fits.", on="2026-11-20"
    )  # fmt: skip
    page.page.choose("")
    # 12 months, as the request asks, from 20 November 2026
    assert "It ends on 2027-11-19." in page.text


def test_another_case_brings_its_own_criteria_and_no_step_of_the_former_one(
    page: DecisionDriver, anna: Case
) -> None:
    page.stand_on("support")
    page.comment("Of the former case.")
    page.begin("receive")
    page.window.session.add_case(anna)
    assert "Rituximab" not in page.text, (
        "nothing of the former case is in view while the new one is worked out"
    )
    page.window.show_page("decision")
    page.wait()
    assert page.page.side.panel.isHidden()
    assert "No policy was chosen" in page.text
    assert page.page.tree.criteria.rowCount() == 0


# How it is put together


def test_f6_goes_from_part_to_part_also_where_only_one_has_room(page: DecisionDriver) -> None:
    page.window.set_text_size(200)
    QApplication.processEvents()
    page.stand_on("support")
    press(Qt.Key.Key_F6)
    assert page.page.centre.isAncestorOf(QApplication.focusWidget())
    press(Qt.Key.Key_F6)
    assert page.page.side.isAncestorOf(QApplication.focusWidget())
    assert not page.page.tree.isVisible()
    press(Qt.Key.Key_F6)
    assert page.page.tree.hasFocus()
    page.window.show_page("case")
    page.window.show_page("decision")
    assert page.page.tree.hasFocus()


def test_a_place_can_be_asked_for_before_the_page_was_ever_shown(
    window: MainWindow, session: Session, lucja: Case
) -> None:
    session.add_case(lucja)
    session.goto("decision", "product")
    page = DecisionDriver(window)
    assert page.here == "product"
    assert page.page.centre.isAncestorOf(QApplication.focusWidget())


def test_the_note_has_no_place_where_the_request_is_shown_as_a_whole(page: DecisionDriver) -> None:
    foot = page.page.findChild(QWidget, "decisionFoot")
    assert foot is not None
    assert not foot.isVisible()
    page.stand_on("support")
    assert foot.isVisible()


def test_a_place_of_the_page_can_be_asked_for(page: DecisionDriver) -> None:
    page.window.session.goto("decision", "hepatitis-b")
    assert page.here == "hepatitis-b"
    page.window.session.goto("decision", "determination")
    assert page.page.side.isAncestorOf(QApplication.focusWidget())


def clipped(page: QWidget) -> list[str]:
    """Return what has less room than its words: wrapped text that is too low, buttons that are too narrow."""
    found = []
    for label in [*page.findChildren(QLabel), *page.findChildren(Link)]:
        if label.isVisible() and label.text() and label.height() < label.heightForWidth(label.width()):
            found.append(f"{label.text()[:40]} {label.height()} < {label.heightForWidth(label.width())}")
    for button in page.findChildren(QPushButton):
        if button.isVisible() and button.width() < button.minimumSizeHint().width():
            found.append(f"{button.text()} {button.width()}")
    return found


@pytest.mark.parametrize("size", theme.TEXT_SIZES)
def test_nothing_is_clipped_at_any_text_size(page: DecisionDriver, size: int) -> None:
    change(page, with_clock(case_of(page)))
    received(page)
    page.window.resize(1280, 800)
    page.window.set_text_size(size)
    page.wait()
    assert (page.window.width(), page.window.height()) == (1280, 800)
    columns = page.page.columns
    views: list[Callable[[], object]] = [
        lambda: columns.show_part(0),
        lambda: page.page.choose(""),
        lambda: page.page.choose("support"),
        page.page.centre.notes.open_judgement,
        page.page.centre.notes.close_judgement,
        lambda: columns.show_part(2),
        lambda: page.begin("ask-for-information"),
    ]
    for view in views:
        view()
        page.wait()
        assert clipped(page.page) == []
        assert outside(page.window) == []
        assert (page.window.width(), page.window.height()) == (1280, 800)
    rail = page.window._rail
    assert all(
        button.width() >= button.fontMetrics().horizontalAdvance(button.text().split("\n")[1])
        for button in rail._buttons.values()
    )
