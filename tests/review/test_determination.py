"""The determination: where it stands, what may be done next by whom, and that what was recorded stays."""

from datetime import datetime

import pytest
from case_builder import case, guideline

from lnreview.case.model import Case
from lnreview.case.paperwork import WorkflowEvent
from lnreview.errors import UserError
from lnreview.review.acts import ACT_WORDS, act_of
from lnreview.review.determination import determination, record
from lnreview.review.workflow import OUTCOME_WORDS, STATUS_NAMES, STEP_NAMES, open_items, pauses, status

NOW = datetime(2026, 3, 20, 12, 0)
NURSE = {"by": "N. Reviewer", "role": "clinical-reviewer"}
PHYSICIAN = {"by": "P. Physician", "role": "physician-reviewer", "credentials": "MD"}
CLERK = {"by": "I. Clerk", "role": "intake"}


def event(what, on="2026-03-10", **fields):
    return WorkflowEvent.model_validate({"what": what, "on": on} | fields)


def paper(*steps, determination=None, **fields) -> Case:
    """Return a case with a determination: ERISA, before the service, standard, in Chicago."""
    chosen = {
        "regime": "erisa", "request_type": "pre-service", "urgency": "standard", "time_zone": "America/Chicago",
    }  # fmt: skip
    found = case(as_of="2026-03-20", determination=chosen | (determination or {}), **fields)
    numbered = [item.model_copy(update={"id": f"step-{n}"}) for n, item in enumerate(steps, start=1)]
    return Case.model_validate(found.model_dump() | {"workflow": [item.model_dump() for item in numbered]})


def state(subject, policy=None, now=NOW, **more):
    return determination(subject, guideline(), policy, now, **more)


def add(subject, step, policy=None, now=NOW, **more):
    return record(subject, step, guideline(), policy, now, **more)


RECEIVED = event("received", "2026-03-02", at="10:00", **CLERK)
ASSIGNED = event("assigned", "2026-03-02", **CLERK)
REFERRED = event("sent-to-physician", "2026-03-05", outcome="refer-to-physician", **NURSE)
MEETS = event("decided", "2026-03-06", outcome="meets-criteria", **NURSE)
ASKED = event("information-requested", "2026-03-06", items=("upcr", "biopsy"), due_on="2026-03-16", **NURSE)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), "draft"),
        ((RECEIVED,), "draft"),
        ((RECEIVED, ASSIGNED), "with-reviewer"),
        ((RECEIVED, ASSIGNED, ASKED), "waiting-for-information"),
        ((RECEIVED, ASSIGNED, ASKED, event("information-received", items=("upcr",))), "waiting-for-information"),
        ((RECEIVED, ASSIGNED, ASKED, event("information-received", items=("upcr", "biopsy"))), "with-reviewer"),
        ((RECEIVED, ASSIGNED, ASKED, event("information-received")), "with-reviewer"),
        ((RECEIVED, ASSIGNED, REFERRED), "with-physician"),
        ((RECEIVED, ASSIGNED, REFERRED, ASKED, event("information-received")), "with-physician"),
        ((RECEIVED, ASSIGNED, REFERRED, event("peer-to-peer")), "with-physician"),
        ((RECEIVED, ASSIGNED, MEETS), "decided"),
        ((RECEIVED, ASSIGNED, MEETS, event("notified")), "notified"),
        ((RECEIVED, ASSIGNED, MEETS, event("notified"), event("completed")), "completed"),
        ((RECEIVED, ASSIGNED, MEETS, event("notified"), event("completed"), event("reopened")), "reopened"),
        ((RECEIVED, event("withdrawn")), "withdrawn"),
        ((RECEIVED, event("closed")), "closed"),
        ((RECEIVED, ASSIGNED, ASKED, event("extended")), "waiting-for-information"),
    ],
)  # fmt: skip
def test_where_it_stands(steps, expected):
    assert status(paper(*steps)) == expected
    assert state(paper(*steps)).status_words == STATUS_NAMES[expected]


