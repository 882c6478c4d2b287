"""A bad file: every fault at once, each with its place and its remedy, never a traceback."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnreview.case.model import Case
from lnreview.errors import InputProblems, UserError
from lnreview.exchange import casefile


def problems_of(text: str) -> dict[str, str]:
    with pytest.raises(InputProblems) as caught:
        casefile.loads(text, "bad.json")
    assert str(caught.value).startswith("bad.json cannot be used: ")
    return {problem.place: problem.message for problem in caught.value.problems}


def problems_in(**content) -> dict[str, str]:
    return problems_of(json.dumps({"id": "bad", **content}))


def lab(**more) -> dict:
    return {"labs": [{"analyte": "x", **more}]}


def measured(value, **more) -> dict:
    return lab(quantity={"value": value, **({"unit": "g"} | more)})


OVERRIDE = {"step": "dosing", "status": "met"}

# place in the file, content of the file, words of the sentence
FAULTS = [
    ("labs/0/analyte", {"labs": [{}]}, "is missing; add it"),
    ("labs/0/quantity", lab(quantity=3.2), "a value with its unit, such as"),
    ("labs/0/quantity", lab(quantity="3.2 g/g"), "a value with its unit, such as"),
    ("labs/0/quantity/unit", lab(quantity={"value": 1}), "is missing"),
    ("labs/0/quantity/value", measured("1,234"), "not a number"),
    ("labs/0/quantity/value", measured(True), "not true or false"),
    ("labs/0/quantity/value", measured("NaN"), "not a finite"),
    ("labs/0/quantity/value", measured(10**40), "30 digits"),
    ("labs/0/collected_on", lab(collected_on="2024-02-30"), "not a day of the calendar"),
    ("labs/0/collected_on", lab(collected_on="03/04/2024"), "write a date as 2024"),
    ("labs/0/collected_on", lab(collected_on="0024-01-01"), "impossible year"),
    ("labs/0/collected_on", lab(collected_on=2024), "a date is a text"),
    ("labs/0/interpretation", lab(interpretation="Low"), "did you mean “low”"),
    ("labs/0/findings", lab(findings="pyuria"), "has to be a list"),
    ("labs/0/order", lab(order=1.5), "whole number"),
    ("labs/0/order", lab(order="first"), "whole number"),
    ("labs/0", {"labs": ["upcr 3"]}, "group of keys"),
    ("labs", {"labs": {"analyte": "x"}}, "has to be a list"),
    ("biopsies/0/glomeruli", {"biopsies": [{"glomeruli": True}]}, "not true or false"),
    ("biopsies/0/glomeruli", {"biopsies": [{"glomeruli": -1}]}, "is less than 0"),
    ("biopsies/0/glomeruli", {"biopsies": [{"glomeruli": 5000}]}, "is more than 500"),
    ("biopsies/0/classes/1", {"biopsies": [{"classes": ["III", "5"]}]}, "write I, II, III, IV, V or VI"),
    ("patient", {"patient": [1]}, "not a list"),
    ("patient/sex", {"patient": {"sex": "Female"}}, "did you mean “female”"),
    ("patient/brith_date", {"patient": {"brith_date": "1990"}}, "did you mean “birth_date”"),
    ("mood", {"mood": "good"}, "not a key"),
    ("synthetic", {"synthetic": "perhaps"}, "true or false"),
    ("title", {"title": "x" * 400}, "longer than 300"),
    ("note", {"note": 5}, "text in quotation marks"),
    ("id", {"id": "a/b"}, "must not hold a slash"),
    ("id", {"id": ""}, "must not be empty"),
    ("anchor", {"anchor": "m+3"}, "full date"),
    ("anchor", {"anchor": "2024-03"}, "full date"),
    ("overrides/0/rationale", {"overrides": [{**OVERRIDE, "rationale": " "}]}, "a rationale"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "content", "words"), FAULTS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_a_fault_is_named_with_its_place_and_remedy(place, content, words):
    found = problems_in(**content)
    assert list(found) == [place]
    assert words in found[place]
    assert re.search(r"\(line 1\)$", found[place])


def test_all_faults_are_reported_at_once_with_their_lines_also_those_between_entries():
    text = json.dumps(
        {
            "id": "bad",
            "anchor": "m+1",
            "labs": [
                {"id": "same", "analyte": "upcr", "collected_on": "2024-13-01"},
                {"id": "same", "analyte": "egfr"},
            ],
            "courses": [{"id": "same", "drug": "mmf"}],
            "overrides": [
                {"step": "dosing", "status": "met", "rationale": "a"},
                {"step": "dosing", "status": "not-met", "rationale": "b"},
            ],
            "colour": "red",
        },
        indent=1,
    )
    found = problems_of(text)
    assert set(found) == {
        "anchor", "labs/0/collected_on", "labs/1/id", "courses/0/id", "overrides/1/step", "colour",
    }  # fmt: skip
    assert "“same” is already the id of labs/0" in found["courses/0/id"]
    lines = text.splitlines()
    for place, word in {"labs/0/collected_on": "2024-13-01", "colour": "red", "anchor": "m+1"}.items():
        line = int(re.search(r"\(line (\d+)\)$", found[place])[1])
        assert word in lines[line - 1]


def test_ids_that_occur_twice_are_refused_also_without_another_fault():
    found = problems_in(labs=[{"id": "a", "analyte": "x"}], events=[{"id": "a", "what": "flare"}])
    assert list(found) == ["events/0/id"]


def test_a_file_with_thousands_of_faults_lists_the_first_and_counts_the_rest():
    with pytest.raises(InputProblems) as caught:
        casefile.loads(json.dumps({"id": "x", "labs": [{}] * 5000}), "bad.json")
    assert len(caught.value.problems) == casefile.MOST_PROBLEMS + 1
    assert str(5000 - casefile.MOST_PROBLEMS) in caught.value.problems[-1].message


def test_a_key_that_stands_twice_is_refused_with_its_line():
    found = problems_of('{"id": "a",\n "labs": [{"analyte": "x",\n "analyte": "y"}],\n "id": "b"}')
    assert found == {
        "labs/0/analyte": "this key stands there twice (line 3); keep one of them",
        "id": "this key stands there twice (line 4); keep one of them",
    }


@pytest.mark.parametrize(
    "word", ["NaN", "Infinity", "-Infinity", "1e999999999999999999999", "1" + "0" * 5000]
)
@pytest.mark.parametrize("field", ['"patient": {"age_years": %s}', '"note": %s', '"citation": {"year": %s}'])
def test_a_number_without_end_is_refused_wherever_it_stands(word, field):
    assert len(problems_of('{"id": "a", %s}' % (field % word))) == 1


FULL = json.dumps(
    {"id": "whole", "labs": [{"analyte": "upcr", "collected_on": "2024-03-01", "note": "é\n"}]}, indent=1
)


@given(st.integers(0, len(FULL) - 1))
@settings(deadline=None)
def test_a_file_that_was_cut_off_anywhere_says_so(length):
    (problem,) = problems_of(FULL[:length]).values()
    assert "cut off" in problem or "empty" in problem
    assert length == 0 or not FULL[:length].strip() or re.search(r"line \d+, column \d+", problem)


def test_broken_json_names_line_and_column():
    (problem,) = problems_of('{"id": "a",\n "labs": [1,,2]}').values()
    assert "not valid JSON (line 2, column 13" in problem


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 200_000, "[" * 200_000 + "]" * 200_000])
def test_a_nesting_bomb_is_refused(text):
    (problem,) = problems_of(text).values()
    assert "nested too deeply" in problem


@pytest.mark.parametrize("text", ["[]", "3", '"text"', "null"])
def test_something_that_is_not_a_group_of_keys_is_refused(text):
    assert "one group of keys" in problems_of(text)[""]


def test_a_later_version_says_that_a_newer_program_is_needed():
    found = problems_of('{"id": "a", "version": 2, "field_of_the_future": 1}')
    assert list(found) == ["version"]
    assert "newer lnreview" in found["version"]
    assert "Install the lnreview that wrote it" in found["version"]


@pytest.mark.parametrize("version", ["0", "-1", '"1"', "true", "1.5", "null"])
def test_a_version_that_is_no_version_is_refused(version):
    assert list(problems_of(f'{{"id": "a", "version": {version}}}')) == ["version"]


def test_another_kind_of_file_is_called_by_its_name():
    assert "FHIR" in problems_of('{"resourceType": "Bundle"}')["resourceType"]
    assert "not a case file" in problems_of('{"format": "other", "id": "a"}')["format"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(casefile.LARGEST_FILE + 1)
    with pytest.raises(UserError, match="32 MB, and a case file has at most 32 MB"):
        casefile.read(path)


def test_a_file_in_another_encoding_is_refused_with_the_line(tmp_path):
    path = tmp_path / "latin.json"
    path.write_bytes('{"id": "a",\n "title": "Chloé"}'.encode("latin-1"))
    with pytest.raises(InputProblems, match=r"not UTF-8 text \(line 2\); save it again"):
        casefile.read(path)


def test_half_a_character_is_refused():
    assert "lone surrogate" in problems_of('{"id": "a", "title": "\\ud800"}')["title"]


def test_control_characters_of_a_key_do_not_reach_the_screen():
    (place,) = problems_of('{"id": "a", "\\u001b[2Jboo": 1}')
    assert place == "?[2Jboo"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", *Case.model_fields, "value", "unit", "analyte"]), inner, max_size=5
        )
    ),
)


@given(anything)
@settings(max_examples=300, deadline=None)
def test_whatever_is_in_the_file_the_answer_is_a_case_or_sentences(data):
    try:
        case, problems = casefile.loads(json.dumps(data), "any.json"), ()
    except InputProblems as error:
        case, problems = None, error.problems
    assert isinstance(case, Case) or (problems and all(problem.message.strip() for problem in problems))
