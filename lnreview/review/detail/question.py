"""The options side by side, and three separate answers on one of them: necessary, standard of care, experimental.

The answers are worded so that nothing is claimed that the sources do not hold: necessity follows from the verdict, standard
of care from who names the therapy, the third from its label and its trials, the negative ones included. None is a denial.
"""

from __future__ import annotations

from lnreview.guideline.model import Therapy
from lnreview.guideline.parts import Statement
from lnreview.review import necessity
from lnreview.review.assess import Assessment
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import (
    STEP_NAMES,
    VERDICT_NAMES,
    Cited,
    Finding,
    Missing,
    Option,
    SafetyFinding,
    Verdict,
)  # fmt: skip
from lnreview.review.fitness import in_label_age, label_age
from lnreview.review.naming import naming_of
from lnreview.review.options import label_here, options
from lnreview.review.safety import for_therapy
from lnreview.review.steps import steps
from lnreview.review.verdict import decide

_GUIDANCE = ("guideline", "definition")
_REFRACTORY: tuple[Verdict, ...] = ("refractory", "multirefractory")
_NONE_READ = "none read"
_NOT_A_DENIAL = (
    "None of the answers is a denial: what is not supported or not documented goes to a physician."
)


def question(view: Assessment) -> tuple[Table, ...]:
    """Return the options compared, and the three answers on the requested therapy or on the first option."""
    verdict = _verdict(view)
    found = options(view, verdict)
    tables = []
    if found:
        tables.append(_compared(view, found))
    asked = view.ctx.case.request.therapy.strip()
    therapy = requested(view) if asked else _first(view, found)
    if therapy is not None:
        tables.append(three_answers(view, therapy, verdict, asked=bool(asked)))
    elif asked:
        tables.append(_unknown(view, asked))
    return tuple(tables)


def listed(view: Assessment) -> tuple[Option, ...]:
    """Return the options after the verdict of a record."""
    return options(view, _verdict(view))


def requested(view: Assessment) -> Therapy | None:
    """Return the therapy that the case asks for, by its id, its name or the name of its drug; `None` if unknown."""
    return view.ctx.guideline.asked_for(view.ctx.case.request.therapy)


def _verdict(view: Assessment) -> Verdict:
    overrides = {item.step: item for item in view.ctx.case.overrides}
    return decide(view, overrides)[0]


def _first(view: Assessment, found: tuple[Option, ...]) -> Therapy | None:
    chosen = next((option for option in found if not option.stopped), None)
    return view.ctx.guideline.therapy(chosen.therapy) if chosen else None


# --- the options side by side ----------------------------------------------------------------------------------------


def _compared(view: Assessment, found: tuple[Option, ...]) -> Table:
    first = next((option for option in found if not option.stopped), found[0])
    asked = requested(view)
    name, safety = (asked.name, for_therapy(view, asked)) if asked else (first.name, first.safety)
    return Table(
        "options-compared",
        "Options compared",
        "plan",
        (Column("Option"), Column("Label status"), Column("Tried in"), Column("Dose"), Column("On this record"),
         Column("Monitoring"), Column("Stop rule")),
        tuple(_option_row(option) for option in found),
        f"In the order of the program for {view.ctx.criteria.name}: what each is, in whom it was tried, and what this record says of it.",
        "The order is a default of the program: named by the set, label, evidence, feasibility; labelled drugs that were not "
        "given yet stand before rescue therapies. "
        f"“{_NONE_READ}” means that no source that was read holds it.",
        tuple(
            Missing(finding.missing, f"It is a precondition of {name}.", "dosing", "labs")
            for finding in safety
            if finding.status == "not-documented" and finding.missing
        ),
    )  # fmt: skip


def _option_row(option: Option) -> Row:
    label = option.label.replace("-", " ") + ("" if option.label_status == "primary" else " (not verified)")
    return Row(
        (option.name, label, option.tried_in, _said(option.dose), _on_record(option.safety, option.used),
         _said(option.monitoring), _said(option.stop_rule)),
        how=option.why_here[:1].upper() + option.why_here[1:] + ".",
        evidence=tuple(dict.fromkeys(item for finding in option.safety for item in finding.evidence)),
        citations=option.citations,
    )  # fmt: skip


def _said(statement: Statement | None) -> str:
    if statement is None:
        return _NONE_READ
    return statement.text + (
        "" if statement.status == "primary" else f" ({statement.status.replace('-', ' ')})"
    )


