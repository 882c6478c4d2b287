"""The case file: one case as JSON, read with every fault reported at once, written whole or not at all.

Reading refuses what it cannot keep: an unknown or repeated key, an impossible date, an id used twice, a file
of a later version. It does not judge medicine: a negative dose or an impossible creatinine is kept as
written, and the review asks about it. Digits are kept as written; a round trip loses nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lnreview import __version__
from lnreview.case.model import FORMAT_VERSION, Case
from lnreview.errors import InputProblems, Problem, UserError
from lnreview.exchange.places import lines, values, written
from lnreview.exchange.problems import Fault, faults
from lnreview.exchange.schema import schema

__all__ = ["LARGEST_FILE", "MOST_PROBLEMS", "dumps", "loads", "read", "schema", "write"]

LARGEST_FILE = 32 * 1024 * 1024
"""Bytes; a record of one patient is far smaller, so a larger file is something else."""
MOST_PROBLEMS = 200
"""Problems that are listed for one file; a file with more is broken in one way throughout."""

MOST_DIGITS = 30
"""Digits of a number; Python itself refuses to print a whole number of thousands."""

_FORMAT = "lnreview-case"


def read(path: Path) -> Case:
    """Read a case file; raise `InputProblems` with every fault, or `UserError` when it cannot be opened."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            # One byte beyond the limit tells a file that grew, or a pipe, without reading it all.
            raw = b"" if size > LARGEST_FILE else file.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise UserError(
            f"{path} was not found, so there is no case to read. Check the name and the folder."
        ) from error
    except IsADirectoryError as error:
        raise UserError(f"{path} is a folder, not a case file. Name one file in it.") from error
    except OSError as error:
        raise UserError(
            f"{path} cannot be read: {error.strerror or error}. Check that it is a file that you may open."
        ) from error
    if max(size, len(raw)) > LARGEST_FILE:
        raise UserError(
            f"{path} has {max(size, len(raw)) / 2**20:.0f} MB, and a case file has at most "
            f"{LARGEST_FILE // 2**20} MB. Nothing was read. Check that this is the right file, or split it "
            "into one file per case."
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputProblems(
            str(path),
            [Problem("", f"it is not UTF-8 text (line {line}); save it again with the encoding UTF-8")],
        ) from error
    return loads(text, str(path))


def loads(text: str, source_name: str) -> Case:
    """Read a case from the text of a case file; raise `InputProblems` of `source_name` with every fault."""
    data = _parsed(text.removeprefix("\ufeff"), source_name)
    try:
        case, error = Case.model_validate(data), None
    except ValidationError as found:
        case, error = None, found
    problems = faults(data, error)
    if problems or case is None:
        raise InputProblems(source_name, _placed(text, problems)) from error
    return case


def dumps(case: Case) -> str:
    """Return a case as the text of a case file: stable, indented, without what is left at its default."""
    content = case.model_dump(mode="json", exclude_defaults=True)
    head = {"format": case.format, "version": case.version}
    return json.dumps(head | content, indent=2, ensure_ascii=False) + "\n"


def write(case: Case, path: Path) -> None:
    """Write a case file at `path`, whole or not at all; raise `UserError` when it cannot be written."""
    data = dumps(case).encode("utf-8")
    if len(data) > LARGEST_FILE:
        raise UserError(
            f"{path} was not written: the case has {len(data) / 2**20:.0f} MB, and a case file has at most "
            f"{LARGEST_FILE // 2**20} MB. Remove entries that the review does not need."
        )
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise UserError(f"{path} is a folder, so no case was written. Give the name of a file in it.")
    try:
        _replace(target, data)
    except OSError as error:
        raise UserError(
            f"{path} was not written: {error.strerror or error}. What was there before is unchanged. "
            "Choose a folder that you may write to and that has space left."
        ) from error


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, part)
        os.replace(part, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()
        raise


def _parsed(text: str, source: str) -> dict[str, Any]:
    repeats = False

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeats
        content = dict(items)
        repeats = repeats or len(content) != len(items)
        return content

    try:
        data = json.loads(text, parse_float=_number, parse_int=_whole, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        raise InputProblems(source, [_broken(text, error)]) from error
    except RecursionError as error:
        raise InputProblems(
            source,
            [
                Problem(
                    "",
                    "its brackets are nested too deeply for a case file; check that this is the right file",
                )
            ],
        ) from error
    if not isinstance(data, dict):
        raise InputProblems(
            source, [Problem("", "a case file is one group of keys in braces { }; this is something else")]
        )
    _check_format(data, source)
    if repeats:
        twice = [found for found in values(text) if found.repeated][:MOST_PROBLEMS]
        raise InputProblems(
            source,
            [
                Problem(
                    written(found.place), f"this key stands there twice (line {found.line}); keep one of them"
                )
                for found in twice
            ],
        )
    return data


def _check_format(data: dict[str, Any], source: str) -> None:
    """Refuse a file of another kind or of a later version before anything in it is judged."""
    if "resourceType" in data:
        remedy = (
            "this is a FHIR resource, not a case file; a case file begins with the format “lnreview-case”"
        )
        raise InputProblems(source, [Problem("resourceType", remedy)])
    if data.get("format", _FORMAT) != _FORMAT:
        raise InputProblems(
            source, [Problem("format", f"this is not a case file, which has the format “{_FORMAT}” here")]
        )
    version = data.get("version", FORMAT_VERSION)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise InputProblems(
            source, [Problem("version", f"has to be the number {FORMAT_VERSION}, without quotation marks")]
        )
    if version > FORMAT_VERSION:
        raise InputProblems(
            source,
            [
                Problem(
                    "version",
                    f"this file was written by a newer lnreview: it has version {version}, and lnreview "
                    f"{__version__} reads version {FORMAT_VERSION}. Install the lnreview that wrote it, "
                    "or a later one",
                )
            ],
        )


def _broken(text: str, error: json.JSONDecodeError) -> Problem:
    if not text.strip():
        return Problem("", 'it is empty; a case file holds at least {"id": "…"}')
    where = f"line {error.lineno}, column {error.colno}"
    end = len(text.rstrip())
    in_escape = error.msg.startswith("Invalid \\u") and error.pos + len(r"\uXXXX") > end
    if error.pos >= end or in_escape or error.msg.startswith("Unterminated string"):
        return Problem("", f"it ends in the middle ({where}): it was cut off; fetch or save it again")
    return Problem("", f"it is not valid JSON ({where}: {error.msg}); correct that place")


def _placed(text: str, found: list[Fault]) -> list[Problem]:
    listed = found[:MOST_PROBLEMS]
    line = lines(text, {place for place, _ in listed})
    problems = [Problem(written(place), f"{sentence} (line {line[place]})") for place, sentence in listed]
    if len(found) > len(listed):
        problems.append(
            Problem("", f"… and {len(found) - len(listed)} more; mend these first, then read it again")
        )
    return problems


def _number(text: str) -> Decimal:
    """Read a JSON number with all its digits; one too large for a Decimal becomes infinite, thus refused."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("Infinity")


def _whole(text: str) -> int | Decimal:
    """Read a JSON whole number; one of more digits than any field can hold is refused as infinite."""
    return int(text) if len(text) <= MOST_DIGITS + 1 else Decimal("Infinity")
