"""Patients as a clinician would tell them, for hypothesis: a biopsy or none, up to three regimens, values that go somewhere.

Half of them are hard cases: adequate regimens, mostly taken, under which little changes.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from case_builder import case, on, prednisone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from lnreview.case.model import Case

COMMON = {
    "derandomize": True, "deadline": None, "database": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
}  # fmt: skip
modest = settings(max_examples=120, **COMMON)
few = settings(max_examples=60, **COMMON)

AS_OF = 560


@dataclass(frozen=True)
class Drug:
    name: str
    doses: tuple[tuple[str, str], ...]
    extra: dict[str, Any]


INFUSED = {"route": "iv", "doses_planned": 6}
DRUGS = (
    Drug("mycophenolate mofetil", (("2.5", "g/d"), ("1", "g/d"), ("2000", "mg/d")), {}),
    Drug("Myfortic", (("1.44", "g/d"), ("0.72", "g/d")), {}),
    Drug("cyclophosphamide", (("750", "mg/m2"), ("400", "mg/m2")), {**INFUSED, "doses_given": 6}),
    Drug("cyclophosphamide", (("750", "mg/m2"),), {**INFUSED, "doses_given": 3}),
    Drug("voclosporin", (("47.4", "mg/d"), ("31.6", "mg/d")), {}),
    Drug("tacrolimus", (("4", "mg/d"),), {}),
    Drug("belimumab", (("10", "mg/kg"),), {"route": "iv", "doses_given": 8, "doses_planned": 8}),
    Drug("rituximab", (("1000", "mg"),), {"route": "iv", "doses_given": 2, "doses_planned": 2}),
)
ADEQUATE = (DRUGS[0], DRUGS[2], DRUGS[4], DRUGS[7])


def quantity(value: str, unit: str) -> dict[str, Any]:
    return {"value": Decimal(value), "unit": unit}


@st.composite
def regimen(
    draw: st.DrawFn, number: int, start: int, stop: int, hard: bool
) -> list[tuple[str, dict[str, Any]]]:
    drug = draw(st.sampled_from(ADEQUATE if hard else DRUGS))
    value, unit = drug.doses[0] if hard else draw(st.sampled_from(drug.doses))
    entry = {
        "id": f"drug-{number}", "drug": drug.name, "start": on(start), "role": "induction", "dose": quantity(value, unit),
        **drug.extra,
    }  # fmt: skip
    if stop < AS_OF or draw(st.booleans()):
        entry |= {"stop": on(stop), "stop_reason": draw(st.sampled_from(["unknown"] if hard else REASONS))}
    entry["stated_outcome"] = draw(
        st.sampled_from(["unknown", "unknown", "unknown", "no-response", "partial"])
    )
    parts = [("courses", entry)]
    taken = "92" if hard and draw(st.integers(0, 6)) else draw(st.sampled_from(["", "92", "85", "60"]))
    if taken and drug.extra.get("route") != "iv":
        measure = {
            "kind": "pdc",
            "course": entry["id"],
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
def values(draw: st.DrawFn, count: int, hard: bool) -> list[tuple[str, dict[str, Any]]]:
    parts = []
    level = Decimal(draw(st.sampled_from(["3.0", "1.6", "4.4"])))
    for start in (0, 184, 368, 552)[: count + 1]:
        for shift in (-30, -3):
            if draw(st.integers(0, 9)) == 0:
                continue
            day = on(start + shift)
            parts.append(
                (
                    "labs",
                    {"analyte": "upcr", "quantity": {"value": level, "unit": "g/g"}, "collected_on": day},
                )
            )
            if draw(st.integers(0, 4)):
                creatinine = draw(st.sampled_from(["0.8", "0.8", "0.8", "1.3"]))
                parts.append(
                    (
                        "labs",
                        {
                            "analyte": "creatinine",
                            "quantity": quantity(creatinine, "mg/dL"),
                            "collected_on": day,
                        },
                    )
                )
        ways = ["1", "1", "1.4", "0.65"] if hard else ["1", "1.4", "0.65", "0.13"]
        level = (level * Decimal(draw(st.sampled_from(ways)))).quantize(Decimal("0.001"))
    return parts


@st.composite
def patients(draw: st.DrawFn) -> Case:
    hard = draw(st.booleans())
    parts: list[Any] = [prednisone()]
    count = draw(st.integers(2, 3) if hard else st.integers(0, 3))
    for number, start in enumerate([0, 184, 368][:count]):
        parts += draw(
            regimen(number, start, start + (182 if hard else draw(st.sampled_from([60, 130, 182]))), hard)
        )
    parts += draw(values(count, hard))
    days = st.lists(st.sampled_from([-8, 150, 250, 420]), unique=True, min_size=int(hard), max_size=2)
    for day in draw(days):
        tissue = {
            "taken_on": on(day),
            "classes": ("IV",) if hard else draw(st.sampled_from([("IV",), ("III", "V"), ()])),
        }
        tissue["activity_index"] = 10 if hard else draw(st.sampled_from([10, 1, None]))
        tissue["chronicity_index"] = 1 if hard else draw(st.sampled_from([1, 8, None]))
        parts.append(("biopsies", {key: value for key, value in tissue.items() if value is not None}))
    if draw(st.integers(0, 7 if hard else 3)) == 0:
        parts.append(
            (
                "events",
                {"what": draw(st.sampled_from(EVENTS)), "on": on(draw(st.sampled_from([100, 300, 500])))},
            )
        )
    if draw(st.integers(0, 7)) == 0:
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
    for day in draw(st.lists(st.sampled_from([100, 450, 520, 555]), unique=True, max_size=3)):
        flag = draw(st.sampled_from(["low", "normal"]))
        parts.append(("labs", {"analyte": "c3", "interpretation": flag, "collected_on": on(day)}))
        seen = draw(st.sampled_from(["active", "bland"]))
        parts.append(("labs", {"analyte": "urine-sediment", "interpretation": seen, "collected_on": on(day)}))
    answer = st.sampled_from(["yes", "yes", "unknown", "no"])
    subject = case(*parts, as_of=AS_OF, complete={"courses": draw(answer), "biopsies": draw(answer)})
    strict = draw(st.integers(0, 4)) == 0
    return subject.model_copy(
        update={"settings": subject.settings.model_copy(update={"strict_biopsy": strict})}
    )