def test_what_was_asked_for_and_has_not_arrived():
    waiting = paper(RECEIVED, ASKED, event("information-received", items=("upcr",)))
    assert open_items(waiting) == ("biopsy",)
    assert open_items(paper(RECEIVED, ASKED, event("information-received"))) == ()


def allowed(subject, policy=None, **more):
    return {act.name for act in state(subject, policy, **more).allowed}


def test_before_the_receipt_only_the_receipt_can_be_recorded():
    assert allowed(paper()) == {"receive"}
    with pytest.raises(UserError, match="Record the receipt first"):
        add(paper(), ASSIGNED)


@pytest.mark.parametrize(
    ("policy", "may", "may_not"),
    [
        ("meets-criteria", {"meets-criteria", "send-to-physician"}, {"ask-for-information"}),
        ("pend", {"ask-for-information", "send-to-physician"}, {"meets-criteria"}),
        ("refer-to-physician", {"send-to-physician", "ask-for-information"}, {"meets-criteria"}),
        (None, {"send-to-physician", "ask-for-information"}, {"meets-criteria"}),
    ],
)
def test_a_reviewer_records_met_criteria_only_where_the_policy_came_to_that(policy, may, may_not):
    subject = paper(RECEIVED, ASSIGNED)
    found = allowed(subject, policy, untouched=0)
    assert may <= found
    assert not found & (may_not | {"certify", "certify-modified", "not-certify"})
    if policy == "meets-criteria":
        assert status(add(subject, MEETS, policy, untouched=0)) == "decided"
    else:
        with pytest.raises(UserError, match="was not recorded"):
            add(subject, MEETS, policy, untouched=0)


def test_the_reason_is_said_for_each_act_that_is_not_possible():
    for policy in ("meets-criteria", "pend", "refer-to-physician", None):
        for steps in ((), (RECEIVED,), (RECEIVED, ASSIGNED), (RECEIVED, ASSIGNED, MEETS)):
            for act in state(paper(*steps), policy).acts:
                assert act.allowed or act.why.endswith(".")
    assert "a reviewer cannot make an exception" in state(paper(RECEIVED, ASSIGNED), "refer-to-physician").act("meets-criteria").why  # fmt: skip


@pytest.mark.parametrize("outcome", ["certify", "certify-modified", "not-certify"])
def test_only_a_physician_with_credentials_and_a_rationale_certifies_or_not(outcome):
    subject = paper(RECEIVED, ASSIGNED, REFERRED)
    whole = {"outcome": outcome, "reason": "Two regimens failed.", "on": "2026-03-10"}
    decided = add(subject, event("decided", **PHYSICIAN, **whole), "refer-to-physician")
    assert status(decided) == "decided"
    assert decided.workflow[-1].outcome == outcome
    for wrong, words in (
        ({**PHYSICIAN, **whole, "credentials": " "}, "credentials and rationale"),
        ({**PHYSICIAN, **whole, "reason": ""}, "credentials and rationale"),
        ({**NURSE, **whole, "credentials": "RN"}, "a reviewer cannot make an exception"),
        ({**CLERK, **whole, "credentials": "MD"}, "recorded by the physician reviewer"),
    ):
        with pytest.raises(UserError, match=words):
            add(subject, event("decided", **wrong), "refer-to-physician")


def test_a_physician_decides_only_what_was_referred():
    decision = event("decided", outcome="certify", reason="Needed.", **PHYSICIAN)
    with pytest.raises(UserError, match="a physician decides after it was referred"):
        add(paper(RECEIVED, ASSIGNED), decision, "pend")


