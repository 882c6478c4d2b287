"""Write a letter: compose it, print it as text or PDF, save it, and say what it still lacks.

`compose` is a function of the case, its review, the guideline and the day on the letter; it reads no file and no
clock. Equal input gives equal text and, with the same fonts, equal PDF bytes.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.guideline.model import Guideline
from lnreview.letters import edits, plaintext, told
from lnreview.letters.content import gaps as readiness
from lnreview.letters.content import heads, words
from lnreview.letters.content.authorization import authorization
from lnreview.letters.content.information import information_request
from lnreview.letters.content.necessity import necessity
from lnreview.letters.content.worksheet import worksheet
from lnreview.letters.document import Document, Gap
from lnreview.review.finding import Review

_KINDS = {
    "medical-necessity": ("Letter of medical necessity", necessity),
    "prior-authorization": ("Prior-authorization summary", authorization),
    "worksheet": ("Utilization-review worksheet", worksheet),
    "information-request": ("Request for additional information", information_request),
}
KINDS = tuple(_KINDS)
"""The kinds of letter, as the command line names them."""

FROM_THE_PLAN = ("worksheet", "information-request")
"""The kinds that the plan's side writes, under the plan's name; the others are the clinician's."""


def compose(kind: str, case: Case, review: Review, guideline: Guideline, *, dated: date) -> Document:
    """Return the letter as a document model; raise `UserError` for a kind that does not exist.

    It prints what the signer lets out of the record and says it in the signer's words where they still fit; its gaps
    are those of the whole record, and what no longer fits is one of them.
    """
    if kind not in _KINDS:
        raise UserError(f"There is no letter of the kind “{kind}”. Choose one of: {', '.join(KINDS)}.")
    scope = told.of_kind(case, kind)
    printed = told.printed(scope, review)
    document = _made(kind, scope, printed, guideline, gaps(kind, case, review, guideline), dated)
    late = [*edits.stale_gaps(kind, case, document), *told.naming_gaps(scope, review, document)]
    if late:
        found = gaps(kind, case, review, guideline, also=late)
        document = _made(kind, scope, printed, guideline, found, dated)
    return replace(document, case_version=words.case_version(case))


def _made(
    kind: str, case: Case, review: Review, guideline: Guideline, found: tuple[Gap, ...], dated: date
) -> Document:
    title, content = _KINDS[kind]
    blocks = content(case, review, guideline, found, dated)
    return Document(
        kind=kind,
        title=title,
        dated=dated,
        initials=words.initials(case.patient.name),
        reference=case.id,
        case_version="",
        criteria=f"{review.criteria_name} {review.criteria_version}",
        guideline_version=review.guideline_version,
        draft=any(gap.waived is None for gap in found),
        banner=heads.banner(case),
        letterhead=heads.plan_letterhead(case.coverage)
        if kind in FROM_THE_PLAN
        else heads.letterhead(case.clinician),
        blocks=edits.edited(kind, blocks, case.letter_edits),
        gaps=found,
        parts=edits.parts(blocks),
    )


def gaps(
    kind: str, case: Case, review: Review, guideline: Guideline, *, also: Iterable[Gap] = ()
) -> tuple[Gap, ...]:
    """Return what a letter of this kind lacks, each with the place to mend it and the reason if it was waived.

    `also` holds what only the finished letter shows.
    """
    return readiness.gaps(kind, told.whole(case), review, guideline, also=also)


def text(document: Document) -> str:
    """Return the letter as plain text, 100 characters wide."""
    return plaintext.text(document)


def pdf(document: Document, *, paper: str = "letter") -> bytes:
    """Return the letter as PDF on `letter` or `a4` paper; equal input gives equal bytes on one machine."""
    from lnreview.letters.pdf import render

    return render(document, paper)


def uncovered(document: Document) -> set[str]:
    """Return the characters of a letter that no font of this machine prints; they are printed by their code."""
    from lnreview.letters.document import strings
    from lnreview.letters.fonts import uncovered as lacking

    return lacking("".join(strings(document)))


def save_pdf(document: Document, path: Path, *, paper: str = "letter") -> None:
    """Write the PDF to `path` at once or not at all; raise `UserError` where the file cannot be written."""
    _target(path)  # a refusal comes before the work
    save_bytes(pdf(document, paper=paper), path)


def save_bytes(content: bytes, path: Path) -> None:
    """Write a PDF that was made before to `path`, at once or not at all; raise `UserError` where it cannot be."""
    path = _target(path)
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=".letter-", suffix=".pdf", delete=False
        ) as handle:
            temporary = handle.name
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        os.chmod(temporary, 0o600)
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise UserError(_refusal(path, error)) from error


def _target(path: Path) -> Path:
    """Return the file to write: what a link points to. Refuse to replace anything that is not a PDF."""
    try:
        target = path.resolve()
        if target.is_dir() or not target.exists():
            return target
        if not target.is_file():
            raise UserError(
                f"The letter was not written to {path}: that is a device, not a file. Choose a file name."
            )
        with target.open("rb") as file:
            start = file.read(5)
    except OSError as error:
        raise UserError(_refusal(path, error)) from error
    if start and start != b"%PDF-":
        raise UserError(
            f"The letter was not written to {path}: a file that is no PDF has that name and would be lost. "
            "Choose another name, or move that file away."
        )
    return target


def _refusal(path: Path, error: OSError) -> str:
    where = f"The letter was not written to {path}"
    if not path.parent.is_dir():
        return f"{where}: the folder does not exist. Create it, or choose another folder."
    if path.is_dir():
        return f"{where}: that is the name of a folder. Choose a file name."
    if isinstance(error, PermissionError):
        return (
            f"{where}: the file or its folder may not be written, or the file is open in a viewer. "
            "Close the viewer, or choose another name."
        )
    return f"{where}: {error.strerror or 'the disk refused it'}. Make room on the disk, or choose another folder."
