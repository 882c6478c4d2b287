"""No heading stands alone at the foot of a page, in any document of any demonstration case."""

import io
import re
from datetime import date
from pathlib import Path

import letterfactory as factory
import pytest
from pypdf import PdfReader

from lnreview.exchange import casefile
from lnreview.letters import write
from lnreview.letters.document import Heading
from lnreview.review.evaluate import review

DEMOS = sorted((Path(__file__).parents[2] / "resources/demo").glob("*.json"))
SOME = [path for path in DEMOS if any(name in path.stem for name in ("lena", "lucja", "anna", "grace"))]


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("kind", write.KINDS)
@pytest.mark.parametrize("path", SOME, ids=lambda path: path.stem)
def test_the_last_words_of_a_page_are_never_a_heading(path: Path, kind: str, paper: str) -> None:
    case = casefile.read(path)
    found = review(case, factory.guideline(), None)
    document = write.compose(kind, case, found, factory.guideline(), dated=date(2026, 11, 22))
    headings = {re.sub(r"\s+", "", block.text) for block in document.blocks if isinstance(block, Heading)}
    for page in PdfReader(io.BytesIO(write.pdf(document, paper=paper))).pages:
        lines = [re.sub(r"\s+", "", line) for line in page.extract_text().splitlines() if line.strip()]
        body = [line for line in lines if not re.search(r"casev|page\d+of\d+|DRAFT", line)]
        assert body[-1] not in headings, page.extract_text()[-400:]