@pytest.mark.parametrize("outcome", ["pend", "refer-to-physician", "unknown", "withdrawn", "closed"])
def test_to_pend_and_to_refer_are_no_decisions(outcome):
    with pytest.raises(UserError, match="asks for information or refers"):
        add(paper(RECEIVED, ASSIGNED), event("decided", outcome=outcome, **NURSE), "pend")
    stored = paper(RECEIVED, ASSIGNED, event("decided", outcome=outcome, **NURSE))
    assert any("decides nothing" in text for text in state(stored).cautions)


def test_an_act_names_who_and_in_which_role_and_an_auditor_only_reads():
    for step in (event("assigned"), event("assigned", by="A"), event("assigned", role="intake")):
        with pytest.raises(UserError, match="in which role"):
            add(paper(RECEIVED), step)
    with pytest.raises(UserError, match="not by auditor"):
        add(paper(RECEIVED), event("assigned", by="A", role="auditor"))


def test_nothing_is_completed_while_a_criterion_is_untouched():
    subject = paper(RECEIVED, ASSIGNED, MEETS, event("notified", **CLERK))
    done = event("completed", **NURSE)
    for untouched, words in (
        (1, "One criterion was not looked at"),
        (3, "3 criteria were not"),
        (None, "not known"),
    ):
        with pytest.raises(UserError, match=words):
            add(subject, done, "meets-criteria", untouched=untouched)
    assert status(add(subject, done, "meets-criteria", untouched=0)) == "completed"
    assert status(add(subject, done, None)) == "completed"
    with pytest.raises(UserError, match="after the decision was notified"):
        add(paper(RECEIVED, ASSIGNED, MEETS), done, "meets-criteria", untouched=0)


def test_criteria_are_recorded_as_met_after_each_was_looked_at():
    with pytest.raises(UserError, match="2 criteria were not looked at"):
        add(paper(RECEIVED, ASSIGNED), MEETS, "meets-criteria", untouched=2)


@pytest.mark.parametrize("end", ["completed", "withdrawn", "closed"])
def test_what_has_ended_is_locked_until_it_is_reopened_with_a_reason(end):
    subject = paper(RECEIVED, ASSIGNED, MEETS, event("notified"), event(end))
    assert state(subject).locked
    assert allowed(subject, "meets-criteria", untouched=0) == {"reopen", "correct"}
    with pytest.raises(UserError, match="has no reason"):
        add(subject, event("reopened", **NURSE))
    again = add(subject, event("reopened", reason="A second biopsy arrived.", **NURSE))
    assert status(again) == "reopened"
    assert "meets-criteria" in allowed(again, "meets-criteria", untouched=0)


@pytest.mark.parametrize("end", ["withdrawn", "closed"])
def test_a_withdrawal_and_a_closing_need_a_reason(end):
    with pytest.raises(UserError, match="has no reason"):
        add(paper(RECEIVED), event(end, **CLERK))
    assert status(add(paper(RECEIVED), event(end, reason="Asked for by the clinic.", **CLERK))) == end


def test_recording_appends_and_touches_nothing_that_stands():
    subject = paper(RECEIVED)
    longer = add(subject, ASSIGNED)
    assert longer.workflow[:1] == subject.workflow
    new = longer.workflow[-1]
    assert (new.recorded_on.text, new.recorded_at) == ("2026-03-20", "12:00")
    assert new.id not in {entry.id for _, entry in subject.entries()}
    assert Case.model_validate(longer.model_dump()) == longer
    assert len(subject.workflow) == 1


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (event("assigned", "2026-03-21", **CLERK), "lies after today"),
        (event("assigned", "2026-03-01", **CLERK), "before the receipt"),
        (event("assigned", None, **CLERK), "has no day"),
    ],
)
def test_a_day_that_cannot_be_is_refused(step, words):
    with pytest.raises(UserError, match=words):
        add(paper(RECEIVED), step)


# --- days that were changed ---


def correction(of="step-1", on="2026-03-03", **fields):
    return event(
        "corrected", on, at="09:15", corrects=of, **(CLERK | {"reason": "Read from the fax header."} | fields)
    )


