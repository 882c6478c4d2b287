"""What was issued of the case: each document stays as it was; it is shown, reprinted, compared, and amended by a new one."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lnreview.desktop.accessibility import named
from lnreview.desktop.language import noop, tr
from lnreview.desktop.models.issued import ISSUED, SPARE, WIDE, IssuedTable, issued_on
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.entry_view import PlainTable
from lnreview.desktop.widgets.prose import column, muted, quiet_button
from lnreview.errors import UserError

if TYPE_CHECKING:
    from lnreview.store.issued import IssuedRow

PDF_FILES = noop("PDF files (*.pdf)")


class IssuedList(QWidget):
    """The issued documents with what can be done with one."""

    shown = Signal(bytes, str, str)
    """PDF, text and a line about a stored document to look at."""
    compared = Signal(str, str)
    """What changed, and a line that says between what."""
    amended = Signal(str)
    """The kind of the document that a new version is wanted of."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.table = PlainTable(
            tr("Nothing of this case was issued yet. “Issue…” below keeps a document for good.")
        )
        self.table.setObjectName("issuedTable")
        self.table.setSortingEnabled(False)
        named(self.table, tr("Issued documents"), tr("Enter shows the stored PDF."))
        self.model = IssuedTable()
        self.table.setModel(self.model)
        self.about = muted("")
        self.about.setObjectName("issuedAbout")
        self._buttons = [
            self._button(tr("Open"), "issuedOpen", tr("Show the stored PDF"), self.open_),
            self._button(
                tr("Reprint…"),
                "issuedReprint",
                tr("Write the stored PDF to a file, byte for byte"),
                self.reprint,
            ),
            self._button(
                tr("Compare"), "issuedCompare", tr("Show what changed since the version before"), self.compare
            ),
            self._button(tr("Amend…"), "issuedAmend", tr("Issue a new version with its reason"), self.amend),
        ]
        row = QHBoxLayout()
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        lines = column(self)
        lines.addLayout(row)
        lines.addWidget(self.about)
        lines.addWidget(self.table, 1)
        self.table.opened.connect(self.open_)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        session.case_opened.connect(lambda _: self.refresh())
        session.issued_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what was issued by now, the newest selected."""
        self.model.show_rows(self._session.issued() if self._session.case is not None else ())
        self.table.share_width(*WIDE, spare=SPARE)
        if self.model.rows:
            self.table.selectRow(0)
        self._tell()

    @property
    def current(self) -> IssuedRow | None:
        """The document on which the person stands."""
        index = self.table.currentIndex()
        return cast("IssuedRow", index.data(ISSUED)) if index.isValid() else None

    def open_(self) -> None:
        """Show the stored PDF."""
        row = self.current
        if row is None:
            return
        try:
            pdf, text = (
                self._session.store.issued_pdf(row.number),
                self._session.store.issued_text(row.number),
            )
        except UserError as error:
            self._session.failed.emit(str(error))
            return
        self.shown.emit(
            pdf, text, tr("{document}, as issued {day}").format(document=name_of(row), day=issued_on(row))
        )

    def reprint(self) -> None:
        """Write the stored PDF to a file that the person chooses."""
        row = self.current
        if row is None:
            return
        number = row.number

        def write(path: object) -> None:
            if self._session.reprint(number, path):  # type: ignore[arg-type]
                self._session.told.emit(
                    tr("Document {number} was reprinted as {path}, byte for byte as issued.").format(
                        number=number, path=path
                    )
                )

        suggestion = f"{row.kind}-version-{row.version}-{row.dated}.pdf"
        self._session.ask.save_file(self, tr("Reprint an issued document"), suggestion, tr(PDF_FILES), write)

    def compare(self) -> None:
        """Show what changed in the text since the version that a document supersedes."""
        row = self.current
        if row is None or row.supersedes is None:
            return
        try:
            before = self._session.store.issued_text(row.supersedes)
            after = self._session.store.issued_text(row.number)
        except UserError as error:
            self._session.failed.emit(str(error))
            return
        self.compared.emit(
            "\n".join(changes(before, after)),
            tr("{document} against version {version}").format(document=name_of(row), version=row.version - 1),
        )

    def amend(self) -> None:
        """Ask for a new version of a document."""
        if self.current is not None:
            self.amended.emit(self.current.kind)

    def _tell(self) -> None:
        row = self.current
        for button in self._buttons:
            button.setEnabled(row is not None)
        self._buttons[2].setEnabled(row is not None and row.supersedes is not None)
        if row is None:
            self.about.setText("")
            return
        to = tr(" to {recipient}").format(recipient=row.recipient) if row.recipient else ""
        why = (
            tr(" It amends document {supersedes}: {reason}").format(
                supersedes=row.supersedes, reason=row.reason
            )
            if row.supersedes is not None
            else ""
        )
        self.about.setText(
            tr(
                "Document {number}{to}, issued {day} by {issued_by}. {criteria} {criteria_version}, "
                "guideline content {guideline_version}, lnreview {program_version}.{why}"
            ).format(
                number=row.number,
                to=to,
                day=issued_on(row),
                issued_by=row.issued_by,
                criteria=row.criteria,
                criteria_version=row.criteria_version,
                guideline_version=row.guideline_version,
                program_version=row.program_version,
                why=why,
            )
        )

    def _button(self, text: str, object_name: str, name: str, action: object) -> QWidget:
        button = quiet_button(text, name, action)  # type: ignore[arg-type]
        button.setObjectName(object_name)
        button.setToolTip(name)
        return button


def name_of(row: IssuedRow) -> str:
    """Return an issued document as it is called."""
    return tr("Document {number}, version {version}").format(number=row.number, version=row.version)


def changes(before: str, after: str) -> Iterator[str]:
    """Yield the lines that changed, with the line around them: “−” was, “+” is now."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    found = False
    for number, line in enumerate(lines):
        if number < 2:
            continue  # the names of the two files
        found = True
        if line.startswith("@@"):
            if number > 2:
                yield "…"
        else:
            yield f"{'−' if line[0] == '-' else line[0]} {line[1:]}".rstrip()
    if not found:
        yield tr("The words are the same.")
