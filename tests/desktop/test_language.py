"""Every text that a person reads in the window can be translated: held against the source of the window itself."""

import ast
import re
import string
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from lnreview.desktop import language, names
from lnreview.desktop.language import tr
from lnreview.desktop.system_language import use_language
from lnreview.errors import UserError
from lnreview.review import acts, finding, walk, workflow
from lnreview.review.policy import result
from tests.desktop import texts
from tests.desktop.pseudo import Pseudo
from tests.desktop.surveys import LONGER, survey

FOR_THE_TERMINAL = ("watchdog.py",)
"""Modules that speak to programmers only."""
MODULES = [
    pytest.param(path, id=path.relative_to(texts.DESKTOP).as_posix())
    for path in texts.modules()
    if path.name not in FOR_THE_TERMINAL
]
CODE = {
    "setObjectName", "setProperty", "QKeySequence", "cast", "TypeVar", "getattr", "hasattr", "setattr", "setStyle",
    "strftime", "removeprefix", "removesuffix", "property", "style", "findChild",
}  # fmt: skip
"""Calls whose arguments are for the program."""
SHOWS = {
    "QLabel": 0, "QPushButton": 0, "QCheckBox": 0, "QRadioButton": 0, "QAction": 0, "setText": 0, "setToolTip": 0,
    "setStatusTip": 0, "setPlaceholderText": 0, "setTitle": 0, "setWindowTitle": 0, "addItem": 0, "addMenu": 0,
    "addAction": 0, "muted": 0, "prose": 0, "heading": 0, "title": 0, "part_name": 0, "named": 1, "addTab": 1, "setTabText": 1,
    "StatusLook": 1,
}  # fmt: skip
"""Calls that show a text, with the place of the text among their arguments."""
ALLOWED = {
    "lnreview", "in review",
    "%Y-%m-%d %H:%M",
    "Ctrl", "Shift", "Alt", "Ins", "Del", "Enter", "Esc", "Return", "Space", "Home", "End",
    "Fusion", "Input should be", "Value error, ", " years", "mL/min/1.73 m²",
}  # fmt: skip
"""Formats, keys, names of Qt and of pydantic, units."""
NOT_FOR_READERS = {
    "crash.py": re.compile(r"lnreview \{program\}.*", re.DOTALL),
    "forms/schema.py": re.compile(r"(every \d \w+|on days 1 and 15)"),
    "models/columns.py": re.compile(r"[a-z_]+:[A-Z][\w ]*[>*]?"),
    "stylesheet.py": re.compile(r"\n.*\{.*", re.DOTALL),
    "brief.py": re.compile(r"</?span.*"),
}
"""Words that go into the record as they are; the columns, whose titles `texts.computed` collects; the style sheet;
the marks of rich text; the report of a fault."""
TYPES = re.compile(r"[A-Z][a-z]+([A-Z][a-z]+)*( \| None)?")
"""Names of classes, as keys of tables and in annotations."""


def _looks_like_words(text: str) -> bool:
    has_words = re.search(r"[^\W\d_]", text) and re.search(r"\S\s\S", text)
    return bool(has_words or re.match(r"&?[A-Z]&?[a-z]", text))


