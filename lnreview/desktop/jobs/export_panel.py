"""What is to be exported: which cases and, for letters, which kinds; then the folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import QuietCombo
from lnreview.desktop.language import tr
from lnreview.desktop.widgets.flow import Flow
from lnreview.desktop.widgets.parts import pressed_by_enter


@dataclass(frozen=True)
class Scope:
    """Some cases, and how they are called."""

    words: str
    ids: tuple[str, ...] | None
    """`None`: all of the list."""


class ExportPanel(QWidget):
    """Asks what is to be exported; Escape closes it."""

    def __init__(self, kinds: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName("exportPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._go: Callable[[tuple[str, ...] | None, tuple[str, ...]], object] = lambda ids, kinds: None
        self._before: QWidget | None = None
        self._title = QLabel()
        theme.style(self._title, role="subheading")
        self.scope = QuietCombo()
        self.scope.setObjectName("exportScope")
        self.scope.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        named(self.scope, tr("Which cases"))
        self._scope_name = QLabel(tr("Cases"))
        self._scope_name.setBuddy(self.scope)
        self.kinds = {kind: self._box(kind, words) for kind, words in kinds}
        self._kinds = QWidget()
        self._flow = Flow(self._kinds, theme.look().px(16))
        for box in self.kinds.values():
            self._flow.addWidget(box)
        self.go_button = QPushButton(tr("Choose the folder…"))
        self.go_button.setObjectName("exportGo")
        theme.style(self.go_button, role="primary")
        named(self.go_button, tr("Choose the folder…"), tr("A new folder is made in it."))
        self._cancel = QPushButton(tr("Cancel"))
        self._cancel.setObjectName("exportCancel")
        named(self._cancel, tr("Cancel the export"))
        for button, do in ((self.go_button, self._chosen), (self._cancel, self.close_)):
            button.setAutoDefault(False)
            button.clicked.connect(do)
        self._lay_out()
        self.restyle()
        self.hide()

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._lines.setContentsMargins(px(16), px(4), px(16), px(4))
        self._lines.setSpacing(px(4))
        self._first.setSpacing(px(8))
        self._flow.setSpacing(px(16))

    def begin(
        self,
        title: str,
        scopes: Sequence[Scope],
        go: Callable[[tuple[str, ...] | None, tuple[str, ...]], object],
        *,
        letters: bool,
    ) -> None:
        """Ask which cases of `scopes` and, for letters, which kinds; `go` is given the ids and the kinds."""
        if self.isHidden():
            self._before = self.window().focusWidget()
        self._go = go
        self._title.setText(title)
        self.scope.clear()
        for scope in scopes:
            self.scope.addItem(scope.words, scope.ids)
        self._kinds.setVisible(letters)
        self._dress()
        self.show()
        self.scope.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_(self) -> None:
        """Close it and put the focus where it was."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape; Enter presses the button in hand, and goes on to the folder elsewhere."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_()
            return
        if pressed_by_enter(event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.go_button.isEnabled():
            self._chosen()
            return
        super().keyPressEvent(event)

    @property
    def _wanted(self) -> tuple[str, ...]:
        return tuple(kind for kind, box in self.kinds.items() if box.isChecked())

    def _dress(self) -> None:
        """Let it be begun where there is something to export."""
        self.go_button.setEnabled(bool(self._wanted) or self._kinds.isHidden())
        self.go_button.setToolTip(
            "" if self.go_button.isEnabled() else tr("Choose a kind of document first.")
        )

    def _chosen(self) -> None:
        ids: tuple[str, ...] | None = self.scope.currentData()
        kinds = self._wanted
        self.close_()
        self._go(ids, kinds)

    def _box(self, kind: str, words: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setObjectName(f"export-{kind}")
        box.setChecked(kind == "medical-necessity")
        box.toggled.connect(lambda _: self._dress())
        named(box, words, tr("A document for each case"))
        return box

    def _lay_out(self) -> None:
        self._first = QHBoxLayout()
        self._first.addWidget(self._title)
        self._first.addStretch(1)
        self._first.addWidget(self._scope_name)
        self._first.addWidget(self.scope)
        buttons = QHBoxLayout()
        buttons.addWidget(self.go_button)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        self._lines = QVBoxLayout(self)
        self._lines.addLayout(self._first)
        self._lines.addWidget(self._kinds)
        self._lines.addLayout(buttons)
