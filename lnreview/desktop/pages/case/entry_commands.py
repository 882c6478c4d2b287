"""The commands of the case page for entering quickly: a visit like the last, and the next entry that looks odd."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lnreview.case.visits import VISIT_LISTS
from lnreview.desktop.actions import page_action
from lnreview.desktop.language import tr
from lnreview.desktop.pages.case.tabs import TABS
from lnreview.desktop.second_look import second_look
from lnreview.desktop.session import Session

if TYPE_CHECKING:
    from lnreview.desktop.pages.case.page import CasePage


def add_entry_commands(page: CasePage, session: Session) -> None:
    """Add the commands to the case page."""
    page_action(
        page,
        tr("New visit like the last"),
        "Ctrl+Shift+N",
        tr("Open a row for each test, level or pressure of the last visit, with its unit and no value"),
        lambda: _new_visit(page),
    )
    page_action(
        page,
        tr("Another like this"),
        "Ctrl+Shift+D",
        tr("Store what is typed, and begin the next entry of the list with its values"),
        lambda: _another(page),
    )
    page_action(
        page,
        tr("Next odd entry"),
        "F4",
        tr(
            "Go to the next entry that looks odd: twice the same, a likely slip of the unit, dates out of order"
        ),
        lambda: _next_odd(page, session),
    )


def _new_visit(page: CasePage) -> None:
    name = page.current_list
    page.panel(name if name in VISIT_LISTS else "labs").new_visit()


def _another(page: CasePage) -> None:
    if page.current_list:
        page.panel(page.current_list).another()


def _next_odd(page: CasePage, session: Session) -> None:
    names = [name for spec in TABS for name in spec.lists]
    here = page.current_list
    shown = page.panel(here).current() if here else None
    look = second_look(session)
    odd = look.after(names, (here, shown.id if shown is not None else ""))
    if odd is None:
        session.told.emit(
            tr("A long list is still being looked through. Press F4 again in a moment.")
            if look.is_looking
            else tr("No entry of this case looks odd.")
        )
        return
    page.show_place(f"{odd.list_name}/{odd.entry}/{odd.field}")
