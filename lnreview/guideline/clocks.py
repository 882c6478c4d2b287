"""Clocks: how long a plan has for a decision, by regime, with what is final and what is only proposed.

The table is data (`payer/clocks.toml` of the pack) and is read when it is first asked for. What no text said is left
out there and stays unknown here; a row never guesses when it starts or whether it stands still.
"""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from lnreview.errors import InputProblems, Problem
from lnreview.guideline.load import Reading
from lnreview.guideline.parts import Part, VerificationStatus

if TYPE_CHECKING:
    from lnreview.guideline.model import Guideline

FILE = "payer/clocks.toml"
"""The file inside the pack."""

Unit = Literal["hours", "calendar-days", "business-days", "months"]
"""Unit of a length; business days are Monday to Friday, because no calendar of holidays is kept."""

RequestKind = Literal["pre-service", "concurrent", "post-service", "appeal", "external", "any"]
"""What is decided within the time."""


class Extension(Part):
    """By how much a clock may be extended."""

    length: int = Field(gt=0)
    """How much longer, in the unit of the clock."""
    times: int = Field(default=1, ge=1)
    """How often."""
    notice: bool
    """Whether the extension has to be told."""
    status: VerificationStatus
    """How far it may be trusted."""


class InformationRule(Part):
    """What holds when a request is incomplete and information is asked for."""

    ask_within: int | None = Field(default=None, gt=0)
    """Time from receipt within which the information is asked for."""
    give_at_least: int | None = Field(default=None, gt=0)
    """Shortest time that is given for the answer."""
    decide_within: int | None = Field(default=None, gt=0)
    """Time for the decision from the answer or, without one, from the end of the time given for it."""
    unit: Unit
    """Unit of the three."""
    status: VerificationStatus
    """How far it may be trusted."""
    note: str = ""
    """What else is to be known."""


class Clock(Part):
    """One length of one regime."""

    id: str
    """Short name of the row, unique."""
    regime: str
    """Id of the regime, as a determination names it."""
    name: str
    """Name of the regime, as shown."""
    request: RequestKind
    """What is decided."""
    of: Literal["pre-service", "concurrent", "post-service", ""] = ""
    """Of an appeal: the kind of request that was denied."""
    urgency: Literal["standard", "expedited", "any"]
    """How soon it has to be decided."""
    when: str = ""
    """A further condition, in words."""
    drugs: Literal["included", "excluded", "unknown"] = "unknown"
    """Whether a request for a drug falls under it."""
    starts: str = ""
    """Event from which it runs, where the source says so; empty: not read, and the day of receipt is taken."""
    after_hours: Literal["as-received", "next-business-day", ""] = ""
    """When it starts for what arrives after the office closed; empty: not known."""
    length: int = Field(gt=0)
    """Time for the decision."""
    unit: Unit
    """Unit of the length."""
    extension: Extension | None = None
    """By how much it may be extended; left out: no extension was read."""
    pause: Literal["stands-still", "runs-on", ""] = ""
    """What it does while information is awaited; empty: not known."""
    information: InformationRule | None = None
    """What holds for an incomplete request."""
    notice: str = ""
    """What the notice of the decision has to do, in words."""
    lapse: str = ""
    """What happens when the plan is late, in words."""
    levels_of_two: int | None = Field(default=None, gt=0)
    """Of an appeal: time for each level where there are two."""
    file_within: int | None = Field(default=None, gt=0)
    """Of an appeal: time within which it is filed."""
    file_unit: Unit | None = None
    """Unit of that time."""
    file_status: VerificationStatus | None = None
    """How far that time may be trusted, where this differs from the row."""
    stage: Literal["final", "proposed"] = "final"
    """A proposed rule is shown and decides nothing."""
    effective_from: date | None = None
    """First day of receipt for which it holds."""
    effective_to: date | None = None
    """Last day."""
    source: str
    """Where it stands, in words."""
    locator: str
    """Where in the source."""
    status: VerificationStatus
    """How far it may be trusted."""
    note: str = ""
    """What else is to be known."""

    @field_validator("regime", "name", "source", "locator")
    @classmethod
    def _said(cls, value: str, info: ValidationInfo) -> str:
        if not value.strip():
            raise ValueError(f"{info.field_name} is empty")
        return value

    @model_validator(mode="after")
    def _whole(self) -> Clock:
        if (self.file_within is None) != (self.file_unit is None):
            raise ValueError("file_within and file_unit belong together; give both or neither")
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValueError("effective_to lies before effective_from")
        if self.unit == "months":
            raise ValueError("a decision is timed in hours, calendar-days or business-days, not in months")
        if self.of and self.request != "appeal":
            raise ValueError("“of” belongs to an appeal only")
        return self

    def holds_on(self, day: date | None) -> bool:
        """Say whether it holds for what was received on a day; on an unknown day, and as a proposal, it is shown."""
        if day is None or self.stage == "proposed":
            return True
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )


