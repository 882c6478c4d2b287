"""Every view at every text size and with longer texts: nothing is cut off, nothing sticks out, the window stays as large
as it is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from lnreview.case.model import Case
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages import PAGES
from lnreview.desktop.session import Session
from lnreview.desktop.theme import TEXT_SIZES
from tests.desktop import geometry
from tests.desktop.surveys import LOOKS, Look, survey
from tests.desktop.views import settle

QUESTIONS = {
    "cut": "no text is cut off without saying so",
    "outside": "nothing lies outside its parent",
    "overlapping": "no two widgets lie upon each other",
    "unreachable": "whatever scrolls can be scrolled by keys",
    "grown": "no view makes the window larger",
    "scrolled": "no page as a whole has to be scrolled",
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_view_has_the_room_it_needs(qapp: QApplication, look: Look, question: str) -> None:
    lines = survey(look).lines(question)
    assert not lines, QUESTIONS[question] + ":\n" + "\n".join(lines)


@pytest.mark.parametrize("size", TEXT_SIZES)
def test_a_message_above_any_page_leaves_the_window_as_it_is(
    window: MainWindow, session: Session, anna: Case, size: int, qapp: QApplication
) -> None:
    session.add_case(anna)
    window.set_text_size(size)
    window.resize(1280, 800)
    for page in PAGES:
        window.show_page(page.id)
        session.failed.emit("Something did not work, and the sentence that says so is long. " * 4)
        settle()
        assert (window.width(), window.height()) == (1280, 800), page.id


def test_the_questions_find_what_is_wrong(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(200, 100)
    words = QLabel("more words than there is room for", holder)
    words.setGeometry(0, 0, 60, 20)
    button = QPushButton("Beside", holder)
    button.setGeometry(150, 10, 90, 30)
    over = QPushButton("Upon", holder)
    over.setGeometry(160, 20, 30, 30)
    area = QScrollArea(holder)
    area.setGeometry(0, 40, 80, 50)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    tall = QWidget()
    tall.setFixedSize(60, 500)
    area.setWidget(tall)
    holder.show()
    assert any("more words" in line for line in geometry.cut(holder))
    assert any("Beside" in line for line in geometry.outside(holder))
    assert any("Beside" in line and "Upon" in line for line in geometry.overlapping(holder))
    assert any("QScrollArea" in line for line in geometry.unreachable(holder))
    words.setToolTip(words.text())
    assert not any("more words" in line for line in geometry.cut(holder))
