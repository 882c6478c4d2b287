"""The order of the options and its reasons, and the preconditions that are read from the record, at and around each limit."""

from decimal import Decimal
from pathlib import Path

import pytest
from case_builder import (
    NOW,
    belimumab,
    biopsy,
    case,
    course,
    egfr,
    guideline,
    lab,
    mmf,
    nih,
    one_failure,
    pdc,
    prednisone,
    proteinuria,
    quantity,
    reviewed,
    stable,
    tacrolimus,
    two_failures,
    upcr,
)  # fmt: skip

from lnreview.case.model import Case
from lnreview.exchange import casefile
from lnreview.review.cumulative import in_total
from lnreview.review.evaluate import assessment
from lnreview.review.finding import Option, Review
from lnreview.review.options import label_here
from lnreview.review.safety import for_therapy

ROOT = Path(__file__).parents[2]


def listed(review: Review) -> list[str]:
    return [option.therapy for option in review.options]


def option(review: Review, name: str) -> Option:
    return next(item for item in review.options if item.therapy == name)


def status(subject: Case, therapy: str, rule: str, **how: str) -> str:
    found = option(reviewed(subject, **how), therapy)  # type: ignore[arg-type]
    return next(item for item in found.safety if item.id == rule).status


def before(review: Review, first: str, second: str) -> bool:
    order = listed(review)
    return order.index(first) < order.index(second)


def labs(name: str, value: object, unit: str = "", **more: object) -> object:
    return lab(name, NOW - 5, value, unit, **more)  # type: ignore[arg-type]


# --- order -----------------------------------------------------------------------------------------------------------


def test_what_the_set_names_comes_first_then_the_label() -> None:
    review = reviewed(two_failures(), criteria="arora-2022")
    assert listed(review)[0] == "rituximab"
    assert review.options[0].named == "Arora 2022"
    labels = [item.label for item in review.options[1:4]]
    assert labels == ["on-label"] * 3


def test_every_place_has_its_reason_against_the_neighbour() -> None:
    review = reviewed(two_failures())
    for above, below in zip(review.options, review.options[1:], strict=False):
        assert f"before {below.name}" in above.why_here, above.therapy


def test_acr_lists_its_four_steps_first_by_label() -> None:
    lucja = casefile.read(ROOT / "resources/demo/demo-lucja-refractory.json")
    review = reviewed(lucja, criteria="acr-2024")
    assert review.verdict == "refractory"
    assert listed(review)[:4] == ["obinutuzumab", "mpaa-belimumab-cni", "rituximab", "investigational-trial"]


def test_what_was_already_given_comes_behind_what_was_not() -> None:
    review = reviewed(two_failures())
    spent = option(review, "switch-mpaa-cyclophosphamide")
    assert "mycophenolate" in spent.used
    assert "cyclophosphamide" in spent.used
    assert all(item.used or item.stopped for item in review.options[listed(review).index(spent.therapy) :])
    assert not option(reviewed(one_failure()), "switch-mpaa-cyclophosphamide").used


def test_a_trial_without_benefit_ranks_behind_its_equals() -> None:
    review = reviewed(two_failures())
    assert before(review, "ivig", "plasma-exchange")
    assert "a trial without benefit" in option(review, "plasma-exchange").why_here


def test_evidence_in_refractory_disease_ranks_before_uncontrolled_evidence() -> None:
    assert before(reviewed(two_failures()), "daratumumab", "leflunomide")


def dual_or_triple(*beside: object) -> Case:
    """Return a failed regimen of a year with mycophenolate, alone beside prednisone or with a second drug."""
    return case(biopsy(), prednisone(), mmf(0), list(beside), pdc(92, "mmf", 0, 390),
                proteinuria((-3, "3.0"), (360, "3.0"), (390, "3.0")), stable(-3, 360, 390), as_of=395)  # fmt: skip


