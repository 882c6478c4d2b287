"""Write a letter to disk, whole or not at all, under a name that tells nothing of the patient unless that was chosen."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import unicodedata
from pathlib import Path

from lnreview.errors import UserError
from lnreview.letters.document import Document

_LONGEST = 120
"""Bytes of a file name; some systems take no more than 143 in an encrypted folder."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, with any ending."""
_TELLING = 3
"""Letters from which a part of a name is looked for in the name of a case."""


def file_name(document: Document, patient: bool = False) -> str:
    """Return a name for the file of a letter: kind, case and date, and the patient's name only where that is chosen.

    A case that is named after the patient gives its version instead. The name is good on every system.
    """
    case = document.reference
    parts = (part.casefold() for part in re.split(r"[\W\d_]+", document.patient) if len(part) >= _TELLING)
    if not patient and any(part in case.casefold() for part in parts):
        case = f"case-{document.case_version}"
    named = [document.kind, document.patient if patient else "", case]
    return safe_name("-".join(part for part in named if part), f"-{document.dated:%Y-%m-%d}.pdf")


def safe_name(stem: str, ending: str) -> str:
    """Return a file name of letters, digits, dots and hyphens that every system takes, `ending` kept whole."""
    plain = re.sub(r"[^\w.]+|_", "-", unicodedata.normalize("NFC", stem))
    plain = re.sub(r"-{2,}|\.{2,}", "-", plain).strip("-.")
    while len((plain + ending).encode()) > _LONGEST:
        plain = plain[:-1].rstrip("-.")
    if not plain or _RESERVED.fullmatch(plain):
        plain = f"letter-{plain}".rstrip("-")
    return plain + ending


def save(content: bytes, path: Path) -> None:
    """Write a PDF to `path` at once or not at all; raise `UserError` where the file cannot be written."""
    path = target(path)
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
    except BaseException as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        if isinstance(error, OSError):
            raise UserError(_refusal(path, error)) from error
        raise


def target(path: Path) -> Path:
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
