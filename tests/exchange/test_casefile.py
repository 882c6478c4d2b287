"""Reading and writing a case file: nothing is lost, nothing is half-written."""

import json
import os
import subprocess
import sys
import textwrap
from decimal import Decimal
from pathlib import Path

import pytest
from any_case import cases
from hypothesis import HealthCheck, given, settings

from lnreview.case.dates import ChartDate
from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.exchange import casefile


def small_case(**more) -> Case:
    return Case.model_validate({"id": "demo", **more})


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_a_round_trip_loses_nothing(case):
    text = casefile.dumps(case)
    again = casefile.loads(text, "case")
    assert again == case
    assert casefile.dumps(again) == text


@pytest.mark.parametrize(
    "written", ["3.40", "0.30", "1.0", "3.4", "120", "-5", "0.00001", "123456789012345678901"]
)
def test_digits_stay_as_written(written):
    quantity = f'{{"value": {written}, "unit": "g"}}'
    case = casefile.loads(f'{{"id": "a", "labs": [{{"analyte": "x", "quantity": {quantity}}}]}}', "a")
    value = casefile.loads(casefile.dumps(case), "a").labs[0].quantity.value
    assert str(value) == str(Decimal(written))


def test_a_number_may_be_written_as_text():
    case = casefile.loads(
        '{"id": "a", "labs": [{"analyte": "x", "quantity": {"value": "3.40", "unit": "g/g"}}]}', "a"
    )
    assert case.labs[0].quantity.value == Decimal("3.40")


def test_only_what_differs_from_the_default_is_written_and_format_and_version_always():
    text = casefile.dumps(small_case(patient={"sex": "female"}))
    assert json.loads(text) == {
        "format": "lnreview-case",
        "version": 1,
        "id": "demo",
        "patient": {"sex": "female"},
    }
    assert text.startswith('{\n  "format": "lnreview-case",\n')
    assert text.endswith("}\n")


def test_letters_of_other_languages_are_written_as_they_are(tmp_path):
    path = tmp_path / "case.json"
    casefile.write(small_case(patient={"name": "Zoë Łuć 李"}), path)
    assert "Zoë Łuć 李" in path.read_bytes().decode("utf-8")
    assert casefile.read(path).patient.name == "Zoë Łuć 李"


def test_a_byte_order_mark_is_read_over(tmp_path):
    path = tmp_path / "case.json"
    path.write_bytes(b'\xef\xbb\xbf{"id": "from-windows"}')
    assert casefile.read(path).id == "from-windows"
    assert casefile.loads('\ufeff{"id": "x"}', "x").id == "x"


def test_unknown_differs_from_no_and_partial_dates_stay_partial():
    text = '{"id": "a", "complete": {"biopsies": "no"}, "events": [{"what": "onset", "on": "2024-03"}]}'
    case = casefile.loads(casefile.dumps(casefile.loads(text, "a")), "a")
    assert (case.complete.biopsies, case.complete.courses) == ("no", "unknown")
    assert case.events[0].on == ChartDate("2024-03")


def test_an_impossible_value_is_kept_for_the_review_to_ask_about():
    case = casefile.loads(
        '{"id": "a", "courses": [{"drug": "mmf", "dose": {"value": -2, "unit": "g/d"}}],'
        ' "labs": [{"analyte": "creatinine", "quantity": {"value": 123, "unit": "mmol/L"}}]}',
        "a",
    )
    assert case.courses[0].dose.value == -2
    assert str(case.labs[0].quantity) == "123 mmol/L"


def test_ten_thousand_labs_are_a_working_case():
    labs = [{"analyte": "upcr", "quantity": {"value": n / 100, "unit": "g/g"}} for n in range(10_000)]
    case = casefile.loads(json.dumps({"id": "many", "labs": labs}), "many")
    assert len(case.labs) == 10_000
    assert casefile.loads(casefile.dumps(case), "many") == case


def test_writing_replaces_the_file_and_leaves_nothing_else(tmp_path):
    path = tmp_path / "case.json"
    path.write_text("old")
    casefile.write(small_case(), path)
    assert casefile.read(path) == small_case()
    assert [entry.name for entry in tmp_path.iterdir()] == ["case.json"]


def test_writing_through_a_link_keeps_the_link(tmp_path):
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old")
    link.symlink_to(real)
    casefile.write(small_case(), link)
    assert link.is_symlink()
    assert casefile.read(real) == small_case()


def test_a_failed_write_leaves_the_old_file_and_no_part(tmp_path, monkeypatch):
    path = tmp_path / "case.json"
    casefile.write(small_case(title="before"), path)

    def refuse(*names):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(UserError, match=r"case\.json was not written: Permission denied"):
        casefile.write(small_case(title="after"), path)
    assert casefile.read(path).title == "before"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_full_disk_is_a_sentence_and_the_old_file_stays(tmp_path):
    path = tmp_path / "case.json"
    casefile.write(small_case(title="before"), path)
    # The system itself refuses to let any file of the child grow beyond 1,000 bytes.
    child = textwrap.dedent(
        """
        import resource, sys
        from pathlib import Path
        from lnreview.case.model import Case
        from lnreview.errors import UserError
        from lnreview.exchange import casefile
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            casefile.write(Case(id="demo", note="x" * 5000), Path(sys.argv[1]))
        except UserError as error:
            print(error)
        """
    )
    done = subprocess.run([sys.executable, "-c", child, path], capture_output=True, text=True, check=True)
    assert "was not written: File too large. What was there before is unchanged." in done.stdout
    assert casefile.read(path).title == "before"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_missing_folder_and_a_folder_in_place_of_a_file_are_sentences(tmp_path):
    with pytest.raises(UserError, match="was not written: No such file or directory"):
        casefile.write(small_case(), tmp_path / "nowhere" / "case.json")
    with pytest.raises(UserError, match="is a folder"):
        casefile.write(small_case(), tmp_path)
    with pytest.raises(UserError, match="is a folder, not a case file"):
        casefile.read(tmp_path)
    with pytest.raises(UserError, match="was not found"):
        casefile.read(tmp_path / "nothing.json")


def test_what_could_not_be_read_again_is_not_written(tmp_path, monkeypatch):
    monkeypatch.setattr(casefile, "LARGEST_FILE", 2**20)
    path = tmp_path / "case.json"
    labs = [{"analyte": "x", "note": "y" * 20_000} for _ in range(60)]
    with pytest.raises(UserError, match="at most 1 MB"):
        casefile.write(small_case(labs=labs), path)
    assert not path.exists()


def test_the_whole_file_is_on_disk_before_it_takes_its_place(tmp_path, monkeypatch):
    steps = []
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (steps.append("sync"), sync(handle)))
    monkeypatch.setattr(os, "replace", lambda a, b: (steps.append(Path(a).read_bytes()[-2:]), replace(a, b)))
    casefile.write(small_case(), tmp_path / "case.json")
    assert steps == ["sync", b"}\n"]
