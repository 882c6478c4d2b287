"""A person at the keyboard: keys go the way that those of a screen go, through the window to what has the focus.

Each key counts, so that a journey can say how many it took. Nothing here calls a method of a page.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
_AROUND = 400
"""Presses of Tab after which a widget would have been reached in any window."""
_LONG = 20.0
"""Seconds after which anything would have happened on the slowest machine."""


class Keyboard:
    """The keys of one window."""

    def __init__(self, window: QMainWindow) -> None:
        self.window = window
        self.typed = 0
        """Characters that were typed."""
        self.pressed = 0
        """Other keys that were pressed; a chord is one."""
        # Letters that choose in a list belong together only while they are typed quickly; a test is always quick.
        QApplication.setKeyboardInputInterval(0)

    @property
    def count(self) -> int:
        """Every key so far."""
        return self.typed + self.pressed

    @property
    def focus(self) -> QWidget:
        """What has the focus."""
        focused = QApplication.focusWidget()
        assert focused is not None, "nothing has the focus"
        return focused

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        """Press a key, or a chord."""
        for _ in range(times):
            self.pressed += 1
            self._activate()
            QTest.keyClick(self.window.windowHandle(), key, modifier)
            QApplication.processEvents()

    def write(self, text: str) -> None:
        """Type a text."""
        for letter in text:
            self.typed += 1
            self._activate()
            QTest.keyClick(self.window.windowHandle(), letter)
        QApplication.processEvents()

    def tab_to(self, target: QWidget) -> None:
        """Press Tab, or Shift+Tab where that is nearer, until `target` or something in it has the focus."""
        forward = self._steps(target, forward=True) <= self._steps(target, forward=False)
        for _ in range(_AROUND):
            if self.stands_in(target):
                return
            if forward:
                self.press(Qt.Key.Key_Tab)
            else:
                self.press(Qt.Key.Key_Backtab, SHIFT)
        raise AssertionError(f"Tab does not reach {target.objectName() or target.accessibleName()}")

    def stands_in(self, target: QWidget) -> bool:
        """Tell whether `target` or something in it has the focus."""
        focused = QApplication.focusWidget()
        return focused is not None and (focused is target or target.isAncestorOf(focused))

    def choose(self, words: str) -> None:
        """Choose in the list that has the focus by its first letter, as often as it takes."""
        combo = self.focus
        assert isinstance(combo, QComboBox), combo
        for _ in range(combo.count()):
            if combo.currentText() == words:
                return
            self.write(words[0])
        assert combo.currentText() == words, [combo.itemText(row) for row in range(combo.count())]

    def answer(self, words: str) -> None:
        """Give one of the answers beside each other, by the arrows or the space bar."""
        for _ in range(4):
            focused = self.focus
            assert isinstance(focused, QRadioButton), focused
            if focused.text().casefold() == words:
                if not focused.isChecked():
                    self.press(Qt.Key.Key_Space)
                return
            self.press(Qt.Key.Key_Left)
        raise AssertionError(f"no answer “{words}”")

    def fill(self, value: str) -> None:
        """Write or choose a value where the focus is."""
        if isinstance(self.focus, QComboBox) and not self.focus.isEditable():
            self.choose(value)
        elif value:
            self.write(value)  # in place of what stands there: Tab selects it
        else:
            self.press(Qt.Key.Key_Delete)

    def replace(self, value: str) -> None:
        """Write a value in place of what stands in the line that has the focus."""
        assert isinstance(self.focus, QLineEdit | QPlainTextEdit), self.focus
        self.press(Qt.Key.Key_A, CTRL)
        self.write(value)

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait until something is so."""
        end = time.monotonic() + _LONG
        while not until():
            assert time.monotonic() < end, "it did not happen"
            QApplication.processEvents()

    def _activate(self) -> None:
        """Give the window back what the window manager of a screen gives back when a list of words closes."""
        if QApplication.activePopupWidget() is None and QApplication.activeWindow() is not self.window:
            self.window.activateWindow()
            QApplication.processEvents()

    def _steps(self, target: QWidget, *, forward: bool) -> int:
        """Return how many presses of Tab lead to `target`."""
        start = current = self.focus
        steps = 0
        for _ in range(5_000):
            current = current.nextInFocusChain() if forward else current.previousInFocusChain()
            if current is start:
                break
            if _takes_tab(current):
                steps += 1
                if current is target or target.isAncestorOf(current):
                    return steps
        return _AROUND


def _takes_tab(widget: QWidget) -> bool:
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
    )
