"""Faults of the program: a report without patient data, and a dialog that says that nothing is lost.

The report is made from a list of what may be in it: versions, the type of the error, the places in our own files, and
which commands were given last. The words of the error, values and names are never read, so they cannot be told. A
fault is heard wherever it happens: in a slot, in a paint event, in a worker, in a finalizer, in Qt itself.
"""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, QtMsgType, Signal, qInstallMessageHandler, qVersion

from lnreview import __version__
from lnreview.desktop.trail import place
from lnreview.store.connection import engine_version

if TYPE_CHECKING:
    from lnreview.desktop.crash_dialog import CrashDialog
    from lnreview.desktop.main_window import MainWindow

_FRAMES = 30
_CAUSES = 5
_SERIOUS = {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}
_REPORT = """lnreview {program}
Python {python}, Qt {qt}, SQLite {sqlite}
{system}

{kinds} in the {thread} thread, times: {times}
{frames}

Last commands:
{steps}"""
"""Read by those who mend the program, so it stays in one language."""


@dataclass(frozen=True)
class Fault:
    """What may be told of an error: its type and those of its causes, where in our files, in which thread it was."""

    kinds: tuple[str, ...]
    frames: tuple[str, ...]
    thread: str
    times: int = 1
    """How often the same fault happened."""

    def report(self, steps: tuple[str, ...]) -> str:
        """Return the report: the program, the fault, and the commands before it."""
        return _REPORT.format(
            program=__version__,
            python=platform.python_version(),
            qt=qVersion(),
            sqlite=engine_version(),
            system=f"{platform.system()} {platform.release()} {platform.machine()}",
            kinds=" < ".join(self.kinds),
            thread=self.thread,
            times=self.times,
            frames="\n".join(f"  {frame}" for frame in self.frames),
            steps="\n".join(f"  {step}" for step in steps or ("none",)),
        )


def fault_of(error: BaseException | None, trace: TracebackType | None, kind: type[BaseException]) -> Fault:
    """Return what may be told of an error; its own words stay unread, because they may quote the record."""
    kinds, cause = [kind.__qualname__], error
    while cause is not None and len(kinds) < _CAUSES:
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
        if cause is not None:
            kinds.append(type(cause).__qualname__)
    frames: list[str] = []
    for frame, line in list(traceback.walk_tb(trace))[-_FRAMES:]:
        where = place(frame.f_code.co_filename)
        told = where if where == "elsewhere" else f"{where}:{line}:{frame.f_code.co_name}"
        if not (frames and frames[-1] == told == "elsewhere"):
            frames.append(told)
    main = threading.current_thread() is threading.main_thread()
    return Fault(tuple(kinds), tuple(frames), "main" if main else "worker")


class CrashReport(QObject):
    """Hears of every fault and shows it, once for each place: a fault that comes back adds to the report."""

    happened = Signal(object)
    """A `Fault`, from whatever thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: CrashDialog | None = None
        self._faults: dict[tuple[tuple[str, ...], tuple[str, ...]], Fault] = {}
        self.happened.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def text(self) -> str:
        """The report of every fault of this sitting; empty where there was none."""
        steps = self._window.session.trail.steps
        return "\n\n".join(fault.report(steps) for fault in self._faults.values())

    def __call__(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Tell of an error; from any thread."""
        fault = fault_of(error, trace, kind)
        if sys.stderr is not None:
            print(fault.report(()), file=sys.stderr)
        self.happened.emit(fault)

    def qt_said(self, kind: QtMsgType, words: str) -> None:
        """Tell of a serious fault that Qt itself found; its words go to the terminal only."""
        if sys.stderr is not None:
            print(words, file=sys.stderr)
        if kind in _SERIOUS:
            self.happened.emit(Fault((kind.name,), (), "main"))

    def _take(self, fault: Fault) -> None:
        """Show a fault; one that is known already is only counted, so that a page that cannot be drawn asks once."""
        key = (fault.kinds, fault.frames)
        known = self._faults.get(key)
        self._faults[key] = replace(known, times=known.times + 1) if known else fault
        if self._dialog is not None:
            self._dialog.show_report(self.text)
        elif known is None:
            self._show()

    def _show(self) -> None:
        from lnreview.desktop.crash_dialog import CrashDialog

        self._dialog = CrashDialog(self._window, self.text)
        self._dialog.finished.connect(self._closed)
        self._dialog.open()
        # Later, so that a fault in it is another fault and not the end of this one.
        QTimer.singleShot(0, self, self._read_back)

    def _read_back(self) -> None:
        """Have the window show the open case as it is in the store."""
        self._window.session.read_back()

    def _closed(self) -> None:
        self._dialog = None


@contextmanager
def told_in(window: MainWindow) -> Iterator[CrashReport]:
    """Have every fault told in a window while the block runs."""
    report = CrashReport(window)

    def of_a_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_type is not SystemExit:
            report(args.exc_type, args.exc_value, args.exc_traceback)

    def unraisable(args: Any) -> None:
        report(args.exc_type, args.exc_value, args.exc_traceback)

    def of_qt(kind: QtMsgType, context: object, words: str) -> None:
        report.qt_said(kind, words)

    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    sys.excepthook, threading.excepthook, sys.unraisablehook = report, of_a_thread, unraisable
    before: Callable[..., object] | None = qInstallMessageHandler(of_qt)
    try:
        yield report
    finally:
        qInstallMessageHandler(before)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
