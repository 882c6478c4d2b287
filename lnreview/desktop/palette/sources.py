"""Where the offers of the palette come from: the menus, the page that is shown, the session, the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QMenu, QMenuBar, QRadioButton, QWidget

from lnreview.desktop.actions import WHY_NOT
from lnreview.desktop.language import noop, tr
from lnreview.desktop.names import PLACE_NAMES
from lnreview.desktop.palette.index import Place
from lnreview.desktop.palette.offers import Kind, Offer
from lnreview.desktop.session import Session
from lnreview.errors import UserError
from lnreview.review.walk import PLACES

CASES = 12
"""Cases that are offered at most for what was typed."""
LEAST_LETTERS = 2
"""Letters from which the store is searched."""
_NO_CASE = noop("Open a case first.")
_NOT_NOW = noop("This cannot be done just now.")


def plain(text: str) -> str:
    """Return the text of an action or button without its mark for the access key."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").strip()


def commands(bar: QMenuBar) -> Iterator[Offer]:
    """Yield every entry of the menus."""
    for top in bar.actions():
        menu = top.menu()
        if isinstance(menu, QMenu):
            for action, text in entries(menu):
                yield _of_action(action, "page" if action.property("page") else "command", text)


def entries(menu: QMenu, under: str = "") -> Iterator[tuple[QAction, str]]:
    """Yield each entry of a menu with its name; one of a submenu carries that one's name (“Text size: 150 %”)."""
    for action in menu.actions():
        inner = action.menu()
        name = str(action.property("page") or "") or plain(action.text())
        if isinstance(inner, QMenu):
            yield from entries(inner, name)
        elif name and not action.isSeparator():
            yield action, tr("{menu}: {entry}").format(menu=under, entry=name) if under else name


def here(page: QWidget) -> Iterator[Offer]:
    """Yield the commands of a page: its actions, those of its parts in view, and its buttons in view."""
    seen: set[str] = set()
    for widget in (page, *page.findChildren(QWidget)):
        if widget is not page and not widget.isVisibleTo(page):
            continue
        for action in widget.actions():
            if plain(action.text()) and not action.isSeparator() and action.isVisible():
                offer = _of_action(action, "here", plain(action.text()))
                seen.add(offer.text)
                yield offer
    for button in page.findChildren(QAbstractButton):
        name = plain(button.accessibleName() or button.text())
        if name in seen or not _is_command(button, page):
            continue
        seen.add(name)
        yield Offer(
            "here",
            f"here:{name}",
            name,
            partial(_press, button),
            button.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            "" if button.isEnabled() else tr(_NOT_NOW),
            f"{plain(button.text())} {button.toolTip()}",
        )


def steps(session: Session) -> Iterator[Offer]:
    """Yield the places of the walk."""
    for place in PLACES:
        yield Offer(
            "step",
            f"step:{place}",
            tr("Walk: {step}").format(step=tr(PLACE_NAMES[place])),
            partial(session.goto, "walk", place),
            why_not=_needs_case(session),
        )


def indexed(session: Session, places: Iterable[Place]) -> Iterator[Offer]:
    """Yield the places of the record, of the letter page and of the Book."""
    why_not = _needs_case(session)
    for place in places:
        yield Offer(
            place.kind,
            f"{place.kind}:{place.page}/{place.place}",
            place.text,
            partial(session.goto, place.page, place.place),
            why_not=why_not if place.needs_case else "",
            more=place.more,
        )


def cases(session: Session, typed: str) -> Iterator[Offer]:
    """Yield the cases of the store that what was typed finds, at most `CASES`."""
    if len(typed.strip()) < LEAST_LETTERS:
        return
    try:
        rows = session.store.first(typed, CASES)
    except UserError as error:
        session.failed.emit(str(error))
        return
    for row in rows:
        name = row.patient_name or row.id
        yield Offer(
            "case",
            f"case:{row.id}",
            f"{name} · {row.title}" if row.title else name,
            partial(_open, session, row.id),
            more=typed,  # the store found it, perhaps by a drug that its line does not show
        )


def _of_action(action: QAction, kind: Kind, text: str) -> Offer:
    why_not = "" if action.isEnabled() else str(action.property(WHY_NOT) or tr(_NOT_NOW))
    return Offer(
        kind,
        f"{kind}:{action.objectName() or text}",
        text,
        action.trigger,
        action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
        why_not,
        action.statusTip(),
    )


def _is_command(button: QAbstractButton, page: QWidget) -> bool:
    """Tell whether a button does something by itself: no answer of a form, and nothing inside another widget."""
    return (
        not isinstance(button, QRadioButton | QCheckBox)
        and button.isVisibleTo(page)
        and not button.objectName().startswith("qt_")
        and bool(plain(button.accessibleName() or button.text()))
    )


def _press(button: QAbstractButton) -> None:
    button.setFocus()
    button.click()


def _open(session: Session, case_id: str) -> None:
    if session.open_case(case_id):
        session.goto("case")


def _needs_case(session: Session) -> str:
    return "" if session.case is not None else tr(_NO_CASE)