def test_a_controlled_trial_in_nephritis_parts_what_label_and_refractory_evidence_do_not() -> None:
    review = reviewed(two_failures())
    assert before(review, "tacrolimus", "daratumumab")
    assert "a controlled trial in nephritis was read" in option(review, "tacrolimus").why_here


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ([], {"belimumab", "voclosporin", "tacrolimus"}),
        ([tacrolimus(0), pdc(92, "tac", 0, 390)], {"belimumab", "voclosporin", "tacrolimus", "rituximab", "obinutuzumab"}),
    ],
    ids=["after dual", "after triple"],
)  # fmt: skip
def test_the_acr_climbs_from_dual_over_triple_to_anti_cd20(more: list, named: set[str]) -> None:
    review = reviewed(dual_or_triple(*more), criteria="acr-2024")
    assert review.verdict == "inadequate-response"
    assert {item.therapy for item in review.options if item.named} == named
    assert bool(option(review, "tacrolimus").used) is bool(more)


def test_belimumab_that_was_part_of_a_failed_regimen_is_marked() -> None:
    review = reviewed(dual_or_triple(belimumab(0), pdc(92, "bel", 0, 390)))
    assert review.verdict == "inadequate-response"
    assert "belimumab" in option(review, "belimumab").used
    assert not option(review, "voclosporin").used
    assert not option(review, "mpaa-belimumab-cni").used  # not yet all three together


def test_rituximab_is_no_option_after_one_failure_unless_the_set_names_it() -> None:
    assert "rituximab" not in listed(reviewed(one_failure(), criteria="arora-2022"))
    named = option(reviewed(one_failure(), criteria="eular-2019"), "rituximab")
    assert named.named == "EULAR/ERA-EDTA 2019"


def test_kdigo_names_the_switch_after_one_failure() -> None:
    review = reviewed(dual_or_triple(), criteria="kdigo-2024")
    assert review.verdict == "inadequate-response"
    assert option(review, "switch-mpaa-cyclophosphamide").named == "KDIGO 2024"
    assert "named by KDIGO 2024" in option(review, "switch-mpaa-cyclophosphamide").why_here


def low_dose(reason: str = "unknown") -> Case:
    ended = {} if reason == "unknown" else {"stop_reason": reason}
    stop = None if reason == "unknown" else 60
    return case(biopsy(), prednisone(), mmf(0, stop, "1.0", **ended), pdc(92, "mmf", 0, 180),
                proteinuria((-3, "3.0"), (140, "3.0"), (170, "3.0")), stable(-3, 140, 170), as_of=175)  # fmt: skip


def test_after_undertreatment_the_present_regimen_at_its_full_dose_comes_first() -> None:
    review = reviewed(low_dose())
    assert review.verdict == "undertreated"
    assert listed(review)[0] == "mycophenolate-mofetil"
    assert review.options[0].resumes


def test_a_regimen_that_was_not_tolerated_is_not_simply_raised() -> None:
    review = reviewed(low_dose("intolerance"))
    assert review.verdict == "undertreated"
    assert not any(item.resumes for item in review.options)


def test_untreated_disease_is_offered_the_standard_regimens() -> None:
    review = reviewed(case(biopsy(), upcr(-3, "3.0"), egfr(-3, 90), as_of=5))
    assert review.verdict == "untreated"
    assert {"mycophenolate-mofetil", "cyclophosphamide-low-dose", "belimumab", "voclosporin"} <= set(
        listed(review)
    )
    assert before(review, "mycophenolate-mofetil", "cyclophosphamide-low-dose")  # ACR: preferred, conditional
    assert before(review, "cyclophosphamide-low-dose", "cyclophosphamide-high-dose")
    assert "rituximab" not in listed(review)


# --- preconditions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "expected"), [("44", "stop"), ("45", "stop"), ("46", "clear")])
def test_voclosporin_is_stopped_up_to_an_egfr_of_45(value: str, expected: str) -> None:
    assert status(two_failures(egfr(NOW - 2, value)), "voclosporin", "vcs-egfr") == expected


@pytest.mark.parametrize(("value", "choice", "expected"), [
    ("45", "", "stop"), ("45", "above-45", "stop"), ("46", "above-45", "clear"), ("45", "label-only", "caution"), ("46", "label-only", "clear"),
])  # fmt: skip
def test_the_reviewer_can_leave_the_egfr_of_tacrolimus_to_the_label(
    value: str, choice: str, expected: str
) -> None:
    subject = two_failures(egfr(NOW - 2, value), settings={"cni_egfr": choice})
    assert status(subject, "tacrolimus", "tac-egfr") == expected
    assert status(subject, "voclosporin", "vcs-egfr") == (
        "stop" if value == "45" else "clear"
    )  # the label's own limit


