"""Payer packs: a plan's policy for a drug as data, in paraphrase, with how far each part was verified.

A pack is an example or a user's own file; it is never the plan's text. Its criteria are a tree of named questions to
the record. The packs that travel with the program lie in the guideline's folder; the user's own lie in a folder of
theirs, where a faulty one is named and the others work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from lnreview.case.dates import ChartDate
from lnreview.errors import Problem
from lnreview.guideline.parts import Part, VerificationStatus
from lnreview.guideline.trees import PackCriterion

if TYPE_CHECKING:
    from lnreview.guideline.model import Guideline

FOLDER = Path("payer") / "packs"
"""Where the packs lie in the guideline's folder."""


class PackChange(Part):
    """A line of the change log: who changed what, when and why."""

    on: ChartDate
    """When."""
    who: str
    """Who."""
    why: str
    """What was changed, and why."""
    version: str = ""
    """Version of the pack that it made."""


class PayerPack(Part):
    """A plan's policy for one drug."""

    id: str = Field(min_length=1, max_length=64)
    """Short name, unique among all packs."""
    version: str
    """Version of the pack; an edit raises it."""
    title: str
    """What it is, in a line."""
    example: bool = False
    """Whether it travels with the program: it has to be verified against the plan's current policy."""
    template: bool = False
    """Whether it is a template to copy from; it is never proposed for a request."""
    payer: str = ""
    """Plan, or the plan whose policy it is modelled on."""
    line_of_business: str = ""
    """Commercial, Medicare Advantage, Medicaid …"""
    benefit: Literal["medical", "pharmacy", "unknown"] = "unknown"
    """Benefit under which the drug is covered."""
    policy_number: str = ""
    """Number or name of the policy."""
    effective_from: ChartDate | None = None
    """First day on which the policy holds, or its month or year; left out where the source prints none."""
    effective_to: ChartDate | None = None
    """Last day."""
    read_on: ChartDate | None = None
    """When the policy was read; a month where no day was kept."""
    source: str = Field(min_length=1)
    """Where it was read, in words."""
    source_url: str = ""
    """Address of the page, as text; nothing is fetched."""
    status: VerificationStatus
    """How far it may be trusted; holds for every criterion that does not say otherwise."""
    drugs: tuple[str, ...] = Field(min_length=1)
    """Drugs that it is for, by a name that drugs.toml or a therapy knows."""
    route: str = ""
    """Route, in words."""
    indication: str = ""
    """Indication, in words."""
    duration_initial: str = ""
    """Length of the first authorization, in words."""
    duration_renewal: str = ""
    """Length of a renewal, in words."""
    dose_limits: str = ""
    """Limits of the dose, in words."""
    quantity_limits: str = ""
    """Limits of the quantity, in words."""
    exclusions: tuple[str, ...] = ()
    """What rules a request out, in words; what can be asked stands among the criteria as well."""
    required_documents: tuple[str, ...] = ()
    """Documents that the plan asks for, in words."""
    diagnosis_codes: tuple[str, ...] = ()
    """ICD-10-CM codes that the policy lists."""
    billing_codes: tuple[str, ...] = ()
    """HCPCS codes and NDC that the policy lists."""
    notes: tuple[str, ...] = ()
    """What a reader has to know, also what of the policy was not read."""
    label_change_date: ChartDate | None = None
    """When the label of the drug last changed for this indication."""
    change_log: tuple[PackChange, ...] = ()
    """Changes of the pack, the latest last."""
    reviewed_by: str = ""
    """Who compared the pack with the plan's policy."""
    reviewed_on: ChartDate | None = None
    """When."""
    approval: str = ""
    """Who approved its use, and under which number."""
    initial: str
    """Id of the criterion that a first request has to meet."""
    continuation: str = ""
    """Id of the criterion that a continuation has to meet; empty: the pack has none of its own."""
    criteria: dict[str, PackCriterion] = Field(default={}, repr=False)
    """Criteria by id, in the order of the file."""

    @property
    def policy_predates_label_change(self) -> bool:
        """Whether the policy is older than the last change of the drug's label; false where a date is not known."""
        if self.effective_from is None or self.label_change_date is None:
            return False
        return self.effective_from.on().latest < self.label_change_date.on().earliest

    def tree(self, root: str) -> Iterator[PackCriterion]:
        """Yield a criterion and all below it, each as often as it is read."""
        item = self.criteria[root]
        yield item
        for below in item.below:
            yield from self.tree(below)


@dataclass(frozen=True)
class Packs:
    """The packs that can be used, and what is wrong with the others."""

    packs: dict[str, PayerPack]
    """By id: those that travel with the program, then the user's own."""
    problems: tuple[Problem, ...] = ()
    """What keeps files from being used, each with its place and its remedy."""
    own: frozenset[str] = frozenset()
    """Ids of the user's own packs."""
    faulty: tuple[str, ...] = ()
    """Names of the files that cannot be used."""


def packs(guideline: Guideline) -> Packs:
    """Return all payer packs of a guideline and of the user's own folder; kept in memory until a file changes.

    Reads no other file and raises nothing for a faulty one: it is named in `problems`, and the others can be used.
    """
    shipped = guideline.folder / FOLDER if guideline.folder else None
    return _read(guideline.folder, guideline.own_packs, _stamps(shipped), _stamps(guideline.own_packs))


Stamps = tuple[tuple[str, int, int], ...]


def _stamps(folder: Path | None) -> Stamps:
    """Return name, time and size of the files of a folder; of one that is missing or cannot be read, none."""
    if folder is None or not folder.is_dir():
        return ()
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            stat = path.stat()
        except OSError:
            found.append((str(path), 0, 0))  # a link to nothing: reading it says so
        else:
            found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


@lru_cache(maxsize=8)
def _read(folder: Path | None, own: Path | None, shipped: Stamps, added: Stamps) -> Packs:
    from lnreview.guideline.load import load
    from lnreview.guideline.pack_files import read_packs

    guideline = load(folder)
    found: dict[str, PayerPack] = {}
    problems: list[Problem] = []
    faulty: list[str] = []
    mine: set[str] = set()
    if folder is not None and shipped:
        first = read_packs(folder / FOLDER, guideline, shipped=True)
        found |= first.packs
        problems += first.problems
        faulty += first.faulty
    if own is not None and added:
        second = read_packs(own, guideline, taken=found)
        found |= second.packs
        mine |= second.packs.keys()
        problems += second.problems
        faulty += second.faulty
    return Packs(found, tuple(problems), frozenset(mine), tuple(faulty))
