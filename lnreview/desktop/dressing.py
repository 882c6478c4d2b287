"""Gives the window another appearance part by part: what is in view at once, a part that is hidden when it is shown.

Font and palette belong to the application and cost little. A style sheet costs a tenth of a millisecond for each
widget, and pages and tabs that nobody sees have thousands. So the sheet of the application stays what it was at the
start, and the parts of the window get one of their own that outranks it.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QChildEvent, QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from lnreview.desktop import theme


@runtime_checkable
class HasParts(Protocol):
    """A widget with parts of which some are hidden: each part is dressed by itself."""

    @property
    def frames(self) -> tuple[QWidget, ...]:
        """The widget itself, and what else its parts stand in; none of them looks at the style sheet."""


class Dresser(QObject):
    """Keeps the parts of a window in the appearance in use; what stands in a holder is a part."""

    def __init__(self, *holders: QWidget, frames: tuple[QWidget, ...]) -> None:
        """Dress what is in the `holders`, the first of which is the window; not `frames`, in which parts that are added stand."""
        super().__init__(holders[0])
        self._holders: list[QWidget] = []
        self._apart: list[QWidget] = [*holders, *frames]
        self._parts: list[QWidget] = []
        self._sheet = ""
        """What outranks the sheet of the application; empty while that one is right."""
        self._hold(holders)

    def add(self, part: QObject) -> None:
        """Keep one more part, where it is one; of one that has parts itself, keep these."""
        if not isinstance(part, QWidget) or part in self._apart or part in self._parts:
            return
        if isinstance(part, HasParts):
            self._apart += part.frames
            for frame in part.frames:
                self._bring_down(frame)
            self._hold(part.frames)
            return
        self._parts.append(part)
        part.destroyed.connect(lambda: self._parts.remove(part) if part in self._parts else None)
        part.installEventFilter(self)

    def dress(self, part: QWidget) -> None:
        """Give a part the appearance in use, before it is shown and takes its room."""
        if part in self._apart:
            for inner in self._parts:
                if part.isAncestorOf(inner) and inner.isVisibleTo(part):
                    self.dress(inner)
        elif part.styleSheet() != self._sheet:
            # One that replaces another is given to every widget once for each of its ancestors, one that comes after
            # none once.
            part.setStyleSheet("")
            part.setStyleSheet(self._sheet)

    def dress_again(self) -> None:
        """Show what is in view in the appearance in use."""
        self._sheet = theme.sheet()
        for holder in self._apart:
            self._bring_down(holder)
        for part in self._parts:
            if part.isVisible():
                self.dress(part)

    def lay_out(self) -> None:
        """Lay out what was dressed before it is painted, so that no scroll bar comes and goes."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _hold(self, holders: tuple[QWidget, ...]) -> None:
        self._holders += holders
        for holder in holders:
            holder.installEventFilter(self)
            for child in holder.children():
                self.add(child)

    def _bring_down(self, frame: QWidget) -> None:
        """Give font and palette to what looks at no sheet: below a style sheet they do not come down by themselves."""
        frame.setFont(QApplication.font())
        frame.setPalette(QApplication.palette())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take up what is added to a holder, and dress a part that is shown."""
        if event.type() == QEvent.Type.ChildPolished and isinstance(event, QChildEvent):
            if watched in self._holders:
                self.add(event.child())
        elif event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched in self._parts:
            self.dress(watched)
        return False
