"""Results of a worker on their way into the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from concurrent.futures import Future


class Courier(QObject):
    """Carries results from a worker into the window's thread; it has no parent, so it outlives a closed page."""

    arrived = Signal(int, object)
    """The number of the request and its future."""


def carrier(courier: Courier, number: int) -> Callable[[Future[Any]], None]:
    """Return what hands a finished future to `courier`, with the number of its request."""
    return lambda future: courier.arrived.emit(number, future)
