"""Clocks, appeals and renewals on paper: every due time with its regime, its stage and how far it was verified."""

from datetime import date, datetime

from case_builder import biopsy, case, course, guideline, mmf, upcr, voclosporin

from lnreview.case.paperwork import Denial
from lnreview.letters.content.clocks import (
    appeal_lines,
    clock_lines,
    information_clock,
    modified,
    renewal_blocks,
)
from lnreview.letters.document import Document, strings
from lnreview.letters.plaintext import text
from lnreview.review.denial import appeal_clock
from lnreview.review.determination import determination
from lnreview.review.renewal import renewal

RECEIVED = {"id": "s1", "what": "received", "on": "2026-03-02", "at": "10:00", "by": "A", "role": "intake"}


def shown(blocks) -> str:
    """Return blocks as text, without the breaks of its lines."""
    document = Document("k", "t", date(2026, 3, 4), "", "", "", "", "", False, "", (), blocks)
    assert all(isinstance(item, str) for item in strings(document))
    return " ".join(text(document).split())


def state(*steps, now=datetime(2026, 3, 16, 9, 0), **chosen):
    paper = {"regime": "erisa", "request_type": "pre-service", "urgency": "standard"} | chosen
    subject = case(
        as_of="2026-03-16", determination=paper, workflow=list(steps), request={"therapy": "rituximab"}
    )
    return determination(subject, guideline(), None, now)


def test_a_due_time_stands_with_regime_stage_and_status():
    words = shown(clock_lines(state(RECEIVED)))
    assert "Draft" in words
    assert "end of 2026-03-17, 1 day left (ERISA claims procedure)" in words
    assert "15 calendar days, standard pre-service" in words
    assert "final; 29 CFR 2560.503-1 (dol.gov), pre-service claims (as reported by another text; locator not verified)" in words  # fmt: skip


def test_a_proposed_clock_is_never_the_due_time():
    words = shown(clock_lines(state(RECEIVED, regime="cms-0062-p")))
    assert "Due: not documented" in words
    assert "(proposed only)" in words
    assert "overdue" not in words
    assert words.count("It is only proposed") == 3  # once beside each row, once among what has to be said
    assert "proposed, not in force; CMS-0062-P" in words


def test_what_nobody_verified_is_no_citation():
    words = shown(clock_lines(state(RECEIVED, regime="ma-part-b")))
    assert "2026-03-05 10:00" in words
    assert "(not verified)" in words
    assert "422.568" not in words
    assert "general knowledge" not in words


def test_what_holds_for_several_clocks_is_said_once():
    words = shown(clock_lines(state(RECEIVED, other_regimes=["ncqa"])))
    assert words.count("When it starts was not read") == 1
    assert shown(clock_lines(state(RECEIVED))).count("When it starts was not read") == 1


def test_changed_days_stand_with_who_when_and_why():
    fixed = {
        "id": "s2", "what": "corrected", "on": "2026-03-03", "by": "B. Clerk", "reason": "fax header", "corrects": "s1",
        "recorded_on": "2026-03-10", "recorded_at": "08:05",
    }  # fmt: skip
    words = shown(clock_lines(state(RECEIVED, fixed)))
    assert "2026-03-03 (first recorded: 2026-03-02 10:00)" in words
    for part in (
        "Changes of recorded days",
        "B. Clerk",
        "2026-03-10 08:05",
        "fax header",
        "2026-03-02 10:00",
    ):
        assert part in words
    assert modified(state(RECEIVED).modifications) == ()


def test_a_pause_shows_both_dates_and_what_is_awaited():
    asked = {"id": "s2", "what": "information-requested", "on": "2026-03-06", "items": ["UPCR"], "by": "N"}
    words = shown(clock_lines(state(RECEIVED, asked)))
    assert "Waiting for information" in words
    assert "Awaited: UPCR" in words
    assert "11 calendar days are left" in words


def test_a_late_decision_is_said_and_what_is_missing_is_named():
    decided = {"id": "s2", "what": "decided", "on": "2026-03-18", "outcome": "certify", "by": "P"}
    assert "end of 2026-03-17, decided late" in shown(clock_lines(state(RECEIVED, decided)))
    words = shown(clock_lines(state(regime="")))
    assert "Would settle the due time: the regime whose clock applies" in words


def test_the_short_form_of_an_information_request():
    words = shown(information_clock(state(RECEIVED)))
    assert "Received: 2026-03-02 10:00" in words
    assert "ERISA claims procedure: end of 2026-03-17, 1 day left" in words
    assert "Due: not documented" in shown(information_clock(state(RECEIVED, urgency="unknown")))
    assert "(proposed only)" in shown(information_clock(state(RECEIVED, regime="cms-0062-p")))


def test_an_appeal_shows_the_printed_day_and_that_of_the_regime():
    denial = Denial.model_validate(
        {"id": "d", "denied_on": "2026-01-15", "file_by": "2026-03-16", "filed_on": "2026-02-01"}
    )
    subject = case(as_of="2026-03-16", determination={"regime": "erisa", "request_type": "pre-service"})
    words = shown(appeal_lines(appeal_clock(denial, subject, guideline())))
    assert "2026-03-16" in words
    assert "2026-07-14 (180 calendar days from the date of the notice)" in words
    assert "The earlier day is the safe one." in words
    assert "end of 2026-03-03, counted from filing" in words


def test_a_renewal_claims_no_change_without_two_values():
    source = {"source": "laboratory report"}
    subject = case(
        biopsy(), mmf(0), voclosporin(180), upcr(175, "2.0", **source), upcr(310, "0.5", **source),
        course("prednisone", 0, None, 5, "mg/d", id="p"), as_of=320,
        request={"therapy": "voclosporin", "duration": "6 months"},
        workflow=[{"what": "decided", "on": "2024-07-01", "outcome": "certify", "by": "P"}],
    )  # fmt: skip
    words = shown(renewal_blocks(renewal(subject, guideline())))
    for part in (
        "Ends: 2024-12-31", "lower by 75 %", "2.0 g/g (2024-07-03), laboratory report", "eGFR | not documented",
        "not claimed: Two dated values are needed", "eGFR before treatment", "2024-12-31: the authorization ends",
    ):  # fmt: skip
        assert part in words, part
