"""Every other explanation, with what this record says for it, against it, and what was not looked at.

Whether one is documented is decided with the tissue (`tissue.alternatives`), not here: signs alone are a suspicion.
Class V is lupus nephritis and advanced chronicity is chronic damage; both are listed, neither is an alternative.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from lnreview.review.assess import Assessment
from lnreview.review.detail import weighing
from lnreview.review.detail.facts import cited, facts, numbers, told
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.detail.weighing import Weighed, antiphospholipid, measured, recorded, stated, together
from lnreview.review.finding import Evidence, Missing, Status
from lnreview.review.tissue import Alternative

Kind = Literal["other", "lupus", "chronic"]


@dataclass(frozen=True)
class Explanation:
    """An entry of the list: what it is, which lesions of the pack belong to it, who says so, how it is weighed."""

    name: str
    lesions: tuple[str, ...]
    facts: tuple[str, ...]
    weigh: Callable[[Assessment], Weighed]
    kind: Kind = "other"
    weak: str = "signs only"
    """How it stands where the record holds signs for it and names it nowhere."""


# --- how each is weighed ---------------------------------------------------------------------------------------------

_TMA = ("tma", "apl-nephropathy", "complement-tma", "ttp")
_PODOCYTE = ("podocytopathy", "minimal-change", "fsgs")
_PREGNANCY = ("pregnancy", "pre-eclampsia", "miscarriage")


def _tma(view: Assessment) -> Weighed:
    parts = [recorded(view, _TMA)]
    newest = weighing.of_episode(view)
    for biopsy in newest:
        said = {"yes": "in the tissue", "no": "absent in the tissue", "unknown": ""}[biopsy.tma]
        shown = view.ctx.evidence(biopsy, "thrombotic microangiopathy", said, "", biopsy.taken_on)
        parts.append(Weighed((shown,) if biopsy.tma == "yes" else (), (shown,) if biopsy.tma == "no" else ()))
    if all(biopsy.tma == "unknown" for biopsy in newest) and not parts[0].speaks_for:
        parts.append(Weighed(unseen=("vascular lesions on a biopsy of this episode",)))
    parts += [
        measured(view, "schistocytes", ("positive", "present", "high")),
        measured(view, "platelets", ("low",), ("normal", "high")),
        measured(view, "ldh", ("high",), ("normal", "low")),
        measured(view, "haptoglobin", ("low",), ("normal", "high")),
        _adamts13(view),
        antiphospholipid(view),
    ]
    weighed = together(parts)
    if not weighed.speaks_for:
        return weighed
    known = not measured(view, "adamts13", ("low",), ("normal", "high")).unseen
    # The score foretells ADAMTS13; once that was measured it has nothing to add.
    return weighed + Weighed(
        unseen=("complement studies",) if known else ("PLASMIC score", "complement studies")
    )


def _adamts13(view: Assessment) -> Weighed:
    """Weigh ADAMTS13: a low one speaks for a TTP, any other against a TTP alone."""
    weighed = measured(view, "adamts13", ("low",), ("normal", "high"))
    if not weighed.against:
        return weighed
    return Weighed(
        remark=f"{weighed.against[0]}: against a TTP only, not against antiphospholipid nephropathy or another "
        "microangiopathy."
    )


def _podocytopathy(view: Assessment) -> Weighed:
    found, shown = weighing.classes(view)
    mild = bool(found) and found <= {"I", "II"}
    proteinuria = weighing.nephrotic(view)
    parts = [recorded(view, _PODOCYTE), weighing.microscopy(view)]
    if mild:
        parts += [Weighed(speaks_for=shown), proteinuria]
    elif found:
        parts.append(Weighed(against=shown))
    return together(parts)


def _class_v(view: Assessment) -> Weighed:
    found, _ = weighing.classes(view)
    return weighing.class_v(view) if found else Weighed(unseen=("ISN/RPS class of this episode",))


def _collapsing(view: Assessment) -> Weighed:
    parts = [recorded(view, ("collapsing",)), measured(view, "hiv", ("positive", "present"))]
    tested = [item for item in view.ctx.case.genotypes if item.gene.strip().casefold() == "apol1"]
    for item in tested:
        shown = view.ctx.evidence(item, "APOL1", item.phenotype.replace("-", " "), "", item.tested_on)
        if item.phenotype == "two-risk-alleles":
            parts.append(Weighed(speaks_for=(shown,)))
        elif item.phenotype in ("no-risk-allele", "one-risk-allele"):
            parts.append(Weighed(against=(shown,)))
        else:
            parts.append(Weighed(unseen=("the conclusion of the APOL1 report",)))
    return together(parts) + Weighed(unseen=() if tested else ("APOL1 genotype",))


def _diabetic(view: Assessment) -> Weighed:
    return recorded(view, ("diabetic",)) + stated(view, ("diabet",), "whether there is diabetes") + measured(view, "hba1c", ("high",), ("normal", "low"))  # fmt: skip


def _hypertensive(view: Assessment) -> Weighed:
    return recorded(view, ("hypertensive",)) + stated(view, ("hypertens",), "whether there is hypertension") + weighing.pressure(view)  # fmt: skip


def _drug(view: Assessment) -> Weighed:
    tissue_says = recorded(
        view, ("drug", "nsaid", "phospholipidosis", "cni-toxicity", "interstitial-nephritis")
    )
    return tissue_says + weighing.exposure(view) + weighing.microscopy(view)


def _infection(view: Assessment) -> Weighed:
    weighed = recorded(view, ("infection-related",))
    asked = () if weighed.speaks_for or weighed.against else ("cultures and search for a focus",)
    return weighed + Weighed(unseen=asked)


def _urine_sample(view: Assessment) -> Weighed:
    return recorded(view, ("urinary-infection",)) + measured(view, "urine-culture", ("positive", "present"))


def _pregnancy(view: Assessment) -> Weighed:
    ctx = view.ctx
    if ctx.case.patient.sex == "male":
        return recorded(view, _PREGNANCY) + Weighed(against=(Evidence("sex", "male"),))
    parts = [recorded(view, _PREGNANCY)]
    known = False
    for item in ctx.pregnancies:
        shown = ctx.evidence(item, "stated:", item.status.replace("-", " "), "", item.since)
        if not ctx.is_current(ctx.span(item.until) or ctx.span(item.since)):
            continue
        if item.status in ("pregnant", "miscarriage", "postpartum"):
            parts.append(Weighed(speaks_for=(shown,)))
            known = True
        elif item.status == "not-pregnant":
            parts.append(Weighed(against=(shown,)))
            known = True
    tested = measured(view, "pregnancy-test", ("positive", "present"))
    return together(parts) + (Weighed(tested.speaks_for, tested.against) if known else tested)


def _renal_vein(view: Assessment) -> Weighed:
    found, _ = weighing.classes(view)
    weighed = recorded(view, ("renal-vein-thrombosis",))
    proteinuria, albumin = weighing.nephrotic(view), measured(view, "albumin", ("low",), ("normal", "high"))
    if albumin.speaks_for and proteinuria.against:
        told_of = (
            f"{albumin.speaks_for[0]} is no sign of it by itself: proteinuria is below the nephrotic range."
        )
        albumin = Weighed(remark=told_of)
    parts = [weighed, proteinuria, albumin]
    if found:
        parts.append(weighing.class_v(view))
    imaging = () if weighed.speaks_for or weighed.against else ("imaging of the renal veins",)
    return together(parts) + Weighed(unseen=imaging)


def _haemodynamic(view: Assessment) -> Weighed:
    return recorded(view, ("haemodynamic",)) + weighing.haemodynamic(view)


def _hyperfiltration(view: Assessment) -> Weighed:
    return recorded(view, ("hyperfiltration",)) + stated(view, ("obes",), "whether there is obesity") + weighing.body_mass(view)  # fmt: skip


def _chronicity(view: Assessment) -> Weighed:
    finding = view.chronicity
    if finding.status == "not-documented":
        return Weighed(unseen=tuple(item.what for item in finding.missing) or ("activity and chronicity index",), remark=finding.because)  # fmt: skip
    shown = finding.evidence
    return Weighed(shown, (), (), finding.because) if finding.status == "not-met" else Weighed((), shown, (), finding.because)  # fmt: skip


EXPLANATIONS: tuple[Explanation, ...] = (
    Explanation("Thrombotic microangiopathy, antiphospholipid nephropathy", _TMA, ("explain-tma", "explain-apl-chart", "explain-plasmic"), _tma),
    Explanation("Podocytopathy", _PODOCYTE, ("explain-podocytopathy",), _podocytopathy),
    Explanation("Collapsing glomerulopathy, APOL1", ("collapsing",), ("explain-collapsing",), _collapsing),
    Explanation("Class V, alone or mixed", (), ("explain-class-v",), _class_v, "lupus"),
    Explanation("Diabetic kidney disease", ("diabetic",), ("explain-diabetic",), _diabetic),
    Explanation("Hypertensive nephropathy", ("hypertensive",), ("explain-hypertensive", "before-bp-usual"), _hypertensive),
    Explanation("Drug nephropathy (NSAID, calcineurin inhibitor, hydroxychloroquine)", ("drug", "nsaid", "phospholipidosis", "cni-toxicity", "interstitial-nephritis"), ("explain-drug", "explain-drug-names"), _drug, weak="exposure only"),
    Explanation("Infection", ("infection-related",), ("explain-infection",), _infection),
    Explanation("Urinary infection, menses", ("urinary-infection",), ("explain-urine-sample",), _urine_sample),
    Explanation("Pregnancy, pre-eclampsia, miscarriage", _PREGNANCY, ("explain-pregnancy",), _pregnancy),
    Explanation("Renal vein thrombosis", ("renal-vein-thrombosis",), ("explain-renal-vein", "explain-anticoagulation"), _renal_vein),
    Explanation("Haemodynamic effect of a drug", ("haemodynamic",), ("explain-haemodynamic",), _haemodynamic, weak="exposure only"),
    Explanation("Obesity, hyperfiltration", ("hyperfiltration",), ("explain-hyperfiltration",), _hyperfiltration),
    Explanation("Advanced chronicity", (), ("explain-chronicity",), _chronicity, "chronic"),
)  # fmt: skip
"""The list to be cleared before a disease is called refractory, in the order of the clinical reference."""


# --- the table -------------------------------------------------------------------------------------------------------


def explanations(view: Assessment) -> tuple[Table, ...]:
    """Return every explanation weighed on this record, where something is abnormal or may be."""
    if view.abnormal.now is False:
        return ()
    rows: list[Row] = []
    asked: list[Missing] = []
    covered: set[str] = set()
    for item in EXPLANATIONS:
        weighed, found = item.weigh(view), _alternatives(view, item.lesions)
        covered |= {alternative.name for alternative in found}
        rows.append(_row(view, item, weighed, found))
        signs = len(weighed.speaks_for) > 1 and item.weak == "signs only"
        if item.kind == "other" and (found or signs):
            why = f"{item.name}: {_standing(item, weighed, found)[0]}, and this was not looked at."
            asked += [Missing(what, why, "biopsy", "labs", rank=30) for what in weighed.unseen]
    rows += [_other(item) for item in view.alternatives if item.name not in covered]
    return (
        Table(
            "alternative-explanations", "Other explanations: for, against, not looked at", "biopsy",
            (Column("Explanation"), Column("Stands as"), Column("Speaks for"), Column("Speaks against"), Column("Not looked at")),
            tuple(rows), _intro(rows),
            "Only tissue or a decisive test documents another diagnosis; an antibody, a gene or an exposure is a suspicion. "
            "What is not on record is neither for nor against.",
            tuple(dict.fromkeys(asked)),
        ),
    )  # fmt: skip


def _alternatives(view: Assessment, lesions: tuple[str, ...]) -> tuple[Alternative, ...]:
    names = {known.name for name in lesions if (known := view.ctx.guideline.lesion(name)) is not None}
    return tuple(item for item in view.alternatives if item.name in names)


def _standing(
    item: Explanation, weighed: Weighed, found: tuple[Alternative, ...]
) -> tuple[str, Status | None]:
    """Return how an explanation stands, in words, and whether it documents another diagnosis."""
    if item.kind == "lupus":
        return ("lupus nephritis itself, no alternative" if weighed.speaks_for else "not found" if weighed.against else "not documented"), None  # fmt: skip
    if item.kind == "chronic":
        said = (
            "chronic damage, no alternative"
            if weighed.speaks_for
            else "not found"
            if weighed.against
            else "not documented"
        )
        return said, None
    if any(alternative.documented for alternative in found):
        return "documented", "met"
    if found:
        return "suspected", "not-documented"
    if (
        any(shown.value.startswith("looked for and excluded") for shown in weighed.against)
        and not weighed.speaks_for
    ):
        return "excluded", "not-met"
    if weighed.speaks_for:
        return item.weak, "not-documented"
    return ("nothing on record points to it" if weighed.against else "not looked for"), "not-documented"


def _row(view: Assessment, item: Explanation, weighed: Weighed, found: tuple[Alternative, ...]) -> Row:
    said, status = _standing(item, weighed, found)
    quoted = facts(view.ctx.guideline, *item.facts)
    used = tuple(dict.fromkeys(number for each in quoted for number in numbers(view.ctx.guideline, each)))
    sources = (
        *cited(*quoted, *used),
        *(alternative.citation for alternative in found if alternative.citation),
    )
    how = " ".join(text for text in (weighed.remark, *(told(each) for each in quoted)) if text)
    return Row(
        (item.name, said, _listed(weighed.speaks_for), _listed(weighed.against), "; ".join(weighed.unseen)),
        status, how, (*weighed.speaks_for, *weighed.against), tuple(dict.fromkeys(sources)), used,
    )  # fmt: skip


def _other(item: Alternative) -> Row:
    """Return a row for an explanation that the record names and the list does not."""
    status: Status = "met" if item.documented else "not-documented"
    return Row(
        (item.name[:1].upper() + item.name[1:], "documented" if item.documented else "suspected", _listed(item.evidence), "",
         "; ".join(item.ask)),
        status, "Named by the record.", item.evidence, (item.citation,) if item.citation else (),
    )  # fmt: skip


def _listed(shown: tuple[Evidence, ...]) -> str:
    return "; ".join(str(item) for item in shown)


def _intro(rows: list[Row]) -> str:
    counts = [
        (sum(row.cells[1] == word for row in rows), said)
        for word, said in (
            ("documented", "documented"), ("suspected", "suspected"), ("signs only", "with signs only"), ("exposure only", "with an exposure only"),
            ("excluded", "excluded"), ("not looked for", "not looked for"),
        )
    ]  # fmt: skip
    told_of = [f"{count} {said}" for count, said in counts if count]
    return f"Of {len(rows)} explanations: {', '.join(told_of)}." if told_of else ""
