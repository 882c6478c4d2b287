from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lnreview.errors import InputProblems
from lnreview.guideline.load import load

Change = Callable[[str, str, str], Path]


def faults(folder: Path) -> list[str]:
    with pytest.raises(InputProblems) as raised:
        load(folder)
    assert str(folder) in str(raised.value)
    return [str(problem) for problem in raised.value.problems]


def test_a_pack_without_fault_becomes_typed_parts(pack: Path) -> None:
    guideline = load(pack)
    assert (guideline.version, guideline.effective) == ("1", date(2026, 11, 1))
    assert guideline["months"].upper == 6
    assert guideline.criteria["small"].definition.text == "Two regimens failed."
    assert [drug.drug_class for drug in guideline.drugs] == ["mpaa", "cni"]
    assert guideline.doses[0].floor == "floor"
    assert guideline.therapies[0].safety[0].parameter == "egfr-floor"
    assert guideline.steps["adherence"].text == "Was it taken?"


def test_digits_are_kept_as_written(pack: Path) -> None:
    assert str(load(pack).equations["double"].coefficients["factor"]) == "2.50"
    assert load(pack).number("floor") == Decimal("2.0")


def test_ids_come_from_the_place_where_a_part_stands(pack: Path) -> None:
    guideline = load(pack)
    assert guideline.sources["arora-2022"].id == "arora-2022"
    assert guideline["floor"].id == "floor"
    assert guideline.criteria["small"]["no-change"].id == "small.no-change"


def test_thresholds_of_all_files_are_one_table(pack: Path) -> None:
    assert load(pack).thresholds.keys() == {"floor", "months", "egfr-floor"}


def test_a_pack_is_read_once_until_a_file_changes(pack: Path) -> None:
    first = load(pack)
    assert load(pack) is first
    (pack / "pack.toml").write_text('version = "1.1"\neffective = 2026-11-02\n', encoding="utf-8")
    assert load(pack).version == "1.1"


def test_a_slip_in_a_key_names_file_line_key_and_remedy(change: Change) -> None:
    folder = change("thresholds/doses.toml", 'means = "smallest dose"', 'mean = "smallest dose"')
    assert faults(folder) == [
        "thresholds/doses.toml, line 1, key floor.means: the key is missing; add it",
        "thresholds/doses.toml, line 4, key floor.mean: "
        "no such key is known here; correct its spelling or remove it",
    ]


def test_a_wrong_value_is_shown_with_its_line(change: Change) -> None:
    (fault,) = faults(change("thresholds/safety.toml", "value = 45", 'value = "many"'))
    assert fault.startswith("thresholds/safety.toml, line 2, key egfr-floor.value: ")
    assert "many" in fault
    assert fault.endswith("correct the value")


@pytest.mark.parametrize("number", ["nan", "inf", "true"])
def test_what_is_no_finite_number_is_refused(change: Change, number: str) -> None:
    (fault,) = faults(change("thresholds/safety.toml", "value = 45", f"value = {number}"))
    assert "egfr-floor.value" in fault


def test_an_unknown_status_is_refused(change: Change) -> None:
    (fault,) = faults(change("steps.toml", 'status = "primary"', 'status = "certain"'))
    assert fault.startswith("steps.toml, line 5, key adherence.status: ")


def test_the_line_of_a_repeated_table_is_its_own(change: Change) -> None:
    (fault,) = faults(change("drugs.toml", 'class = "cni"', ""))
    assert fault == "drugs.toml, line 8, key drug[2].class: the key is missing; add it"


def test_the_line_inside_a_table_of_a_repeated_table_is_found(change: Change) -> None:
    (fault,) = faults(change("therapies/beta.toml", 'kind = "egfr"', 'kind = "kidney"'))
    assert fault.startswith("therapies/beta.toml, line 27, key therapy[1].safety[1].kind: ")


def test_a_header_inside_a_long_text_is_no_table(change: Change) -> None:
    long = 'text = """\n[dosing]\n"""\nlocators = "abstract"'
    folder = change("steps.toml", 'text = "Was it taken?"', long)
    (fault,) = faults(folder)
    assert fault.startswith("steps.toml, line 5, key adherence.locators: no such key")


def test_one_broken_file_hides_nothing_of_the_others(pack: Path) -> None:
    (pack / "sources.toml").write_text("[arora-2022\n", encoding="utf-8")
    (pack / "drugs.toml").write_bytes(b"\xff\xfe")
    (pack / "lesions.toml").unlink()
    (pack / "equations.toml").write_text("a = " + "[" * 5000, encoding="utf-8")
    (pack / "steps.toml").write_text("[adherence]\n", encoding="utf-8")
    found = faults(pack)
    starts = ["sources.toml: ", "drugs.toml: ", "lesions.toml: ", "equations.toml: ", "steps.toml, line 1, "]
    for start in starts:
        assert any(fault.startswith(start) for fault in found), start
    assert any("is not valid TOML" in fault for fault in found)
    assert any("UTF-8" in fault for fault in found)
    assert any("is missing; every pack has it" in fault for fault in found)


def test_the_same_threshold_in_two_files_is_refused_with_both_places(pack: Path) -> None:
    text = (pack / "thresholds/safety.toml").read_text(encoding="utf-8")
    (pack / "thresholds/twice.toml").write_text("\n" + text, encoding="utf-8")
    (fault,) = faults(pack)
    assert fault.startswith("thresholds/twice.toml, line 2, key egfr-floor: ")
    assert "thresholds/safety.toml, line 1, key egfr-floor" in fault


@pytest.mark.parametrize("kind", ["drug", "lesion"])
def test_the_same_id_twice_is_refused(pack: Path, kind: str) -> None:
    path = pack / f"{kind}s.toml"
    path.write_text(path.read_text(encoding="utf-8") * 2, encoding="utf-8")
    assert any("stands already in" in fault for fault in faults(pack))


def test_two_criteria_sets_of_one_id_are_refused(pack: Path) -> None:
    text = (pack / "criteria/small.toml").read_text(encoding="utf-8")
    (pack / "criteria/zweite.toml").write_text('id = "small"\n' + text, encoding="utf-8")
    (fault,) = faults(pack)
    assert fault.startswith("criteria/zweite.toml")
    assert "“small” stands already in criteria/small.toml" in fault


def test_a_misspelt_list_is_refused(change: Change) -> None:
    (fault,) = faults(change("doses.toml", "[[dose]]", "[[doses]]"))
    assert fault == "doses.toml, line 1, key doses: only [[dose]] tables are known here; correct the name"


def test_a_single_table_where_a_list_belongs_is_refused(change: Change) -> None:
    (fault,) = faults(change("doses.toml", "[[dose]]", "[dose]"))
    assert "write [[dose]]" in fault


def test_a_value_where_a_table_belongs_is_refused(change: Change) -> None:
    (fault,) = faults(change("steps.toml", "[adherence]\n", "dosing = 3\n[adherence]\n"))
    assert fault.startswith("steps.toml, line 1, key dosing: a table is needed here")


@pytest.mark.parametrize("folder", ["criteria", "thresholds", "therapies"])
def test_an_empty_folder_is_a_problem(pack: Path, folder: str) -> None:
    for path in (pack / folder).iterdir():
        path.unlink()
    assert any(fault.startswith(f"{folder}: the folder is missing") for fault in faults(pack))


def test_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path / "nowhere")
    assert "no such folder" in fault


def test_a_missing_version_is_a_problem(change: Change) -> None:
    assert faults(change("pack.toml", 'version = "1"\n', "")) == [
        "pack.toml, key version: the key is missing; add it"
    ]
