"""The language of the window: every text that a person reads goes through `tr`, as a literal.

A name that stands outside a function is marked with `noop` and looked up with `tr` where it is shown. Numbers and names
are put in afterwards (`tr("{count} cases").format(count=3)`), so that a translator sees one whole sentence. Catalogues are
those of gettext: `resources/i18n/<language>/LC_MESSAGES/lnreview.mo`. The record, the guideline content and the letters
are not texts of the window; they stay in the language in which they were written.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from lnreview.errors import UserError


class Catalogue(Protocol):
    """What knows the texts of a language, such as `gettext.GNUTranslations`."""

    def gettext(self, message: str) -> str:
        """Return a text in the language; as it is where the language has none."""


_catalogue: Catalogue | None = None


def tr(text: str) -> str:
    """Return a text of the window in the language in use."""
    return _catalogue.gettext(text) if _catalogue is not None else text


def noop(text: str) -> str:
    """Mark a text for the translators and return it as it is; `tr` is asked where it is shown."""
    return text


def in_use() -> Catalogue | None:
    """Return the catalogue in use; `None` for the texts as they were written."""
    return _catalogue


def use(catalogue: Catalogue | None) -> None:
    """Use the texts of a catalogue for what is shown from now on; `None` for the texts as they were written."""
    global _catalogue
    _catalogue = catalogue


def catalogue_for(languages: Iterable[str], folder: Path) -> tuple[str, Catalogue] | None:
    """Return the first of the languages that a person reads with its texts; `None` where English comes first.

    Languages are written as `de`, `de-AT` or `zh_Hans_CN`. Raise `UserError` for a catalogue that cannot be read.
    """
    for language in languages:
        for name in _from_the_closest(language):
            if name in ("en", "C"):
                return None
            path = folder / name / "LC_MESSAGES" / "lnreview.mo"
            if path.is_file():
                return language, _read(path)
    return None


def _from_the_closest(language: str) -> Iterator[str]:
    """Yield `de_AT`, then `de`."""
    parts = language.replace("-", "_").split("_")
    for length in range(len(parts), 0, -1):
        yield "_".join(parts[:length])


def _read(path: Path) -> Catalogue:
    import gettext

    try:
        with path.open("rb") as file:
            return gettext.GNUTranslations(file)
    except (OSError, ValueError, struct.error) as error:
        raise UserError(
            tr(
                "The texts in “{path}” cannot be read ({error}), so the window speaks English. Install lnreview again."
            ).format(path=path, error=error)
        ) from error
