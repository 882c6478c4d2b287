"""Appeals, renewals and changes of recorded days on paper."""

from datetime import date, datetime

from case_builder import biopsy, case, course, guideline, mmf, upcr, voclosporin

from lnreview.case.paperwork import Denial
from lnreview.letters.content.clocks import (
    appeal_lines,
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


def test_changed_days_stand_with_who_when_and_why():
    fixed = {
        "id": "s2", "what": "corrected", "on": "2026-03-03", "by": "B. Clerk", "reason": "fax header", "corrects": "s1",
        "recorded_on": "2026-03-10", "recorded_at": "08:05",
    }  # fmt: skip
    words = shown(modified(state(RECEIVED, fixed).modifications))
    for part in (
        "Changes of recorded days",
        "B. Clerk",
        "2026-03-10 08:05",
        "fax header",
        "2026-03-02 10:00",
    ):
        assert part in words
    assert modified(state(RECEIVED).modifications) == ()


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