@pytest.mark.parametrize(
    ("value", "expected"), [("4.9", "caution"), ("5", "caution"), ("5.9", "caution"), ("6", "clear")]
)
def test_igg_calls_for_care_below_five_to_six(value: str, expected: str) -> None:
    assert status(two_failures(labs("igg", value, "g/L")), "rituximab", "rtx-igg") == expected


def test_igg_is_read_in_any_unit_and_by_the_laboratorys_own_flag() -> None:
    assert status(two_failures(labs("igg", 590, "mg/dL")), "rituximab", "rtx-igg") == "caution"
    assert status(two_failures(labs("igg", 600, "mg/dL")), "rituximab", "rtx-igg") == "clear"
    low = two_failures(labs("igg", "6.5", "g/L", range_low=7))
    assert status(low, "daratumumab", "dara-igg") == "stop"
    assert status(low, "rituximab", "rtx-igg") == "caution"
    assert status(two_failures(), "rituximab", "rtx-igg") == "not-documented"


@pytest.mark.parametrize(("value", "expected"), [("2.9", "clear"), ("3.0", "caution"), ("3.1", "caution")])
def test_belimumab_calls_for_care_from_a_upcr_of_three(value: str, expected: str) -> None:
    subject = two_failures(upcr(NOW - 2, value), upcr(NOW - 20, value))
    assert status(subject, "belimumab", "bel-proteinuria") == expected


@pytest.mark.parametrize(("classes", "expected"), [("IV", "clear"), ("V", "caution"), ("III+V", "caution")])
def test_belimumab_calls_for_care_in_class_v(classes: str, expected: str) -> None:
    subject = two_failures(biopsy(NOW - 10, classes, id="third"))
    assert status(subject, "belimumab", "bel-class-v") == expected


@pytest.mark.parametrize(
    ("hcv", "hiv", "expected"),
    [
        ("negative", "negative", "clear"),
        ("negative", None, "not-documented"),
        (None, None, "not-documented"),
        ("positive", "negative", "caution"),
    ],
)
def test_the_screen_needs_each_result(hcv: str | None, hiv: str | None, expected: str) -> None:
    results = [
        lab(name, NOW - 5, interpretation=said) for name, said in (("anti-hcv", hcv), ("hiv", hiv)) if said
    ]
    assert status(two_failures(results), "rituximab", "rtx-screen") == expected


def condition(what: str, present: str = "yes") -> tuple[str, dict[str, object]]:
    return ("comorbidities", {"what": what, "present": present})


@pytest.mark.parametrize(
    ("therapy", "rule", "what", "present", "expected"),
    [
        ("voclosporin", "vcs-cyp3a4", "strong CYP3A4 inhibitor", "yes", "stop"),
        ("voclosporin", "vcs-cyp3a4", "strong CYP3A4 inhibitor", "no", "clear"),
        ("voclosporin", "vcs-cyp3a4", "moderate CYP3A4 inhibitor", "yes", "not-documented"),
        ("voclosporin", "vcs-cyp3a4-moderate", "moderate CYP3A4 inhibitor", "yes", "caution"),
        ("voclosporin", "vcs-severe-liver", "severe hepatic impairment", "yes", "stop"),
        ("voclosporin", "vcs-reduced-dose", "mild hepatic impairment", "yes", "caution"),
        ("bortezomib", "bortezomib-neuropathy", "peripheral neuropathy", "yes", "stop"),
        ("bortezomib", "bortezomib-neuropathy", "peripheral neuropathy", "no", "clear"),
        ("bortezomib", "bortezomib-neuropathy", "asthma", "yes", "not-documented"),
        ("eculizumab", "ecu-meningococcus", "meningococcal vaccination", "yes", "clear"),
        ("eculizumab", "ecu-meningococcus", "meningococcal vaccination", "no", "stop"),
        ("eculizumab", "ecu-meningococcus", "asthma", "yes", "not-documented"),
        ("ivig", "ivig-thrombosis", "deep vein thrombosis", "yes", "stop"),
        ("belimumab", "bel-mood", "major depression", "yes", "caution"),
        ("rituximab", "rtx-pml", "PML", "yes", "stop"),
        ("autologous-hsct", "hsct-organ-failure", "heart failure", "yes", "stop"),
    ],
)
def test_a_condition_is_known_by_its_words(
    therapy: str, rule: str, what: str, present: str, expected: str
) -> None:
    assert status(two_failures(condition(what, present)), therapy, rule) == expected


