"""Published case LN25 from paper to a draft of its letter, counted: `python -m tests.desktop.journeys.ln25`.

A person begins with an empty store, enters everything that the publication gives (the record then equals the case file
in `tests/published`, which another person wrote), and saves the letter of medical necessity as a draft. Every key counts
as one, a chord too; what the file dialog asks counts as one. The same journey was counted in the window before
(version 0.3.0 with its letter, commit 0a7036f): see `BEFORE`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.app import make_application
from lnreview.desktop.collector import Collector
from lnreview.desktop.main_window import MainWindow
from lnreview.desktop.preferences import Preferences
from lnreview.desktop.session import Session
from lnreview.exchange import casefile
from lnreview.guideline.load import load
from lnreview.review.evaluate import review
from lnreview.store.store import Store
from tests.desktop.fakes import NOW, TODAY, FakeAsk
from tests.desktop.journeys.desks import CaseDesk, LetterDesk
from tests.desktop.keyboard import CTRL, Keyboard

K = Qt.Key
PUBLISHED = Path(__file__).parents[2] / "published" / "LN25-a91-case-1.json"
BEFORE = {
    "patient": 193,
    "labs": 250,
    "courses": 588,
    "biopsies": 104,
    "events": 31,
    "citation": 199,
    "letter": 93,
}
"""Keys of the same journey in the window before; 3.6 s of processor time."""

LABS = (
    {"collected_on": "1983", "analyte": "anti-ds", "quantity": ">666 IU/mL"},
    {"analyte": "c3", "quantity": "0.35 g/L"},
    {"analyte": "c4", "quantity": "0.07 g/L"},
    {"analyte": "ch50", "quantity": "20 IU/mL"},
    {"collected_on": "2006", "analyte": "egfr", "quantity": ">90 ml/min"},
    {"analyte": "urine-protein-24h", "quantity": "500 mg/day"},
    {"analyte": "anti-ds", "interpretation": "High", "words": "persistently high"},
    {"collected_on": "2021-03", "analyte": "urine-protein-24h", "quantity": "2.5 g/day"},
    {"analyte": "creatinine", "interpretation": "High", "words": "AKI stage 1"},
    {"collected_on": "2021", "analyte": "antiphospholipid antibodies", "interpretation": "Positive"},
)
_UNDATED = {"note": "dates not given"}
_LIKE = {"like": ""}
COURSES = (
    {"drug": "hydroxychloroquine", "dose": "200 mg/day", "role": "Supportive", **_UNDATED},
    {**_LIKE, "drug": "azathioprine", "dose": "100 mg/day", "role": "Maintenance"},
    {**_LIKE, "drug": "prednisone", "dose": "7.5 mg/day"},
    {"drug": "steroids", "start": "1983", "role": "Induction", "regimen": "1983"},
    {
        **_LIKE, "drug": "cyclophosphamide", "dose": "500 mg", "doses_given": "6", "route": "Intravenous",
        "stated_outcome": "Complete", "note": "6 x 500 mg; complete renal response after 18 months",
    },
    {"drug": "steroids", "start": "2012", "role": "Induction", "regimen": "2012"},
    {
        **_LIKE, "drug": "mycophenolate sodium", "stated_outcome": "Complete", "outcome_on": "2013",
        "note": "complete remission after 1 year",
    },
    {
        "drug": "steroids", "start": "2021", "role": "Induction", "regimen": "2021", "note": "triple therapy",
        "known_on": "2021-04",
    },
    {**_LIKE, "drug": "mycophenolate mofetil"},
    {**_LIKE, "drug": "belimumab"},
)  # fmt: skip
"""In the order in which the next is most like the one before; the published file has the order of the paper."""
BIOPSIES = (
    {"taken_on": "2006", "class_text": "III(C)", "activity_index": "0", "chronicity_index": "2", "findings": "grade 1 IFTA"},
    {"taken_on": "2012", "class_text": "III(A/C)", "activity_index": "6", "chronicity_index": "3"},
    {"taken_on": "2021-03", "class_text": "IV(A/C)", "activity_index": "10", "chronicity_index": "4"},
)  # fmt: skip
EVENTS = ({"what": "Flare", "on": "2012"}, {**_LIKE, "on": "2021-03", "note": "new flare"})
LAB_TABLE = """\
Date\tTest\tValue\tUnit\tFlag\tComment
1983\tanti-dsDNA\t>666\tIU/mL\t\t
1983\tC3\t0.35\tg/L\t\t
1983\tC4\t0.07\tg/L\t\t
2006\teGFR\t>90\tml/min\t\t
2006\tUrine protein 24 h\t500\tmg/day\t\t
2021-03\tUrine protein 24 h\t2.5\tg/day\t\t
"""
"""The results with numbers, as a spreadsheet gives them; those in words are typed."""


@dataclass
class Count:
    """What a journey took."""

    keys: dict[str, int] = field(default_factory=dict)
    """By part of the work."""
    seconds: float = 0.0
    """Of processor time."""
    wall: float = 0.0
    case: Case | None = None
    pdf: int = 0
    """Bytes of the letter that was saved."""

    @property
    def total(self) -> int:
        """Every key."""
        return sum(self.keys.values())


def travel(folder: Path, *, pasting: bool = False) -> Count:
    """Go the whole way by keys in a window of its own; with `pasting` the numbers of the laboratory come from a table."""
    app = make_application()
    theme.apply(app, "light", 100)
    ask = FakeAsk()
    ask.path = folder / "letter.pdf"
    with Store.open(folder / "cases.db", now=lambda: datetime(2026, 11, 22, 9, tzinfo=UTC)) as store:
        session = Session(store, load(), ask, review, today=lambda: TODAY, now=lambda: NOW)
        window = MainWindow(session, Preferences(folder / "window.ini"))
        window.resize(1280, 820)
        window.show()
        window.activateWindow()
        keys = Keyboard(window)
        keys.wait(lambda: QApplication.focusWidget() is not None)
        count, begun, started = Count(), time.process_time(), time.perf_counter()
        for part, walk in _parts(window, keys, pasting):
            before = keys.count
            walk()
            count.keys[part] = keys.count - before
        keys.wait(lambda: (folder / "letter.pdf").exists())
        count.seconds, count.wall = time.process_time() - begun, time.perf_counter() - started
        count.case, count.pdf = session.case, (folder / "letter.pdf").stat().st_size
        window.close()
        window.deleteLater()
    return count


def _parts(window: MainWindow, keys: Keyboard, pasting: bool) -> list[tuple[str, Callable[[], object]]]:
    published = casefile.read(PUBLISHED)
    case, letter = CaseDesk(window, keys), LetterDesk(window, keys)

    def patient() -> None:
        keys.press(K.Key_N, CTRL)
        case.part(1, "patient", {"sex": "Female", "age_years": "52"})
        case.part(1, "lupus", {"documented": "yes"})
        case.part(1, "", {"title": published.title, "note": published.note})

    def labs() -> None:
        if not pasting:
            case.enter(2, "labs", LABS)
            return
        case.paste(2, "labs", LAB_TABLE)
        keys.press(K.Key_Return, CTRL)
        case.enter(
            2,
            "labs",
            [
                {"collected_on": "1983", **LABS[3]},
                {"collected_on": "2006", **LABS[6]},
                {"collected_on": "2021-03", **LABS[8]},
                LABS[9],
            ],
        )

    def citation() -> None:
        cited = published.citation
        assert cited is not None
        values = {name: str(value) for name, value in cited if value not in (None, "")}
        case.part(
            9,
            "citation",
            {name: values[name] for name in ("title", "journal", "year", "locator", "url", "text_read")},
        )
        keys.press(K.Key_Tab)

    def write() -> None:
        letter.open()
        letter.save()

    return [
        ("patient", patient),
        ("labs", labs),
        ("courses", lambda: case.enter(3, "courses", COURSES)),
        ("biopsies", lambda: case.enter(4, "biopsies", BIOPSIES)),
        ("events", lambda: case.enter(6, "events", EVENTS)),
        ("citation", citation),
        ("letter", write),
    ]


def held(case: Case) -> dict[str, Any]:
    """Return what a case holds, without ids and with the spellings that two typists may choose differently."""
    data = case.model_dump(mode="json", exclude_defaults=True)
    data.pop("id")
    for name, entries in data.items():
        if isinstance(entries, list | tuple):
            data[name] = sorted((_held(entry) for entry in entries), key=repr)
    return data


def _held(entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    kept = {key: value for key, value in entry.items() if key not in ("id", "source")}
    if "note" in kept:
        kept["note"] = kept["note"].replace("×", "x")
    if kept.get("analyte") == "urine-protein-24h":
        kept.pop("collection", None)  # the name of the test says it
    if kept.get("analyte") == "antiphospholipid":
        kept["analyte"] = "antiphospholipid antibodies"
    if isinstance(kept.get("quantity"), dict):
        kept["quantity"] = kept["quantity"] | {"unit": kept["quantity"]["unit"].replace("[IU]", "IU")}
    return kept


def main() -> None:
    """Go both ways, and print what they took."""
    collector = Collector(make_application())
    counts = {}
    for name, pasting in (("typed", False), ("table", True)):
        with tempfile.TemporaryDirectory() as folder:
            counts[name] = travel(Path(folder), pasting=pasting)
    collector.stop()
    print(f"{'keys':12}{'before':>8}" + "".join(f"{name:>8}" for name in counts))
    for part in BEFORE:
        print(f"{part:12}{BEFORE[part]:8}" + "".join(f"{count.keys[part]:8}" for count in counts.values()))
    print(f"{'all':12}{sum(BEFORE.values()):8}" + "".join(f"{count.total:8}" for count in counts.values()))
    print(f"{'s of work':12}{3.6:8}" + "".join(f"{count.seconds:8.1f}" for count in counts.values()))
    print(f"{'s in all':12}{'':8}" + "".join(f"{count.wall:8.1f}" for count in counts.values()))


if __name__ == "__main__":
    sys.exit(main())
