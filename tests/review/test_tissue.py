"""What a biopsy is told as, what its report lacks, and which other explanation is documented or only suspected."""

from __future__ import annotations

from decimal import Decimal

import pytest
from case_builder import biopsy, case, event, guideline, lab, on, other_tissue, pregnant, proteinuria, stable

from lnreview.case.dates import ChartDate, Span
from lnreview.review import tissue
from lnreview.review.context import Context
from lnreview.review.evaluate import assessment
from lnreview.review.finding import Finding
from lnreview.review.tissue import Alternative

AS_OF = 60


def context(*parts, as_of=AS_OF, **fields) -> Context:
    return assessment(case(*parts, as_of=as_of, **fields), guideline()).ctx


def span(day: int | str) -> Span:
    return ChartDate.parse(on(day) or "").on()


def only(*parts, **fields) -> str:
    """Return the single biopsy of a record in words, without its date."""
    ctx = context(*parts, **fields)
    return str(tissue.describe(ctx, ctx.case.biopsies[0]))


# --- the latest tissue -----------------------------------------------------------------------------------------------


def test_the_latest_is_by_day_not_by_place_and_all_of_its_day():
    ctx = context(biopsy(5, id="b"), biopsy(-8, id="a"), biopsy(5, "V", id="c"))
    assert {item.id for item in tissue.latest(ctx)} == {"b", "c"}


def test_since_a_day_counts_that_day_and_drops_what_has_no_date():
    ctx = context(biopsy(5, id="dated"), biopsy(None, id="undated"))
    assert [item.id for item in tissue.latest(ctx, span(5))] == ["dated"]
    assert tissue.latest(ctx, span(6)) == ()
    assert [item.id for item in tissue.latest(ctx)] == ["dated"]


def test_without_any_date_the_last_by_order_is_the_latest():
    ctx = context(biopsy(None, id="second", order=2), biopsy(None, id="first", order=1))
    assert [item.id for item in tissue.latest(ctx)] == ["second"]
    assert tissue.latest(ctx, span(0)) == ()


@pytest.mark.parametrize(
    ("shows", "proven"),
    [([], None), (["yes"], True), (["no"], False), (["unknown"], None), (["no", "yes"], True), (["no", "unknown"], None)],
)  # fmt: skip
def test_lupus_nephritis_is_proven_by_any_tissue_and_denied_only_by_all(shows, proven):
    parts = [biopsy(-8 + place, "", None, None, shows_ln=said) for place, said in enumerate(shows)]
    assert tissue.proves_ln(context(parts)) is proven


@pytest.mark.parametrize(
    ("parts", "complete", "none"),
    [
        ([], {"biopsies": "yes"}, True),
        ([], {}, False),
        ([event("no-biopsy-taken", 0)], {}, True),
        ([event("biopsy-refused", 0)], {}, False),
        ([biopsy(), event("no-biopsy-taken", -20)], {"biopsies": "yes"}, False),
    ],
)
def test_that_none_was_taken_needs_a_complete_list_or_a_statement(parts, complete, none):
    assert tissue.no_biopsy_taken(context(parts, complete=complete)) is none


@pytest.mark.parametrize(
    ("what", "impossible", "contraindicated"),
    [("biopsy-contraindicated", True, True), ("biopsy-refused", True, False), ("no-biopsy-taken", False, False)],
)  # fmt: skip
def test_a_refusal_is_no_contraindication(what, impossible, contraindicated):
    ctx = context(event(what, 0))
    assert tissue.biopsy_impossible(ctx) is impossible
    assert tissue.biopsy_contraindicated(ctx) is contraindicated


# --- in words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (biopsy(-8, "III+V", 4, 2), "kidney biopsy class III + V, AI 4 of 24, CI 2 of 12"),
        (biopsy(-8, "IV", None, None, class_text="IV-G (A/C)"), "kidney biopsy class IV-G (A/C)"),
        (biopsy(-8, "IV", None, None, class_text="ISN/RPS Class IV-G"), "kidney biopsy ISN/RPS Class IV-G"),
        (biopsy(-8, "", None, None, class_text="lupus nephritis"), "kidney biopsy lupus nephritis"),
        (biopsy(-8, "", None, None, shows_ln="yes"), "kidney biopsy lupus nephritis, class not reported"),
        (biopsy(-8, "", None, None, shows_ln="no"), "kidney biopsy no lupus nephritis"),
        (biopsy(-8, "", None, None, findings="not enough glomeruli"), "kidney biopsy not enough glomeruli"),
        (biopsy(-8, "IV", None, None, activity_text="high", chronicity_text="low"), "kidney biopsy class IV, activity high, chronicity low"),
        (biopsy(-8, "IV", 9, None, activity_text="high"), "kidney biopsy class IV, AI 9 of 24"),
        (biopsy(-8, "IV", None, 3, chronicity_text="low"), "kidney biopsy class IV, CI 3 of 12"),
        (biopsy(-8, "IV", None, None, tma="yes"), "kidney biopsy class IV, TMA"),
        (biopsy(-8, "IV", None, None, tma="no"), "kidney biopsy class IV"),
        (other_tissue(-8, "fsgs"), "kidney biopsy no lupus nephritis, fsgs"),
    ],
)  # fmt: skip
def test_a_biopsy_is_told_by_class_indices_and_lesions(entry, told):
    assert only(entry) == f"{told} ({on(-8)})"


