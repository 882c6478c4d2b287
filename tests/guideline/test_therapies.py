"""The options of the pack: every therapy that is spoken of, who names it when, and what keeps it from being claimed for more."""

import pytest

from lnreview.guideline.load import load
from lnreview.guideline.model import Guideline, Therapy

EVERY = {
    "switch-mpaa-cyclophosphamide", "mpaa-belimumab-cni", "rituximab", "obinutuzumab", "belimumab", "voclosporin",
    "tacrolimus", "daratumumab", "leflunomide", "ivig", "plasma-exchange", "autologous-hsct", "car-t", "eculizumab",
    "aldesleukin", "bortezomib", "anifrolumab", "extended-cyclophosphamide", "btk-jak-mesenchymal",
    "investigational-trial", "mycophenolate-mofetil", "cyclophosphamide-low-dose", "cyclophosphamide-high-dose",
}  # fmt: skip
"""Section 8.1 of the clinical reference, row by row, and the standard regimens of section 4."""


@pytest.fixture(scope="module")
def guideline() -> Guideline:
    return load()


def of(guideline: Guideline, name: str) -> Therapy:
    found = guideline.therapy(name)
    assert found is not None, name
    return found


def test_every_therapy_that_is_spoken_of_is_a_row(guideline: Guideline) -> None:
    assert {therapy.id for therapy in guideline.therapies} == EVERY


def test_every_row_says_in_whom_it_was_tried(guideline: Guideline) -> None:
    assert [therapy.id for therapy in guideline.therapies if not therapy.tried_in.strip()] == []


@pytest.mark.parametrize("name", ["belimumab", "obinutuzumab", "voclosporin"])
def test_a_trial_in_active_disease_is_never_told_as_one_in_refractory_disease(
    guideline: Guideline, name: str
) -> None:
    assert of(guideline, name).tried_in.startswith("Active, not refractory")
    assert of(guideline, name).evidence_level == "active-not-refractory"


def test_arora_names_rituximab_and_lists_the_rescue_therapies_with_limited_evidence(
    guideline: Guideline,
) -> None:
    named = {therapy.id for therapy in guideline.therapies if "arora-2022" in therapy.named_by}
    limited = {therapy.id for therapy in guideline.therapies if "arora-2022" in therapy.limited_evidence_by}
    assert named == {"rituximab"}
    assert limited == {
        "daratumumab", "leflunomide", "ivig", "plasma-exchange", "autologous-hsct", "car-t", "eculizumab", "aldesleukin",
    }  # fmt: skip
    assert not any(item.by == "arora-2022" for therapy in guideline.therapies for item in therapy.naming)


def test_kdigo_does_not_name_obinutuzumab(guideline: Guideline) -> None:
    therapy = of(guideline, "obinutuzumab")
    assert "kdigo-2024" not in therapy.named_by
    assert not any(item.by == "kdigo-2024" for item in therapy.naming)


def test_the_ladder_of_the_acr_goes_from_dual_over_triple_to_anti_cd20(guideline: Guideline) -> None:
    rungs = {
        therapy.id: {item.after for item in therapy.naming if item.by == "acr-2024" and "inadequate-response" in item.verdicts}
        for therapy in guideline.therapies
    }  # fmt: skip
    assert {name for name, after in rungs.items() if "dual" in after} == {
        "belimumab",
        "voclosporin",
        "tacrolimus",
    }
    assert {name for name, after in rungs.items() if "triple" in after} == {
        "belimumab", "voclosporin", "tacrolimus", "rituximab", "obinutuzumab",
    }  # fmt: skip


def test_intravenous_cyclophosphamide_is_named_where_oral_adherence_is_in_doubt(guideline: Guideline) -> None:
    therapy = of(guideline, "cyclophosphamide-low-dose")
    (item,) = [naming for naming in therapy.naming if "nonadherence" in naming.verdicts]
    assert (item.by, item.status) == ("kdigo-2024", "secondary")
    assert therapy.dose is not None
    assert "500 mg, a flat dose" in therapy.dose.text


def test_nothing_is_invented_where_no_source_gives_a_stop_rule(guideline: Guideline) -> None:
    stated = {therapy.id for therapy in guideline.therapies if therapy.stop_rule is not None}
    assert stated == {"rituximab", "obinutuzumab", "voclosporin", "mpaa-belimumab-cni"}


@pytest.mark.parametrize(
    ("limit", "value", "upper", "unit", "status"),
    [
        ("vcs-egfr-rule-below", 60, None, "mL/min/{1.73_m2}", "primary"),
        ("vcs-fall-reduce", 20, None, "%", "primary"),
        ("vcs-fall-stop", 30, None, "%", "primary"),
        ("vcs-restart", 80, None, "%", "primary"),
        ("vcs-recheck-weeks", 2, None, "wk", "primary"),
        ("vcs-egfr-later-weeks", 4, None, "wk", "primary"),
        ("proteinuria-interval-active", 3, None, "mo", "primary"),
        ("proteinuria-interval-remission", 3, 6, "mo", "primary"),
        ("serology-shortest-interval", 1, None, "mo", "primary"),
        ("kdigo-treatment-months", 36, None, "mo", "secondary"),
        ("eular-2023-maintenance-months", 36, None, "mo", "secondary"),
        ("acr-maintenance-months", 36, 60, "mo", "primary"),
        ("gc-stop-months", 12, None, "mo", "secondary"),
        ("mmf-contraception-after", 6, None, "wk", "primary"),
        ("mmf-second-test", 8, 10, "d", "secondary"),
        ("igg-interval", 3, 6, "mo", "unverified"),
        ("pregnancy-quiet-months", 6, None, "mo", "secondary"),
    ],
)
def test_numbers_after_induction_are_those_of_the_reference(
    guideline: Guideline, limit: str, value: int, upper: int | None, unit: str, status: str
) -> None:
    found = guideline[limit]
    assert (found.value, found.upper, found.unit, found.status) == (value, upper, unit, status)


def test_every_correction_says_what_is_wrong_and_what_to_write(guideline: Guideline) -> None:
    corrections = [fact for fact in guideline.facts if fact.id.startswith(("correct-", "trap-"))]
    assert len([fact for fact in corrections if fact.id.startswith("trap-")]) == 28  # section 13
    for fact in corrections:
        assert fact.misuse, fact.id
        assert fact.text, fact.id
