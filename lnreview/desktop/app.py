"""Start the desktop: check what Qt needs, open the store, show the window, and never lose an error.

PySide6 is imported late, so that the command line works on a machine that cannot show a window.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lnreview import paths, resources
from lnreview.desktop.language import tr
from lnreview.errors import UserError
from lnreview.store.store import Store

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from lnreview.case.dates import ChartDate
    from lnreview.case.model import Case
    from lnreview.desktop.main_window import MainWindow
    from lnreview.guideline.model import Guideline
    from lnreview.review.finding import Review

_LIBRARIES = (
    ("libEGL.so.1", "libegl1"),
    ("libGL.so.1", "libgl1"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libfontconfig.so.1", "libfontconfig1"),
    ("libdbus-1.so.3", "libdbus-1-3"),
)
_XCB = (
    ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ("libxcb-image.so.0", "libxcb-image0"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("libxcb-randr.so.0", "libxcb-randr0"),
    ("libxcb-render-util.so.0", "libxcb-render-util0"),
    ("libxcb-shape.so.0", "libxcb-shape0"),
    ("libxcb-xkb.so.1", "libxcb-xkb1"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
)


def run(database: Path, *, demo: bool = False) -> int:
    """Open the window on a store and return the exit code; with `demo` add the demonstration cases first.

    Raises `UserError` where the store cannot be opened or a library that the window needs is missing.
    """
    import faulthandler

    if sys.stderr is not None:
        faulthandler.enable()
    app = make_application()
    from lnreview.desktop import crash
    from lnreview.desktop.after_start import AfterStart, EarlyGuideline
    from lnreview.desktop.ahead import LoadAhead
    from lnreview.desktop.collector import Collector

    with Store.open(database, now=lambda: datetime.now(UTC), checked=False) as store:
        untold = _use_language(app)
        guideline = EarlyGuideline(_guideline)
        window = make_window(app, store, guideline=guideline)
        if untold:
            window.session.failed.emit(untold)
        if demo:
            from lnreview.desktop.demo import add_demo_cases

            add_demo_cases(window.session)
        window.show()
        after_start = AfterStart(window.session, guideline)
        after_start.start()
        LoadAhead(window, guideline.is_there)
        collector = Collector(app)
        # Every answer is on disk before the next paint: Ctrl+C in the terminal may end the program at once.
        interrupted = signal.signal(signal.SIGINT, signal.SIG_DFL)
        try:
            with crash.told_in(window):
                return app.exec()
        finally:
            signal.signal(signal.SIGINT, interrupted)
            after_start.stop()
            collector.stop()


def make_application() -> QApplication:
    """Return the application object; raise `UserError` with the packages to install where Qt cannot start."""
    try:
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        raise UserError(_missing_libraries(str(error))) from error
    _check_display()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("lnreview")
    return app


def make_window(
    app: QApplication,
    store: Store,
    settings: Path | None = None,
    guideline: Callable[[], Guideline] | None = None,
) -> MainWindow:
    """Return the window on an open store, with the appearance that was chosen last."""
    from lnreview.desktop.collector import nothing_collected

    with nothing_collected():
        from lnreview.desktop import theme
        from lnreview.desktop.ask import DesktopAsk
        from lnreview.desktop.main_window import MainWindow
        from lnreview.desktop.preferences import Preferences
        from lnreview.desktop.session import Session

        preferences = Preferences(settings or paths.settings_file())
        theme.apply(app, preferences.appearance, preferences.text_size)
        session = Session(store, guideline or _guideline, DesktopAsk(), _review)
        return MainWindow(session, preferences)


def _use_language(app: QApplication) -> str:
    """Let the window speak the language of the system; return why it does not where it should."""
    from lnreview.desktop.system_language import use_language

    try:
        use_language(app, resources.texts())
    except UserError as error:
        return str(error)
    return ""


def _guideline() -> Guideline:
    from lnreview.guideline.load import load

    return load(own_packs=paths.payer_packs())


def _review(case: Case, guideline: Guideline, as_of: ChartDate | None) -> Review:
    from lnreview.review.evaluate import review

    return review(case, guideline, as_of)


def _check_display() -> None:
    """Raise `UserError` where Qt would only abort: no screen, or a library of the screen is missing."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM", "xcb") != "xcb":
        return
    if "WAYLAND_DISPLAY" in os.environ and "QT_QPA_PLATFORM" not in os.environ:
        return
    if "DISPLAY" not in os.environ:
        raise UserError(
            tr(
                "The window cannot be opened, because this terminal has no screen (DISPLAY is not set). "
                "Start lnreview in a desktop session, or use the command line: lnreview --help."
            )
        )
    absent = [package for library, package in _XCB if not _loads(library)]
    if absent:
        raise UserError(_install(absent))


def _install(packages: list[str]) -> str:
    return tr(
        "The window cannot be opened, because system libraries are missing. Install "
        "{packages} with the package manager (names as in Debian and Ubuntu), then start "
        "again."
    ).format(packages=" ".join(packages))


def _missing_libraries(reason: str) -> str:
    absent = [package for library, package in _LIBRARIES if not _loads(library)]
    if absent:
        return _install(absent)
    return tr(
        "The window cannot be opened, because PySide6 could not be loaded: {reason}. Install lnreview again."
    ).format(reason=reason)


def _loads(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
