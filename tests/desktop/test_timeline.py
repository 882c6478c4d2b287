"""The timeline: the picture of the letter on screen, its values by keyboard, and the same values as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from walk_sample import a_case, a_review, a_session

from lnreview.case.paperwork import LeftOut
from lnreview.desktop.accessibility import unnamed
from lnreview.desktop.session import Session
from lnreview.desktop.timeline import Timeline
from lnreview.desktop.timeline_stops import chart, trend_of
from lnreview.guideline.load import load
from lnreview.review.finding import SeriesPoint


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = a_session(tmp_path)
    yield session
    session.store.close()


@pytest.fixture
def timeline(session: Session, qtbot: QtBot) -> Timeline:
    timeline = Timeline(session)
    qtbot.addWidget(timeline)
    timeline.resize(1100, 460)
    with qtbot.waitExposed(timeline):
        timeline.show()
    timeline.activateWindow()
    qtbot.waitUntil(timeline.isActiveWindow)
    timeline.view.setFocus()
    return timeline


def test_arrow_keys_read_out_one_value_after_another(timeline: Timeline, qtbot: QtBot) -> None:
    heard = []
    for _ in range(5):
        qtbot.keyClick(timeline.view, Qt.Key.Key_Right)
        heard.append(timeline.words)
    assert heard == [
        "Proteinuria 3.1 g/g · 2024-01-10 · spot",
        "Proteinuria 2.9 g/g · 2024-05-02 · spot",
        "Proteinuria 3.3 g/g · 2024-08-20 · spot",
        "Proteinuria 3.4 g/g · 2025-03-01 · spot",
        "Proteinuria 3.4 g/g · 2025-03-01 · spot",
    ]
    assert timeline.view.accessibleDescription() == heard[-1]
    qtbot.keyClick(timeline.view, Qt.Key.Key_Down)
    assert timeline.words.startswith("eGFR 71 mL/min/1.73 m²")
    qtbot.keyClick(timeline.view, Qt.Key.Key_Down)
    assert timeline.words == "Regimen cyclophosphamide (Euro-Lupus) + prednisone · 2024-09-01 to 2024-11-10"
    qtbot.keyClick(timeline.view, Qt.Key.Key_Home)
    assert timeline.words == "Biopsy class IV, AI 9, CI 2 · 2024-01-05"


def test_enter_and_a_double_click_go_to_the_entry(timeline: Timeline, session: Session, qtbot: QtBot) -> None:
    went: list[tuple[str, str]] = []
    session.going.connect(lambda page, place: went.append((page, place)))
    qtbot.keyClick(timeline.view, Qt.Key.Key_Right)
    qtbot.keyClick(timeline.view, Qt.Key.Key_Return)
    across, down = timeline.view._scales()
    x, y = timeline.view.stops[3].middle
    qtbot.mouseDClick(
        timeline.view, Qt.MouseButton.LeftButton, pos=QPoint(round(x * across), round(y * down))
    )
    assert went == [("case", "labs/upcr-1"), ("case", "labs/upcr-3")]


def test_the_pointer_reads_out_what_is_under_it(timeline: Timeline, qtbot: QtBot) -> None:
    across, down = timeline.view._scales()
    x, y = timeline.view.stops[2].middle
    qtbot.mouseMove(timeline.view, QPoint(2, 2))
    qtbot.mouseMove(timeline.view, QPoint(round(x * across), round(y * down)))
    qtbot.waitUntil(lambda: timeline.words == timeline.view.stops[2].words)


def test_a_table_holds_the_same_values_and_its_rows_open_entries(
    timeline: Timeline, session: Session, qtbot: QtBot
) -> None:
    went: list[tuple[str, str]] = []
    session.going.connect(lambda page, place: went.append((page, place)))
    timeline.toggle.setFocus()
    qtbot.keyClick(timeline.toggle, Qt.Key.Key_Space)
    table = timeline.table
    assert table is not None
    QApplication.processEvents()
    assert ("Proteinuria", "3.1 g/g", "2024-01-10", "spot") in table.rows
    assert len(table.rows) == len(timeline.view.stops)
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert went == [("case", "biopsies/bx")]
    assert unnamed(timeline) == []
    qtbot.keyClick(timeline.toggle, Qt.Key.Key_Space)
    assert timeline.table is None


def test_an_edit_redraws_and_keeps_the_mark_where_its_entry_still_is(
    timeline: Timeline, session: Session, qtbot: QtBot
) -> None:
    for _ in range(3):
        qtbot.keyClick(timeline.view, Qt.Key.Key_Right)
    case = session.case
    assert case is not None
    assert session.change("Remove a result", case.model_copy(update={"labs": case.labs[1:]}))
    assert timeline.words.startswith("Proteinuria 3.3 g/g")
    case = session.case
    assert case is not None
    session.change("Remove all", case.model_copy(update={"labs": (), "biopsies": ()}))
    assert timeline.words.startswith("No dated UPCR or eGFR is in the record yet")
    qtbot.keyClick(timeline.view, Qt.Key.Key_Right)
    assert not timeline.toggle.isEnabled()


def test_no_case_hides_the_timeline(timeline: Timeline, session: Session) -> None:
    session.close_case()
    assert not timeline.view.isVisible()
    assert timeline.words == "The trend is drawn once the record can be reviewed."


def test_making_a_timeline_opens_no_window_of_its_own(session: Session, qtbot: QtBot) -> None:
    timeline = Timeline(session)
    qtbot.addWidget(timeline)
    assert not timeline.isVisible()
    assert not [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]


_DAYS = st.dates(date(2020, 1, 1), date(2026, 1, 1))
_POINTS = st.lists(st.tuples(_DAYS, st.decimals("0.1", "12", places=1)), max_size=60)


@given(_POINTS, _POINTS, st.floats(80, 400))
def test_every_value_of_the_picture_is_a_stop_where_it_is_drawn(
    upcr: list[tuple[date, Decimal]], egfr: list[tuple[date, Decimal]], width: float
) -> None:
    """The stops are read from the shapes of the picture; this fails when the picture is built otherwise."""
    case, guideline = a_case(), load()
    review = a_review(case, guideline, None)
    review = replace(review, upcr=_series(upcr), egfr=_series(egfr))
    drawn = chart(case, review, trend_of(case, review, guideline), width)
    rows = [stop.row for stop in drawn.stops]
    assert (rows.count("Proteinuria"), rows.count("eGFR")) == (len(upcr), len(egfr))
    if upcr or egfr:
        assert (rows.count("Biopsy"), rows.count("Regimen")) == (1, 2)
    for row, points in (("Proteinuria", upcr), ("eGFR", egfr)):
        stops = [stop for stop in drawn.stops if stop.row == row]
        assert [stop.when for stop in stops] == sorted(day.isoformat() for day, _ in points)
        assert [stop.middle[0] for stop in stops] == sorted(stop.middle[0] for stop in stops)
        highest = [stop for stop in stops if stop.middle[1] == min(other.middle[1] for other in stops)]
        assert all(Decimal(stop.value.split()[0]) == max(points, key=_value)[1] for stop in highest)
    assert all(0 <= stop.left <= stop.right <= width for stop in drawn.stops)


def _value(point: tuple[date, Decimal]) -> Decimal:
    return point[1]


def _series(points: list[tuple[date, Decimal]]) -> tuple[SeriesPoint, ...]:
    return tuple(
        SeriesPoint(day, value, f"e{number}", "", day.isoformat())
        for number, (day, value) in enumerate(points)
    )


def test_what_a_letter_leaves_out_stays_in_the_timeline() -> None:
    """The timeline is the record: a value that a letter does not print can still be stopped at."""
    case, guideline = a_case(), load()
    hidden = case.model_copy(update={"left_out": (LeftOut(entry=case.labs[0].id),)})
    review = a_review(case, guideline, None)
    whole, shown = (chart(each, review, trend_of(each, review, guideline), 160) for each in (case, hidden))
    assert shown.stops == whole.stops != ()
