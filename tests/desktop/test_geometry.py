"""Every view at every text size and with longer texts: nothing is cut off, nothing sticks out, the window stays as large
as it is."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.desktop.surveys import LOOKS, Look, survey

QUESTIONS = {
    "cut": "no text is cut off without saying so",
    "outside": "nothing lies outside its parent",
    "overlapping": "no two widgets lie upon each other",
    "unreachable": "whatever scrolls can be scrolled by keys",
    "grown": "no view makes the window larger",
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_view_has_the_room_it_needs(qapp: QApplication, look: Look, question: str) -> None:
    lines = survey(look).lines(question)
    assert not lines, QUESTIONS[question] + ":\n" + "\n".join(lines)
