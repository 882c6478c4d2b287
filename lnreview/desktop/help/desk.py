"""Opens and closes the help beside the page, fills it for what is shown, and gives the focus back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QSplitter, QToolButton, QWidget

from lnreview import __version__
from lnreview.desktop import theme
from lnreview.desktop.help import keys
from lnreview.desktop.help.panel import HelpPanel
from lnreview.desktop.help.texts import ABOUT, text_of
from lnreview.desktop.language import tr
from lnreview.desktop.pages import PageSpec
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.link import Link

_WIDTH = 400
"""Width of the panel, in px at 100 %, until a person draws another."""
_ROOM = 880
"""Least width of the window's page, in px at 100 %, beside which the help stands; on a narrower one it takes its place."""

_LEAST_PAGE = 440
"""Least width of a page beside the help, in px at 100 %."""


class HelpDesk(QObject):
    """The help of one window."""

    def __init__(
        self,
        window: QMainWindow,
        split: QSplitter,
        session: Session,
        specs: Mapping[str, PageSpec],
        made: Mapping[str, QWidget],
        current: Callable[[], str],
    ) -> None:
        """Stand in `split` beside the page; `made` are the pages that were shown, `current` tells the one in view."""
        super().__init__(window)
        self._window, self._split, self._session = window, split, session
        self._specs, self._made, self._current = specs, made, current
        self._topic = ""
        self._was_sized = False
        self._focus: QWidget | None = None
        self.panel = HelpPanel()
        split.addWidget(self.panel)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.setCollapsible(0, False)
        split.setCollapsible(1, False)
        self.panel.hide()
        self.panel.closed.connect(self.close)
        self.panel.followed.connect(self._follow)
        split.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    @property
    def is_open(self) -> bool:
        """Whether the help is in view."""
        return not self.panel.isHidden()

    def page(self) -> None:
        """Help for the page and the field in hand; where that is shown already, close it."""
        if self.is_open and self._topic == "page":
            self.close()
        else:
            self._open("page")

    def shortcuts(self) -> None:
        """Show every key of the window."""
        self._open("keys")

    def about(self) -> None:
        """Show what the program is for, and its versions."""
        self._open("about")

    def turned(self) -> None:
        """Follow the window to another page."""
        if self.is_open and self._topic == "page":
            self._fill()

    def close(self) -> None:
        """Close the help and give the focus back."""
        inside = self.panel.isAncestorOf(QApplication.focusWidget() or self._window)
        self._topic = ""
        self.panel.hide()
        self._make_room()
        if inside and self._focus is not None:
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stand beside the page where there is room, else in its place."""
        if watched is self._split and event.type() == QEvent.Type.Resize:
            self._make_room()
        return super().eventFilter(watched, event)

    def _open(self, topic: str) -> None:
        focus = QApplication.focusWidget()
        if focus is None or self.panel.isAncestorOf(focus):
            focus = self._focus
        was_open, self._topic = self.is_open, topic
        if not was_open:
            self.panel.setHidden(False)
            self._make_room()
            if not self._was_sized:  # after that it is as wide as it was left
                self._was_sized = True
                width = theme.look().px(_WIDTH)
                self._split.setSizes([self._split.width() - width, width])
        self._focus = focus  # last: a page that gave its place to the help has sent the focus elsewhere
        self._fill()
        self.panel.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fill(self) -> None:
        page = self._specs[self._current()]
        if self._topic == "keys":
            self.panel.show_text(tr("Keyboard shortcuts"), self._all_keys())
            self.panel.show_field("")
        elif self._topic == "about":
            words = tr(ABOUT).format(version=__version__, content=self._session.guideline.version)
            self.panel.show_text(tr("About lnreview"), words)
            self.panel.show_field("")
        else:
            self.panel.show_text(
                tr("Help: {page}").format(page=tr(page.name)),
                f"{text_of(page.id)}\n\n{_listed(tr('Keys of this page'), keys.of_page(self._made[page.id]))}",
            )
            self._show_field(self._focus)

    def _all_keys(self) -> str:
        parts = [_listed(title, found) for title, found in keys.of_menus(self._window.menuBar())]
        parts += [
            _listed(tr(self._specs[page].name), keys.of_page(made)) for page, made in self._made.items()
        ]
        parts.append(tr("The keys of a page are listed here once it has been opened."))
        return "\n\n".join(part for part in parts if part)

    def _show_field(self, focus: QWidget | None) -> None:
        words = ""
        page = self._made[self._current()]
        is_field = focus is not None and not isinstance(focus, QPushButton | QToolButton | Link)
        if focus is not None and is_field and page.isAncestorOf(focus) and focus.accessibleDescription():
            words = f"{focus.accessibleName()}: {focus.accessibleDescription()}"
        self.panel.show_field(words)

    def _follow(self, link: str) -> None:
        if link == "keys":
            self.shortcuts()
        else:
            self._topic = "page"
            self._session.goto(link)

    def _make_room(self) -> None:
        px, page = theme.look().px, self._split.widget(0)
        beside = self._split.width() >= px(_ROOM)
        if page is not None:
            page.setVisible(beside or not self.is_open)
            # A page has another arrangement for less room; the least width of the present one must not widen the window.
            page.setMinimumWidth(px(_LEAST_PAGE) if self.is_open else 0)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Show the help of the field that the person goes to."""
        if new is None or not self.is_open or self.panel.isAncestorOf(new):
            return
        self._focus = new
        if self._topic == "page":
            self._show_field(new)


def _listed(title: str, found: list[keys.Key]) -> str:
    """Return keys as a part of the text; nothing where there are none."""
    if not found:
        return ""
    lines = [f"| {_plain(key)} | {_plain(what)} |" for key, what in found]
    return "\n".join((f"| {_plain(title)} | |", "|---|---|", *lines))


def _plain(text: str) -> str:
    """Return a text so that Markdown changes nothing in it."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]<>()#+-.!|~&" else letter for letter in text)
