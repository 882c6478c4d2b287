"""Each layout is read as a person reads it; what it leaves open is asked, and nothing is entered before the answer."""

from decimal import Decimal

import pytest

from lnreview.case.oddities import Bound, Knowledge
from lnreview.case.records import LabResult
from lnreview.exchange.pasted.grid import read_grid
from lnreview.exchange.pasted.model import Known, Proposal, Reading
from lnreview.exchange.pasted.reading import read_rows
from tests.exchange.pasted.layouts import LABS, Layout

KNOWLEDGE = Knowledge(
    bounds={
        "upcr": Bound("g/g", None, Decimal(40)),
        "creatinine": Bound("mg/dL", Decimal("0.1"), Decimal(20)),
    }
)


def read(layout: Layout, answers: dict[str, str]) -> Reading:
    return read_rows(read_grid(layout.text, layout.html), "labs", answers, Known(knowledge=KNOWLEDGE))


def said(proposal: Proposal) -> str:
    lab = proposal.entry
    if lab is None:
        return proposal.state
    assert isinstance(lab, LabResult)
    quantity = lab.quantity
    number = f"{quantity.comparator or ''}{quantity.value} {quantity.unit}".strip() if quantity else ""
    words = f"“{lab.words}”" if lab.words else ""
    parts = (
        proposal.state,
        lab.collected_on.text if lab.collected_on else "",
        lab.analyte,
        number,
        lab.interpretation or "",
        words,
    )
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize("layout", LABS, ids=lambda layout: layout.name)
def test_a_layout_is_read_as_a_person_reads_it(layout):
    reading = read(layout, layout.answers)

    assert [said(proposal) for proposal in reading.proposals] == layout.becomes.split("\n")
    assert not reading.open_questions
    if layout.form:
        assert read_grid(layout.text, layout.html).form == layout.form


@pytest.mark.parametrize("layout", LABS, ids=lambda layout: layout.name)
def test_what_a_layout_leaves_open_is_asked_and_nothing_is_entered_before_the_answer(layout):
    reading = read(layout, {})

    assert [question.id for question in reading.open_questions] == layout.asked.split()
    for question in reading.open_questions:
        for proposal in reading.proposals:
            if proposal.row in question.rows:
                assert proposal.state in ("question", "left-out", "duplicate")


def test_there_are_layouts_enough():
    assert len(LABS) >= 25
