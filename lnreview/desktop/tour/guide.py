"""Takes a person through the tour on an invented case of its own, and leaves everything else as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from lnreview import resources
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages import TakesPlace
from lnreview.desktop.preferences import Preferences
from lnreview.desktop.tour.card import Card
from lnreview.desktop.tour.steps import STEPS, Step
from lnreview.errors import UserError

if TYPE_CHECKING:
    from lnreview.desktop.main_window import MainWindow

CASE = "tour"
"""Id of the case of the tour."""
_MODEL = "demo-anna-insufficient-data.json"
_PACK = "EX-RTX-REFR"
_NOTE = noop("A note by the tour. Ctrl+Z takes it back.")
_DONE = noop("✓ Done. Alt+N goes on.")


class Tour(QObject):
    """The tour of one window."""

    def __init__(self, window: MainWindow, preferences: Preferences) -> None:
        super().__init__(window)
        self._window, self._session, self._preferences = window, window.session, preferences
        self._number = -1
        over = window.centralWidget()
        assert over is not None
        self.card = Card(over)
        self.card.next.connect(self._next)
        self.card.back.connect(self._back)
        self.card.left.connect(self.leave)
        self._session.case_opened.connect(self._look)
        self._session.case_changed.connect(self._look)
        window.page_shown.connect(self._look)

    @property
    def step(self) -> Step | None:
        """The step that is shown; `None` while there is no tour."""
        return STEPS[self._number] if 0 <= self._number < len(STEPS) else None

    def start(self) -> None:
        """Begin with the first step; the case of the tour is as it was the first time."""
        if not self._session.settle() or not self._prepare():
            return
        self._session.close_case()
        self._show(0)

    def leave(self) -> None:
        """End the tour; the person stays where the tour was."""
        self._tidy()
        self._number = -1
        self.card.close_()
        self._preferences.tour_taken = True
        self._window.page(self._window.current).setFocus(Qt.FocusReason.OtherFocusReason)

    def _prepare(self) -> bool:
        """Have the case of the tour in the list, as it was the first time; `False` where it cannot be."""
        from lnreview.exchange import casefile

        try:
            case = casefile.read(resources.demo() / _MODEL)
            coverage = case.coverage.model_copy(update={"pack": _PACK})
            case = case.model_copy(
                update={"id": CASE, "title": tr("Tour: was it taken?"), "coverage": coverage}
            )
            if self._is_held():
                self._session.store.archive(CASE, False)
                self._session.store.save(case, command=tr("Begin the tour again"))
            else:
                self._session.store.create(case, command=tr("Begin the tour"))
        except UserError as error:
            self._session.failed.emit(str(error))
            return False
        self._session.cases_changed.emit()
        return True

    def _is_held(self) -> bool:
        try:
            self._session.store.summary(CASE)
        except UserError:
            return False
        return True

    def _next(self) -> None:
        """Go on; what the person was asked to do and did not do is done first, so that it is seen."""
        step = self.step
        if step is not None and not self._is_done(step):
            self._do(step)
            self.card.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._number + 1 < len(STEPS):
            self._show(self._number + 1)
        else:
            self.leave()

    def _back(self) -> None:
        if self._number > 0:
            self._tidy()
            self._show(self._number - 1)

    def _show(self, number: int) -> None:
        self._number = number
        step = STEPS[number]
        if step.page != "cases" and (self._session.case is None or self._session.case.id != CASE):
            self._session.open_case(CASE)
        if step.wish == "undo":
            self._write_note()
        if step.wish != "page":
            self._window.show_page(step.page, step.place)
        self._tell()
        QTimer.singleShot(0, self, self._stand)
        if step.wish == "open":
            self._window.show_page(step.page, CASE)
        else:
            self.card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stand(self) -> None:
        """Mark the place once the page is laid out; a field that lay below its view has come into it."""
        if self.step is not None and self.step.wish == "undo":
            self._window.show_page(self.step.page, self.step.place)
            self.card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def _do(self, step: Step) -> None:
        """Do for the person what the step asks for."""
        if step.wish == "open":
            self._session.open_case(CASE)
        elif step.wish == "page":
            self._window.show_page(step.page, step.place)
        elif step.wish == "undo":
            self._session.undo()

    def _tell(self) -> None:
        step = self.step
        if step is None:
            return
        ask = "" if not step.wish else tr(_DONE) if self._is_done(step) else tr(step.ask)
        self.card.show_step(
            (self._number + 1, len(STEPS)), tr(step.title), tr(step.text), ask, self._target(step)
        )

    def _look(self) -> None:
        """See whether what was asked for is done, and mark what came into view."""
        step = self.step
        if step is None:
            return
        page = (
            self._window.page(step.page)
            if step.wish == "page" and self._window.current == step.page
            else None
        )
        if step.place and isinstance(page, TakesPlace):
            page.show_place(step.place)
        self._tell()

    def _is_done(self, step: Step) -> bool:
        case = self._session.case
        if not step.wish:
            return True
        if step.wish == "open":
            return case is not None and case.id == CASE
        if step.wish == "page":
            return self._window.current == step.page
        return case is not None and case.note != tr(_NOTE)

    def _target(self, step: Step) -> QWidget | None:
        """Return what is marked: the first of the step's widgets that is in view."""
        if step.wish == "page" and self._window.current != step.page:
            return self._window.findChild(QWidget, f"rail-{step.page}")
        for name in step.targets:
            for widget in self._window.findChildren(QWidget, name):
                if widget.isVisible() and not widget.visibleRegion().isEmpty():
                    return widget
        return None

    def _write_note(self) -> None:
        case = self._session.case
        if case is not None:
            self._session.change(tr("Note of the tour"), case.model_copy(update={"note": tr(_NOTE)}))

    def _tidy(self) -> None:
        """Do what the person was asked for and did not do, so that nothing of the tour is left over."""
        step = self.step
        if step is not None and step.wish == "undo" and not self._is_done(step):
            self._session.undo()
