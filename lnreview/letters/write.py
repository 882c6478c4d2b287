"""Write a letter: compose it, print it as text or PDF, save it, and say what it still lacks.

`compose` is a function of the case, its review, the guideline and the day on the letter; it reads no file and no
clock. Equal input gives equal text and, with the same fonts, equal PDF bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.guideline.model import Guideline
from lnreview.letters import edits, plaintext, saving, told
from lnreview.letters.content import gaps as readiness
from lnreview.letters.content import handout, heads, words
from lnreview.letters.content.appeal import appeal
from lnreview.letters.content.authorization import authorization
from lnreview.letters.content.conference import conference
from lnreview.letters.content.information import information_request
from lnreview.letters.content.necessity import necessity
from lnreview.letters.content.worksheet import worksheet
from lnreview.letters.document import Document, Gap
from lnreview.review import trace
from lnreview.review.finding import Review

_KINDS = {
    "medical-necessity": ("Letter of medical necessity", necessity),
    "prior-authorization": ("Prior-authorization summary", authorization),
    "worksheet": ("Utilization-review worksheet", worksheet),
    "information-request": ("Request for additional information", information_request),
    "appeal": ("Appeal", appeal),
    "conference": ("Case conference", conference),
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
    version = words.case_version(case)
    found = gaps(kind, case, review, guideline, dated=dated)
    if handout.asked_for(kind, case):
        # A hand-out is built from what may leave the house, so no wording of a person is put into it.
        return handout.outside(_made(kind, case, review, guideline, found, dated, version))
    scope = told.of_kind(case, kind)
    printed = told.printed(scope, review)
    document = _edited(_made(kind, scope, printed, guideline, found, dated, version), case)
    late = [*edits.stale_gaps(kind, case, document), *told.naming_gaps(scope, review, document)]
    if not late:
        return document
    found = gaps(kind, case, review, guideline, dated=dated, also=late)
    return _edited(_made(kind, scope, printed, guideline, found, dated, version), case)


def _made(
    kind: str, case: Case, review: Review, guideline: Guideline, found: tuple[Gap, ...], dated: date, version: str
) -> Document:  # fmt: skip
    """Return the document as the program says it."""
    title, content = _KINDS[kind]
    return Document(
        kind=kind,
        title=title,
        dated=dated,
        initials=words.initials(case.patient.name),
        patient=case.patient.name,
        reference=case.id,
        case_version=version,
        criteria=f"{review.criteria_name} {review.criteria_version}",
        guideline_version=review.guideline_version,
        draft=any(gap.waived is None for gap in found),
        banner=heads.banner(case),
        letterhead=_letterhead(kind, case),
        blocks=content(case, review, guideline, found, dated),
        gaps=found,
    )


def _edited(document: Document, case: Case) -> Document:
    """Return the document as the signer says it, with what can be said otherwise."""
    blocks = edits.edited(document.kind, document.blocks, case.letter_edits)
    return replace(document, blocks=blocks, parts=edits.parts(document.blocks))


def gaps(
    kind: str,
    case: Case,
    review: Review,
    guideline: Guideline,
    *,
    dated: date | None = None,
    also: Iterable[Gap] = (),
) -> tuple[Gap, ...]:
    """Return what a letter of this kind lacks, each with the place to mend it and the reason if it was waived.

    `dated` is the day on the letter, by default the day of the review; `also` holds what only the finished letter shows.
    """
    return readiness.gaps(kind, told.whole(case), review, guideline, dated=dated, also=also)


def _letterhead(kind: str, case: Case) -> tuple[str, ...]:
    """Return whose paper it is: the plan's, nobody's (a conference stays in the house), or the clinician's."""
    if kind == "conference":
        return ()
    return heads.plan_letterhead(case.coverage) if kind in FROM_THE_PLAN else heads.letterhead(case.clinician)


def text(document: Document) -> str:
    """Return the letter as plain text, 100 characters wide."""
    return plaintext.text(document)


def pdf(
    document: Document,
    *,
    paper: str = "letter",
    attachments: tuple[tuple[str, bytes], ...] = (),
    password: str = "",
) -> bytes:
    """Return the letter as PDF on `letter` or `a4` paper; equal input gives equal bytes on one machine.

    `attachments` are names and contents of files to put inside. With a password the file is encrypted (AES-256) by a
    key that is new each time, so that its bytes differ. Raises `UserError` for a logo, an attachment or a password
    that cannot be used.
    """
    if attachments and not document.identified:
        raise UserError(
            "The hand-out was not written: case and trace name the patient, and a hand-out may not. "
            "Write it without the data inside, or write the full copy."
        )
    from lnreview.letters.pdf import render

    return render(document, paper, attachments, password)


def uncovered(document: Document) -> set[str]:
    """Return the characters of a letter that no font of this machine prints; they are printed by their code."""
    from lnreview.letters.document import strings
    from lnreview.letters.fonts import uncovered as lacking

    return lacking("".join(strings(document)))


def save_bytes(content: bytes, path: Path) -> None:
    """Write a PDF that was made before to `path`, at once or not at all; raise `UserError` where it cannot be."""
    saving.save(content, path)


def file_name(document: Document, patient: bool = False) -> str:
    """Return a name for the file: kind, case and date; the patient's name only where that is chosen."""
    return saving.file_name(document, patient)


def data_files(case: Case, review: Review) -> tuple[tuple[str, bytes], ...]:
    """Return the case file and the trace of its review, to be put inside the PDF; both name the patient."""
    record = {"format": case.format, "version": case.version} | case.model_dump(
        mode="json", exclude_defaults=True
    )
    files = (("case.json", record), ("trace.json", trace.as_json(review)))
    return tuple(
        (name, (json.dumps(held, indent=2, ensure_ascii=False) + "\n").encode()) for name, held in files
    )


def save_pdf(
    document: Document,
    path: Path,
    *,
    paper: str = "letter",
    attachments: tuple[tuple[str, bytes], ...] = (),
    password: str = "",
) -> None:
    """Write the PDF to `path` at once or not at all; raise `UserError` where the file cannot be written.

    See `pdf` for the rest.
    """
    path = saving.target(path)
    saving.save(pdf(document, paper=paper, attachments=attachments, password=password), path)
