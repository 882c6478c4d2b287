"""Files inside a PDF: the case and the trace that it was written from, for a reader that is a program."""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

from lnreview.errors import UserError

Attachments = tuple[tuple[str, bytes], ...]
"""File names with what the files hold."""
_TYPES = {"json": "application/json", "txt": "text/plain", "pdf": "application/pdf", "csv": "text/csv"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_MOST = 32 * 1024 * 1024
"""Bytes of a file."""


def checked(attachments: Attachments) -> Attachments:
    """Return the attachments in the order of their names, which is how a PDF lists them.

    Raises `UserError` for a name that is no plain file name, a name used twice, or a file of more than 32 MB.
    """
    names = [name for name, _ in attachments]
    for name, data in attachments:
        if not _NAME.fullmatch(name):
            raise UserError(
                f"The file “{name[:40]}” was not attached: its name is no plain file name. "
                "Use up to 80 letters, digits, dots and hyphens."
            )
        if names.count(name) > 1:
            raise UserError(f"The file “{name}” was not attached: it is named twice. Give each its own name.")
        if len(data) > _MOST:
            raise UserError(
                f"The file “{name}” was not attached: it has {len(data) / 2**20:.0f} MB, and at most "
                f"{_MOST // 2**20} MB go into a letter. Send it by itself."
            )
    return tuple(sorted(attachments))


def attach(canvas: Any, attachments: Attachments, stamp: str) -> None:
    """Put files into the PDF of a canvas; `stamp` is their date as the format writes it."""
    document = canvas._doc
    names: list[Any] = []
    for name, data in checked(attachments):
        kind = _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
        held = PDFStream(
            PDFDictionary(
                {
                    "Type": PDFName("EmbeddedFile"),
                    "Subtype": "/" + kind.replace("/", "#2F"),
                    "Filter": PDFName("FlateDecode"),
                    "Params": PDFDictionary(
                        {
                            "Size": len(data),
                            "CheckSum": PDFString(
                                hashlib.md5(data, usedforsecurity=False).digest(), enc="raw"
                            ),
                            "CreationDate": PDFString(stamp),
                            "ModDate": PDFString(stamp),
                        }
                    ),
                }
            ),
            zlib.compress(data, 9),
        )
        reference = document.Reference(held)
        told = PDFDictionary(
            {
                "Type": PDFName("Filespec"),
                "F": PDFString(name),
                "UF": PDFString(name),
                "EF": PDFDictionary({"F": reference, "UF": reference}),
                "AFRelationship": PDFName("Data"),
            }
        )
        names += [PDFString(name), document.Reference(told)]
    document.Catalog.Names = PDFDictionary({"EmbeddedFiles": PDFDictionary({"Names": PDFArray(names)})})