def test_a_correction_is_a_new_row_and_the_first_day_stays():
    found = state(add(paper(RECEIVED, ASSIGNED), correction()))
    assert (found.received.original.when, found.received.current.when) == (
        "2026-03-02 10:00",
        "2026-03-03 09:15",
    )
    (change,) = found.modifications
    assert (change.what, change.old, change.new) == ("receipt", "2026-03-02 10:00", "2026-03-03 09:15")
    assert (change.by, change.why) == ("I. Clerk", "Read from the fax header.")
    assert (change.recorded.text, change.recorded_at) == ("2026-03-20", "12:00")
    assert found.received.changes == (change,)
    assert found.decided.changes == ()
    assert found.lead.due.at.date().isoformat() == "2026-03-18"  # 15 days from the day that holds now


def test_a_correction_of_a_correction_shows_what_it_replaced():
    once = add(paper(RECEIVED), correction())
    twice = add(
        once, correction(of=once.workflow[-1].id, on="2026-03-04", reason="The header was of the second fax.")
    )
    found = state(twice)
    assert [(change.old, change.new) for change in found.modifications] == [
        ("2026-03-02 10:00", "2026-03-03 09:15"), ("2026-03-03 09:15", "2026-03-04 09:15"),
    ]  # fmt: skip
    assert found.received.original.when == "2026-03-02 10:00"
    assert found.received.current.when == "2026-03-04 09:15"


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (correction(reason=""), "has no reason"),
        (correction(by=" "), "who does it"),
        (correction(of="step-9"), "names no step"),
        (correction(of=""), "names no step"),
        (correction(outcome="certify"), "a decision stays"),
    ],
)
def test_a_correction_needs_who_why_and_a_step(step, words):
    with pytest.raises(UserError, match=words):
        add(paper(RECEIVED), step)


def test_a_second_notification_after_a_reopening_is_a_modification():
    first = paper(
        RECEIVED, ASSIGNED, MEETS, event("notified", "2026-03-07"), event("completed", "2026-03-07"),
        event("reopened", "2026-03-12", reason="The dose was wrong."), event("decided", "2026-03-13", outcome="meets-criteria", by="N"),
        event("notified", "2026-03-14", by="I"),
    )  # fmt: skip
    found = state(first)
    assert [(change.what, change.old, change.new, change.why) for change in found.modifications] == [
        ("decision", "2026-03-06, meets criteria", "2026-03-13, meets criteria", "The dose was wrong."),
        ("notification", "2026-03-07", "2026-03-14", "The dose was wrong."),
    ]
    assert (found.notified.original.when, found.notified.current.when) == ("2026-03-07", "2026-03-14")
    assert (found.decided.original.when, found.decided.current.when) == ("2026-03-06", "2026-03-13")


def test_a_file_that_corrects_in_a_circle_is_read():
    circle = paper(RECEIVED, correction(of="step-3"), correction(of="step-2"))
    found = state(circle)
    assert found.received.current.when == "2026-03-02 10:00"
    assert sum("corrects a step" in text for text in found.cautions) == 2


# --- clocks of a case ---


def test_the_clock_of_the_regime_and_what_is_left():
    found = state(paper(RECEIVED), now=datetime(2026, 3, 16, 9, 0))
    assert str(found.lead.due) == "end of 2026-03-17"
    assert found.lead.remaining == "1 day left"
    assert not found.lead.overdue
    assert state(paper(RECEIVED)).lead.overdue


