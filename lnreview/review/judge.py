"""What counts of an assessment: the reviewer's overrides applied, and, for the provisional verdict, gaps assumed away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lnreview.case.records import Override
from lnreview.review import tissue
from lnreview.review.assess import Assessment, Line
from lnreview.review.context import both, negated
from lnreview.review.finding import StepName


@dataclass(frozen=True)
class Row:
    """The answer of one row of the verdict table."""

    documented: bool | None
    because: str = ""


@dataclass(frozen=True)
class Judge:
    """The assessment with the reviewer's overrides applied."""

    view: Assessment
    overrides: Mapping[StepName, Override]

    @property
    def assume(self) -> bool:
        """Whether missing data are taken to confirm what the record suggests."""
        return self.view.ctx.assume

    def overridden(self, step: StepName) -> bool:
        """Say whether the reviewer answered a step; also with *not documented*, which then counts."""
        return step in self.overrides

    def ruled(self, step: StepName) -> bool | None:
        """Return the reviewer's answer on a step, or `None` where there is none or it is *not documented*."""
        override = self.overrides.get(step)
        return None if override is None else _status(override.status)

    def proven(self) -> bool | None:
        """Say whether lupus nephritis is proven by tissue, or tissue is contraindicated."""
        if self.overridden("diagnosis"):
            return self.ruled("diagnosis")
        answer = tissue.proves_ln(self.view.ctx)
        if self.view.ctx.case.lupus.documented == "no":
            answer = None
        if answer is not True and tissue.biopsy_contraindicated(self.view.ctx):
            return True
        return True if answer is None and self.assume else answer

    def adherent(self, line: Line) -> bool | None:
        """Say whether the drugs of a regimen were taken."""
        if self.overridden("adherence"):
            return self.ruled("adherence")
        answer = _status(line.adherence.status)
        return True if answer is None and self.assume else answer

    def adequate(self, line: Line) -> bool | None:
        """Say whether a regimen was adequate in drug, dose, exposure and time."""
        if self.overridden("dosing"):
            return self.ruled("dosing")
        answer = _status(line.dosing.finding.status)
        if answer is None and self.assume and not line.dosing.window_open:
            return True
        return answer

    def unsuccessful(self, line: Line) -> bool | None:
        """Say whether proteinuria or eGFR did not change or became worse under a regimen."""
        if self.overridden("response") and line is self.view.latest:
            return negated(self.ruled("response"))
        answer = line.judged.failed
        if answer is None and self.assume and line.stated_failure:
            return True
        return answer

    def failed(self, line: Line) -> bool | None:
        """Say whether a regimen counts as failed: adequate, taken, and without success."""
        return both(self.adequate(line), self.adherent(line), self.unsuccessful(line))

    def counted(self) -> tuple[Line, ...]:
        """Return the different standard regimens of this episode that failed, in the order of time."""
        seen: set[str] = set()
        kept: list[Line] = []
        for line in self.view.present:
            rungs = ("standard", "anti-cd20") if self.view.ctx.criteria.anti_cd20_counts else ("standard",)
            if line.ladder not in rungs or self.failed(line) is not True:
                continue
            standard = {drug.drug_class for drug in self.view.ctx.guideline.drugs if drug.standard_induction}
            if self.view.ctx.criteria.anti_cd20_counts:
                standard |= {"anti-cd20"}
            new = {name for name in line.regimen.classes if name in standard} - seen
            if new:
                kept.append(line)
                seen |= new
        return tuple(kept)

    def anti_cd20_failed(self) -> bool:
        """Say whether an adequate anti-CD20 course failed."""
        return any(line.ladder == "anti-cd20" and self.failed(line) is True for line in self.view.present)

    def enough(self, counted: Sequence[Line]) -> bool:
        """Say whether the failed regimens are as many, and of the classes, that the criteria set asks for."""
        if len(counted) < self.asked():
            return False
        if self.view.ctx.criteria.regimen_pair == "any-two":
            return True
        classes = {name for line in counted for name in line.regimen.classes}
        return {"mpaa", "cyclophosphamide"} <= classes

    def asked(self) -> int:
        """Return how many failed regimens the criteria set asks for."""
        return int(self.view.ctx.number("refractory-regimens"))


def _status(status: str) -> bool | None:
    return {"met": True, "not-met": False}.get(status)
