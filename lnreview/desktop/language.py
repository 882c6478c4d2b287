"""The language of the window: every text that a person reads goes through `tr`, as a literal.

A name that stands outside a function is marked with `noop` and looked up with `tr` where it is shown. Numbers and names
are put in afterwards (`tr("{count} cases").format(count=3)`), so that a translator sees one whole sentence. Catalogues are
those of gettext: `resources/i18n/<language>/LC_MESSAGES/lnreview.mo`. The record, the guideline content and the letters
are not texts of the window; they stay in the language in which they were written.
"""

from __future__ import annotations

from typing import Protocol


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


def use(catalogue: Catalogue | None) -> None:
    """Use the texts of a catalogue for what is shown from now on; `None` for the texts as they were written."""
    global _catalogue
    _catalogue = catalogue
