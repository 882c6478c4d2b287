"""A plan's criteria in a document: what they come to, the tree as a table, what blocks it, and the pack they stand in.

Shared by every document that holds a request against a policy. The statuses are those of the policy review: nothing
here judges, and a comment or a text never changes a status.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.guideline.model import Guideline
from lnreview.guideline.packs import PayerPack
from lnreview.guideline.parts import VerificationStatus
from lnreview.letters import told
from lnreview.letters.content import words
from lnreview.letters.content.criteria import MOST_EVIDENCE, SHAPES
from lnreview.letters.document import (
    Block,
    BulletList,
    Column,
    Heading,
    KeyValues,
    Paragraph,
    Run,
    Table,
    Words,
    plain,
)
from lnreview.letters.remembered import Remembered
from lnreview.review.evaluate import review as evaluate
from lnreview.review.finding import STATUS_WORDS, Review, Status
from lnreview.review.policy.against import against_policy
from lnreview.review.policy.result import EXCEPTION, OUTCOME_NAMES, Criterion, PolicyReview

EXAMPLE = "Example: verify against the plan's current policy."
"""What stands beside every pack that travels with the program."""

ROOT = "All in all"
"""How the criterion at the top of the tree is named, which has no number."""

STANDINGS: dict[VerificationStatus, str] = {
    "primary": "from the plan's own text",
    "secondary": "from a secondary source",
    "unverified": "not verified",
    "program-default": "a choice of the program",
}
"""How far a pack or a criterion may be trusted, in words."""

MAP = "The plan's criteria, one by one"
MOST_BLOCKING = 6
"""Criteria named below the outcome; further ones are counted."""

_REMEMBERED: Remembered[tuple[PolicyReview | None, str]] = Remembered(1)
_TREES = {"initial": "initial request", "continuation": "continuation"}


def applied(case: Case, review: Review, guideline: Guideline) -> tuple[PolicyReview | None, str]:
    """Return the request held against the pack of the case, as far as a document may print it, and why it was not.

    The first is `None` where no pack was chosen, or where the chosen one cannot be used; the second says the latter in a
    sentence. Statuses are found on the whole record, whatever the document leaves out.
    """
    return _REMEMBERED.of("applied", (case, review, guideline), lambda: _applied(case, review, guideline))


def _applied(case: Case, review: Review, guideline: Guideline) -> tuple[PolicyReview | None, str]:
    record, found = told.whole(case), review
    if case.left_out:
        found = evaluate(record, guideline, review.as_of.written, criteria=review.criteria)
    try:
        held = against_policy(record, found, guideline)
    except UserError as error:
        return None, str(error)
    return (printed(case, held) if held else None), ""


def numbered(root: Criterion) -> Iterator[tuple[str, Criterion]]:
    """Yield the criteria with their numbers (1, 1.1, 1.2, 2 …) in the order of reading, the top one without a number."""
    if root.rule == "leaf":
        yield "1", root
        return
    yield "", root
    yield from _below(root, "")


def _below(group: Criterion, above: str) -> Iterator[tuple[str, Criterion]]:
    for place, child in enumerate(group.children, start=1):
        number = f"{above}.{place}" if above else f"{place}"
        yield number, child
        yield from _below(child, number)


def printed(case: Case, policy: PolicyReview) -> PolicyReview:
    """Return a policy review without the evidence that the signer leaves out, and without the reasons that rest on it.

    The statuses stay: they were found on the whole record.
    """
    made: dict[int, Criterion] = {}

    def criterion(item: Criterion) -> Criterion:
        evidence = told.shown_evidence(case, item.evidence)
        because = item.because if len(evidence) == len(item.evidence) else told.WITHHELD
        children = tuple(criterion(child) for child in item.children)
        made[id(item)] = replace(item, evidence=evidence, because=because, children=children)
        return made[id(item)]

    if not case.left_out:
        return policy
    root = criterion(policy.root)
    blocking = tuple(made.get(id(item)) or criterion(item) for item in policy.blocking)
    return replace(policy, root=root, blocking=blocking)


def numbers(policy: PolicyReview) -> dict[str, str]:
    """Return the number of each criterion by its id."""
    return {criterion.id: number for number, criterion in numbered(policy.root)}


def rule_words(criterion: Criterion) -> str:
    """Return how a criterion is put together, as it stands behind its words; empty for a question to the record."""
    match criterion.rule:
        case "all":
            return "all of the following"
        case "any":
            return "any one of the following"
        case "n-of":
            return f"at least {criterion.needed} of the following {len(criterion.children)}"
        case "not":
            return "met where the following is not met"
        case "if":
            otherwise = ", otherwise the third" if len(criterion.children) > 2 else ""
            return f"if the first of the following, then the second{otherwise}"
        case "leaf":
            return ""


def state_words(status: Status) -> str:
    """Return shape and word of a status."""
    return f"{SHAPES[status]} {STATUS_WORDS[status]}"


def state(criterion: Criterion) -> Words:
    """Return the computed status in shape and word, and the reviewer's beside it."""
    said: Words = (Run(state_words(criterion.status)),)
    if criterion.note and criterion.note.status:
        said = (*said, Run(f"; reviewer: {STATUS_WORDS[criterion.note.status]}", "strong"))
    elif criterion.effective != criterion.status:
        # A judgement on a criterion below it, which counts for the group as well.
        said = (*said, Run(f"; by the reviewer's judgements: {STATUS_WORDS[criterion.effective]}", "strong"))
    return said


