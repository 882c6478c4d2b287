"""Questions about treatment, adherence, safety and combinations: met, not met, and not documented."""

import pytest
from asking import F, N, T, alternative, answer, attested, plain, status
from case_builder import (
    FIRST,
    MMF_ENDS,
    belimumab,
    biopsy,
    case,
    course,
    event,
    first_regimen,
    hcq_level,
    lab,
    measure,
    mmf,
    on,
    one_failure,
    pdc,
    prednisone,
    proteinuria,
    stable,
    two_failures,
    voclosporin,
)

UNSAID = {"complete": {"courses": "unknown", "biopsies": "unknown"}}
MMF = {"classes": ["mpaa"]}


@pytest.mark.parametrize(
    ("parts", "fields", "asked", "expected"),
    [
        ([mmf(0)], {}, MMF, T),
        ([course("CellCept", 0, None, 2, "g/d")], {}, {"drugs": ["mycophenolate mofetil"]}, T),
        ([mmf(0, 50)], {}, MMF, F),  # stopped, and the list is complete
        ([mmf(0, 50)], UNSAID, MMF, N),
        ([], UNSAID, MMF, N),
        ([mmf(100)], {}, MMF, F),  # begins on the day of the review: the plan
        ([course("cyclophosphamide", 0, None, 500, "mg", ongoing="unknown")], {}, {"classes": ["cyclophosphamide"]}, N),
        ([mmf("2024-03-19")], {}, MMF | {"months_at_least": 1}, T),
        ([mmf("2024-03-20")], {}, MMF | {"months_at_least": 1}, F),
        ([mmf("2024-03")], {}, MMF | {"months_at_least": 1}, N),
        ([mmf(None)], {}, MMF | {"months_at_least": 1}, N),
    ],
)  # fmt: skip
def test_on_drug(parts, fields, asked, expected):
    assert status(plain(*parts, **fields), "on-drug", **asked) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([course("prednisone", 0, None, 10, "mg/d")], T),
        ([course("prednisone", 0, None, "0.01", "g/d")], T),
        ([course("prednisone", 0, None, 5, "mg", frequency="bid")], T),
        ([course("prednisone", 0, None, "10.5", "mg/d")], F),
        ([course("prednisone", 0, None, 10, "mg")], N),  # no frequency
        ([], N),
    ],
)
def test_daily_dose(parts, expected):
    asked = {"drugs": ["prednisone"], "at_most": 10, "unit": "mg/d"}

    assert status(plain(*parts), "daily-dose", **asked) == expected


FAILED = {"classes": ["mpaa", "cyclophosphamide"], "outcomes": ["no-response"]}


def nonadherent():
    return case(biopsy(), first_regimen(taken=pdc(40, "mmf", 0, 180)), as_of=MMF_ENDS)


def underdosed():
    return case(biopsy(), first_regimen(regimen=mmf(0, MMF_ENDS, g="1.0")), as_of=MMF_ENDS)


def unmeasured(**fields):
    parts = [prednisone(), mmf(0, MMF_ENDS), proteinuria(*((day, "3.0") for day in FIRST)), stable(*FIRST)]
    return case(biopsy(), *parts, **{"as_of": MMF_ENDS} | fields)


@pytest.mark.parametrize(
    ("subject", "asked", "expected"),
    [
        (one_failure(), FAILED, T),
        (two_failures(), FAILED | {"count": 2}, T),
        (one_failure(), FAILED | {"count": 2}, F),
        (one_failure(**UNSAID), FAILED | {"count": 2}, N),
        (unmeasured(), FAILED, N),  # nobody knows whether it was taken
        (nonadherent(), FAILED, F),
        (underdosed(), FAILED, F),
        (plain(), FAILED, F),  # the list is complete and empty
        (plain(**UNSAID), FAILED, N),
        (two_failures(), FAILED | {"count": 2, "different_classes": True}, T),
        (two_failures(), {"classes": ["mpaa"], "outcomes": ["no-response"], "count": 2}, F),
        (one_failure(), FAILED | {"with_classes": ["glucocorticoid"]}, T),
        (one_failure(), FAILED | {"with_classes": ["anti-baff"]}, F),
        (one_failure(), {"classes": ["glucocorticoid"], "outcomes": ["no-response"]}, T),
        (one_failure(), FAILED | {"weeks_at_least": 26}, T),  # 182 days
        (one_failure(), FAILED | {"weeks_at_least": 27}, F),
    ],
)  # fmt: skip
def test_prior_therapy(subject, asked, expected):
    assert status(subject, "prior-therapy", **asked) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([mmf(0, 20, stop_reason="intolerance")], T),
        ([mmf(0, 20)], N),  # why it was stopped is not on record
        ([mmf(0, 20, stop_reason="planned-change")], F),
        ([mmf(0)], F),
        ([alternative("mycophenolate", "not-tolerated", "severe diarrhoea in 2020")], T),
        ([alternative("mycophenolate", "not-tolerated")], N),  # without the reason
        ([alternative("mycophenolate", "tried")], N),  # without a course
    ],
)
def test_intolerance_counts_where_the_plan_accepts_it(parts, expected):
    asked = {"classes": ["mpaa"], "outcomes": ["intolerance"]}

    assert status(plain(biopsy(), *parts), "prior-therapy", **asked) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([alternative("cyclophosphamide", "contraindicated", "wants a child")], T),
        ([alternative("cyclophosphamide", "contraindicated")], N),
        ([alternative("cyclophosphamide", "not-tried", "new")], F),
        ([], N),  # no course, and nobody spoke of a contraindication
    ],
)
def test_a_contraindication_has_to_be_spoken_of(parts, expected):
    asked = {"classes": ["cyclophosphamide"], "outcomes": ["no-response", "contraindication"]}

    assert status(plain(*parts), "prior-therapy", **asked) == expected


