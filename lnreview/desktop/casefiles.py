"""Case files in and out of the open store, with messages for the bar."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from pydantic import ValidationError

from lnreview.case.model import Case
from lnreview.desktop.session import Session
from lnreview.errors import InputProblems, Problem, UserError


def open_into(session: Session, path: Path) -> None:
    """Read a case file, store it and open it; a problem goes to the message bar and nothing is stored."""
    try:
        case = read(path)
    except UserError as error:
        session.failed.emit(str(error))
        return
    if session.add_case(case) is not None:
        session.told.emit("The case file was read and stored.")


def export(session: Session, path: Path) -> None:
    """Write the open case as a case file."""
    if session.case is None:
        return
    try:
        write(session.case, path)
    except UserError as error:
        session.failed.emit(str(error))
        return
    session.told.emit(
        f"The case was written to {path}. The file holds patient data: keep it where it may be."
    )


def read(path: Path) -> Case:
    """Read a case file; raise `UserError` with every problem and its place."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(
            f"{path.name} could not be read as a case file: {error}. Choose a complete case file."
        ) from error
    try:
        return Case.model_validate(data)
    except ValidationError as error:
        problems = [
            Problem("/".join(map(str, detail["loc"])), detail["msg"])
            for detail in error.errors(include_input=False)
        ]
        raise InputProblems(path.name, problems) from error


def write(case: Case, path: Path) -> None:
    """Write a case file in one step, so that a failure leaves no half-written file."""
    text = case.model_dump_json(indent=2, exclude_defaults=True)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except OSError as error:
        raise UserError(
            f"The case could not be written to {path.name}: {error.strerror}. Choose another folder, or close the file "
            "where it is open."
        ) from error