def judgement(criterion: Criterion) -> str:
    """Return the reviewer's judgement with its reason, by whom and when; empty where there is none."""
    note = criterion.note
    if note is None or not note.status:
        return ""
    who = " ".join(part for part in (note.by and f"by {note.by}", f"on {note.on}" if note.on else "") if part)
    reason = words.sentence(note.rationale) or "No reason is recorded."
    return f"{STATUS_WORDS[note.status]}{f' ({who})' if who else ''}. {reason}"


def evidence_words(criterion: Criterion) -> str:
    """Return the entries that a criterion rests on: value, unit, date and source document of each."""
    alike: dict[tuple[str, str, str, str], list[str]] = {}
    for entry in criterion.evidence:
        # What stands in the request has no day; an entry of the chart without one lacks it.
        day = entry.date or ("not dated" if entry.entry else "")
        alike.setdefault((entry.what, entry.value, entry.unit, entry.source), []).append(day)
    said = []
    for (what, value, unit, source), days in list(alike.items())[:MOST_EVIDENCE]:
        # The same finding on several days is told once, with its days.
        when = ", ".join(dict.fromkeys(day for day in days if day))
        told = " ".join(part for part in (what, value, unit) if part).rstrip(".")
        said.append(f"{told}{f' ({when})' if when else ''}{f', {source}' if source else ''}")
    more = len(alike) - len(said)
    if more:
        said.append(f"{more} further entries")
    return "; ".join(said)


def table(policy: PolicyReview) -> Table:
    """Return the whole tree: each criterion with its rule, status, reason and evidence, the reviewer's judgement beside it."""
    rows = tuple(
        (_criterion(number, criterion, policy.pack), state(criterion), _because(criterion))
        for number, criterion in numbered(policy.root)
    )
    return Table((Column("Criterion", 0.37), Column("Finding", 0.17), Column("Because", 0.46)), rows)


def mapped(policy: PolicyReview) -> Table:
    """Return the questions of the policy beside what the record shows, without the rules that join them: for a letter."""
    rows = tuple(
        (plain(f"{number} {words.sentence(criterion.words)}"), state(criterion), _because(criterion))
        for number, criterion in numbered(policy.root)
        if criterion.rule == "leaf"
    )
    return Table((Column("The policy asks", 0.36), Column("Finding", 0.17), Column("The record shows", 0.47)), rows)  # fmt: skip


