"""Questions about what is sent along."""

from __future__ import annotations

from lnreview.guideline.asks import request as asks
from lnreview.review.policy.answers import Answer, open_, yes
from lnreview.review.policy.view import View, names


def document(view: View, asked: asks.Document) -> Answer:
    """Look for a document of one of the kinds among what is sent along, recent enough where that is asked for."""
    ctx = view.ctx
    sent = [item for item in view.case.enclosures if item.send and item.kind in asked.kinds]
    kinds = names(kind.replace("-", " ") for kind in asked.kinds)
    window = f" not older than {asked.within_months} months" if asked.within_months else ""
    told = tuple(ctx.evidence(item, item.title, "", "", item.dated) for item in sent)
    recent = [
        shown
        for item, shown in zip(sent, told, strict=True)
        if view.is_recent(ctx.span(item.dated), asked.within_months)
    ]
    if recent:
        return yes(f"Sent along: {names((str(item) for item in recent), 'and')}.", *recent)
    because = f"{told[-1]} is older, or undated." if told else f"No {kinds} is sent along."
    return open_(because, f"{kinds}{window}", *told)
