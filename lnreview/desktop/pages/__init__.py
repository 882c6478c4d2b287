"""The pages of the window, in the order of the rail: the one seam through which a page enters it.

A page is a widget made by `create(session)` when it is first shown, so it reads `session.case` and `session.review`
once and then listens. A page with a method `show_place(place)` can be jumped to (see `Session.goto`). The modules are
imported late, because the first window does not need them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from lnreview.desktop.language import noop
from lnreview.desktop.session import Session


@dataclass(frozen=True)
class PageSpec:
    """A page of the window: id, name and sign on the rail, and how it is made."""

    id: str
    name: str
    sign: str
    purpose: str
    """What it is for, in a phrase: its tooltip and its description for a screen reader."""
    create: Callable[[Session], QWidget]
    needs_case: bool = True
    """Whether it can be shown only while a case is open."""


@runtime_checkable
class TakesPlace(Protocol):
    """A page that can be jumped to."""

    def show_place(self, place: str) -> None:
        """Show a place of the page, and put the focus there."""


def _cases(session: Session) -> QWidget:
    from lnreview.desktop.pages.cases import CasesPage

    return CasesPage(session)


def _case(session: Session) -> QWidget:
    from lnreview.desktop.pages.case import CasePage

    return CasePage(session)


def _walk(session: Session) -> QWidget:
    from lnreview.desktop.pages.walk import WalkPage

    return WalkPage(session)


def _letter(session: Session) -> QWidget:
    from lnreview.desktop.pages.letter import LetterPage

    return LetterPage(session)


def _decision(session: Session) -> QWidget:
    from lnreview.desktop.pages.decision import DecisionPage

    return DecisionPage(session)


def _book(session: Session) -> QWidget:
    from lnreview.desktop.pages.book import BookPage

    return BookPage(session)


PAGES: list[PageSpec] = [
    PageSpec("cases", noop("Cases"), "▤", noop("The list of cases"), _cases, needs_case=False),
    PageSpec("case", noop("Case"), "▣", noop("The record of the open case"), _case),
    PageSpec("walk", noop("Walk"), "⇄", noop("The steps from diagnosis to verdict"), _walk),
    PageSpec("letter", noop("Letter"), "✉", noop("The letter, what it lacks, and its PDF"), _letter),
    PageSpec(
        "decision",
        noop("Decision"),
        "☑",
        noop("The plan’s criteria, and the determination of the request"),
        _decision,
    ),
    PageSpec(
        "book",
        noop("Book"),
        "☰",
        noop("Rules, numbers, therapies and sources, without a case"),
        _book,
        needs_case=False,
    ),
]