def test_a_biopsy_keeps_where_it_stands():
    ctx = context(
        biopsy(-8, id="x", source="report 7", note="seen"), biopsy(None, id="y", note="from a letter")
    )
    found = {item.entry: item for item in (tissue.describe(ctx, each) for each in ctx.case.biopsies)}
    assert found["x"].source == "report 7"
    assert found["y"].source == "from a letter"
    assert found["y"].date == ""


# --- the diagnosis ---------------------------------------------------------------------------------------------------


def diagnosis(*parts, **fields) -> Finding:
    return tissue.diagnosis(context(*parts, **fields))


def test_the_diagnosis_names_class_and_day_of_the_last_tissue_that_shows_it():
    told = diagnosis(biopsy(-8), biopsy(20, "III", id="b"), other_tissue(40, "atn"))
    assert told.because == f"The biopsy of {on(20)} shows lupus nephritis, class III."
    assert told.status == "met"
    assert len(told.evidence) == 3
    undated = diagnosis(biopsy(None, "", None, None, shows_ln="yes"))
    assert undated.because == "The biopsy shows lupus nephritis (class not reported)."


def test_lupus_that_is_not_documented_leaves_the_diagnosis_open_whatever_the_tissue_shows():
    told = diagnosis(biopsy(), lupus={"documented": "no"})
    assert told.status == "not-documented"
    assert [item.what.split(":")[0] for item in told.missing] == ["basis of systemic lupus"]
    assert told.evidence


def test_the_basis_of_lupus_is_asked_for_where_the_record_does_not_say_it():
    told = diagnosis(biopsy(), lupus={"documented": "unknown"})
    assert told.status == "met"
    assert "basis of the diagnosis of systemic lupus (criteria, ANA)" in [item.what for item in told.missing]
    assert diagnosis(biopsy()).missing == ()


def test_no_biopsy_and_no_report_are_two_things():
    none = diagnosis()
    assert (none.status, none.because[:28]) == ("not-met", "No kidney biopsy was taken; ")
    assert [(item.what.split(" with")[0], item.step, item.place) for item in none.missing] == [
        ("kidney biopsy", "biopsy", "biopsies")
    ]
    unsaid = diagnosis(complete={})
    assert unsaid.status == "not-documented"
    assert [item.what.split(" with")[0] for item in unsaid.missing] == ["kidney biopsy report"]
    shown = diagnosis(other_tissue(-8, "fsgs"))
    assert shown.status == "not-met"
    assert shown.because == f"kidney biopsy no lupus nephritis, fsgs ({on(-8)}) shows no lupus nephritis."


# --- what a report lacks ---------------------------------------------------------------------------------------------


def lacking(entry) -> list[str]:
    ctx = context(entry)
    return [item.what for item in tissue.wanted_of(ctx, ctx.case.biopsies[0])]


def test_a_whole_report_lacks_nothing():
    assert lacking(biopsy()) == []


def test_class_indices_and_date_are_asked_for_in_one_sentence():
    assert lacking(biopsy(None, "", None, None, shows_ln="yes")) == [
        "ISN/RPS class, activity index (AI), chronicity index (CI), date of the biopsy"
    ]
    assert lacking(biopsy(-8, "", None, 2, class_text="lupus nephritis")) == [
        f"activity index (AI) of the biopsy of {on(-8)}"
    ]


def test_an_impossible_index_is_asked_for_before_all_else():
    """The scales end at 24 and 12."""
    assert lacking(biopsy(-8, "", 25, 2, shows_ln="yes")) == [
        f"the right activity index (25 of 24 is impossible), ISN/RPS class of the biopsy of {on(-8)}"
    ]
    assert lacking(biopsy(-8, "IV", 24, 12)) == []
    assert lacking(biopsy(-8, "IV", 24, 13)) == [
        f"the right chronicity index (13 of 12 is impossible) of the biopsy of {on(-8)}"
    ]


# --- other explanations ----------------------------------------------------------------------------------------------


