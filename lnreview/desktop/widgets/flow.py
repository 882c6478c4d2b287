"""A row of widgets that goes on in the next line where the room ends."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget


class Flow(QLayout):
    """Places widgets from left to right at their size hints, in as many lines as are needed."""

    def __init__(self, parent: QWidget, spacing: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        parent.setSizePolicy(policy)

    def addItem(self, item: QLayoutItem) -> None:
        """Take a widget at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of widgets."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return a widget's item, or `None` where there is none."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give a widget's item away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Tell that less width needs more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """Return the room of one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        wide = sum(size.width() + self.spacing() for size in sizes) - self.spacing()
        return QSize(max(wide, 0), max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Return the room of the widest widget."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def setGeometry(self, room: QRect) -> None:
        """Place the widgets."""
        super().setGeometry(room)
        self._place(room, move=True)

    def expandingDirections(self) -> Qt.Orientation:
        """Tell that it takes no more room than it needs."""
        return Qt.Orientation(0)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, room: QRect, *, move: bool) -> int:
        x, y, line = room.x(), room.y(), 0
        for item in self._shown():
            size = item.sizeHint()
            if x > room.x() and x + size.width() > room.x() + room.width():
                x, y, line = room.x(), y + line + self.spacing(), 0
            if move:
                wide = min(size.width(), room.width())
                item.setGeometry(QRect(x, y, wide, size.height()))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        return y + line - room.y()
