"""Letters of many cases: one for each, a refused case stops no other, nothing half-written, the same as one by one."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lnreview import bulk, resources
from lnreview.cli import main
from lnreview.errors import UserError

DEMO = sorted(resources.demo().glob("*.json"))


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_a_folder_of_cases_gives_the_letters_that_each_gives_alone(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for path in DEMO[:5]:
        shutil.copy(path, source)
    (source / "broken.json").write_text("{")
    (source / "notes.txt").write_text("no case")

    result = run("letter", source, "--kind", "prior-authorization", "-o", out, "--workers", 2)

    assert result.exit_code == 2, result.output
    assert result.stdout == "5 written, 1 refused.\n"
    lines = result.stderr.splitlines()
    assert len(lines) == 6
    assert lines[0].startswith("[1/6] ")
    (refused,) = [line for line in lines if "broken.json" in line]
    assert "cannot be used" in refused
    assert {path.name for path in out.iterdir()} == {
        f"{path.stem}-prior-authorization.pdf" for path in DEMO[:5]
    }
    for path in DEMO[:5]:
        alone = tmp_path / "alone.pdf"
        assert run("letter", path, "--kind", "prior-authorization", "-o", alone).exit_code == 0
        assert (out / f"{path.stem}-prior-authorization.pdf").read_bytes() == alone.read_bytes()


def test_several_files_are_written_and_all_is_well(tmp_path: Path) -> None:
    result = run("letter", *DEMO[:2], DEMO[0], "--kind", "medical-necessity", "-o", tmp_path / "out")

    assert (result.exit_code, result.stdout) == (0, "2 written, 0 refused.\n"), result.output


def test_a_folder_without_cases_and_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="holds no case file"):
        bulk.sources([tmp_path])
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        shutil.copy(DEMO[0], tmp_path / name / "case.json")
    with pytest.raises(UserError, match="letters of one name"):
        bulk.sources([tmp_path / "a", tmp_path / "b"])
    assert bulk.sources([tmp_path / "a", tmp_path / "a" / "case.json"]) == [tmp_path / "a" / "case.json"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    result = run("letter", *DEMO[:2], "--kind", "medical-necessity", "-o", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is no folder" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to another process")
def test_stopping_a_run_leaves_only_whole_letters(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for number in range(120):
        shutil.copy(DEMO[number % len(DEMO)], source / f"{number}.json")
    process = subprocess.Popen(
        [sys.executable, "-m", "lnreview", "letter", source, "--kind", "medical-necessity", "-o", out],
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stderr.readline().startswith("[1/120]")
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does: to the workers as well
    said = process.communicate(timeout=120)[1]
    assert process.returncode == 1
    assert "Stopped." in said
    assert "Traceback" not in said
    written = list(out.iterdir())
    assert 0 < len(written) < 120
    for path in written:
        assert path.name.endswith("-medical-necessity.pdf")
        assert path.read_bytes().rstrip().endswith(b"%%EOF")


def test_a_password_comes_from_a_file_and_is_told_nowhere(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("correct horse battery\n")
    target = tmp_path / "letter.pdf"
    result = run(
        "letter",
        DEMO[0],
        "--kind",
        "medical-necessity",
        "-o",
        target,
        "--password-file",
        secret,
        "--attach-data",
    )
    assert result.exit_code == 0, result.output
    assert b"/AESV3" in target.read_bytes()
    assert "horse" not in result.output

    secret.write_text("short\n")
    result = run("letter", DEMO[0], "--kind", "medical-necessity", "-o", target, "--password-file", secret)
    assert result.exit_code == 2
    assert "only 5 characters" in result.stderr
    assert (
        run(
            "letter",
            DEMO[0],
            "--kind",
            "medical-necessity",
            "-o",
            target,
            "--password",
            "--password-file",
            secret,
        ).exit_code
        == 2
    )
    missing = run(
        "letter", DEMO[0], "--kind", "medical-necessity", "-o", target, "--password-file", tmp_path / "none"
    )
    assert (missing.exit_code, "cannot be read" in missing.stderr) == (2, True)


def test_a_password_is_asked_for_twice(tmp_path: Path) -> None:
    target = tmp_path / "letter.pdf"
    words = ["letter", str(DEMO[0]), "--kind", "medical-necessity", "-o", str(target), "--password"]
    result = CliRunner().invoke(main, words, input="correct horse battery\ncorrect horse battery\n")
    assert result.exit_code == 0, result.output
    assert "horse" not in result.output
    assert b"/AESV3" in target.read_bytes()


def test_a_logo_that_cannot_be_used_is_told_before_a_case_is_read(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"GIF89a")
    result = run(
        "letter",
        "none.json",
        "--kind",
        "medical-necessity",
        "-o",
        tmp_path / "x.pdf",
        "--logo",
        tmp_path / "logo.png",
    )
    assert result.exit_code == 2
    assert "neither PNG nor JPEG" in result.stderr