def criterion_map(case: Case, review: Review, guideline: Guideline) -> tuple[Block, ...]:
    """Return the policy of the plan beside what the record shows, for a letter; nothing where no pack can be applied."""
    found, _ = applied(case, review, guideline)
    return map_of(found) if found else ()


def map_of(found: PolicyReview) -> tuple[Block, ...]:
    """Return the questions of a policy beside what the record shows, under their heading."""
    lead = Paragraph((Run(f"{named(found.pack)}, {in_force(found.pack)}. ", "quiet"), Run(_reason(found))))
    return (Heading(MAP, fixed=True), lead, mapped(found), *cautions(found))


def _criterion(number: str, criterion: Criterion, pack: PayerPack) -> Words:
    rule = rule_words(criterion)
    lead = f"{number} " if number else f"{ROOT}: "
    name = criterion.words.rstrip(".")
    if rule:
        return (Run(f"{lead}{words.sentence(name).rstrip('.')}", "strong"), Run(f" – {rule}:"))
    aside = " (an exclusion)" if criterion.exclusion else ""
    return (Run(f"{lead}{words.sentence(name)}{aside}"), *_origin(criterion, pack))


def _origin(criterion: Criterion, pack: PayerPack) -> Words:
    """Return where a criterion was read and how far it may be trusted, where this differs from the pack as a whole."""
    own = criterion.source if criterion.source != pack.source else ""
    status = STANDINGS[criterion.source_status] if criterion.source_status != pack.status else ""
    said = "; ".join(part for part in (own, status) if part)
    return (Run(f" ({said})", "badge"),) if said else ()


def _because(criterion: Criterion) -> Words:
    said: list[Run] = [Run(words.sentence(criterion.because))]
    shown = evidence_words(criterion)
    if shown:
        said += [Run("\nEvidence: ", "strong"), Run(words.sentence(shown))]
    judged = judgement(criterion)
    if judged:
        said += [Run("\nReviewer's judgement: ", "strong"), Run(judged)]
    return tuple(said)


# --- what it comes to ------------------------------------------------------------------------------------------------


def answer(policy: PolicyReview) -> Paragraph:
    """Return the outcome in one line, with the criterion that blocks it first; never a denial."""
    return Paragraph((Run(f"{OUTCOME_NAMES[policy.outcome]}. ", "strong"), Run(_reason(policy))), "lead")


def short(policy: PolicyReview) -> str:
    """Return the outcome and what blocks it in a line, for the first page of a letter."""
    number = numbers(policy)
    open_ = words.joined(f"{number[item.id]} {STATUS_WORDS[item.effective]}" for item in policy.blocking)
    tail = f"; criterion {open_}" if len(policy.blocking) == 1 else f"; criteria {open_}" if open_ else ""
    return (
        f"{policy.pack.title.rstrip('.')} ({policy.pack.id}): {OUTCOME_NAMES[policy.outcome].lower()}{tail}."
    )


def _reason(policy: PolicyReview) -> str:
    said = []
    if policy.outcome == "meets-criteria":
        said.append("The record meets the criteria of the pack as a whole.")
    if policy.blocking:
        first, *rest = policy.blocking
        number = numbers(policy)[first.id]
        why = words.sentence(first.because)
        said.append(
            f"Criterion {number} (“{first.words.rstrip('.')}”) is {STATUS_WORDS[first.effective]}: {why}"
        )
        unmet = sum(1 for item in rest if item.effective == "not-met")
        counted = [_counted(unmet, "not met"), _counted(len(rest) - unmet, "not documented")]
        if rest:
            said.append(f"Beside it {words.joined(counted)}.")
    if policy.exception_wanted:
        said.append(EXCEPTION)
    if policy.outcome == "pend":
        said.append("Nothing is decided.")
    if policy.outcome != policy.computed:
        said.append(
            f"Without the reviewer's judgements it would be: {OUTCOME_NAMES[policy.computed].lower()}."
        )
    return " ".join(said)


