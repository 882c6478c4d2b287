"""What stands in the menus of the window, in its order. The work itself is done by the window, the session and the pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from lnreview.desktop.language import tr
from lnreview.desktop.menus import Menus
from lnreview.desktop.preferences import Preferences

if TYPE_CHECKING:
    from lnreview.desktop.main_window import MainWindow


def fill(menus: Menus, window: MainWindow, preferences: Preferences) -> None:
    """Put every entry into the menus of a window."""
    session = window.session
    keys = QKeySequence.StandardKey
    add = menus.add
    add(
        menus.case, tr("&New case"), keys.New, session.new_case,
        tip=tr("Begin an empty case"),
    )  # fmt: skip
    add(
        menus.case, tr("&Open case file…"), keys.Open, window.open_file,
        tip=tr("Read a case from a file into the store"),
    )  # fmt: skip
    menus.case.addSeparator()
    add(
        menus.case, tr("&Export case file…"), "Ctrl+E", window.export, needs_case=True,
        tip=tr("Write the open case to a file, with everything that it holds"),
    )  # fmt: skip
    add(
        menus.case, tr("&Copy case"), None, window.copy, needs_case=True,
        tip=tr("Begin another case with all that this one holds"),
    )  # fmt: skip
    add(
        menus.case, tr("&Archive case"), None, window.archive, needs_case=True,
        tip=tr("Take the case out of the list; nothing is deleted"),
    )  # fmt: skip
    add(
        menus.case, tr("C&lose case"), keys.Close, session.close_case, needs_case=True,
        tip=tr("Close the open case; it is stored already"),
    )  # fmt: skip
    menus.case.addSeparator()
    add(menus.case, tr("&Quit"), "Ctrl+Q", window.close, tip=tr("Close the program; everything is stored"))
    menus.edit.addSeparator()
    add(
        menus.edit, tr("&Find anything…"), "Ctrl+K", lambda: window.finder.toggle(), also="Ctrl+Shift+P",
        tip=tr("Command palette: commands, cases, steps, fields and rules by a few letters"),
    )  # fmt: skip
    window.desk.fill(menus)
    for number, page in enumerate(window.pages.values(), start=1):
        action = add(
            menus.view, f"&{number} {tr(page.name)}", f"Ctrl+{number}",
            partial(window.show_page, page.id), needs_case=page.needs_case, tip=tr(page.purpose),
        )  # fmt: skip
        action.setProperty("page", tr(page.name))
    menus.view.addSeparator()
    sizes = menus.add_text_sizes(preferences.text_size, window.set_text_size)
    sizes.addSeparator()
    add(
        sizes,
        tr("&Larger"),
        keys.ZoomIn,
        lambda: window.step_text_size(1),
        also="Ctrl+=",
        tip=tr("Larger text"),
    )
    add(sizes, tr("&Smaller"), keys.ZoomOut, lambda: window.step_text_size(-1), tip=tr("Smaller text"))
    add(sizes, tr("&Usual"), "Ctrl+0", lambda: window.set_text_size(100), tip=tr("Text at 100 %"))
    menus.add_appearances(preferences.appearance, window.set_appearance)
    menus.view.addSeparator()
    add(
        menus.view, tr("&Messages of this sitting"), "Ctrl+M", window.show_messages,
        tip=tr("Every message since the program was started, with its time"),
    )  # fmt: skip
    add(
        menus.view, tr("Do what the message &offers"), "Ctrl+Shift+O", window.messages.answer,
        tip=tr("Press the button of the message above the page, such as “Show why”"),
    )  # fmt: skip
    add(
        menus.view, tr("&Dismiss the message"), "Ctrl+Shift+M", window.messages.dismiss,
        tip=tr("Put the message above the page away"),
    )  # fmt: skip
    add(
        menus.help, tr("&Help for this page"), "F1", lambda: window.help.page(),
        tip=tr("What the page answers, what its signs mean, its keys, and the field in hand"),
    )  # fmt: skip
    add(
        menus.help, tr("&Keyboard shortcuts"), "Ctrl+F1", lambda: window.help.shortcuts(),
        tip=tr("Every key of the window"),
    )  # fmt: skip
    add(
        menus.help, tr("Two-minute &tour"), None, lambda: window.tour.start(),
        tip=tr("See the program at work on an invented case; no other case is touched"),
    )  # fmt: skip
    menus.help.addSeparator()
    add(
        menus.help, tr("&About lnreview"), None, lambda: window.help.about(),
        tip=tr("Versions, what the program is for, and what it is not for"),
    )  # fmt: skip
