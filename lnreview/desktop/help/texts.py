"""The texts of the help: one Markdown file for each page, in the language in use where there is one, else in English."""

from __future__ import annotations

from lnreview import resources
from lnreview.desktop.language import noop, tr

_LANGUAGE = noop("en")
"""A translator writes the name of the folder with the translated texts here."""
ABOUT = noop(
    "lnreview {version}, guideline content {content}\n\n"
    "For: a reviewer who has to say, on the record, why a case of lupus nephritis does not respond, what the next "
    "step is, and what goes into the letter.\n\n"
    "Not for: replacing the judgement of a physician, denying care, emergencies, or patients without a diagnosis of "
    "lupus. It supports a decision; the reviewer makes it.\n\n"
    "Everything stays on this computer; the program uses no network."
)


def text_of(page: str) -> str:
    """Return the text about a page as Markdown; empty where there is none."""
    folder = resources.help_texts()
    for language in (tr(_LANGUAGE), "en"):
        path = folder / language / f"{page}.md"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return ""
