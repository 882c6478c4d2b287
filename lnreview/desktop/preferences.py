"""The window's own settings in an INI file: sizes and appearance, nothing about a patient.

`QSettings` gives back texts for numbers and a truthy `'false'`; this is the one place that reads it, with types.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from lnreview.desktop.theme import APPEARANCES, TEXT_SIZES, Appearance


class Preferences:
    """Typed access to the settings of the window."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def text_size(self) -> int:
        """Text size in %; 100 where nothing usable was stored."""
        text = str(self._settings.value("text_size", "100"))
        size = int(text) if text.isdecimal() else 100
        return size if size in TEXT_SIZES else 100

    @text_size.setter
    def text_size(self, size: int) -> None:
        self._settings.setValue("text_size", size)

    @property
    def appearance(self) -> Appearance:
        """One of the appearances that there are; as the system has it where nothing usable was stored."""
        stored = self._settings.value("appearance", "system")
        return next((appearance for appearance in APPEARANCES if appearance == stored), "system")

    @appearance.setter
    def appearance(self, appearance: Appearance) -> None:
        self._settings.setValue("appearance", appearance)

    @property
    def recent(self) -> list[str]:
        """Keys of the commands, pages and fields that were used last, the newest first."""
        stored = self._settings.value("recent", "")
        return [key for key in str(stored).split("\t") if key] if isinstance(stored, str) else []

    @recent.setter
    def recent(self, keys: list[str]) -> None:
        self._settings.setValue("recent", "\t".join(keys))

    @property
    def last_page(self) -> str:
        """Id of the page that was shown last; empty where none was stored."""
        return str(self._settings.value("last_page", ""))

    @last_page.setter
    def last_page(self, page: str) -> None:
        self._settings.setValue("last_page", page)

    @property
    def tour_taken(self) -> bool:
        """Whether the tour was finished or left once."""
        return self._settings.value("tour_taken", "no") == "yes"

    @tour_taken.setter
    def tour_taken(self, taken: bool) -> None:
        self._settings.setValue("tour_taken", "yes" if taken else "no")

    def share(self, split: str) -> list[int] | None:
        """Return how the room of a splitter was shared, in thousandths; `None` where nothing usable was stored."""
        text = str(self._settings.value(f"split/{split}", ""))
        parts = text.split("/")
        return [int(part) for part in parts] if all(part.isdecimal() for part in parts) else None

    def set_share(self, split: str, share: list[int]) -> None:
        """Keep how the room of a splitter is shared, in thousandths."""
        self._settings.setValue(f"split/{split}", "/".join(str(part) for part in share))

    @property
    def geometry(self) -> QByteArray | None:
        """Where the window stood."""
        stored = self._settings.value("geometry")
        return stored if isinstance(stored, QByteArray) else None

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)
