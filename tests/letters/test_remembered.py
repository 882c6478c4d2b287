"""What is remembered between two letters follows from what it was made of, and from nothing else."""

import letterfactory as factory
from hypothesis import given
from hypothesis import strategies as st

from lnreview.letters import write
from lnreview.letters.content import words
from lnreview.letters.remembered import Remembered
from lnreview.review.evaluate import review


def test_an_answer_is_made_once_for_a_key_and_its_objects():
    made = []
    kept: Remembered[int] = Remembered(2)
    one, other = object(), object()
    assert kept.of("a", (one,), lambda: made.append(1) or 1) == 1
    assert kept.of("a", (one,), lambda: made.append(2) or 2) == 1
    assert kept.of("a", (other,), lambda: made.append(3) or 3) == 3
    assert kept.of("b", (one,), lambda: made.append(4) or 4) == 4
    assert made == [1, 3, 4]


@given(st.lists(st.integers(0, 5), max_size=40), st.integers(1, 3))
def test_the_oldest_answers_are_forgotten_and_none_is_wrong(keys, most):
    kept: Remembered[int] = Remembered(most)
    for key in keys:
        assert kept.of(key, (), lambda key=key: key * 10) == key * 10
        assert len(kept._answers) <= most


def letter(case, kind="medical-necessity"):
    found = review(case, factory.guideline(), None)
    return write.text(write.compose(kind, case, found, factory.guideline(), dated=factory.DAY))


def test_a_changed_value_changes_the_comparison_at_once():
    case = factory.case()
    before = letter(case)
    labs = [
        {**lab.model_dump(mode="json"), "quantity": {"value": "0.2", "unit": "g/g"}}
        if lab.analyte == "upcr" and str(lab.collected_on) >= "2026-04"
        else lab.model_dump(mode="json")
        for lab in case.labs
    ]
    after = letter(factory.case(labs=labs))
    title = "Appendix: criteria sets side by side"
    assert before.partition(title)[2] != after.partition(title)[2]


def test_the_version_of_the_record_counts_the_record_and_not_the_paperwork():
    case = factory.case()
    assert words.record_version(case) == words.record_version(factory.case(denials=[{"reason": "x"}]))
    for changes in ({"settings": {"egfr_tolerance": "10"}}, {"courses": []}, {"patient": {"sex": "male"}}):
        assert words.record_version(case) != words.record_version(factory.case(**changes))
