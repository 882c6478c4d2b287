"""Keep `None` alive under PySide6 6.12 on Python 3.11, whose reference to it is counted.

PySide6 6.12.0 returns `None` without taking a reference (`QObject().parent()` lowers the count by one each time): its
wheels are built for `None` as it is since Python 3.12, immortal. On 3.11 the count reaches zero after some thousand
calls and the interpreter stops with “none_dealloc: deallocating None”. Adding to the count once is what 3.12 does.
"""

from __future__ import annotations

import ctypes
import sys

_ENOUGH = 1 << 30


def keep_none() -> None:
    """Give `None` more references than a process can lose; do nothing where it is immortal already."""
    if sys.version_info < (3, 12) and sys.implementation.name == "cpython" and sys.getrefcount(None) < _ENOUGH:
        ctypes.c_ssize_t.from_address(id(None)).value += _ENOUGH
