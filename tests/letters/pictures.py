"""Write the picture of a letter that the README shows: run `python tests/letters/pictures.py`.

It is page 1 of the medical-necessity letter of the refractory demonstration case, turned into a picture by Qt.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PICTURE = ROOT / "resources" / "pictures" / "letter.png"
CASE = ROOT / "resources" / "demo" / "demo-lucja-refractory.json"
DAY = date(2026, 11, 22)
WIDTH = 900
"""Pixels."""


def letter(path: Path) -> None:
    """Write the letter as PDF."""
    from lnreview.exchange import casefile
    from lnreview.guideline.load import load
    from lnreview.letters import write
    from lnreview.review.evaluate import review

    case, guideline = casefile.read(CASE), load()
    found = review(case, guideline, None)
    write.save_pdf(write.compose("medical-necessity", case, found, guideline, dated=DAY), path)


def _colours() -> list[int]:
    """Return greys and, for the accent, the shades between its blue and white."""
    from PySide6.QtGui import qRgb

    greys = [qRgb(level, level, level) for level in range(0, 256, 2)]
    accent = (0x1F, 0x4E, 0x79)
    shades = [tuple(part + (255 - part) * step // 64 for part in accent) for step in range(64)]
    return [*greys, qRgb(255, 255, 255), *(qRgb(*shade) for shade in shades)]


def picture(source: Path, target: Path) -> None:
    """Turn the first page of a PDF into a picture on white paper."""
    from PySide6.QtCore import QSize, Qt
    from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
    from PySide6.QtPdf import QPdfDocument

    application = QGuiApplication.instance() or QGuiApplication([])
    pages = QPdfDocument()
    pages.load(str(source))
    points = pages.pagePointSize(0)
    size = QSize(WIDTH, round(WIDTH * points.height() / points.width()))
    page = QImage(size, QImage.Format.Format_RGB32)
    page.fill(QColor("white"))
    painter = QPainter(page)
    painter.drawImage(0, 0, pages.render(0, size))
    painter.end()
    pages.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    # Few colours make a small file; the accent of the letterhead stays blue, and white paper stays white.
    plain = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    small = page.convertToFormat(QImage.Format.Format_Indexed8, _colours(), plain)
    if not small.save(str(target), "PNG", 0):
        raise SystemExit(f"The picture was not written to {target}. Check that the folder may be written.")
    application.quit()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "letter.pdf"
        letter(made)
        picture(made, PICTURE)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1000} kB")
