"""History and diagnosis: who the patient is, on what lupus rests, tissue, serology and the kidney values."""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.case.quantities import shown
from lnreview.case.records import Biopsy, LabResult
from lnreview.guideline.model import Guideline
from lnreview.letters import told
from lnreview.letters.content import known, words
from lnreview.letters.document import BulletList, Paragraph, Run, Words, plain
from lnreview.review import nih
from lnreview.review.finding import Review, SeriesPoint

_SEROLOGY = (
    ("ana", "ANA"), ("anti-dsdna", "anti-dsDNA"), ("c3", "C3"), ("c4", "C4"), ("lupus-anticoagulant", "lupus anticoagulant"),
    ("anticardiolipin", "anticardiolipin"), ("anti-beta2gp1", "anti-β2-glycoprotein I"),
)  # fmt: skip
_KIDNEY = (
    ("creatinine", "creatinine"), ("albumin", "serum albumin"), ("urine-sediment", "urine sediment"),
)  # fmt: skip


def history(case: Case, review: Review, guideline: Guideline) -> tuple[Paragraph | BulletList, ...]:
    """Return the history in short labelled paragraphs; what the record lacks is not mentioned here but is a gap."""
    items: list[Words] = []
    for label, text in (
        ("Lupus", _lupus(case)),
        ("Kidney biopsies", "; ".join(_biopsy(guideline, biopsy) for biopsy in known.biopsies(case, review))),
        ("Proteinuria", _series(told.shown_points(case, review.upcr), "g/g", review)),
        ("eGFR", _series(told.shown_points(case, review.egfr), "mL/min/{1.73_m2}", review)),
        ("Latest kidney values", _latest(case, review, _KIDNEY)),
        ("Latest serology", _latest(case, review, _SEROLOGY)),
        ("Other conditions", _conditions(case, review)),
        ("Last blood pressure", _pressure(case, review)),
    ):
        if text:
            items.append((Run(f"{label}: ", "strong"), Run(words.sentence(text))))
    person = _person(case, review)
    parts: list[Paragraph | BulletList] = [Paragraph(plain(person))] if person else []
    return (*parts, BulletList(tuple(items))) if items else tuple(parts)


def _person(case: Case, review: Review) -> str:
    sex = "" if case.patient.sex == "unknown" else case.patient.sex
    age = words.age_words(case, review.as_of)
    if not (sex or age):
        return ""
    aged = f"aged {age}" + ("" if "as stated" in age else f" as of {review.as_of}") if age else ""
    return f"The patient is {', '.join(part for part in (sex, aged) if part)}."


def _lupus(case: Case) -> str:
    lupus = case.lupus
    if lupus.documented != "yes" and not lupus.basis:
        return ""
    start = "systemic lupus erythematosus"
    if lupus.documented == "no":
        start = "systemic lupus erythematosus is stated as not documented"
    when = f" diagnosed {lupus.diagnosed_on}" if lupus.diagnosed_on else ""
    return f"{start}{when}{f': {lupus.basis}' if lupus.basis else ''}"


def _biopsy(guideline: Guideline, biopsy: Biopsy) -> str:
    parts = [words.biopsy_class(biopsy) or "no class reported"]
    activity, chronicity = (
        nih.index(guideline, biopsy, "nih-activity"),
        nih.index(guideline, biopsy, "nih-chronicity"),
    )
    for name, found, text in (
        ("activity", activity, biopsy.activity_text),
        ("chronicity", chronicity, biopsy.chronicity_text),
    ):
        if found.value is not None:
            computed = "" if found.reported is not None else " (computed from its items)"
            parts.append(f"{name} index {found.value}/{shown(found.maximum)}{computed}")
        elif text:
            parts.append(f"{name} “{text}”")
    if biopsy.crescents is not None:
        parts.append(f"crescents {biopsy.crescents}")
    if biopsy.tma == "yes":
        parts.append("thrombotic microangiopathy")
    parts += [
        lesion.what
        + {"yes": ", which explains the abnormality", "no": ", coexisting", "unknown": ""}[lesion.explains]
        for lesion in biopsy.lesions
    ]
    return f"{words.dated(biopsy.taken_on)}: {', '.join(parts)}"


def _series(points: tuple[SeriesPoint, ...], unit: str, review: Review) -> str:
    """Return the value at the start of the first regimen, or the first one, and the last value."""
    if not points:
        return ""
    ordered = sorted(points, key=lambda point: point.day)
    start = next((regimen.start for regimen in review.regimens if regimen.start), None)
    before = [point for point in ordered if start and point.day <= start.latest]
    first, last = (before or ordered)[-1 if before else 0], ordered[-1]
    if first is last:
        return f"{words.point_words(last, unit)} ({last.date_written})"
    name = "before the first regimen" if before else "first value"
    return (
        f"{name} {words.point_words(first, unit)} ({first.date_written}), "
        f"last value {words.point_words(last, unit)} ({last.date_written})"
    )


def _latest(case: Case, review: Review, analytes: tuple[tuple[str, str], ...]) -> str:
    said = []
    for analyte, name in analytes:
        results = known.labs(case, review, analyte)
        if results:
            said.append(f"{name} {_result(results[-1])}")
    return "; ".join(said)


def _result(lab: LabResult) -> str:
    return f"{words.lab_words(lab)} ({words.dated(lab.collected_on)})"


def _conditions(case: Case, review: Review) -> str:
    found = known.by_then(case, review, case.comorbidities, lambda condition: condition.since)
    return words.joined(condition.what for condition in found if condition.present == "yes")


def _pressure(case: Case, review: Review) -> str:
    found = known.by_then(case, review, case.blood_pressures, lambda pressure: pressure.measured_on)
    if not found:
        return ""
    return f"{found[-1].systolic}/{found[-1].diastolic} mmHg ({words.dated(found[-1].measured_on)})"
