"""Write one document for each of many case files, on all processors, with as much memory for a thousand as for ten.

Each case is read, reviewed and printed by a worker of its own process; only paths and sentences travel between them.
A case that is refused does not stop the others, and a letter is written whole or not at all, also when the run is
stopped.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.exchange import casefile
from lnreview.guideline.load import load
from lnreview.guideline.model import Guideline
from lnreview.letters import write
from lnreview.letters.saving import safe_name
from lnreview.on_the_day import reviewed
from lnreview.review.finding import Review

_CHUNK = 4
"""Cases handed to a worker at once; a run that is stopped still ends these."""
_AHEAD = 2
"""Chunks that wait for each worker."""
_MOST_WORKERS = 60
"""Windows cannot wait for more."""


@dataclass(frozen=True)
class Order:
    """What is wanted of every case."""

    kind: str
    today: date
    """For a record that does not say on which day it is reviewed."""
    criteria: str | None = None
    as_of: ChartDate | None = None
    dated: date | None = None
    logo: bytes = field(default=b"", repr=False)
    attach_data: bool = False
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Outcome:
    """What came of one case file."""

    source: Path
    target: Path
    refusal: str = ""
    """Why nothing was written, as a sentence; empty: it was."""


def letter(case: Case, review: Review, guideline: Guideline, order: Order, target: Path) -> None:
    """Write the document that is wanted of a case; raise `UserError` where it cannot be written."""
    told_in_months = case.anchor is None and review.as_of.written.is_relative
    day = order.dated or (order.today if told_in_months else review.as_of.latest)
    document = write.compose(order.kind, case, review, guideline, dated=day)
    if order.logo:
        document = replace(document, logo=order.logo)
    files = write.data_files(case, review) if order.attach_data else ()
    write.save_pdf(document, target, attachments=files, password=order.password)


def sources(named: Sequence[Path]) -> list[Path]:
    """Return the case files that were named, and those in the folders that were named, each once.

    Raises `UserError` where a folder holds none, or two files would give letters of one name.
    """
    found: dict[Path, Path] = {}
    for path in named:
        inside = sorted(path.glob("*.json")) if path.is_dir() else [path]
        if not inside:
            raise UserError(
                f"No letter was written: the folder {path} holds no case file (*.json). Name another."
            )
        for file in inside:
            found.setdefault(file.resolve(), file)
    names: dict[str, Path] = {}
    for file in found.values():
        name = _named(file, "").casefold()
        if name in names:
            raise UserError(
                f"No letter was written: {names[name]} and {file} would give letters of one name. "
                "Rename one of them, or write them into two folders."
            )
        names[name] = file
    return list(found.values())


def letters(files: Sequence[Path], out: Path, order: Order, workers: int = 0) -> Iterator[Outcome]:
    """Write the document of each case file into a folder; yield what came of each as soon as it is known.

    `workers` is the number of processes, 0 for one on each processor.
    """
    count = min(workers or _processors(), _MOST_WORKERS, max(1, -(-len(files) // _CHUNK)))
    waiting = iter(files)
    chunks = iter(lambda: tuple(islice(waiting, _CHUNK)), ())
    pool = ProcessPoolExecutor(
        count, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(out, order)
    )
    pending: dict[Future[list[Outcome]], tuple[Path, ...]] = {}
    try:
        while True:
            for chunk in islice(chunks, count * _AHEAD - len(pending)):
                pending[pool.submit(_write, chunk)] = chunk
            if not pending:
                return
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                del pending[future]
                yield from future.result()
    except BrokenProcessPool as error:
        raise OSError(
            None, "a process that writes letters was ended from outside, perhaps for want of memory"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _named(file: Path, kind: str) -> str:
    return safe_name(f"{file.stem}-{kind}" if kind else file.stem, ".pdf")


_job: tuple[Path, Order, Guideline] | None = None
"""What a worker was started for."""


def _begin(out: Path, order: Order) -> None:
    global _job
    with suppress(ValueError):  # only the main thread of a process may say so
        signal.signal(
            signal.SIGINT, signal.SIG_IGN
        )  # the letter at hand is ended; the parent begins no other
    _job = (out, order, load())


def _write(files: tuple[Path, ...]) -> list[Outcome]:
    assert _job is not None, "a worker begins before it writes"
    out, order, guideline = _job
    told = []
    for file in files:
        target = out / _named(file, order.kind)
        try:
            case = casefile.read(file)
            review = reviewed(case, guideline, order.as_of, order.criteria, order.today)
            letter(case, review, guideline, order, target)
        except UserError as error:
            told.append(Outcome(file, target, str(error)))
        else:
            told.append(Outcome(file, target))
    return told
