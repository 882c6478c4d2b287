"""Write a letter: compose it, print it as text or PDF, save it, and say what it still lacks.

`compose` is a function of the case, its review, the guideline and the day on the letter; it reads no file and no
clock. Equal input gives equal text and, with the same fonts, equal PDF bytes.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from datetime import date
from pathlib import Path

from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.guideline.model import Guideline
from lnreview.letters import plaintext
from lnreview.letters.content import gaps as readiness
from lnreview.letters.content import handout, heads, words
from lnreview.letters.content.appeal import appeal
from lnreview.letters.content.authorization import authorization
from lnreview.letters.content.conference import conference
from lnreview.letters.content.necessity import necessity
from lnreview.letters.document import Document, Gap
from lnreview.review.finding import Review

_KINDS = {
    "medical-necessity": ("Letter of medical necessity", necessity),
    "prior-authorization": ("Prior-authorization summary", authorization),
    "appeal": ("Appeal", appeal),
    "conference": ("Case conference", conference),
}
KINDS = tuple(_KINDS)
"""The kinds of letter, as the command line names them."""


def compose(kind: str, case: Case, review: Review, guideline: Guideline, *, dated: date) -> Document:
    """Return the letter as a document model; raise `UserError` for a kind that does not exist."""
    if kind not in _KINDS:
        raise UserError(f"There is no letter of the kind “{kind}”. Choose one of: {', '.join(KINDS)}.")
    title, content = _KINDS[kind]
    found = gaps(kind, case, review, guideline, dated=dated)
    document = Document(
        kind=kind,
        title=title,
        dated=dated,
        initials=words.initials(case.patient.name),
        reference=case.id,
        case_version=words.case_version(case),
        criteria=f"{review.criteria_name} {review.criteria_version}",
        guideline_version=review.guideline_version,
        draft=any(gap.waived is None for gap in found),
        banner=heads.banner(case),
        # A conference stays in the house, and its first page needs the room.
        letterhead=() if kind == "conference" else heads.letterhead(case.clinician),
        blocks=content(case, review, guideline, found, dated),
    )
    return handout.outside(document) if handout.asked_for(kind, case) else document


def gaps(
    kind: str, case: Case, review: Review, guideline: Guideline, *, dated: date | None = None
) -> tuple[Gap, ...]:
    """Return what a letter of this kind lacks, each with the place to mend it and the reason if it was waived.

    `dated` is the day on the letter; without it the day of the review stands for it.
    """
    return readiness.gaps(kind, case, review, guideline, dated)


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
    path = _target(path)
    content = pdf(document, paper=paper)
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
