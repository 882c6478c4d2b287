"""The middle of the decision page: the criterion on which the person stands, and the note on it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.language import tr
from lnreview.desktop.pages.decision.facts import Choose, criterion_view
from lnreview.desktop.pages.decision.note_panel import NotePanel
from lnreview.desktop.pages.decision.notes import note_of
from lnreview.desktop.pages.decision.overview import overview
from lnreview.desktop.pages.decision.work import Held
from lnreview.desktop.widgets.prose import Goto, lay_out_now, put, scroller
from lnreview.review.policy.result import Criterion

_HIGH_ENOUGH = 520
"""Lowest page, in px at 100 %, on which the note stays in view below what is known."""


class Centre(QWidget):
    """Shows a criterion, or the request as a whole; what is known is drawn anew only where it changed."""

    def __init__(self, goto: Goto, choose: Choose) -> None:
        super().__init__()
        self._goto, self._choose = goto, choose
        self._shown: object = None
        self.notes = NotePanel()
        self.area, self._lines = scroller("decisionCentre", tr("The criterion"))
        facts = QWidget()
        self._facts = QVBoxLayout(facts)
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._lines.addWidget(facts)
        self._below = QVBoxLayout()
        self._lines.addLayout(self._below)
        self._lines.addStretch(1)
        self._foot_holder = QWidget()
        self._foot_holder.setObjectName("decisionFoot")
        self._foot_holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._foot = QVBoxLayout(self._foot_holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addWidget(self._foot_holder)
        self._foot.addWidget(self.notes)
        self.notes.hide()
        self.notes.opened.connect(lambda: QTimer.singleShot(0, self, self._to_judgement))
        self.restyle()

    def show_held(self, held: Held, item: Criterion | None, by: str) -> None:
        """Show a criterion; the root, or none, shows the request as a whole."""
        whole = item is None or held.policy is None or item.id == held.policy.root.id
        known: object = (held.policy, held.renewal, held.problem, held.review is None) if whole else _known(item)  # fmt: skip
        if (known, theme.look()) != self._shown:
            before = self._shown
            self._shown = (known, theme.look())
            if whole or item is None:
                put(self._facts, overview(held, self._goto, self._choose))
            else:
                put(self._facts, criterion_view(held.case, item, self._goto, self._choose))
            lay_out_now(self.area)
            if not isinstance(before, tuple) or before[0] != known:
                self._to_top_unless_written()
        self.notes.setVisible(not whole)
        self._place_notes(self.height())
        if not whole and item is not None and held.policy is not None:
            self.notes.show_note(item, note_of(held.case, held.policy.pack.id, item.id), by)

    def forget(self) -> None:
        """Show nothing: another case was opened."""
        self._shown = None
        put(self._facts)
        self.notes.forget()
        self.notes.hide()
        self._place_notes(self.height())

    def take_focus(self) -> None:
        """Put the focus where the person writes, or on the text."""
        target: QWidget = self.notes.comment if self.notes.isVisibleTo(self) else self.area
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if target is not self.area:
            self.area.ensureWidgetVisible(target)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the note below what is known in view where the page is high enough, else let it scroll along."""
        self._place_notes(event.size().height())
        super().resizeEvent(event)

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._lines.setContentsMargins(px(24), px(16), px(24), px(16))
        self._lines.setSpacing(px(24))
        self._place_notes(self.height())
        self.notes.comment.fit()
        self.notes.panel.rationale.fit()

    def _place_notes(self, height: int) -> None:
        px = theme.look().px
        high = height >= px(_HIGH_ENOUGH)
        home, other = (self._foot, self._below) if high else (self._below, self._foot)
        if other.indexOf(self.notes) >= 0:
            other.removeWidget(self.notes)
            home.addWidget(self.notes)
        self._foot.setContentsMargins(px(24), px(8), px(24 + 12), px(16))
        self._foot_holder.setVisible(high and not self.notes.isHidden())

    def _to_judgement(self) -> None:
        """Bring the beginning of the judgement into view where it scrolls along."""
        inner = self.area.widget()
        if inner is not None and inner.isAncestorOf(self.notes):
            self.area.verticalScrollBar().setValue(self.notes.mapTo(inner, QPoint()).y())

    def _to_top_unless_written(self) -> None:
        """Begin at the top, except while the person writes below."""
        focus = self.focusWidget()
        if focus is None or not focus.hasFocus() or not self.notes.isAncestorOf(focus):
            self.area.verticalScrollBar().setValue(0)


def _known(item: Criterion | None) -> object:
    """Return what the view of a criterion shows; a comment or a look changes nothing in it."""
    if item is None:
        return None
    note = item.note
    judged = (note.status, note.rationale, note.by, note.on) if note and note.status else None
    below = tuple((child.id, child.status, child.effective, bool(child.note and child.note.status)) for child in item.children)  # fmt: skip
    return (
        item.id, item.words, item.status, item.effective, item.because, item.evidence, item.missing, item.change,
        item.place, item.entry, judged, below,
    )  # fmt: skip
