"""What the page of cases shows while there is none: what belongs there, and the first step."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from lnreview.desktop import theme
from lnreview.desktop.language import tr
from lnreview.desktop.pages.cases.parts import button
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.flow import Flow


class EmptyList(QWidget):
    """Offers a new case and the invented ones."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        px = theme.look().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(24), 0, 0)
        column.setSpacing(px(16))
        words = QLabel(tr("No case yet."))
        theme.style(words, role="heading")
        more = QLabel(
            tr(
                "A case is one patient: the labs, drugs and biopsies of the chart. The walk then says whether it is "
                "truly refractory, and why. Begin with a new one, or look at the invented ones first."
            )
        )
        more.setWordWrap(True)
        more.setMaximumWidth(px(theme.FORM_WIDTH))
        theme.style(more, role="muted")
        self.first = button(tr("New case"), "firstCase", role="primary")
        self.first.clicked.connect(session.new_case)
        samples = button(tr("Open the demonstration cases"), "demoCases")
        samples.clicked.connect(self._add_samples)
        tour = button(tr("Take the two-minute tour"), "takeTour")
        tour.clicked.connect(lambda: session.goto("tour"))
        ways = QWidget()
        row = Flow(ways, px(8))  # the list behind it would scroll sideways if these needed one line
        for way in (self.first, samples, tour):
            row.addWidget(way)
        column.addWidget(words)
        column.addWidget(more)
        column.addWidget(ways)
        column.addStretch(1)

    def _add_samples(self) -> None:
        from lnreview.desktop.demo import demo_cases

        self._session.start(demo_cases(self._session))
