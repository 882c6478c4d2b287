"""A folder, or a file, that appears when it is complete and not before."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from lnreview.desktop.language import tr
from lnreview.errors import UserError


@contextlib.contextmanager
def whole_folder(parent: Path, name: str) -> Iterator[tuple[Path, Path]]:
    """Give a folder to write into, and what it will be called: a new folder `name` in `parent`, never an old one.

    Where the block raises, the folder is removed with all that is in it. Raises `UserError` where it cannot be made.
    """
    try:
        part = Path(tempfile.mkdtemp(prefix=".lnreview-", suffix=".part", dir=parent))
    except OSError as error:
        raise _refused(parent, error) from error
    try:
        target = free(parent / name)
        yield part, target
        os.rename(part, target)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise _refused(parent, error) from error
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def free(path: Path) -> Path:
    """Return `path`, or the same name with a number behind it where something has that name."""
    number, wanted = 2, path
    while path.exists():
        path = wanted.with_name(f"{wanted.stem} {number}{wanted.suffix}")
        number += 1
    return path


def _refused(parent: Path, error: OSError) -> UserError:
    return UserError(
        tr(
            "Nothing was written to {folder}: {reason}. Choose a folder that you may write to and that has space left."
        ).format(folder=parent, reason=error.strerror or error)
    )


def write_text(text: str, path: Path) -> None:
    """Write a text at once or not at all; raise `UserError` where the file cannot be written."""
    part = path.with_name(f".{path.name[:40]}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(part, 0o600)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _refused(path.parent, error) from error
