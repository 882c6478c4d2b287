"""The payer pack by which a request is held against the plan's policy: those for the requested drug first."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QLabel

from lnreview.case.model import Case
from lnreview.desktop import theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import QuietCombo
from lnreview.desktop.pages.walk_parts import prose
from lnreview.desktop.session import Session
from lnreview.guideline.packs import Packs, PayerPack, packs
from lnreview.review.policy.against import suited

NONE = "no payer pack"


class PackChoice(QuietCombo):
    """Chooses the pack of the open case; a file that cannot be used is named with what is wrong in it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._showing = False
        self.setObjectName("letterPack")
        named(
            self,
            "Payer pack",
            "The plan’s policy as data; an example has to be verified against the current policy.",
        )
        named(self.view(), "Payer packs")
        self.setMinimumContentsLength(len(NONE))
        self.setMinimumWidth(120)
        self.faults: QLabel = prose("", "error", theme.SMALL_POINTS)
        """Which files cannot be used, and why."""
        self.faults.setObjectName("packFaults")
        self.faults.hide()
        self.currentIndexChanged.connect(lambda _: self._choose())

    def offer(self) -> None:
        """Offer the packs that can be used, and say what keeps the others from it."""
        case = self._session.case
        if case is None:
            return
        found = packs(self._session.guideline)
        self._showing = True
        self.clear()
        self.addItem(NONE, "")
        for pack in ordered(case, self._session):
            own = pack.id in found.own
            kind = " · your own" if own else " · example" if pack.example else ""
            self.addItem(f"{pack.id}{kind} · {pack.title}", pack.id)
            self.setItemData(self.count() - 1, pack.title, Qt.ItemDataRole.ToolTipRole)
        for name in found.faulty:
            self.addItem(f"✕ {name} cannot be used", None)
            model = cast(QStandardItemModel, self.model())
            model.item(self.count() - 1).setEnabled(False)
        chosen = case.coverage.pack
        if self.findData(chosen) < 0:
            self.addItem(f"{chosen}: not found", chosen)
        self.setCurrentIndex(self.findData(chosen))
        self.setToolTip(self.currentText())
        self._showing = False
        self.faults.setText(_faults(found))
        self.faults.setVisible(bool(found.faulty) and self.faults.parentWidget() is not None)

    def _choose(self) -> None:
        case, pack = self._session.case, self.currentData()
        if self._showing or case is None or pack is None or pack == case.coverage.pack:
            return
        coverage = case.coverage.model_copy(update={"pack": pack})
        self._session.change("Choose the payer pack", case.model_copy(update={"coverage": coverage}))


def ordered(case: Case, session: Session) -> tuple[PayerPack, ...]:
    """Return the packs for the drug that is asked for, then the user's own, then the others."""
    found = packs(session.guideline)
    first = suited(case, session.guideline)
    rest = [pack for pack in found.packs.values() if pack not in first and not pack.template]
    return (*first, *sorted(rest, key=lambda pack: pack.id not in found.own))


def _faults(found: Packs) -> str:
    """Return which files cannot be used and the first thing that is wrong."""
    if not found.faulty:
        return ""
    told = f"Payer packs that cannot be used: {', '.join(found.faulty)}."
    if found.problems:
        more = len(found.problems) - 1
        told += f" {found.problems[0]}."
        told += f" {more} more: “lnreview check” on the file names them." if more else ""
    return told
