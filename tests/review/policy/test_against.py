"""A request held against a pack: which tree, what blocks first, what the reviewer adds, what is said of the pack."""

from decimal import Decimal
from pathlib import Path

import pytest
from asking import attested, held, leaf, plain
from case_builder import biopsy, case, egfr, guideline, mmf, on, prednisone, reviewed, two_failures, upcr
from hypothesis import given
from hypothesis import strategies as st

from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.guideline.load import load
from lnreview.guideline.packs import packs
from lnreview.review.policy.against import against_policy, suited
from lnreview.review.policy.asked import ANSWERS
from lnreview.review.policy.result import EXCEPTION
from lnreview.review.policy.written import as_json, as_text

HEAD = """\
id = "mine"
version = "3"
title = "Mine"
source = "my plan"
status = "primary"
drugs = ["belimumab"]
effective_from = 2024-01-01
effective_to = 2024-12-31
initial = "start"
"""
AGE = '\n[criterion.{id}]\nwords = "{id}"\nask = "age"\nat_least = {limit}\naccepts = "birth date"\n'
SAID = '\n[criterion.{id}]\nwords = "{id}"\nask = "attestation"\nwhat = "{id}"\naccepts = "a statement"\n'


def rule(id, text):
    return f'\n[criterion.{id}]\nwords = "{id}"\n{text}\n'


def with_pack(folder: Path, text: str):
    """Return a guideline with one own pack."""
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    pack = load(own_packs=folder)
    assert packs(pack).problems == ()
    return pack


def against(subject, pack, id="mine"):
    return against_policy(subject, reviewed(subject, pack=pack), pack, id)


def request(therapy="belimumab", start="new", **more):
    return {"request": {"therapy": therapy, "start": start, **more}}


# --- which pack, which tree ------------------------------------------------------------------------------------------


def test_every_question_has_an_answer():
    from lnreview.guideline.asks import ASKS

    assert set(ANSWERS) == set(ASKS.values())


def test_without_a_pack_nothing_is_held_against_one():
    assert against(plain(), guideline(), "") is None


def test_the_pack_of_the_case_is_taken():
    subject = plain(coverage={"pack": "EX-OBI-SOC"})

    assert against(subject, guideline(), "").pack.id == "EX-OBI-SOC"
    assert against(subject, guideline(), "EX-VCS-CRR").pack.id == "EX-VCS-CRR"


def test_an_unknown_pack_is_told_with_those_that_exist_and_those_with_faults(tmp_path):
    (tmp_path / "broken.toml").write_text("id =", encoding="utf-8")
    pack = load(own_packs=tmp_path)

    with pytest.raises(UserError) as error:
        against(plain(), pack, "EX-NONE")

    for words in ("There is no payer pack “EX-NONE”", "Choose one of: ", "EX-VCS-CRR", "broken.toml"):
        assert words in str(error.value)


@pytest.mark.parametrize(
    ("start", "pack", "tree", "caution"),
    [
        ("new", "EX-VCS-CRR", "initial", ""),
        ("continuation", "EX-VCS-CRR", "continuation", ""),
        ("unknown", "EX-VCS-CRR", "initial", "does not say whether it is a new start or a continuation"),
        ("continuation", "EX-VCS-CLASSUPCR", "initial", "holds no criteria of its own for a continuation"),
    ],
)
def test_the_request_chooses_the_tree(start, pack, tree, caution):
    found = held(plain(**request("voclosporin", start)), pack)

    assert found.tree == tree
    assert not caution or any(caution in text for text in found.cautions)


@pytest.mark.parametrize(
    ("therapy", "expected"),
    [
        ("Benlysta", {"EX-BEL-BIOPSY", "EX-BEL-ALTDX", "EX-BEL-FAIL", "EX-BEL-VCS-DUAL"}),
        ("voclosporin", {"EX-VCS-CLASSUPCR", "EX-VCS-CRR"}),  # not the template
        ("rituximab", {"EX-RTX-REFR"}),
        ("CAR-T", {"EX-CART-TRIAL"}),
        ("azathioprine", set()),
        ("", set()),
    ],
)
def test_packs_are_suited_to_the_requested_drug(therapy, expected):
    assert {pack.id for pack in suited(plain(**request(therapy)), guideline())} == expected


def test_a_pack_of_the_cases_plan_comes_first():
    subject = plain(coverage={"payer": "Blue Cross NC"}, **request("voclosporin"))

    assert suited(subject, guideline())[0].id == "EX-VCS-CRR"


