"""What changed since the walk was left, on top of the walk until it is dismissed; each line leads to its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lnreview.case.dates import ChartDate
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.caseline import human_date
from lnreview.desktop.language import tr
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.link import Link
from lnreview.desktop.widgets.prose import clear, prose, quiet_button, scroller
from lnreview.review.leaving import News

_SHARE = 3
"""The panel takes at most this part of the height of the page: one third."""


class SincePanel(QWidget):
    """Lists what changed; it is hidden while there is nothing to say."""

    dismissed = Signal()

    def __init__(self, session: Session, show_place: Callable[[str], object]) -> None:
        super().__init__()
        self._session, self._show_place = session, show_place
        self._told: tuple[str, str] | None = None
        self.setObjectName("sincePanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._links: list[Link] = []
        self.news: tuple[News, ...] = ()
        """What is listed."""
        self._title = prose("")
        self._title.setObjectName("sinceTitle")
        self._dismiss = quiet_button("", tr("Dismiss what has changed"), self._put_away)
        self._dismiss.setObjectName("sinceDismiss")
        self._area, self._list = scroller("sinceList", tr("What has changed since you left this walk"))
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self._dismiss, 0, Qt.AlignmentFlag.AlignTop)
        self._lines = QVBoxLayout(self)
        self._lines.addLayout(self._head)
        self._lines.addWidget(self._area)
        self.restyle()
        self.hide()

    def begin_anew(self) -> None:
        """Another case was opened: what changed in it since is told when its walk is next seen."""
        self._told = None
        self.hide()

    def tell(self) -> None:
        """Say what changed since the walk was left, once for an opened case and a day.

        While nothing is told, what is in view now is what the reviewer saw last.
        """
        case, walking = self._session.case, self._session.walking
        now = (case.id if case is not None else "", self._session.today().isoformat())
        if self._told != now:
            self._told = now
            left = walking.walk.left
            self.show_news(left.left_on if left is not None else "", walking.news())
        if self.isHidden():
            walking.leave()

    def show_news(self, left_on: str, news: Sequence[News]) -> None:
        """List what changed since the day `left_on` (ISO)."""
        self.news = tuple(news)
        self._links = []
        clear(self._list)
        day = human_date(ChartDate.parse(left_on)) if left_on else ""
        self._title.setText(tr("Changed since you left this walk on {day}").format(day=day))
        for item in self.news:
            link = Link(item.words, partial(self._go, item), points=theme.BODY_POINTS)
            self._links.append(link)
            self._list.addWidget(link)
            link.show()
        self._list.addStretch(1)
        self.setVisible(bool(self.news))
        self.restyle()

    def _go(self, item: News) -> None:
        if item.page == "walk":
            self._show_place(item.place)
        else:
            self._session.goto(item.page, item.place)

    def _put_away(self) -> None:
        self.hide()
        self._session.walking.leave()
        self.dismissed.emit()

    def first_focus(self) -> QWidget:
        """Return what takes the focus: the first line."""
        return self._links[0] if self._links else self._dismiss

    def make_room(self, width: int, page_height: int) -> None:
        """Take the height of the lines in a column of `width` px, but no more than a third of the page; the rest scrolls."""
        px = theme.look().px
        room = max(width - px(24 + 16 + 12), px(160))
        head = self._title.heightForWidth(room - self._dismiss.sizeHint().width())
        wanted = sum(link.heightForWidth(room) for link in self._links)
        least = self._links[0].heightForWidth(room) if self._links else 0
        self._area.setFixedHeight(max(min(wanted, page_height // _SHARE - head), least) + px(4))

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self._title.setFont(theme.look().font(strong=True))
        self._lines.setContentsMargins(px(24), px(8), px(16), px(8))
        self._lines.setSpacing(px(2))
        self._list.setSpacing(0)
        self._dismiss.setText(tr("Dismiss"))
        named(self._dismiss, tr("Dismiss what has changed"))
