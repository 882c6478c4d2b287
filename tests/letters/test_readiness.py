"""Denials that happened, caught before the letter leaves: each check can be seen to ask, and to fall silent."""

import letterfactory as factory
import pytest

from lnreview.letters import write

KIND = "medical-necessity"


def keys(case, review=None, kind: str = KIND) -> dict[str, str]:
    found = write.gaps(kind, case, review or factory.review(case), factory.guideline())
    return {gap.key: gap.sentence for gap in found}


def course(**changes):
    return {"id": "mmf", "drug": "mycophenolate mofetil", "dose": {"value": 1500, "unit": "mg"}, "frequency": "bid",
            "start": "2025-03-10", "stop": "2025-10-20", "role": "induction", **changes}  # fmt: skip


def test_the_factory_case_is_silent():
    """But for the plan's policy, which nobody has chosen yet, and what nobody has verified."""
    assert [key for key in keys(factory.case()) if not key.startswith("unverified:")] == ["policy"]


# The plan's policy, the codes, the order.


def chosen(**request):
    return factory.case(coverage={"pack": "EX-RTX-REFR"}, request=request)


def policy_keys(case) -> list[str]:
    from lnreview.review.evaluate import review

    found = review(case, factory.guideline(), None)
    return [key for key in keys(case, found) if key.startswith(("criterion:", "pack:", "policy"))]


def test_a_chosen_policy_names_each_criterion_that_stands_in_the_way_and_that_it_is_an_example():
    found = policy_keys(chosen())
    assert "pack:EX-RTX-REFR" in found
    assert "policy" not in found
    blocked = [key for key in found if key.startswith("criterion:EX-RTX-REFR:")]
    assert any("literature" in key or "article" in key or "support" in key for key in blocked)


def test_a_criterion_that_the_record_settles_is_no_gap_any_more():
    before = policy_keys(chosen())
    after = policy_keys(chosen(articles=["One, 2020", "Two, 2021"]))
    assert len(after) < len(before)
    assert set(after) < set(before)


def test_a_pack_that_does_not_exist_is_said_with_those_that_do():
    sentence = keys(factory.case(coverage={"pack": "MY-PLAN"}))["policy"]
    assert "MY-PLAN" in sentence
    assert "EX-RTX-REFR" in sentence


def test_a_mistyped_npi_is_found():
    assert "signer-npi-wrong" in keys(factory.case(clinician={"npi": "1234567890"}))
    assert "signer-npi-wrong" not in keys(factory.case())


@pytest.mark.parametrize(
    ("code", "key"), [("M32.9", "diagnosis-code-unspecified"), ("M32.144", "code:unknown:M32.144")]
)
def test_a_code_that_is_unspecified_or_unknown_is_found(code, key):
    assert key in keys(factory.case(request={"diagnosis_code": code}))


# New York, 202203-147617: a response was claimed on samples, without primary data; a preferred agent stood untried.


def test_a_response_that_is_only_stated_is_asked_for():
    case = factory.case(courses=[course(id="other", start="2023-01-01", stated_outcome="partial")])
    asked = keys(case)["claim:other"]
    assert "A partial response to mycophenolate mofetil is stated without two dated values" in asked


def test_a_stated_response_with_both_values_is_not_asked_for():
    case = factory.case()
    review = factory.review(case)
    judged = review.regimens[0].courses[0].id
    courses = [c.model_dump(mode="json") for c in case.courses]
    stated = [{**c, "stated_outcome": "improved"} if c["id"] == judged else c for c in courses]
    told = factory.case(courses=stated)
    assert f"claim:{judged}" not in keys(told)


def test_samples_are_said():
    assert "do not count as therapy" in keys(factory.case(request={"obtained": "samples"}))["samples"]
    assert "samples" not in keys(factory.case(request={"obtained": "paid-by-plan"}))