# --- cautions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pack", "said"),
    [
        ("EX-BEL-BIOPSY", "Example: verify against the plan's current policy."),
        ("EX-BEL-BIOPSY", "The pack is from a secondary source: check it against the original."),
        ("EX-BEL-BIOPSY", "The policy is undated, read 2026-11"),
        ("EX-BEL-BIOPSY", "The pack is for belimumab; the request is for rituximab."),
        ("EX-IVIG-SLE", "The policy is in force from 2026-01-01, after the day of the review (2024-04-19)."),
        ("EX-RTX-REFR", "Example: verify"),
    ],
)
def test_cautions(pack, said):
    found = held(plain(**request("rituximab")), pack)

    assert any(said in text for text in found.cautions), found.cautions


def test_a_pack_for_the_drug_of_the_request_says_nothing_of_it():
    assert not any("the request is for" in text for text in held(plain(**request("Rituxan")), "EX-RTX-REFR").cautions)  # fmt: skip


@pytest.mark.parametrize("pack", ["EX-VCS-CRR", "EX-VCS-CLASSUPCR"])
def test_therapy_on_samples_is_flagged_whatever_tree_is_read(pack):
    said = "Earlier doses were samples; many plans do not count them as therapy."

    assert said in held(plain(**request("voclosporin", "continuation", obtained="samples")), pack).cautions
    assert said in held(plain(**request("voclosporin", "unknown", obtained="samples")), pack).cautions
    assert said not in held(plain(**request("voclosporin", obtained="paid-by-plan")), pack).cautions


def test_a_policy_that_ended_or_is_older_than_the_label_is_told(tmp_path):
    label = HEAD.replace('version = "3"', 'version = "3"\nlabel_change_date = "2024-02"')
    pack = with_pack(tmp_path, label + AGE.format(id="start", limit=18))
    later = plain(as_of="2025-01-01", **request())

    assert any("was in force until 2024-12-31" in text for text in against(later, pack).cautions)
    assert any("older than the last change of the drug's label" in text for text in against(later, pack).cautions)  # fmt: skip
    assert not any("in force" in text for text in against(plain(as_of="2024-12-31", **request()), pack).cautions)  # fmt: skip


def test_a_record_told_in_months_is_not_compared_with_dates():
    subject = Case.model_validate({"id": "m", "as_of": "m+6", "labs": [{"analyte": "upcr", "quantity": {"value": 3, "unit": "g/g"}, "collected_on": "m+5"}]})  # fmt: skip

    assert not any("in force" in text for text in held(subject, "EX-IVIG-SLE").cautions)


# --- what blocks -----------------------------------------------------------------------------------------------------


def ids(found):
    return [item.id for item in found.blocking]


def test_documented_failures_come_before_gaps_shallow_before_deep_near_before_far(tmp_path):
    text = (
        HEAD + rule("start", 'all = ["gap", "deep", "far", "near", "fine"]') + SAID.format(id="gap")
        + rule("deep", 'all = ["deepest"]') + AGE.format(id="deepest", limit=33) + AGE.format(id="far", limit=90)
        + AGE.format(id="near", limit=40) + AGE.format(id="fine", limit=18)
    )  # fmt: skip
    found = against(plain(**request()), with_pack(tmp_path, text))  # 31 years old

    assert ids(found) == ["near", "far", "deepest", "gap"]
    assert found.outcome == "refer-to-physician"
    assert leaf(found, "near").distance == Decimal(9) / 40


def test_of_a_choice_everything_that_could_meet_it_stands_in_the_way(tmp_path):
    text = (
        HEAD + rule("start", 'any = ["one", "two"]') + SAID.format(id="one") + AGE.format(id="two", limit=90)
    )
    found = against(plain(**request()), with_pack(tmp_path, text))

    assert (found.outcome, ids(found)) == ("pend", ["two", "one"])
    assert against(plain(attested("one"), **request()), with_pack(tmp_path, text)).blocking == ()


def test_of_a_condition_only_the_branch_that_holds_stands_in_the_way(tmp_path):
    text = (
        HEAD + rule("start", 'if = "c"\nthen = "t"\nelse = "e"')
        + SAID.format(id="c") + SAID.format(id="t") + SAID.format(id="e")
    )  # fmt: skip
    pack = with_pack(tmp_path, text)

    assert ids(against(plain(attested("c"), **request()), pack)) == ["t"]
    assert ids(against(plain(attested("c", "no"), **request()), pack)) == ["e"]
    assert ids(against(plain(**request()), pack)) == ["c", "t", "e"]


