"""What was done last, for the report of a fault: which part of the program did what, never with which words or values."""

from __future__ import annotations

import sys
from collections import deque
from pathlib import Path

_LAST = 20
_PACKAGE = Path(__file__).parents[1]


class Trail:
    """Remembers the last commands by the place in the program that gave them."""

    def __init__(self) -> None:
        self._steps: deque[str] = deque(maxlen=_LAST)

    @property
    def steps(self) -> tuple[str, ...]:
        """The last commands, the oldest first, such as `change desktop/forms/section_form.py:_commit`."""
        return tuple(self._steps)

    def note(self, command: str) -> None:
        """Note a command of the session, with the function that called the session."""
        code = sys._getframe(2).f_code
        self._steps.append(f"{command} {place(code.co_filename)}:{code.co_name}")


def place(file: str) -> str:
    """Return a file of this program by its path in the package; of any other only that it is another's."""
    path = Path(file)
    return path.relative_to(_PACKAGE).as_posix() if path.is_relative_to(_PACKAGE) else "elsewhere"
