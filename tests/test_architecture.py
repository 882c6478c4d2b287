"""The house as failing tests: who may import whom, what nobody imports, and where no number and no clock may stand."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_archon import archrule

import lnreview

PACKAGE = Path(lnreview.__file__).parent
SHELVES = {
    "case": set(),
    "guideline": {"case"},
    "review": {"case", "guideline"},
    "letters": {"case", "guideline", "review"},
    "store": {"case"},
    "exchange": {"case"},
}
"""What each part of the house may import of the others."""
FOR_ALL = {"errors", "paths", "resources"}
NETWORK = (
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "smtplib",
    "xmlrpc",
    "PySide6.QtNetwork",
)
BELOW_THE_DESKTOP = ["case", "guideline", "review", "letters", "store", "exchange"]

SENTENCES = {
    "case": "what is known rests on nothing else of ours",
    "guideline": "what the field says does not depend on any patient's review",
    "review": "a review is a function of case, guideline and day",
    "letters": "a letter is a function of the case, not of the database",
    "store": "the store keeps cases and does not judge them",
    "exchange": "reading a file needs neither the store nor the judgement",
}


@pytest.mark.parametrize("part", SHELVES)
def test_imports_go_one_way(part):
    others = (set(SHELVES) | {"desktop", "cli"}) - SHELVES[part] - {part}
    rule = archrule(SENTENCES[part]).match(f"lnreview.{part}", f"lnreview.{part}.*")
    for other in others:
        rule = rule.should_not_import(f"lnreview.{other}", f"lnreview.{other}.*")
    rule.check("lnreview", skip_type_checking=False)


def test_what_all_import_imports_nothing_of_ours():
    (
        archrule("errors, paths and resources rest on nothing of ours")
        .match(*(f"lnreview.{name}" for name in FOR_ALL))
        .should_not_import(*(f"lnreview.{name}*" for name in (*SHELVES, "desktop", "cli")))
        .check("lnreview")
    )


def test_the_command_line_reviews_and_writes_without_qt():
    (
        archrule("a letter, a verdict and a conference page are reproducible without Qt")
        .match(*(f"lnreview.{part}*" for part in SHELVES), *(f"lnreview.{name}" for name in FOR_ALL))
        .should_not_import("PySide6*", "shiboken6*", "lnreview.desktop*")
        .check("lnreview")
    )


def test_only_the_desktop_draws():
    (
        archrule("only the desktop imports PySide6")
        .match("lnreview.*")
        .exclude("lnreview.desktop", "lnreview.desktop.*")
        .should_not_import("PySide6*", "shiboken6*")
        .check("lnreview", only_direct_imports=True)
    )


def test_only_the_store_speaks_to_the_database():
    (
        archrule("only the store imports sqlite")
        .match("lnreview.*")
        .exclude("lnreview.store", "lnreview.store.*")
        .should_not_import("sqlite3*", "sqlite_utils*", "sqlcipher3*")
        .check("lnreview", only_direct_imports=True)
    )


def test_only_letters_make_pdf():
    (
        archrule("only letters import reportlab")
        .match("lnreview.*")
        .exclude("lnreview.letters", "lnreview.letters.*")
        .should_not_import("reportlab*", "font_source_sans_pro*", "fonts*")
        .check("lnreview", only_direct_imports=True)
    )


def test_nobodys_data_leaves():
    (
        archrule("nothing of ours imports the network")
        .match("lnreview", "lnreview.*")
        .should_not_import(*NETWORK, *(f"{name}.*" for name in NETWORK))
        .check("lnreview", only_direct_imports=True)
    )


def modules(*parts: str) -> Iterator[tuple[str, ast.Module]]:
    for part in parts:
        for path in sorted((PACKAGE / part).rglob("*.py")):
            yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def test_every_shelf_is_looked_at():
    """A rule that matches nothing proves nothing."""
    assert {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"} == {
        *SHELVES,
        "desktop",
    }


CLOCKS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
    ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime"), ("time", "monotonic"), ("time", "strftime"),
}  # fmt: skip


def clocks(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        owner = node.value
        name = (
            owner.attr
            if isinstance(owner, ast.Attribute)
            else owner.id
            if isinstance(owner, ast.Name)
            else ""
        )
        if (name, node.attr) in CLOCKS:
            yield node.lineno


@pytest.mark.parametrize("part", BELOW_THE_DESKTOP)
def test_no_code_below_the_desktop_asks_the_clock(part):
    assert [f"{name}:{line}" for name, tree in modules(part) for line in clocks(tree)] == []


def test_no_module_is_larger_than_a_room():
    large = {
        path.relative_to(PACKAGE).as_posix(): path.stat().st_size
        for path in PACKAGE.rglob("*.py")
        if path.stat().st_size > 24 * 1024
    }

    assert large == {}


def test_the_main_window_stays_small():
    assert len((PACKAGE / "desktop" / "main_window.py").read_text(encoding="utf-8").splitlines()) < 300