def test_what_must_not_be_stands_in_the_way_when_it_is(tmp_path):
    text = HEAD + rule("start", 'not = "x"\nunless = "y"') + SAID.format(id="x") + SAID.format(id="y")
    pack = with_pack(tmp_path, text)

    assert against(plain(attested("x", "no"), **request()), pack).outcome == "meets-criteria"
    assert against(plain(attested("x"), attested("y"), **request()), pack).outcome == "meets-criteria"
    assert ids(against(plain(attested("x"), **request()), pack)) == ["x", "y"]
    assert against(plain(attested("x"), attested("y", "no"), **request()), pack).outcome == "refer-to-physician"  # fmt: skip
    assert against(plain(**request()), pack).outcome == "pend"


def test_an_exclusion_that_is_not_documented_is_a_gap_and_no_pass(tmp_path):
    text = HEAD + SAID.format(id="start").replace("ask =", "exclusion = true\nask =")
    pack = with_pack(tmp_path, text)

    assert against(plain(**request()), pack).outcome == "pend"
    assert against(plain(attested("start", "no"), **request()), pack).outcome == "meets-criteria"
    found = against(plain(attested("start"), **request()), pack)
    assert found.outcome == "refer-to-physician"
    assert found.root.exclusion
    assert "rules it out" in found.root.change


def test_some_of_many(tmp_path):
    text = HEAD + rule("start", 'n_of = 2\nof = ["a", "b", "c"]') + "".join(SAID.format(id=id) for id in "abc")  # fmt: skip
    pack = with_pack(tmp_path, text)

    assert against(plain(attested("a"), attested("b"), **request()), pack).outcome == "meets-criteria"
    assert against(plain(attested("a"), attested("b", "no"), **request()), pack).outcome == "pend"
    assert against(plain(attested("a", "no"), attested("b", "no"), **request()), pack).outcome == "refer-to-physician"  # fmt: skip
    assert against(plain(**request()), pack).root.needed == 2


def test_whatever_is_open_says_what_would_change_it():
    for pack in packs(guideline()).packs:
        for item in held(two_failures(), pack).root.leaves():
            assert bool(item.change) == (item.status != "met"), (pack, item.id)
            assert item.source
            assert item.words
            assert item.place


# --- the reviewer ----------------------------------------------------------------------------------------------------


def note(criterion, **more):
    return {"pack": "mine", "criterion": criterion, **more}


def test_a_judgement_counts_and_the_computed_status_stays(tmp_path):
    text = HEAD + rule("start", 'all = ["a", "b"]') + SAID.format(id="a") + AGE.format(id="b", limit=18)
    pack = with_pack(tmp_path, text)
    judged = plain(criterion_notes=[note("a", status="met", rationale="read in the fax")], **request())
    found = against(judged, pack)

    assert (found.outcome, found.computed) == ("meets-criteria", "pend")
    assert leaf(found, "a").status == "not-documented"
    assert found.root.effective == "met"
    assert found.blocking == ()


def test_a_judgement_on_a_rule_stands_for_what_is_below_it(tmp_path):
    text = HEAD + rule("start", 'all = ["r"]') + rule("r", 'all = ["a"]') + SAID.format(id="a")
    pack = with_pack(tmp_path, text)
    against_it = plain(attested("a"), criterion_notes=[note("r", status="not-met", rationale="outdated")], **request())  # fmt: skip
    found = against(against_it, pack)

    assert (found.outcome, found.computed, ids(found)) == ("refer-to-physician", "meets-criteria", ["r"])


def test_a_comment_changes_no_status_and_marks_what_was_seen(tmp_path):
    text = HEAD + rule("start", 'all = ["a", "b"]') + SAID.format(id="a") + AGE.format(id="b", limit=18)
    pack = with_pack(tmp_path, text)
    commented = plain(criterion_notes=[note("a", comment="met, surely", seen=True)], **request())
    found = against(commented, pack)

    assert found.outcome == found.computed == "pend"
    assert [item.id for item in found.untouched] == ["b"]


def test_notes_on_another_pack_are_left_alone(tmp_path):
    pack = with_pack(tmp_path, HEAD + SAID.format(id="start"))
    other = plain(criterion_notes=[{"pack": "EX-OBI-SOC", "criterion": "start", "status": "met", "rationale": "x"}], **request())  # fmt: skip

    assert against(other, pack).outcome == "pend"


