"""LN25 from paper to letter: all that the publication gives is in the record, and it takes no more keys than it took."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from lnreview.exchange import casefile
from tests.desktop.journeys.ln25 import BEFORE, PUBLISHED, held, travel


@pytest.mark.parametrize(("pasting", "most"), [(False, 1220), (True, 1110)])
def test_everything_is_entered_by_keys_and_the_letter_saved(
    qapp: QApplication, tmp_path: Path, pasting: bool, most: int
) -> None:
    count = travel(tmp_path, pasting=pasting)
    assert count.case is not None
    assert held(count.case) == held(casefile.read(PUBLISHED))
    assert count.pdf > 20_000
    assert count.total <= most < sum(BEFORE.values())
    assert set(count.keys) == set(BEFORE)
