"""No clinical number stands in the Python of the review: they live, cited, in `resources/guideline/`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import lnreview

REVIEW = Path(lnreview.__file__).parent / "review"

STRUCTURAL = {0, 1, 2, 100}
"""Numbers that count places, halves and percent."""
ALLOWED = {
    "clock.py": {5},  # days of a working week
    "context.py": {"365.2425"},  # days of a year
    "doses.py": {3, 4, 7, "0.5", "0.001"},  # times a day, days of a week, grams and milligrams
    "evaluate.py": {12},  # months of a year
    "finding.py": {50},  # rank of a gap that nothing ranks
    "renewal.py": {7, 12},  # days of a week, months of a year
    "tissue.py": {3},  # letters of a name worth looking for
    "walk.py": {20},  # characters of a hash
}


def numbers(tree: ast.Module) -> Iterator[tuple[int, object]]:
    """Yield the numbers of a module: literals and the texts of `Decimal`; ranks of gaps and slices count nothing clinical."""
    counting = {
        id(leaf)
        for node in ast.walk(tree)
        if isinstance(node, ast.Slice) or (isinstance(node, ast.keyword) and node.arg == "rank")
        for leaf in ast.walk(node)
    }
    positional = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_tissue", "_due")
        for argument in node.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Decimal":
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield node.lineno, argument.value
        elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
            if id(node) not in counting | positional:
                yield node.lineno, node.value


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(REVIEW.rglob("*.py")):
        yield path.name, ast.parse(path.read_text(encoding="utf-8"))


def test_no_clinical_number_stands_in_the_review():
    found = [
        f"{name}:{line}: {value}"
        for name, tree in modules()
        for line, value in numbers(tree)
        if value not in STRUCTURAL | ALLOWED.get(name, set())
    ]

    assert found == []