# --- less is never more ----------------------------------------------------------------------------------------------


def rich():
    """Return a patient whose record says something to most questions and contradicts itself nowhere."""
    return case(
        biopsy(), prednisone(), mmf(0), upcr(90, "3.0"), egfr(90, 90), attested("background-continues"),
        attested("severe-cns-lupus", "no"), attested("hypertensive-emergency", "no"),
        ("blood_pressures", {"systolic": 130, "diastolic": 80, "measured_on": on(95)}),
        as_of=100, clinician={"specialty": "Nephrology"},
        **request(diagnosis_code="M32.14", articles=["One.", "Two."], product="Truxima"),
    )  # fmt: skip


LISTS = ("biopsies", "courses", "labs", "attestations", "blood_pressures")
WHOLE = {
    "clinician": {}, "request": {"therapy": "belimumab", "start": "new"}, "complete": {}, "lupus": {},
    "patient": {"sex": "female"},
}  # fmt: skip


@given(st.data())
def test_removing_a_datum_never_meets_what_was_open(data):
    content = rich().model_dump(mode="json")
    before = {id: held(rich(), id).root for id in ("EX-BEL-ALTDX", "EX-VCS-CRR", "EX-OBI-SOC")}
    name = data.draw(st.sampled_from([*LISTS, *WHOLE]))
    if name in LISTS:
        content[name].pop(data.draw(st.integers(0, len(content[name]) - 1)))
    else:
        content[name] = WHOLE[name]
    less = Case.model_validate(content)

    for id, root in before.items():
        after = {item.id: item.status for item in held(less, id).root.walk()}
        for item in root.walk():
            assert not (item.status == "not-documented" and after[item.id] == "met"), (name, item.id)


# --- written ---------------------------------------------------------------------------------------------------------


def test_the_text_shows_sign_word_reason_and_gap():
    text = as_text(held(two_failures(**request("rituximab")), "EX-RTX-REFR"))

    assert "Held against EX-RTX-REFR 1" in text
    assert "Pend with list." in text
    assert "✓ Standard first-line treatment failed: met." in text
    assert "◌ Screened for hepatitis B: not documented. [secondary]" in text
    assert "missing: result of HBsAg and Anti-HBc, with its date" in text
    assert "! Example: verify against the plan's current policy." in text
    assert "What stands in the way, and what would change it" in text
    assert all(len(line) <= 100 for line in text.splitlines())


def test_the_text_shows_the_judgement_beside_the_computed_status(tmp_path):
    pack = with_pack(tmp_path, HEAD + SAID.format(id="start"))
    judged = plain(criterion_notes=[note("start", status="met", rationale="in the fax", by="N. N.", comment="page 2")], **request())  # fmt: skip
    text = as_text(against(judged, pack))

    assert "Meets criteria." in text
    assert "Computed from the record alone: Pend with list." in text
    assert "◌ start: not documented." in text
    assert "✎ N. N.: met. in the fax" in text
    assert "comment: page 2" in text


def test_the_object_holds_the_whole_tree():
    found = as_json(held(two_failures(**request("rituximab")), "EX-RTX-REFR"))

    assert (found["pack"]["id"], found["pack"]["version"], found["tree"]) == ("EX-RTX-REFR", "1", "initial")
    assert found["outcome"] == found["computed"] == "pend"
    assert found["blocking"] == ["support", "dosing", "hepatitis-b", "product"]
    assert found["root"]["children"][0]["id"] == "nephritis"
    first = found["root"]["children"][1]
    assert (first["id"], first["status"], first["source_status"]) == ("first-line-failed", "met", "primary")
    assert first["evidence"][0]["entry"] == "mmf"
    assert found["root"]["rule"] == "all"


def test_a_judgement_makes_no_exception_from_what_is_documented_as_not_met(tmp_path):
    """A reviewer may settle what is open; an exception is a physician's, whatever the reviewer writes."""
    pack = with_pack(
        tmp_path, HEAD + rule("start", 'all = ["a", "b"]') + SAID.format(id="a") + SAID.format(id="b")
    )
    record = (attested("a", "no"), attested("b"))
    judged = plain(*record, criterion_notes=[note("a", status="met", rationale="a mistake")], **request())
    found = against(judged, pack)
    assert found.root.effective == "met"
    assert found.computed == found.outcome == "refer-to-physician"
    assert found.exception_wanted
    assert EXCEPTION in " ".join(as_text(found).split())
    assert not against(plain(*record, **request()), pack).exception_wanted
