"""The code tables against the payer reference, section 4: codes, statuses, units, days; and what a fault in them is told."""

import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lnreview import resources
from lnreview.errors import InputProblems
from lnreview.guideline.check import check
from lnreview.guideline.codes import FOLDER, Codes, codes, problems
from lnreview.guideline.load import load

D = Decimal


def table() -> Codes:
    return codes(load())


# --- diagnosis codes -------------------------------------------------------------------------------------------------

SECONDARY = (
    "M32.14 M32.15 M32.10 M32.11 M32.12 M32.13 M32.19 M32.8 M32.9 N18.1 N18.2 N18.30 N18.31 N18.32 N18.4 N18.5 N18.6 Z79.52 "
    "Z79.60 Z79.61 Z79.620 Z79.621 Z79.624 Z79.630 Z79.631 Z79.64"
)
UNVERIFIED = "Z79.622 Z79.623 Z79.69 Z79.899 D84.821 D68.61 D68.62 I12.9 R80 Z91.14 Z91.148 B18.1 Z94.0 Z99.2"


def test_the_diagnosis_codes_are_those_of_the_reference_with_their_status():
    held = {row.code: row.status for row in table().icd10_rows}

    assert held == dict.fromkeys(SECONDARY.split(), "secondary") | dict.fromkeys(
        UNVERIFIED.split(), "unverified"
    )


def test_the_unspecified_lupus_code_warns_of_denials():
    row = table().icd10("m32.9")

    assert row is not None
    assert row.unspecified
    assert "denials" in row.warnings[0]
    assert "M32.14" in row.warnings[0]


def test_a_family_holds_what_begins_so_and_the_exact_code_goes_first():
    held = table()

    assert held.icd10("R80.9").code == "R80"
    assert held.icd10("Z91.141").code == "Z91.14"
    assert held.icd10("Z91.148").code == "Z91.148"
    assert held.icd10("M32.149") is None
    assert held.icd10("") is None


# --- billing codes ---------------------------------------------------------------------------------------------------

UNITS = {
    "J9312": 10, "Q5115": 10, "Q5119": 10, "Q5123": 10, "J0490": 10, "J9301": 10, "J1459": 500, "J1561": 500, "J1568": 500,
    "J1569": 500, "J1572": 500, "J1576": 500, "J1599": 500, "J0491": 1, "J9145": 10, "J1299": 2, "J1300": None, "J9070": 100,
    "J9071": 5, "J9072": 5, "J9073": 5, "J9074": 5, "J9075": 5, "J9076": 5, "J2920": 40, "J2930": 125, "J2919": 5,
    "J7517": None, "J7518": None, "J7519": 10, "J7500": None, "J7502": None, "J7515": None, "J7507": None, "J7512": None,
}  # fmt: skip


def test_the_billing_units_are_those_of_the_reference():
    assert {row.code: row.unit_mg for row in table().hcpcs_rows} == UNITS


@pytest.mark.parametrize(
    ("code", "vials", "status"),
    [
        ("J9312", (100, 500), "secondary"), ("Q5115", (100, 500), "secondary"), ("Q5119", (100, 500), "unverified"),
        ("Q5123", (100, 500), "secondary"), ("J0490", (120, 400), "secondary"), ("J9301", (1000,), "unverified"),
        ("J0491", (300,), "secondary"), ("J9070", (500, 1000, 2000), "unverified"), ("J9145", (), "unverified"),
        ("J7517", (), "secondary"), ("J7519", (), "secondary"), ("J2930", (40, 1000), "secondary"),
        ("J2919", (40, 1000), "unverified"),
    ],
)  # fmt: skip
def test_containers_and_statuses_are_those_of_the_reference(code, vials, status):
    row = table().hcpcs(code, date(2026, 11, 22)).row

    assert row.vials_mg == vials
    assert row.status == status


