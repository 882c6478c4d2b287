"""A grid whose height is that of its own width: Qt asks for the height at the width that is there, even where the form
stays narrower, and then cuts the last line of every text."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout


class BoundedGrid(QGridLayout):
    """The grid of a widget that has a greatest width."""

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width, or at the greatest width of the widget."""
        widget = self.parentWidget()
        return super().heightForWidth(min(width, widget.maximumWidth()) if widget is not None else width)
