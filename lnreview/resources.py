"""Find the data files that travel with the program.

They lie inside the installed package (`lnreview/_resources`) or, in a checkout, in `resources/` beside it.
"""

from __future__ import annotations

from pathlib import Path

from lnreview.errors import UserError


def root() -> Path:
    """Return the folder that holds `guideline/`, `demo/` and `icons/`; raise `UserError` where it is missing."""
    package = Path(__file__).resolve().parent
    for candidate in (package / "_resources", package.parent / "resources"):
        if (candidate / "guideline").is_dir():
            return candidate
    raise UserError(
        "The program's data files were not found, so nothing can be reviewed. Install lnreview again from its wheel, "
        "or start it from a complete checkout."
    )


def guideline() -> Path:
    """Return the folder of the guideline pack."""
    return root() / "guideline"


def demo() -> Path:
    """Return the folder of the synthetic demonstration cases."""
    return root() / "demo"


def icons() -> Path:
    """Return the folder of the icons."""
    return root() / "icons"


def texts() -> Path:
    """Return the folder of the texts of the window in other languages, each as `<language>/LC_MESSAGES/lnreview.mo`."""
    return root() / "i18n"


def help_texts() -> Path:
    """Return the folder of the help texts, with a folder for each language."""
    return root() / "help"
