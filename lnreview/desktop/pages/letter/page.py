"""The letter page: which letter, what it still lacks, and the true PDF as it stands now.

The PDF is made by a worker a moment after the last change; nothing here blocks the window. A letter with an open gap
is saved as a draft and says so on every page.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from lnreview.case.records import Waiver
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import QuietCombo
from lnreview.desktop.pages.letter.readiness import GapList, sections
from lnreview.desktop.pages.letter.preview import Preview
from lnreview.desktop.pages.letter.work import LetterWorker, Made, Order
from lnreview.desktop.pages.walk_parts import prose, quiet_button
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.badge import Badge
from lnreview.letters.write import KINDS

_PAUSE = 250
"""Milliseconds without a change after which a letter is made."""
_PAPERS = (("letter", "US letter"), ("a4", "A4"))
_LIST_WIDTH = 400
PDF_FILES = "PDF files (*.pdf)"


class LetterPage(QWidget):
    """Shows and saves the letter of the open case."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look: theme.Look | None = None
        self._outdated = True
        self.made: Made | None = None
        """The letter that is shown."""
        self._worker = LetterWorker(self)
        self._worker.made.connect(self._show)
        self._worker.failed.connect(self._fail)
        self._worker.saved.connect(self._saved)
        worker = self._worker
        self.destroyed.connect(lambda: worker.close())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._make)
        self.kind = _chooser("letterKind", "Kind of letter", [(kind, kind_name(kind)) for kind in KINDS])
        self.paper = _chooser("letterPaper", "Paper", list(_PAPERS))
        self.addressed = QLabel()
        self.addressed.setTextFormat(Qt.TextFormat.PlainText)
        self.addressed.setWordWrap(True)
        self.addressed.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.style(self.addressed, role="muted")
        self.readiness = Badge(self)
        self.readiness.setObjectName("letterReadiness")
        self.gaps = GapList()
        self.gaps.went.connect(lambda place: session.goto("case", place))
        self.gaps.waived.connect(self._waive)
        self.gaps.unwaived.connect(self._unwaive)
        self.preview = Preview()
        self.status = prose("", "muted", theme.SMALL_POINTS)
        self.status.setObjectName("letterStatus")
        self.save_button = QPushButton("Save PDF as draft…")
        self.save_button.setObjectName("letterSave")
        self.save_button.setAutoDefault(False)
        self.save_button.setEnabled(False)
        theme.style(self.save_button, role="primary")
        self.save_button.clicked.connect(self.save)
        self._empty = _empty(session)
        self._lay_out()
        self.kind.currentIndexChanged.connect(lambda _: self._soon())
        self.paper.currentIndexChanged.connect(lambda _: self._soon())
        session.review_changed.connect(self._soon)
        self._soon()

    def save(self) -> None:
        """Ask for a file name without patient data, and write the letter as it is shown."""
        if self.made is None:
            return
        order, draft = self.made.order, self.made.document.draft
        self._session.ask.save_file(
            self,
            "Save the letter as PDF",
            f"{order.kind}{'-draft' if draft else ''}.pdf",
            PDF_FILES,
            lambda path: self._worker.save(order, path),
        )

    def show_place(self, place: str) -> None:
        """Show a kind of letter by its name."""
        index = self.kind.findData(place)
        if index >= 0:
            self.kind.setCurrentIndex(index)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the letter when the page comes into view after a change."""
        super().showEvent(event)
        if self._outdated:
            self._soon()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the list anew after another text size or appearance."""
        super().changeEvent(event)
        changed = event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange)
        if changed and self._look is not None and self._look != theme.look():
            self._restyle()
            QTimer.singleShot(0, self, self._show_again)

    def _soon(self) -> None:
        """Make the letter anew after a moment without another change, once somebody can see it."""
        self._outdated = True
        ready = self._session.case is not None and self._session.review is not None
        self._split.setVisible(ready)
        self._foot.setVisible(ready)
        self._empty.setVisible(not ready)
        self._worker.forget()
        if not ready:
            self.made = None
            self.preview.show_nothing()
            self._timer.stop()
            return
        self.save_button.setEnabled(False)
        self._say("The letter is being written …")
        if self.isVisible():
            self._timer.start()

    def _make(self) -> None:
        case, review = self._session.case, self._session.review
        if case is None or review is None:
            return
        self._outdated = False
        kind, paper = str(self.kind.currentData()), str(self.paper.currentData())
        self._worker.make(Order(kind, case, review, self._session.guideline, self._session.today(), paper))

    def _show(self, made: Made) -> None:
        self.made = made
        case = made.order.case
        self.gaps.show_letter(case, made.document, made.gaps)
        self.preview.show_letter(made.pdf, made.text)
        open_ = sum(gap.waived is None for gap in made.gaps)
        total = len(made.gaps) + len(sections(made.document))
        look = theme.STATUS_LOOKS["urgent" if open_ else "met"]
        words = f"ready {total - open_} of {total}"
        self.readiness.show_status(theme.StatusLook(look.shape, words, look.colour))
        self.readiness.setToolTip(
            "Sections that are written and gaps that were waived, of all sections and gaps."
        )
        payer = case.coverage.payer or "no plan entered"
        self.addressed.setText(f"to {payer} · {made.document.criteria}")
        self.save_button.setText("Save PDF as draft…" if made.document.draft else "Save PDF…")
        self.save_button.setEnabled(True)
        if made.uncovered:
            self._say(
                f"No font of this computer prints {' '.join(made.uncovered)}; the letter shows their code instead. "
                "Install a font that holds them, or write them otherwise.",
                wrong=True,
            )
        elif open_:
            self._say(f"DRAFT: {open_} {'gap is' if open_ == 1 else 'gaps are'} open.")
        else:
            self._say("Nothing is missing.")

    def _show_again(self) -> None:
        if self.made is not None:
            self._show(self.made)

    def _fail(self, sentence: str) -> None:
        self._say(sentence, wrong=True)

    def _saved(self, path: Path) -> None:
        self._session.told.emit(f"The letter was saved as {path}.")

    def _say(self, sentence: str, wrong: bool = False) -> None:
        self.status.setText(sentence)
        theme.style(self.status, role="error" if wrong else "muted")

    def _waive(self, waiver: Waiver) -> None:
        case = self._session.case
        if case is None:
            return
        others = tuple(other for other in case.waivers if other.gap != waiver.gap)
        self._session.change(
            "Waive a gap of the letter", case.model_copy(update={"waivers": (*others, waiver)})
        )

    def _unwaive(self, key: str) -> None:
        case = self._session.case
        if case is None:
            return
        others = tuple(other for other in case.waivers if other.gap != key)
        self._session.change("Take a waiver back", case.model_copy(update={"waivers": others}))

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        for widget in (self.kind, self.paper):
            self._head.addWidget(widget)
        self._head.addWidget(self.addressed, 1)
        self._head.addWidget(self.readiness)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        named(self._area, "What the letter holds and lacks")
        holder = QWidget()
        theme.style(holder, role="page")
        self._holder_column = QVBoxLayout(holder)
        self._holder_column.addWidget(self.gaps)
        self._area.setWidget(holder)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self._area)
        self._split.addWidget(self.preview)
        self._split.setStretchFactor(1, 1)
        self._split.setChildrenCollapsible(False)
        self._foot = QWidget()
        self._foot_row = QHBoxLayout(self._foot)
        self._foot_row.addWidget(self.status, 1)
        self._foot_row.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignRight)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addWidget(self._split, 1)
        self._column.addWidget(self._foot)
        self._column.addWidget(self._empty)
        self.setFocusProxy(self.kind)
        self._restyle()

    def _restyle(self) -> None:
        self._look = theme.look()
        px = self._look.px
        self._head.setContentsMargins(px(16), px(8), px(16), px(8))
        self._head.setSpacing(px(8))
        self._holder_column.setContentsMargins(px(16), px(8), px(16), px(16))
        self._foot_row.setContentsMargins(px(16), px(8), px(16), px(16))
        self._split.setSizes([px(_LIST_WIDTH), px(_LIST_WIDTH * 2)])
        self.preview.restyle()


def kind_name(kind: str) -> str:
    """Return a kind of letter as it is shown."""
    return kind.replace("-", " ").capitalize()


def _chooser(object_name: str, name: str, choices: list[tuple[str, str]]) -> QuietCombo:
    combo = QuietCombo()
    combo.setObjectName(object_name)
    named(combo, name)
    named(combo.view(), name)
    for data, words in choices:
        combo.addItem(words, data)
    combo.setMinimumContentsLength(max(len(words) for _, words in choices))
    combo.setMinimumWidth(120)  # it may be narrower than its longest choice where the window is
    return combo


def _empty(session: Session) -> QWidget:
    """Say what a letter needs, with the way there."""
    holder = QWidget()
    lines = QVBoxLayout(holder)
    px = theme.look().px
    lines.setContentsMargins(px(16), px(16), px(16), px(16))
    lines.addWidget(prose("A letter needs an open case with a review.", "heading"))
    button = quiet_button("Go to the record", "Go to the record", lambda: session.goto("case"))
    lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    lines.addStretch(1)
    return holder
