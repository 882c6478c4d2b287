"""The language of the system, for the texts of the window and for those of Qt itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from lnreview.desktop import language


def use_language(app: QApplication, folder: Path, languages: Sequence[str] = ()) -> None:
    """Let the window speak the language of the system, or the first of `languages`, where `folder` has its texts.

    Nothing is read where that is English. Raise `UserError` for texts that cannot be read; the window speaks English then.
    """
    found = language.catalogue_for(languages or QLocale.system().uiLanguages(), folder)
    language.use(found[1] if found else None)
    if found is None:
        return
    translator = QTranslator(app)
    of_qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale(found[0]), "qtbase", "_", of_qt):
        app.installTranslator(translator)
