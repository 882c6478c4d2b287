"""The steps of the tour, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lnreview.desktop.language import noop

Wish = Literal["", "open", "page", "undo"]
"""What the person is asked to do: nothing, open the case, turn to the page of the step, take the change back."""


@dataclass(frozen=True)
class Step:
    """A step: where it is, what is marked there, what it says, what the person may do."""

    id: str
    title: str
    text: str
    targets: tuple[str, ...]
    """Names of widgets, the first that is in view is marked."""
    page: str = "case"
    place: str = ""
    wish: Wish = ""
    ask: str = ""
    """The wish in words, with its keys."""


STEPS: tuple[Step, ...] = (
    Step(
        "list",
        noop("A case is one patient"),
        noop(
            "The list holds your cases with their verdicts and what comes next. One invented case was added for this "
            "tour; nothing here touches any other."
        ),
        ("cases",),
        page="cases",
        wish="open",
        ask=noop("Press Enter on the invented case to open it."),
    ),
    Step(
        "line",
        noop("The case in one line"),
        noop(
            "Who it is, what the biopsy showed, the last values, the day of the review, and the verdict. It stands above "
            "every page."
        ),
        ("header",),
    ),
    Step(
        "timeline",
        noop("The trend"),
        noop(
            "Proteinuria and eGFR with the targets of the criteria set, the drugs, the biopsies. Below it are the lists "
            "with every value as it was printed; Ins begins a new entry. Ctrl+T shows or hides the trend."
        ),
        ("timeline", "trend"),
    ),
    Step(
        "walk",
        noop("Why: the walk"),
        noop(
            "Each step says what the record shows, on which entries and by which rule. Here: two regimens failed, but "
            "nobody recorded whether the tablets were taken. That is ○ not documented, which is neither yes nor no."
        ),
        ("walkCentre",),
        page="walk",
        place="adherence",
        wish="page",
        ask=noop("Press Ctrl+3 for the walk."),
    ),
    Step(
        "change",
        noop("What would change it"),
        noop(
            "The verdict says what it rests on, what would settle it, and to which verdict each answer would lead. The "
            "question to ask stands first."
        ),
        ("wouldChange", "walkCentre"),
        page="walk",
        place="verdict",
    ),
    Step(
        "letter",
        noop("What the letter lacks"),
        noop(
            "The letter is written as you work. Left is what it still lacks, each with the way to its field; right is "
            "the PDF. It stays a DRAFT until every gap is mended or waived with a reason."
        ),
        ("letterTabs",),
        page="letter",
        wish="page",
        ask=noop("Press Ctrl+4 for the letter."),
    ),
    Step(
        "decision",
        noop("What the plan asks for"),
        noop(
            "The request is held against the plan's policy, criterion by criterion, with the clock of the determination. "
            "The program never denies: a gap becomes a question, an unmet criterion goes to a physician."
        ),
        ("decisionCriteria", "page-decision"),
        page="decision",
        wish="page",
        ask=noop("Press Ctrl+5 for the decision."),
    ),
    Step(
        "undo",
        noop("Everything can be taken back"),
        noop(
            "Every change is stored at once, and every one can be undone. The tour has just written a note into its "
            "invented case, so that you can try."
        ),
        ("field-note", "header"),
        page="case",
        place="note",
        wish="undo",
        ask=noop("Press Ctrl+Z to take the note back."),
    ),
    Step(
        "end",
        noop("Two keys to remember"),
        noop(
            "Ctrl+K finds any command, case, step, field or rule by a few letters. F1 explains the page you are on and "
            "the field in hand. The tour stands under Help. Its invented case can be put away by Case, Archive case."
        ),
        ("rail",),
    ),
)
