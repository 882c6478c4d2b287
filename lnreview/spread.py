"""Do the same to each of many things, on all processors, with as much memory for a thousand as for ten.

Each process is started afresh and prepared once; things and results travel between processes, so both are small. Where
the run is stopped, what was begun is ended and nothing more is begun.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")

_AHEAD = 2
"""Chunks that wait for each process."""
_MOST_WORKERS = 60
"""Windows cannot wait for more."""
_LOOK = 0.1
"""Seconds between two looks whether the run is to go on."""


def spread(
    do: Callable[[Thing], Result],
    things: Iterable[Thing],
    *,
    prepare: Callable[..., object],
    given: tuple[Any, ...] = (),
    workers: int = 0,
    chunk: int = 4,
    go_on: Callable[[], object] = lambda: None,
) -> Iterator[Result]:
    """Yield what came of each thing as soon as it is known, in no certain order.

    `prepare(*given)` is called once in each process; `do` and `prepare` are functions of a module. `workers` is the
    number of processes, 0 for one on each processor; `chunk` things are handed to one at once. `go_on` is called now
    and then and stops the run by raising. Raises `OSError` when a process was ended from outside.
    """
    count = min(workers or processors(), _MOST_WORKERS)
    waiting = iter(things)
    chunks = iter(lambda: tuple(islice(waiting, chunk)), ())
    pool = ProcessPoolExecutor(
        count, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(prepare, given)
    )
    pending: set[Future[list[Result]]] = set()
    try:
        while True:
            go_on()
            with _deaf():
                for some in islice(chunks, count * _AHEAD - len(pending)):
                    pending.add(pool.submit(_each, do, some))
            if not pending:
                return
            done, _ = wait(pending, _LOOK, FIRST_COMPLETED)
            for future in done:
                pending.remove(future)
                yield from future.result()
    except BrokenProcessPool as error:
        raise OSError(None, "a process was ended from outside, perhaps for want of memory") from error
    finally:
        pool.shutdown(cancel_futures=True)


def processors() -> int:
    """Return how many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _deaf() -> Iterator[None]:
    """Hold Ctrl-C back; a process that is started meanwhile never hears it, not even before `_begin`."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(prepare: Callable[..., object], given: tuple[Any, ...]) -> None:
    with suppress(ValueError):  # only the main thread of a process may say so
        # What is at hand is ended; the parent begins nothing new.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare(*given)


def _each(do: Callable[[Thing], Result], things: tuple[Thing, ...]) -> list[Result]:
    return [do(thing) for thing in things]
