"""The places of a JSON text agree with what the JSON library reads."""

import json

from hypothesis import given
from hypothesis import strategies as st

from lnreview.exchange.places import lines, values

documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
)


def places_of(data, place=()):
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*place, key)
        yield from places_of(value, (*place, key))


@given(documents, st.sampled_from([None, 1]), st.booleans())
def test_every_value_is_found_once_in_order(data, indent, ascii_only):
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    found = list(values(text))
    assert [each.place for each in found] == list(places_of(data))
    assert not any(each.repeated for each in found)


@given(st.dictionaries(st.text(min_size=1, max_size=6), st.integers(), min_size=1, max_size=6))
def test_each_value_is_on_its_line(data):
    text = json.dumps(data, indent=1)
    assert [each.line for each in values(text)] == list(range(2, len(data) + 2))


def test_a_place_that_is_not_there_gets_the_line_of_what_should_hold_it():
    text = '{"labs": [\n{"analyte": "x"},\n{"note": ""}]}'
    assert lines(text, {("labs", 1, "analyte"), ("labs", 0, "analyte"), ("other",)}) == {
        ("labs", 1, "analyte"): 3,
        ("labs", 0, "analyte"): 2,
        ("other",): 1,
    }


def test_a_key_that_was_there_before_is_marked_also_around_lists():
    text = '{"a": [1, 2], "b": {"a": 1}, "a": [3, {"b": 0}], "\\u0061": 4}'
    assert [each.place for each in values(text) if each.repeated] == [("a",), ("a",)]
