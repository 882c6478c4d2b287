"""What can be done with the selected case: its status, a copy, the archive; and how many cases are shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.actions import page_action
from lnreview.desktop.forms.inputs import QuietCombo
from lnreview.desktop.language import tr
from lnreview.desktop.names import CASE_STATUSES
from lnreview.desktop.pages.cases.parts import button
from lnreview.desktop.session import Session
from lnreview.store.summary import STATUSES, CaseStatus, CaseSummary


class CaseTools(QWidget):
    """Below the list; each tool has a key."""

    def __init__(self, session: Session, page: QWidget, selected: Callable[[], CaseSummary | None]) -> None:
        super().__init__()
        self._session = session
        self._selected = selected
        self.count = QLabel()
        theme.style(self.count, role="muted")
        self.copy = button(tr("Copy"), "copyCase", role="quiet", tip=tr("Copy the selected case  (Ctrl+D)"))
        self.archive = button(tr("Archive"), "archiveCase", role="quiet")
        named(self.copy, tr("Copy the selected case"))
        words = QLabel(tr("Status"))
        theme.style(words, role="muted")
        self.status = QuietCombo()
        self.status.setObjectName("caseStatus")
        for status in STATUSES:
            self.status.addItem(tr(CASE_STATUSES[status]), status)
        named(self.status, tr("Status of the selected case"))
        words.setBuddy(self.status)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (words, self.status, self.copy, self.archive):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.count)
        self.status.activated.connect(lambda _: self._set_status(self.status.currentData()))
        self.copy.clicked.connect(self._copy)
        self.archive.clicked.connect(self._archive)
        self._actions = [
            page_action(
                page, tr("Copy the selected case"), "Ctrl+D", tr("Begin another case with all that it holds"), self._copy
            ),
            page_action(
                page, tr("Archive the selected case, or take it back"), "Del",
                tr("Take the case out of the list, or back into it; nothing is deleted"), self._archive,
            ),
            page_action(
                page, tr("Next status of the selected case"), "Ctrl+Shift+S",
                tr("Draft, in review, done, and draft again"), self._next_status,
            ),
        ]  # fmt: skip

    def show_case(self, case: CaseSummary | None) -> None:
        """Offer what can be done with a case; nothing without one."""
        for tool in (self.copy, self.archive, self.status):
            tool.setEnabled(case is not None)
        for action in self._actions:
            action.setEnabled(case is not None)
        archived = case is not None and case.archived
        self.archive.setText(tr("Take out of the archive") if archived else tr("Archive"))
        self.archive.setToolTip(
            tr("Take the case back into the list  (Del)")
            if archived
            else tr("Take the case out of the list; nothing is deleted  (Del)")
        )
        if case is not None:
            self.status.setCurrentIndex(self.status.findData(case.status))

    def _set_status(self, status: CaseStatus) -> None:
        case = self._selected()
        if case is not None and status != case.status:
            self._session.set_status(case.id, status)

    def _next_status(self) -> None:
        case = self._selected()
        if case is not None:
            self._set_status(STATUSES[(STATUSES.index(case.status) + 1) % len(STATUSES)])

    def _copy(self) -> None:
        case = self._selected()
        if case is not None:
            self._session.copy_case(case.id)

    def _archive(self) -> None:
        case = self._selected()
        if case is None:
            return
        if self._session.case is not None and self._session.case.id == case.id:
            self._session.close_case()
        self._session.archive_case(case.id, not case.archived)
