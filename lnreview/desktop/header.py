"""The header of the window: the case in brief, the day of the review, the verdict.

What was given and what is next stands on the case page; the tooltip, and what is copied, hold all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.language import tr
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.badge import Badge

if TYPE_CHECKING:  # the window is shown before a case is open
    from lnreview.desktop.brief import Brief


class Header(QWidget):
    """What is open: always in view, the same on every page."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._brief: Brief | None = None
        self._line = QLabel()
        self._line.setObjectName("caseLine")
        self._line.setTextFormat(Qt.TextFormat.RichText)
        self._line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._line.setWordWrap(True)
        self._line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._synthetic = QLabel(tr("synthetic"))
        self._synthetic.setToolTip(tr("An invented patient"))
        theme.style(self._synthetic, role="muted")
        self._day_name = QLabel(tr("As of"))
        theme.style(self._day_name, role="muted")
        self._day = QLineEdit()
        self._day.setObjectName("asOf")
        self._day_name.setBuddy(self._day)
        help_text = tr("Day of the review, such as 2026-11-22. Empty: the day set in the case, else today.")
        self._day.setToolTip(help_text)
        named(self._day, tr("Reviewed as of"), help_text)
        self._day.editingFinished.connect(self._set_day)
        self._verdict = Badge()
        self._verdict.setObjectName("verdictBadge")
        self._tools = QWidget()
        right = QHBoxLayout(self._tools)
        right.setContentsMargins(0, 0, 0, 0)
        right.addStretch(1)
        for widget in (self._synthetic, self._day_name, self._day, self._verdict):
            right.addWidget(widget)
        self._right = right
        self._grid = QGridLayout(self)
        self._grid.addWidget(self._line, 0, 0)
        self._grid.addWidget(self._tools, 0, 1)
        self._grid.setColumnStretch(0, 1)
        session.case_changed.connect(self._refresh)
        session.review_changed.connect(self._refresh)
        self.restyle()
        self._refresh()

    @property
    def text(self) -> str:
        """The case in one line: who, tissue, proteinuria and function."""
        return self._brief.first_line if self._brief else ""

    @property
    def verdict(self) -> str:
        """The words of the verdict's badge."""
        return self._verdict.text

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._grid.setContentsMargins(px(16), px(8), px(16), px(8))
        self._grid.setSpacing(px(8))
        self._right.setSpacing(px(8))
        self._day.setFixedWidth(px(124))
        self._line.setMinimumWidth(px(160))  # it wraps: a long one must not make the window wider
        self._verdict.updateGeometry()
        self._show_brief()

    def minimumSizeHint(self) -> QSize:
        """Return the width of the two rows above each other: it may not be narrow yet when the window asks."""
        margins = self._grid.contentsMargins()
        width = max(self._line.minimumWidth(), self._tools.minimumSizeHint().width())
        return QSize(width + margins.left() + margins.right(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the line of the case above the rest where one row is too narrow."""
        narrow = event.size().width() < theme.look().px(720)
        self._grid.addWidget(self._line, 0, 0, 1, 2 if narrow else 1)
        self._grid.addWidget(self._tools, 1 if narrow else 0, 1)
        super().resizeEvent(event)

    def _refresh(self) -> None:
        case, review = self._session.case, self._session.review
        self.setVisible(case is not None)
        if case is None:
            return
        from lnreview.desktop.brief import brief

        self._brief = brief(case, review)
        self._show_brief()
        self._synthetic.setVisible(case.synthetic)
        as_of = self._session.as_of
        self._day.setText(as_of.text if as_of else "")
        theme.style(self._day, invalid="no")
        if review is None:
            self._verdict.show_status(theme.verdict_look(""))
            self._verdict.setToolTip(self._session.review_problem)
        else:
            self._verdict.show_status(theme.verdict_look(review.verdict, review.urgent is not None))
            self._verdict.setToolTip(review.summary)

    def _show_brief(self) -> None:
        if self._brief is None:
            return
        from lnreview.desktop.brief import rich

        self._line.setText(rich(self._brief.now, theme.look().colours["muted"].name()))
        named(self._line, tr("The case in brief"), self._brief.text)
        self._line.setToolTip(self._brief.text)

    def _set_day(self) -> None:
        from lnreview.case.dateshort import read_date

        text = self._day.text().strip()
        try:
            day = read_date(text, today=self._session.today()).date if text else None
        except ValueError as error:
            theme.style(self._day, invalid="yes")
            self._day.setToolTip(str(error))
            self._session.failed.emit(
                tr("The day of the review was not changed: {error}.").format(error=error)
            )
            return
        if day != self._session.as_of:
            self._session.set_as_of(day)
        self._refresh()
