"""Print how fast the program is, as ratios measured in one run; nothing here passes or fails.

Run it with `python tests/bench/run.py`. Absolute times depend on the machine, the ratios much less.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

EMPTY_WINDOW = """
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
from PySide6.QtGui import QStandardItemModel
app = QApplication([])
window, table = QMainWindow(), QTableView()
table.setModel(QStandardItemModel(20, 6, table))
window.setCentralWidget(table)
window.resize(1200, 800)
window.show()
app.processEvents()
"""
OUR_WINDOW = """
import sys, tempfile
from datetime import UTC, datetime
from pathlib import Path
from lnreview.desktop.app import make_application, make_window
from lnreview.store.store import Store
app = make_application()
with tempfile.TemporaryDirectory() as folder:
    with Store.open(Path(folder) / "bench.db", now=lambda: datetime.now(UTC)) as store:
        window = make_window(app, store, Path(folder) / "window.ini")
        window.show()
        app.processEvents()
        window.close()
"""


def timed(work: Callable[[], object], repeats: int) -> float:
    """Return the median seconds of processor time of `work`."""
    work()
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return median(seconds)


def case_of(labs: int):
    """Return the refractory demonstration case with as many laboratory results as asked for."""
    from lnreview.case.model import Case
    from lnreview.exchange import casefile

    case = casefile.read(ROOT / "resources" / "demo" / "demo-lucja-refractory.json")
    data = case.model_dump(mode="json", exclude_defaults=True)
    kinds = (
        ("upcr", 4.0, "g/g"),
        ("creatinine", 1.0, "mg/dL"),
        ("c3", 60, "mg/dL"),
        ("c4", 7, "mg/dL"),
        ("albumin", 2.7, "g/dL"),
    )
    results, first = list(data["labs"]), date(2025, 7, 22)
    for number in range(max(0, labs - len(results))):
        name, value, unit = kinds[number % len(kinds)]
        day = first + timedelta(days=number % 480)
        results.append(
            {"analyte": name, "quantity": {"value": value, "unit": unit}, "collected_on": day.isoformat()}
        )
    return Case.model_validate({**data, "labs": results[:labs] if labs < len(results) else results})


def bench_review() -> None:
    """Time the review of a case as its results grow."""
    from lnreview.guideline.load import load
    from lnreview.review.evaluate import review

    guideline = load()
    seconds = {count: timed(partial(review, case_of(count), guideline), 20) for count in (100, 300, 900)}
    for count, value in seconds.items():
        print(f"review of {count} results: {value * 1000:.1f} ms")
    print(f"ratio 300 : 100 results  {seconds[300] / seconds[100]:.2f}   (aim: at most 3)")
    print(f"ratio 900 : 300 results  {seconds[900] / seconds[300]:.2f}   (aim: at most 3)")


def bench_window() -> None:
    """Time starting the window against an empty table window, each as a whole process."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": tempfile.mkdtemp(prefix="bench-"),
    }
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # both start compiled, as an installed program does

    def process(program: str) -> Callable[[], None]:
        def run() -> None:
            subprocess.run(
                [sys.executable, "-c", program], check=True, env=environment, stderr=subprocess.DEVNULL
            )

        return run

    def wall(run: Callable[[], None]) -> float:
        start = time.perf_counter()
        run()
        return time.perf_counter() - start

    empty, ours = process(EMPTY_WINDOW), process(OUR_WINDOW)
    wall(empty), wall(ours)
    pairs = [(wall(ours), wall(empty)) for _ in range(5)]
    print(
        f"window shown: {median(pair[0] for pair in pairs):.2f} s, empty window {median(pair[1] for pair in pairs):.2f} s"
    )
    print(f"ratio window : empty table window  {median(a / b for a, b in pairs):.2f}   (aim: at most 2.5)")


def bench_letter() -> None:
    """Time a letter against bare reportlab drawing as many pages with one table and one chart."""
    from pypdf import PdfReader

    from lnreview.guideline.load import load
    from lnreview.letters import write
    from lnreview.review.evaluate import review

    guideline, case = load(), case_of(100)
    result = review(case, guideline)

    def letter() -> bytes:
        return write.pdf(
            write.compose("medical-necessity", case, result, guideline, dated=date(2026, 11, 20))
        )

    pages = len(PdfReader(BytesIO(letter())).pages)
    ours, bare = timed(letter, 10), timed(lambda: bare_reportlab(pages), 10)
    print(f"letter of {pages} pages: {ours * 1000:.0f} ms, bare reportlab {bare * 1000:.0f} ms")
    print(f"ratio letter : bare reportlab  {ours / bare:.2f}   (aim: at most 3)")


def bare_reportlab(pages: int) -> bytes:
    """Draw `pages` pages of plain text with one table and one chart."""
    from reportlab.graphics.charts.lineplots import LinePlot
    from reportlab.graphics.shapes import Drawing
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

    style = getSampleStyleSheet()["BodyText"]
    plot = LinePlot()
    plot.width, plot.height = 400, 150
    plot.data = [[(x, x % 5) for x in range(12)], [(x, x % 3) for x in range(12)]]
    drawing = Drawing(420, 170)
    drawing.add(plot)
    story = [drawing, Table([[f"{row}", "drug", "dose", "2025-01-01"] for row in range(12)], repeatRows=1)]
    for number in range(pages):
        story += [
            Paragraph("A sentence of the letter that is about as long as others. " * 3, style)
            for _ in range(11)
        ]
        if number < pages - 1:
            story.append(PageBreak())
    target = BytesIO()
    SimpleDocTemplate(target).build(story)
    return target.getvalue()


if __name__ == "__main__":
    bench_review()
    bench_window()
    bench_letter()