@pytest.mark.parametrize(("after", "expected"), [("1.4", T), ("3.0", F)])
def test_a_partial_response_counts_where_the_plan_accepts_it(after, expected):
    subject = case(biopsy(), first_regimen(after=after), as_of=MMF_ENDS)

    assert status(subject, "prior-therapy", classes=["mpaa"], outcomes=["partial"]) == expected


def test_a_failure_that_is_only_stated_settles_nothing():
    subject = plain(course("azathioprine", -200, -100, 100, "mg/d", role="other-disease", stated_outcome="no-response"))  # fmt: skip

    assert status(subject, "prior-therapy", classes=["azathioprine"], outcomes=["no-response"]) == N


def test_a_later_relapse_counts_as_flare_where_it_is_stated():
    subject = case(biopsy(), first_regimen(regimen=mmf(0, MMF_ENDS, stated_outcome="relapsed-later")), as_of=MMF_ENDS)  # fmt: skip

    assert status(subject, "prior-therapy", classes=["mpaa"], outcomes=["flare"]) == T
    assert status(one_failure(), "prior-therapy", classes=["mpaa"], outcomes=["flare"]) == N


@pytest.mark.parametrize(
    ("start", "stop", "expected"),
    [(0, 84, T), (0, 83, F), (None, 84, N), (0, None, T), ("2024-01", 92, N)],
)
def test_a_course_has_to_have_run_for_the_weeks_that_the_plan_asks_for(start, stop, expected):
    """12 weeks are 84 days; a course that runs is counted to the day of the review."""
    asked = {"classes": ["mpaa"], "outcomes": ["partial", "no-response"], "weeks_at_least": 12}
    subject = case(
        biopsy(), prednisone(), mmf(start, stop), pdc(92, "mmf", 0, 84),
        proteinuria((-3, "3.0"), (60, "1.0"), (80, "1.0")), stable(-3, 60, 80), as_of=100,
    )  # fmt: skip
    found = answer(subject, "prior-therapy", **asked)

    assert found.status == expected, found


def test_the_reason_counts_what_is_on_record():
    short = answer(one_failure(), "prior-therapy", **FAILED | {"count": 2})
    open_list = answer(one_failure(**UNSAID), "prior-therapy", **FAILED | {"count": 2})

    for found in (short, open_list):
        assert found.because.startswith("1 of 2 on record; mycophenolate mofetil: failed at an adequate dose")
    assert "2 × mycophenolate or cyclophosphamide" in short.change
    assert "× " not in answer(plain(), "prior-therapy", **FAILED).change


def test_the_distance_is_the_share_of_courses_that_are_lacking():
    assert answer(one_failure(), "prior-therapy", **FAILED | {"count": 2}).distance * 2 == 1


@pytest.mark.parametrize(
    ("subject", "of", "expected"),
    [
        (one_failure(), "latest", T),
        (nonadherent(), "latest", F),
        (unmeasured(), "latest", N),
        (case(biopsy(), first_regimen(taken=measure("statement", "mmf", says="adherent")), as_of=MMF_ENDS), "latest", N),
        (two_failures(), "every-regimen", T),
        (case(biopsy(), first_regimen(taken=pdc(40, "mmf", 0, 180)), course("tacrolimus", 184, None, 4, "mg/d", id="t"), measure("observed", "t", 300, 300, says="adherent"), as_of=364), "every-regimen", F),
        (plain(), "latest", N),
        (plain(hcq_level(50, 20)), "latest", N),
    ],
)  # fmt: skip
def test_adherence(subject, of, expected):
    assert status(subject, "adherence", of=of) == expected


