"""Does one job after another: the work in a thread, the storing of its result in small steps in the window's thread."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from lnreview.desktop.courier import Courier, carrier
from lnreview.desktop.jobs.job import Job, Progress, Running, Stopped
from lnreview.desktop.language import tr
from lnreview.desktop.notice import Notice
from lnreview.errors import UserError

if TYPE_CHECKING:  # the window is shown before the first job
    from concurrent.futures import Future, ThreadPoolExecutor

_LOOK_MS = 100
_STEP_SECONDS = 0.02
"""How long the window's thread stores before it looks for keys."""


class JobRunner(QObject):
    """Runs jobs; those that were asked for meanwhile wait in their order."""

    moved = Signal()
    """Another job runs, none runs any more, or the one that runs is further."""
    ended = Signal(object)
    """What came of a job, as a `Notice`; `None` where the page that asked for it tells."""
    idle = Signal()
    """The last job ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool: ThreadPoolExecutor | None = None
        self._waiting: deque[Job[Any]] = deque()
        self._job: Job[Any] | None = None
        self._running = Running()
        self._found: Any = None
        self._steps: Iterator[Progress] | None = None
        self._number = 0
        self._progress = Progress()
        self._courier = Courier()
        self._courier.arrived.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._look_at_it)
        self._keeping = QTimer(self, interval=0)
        self._keeping.timeout.connect(self._keep)

    @property
    def job(self) -> Job[Any] | None:
        """The job that runs."""
        return self._job

    @property
    def progress(self) -> Progress:
        """How far the job that runs is."""
        return self._progress

    @property
    def waiting(self) -> tuple[str, ...]:
        """The names of the jobs that wait."""
        return tuple(job.name for job in self._waiting)

    @property
    def can_stop(self) -> bool:
        """Whether the job that runs can be stopped: not while its result is being stored, which is short."""
        return self._job is not None and self._steps is None and not self._running.is_stopping

    @property
    def is_stopping(self) -> bool:
        """Whether the job that runs was asked to end."""
        return self._job is not None and self._running.is_stopping

    def start(self, job: Job[Any]) -> None:
        """Run a job, after those that were asked for before."""
        self._waiting.append(job)
        if self._job is None:
            self._next()
        else:
            self.moved.emit()

    def stop(self) -> None:
        """Stop the job that runs; what waits comes next."""
        if self.can_stop:
            self._running.stop()
            self.moved.emit()

    def stop_all(self) -> None:
        """Stop the job that runs and forget those that wait."""
        self._waiting.clear()
        self.stop()

    def close(self) -> None:
        """Let the worker end; the window is gone."""
        self.stop_all()
        self._number += 1
        self._look.stop()
        self._keeping.stop()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _next(self) -> None:
        self._job = self._waiting.popleft() if self._waiting else None
        self._running, self._steps, self._found = Running(), None, None
        self._progress = Progress()
        if self._job is None:
            self._look.stop()
            self.moved.emit()
            self.idle.emit()
            return
        self._number += 1
        from concurrent.futures import ThreadPoolExecutor

        self._pool = self._pool or ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._look.start()
        self.moved.emit()
        future = self._pool.submit(self._job.work, self._running)
        future.add_done_callback(carrier(self._courier, self._number))

    def _look_at_it(self) -> None:
        if self._steps is None and self._running.progress != self._progress:
            self._progress = self._running.progress
            self.moved.emit()

    def _arrived(self, number: int, future: Future[Any]) -> None:
        if number != self._number or self._job is None:
            return
        job, running = self._job, self._running

        def result() -> Any:
            found = future.result()
            if job.is_kept_here:
                running.go_on()  # it was stopped in its last moment, and nothing is stored yet
            return found

        found = self._tried(result)
        if found is not None:
            self._found, self._steps = found[0], job.keep(found[0])
            self._keeping.start()
            self.moved.emit()

    def _keep(self) -> None:
        """Store a little of what was found, and end the job when all of it is stored."""
        assert self._job is not None
        assert self._steps is not None
        until = time.perf_counter() + _STEP_SECONDS
        steps = self._steps
        while time.perf_counter() < until:
            step = self._tried(lambda: next(steps, None))
            if step is None:
                return
            if step[0] is None:
                self._tell()
                return
            self._progress = step[0]
        self.moved.emit()

    def _tell(self) -> None:
        job, found = self._job, self._found
        assert job is not None
        said = self._tried(lambda: job.tell(found))
        if said is not None:
            self._end(said)

    def _tried(self, do: Callable[[], Any]) -> tuple[Any] | None:
        """Return what `do` returns, in a tuple; where it raises, end the job with what is to be said of it."""
        assert self._job is not None
        name = self._job.name
        try:
            return (do(),)
        except Stopped:
            self._end((Notice(tr("“{job}” was stopped. Nothing of it was kept.").format(job=name)),))
        except UserError as error:
            self._end((Notice(str(error), "failed"),))
        except BaseException:
            self._end(None)  # a fault of the program is told as one
            raise
        return None

    def _end(self, notice: tuple[Notice | None] | None) -> None:
        self._keeping.stop()
        if notice is not None:
            self.ended.emit(notice[0])
        self._next()
