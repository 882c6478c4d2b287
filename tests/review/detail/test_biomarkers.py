"""Biomarkers are shown and not judged; response rates stand beside the patients in whom they were found."""

import pytest
from case_builder import biopsy, case, guideline, lab, one_failure, other_tissue, two_failures, upcr
from tissue_tables import look, row, tables

from lnreview.case import analytes
from lnreview.review.detail.biomarkers import biomarkers
from lnreview.review.detail.promise import promise
from lnreview.review.verdict import decide

MARKERS = {
    "sCD163": "urine-scd163", "MCP-1": "urine-mcp1", "NGAL": "urine-ngal", "TWEAK": "urine-tweak", "VCAM-1": "urine-vcam1",
    "anti-C1q": "anti-c1q",
}  # fmt: skip


def test_without_a_biomarker_there_is_no_table() -> None:
    assert tables(case(biopsy(), upcr(8, 2), as_of=10), biomarkers) == {}


@pytest.mark.parametrize(("written", "known"), MARKERS.items())
def test_a_biomarker_is_shown_as_written_with_what_is_known(written: str, known: str) -> None:
    (item,) = tables(case(lab(written, 8, 616, "ng/mmol"), as_of=10), biomarkers)["biomarkers"].rows

    assert item.cells[0] == analytes.name(known)
    assert item.cells[1] == "616 ng/mmol"
    assert item.status is None
    assert "No cut-off" in item.cells[3]
    assert item.citations[0].status == ("primary" if known == "urine-scd163" else "secondary")


def test_every_biomarker_of_the_pack_is_an_analyte() -> None:
    told = {item.id.removeprefix("biomarker-") for item in guideline().facts if item.topic == "biomarker"}

    assert told == set(MARKERS.values())
    assert all(analytes.find(name) is not None for name in told)


def test_a_biomarker_decides_nothing() -> None:
    high = lab("sCD163", 100, 5000, "ng/mmol", interpretation="high")

    assert decide(look(one_failure(high)), {}) == decide(look(one_failure()), {})


# --- what may be promised --------------------------------------------------------------------------------------------


def test_rates_stand_beside_their_patients() -> None:
    found = tables(two_failures(), promise)["what-may-be-promised"]
    told = {(item.cells[0], item.citations[0].source): item.cells for item in found.rows}

    assert "40.8 against 22.5 %" in told["Voclosporin + mycophenolate", "aurora-2021"][1]
    assert "46.4 against 33.1 %" in told["Obinutuzumab + mycophenolate", "regency-2025"][1]
    assert "30 against 20 %" in told["Belimumab added", "bliss-ln-2020"][1]
    for study in ("aurora-2021", "regency-2025", "bliss-ln-2020"):
        (patients,) = [cells[2] for (_, source), cells in told.items() if source == study]
        assert patients.startswith("active, not refractory")
    assert "refractory" in told["Rituximab", "weidenbusch-2013"][2]
    assert "2 or more failed regimens" in told["Mycophenolate 1 g/d + tacrolimus 4 mg/d", "mok-2013"][2]
    assert "not this patient's chance" in found.note


def test_the_ceiling_is_an_opinion_and_named_so() -> None:
    item = row(tables(two_failures(), promise)["what-may-be-promised"], "Any regimen")

    assert "40-50 %" in item.cells[1]
    assert "opinion" in item.cells[2]
    assert item.citations[0].status == "unverified"


def test_complete_and_partial_responses_are_never_added() -> None:
    told = " ".join(item.text for item in guideline().facts if item.topic == "response-ceiling")

    assert "78" not in told


def test_nothing_is_promised_where_nothing_is_offered() -> None:
    assert tables(case(other_tissue(5), upcr(8, 2), as_of=10), promise) == {}
