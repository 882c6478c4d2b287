"""Saved signers and the logo of the clinic, above the fields of the signer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lnreview.desktop import stationery, theme
from lnreview.desktop.accessibility import named
from lnreview.desktop.forms.inputs import QuietCombo
from lnreview.desktop.language import noop, tr
from lnreview.desktop.session import Session
from lnreview.desktop.widgets.prose import muted, quiet_button
from lnreview.errors import UserError

PICTURES = noop("Pictures (*.png *.jpg *.jpeg)")
_CHOOSE = noop("choose a saved signer…")
_LOGO_HEIGHT = 40


class SignerTools(QWidget):
    """Chooses a signer that was kept, keeps the present one, and sets the logo of the letterhead."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._showing = False
        self._picture = ""
        self.signer = QuietCombo()
        self.signer.setObjectName("signerChoice")
        self.signer.setMinimumContentsLength(len(tr(_CHOOSE)))
        named(self.signer, tr("Saved signer"), tr("Choosing one fills the fields below."))
        named(self.signer.view(), tr("Saved signers"))
        self.keep_button = quiet_button(
            tr("Keep this signer"), tr("Keep this signer for other cases"), self._keep
        )
        self.keep_button.setObjectName("signerKeep")
        self.logo = QLabel()
        self.logo.setObjectName("logoPicture")
        self.about = muted("")
        self.about.setObjectName("logoAbout")
        self.about.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.logo_button = quiet_button(
            tr("Choose logo…"), tr("Choose the logo of the letterhead"), self._choose_logo
        )
        self.logo_button.setObjectName("logoChoose")
        self.drop_button = quiet_button(
            tr("No logo"), tr("Take the logo off the letterhead"), self._drop_logo
        )
        self.drop_button.setObjectName("logoDrop")
        self._rows = QHBoxLayout(), QHBoxLayout()
        self._rows[0].addWidget(self.signer, 1)
        self._rows[0].addWidget(self.keep_button)
        self._rows[1].addWidget(self.logo)
        self._rows[1].addWidget(self.about, 1)
        self._rows[1].addWidget(self.logo_button)
        self._rows[1].addWidget(self.drop_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for row in self._rows:
            self._column.addLayout(row)
        self.signer.currentIndexChanged.connect(lambda _: self._choose())
        session.case_changed.connect(self.refresh)
        session.library.changed.connect(
            lambda kind: self.refresh() if kind in ("signer", "letterhead") else None
        )
        self.restyle()
        self.refresh()

    def restyle(self) -> None:
        """Take the lengths of the appearance in use."""
        px = theme.look().px
        self.setMaximumWidth(px(theme.FORM_WIDTH))
        self._column.setSpacing(px(4))
        for row in self._rows:
            row.setSpacing(px(8))

    def refresh(self) -> None:
        """Offer the signers that are kept, and show the logo of the clinic."""
        case = self._session.case
        if case is None:
            return
        present = stationery.signer(case.clinician)
        kept = self._session.library.kept("signer")
        same = [number for number, item in enumerate(kept, start=1) if item.body == present]
        self._showing = True
        self.signer.clear()
        self.signer.addItem(tr(_CHOOSE), None)
        for item in kept:
            self.signer.addItem(item.name, item.body)
        self.signer.setCurrentIndex(same[0] if same else 0)
        self._showing = False
        self.signer.setEnabled(bool(kept))
        self.keep_button.setEnabled(bool(case.clinician.name.strip()) and not same)
        self._show_logo(case.clinician.organisation.strip())

    def _show_logo(self, clinic: str) -> None:
        sha256 = str(stationery.letterhead(self._session).get("logo", ""))
        self.logo_button.setEnabled(bool(clinic))
        self.drop_button.setEnabled(bool(sha256))
        self.logo.setVisible(bool(sha256))
        if not clinic:
            self.about.setText(tr("A logo belongs to an organisation: enter it below."))
        else:
            self.about.setText(
                tr("Logo of {clinic}").format(clinic=clinic)
                if sha256
                else tr("No logo for {clinic}").format(clinic=clinic)
            )
        if not sha256 or sha256 == self._picture:
            self._picture = sha256
            return
        picture = QPixmap()
        try:
            picture.loadFromData(self._session.store.file(sha256))
        except UserError as error:
            self._session.failed.emit(str(error))
            return
        self._picture = sha256
        height = theme.look().px(_LOGO_HEIGHT)
        self.logo.setPixmap(picture.scaledToHeight(height, Qt.TransformationMode.SmoothTransformation))

    def _choose(self) -> None:
        case, body = self._session.case, self.signer.currentData()
        if self._showing or case is None or body is None:
            return
        self._session.change(tr("Choose the signer"), stationery.with_signer(case, body))

    def _keep(self) -> None:
        case = self._session.case
        if case is None or not self._session.settle():
            return
        clinician = case.clinician
        name = ", ".join(part for part in (clinician.name.strip(), clinician.credentials.strip()) if part)
        self._session.library.keep("signer", name, stationery.signer(clinician))

    def _choose_logo(self) -> None:
        self._session.ask.open_file(
            self, tr("Choose the logo of the letterhead"), tr(PICTURES), self._take_logo
        )

    def _take_logo(self, path: Path) -> None:
        case = self._session.case
        if case is not None:
            clinic = case.clinician.organisation
            self._session.attach(path, lambda sha256: self._keep_logo(clinic, sha256))

    def _keep_logo(self, clinic: str, sha256: str) -> None:
        from lnreview.letters.logo import logo

        try:
            logo(self._session.store.file(sha256))  # a picture that no letter can show is refused here
        except UserError as error:
            self._session.failed.emit(str(error))
            return
        stationery.keep_logo(self._session, clinic, sha256)

    def _drop_logo(self) -> None:
        case = self._session.case
        if case is not None:
            stationery.keep_logo(self._session, case.clinician.organisation, "")
