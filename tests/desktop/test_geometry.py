"""Every view at every text size and with longer texts: nothing is cut off, nothing sticks out, the window stays as large
as it is."""

import pytest
from PySide6.QtWidgets import QApplication

from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.pages import PAGES
from lnreview.desktop.session import Session
from lnreview.desktop.theme import TEXT_SIZES
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
    window: MainWindow, session: Session, size: int, qapp: QApplication
) -> None:
    window.set_text_size(size)
    window.resize(1280, 800)
    for page in PAGES:
        window.show_page(page.id)
        session.failed.emit("Something did not work, and the sentence that says so is long. " * 4)
        settle()
        assert (window.width(), window.height()) == (1280, 800), page.id
