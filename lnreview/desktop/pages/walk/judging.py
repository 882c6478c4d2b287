"""The place of the reviewer's own judgement on the walk: it opens over the foot, and what is begun there is never lost."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lnreview.case.dates import ChartDate
from lnreview.case.records import Override
from lnreview.desktop import theme
from lnreview.desktop.language import tr
from lnreview.desktop.names import STEP_NAMES
from lnreview.desktop.pages.walk.override import OverridePanel
from lnreview.desktop.session import Session
from lnreview.review.finding import StepName
from lnreview.review.walk import Draft, override_form


class Judging(QWidget):
    """Opens the panel for a step, keeps what is written in it, and stores what is saved."""

    closed = Signal()
    """It was put away by the person, or saved."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._step: StepName | None = None
        self.panel = OverridePanel()
        self.panel.saved.connect(self._save)
        self.panel.removed.connect(self._remove)
        self.panel.closed.connect(self._close)
        self.panel.begun.written.connect(self._write)
        self._row = QVBoxLayout(self)
        self._row.addWidget(self.panel)
        self.hide()
        self.restyle()

    @property
    def is_open(self) -> bool:
        """Whether an override is being written."""
        return self._step is not None

    def draft(self, step: StepName) -> Draft:
        """Return what was begun for a step; empty where nothing was."""
        return self._session.walking.draft(override_form(step))

    def open(self, step: StepName) -> None:
        """Ask for the reviewer's own status of a step; what was begun stands there."""
        review, case = self._session.review, self._session.case
        if review is None or case is None:
            return
        if self._step != step:
            names = [override.by for override in case.overrides if override.by]
            by = names[-1] if names else case.clinician.name
            self.panel.open_for(review.step(step), by, self.draft(step))
            self._step = step
        self.show()
        self.panel.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Close the panel; what was begun stays as a draft."""
        self.panel.begun.stop()
        self._step = None
        self.hide()

    def discard(self, step: StepName) -> None:
        """Forget what was begun for a step."""
        self._session.walking.write(override_form(step), {})

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._row.setContentsMargins(px(24), px(16), px(24 + 12), px(16))
        self.panel.restyle()

    def _close(self) -> None:
        self.put_away()
        self.closed.emit()

    def _write(self, draft: Draft) -> None:
        if self._step is not None:
            self._session.walking.write(override_form(self._step), draft)

    def _save(self, override: Override) -> None:
        case = self._session.case
        if case is None:
            return
        dated = override.model_copy(update={"on": ChartDate.of(self._session.today())})
        others = tuple(other for other in case.overrides if other.step != override.step)
        changed = case.model_copy(update={"overrides": (*others, dated)})
        name = tr("Override {step}").format(step=tr(STEP_NAMES[override.step]))
        if self._session.change(name, changed):
            self.discard(override.step)
            self._close()

    def _remove(self) -> None:
        case, step = self._session.case, self._step
        if case is None or step is None:
            return
        others = tuple(other for other in case.overrides if other.step != step)
        name = tr("Remove override of {step}").format(step=tr(STEP_NAMES[step]))
        if self._session.change(name, case.model_copy(update={"overrides": others})):
            self.discard(step)
            self._close()
