"""What of the record a document prints: every entry by list, with a tick; the review reads all of them all the same."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case, entry_lists
from lnreview.case.records import Entry
from lnreview.desktop.accessibility import named
from lnreview.desktop.caseline import human_date
from lnreview.desktop.forms.inputs import QuietCombo, hint
from lnreview.desktop.forms.words import LISTS
from lnreview.desktop.language import noop, tr
from lnreview.desktop.models.checklist import CheckList, Line
from lnreview.desktop.models.columns import COLUMNS, DATE_FIELDS, EMPTY, cell
from lnreview.desktop.pages.letter import choices
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.checklist_view import CheckListView
from lnreview.desktop.widgets.prose import column, muted, quiet_button
from lnreview.letters.write import KINDS

_HELP = noop("Space leaves an entry out or prints it again, Enter goes to it in the record.")
_STATES = {"every": noop("out of every document"), "this": noop("left out"), "": ""}
_NOT_ASKED = ("enclosures", "workflow")
"""Lists with a place of their own on this page, or that no document leaves parts of out."""


class RecordChoice(QWidget):
    """The entries of the record, ticked where the document prints them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._kind = KINDS[0]
        self._lists: tuple[object, ...] = ()
        self._lines: tuple[tuple[str, str, str, Entry], ...] = ()
        self.filter = QLineEdit()
        self.filter.setObjectName("recordFilter")
        hint(self.filter, tr("filter: creatinine 2025 …"))
        self.filter.setClearButtonEnabled(True)
        named(self.filter, tr("Filter the record"), tr("Shows the entries that hold every word."))
        self.scope = QuietCombo()
        self.scope.setObjectName("recordScope")
        self.scope.addItem(tr("this kind only"), "this")
        self.scope.addItem(tr("every kind"), "every")
        named(self.scope, tr("Out of which documents an entry is left"))
        named(self.scope.view(), tr("Out of which documents an entry is left"))
        self.scope.setMinimumContentsLength(len(tr("this kind only")))
        self.list = CheckListView(tr("Nothing in the record fits."))
        self.list.setObjectName("recordList")
        self.model = CheckList()
        self.list.setModel(self.model)
        named(self.list, tr("Entries of the record"), tr(_HELP))
        self.summary = muted("")
        self.summary.setObjectName("recordSummary")
        out = quiet_button(
            tr("Leave all shown out"),
            tr("Leave every entry that is shown out"),
            lambda: self._turn_all(False),
        )
        out.setObjectName("recordAllOut")
        back = quiet_button(
            tr("Print all shown"), tr("Print every entry that is shown"), lambda: self._turn_all(True)
        )
        back.setObjectName("recordAllIn")
        lines = column(self)
        first = QHBoxLayout()
        first.addWidget(self.filter, 1)
        first.addWidget(self.scope)
        lines.addLayout(first)
        second = QHBoxLayout()
        second.addWidget(out)
        second.addWidget(back)
        second.addStretch(1)
        lines.addLayout(second)
        lines.addWidget(self.summary)
        lines.addWidget(self.list, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(0)
        self._pause.timeout.connect(self._show)
        self.filter.textChanged.connect(lambda _: self._pause.start())
        self.model.turned.connect(self._turn)
        self.list.opened.connect(self._go)
        session.case_changed.connect(self._read)
        self._read()

    def show_kind(self, kind: str) -> None:
        """Show what a kind of document prints."""
        if kind != self._kind:
            self._kind = kind
            self._show()

    def _read(self) -> None:
        """Put the entries into words; where only choices changed, the words stay."""
        case = self._session.case
        lists = tuple(getattr(case, name) for name in entry_lists()) if case is not None else ()
        if lists != self._lists or case is None:
            self._lists = lists
            self._lines = tuple(_words(case)) if case is not None else ()
        self._show()

    def _show(self) -> None:
        case = self._session.case
        if case is None:
            self.model.show_lines(())
            return
        wanted = self.filter.text().casefold().split()
        out = {choice.entry: tr(_STATES["this"]) for choice in case.left_out if choice.kind == self._kind}
        out |= {choice.entry: tr(_STATES["every"]) for choice in case.left_out if not choice.kind}
        lines: list[Line] = []
        list_name = ""
        for name, words, folded, entry in self._lines:
            if not all(word in folded for word in wanted):
                continue
            if name != list_name:
                list_name = name
                lines.append(Line(f"list:{name}", tr(LISTS[name][0]), is_heading=True))
            state = out.get(entry.id, "")
            lines.append(Line(entry.id, words, ticked=not state, state=state, subject=name))
        self.model.show_lines(lines)
        count = len({entry.id for *_, entry in self._lines} & out.keys())
        some = tr("{count} of {all} entries left out. The review reads all of them all the same.").format(
            count=count, all=len(self._lines)
        )
        none = tr("All {count} entries are printed. The review reads all of them all the same.").format(
            count=len(self._lines)
        )
        self.summary.setText(some if count else none)

    def _turn(self, line: Line, wanted: bool) -> None:
        self._change((line.key,), wanted)

    def _turn_all(self, wanted: bool) -> None:
        keys = tuple(line.key for line in self.model.lines if line.ticked is (not wanted))
        if keys:
            self._change(keys, wanted)

    def _change(self, entries: tuple[str, ...], wanted: bool) -> None:
        case = self._session.case
        if case is None:
            return
        kind = self._kind if self.scope.currentData() == "this" else ""
        is_one, count = len(entries) == 1, len(entries)
        if wanted:
            changed = choices.printed_again(case, kind, entries, KINDS)
            name = (
                tr("Print an entry again")
                if is_one
                else tr("Print {count} entries again").format(count=count)
            )
        else:
            changed = choices.with_left_out(case, kind, entries)
            name = tr("Leave an entry out") if is_one else tr("Leave {count} entries out").format(count=count)
        self._session.change(name, changed)

    def _go(self, line: Line) -> None:
        self._session.goto("case", f"{line.subject}/{line.key}")


def _words(case: Case) -> Iterator[tuple[str, str, str, Entry]]:
    """Yield each entry in words, the newest of a list first, with its list and the words to search in."""
    for name in entry_lists():
        if name in _NOT_ASKED:
            continue
        entries: tuple[Entry, ...] = getattr(case, name)
        for entry in sorted(entries, key=lambda entry: _day(case, entry, name), reverse=True):
            words = entry_words(case, name, entry)
            yield name, words, f"{words} {tr(LISTS[name][0])} {entry.note}".casefold(), entry


def entry_words(case: Case, name: str, entry: Entry) -> str:
    """Return an entry in one line: its day first, then what the columns of its list show."""
    day = getattr(entry, DATE_FIELDS[name], None)
    cells = [cell(case, entry, column.field) for column in COLUMNS[name] if column.field != DATE_FIELDS[name]]
    shown = [human_date(day) if isinstance(day, ChartDate) else tr("no day"), *cells]
    return " · ".join(text for text in shown if text != EMPTY)


def _day(case: Case, entry: Entry, name: str) -> tuple[bool, int]:
    day = getattr(entry, DATE_FIELDS[name], None)
    if not isinstance(day, ChartDate):
        return False, 0
    return True, day.on(case.anchor_day).middle.toordinal()
