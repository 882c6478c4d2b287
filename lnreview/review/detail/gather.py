"""All tables behind the findings of a case, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Callable

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.guideline.model import Guideline
from lnreview.review.assess import Assessment
from lnreview.review.detail.activity import activity
from lnreview.review.detail.antimalarial import antimalarial
from lnreview.review.detail.bands import bands
from lnreview.review.detail.baselines import baselines
from lnreview.review.detail.before_failure import before_failure
from lnreview.review.detail.beside import haemodynamic_drugs, urine_methods
from lnreview.review.detail.biomarkers import biomarkers
from lnreview.review.detail.change import change
from lnreview.review.detail.checkpoints import checkpoints
from lnreview.review.detail.comparison import comparison
from lnreview.review.detail.cumulative import cumulative
from lnreview.review.detail.dose_steps import dose_steps
from lnreview.review.detail.drug_levels import drug_levels
from lnreview.review.detail.equations_used import equations_used
from lnreview.review.detail.explanations import explanations
from lnreview.review.detail.exposure_bands import exposure_bands
from lnreview.review.detail.genetics import genetics
from lnreview.review.detail.glance import glance
from lnreview.review.detail.histology import histology
from lnreview.review.detail.people import people
from lnreview.review.detail.per_area import per_area
from lnreview.review.detail.printed_ranges import printed_ranges
from lnreview.review.detail.promise import promise
from lnreview.review.detail.question import question
from lnreview.review.detail.rebiopsy import rebiopsy
from lnreview.review.detail.room import room
from lnreview.review.detail.schedule import schedule
from lnreview.review.detail.steroids import steroids
from lnreview.review.detail.supplies import supplies
from lnreview.review.detail.table import Table
from lnreview.review.detail.taking import taking
from lnreview.review.evaluate import assessment

Detail = Callable[[Assessment], tuple[Table, ...]]
"""Looks at the assessed record and returns its tables, none where there is nothing to show."""

DETAILS: tuple[Detail, ...] = (
    taking,
    supplies,
    drug_levels,
    dose_steps,
    antimalarial,
    exposure_bands,
    printed_ranges,
    cumulative,
    steroids,
    glance,
    checkpoints,
    baselines,
    haemodynamic_drugs,
    urine_methods,
    per_area,
    equations_used,
    activity,
    histology,
    bands,
    rebiopsy,
    explanations,
    before_failure,
    change,
    comparison,
    question,
    people,
    schedule,
    genetics,
    biomarkers,
    promise,
    room,
)


def details(
    case: Case, guideline: Guideline, as_of: ChartDate | None = None, *, criteria: str | None = None
) -> tuple[Table, ...]:
    """Return every table behind the findings of a case; arguments and errors as for `review`."""
    view = assessment(case, guideline, as_of, criteria=criteria)
    return tuple(table for detail in DETAILS for table in detail(view))
