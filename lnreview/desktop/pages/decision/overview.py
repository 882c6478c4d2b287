"""The request as a whole: what stands in the way, what has to be said of the pack, and the renewal."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lnreview.case.model import Case
from lnreview.desktop.language import noop, tr
from lnreview.desktop.pages.decision.facts import Choose, criterion_link
from lnreview.desktop.pages.decision.parts import part_name
from lnreview.desktop.pages.decision.words import START_NAMES, TREE_NAMES
from lnreview.desktop.pages.decision.work import Held
from lnreview.desktop.widgets.evidence import evidence_row, place_of_entry
from lnreview.desktop.widgets.link import Link
from lnreview.desktop.widgets.prose import Goto, column, gap, heading, muted, prose
from lnreview.desktop.widgets.text_cells import TextColumn
from lnreview.desktop.widgets.text_table import TextTable
from lnreview.review.finding import Evidence, sentence
from lnreview.review.policy.result import PolicyReview
from lnreview.review.renewal import Comparison, Renewal

RENEWAL_COLUMNS = (
    TextColumn(noop("Measure"), wraps=True),
    TextColumn(noop("Before treatment"), wraps=True),
    TextColumn(noop("Now"), wraps=True),
    TextColumn(noop("Change"), wraps=True),
)
_DASH = "–"


def overview(held: Held, goto: Goto, choose: Choose) -> QWidget:
    """Return what belongs to the request and not to one criterion."""
    holder = QWidget()
    lines = column(holder)
    policy = held.policy
    if policy is not None:
        _add_blocks(lines, held.case, policy, goto, choose)
    elif not held.problem and held.review is not None:
        lines.addWidget(heading(tr("No policy was chosen")))
        lines.addWidget(
            prose(
                tr(
                    "Choose a payer pack above: its criteria then stand here, each met, not met or not documented "
                    "on this record. Without one, a request can be asked about or referred, not recorded as met."
                )
            )
        )
    else:
        lines.addWidget(heading(tr("The criteria could not be worked out")))
        lines.addWidget(prose(tr("The reason stands above. The determination beside it can be worked on.")))
    if held.renewal is not None:
        add_renewal(lines, held.case, held.renewal, goto)
    if policy is not None:
        _add_cautions(lines, policy)
    return holder


def _add_blocks(
    lines: QVBoxLayout, case: Case, policy: PolicyReview, goto: Goto, choose: Choose
) -> None:  # fmt: skip
    pack = policy.pack
    lines.addWidget(heading(pack.title))
    about = (
        pack.payer,
        pack.policy_number,
        tr("pack {id}, version {version}").format(id=pack.id, version=pack.version),
    )
    lines.addWidget(muted(" · ".join(part for part in about if part)))
    words = tr("{tree}: the request is {start}.").format(
        tree=tr(TREE_NAMES[policy.tree]), start=tr(START_NAMES[case.request.start])
    )
    link = Link(
        words, lambda: goto("request/start"), name=tr("{words} Enter opens the field.").format(words=words)
    )
    link.setObjectName("decisionTree")
    lines.addWidget(link)
    gap(lines, 8)
    lines.addWidget(part_name(tr("What stands in the way")))
    if not policy.blocking:
        lines.addWidget(prose(tr("Nothing: every criterion that the policy needs is met.")))
    for item in policy.blocking:
        lines.addWidget(criterion_link(item, choose))
        if item.change:
            lines.addWidget(muted(item.change))


def _add_cautions(lines: QVBoxLayout, policy: PolicyReview) -> None:
    pack = policy.pack
    gap(lines, 8)
    lines.addWidget(part_name(tr("What has to be said of the pack")))
    for caution in policy.cautions:
        lines.addWidget(prose(f"! {caution}"))
    for note in pack.notes:
        lines.addWidget(muted(note))
    lines.addWidget(muted(tr("Read in: {source}.").format(source=pack.source)))


def add_renewal(lines: QVBoxLayout, case: Case, due: Renewal, goto: Goto) -> None:
    """Show the baseline against now, when the authorization ends, and what a plan will miss."""
    gap(lines, 8)
    lines.addWidget(part_name(tr("Renewal of {drug}").format(drug=due.drug) if due.drug else tr("Renewal")))
    lines.addWidget(prose(_when(due)))
    table = TextTable(tr("Before treatment and now"), RENEWAL_COLUMNS, [_row(row) for row in due.rows])
    table.setObjectName("renewalTable")

    def open_entry(number: int) -> None:
        shown = due.rows[number].now or due.rows[number].before
        place = place_of_entry(case, shown.entry) if shown is not None else None
        if place is not None:
            goto(place)

    table.chosen.connect(open_entry)
    lines.addWidget(table)
    reasons = dict.fromkeys(row.why_not for row in due.rows if row.why_not)
    for reason in reasons:
        measures = ", ".join(row.what for row in due.rows if row.why_not == reason)
        lines.addWidget(
            muted(
                tr("No change is claimed for {measures}. {reason}").format(measures=measures, reason=reason)
            )
        )
    if due.stale:
        lines.addWidget(prose(tr("To be taken again: {stale}.").format(stale="; ".join(due.stale))))
    shown = tuple(row.what for row in due.rows)  # the table says already that these are not documented
    missing = [item for item in due.missing if not item.startswith(shown)]
    if missing:
        lines.addWidget(
            prose(tr("A plan asks for, and the record lacks: {missing}.").format(missing="; ".join(missing)))
        )
    for note in due.notes:
        lines.addWidget(muted(note))


def _when(due: Renewal) -> str:
    said = [tr("Approved {approved}.").format(approved=due.approved) if due.approved else "", tr("Length: {duration}.").format(duration=due.duration) if due.duration else ""]  # fmt: skip
    said.append(
        tr("It ends on {ends}.").format(ends=due.ends) if due.ends else tr("When it ends is not documented.")
    )
    if due.next_on is not None:
        said.append(
            tr("Next: {next_on}, {next_words}.").format(next_on=due.next_on, next_words=due.next_words)
        )
    return " ".join(part for part in said if part)


def _row(row: Comparison) -> tuple[str, str, str, str]:
    now = _value(row.now)
    return (
        sentence(row.what).rstrip("."),
        _value(row.before),
        tr("{now}, no longer current").format(now=now) if row.stale else now,
        row.change or _DASH,
    )


def _value(shown: Evidence | None) -> str:
    if shown is None:
        return tr("not documented")
    _, value, on, _ = evidence_row(shown)
    return f"{value} ({on})" if on else value
