"""The timeline: the picture of the letter on screen, its values by keyboard, the time that is shown, the table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from walk_sample import a_case, a_review, a_session

from lnreview.case.paperwork import LeftOut
from lnreview.desktop import accessibility, theme
from lnreview.desktop.accessibility import unnamed
from lnreview.desktop.colours import COLOURS, contrast
from lnreview.desktop.session import Session
from lnreview.desktop.timeline import paint, view
from lnreview.desktop.timeline.panel import Timeline
from lnreview.desktop.timeline.range import SHORTEST, Range
from lnreview.desktop.timeline.stops import boxes, shown_of
from lnreview.guideline.load import load
from lnreview.letters.chart import wide_picture
from lnreview.review.evaluate import review
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
    timeline.resize(1100, 560)
    with qtbot.waitExposed(timeline):
        timeline.show()
    timeline.activateWindow()
    qtbot.waitUntil(timeline.isActiveWindow)
    timeline.view.setFocus()
    return timeline


def press(timeline: Timeline, qtbot: QtBot, *keys: Qt.Key) -> str:
    """Press keys in the chart and return what is read out."""
    for key in keys:
        qtbot.keyClick(timeline.view, key)
    return timeline.words


def test_arrow_keys_read_out_one_value_after_another_with_what_it_means(
    timeline: Timeline, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(view, "announce", lambda _, words: said.append(words))
    heard = [press(timeline, qtbot, Qt.Key.Key_Right) for _ in range(5)]
    assert heard[0] == "Proteinuria 3.1 g/g · 2024-01-10 · spot"
    assert heard[1] == (
        "Proteinuria 2.9 g/g · 2024-05-02 · spot · above the region of a partial response (≤ 1.55 g/g, secondary); "
        "−6 % from the baseline 3.1"
    )
    assert [words.split(" · ")[1] for words in heard[2:]] == ["2024-08-20", "2025-03-01", "2025-03-01"]
    assert said == heard, "what is marked is also said"
    assert timeline.view.accessibleDescription() == heard[-1]
    words = press(timeline, qtbot, Qt.Key.Key_Down)
    assert words.startswith("eGFR 71 mL/min/1.73 m² · 2025-03-01")
    assert "function" in words
    words = press(timeline, qtbot, Qt.Key.Key_Down)
    assert words.startswith("Regimen cyclophosphamide (Euro-Lupus) + prednisone · 2024-09-01 to 2024-11-10")
    assert press(timeline, qtbot, Qt.Key.Key_Home).startswith("Regimen mycophenolate mofetil")
    assert press(timeline, qtbot, *[Qt.Key.Key_Up] * 3) == "Biopsy class IV, AI 9, CI 2 · 2024-01-05"
    assert press(timeline, qtbot, Qt.Key.Key_Escape).startswith("Arrow keys move")


def test_enter_or_a_click_on_what_is_marked_edits_its_value(
    timeline: Timeline, session: Session, qtbot: QtBot
) -> None:
    went: list[tuple[str, str]] = []
    session.going.connect(lambda page, place: went.append((page, place)))
    press(timeline, qtbot, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert went == [("case", "labs/upcr-1/quantity")]
    other = next(stop for stop in timeline.view.stops if stop.place == "labs/upcr-3")
    place = timeline.view.place_of(other)
    assert place is not None
    qtbot.mouseClick(timeline.view, Qt.MouseButton.LeftButton, pos=place)
    assert (timeline.view.stop, len(went)) == (other, 1), "the first click only marks"
    qtbot.mouseClick(timeline.view, Qt.MouseButton.LeftButton, pos=place)
    assert went[1:] == [("case", "labs/upcr-3/quantity")]


def test_the_pointer_reads_out_what_is_under_it(timeline: Timeline, qtbot: QtBot) -> None:
    stop = timeline.view.stops[2]
    place = timeline.view.place_of(stop)
    assert place is not None
    qtbot.mouseMove(timeline.view, QPoint(2, 2))
    qtbot.mouseMove(timeline.view, place)
    qtbot.waitUntil(lambda: timeline.words == stop.words)
    assert timeline.view.toolTip() == stop.words


def test_keys_zoom_and_move_the_time_and_the_tools_say_it(timeline: Timeline, qtbot: QtBot) -> None:
    whole = timeline.range_words
    assert timeline.view.range is not None
    assert timeline.view.range.is_whole
    press(timeline, qtbot, Qt.Key.Key_Right)
    press(timeline, qtbot, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    near = timeline.view.range
    assert near.last - near.first < (near.end - near.start) / 2
    assert near.shows(date(2024, 1, 10)), "zooming keeps what is marked"
    assert timeline.range_words not in ("", whole)
    press(timeline, qtbot, Qt.Key.Key_End)
    assert timeline.view.range.shows(date(2025, 3, 1)), "a mark outside is brought into view"
    shown = timeline.view.range
    qtbot.keyClick(timeline.view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert timeline.view.range.first < shown.first
    assert timeline.view.range.last - timeline.view.range.first == shown.last - shown.first
    qtbot.keyClick(timeline.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert timeline.view.range == shown
    press(timeline, qtbot, Qt.Key.Key_Minus)
    assert timeline.view.range.last - timeline.view.range.first > shown.last - shown.first
    press(timeline, qtbot, Qt.Key.Key_0)
    assert timeline.range_words == whole


def turn(timeline: Timeline, at: QPoint, modifier: Qt.KeyboardModifier) -> QWheelEvent:
    event = QWheelEvent(
        QPointF(at), QPointF(timeline.view.mapToGlobal(at)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(timeline.view, event)
    return event


def test_the_wheel_zooms_about_the_pointer_only_with_ctrl(timeline: Timeline) -> None:
    stop = next(stop for stop in timeline.view.stops if stop.place == "labs/upcr-2")
    place = timeline.view.place_of(stop)
    assert place is not None
    turn(timeline, place, Qt.KeyboardModifier.NoModifier)
    assert timeline.view.range is not None
    assert timeline.view.range.is_whole, "a plain turn scrolls"
    turn(timeline, place, Qt.KeyboardModifier.ControlModifier)
    moved = timeline.view.place_of(stop)
    assert moved is not None
    assert not timeline.view.range.is_whole
    assert abs(moved.x() - place.x()) <= 3, "what is under the pointer stays there"


def test_drawing_moves_the_time(timeline: Timeline, qtbot: QtBot) -> None:
    press(timeline, qtbot, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    before = timeline.view.range
    assert before is not None
    height = timeline.view.height() - 2
    qtbot.mousePress(timeline.view, Qt.MouseButton.LeftButton, pos=QPoint(500, height))
    qtbot.mouseMove(timeline.view, QPoint(560, height))
    qtbot.waitUntil(lambda: timeline.view.range != before)
    qtbot.mouseRelease(timeline.view, Qt.MouseButton.LeftButton, pos=QPoint(560, height))
    assert timeline.view.range is not None
    assert timeline.view.range.first < before.first


def test_the_time_is_kept_while_the_case_is_open_and_no_longer(
    timeline: Timeline, session: Session, qtbot: QtBot
) -> None:
    press(timeline, qtbot, Qt.Key.Key_Plus)
    shown, case = timeline.view.range, session.case
    assert case is not None
    session.change("Note", case.model_copy(update={"note": "seen"}))
    assert timeline.view.range == shown
    session.add_case(case.model_copy(update={"id": "other"}))
    assert timeline.view.range is not None
    assert timeline.view.range.is_whole


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
    assert ("Proteinuria", "3.1 g/g", "2024-01-10", "spot", "") in table.rows
    assert not [
        button.text()
        for button in timeline.findChildren(QPushButton)
        if button.isEnabled() and len(button.text()) == 1
    ]
    assert not [action.text() for action in timeline.actions() if action.isEnabled() and action.shortcuts()]
    assert len(table.rows) == len(timeline.view.stops)
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert went == [("case", "biopsies/bx/class_text")]
    assert unnamed(timeline) == []
    qtbot.keyClick(timeline.toggle, Qt.Key.Key_Space)
    assert timeline.table is None


def test_an_edit_redraws_and_keeps_the_mark_where_its_entry_still_is(
    timeline: Timeline, session: Session, qtbot: QtBot
) -> None:
    press(timeline, qtbot, *[Qt.Key.Key_Right] * 3)
    case = session.case
    assert case is not None
    assert session.change("Remove a result", case.model_copy(update={"labs": case.labs[1:]}))
    assert timeline.words.startswith("Proteinuria 3.3 g/g")
    case = session.case
    assert case is not None
    session.change("Remove all", case.model_copy(update={"labs": (), "biopsies": ()}))
    assert timeline.view.stop is None
    assert timeline.words.startswith("Arrow keys move")


def test_no_case_hides_the_timeline(timeline: Timeline, session: Session) -> None:
    session.close_case()
    assert not timeline.view.isVisible()
    assert timeline.words == "The trend is drawn once the record can be reviewed."


def test_making_a_timeline_opens_no_window_of_its_own(session: Session, qtbot: QtBot) -> None:
    timeline = Timeline(session)
    qtbot.addWidget(timeline)
    assert not timeline.isVisible()
    assert not [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]


@pytest.mark.parametrize("size", [100, 150, 200])
def test_the_tools_are_large_enough_and_the_line_that_reads_out_never_moves_the_chart(
    timeline: Timeline, qapp: QApplication, qtbot: QtBot, size: int
) -> None:
    theme.apply(qapp, "light", size)
    timeline.resize(1180, 700)
    QApplication.processEvents()
    buttons = [button for button in timeline.findChildren(QPushButton) if button.isVisible()]
    assert len(buttons) == 6
    for button in buttons:
        assert min(button.width(), button.height()) >= 24 * size / 100
        assert button.width() >= button.minimumSizeHint().width() or len(button.text()) == 1
    height = timeline.view.height()
    by_length = sorted(timeline.view.stops, key=lambda stop: len(stop.words))
    for stop in (by_length[0], by_length[-1], by_length[0]):
        timeline.view._mark(timeline.view.stops.index(stop))
        QApplication.processEvents()
        assert timeline.view.height() == height


def test_an_announcement_reaches_the_platform(timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: sent.append(event.message()))
    accessibility.announce(timeline.view, "UPCR 3.1 g/g")
    assert sent == ["UPCR 3.1 g/g"]


_DAYS = st.dates(date(2020, 1, 1), date(2026, 1, 1))
_POINTS = st.lists(st.tuples(_DAYS, st.decimals("0.1", "12", places=1)), max_size=60)


@given(_POINTS, _POINTS, st.floats(90, 400), st.floats(20, 200))
def test_every_value_of_the_picture_is_a_stop_where_it_is_drawn(
    upcr: list[tuple[date, Decimal]], egfr: list[tuple[date, Decimal]], width: float, height: float
) -> None:
    case, guideline = a_case(), load()
    found = replace(a_review(case, guideline, None), upcr=_series("u", upcr), egfr=_series("e", egfr))
    shown = shown_of(case, found, guideline)
    made = wide_picture(shown.trend, width, height)
    places = boxes(made)
    rows = [stop.row for stop in shown.stops]
    assert (rows.count("proteinuria"), rows.count("egfr")) == (len(upcr), len(egfr))
    assert (rows.count("biopsy"), rows.count("regimen")) == (1, 2)
    assert {stop.place for stop in shown.stops} == set(places)
    for row, points in (("proteinuria", upcr), ("egfr", egfr)):
        stops = [stop for stop in shown.stops if stop.row == row]
        middles = [((box := places[stop.place])[0] + box[2], box[1] + box[3]) for stop in stops]
        assert [stop.when for stop in stops] == sorted(day.isoformat() for day, _ in points)
        assert [x for x, _ in middles] == sorted(x for x, _ in middles)
        top = min((y for _, y in middles), default=0.0)
        highest = [stop for stop, (_, y) in zip(stops, middles, strict=True) if y - top < 1e-9]
        assert (
            all(Decimal(stop.value.split()[0]) == max(value for _, value in points) for stop in highest)
            or row == "egfr"
        )
    assert all(-0.01 <= box[0] <= box[2] <= width + 0.01 for box in places.values())


def _series(name: str, points: list[tuple[date, Decimal]]) -> tuple[SeriesPoint, ...]:
    return tuple(
        SeriesPoint(day, value, f"{name}{number}", "", day.isoformat())
        for number, (day, value) in enumerate(points)
    )


def test_what_a_letter_leaves_out_stays_in_the_timeline() -> None:
    """The timeline is the record: a value that a letter does not print can still be stopped at."""
    case, guideline = a_case(), load()
    hidden = case.model_copy(update={"left_out": (LeftOut(entry=case.labs[0].id),)})
    found = a_review(case, guideline, None)
    assert shown_of(hidden, found, guideline) == shown_of(case, found, guideline)
    assert shown_of(case, found, guideline).stops != ()


def test_what_was_given_and_done_beside_the_regimens_is_a_stop() -> None:
    raw = a_case().model_dump(mode="json")
    raw["courses"] += [
        {"id": "p40", "drug": "prednisone", "dose": {"value": 40, "unit": "mg/d"}, "start": "2024-01-12", "stop": "2024-03-01", "route": "oral"},
        {"id": "p5", "drug": "prednisone", "dose": {"value": 5, "unit": "mg/d"}, "start": "2024-03-02", "route": "oral", "ongoing": "yes"},
        {"id": "aza", "drug": "azathioprine", "dose": {"value": 100, "unit": "mg/d"}, "start": "2024-11-20", "role": "maintenance", "ongoing": "yes"},
    ]  # fmt: skip
    raw["levels"] = [
        {"id": "mpa", "substance": "mycophenolic-acid", "kind": "trough", "matrix": "plasma", "quantity": {"value": 1.9, "unit": "mg/L"}, "drawn_on": "2024-04"}
    ]  # fmt: skip
    raw["events"] = [{"id": "flare", "what": "flare", "on": "2024-01-02"}]
    raw["pregnancies"] = [{"id": "preg", "status": "pregnant", "since": "2023-02"}]
    case, guideline = type(a_case()).model_validate(raw), load()
    shown = shown_of(case, review(case, guideline, None), guideline)
    told = {stop.place: stop.words for stop in shown.stops}
    assert told["courses/p40"] == "Glucocorticoid prednisone 40 mg/d · 2024-01-12 to 2024-03-01"
    assert told["courses/aza"] == "Drug azathioprine 100 mg/d · 2024-11-20 to now · maintenance"
    assert told["levels/mpa"].startswith("Level mycophenolic acid trough 1.9 mg/L · 2024-04 · plasma · ")
    assert told["events/flare"] == "Event flare · 2024-01-02"
    assert told["pregnancies/preg"] == "Event pregnant · 2023-02"
    assert set(boxes(wide_picture(shown.trend, 240, 100))) == set(told)


_TIMES = st.tuples(_DAYS, st.integers(40, 4000)).map(
    lambda one: (one[0], date.fromordinal(one[0].toordinal() + one[1]))
)


@given(_TIMES, st.lists(st.tuples(st.sampled_from("+-<>0"), st.floats(0, 1)), max_size=12), _DAYS)
def test_no_step_leaves_the_whole_time_or_hides_what_is_marked(
    whole: tuple[date, date], steps: list[tuple[str, float]], day: date
) -> None:
    shown = Range.of(*whole)
    for step, share in steps:
        before = shown
        match step:
            case "+":
                shown = shown.zoomed(1.6, share)
            case "-":
                shown = shown.zoomed(1 / 1.6, share)
            case "<":
                shown = shown.moved(-share)
            case ">":
                shown = shown.moved(share)
            case _:
                shown = Range.of(*whole)
        assert whole[0] <= shown.first < shown.last <= whole[1]
        assert shown.last - shown.first >= SHORTEST
        if step == "+":
            assert shown.last - shown.first <= before.last - before.first
    if whole[0] <= day <= whole[1]:
        assert shown.showing(day).shows(day)
    assert shown.over(*whole) == shown


def test_the_time_is_told_in_months_days_or_months_from_a_start() -> None:
    shown = Range.of(date(2024, 1, 1), date(2026, 3, 31))
    assert shown.words() == "Jan 2024 – Mar 2026"
    assert replace(shown, last=date(2024, 2, 1)).words() == "1 Jan 2024 – 1 Feb 2024"
    assert shown.words(date(2024, 2, 1)) == "month −1 to 26"


@pytest.mark.parametrize("appearance", COLOURS)
def test_what_is_written_on_a_region_keeps_its_contrast(appearance: str) -> None:
    colours, wanted = COLOURS[appearance], 7.0 if "contrast" in appearance else 4.5
    for zone, veil in paint.VEILS.items():
        share = veil / 255
        pairs = zip(colours["window"].getRgbF(), colours["met"].getRgbF(), strict=True)
        ground = [(1 - share) * under + share * over for under, over in pairs]
        for front in ("text", "accent"):
            found = contrast(colours[front].name(), QColor.fromRgbF(*ground[:3]).name())
            assert found >= wanted, f"{front} on {zone}: {found:.2f}"


def test_regions_lie_beside_each_other() -> None:
    case, guideline = a_case(), load()
    shown = shown_of(case, review(case, guideline, None), guideline)
    complete, efficacious, *partial = shown.trend.upcr_bands
    assert (complete.low, complete.high) == (None, 0.5)
    assert (efficacious.low, efficacious.high) == (0.5, 0.7)
    assert partial
    assert all(band.low == 0.7 for band in partial)


def test_300_values_are_told_laid_out_and_painted_within_their_budget(qapp: QApplication) -> None:
    """Measured in processor time, the best of five: 20 ms to lay out, 16 ms to paint, 15 ms to follow a change."""
    day = date(2020, 11, 1).toordinal()
    points = [
        (date.fromordinal(day + 14 * number), Decimal(number * 7 % 50 + 1) / 10) for number in range(150)
    ]
    case, guideline = a_case(), load()
    found = replace(a_review(case, guideline, None), upcr=_series("u", points), egfr=_series("e", points))
    shown = shown_of(case, found, guideline)
    picture = wide_picture(shown.trend, 240, 90)
    assert len(boxes(picture)) >= 300

    def best(work: Callable[[], object]) -> float:
        took = []
        for _ in range(5):
            start = time.process_time()
            work()
            took.append((time.process_time() - start) * 1000)
        return min(took)

    assert best(lambda: shown_of(case, found, guideline)) <= 15
    assert best(lambda: boxes(wide_picture(shown.trend, 240, 90))) <= 20
    assert best(lambda: paint.painted(picture, paint.per_mm(96), 1.0)) <= 16
