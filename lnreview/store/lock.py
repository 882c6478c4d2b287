"""One program at a time: a lock file beside the store, held by the operating system.

The lock is of the system, not of the file's existence: it ends with the program that holds it, also when
that is killed, so a lock file that was left behind locks nothing. Its text says who holds it, for the
sentence that a second program shows; it holds nothing of a patient.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
from datetime import datetime
from pathlib import Path

from lnreview.errors import UserError

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # beyond the text, which other programs want to read

    def _take(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """The right to have a store open, alone; given back by `release`, or when the program ends."""

    def __init__(self, store: Path, since: datetime) -> None:
        """Take the lock of `store`; raise `UserError` when another program holds it or it cannot be made."""
        path = store.with_name(store.name + ".lock")
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise UserError(
                f"{store} was not opened: its lock {path.name} cannot be written "
                f"({error.strerror or error}). Move the store to a folder that you may write to, "
                "or correct the folder's permissions."
            ) from error
        try:
            _take(self._handle)
        except OSError as error:
            holder = _holder(self._handle)
            os.close(self._handle)
            raise UserError(
                f"{store} is open in another lnreview{holder}, and only one program may have it open. "
                "Close it there, then try again."
            ) from error
        text = {"process": os.getpid(), "computer": platform.node(), "since": f"{since:%Y-%m-%d %H:%M}"}
        os.ftruncate(self._handle, 0)
        # The lock holds without its text: a full disk must keep nobody from reading his cases.
        with contextlib.suppress(OSError):
            os.write(self._handle, json.dumps(text).encode())

    def release(self) -> None:
        """Give the lock back; its empty file stays, as removing it could rob a third program of its lock."""
        os.ftruncate(self._handle, 0)
        os.close(self._handle)


def _holder(handle: int) -> str:
    """Say who holds the lock, as far as its file tells."""
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        held = json.loads(os.read(handle, 1000))
        return f" (process {held['process']} on {held['computer']}, since {held['since']})"
    except (ValueError, KeyError, TypeError, OSError):
        return ""  # the holder is just writing it, or the system does not let us read