def test_the_vials_of_belimumab_are_primary_where_its_code_is_not():
    row = table().hcpcs("J0490", date(2026, 11, 22)).row

    assert (row.status, row.vials_status, row.vials_source, row.single_dose) == (
        "secondary", "primary", "dailymed.nlm.nih.gov", "yes",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "day", "standing", "words"),
    [
        ("Q5123", date(2021, 6, 30), "not-yet", "from 2021-07-01"),
        ("Q5123", date(2021, 7, 1), "in-force", "from 2021-07-01"),
        ("J7519", date(2023, 9, 30), "not-yet", "from 2023-10-01"),
        ("J9070", date(2024, 1, 1), "in-force", "until about 2024-04-01"),
        ("J9070", date(2024, 4, 1), "in-force", "until about 2024-04-01"),
        ("J9070", date(2024, 4, 2), "ended", "until about 2024-04-01"),
        ("J9070", date(2024, 5, 1), "ended", "until about 2024-04-01"),
        ("J9075", date(2024, 1, 1), "not-yet", "following J9070, which ended about 2024-04-01"),
        ("J9075", date(2024, 5, 1), "in-force", "following J9070, which ended about 2024-04-01"),
        ("J2930", date(2024, 3, 1), "in-force", "until J2919 began, about 2024-04-01"),
        ("J2930", date(2024, 4, 1), "ended", "until J2919 began, about 2024-04-01"),
        ("J2919", date(2024, 3, 31), "not-yet", "from about 2024-04-01"),
        ("J1300", date(2025, 3, 31), "in-force", "until J1299 began, 2025-04"),
        ("J1300", date(2025, 4, 15), "unclear", "until J1299 began, 2025-04"),
        ("J1299", date(2025, 4, 15), "unclear", "from 2025-04"),
        ("J1299", date(2025, 4, 30), "in-force", "from 2025-04"),
        ("J1300", date(2025, 4, 30), "ended", "until J1299 began, 2025-04"),
        (" j9312 ", date(2020, 1, 1), "in-force", "effective date not in the table"),
    ],
)
def test_a_code_says_how_it_stands_on_a_day(code, day, standing, words):
    answer = table().hcpcs(code, day)

    assert (answer.standing, answer.words) == (standing, words)


def test_codes_are_found_by_product_before_drug_and_only_while_in_force():
    held = table()

    def found(name, day):
        return [answer.row.code for answer in held.hcpcs_for(name, day)]

    assert found("Truxima", date(2026, 1, 1)) == ["Q5115"]
    assert found("rituximab", date(2021, 1, 1)) == ["J9312", "Q5115", "Q5119"]
    assert found("rituximab", date(2026, 1, 1)) == ["J9312", "Q5115", "Q5119", "Q5123"]
    assert found("cyclophosphamide", date(2023, 6, 1)) == ["J9070"]
    assert found("cyclophosphamide", date(2026, 1, 1)) == [
        "J9071",
        "J9072",
        "J9073",
        "J9074",
        "J9075",
        "J9076",
    ]
    assert found("voclosporin", date(2026, 1, 1)) == []
    assert found("", date(2026, 1, 1)) == []


def test_a_wrong_but_similar_code_leads_to_the_right_one():
    held = table()

    def right(code):
        return [row.code for row, _ in held.mistaken(code)]

    assert right("J9311") == right("J9310") == ["J9312"]
    assert right("C9087") == ["J9071"]
    assert right("2161-8") == ["2160-0"]
    assert right("11572-5") == ["4485-9"]
    assert right("4485-9") == ["4498-2"]
    assert right("9318-7") == ["2890-2"]
    assert held.hcpcs("J9311", date(2026, 1, 1)) is None


def test_voclosporin_has_no_code_and_capsules():
    (item,) = table().uncoded

    assert (item.drug, item.capsule_mg, item.codes_seen) == (
        "voclosporin",
        D("7.9"),
        ("C9399", "J3490", "J8499"),
    )