def _on_record(safety: tuple[SafetyFinding, ...], used: str) -> str:
    """Return what stops, what calls for care, and how much is not documented."""
    said = [f"Already given in this episode: {used}."] if used else []
    said += [f"Stopped: {item.because}" for item in safety if item.status == "stop"]
    said += [f"Care: {item.because}" for item in safety if item.status == "caution"]
    lacking = sum(item.status == "not-documented" for item in safety)
    if lacking:
        said.append(f"{lacking} precondition{'s' if lacking > 1 else ''} not documented.")
    if not safety and not used:
        return "No stop or precondition was read."
    return " ".join(said) or "Nothing speaks against it."


# --- three answers ---------------------------------------------------------------------------------------------------


def three_answers(view: Assessment, therapy: Therapy, verdict: Verdict, *, asked: bool) -> Table:
    """Return the three answers on a therapy, one row each."""
    told = (
        "the therapy that is asked for" if asked else "the first option that nothing stops; none is asked for"
    )
    necessary = _necessary(view, therapy, verdict)
    return Table(
        "three-answers",
        f"Necessity, standard of care, experimental: {therapy.name}",
        "plan",
        (Column("Question"), Column("Answer"), Column("What it rests on"), Column("What stays open")),
        (necessary, _standard(view, therapy, verdict), _experimental(view, therapy)),
        f"Three separate answers on {told}.",
        _NOT_A_DENIAL,
    )


def _necessary(view: Assessment, therapy: Therapy, verdict: Verdict) -> Row:
    overrides = {item.step: item for item in view.ctx.case.overrides}
    findings = steps(view, overrides)
    checked = for_therapy(view, therapy)
    stops = tuple(item for item in checked if item.status == "stop")
    young = [item.because for item in checked if item.id == label_age(therapy) and item.status == "caution"]
    undecided = any(item.effective == "not-documented" for item in findings)
    found = necessity.support(view, therapy, verdict, options(view, verdict), stops, undecided=undecided)
    return Row(
        ("Is it medically necessary for this patient?", necessity.sentence(found), _steps_met(findings),
         " ".join(part for part in (_steps_open(findings), *young) if part)),
        status=necessity.status(found),
        how=f"Read from the program's verdict with the criteria set {view.ctx.criteria.name}, from the steps behind it, and "
        "from the hard stops of the therapy. The plan's own policy is not part of this answer.",
        evidence=tuple(dict.fromkeys(item for finding in findings for item in finding.evidence)),
        citations=(
            *((Cited.of(view.ctx.criteria.definition),) if verdict in _REFRACTORY else ()),
            *(Cited(item.by, item.locator, item.status) for item in naming_of(view, therapy, verdict)),
            *(part for item in stops for part in item.citations),
        ),
    )  # fmt: skip


def _steps_met(findings: tuple[Finding, ...]) -> str:
    met = [STEP_NAMES[item.step] for item in findings if item.effective == "met"]
    unmet = [STEP_NAMES[item.step] for item in findings if item.effective == "not-met"]
    said = [f"Met: {', '.join(met)}." if met else "No step is met."]
    if unmet:
        said.append(f"Not met: {', '.join(unmet)}.")
    judged = [STEP_NAMES[item.step] for item in findings if item.override]
    if judged:
        said.append(f"As judged by the reviewer: {', '.join(judged)}.")
    return " ".join(said)


def _steps_open(findings: tuple[Finding, ...]) -> str:
    lacking = [STEP_NAMES[item.step] for item in findings if item.effective == "not-documented"]
    return f"Not documented: {', '.join(lacking)}." if lacking else ""


