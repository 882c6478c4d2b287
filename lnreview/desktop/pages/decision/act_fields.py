"""The fields in which a step of the determination is filled in, read and filled as a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QLineEdit

from lnreview.desktop.forms.inputs import QuietCombo, SmallText
from lnreview.desktop.pages.decision.parts import WrappedCheck


class ActFields:
    """Texts, role, step to be corrected, and the items that can be ticked."""

    def __init__(
        self, texts: Mapping[str, QLineEdit | SmallText], role: QuietCombo, step: QuietCombo
    ) -> None:
        self._texts, self._role, self._step = texts, role, step
        self.checks: list[tuple[str, WrappedCheck]] = []
        """What can be ticked: its id, and its box."""

    def watch(self, look: Callable[[], object]) -> None:
        """Have `look` called at every change of a text or a choice."""
        for text in self._texts.values():
            text.textChanged.connect(lambda *_: look())
        for combo in (self._step, self._role):
            combo.currentIndexChanged.connect(lambda *_: look())

    def ticked(self) -> list[str]:
        """Return the ids of what is ticked."""
        return [name for name, check in self.checks if check.box.isChecked()]

    def read(self) -> dict[str, str]:
        """Return what stands in every field, by its name."""
        texts = {
            name: text.text() if isinstance(text, QLineEdit) else text.toPlainText()
            for name, text in self._texts.items()
        }
        role, step = str(self._role.currentData()), self._step.currentText()
        return {**texts, "role": role, "step": step, "items": "\n".join(self.ticked())}

    def fill(self, begun: Mapping[str, str]) -> None:
        """Fill in what a person had begun; a step or an item that is no longer offered is left out."""
        step = self._step.findText(begun.get("step", ""))
        if step >= 0:
            self._step.setCurrentIndex(step)  # first: it fills in the day that holds now
        for name, text in self._texts.items():
            if name in begun and isinstance(text, QLineEdit):
                text.setText(begun[name])
            elif name in begun and isinstance(text, SmallText):
                text.setPlainText(begun[name])
        role = self._role.findData(begun.get("role", ""))
        if role >= 0:
            self._role.setCurrentIndex(role)
        if "items" in begun:
            for name, check in self.checks:
                check.box.setChecked(name in begun["items"].split("\n"))
