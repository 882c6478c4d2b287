"""Patients as a clinician would tell them, for hypothesis: a biopsy or none, up to three regimens, values that go somewhere.

Two thirds of them are hard cases: adequate regimens, mostly taken, under which little changes. Each is judged by one of the
criteria sets of the pack, half of them with switches set.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from case_builder import case, guideline, on, prednisone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from lnreview.case.model import Case, ReviewSettings

COMMON = {
    "derandomize": True, "deadline": None, "database": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
}  # fmt: skip
modest = settings(max_examples=80, **COMMON)
few = settings(max_examples=60, **COMMON)

SETS = tuple(sorted(guideline().criteria))
STARTS = (0, 196, 392, 588)
"""Days on which regimens begin, and the last values are taken before."""
FULL = 190
"""Days of a full course: more than six months, and days away from every limit in months."""
AS_OF = 596


@dataclass(frozen=True)
class Drug:
    name: str
    doses: tuple[tuple[str, str], ...]
    extra: dict[str, Any]


INFUSED = {"route": "iv", "doses_planned": 6}
MMF = Drug("mycophenolate mofetil", (("2.5", "g/d"), ("1", "g/d"), ("2000", "mg/d")), {})
PULSES = Drug("cyclophosphamide", (("750", "mg/m2"), ("400", "mg/m2")), {**INFUSED, "doses_given": 6})
VOCLOSPORIN = Drug("voclosporin", (("47.4", "mg/d"), ("31.6", "mg/d")), {})
RITUXIMAB = Drug("rituximab", (("1000", "mg"),), {"route": "iv", "doses_given": 2, "doses_planned": 2})
DRUGS = (
    MMF,
    Drug("Myfortic", (("1.44", "g/d"), ("0.72", "g/d")), {}),
    PULSES,
    Drug("cyclophosphamide", (("750", "mg/m2"),), {**INFUSED, "doses_given": 3}),
    VOCLOSPORIN,
    Drug("tacrolimus", (("4", "mg/d"),), {}),
    Drug("belimumab", (("10", "mg/kg"),), {"route": "iv", "doses_given": 8, "doses_planned": 8}),
    RITUXIMAB,
)
HARD = ((MMF, PULSES), (PULSES, MMF), (MMF, VOCLOSPORIN), (MMF, PULSES, RITUXIMAB), (MMF, MMF))
"""Regimens of the hard cases, mostly two different ones."""


def quantity(value: str, unit: str) -> dict[str, Any]:
    return {"value": Decimal(value), "unit": unit}


def rarely(draw: st.DrawFn, often: int = 12) -> bool:
    """Return true once in so many times; hypothesis would draw a zero or a bound far more often."""
    return draw(st.sampled_from([False] * (often - 1) + [True]))


@st.composite
def regimen(
    draw: st.DrawFn, number: int, start: int, length: int, drug: Drug | None
) -> list[tuple[str, dict[str, Any]]]:
    """Return a regimen of a drug, full and mostly taken, or of any drug at any dose."""
    hard, stop = drug is not None, start + length
    drug = drug or draw(st.sampled_from(DRUGS))
    value, unit = drug.doses[0] if hard and not rarely(draw) else draw(st.sampled_from(drug.doses))
    entry = {
        "id": f"drug-{number}", "drug": drug.name, "start": on(start), "role": "induction", "dose": quantity(value, unit),
        **drug.extra,
    }  # fmt: skip
    if stop < AS_OF or draw(st.booleans()):
        entry |= {"stop": on(stop), "stop_reason": draw(st.sampled_from(["unknown"] if hard else REASONS))}
    entry["stated_outcome"] = draw(
        st.sampled_from(["unknown", "unknown", "unknown", "no-response", "partial"][: 4 if hard else 5])
    )
    courses = [entry]
    if drug is VOCLOSPORIN:
        dose = {"drug": MMF.name, "dose": quantity("2", "g/d")}
        courses.append(
            {key: entry[key] for key in ("start", "stop", "role") if key in entry}
            | dose
            | {"id": f"with-{number}"}
        )
    parts = [("courses", course) for course in courses]
    taken = "92" if hard and not rarely(draw, 8) else draw(st.sampled_from(["60", "", "92", "85"]))
    if taken and drug.extra.get("route") != "iv":
        for course in courses:
            measure = {
                "kind": "pdc",
                "course": course["id"],
                "value": quantity(taken, "%"),
                "since": on(start),
                "until": on(stop),
            }
            parts.append(("adherence", measure))
    if draw(st.integers(0, 5)) == 0:
        parts.append(
            ("adherence", {"kind": "statement", "says": "adherent", "course": entry["id"], "until": on(stop)})
        )
    return parts


REASONS = ["unknown", "unknown", "no-response", "intolerance", "completed"]
EVENTS = [
    "flare",
    "complete-remission",
    "improved",
    "called-refractory",
    "biopsy-refused",
    "dialysis-started",
    "worsened",
]


@st.composite
def values(draw: st.DrawFn, starts: tuple[int, ...], hard: bool) -> list[tuple[str, dict[str, Any]]]:
    """Return proteinuria and creatinine before each regimen and after the last."""
    parts = []
    level = Decimal(draw(st.sampled_from(["3.0", "1.6", "4.4"])))
    for start in starts:
        for shift in (-30, -3):
            if rarely(draw, 60 if hard else 10):
                continue
            day = on(start + shift)
            sample = {"quantity": {"value": level, "unit": "g/g"}, "collected_on": day}
            parts.append(("labs", {"analyte": "upcr", **sample}))
            if not rarely(draw, 60 if hard else 5):
                high = rarely(draw, 40 if hard else 4)
                creatinine = {"quantity": quantity("1.3" if high else "0.8", "mg/dL"), "collected_on": day}
                parts.append(("labs", {"analyte": "creatinine", **creatinine}))
        ways = ["1", "1", "1", "1", "1.4", "1.1", "0.65"] if hard else ["1", "1.4", "0.65", "0.4", "0.13"]
        level = (level * Decimal(draw(st.sampled_from(ways)))).quantize(Decimal("0.001"))
    return parts


@st.composite
def patients(draw: st.DrawFn) -> Case:
    hard = draw(st.sampled_from([True, True, False]))
    parts: list[Any] = [prednisone(-25)]
    drugs: tuple[Drug | None, ...] = (
        draw(st.sampled_from(HARD)) if hard else (None,) * draw(st.integers(0, 3))
    )
    starts = STARTS[3 - len(drugs) :]  # the last values are of the days before the review
    for number, (start, drug) in enumerate(zip(starts, drugs, strict=False)):
        length = FULL if hard and not rarely(draw) else draw(st.sampled_from([60, 130, FULL]))
        parts += draw(regimen(number, start, length, drug))
    parts += draw(values(starts, hard))
    days = (
        [starts[0] - 8, 430]
        if hard
        else draw(st.lists(st.sampled_from([-8, 150, 250, 420]), unique=True, max_size=2))
    )
    for day in days:
        if hard and rarely(draw, 8):
            continue
        tissue: dict[str, Any] = {"taken_on": on(day)}
        plain = hard and not rarely(draw)
        tissue["classes"] = ("IV",) if plain else draw(st.sampled_from([("IV",), ("III", "V"), ()]))
        tissue["activity_index"] = 10 if plain else draw(st.sampled_from([10, 1, None]))
        tissue["chronicity_index"] = 1 if plain else draw(st.sampled_from([1, 8, None]))
        parts.append(("biopsies", {key: value for key, value in tissue.items() if value is not None}))
    if rarely(draw, 15):
        parts.append(
            (
                "courses",
                {
                    "id": "new",
                    "drug": "Myfortic",
                    "dose": quantity("1.44", "g/d"),
                    "start": on(550),
                    "role": "induction",
                },
            )
        )
    if rarely(draw, 15):
        parts += [
            ("events", {"what": "complete-remission", "on": on(300)}),
            ("events", {"what": "flare", "on": on(585)}),
        ]
    if rarely(draw, 12 if hard else 3):
        parts.append(
            (
                "events",
                {"what": draw(st.sampled_from(EVENTS)), "on": on(draw(st.sampled_from([100, 300, 500])))},
            )
        )
    if rarely(draw, 10):
        detectable, day = draw(st.sampled_from(["yes", "no"])), on(draw(st.sampled_from([100, 300])))
        parts.append(
            (
                "levels",
                {
                    "substance": "mycophenolic-acid",
                    "kind": "trough",
                    "detectable": detectable,
                    "drawn_on": day,
                },
            )
        )
    for day in draw(st.lists(st.sampled_from([100, 450, 520, 590]), unique=True, max_size=3)):
        flag = draw(st.sampled_from(["low", "normal"]))
        parts.append(("labs", {"analyte": "c3", "interpretation": flag, "collected_on": on(day)}))
        seen = draw(st.sampled_from(["active", "bland"]))
        parts.append(("labs", {"analyte": "urine-sediment", "interpretation": seen, "collected_on": on(day)}))
    parts += draw(beside())
    answer = st.sampled_from(["yes"] * (6 if hard else 2) + ["unknown", "no"])
    complete = {"courses": draw(answer), "biopsies": draw(answer)}
    return case(*parts, as_of=AS_OF, complete=complete, settings=draw(judged()))


BESIDE = (
    ("measurements", {"what": "weight", "quantity": quantity("62", "kg"), "measured_on": on(-20)}),
    ("measurements", {"what": "height", "quantity": quantity("165", "cm"), "measured_on": on(-20)}),
    ("blood_pressures", {"systolic": 128, "diastolic": 78, "measured_on": on(590)}),
    ("genotypes", {"gene": "APOL1", "result": "G1/G2", "phenotype": "two-risk-alleles", "tested_on": on(50)}),
    ("genotypes", {"gene": "CYP3A5", "result": "*1/*3", "phenotype": "expresser", "tested_on": on(50)}),
    ("disease_activity", {"items": ("proteinuria", "low-complement"), "items_complete": "yes", "assessed_on": on(585)}),
    ("disease_activity", {"stated_total": Decimal(12), "assessed_on": on(190)}),
    ("comorbidities", {"what": "hypertension", "since": on(-400)}),
    ("courses", {"id": "raas", "drug": "losartan", "dose": quantity("50", "mg/d"), "start": on(-100), "role": "supportive"}),
    ("courses", {"id": "hcq", "drug": "hydroxychloroquine", "dose": quantity("300", "mg/d"), "start": on(-300), "role": "supportive"}),
    ("levels", {"substance": "hydroxychloroquine", "kind": "random", "matrix": "whole-blood",
                "quantity": quantity("850", "ng/mL"), "drawn_on": on(520)}),
    ("levels", {"substance": "tacrolimus", "kind": "trough", "matrix": "whole-blood",
                "quantity": quantity("5.5", "ng/mL"), "drawn_on": on(520)}),
    ("dispenses", {"drug": "mycophenolate mofetil", "dispensed_on": on(1), "days_supply": 90}),
    ("dispenses", {"drug": "mycophenolate mofetil", "dispensed_on": on(80), "days_supply": 90}),
    ("events", {"what": "hospital-stay", "on": on(20), "until": on(25)}),
    ("biopsies", {"id": "graded", "taken_on": on(260), "classes": ("IV",), "endocapillary": 2, "neutrophils": 1,
                  "fibrinoid_necrosis": 0, "hyaline_deposits": 1, "cellular_crescents": 1, "interstitial_inflammation": 1,
                  "glomerulosclerosis": 1, "fibrous_crescents": 0, "tubular_atrophy": 1, "interstitial_fibrosis": 1}),
    ("labs", {"analyte": "albumin", "quantity": quantity("2.9", "g/dL"), "collected_on": on(585)}),
    ("labs", {"analyte": "anti-dsdna", "interpretation": "high", "collected_on": on(585)}),
)  # fmt: skip
"""What a record holds beside the regimens and the values that judge them."""


def beside() -> st.SearchStrategy[list[tuple[str, dict[str, Any]]]]:
    """Return a few other entries, in half of the patients none."""
    return st.just([]) | st.lists(
        st.sampled_from(range(len(BESIDE))), unique=True, min_size=1, max_size=8
    ).map(lambda chosen: [BESIDE[index] for index in chosen])


@st.composite
def judged(draw: st.DrawFn) -> dict[str, Any]:
    """Return how a case is judged: by any set of the pack, half of the time with any of its switches."""
    chosen: dict[str, Any] = {"criteria": draw(st.sampled_from(SETS))}
    if draw(st.booleans()):
        for name, field in ReviewSettings.model_fields.items():
            if name != "criteria":
                values = (True, False) if field.annotation is bool else get_args(field.annotation)
                chosen[name] = draw(st.sampled_from(values))
    return chosen
