"""Three values and the rules over them: a gap is never read as a yes or as a no."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnreview.review.policy.truth import all_of, any_of, if_then_else, joined, n_of, opposite

T, F, N = "met", "not-met", "not-documented"
ANSWERS = st.sampled_from([T, F, N])
LISTS = st.lists(ANSWERS, min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("answers", "every", "one"),
    [((T, T), T, T), ((T, F), F, T), ((T, N), N, T), ((F, N), F, N), ((N, N), N, N), ((F, F), F, F)],
)
def test_all_and_any_follow_the_table(answers, every, one):
    assert all_of(answers) == every
    assert any_of(answers) == one
    assert all_of(answers[::-1]) == every
    assert any_of(answers[::-1]) == one


@pytest.mark.parametrize(
    ("answers", "needed", "expected"),
    [((T, T, F), 2, T), ((T, N, F), 2, N), ((T, F, F), 2, F), ((N, N, F), 2, N), ((N, F, F), 2, F), ((T, F, N), 1, T)],
)  # fmt: skip
def test_n_of_counts_what_is_met_and_what_still_can_be(answers, needed, expected):
    assert n_of(answers, needed) == expected


@pytest.mark.parametrize(
    ("condition", "then", "other", "expected"),
    [(T, T, F, T), (F, T, F, F), (N, T, F, N), (N, T, T, T), (N, F, F, F), (N, N, N, N), (T, N, F, N), (F, F, N, N)],
)  # fmt: skip
def test_an_open_condition_gives_what_both_branches_agree_on(condition, then, other, expected):
    assert if_then_else(condition, then, other) == expected


@given(ANSWERS)
def test_not_swaps_met_and_not_met_and_keeps_a_gap(answer):
    assert opposite(opposite(answer)) == answer
    assert (opposite(answer) == answer) == (answer == N)


@given(LISTS)
def test_one_of_n_is_any_and_n_of_n_is_all(answers):
    assert n_of(answers, 1) == any_of(answers)
    assert n_of(answers, len(answers)) == all_of(answers)


@given(LISTS, st.integers(1, 6))
def test_needing_more_is_never_easier(answers, needed):
    order = {F: 0, N: 1, T: 2}

    assert order[n_of(answers, needed + 1)] <= order[n_of(answers, needed)]


@given(LISTS)
def test_all_is_not_any_of_the_opposites(answers):
    assert all_of(answers) == opposite(any_of([opposite(answer) for answer in answers]))


def trees(depth: int = 3):
    """Rules over rules down to leaves, which are numbers of answers."""
    leaves = st.integers(0, 4)
    if depth == 0:
        return leaves
    below = trees(depth - 1)
    return st.one_of(
        leaves,
        st.tuples(st.sampled_from(["all", "any"]), st.lists(below, min_size=1, max_size=3)),
        st.tuples(st.just("n-of"), st.lists(below, min_size=2, max_size=3)),
        st.tuples(st.just("not"), st.lists(below, min_size=1, max_size=1)),
        st.tuples(st.just("if"), st.lists(below, min_size=3, max_size=3)),
    )


def value(tree, answers):
    if isinstance(tree, int):
        return answers[tree]
    rule, below = tree
    return joined(rule, [value(item, answers) for item in below], 2)


@given(trees(), st.lists(ANSWERS, min_size=5, max_size=5), st.integers(0, 4))
def test_removing_a_datum_never_settles_what_was_open(tree, answers, at):
    without = [*answers[:at], N, *answers[at + 1 :]]
    before, after = value(tree, answers), value(tree, without)

    assert after in (N, before)


@given(trees(), st.lists(ANSWERS, min_size=5, max_size=5))
def test_what_is_settled_holds_whatever_the_gaps_turn_out_to_be(tree, answers):
    now = value(tree, answers)
    if now == N:
        return
    gaps = [index for index, answer in enumerate(answers) if answer == N]
    for filled in itertools.product([T, F], repeat=len(gaps)):
        full = list(answers)
        for index, answer in zip(gaps, filled, strict=True):
            full[index] = answer
        assert value(tree, full) == now
