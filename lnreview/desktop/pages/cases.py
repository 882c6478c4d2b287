"""The list of cases: search, filter, sort; Enter opens one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import QuietCombo, hint
from lnreview.desktop.language import tr
from lnreview.desktop.models.cases import (
    CHANGED,
    NEXT,
    PROVISIONAL,
    STATUS,
    SUMMARY,
    TITLE,
    CaseFilter,
    CaseTable,
)
from lnreview.desktop.names import CASE_STATUSES, VERDICT_NAMES
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.entry_view import PlainTable
from lnreview.errors import UserError
from lnreview.review.finding import VERDICTS
from lnreview.store.summary import STATUSES, CaseStatus, CaseSummary

_FILTER_LETTERS = 10
"""Letters of a filter that are always in view."""


class CasesPage(QWidget):
    """The cases of the store, the last changed first."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._model = CaseTable()
        self._filter = CaseFilter()
        self._filter.setSourceModel(self._model)
        self._title = QLabel(tr("Cases"))
        theme.style(self._title, role="title")
        self._count = QLabel()
        theme.style(self._count, role="muted")
        self.search = QLineEdit()
        self.search.setObjectName("search")
        hint(self.search, tr("Search names, titles, drugs…   ( / )"))
        self.search.setClearButtonEnabled(True)
        named(self.search, tr("Search cases"), tr("Every word must occur in name, title, summary or a drug."))
        self.verdict = QuietCombo()
        self.verdict.addItem(tr("Any verdict"), "")
        for slug in VERDICTS:
            self.verdict.addItem(tr(VERDICT_NAMES[slug]), slug)
        self.verdict.setMinimumContentsLength(_FILTER_LETTERS)
        named(self.verdict, tr("Filter by verdict"))
        self.status = QuietCombo()
        self.status.addItem(tr("Any status"), "")
        for status in STATUSES:
            self.status.addItem(tr(CASE_STATUSES[status]), status)
        self.status.setMinimumContentsLength(_FILTER_LETTERS)
        named(self.status, tr("Filter by status"))
        self.archived = QCheckBox(tr("Archived"))
        self.archived.setToolTip(tr("Show the cases that were put into the archive instead"))
        self.new_button = _button(tr("New case"), "newCase", role="primary")
        self.table = PlainTable(tr("No case matches. Change the search or the filters above."))
        self.table.setObjectName("cases")
        self.table.setModel(self._filter)
        self.table.sortByColumn(CHANGED, Qt.SortOrder.DescendingOrder)
        named(self.table, tr("Cases"), tr("Enter opens the case."))
        self._tools = self._make_tools()
        self._empty = self._make_empty()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        find = QShortcut(QKeySequence("/"), self, self._to_search)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._typing = QTimer(self, interval=150, singleShot=True)
        self._typing.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda: self._typing.start())
        self.search.returnPressed.connect(self._to_table)
        self.verdict.currentIndexChanged.connect(self._keep)
        self.status.currentIndexChanged.connect(self._keep)
        self.archived.toggled.connect(self.refresh)
        self.new_button.clicked.connect(session.new_case)
        self.table.opened.connect(self.open_selected)
        self.table.selectionModel().selectionChanged.connect(lambda: self._enable_tools())
        session.cases_changed.connect(self.refresh)
        self.refresh()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to the table, or to the first step where there is none."""
        target = self.table if self._stack.currentWidget() is self.table else self._first
        target.setFocus(event.reason())

    def refresh(self) -> None:
        """Read the list anew, and keep the row."""
        chosen = self.selected()
        try:
            rows = self._session.store.list(self.search.text(), archived=self.archived.isChecked())
        except UserError as error:
            self._session.failed.emit(str(error))
            return
        self._model.show_cases(rows)
        self.table.share_width(TITLE, NEXT, spare=(CHANGED, STATUS, PROVISIONAL), most=224)
        unfiltered = not self.search.text().strip() and not self.archived.isChecked()
        nothing = unfiltered and not rows
        self._stack.setCurrentWidget(self._empty if nothing else self.table)
        self._tools.setVisible(not nothing)
        self.new_button.setVisible(not nothing)
        self._select(chosen.id if chosen else (self._session.case.id if self._session.case else ""))
        self._tell_count()

    def selected(self) -> CaseSummary | None:
        """Return the line that is selected."""
        index = self.table.currentIndex()
        summary = index.data(SUMMARY) if index.isValid() else None
        return summary if isinstance(summary, CaseSummary) else None

    def open_selected(self) -> None:
        """Open the selected case."""
        summary = self.selected()
        if summary is not None and self._session.open_case(summary.id):
            self._session.goto("case")

    def _add_samples(self) -> None:
        from lnreview.desktop.demo import demo_cases

        self._session.start(demo_cases(self._session))

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_column"):
            self._restyle()
        super().changeEvent(event)

    def _keep(self) -> None:
        chosen = self.selected()
        self._filter.keep(self.verdict.currentData(), self.status.currentData())
        self._select(chosen.id if chosen else "")
        self._tell_count()

    def _select(self, case_id: str) -> None:
        rows = [self._filter.index(row, 0) for row in range(self._filter.rowCount())]
        index = next((index for index in rows if index.data(SUMMARY).id == case_id), None)
        if index is not None:
            self.table.selectRow(index.row())
        elif rows:
            self.table.selectRow(0)
        self._enable_tools()

    def _to_table(self) -> None:
        self._typing.stop()
        self.refresh()
        self.table.setFocus()

    def _tell_count(self) -> None:
        shown, held = self._filter.rowCount(), len(self._model.rows)
        if shown != held:
            self._count.setText(
                tr("0 of 1 case")
                if held == 1
                else tr("{shown} of {held} cases").format(shown=shown, held=held)
            )
        else:
            self._count.setText(tr("1 case") if held == 1 else tr("{held} cases").format(held=held))

    def _enable_tools(self) -> None:
        summary = self.selected()
        for widget in (self._copy, self._archive, self._set_status):
            widget.setEnabled(summary is not None)
        self._archive.setText(tr("Take out of the archive") if self.archived.isChecked() else tr("Archive"))
        if summary is not None:
            self._set_status.setCurrentIndex(self._set_status.findData(summary.status))

    def _copy_selected(self) -> None:
        summary = self.selected()
        if summary is not None:
            self._session.copy_case(summary.id)

    def _archive_selected(self) -> None:
        summary = self.selected()
        if summary is None:
            return
        if self._session.case is not None and self._session.case.id == summary.id:
            self._session.close_case()
        self._session.archive_case(summary.id, not summary.archived)

    def _status_chosen(self) -> None:
        summary = self.selected()
        status: CaseStatus = self._set_status.currentData()
        if summary is not None and status != summary.status:
            self._session.set_status(summary.id, status)

    def _make_tools(self) -> QWidget:
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        self._copy = _button(tr("Copy"), "copyCase", role="quiet")
        self._archive = _button(tr("Archive"), "archiveCase", role="quiet")
        self._copy.clicked.connect(self._copy_selected)
        self._archive.clicked.connect(self._archive_selected)
        words = QLabel(tr("Status"))
        theme.style(words, role="muted")
        self._set_status = QuietCombo()
        for status in STATUSES:
            self._set_status.addItem(tr(CASE_STATUSES[status]), status)
        self._set_status.activated.connect(self._status_chosen)
        named(self._set_status, tr("Status of the selected case"))
        named(self._copy, tr("Copy the selected case"))
        for widget in (words, self._set_status, self._copy, self._archive):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._count)
        return tools

    def _make_empty(self) -> QWidget:
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(0, theme.look().px(24), 0, 0)
        column.setSpacing(theme.look().px(16))
        words = QLabel(tr("No case yet."))
        theme.style(words, role="heading")
        more = QLabel(
            tr(
                "A case is one patient: the labs, drugs and biopsies of the chart. The walk then says whether it is "
                "truly refractory, and why. Begin with a new one, or look at the invented ones first."
            )
        )
        more.setWordWrap(True)
        more.setMaximumWidth(theme.look().px(theme.FORM_WIDTH))
        theme.style(more, role="muted")
        self._first = new = _button(tr("New case"), "firstCase", role="primary")
        new.clicked.connect(self._session.new_case)
        samples = _button(tr("Open the demonstration cases"), "demoCases")
        samples.clicked.connect(self._add_samples)
        row = QHBoxLayout()
        row.addWidget(new)
        row.addWidget(samples)
        tour = _button(tr("Take the two-minute tour"), "takeTour")
        tour.clicked.connect(lambda: self._session.goto("tour"))
        row.addWidget(tour)
        row.addStretch(1)
        column.addWidget(words)
        column.addWidget(more)
        column.addLayout(row)
        column.addStretch(1)
        return empty

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.new_button)
        filters = QHBoxLayout()
        filters.addWidget(self.search, 3)
        filters.addWidget(self.verdict, 1)
        filters.addWidget(self.status, 1)
        filters.addWidget(self.archived)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addLayout(filters)
        self._column.addWidget(self._stack, 1)
        self._column.addWidget(self._tools)
        self._rows = (head, filters)
        self._restyle()

    def _restyle(self) -> None:
        px = theme.look().px
        self._column.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setSpacing(px(16))
        for row in self._rows:
            row.setSpacing(px(8))


def _button(text: str, name: str, role: str = "plain") -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    theme.style(button, role=role)
    return button
