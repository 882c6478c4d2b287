"""The tables on tissue, other explanations, genes and biomarkers: of any record, in any order, and nothing from nothing."""

from pathlib import Path
from typing import Any

import pytest
from any_case import cases
from case_builder import guideline
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tissue_tables import ACTIVE, CHRONIC, Detail, look

from lnreview.case.model import Case, entry_lists
from lnreview.case.records import Biopsy
from lnreview.errors import UserError
from lnreview.exchange import casefile
from lnreview.review import nih
from lnreview.review.detail.bands import bands
from lnreview.review.detail.before_failure import before_failure
from lnreview.review.detail.biomarkers import biomarkers
from lnreview.review.detail.explanations import explanations
from lnreview.review.detail.genetics import genetics
from lnreview.review.detail.histology import histology
from lnreview.review.detail.promise import promise
from lnreview.review.detail.rebiopsy import rebiopsy
from lnreview.review.detail.table import Table

ROOT = Path(__file__).parents[3]
FILES = sorted(
    [*(ROOT / "tests" / "published").glob("*.json"), *(ROOT / "resources" / "demo").glob("*.json")]
)
DETAILS: tuple[Detail, ...] = (
    histology, bands, rebiopsy, explanations, before_failure, genetics, biomarkers, promise,
)  # fmt: skip


def everything(subject: Case) -> list[Table]:
    view = look(subject)
    return [table for detail in DETAILS for table in detail(view)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_order_of_the_file_changes_no_table(path: Path) -> None:
    subject = casefile.read(path)
    turned = subject.model_copy(update={name: getattr(subject, name)[::-1] for name in entry_lists()})

    assert everything(turned) == everything(subject)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_id_is_its_own_and_every_source_is_known(path: Path) -> None:
    found = everything(casefile.read(path))

    assert len({table.id for table in found}) == len(found)
    assert all(table.rows for table in found)
    cited = {item.source for table in found for row in table.rows for item in row.citations}
    assert cited <= guideline().sources.keys()


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(cases())
def test_any_record_can_be_shown(subject: Case) -> None:
    try:
        found = everything(subject)
    except UserError:
        return  # a case without any date, or of an unknown criteria set
    assert all(len(row.cells) == len(table.columns) for table in found for row in table.rows)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys((*ACTIVE, *CHRONIC), st.integers(0, 3))), st.data())
def test_a_grade_less_never_settles_what_was_open(grades: dict[str, Any], data: st.DataObject) -> None:
    """Taking one grade away may open a comparison; it never closes one, or turns it round."""
    if not grades:
        return
    lost = data.draw(st.sampled_from(sorted(grades)))
    fewer = {name: grade for name, grade in grades.items() if name != lost}
    for name, number in (("nih-activity", "active-ai"), ("nih-chronicity", "mnih-cohort-ci")):
        before, after = (
            nih.index(guideline(), Biopsy.model_validate(held), name).value for held in (grades, fewer)
        )  # type: ignore[arg-type]
        limit = guideline().number(number)
        if after is not None and after.above(limit) is not None:
            assert before is not None
            assert before.above(limit) is after.above(limit)