def test_two_regimes_are_both_shown_and_the_earlier_leads():
    july = event("received", "2026-07-10", at="10:00", **CLERK)
    found = state(paper(july, determination={"other_regimes": ["ncqa"]}), now=datetime(2026, 7, 12))
    assert [(item.clock.regime, str(item.due)) for item in found.clocks] == [
        ("erisa", "end of 2026-07-25"), ("ncqa", "end of 2026-07-17"),
    ]  # fmt: skip
    assert found.lead.clock.id == "ncqa-pre-service-2026"
    june = event("received", "2026-06-20", at="10:00", **CLERK)
    found = state(paper(june, determination={"other_regimes": ["ncqa"]}), now=datetime(2026, 6, 21))
    assert [str(item.due) for item in found.clocks] == ["end of 2026-07-05", "end of 2026-07-05"]


def test_hours_and_days_are_put_in_one_order():
    late = event("received", "2026-03-02", at="23:00", **CLERK)
    found = state(
        paper(
            late, determination={"regime": "medicare-part-d", "other_regimes": ["california-medi-cal-iehp"]}
        )
    )
    assert [str(item.due) for item in found.clocks] == ["2026-03-05 23:00 CST", "end of 2026-03-03"]
    assert found.lead.clock.regime == "california-medi-cal-iehp"


def test_a_proposed_rule_is_shown_as_proposed_and_decides_nothing():
    found = state(paper(RECEIVED, determination={"regime": "cms-0062-p"}, request={"therapy": "rituximab"}))
    assert found.clocks
    assert found.lead is None
    assert all("only proposed" in item.unless for item in found.clocks)
    assert any("only proposed" in text for text in found.cautions)
    both = state(paper(RECEIVED, determination={"other_regimes": ["cms-0062-p"]}))
    assert both.lead.clock.regime == "erisa"


def test_a_rule_that_leaves_drugs_out_decides_no_drug_request():
    chosen = {"regime": "cms-0057-f"}
    drug = state(paper(RECEIVED, determination=chosen, request={"therapy": "rituximab"}))
    assert drug.lead is None
    assert "leaves drugs out" in drug.clocks[0].unless
    assert state(paper(RECEIVED, determination=chosen)).lead.clock.id == "cms-0057-f-standard"


@pytest.mark.parametrize(
    ("changes", "received", "gap"),
    [
        ({"regime": ""}, RECEIVED, "the regime whose clock applies"),
        ({"regime": "blue-moon"}, RECEIVED, "a regime of the table in place of “blue-moon”"),
        ({"urgency": "unknown"}, RECEIVED, "whether the request is standard or expedited"),
        ({"request_type": "unknown"}, RECEIVED, "whether the service is still to come, under way or past"),
        ({"request_type": "concurrent"}, RECEIVED, "the length that ERISA claims procedure gives for such a request; the table has none"),
        ({}, event("received", "2026-03"), "the full day of receipt"),
        ({}, event("received", None), "the full day of receipt"),
        ({"urgency": "expedited"}, event("received", "2026-03-02"), "the time of day of receipt"),
    ],
)  # fmt: skip
def test_a_clock_that_is_not_documented_says_what_would_settle_it(changes, received, gap):
    found = state(paper(received, determination=changes))
    assert gap in found.missing
    assert found.lead is None


def test_an_open_condition_keeps_a_row_from_leading():
    chosen = {"regime": "ncqa", "request_type": "concurrent", "urgency": "expedited"}
    found = state(paper(RECEIVED, determination=chosen))
    assert [item.clock.length for item in found.clocks] == [24, 72]
    assert found.lead is None
    assert "commercial plans" in found.clocks[0].unless


def test_an_urgent_incomplete_request_on_a_case():
    urgent = {"urgency": "expedited"}
    asked = event("information-requested", "2026-03-02", at="16:00", items=("upcr",), **NURSE)
    answered = event("information-received", "2026-03-03", at="12:00", **CLERK)
    assert (
        str(state(paper(RECEIVED, ASSIGNED, asked, determination=urgent)).lead.due) == "2026-03-06 16:00 CST"
    )
    assert str(state(paper(RECEIVED, ASSIGNED, asked, answered, determination=urgent)).lead.due) == "2026-03-05 12:00 CST"  # fmt: skip


