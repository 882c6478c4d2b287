"""The editor of one entry: always in view beside its table, no dialog. Enter stores, Esc discards.

Nothing is stored until every field can be read; nothing that was typed is lost because one cannot.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lnreview.case.model import entry_lists
from lnreview.case.records import Entry
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.following import offer_units, tick_classes
from lnreview.desktop.forms.form import FormError, RecordForm
from lnreview.desktop.forms.inputs import pass_rows
from lnreview.desktop.forms.question import Question
from lnreview.desktop.forms.schema import Vocabulary
from lnreview.desktop.forms.words import LISTS, field_label
from lnreview.desktop.language import tr

_BESIDE = 480
"""Narrowest editor, in px at 100 %, with the labels beside their fields."""

_LEAST_FORM = 32
"""Lowest view of the form, in px at 100 %: one field, which follows the focus."""

_LAID_OUT = 30
"""Milliseconds after which the form has made room for what is said in it: one layout lies in another."""


class EntryEditor(QWidget):
    """A form for one entry of a list, with its two commands."""

    stored = Signal(object)
    """The person asked to store this entry; its id is empty for a new one."""
    discarded = Signal()
    """The person gave up what was typed, or left an editor that holds nothing new."""

    def __init__(self, list_name: str, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._list = list_name
        self._noun = tr(LISTS[list_name][1])
        self._entry: Entry | None = None
        self.dirty = False
        """Whether something stands here that is not stored."""
        self.next_field = ""
        """The first field of a new entry that is not filled in from the one before."""
        self.look: Callable[[Entry], tuple[str, Question] | None] = lambda entry: None
        """Asked what seems odd about the entry that stands here: the field, and the question."""
        self.form: RecordForm[Entry] = RecordForm(entry_lists()[list_name], vocabulary, list_name)
        for line in self.form.findChildren(QLineEdit):
            pass_rows(line)
        self.form.edited.connect(self._touch)
        self.form.finished.connect(self._follow)
        self.form.spoken.below.connect(self._show_below)
        self._heading = QLabel()
        theme.style(self._heading, role="heading")
        self._state = QLabel()
        self._state.setObjectName("editorState")
        self._state.setWordWrap(True)
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        theme.style(self._state, role="muted")
        self._state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.save_button = QPushButton(tr("Save"))
        self.save_button.setObjectName("save")
        self.discard_button = QPushButton(tr("Discard"))
        self.discard_button.setObjectName("discard")
        theme.style(self.save_button, role="primary")
        for button in (self.save_button, self.discard_button):
            button.setAutoDefault(False)
        self.save_button.setToolTip(tr("Store this entry (Enter)"))
        self.discard_button.setToolTip(tr("Give up what was typed (Esc)"))
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.discard)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inset(self.form))
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._state, 1)
        self._foot.addWidget(self.discard_button)
        self._foot.addWidget(self.save_button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._heading)
        self._column.addWidget(self._scroll, 1)
        self._column.addLayout(self._foot)
        named(self, tr("Editor: {noun}").format(noun=self._noun))
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]
        self.restyle()
        self.show_entry(None)

    @property
    def entry(self) -> Entry | None:
        """The stored entry that is shown; `None` for a new one."""
        return self._entry

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._column.setContentsMargins(px(16), px(8), px(16), px(8))
        self._column.setSpacing(px(8))
        self._foot.setSpacing(px(8))
        self.setMinimumWidth(px(352))
        self._scroll.setMinimumHeight(px(_LEAST_FORM))
        self.form.restyle()

    def show_entry(self, entry: Entry | None) -> None:
        """Show a stored entry, or an empty form for a new one."""
        self._entry = entry
        self.form.show_record(entry)
        offer_units(self.form)
        self._set_dirty(False)
        self._heading.setText(
            self._noun.capitalize() if entry is not None else tr("New {noun}").format(noun=self._noun)
        )
        if entry is not None:
            self._look()

    def show_template(self, entry: Entry) -> None:
        """Show a copy of an entry as a new one that is not stored yet."""
        self._entry = None
        self.form.show_record(entry.model_copy(update={"id": ""}))
        offer_units(self.form)
        self._heading.setText(tr("New {noun}, copied").format(noun=self._noun))
        self._set_dirty(True)

    def keep_values(self, names: tuple[str, ...], entry: Entry) -> None:
        """Fill some values of the entry stored last into the next new one, each marked; the focus goes to the first other."""
        kept = [name for name in names if getattr(entry, name) not in (None, "", "unknown")]
        for name in kept:
            self.form.show_value(name, getattr(entry, name))
        self.form.show_relevant()
        offer_units(self.form)
        for name in kept:
            self.form.spoken.remark(name, tr("From the last entry"))
        labels = ", ".join(field_label(name, type(entry).__name__) for name in kept)
        # Also what stands further down than the form shows is named where it is always seen.
        self._state.setText(tr("From the last entry: {fields}").format(fields=labels) if kept else "")
        self.next_field = next((name for name in self.form.fields if name not in kept), "")

    def save(self) -> bool:
        """Ask for the entry to be stored; `False` where a field says why it cannot be."""
        entry = self._read()
        if entry is None:
            return False
        self.stored.emit(entry)
        return not self.dirty

    def is_readable(self) -> bool:
        """Tell whether what stands here could be stored; where not, the field that is wrong says why."""
        return self._read() is not None

    def _read(self) -> Entry | None:
        try:
            return self.form.read()
        except FormError as error:
            self._state.setText(tr("Not stored: see the field marked in red."))
            self._state.setToolTip(str(error))
            self.form.focus_field()
            return None

    def say(self, words: str) -> None:
        """Say something at the foot of the form."""
        self._state.setText(words)
        self._state.setToolTip(words)

    def saved(self) -> None:
        """Take note that what stands here is stored."""
        self._set_dirty(False)

    def discard(self) -> None:
        """Give up what was typed."""
        self.show_entry(self._entry)
        self.discarded.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Store on Enter in a field, press the button that has the focus, discard on Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = QApplication.focusWidget()
            if isinstance(focused, QPushButton) and focused is not self.save_button:
                focused.click()
            else:
                self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.discard()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the labels above their fields where the editor is narrow."""
        self.form.set_stacked(event.size().width() < theme.look().px(_BESIDE))
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_column"):
            self.restyle()
        super().changeEvent(event)

    def _inset(self, form: QWidget) -> QWidget:
        page = QWidget()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(2, 2, 2, 2)
        column.addWidget(form)
        return page

    def _touch(self) -> None:
        if not self.dirty:
            self._set_dirty(True)

    def _follow(self, name: str) -> None:
        if name in ("analyte", "substance"):
            offer_units(self.form, fresh=True)
        elif name == "class_text":
            tick_classes(self.form)
        self._look()

    def _look(self) -> None:
        """Ask about what seems odd in what stands here."""
        entry = self.form.peek()
        self.form.spoken.ask_only(self.look(entry) if entry is not None else None)

    def _show_below(self, said: QWidget) -> None:
        """Bring what was said or asked beneath a field into view, and keep the field in use there with what was said."""
        is_echo = said is not self.form.spoken.question_line

        def show() -> None:
            if said.isVisible():
                self._scroll.ensureWidgetVisible(said, 0, theme.look().px(4))
            focused = QApplication.focusWidget()
            if is_echo and focused is not None and self.form.isAncestorOf(focused):
                self._scroll.ensureWidgetVisible(focused, 0, theme.look().px(4))

        QTimer.singleShot(_LAID_OUT, self, show)

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.form.isAncestorOf(new):
            self._scroll.ensureWidgetVisible(new, 0, theme.look().px(24))

    def _set_dirty(self, dirty: bool) -> None:
        self.dirty = dirty
        self._state.setText(tr("Not stored yet") if dirty else "")
        self._state.setToolTip("")
        self.save_button.setEnabled(dirty or self._entry is None)
        self.discard_button.setEnabled(dirty)