class Office(Part):
    """When the office that receives requests is open."""

    opens: time
    """Opening."""
    closes: time
    """Close of business."""
    source: str
    """Id of the source."""
    locator: str
    """Where in the source."""
    status: VerificationStatus
    """How far it may be trusted."""


class Audit(Part):
    """How many files an audit of changed dates draws: a share of all files, but not more than a number."""

    share: Decimal = Field(gt=0, le=100)
    """Share in %."""
    most: int = Field(gt=0)
    """Largest number."""
    source: str
    """Where it stands, in words."""
    locator: str
    """Where in the source."""
    status: VerificationStatus
    """How far it may be trusted."""


class _Head(Part):
    """Everything of the file but its rows."""

    read_on: date | None = None
    office: Office | None = None
    audit: Audit | None = None


class Clocks(Part):
    """The whole table."""

    rows: tuple[Clock, ...] = ()
    """The rows in the order of the file."""
    read_on: date | None = None
    """Until when the sources were read."""
    office: Office | None = None
    """Hours of the office; without them nothing is known to have come after close of business."""
    audit: Audit | None = None
    """Size of an audit sample."""

    def regimes(self) -> dict[str, str]:
        """Return the names of the regimes by their ids."""
        names: dict[str, str] = {}
        for row in self.rows:
            names.setdefault(row.regime, row.name)
        return names

    def find(self, regime: str, request: str, urgency: str, received: date | None) -> tuple[Clock, ...]:
        """Return the rows of a regime that fit a request; an unknown kind or urgency fits every row of a decision.

        `received` chooses between versions of a rule; `None` where it is not documented.
        """
        return tuple(
            row
            for row in self.rows
            if row.regime == regime
            and row.request not in ("appeal", "external")
            and (request in (row.request, "unknown") or row.request == "any")
            and (urgency in (row.urgency, "unknown") or row.urgency == "any")
            and row.holds_on(received)
        )

    def appeals(self, regime: str, day: date | None) -> tuple[Clock, ...]:
        """Return the rows of a regime for an appeal or an external review that hold for a notice of that day."""
        return tuple(
            row
            for row in self.rows
            if row.regime == regime and row.request in ("appeal", "external") and row.holds_on(day)
        )


def clocks(guideline: Guideline) -> Clocks:
    """Return the clocks of a pack, empty where it has none; raise `InputProblems` with every fault and its place.

    Kept in memory until the file changes.
    """
    if guideline.folder is None:
        return Clocks()
    path = guideline.folder / FILE
    if not path.is_file():
        return Clocks()
    stat = path.stat()
    return _kept(guideline.folder, stat.st_mtime_ns, stat.st_size)


def problems(folder: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the clocks of a pack, each with file, line and key; a pack without clocks has no fault."""
    return _read(folder)[1] if (folder / FILE).exists() else ()


@lru_cache(maxsize=8)
def _kept(folder: Path, changed: int, size: int) -> Clocks:
    found, faults = _read(folder)
    if faults:
        raise InputProblems(f"The clocks of the guideline pack {folder}", faults)
    return found


def _read(folder: Path) -> tuple[Clocks, tuple[Problem, ...]]:
    reading = Reading(folder)
    content, places = reading.tables(FILE)
    tables = content.pop("clock", [])
    head = reading.part(_Head, "clocks", "clocks", content, places, ()) or _Head()
    if not isinstance(tables, list):
        reading.problems.append(Problem(places.of(("clock",)), "repeated tables are needed; write [[clock]]"))
        tables = []
    rows = []
    for index, table in enumerate(tables):
        named = table.get("id") if isinstance(table, dict) else None
        row = reading.part(
            Clock, "clock", str(named or f"clock {index + 1}"), table, places, ("clock", index)
        )
        if row is not None:
            rows.append(row)
    return (
        Clocks(rows=tuple(rows), read_on=head.read_on, office=head.office, audit=head.audit),
        tuple(reading.problems),
    )