def test_the_modifiers_begin_when_the_reference_says():
    held = table()

    def code(tells, handling, *day):
        found = held.modifier(tells, handling, date(*day))
        return found.code if found else ""

    assert code("nothing-discarded", "administered", 2023, 6, 30) == ""
    assert code("nothing-discarded", "administered", 2023, 7, 1) == "JZ"
    assert code("nothing-discarded", "dispensed", 2023, 12, 31) == ""
    assert code("nothing-discarded", "dispensed", 2024, 1, 1) == "JZ"
    assert code("discarded", "administered", 2022, 1, 1) == code("discarded", "dispensed", 2022, 1, 1) == "JW"


def test_no_procedure_number_is_shipped():
    assert not [row.code for row in table().hcpcs_rows if row.code[0].isdigit()]


# --- LOINC, RxNorm, NDC ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("analyte", "preferred", "accepted", "status"),
    [
        ("creatinine", ["2160-0"], ["14682-9", "38483-4"], "secondary"),
        ("egfr", ["98979-8"], ["98980-6"], "secondary"),
        ("upcr", ["2890-2"], ["13801-6", "60678-0", "40486-3"], "secondary"),
        ("c3", ["4485-9"], [], "secondary"),
        ("c4", ["4498-2"], [], "secondary"),
        ("anti-dsdna", ["5130-0"], ["33800-4", "32677-7"], "secondary"),
        ("ana", ["5048-4", "8061-4"], ["29953-7"], "secondary"),
        ("anti-sm", ["11090-8"], ["31627-3"], "secondary"),
        ("albumin", ["1751-7"], ["2862-1"], "secondary"),
        ("igg", ["2465-3"], [], "secondary"),
        ("hbsag", ["5196-1"], [], "unverified"),
        ("anti-hbc", ["13952-7"], ["16933-4"], "secondary"),
        ("weight", ["29463-7"], [], "secondary"),
        ("systolic", ["8480-6"], [], "unverified"),
        ("diastolic", ["8462-4"], [], "unverified"),
        ("anti-hcv", ["16128-1"], [], "unverified"),
        ("urine-rbc", ["13945-1"], [], "unverified"),
        ("potassium", ["2823-3"], ["6298-4"], "unverified"),
        ("height", ["8302-2"], [], "unverified"),
        ("mycophenolic-acid", ["23905-3"], [], "secondary"),
        ("tacrolimus", ["11253-2"], ["74097-7"], "secondary"),
    ],
)
def test_the_loinc_codes_of_an_analyte_are_those_of_the_reference(analyte, preferred, accepted, status):
    rows = [row for row in table().loinc_rows if row.analyte == analyte]

    assert [row.code for row in rows if row.use == "preferred"] == preferred
    assert [row.code for row in rows if row.use == "accepted"] == accepted
    assert {row.status for row in rows} == {status}
    assert table().loinc(preferred[0]).analyte == analyte


def test_egfr_by_another_equation_is_no_code_of_egfr():
    wrong = {
        item.code
        for row in table().loinc_rows
        if row.analyte == "egfr"
        for item in row.not_to_be_confused_with
    }

    assert wrong == {
        "62238-1",
        "33914-3",
        "48642-3",
        "48643-1",
        "88293-6",
        "50384-7",
        "76633-7",
        "77147-7",
        "69405-9",
    }
    assert all(table().loinc(code) is None for code in wrong)


