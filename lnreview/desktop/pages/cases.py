"""The list of cases."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lnreview.desktop.session import Session


class CasesPage(QWidget):
    """The cases of the store; Enter opens one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        QVBoxLayout(self)
