"""The command line for payer packs: checking one, and holding a request against one."""

import json
from pathlib import Path

import pytest
from case_builder import two_failures
from click.testing import CliRunner

from lnreview import paths, resources
from lnreview.cli import main
from lnreview.exchange import casefile

PACKS = resources.guideline() / "payer" / "packs"


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's packs: empty, and not that of this machine."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setattr(paths, "payer_packs", lambda: folder)
    return folder


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    path = tmp_path / "case.json"
    casefile.write(two_failures(request={"therapy": "rituximab", "start": "new"}), path)
    return path


def clone(id: str) -> str:
    text = (PACKS / "EX-RTX-REFR.toml").read_text(encoding="utf-8")
    return text.replace('id = "EX-RTX-REFR"', f'id = "{id}"').replace("example = true\n", "")


def test_a_shipped_pack_and_the_whole_folder_are_without_problem():
    for path in (PACKS / "EX-BLANK.toml", PACKS, resources.guideline()):
        result = run("check", path)
        assert (result.exit_code, result.stdout) == (0, f"{path}: no problem found.\n"), result.output


def test_a_clone_with_an_id_of_its_own_passes(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(clone("mine"), encoding="utf-8")

    assert run("check", path).stdout == f"{path}: no problem found.\n"


def test_a_fault_ends_with_2_and_its_place(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(clone("mine").replace('ask = "literature"', 'ask = "literatur"'), encoding="utf-8")
    result = run("check", path)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "mine.toml, line " in result.stderr
    assert "key criterion.support.ask: “literatur” is no question that is known here" in result.stderr


def test_a_folder_of_packs_is_checked_pack_by_pack(tmp_path):
    folder = tmp_path / "packs"
    folder.mkdir()
    (folder / "good.toml").write_text(clone("good"), encoding="utf-8")
    (folder / "bad.toml").write_text(clone("EX-VCS-CRR").replace('title = "', 'titel = "'), encoding="utf-8")
    result = run("check", folder)

    assert result.exit_code == 2
    assert "bad.toml, line 3, key id" not in result.stderr
    assert "bad.toml, line 2, key id: “EX-VCS-CRR” is the id of a pack that travels with the program" in result.stderr  # fmt: skip
    assert "key titel" in result.stderr
    assert "good.toml" not in result.stderr


def test_a_file_that_is_not_there_is_said(tmp_path):
    result = run("check", tmp_path / "none.toml")

    assert result.exit_code == 2
    assert "There is no file" in result.stderr


def test_a_review_prints_the_policy_after_the_trace(case_file):
    result = run("review", case_file, "--policy", "EX-RTX-REFR")

    assert result.exit_code == 0, result.output
    assert result.stdout.index("Steps") < result.stdout.index("Held against EX-RTX-REFR")
    assert "◌ Screened for hepatitis B: not documented." in result.stdout


def test_the_object_has_the_key_only_when_it_is_asked_for(case_file):
    with_policy = json.loads(run("review", case_file, "--json", "--policy", "EX-RTX-REFR").stdout)
    without = json.loads(run("review", case_file, "--json").stdout)

    assert with_policy["policy"]["outcome"] == "pend"
    assert "policy" not in without


def test_the_pack_of_the_case_is_the_default(tmp_path):
    path = tmp_path / "case.json"
    casefile.write(two_failures(coverage={"pack": "EX-OBI-SOC"}), path)

    assert "Held against EX-OBI-SOC" in run("review", path, "--policy").stdout


def test_a_case_without_a_pack_is_told_which_fit(case_file):
    result = run("review", case_file, "--policy")

    assert result.exit_code == 2
    assert "The case names no payer pack" in result.stderr
    assert "EX-RTX-REFR" in result.stderr
    assert result.stdout == ""


def test_an_unknown_pack_ends_with_2(case_file):
    result = run("review", case_file, "--policy", "EX-NONE")

    assert result.exit_code == 2
    assert "There is no payer pack “EX-NONE”" in result.stderr


def test_an_own_pack_is_used_and_a_faulty_one_is_named(case_file, own):
    (own / "mine.toml").write_text(clone("mine"), encoding="utf-8")
    (own / "broken.toml").write_text("id = ", encoding="utf-8")
    result = run("review", case_file, "--policy", "mine")

    assert result.exit_code == 0, result.output
    assert "Held against mine 1" in result.stdout
    assert "A payer pack is not used: broken.toml" in result.stderr