@pytest.mark.parametrize(
    ("code", "drug", "term", "status"),
    [
        ("121191", "rituximab", "ingredient", "secondary"), ("68149", "mycophenolate-mofetil", "ingredient", "secondary"),
        ("7145", "mycophenolic-acid", "ingredient", "secondary"), ("1256", "azathioprine", "ingredient", "secondary"),
        ("3008", "ciclosporin", "ingredient", "secondary"), ("42316", "tacrolimus", "ingredient", "secondary"),
        ("6851", "methotrexate", "ingredient", "secondary"), ("3002", "cyclophosphamide", "ingredient", "unverified"),
        ("5521", "hydroxychloroquine", "ingredient", "unverified"), ("8640", "prednisone", "ingredient", "unverified"),
        ("8638", "prednisolone", "ingredient", "unverified"), ("6902", "methylprednisolone", "ingredient", "unverified"),
        ("27169", "leflunomide", "ingredient", "unverified"), ("1092437", "belimumab", "ingredient", "unverified"),
        ("974779", "obinutuzumab", "ingredient", "unverified"), ("312615", "prednisone", "clinical-drug", "primary"),
        ("241834", "ciclosporin", "clinical-drug", "primary"), ("1656395", "belimumab", "clinical-drug", "primary"),
        ("1939348", "belimumab", "clinical-drug", "primary"),
    ],
)  # fmt: skip
def test_a_number_of_rxnorm_leads_to_its_drug(code, drug, term, status):
    row = table().rxnorm(code)

    assert (row.drug, row.term, row.status) == (drug, term, status)
    assert load().drug(drug) is not None


def test_the_number_of_voclosporin_stays_open():
    assert not [row for row in table().rxnorm_rows if row.drug == "voclosporin"]
    assert len(table().rxnorm_rows) == 25


@pytest.mark.parametrize(
    ("written", "product", "mg", "route"),
    [
        ("50242-0051-21", "Rituxan", None, ""), ("50242-051-21", "Rituxan", None, ""), ("50242005306", "Rituxan", None, ""),
        ("49401-101-01", "Benlysta", D(120), "iv"), ("49401-0102-01", "Benlysta", D(400), "iv"),
        ("49401-0088-35", "Benlysta", None, "sc"), ("63459-103-10", "Truxima", None, ""),
        ("63459-0104-50", "Truxima", None, ""),
    ],
)  # fmt: skip
def test_a_package_leads_to_its_product(written, product, mg, route):
    row = table().ndc(written)

    assert (row.product, row.container_mg, row.route) == (product, mg, route)


def test_an_ndc_that_can_be_read_in_several_ways_leads_nowhere():
    assert table().ndc("5024205121") is None
    assert table().ndc("00000-0000-00") is None


