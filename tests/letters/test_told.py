"""What the signer leaves out of a document: down to one value, without changing what was found."""

from pathlib import Path

import letterfactory as factory
import pytest

from lnreview.case.paperwork import LeftOut
from lnreview.exchange import casefile
from lnreview.letters import told, write
from lnreview.review.evaluate import review

DEMO = Path(__file__).parents[2] / "resources" / "demo"
KIND = "medical-necessity"


def lucja(*left_out: str, kind: str = ""):
    case = casefile.read(DEMO / "demo-lucja-refractory.json")
    return case.model_copy(update={"left_out": tuple(LeftOut(entry=entry, kind=kind) for entry in left_out)})


def letter(case, kind: str = KIND):
    found = review(case, factory.guideline(), None)
    return write.compose(kind, case, found, factory.guideline(), dated=factory.DAY)


def every_entry(case) -> list[str]:
    return [lab.id for lab in case.labs] + [biopsy.id for biopsy in case.biopsies]


@pytest.mark.parametrize("entry", every_entry(lucja()))
def test_a_value_that_is_left_out_is_printed_nowhere_or_the_place_is_named(entry):
    case = lucja(entry)
    document = letter(case)
    found = review(case, factory.guideline(), None)
    named = told.still_named(told.of_kind(case, KIND), found, document)
    gaps = {gap.key for gap in document.gaps if gap.key.startswith("left-out:")}
    assert gaps == {f"left-out:{section}" for section in named}


def test_leaving_out_changes_no_finding():
    plain_, bare = letter(lucja()), letter(lucja(*every_entry(lucja())))
    assert [gap.key for gap in bare.gaps if not gap.key.startswith("left-out:")] == [
        gap.key for gap in plain_.gaps
    ]
    table = next(block for block in bare.blocks if type(block).__name__ == "Table")
    before = next(block for block in plain_.blocks if type(block).__name__ == "Table")
    assert [row[1] for row in table.rows] == [row[1] for row in before.rows]


def test_a_reason_that_names_what_was_left_out_says_so_instead():
    case = lucja()
    found = review(case, factory.guideline(), None)
    used = next(item for item in found.step("response").evidence if item.value and item.entry)
    printed = told.printed(told.of_kind(lucja(used.entry), KIND), found)
    assert used not in printed.step("response").evidence
    assert printed.step("response").status == found.step("response").status


def test_one_value_goes_from_the_table_and_the_chart_and_the_others_stay():
    case = lucja()
    found = review(case, factory.guideline(), None)
    point = found.upcr[1]
    before, after = write.text(letter(case)), write.text(letter(lucja(point.entry)))
    line = next(line for line in before.splitlines() if line.startswith(f"{point.date_written} | "))
    assert line not in after
    others = [other for other in found.upcr if other.day != point.day]
    assert all(any(line.startswith(other.date_written) for line in after.splitlines()) for other in others)


def test_a_choice_for_one_kind_of_document_leaves_the_others_whole():
    case = lucja()
    point = review(case, factory.guideline(), None).upcr[1]
    chosen = lucja(point.entry, kind="prior-authorization")
    assert write.text(letter(chosen)).splitlines()[:-1] == write.text(letter(case)).splitlines()[:-1]
    assert write.text(letter(chosen, "prior-authorization")) != write.text(
        letter(case, "prior-authorization")
    )


@pytest.mark.parametrize(
    ("text", "gives_away"),
    [
        ("UPCR 3.4 g/g on 2026-03-02", True),
        ("UPCR 3.40 g/g (2026-03-02)", True),
        ("UPCR 13.4 g/g on 2026-03-02", False),
        ("UPCR 3.45 g/g on 2026-03-02", False),
        ("UPCR 3.4 g/g on 2026-03-021", False),
        ("UPCR 3.4 g/g", False),
        ("seen on 2026-03-02", False),
    ],
)
def test_a_text_names_an_entry_by_its_value_and_its_day(text, gives_away):
    case = factory.case().model_copy(update={"left_out": (LeftOut(entry="secret"),)})
    secret = {
        "id": "secret",
        "analyte": "upcr",
        "quantity": {"value": "3.4", "unit": "g/g"},
        "collected_on": "2026-03-02",
    }
    labs = [*(lab.model_dump() for lab in case.labs), secret]
    case = type(case).model_validate({**case.model_dump(), "labs": labs})
    prints = told._fingerprints(case, factory.review(factory.case()))
    assert prints["secret"].is_in(text) is gives_away
