"""Every pair of colours that the window uses is listed, and can be told apart in every appearance."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from lnreview.desktop import stylesheet, theme
from lnreview.desktop.colours import COLOURS, OUTLINES, PAIRS, Colours, contrast
from lnreview.desktop.preferences import Preferences
from tests.desktop.texts import modules

GROUND = ("window", "surface")
"""What lies behind a widget that paints no background of its own."""
SHOWN_ON = ("window", "surface", "selection")
"""What lies behind the rows of lists and tables, chosen or not, and behind labels and badges."""
WORDLESS = ("handle", "separator", "chunk")
"""Parts that hold no words."""
NOT_TEXT = {"hairline", "border", "selection", "surface", "hover", "on_accent"}
"""Colours that paint lines and grounds, and the sign in a ticked box."""


@pytest.mark.parametrize("name", COLOURS)
@pytest.mark.parametrize("pair", PAIRS, ids="-on-".join)
def test_text_can_be_read_on_its_background(name: str, pair: tuple[str, str]) -> None:
    front, back = (getattr(COLOURS[name], colour) for colour in pair)
    assert contrast(front, back) >= (7 if name.startswith("contrast") else 4.5)


@pytest.mark.parametrize("name", COLOURS)
@pytest.mark.parametrize("pair", OUTLINES, ids="-on-".join)
def test_a_line_can_be_seen_on_what_it_lies_on(name: str, pair: tuple[str, str]) -> None:
    front, back = (getattr(COLOURS[name], colour) for colour in pair)
    assert contrast(front, back) >= 3


@pytest.mark.parametrize("name", ["contrast-light", "contrast-dark"])
def test_in_high_contrast_even_what_only_divides_is_seen(name: str) -> None:
    assert contrast(COLOURS[name].hairline, COLOURS[name].surface) >= 3


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("appearance", theme.APPEARANCES)
def test_an_appearance_is_shown_and_remembered(
    qapp: QApplication, appearance: theme.Appearance, tmp_path: Path
) -> None:
    theme.apply(qapp, appearance, 100)
    shown = "light" if appearance == "system" else appearance  # the offscreen platform is light
    assert theme.look().colours == COLOURS[shown]
    assert theme.look().ring == (3 if "contrast" in appearance else 2)
    Preferences(tmp_path / "window.ini").appearance = appearance
    assert Preferences(tmp_path / "window.ini").appearance == appearance


def test_every_pair_of_the_style_sheet_is_listed() -> None:
    rules = list(_rules(stylesheet.SHEET.template))
    assert len(rules) > 40
    wrong = {
        f"{front} on {back}: {rule.selector}"
        for rule in (*rules, *_together(rules))
        for front, back in _painted(rule, rules)
        if rule.part not in WORDLESS and (front, back) not in PAIRS
    }
    assert not wrong, "list in colours.PAIRS:\n" + "\n".join(sorted(wrong))


def test_every_line_of_the_style_sheet_that_shows_a_state_is_listed() -> None:
    wrong = set()
    for rule in _rules(stylesheet.SHEET.template):
        if rule.states & {"focus", "selected"} or 'invalid="yes"' in rule.attributes:
            for name, value in rule.style.items():
                line = re.search(r"\$(\w+)$", value)
                if name.startswith("border") and line and line[1] not in ("chosen", "text"):
                    wrong |= {f"{line[1]} on {back}" for back in GROUND if (line[1], back) not in OUTLINES}
    assert not wrong


def test_every_pair_that_paints_itself_is_listed() -> None:
    wrong = set()
    for path in modules():
        for name, line in _painted_names(ast.parse(path.read_text(encoding="utf-8"))):
            grounds = GROUND if name == "disabled" else SHOWN_ON  # what cannot be used is not chosen
            missing = [back for back in grounds if (name, back) not in PAIRS]
            if name not in NOT_TEXT and missing:
                wrong.add(f"{path.name}:{line}: {name} on {', '.join(missing)}")
    assert not wrong, "list in colours.PAIRS:\n" + "\n".join(sorted(wrong))


@dataclass(frozen=True)
class Rule:
    """A rule of the style sheet for one selector: of what, with which properties, which part, in which states."""

    selector: str
    kind: str
    attributes: frozenset[str]
    part: str
    states: frozenset[str]
    style: dict[str, str]

    def covers(self, other: "Rule") -> bool:
        """Whether it holds for everything that another rule holds for."""
        of_kind = self.kind in ("", other.kind)
        return (
            of_kind
            and self.attributes <= other.attributes
            and self.part in ("", other.part)
            and (self.states <= other.states)
        )

    @property
    def weight(self) -> tuple[int, int]:
        """How far it goes before others."""
        return (len(self.attributes) + len(self.states), bool(self.part))


def _rules(sheet: str) -> Iterator[Rule]:
    text = re.sub(r"\$\{(\w+)\}", r"$\1", sheet)
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        style = dict(re.findall(r"([\w-]+):\s*([^;]+);", body))
        for selector in selectors.split(","):
            last = selector.split()[-1]
            part = re.search(r"::([\w-]+)", last)
            attributes = re.findall(r"\[[^\]]*\]|#\w+", last)
            states = re.findall(r"(?<!:):([\w-]+)", last)
            kind = re.match(r"\w*", last)
            yield Rule(
                selector.strip(), kind[0] if kind else "", frozenset(attributes), part[1] if part else "",
                frozenset(states), style,
            )  # fmt: skip


def _together(rules: list[Rule]) -> Iterator[Rule]:
    """Yield what holds where two states come together, such as chosen and under the pointer."""
    for one, other in combinations(rules, 2):
        alike = (one.kind, one.attributes, one.part) == (other.kind, other.attributes, other.part)
        states = one.states | other.states
        if alike and one.states != other.states and not {"disabled", "hover"} <= states:
            # Qt knows no pointer over what is disabled.
            yield Rule(f"{one.selector} + {other.selector}", one.kind, one.attributes, one.part, states, {})


def _painted(rule: Rule, rules: list[Rule]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of text and background where a rule holds."""
    holding = sorted((other for other in rules if other.covers(rule)), key=lambda other: other.weight)
    style = {name: value for other in holding for name, value in other.style.items()}
    front = style.get("color", "$text").removeprefix("$")
    back = style.get("background", "transparent")
    for ground in [back.removeprefix("$")] if back.startswith("$") else GROUND:
        yield front, ground
    if "selection-color" in style:
        yield (
            style["selection-color"].removeprefix("$"),
            style["selection-background-color"].removeprefix("$"),
        )
    if "placeholder-text-color" in style:
        yield style["placeholder-text-color"].removeprefix("$"), "surface"


def _painted_names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the names of colours that a module draws with or gives to a status."""
    fields = set(Colours.__dataclass_fields__)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if called in ("setPen", "QPen", "setForeground", "StatusLook"):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and part.value in fields:
                    yield part.value, part.lineno
