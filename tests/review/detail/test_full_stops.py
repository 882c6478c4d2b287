"""Sentences made from parts: no doubled stop, and nothing asked for that is a sentence, in any table of any demo case."""

import re
from pathlib import Path

import pytest
from case_builder import guideline

from lnreview.exchange import casefile
from lnreview.review.detail.gather import details
from lnreview.review.evaluate import review

DEMO = Path(__file__).parents[3] / "resources/demo"
DOUBLED = re.compile(r"(?<!\.)\.\.(?!\.)|\.;|\.,|\?\.|;\.|,\.|: \.")


@pytest.mark.parametrize("path", sorted(DEMO.glob("*.json")), ids=lambda path: path.stem)
def test_no_stop_is_doubled(path: Path) -> None:
    case = casefile.read(path)
    found, tables = review(case, guideline()), details(case, guideline())
    texts = [found.summary, *found.notes, *(step.because for step in found.steps)]
    texts += [item.because for item in found.safety]
    texts += [f"{option.why_here}." for option in found.options]
    texts += [f"{item.what}. {item.why}" for item in found.missing]
    for table in tables:
        texts += [table.intro, table.note, *(f"{item.what}. {item.why}" for item in table.missing)]
        texts += [text for row in table.rows for text in (*row.cells, row.how)]
    assert [text for text in texts if DOUBLED.search(text)] == []
