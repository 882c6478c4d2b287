"""Faults in what a therapy says of its preconditions and of those who name it: each is found with its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lnreview.guideline.check import check

FILE = "therapies/beta.toml"
RULE = 'kind = "egfr"\ntext = "Not below the floor."\nparameter = "egfr-floor"'
NAMED = 'named_by = ["small"]'
NAMING = '\n[[therapy.naming]]\nby = "{by}"\nverdicts = ["{verdict}"]\ntext = "Named."\nlocator = "{where}"\nstatus = "primary"\n'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (RULE, 'kind = "screen"\ntext = "Screened."', "add analytes"),
        (RULE, 'kind = "known"\ntext = "Known."', "add analytes"),
        (RULE, 'kind = "condition"\ntext = "Absent."', "add words"),
        (RULE, 'kind = "requirement"\ntext = "Present."', "add words"),
        (RULE, 'kind = "interaction"\ntext = "Not beside."', "add words"),
        (RULE, 'kind = "igg"\ntext = "Known."', "name it as parameter"),
        (RULE, 'kind = "igg"\ntext = "Known."\nparameter = "months"', "measures months"),
        (RULE, 'kind = "cumulative-dose"\ntext = "Sum."\nparameter = "months"', "add with_classes"),
        (RULE, 'kind = "proteinuria"\ntext = "High."\nparameter = "egfr-floor"', "ratio is needed"),
        (NAMED, 'named_by = ["small"]\npreferred_to = ["gamma"]', "“gamma” is no therapy"),
        (NAMED, 'named_by = ["small"]\nlimited_evidence_by = ["lnreview"]', "“lnreview” is neither a criteria set"),
        ('evidence_level = "none"\n', 'evidence_level = "none"\n' + NAMING.format(by="small", verdict="untreted", where="x"), "“untreted” is no verdict"),
        ('evidence_level = "none"\n', 'evidence_level = "none"\n' + NAMING.format(by="nobody", verdict="untreated", where="x"), "“nobody”"),
        ('evidence_level = "none"\n', 'evidence_level = "none"\n' + NAMING.format(by="arora-2022", verdict="untreated", where=""), "locator is empty"),
    ],
)  # fmt: skip
def test_a_fault_is_found_with_its_place(
    change: Callable[[str, str, str], Path], old: str, new: str, said: str
) -> None:
    problems = [str(problem) for problem in check(change(FILE, old, new))]
    assert any(said in problem for problem in problems), problems
    assert any(FILE in problem for problem in problems)