def test_a_drug_that_the_pack_does_not_know_is_named_to_be_checked() -> None:
    subject = two_failures(course("itraconazole", NOW - 30, None, 200, "mg/d", role="supportive"))
    found = next(item for item in option(reviewed(subject), "voclosporin").safety if item.id == "vcs-cyp3a4")
    assert found.status == "not-documented"
    assert "itraconazole" in found.missing


def test_anifrolumab_is_stopped_by_active_nephritis_only() -> None:
    review = reviewed(two_failures())
    assert option(review, "anifrolumab").stopped
    assert listed(review)[-1] == "anifrolumab"


# --- cumulative cyclophosphamide -------------------------------------------------------------------------------------


def grams(*parts: object, **fields: object) -> tuple[Decimal, bool]:
    view = assessment(case(*parts, as_of=900, **fields), guideline())  # type: ignore[arg-type]
    total = in_total(view.ctx, ("cyclophosphamide",))
    return total.least, total.least == total.most


def test_six_flat_doses_are_three_grams() -> None:
    given = course("cyclophosphamide", 0, 70, 500, "mg", doses_given=6, route="iv", id="cyc")
    assert grams(given) == (Decimal(3), True)


def test_an_oral_course_counts_both_ends() -> None:
    oral = course("cyclophosphamide", 0, 99, 100, "mg/d", route="oral", id="cyc")  # 100 days of 0.1 g
    assert grams(oral) == (Decimal(10), True)


def test_a_dose_by_body_surface_needs_weight_and_height() -> None:
    assert grams(nih(0, 150, 750)) == (Decimal(0), False)
    body = [("measurements", {"what": what, "quantity": quantity(value, unit)})
            for what, value, unit in (("weight", 60, "kg"), ("height", 165, "cm"))]  # fmt: skip
    total, complete = grams(nih(0, 150, 1000), body)
    assert complete
    assert total == Decimal("9.948")  # 6 x 1 g/m² x 1.658 m² (Mosteller, a published vector)


@pytest.mark.parametrize(
    ("doses", "lifetime", "gonadal"),
    [(20, "clear", "clear"), (21, "clear", "caution"), (72, "clear", "caution"), (73, "stop", "caution")],
)
def test_limits_of_the_cumulative_dose(doses: int, lifetime: str, gonadal: str) -> None:
    """500 mg each: 10 g is 20 doses, 36 g is 72."""
    given = course("cyclophosphamide", 0, 335, 500, "mg", doses_given=doses, route="iv", id="cyc")
    view = assessment(case(biopsy(), given, as_of=400), guideline())
    therapy = guideline().therapy("extended-cyclophosphamide")
    assert therapy is not None
    rules = {item.id: item.status for item in for_therapy(view, therapy)}
    assert rules["extended-cyc-cumulative"] == lifetime
    assert rules["extended-cyc-gonadal"] == gonadal


# --- what the director of a unit asked of the order -------------------------------------------------------------------


def test_a_dose_that_was_not_tolerated_is_not_the_present_regimen_again() -> None:
    review = reviewed(casefile.read(ROOT / "resources/demo/demo-keisha-undertreated.json"))
    assert before(review, "voclosporin", "mycophenolate-mofetil")
    found = option(review, "mycophenolate-mofetil")
    assert not found.resumes
    assert any(item.status == "caution" and "intolerance" in item.because for item in found.safety)


def test_after_a_relapse_refractory_evidence_does_not_outrank_the_standard_inductions() -> None:
    review = reviewed(casefile.read(ROOT / "resources/demo/demo-hana-relapse.json"))
    assert before(review, "mycophenolate-mofetil", "tacrolimus")
    assert before(review, "cyclophosphamide-low-dose", "tacrolimus")
    assert before(review, "belimumab", "obinutuzumab")
    assert "analysed in relapse" in option(review, "belimumab").why_here


