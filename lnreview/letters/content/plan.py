"""The plan of a letter: schedule, safety preconditions, monitoring, what counts as response, when to stop."""

from __future__ import annotations

from lnreview.case.model import Case
from lnreview.guideline.model import CriteriaSet, Guideline
from lnreview.letters.content import grounds, heads, known, person, words
from lnreview.letters.content.citations import Citer
from lnreview.letters.content.standing import safety
from lnreview.letters.document import Block, BulletList, Heading, Run, Words
from lnreview.review.finding import Review, SafetyFinding

_SAFETY = {
    "clear": "✓ clear",
    "stop": "× stops it",
    "caution": "! caution",
}


def plan(
    case: Case, review: Review, guideline: Guideline, citer: Citer, author: str = grounds.SIGNER
) -> tuple[Block, ...]:
    """Return the plan as far as the record and the guideline pack hold it; `author` says whose words the request holds."""
    therapy = known.requested(case, guideline)
    request = case.request
    items: list[Words] = []
    how = heads.how(case)
    if how:
        items.append((Run("Schedule: ", "strong"), Run(words.sentence(how))))
    if therapy and therapy.dose:
        items.append((Run("Published dose: ", "strong"), *citer.said(therapy.dose)))
    beside = _beside(case, review, guideline)
    if beside and items:
        items.append((Run("Beside it, as running now: ", "strong"), Run(words.sentence(beside))))
    if request.premedication.strip():
        items.append((Run("Premedication: ", "strong"), Run(words.sentence(request.premedication))))
    if request.monitoring.strip():
        items.append(
            (
                Run(f"Monitoring, in the words of the {author}: ", "strong"),
                Run(words.sentence(request.monitoring)),
            )
        )
    if therapy and therapy.monitoring:
        items.append((Run("Monitoring: ", "strong"), *citer.said(therapy.monitoring)))
    criteria = guideline.criteria.get(review.criteria)
    if criteria is not None and (items or therapy):
        items += _response(criteria, review, citer)
    if therapy and therapy.stop_rule:
        items.append((Run("Stop rule: ", "strong"), *citer.said(therapy.stop_rule)))
    items += person.after_response(review, guideline, citer)
    about = person.person(case, guideline, citer)
    if not (items or therapy or about):
        return ()
    parts: list[Block] = [Heading("Treatment plan")]
    if items:
        parts.append(BulletList(tuple(items)))
    parts += about
    if therapy:
        rules = {rule.id: rule.text for rule in therapy.safety}
        checks = _preconditions(safety(review, therapy), rules, citer)
        if checks:
            parts += [Heading("Safety before treatment", 2), BulletList(checks, fixed=True)]
    return tuple(parts) if len(parts) > 1 else ()


def _beside(case: Case, review: Review, guideline: Guideline) -> str:
    """Return the drugs that run now other than the requested one, with their doses, each once at its latest dose."""
    asked = guideline.drug(case.request.therapy)
    doses: dict[str, str] = {}
    for course in known.running(case, review):
        drug = guideline.drug(course.drug)
        if course.drug and (asked is None or drug != asked):
            name = words.drug_name(guideline, course.drug)
            doses[name] = words.dose_words(course) or f"dose {words.NOT_DOCUMENTED}"
    return "; ".join(f"{name} {dose}" for name, dose in doses.items())


def _preconditions(
    findings: tuple[SafetyFinding, ...], rules: dict[str, str], citer: Citer
) -> tuple[Words, ...]:
    """Return a line for each precondition that the record answers, and one line for all that it does not."""
    lines: list[Words] = []
    open_: list[Run] = []
    for finding in findings:
        rule = rules.get(finding.id, "") or finding.id.replace("-", " ")
        if finding.status == "not-documented":
            asked = Run(
                (finding.missing or rule).rstrip(".").replace("; ", ", "),
                marks=citer.marks(*finding.citations),
            )
            open_ += [Run("; "), asked] if open_ else [asked]
            continue
        # What only repeats the rule is left out.
        because = "" if finding.because.strip().rstrip(".") in rule else finding.because.strip().rstrip(".")
        days = ", ".join(dict.fromkeys(entry.date for entry in finding.evidence if entry.date))
        told = f"{because} ({days})" if because and days else because or rule
        lines.append(
            (
                Run(f"{_SAFETY[finding.status]}. ", "strong"),
                Run(words.sentence(told), marks=citer.marks(*finding.citations)),
            )
        )
    if open_:
        lines.append((Run("◌ not documented, to be settled before treatment: ", "strong"), *open_, Run(".")))
    return tuple(lines)


def _response(criteria: CriteriaSet, review: Review, citer: Citer) -> list[Words]:
    """Return the response definition of the criteria set and the day of reassessment."""
    held = criteria.parameters
    told: list[Run] = []
    if "complete-upcr" in held:
        told += citer.fact(f"complete below {words.limit(held['complete-upcr'])}", held["complete-upcr"])
    if "partial-fall" in held and "partial-ceiling" in held:
        fall, ceiling = held["partial-fall"], held["partial-ceiling"]
        partial = f"partial with a fall of at least {words.limit(fall)} to below {words.limit(ceiling)}"
        told += (*((Run("; "),) if told else ()), *citer.fact(partial, fall, ceiling))
    if "egfr-worse" in held:
        worse = held["egfr-worse"]
        confirmed = f"eGFR worse with a confirmed fall above {words.limit(worse)}"
        told += (*((Run("; "),) if told else ()), *citer.fact(confirmed, worse))
    items: list[Words] = []
    if told:
        items.append((Run(f"Response, as used with {criteria.name} (UPCR): ", "strong"), *told, Run(".")))
    if review.reassess_on:
        items.append((Run("Reassessment: ", "strong"), Run(f"{words.long_date(review.reassess_on)}.")))
    elif "milestone-months" in held:
        months = held["milestone-months"]
        items.append(
            (
                Run("Reassessment: ", "strong"),
                *citer.fact(f"after {words.limit(months)} of treatment ({months.means})", months),
                Run("."),
            )
        )
    return items
