"""The one seam for questions, messages and the choice of files.

Every answer comes back through a callback, so nothing waits inside an event loop of its own and a test can answer at
once. No other module opens a message box or a file dialog.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt

if TYPE_CHECKING:  # the window is shown before anything is asked
    from PySide6.QtWidgets import QFileDialog, QWidget


class Ask(Protocol):
    """How a page asks the person something."""

    def confirm(self, parent: QWidget, question: str, action: str, then: Callable[[], None]) -> None:
        """Ask `question`; run `then` when the button `action` is chosen. Cancel is the default."""

    def open_file(self, parent: QWidget, title: str, filters: str, then: Callable[[Path], None]) -> None:
        """Let the person choose a file that exists."""

    def open_files(
        self, parent: QWidget, title: str, filters: str, then: Callable[[list[Path]], None]
    ) -> None:
        """Let the person choose some files that exist."""

    def choose_folder(self, parent: QWidget, title: str, then: Callable[[Path], None]) -> None:
        """Let the person choose a folder that exists."""

    def save_file(
        self, parent: QWidget, title: str, suggestion: str, filters: str, then: Callable[[Path], None]
    ) -> None:
        """Let the person choose where to write a file; an existing one is replaced only after a question."""


class DesktopAsk:
    """Ask with the desktop's own dialogs."""

    def confirm(self, parent: QWidget, question: str, action: str, then: Callable[[], None]) -> None:
        """Ask `question`; run `then` when `action` is chosen. Return and Escape both cancel."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(parent)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setText(question)
        yes = box.addButton(action, QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(QMessageBox.StandardButton.Cancel)
        yes.setAutoDefault(False)
        box.setDefaultButton(no)
        box.setEscapeButton(no)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.finished.connect(lambda _: then() if box.clickedButton() is yes else None)
        box.open()

    def open_file(self, parent: QWidget, title: str, filters: str, then: Callable[[Path], None]) -> None:
        """Choose a file that exists."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(parent, title, "", filters)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._run(dialog, then)

    def open_files(
        self, parent: QWidget, title: str, filters: str, then: Callable[[list[Path]], None]
    ) -> None:
        """Choose some files that exist."""
        dialog = QFileDialog(parent, title, "", filters)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda chosen: then([Path(name) for name in chosen]))
        dialog.open()

    def choose_folder(self, parent: QWidget, title: str, then: Callable[[Path], None]) -> None:
        """Choose a folder that exists."""
        dialog = QFileDialog(parent, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._run(dialog, then)

    def save_file(
        self, parent: QWidget, title: str, suggestion: str, filters: str, then: Callable[[Path], None]
    ) -> None:
        """Choose where to write a file."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(parent, title, "", filters)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(suggestion).suffix.lstrip("."))
        dialog.selectFile(suggestion)
        self._run(dialog, then)

    def _run(self, dialog: QFileDialog, then: Callable[[Path], None]) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
        dialog.open()