def test_two_requests_before_an_answer_are_one_pause():
    again = event("information-requested", "2026-03-08", items=("hbsag",), **NURSE)
    part = event("information-received", "2026-03-10", items=("upcr", "biopsy"), **CLERK)
    rest = event("information-received", "2026-03-12", items=("hbsag",), **CLERK)
    (pause,) = pauses(paper(RECEIVED, ASSIGNED, ASKED, again, part, rest))
    assert (str(pause.since), str(pause.until), pause.answer_by.isoformat()) == (
        "2026-03-06", "2026-03-12", "2026-03-16",
    )  # fmt: skip
    assert pauses(paper(RECEIVED, ASSIGNED, ASKED, again, part))[0].until is None


def test_a_pause_without_a_day_is_asked_for():
    found = state(paper(RECEIVED, ASSIGNED, event("information-requested", "2026-03", items=("upcr",))))
    assert "the full days of the information request and of its answer" in found.missing


def test_a_decision_stops_the_clock_and_a_late_one_stays_late():
    early = state(paper(RECEIVED, ASSIGNED, MEETS), now=datetime(2027, 1, 1))
    assert (early.lead.remaining, early.lead.overdue) == ("", False)
    late = state(paper(RECEIVED, ASSIGNED, event("decided", "2026-03-18", outcome="meets-criteria")))
    assert (late.lead.remaining, late.lead.overdue) == ("", True)
    assert not state(paper(RECEIVED, event("withdrawn")), now=datetime(2027, 1, 1)).lead.overdue


def test_an_extension_is_recorded_once_with_a_reason():
    subject = paper(RECEIVED, ASSIGNED)
    with pytest.raises(UserError, match="has no reason"):
        add(subject, event("extended", "2026-03-11", **NURSE))
    longer = add(
        subject, event("extended", "2026-03-11", reason="Biopsy report is being translated.", **NURSE)
    )
    assert str(state(longer).lead.due) == "end of 2026-04-01"
    with pytest.raises(UserError, match="extended as often as the clock allows"):
        add(longer, event("extended", "2026-03-12", reason="Again.", **NURSE))
    other = paper(RECEIVED, ASSIGNED, determination={"regime": "california-medi-cal-iehp"})
    with pytest.raises(UserError, match="names no extension"):
        add(other, event("extended", "2026-03-11", reason="Needed.", **NURSE))


def test_an_answer_that_is_overdue_is_said():
    found = state(paper(RECEIVED, ASSIGNED, ASKED))
    assert any("asked for by 2026-03-16" in text for text in found.cautions)
    assert state(paper(RECEIVED, ASSIGNED, ASKED.model_copy(update={"due_on": None}))).cautions == ()


def test_a_stored_determination_without_a_physician_is_said():
    whole = {"outcome": "certify", "reason": "Needed.", **PHYSICIAN}
    assert state(paper(RECEIVED, ASSIGNED, REFERRED, event("decided", **whole))).cautions == ()
    nurse = {"outcome": "not-certify", "reason": "Needed.", "credentials": "RN", **NURSE}
    for wrong in (nurse, {**whole, "credentials": ""}, {**whole, "reason": ""}):
        found = state(paper(RECEIVED, ASSIGNED, REFERRED, event("decided", **wrong)))
        assert any("without a physician reviewer's role" in text for text in found.cautions)


def test_the_program_never_says_deny():
    words = [*ACT_WORDS.values(), *STATUS_NAMES.values(), *STEP_NAMES.values(), *OUTCOME_WORDS.values()]
    for policy in ("meets-criteria", "pend", "refer-to-physician", None):
        found = state(paper(RECEIVED, ASSIGNED), policy)
        words += [text for act in found.acts for text in (act.words, act.why)]
    assert not [text for text in words if "den" in text.casefold().replace("evidence", "")]
    assert act_of(event("decided", outcome="unknown")) is None