def _is_shown_at_once(node: ast.Constant, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a text, however short, is given to what shows it."""
    call = parents[node]
    if (
        not isinstance(call, ast.Call)
        or _called(call) not in SHOWS
        or not re.search(r"[^\W\d_]{2}", node.value)
    ):
        return False
    return node in call.args and call.args.index(node) == SHOWS[_called(call)]


def _parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def _above(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield each node above one, with the one below it on the way."""
    while node in parents:
        yield parents[node], node
        node = parents[node]


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _is_for_the_program(node: ast.Constant, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a text is a docstring, an argument of code, an annotation, a key, or the text of an error of ours."""
    for above, below in _above(node, parents):
        if isinstance(above, ast.Expr):
            return True
        if (
            isinstance(above, ast.Call)
            and below is not above.func
            and _called(above) in {*CODE, *texts.MARKS}
        ):
            return True
        if isinstance(above, ast.Raise) and not (
            isinstance(above.exc, ast.Call) and _called(above.exc) == "UserError"
        ):
            return True
        if isinstance(above, ast.Subscript) and below is above.slice:
            return True
        if isinstance(above, ast.JoinedStr) and below is node:
            return True
        if isinstance(above, ast.arg | ast.Compare) or (
            isinstance(above, ast.AnnAssign) and below is above.annotation
        ):
            return True
        if isinstance(above, ast.FunctionDef) and below is above.returns:
            return True
        if isinstance(above, ast.Assign) and any(
            isinstance(name, ast.Name) and name.id == "__all__" for name in above.targets
        ):
            return True
    return False


@pytest.mark.parametrize("path", MODULES)
def test_no_words_stand_in_the_window_that_a_translator_cannot_reach(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parents = _parents(tree)
    own = NOT_FOR_READERS.get(path.relative_to(texts.DESKTOP).as_posix())
    wrong = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            looks_like_words = _looks_like_words(text) or _is_shown_at_once(node, parents)
            if not looks_like_words or text in ALLOWED or re.fullmatch(r"(\w+\+)+\S*", text):
                continue
            if own is not None and own.fullmatch(text):
                continue
            if _is_class_name(node, parents) or _is_for_the_program(node, parents):
                continue
            wrong.append(f"{path}:{node.lineno}: mark {text!r} with tr() or noop()")
        elif isinstance(node, ast.JoinedStr):
            parts = [part.value for part in node.values if isinstance(part, ast.Constant)]
            has_word = any(re.search(r"[^\W\d_]{2}", part) for part in parts)
            if has_word and re.search(r"\s", "".join(parts)) and not _is_for_styles(node, parents):
                wrong.append(f"{path}:{node.lineno}: an f-string with words; use tr(…).format(…)")
    assert not wrong, "\n".join(wrong)


def _is_class_name(node: ast.Constant, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a text is the name of a class where one is asked for: in a tuple, a comparison, a key of a table."""
    from lnreview.case import model, paperwork, records

    known = {name for module in (model, paperwork, records) for name in vars(module)}
    return (
        bool(TYPES.fullmatch(node.value))
        and node.value in known
        and isinstance(parents[node], ast.Tuple | ast.Dict)
    )


def _is_for_styles(node: ast.JoinedStr, parents: dict[ast.AST, ast.AST]) -> bool:
    return any(
        isinstance(above, ast.Call) and _called(above) == "setStyleSheet"
        for above, _ in _above(node, parents)
    )


@pytest.mark.parametrize("path", MODULES)
def test_only_literals_and_names_of_tables_are_translated_and_only_while_the_program_runs(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parents = _parents(tree)
    wrong = []
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call) and _called(node) in texts.MARKS and isinstance(node.func, ast.Name)
        ):
            continue
        (text,) = node.args
        is_literal = isinstance(text, ast.Constant) and isinstance(text.value, str)
        in_function = any(
            isinstance(above, ast.FunctionDef | ast.Lambda) and below is not getattr(above, "args", None)
            for above, below in _above(node, parents)
        )
        if node.func.id == "noop" and not is_literal:
            wrong.append(f"{path}:{node.lineno}: noop marks a literal")
        if node.func.id == "tr" and not in_function:
            wrong.append(f"{path}:{node.lineno}: tr is asked before a language is chosen; use noop")
        if node.func.id == "tr" and not (
            is_literal or isinstance(text, ast.Name | ast.Attribute | ast.Subscript)
        ):
            wrong.append(f"{path}:{node.lineno}: tr takes a literal or the name of a marked text")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", MODULES)
def test_a_marked_name_is_translated_where_it_is_shown(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    marked = {
        name.id
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _called(node.value) == "noop"
        for name in node.targets
        if isinstance(name, ast.Name)
    }
    parents = _parents(tree)
    wrong = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in marked and isinstance(node.ctx, ast.Load):
            in_function = any(isinstance(above, ast.FunctionDef) for above, _ in _above(node, parents))
            above = parents[node]
            if in_function and not (isinstance(above, ast.Call) and _called(above) == "tr"):
                wrong.append(f"{path}:{node.lineno}: {node.id} is shown as it was written; use tr({node.id})")
    assert not wrong, "\n".join(wrong)


def test_the_blanks_of_every_text_have_names() -> None:
    for text, places in texts.written().items():
        for _, name, _, conversion in string.Formatter().parse(text):
            assert name is None or name.isidentifier(), f"{places}: {text!r}"
            assert not conversion, f"{places}: {text!r}"


def test_the_file_for_translators_holds_every_text() -> None:
    assert texts.POT.read_text(encoding="utf-8") == texts.pot(), (
        f"run `{texts.COMMAND}` and commit what it writes"
    )


def test_the_window_has_the_names_of_the_review() -> None:
    assert names.STATUS_WORDS == finding.STATUS_WORDS
    assert names.VERDICT_NAMES == finding.VERDICT_NAMES
    assert names.STEP_NAMES == finding.STEP_NAMES
    assert names.PLACE_NAMES == walk.PLACE_NAMES
    assert names.CRITERIA_OUTCOMES == result.OUTCOME_NAMES
    assert names.REVIEW_STATUSES == workflow.STATUS_NAMES
    assert names.DETERMINATION_STEPS == workflow.STEP_NAMES
    assert names.DETERMINATION_OUTCOMES == workflow.OUTCOME_WORDS
    assert names.ACT_WORDS == acts.ACT_WORDS


@pytest.fixture
def german(tmp_path: Path, qapp: QApplication) -> Iterator[Path]:
    """A folder of catalogues with a German one of two texts; neither they nor Qt's German outlive the test."""
    path = tmp_path / "de" / "LC_MESSAGES" / "lnreview.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(_compiled({"": "Content-Type: text/plain; charset=UTF-8\n", "Cases": "Fälle"}))
    yield tmp_path
    language.use(None)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


def _compiled(texts_of: dict[str, str]) -> bytes:
    """Return a catalogue as `msgfmt` writes it: two tables of lengths and offsets, then the texts."""
    originals = [text.encode() for text in sorted(texts_of)]
    translations = [texts_of[text.decode()].encode() for text in originals]
    count, tables, body = len(originals), b"", b""
    start = 28 + 16 * count
    for text in (*originals, *translations):
        tables += struct.pack("<II", len(text), start + len(body))
        body += text + b"\0"
    return struct.pack("<IIIIIII", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0) + tables + body


def test_the_window_speaks_the_language_of_the_system(german: Path, qapp: QApplication) -> None:
    use_language(qapp, german, ["de-AT", "en"])
    assert tr("Cases") == "Fälle"
    assert tr("a text that nobody translated") == "a text that nobody translated"


@pytest.mark.parametrize("languages", [["en-GB", "de"], ["C"], ["fr", "en", "de"], ["fr-CA"]])
def test_a_person_who_reads_english_first_is_spoken_to_in_english(
    german: Path, qapp: QApplication, languages: list[str]
) -> None:
    use_language(qapp, german, languages)
    assert tr("Cases") == "Cases"


def test_texts_that_cannot_be_read_leave_the_window_in_english(german: Path, qapp: QApplication) -> None:
    (german / "de" / "LC_MESSAGES" / "lnreview.mo").write_bytes(b"damaged")
    with pytest.raises(UserError, match="speaks English"):
        use_language(qapp, german, ["de"])
    assert tr("Cases") == "Cases"


def test_the_pseudo_language_keeps_every_blank_and_is_longer() -> None:
    for text in texts.written():
        made = Pseudo().gettext(text)
        blanks = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        assert [name for _, name, _, _ in string.Formatter().parse(made) if name is not None] == blanks
        assert made.startswith("⟦")
        assert made.endswith("⟧")
        assert len(made) >= 1.3 * len(text) - sum(map(len, blanks)), text


def test_every_view_speaks_the_language_of_the_window(qapp: QApplication) -> None:
    lines = survey(LONGER).lines("untranslated")
    assert not lines, "\n".join(lines)
