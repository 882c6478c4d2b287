"""Keep `None`, `True` and `False` alive under PySide6 6.12 on Python 3.11, which counts references to them.

PySide6 6.12.0 returns them without taking a reference (`QObject().parent()` lowers the count of `None` by one each
time): its wheels are built for singletons as they are since Python 3.12, immortal. On 3.11 a count reaches zero after
some thousand calls and the interpreter stops with “none_dealloc: deallocating None”. Adding to the counts once is
what 3.12 does.
"""

from __future__ import annotations

import ctypes
import sys

_ENOUGH = 1 << 30


def keep_singletons() -> None:
    """Give the singletons more references than a process can lose; do nothing where they are immortal already."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for singleton in (None, True, False):
        if sys.getrefcount(singleton) < _ENOUGH:
            ctypes.c_ssize_t.from_address(id(singleton)).value += _ENOUGH
