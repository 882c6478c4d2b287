"""The commands of the case page: the room of the timeline, the way from part to part, the case in brief to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from lnreview.desktop.actions import page_action
from lnreview.desktop.brief import brief
from lnreview.desktop.language import tr
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.parts import go_on

if TYPE_CHECKING:
    from lnreview.desktop.pages.case.page import CasePage

_STEP = 0.1
"""How much of the page a key gives to the timeline, or takes from it."""


def add_commands(page: CasePage, session: Session) -> None:
    """Add the commands of the case page that belong to no single list."""
    page_action(
        page, tr("Show or hide the timeline"), "Ctrl+T",
        tr("Leaves the whole page to the record, or gives the timeline its room back"), page.timeline_button.click,
    )  # fmt: skip
    page_action(
        page, tr("Make the timeline larger"), "Alt+Shift+Down", tr("Moves the divider below the timeline down"),
        lambda: page.draw_divider(_STEP),
    )  # fmt: skip
    page_action(
        page, tr("Make the timeline smaller"), "Alt+Shift+Up", tr("Moves the divider below the timeline up"),
        lambda: page.draw_divider(-_STEP),
    )  # fmt: skip
    page_action(
        page, tr("Go to the next part"), "F6", tr("From the timeline to the list, its form, and back"),
        lambda: go_on(page, page.parts()),
    )  # fmt: skip
    page_action(
        page, tr("Go to the part before"), "Shift+F6", tr("From the form to its list, the timeline, and back"),
        lambda: go_on(page, page.parts(), -1),
    )  # fmt: skip
    page_action(
        page, tr("Copy the summary line"), "Ctrl+Shift+C",
        tr("Puts the case in brief on the clipboard, as one line of text"), lambda: copy_brief(session),
    )  # fmt: skip


def copy_brief(session: Session) -> None:
    """Put the case in brief on the clipboard, as one line of text."""
    case = session.case
    if case is not None:
        QApplication.clipboard().setText(brief(case, session.review).text)
        session.told.emit(tr("The summary line was copied; it names the patient."))