def _standard(view: Assessment, therapy: Therapy, verdict: Verdict) -> Row:
    pack = view.ctx.guideline
    if verdict in _REFRACTORY:
        named = therapy.named_by if verdict in therapy.for_verdicts else ()
    else:
        named = tuple(dict.fromkeys(item.by for item in naming_of(view, therapy, verdict)))
    said = [Statement(text=item.text, source=item.by, locator=item.locator, status=item.status)
            for item in naming_of(view, therapy, verdict)]  # fmt: skip
    said += [part for part in therapy.evidence if _kind(view, part.source) in _GUIDANCE]
    said = [part for part in dict.fromkeys(said) if part.source in pack.sources]
    limited = [_set_name(view, name) for name in therapy.limited_evidence_by]
    after = "refractory disease" if verdict in _REFRACTORY else f"“{VERDICT_NAMES[verdict].lower()}”"
    if named:
        answer = f"Named for {after} by {', '.join(_set_name(view, name) for name in named)}."
    elif verdict not in _REFRACTORY and therapy.named_by:
        sets = ", ".join(_set_name(view, name) for name in therapy.named_by)
        answer = f"Named for refractory disease by {sets}, which this record does not document; by none of the sets for {after}."
    elif limited:
        answer = f"Listed by {', '.join(limited)} as rescue with limited evidence; named as a next step by none of the sets."
    elif verdict == "responding":
        answer = "No set of the pack names a therapy for a disease that responds: it leads to continuing."
    else:
        answer = f"No criteria set of the pack names it for {after}."
    if verdict in _REFRACTORY and therapy.covered_by:
        sets = ", ".join(_set_name(view, name) for name in therapy.covered_by)
        answer += f" Covered by {sets}, of which only the topics were read."
    answer += f" {label_here(view, therapy)[1]}"
    weak = sorted({part.status.replace("-", " ") for part in said if part.status != "primary"})
    return Row(
        ("Is it standard of care?", answer, _quoted(view, said),
         f"Read only in part: {', '.join(weak)}; look the statement up before quoting it." if weak else ""),
        how="Who names it, with the grade as printed, and its label status; a grade that is not given was not read.",
        citations=(Cited(therapy.label_source, "label status", therapy.label_status), *(Cited.of(part) for part in said)),
    )  # fmt: skip


def _experimental(view: Assessment, therapy: Therapy) -> Row:
    wording = next(
        (item for item in view.ctx.guideline.facts if item.topic == "necessity" and therapy.id in item.drugs),
        None,
    )
    answer = wording.text if wording else _standing(therapy)
    if in_label_age(view.ctx, therapy) is not True:
        answer += label_here(view, therapy)[1].removeprefix(therapy.label_text)
    studies = [part for part in therapy.evidence if _kind(view, part.source) not in _GUIDANCE]
    read = [part for part in studies if part.status in ("primary", "secondary")]
    left = len(studies) - len(read)
    refractory = therapy.evidence_level == "refractory"
    open_ = [] if refractory else ["No evidence in refractory lupus nephritis was read."]
    if left:
        open_.append(
            f"Left out: {left} statement{'s' if left > 1 else ''} that nobody has checked against a text."
        )
    cited = [
        Cited(therapy.label_source, "label status", therapy.label_status),
        *(Cited.of(part) for part in read),
    ]
    if wording:
        cited.append(Cited.of(wording))
    return Row(
        ("Is it experimental or investigational?", f"{answer} Tried in: {therapy.tried_in}".strip(),
         _quoted(view, read) or _NONE_READ, " ".join(open_)),
        how="Label status first, then what was studied and in whom, negative trials included. "
        "Whether a plan calls it experimental is for its own policy.",
        citations=tuple(cited),
    )  # fmt: skip


def _standing(therapy: Therapy) -> str:
    """Return how a therapy stands where the pack gives no wording of its own: its label, and who names it."""
    named = (
        "guideline-supported"
        if therapy.named_by or therapy.naming
        else "named by none of the sets of the pack"
    )
    return {
        "on-label": "On-label.",
        "off-label": f"Off-label, {named}.",
        "partly-off-label": f"Partly off-label, {named}.",
        "investigational": "Investigational.",
        "not-recommended": "Not recommended by its label for this use.",
    }[therapy.label]


def _quoted(view: Assessment, parts: list[Statement]) -> str:
    return " ".join(f"{_set_name(view, part.source)}: {part.text}" for part in parts)


def _set_name(view: Assessment, source: str) -> str:
    found = view.ctx.guideline.criteria.get(source)
    return found.name if found else source


def _kind(view: Assessment, source: str) -> str:
    found = view.ctx.guideline.sources.get(source)
    return found.kind if found else ""


def _unknown(view: Assessment, asked: str) -> Table:
    names = "; ".join(view.ctx.guideline.accepted_for(asked))
    told = f"Cannot be stated: the guideline pack holds no entry for “{asked}”. Ask for one of: {names}."
    asks = (
        "Is it medically necessary for this patient?",
        "Is it standard of care?",
        "Is it experimental or investigational?",
    )
    return Table(
        "three-answers",
        "Necessity, standard of care, experimental",
        "plan",
        (Column("Question"), Column("Answer")),
        tuple(Row((ask, told), status="not-documented") for ask in asks),
        note=_NOT_A_DENIAL,
    )  # fmt: skip
