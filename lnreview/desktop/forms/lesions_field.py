"""The lesions of a biopsy: a line for each, with whether it explains the abnormality."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from lnreview.case.records import Lesion
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.fields import Field
from lnreview.desktop.forms.inputs import QuietCombo, complete
from lnreview.desktop.language import noop, tr

_EXPLAINS = (("unknown", noop("Not judged")), ("yes", noop("Explains it")), ("no", noop("Merely coexists")))


class _Line(QWidget):
    """One lesion."""

    def __init__(self, words: list[str], name: str) -> None:
        super().__init__()
        self.what = QLineEdit()
        self.what.setPlaceholderText(tr("lesion, such as tma"))
        complete(self.what, words)
        self.explains = QuietCombo()
        for value, text in ((value, tr(words)) for value, words in _EXPLAINS):
            self.explains.addItem(text, value)
        self.note = QLineEdit()
        self.note.setPlaceholderText(tr("as reported"))
        self.remove = QPushButton(tr("Remove"))
        self.remove.setAutoDefault(False)
        theme.style(self.remove, role="quiet")
        named(self.what, tr("{name}: what").format(name=name))
        named(self.explains, tr("{name}: does it explain the abnormality").format(name=name))
        named(self.note, tr("{name}: as reported").format(name=name))
        named(self.remove, tr("Remove {name}").format(name=name.lower()))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.look().px(8))
        grid.addWidget(self.what, 0, 0)
        grid.addWidget(self.explains, 0, 1)
        grid.addWidget(self.note, 1, 0)
        grid.addWidget(self.remove, 1, 1)


class LesionsField(Field):
    """Lesions, one below the other; “Add a lesion” makes room for the next."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__()
        self._words = list(words)
        self._lines: list[_Line] = []
        self._add = QPushButton(tr("Add a lesion"))
        self._add.setAutoDefault(False)
        theme.style(self._add, role="quiet")
        self._add.clicked.connect(self._add_by_hand)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.look().px(8))
        self._column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self._add)

    def value(self) -> object:
        """Return a tuple of `Lesion`; raise `ValueError` for one without a name."""
        lesions = []
        for line in self._lines:
            what = line.what.text().strip()
            if not what and not line.note.text().strip():
                continue
            if not what:
                raise ValueError(
                    tr("a lesion needs a name; write what the report calls it, or remove the line")
                )
            lesions.append(
                Lesion(what=what, explains=line.explains.currentData(), note=line.note.text().strip())
            )
        return tuple(lesions)

    def show_value(self, value: object) -> None:
        """Show the lesions of a biopsy."""
        for line in list(self._lines):
            self._drop(line)
        for lesion in value if isinstance(value, tuple) else ():
            line = self._append()
            line.what.setText(lesion.what)
            line.explains.setCurrentIndex(line.explains.findData(lesion.explains))
            line.note.setText(lesion.note)

    def mark(self, invalid: bool) -> None:
        """Mark the lines that have no name."""
        for line in self._lines:
            theme.style(line.what, invalid="yes" if invalid and not line.what.text().strip() else "no")

    def _append(self) -> _Line:
        line = _Line(self._words, tr("Lesion {count}").format(count=len(self._lines) + 1))
        line.what.textEdited.connect(self.edited)
        line.note.textEdited.connect(self.edited)
        line.explains.activated.connect(self.edited)
        line.remove.clicked.connect(lambda: self._remove_by_hand(line))
        self._lines.append(line)
        self._column.insertWidget(self._column.count() - 1, line)
        return line

    def _add_by_hand(self) -> None:
        self._append().what.setFocus()

    def _remove_by_hand(self, line: _Line) -> None:
        self._drop(line)
        self._add.setFocus()
        self.edited.emit()

    def _drop(self, line: _Line) -> None:
        self._lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
