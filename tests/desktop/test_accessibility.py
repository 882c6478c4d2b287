"""Every view can be used by keys, without colours, and by ear."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.desktop.surveys import PLAIN, survey

QUESTIONS = {
    "unsaid": "whatever takes the focus has a name, and says how it is used where the name is not enough",
    "alike": "no two buttons of a view have one name",
    "small": "every target is at least 24 px high and wide",
    "out_of_order": "Tab goes as one reads",
    "colour_alone": "no status is said by a colour alone",
    "signs_only": "a cell that shows a sign says words",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_view_can_be_used_by_anybody(qapp: QApplication, question: str) -> None:
    lines = survey(PLAIN).lines(question)
    assert not lines, QUESTIONS[question] + ":\n" + "\n".join(lines)