def found(*parts, began=None, active=False, onset=None, **fields) -> dict[str, Alternative]:
    began, onset = (span(day) if day is not None else None for day in (began, onset))
    return {item.name: item for item in tissue.alternatives(context(*parts, **fields), began, active, onset)}


def lesion(what, explains="unknown", day: int | str | None = 10, **more):
    return biopsy(day, lesions=[{"what": what, "explains": explains}], **more)


FSGS = "focal segmental glomerulosclerosis"


@pytest.mark.parametrize(
    ("what", "explains", "documented"),
    [
        ("fsgs", "unknown", True),  # explains beside lupus nephritis unless the report says that it coexists
        ("fsgs", "yes", True),
        ("diabetic", "unknown", False),  # the report has to say that it explains
        ("diabetic", "yes", True),
        ("a rare lesion", "unknown", False),
        ("a rare lesion", "yes", True),
    ],
)
def test_beside_lupus_nephritis_a_lesion_decides_by_its_kind_or_by_the_report(what, explains, documented):
    (one,) = found(lesion(what, explains)).values()
    assert one.documented is documented
    assert one.by_tissue
    assert one.day is not None
    assert one.day.isoformat() == on(10)
    assert found(lesion(what, "no")) == {}


@pytest.mark.parametrize("what", ["fsgs", "diabetic", "a rare lesion"])
def test_in_tissue_without_lupus_nephritis_any_lesion_decides(what):
    entry = biopsy(10, "", None, None, shows_ln="no", lesions=[{"what": what}])
    (one,) = found(entry).values()
    assert one.documented


def test_tissue_without_lupus_nephritis_and_without_a_name_asks_the_pathologist():
    (one,) = found(biopsy(10, "", None, None, shows_ln="no")).values()
    assert (one.name, one.documented, one.by_tissue) == ("tissue without lupus nephritis", True, True)
    assert one.ask == ("diagnosis of the pathologist",)
    assert one.citation is None


def test_tma_is_one_explanation_by_its_sign_or_its_name():
    assert list(found(biopsy(10, tma="yes"))) == ["thrombotic microangiopathy"]
    both = found(biopsy(10, tma="yes", lesions=[{"what": "renal TMA", "explains": "no"}]))
    assert both == {}  # the report says that it merely coexists
    assert found(biopsy(10, tma="no")) == found(biopsy(10)) == {}


def test_a_known_lesion_brings_what_to_ask_and_where_it_is_from():
    one = found(lesion("fsgs"))[FSGS]
    assert one.ask
    assert one.citation is not None
    (other,) = found(lesion("a rare lesion", "yes")).values()
    assert (other.ask, other.citation) == ((), None)


def test_only_tissue_of_this_episode_documents():
    assert found(lesion("fsgs"), began=10)[FSGS].documented
    assert not found(lesion("fsgs"), began=11)[FSGS].documented
    assert found(lesion("fsgs", day=None), began=11)[FSGS].documented
    assert found(lesion("fsgs", day="2024-01"), began=11)[
        FSGS
    ].documented  # the month may reach beyond that day


def test_two_biopsies_of_one_day_are_read_together():
    other = biopsy(10, "", None, None, id="other", shows_ln="no", lesions=[{"what": "diabetic"}])
    (alone,) = found(other).values()
    (beside,) = found(other, biopsy(10, id="ln")).values()
    assert alone.documented
    assert not beside.documented


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("FSGS, tip variant", [FSGS]),
        ("no FSGS", []),
        ("FSGS not seen", []),
        ("glomeruli without FSGS", []),
        ("FSGS excluded", []),
        ("FSGS negative", []),
        ("ATN", []),  # too short a word to be found in a text
        ("minor changes", []),
    ],
)
def test_a_class_in_words_names_a_lesion_only_where_nothing_is_said_to_be_absent(text, names):
    assert list(found(biopsy(10, "", None, None, class_text=text))) == names


# --- causes without tissue -------------------------------------------------------------------------------------------


def cause(what="obstruction", shown_by="imaging", day: int | None = 40, **more):
    return ("other_causes", {"what": what, "shown_by": shown_by, "shown_on": on(day), **more})


def one_cause(*parts, **how) -> Alternative:
    (one,) = found(*parts, **how).values()
    return one


@pytest.mark.parametrize(
    ("shown_by", "documented", "bare"),
    [
        ("culture", True, False),
        ("pregnancy-test", True, False),
        ("imaging", True, False),
        ("decisive-test", True, False),
        ("statement", False, False),
        ("unknown", False, False),
        ("antibody", False, True),
        ("genetic-test", False, True),
        ("exposure", False, True),
    ],
)
def test_a_cause_is_documented_by_a_decisive_test_only(shown_by, documented, bare):
    one = one_cause(cause(shown_by=shown_by))
    assert (one.documented, one.bare, one.by_tissue) == (documented, bare, False)
    assert one.evidence[0].value == f"shown by {shown_by.replace('-', ' ')}"


