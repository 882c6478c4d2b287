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

from tests.bench import many  # noqa: E402

MANY = 100_000
"""Cases in a long list."""

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
print(open("/proc/self/statm").read())
"""
OUR_WINDOW = """
import sys, tempfile
from datetime import UTC, datetime
from pathlib import Path
from lnreview.desktop.app import make_application, make_window
from lnreview.store.store import Store
app = make_application()
with tempfile.TemporaryDirectory() as folder:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "bench.db"
    with Store.open(path, now=lambda: datetime.now(UTC), checked=False) as store:
        window = make_window(app, store, Path(folder) / "window.ini")
        window.show()
        app.processEvents()
        print(open("/proc/self/statm").read())
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

    def started(program: str, *given: str) -> tuple[float, float]:
        """Return the processor time of a whole process in seconds, and the memory that it took in MB."""
        child = subprocess.Popen(
            [sys.executable, "-c", program, *given],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert child.stdout is not None
        pages = child.stdout.read().split()[1]
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = status
        assert status == 0
        return used.ru_utime + used.ru_stime, int(pages) * os.sysconf("SC_PAGE_SIZE") / 1_000_000

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.db"
        many.make(path, MANY)
        programs = {
            "empty": (EMPTY_WINDOW,),
            "ours": (OUR_WINDOW, str(path.with_name("none.db"))),
            "many": (OUR_WINDOW, str(path)),
        }
        for program in programs.values():
            started(*program)
        runs = [{name: started(*program) for name, program in programs.items()} for _ in range(7)]
    for name, words in (("ours", "an empty store"), ("many", f"{MANY:,} cases")):
        seconds = median(run[name][0] / run["empty"][0] for run in runs)
        memory = median(run[name][1] / run["empty"][1] for run in runs)
        shown = median(run[name][0] for run in runs)
        print(
            f"window shown with {words}: {shown:.2f} s of work, {median(run[name][1] for run in runs):.0f} MB"
        )
        print(f"ratio window : empty table window, {words}  {seconds:.2f}   (aim: at most 2)")
        print(f"ratio memory : empty table window, {words}  {memory:.2f}   (aim: at most 2.5)")


def tell(spent: dict[str, list[float]]) -> None:
    """Print the ms that each act took; of many, how long nearly all of them took."""
    for what, times in spent.items():
        times.sort()
        print(
            f"{what}: {median(times):.1f} ms, 95 of 100 within {times[int(len(times) * 0.95)]:.1f}, longest {times[-1]:.1f}   (aim: at most 16)"
        )


def bench_list() -> None:
    """Time what a person does in a list of 100,000 cases: each key to the repainted list, and the opening of a case."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from datetime import UTC, datetime

    from PySide6.QtTest import QTest

    from lnreview.desktop.app import make_application, make_window
    from lnreview.desktop.models.case_columns import KEYS
    from lnreview.store.store import Store

    app = make_application()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.db"
        many.make(path, MANY)
        with Store.open(path, now=lambda: datetime.now(UTC), checked=False) as store:
            store.create(case_of(300).model_copy(update={"id": "with-300-labs"}))
            window = make_window(app, store, Path(folder) / "window.ini")
            window.show()
            QTest.qWait(500)
            page = window.page("cases")

            def work(do: Callable[[], object]) -> float:
                """Return the ms of work from an act to the repainted list."""
                start = time.process_time()
                do()
                page.table.viewport().repaint()
                return (time.process_time() - start) * 1000

            spent: dict[str, list[float]] = {}
            for key in KEYS:
                spent.setdefault("another order", []).append(work(lambda key=key: page.order_by(key)))
                for words in (
                    "de",
                    "refractory",
                    "zoe",
                    "anna rituximab",
                    "zzzz",
                    "王",
                    "w100050",
                    '"and* -(',
                ):
                    page.search.clear()
                    for letter in words:
                        spent.setdefault(f"keys of “{words}”", []).append(
                            work(lambda letter=letter: page.search.insert(letter))
                        )
                page.search.clear()
                for number in range(5):
                    spent.setdefault("another filter", []).append(work(page.filters._buttons[number].click))
                page.filters._buttons[0].click()
            tell(spent)
            spent.clear()
            window.finder.toggle()
            QTest.qWait(2500)
            palette = window.finder.palette

            def found(letter: str) -> float:
                """Return the ms of work from a key in the palette to its repainted rows."""
                start = time.process_time()
                palette.line.insert(letter)
                palette.rows.viewport().repaint()
                return (time.process_time() - start) * 1000

            for words in ("refractory", "anna rituximab", "exc", "zzzz"):
                palette.line.clear()
                spent.setdefault("a key in the palette", []).extend(found(letter) for letter in words)
            palette.close_()
            tell(spent)
            window.session.open_case("case-1")
            opening = work(lambda: window.session.open_case("with-300-labs"))
            print(f"a case with 300 results opened: {opening:.0f} ms of work   (aim: at most 100)")
            window.close()


def bench_timeline() -> None:
    """Print what the timeline of a case with 300 results costs: told, laid out, painted."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from lnreview.desktop.app import make_application
    from lnreview.desktop.timeline.paint import painted, per_mm
    from lnreview.desktop.timeline.stops import boxes, shown_of
    from lnreview.guideline.load import load
    from lnreview.letters.chart import wide_picture
    from lnreview.review.evaluate import review

    make_application()
    case, guideline = case_of(300), load()
    found = review(case, guideline, None)
    shown = shown_of(case, found, guideline)
    picture = wide_picture(shown.trend, 240, 90)
    told = timed(lambda: shown_of(case, found, guideline), 9)
    laid_out = timed(lambda: boxes(wide_picture(shown.trend, 240, 90)), 9)
    drawn = timed(lambda: painted(picture, per_mm(96), 1.0), 9)
    print(
        f"timeline of 300 results: told {told * 1000:.1f} ms, laid out {laid_out * 1000:.1f} ms (aim: at most 20), "
        f"painted {drawn * 1000:.1f} ms (aim: at most 16)"
    )
    print(
        f"ratio timeline : review  {(told + laid_out + drawn) / timed(lambda: review(case, guideline, None), 9):.2f}"
    )


def bench_paste() -> None:
    """Time the reading of pasted rows against the csv module of Python on the same text."""
    import csv

    from lnreview.exchange.pasted.grid import read_grid
    from lnreview.exchange.pasted.model import Known
    from lnreview.exchange.pasted.reading import read_rows

    tests = (
        "Protein/Creat Ratio, Urine\t{}\tg/g\t<0.2\tH",
        "Creatinine, Serum\t{}\tmg/dL\t0.6 - 1.1\t",
        "ESR\t{}\tmm/h\t0-20\tH",
    )
    case, seconds = case_of(300), {}
    for count in (100, 300, 900):
        days = (date(2015, 1, 1) + timedelta(days=number) for number in range(count))
        rows = [
            f"{day:%m/%d/%Y}\t{tests[place % 3].format(1 + place % 50 / 10)}"
            for place, day in enumerate(days)
        ]
        text = "\n".join(["Date\tTest\tResult\tUnits\tRange\tFlag", *rows])
        seconds[count] = timed(lambda: read_rows(read_grid(text), "labs", {}, Known(case, case.labs)), 5)  # noqa: B023
        alone = timed(lambda: list(csv.reader(text.splitlines(), delimiter="\t")), 5)  # noqa: B023
        print(
            f"{count} pasted rows beside 300 results: {seconds[count] * 1000:.1f} ms of work, csv alone {alone * 1000:.2f} ms"
        )
    print(f"300 pasted rows: {seconds[300] * 1000:.0f} ms   (aim: at most 50)")
    print(f"ratio 900 : 300 pasted rows  {seconds[900] / seconds[300]:.2f}   (aim: at most 3)")


def bench_letter() -> None:
    """Time a letter against bare reportlab printing the same paragraphs, tables and drawings."""
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    from lnreview.guideline.load import load
    from lnreview.letters import write
    from lnreview.letters.pdf import MARGIN, story
    from lnreview.review.evaluate import review

    guideline, case = load(), case_of(100)
    result = review(case, guideline)
    compose = partial(write.compose, "medical-necessity", case, result, guideline, dated=date(2026, 11, 20))
    document, width = compose(), 612 - 2 * MARGIN

    def build(flowables: list[object]) -> None:
        frame = Frame(MARGIN, MARGIN, width, 792 - 2 * MARGIN, 0, 0, 0, 0)
        template = BaseDocTemplate(
            BytesIO(), pagesize=(612, 792), pageTemplates=[PageTemplate("page", [frame])]
        )
        template.build(flowables)

    def built_alone() -> float:
        flowables = story(document, width)
        start = time.process_time()
        build(flowables)
        return time.process_time() - start

    makers = [directly(flowable) for flowable in story(document, width)]
    composing, printing = timed(compose, 10), timed(lambda: write.pdf(document), 10)
    text = timed(lambda: write.text(document), 10)
    built_alone()
    alone = median(built_alone() for _ in range(10))
    bare = timed(lambda: build([make() for make in makers]), 10)
    print(
        f"letter: compose {composing * 1000:.0f} ms, PDF {printing * 1000:.0f} ms, text {text * 1000:.0f} ms"
    )
    print(
        f"bare reportlab: {bare * 1000:.0f} ms; its layout alone, of our own flowables: {alone * 1000:.0f} ms"
    )
    print(
        f"ratio PDF : bare reportlab, same paragraphs, tables, drawings  {printing / bare:.2f}   (aim: at most 1.5)"
    )
    print(f"ratio PDF : layout of our flowables alone  {printing / alone:.2f}   (aim: at most 1.5)")
    print(f"ratio compose and PDF : bare reportlab  {(composing + printing) / bare:.2f}")
    refreshed = composing + printing + text
    print(f"a preview after an edit: {refreshed * 1000:.0f} ms of work   (aim: at most 150)")


def directly(flowable: object) -> Callable[[], object]:
    """Return what makes the same flowable by the classes of reportlab, as a program without ours would."""
    from copy import copy
    from xml.sax.saxutils import escape

    from reportlab.graphics import shapes
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, Table

    from lnreview.letters.drawing import INKS, Drawn
    from lnreview.letters.flow import Sheet
    from lnreview.letters.typeset import Flowing

    if isinstance(flowable, Flowing):
        style, bullet = flowable.style, flowable.bulletText
        markup = "".join(
            "<br/>"
            if getattr(part, "lineBreak", False)
            else f'<font name="{part.fontName}" color="{part.textColor.hexval().replace("0x", "#")}">{escape(part.text)}</font>'
            for part in flowable.frags
        )
        keep = flowable.getKeepWithNext()

        def paragraph() -> Paragraph:
            made = Paragraph(markup, style, bulletText=bullet)
            made.keepWithNext = keep
            return made

        return paragraph
    if isinstance(flowable, Sheet):
        cells = [
            [directly(cell) if isinstance(cell, Flowing) else partial(str, cell) for cell in row]
            for row in flowable._cellvalues
        ]
        looks, lines, widths = flowable._cellStyles, flowable._linecmds, flowable._argW
        repeat, part = flowable.repeatRows, flowable.splitInRow

        def table() -> Table:
            made = Table(
                [[make() for make in row] for row in cells],
                colWidths=widths,
                repeatRows=repeat,
                splitInRow=part,
            )
            made._cellStyles, made._linecmds = looks, lines
            return made

        return table
    if isinstance(flowable, Drawn):
        picture = flowable.picture

        def drawing() -> shapes.Drawing:
            made = shapes.Drawing(picture.width * mm, picture.height * mm)
            for shape in picture.shapes:
                made.add(_shape(shape, picture.height, INKS))
            return made

        return drawing
    return partial(copy, flowable)


def _shape(shape, height: float, inks):
    """Return a shape of a chart as one of reportlab's graphics."""
    from reportlab.graphics import shapes
    from reportlab.lib.units import mm

    from lnreview.letters.shapes import Disc, Line, Polygon

    if isinstance(shape, Line | Polygon):
        flat = [part for x, y in shape.points for part in (x * mm, (height - y) * mm)]
        if isinstance(shape, Line):
            return shapes.PolyLine(flat, strokeColor=inks[shape.ink], strokeWidth=shape.width * mm)
        fill, edge = (inks[ink] if ink else None for ink in (shape.fill, shape.edge))
        return shapes.Polygon(flat, fillColor=fill, strokeColor=edge)
    if isinstance(shape, Disc):
        fill, edge = (inks[ink] if ink else None for ink in (shape.fill, shape.edge))
        return shapes.Circle(
            shape.x * mm, (height - shape.y) * mm, shape.radius * mm, fillColor=fill, strokeColor=edge
        )
    font = "lnreview-bold" if shape.bold else "lnreview-regular"
    return shapes.String(
        shape.x * mm, (height - shape.y) * mm, shape.words, fontName=font, fontSize=shape.size,
        fillColor=inks[shape.ink], textAnchor=shape.anchor,
    )  # fmt: skip


if __name__ == "__main__":
    for bench in sys.argv[1:] or ("review", "window", "list", "paste", "timeline", "letter"):
        globals()[f"bench_{bench}"]()
