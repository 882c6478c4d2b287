"""The questions that a payer pack may ask the record: their names and parameters, and nothing of how they are answered.

A pack names a question (`ask = "age"`) and gives its parameters. An unknown question or parameter is an error. The
answers are worked out in `review/policy`, one function for each question.
"""

from __future__ import annotations

from collections.abc import Iterator

from lnreview.guideline.asks import disease, person, request, treatment
from lnreview.guideline.asks.base import Ask

__all__ = ["ASKS", "Ask"]


def _questions() -> Iterator[tuple[str, type[Ask]]]:
    for module in (person, disease, treatment, request):
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, Ask) and kind.name:
                yield kind.name, kind


ASKS: dict[str, type[Ask]] = dict(_questions())
"""The questions by name."""
