"""Write one document for each of many case files, on all processors, with as much memory for a thousand as for ten.

Each case is read, reviewed and printed by a worker of its own process; only paths and sentences travel between them.
A case that is refused does not stop the others, and a letter is written whole or not at all, also when the run is
stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from lnreview import paths
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
from lnreview.spread import processors, spread
from lnreview.store import casebody

_CHUNK = 4
"""Cases handed to a worker at once; a run that is stopped still ends these."""


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
    count = min(workers or processors(), max(1, -(-len(files) // _CHUNK)))
    return spread(_write, files, prepare=_begin, given=(out, order), workers=count, chunk=_CHUNK)


def _named(file: Path, kind: str) -> str:
    return safe_name(f"{file.stem}-{kind}" if kind else file.stem, ".pdf")


_job: tuple[Path, Order, Guideline] | None = None
"""What a worker was started for."""


def _begin(out: Path, order: Order) -> None:
    global _job
    _job = (out, order, load(own_packs=paths.payer_packs()))


def _write(file: Path) -> Outcome:
    assert _job is not None, "a worker begins before it writes"
    out, order, guideline = _job
    target = out / _named(file, order.kind)
    try:
        case = casefile.read(file)
        review = reviewed(case, guideline, order.as_of, order.criteria, order.today)
        letter(case, review, guideline, order, target)
    except UserError as error:
        return Outcome(file, target, str(error))
    return Outcome(file, target)


@dataclass(frozen=True)
class Letters:
    """Which letters are wanted of each case of a store."""

    kinds: tuple[str, ...]
    today: date
    """The day on the letters, and that of the review where a record does not say one."""
    logos: dict[str, bytes] = field(default_factory=dict, repr=False)
    """The picture of each clinic's letterhead, by the name of the clinic."""
    paper: str = "letter"


@dataclass(frozen=True)
class LetterOfCase:
    """What came of one letter of one case."""

    case_id: str
    kind: str
    file: Path
    name: str = ""
    """What the file is to be called; two cases can give the same."""
    draft: bool = False
    refusal: str = ""
    """Why nothing was written, as a sentence; empty: it was."""


def letters_of(
    cases: Iterable[tuple[str, str]],
    out: Path,
    order: Letters,
    workers: int = 0,
    go_on: Callable[[], object] = bool,
) -> Iterator[list[LetterOfCase]]:
    """Write letters of cases that are given by id and JSON into a folder, under names that are numbers.

    Yields what came of each case as soon as it is known; `go_on` stops the run by raising.
    """
    numbered = ((number, case_id, body) for number, (case_id, body) in enumerate(cases))
    return spread(
        _write_letters, numbered, prepare=_begin_letters, given=(out, order), workers=workers, chunk=1, go_on=go_on
    )  # fmt: skip


_letters_job: tuple[Path, Letters, Guideline] | None = None


def _begin_letters(out: Path, order: Letters) -> None:
    global _letters_job
    _letters_job = (out, order, load(own_packs=paths.payer_packs()))


def _write_letters(numbered: tuple[int, str, str]) -> list[LetterOfCase]:
    assert _letters_job is not None, "a worker begins before it writes"
    out, order, guideline = _letters_job
    number, case_id, body = numbered
    try:
        case = casebody.read(case_id, body)
        review = reviewed(case, guideline, None, None, order.today)
    except UserError as error:
        return [LetterOfCase(case_id, "", out, refusal=str(error))]
    return [
        _write_letter(out / f"{number}-{place}.pdf", kind, case, review, guideline, order)
        for place, kind in enumerate(order.kinds)
    ]


def _write_letter(
    target: Path, kind: str, case: Case, review: Review, guideline: Guideline, order: Letters
) -> LetterOfCase:
    try:
        document = write.compose(kind, case, review, guideline, dated=order.today)
        logo = order.logos.get(case.clinician.organisation.strip(), b"")
        if logo and document.letterhead and kind not in write.FROM_THE_PLAN:
            document = replace(document, logo=logo)
        write.save_pdf(document, target, paper=order.paper)
    except UserError as error:
        return LetterOfCase(case.id, kind, target, refusal=f"{case.id}: {error}")
    return LetterOfCase(case.id, kind, target, write.file_name(document), document.draft)
