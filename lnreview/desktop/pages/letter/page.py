"""The letter page: which document, what it lacks and prints, and the true PDF as it stands now.

The PDF is made by a worker a moment after the last change; nothing here blocks the window. A document with an open gap
can be saved as a draft, which says so on every page; it cannot be issued. What is issued is the PDF that is shown.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from lnreview.case.records import Waiver
from lnreview.desktop import stationery, theme
from lnreview.desktop.actions import WHY_NOT, page_action
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages import PAGES
from lnreview.desktop.pages.letter import choices
from lnreview.desktop.pages.letter.foot import LetterFoot, nothing_open
from lnreview.desktop.pages.letter.head import LetterHead
from lnreview.desktop.pages.letter.preview import Preview
from lnreview.desktop.pages.letter.readiness import sections
from lnreview.desktop.pages.letter.side import TABS, LetterSide
from lnreview.desktop.pages.letter.work import LetterWorker, Made, Order, Saving
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.parts import Part, focusing, go_on
from lnreview.errors import UserError
from lnreview.letters import write
from lnreview.review.policy import written

_PAUSE = 250
"""Milliseconds without a change after which a letter is made."""
_SIDE_WIDTH, _PREVIEW_WIDTH = 624, 568
_LEAST_HEIGHT = 72
_BESIDE = 920
"""Narrowest page, in px at 100 %, on which the PDF stands beside the parts; on a narrower one, in their place."""
PDF_FILES = noop("PDF files (*.pdf)")


class LetterPage(QWidget):
    """Writes, saves and issues the documents of the open case."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look: theme.Look | None = None
        self._outdated = True
        self.made: Made | None = None
        """The letter that was made last."""
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
        self.head = LetterHead(session)
        self.kind, self.paper = self.head.kind, self.head.paper
        self.side = LetterSide(session)
        self.preview = Preview()
        self._foot = LetterFoot(self._turn, self._begin_saving, self._begin_issuing)
        self.save_button, self.issue_button = self._foot.save_button, self._foot.issue_button
        self.turn_button = self._foot.turn_button
        self._wants_pdf = False
        self._empty = nothing_open(session)
        self._connect()
        self._add_actions()
        self._lay_out()
        self._soon()

    def show_place(self, place: str) -> None:
        """Show a kind of document by its name, or a part of the page (`contents`, `record`, …, `contents/KEY`)."""
        index = self.kind.findData(place)
        if index >= 0:
            self.kind.setCurrentIndex(index)
        else:
            self._show_pdf(False)
            self.side.show_place(place)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the letter when the page comes into view after a change."""
        super().showEvent(event)
        if self._outdated:
            self._soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the PDF beside the parts where there is room, else in their place."""
        self._make_room(event.size().width())
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the list anew after another text size or appearance."""
        super().changeEvent(event)
        changed = event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange)
        if changed and self._look is not None and self._look != theme.look():
            self._restyle()
            QTimer.singleShot(0, self, self._show_again)

    # Making it

    def _soon(self) -> None:
        """Make the letter anew after a moment without another change, once somebody can see it."""
        self._outdated = True
        ready = self._session.case is not None and self._session.review is not None
        for widget in (self.head, self._split, self._foot):
            widget.setVisible(ready)
        self._empty.setVisible(not ready)
        self._worker.forget()
        if not ready:
            self._begin()
            self._timer.stop()
            return
        self._foot.wait()
        self._enable_actions()
        self.side.issue.follow(None)
        if self.isVisible():
            self._timer.start()

    def _begin(self) -> None:
        """Show nothing of the case before; what is done here would be done to the new one."""
        self.made = None
        self.side.show_letter(None)
        self.preview.show_nothing()

    def _make(self) -> None:
        case, review = self._session.case, self._session.review
        if case is None or review is None:
            return
        self._outdated = False
        kind, paper = str(self.kind.currentData()), str(self.paper.currentData())
        guideline, dated, logo = self._session.guideline, self.head.dated, stationery.logo(self._session)
        self._worker.make(Order(kind, case, review, guideline, dated, paper, logo))

    def _show(self, made: Made) -> None:
        self.made = made
        document, open_ = made.document, len(made.open_gaps)
        total = len(document.gaps) + len(sections(document))
        self.head.show_letter(made, total - open_, total)
        self.side.show_letter(made)
        self.preview.show_letter(made.pdf, made.text)
        self._foot.show_letter(made)
        self._enable_actions()

    def _show_again(self) -> None:
        if self.made is not None and not self._outdated:
            self._show(self.made)

    def _fail(self, sentence: str) -> None:
        self._foot.say(sentence, wrong=True)

    # Saving and issuing it

    def _begin_saving(self) -> None:
        if self.made is not None:
            self._show_pdf(False)
            self.side.save.begin(self.made.document.draft)
            self.side.show_panel(self.side.save)

    def _save(self, how: Saving, patient: bool) -> None:
        if self.made is None:
            return
        from lnreview.letters import (
            protection,  # late: it brings the maker of PDFs, which the page can do without
        )

        order = self.made.order
        try:
            if how.password:
                protection.checked(how.password, self.made.text)
        except UserError as error:
            self.side.save.complain(str(error))
            return
        self._session.ask.save_file(
            self,
            tr("Save the document as PDF"),
            write.file_name(self.made.document, patient),
            tr(PDF_FILES),
            lambda path: self._worker.save(order, path, how),
        )

    def _saved(self, path: Path) -> None:
        self.side.save.close_()
        self._session.told.emit(tr("The document was saved as {path}.").format(path=path))

    def _begin_issuing(self) -> None:
        if self.made is None:
            return
        kind = self.made.document.kind
        earlier = [row for row in self._session.issued() if row.kind == kind]
        self.preview.show_present()
        self._show_pdf(False)
        self.side.issue.begin(self.made, earlier[-1] if earlier else None)
        self.side.show_panel(self.side.issue)

    def _issue(self, by: str, reason: str) -> None:
        made = self.made
        if made is None or not self.save_button.isEnabled():
            return  # another letter is being written
        order = made.order
        policy = written.as_json(made.policy) if made.policy is not None else None
        if self._session.issue(
            made.document, made.pdf, made.text, case=order.case, review=order.review,
            by=by, reason=reason, policy=policy,
        ):  # fmt: skip
            self.side.show_place("issued")
            self._session.told.emit(
                tr("“{title}” was issued, and is kept as it is.").format(title=made.document.title)
            )

    def _amend(self, kind: str) -> None:
        """Begin a new version of an issued document, as the record stands now."""
        if self.kind.currentData() != kind:
            self.kind.setCurrentIndex(self.kind.findData(kind))
            self._session.told.emit(
                tr(
                    "The document is shown as it would be written now. Read it, mend its gaps, then issue the new version."
                )
            )
        elif self.issue_button.isEnabled():
            self._begin_issuing()
        else:
            self._foot.say(tr("A new version can be issued when no gap is open; see Readiness."), wrong=True)

    # Gaps

    def _waive(self, waiver: Waiver) -> None:
        self._change_waivers(tr("Waive a gap of the letter"), waiver.gap, waiver)

    def _unwaive(self, key: str) -> None:
        self._change_waivers(tr("Take a waiver back"), key, None)

    def _change_waivers(self, name: str, key: str, waiver: Waiver | None) -> None:
        if self._session.case is not None:
            self._session.change(name, choices.with_waiver(self._session.case, key, waiver))

    def _mend(self, place: str) -> None:
        page, _, rest = place.partition("/")
        if page == "letter":
            self.side.show_place(f"contents/{rest}")
        elif page == "criterion_notes" and any(spec.id == "decision" for spec in PAGES):
            self._session.goto("decision", rest)
        else:
            self._session.goto("case", place)

    # How it is put together

    def _connect(self) -> None:
        self.head.changed.connect(self._soon)
        self._session.case_opened.connect(lambda _: self._begin())
        self._session.review_changed.connect(self._soon)
        self._session.library.changed.connect(lambda kind: self._soon() if kind == "letterhead" else None)
        self.side.gaps.went.connect(self._mend)
        self.side.gaps.waived.connect(self._waive)
        self.side.gaps.unwaived.connect(self._unwaive)
        self.side.stored_shown.connect(self._look_at)
        self.side.compared.connect(self._compare)
        self.side.amended.connect(self._amend)
        self.side.save.wanted.connect(self._save)
        self.side.issue.wanted.connect(self._issue)

    def _add_actions(self) -> None:
        for number, (name, words) in enumerate(TABS, start=1):
            page_action(
                self,
                tr("Letter page: {part}").format(part=tr(words)),
                f"Alt+{number}",
                tr("Show this part of the letter page"),
                partial(self.side.go, name),
            )
        self._save_action = page_action(
            self,
            tr("Save as PDF…"),
            "Ctrl+S",
            tr("Save the document as it stands; while a gap is open, as a draft"),
            self.save_button.click,
        )
        self._issue_action = page_action(
            self,
            tr("Issue the document…"),
            "Ctrl+Shift+I",
            tr("Keep the document for good, as it was sent"),
            self.issue_button.click,
        )
        page_action(
            self, tr("Next part of the page"), "F6",
            tr("From the kind of document to its parts, the PDF, the buttons below, and round"), self._next_part,
        )  # fmt: skip

    def _next_part(self) -> None:
        foot = self.turn_button if self.turn_button.isVisible() else self.save_button
        parts = (
            (self.head, lambda: self.kind), (self.side, self.side.first_focus),
            (self.preview, lambda: self.preview.shown), (self._foot, lambda: foot),
        )  # fmt: skip
        go_on(self, [Part(part, focusing(target)) for part, target in parts])

    def _enable_actions(self) -> None:
        """Let the commands follow their buttons, and say why one cannot be done now."""
        self._save_action.setEnabled(self.save_button.isEnabled())
        self._issue_action.setEnabled(self.issue_button.isEnabled())
        waiting = tr("The document is being written.")
        self._save_action.setProperty(WHY_NOT, waiting)
        is_draft = self.save_button.isEnabled()
        self._issue_action.setProperty(
            WHY_NOT, tr("A gap is open: mend or waive each first.") if is_draft else waiting
        )

    def _look_at(self, pdf: bytes, text: str, words: str) -> None:
        self._show_pdf(True)
        self.preview.show_stored(pdf, text, words)

    def _compare(self, changes: str, words: str) -> None:
        self._show_pdf(True)
        self.preview.show_changes(changes, words)

    def _turn(self) -> None:
        self._show_pdf(not self._wants_pdf)
        (self.preview.view if self._wants_pdf else self.side.tabs).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_pdf(self, wanted: bool) -> None:
        """On a narrow page show the PDF, or the parts."""
        self._wants_pdf = wanted
        self._make_room(self.width())

    def _make_room(self, width: int) -> None:
        beside = width >= theme.look().px(_BESIDE)
        self.side.setVisible(beside or not self._wants_pdf)
        self.preview.setVisible(beside or self._wants_pdf)
        self.head.criteria.setVisible(beside)
        self._foot.stand(beside, self._wants_pdf)

    def _lay_out(self) -> None:
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setObjectName("letterSplit")
        self._split.addWidget(self.side)
        self._split.addWidget(self.preview)
        self._split.setStretchFactor(1, 1)
        self._split.setChildrenCollapsible(False)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addWidget(self._split, 1)
        self._column.addWidget(self._foot)
        self._column.addWidget(self._empty)
        self.setFocusProxy(self.kind)
        self._restyle()

    def _restyle(self) -> None:
        self._look = theme.look()
        px = self._look.px
        for part in (self.side, self.preview, self._foot):
            part.setMinimumHeight(px(_LEAST_HEIGHT))  # a wrapped line must not make the window higher
        self._split.setSizes([px(_SIDE_WIDTH), px(_PREVIEW_WIDTH)])
        self._make_room(self.width())
        self._foot.restyle()
        self.head.restyle()
        self.side.restyle()
        self.preview.restyle()
