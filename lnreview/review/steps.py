"""The six findings of the walk, each with status, evidence, citations, what is missing, and one plain sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lnreview.case import analytes
from lnreview.case.quantities import shown
from lnreview.case.records import Biopsy, Override
from lnreview.review import tissue
from lnreview.review.ages import elapsed
from lnreview.review.assess import Assessment, Line
from lnreview.review.chronicity import LatestCourse, placed
from lnreview.review.finding import STEPS, Cited, Evidence, Finding, Missing, Status, StepName, sentence
from lnreview.review.flare import biopsy_needed
from lnreview.review.judge import Judge
from lnreview.review.responding import responding
from lnreview.review.response import REACHED, Judged
from lnreview.review.verdict import alternative_diagnosis, response_sentence


def steps(view: Assessment, overrides: Mapping[StepName, Override]) -> tuple[Finding, ...]:
    """Return the findings in the order of the walk, each with the reviewer's override beside it."""
    computed: dict[StepName, Finding] = {
        "diagnosis": view.diagnosis,
        "adherence": _over(view, "adherence", [line.adherence for line in _asked(view)]),
        "dosing": _over(view, "dosing", [line.dosing.finding for line in view.present]),
        "response": _response(view),
        "chronicity": view.chronicity,
        "biopsy": _biopsy(view),
    }
    return tuple(
        replace(computed[name], because=sentence(computed[name].because), override=overrides.get(name))
        for name in STEPS
    )


def _asked(view: Assessment) -> tuple[Line, ...]:
    """Return the latest treatment and every course offered as failed."""
    lines = [line for line in view.present if line.judged.failed or line.stated_failure]
    latest = view.latest_treatment
    if latest is not None and latest not in lines:
        lines.append(latest)
    return tuple(lines)


def _over(view: Assessment, step: StepName, found: Sequence[Finding]) -> Finding:
    """Join the findings of several regimens: the latest decides, once none of them is open."""
    cited = (Cited.of(view.ctx.guideline.steps[step]),)
    if not found:
        missing = _course_questions(view, step)
        listed = view.ctx.case.complete.courses == "yes"
        because = (
            "No induction regimen was given in this episode." if listed
            else "The record holds no induction regimen of this episode."
        )  # fmt: skip
        return Finding(step, "not-documented", because, (), cited, missing=missing)
    statuses = {finding.status for finding in found}
    status: Status = "not-documented"
    if found[-1].status == "not-met":
        status = "not-met"
    elif "not-documented" not in statuses:
        status = "met"  # an earlier regimen that was not met does not count; the sentence names it
    because = (
        found[0].because
        if len(found) == 1
        else " ".join(f"({n}) {f.because}" for n, f in enumerate(found, 1))
    )
    return Finding(
        step, status, because,
        tuple(dict.fromkeys(item for finding in found for item in finding.evidence)),
        tuple(dict.fromkeys((*cited, *(item for finding in found for item in finding.citations)))),
        tuple(dict.fromkeys(item for finding in found for item in finding.parameters)),
        tuple(dict.fromkeys(item for finding in found for item in finding.missing)),
    )  # fmt: skip


def _course_questions(view: Assessment, step: StepName) -> tuple[Missing, ...]:
    if view.ctx.case.complete.courses == "yes":
        return ()  # the list is complete: none was given, and there is nothing to look up
    if step == "adherence":
        return (
            Missing("adherence evidence for each regimen: refills (share of days covered), infusion records, "
                    "mycophenolic acid (MPA) or hydroxychloroquine level, pill count",
                    "A regimen counts as failed only in a patient shown to have taken it.", step, "adherence", rank=22),
        )  # fmt: skip
    return (
        Missing("start date, stop date and achieved dose of every induction regimen",
                "No regimen of this episode is on record.", step, "courses", rank=12),
    )  # fmt: skip


# --- response --------------------------------------------------------------------------------------------------------


