"""Questions about kidney tissue. A class is read from a report and never presumed."""

from __future__ import annotations

from lnreview.guideline.asks import disease as asks
from lnreview.review import nih, tissue
from lnreview.review.policy.answers import Answer, no, open_, yes
from lnreview.review.policy.view import View, names


def biopsy_class(view: View, asked: asks.BiopsyClass) -> Answer:
    """Say whether the latest tissue shows a class of the set; two biopsies of one day are read together."""
    ctx = view.ctx
    latest = tissue.latest(ctx)
    wanted = f"class {names(asked.classes)}{' and no other' if asked.only else ''}"
    report = f"kidney biopsy report with the ISN/RPS class ({wanted})"
    told = tuple(tissue.describe(ctx, item) for item in latest)
    if not latest:
        if tissue.no_biopsy_taken(ctx):
            return no("The record says that no kidney biopsy was taken.", change=f"A kidney biopsy that shows {wanted} would meet it.")  # fmt: skip
        return open_("The record holds no kidney biopsy; a class is never presumed.", report)
    recent = [view.is_recent(ctx.span(item.taken_on), asked.within_months) for item in latest]
    if False in recent or None in recent:
        window = f"not older than {asked.within_months} months"
        return open_(f"{told[-1]} is older than {asked.within_months} months, or undated.", f"kidney biopsy {window}", *told, entry=latest[-1].id)  # fmt: skip
    if all(item.proves_ln is False for item in latest):
        return no(f"{told[-1]} shows no lupus nephritis.", *told, change=f"A kidney biopsy that shows {wanted} would meet it.")  # fmt: skip
    classes = {name for item in latest for name in item.classes}
    if not classes:
        return open_(
            f"{told[-1]} names no class; a class is never presumed.", report, *told, entry=latest[-1].id
        )
    fits = bool(classes & set(asked.classes)) and (not asked.only or classes <= set(asked.classes))
    shown = f"The latest biopsy{f' of {latest[-1].taken_on}' if latest[-1].taken_on else ''} shows class {' + '.join(sorted(classes))}"  # fmt: skip
    if fits:
        return yes(f"{shown}.", *told)
    return no(f"{shown}, not {wanted}.", *told, change=f"A later kidney biopsy that shows {wanted} would meet it.")  # fmt: skip


def contraindicated(view: View, asked: asks.BiopsyContraindicated) -> Answer:
    """Say whether a biopsy is contraindicated, with the reason; a biopsy on record or a refusal says that it is not."""
    ctx = view.ctx
    events = [event for event in ctx.events if event.what == "biopsy-contraindicated"]
    if events:
        last = events[-1]
        told = ctx.told(last)
        if last.note.strip() or last.source.strip():
            return yes(
                f"A kidney biopsy is contraindicated: {last.note.strip() or last.source.strip()}.", told
            )
        return open_("A contraindication to biopsy is recorded without its reason.", "reason why a kidney biopsy is contraindicated", told, entry=last.id)  # fmt: skip
    if ctx.case.biopsies:
        told = tissue.describe(ctx, ctx.case.biopsies[-1])
        return no("A kidney biopsy was taken, so none is recorded as contraindicated.", told,
                  change="A documented contraindication with its reason would meet it.")  # fmt: skip
    refused = [event for event in ctx.events if event.what == "biopsy-refused"]
    if refused:
        return no("The biopsy was refused, which is no contraindication.", ctx.told(refused[-1]),
                  change="A documented contraindication with its reason would meet it.")  # fmt: skip
    return open_("The record names no contraindication to a kidney biopsy.", "contraindication to a kidney biopsy with its reason, where there is one")  # fmt: skip


def indices(view: View, asked: asks.IndicesRecorded) -> Answer:
    """Say whether activity and chronicity index of the latest biopsy are on record."""
    latest = tissue.latest(view.ctx)
    if not latest:
        return open_("The record holds no kidney biopsy.", "kidney biopsy report with activity and chronicity index")  # fmt: skip
    last = latest[-1]
    told = tissue.describe(view.ctx, last)
    lacking = [
        word
        for word, kind in (("activity index", "nih-activity"), ("chronicity index", "nih-chronicity"))
        if nih.index(view.guideline, last, kind).value is None  # type: ignore[arg-type]
    ]
    if lacking:
        return open_(f"The report lacks the {names(lacking, 'and')}.", f"{names(lacking, 'and')} of the latest biopsy", told, entry=last.id)  # fmt: skip
    return yes("Activity and chronicity index are on record.", told)
