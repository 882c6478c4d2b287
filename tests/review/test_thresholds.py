"""Every number that the review reads: just under it, at it, just over it, with the sense that its source gives.

Each limit is tried twice: with the pack as it is, and with a pack in which that number alone was moved. A number that
were written into the program, or read from another place, fails the second time.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from case_builder import (
    DAY0,
    FIRST,
    MMF_ENDS,
    NOW,
    belimumab,
    biopsy,
    case,
    course,
    creatinine,
    ec_mps,
    egfr,
    euro_lupus,
    function,
    guideline,
    hcq_level,
    hydroxychloroquine,
    level,
    measure,
    mmf,
    mpa_auc,
    nih,
    on,
    one_failure,
    pdc,
    prednisone,
    proteinuria,
    reviewed,
    rituximab,
    stable,
    tacrolimus,
    two_failures,
    upcr,
    urine_24h,
    weight,
)

import lnreview.review
from lnreview.case.dates import shift_months
from lnreview.guideline.model import Guideline
from lnreview.guideline.parts import Parameter

D = Decimal
ONE, HUNDREDTH = D(1), D("0.01")
YES_FROM = (False, True, True)
"""True from the limit up: “at least”."""
YES_ABOVE = (False, False, True)
YES_UP_TO = (True, True, False)
YES_BELOW = (True, False, False)


@dataclass(frozen=True)
class Limit:
    """A number of the pack, what is true just under, at and just over it, and how to ask the review."""

    name: str
    senses: tuple[bool, bool, bool]
    holds: Callable[[Decimal, Guideline], bool]
    step: Decimal = HUNDREDTH
    moved: Decimal = ONE
    """By how much the number is moved for the second try."""
    upper: bool = False
    """Whether it is the upper end of the range that is tried."""


def number(pack: Guideline, name: str) -> Parameter:
    return pack.thresholds.get(name) or pack.criteria["arora-2022"].parameters[name]


def with_number(name: str, change: Decimal, upper: bool) -> Guideline:
    """Return the pack with one number moved."""
    pack = guideline()
    old = number(pack, name)
    new = old.model_copy(
        update={"upper": (old.upper or old.value) + change} if upper else {"value": old.value + change}
    )
    if name in pack.thresholds:
        return pack.model_copy(update={"thresholds": pack.thresholds | {name: new}})
    arora = pack.criteria["arora-2022"]
    changed = arora.model_copy(update={"parameters": arora.parameters | {name: new}})
    return pack.model_copy(update={"criteria": pack.criteria | {"arora-2022": changed}})


# --- questions -------------------------------------------------------------------------------------------------------


def on_mmf(pack, *parts, as_of=MMF_ENDS, stop=None, **fields):
    return reviewed(
        case(biopsy(), prednisone(), mmf(0, stop), pdc(92), *parts, **{"as_of": as_of} | fields), pack=pack
    )


def after(base, last, days=FIRST):
    """Return proteinuria that goes from `base` to `last`, confirmed."""
    return proteinuria((days[0], base), (days[1], last), (days[2], last))


def less(base, percent):
    return D(base) * (100 - percent) / 100


def month(months, day=0):
    """Return the day that lies some months, and days, after the first regimen began."""
    return (shift_months(DAY0, int(months)) + timedelta(days=day)).isoformat()


def halves_with_function(pack, base, last):
    return on_mmf(pack, after("3.0", "1.4"), function((-3, base), (140, last), (170, last)))


def grade(pack, base, last, *kidney):
    return on_mmf(pack, after(base, last), *(kidney or (stable(*FIRST),))).regimens[0].grade


def milestone(base):
    """Ask whether a fall of 30 % from `base` still counts as on the way, so many months and days after the start."""

    def ahead(value, pack, *, days):
        day = (shift_months(DAY0, int(value)) - DAY0).days + days
        values = [
            proteinuria((-3, base), (day - 20, less(base, 30)), (day - 5, less(base, 30))),
            stable(-3, day - 20, day - 5),
        ]
        return on_mmf(pack, values, as_of=day).verdict == "responding"

    return ahead


def lost(pack, base, best, flare):
    values = proteinuria((-3, base), (140, best), (170, best), (280, flare), (300, flare))
    return on_mmf(pack, values, stable(-3, 140, 170, 280, 300), as_of=305).verdict == "relapse"


def dosed(pack, *drugs, taken=(), as_of=MMF_ENDS, **more):
    review = reviewed(
        case(
            biopsy(), prednisone(), *drugs, *taken, after("3.0", "3.0"), stable(*FIRST), as_of=as_of, **more
        ),
        pack=pack,
    )
    return review.regimens[0].dosing.status == "met"


def taken(pack, *evidence, status="met", hcq=-400, regimen=None):
    parts = [
        biopsy(),
        prednisone(),
        regimen or mmf(0, MMF_ENDS),
        hydroxychloroquine(hcq),
        after("3.0", "3.0"),
        stable(*FIRST),
    ]
    return reviewed(case(parts, *evidence, as_of=MMF_ENDS), pack=pack).step("adherence").status == status


def share(value):
    return measure("pdc", "mmf", 0, 180, value={"value": value, "unit": "%"})


def days_taken(value):
    return measure("days-per-month", "mmf", 0, 180, value={"value": value, "unit": "d"})


def scarred(pack, ai, ci):
    return reviewed(one_failure(biopsy(150, ai=ai, ci=ci, id="new")), pack=pack)


def abnormal(pack, *values):
    """Ask whether something counts as abnormal: nothing is, if no biopsy is due where none was ever taken."""
    return reviewed(case(*values, as_of=10), pack=pack).verdict == "biopsy-needed"


def used(pack, entry):
    review = reviewed(case(biopsy(), entry, as_of=30), pack=pack)
    return bool(review.upcr or review.egfr)


def unsafe(pack, therapy, rule, *entries):
    """Ask whether a safety rule speaks against a therapy."""
    option = next(
        item for item in reviewed(two_failures(*entries), pack=pack).options if item.therapy == therapy
    )
    return next(item for item in option.safety if item.id == rule).status in ("stop", "caution")


def pressure(systolic, diastolic):
    return (
        "blood_pressures",
        {"systolic": int(systolic), "diastolic": int(diastolic), "measured_on": on(NOW - 3)},
    )


def trough():
    return level("tacrolimus", 100, "5.5", "ng/mL", kind="trough", matrix="whole-blood")


def counted(months, days, pack, name):
    """Ask whether a regimen that has run for so many months and days was adequate in time."""
    drugs = {
        "belimumab-months": [belimumab(0), mmf("2023-02-01", role="maintenance")],
        "voclosporin-weeks": [
            course("voclosporin", 0, dose="23.7", unit="mg", frequency="bid"),
            mmf("2023-02-01", role="maintenance"),
        ],
        "anti-cd20-months": [rituximab(0, 14)],
    }[name]
    dated = case(
        biopsy(), prednisone(), drugs, after("3.0", "3.0"), stable(*FIRST), as_of=month(months, days)
    )
    return reviewed(dated, pack=pack).regimens[-1].dosing.status == "met"


# --- the definition --------------------------------------------------------------------------------------------------

RESPONSE = [
    Limit("no-change-below", YES_BELOW, lambda v, p: on_mmf(p, after("4", less(4, v)), stable(*FIRST)).regimens[0].failed is True, moved=D(10)),
    Limit("worse-rise", YES_FROM, lambda v, p: on_mmf(p, after("2", less(2, -v), (-3, 40, 50)), stable(-3, 40, 50), as_of=55).urgent is not None, moved=D(10)),
    Limit("worse-floor", YES_FROM, lambda v, p: on_mmf(p, after("0.1", v, (-3, 40, 50)), stable(-3, 40, 50), as_of=55).urgent is not None),
    Limit("egfr-worse", YES_ABOVE, lambda v, p: halves_with_function(p, 100, 100 - v).regimens[0].failed is True, moved=D(7)),
    Limit("complete-upcr", YES_BELOW, lambda v, p: grade(p, "3.0", v) == "complete", moved=D("0.1")),
    Limit("complete-egfr-fall", YES_UP_TO, lambda v, p: grade(p, "3.0", "0.3", function((-3, 50), (140, less(50, v)), (170, less(50, v)))) == "complete", moved=D(-4)),
    Limit("perr-upcr", YES_UP_TO, lambda v, p: grade(p, "3.0", v) == "primary-efficacy", moved=D("0.1")),
    Limit("perr-egfr-fall", YES_UP_TO, lambda v, p: grade(p, "3.0", "0.6", function((-3, 50), (170, less(50, v)))) == "primary-efficacy", moved=D(5)),
    Limit("perr-egfr-floor", YES_FROM, lambda v, p: grade(p, "3.0", "0.6", function((-3, 100), (170, v))) == "primary-efficacy", moved=D(-5)),
    Limit("partial-fall", YES_FROM, lambda v, p: grade(p, "4", less(4, v)) == "partial", moved=D(5)),
    Limit("partial-ceiling", YES_BELOW, lambda v, p: grade(p, "8", v) == "partial", moved=D("-0.5")),
    Limit("nephrotic", YES_FROM, lambda v, p: on_mmf(p, after(v, less(v, 30), (-3, 200, 220)), stable(-3, 200, 220), as_of=225).verdict == "responding", moved=D("0.5")),
    Limit("lost-from-complete", YES_FROM, lambda v, p: lost(p, "1.6", "0.4", v), moved=D("0.2")),
    Limit("lost-from-partial", YES_FROM, lambda v, p: lost(p, "3.0", "0.6", v), moved=D("0.2")),
    Limit("lost-band", YES_UP_TO, lambda v, p: lost(p, "3.0", v, "2.0"), moved=D("0.2")),
    Limit("lost-multiple", YES_FROM, lambda v, p: lost(p, "3.0", "1.2", D("1.2") * v), moved=D("0.3")),
]  # fmt: skip

DAYS = [
    Limit("confirm-days", YES_FROM, lambda v, p: on_mmf(p, proteinuria((-3, "3.0"), (170 - int(v), "3.0"), (170, "3.0")), stable(*FIRST)).regimens[0].failed is True, step=D(1), moved=D(3)),
    Limit("confirm-days", YES_UP_TO, lambda v, p: on_mmf(p, proteinuria((-3, "3.0"), (170 - int(v), "3.0"), (170, "3.0")), stable(*FIRST)).regimens[0].failed is True, step=D(1), moved=D(-9), upper=True),
    Limit("baseline-before", YES_UP_TO, lambda v, p: on_mmf(p, after("3.0", "3.0", (-int(v), 140, 170)), stable(-int(v), 140, 170)).regimens[0].failed is True, step=D(1), moved=D(-6)),
    Limit("baseline-after", YES_UP_TO, lambda v, p: on_mmf(p, after("3.0", "3.0", (int(v), 140, 170)), stable(int(v), 140, 170)).regimens[0].failed is True, step=D(1), moved=D(9)),
    Limit("joint-start", YES_UP_TO, lambda v, p: len(reviewed(case(biopsy(), mmf(0), tacrolimus(int(v)), as_of=100), pack=p).regimens) == 1, step=D(1), moved=D(-9)),
    Limit("live-vaccine-days", YES_UP_TO, lambda v, p: unsafe(p, "belimumab", live_rule(p), ("events", {"what": "live-vaccine", "on": on(NOW - int(v))})), step=D(1), moved=D(9)),
]  # fmt: skip


def live_rule(pack):
    therapy = pack.therapy("belimumab")
    return next(rule.id for rule in therapy.safety if rule.kind == "live-vaccine")


def safety_rule(therapy, kind):
    return next(rule.id for rule in guideline().therapy(therapy).safety if rule.kind == kind)


ADHERENCE = [
    Limit("pdc-adherent", YES_FROM, lambda v, p: taken(p, share(v)), moved=D(10)),
    Limit("days-per-month-adherent", YES_FROM, lambda v, p: taken(p, days_taken(v)), step=D(1), moved=D(2)),
    Limit("hcq-whole-blood-floor", YES_BELOW, lambda v, p: taken(p, hcq_level(100, v), status="not-met"), moved=D(90)),
    Limit("hcq-serum-floor", YES_BELOW, lambda v, p: taken(p, hcq_level(100, v, "serum"), status="not-met"), moved=D(30)),
    Limit("mpa-auc-floor", YES_BELOW, lambda v, p: not dosed(p, mmf(0, MMF_ENDS), mpa_auc(100, v)), moved=D(5)),
]  # fmt: skip

DOSES = [
    Limit("mmf-floor", YES_FROM, lambda v, p: dosed(p, mmf(0, MMF_ENDS, v)), moved=D("0.5")),
    Limit("ecmps-floor", YES_FROM, lambda v, p: dosed(p, ec_mps(0, MMF_ENDS, v)), moved=D("0.4")),
    Limit("tacrolimus-dose", YES_FROM, lambda v, p: dosed(p, mmf("2023-02-01", g=1, role="maintenance"), tacrolimus(0, mg=v), trough()), moved=D(1)),
    Limit("eurolupus-dose", YES_FROM, lambda v, p: dosed(p, euro_lupus(0, 75, v), mmf(85, role="follow-on")), step=D(1), moved=D(90)),
    Limit("nih-dose", YES_FROM, lambda v, p: dosed(p, nih(0, 150, v)), step=D(1), moved=D(90)),
    Limit("oral-cyc-floor", YES_FROM, lambda v, p: dosed(p, oral(v * 60), weight(-3, 60), mmf(71, role="follow-on")), moved=D("0.2")),
    Limit("oral-cyc-cap", YES_FROM, lambda v, p: dosed(p, oral(v), weight(-3, 190), mmf(71, role="follow-on")), step=D(1), moved=D(20)),
    Limit("belimumab-iv-dose", YES_FROM, lambda v, p: dosed(p, course("belimumab", 0, dose=v, unit="mg/kg", route="iv"), mmf("2023-02-01", role="maintenance"), as_of=200), moved=D(2)),
    Limit("belimumab-sc-dose", YES_FROM, lambda v, p: dosed(p, course("belimumab", 0, dose=v, unit="mg", route="sc"), mmf("2023-02-01", role="maintenance"), as_of=200), moved=D(40)),
    Limit("voclosporin-dose", YES_FROM, lambda v, p: dosed(p, course("voclosporin", 0, dose=v, unit="mg/d"), mmf("2023-02-01", role="maintenance"), as_of=200), moved=D(8)),
    Limit("rituximab-dose", YES_FROM, lambda v, p: dosed(p, course("rituximab", 0, 14, v, "mg", route="iv", doses_given=2), as_of=200), step=D(1), moved=D(-100)),
    Limit("rituximab-area-dose", YES_FROM, lambda v, p: dosed(p, course("rituximab", 0, 21, v, "mg/m2", route="iv", doses_given=4), as_of=200), step=D(1), moved=D(50)),
    Limit("obinutuzumab-dose", YES_FROM, lambda v, p: dosed(p, course("obinutuzumab", 0, 14, v, "mg", route="iv", doses_given=2), as_of=200), step=D(1), moved=D(-100)),
]  # fmt: skip

NUMBER_OF_DOSES = [
    Limit("eurolupus-doses", YES_FROM, lambda v, p: dosed(p, euro_lupus(0, 75, given=int(v)), mmf(85, role="follow-on")), step=D(1), moved=D(-1)),
    Limit("nih-doses", YES_FROM, lambda v, p: dosed(p, nih(0, 150, given=int(v))), step=D(1), moved=D(-1)),
    Limit("rituximab-doses", YES_FROM, lambda v, p: dosed(p, rituximab(0, 14, given=int(v)), as_of=200), step=D(1), moved=D(1)),
    Limit("rituximab-area-doses", YES_FROM, lambda v, p: dosed(p, course("rituximab", 0, 21, 375, "mg/m2", route="iv", doses_given=int(v)), as_of=200), step=D(1), moved=D(-1)),
    Limit("obinutuzumab-doses", YES_FROM, lambda v, p: dosed(p, course("obinutuzumab", 0, 14, 1000, "mg", route="iv", doses_given=int(v)), as_of=200), step=D(1), moved=D(1)),
]  # fmt: skip


def oral(mg):
    return course("cyclophosphamide", 0, 70, mg, "mg/d", route="oral", id="oral")


TISSUE = [
    Limit("chronic-ci", YES_FROM, lambda v, p: scarred(p, 1, v).verdict == "chronic-damage", step=D(1), moved=D(2)),
    Limit("chronic-ai", YES_UP_TO, lambda v, p: scarred(p, v, 8).verdict == "chronic-damage", step=D(1), moved=D(1)),
    Limit("active-ai", YES_ABOVE, lambda v, p: ": active" in scarred(p, v, 1).step("chronicity").because, step=D(1), moved=D(2)),
    Limit("ai-maximum", YES_UP_TO, lambda v, p: scarred(p, v, 1).step("chronicity").status == "met", step=D(1), moved=D(-4)),
    Limit("ci-maximum", YES_UP_TO, lambda v, p: scarred(p, 1, v).step("chronicity").status == "not-met", step=D(1), moved=D(-3)),
    Limit("biopsy-upcr", YES_ABOVE, lambda v, p: abnormal(p, upcr(5, v)), moved=D("0.2")),
    Limit("impaired-egfr", YES_BELOW, lambda v, p: abnormal(p, egfr(5, v)), moved=D(-10)),
]  # fmt: skip

PLAUSIBLE = [
    Limit("creatinine-maximum", YES_UP_TO, lambda v, p: used(p, creatinine(5, v)), moved=D(5)),
    Limit("creatinine-minimum", YES_FROM, lambda v, p: used(p, creatinine(5, v)), moved=D("0.1")),
    Limit("upcr-maximum", YES_UP_TO, lambda v, p: used(p, upcr(5, v)), moved=D(-5)),
    Limit("urine-protein-maximum", YES_UP_TO, lambda v, p: used(p, urine_24h(5, v)), moved=D(-5)),
    Limit("egfr-maximum", YES_UP_TO, lambda v, p: used(p, egfr(5, v)), moved=D(-20)),
    Limit("same-day-difference", YES_UP_TO, lambda v, p: used(p, [upcr(5, "2"), upcr(5, less(2, v))]), moved=D(3)),
]  # fmt: skip

SAFETY = [
    Limit("vcs-egfr-floor", YES_UP_TO, lambda v, p: unsafe(p, "voclosporin", safety_rule("voclosporin", "egfr"), egfr(NOW - 1, v)), moved=D(10)),
    Limit("vcs-bp-systolic", YES_ABOVE, lambda v, p: unsafe(p, "voclosporin", safety_rule("voclosporin", "blood-pressure"), pressure(v, 80)), step=D(1), moved=D(9)),
    Limit("vcs-bp-diastolic", YES_ABOVE, lambda v, p: unsafe(p, "voclosporin", safety_rule("voclosporin", "blood-pressure"), pressure(140, v)), step=D(1), moved=D(9)),
    Limit("cni-egfr-floor", YES_UP_TO, lambda v, p: unsafe(p, "tacrolimus", "tac-egfr", egfr(NOW - 1, v)), moved=D(10)),
]  # fmt: skip

LIMITS = [*RESPONSE, *DAYS, *ADHERENCE, *DOSES, *NUMBER_OF_DOSES, *TISSUE, *PLAUSIBLE, *SAFETY]


@pytest.mark.parametrize("moved", [False, True], ids=["as-printed", "moved"])
@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name + (" (upper)" if limit.upper else ""))
def test_a_limit_holds_under_at_and_over_its_number(limit, moved):
    pack = with_number(limit.name, limit.moved, limit.upper) if moved else guideline()
    found = number(pack, limit.name)
    at = found.upper if limit.upper and found.upper is not None else found.value

    assert tuple(limit.holds(at + change, pack) for change in (-limit.step, D(0), limit.step)) == limit.senses


# --- limits in calendar months ---------------------------------------------------------------------------------------

MONTHS = {
    "milestone-months": (YES_BELOW, milestone("2.4"), 2),
    "milestone-months-nephrotic": (YES_BELOW, milestone("4.0"), 3),
    "course-months": (YES_FROM, lambda v, p, days: on_mmf(p, as_of=month(v, days)).verdict != "too-early", 1),
    "belimumab-months": (YES_FROM, lambda v, p, days: counted(v, days, p, "belimumab-months"), 2),
    "anti-cd20-months": (YES_FROM, lambda v, p, days: counted(v, days, p, "anti-cd20-months"), 2),
    "hcq-steady-months": (YES_FROM, lambda v, p, days: taken(p, hcq_level(month(v, days), 900), hcq=0), 1),
    "current-months": (YES_UP_TO, lambda v, p, days: bool(reviewed(case(upcr(0, "3.0"), as_of=month(v, days)), pack=p).verdict == "biopsy-needed"), -2),
    "oral-cyc-months": (YES_FROM, lambda v, p, days: dosed(p, course("cyclophosphamide", 0, month(v, days), 90, "mg/d", route="oral"), weight(-3, 60), mmf(month(v, 10), role="follow-on"), as_of=200), 1),
}  # fmt: skip


@pytest.mark.parametrize("moved", [False, True], ids=["as-printed", "moved"])
@pytest.mark.parametrize("name", MONTHS)
def test_a_time_is_counted_in_calendar_months(name, moved):
    senses, holds, change = MONTHS[name]
    pack = with_number(name, D(change), False) if moved else guideline()
    at = number(pack, name).value

    assert tuple(holds(at, pack, days=days) for days in (-1, 0, 1)) == senses


@pytest.mark.parametrize(
    ("age", "equation"),
    [("2006-01-11", "no"), ("2006-01-10", "ckd-epi-2021"), ("2006-01-09", "ckd-epi-2021")],
)
def test_the_adult_equation_begins_on_the_birthday(age, equation):
    review = reviewed(case(creatinine(0, "0.8"), as_of=5, patient={"sex": "female", "birth_date": age}))

    assert [point.method for point in review.egfr] == ([] if equation == "no" else [equation])


def test_a_long_silence_begins_a_new_episode():
    """Eleven months without a sign belong to the same episode, thirteen do not."""

    def episodes(months):
        old = [biopsy("2020-01-01"), mmf("2020-01-10", "2020-09-10", role="induction", id="old")]
        later = (shift_months(DAY0.replace(year=2020, month=9), months)).isoformat()
        review = reviewed(case(old, upcr(later, "3.0"), as_of=later))
        return review.verdict

    assert episodes(13) == "biopsy-needed"
    assert episodes(11) != "biopsy-needed"


@pytest.mark.parametrize(
    ("asked", "verdict"), [(1, "refractory"), (2, "refractory"), (3, "inadequate-response")]
)
def test_the_set_says_how_many_regimens_have_to_fail(asked, verdict):
    pack = with_number("refractory-regimens", D(asked - 2), False)

    assert reviewed(two_failures(), pack=pack).verdict == verdict


@pytest.mark.parametrize(
    ("moved", "weeks", "met"), [(0, 23, False), (0, 24, True), (4, 27, False), (4, 28, True)]
)
def test_voclosporin_is_judged_by_the_weeks_of_its_label(moved, weeks, met):
    pack = with_number("voclosporin-weeks", D(moved), False) if moved else guideline()

    assert counted(0, 7 * weeks, pack, "voclosporin-weeks") is met


@pytest.mark.parametrize(
    ("samples", "verdict"), [(2, "responding"), (3, "responding"), (4, "inadequate-response")]
)
def test_an_improvement_is_steady_over_as_many_samples_as_the_set_says(samples, verdict):
    """Three samples fall one after the other, by a third in all, in the seventh month."""
    pack = with_number("steady-samples", D(samples - 3), False)
    falling = proteinuria((-3, "2.0"), (100, "1.6"), (170, "1.45"), (200, "1.3"))

    assert on_mmf(pack, falling, stable(-3, 170, 200), as_of=205).verdict == verdict


def test_every_number_of_the_set_that_decides_is_tried_here():
    tried = {limit.name for limit in LIMITS} | set(MONTHS)
    tried |= {"refractory-regimens", "adult-age", "episode-gap", "steady-samples"}
    tried |= {"strict-course-months"}  # in test_switches.py

    assert set(guideline().criteria["arora-2022"].parameters) - tried == set()


SHOWN_ONLY = {
    "hcq-whole-blood-target", "mpa-auc-target", "repeat-biopsy-months",
}  # fmt: skip
"""Numbers that are shown beside a finding and decide nothing."""


def test_every_threshold_that_decides_is_tried_here():
    tried = {limit.name for limit in LIMITS} | set(MONTHS)
    tried |= {"mpaa-with-cni-floor", "ecmps-with-cni-floor", "voclosporin-weeks"}
    tried |= {"hcq-serum-floor-low-dose", "hcq-low-dose"}  # in test_levels.py
    tried |= {
        "bel-upcr-no-benefit",
        "igg-caution",
        "cyc-lifetime-dose",
        "cyc-gonadal-dose",
    }  # in test_options.py

    tried |= {  # in test_present.py, test_fitness.py and detail/test_voclosporin.py
        "vcs-egfr-rule-below", "vcs-fall-reduce", "vcs-fall-stop", "vcs-restart", "vcs-step", "voclosporin-dose",
        "belimumab-label-age", "obinutuzumab-label-age", "voclosporin-label-age",
    }  # fmt: skip

    assert _deciding() - tried - SHOWN_ONLY == set()


def _deciding():
    """Return the thresholds that a module of the review names, apart from those that only show, and those of a rule."""
    pack = guideline()
    texts = {
        leaf.value
        for path in Path(lnreview.review.__file__).parent.glob("*.py")
        for leaf in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
    }
    by_rule = {name for rule in pack.doses for name in (rule.floor, rule.doses, rule.months)}
    by_rule |= {
        name for item in pack.therapies for rule in item.safety for name in (rule.parameter, rule.parameter_2)
    }
    return set(pack.thresholds) & (texts | by_rule)