def response_of(view: Assessment, line: Line) -> Finding:
    """Say what one regimen achieved."""
    ctx, result = view.ctx, line.judged
    names = (
        "no-change-below",
        "worse-rise",
        "egfr-worse",
        "complete-upcr",
        "perr-upcr",
        "partial-fall",
        "partial-ceiling",
    )
    numbers = tuple(ctx.parameter(name) for name in names if name in ctx.criteria.parameters)
    cited = tuple(
        dict.fromkeys((Cited.of(ctx.guideline.steps["response"]), *(Cited.of(number) for number in numbers)))
    )
    points = [result.base_urine, result.last_urine, result.base_kidney, result.last_kidney]
    evidence = tuple(dict.fromkeys(point.evidence() for point in points if point))
    said = response_sentence(line)
    name = line.regimen.name(ctx)
    if result.grade in REACHED:
        status: Status = "met"
        because = f"{name}: {result.grade.replace('-', ' ')} response ({said})."
    elif result.failed is True and result.moved_only is True and result.worse_function is not True:
        limit = shown(ctx.number("no-partial-months"), 1)
        status, because = "not-met", f"{name}: moved, without a partial response by {limit} months ({said})."
    elif result.failed is True:
        status, because = "not-met", f"{name}: no change or worse ({said})."
    elif result.moved_only is True:
        status, because = "not-met", f"{name}: moved without a partial response in its window ({said})."
    elif result.grade == "improving" and result.ahead:
        status, because = "met", f"{name}: on the way, the milestone lies ahead ({said})."
    else:
        status, because = "not-documented", f"{name}: cannot be told ({said})."
    missing = () if status == "met" else _response_questions(view, line, result)
    return Finding("response", status, because, evidence, cited, numbers, missing)


def _response_questions(view: Assessment, line: Line, result: Judged) -> tuple[Missing, ...]:
    name, start = line.regimen.name(view.ctx), line.regimen.start
    found = []
    why = "Change is judged from the start of the regimen to its last confirmed values."
    at = f" ({start})" if start else ""
    if result.base_urine is None and result.last_urine is None:
        found.append(
            Missing(
                f"proteinuria (UPCR or 24 h) at the start and end of {name}", why, "response", "labs", rank=16
            )
        )
    elif result.base_urine is None:
        found.append(Missing(f"proteinuria (UPCR or 24 h) at the start of {name}{at}",
                             "Without a baseline neither partial response nor failure can be judged.", "response", "labs", rank=16))  # fmt: skip
    elif result.last_urine is None:
        found.append(
            Missing(
                f"proteinuria (UPCR or 24 h) under {name}, at its end or now",
                why,
                "response",
                "labs",
                rank=16,
            )
        )
    elif result.unchanged_urine is None and result.grade not in REACHED:
        days = view.ctx.parameter("confirm-days")
        found.append(Missing(f"a second UPCR sample {days.value}-{days.upper} days from the last, under {name}",
                             "A response or a failure needs two samples that agree.", "response", "labs", rank=17))  # fmt: skip
    if result.base_kidney is None or result.last_kidney is None:
        ends = "at the start and end of" if result.base_kidney is result.last_kidney else (
            "at the start of" if result.base_kidney is None else "under")  # fmt: skip
        found.append(Missing(f"creatinine/eGFR {ends} {name}", why, "response", "labs", rank=18))
    elif result.worse_function is None or (result.better_function is None and result.unchanged_urine is True):
        found.append(Missing(f"a second creatinine/eGFR to confirm the change under {name}",
                             "Worse or better function needs two readings.", "response", "labs", rank=18))  # fmt: skip
    return tuple(found)


