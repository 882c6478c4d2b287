"""The words of the decision page, made from the policy review and the determination without a window."""

from __future__ import annotations

from lnreview.case.paperwork import WorkflowEvent
from lnreview.desktop import theme
from lnreview.desktop.forms.words import slug_words
from lnreview.desktop.language import noop, tr
from lnreview.desktop.names import (
    CRITERIA_OUTCOMES,
    DETERMINATION_OUTCOMES,
    DETERMINATION_STEPS,
    STATUS_WORDS,
)
from lnreview.desktop.source_words import STATUS_OF_SOURCE
from lnreview.guideline.clocks import Clock
from lnreview.guideline.packs import PayerPack
from lnreview.review.clock import amount
from lnreview.review.policy.result import EXCEPTION, Criterion, PolicyOutcome, PolicyReview
from lnreview.review.workflow import written

TREE_NAMES = {"initial": noop("Initial criteria"), "continuation": noop("Continuation criteria")}
START_NAMES = {
    "new": noop("a new start"),
    "continuation": noop("a continuation"),
    "unknown": noop("not said to be one or the other"),
}

_OUTCOME_STATUS: dict[PolicyOutcome, str] = {
    "meets-criteria": "met", "pend": "not-documented", "refer-to-physician": "not-met",
}  # fmt: skip


def outcome_look(outcome: PolicyOutcome | None) -> theme.StatusLook:
    """Return how an outcome is shown; a request that is held against no policy has none."""
    if outcome is None:
        return theme.StatusLook(theme.NEUTRAL_SHAPE, tr("No outcome"), "muted")
    look = theme.status_look(_OUTCOME_STATUS[outcome])
    return theme.StatusLook(look.shape, tr(CRITERIA_OUTCOMES[outcome]), look.colour, look.dashed)


def what_blocks(policy: PolicyReview) -> str:
    """Say in one sentence what keeps the request from meeting its criteria."""
    if policy.exception_wanted:
        return EXCEPTION
    if not policy.blocking:
        said = tr("Every criterion that the policy needs is met.")
    else:
        first, more = policy.blocking[0], len(policy.blocking) - 1
        said = f"{first.words.rstrip('.')}: {tr(STATUS_WORDS[first.effective])}"
        said += tr(", and {more} more.").format(more=more) if more else "."
    if policy.computed != policy.outcome:
        said += tr(" Computed from the record alone: {computed}.").format(
            computed=tr(CRITERIA_OUTCOMES[policy.computed])
        )
    return said


def short_cautions(pack: PayerPack) -> list[str]:
    """Return what has always to be seen of a pack, in a word each; the sentences stand in the overview."""
    found = [tr("example")] if pack.example else []
    if pack.status != "primary":
        found.append(tr("source {status}").format(status=tr(STATUS_OF_SOURCE[pack.status])))
    if pack.effective_from is None:
        found.append(tr("undated"))
    if pack.policy_predates_label_change:
        found.append(tr("older than the label"))
    return found


def rule_words(item: Criterion) -> str:
    """Return how the criteria below one are put together; empty for a question to the record."""
    count = len(item.children)
    return {
        "leaf": "", "all": tr("all of these") if count > 1 else tr("the one below"), "any": tr("one of these"), "not": tr("the opposite of this"),
        "n-of": tr("{needed} of these {count}").format(needed=item.needed, count=count), "if": tr("if the first, the second; else the third"),
    }[item.rule]  # fmt: skip


def is_seen(item: Criterion) -> bool:
    """Whether the reviewer looked at a criterion; a rule needs no look of its own."""
    return item.rule != "leaf" or bool(item.note and item.note.seen)


def is_open(item: Criterion) -> bool:
    """Whether a question waits for the reviewer: not looked at yet, or not documented."""
    return item.rule == "leaf" and (not is_seen(item) or item.effective == "not-documented")


def status_words(item: Criterion) -> str:
    """Return the status in words; of a judged one the reviewer's, with the computed beside it."""
    if item.note and item.note.status:
        return tr("judged {judged}, computed {computed}").format(
            judged=tr(STATUS_WORDS[item.note.status]), computed=tr(STATUS_WORDS[item.status])
        )
    return tr(STATUS_WORDS[item.effective])


def status_look(item: Criterion) -> theme.StatusLook:
    """Return the look of a criterion: its status, or the reviewer's judgement."""
    judged = theme.status_look("overridden")
    look = judged if item.note and item.note.status else theme.status_look(item.effective)
    return theme.StatusLook(look.shape, status_words(item), look.colour, look.dashed)


def spoken(item: Criterion, depth: int) -> str:
    """Return a criterion as a screen reader says it."""
    said = [tr("level {depth}").format(depth=depth + 1), item.words, status_words(item), rule_words(item)]
    if not is_seen(item):
        said.append(tr("not looked at yet"))
    if item.note and item.note.comment:
        said.append(tr("with a comment"))
    return ", ".join(part for part in said if part)


def clock_name(clock: Clock) -> str:
    """Return a clock by the name of its regime, the kind of request and its length."""
    kind = "" if clock.request == "any" else clock.request
    urgency = "" if clock.urgency == "any" else clock.urgency
    about = " ".join(part for part in (urgency, kind) if part)
    return ", ".join(part for part in (clock.name, about, amount(clock.length, clock.unit)) if part)


def step_line(event: WorkflowEvent, on: str) -> str:
    """Return a step of the determination in one line: when, what, who."""
    what = tr(DETERMINATION_STEPS[event.what])
    if event.what == "decided":
        what = tr(DETERMINATION_OUTCOMES[event.outcome])
    named = slug_words(event.role)
    role = "" if event.role == "unknown" else tr(named)
    who = ", ".join(part for part in (event.by, event.credentials, role) if part)
    return " · ".join(part for part in (on, what, who) if part)


def step_details(event: WorkflowEvent, names: dict[str, str], corrected: str) -> str:
    """Return what else a step holds: what it corrects, why, what was asked for, until when, when it was written down.

    `names` are the criteria of the pack in words by their ids; `corrected` names the step that a correction is about.
    """
    said = [tr("Corrects the day of the {corrected}.").format(corrected=corrected) if corrected else ""]
    said.append(event.reason)
    if event.items:
        said.append(
            tr("Items: {items}.").format(items="; ".join(names.get(item, item) for item in event.items))
        )
    if event.due_on:
        said.append(tr("Until {due_on}.").format(due_on=event.due_on))
    if event.recorded_on:
        said.append(
            tr("Written down {written}.").format(written=written(event.recorded_on, event.recorded_at))
        )
    return " ".join(part for part in said if part)