# --- reading ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def change(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A function that replaces a text that stands once in a table of a copy of the pack."""
    folder = tmp_path / "guideline"
    shutil.copytree(resources.guideline(), folder)

    def replace(name: str, old: str, new: str) -> Path:
        path = folder / FOLDER / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} holds {old!r} {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return folder

    return replace


def test_the_tables_that_travel_with_the_program_have_no_fault():
    assert problems(resources.guideline()) == []


def test_a_pack_without_tables_has_no_fault_and_no_code(tmp_path):
    assert problems(tmp_path) == []
    assert codes(load().model_copy(update={"folder": tmp_path})) == Codes()
    assert codes(load().model_copy(update={"folder": None})) == Codes()


def test_the_tables_are_read_once_until_a_file_changes(change):
    folder = change("ndc.toml", "# National drug codes", "# Codes")
    pack = load().model_copy(update={"folder": folder})
    first = codes(pack)
    assert codes(pack) is first

    change("ndc.toml", '"49401-0088"', '"49401-0089"')
    assert codes(pack).ndc("49401-0088-01") is None


BROKEN = [
    ("icd-10-cm.toml", 'code = "M32.14"', 'code = "M3214"', "line 11, key code[1].code", "write it as M32.14"),
    ("icd-10-cm.toml", 'drugs = ["hydroxychloroquine"]', 'drugs = ["hcq-200"]', "drugs", "“hcq-200” is no drug of drugs.toml"),
    ("icd-10-cm.toml", 'drug_classes = ["cni"]', 'drug_classes = ["cnj"]', "drug_classes", "“cnj” is no drug class"),
    ("hcpcs.toml", 'code = "Q5119"', 'code = "96365"', "key code[3].code", "a letter and four digits"),
    ("hcpcs.toml", 'code = "Q5115"', 'code = "J9312"', "key code[2]", "holds on the same days as in payer/codes/hcpcs.toml, line"),
    ("hcpcs.toml", 'effective_from = 2021-07-01', 'effective_from = 2021-07-01\neffective_to = 2021-06-30', "key code[4]", "before it begins 2021-07-01"),
    ("hcpcs.toml", 'effective_from = 2023-10-01', 'effective_from = "m+3"', "effective_from", "a day of the calendar"),
    ("hcpcs.toml", 'replaced_by = ["J1299"]', 'replaced_by = ["J1298"]', "replaced_by", "“J1298” is no code of this table"),
    ("hcpcs.toml", "vials_mg = [300]", "vials_mg = [0]", "vials_mg", "holds more than 0 mg"),
    ("hcpcs.toml", "unit_mg = 2\n", "unit_mg = 0\n", "unit_mg", "greater than 0"),
    ("hcpcs.toml", "unit_mg = 2\n", "units_mg = 2\n", "units_mg", "no such key is known here"),
    ("hcpcs.toml", "doses_mg = [100, 900]", "doses_mg = [100]", "doses_mg", "at least 2"),
    ("hcpcs.toml", 'drug = "voclosporin"', 'drug = "voclo"', "key uncoded[1].drug", "“voclo” is no drug"),
    ("hcpcs.toml", "[[uncoded]]", "[[uncodet]]", "key uncodet", "only the tables [[code]], [[modifier]], [[uncoded]], [[refused_order]]"),
    ("hcpcs.toml", "most_vials = 20 ", "fewest_vials = 20 ", "limits.most_vials", "the key is missing"),
    ("loinc.toml", 'code = "2160-0"', 'code = "2160-1"', "key code[1].code", "check digit does not fit"),
    ("loinc.toml", '"2161-8"', '"2161-9"', "not_to_be_confused_with", "check digit does not fit"),
    ("loinc.toml", '"2161-8"', '"2160-0"', "not_to_be_confused_with", "a mistake for itself"),
    ("loinc.toml", 'analyte = "igg"', 'analyte = "iggg"', "analyte", "“iggg” is nothing that a case measures"),
    ("rxnorm.toml", 'code = "121191"', 'code = "121191x"', "key code[1].code", "digits only"),
    ("ndc.toml", 'code = "50242-0051-21"', 'code = "50242-051-21"', "key code[1].code", "write 50242-0051-21"),
    ("ndc.toml", 'code = "49401-0088"', 'code = "494010088"', "key code[5].code", "is no NDC"),
    ("ndc.toml", 'status = "secondary"\n\n[[code]]\ncode = "50242-0053-06"', 'status = "sure"\n\n[[code]]\ncode = "50242-0053-06"', "key code[1].status", "correct the value"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "message"), BROKEN, ids=[f"{b[0]} {b[2][:24]!r}" for b in BROKEN]
)
def test_a_fault_is_told_with_its_file_line_key_and_remedy(change, file, old, new, place, message):
    folder = change(file, old, new)
    told = [str(problem) for problem in problems(folder)]

    fitting = [
        line
        for line in told
        if line.startswith(f"payer/codes/{file}, line ") and place in line and message in line
    ]
    assert len(fitting) == 1, told
    assert check(folder)[-1] in problems(folder)


def test_tables_that_cannot_be_read_are_refused_as_a_whole(change):
    folder = change("hcpcs.toml", "unit_mg = 2\n", "unit_mg = 0\n")
    (folder / FOLDER / "ndc.toml").unlink()

    with pytest.raises(InputProblems, match="2 problems found") as told:
        codes(load().model_copy(update={"folder": folder}))
    assert "payer/codes/ndc.toml: the file is missing" in str(told.value)