def _response(view: Assessment) -> Finding:
    cited = (Cited.of(view.ctx.guideline.steps["response"]),)
    row = responding(Judge(view, {}))
    if not view.present:
        questions = () if view.ctx.case.complete.courses == "yes" else (
            Missing("proteinuria (UPCR or 24 h) at the start and end of each regimen",
                    "Response is judged from the start of a regimen to its last values.", "response", "labs", rank=23),
            Missing("creatinine/eGFR at the start and end of each regimen",
                    "Response is judged from the start of a regimen to its last values.", "response", "labs", rank=24),
        )  # fmt: skip
        status: Status = "met" if row.documented else "not-documented"
        because = row.because if row.documented else "No regimen of this episode can be judged."
        evidence = tuple(point.evidence() for point in (view.urine.last, view.kidney.last) if point)
        unusable = (*view.urine.missing, *view.kidney.missing)
        return Finding("response", status, because, evidence, cited, missing=(*unusable, *questions))
    joined = _over(view, "response", [response_of(view, line) for line in view.present])
    if row.documented and joined.status != "met":
        joined = replace(joined, status="met", because=row.because)
    elif joined.status == "not-documented":
        latest = response_of(view, view.present[-1])
        joined = replace(joined, status=latest.status)
    return replace(joined, missing=(*view.urine.missing, *view.kidney.missing, *joined.missing))


# --- biopsy ----------------------------------------------------------------------------------------------------------


def _biopsy(view: Assessment) -> Finding:
    """Say whether tissue confirms active disease and other diagnoses are cleared, or what is due."""
    ctx, judge = view.ctx, Judge(view, {})
    cited = [Cited.of(ctx.guideline.steps["biopsy"]), Cited.of(ctx.guideline["biopsy-upcr"])]
    numbers = (ctx.guideline["biopsy-upcr"], ctx.guideline["repeat-biopsy-months"])
    evidence: list[Evidence] = [tissue.describe(ctx, item) for item in tissue.latest(ctx)]
    evidence += [item for alternative in view.alternatives for item in alternative.evidence]
    evidence += [*view.activity.active, *view.activity.quiet, *view.activity.doubtful]
    cited += [item.citation for item in view.alternatives if item.citation]
    missing = _alternative_questions(view)
    other, due = alternative_diagnosis(judge), biopsy_needed(judge)
    current = [item for item in tissue.latest(ctx) if item.proves_ln and _here(view, item) is True]
    unsure = [item for item in tissue.latest(ctx) if item.proves_ln and _here(view, item) is None]
    if other.documented:
        status: Status = "not-met"
        because = other.because
    elif due.documented:
        status, because = "not-met", due.because
        missing = (_due(due.because, rank=3), *missing)
    elif current and view.present:
        status = "met"
        graded = {"met": "shows active or mixed disease", "not-met": "is predominantly chronic"}
        said = graded.get(view.chronicity.status, "shows lupus nephritis, its activity is not graded")
        because = f"{tissue.describe(ctx, current[-1])} {said}, taken under the present treatment."
        suspected = ", ".join(dict.fromkeys(item.name for item in view.alternatives))
        because += (
            f" Suspected beside it: {suspected}." if suspected else " No other diagnosis is documented."
        )
    elif current and not view.present:
        status = "met"
        because = f"{tissue.describe(ctx, current[-1])} shows lupus nephritis of this episode, before its treatment."
    elif view.abnormal.now is False:
        status, because = (
            "met",
            "Nothing is abnormal now, so no tissue is due; no other diagnosis is documented.",
        )
    elif unsure:
        status = "not-documented"
        because = f"Whether {tissue.describe(ctx, unsure[-1])} was taken before or under the present treatment is not on record."
        missing = (
            Missing("the day of the latest kidney biopsy, and the day on which the latest course began",
                    "Only tissue taken under the latest course tells what its failure is due to.",
                    "biopsy", "biopsies", unsure[-1].id, rank=28), *missing,
        )  # fmt: skip
    else:
        status = "not-documented"
        because = _no_current_tissue(view)
        again = "repeat kidney biopsy" if ctx.case.biopsies else "kidney biopsy"
        missing = (
            Missing(f"{again} with class, activity index, chronicity index, vascular lesions, EM (or why not)",
                    f"Recommended after {ctx.guideline.number('repeat-biopsy-months')} months of appropriate treatment with ongoing abnormality, and where the cause is in doubt.",
                    "biopsy", "biopsies", rank=28), *missing,
        )  # fmt: skip
    if ctx.case.complete.biopsies != "yes" and not due.documented:
        missing = (*missing, Missing("whether the list of kidney biopsies is complete",
                                     "A biopsy that is not listed is not the same as one that was not taken.",
                                     "biopsy", "complete", rank=32))  # fmt: skip
    return Finding(
        "biopsy",
        status,
        because,
        tuple(dict.fromkeys(evidence)),
        tuple(dict.fromkeys(cited)),
        numbers,
        missing,
    )


