"""What would change the verdict at one step: each line was evaluated away from the window, none is written by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from lnreview.desktop.language import tr
from lnreview.desktop.names import PLACE_NAMES
from lnreview.desktop.widgets.link import Link
from lnreview.desktop.widgets.prose import clear, column, gap, muted, prose
from lnreview.review.detail.table import Table
from lnreview.review.finding import StepName

TABLE = "what-would-change"
"""The table of the verdict that holds every line, with how it was reached."""


class WouldChange(QWidget):
    """Lists what would change the verdict at a step, and leads to the whole list."""

    def __init__(self, step: StepName, whole: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("wouldChange")
        self._step, self._whole = step, whole
        self._link: Link | None = None
        self._lines = column(self, spacing=4)
        self.show_tables(None)

    def show_tables(self, tables: Sequence[Table] | None) -> None:
        """Show the lines of the step; `None`: they are being worked out."""
        lines = self._lines
        clear(lines)
        gap(lines)
        lines.addWidget(muted(tr("What would change the verdict")))
        if tables is None:
            lines.addWidget(muted(tr("It is being worked out …")))
            return
        whole = next((table for table in tables if table.id == TABLE), None)
        here = [row for row in whole.rows if self._step in row.steps] if whole is not None else []
        for row in here:
            lines.addWidget(prose(row.cells[0].replace("/", "/\u2060")))  # no line breaks within a unit
            lines.addWidget(muted(f"→ {row.cells[1]}"))
            gap(lines, 4)
        if not here:
            name = tr(PLACE_NAMES[self._step])
            lines.addWidget(
                prose(
                    tr("None of the answers about {step} that were tried leads to another verdict.").format(
                        step=name.lower()
                    )
                )
            )
        self._link = None
        if whole is not None:
            words = tr("Everything that would change it, and why")
            link = Link(words, self._whole)
            link.setObjectName("wholeChange")
            lines.addWidget(link)
            self._link = link

    def take_focus(self) -> None:
        """Put the focus on the way to the whole list, once there is one."""
        if self._link is not None:
            self._link.setFocus(Qt.FocusReason.ShortcutFocusReason)
