"""The walk page, driven by keys: what it says, what it keeps, and where its buttons lead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot
from walk_sample import a_session

from lnreview.case.dates import ChartDate
from lnreview.case.records import AdherenceMeasure
from lnreview.desktop import theme
from lnreview.desktop.accessibility import unnamed
from lnreview.desktop.pages.walk import WalkPage
from lnreview.desktop.pages.walk.words import headline
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.link import Link
from lnreview.desktop.widgets.text_cells import TextModel
from lnreview.desktop.widgets.text_table import TextTable
from lnreview.errors import UserError
from lnreview.review.finding import Review
from lnreview.review.walk import PLACES


class Page:
    """The walk page as a person uses it."""

    def __init__(self, session: Session, qtbot: QtBot) -> None:
        self.session, self.qtbot = session, qtbot
        self.widget = WalkPage(session, detailer=lambda *_: ())
        qtbot.addWidget(self.widget)
        self.widget.resize(1208, 760)
        with qtbot.waitExposed(self.widget):
            self.widget.show()
        self.widget.activateWindow()
        qtbot.waitUntil(self.widget.isActiveWindow)
        self.went: list[tuple[str, str]] = []
        session.going.connect(lambda page, place: self.went.append((page, place)))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Page:
        focus = self.widget.focusWidget() or self.widget
        self.qtbot.keyClick(focus, key, modifier)
        QApplication.processEvents()
        return self

    def enter(self) -> Page:
        return self.key(Qt.Key.Key_Return)

    @property
    def place(self) -> str:
        return self.widget.walk.position

    @property
    def text(self) -> str:
        QApplication.processEvents()
        said: list[QLabel | Link] = [*self.widget.findChildren(QLabel), *self.widget.findChildren(Link)]
        return "\n".join(label.text() for label in said if label.isVisible())

    def find(self, kind: type[QWidget], name: str) -> QWidget:
        found = [widget for widget in self.widget.findChildren(kind, name) if widget.parent() is not None]
        return found[-1]

    def spoken(self, row: int) -> str:
        return str(self.widget.steps.item(row).data(Qt.ItemDataRole.AccessibleTextRole))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = a_session(tmp_path)
    yield session
    session.store.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Page:
    return Page(session, qtbot)


def test_enter_alone_walks_from_the_diagnosis_to_the_plan_and_on_to_the_letter(page: Page) -> None:
    seen = []
    for _ in PLACES:
        seen.append(page.place)
        page.enter()
    assert seen == list(PLACES)
    assert page.place == "plan"
    assert page.went == [("letter", "")]
    assert all("confirmed" in page.spoken(row) for row in range(len(PLACES)))


def test_alt_arrows_move_without_confirming_and_digits_jump(page: Page) -> None:
    page.key(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert page.place == "adherence"
    page.key(Qt.Key.Key_5)
    assert page.place == "chronicity"
    page.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.place == "response"
    assert not page.widget.walk.confirmed


def test_the_list_of_steps_goes_where_its_selection_goes_and_enter_confirms_there(page: Page) -> None:
    page.widget.steps.setFocus()
    page.key(Qt.Key.Key_Down).key(Qt.Key.Key_Down)
    assert page.place == "dosing"
    page.enter()
    assert set(page.widget.walk.confirmed) == {"dosing"}
    assert page.place == "response"


def test_a_step_says_question_status_reason_rule_use_misuse_and_what_would_settle_it(page: Page) -> None:
    page.key(Qt.Key.Key_2)
    text = page.text
    for words in (
        "Were the drugs taken",
        "a statement alone settles nothing",
        "80 %",
        "Do not use:",
        "Feldman 2019",
        "Refills of mycophenolate, January to August 2024",
    ):
        assert words in text, words
    assert "Dosing" in page.widget.next_button.accessibleName()


def test_a_button_beside_a_gap_leads_to_where_it_is_entered(page: Page) -> None:
    page.key(Qt.Key.Key_2)
    button = page.find(QPushButton, "missing-0")
    assert isinstance(button, QPushButton)
    assert button.accessibleName() == "Add refill: refills of mycophenolate, January to August 2024"
    button.setFocus()
    page.enter()
    assert page.went == [("case", "dispenses")]
    assert not page.widget.walk.confirmed, "Enter on another button does not confirm"


def test_enter_on_a_row_of_the_evidence_leads_to_its_entry(page: Page) -> None:
    page.key(Qt.Key.Key_1)
    table = page.find(TextTable, "evidence")
    assert isinstance(table, TextTable)
    table.setFocus()
    table.selectRow(0)
    page.enter()
    assert page.went == [("case", "biopsies/bx")]
    assert page.place == "diagnosis"


def test_an_override_needs_a_reason_stays_beside_the_computed_finding_and_can_be_removed(
    page: Page, session: Session
) -> None:
    page.key(Qt.Key.Key_2)
    page.widget.override_button.setFocus()
    page.enter()
    met = page.find(QRadioButton, "override-met")
    page.qtbot.keyClick(met, Qt.Key.Key_Space)
    save = page.find(QPushButton, "saveOverride")
    save.setFocus()
    page.enter()
    assert "has no rationale" in page.text
    assert session.case is not None
    assert session.case.overrides == ()
    rationale = page.find(QPlainTextEdit, "overrideRationale")
    page.qtbot.keyClicks(rationale, "Seen 4 refills on paper.")
    page.qtbot.keyClicks(page.find(QLineEdit, "overrideBy"), "Dr A")
    save.setFocus()
    page.enter()
    override = session.case.overrides[0]
    assert (override.step, override.status, override.by) == ("adherence", "met", "Dr A")
    assert override.rationale == "Seen 4 refills on paper."
    assert str(override.on) == "2025-04-01"
    assert "Overridden as met by Dr A, 2025-04-01: Seen 4 refills on paper." in page.text
    assert "a statement alone settles nothing" in page.text, "the computed finding stays visible"
    assert page.spoken(1) == "Adherence, met, overridden, to confirm"
    page.widget.override_button.setFocus()
    page.enter()
    page.find(QPushButton, "removeOverride").setFocus()
    page.enter()
    assert session.case.overrides == ()
    assert session.undo_name == "Remove override of Adherence"


def test_the_override_panel_takes_digits_as_text_and_escape_closes_it(page: Page) -> None:
    page.key(Qt.Key.Key_2)
    page.widget.open_override()
    rationale = page.find(QPlainTextEdit, "overrideRationale")
    assert isinstance(rationale, QPlainTextEdit)
    rationale.setFocus()
    page.qtbot.keyClicks(rationale, "135")
    assert rationale.toPlainText() == "135"
    assert page.place == "adherence"
    page.qtbot.keyClick(rationale, Qt.Key.Key_Escape)
    assert not rationale.isVisible()
    assert page.widget.next_button.isVisible()


def test_an_edit_of_the_case_makes_the_confirmation_stale_and_says_what_it_was(
    page: Page, session: Session
) -> None:
    page.key(Qt.Key.Key_2).enter()
    case = session.case
    assert case is not None
    pdc = AdherenceMeasure(id="pdc", kind="pdc", says="adherent")
    assert session.change("Add refills", case.model_copy(update={"adherence": (*case.adherence, pdc)}))
    assert page.spoken(1) == "Adherence, met, changed"
    page.key(Qt.Key.Key_2)
    assert "Was: not documented: The record holds one statement" in page.text
    assert "The record has changed since: confirm or change." in page.text
    page.enter()
    assert page.spoken(1) == "Adherence, met, confirmed"
    session.undo()
    assert page.spoken(1) == "Adherence, not documented, changed"


def test_the_walk_is_taken_up_where_it_was_left(page: Page, session: Session, qtbot: QtBot) -> None:
    page.enter().enter()
    session.open_case("walk-1")
    assert page.place == "dosing"
    again = Page(session, qtbot)
    assert again.place == "dosing"
    assert set(again.widget.walk.confirmed) == {"diagnosis", "adherence"}


def test_progress_that_cannot_be_read_starts_afresh_with_a_note(session: Session, qtbot: QtBot) -> None:
    session.store.set_state("walk-1", {"confirmed": {"diagnosis": 1}})
    page = Page(session, qtbot)
    assert page.place == "diagnosis"
    assert "starts afresh" in page.text


def test_the_verdict_page_says_why_what_is_missing_safety_and_notes(page: Page) -> None:
    page.key(Qt.Key.Key_7)
    text = page.text
    for words in (
        "refractory disease cannot be concluded",
        "Urgent: eGFR fell by 15 %",
        "Provisional: refractory",
        "Reassess on 2025-06-01",
        "Not confirmed yet: Diagnosis, Adherence",
        "Mycophenolic acid level",
        "Pregnancy status is not documented",
        "The word alone documents nothing.".lower(),
    ):
        assert words.lower() in text.lower(), words


def test_the_plan_follows_the_verdict_with_its_options(page: Page) -> None:
    page.key(Qt.Key.Key_8)
    assert page.place == "plan"
    assert "After the verdict “Insufficient data”" in page.text
    options = page.find(TextTable, "options")
    assert isinstance(options, TextTable)
    stopped = options.rows[2][1]
    assert isinstance(stopped, theme.StatusLook)
    assert "She is pregnant" in stopped.word
    options.setFocus()
    options.selectRow(0)
    page.key(Qt.Key.Key_Down)
    assert page.session.review is not None
    assert page.session.review.options[1].label_text in page.text


def test_the_keyboard_keeps_the_row_it_is_on_in_view(page: Page) -> None:
    page.widget.resize(1208, 420)
    page.key(Qt.Key.Key_8)
    options = page.find(TextTable, "options")
    assert isinstance(options, TextTable)
    options.setFocus()
    options.selectRow(0)
    for _ in range(len(options.rows) - 1):
        page.key(Qt.Key.Key_Down)
    row = options.visualRect(options.currentIndex())
    area = page.find(QScrollArea, "walkCentre")
    assert isinstance(area, QScrollArea)
    seen = area.viewport().rect()
    top = options.viewport().mapTo(area.viewport(), row.topLeft())
    assert seen.contains(top)
    page.enter()
    detail = page.find(QWidget, "optionDetail")
    assert detail.mapTo(area.viewport(), detail.rect().topLeft()).y() < seen.height()


def test_enter_on_a_row_of_why_jumps_to_the_step(page: Page) -> None:
    page.key(Qt.Key.Key_7)
    why = page.find(TextTable, "why")
    assert isinstance(why, TextTable)
    why.setFocus()
    why.selectRow(3)
    page.enter()
    assert page.place == "response"


def test_everything_that_takes_the_focus_has_a_name(page: Page) -> None:
    for place in PLACES:
        page.widget.show_place(place)
        assert [widget.objectName() or type(widget) for widget in unnamed(page.widget)] == []


@pytest.mark.parametrize("size", [100, 150, 200])
def test_no_row_of_a_table_is_cut_and_the_page_fits_a_window_of_1280(
    session: Session, qtbot: QtBot, qapp: object, size: int
) -> None:
    theme.apply(qapp, "light", size)  # type: ignore[arg-type]
    page = Page(session, qtbot)
    for place in PLACES:
        page.widget.show_place(place)
        qtbot.waitUntil(lambda: not page.widget.grab().isNull())
        assert page.widget.minimumSizeHint().width() <= 1280 - 160 * size / 200
        for table in page.widget.findChildren(TextTable):
            if table.isVisible():
                rows = table.verticalHeader().length() + table.horizontalHeader().height()
                assert table.height() >= rows, table.accessibleName()


def test_an_override_that_is_being_written_survives_another_change(page: Page, session: Session) -> None:
    page.key(Qt.Key.Key_2)
    page.widget.open_override()
    rationale = page.find(QPlainTextEdit, "overrideRationale")
    assert isinstance(rationale, QPlainTextEdit)
    page.qtbot.keyClicks(rationale, "Seen on paper")
    case = session.case
    assert case is not None
    session.change("Title", case.model_copy(update={"title": "other"}))
    assert rationale.isVisible()
    assert rationale.toPlainText() == "Seen on paper"
    session.open_case("walk-1")
    assert not rationale.isVisible()


def test_a_review_that_fails_says_why_and_leads_to_the_record(page: Page, session: Session) -> None:
    def refuse(*_: object) -> Review:
        raise UserError("The review was not made, because two entries contradict each other. Mend one.")

    session._reviewer = refuse
    session.set_as_of(ChartDate.parse("2025-03-01"))
    assert "two entries contradict each other" in page.text
    assert not page.widget.next_button.isVisible()
    [button] = [b for b in page.widget.findChildren(QPushButton) if b.isVisible()]
    button.setFocus()
    page.enter()
    assert page.went == [("case", "")]


def test_without_a_case_the_page_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    session = a_session(tmp_path)
    session.close_case()
    page = Page(session, qtbot)
    assert "No case is open" in page.text
    page.enter()
    assert page.place == "diagnosis"
    session.store.close()


def test_a_page_that_is_made_and_redrawn_opens_no_window_of_its_own(session: Session, qtbot: QtBot) -> None:
    widget = WalkPage(session)
    qtbot.addWidget(widget)
    for place in PLACES:
        widget.show_place(place)
    assert not [shown for shown in QApplication.topLevelWidgets() if shown.isVisible()]


def test_the_model_of_the_tables_keeps_qt_s_rules(qtmodeltester: object) -> None:
    from lnreview.desktop.widgets.evidence import EVIDENCE_COLUMNS

    model = TextModel(EVIDENCE_COLUMNS, [("UPCR", "3.1 g/g", "2024-01-10", ""), ("C3", "", "", "")])
    qtmodeltester.check(model)  # type: ignore[attr-defined]
    assert model.index(1, 1).data() == "–"


def test_a_title_is_never_cut_within_a_bracket() -> None:
    told = (
        "Cyclophosphamide moved proteinuria without a partial response in its window (UPCR 1.8 g/g to UPCR 1.2 g/g; "
        "eGFR 91 to 90). Provisional: refractory."
    )
    first, rest = headline(told)
    assert first == told.removesuffix(" Provisional: refractory.")
    assert rest == "Provisional: refractory."