HBV = {"tests": ["hbsag", "anti-hbc"]}


def screen(**results):
    return [lab(name.replace("_", "-"), 90, interpretation=said) for name, said in results.items()]


@pytest.mark.parametrize(
    ("parts", "on_record", "negative"),
    [
        (screen(hbsag="negative", anti_hbc="negative"), T, T),
        (screen(hbsag="negative", anti_hbc="positive"), T, F),
        (screen(hbsag="negative"), N, N),
        (screen(hbsag="positive"), N, F),  # one positive is enough
        ([*screen(hbsag="negative", anti_hbc="negative"), lab("hbsag", 90, interpretation="positive")], T, N),
        ([], N, N),
    ],
)
def test_screens(parts, on_record, negative):
    assert status(plain(*parts), "screened", **HBV) == on_record
    assert status(plain(*parts), "screen-negative", **HBV) == negative


def test_a_screen_may_have_to_be_recent():
    old = plain(lab("hbsag", "2023-04-18", interpretation="negative"))
    new = plain(lab("hbsag", "2023-04-19", interpretation="negative"))

    assert status(old, "screened", tests=["hbsag"], within_months=12) == N
    assert status(new, "screened", tests=["hbsag"], within_months=12) == T


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([event("live-vaccine", 72)], T),  # 28 days before
        ([event("live-vaccine", 71), attested("live-vaccine", "no")], F),
        ([event("live-vaccine", 71)], N),
        ([event("live-vaccine", "2024-03")], N),
        ([event("live-vaccine", "2024-04")], T),
        ([attested("live-vaccine", "no")], F),
        ([attested("live-vaccine", "yes")], T),
        ([], N),
    ],
)
def test_live_vaccine(parts, expected):
    assert status(plain(*parts), "live-vaccine", within_days=28) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"person": {"contraception": "levonorgestrel IUD"}}, T),
        ({"patient": {"sex": "male", "birth_date": "1990-01-01"}}, T),
        ({"person": {"pregnancy_plans": "not-applicable"}}, T),
        ({}, N),
    ],
)
def test_contraception(fields, expected):
    assert status(plain(**fields), "contraception") == expected


FOR_VCS = {"request": {"therapy": "voclosporin"}}
NOT_BEL = {"drugs": ["belimumab"], "attestation": "belimumab"}


@pytest.mark.parametrize(
    ("parts", "fields", "expected"),
    [
        ([belimumab(0)], FOR_VCS, T),
        ([belimumab(100)], FOR_VCS, T),  # planned for the day of the review
        ([belimumab(0, 50)], FOR_VCS, F),
        ([], FOR_VCS, F),  # the list is complete
        ([], FOR_VCS | UNSAID, N),
        ([attested("belimumab", "no")], FOR_VCS | UNSAID, F),
        ([attested("belimumab", "yes")], FOR_VCS | UNSAID, T),
        ([belimumab(0)], {"request": {"therapy": "belimumab"}}, F),  # the requested drug is not beside itself
        ([belimumab(0), attested("belimumab", "no")], FOR_VCS, T),  # the course outweighs the word
    ],
)
def test_together_with(parts, fields, expected):
    assert status(plain(*parts, **fields), "together-with", **NOT_BEL) == expected


@pytest.mark.parametrize(
    ("name", "drugs"),
    [
        ("on-drug", ["methotrexate"]),
        ("together-with", ["anifrolumab"]),
        ("prior-therapy", ["hydroxychloroquine"]),
    ],
)
def test_a_list_that_is_complete_for_the_kidney_says_nothing_of_drugs_for_something_else(name, drugs):
    more = {"outcomes": ["no-response"]} if name == "prior-therapy" else {}

    assert status(plain(), name, drugs=drugs, **more) == N
    assert status(plain(), name, drugs=["tacrolimus"], **more) == F


ALL_THREE = {"drugs": ["belimumab", "voclosporin"], "classes": ["mpaa"]}


@pytest.mark.parametrize(
    ("parts", "fields", "expected"),
    [
        ([belimumab(0), mmf(0)], FOR_VCS, T),
        ([belimumab(0)], FOR_VCS, F),
        ([belimumab(0)], FOR_VCS | UNSAID, N),
        ([voclosporin(0), mmf(0)], {"request": {"therapy": "Benlysta"}}, T),
        ([voclosporin(0), mmf(0)], {}, F),
    ],
)
def test_used_together(parts, fields, expected):
    assert status(plain(*parts, **fields), "used-together", **ALL_THREE) == expected


