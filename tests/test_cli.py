"""The command line as a contract: what it prints, how it ends, and that a bad input leaves nothing behind."""

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from case_builder import biopsy, case, creatinine, one_failure, two_failures, upcr
from click.testing import CliRunner, Result

from lnreview import resources
from lnreview.case.model import Case
from lnreview.cli import KINDS, main
from lnreview.exchange import casefile
from lnreview.review.finding import STEPS, VERDICTS
from lnreview.store.store import Store
from tests.store.papers import draft

TESTS = Path(__file__).parent
KEYS = {
    "case", "as_of", "criteria", "verdict", "summary", "steps", "provisional", "urgent", "missing", "safety", "options", "notes",
}  # fmt: skip
STEP_KEYS = {"step", "status", "because", "evidence", "citations", "missing", "override"}


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def refused(result: Result, *said: str) -> str:
    """Check that a command ended with 2 and a sentence, never a traceback; return the sentence."""
    assert result.exit_code == 2, (result.exit_code, result.output, result.exception)
    assert isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    assert result.stdout == ""
    for words in said:
        assert words in result.stderr, result.stderr
    return result.stderr


def written(subject: Case, folder: Path) -> Path:
    path = folder / f"{subject.id}.json"
    casefile.write(subject, path)
    return path


def as_json(path: Path, *words: str) -> dict[str, Any]:
    result = run("review", path, "--json", *words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


# --- review ----------------------------------------------------------------------------------------------------------


def test_a_review_prints_one_object_with_the_keys_of_the_contract(tmp_path):
    found = as_json(written(two_failures(), tmp_path))

    assert set(found) >= KEYS
    assert (found["case"], found["as_of"], found["verdict"]) == ("invented", "2025-01-08", "refractory")
    assert set(found["criteria"]) == {"id", "version"}
    assert [step["step"] for step in found["steps"]] == list(STEPS)
    for step in found["steps"]:
        assert set(step) >= STEP_KEYS
        assert step["status"] in ("met", "not-met", "not-documented")
        assert all(set(item) >= {"what", "value", "unit", "date", "source"} for item in step["evidence"])
        assert all(set(item) >= {"source", "locator", "status"} for item in step["citations"])
    assert found["provisional"] is None
    assert found["urgent"] is None


def test_every_case_of_the_tree_can_be_reviewed(tmp_path):
    cases = [*sorted(resources.demo().glob("*.json")), *sorted((TESTS / "published").glob("*.json"))]
    assert len(cases) > 20
    for path in cases:
        found = as_json(path)
        assert set(found) >= KEYS
        assert found["verdict"] in VERDICTS
        assert found["summary"]


def test_details_are_added_only_when_asked_for(tmp_path):
    case_file = written(one_failure(), tmp_path)
    plain = json.loads(run("review", case_file, "--json").stdout)
    told = json.loads(run("review", case_file, "--json", "--details").stdout)

    assert "details" not in plain
    assert {key: value for key, value in told.items() if key != "details"} == plain
    tables = {table["id"]: table for table in told["details"]}
    assert {"criteria-comparison", "what-would-change", "ask-first"} <= set(tables)
    assert all(
        len(row["cells"]) == len(table["columns"]) for table in tables.values() for row in table["rows"]
    )
    text = run("review", case_file, "--details").stdout
    assert text.startswith(run("review", case_file).stdout)
    assert all(table["title"] in text for table in told["details"])
    assert max(len(line) for line in text.splitlines()) <= 100


def test_the_text_says_what_the_object_says(tmp_path):
    result = run("review", written(one_failure(), tmp_path))

    assert result.exit_code == 0
    assert "Inadequate response" in result.stdout
    assert "Leads to: Look for nonadherence" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 100


def test_another_day_and_another_set_can_be_asked_for(tmp_path):
    path = written(two_failures(), tmp_path)

    found = as_json(path, "--as-of", "2024-03-01", "--criteria", "kdigo-2024")
    assert (found["as_of"], found["criteria"]["id"], found["verdict"]) == (
        "2024-03-01",
        "kdigo-2024",
        "too-early",
    )


def test_missing_data_are_no_error(tmp_path):
    found = as_json(written(case(as_of="2024-05-01", complete={}), tmp_path))

    assert found["verdict"] == "insufficient-data"
    assert found["missing"]


def test_an_impossible_value_is_no_error_and_is_named(tmp_path):
    found = as_json(written(one_failure(creatinine(175, 123, "mmol/L", id="typo")), tmp_path))

    assert any(item["entry"] == "typo" and "123 mmol/L" in item["what"] for item in found["missing"])
    assert found["verdict"] == "inadequate-response"


@pytest.mark.parametrize(
    "entry",
    [
        ("labs", {"analyte": "upcr", "quantity": {"value": -3, "unit": "g/g"}, "collected_on": "2024-06-20"}),
        (
            "labs",
            {"analyte": "upcr", "quantity": {"value": 3, "unit": "furlong"}, "collected_on": "2024-06-20"},
        ),
        ("labs", {"analyte": "upcr", "quantity": {"value": 3, "unit": ""}, "collected_on": "2024-06-20"}),
        (
            "labs",
            {
                "analyte": "creatinine",
                "quantity": {"value": 0, "unit": "mg/dL"},
                "collected_on": "2024-06-20",
            },
        ),
        (
            "labs",
            {
                "analyte": "egfr",
                "quantity": {"value": 9000, "unit": "mL/min/1.73m2"},
                "collected_on": "2024-06-20",
            },
        ),
    ],
    ids=["negative", "unknown unit", "no unit", "creatinine 0", "eGFR 9000"],
)
def test_each_value_that_cannot_be_used_is_named(entry, tmp_path):
    name, content = entry
    found = as_json(written(one_failure((name, content | {"id": "odd"})), tmp_path))

    assert "odd" in {item["entry"] for item in found["missing"]}


def test_a_negative_dose_is_kept_and_never_adequate(tmp_path):
    path = written(case(biopsy(), ("courses", {"id": "mmf", "drug": "MMF", "dose": {"value": -2, "unit": "g/d"}, "start": "2024-01-10",
                                               "role": "induction"}), as_of="2024-07-01"), tmp_path)  # fmt: skip
    dosing = next(step for step in as_json(path)["steps"] if step["step"] == "dosing")

    assert dosing["status"] == "not-documented"
    assert any("mycophenolate" in item["what"] for item in dosing["missing"])


def test_ten_thousand_values_are_a_working_case(tmp_path):
    many = [upcr(-day % 4000 - 4000, "3.0", id=f"old-{day}") for day in range(10_000)]

    assert as_json(written(one_failure(many), tmp_path))["verdict"] == "inadequate-response"


# --- input that is wrong ---------------------------------------------------------------------------------------------

GOOD = {"format": "lnreview-case", "version": 1, "id": "x", "as_of": "2024-05-01"}
BAD = {
    "truncated": ('{"format": "lnreview-case", "version": 1, "id": "x", "labs": [{"anal', []),
    "empty": ("", []),
    "not an object": ("[1, 2]", []),
    "not JSON": ("Dear colleague, the patient", []),
    "nested too deep": ("[" * 100_000, []),
    "a later version": (json.dumps(GOOD | {"version": 2}), ["version"]),
    "no version of ours": (json.dumps(GOOD | {"version": "one"}), ["version"]),
    "another format": (json.dumps(GOOD | {"format": "fhir"}), ["format"]),
    "impossible date": (json.dumps(GOOD | {"labs": [{"analyte": "upcr", "collected_on": "2024-02-30"}]}), ["labs/0/collected_on", "2024-02-30"]),
    "date without order": (json.dumps(GOOD | {"labs": [{"analyte": "upcr", "collected_on": "03/04/2024"}]}), ["labs/0/collected_on"]),
    "ids twice": (json.dumps(GOOD | {"labs": [{"id": "a", "analyte": "upcr"}, {"id": "a", "analyte": "upcr"}]}), ["a"]),
    "unknown key": (json.dumps(GOOD | {"labs": [{"analyte": "upcr", "colour": "red"}]}), ["labs/0", "colour"]),
    "a bare number": (json.dumps(GOOD | {"labs": [{"analyte": "upcr", "quantity": 3}]}), ["labs/0/quantity"]),
    "not a number": ('{"format": "lnreview-case", "version": 1, "id": "x", "labs": [{"analyte": "upcr", "quantity": {"value": NaN, "unit": "g/g"}}]}', []),
    "a number of ten thousand digits": (json.dumps(GOOD).replace("}", ', "labs": [{"analyte": "upcr", "quantity": {"value": ' + "9" * 10_000 + ', "unit": "g/g"}}]}'), []),
}  # fmt: skip
COMMANDS = {
    "review": lambda path, out: ("review", path),
    "review --json": lambda path, out: ("review", path, "--json"),
    "letter": lambda path, out: ("letter", path, "--kind", "medical-necessity", "-o", out),
    "check": lambda path, out: ("check", path),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_ends_with_a_sentence_that_names_file_and_place(name, command, tmp_path):
    text, said = BAD[name]
    path, out = tmp_path / "bad.json", tmp_path / "letter.pdf"
    path.write_text(text, encoding="utf-8")

    message = refused(run(*COMMANDS[command](path, out)), "bad.json", *said)
    assert message.strip()
    assert [item.name for item in tmp_path.iterdir()] == ["bad.json"], "nothing was written"


def test_all_problems_of_a_file_are_told_at_once(tmp_path):
    path = tmp_path / "bad.json"
    path.write_text(
        json.dumps(
            GOOD | {"labs": [{"analyte": "upcr", "collected_on": "2024-13-01"}, {}], "patient": {"sex": "x"}}
        )
    )

    refused(run("review", path), "labs/0/collected_on", "labs/1/analyte", "patient/sex")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(casefile.LARGEST_FILE + 1)

    refused(run("review", path), "huge.json", "MB")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_not_there(command, tmp_path):
    refused(run(*COMMANDS[command](tmp_path / "none.json", tmp_path / "letter.pdf")), "none.json")
    assert list(tmp_path.iterdir()) == []


def test_a_day_that_cannot_be_read(tmp_path):
    refused(run("review", written(one_failure(), tmp_path), "--as-of", "31/12/2024"), "31/12/2024")


def test_an_unknown_set_names_those_that_are_known(tmp_path):
    refused(
        run("review", written(one_failure(), tmp_path), "--criteria", "kdigo-1999"),
        "kdigo-1999",
        "arora-2022",
    )


def test_a_case_without_any_day_says_how_to_give_one(tmp_path):
    path = tmp_path / "undated.json"
    path.write_text(
        '{"format": "lnreview-case", "version": 1, "id": "x", "labs": [{"analyte": "upcr", "collected_on": "m+3"}]}'
    )
    assert run("review", path).exit_code == 0
    assert run("review", path, "--as-of", "m+4").exit_code == 0


# --- letters ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_is_written_whole(kind, tmp_path):
    out = tmp_path / "letter.pdf"
    result = run("letter", written(two_failures(), tmp_path), "--kind", kind, "-o", out)

    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(b"%PDF-")
    assert out.read_bytes().rstrip().endswith(b"%%EOF")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["invented.json", "letter.pdf"]


def test_an_unknown_kind_is_refused(tmp_path):
    result = run("letter", written(two_failures(), tmp_path), "--kind", "poem", "-o", tmp_path / "poem.pdf")

    assert result.exit_code == 2
    assert not (tmp_path / "poem.pdf").exists()


@pytest.mark.parametrize("where", ["none/letter.pdf", "file/letter.pdf", "folder"])
def test_a_letter_that_cannot_be_written_says_so_and_leaves_nothing(where, tmp_path):
    path = written(two_failures(), tmp_path)
    (tmp_path / "file").write_text("a file, not a folder")
    (tmp_path / "folder").mkdir()
    before = sorted(item.relative_to(tmp_path).as_posix() for item in tmp_path.rglob("*"))

    refused(run("letter", path, "--kind", "medical-necessity", "-o", tmp_path / where))
    assert sorted(item.relative_to(tmp_path).as_posix() for item in tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied"), OSError(28, "No space left on device")]
)
def test_a_letter_that_the_system_refuses_leaves_the_old_one(error, tmp_path, monkeypatch):
    """Also a PDF that is open in a viewer, on Windows."""
    path, out = written(two_failures(), tmp_path), tmp_path / "letter.pdf"
    out.write_bytes(b"old")

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", refuse)
    refused(run("letter", path, "--kind", "medical-necessity", "-o", out), "letter.pdf")
    assert out.read_bytes() == b"old"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["invented.json", "letter.pdf"]


def test_a_letter_that_exists_is_replaced_whole(tmp_path):
    out = tmp_path / "letter.pdf"
    out.write_bytes(b"%PDF-old")
    assert (
        run("letter", written(two_failures(), tmp_path), "--kind", "medical-necessity", "-o", out).exit_code
        == 0
    )
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_letter_never_replaces_what_is_no_pdf(tmp_path):
    path = written(two_failures(), tmp_path)
    before = path.read_bytes()
    result = run("letter", path, "--kind", "medical-necessity", "-o", path)

    assert result.exit_code == 2
    assert "is no PDF" in result.output
    assert path.read_bytes() == before


def test_a_letter_through_a_link_leaves_the_link(tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    link = tmp_path / "letter.pdf"
    link.symlink_to(folder / "real.pdf")
    result = run("letter", written(two_failures(), tmp_path), "--kind", "medical-necessity", "-o", link)

    assert result.exit_code == 0
    assert link.is_symlink()
    assert (folder / "real.pdf").read_bytes().startswith(b"%PDF-")


# --- demo, check, schema, self-test ----------------------------------------------------------------------------------


def test_the_demo_prints_a_line_and_writes_letters_for_every_case(tmp_path):
    result = run("demo", "--headless", "--out", tmp_path / "demo")

    assert result.exit_code == 0, result.output
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    names = {path.stem for path in resources.demo().glob("*.json")}
    assert {line[0] for line in lines} == names
    assert {line[1] for line in lines} == set(VERDICTS), "one case for each verdict"
    assert all(line[2] for line in lines)
    letters = {path.name for path in (tmp_path / "demo").iterdir()}
    assert letters == {f"{name}-{kind}.pdf" for name in names for kind in KINDS}


def test_the_demo_into_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")

    result = run("demo", "--headless", "--out", tmp_path / "file")
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_folder_of_letters_without_headless_is_refused(tmp_path):
    refused(run("demo", "--out", tmp_path / "demo"), "--headless")


def test_check_finds_no_fault_in_the_pack():
    result = run("check", resources.guideline())

    assert (result.exit_code, "no problem found" in result.stdout) == (0, True)


def test_check_names_file_key_and_line_of_a_broken_pack(tmp_path):
    pack = tmp_path / "pack"
    for path in resources.guideline().rglob("*.toml"):
        target = pack / path.relative_to(resources.guideline())
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    broken = pack / "thresholds" / "adherence.toml"
    broken.write_text(broken.read_text().replace('unit = "ng/mL"', 'unit = "spoons"', 1))

    message = refused(run("check", pack), "adherence.toml", "spoons")
    assert re.search(r"line \d+|:\d+", message)


def test_check_asks_about_a_value_of_a_case(tmp_path):
    result = run("check", written(one_failure(creatinine(175, 123, "mmol/L", id="typo")), tmp_path))

    assert result.exit_code == 0
    assert "typo" in result.stdout
    assert "1 value to ask about" in result.stdout


def test_the_schema_is_printed_and_fits_every_case_of_the_tree():
    result = run("schema")
    assert result.exit_code == 0
    schema = json.loads(result.stdout)
    for path in [
        *resources.demo().glob("*.json"),
        *(TESTS / "published").glob("*.json"),
        *(TESTS / "discriminators").glob("*.json"),
    ]:
        assert misfits(json.loads(path.read_text(encoding="utf-8")), schema, schema, path.stem) == []
    assert misfits({"format": "lnreview-case", "id": "x", "labs": [{"colour": 1}]}, schema, schema, "x")


TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "number": (int, float),
    "integer": int,
}


def misfits(value: Any, schema: dict[str, Any], root: dict[str, Any], place: str) -> list[str]:
    """Return where a value does not fit a JSON Schema, for the keywords that ours uses."""
    if "$ref" in schema:
        target: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return misfits(value, target, root, place)
    if "anyOf" in schema:
        tried = [misfits(value, option, root, place) for option in schema["anyOf"]]
        return [] if any(not found for found in tried) else tried[0]
    found = (
        []
        if "const" not in schema or value == schema["const"]
        else [f"{place}: {value!r} is not {schema['const']!r}"]
    )
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{place}: {value!r} is none of {schema['enum']}")
    kinds = schema.get("type")
    if kinds:
        allowed = tuple(TYPES[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))
        if not any(isinstance(value, kind) for kind in allowed) or (
            isinstance(value, bool) and bool not in allowed
        ):
            return [*found, f"{place}: {value!r} is no {kinds}"]
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{place}: {value!r} does not match {schema['pattern']}")
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            found += misfits(item, schema["items"], root, f"{place}/{number}")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"{place}: {key} is missing" for key in schema.get("required", []) if key not in value]
        for key, item in value.items():
            if key in known:
                found += misfits(item, known[key], root, f"{place}/{key}")
            elif schema.get("additionalProperties") is False:
                found.append(f"{place}: {key} is not known")
    return found


def test_the_self_test_passes_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("self-test")

    assert result.exit_code == 0, result.output
    assert "All is well." in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_version_is_told():
    result = run("--version")

    assert (result.exit_code, result.stdout.startswith("lnreview")) == (0, True)


# --- verify ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(tmp_path):
    """A store with an issued document and an attached file."""
    path = tmp_path / "cases.db"
    with Store.open(path, now=lambda: datetime(2026, 11, 22, tzinfo=UTC)) as store:
        store.create(two_failures())
        store.add_file(b"%PDF-1.4 a report", "application/pdf")
        store.issue(draft(store.load("invented"), pdf=b"%PDF-1.4 " + b"letter" * 2000))
    return path


@pytest.mark.parametrize("words", [("verify", "--database"), ("--database",)])
def test_a_store_that_holds_what_it_promises_verifies(kept, words):
    result = run(*words, kept, *(() if words[0] == "verify" else ("verify",)))

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        f"{kept}: all is as it was recorded (cases 1, events 2, issued documents 1, attached files 1).\n"
    )


def test_the_store_that_is_verified_is_by_default_ones_own(kept, monkeypatch):
    monkeypatch.setattr("lnreview.paths.default_store", lambda: kept)

    assert run("verify").exit_code == 0


def test_each_broken_promise_is_a_sentence(kept):
    content = bytearray(kept.read_bytes())
    content[content.index(b"letterletter")] ^= 1
    kept.write_bytes(content)
    result = run("verify", "--database", kept)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        f"{kept}: document 1 was changed after it was issued.",
        f"{kept}: the PDF of document 1 is damaged or was changed.",
        "Work on from a backup that verifies, and keep this file to look into it.",
    ]


def test_a_store_with_damaged_pages_is_a_broken_promise(kept):
    content = bytearray(kept.read_bytes())
    content[4096 : 40 * 4096] = b"\xa5" * (39 * 4096)
    kept.write_bytes(content)
    result = run("verify", "--database", kept)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "damaged" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_store_that_is_missing_or_none_is_a_wrong_input(tmp_path):
    refused(
        run("verify", "--database", tmp_path / "no.db"), "There is no store", "Name the file with --database"
    )
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "x.db").write_text("something else")
    refused(run("verify", "--database", tmp_path / "x.db"), "is not a store of cases")
