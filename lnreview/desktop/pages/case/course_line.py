"""The line above the record: what was given and for how long, what follows, what is next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.brief import brief, rich
from lnreview.desktop.language import tr
from lnreview.desktop.session import Session


class CourseLine(QLabel):
    """The second line of the case in brief; the first one is the header of the window."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("courseLine")
        self._session = session
        self._look: theme.Look | None = None
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._plain = ""
        session.review_changed.connect(self.refresh)
        self.refresh()

    @property
    def plain(self) -> str:
        """The line as text, with all that is known."""
        return self._plain

    def make_room(self, page_height: int) -> None:
        """Leave the room to the page where it is very low, as it is at a large text size."""
        self.setVisible(bool(self._plain) and page_height >= theme.look().px(480))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the appearance."""
        super().changeEvent(event)
        if self._look is not None and self._look != theme.look():
            self.refresh()

    def refresh(self) -> None:
        """Show the case as it is reviewed now."""
        self._look = theme.look()
        px, case = self._look.px, self._session.case
        told = brief(case, self._session.review) if case is not None else None
        self._plain = told.second_line if told else ""
        self.setText(rich(told.course, self._look.colours["muted"].name()) if told else "")
        self.setContentsMargins(px(16), px(8), px(16), 0)
        self.setToolTip(self._plain)
        named(self, tr("Course of the case"), self._plain)