@pytest.mark.parametrize(
    ("start", "as_of", "expected"),
    [
        ("2024-01-10", "2025-01-07", T),  # 363 days
        ("2024-01-10", "2025-01-08", F),  # 364 days are 52 weeks
        ("2024-01", "2025-01-07", N),
        (None, "2025-01-07", N),
    ],
)
def test_weeks_of_therapy(start, as_of, expected):
    subject = plain(voclosporin(start), as_of=as_of, **FOR_VCS)

    assert status(subject, "weeks-of-therapy", below=52) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([voclosporin(0, 50, stop_reason="intolerance"), attested("tolerated")], F),
        ([voclosporin(0), attested("tolerated")], T),
        ([voclosporin(0), attested("tolerated", "no")], F),
        ([voclosporin(0)], N),
    ],
)
def test_tolerated(parts, expected):
    assert status(plain(*parts, **FOR_VCS), "tolerated") == expected


def test_what_became_known_later_is_not_used():
    subject = plain(mmf(0, known_on=on(101)))

    assert status(subject, "on-drug", **MMF) == F


@pytest.mark.parametrize(("words", "expected"), [("non-reactive", T), ("pending", N), ("not done", N), ("ordered 3 May", N)])  # fmt: skip
def test_a_screen_that_is_awaited_is_no_screen(words, expected):
    assert status(plain(lab("hbsag", 5, words=words)), "screened", tests=["hbsag"]) == expected


@pytest.mark.parametrize(
    ("parts", "as_of", "expected"),
    [
        # 20 weeks, a year without, 10 weeks: 30 weeks in total
        ([voclosporin(-500, -360, id="a"), voclosporin(30, id="b")], 100, T),
        # 40 weeks and 40 weeks: 80 in total
        ([voclosporin(-500, -220, id="a"), voclosporin(-180, id="b")], 100, F),
        # two rows of one course count once
        ([voclosporin(0, 200, id="a"), voclosporin(100, id="b")], 300, T),
        # when the first course ended is not on record
        ([voclosporin(-500, None, id="a", ongoing="no"), voclosporin(30, id="b")], 100, N),
        ([voclosporin(0)], 363, T),
        ([voclosporin(0)], 364, F),
    ],
)
def test_weeks_of_therapy_are_those_on_the_drug(parts, as_of, expected):
    assert status(plain(*parts, as_of=as_of, **FOR_VCS), "weeks-of-therapy", below=52) == expected


def test_a_week_that_is_not_full_is_not_told_as_full():
    told = answer(plain(voclosporin(0), as_of=363, **FOR_VCS), "weeks-of-therapy", below=52).because

    assert "51 (" in told


def test_what_is_planned_for_the_day_is_used_together_and_beside():
    subject = plain(mmf(0), voclosporin(100), request={"therapy": "belimumab"})

    assert status(subject, "together-with", drugs=["voclosporin"]) == T
    assert status(subject, "used-together", drugs=["belimumab", "voclosporin"], classes=["mpaa"]) == T


@pytest.mark.parametrize(
    ("after", "taken", "failure", "inadequate"),
    [
        ("3.0", None, T, T),  # no change
        ("2.0", None, F, T),  # moved, without a partial response in its window
        ("0.4", None, F, F),  # a response
        ("2.0", pdc(40, "mmf", 0, 180), F, F),  # not taken: the drug was never tried
    ],
)
def test_an_inadequate_response_is_wider_than_a_failure(after, taken, failure, inadequate):
    subject = case(
        biopsy(),
        first_regimen(after=after, taken=taken, regimen=mmf(0, 182, stop_reason="no-response")),
        as_of=400,
    )

    assert status(subject, "prior-therapy", classes=["mpaa"], outcomes=["no-response"]) == failure
    assert status(subject, "prior-therapy", classes=["mpaa"], outcomes=["inadequate-response"]) == inadequate


def test_what_is_on_the_way_is_no_inadequate_response_yet():
    subject = case(biopsy(), first_regimen(after="2.0"), as_of=MMF_ENDS)

    assert status(subject, "prior-therapy", classes=["mpaa"], outcomes=["inadequate-response"]) == N


def test_no_class_is_told_by_an_id_that_no_reader_knows():
    for name, said in (
        ("mpaa", "mycophenolate"),
        ("cni", "calcineurin inhibitor"),
        ("anti-cd20", "anti cd20"),
    ):
        told = answer(plain(), "prior-therapy", classes=[name], outcomes=["no-response"])
        assert said in told.because, name
        assert "mpaa" not in f"{told.because} {told.missing}", name