def test_samples_that_only_stand_at_the_course_are_said():
    own = course(id="rtx", drug="rituximab", note="two doses of manufacturer samples")
    other = course(id="voc", drug="voclosporin", note="manufacturer samples")
    assert "samples" in keys(factory.case(courses=[own]))
    assert "samples" not in keys(factory.case(courses=[other]))  # not the drug that is asked for


@pytest.mark.parametrize(("start", "asked"), [("2019-01-01", True), (None, True), ("2026-01-15", False)])
def test_an_attested_response_needs_a_value_from_before_the_drug_and_one_since(start, asked):
    request = {"start": "continuation", "started_on": start}
    case = factory.case(request=request, attestations=[{"what": "responded", "says": "yes"}])
    assert ("claim:responded" in keys(case)) is asked
    assert "claim:responded" not in keys(factory.case(request=request))


def test_immunoglobulin_needs_the_igg_that_tells_its_routes_apart():
    """California, EI23-39661: low IgG is another route than lupus."""
    assert (
        "no IgG value is documented" in keys(factory.case(request={"therapy": "IVIG", "product": ""}))["igg"]
    )
    low = {
        "id": "igg",
        "analyte": "igg",
        "quantity": {"value": 3, "unit": "g/L"},
        "collected_on": "2026-11-02",
    }
    labs = [lab.model_dump(mode="json") for lab in factory.case().labs]
    assert "igg" not in keys(factory.case(request={"therapy": "IVIG", "product": ""}, labs=[*labs, low]))
    assert "igg" not in keys(factory.case())


@pytest.mark.parametrize(
    ("status", "reason", "asked"),
    [
        ("not-tried", "too late", True),
        ("unknown", "too late", True),
        ("contraindicated", "  ", True),
        ("contraindicated", "eGFR 41", False),
        ("tried", "no response", False),
    ],
)
def test_a_preferred_agent_needs_its_reason(status, reason, asked):
    item = {"id": "a", "drug": "belimumab", "status": status, "preferred": "yes", "reason": reason}
    assert ("preferred:a" in keys(factory.case(alternatives=[item]))) is asked


def test_an_off_label_request_speaks_of_the_labelled_options():
    silent = keys(factory.case(alternatives=[]))
    assert "does not say why the labelled options are not requested" in silent["alternatives"]
    assert "obinutuzumab" in silent["alternatives"]
    assert "alternatives" not in keys(factory.case())


def test_a_labelled_request_is_not_asked_why_not_another():
    case = factory.case(alternatives=[], request={"therapy": "obinutuzumab", "product": "Gazyva"})
    assert "alternatives" not in keys(case)


# What plans send back.


def test_an_old_value_is_asked_for_anew():
    case = factory.case(as_of="2027-09-01")
    review = factory.review(case)
    from dataclasses import replace

    from lnreview.case.dates import ChartDate

    later = replace(review, as_of=ChartDate.parse("2027-09-01").on())
    assert {"stale:upcr", "stale:egfr"} <= set(keys(case, later))
    assert not {"stale:upcr", "stale:egfr"} & set(keys(case, review))


def test_values_without_a_source_are_named_once():
    case = factory.case()
    bare = factory.case(labs=[{**lab.model_dump(mode="json"), "source": ""} for lab in case.labs])
    from lnreview.review.evaluate import review

    found = review(bare, factory.guideline(), None)
    asked = keys(bare, found)["lab-source"]
    assert asked.count("(20") <= 3
    assert "more" in asked


@pytest.mark.parametrize("blank", ["[dose]", "{{name}}", "____", "TBD"])
@pytest.mark.parametrize("field", ["reason", "rationale", "harm", "monitoring"])
def test_a_blank_that_was_never_filled_is_found(blank, field):
    assert blank in keys(factory.case(request={field: f"We ask for {blank} today."}))[f"blank:{field}"]


@pytest.mark.parametrize("text", ["UPCR 3.4 [mg/mg", "a_b", "see (1)", "TBDX"])
def test_what_only_looks_like_a_blank_is_left(text):
    assert "blank:reason" not in keys(factory.case(request={"reason": text}))