def test_what_more_sets_name_comes_before_its_equals() -> None:
    review = reviewed(dual_or_triple(tacrolimus(0), pdc(92, "tac", 0, 390)))
    assert review.verdict == "inadequate-response"
    if not option(review, "belimumab").used:
        assert before(review, "belimumab", "obinutuzumab")
        assert "named by 3 of the sets" in option(review, "belimumab").why_here


def test_ties_among_rescue_therapies_keep_the_printed_order_of_arora() -> None:
    printed = [
        "daratumumab",
        "leflunomide",
        "ivig",
        "plasma-exchange",
        "autologous-hsct",
        "car-t",
        "eculizumab",
        "aldesleukin",
    ]
    held = [item.id for item in guideline().therapies if "arora-2022" in item.limited_evidence_by]
    assert held == printed
    order = listed(reviewed(two_failures()))
    assert [name for name in order if name in ("leflunomide", "ivig", "eculizumab")] == [
        "leflunomide",
        "ivig",
        "eculizumab",
    ]


def test_no_option_explains_itself_by_the_same_words_twice() -> None:
    for path in sorted((ROOT / "resources/demo").glob("*.json")):
        for found in reviewed(casefile.read(path)).options:
            mine, _, other = found.why_here.rpartition(": ")[2].partition(", against ")
            assert not other or mine != other, (path.stem, found.therapy)


def test_anti_cd20_that_failed_stays_listed_with_its_reason() -> None:
    review = reviewed(casefile.read(ROOT / "resources/demo/demo-eleni-multirefractory.json"))
    assert review.verdict == "multirefractory"
    assert option(review, "rituximab").used == "rituximab"
    assert "another drug of its class" in option(review, "obinutuzumab").used
    assert before(review, "daratumumab", "anifrolumab")
    told = option(review, "daratumumab").why_here
    assert "a low IgG speaks against daratumumab" in told
    assert "reason for care" not in told


def test_the_present_drug_is_not_another_of_its_class() -> None:
    """On tacrolimus with full-dose mycophenolate below its own dose, voclosporin is not the present regimen."""
    subject = case(biopsy(), prednisone(), mmf(0, g="1.0"), tacrolimus(0, mg=1), pdc(92, "mmf", 0, 200), pdc(92, "tac", 0, 200),
                   proteinuria((-3, "3.0"), (170, "3.0"), (195, "3.0")), stable(-3, 170, 195), as_of=200)  # fmt: skip
    review = reviewed(subject)
    assert all(not item.resumes for item in review.options if item.therapy == "voclosporin")


@pytest.mark.parametrize(
    ("therapy", "age", "label"),
    [("obinutuzumab", 17, "off-label"), ("obinutuzumab", 18, "on-label"), ("voclosporin", 17, "off-label"),
     ("voclosporin", 18, "on-label"), ("belimumab", 17, "on-label"), ("obinutuzumab", None, "on-label")],
)  # fmt: skip
def test_a_child_is_outside_the_label_for_adults(therapy: str, age: int | None, label: str) -> None:
    chosen = guideline().therapy(therapy)
    assert chosen is not None
    subject = two_failures(patient={"sex": "female", "age_years": age})
    found, words = label_here(assessment(subject, guideline()), chosen)
    assert found == label
    assert ("outside the label" in words) is (label == "off-label")
    assert ("the age is not documented" in words) is (age is None)


def test_what_ran_when_the_response_was_lost_is_marked_and_comes_later() -> None:
    subject = case(
        biopsy(), prednisone(), mmf(0), belimumab(0), pdc(92, "mmf", 0, 330), pdc(92, "bel", 0, 330),
        proteinuria((-3, "3.0"), (150, "0.3"), (180, "0.3"), (300, "1.6"), (330, "1.8")), stable(-3, 150, 180, 300, 330),
        as_of=335,
    )  # fmt: skip
    review = reviewed(subject)
    assert review.verdict == "relapse"
    assert "it ran when the response was lost" in option(review, "belimumab").why_here
    assert before(review, "voclosporin", "belimumab")
    assert "it ran when the response was lost" not in option(review, "voclosporin").why_here
