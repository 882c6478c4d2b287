"""The payer pack by which a request is held against the plan's policy: those for the requested drug first."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel

from lnreview.case.model import Case
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import QuietCombo
from lnreview.desktop.language import noop, tr
from lnreview.desktop.session import Session
from lnreview.guideline.packs import Packs, PayerPack, packs
from lnreview.review.policy.against import suited

NONE = noop("no payer pack")


class PackChoice(QuietCombo):
    """Chooses the pack of the open case; a file that cannot be used is named, and its faults are in `faults`."""

    def __init__(self, session: Session, object_name: str) -> None:
        super().__init__()
        self._session = session
        self._showing = False
        self.faults = ""
        """Which files cannot be used, and why; empty where all can."""
        self.setObjectName(object_name)
        named(
            self,
            tr("Payer pack"),
            tr("The plan’s policy as data; an example has to be verified against the current policy."),
        )
        named(self.view(), tr("Payer packs"))
        self.setMinimumContentsLength(len(tr(NONE)))
        self.setMinimumWidth(120)
        self.currentIndexChanged.connect(lambda _: self._choose())

    def offer(self) -> None:
        """Offer the packs that can be used, and note what keeps the others from it."""
        case = self._session.case
        if case is None:
            return
        found = packs(self._session.guideline)
        self._showing = True
        self.clear()
        self.addItem(tr(NONE), "")
        for pack in ordered(case, self._session, found):
            kind = tr(" · your own") if pack.id in found.own else tr(" · example") if pack.example else ""
            self.addItem(f"{pack.id}{kind} · {pack.title}", pack.id)
            self.setItemData(self.count() - 1, pack.title, Qt.ItemDataRole.ToolTipRole)
        for name in found.faulty:
            self.addItem(tr("✕ {name} cannot be used").format(name=name), None)
            model = cast(QStandardItemModel, self.model())
            model.item(self.count() - 1).setEnabled(False)
        chosen = case.coverage.pack
        if self.findData(chosen) < 0:
            self.addItem(tr("{chosen}: not found").format(chosen=chosen), chosen)
        self.setCurrentIndex(self.findData(chosen))
        self.setToolTip(self.currentText())
        self._showing = False
        self.faults = told(found)

    def _choose(self) -> None:
        case, pack = self._session.case, self.currentData()
        if self._showing or case is None or pack is None or pack == case.coverage.pack:
            return
        coverage = case.coverage.model_copy(update={"pack": pack})
        if not self._session.change(
            tr("Choose the payer pack"), case.model_copy(update={"coverage": coverage})
        ):
            self.offer()


def told(found: Packs) -> str:
    """Return which files cannot be used, with the first fault; empty where all can."""
    if not found.faulty:
        return ""
    more = len(found.problems) - 1
    rest = tr(" {more} more; run lnreview check on the file.").format(more=more) if more > 0 else ""
    first = f" {found.problems[0]}." if found.problems else ""
    return tr("{faulty} cannot be used.{first}{rest}").format(
        faulty=", ".join(found.faulty), first=first, rest=rest
    )


def ordered(case: Case, session: Session, found: Packs) -> tuple[PayerPack, ...]:
    """Return the packs for the drug that is asked for, then the user's own, then the others."""
    first = suited(case, session.guideline)
    rest = [pack for pack in found.packs.values() if pack not in first and not pack.template]
    return (*first, *sorted(rest, key=lambda pack: pack.id not in found.own))
