"""The foot of the window: the long work that can be asked for, what runs, and the lists that came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lnreview.desktop.actions import WHY_NOT
from lnreview.desktop.jobs.job import Job
from lnreview.desktop.jobs.runner import JobRunner
from lnreview.desktop.jobs.strip import JobStrip
from lnreview.desktop.language import noop, tr
from lnreview.desktop.notice import Report
from lnreview.desktop.session import Session
from lnreview.errors import UserError

if TYPE_CHECKING:
    from lnreview.desktop.jobs.export_panel import ExportPanel, Scope
    from lnreview.desktop.jobs.report_panel import ReportPanel
    from lnreview.desktop.menus import Menus

CASE_FILES = noop("Case files (*.json);;All files (*)")
_STORES = noop("Stores of cases (*.db);;All files (*)")


@runtime_checkable
class OffersCases(Protocol):
    """A page that shows cases, of which some can be selected."""

    def shown_ids(self) -> Sequence[str]:
        """Return the ids of the cases that are shown."""

    def selected_ids(self) -> Sequence[str]:
        """Return the ids of the cases that are selected."""


class JobDesk(QWidget):
    """Starts long work, shows it, and shows the lists that came of it."""

    def __init__(self, session: Session, cases_page: Callable[[], QWidget]) -> None:
        super().__init__()
        self._session = session
        self._cases_page = cases_page
        self.runner = JobRunner(self)
        self.strip = JobStrip(self.runner)
        self._report: ReportPanel | None = None
        self._export: ExportPanel | None = None
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._lines.addWidget(self.strip)
        self.runner.ended.connect(session.noticed)
        session.starting.connect(self.runner.start)
        session.reporting.connect(self.show_report)
        runner = self.runner
        self.destroyed.connect(lambda: runner.close())

    @property
    def report(self) -> ReportPanel:
        """The panel of longer texts; it is made when the first is shown."""
        if self._report is None:
            from lnreview.desktop.jobs.report_panel import ReportPanel

            self._report = ReportPanel(self._session)
            self._lines.insertWidget(0, self._report)
        return self._report

    @property
    def export(self) -> ExportPanel:
        """The panel that asks what is to be exported; it is made when it is first needed."""
        if self._export is None:
            from lnreview.desktop.jobs.export_panel import ExportPanel
            from lnreview.desktop.pages.letter.head import kind_name
            from lnreview.letters.write import KINDS

            self._export = ExportPanel([(kind, kind_name(kind)) for kind in KINDS])
            self._lines.insertWidget(0, self._export)
        return self._export

    def fill(self, menus: Menus) -> None:
        """Add the long work to the menus."""
        menu, add = menus.store, menus.add
        add(
            menu, tr("&Import case files…"), "Ctrl+I", self.import_files,
            tip=tr("Read case files into the store; each fault is listed with its file"),
        )  # fmt: skip
        add(
            menu, tr("Import a &folder of case files…"), None, self.import_folder,
            tip=tr("Read every case file of a folder into the store"),
        )  # fmt: skip
        menu.addSeparator()
        add(
            menu, tr("Export &letters of many cases…"), "Ctrl+Shift+L", self.export_letters,
            tip=tr("Write documents of the cases that the list shows into a new folder"),
        )  # fmt: skip
        add(
            menu, tr("&Export many case files…"), "Ctrl+Shift+E", self.export_case_files,
            tip=tr("Write the case files of the cases that the list shows into a new folder"),
        )  # fmt: skip
        menu.addSeparator()
        add(
            menu, tr("&Review all cases again"), None, self.review_all,
            tip=tr("Review every case as of today, and list the verdicts that changed"),
        )  # fmt: skip
        add(
            menu, tr("&Back up the store…"), "Ctrl+Shift+B", self.back_up,
            tip=tr("Copy the store into one file, and prove the copy"),
        )  # fmt: skip
        menu.addSeparator()
        self._stop = add(
            menu, tr("&Stop the work that runs"), "Ctrl+.", self.runner.stop,
            tip=tr("Stop it; nothing of it is kept"),
        )  # fmt: skip
        self._stop.setProperty(WHY_NOT, tr("No long work runs that could be stopped."))
        self.runner.moved.connect(self._dress)
        self._dress()

    def show_report(self, report: Report) -> None:
        """Show a longer text below the page."""
        self.report.show_report(report)

    def import_files(self) -> None:
        """Choose case files and import them."""
        self._session.ask.open_files(self, tr("Import case files"), tr(CASE_FILES), self._import)

    def import_folder(self) -> None:
        """Choose a folder and import the case files in it."""

        def chosen(folder: Path) -> None:
            from lnreview.desktop.jobs.importing import folder_files

            try:
                self._import(folder_files(folder))
            except UserError as error:
                self._session.failed.emit(str(error))

        self._session.ask.choose_folder(self, tr("Import the case files of a folder"), chosen)

    def export_letters(self) -> None:
        """Ask which letters of which cases, and write them."""

        def work(ids: tuple[str, ...] | None, kinds: tuple[str, ...], folder: Path) -> Job[Any]:
            from lnreview.desktop.jobs.exporting import export_letters

            return export_letters(self._session, ids, kinds, folder)

        self._ask_what(tr("Export letters of many cases"), work, letters=True)

    def export_case_files(self) -> None:
        """Ask which cases, and write their case files."""

        def work(ids: tuple[str, ...] | None, _: tuple[str, ...], folder: Path) -> Job[Any]:
            from lnreview.desktop.jobs.exporting import export_case_files

            return export_case_files(self._session, ids, folder)

        self._ask_what(tr("Export many case files"), work, letters=False)

    def back_up(self) -> None:
        """Choose a file and copy the store into it."""

        def chosen(path: Path) -> None:
            from lnreview.desktop.jobs.backing_up import back_up

            self._session.start(back_up(self._session, path))

        if self._session.settle():
            name = f"lnreview-backup-{self._session.today().isoformat()}.db"
            self._session.ask.save_file(self, tr("Back up the store"), name, tr(_STORES), chosen)

    def review_all(self) -> None:
        """Review every case of the list as of today."""
        from lnreview.desktop.jobs.screening import review_all

        if self._session.settle():
            self._session.start(review_all(self._session))

    def may_close(self, window: QWidget, then: Callable[[], object]) -> bool:
        """Tell whether the window may close now; else ask whether the work is to be stopped, and `then` close it."""
        job = self.runner.job
        if job is None:
            return True

        def stop() -> None:
            if self.runner.job is None:  # it ended while the question stood there
                then()
                return
            self.runner.idle.connect(then, Qt.ConnectionType.SingleShotConnection)
            self.runner.stop_all()

        question = tr(
            "“{job}” is not finished. If the program is closed now, it is stopped and nothing of it is kept."
        )
        self._session.ask.confirm(window, question.format(job=job.name), tr("Stop it and close"), stop)
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_lines"):
            for panel in (self.strip, self._report, self._export):
                if panel is not None:
                    panel.restyle()
        super().changeEvent(event)

    def _import(self, paths: Sequence[Path]) -> None:
        from lnreview.desktop.jobs.importing import import_files

        if self._session.settle():
            self._session.start(import_files(self._session, paths))

    def _ask_what(
        self,
        title: str,
        work: Callable[[tuple[str, ...] | None, tuple[str, ...], Path], Job[Any]],
        *,
        letters: bool,
    ) -> None:
        scopes = self._scopes() if self._session.settle() else []
        if not scopes:
            self._session.failed.emit(
                tr("There is no case to export. Add one, or show others in the list of cases.")
            )
            return

        def go(ids: tuple[str, ...] | None, kinds: tuple[str, ...]) -> None:
            self._session.ask.choose_folder(
                self, title, lambda folder: self._session.start(work(ids, kinds, folder))
            )

        self.export.begin(title, scopes, go, letters=letters)

    def _scopes(self) -> list[Scope]:
        """Return the cases that can be meant: those selected, those shown, the open one; each only where it is not the same."""
        from lnreview.desktop.jobs.export_panel import Scope
        from lnreview.store.question import Question

        page, case = self._cases_page(), self._session.case
        found = []
        held = self._session.store.worklist.count(Question())
        if isinstance(page, OffersCases):
            selected, shown = tuple(page.selected_ids()), tuple(page.shown_ids())
            if len(selected) > 1:
                found.append(Scope(tr("The selected cases ({count})").format(count=len(selected)), selected))
            if shown and len(shown) < held:
                found.append(
                    Scope(tr("The cases that the list shows ({count})").format(count=len(shown)), shown)
                )
        if held:
            found.append(Scope(tr("All cases of the list ({count})").format(count=held), None))
        if case is not None:
            found.append(Scope(tr("The open case only"), (case.id,)))
        return found

    def _dress(self) -> None:
        self._stop.setEnabled(self.runner.can_stop)
