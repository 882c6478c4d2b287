"""What letters use again, as the record takes it over: recipients, signers, letterheads with their logo.

A letter refers to none of these: choosing one copies its words into the case.
"""

from __future__ import annotations

from typing import Any

from lnreview.case.model import Case
from lnreview.case.paperwork import Clinician, Coverage
from lnreview.desktop.session import Session
from lnreview.errors import UserError

_RECIPIENT = ("payer", "attention", "address", "phone", "fax")
_OF_THE_CASE = ("treating_since", "last_seen")
"""Fields of a signer that belong to one patient and are not kept for others."""


def recipient(coverage: Coverage) -> dict[str, Any]:
    """Return who a letter goes to, without anything of the patient."""
    return {name: getattr(coverage, name) for name in _RECIPIENT}


def with_recipient(case: Case, body: dict[str, Any]) -> Case:
    """Return the case with another addressee; what belongs to the member stays."""
    words = {name: body.get(name, "") for name in _RECIPIENT}
    return case.model_copy(update={"coverage": case.coverage.model_copy(update=words)})


def signer(clinician: Clinician) -> dict[str, Any]:
    """Return who signs, without anything of the patient; what is empty is left out."""
    return {
        name: value
        for name, value in clinician.model_dump(mode="json", exclude_defaults=True).items()
        if name not in _OF_THE_CASE
    }


def with_signer(case: Case, body: dict[str, Any]) -> Case:
    """Return the case with another signer; what is known of this patient's visits goes, because it was another's."""
    return case.model_copy(update={"clinician": Clinician.model_validate(body)})


def letterhead(session: Session) -> dict[str, Any]:
    """Return the letterhead that is kept for the clinic of the open case; empty where there is none."""
    case = session.case
    clinic = case.clinician.organisation.strip() if case is not None else ""
    kept = session.library.kept("letterhead") if clinic else ()
    return next((item.body for item in kept if item.name == clinic), {})


def logo(session: Session) -> bytes:
    """Return the picture of the clinic's letterhead; none where it cannot be read, which is said."""
    sha256 = letterhead(session).get("logo", "")
    try:
        return session.store.file(sha256) if sha256 else b""
    except UserError as error:
        session.failed.emit(str(error))
        return b""


def keep_logo(session: Session, clinic: str, sha256: str) -> bool:
    """Keep a picture, or none, as the logo of a clinic; return whether that worked."""
    address = session.case.clinician.address if session.case is not None else ""
    return session.library.keep(
        "letterhead", clinic.strip(), {"organisation": clinic.strip(), "address": address, "logo": sha256}
    )
