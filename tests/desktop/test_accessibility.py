"""Every view can be used by keys, without colours, and by ear."""

import pytest
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from lnreview.desktop import theme
from lnreview.desktop.accessibility import next_in_reading
from lnreview.desktop.widgets.badge import Badge
from tests.desktop import accessible
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


def test_the_questions_find_what_is_wrong(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(300, 200)
    nameless, tiny, first, second = (QPushButton(holder) for _ in range(4))
    for place, button in enumerate((nameless, tiny, first, second)):
        button.setGeometry(0, place * 40, 80, 30)
    nameless.setText("…")
    tiny.setText("Tiny")
    tiny.setFixedWidth(10)
    first.setText("Alike")
    second.setText("Alike")
    badge = Badge(holder)
    badge.show_status(theme.StatusLook("✕", "", "not_met"))
    model = QStandardItemModel(1, 2)
    model.setItem(0, 0, QStandardItem("–"))
    red = QStandardItem("red")
    red.setForeground(theme.look().colours["not_met"])
    model.setItem(0, 1, red)
    table = QTableView(holder)
    table.setModel(model)
    table.setGeometry(100, 0, 200, 100)
    table.setAccessibleName("Values")
    holder.show()
    assert {"“…”", "“Values”"} == {
        name
        for name in ("“…”", "“Values”", "“Tiny”")
        if any(name in line for line in accessible.unsaid(holder))
    }
    assert any("Alike" in line for line in accessible.alike(holder))
    assert any("Tiny" in line for line in accessible.small(holder))
    assert (
        sum("colour" in line or "shape" in line or "word" in line for line in accessible.colour_alone(holder))
        == 2
    )
    assert any("column 0" in line for line in accessible.signs_only(holder))


def test_tab_goes_through_columns_one_after_the_other(qtbot: QtBot) -> None:
    """Made in the wrong order, two columns are read as they stand: the left one down, then the right one."""
    window = QWidget()
    qtbot.addWidget(window)
    columns = [QWidget(window) for _ in range(2)]
    for column, x in zip(columns, (200, 0), strict=True):
        column.setGeometry(x, 0, 150, 100)
        for y in (50, 0):
            button = QPushButton(f"{x}-{y}", column)
            button.setGeometry(0, y, 100, 30)
    window.show()
    first = next_in_reading(window, None, 1)
    names, widget = [], first
    for _ in range(4):
        assert isinstance(widget, QPushButton)
        names.append(widget.text())
        widget = next_in_reading(window, widget, 1)
    assert names == ["0-0", "0-50", "200-0", "200-50"]
    assert widget is first
    back = next_in_reading(window, first, -1)
    assert isinstance(back, QPushButton)
    assert back.text() == "200-50"