def _counted(count: int, state: str) -> str:
    return f"{count} {'is' if count == 1 else 'are'} {state}" if count else ""


def blocking(policy: PolicyReview) -> tuple[BulletList, ...]:
    """Return the criteria that keep the outcome open where there are several: documented failures before gaps."""
    if len(policy.blocking) < 2:
        return ()
    number = numbers(policy)
    items: list[Words] = [
        (
            Run(f"{state_words(item.effective)}: ", "strong"),
            Run(f"{number[item.id]} {words.sentence(item.words)}"),
        )
        for item in policy.blocking[:MOST_BLOCKING]
    ]
    more = len(policy.blocking) - MOST_BLOCKING
    if more > 0:
        items.append(plain(f"{more} more, listed under “What would change this”."))
    return (BulletList(tuple(items)),)


def changes(policy: PolicyReview) -> BulletList | None:
    """Return what would change each criterion that is open, those that block the outcome first; `None` where none is open."""
    first = [item.id for item in policy.blocking]
    number = numbers(policy)
    leaves = [leaf for leaf in policy.root.leaves() if leaf.effective == "not-documented" or leaf.id in first]
    leaves.sort(key=lambda leaf: first.index(leaf.id) if leaf.id in first else len(first))
    items: list[Words] = []
    for leaf in leaves:
        said: list[Run] = [Run(f"{number[leaf.id]} {leaf.words.rstrip('.')}: ", "strong")]
        if leaf.id not in first:
            said.append(Run("the outcome does not wait for it. ", "quiet"))
        said.append(Run(change_words(leaf)))
        items.append(tuple(said))
    return BulletList(tuple(items)) if items else None


def change_words(criterion: Criterion) -> str:
    """Return what would change the status of a criterion and which evidence would show it."""
    said = []
    if criterion.change:
        said.append(words.sentence(criterion.change))
    elif criterion.missing:
        said.append(words.sentence(f"it is settled by {criterion.missing}"))
    else:
        said.append("Documented evidence that says otherwise.")
    if criterion.accepts:
        said.append(f"Accepted: {words.sentence(criterion.accepts)}")
    return " ".join(said)


# --- the pack --------------------------------------------------------------------------------------------------------


def named(pack: PayerPack) -> str:
    """Return a pack by title, id and version."""
    return f"{pack.title.rstrip('.')} ({pack.id}, version {pack.version})"


def in_force(pack: PayerPack) -> str:
    """Return from when to when a policy holds, as far as its source prints it."""
    if pack.effective_from is None:
        start = "no effective date printed in its source"
    else:
        start = f"from {pack.effective_from}"
    return f"{start}, until {pack.effective_to}" if pack.effective_to else start


def about(policy: PolicyReview) -> KeyValues:
    """Return the pack that was applied: title, id, version, dates, source and how far it may be trusted."""
    pack = policy.pack
    pairs = [
        ("Payer pack", named(pack)),
        ("Criteria for", _TREES[policy.tree]),
        ("Payer", ", ".join(part for part in (pack.payer, pack.line_of_business) if part)),
        ("Policy", pack.policy_number),
        ("In force", in_force(pack)),
        ("Read", f"{pack.read_on or 'on an unknown day'}, {pack.source}"),
        ("Status", STANDINGS[pack.status]),
    ]
    return KeyValues(
        tuple((label, plain(words.sentence(value).rstrip("."))) for label, value in pairs if value)
    )


def cautions(policy: PolicyReview) -> tuple[Paragraph, ...]:
    """Return what has to be said of the pack itself: that it is an example, undated, older than the label, not in force."""
    said = [EXAMPLE] if policy.pack.example else []
    said += [words.sentence(text) for text in policy.cautions if not _repeats(text)]
    return (Paragraph((Run(" ".join(said), "strong"),), "note", fixed=True),) if said else ()


def _repeats(caution: str) -> bool:
    return caution.casefold().startswith("example")
