"""Where this program keeps its files on this machine; nothing clinical is ever part of a name."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def data_folder() -> Path:
    """Return the folder of the default store; it is created by whoever writes into it."""
    return Path(platformdirs.user_data_dir("lnreview", appauthor=False))


def default_store() -> Path:
    """Return the path of the default store."""
    return data_folder() / "cases.lnreview.db"


def demo_store() -> Path:
    """Return the path of the store that `lnreview demo` fills afresh."""
    return data_folder() / "demo.lnreview.db"


def payer_packs() -> Path:
    """Return the folder of the user's own payer packs; a person makes it and puts TOML files there."""
    return data_folder() / "payer-packs"


def settings_file() -> Path:
    """Return the path of the window settings (sizes and appearance, nothing about a patient)."""
    return Path(platformdirs.user_config_dir("lnreview", appauthor=False)) / "window.ini"
