"""A request held against its policy away from the window: one worker, the newest request wins.

The tree of a policy, the renewal and the first reading of the packs take longer than a keystroke may wait.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from lnreview.case.model import Case
from lnreview.desktop.courier import Courier, carrier
from lnreview.errors import UserError
from lnreview.guideline.clocks import clocks
from lnreview.guideline.model import Guideline
from lnreview.review.finding import Review
from lnreview.review.policy.against import against_policy
from lnreview.review.policy.result import PolicyOutcome, PolicyReview
from lnreview.review.renewal import Renewal, approved_before, renewal


@dataclass(frozen=True)
class Held:
    """What a request came to; every part belongs to the same `case` and `review`."""

    case: Case
    review: Review | None
    policy: PolicyReview | None = None
    """`None` where no pack was chosen, or where `problem` says why there is none."""
    renewal: Renewal | None = None
    """Of a continuation, and of a request that was approved before."""
    problem: str = ""

    @property
    def outcome(self) -> PolicyOutcome | None:
        """What the request came to under the policy."""
        return self.policy.outcome if self.policy else None

    @property
    def untouched(self) -> int | None:
        """How many criteria nobody looked at; `None` without a policy."""
        return len({item.id for item in self.policy.untouched}) if self.policy else None


Holder = Callable[[Case, Review | None, Guideline], Held]


def held(case: Case, review: Review | None, guideline: Guideline) -> Held:
    """Hold a request against the pack that its case names; what cannot be worked out is a sentence in `problem`."""
    try:
        clocks(guideline)  # kept in memory, so that the window need not read the file
        if review is None:
            return Held(case, review)
        policy = against_policy(case, review, guideline)
        due = None
        if wants_renewal(case):
            length = policy.pack.duration_renewal or policy.pack.duration_initial if policy else ""
            due = renewal(case, guideline, review.as_of.written, pack_duration=length)
    except UserError as error:
        return Held(case, review, problem=str(error))
    return Held(case, review, policy, due)


def wants_renewal(case: Case) -> bool:
    """Tell whether a renewal is of interest: the request is one, or an earlier one was approved."""
    return case.request.start == "continuation" or approved_before(case)


class DecisionWorker(QObject):
    """Holds requests against their policies, one after another, in a thread of its own."""

    made = Signal(object)
    """A `Held`, of the request that was asked for last."""

    def __init__(self, holder: Holder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._holder = holder
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="decision")
        self._newest = 0
        self._waiting: Future[Held] | None = None
        self._courier = Courier()
        self._courier.arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def ask(self, case: Case, review: Review | None, guideline: Guideline) -> None:
        """Hold a request against its policy; an older request that is still to come is forgotten."""
        self.forget()
        self._waiting = self._pool.submit(self._holder, case, review, guideline)
        self._waiting.add_done_callback(carrier(self._courier, self._newest))

    def forget(self) -> None:
        """Drop what was asked for."""
        self._newest += 1
        if self._waiting is not None:
            self._waiting.cancel()

    def close(self) -> None:
        """Let the worker end; what waits is dropped."""
        self.forget()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _take(self, number: int, future: Future[Held]) -> None:
        if number == self._newest and not future.cancelled():
            self.made.emit(future.result())
