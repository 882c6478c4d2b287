"""The name of a drug: generic, brand or abbreviation, kept as written; beneath it stands which drug that is."""

from __future__ import annotations

from functools import partial

from lnreview.case.names import folded
from lnreview.desktop.forms.echoes import drug_echo
from lnreview.desktop.forms.fields import TextField
from lnreview.desktop.forms.inputs import complete_with_meaning
from lnreview.desktop.forms.question import Answer, Question, right_as_written
from lnreview.guideline.model import Guideline


class DrugField(TextField):
    """A drug name with the names and brands of the pack to complete."""

    def __init__(self, guideline: Guideline) -> None:
        super().__init__()
        self._guideline = guideline
        self._settled = ""
        complete_with_meaning(self.line, offered(guideline))

    def show_value(self, value: object) -> None:
        """Show a name as written."""
        self._settled = ""
        super().show_value(value)

    def said(self) -> str:
        """Return which drug the name stands for, once that is clear."""
        return "" if self.asks() is not None else drug_echo(self._guideline, self.line.text())

    def asks(self) -> Question | None:
        """Ask which drug is meant where people use the name for more than one."""
        written = self.line.text().strip()
        found = self._guideline.abbreviation(written)
        if found is None or folded(written) == self._settled:
            return None
        answers = (Answer(name, partial(self._take, name)) for name in found.means)
        return Question(found.ask, (*answers, right_as_written(self._leave)))

    def infused(self) -> bool | None:
        """Tell whether the drug is usually given as an infusion; `None` for one that is not known."""
        drug = self._guideline.drug(self.line.text())
        return drug.infused if drug is not None else None

    def _take(self, name: str) -> None:
        self.show_value(name)
        self.edited.emit()
        self.finished.emit()

    def _leave(self) -> None:
        self._settled = folded(self.line.text())
        self.edited.emit()


def offered(guideline: Guideline) -> list[tuple[str, str]]:
    """Return the names to complete, each with the generic name that it stands for (empty for the generic name)."""
    names = {
        name: "" if name == drug.name else drug.name
        for drug in guideline.drugs
        for name in (drug.name, *drug.names)
    }
    return sorted(names.items(), key=lambda pair: pair[0].casefold())
