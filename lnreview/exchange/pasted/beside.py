"""Whether a pasted value would fit the values around it far better in another unit: pointed out, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lnreview.case.oddities import in_list
from lnreview.case.quantities import label
from lnreview.case.records import LabResult
from lnreview.exchange.pasted.model import Known, Proposal, Remark

_MARK = "pasted "


def with_slips(proposals: Sequence[Proposal], known: Known) -> tuple[Proposal, ...]:
    """Return the proposals with a remark on each value that looks like a slip of the unit beside the record and the others.

    Rows that wait for an answer, or are left out, are neither looked at nor compared with.
    """
    if known.case is None:
        return tuple(proposals)
    pasted = {
        f"{_MARK}{place}": proposal.entry
        for place, proposal in enumerate(proposals)
        if isinstance(proposal.entry, LabResult) and proposal.wanted and not proposal.waits_for
    }
    entries = [
        *known.entries,
        *(entry.model_copy(update={"id": id}) for id, entry in pasted.items() if entry),
    ]
    slips = {
        item.entry: item.unit
        for item in in_list(known.case, "labs", entries, known.knowledge, known.today)
        if item.kind == "unit" and item.entry in pasted
    }
    return tuple(
        replace(proposal, remarks=(*proposal.remarks, Remark("unit-slip", {"unit": label(unit)})))
        if (unit := slips.get(f"{_MARK}{place}"))
        else proposal
        for place, proposal in enumerate(proposals)
    )
