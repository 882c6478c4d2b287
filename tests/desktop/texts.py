"""The texts of the window for translators: every literal that is marked, and the words that are made from names.

`python -m tests.desktop.texts` writes `resources/i18n/lnreview.pot`; a test says when it has to be run again. A language
is `resources/i18n/<language>/LC_MESSAGES/lnreview.po`, made from that file and compiled by `msgfmt`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args, get_origin

from lnreview.case.model import entry_lists
from lnreview.case.records import Record
from lnreview.desktop.forms.schema import field_names, help_words
from lnreview.desktop.forms.words import field_words, slug_words
from lnreview.desktop.models.columns import COLUMNS
from lnreview.desktop.pages.case.tabs import TABS
from lnreview.guideline.clocks import Clock
from lnreview.letters.write import KINDS

ROOT = Path(__file__).parents[2]
DESKTOP = ROOT / "lnreview" / "desktop"
POT = ROOT / "resources" / "i18n" / "lnreview.pot"
COMMAND = "python -m tests.desktop.texts"
MARKS = ("tr", "noop")
_HEADER = """\
# The texts of the window of lnreview, for translators.
# Words in braces are put in later and stay as they are.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def modules() -> list[Path]:
    """Return the modules of the window."""
    return sorted(DESKTOP.rglob("*.py"))


def marked(tree: ast.AST) -> Iterator[tuple[int, str, ast.expr]]:
    """Yield line, mark and argument of each `tr` and `noop` of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            assert len(node.args) == 1, f"line {node.lineno}: {node.func.id} takes one text"
            yield node.lineno, node.func.id, node.args[0]


def written() -> dict[str, set[str]]:
    """Return every marked literal with the modules where it stands."""
    found: dict[str, set[str]] = {}
    for path in modules():
        for _, _, text in marked(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                found.setdefault(text.value, set()).add(path.relative_to(ROOT).as_posix())
    return found


def computed() -> Iterator[str]:
    """Yield the words that the forms make from the names of the record: labels, choices, column titles, help."""
    for kind in (*entry_lists().values(), *(part.model for tab in TABS for part in tab.sections)):
        for name in field_names(kind):
            yield field_words(name, kind.__name__)
            yield help_words(kind, name)
            yield from (slug_words(slug) for slug in _slugs(kind, name))
    for columns in COLUMNS.values():
        yield from (column.title for column in columns)
    yield from (slug_words(slug) for slug in (*KINDS, *get_args(Clock.model_fields["stage"].annotation)))


def pot() -> str:
    """Return the file for translators: each text once, in the order of the alphabet, so that changes merge."""
    found = written()
    for text in computed():
        found.setdefault(text, set()).add("lnreview/case")
    entries = []
    for text in sorted(found):
        if text:
            places = "\n".join(f"#: {place}" for place in sorted(found[text]))
            entries.append(f'{places}\nmsgid {_quoted(text)}\nmsgstr ""\n')
    return "\n".join([_HEADER, *entries])


def _slugs(kind: type[Record], name: str) -> Iterator[str]:
    """Yield the slugs that a field of the record allows, wherever its annotation names them."""
    pending = [kind.model_fields[name].annotation]
    while pending:
        annotation = pending.pop()
        if get_origin(annotation) is Literal:
            yield from (slug for slug in get_args(annotation) if isinstance(slug, str))
        else:
            pending.extend(get_args(annotation))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


if __name__ == "__main__":
    POT.parent.mkdir(parents=True, exist_ok=True)
    POT.write_text(pot(), encoding="utf-8", newline="\n")
