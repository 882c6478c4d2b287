"""The last few answers to a question that is asked again and again while a letter is being edited.

What is remembered follows from its key and from the very objects that it was made of; nothing else may enter it. A
letter is the same with and without this module, only later.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """A few answers, the oldest forgotten first; letters may be made in several threads."""

    def __init__(self, most: int) -> None:
        """Remember at most so many."""
        self._most = most
        self._answers: dict[Hashable, tuple[tuple[object, ...], T]] = {}
        self._changing = Lock()

    def of(self, key: Hashable, made_of: tuple[object, ...], make: Callable[[], T]) -> T:
        """Return the answer of a key that was made of the same objects, or make it.

        The objects are compared by identity and kept alive, so that no other object can take their place.
        """
        held = self._answers.get(key)
        if held is not None and len(held[0]) == len(made_of):
            if all(one is other for one, other in zip(held[0], made_of, strict=True)):
                return held[1]
        answer = make()
        with self._changing:
            self._answers.pop(key, None)
            self._answers[key] = (made_of, answer)
            while len(self._answers) > self._most:
                del self._answers[next(iter(self._answers))]
        return answer
