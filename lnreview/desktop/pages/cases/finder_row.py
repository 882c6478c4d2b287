"""The row in which the list is searched, and narrowed to a verdict, a status, or the archive."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import QuietCombo, hint
from lnreview.desktop.language import tr
from lnreview.desktop.names import CASE_STATUSES, VERDICT_NAMES
from lnreview.desktop.pages.cases.filters import ListFilter, View
from lnreview.review.verdicts import VERDICTS
from lnreview.store.summary import STATUSES

_FILTER_LETTERS = 10
"""Letters of a filter that are always in view."""
_NARROW = 720
"""px at 100 % below which the words have a line of their own."""
_ANY = "any"


class FinderRow(QWidget):
    """Words, a verdict, a status; what is changed shows at once."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setObjectName("search")
        words = tr("Search names, titles, drugs…   ( / )")
        hint(self.search, words)
        self.search.setClearButtonEnabled(True)
        explained = tr(
            "Every word must begin a word of name, title, id, summary, drug, plan or member number."
        )
        self.search.setToolTip(f"{words}\n{explained}")
        named(self.search, tr("Search cases"), explained)
        self.verdict = QuietCombo()
        self.verdict.addItem(tr("Any verdict"), _ANY)
        for slug in VERDICTS:
            self.verdict.addItem(tr(VERDICT_NAMES[slug]), slug)
        self.verdict.addItem(tr("Not reviewed"), "")
        self.verdict.setMinimumContentsLength(_FILTER_LETTERS)
        named(self.verdict, tr("Filter by verdict"))
        self.status = QuietCombo()
        self.status.addItem(tr("Any status"), _ANY)
        for status in STATUSES:
            self.status.addItem(tr(CASE_STATUSES[status]), status)
        self.status.setMinimumContentsLength(_FILTER_LETTERS)
        named(self.status, tr("Filter by status"))
        self.archived = QCheckBox(tr("Archived"))
        self.archived.setToolTip(tr("Show the cases that were put into the archive instead"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._narrow: bool | None = None
        self._lay_out(narrow=False)
        self.search.textChanged.connect(lambda _: self.changed.emit())
        self.verdict.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.status.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.archived.toggled.connect(lambda _: self.changed.emit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the words a line of their own where there is no room beside the rest."""
        super().resizeEvent(event)
        self._lay_out(narrow=self.width() < theme.look().px(_NARROW))

    def minimumSizeHint(self) -> QSize:
        """Return the room of the line that needs more."""
        least = super().minimumSizeHint()
        rest = (self.verdict, self.status, self.archived)
        return QSize(
            sum(part.minimumSizeHint().width() for part in rest) + 2 * theme.look().px(8), least.height()
        )

    def _lay_out(self, *, narrow: bool) -> None:
        self._grid.setSpacing(theme.look().px(8))
        if narrow == self._narrow:
            return
        self._narrow = narrow
        line, first = (1, 0) if narrow else (0, 1)
        self._grid.addWidget(self.search, 0, 0, 1, 4 if narrow else 1)
        for place, part in enumerate((self.verdict, self.status, self.archived), start=first):
            self._grid.addWidget(part, line, place)
        for place, share in enumerate((1, 1, 0, 0) if narrow else (3, 1, 1, 0)):
            self._grid.setColumnStretch(place, share)

    def kept(self, view: View) -> ListFilter:
        """Return what the row keeps, of a filter of the program."""
        verdict, status = self.verdict.currentData(), self.status.currentData()
        return ListFilter(
            view, self.search.text(), None if verdict == _ANY else verdict, None if status == _ANY else status,
            self.archived.isChecked(),
        )  # fmt: skip

    def show_filter(self, kept: ListFilter) -> None:
        """Show what a filter keeps, without telling of each part."""
        before = self.blockSignals(True)
        self.search.setText(kept.words)
        self.verdict.setCurrentIndex(self.verdict.findData(_ANY if kept.verdict is None else kept.verdict))
        self.status.setCurrentIndex(self.status.findData(kept.status or _ANY))
        self.archived.setChecked(kept.archived)
        self.blockSignals(before)
