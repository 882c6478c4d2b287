"""What cannot wait, whatever the verdict: worsening before the window ends. It is never refractory by itself."""

from __future__ import annotations

from lnreview.case import analytes
from lnreview.review import series
from lnreview.review.assess import Assessment
from lnreview.review.series import Point


def urgent(view: Assessment) -> str | None:
    """Return why this is urgent, in one sentence, or `None`."""
    checks = (_dialysis(view), _function(view), _proteinuria(view), _stated(view))
    reasons = [reason for reason in checks if reason]
    return " ".join(reasons) or None


def _stated(view: Assessment) -> str | None:
    """Return what the chart only states as worse while the window of a regimen is open."""
    latest = view.latest
    if latest is None or not latest.dosing.window_open:
        return None
    started = latest.regimen.start
    for event in reversed(view.ctx.events):
        when = view.ctx.when(event)
        if event.what == "worsened" and (when is None or started is None or when.latest >= started.earliest):
            return f"The chart states worsening{f' ({event.on})' if event.on else ''} before the window of the regimen ended."
    for lab in view.ctx.case.labs:
        when = view.ctx.span(lab.collected_on)
        after = when is None or started is None or when.latest >= started.earliest
        if lab.interpretation == "worsened" and after and view.ctx.is_current(when):
            return f"{analytes.name(lab.analyte)} is stated as worse before the window of the regimen ended."
    return "The chart states worsening under the regimen." if latest.stated_worse else None


def _dialysis(view: Assessment) -> str | None:
    started = None
    for event in view.ctx.events:
        if event.what == "dialysis-started" and view.ctx.is_current(view.ctx.when(event)):
            started = event
        elif event.what == "dialysis-stopped":
            started = None
    if started is None:
        return None
    return f"Dialysis was started{f' ({started.on})' if started.on else ''}."


def _function(view: Assessment) -> str | None:
    """Return a fall of eGFR beyond the tolerance among current values, confirmed or not."""
    current = [point for point in view.kidney.points if point.span and view.ctx.is_current(point.span)]
    if len(current) < 2:
        return None
    last = current[-1]
    highest = max(current[:-1], key=lambda point: point.low)
    if not series.fell_more(highest, last, view.ctx.egfr_tolerance):
        return None
    when = f"{highest.lab.collected_on} to {last.lab.collected_on}"
    mixed = "" if highest.method == last.method else "; the two values are by different equations"
    return f"eGFR fell from {_shown(highest)} to {_shown(last)} ({when}{mixed})."


def _shown(point: Point) -> str:
    bound = ">" if point.high is None else "<" if point.low == 0 and point.high else ""
    return f"{bound}{round(point.value)}"


def _proteinuria(view: Assessment) -> str | None:
    latest = view.latest
    if latest is None or not latest.dosing.window_open:
        return None
    base, last = latest.judged.base_urine, latest.judged.last_urine
    if base is None or last is None or last.pregnant or not view.ctx.is_current(last.span):
        return None
    rose = series.rose_at_least(base, last, view.ctx.number("worse-rise"))
    if not rose or last.low < view.ctx.number("worse-floor"):
        return None
    return f"Proteinuria rose from {base.evidence()} to {last.evidence()} before the window of the regimen ended."