def test_a_cause_that_is_denied_resolved_or_coexists_is_none():
    for entry in (
        cause(present="no"),
        cause(present="unknown"),
        cause(explains="no"),
        cause(resolved_on=on(50)),
    ):
        assert found(entry) == {}


def test_a_cause_documents_only_while_nothing_shows_active_nephritis():
    assert not one_cause(cause(), active=True).documented


@pytest.mark.parametrize(
    ("day", "explains", "documented"),
    [(40, "unknown", True), (39, "unknown", False), (39, "yes", True), (None, "unknown", True)],
)
def test_a_cause_began_with_the_abnormality_or_the_chart_says_that_it_explains(day, explains, documented):
    assert one_cause(cause(day=day, explains=explains), onset=40).documented is documented


TESTS = [("urine-culture", "urinary"), ("pregnancy-test", "pregnancy")]


@pytest.mark.parametrize(("analyte", "name"), TESTS)
def test_a_positive_test_documents_from_the_onset_on_and_while_nothing_is_active(analyte, name):
    positive = lab(analyte, 40, interpretation="positive")
    one = one_cause(positive, onset=40)
    assert one.documented
    assert name in one.name
    assert not one.by_tissue
    assert one.ask
    assert one.citation is not None
    assert not one_cause(positive, onset=41).documented
    assert not one_cause(positive, onset=40, active=True).documented
    assert one_cause(lab(analyte, None, interpretation="present"), onset=40).documented
    assert found(lab(analyte, 40, interpretation="negative"), onset=40) == {}
    assert found(lab(analyte, 40, interpretation="positive"), as_of=800) == {}
    assert found(lab("hbsag", 40, interpretation="positive")) == {}


def test_a_pregnancy_explains_from_the_onset_on():
    one = one_cause(pregnant(40), onset=40)
    assert one.documented
    assert not one.by_tissue
    assert one.citation is not None
    assert not one_cause(pregnant(39), onset=40).documented
    assert not one_cause(pregnant(40), onset=40, active=True).documented
    assert one_cause(pregnant(None), onset=40).documented


def test_a_pregnancy_asks_for_pre_eclampsia_as_well():
    pack = guideline()
    own, screen = pack.lesion("pregnancy"), pack.lesion("pre-eclampsia")
    assert own is not None
    assert screen is not None
    assert one_cause(pregnant(40)).ask == (*own.ask, *screen.ask)


def test_a_pregnancy_that_is_long_over_explains_nothing():
    assert found(pregnant(-700, -430), as_of=60) == {}
    assert found(pregnant(-700, 70), as_of=60)  # still running
    assert found(pregnant(-200, 50), as_of=60)  # ended days ago: it may still explain
    for status in ("planning", "postpartum", "not-pregnant"):
        assert found(("pregnancies", {"status": status, "since": on(40)})) == {}


def test_a_miscarriage_explains_only_while_it_is_of_now():
    lost = ("pregnancies", {"status": "miscarriage", "since": on(40)})
    assert one_cause(lost).documented
    assert one_cause(lost).evidence[0].value == "miscarriage"
    assert found(lost, as_of=800) == {}


@pytest.mark.parametrize(
    "analyte", ["lupus-anticoagulant", "anticardiolipin", "anti-beta2gp1", "antiphospholipid", "schistocytes"]
)
def test_antibodies_and_schistocytes_only_suggest(analyte):
    one = one_cause(lab(analyte, 40, interpretation="positive"))
    assert (one.name, one.documented, one.bare, one.by_tissue) == (
        "antiphospholipid-antibody nephropathy", False, True, False,
    )  # fmt: skip
    assert one.ask
    assert found(lab(analyte, 40, interpretation="negative")) == {}
    with_tissue = found(lab(analyte, 40, interpretation="positive"), biopsy(10, tma="yes"))
    assert list(with_tissue) == ["thrombotic microangiopathy"]


def test_every_positive_antibody_is_shown():
    one = one_cause(lab("lupus-anticoagulant", 40, interpretation="positive"), lab("anticardiolipin", 41, interpretation="high"))  # fmt: skip
    assert [item.value for item in one.evidence] == ["positive", "high"]


# --- on the walk -----------------------------------------------------------------------------------------------------


def test_an_impossible_index_counts_as_none_on_the_walk():
    view = assessment(
        case(biopsy(10, "IV", Decimal(25), 1), proteinuria((-3, "3")), stable(-3), as_of=AS_OF), guideline()
    )
    assert view.chronicity.status == "not-documented"
    assert "the right activity index (25 of 24 is impossible)" in view.chronicity.missing[0].what
