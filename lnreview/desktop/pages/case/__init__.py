"""The record of the open case: the timeline above, the whole record in tabs below."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lnreview.desktop.session import Session


class CasePage(QWidget):
    """The record of the open case."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        QVBoxLayout(self)

    def show_place(self, place: str) -> None:
        """Show a list, an entry or a field."""
