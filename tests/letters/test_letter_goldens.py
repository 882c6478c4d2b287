"""Letters of real and synthetic cases as plain text, word for word, so that a change of wording shows in a diff.

Write them anew after a wanted change with LNREVIEW_WRITE_GOLDENS=1 and read the diff before keeping it.
"""

import os
from datetime import date
from pathlib import Path

import letterfactory as factory
import pytest

from lnreview.exchange import casefile
from lnreview.letters import write
from lnreview.review.evaluate import review

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).parents[2]
CASES = {
    "lucja": ROOT / "resources/demo/demo-lucja-refractory.json",
    "lena": ROOT / "resources/demo/demo-lena-inadequate-response.json",
    "oksana": ROOT / "resources/demo/demo-oksana-inadequate-response.json",
    "anna": ROOT / "resources/demo/demo-anna-insufficient-data.json",
    "LN25": ROOT / "tests/published/LN25-a91-case-1.json",
    "LN29": ROOT / "tests/published/LN29-accessmedicine-vignette.json",
    "LN33": ROOT / "tests/published/LN33-alexandre-2018-case-1.json",
}


def written(name: str, kind: str) -> str:
    case = casefile.read(CASES[name])
    found = review(case, factory.guideline(), None)
    return write.text(write.compose(kind, case, found, factory.guideline(), dated=date(2026, 11, 22)))


@pytest.mark.parametrize("kind", write.KINDS)
@pytest.mark.parametrize("name", CASES)
def test_the_letter_reads_as_it_was_read(name: str, kind: str) -> None:
    golden = GOLDEN / f"{name}-{kind}.txt"
    text = written(name, kind)
    if os.environ.get("LNREVIEW_WRITE_GOLDENS"):
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests/published").glob("*.json")), ids=lambda path: path.stem
)
def test_every_published_case_gives_both_letters(path: Path) -> None:
    case = casefile.read(path)
    found = review(case, factory.guideline(), None)
    for kind in write.KINDS:
        document = write.compose(kind, case, found, factory.guideline(), dated=date(2026, 11, 22))
        assert document.draft
        assert document.banner.startswith("Published case: ")
        assert write.pdf(document).startswith(b"%PDF")
