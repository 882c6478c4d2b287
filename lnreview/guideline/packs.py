"""Payer packs: a plan's policy for a drug as data, in paraphrase, with how far each part was verified.

A pack is an example or a user's own file; it is never the plan's text. Its criteria are a tree of named questions to
the record.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from lnreview.guideline.parts import Part, VerificationStatus


class PayerPack(Part):
    """A plan's policy for one drug."""

    id: str
    """Short name, unique among all packs."""
    version: str
    """Version of the pack; an edit raises it."""
    title: str
    """What it is, in a line."""
    example: bool = False
    """Whether it travels with the program: it has to be verified against the plan's current policy."""
    payer: str = ""
    """Plan, or the plan whose policy it is modelled on."""
    line_of_business: str = ""
    """Commercial, Medicare Advantage, Medicaid …"""
    benefit: Literal["medical", "pharmacy", "unknown"] = "unknown"
    """Benefit under which the drug is covered."""
    policy_number: str = ""
    """Number or name of the policy."""
    effective_from: date | None = None
    """First day on which the policy holds; left out where the source prints none."""
    effective_to: date | None = None
    """Last day."""
    read_on: date | None = None
    """When the policy was read."""
    source: str
    """Where it was read, in words."""
    status: VerificationStatus
    """How far it may be trusted."""