def _here(view: Assessment, biopsy: Biopsy) -> bool | None:
    """Whether tissue was taken under the present treatment and in the present episode; `None` where dates leave it open."""
    course = LatestCourse(view.present[-1].regimen.start) if view.present else None
    episode = view.course.boundaries[-1] if view.course.boundaries else None
    return placed(view.ctx.span(biopsy.taken_on), course, episode)


def _no_current_tissue(view: Assessment) -> str:
    """Say how old the latest tissue is, or that there is none."""
    ctx, newest = view.ctx, tissue.latest(view.ctx)
    open_now = "whether new tissue is due is not settled."
    if not newest:
        return f"The record holds no kidney biopsy; {open_now}"
    day = ctx.span(newest[-1].taken_on)
    aged = f", {elapsed(day, ctx.as_of)} old," if day else ""
    than = "the present treatment" if view.present else "the present episode"
    told = " and ".join(str(tissue.describe(ctx, item)) for item in newest)
    return f"The latest tissue ({told}){aged} is older than {than}; {open_now}"


def _due(why: str, rank: int) -> Missing:
    return Missing("kidney biopsy (repeat where there was one) with class, activity index, chronicity index, vascular lesions, EM",
                   why, "biopsy", "biopsies", rank=rank)  # fmt: skip


def _alternative_questions(view: Assessment) -> tuple[Missing, ...]:
    found = []
    on_record = _tests_on_record(view)
    for item in view.alternatives:
        for ask in item.ask:
            if any(name in ask.casefold() for name in on_record):
                continue
            why = f"{item.name.capitalize()} is {'documented' if item.documented else 'suspected'} ({item.evidence[-1]})."
            found.append(Missing(ask, why, "biopsy", "labs", rank=20 if item.documented else 26))
    return tuple(found)


def _tests_on_record(view: Assessment) -> set[str]:
    """Return words of tests that the record holds, so that they are not asked for again."""
    names: set[str] = set()
    days: dict[str, set[str]] = {}
    for lab in view.ctx.case.labs:
        analyte = analytes.find(lab.analyte)
        if analyte is not None and (lab.quantity or lab.interpretation or lab.words):
            days.setdefault(analyte.id, set()).add(lab.collected_on.text if lab.collected_on else "")
    words = {
        "adamts13": "adamts13", "schistocytes": "smear", "urine-culture": "urine culture", "pregnancy-test": "pregnancy test",
    }  # fmt: skip
    names |= {word for analyte, word in words.items() if analyte in days}
    names |= {"plasmic"} if "adamts13" in days else set()  # the score foretells what was measured
    if any(
        len(days.get(name, ())) > 1
        for name in ("lupus-anticoagulant", "anticardiolipin", "anti-beta2gp1", "antiphospholipid")
    ):
        names.add("antiphospholipid")
    shown = {cause.shown_by for cause in view.ctx.case.other_causes}
    names |= {"urine culture"} if "culture" in shown else set()
    names |= {"pregnancy test"} if "pregnancy-test" in shown else set()
    return names
