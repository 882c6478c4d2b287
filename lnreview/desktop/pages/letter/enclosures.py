"""What is sent along: files attached to the case, with kind, pages and whether they are new to the payer.

A file goes into the store and stays there; taking an enclosure off the list loses no file.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from lnreview.case.model import new_entry_id
from lnreview.case.paperwork import Enclosure
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.schema import Vocabulary
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.case.list_panel import ListPanel
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.one_line import OneLine
from lnreview.desktop.widgets.prose import column, quiet_button
from lnreview.errors import UserError

ANY_FILES = noop("All files (*)")
_PDF = "application/pdf"
_KILO = 1024
_TITLE_LENGTH = 200


class Enclosures(QWidget):
    """The list of enclosures of the case, and the way to attach a file."""

    shown = Signal(bytes, str, str)
    """PDF, text and a line about an attached file to look at."""
    wanted = Signal()
    """Something typed here cannot be stored as it stands: bring it into view."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._sizes: dict[str, int] = {}
        self.attach_button = QPushButton(tr("Attach a file…"))
        self.attach_button.setObjectName("enclosureAttach")
        self.attach_button.setAutoDefault(False)
        named(
            self.attach_button,
            tr("Attach a file"),
            tr("Any type of file; it is kept in the store with the case."),
        )
        self.attach_button.clicked.connect(self.attach)
        self.look_button = quiet_button(
            tr("Show file"), tr("Show the attached PDF beside the list"), self._look
        )
        self.look_button.setObjectName("enclosureShow")
        self.about = OneLine()  # a wrapped one would let the list grow to all its fields
        self.about.setObjectName("enclosureAbout")
        self.panel = ListPanel(session, Vocabulary.of(session.guideline, session.today), "enclosures")
        lines = column(self)
        head = QWidget()
        row = QHBoxLayout(head)
        px = theme.look().px
        row.setContentsMargins(px(16), px(8), px(16), 0)
        row.addWidget(self.attach_button)
        row.addWidget(self.look_button)
        row.addWidget(self.about, 1)
        lines.addWidget(head)
        lines.addWidget(self.panel, 1)
        self.panel.wanted.connect(self.wanted)
        self.panel.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        session.case_changed.connect(self._tell)
        self._tell()

    def attach(self) -> None:
        """Let the person choose a file, keep it, and add it to the list."""
        if self.panel.settle():
            self._session.ask.open_file(self, tr("Attach a file"), tr(ANY_FILES), self._take)

    def _take(self, path: Path) -> None:
        case = self._session.case
        if case is None:
            return
        self._session.attach(path, lambda sha256: self._add(case.id, path, sha256))

    def _add(self, case_id: str, path: Path, sha256: str) -> None:
        """Name a file that was kept among the enclosures of the case that it was attached to."""
        case = self._session.case
        if case is None or case.id != case_id:
            self._session.failed.emit(
                tr("{file} was not attached, because its case was closed meanwhile. Attach it again.").format(
                    file=path.name
                )
            )
            return
        from lnreview.store.files import media_type

        kind = media_type(path.name)
        entry = Enclosure(
            id=new_entry_id(case, "enclosures"),
            title=path.stem[:_TITLE_LENGTH] or tr("Enclosure"),
            pages=_pages(path) if kind == _PDF else None,
            file_name=path.name,
            media_type=kind,
            sha256=sha256,
        )
        changed = case.model_copy(update={"enclosures": (*case.enclosures, entry)})
        if self._session.change(tr("Attach a file"), changed):
            self.panel.show_entry(entry.id, "title")

    def _look(self) -> None:
        entry = self._current()
        if entry is None:
            return
        from lnreview.desktop.jobs.attaching import read_attached

        words = tr("Enclosure: {title} ({file_name})").format(title=entry.title, file_name=entry.file_name)
        self._session.start(
            read_attached(
                self._session,
                entry.sha256,
                entry.file_name,
                lambda content: self.shown.emit(content, "", words) if self._current() == entry else None,
            )
        )

    def _tell(self) -> None:
        entry = self._current()
        self.look_button.setEnabled(entry is not None and entry.media_type == _PDF and bool(entry.sha256))
        if entry is None:
            self.about.setText("")
        elif not entry.sha256:
            self.about.setText(tr("No file is attached to this one."))
        else:
            self.about.setText(f"{entry.file_name}, {self._size(entry.sha256)}")

    def _size(self, sha256: str) -> str:
        """Return the size of a file in words; what a file is never changes, so it is asked for once."""
        if sha256 not in self._sizes:
            try:
                self._sizes[sha256] = self._session.store.file_size(sha256)
            except UserError:
                return tr("the file is not in this store: attach it again")
        return size_words(self._sizes[sha256])

    def _current(self) -> Enclosure | None:
        return cast("Enclosure | None", self.panel.current())


def size_words(size: int) -> str:
    """Return a number of bytes for a reader: 812 bytes, 34 KB, 1.2 MB."""
    if size < _KILO:
        return tr("{size} bytes").format(size=size)
    if size < _KILO * _KILO:
        return tr("{size} KB").format(size=round(size / _KILO))
    return tr("{size:.1f} MB").format(size=size / _KILO / _KILO)


def _pages(path: Path) -> int | None:
    """Return the number of pages of a PDF; `None` where it cannot be counted, as with a password."""
    document = QPdfDocument()
    document.load(str(path))
    count = document.pageCount()
    document.close()
    return count or None
