"""The strip at the foot of the window: what runs, how far it is, and the way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.jobs.runner import JobRunner
from lnreview.desktop.language import tr

_BAR_WIDTH = 96


class JobStrip(QWidget):
    """Shows the job that runs; hidden while there is none."""

    def __init__(self, runner: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.setObjectName("jobStrip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = QLabel()
        self._name.setObjectName("jobName")
        theme.style(self._name, role="subheading")
        self._words = QLabel()
        self._words.setObjectName("jobWords")
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        theme.style(self._words, role="muted")
        self._bar = QProgressBar()
        self._bar.setObjectName("jobBar")
        self._bar.setTextVisible(False)
        self.stop_button = QPushButton(tr("Stop"))
        self.stop_button.setObjectName("stopJob")
        self.stop_button.setAutoDefault(False)
        self.stop_button.setToolTip(tr("Stop it; nothing of it is kept (Esc)"))
        self.stop_button.clicked.connect(runner.stop)
        self._grid = QGridLayout(self)
        for column, widget in enumerate((self._name, self._bar, self._words, self.stop_button)):
            self._grid.addWidget(widget, 0, column, Qt.AlignmentFlag.AlignVCenter)
        self._grid.setColumnStretch(2, 1)
        runner.moved.connect(self.refresh)
        self.restyle()
        self.refresh()

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._grid.setContentsMargins(px(16), px(8), px(8), px(8))
        self._grid.setSpacing(px(16))
        self._bar.setFixedSize(px(_BAR_WIDTH), px(8))

    def refresh(self) -> None:
        """Show how far the job is."""
        job, progress = self._runner.job, self._runner.progress
        self.setVisible(job is not None)
        if job is None:
            return
        self._name.setText(job.name)
        self._bar.setRange(0, progress.of)
        self._bar.setValue(progress.done)
        self._words.setText(self._said())
        self.stop_button.setEnabled(self._runner.can_stop)
        named(self._bar, job.name, self._said())
        named(self.stop_button, tr("Stop: {job}").format(job=job.name), tr("Nothing of it is kept."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Stop the job on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._runner.stop()
            return
        super().keyPressEvent(event)

    def _said(self) -> str:
        progress = self._runner.progress
        parts = []
        if self._runner.is_stopping:
            parts.append(tr("Stopping…"))
        elif progress.words:
            parts.append(progress.words)
        if progress.of > 1:
            parts.append(tr("{done} of {all}").format(done=progress.done, all=progress.of))
        if self._runner.waiting:
            parts.append(tr("then: {jobs}").format(jobs=", ".join(self._runner.waiting)))
        return " · ".join(parts) or tr("Starting…")
