"""The commands of the walk, each an action of the page with its keys, so that palette and help find it there.

Letters and digits act only while no field of text has the focus: there they are text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from lnreview.desktop.actions import page_action
from lnreview.desktop.language import noop, tr
from lnreview.desktop.names import PLACE_NAMES
from lnreview.review.walk import PLACES, Place


@dataclass(frozen=True)
class Command:
    """Something that a person can do on the walk."""

    id: str
    text: str
    keys: tuple[str, ...]
    help: str


COMMANDS: tuple[Command, ...] = (
    Command(
        "confirm",
        noop("Confirm and go on"),
        ("Ctrl+Return", "Ctrl+Enter"),
        noop("Confirms what is shown and goes to the next step; Enter alone does the same."),
    ),
    Command(
        "on",
        noop("Next step, without confirming"),
        ("Alt+Down", "Alt+Right"),
        noop("Goes one step on; nothing is confirmed."),
    ),
    Command("back", noop("Step back"), ("Alt+Up", "Alt+Left"), noop("Goes one step back.")),
    Command(
        "override",
        noop("Override the finding"),
        ("O",),
        noop("Asks for your own status and its rationale; the computed finding stays beside it."),
    ),
    Command(
        "ask",
        noop("Ask for the missing data"),
        ("A",),
        noop(
            "Marks what is missing here as to be asked for; where the request is recorded, it is ticked. Again: takes it back."
        ),
    ),
    Command(
        "goto",
        noop("Go to the field"),
        ("G",),
        noop("Goes to where the missing datum is entered, or to the first entry that was used."),
    ),
    Command(
        "rule",
        noop("Show or hide rule and source"),
        ("R",),
        noop("Without the rule the tables have more room."),
    ),
    Command(
        "change",
        noop("What would change the verdict"),
        ("W",),
        noop("Shows which data would lead to another verdict."),
    ),
    Command(
        "since",
        noop("What has changed since you left"),
        ("S",),
        noop("Goes to the list of what is not as it was when you last left this walk."),
    ),
    Command(
        "part",
        noop("Next part of the page"),
        ("F6",),
        noop("Goes from the steps to the finding, to the rule, to the buttons."),
    ),
)


def add_commands(
    page: QWidget, do: Mapping[str, Callable[[], object]], jump: Callable[[Place], object]
) -> dict[str, QAction]:
    """Add every command to the page and return the actions by the ids of their commands; `jump` goes to a step."""
    actions = {}
    for command in COMMANDS:
        action = page_action(page, tr(command.text), command.keys, tr(command.help), do[command.id])
        action.setObjectName(f"walk-{command.id}")
        action.setAutoRepeat(command.id in ("on", "back"))
        actions[command.id] = action
    for number, place in enumerate(PLACES, start=1):
        text = tr("Go to step: {name}").format(name=tr(PLACE_NAMES[place]))
        step = page_action(page, text, str(number), tr("Shows this step of the walk."), partial(jump, place))
        step.setObjectName(f"walk-step-{place}")
        step.setAutoRepeat(False)
    return actions
