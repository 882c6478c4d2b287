"""Errors that a person can mend.

A `UserError` is a sentence in three parts: what happened, why, and what to do. Everything else that is raised
is a bug of ours. The text never holds patient data beyond the place of the fault in a file that the person named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class UserError(Exception):
    """Something that the person at the desk can mend; `str(error)` is shown as it is."""


@dataclass(frozen=True)
class Problem:
    """One fault of an input: where it is, what is wrong and how it can be mended."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class InputProblems(UserError):  # noqa: N818 - it names problems of an input, not one error
    """An input with one or more faults, all of them reported at once, each with its place."""

    def __init__(self, source: str, problems: Sequence[Problem]) -> None:
        self.source = source
        self.problems = tuple(problems)
        count = len(self.problems)
        head = f"{source} cannot be used: {count} problem{'s' if count != 1 else ''} found."
        super().__init__("\n".join([head, *(f"  - {problem}" for problem in self.problems)]))
