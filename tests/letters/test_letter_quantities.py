"""The quantity of a request in a letter: what is computed, its status and rounding, and what is missing."""

from typing import Any

import case_builder as build
import letterfactory as factory
import pytest

from lnreview.letters.content.quantities import TITLE, quantity_blocks
from lnreview.letters.document import BulletList, Heading, KeyValues, Paragraph, Table, Words

TODAY = "2026-11-22"


def blocks(*parts: Any, **request: Any) -> tuple[Any, ...]:
    subject = build.case(*parts, as_of=TODAY, request=request)
    return quantity_blocks(subject, build.reviewed(subject), build.guideline())


def text(words: Words) -> str:
    return "".join(run.text for run in words)


def pairs(made: tuple[Any, ...]) -> dict[str, str]:
    (form,) = [block for block in made if isinstance(block, KeyValues)]
    return {label: text(words) for label, words in form.items}


def notes(made: tuple[Any, ...]) -> str:
    return " ".join(text(block.words) for block in made if isinstance(block, Paragraph))


BELIMUMAB = {
    "therapy": "belimumab",
    "dose_each": build.quantity(10, "mg/kg"),
    "doses": 4,
    "service_from": "2026-12-01",
}


def test_nothing_is_said_where_no_drug_is_requested():
    assert blocks() == ()
    assert blocks(diagnosis_code="M32.14", dose_each=build.quantity(500, "mg")) == ()


def test_dose_weight_vials_units_waste_and_code_stand_with_their_days_and_statuses():
    made = blocks(build.weight("2026-11-10", "61.235"), **BELIMUMAB)

    assert made[0] == Heading(TITLE)
    assert pairs(made) == {
        "One dose": "10 mg/kg × 61.235 kg = 612.35 mg",
        "Weight": "61.235 kg (2026-11-10)",
        "Number of doses": "4",
        "HCPCS code": "J0490, effective date not in the table; read for 2026-12-01 (as reported by another text)",
        "Billing unit": "10 mg",
        "Vials for one dose": "1 × 400 mg + 2 × 120 mg",
        "Administered": "62 units",
        "Discarded": "27.65 mg, 2 units",
        "Claim line": "J0490 62 units",
        "Claim line, JW": "J0490 JW 2 units – 2 whole units discarded of single-dose containers. (as reported by another text)",
        "All doses": "248 units administered, 8 units discarded, 4 × 400 mg + 8 × 120 mg",
    }
    assert "Rounding: 612.35 mg → 62 units of 10 mg, rounded up." in notes(made)
    assert "verify against the CMS quarterly file" in notes(made)
    assert not [block for block in made if isinstance(block, BulletList)]


def test_the_status_of_a_code_is_a_badge():
    made = blocks(therapy="obinutuzumab", dose_each=build.quantity(1000, "mg"), doses=4)
    (form,) = [block for block in made if isinstance(block, KeyValues)]
    code = dict(form.items)["HCPCS code"]

    assert [(run.text, run.tone) for run in code[1:]] == [(" (not verified)", "badge")]
    assert pairs(made)["Claim line, JZ"].startswith("J9301 JZ 100 units – Less than one whole unit")


def test_other_ways_to_open_vials_stand_side_by_side():
    made = blocks(build.weight("2026-11-10", 72), **BELIMUMAB)
    (table,) = [block for block in made if isinstance(block, Table)]

    assert [[text(cell) for cell in row] for row in table.rows][:2] == [
        ["6 × 120 mg", "0", "72", "0", "JZ"],
        ["1 × 400 mg + 3 × 120 mg", "40", "72", "4", "JW"],
    ]
    assert table.rows[0][0][0].tone == "strong"
    assert sum(column.share for column in table.columns) == pytest.approx(1)


def test_what_is_missing_is_listed_and_not_filled_in():
    made = blocks(**BELIMUMAB)
    (lacking,) = [block for block in made if isinstance(block, BulletList)]

    assert [text(item) for item in lacking.items] == [
        "◌ not documented: a weight with its day. The dose is written by body weight."
    ]
    assert pairs(made)["One dose"] == pairs(made)["Administered"] == pairs(made)["All doses"] == ""


def test_several_codes_in_force_are_left_open():
    made = blocks(therapy="cyclophosphamide", dose_each=build.quantity(500, "mg"), doses=6)

    assert pairs(made)["HCPCS code"].startswith(
        "open: J9071, J9072, J9073, J9074, J9075 or J9076, following J9070"
    )
    assert pairs(made)["Claim line, JZ"].startswith("code open JZ 100 units")


def test_a_unit_that_covers_up_to_so_much_is_said():
    made = blocks(
        therapy="methylprednisolone",
        code="J2930",
        dose_each=build.quantity(1, "g"),
        doses=3,
        service_from="2023-08-01",
    )

    assert pairs(made)["Billing unit"] == "up to 125 mg"
    assert pairs(made)["All doses"] == "24 units administered, 0 units discarded, 3 × 1000 mg"


def test_capsules_stand_in_place_of_units():
    made = blocks(
        therapy="voclosporin", dose_each=build.quantity("23.7", "mg"), schedule="twice daily", days_supply=30
    )

    assert pairs(made) == {
        "Capsule": "7.9 mg (as reported by another text)", "Capsules for one dose": "3", "Capsules a day": "6",
        "Capsules": "180", "Days' supply": "30",
    }  # fmt: skip
    assert "No HCPCS code of its own" in notes(made)
    assert "CMS" not in notes(made)


def test_a_refused_order_is_said_and_not_counted():
    made = blocks(therapy="Gazyva", dose_each=build.quantity(900, "mg"), doses=4)

    assert len(made) == 2
    assert notes(made).startswith("Not counted. The split of 100 mg and 900 mg")


def test_a_request_in_words_only_asks_for_its_numbers():
    subject = factory.case()
    made = quantity_blocks(subject, factory.review(subject), factory.guideline())
    (lacking,) = [block for block in made if isinstance(block, BulletList)]

    assert pairs(made)["HCPCS code"].startswith("Q5115, ")
    assert [text(item).partition(".")[0] for item in lacking.items] == [
        "◌ not documented: one dose as a number with its unit",
        "◌ not documented: the number of doses",
    ]
