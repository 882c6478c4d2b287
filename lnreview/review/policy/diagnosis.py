"""Questions about the diagnosis: code, basis of lupus, active nephritis, verdict and steps of the review, SLEDAI-2K."""

from __future__ import annotations

import re

from lnreview.guideline.asks import person as asks
from lnreview.review.finding import STEP_NAMES, VERDICT_NAMES, Evidence
from lnreview.review.policy.answers import Answer, Interval, no, of_interval, open_, yes
from lnreview.review.policy.view import View, names

_ELSE = ("alternative-diagnosis", "chronic-damage")
_UNDECIDED = ("insufficient-data", "biopsy-needed", "too-early")
"""Verdicts after which another one may still be reached with the same treatment."""


def code(view: View, asked: asks.DiagnosisCode) -> Answer:
    """Look for a code of the set; a code that is too general, or of another disease, does not meet it."""
    request = view.case.request
    given = [text.strip().upper() for text in (request.diagnosis_code, *request.other_codes) if text.strip()]
    wanted = names(asked.codes)
    if not given:
        return open_("The request carries no diagnosis code.", f"ICD-10-CM code, for example {wanted}", entry="diagnosis_code")  # fmt: skip
    told = Evidence("diagnosis codes", ", ".join(given))
    if any(_stands_for(wished.upper(), text) for wished in asked.codes for text in given):
        return yes(f"The request carries {names(given, 'and')}.", told)
    general = [text for text in given if any(_stands_for(item.upper(), text) for item in asked.unspecific)]
    why = f"{names(general, 'and')} is less specific than {wanted}." if general else f"The request carries {names(given, 'and')}, not {wanted}."  # fmt: skip
    return no(why, told, entry="diagnosis_code", change=f"The code {wanted}, where record and diagnosis support it, would meet it.")  # fmt: skip


def _stands_for(wanted: str, given: str) -> bool:
    """Whether a code is the one wanted, or of its family; claims print codes without the point."""
    if wanted.endswith("."):
        return given.replace(".", "").startswith(wanted.rstrip("."))
    return given.replace(".", "") == wanted.replace(".", "")


def lupus(view: View, asked: asks.LupusDocumented) -> Answer:
    """Say whether systemic lupus is documented, on a basis that the plan names."""
    basis = view.case.lupus
    told = Evidence("basis of systemic lupus", basis.basis, "", str(basis.diagnosed_on or ""))
    if basis.documented == "no":
        return no("The record says that systemic lupus is not documented.", told, entry="documented",
                  change="A documented diagnosis of systemic lupus would meet it.")  # fmt: skip
    if basis.documented == "unknown":
        return open_("The record does not say whether systemic lupus is documented.", "basis of the diagnosis of systemic lupus", entry="documented")  # fmt: skip
    if asked.basis_words and not any(_names(basis.basis, word) for word in asked.basis_words):
        wanted = names(asked.basis_words)
        return open_(f"Systemic lupus is documented; its basis does not name {wanted}.", f"basis of the diagnosis by {wanted}", told, entry="basis")  # fmt: skip
    return yes("Systemic lupus is documented.", told)


def _names(text: str, word: str) -> bool:
    """Whether a text holds a word as a word: “ACR 1997” names the ACR, “macroscopic” does not."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def active_nephritis(view: View, asked: asks.ActiveNephritis) -> Answer:
    """Say whether lupus nephritis is proven and something is abnormal now that nothing else explains."""
    review, abnormal = view.review, view.assessment.abnormal
    diagnosis = review.step("diagnosis")
    told = (*diagnosis.evidence[-1:], *abnormal.evidence)
    if review.verdict in _ELSE:
        return no(f"The review ends with {VERDICT_NAMES[review.verdict].casefold()}: {review.summary}", *told,
                  change="New tissue or tests that show active lupus nephritis would meet it.")  # fmt: skip
    if abnormal.now is False:
        return no("Proteinuria, function and sediment are not abnormal now.", *told,
                  change="Current values that show activity would meet it.")  # fmt: skip
    if diagnosis.effective != "met":
        return open_(f"Active nephritis needs the diagnosis: {diagnosis.because}", "kidney biopsy report that shows lupus nephritis", *told)  # fmt: skip
    if abnormal.now is None:
        return open_("No current value tells whether the nephritis is active.", "current UPCR, creatinine and urine sediment with dates", *told)  # fmt: skip
    return yes(f"Lupus nephritis is proven and abnormal now: {names((str(item) for item in abnormal.evidence[:1]), 'and')}.", *told)  # fmt: skip


def verdict(view: View, asked: asks.VerdictIs) -> Answer:
    """Say whether the review ends with one of the verdicts; a verdict that is still open speaks neither way."""
    now = view.review.verdict
    wanted = names(VERDICT_NAMES[name].casefold() for name in asked.verdicts)  # type: ignore[index]
    told = Evidence("verdict of the review", VERDICT_NAMES[now], "", str(view.review.as_of))
    if now in asked.verdicts:
        return yes(view.review.summary, told)
    if now in _UNDECIDED:
        wish = view.review.missing[0].what if view.review.missing else f"what would document {wanted}"
        return open_(view.review.summary, wish, told)
    return no(f"The review ends with {VERDICT_NAMES[now].casefold()}, not {wanted}: {view.review.summary}", told,
              change=f"A record that documents {wanted} would meet it.")  # fmt: skip


def step(view: View, asked: asks.StepStatus) -> Answer:
    """Return the finding of a step of the review, with the reviewer's judgement where there is one."""
    finding = view.review.step(asked.step)
    if finding.effective == "met":
        return yes(finding.because, *finding.evidence)
    if finding.effective == "not-met":
        return no(finding.because, *finding.evidence, change=f"Evidence that settles “{STEP_NAMES[asked.step]}” the other way would meet it.")  # fmt: skip
    wish = finding.missing[0].what if finding.missing else f"what settles “{STEP_NAMES[asked.step]}”"
    return open_(finding.because, wish, *finding.evidence)


def sledai(view: View, asked: asks.DiseaseActivity) -> Answer:
    """Hold the latest stated SLEDAI-2K total against limits; a total built from items only is asked for."""
    stated = [item for item in view.case.disease_activity if item.stated_total is not None]
    current = [item for item in stated if view.is_current(view.ctx.span(item.assessed_on))]
    if not current:
        return open_("No current SLEDAI-2K total is on record.", "SLEDAI-2K total with its date")
    last = current[-1]
    assert last.stated_total is not None
    told = view.ctx.evidence(last, "SLEDAI-2K", format(last.stated_total, "f"), "", last.assessed_on)
    return of_interval(asked, "SLEDAI-2K", Interval.of(last.stated_total), told)
