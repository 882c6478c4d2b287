"""What a row is beside the record and beside its table: known already, contradicting, in another unit, not plausible."""

from datetime import date
from decimal import Decimal

import pytest

from lnreview.case.model import Case
from lnreview.case.oddities import Bound, Knowledge
from lnreview.case.records import LabResult
from lnreview.exchange.pasted.grid import read_grid
from lnreview.exchange.pasted.model import Known, Reading
from lnreview.exchange.pasted.reading import read_rows
from tests.exchange.pasted.test_layouts import KNOWLEDGE

HEAD = "Date\tTest\tValue\tUnit\n"


def lab(day: str | None, analyte: str, value: str, unit: str, **more: object) -> dict[str, object]:
    return {"analyte": analyte, "quantity": {"value": value, "unit": unit}, "collected_on": day, **more}


def read(
    text: str,
    *labs: dict[str, object],
    answers: dict[str, str] | None = None,
    knowledge: Knowledge = KNOWLEDGE,
) -> Reading:
    case = Case.model_validate({"id": "x", "labs": labs})
    known = Known(case, case.labs, knowledge, date(2026, 11, 22), "portal")
    return read_rows(read_grid(text), "labs", answers or {}, known)


def remarks(reading: Reading) -> list[list[str]]:
    return [[remark.kind for remark in proposal.remarks] for proposal in reading.proposals]


def only(reading: Reading) -> LabResult:
    (proposal,) = reading.proposals
    assert isinstance(proposal.entry, LabResult)
    return proposal.entry


@pytest.mark.parametrize(
    ("value", "unit", "recorded", "state"),
    [
        ("3.4", "g/g", ("3.4", "g/g"), "duplicate"),
        ("3400", "mg/g", ("3.4", "g/g"), "duplicate"),
        ("3.40", "g/g", ("3.4", "g/g"), "duplicate"),
        ("3.5", "g/g", ("3.4", "g/g"), "odd"),
        ("385", "mg/mmol", ("3.4", "g/g"), "duplicate"),
        (">3.4", "g/g", ("3.4", "g/g"), "odd"),
    ],
)
def test_the_same_value_is_known_in_any_unit(value, unit, recorded, state):
    reading = read(f"{HEAD}2026-03-14\tUPCR\t{value}\t{unit}\n", lab("2026-03-14", "upcr", *recorded))
    assert [proposal.state for proposal in reading.proposals] == [state]
    assert reading.proposals[0].wanted is (state == "odd")


def test_a_creatinine_in_the_other_unit_is_the_same_to_the_digits_that_were_printed():
    for value, unit in (("80", "umol/L"), ("0.9", "mg/dL")):
        reading = read(
            f"{HEAD}2026-03-14\tCreatinine\t{value}\t{unit}\n",
            lab("2026-03-14", "creatinine", "0.90", "mg/dL"),
        )
        assert reading.proposals[0].state == "duplicate", value
    reading = read(
        f"{HEAD}2026-03-14\tCreatinine\t88\tumol/L\n", lab("2026-03-14", "creatinine", "0.90", "mg/dL")
    )
    assert remarks(reading) == [["other-in-record"]]


def test_a_row_twice_in_the_table_is_entered_once_and_another_value_is_pointed_out():
    reading = read(
        HEAD + "2026-03-14\tUPCR\t3.4\tg/g\n2026-03-14\tUPCR\t3.4\tg/g\n2026-03-14\tUPCR\t2.1\tg/g\n"
    )
    assert remarks(reading) == [[], ["same-in-row"], ["other-in-row"]]
    assert [proposal.wanted for proposal in reading.proposals] == [True, False, True]
    assert reading.proposals[1].remarks[0].values == {"row": "2"}


def test_the_order_of_rows_decides_only_which_of_two_is_called_the_second():
    rows = ["2026-03-14\tUPCR\t3.4\tg/g", "2026-03-14\tC3\t54\tmg/dL", "2026-03-14\tUPCR\t3.4\tg/g"]
    entered = set()
    for order in (rows, rows[::-1], [rows[1], rows[0], rows[2]]):
        reading = read(HEAD + "\n".join(order))
        entered.add(
            frozenset((p.entry.analyte, str(p.entry.quantity)) for p in reading.proposals if p.wanted)
        )
    assert entered == {frozenset({("upcr", "3.4 g/g"), ("c3", "54 mg/dL")})}


def test_words_that_the_record_has_are_known_too():
    reading = read(
        "Date\tTest\tValue\n2026-03-14\tUrine protein\t3+\n",
        {"analyte": "proteinuria", "words": "3+", "collected_on": "2026-03-14"},
    )
    assert remarks(reading) == [["same-in-record"]]


def test_a_value_without_a_day_is_never_called_the_same():
    reading = read(
        "Test\tValue\tUnit\nUPCR\t3.4\tg/g\n", lab(None, "upcr", "3.4", "g/g"), answers={"no-day": "none"}
    )
    assert remarks(reading) == [["undated"]]


SIZES = HEAD + "2026-01-14\tUPCR\t2500\tg/g\n2026-02-14\tUPCR\t30\tg/g\n"


@pytest.mark.parametrize(
    ("answer", "units"),
    [
        ("all mg/g", ["mg/g", "mg/g"]),
        ("these mg/g", ["mg/g", "g/g"]),
        ("as-written", ["g/g", "g/g"]),
        ("leave-out", [None, "g/g"]),
    ],
)
def test_a_size_is_asked_about_for_these_rows_or_for_the_whole_column(answer, units):
    (question,) = read(SIZES).questions
    assert question.choices == (
        "all mg/g", "these mg/g", "all mg/mmol", "these mg/mmol", "as-written", "leave-out",
    )  # fmt: skip
    assert question.about["odd"] == "1"
    assert [proposal.state for proposal in read(SIZES).proposals] == ["question", "question"], (
        "both may be meant"
    )

    found = read(SIZES, answers={question.id: answer}).proposals
    assert [proposal.entry.quantity.unit if proposal.entry else None for proposal in found] == units


def test_a_value_that_would_fit_its_neighbours_in_another_unit_is_pointed_out():
    around = [lab("2026-01-14", "upcr", "3.6", "g/g"), lab("2026-05-14", "upcr", "3.2", "g/g")]
    reading = read(HEAD + "2026-03-14\tUPCR\t3.4\tmg/g\n", *around)
    assert remarks(reading) == [["unit-slip"]]
    assert reading.proposals[0].remarks[0].values == {"unit": "g/g"}
    assert reading.proposals[0].wanted, "it is pointed out and not taken away"
    assert remarks(read(HEAD + "2026-03-14\tUPCR\t3.4\tg/g\n", *around)) == [[]]


def test_a_day_after_today_is_pointed_out():
    assert remarks(read(HEAD + "2026-12-24\tUPCR\t3.4\tg/g\n")) == [["after-today"]]
    assert remarks(read(HEAD + "2026-11-22\tUPCR\t3.4\tg/g\n")) == [[]]


def test_the_day_of_the_result_is_when_it_became_known():
    found = only(read("Collected\tResulted\tTest\tValue\tUnit\n2026-03-14\t2026-03-16\tC3\t54\tmg/dL\n"))
    assert (str(found.collected_on), str(found.known_on)) == ("2026-03-14", "2026-03-16")
    same = only(
        read("Collected\tResulted\tTest\tValue\tUnit\n2026-03-14 08:10\t2026-03-14 11:20\tC3\t54\tmg/dL\n")
    )
    assert same.known_on is None


def test_a_printed_range_is_kept_only_in_the_unit_of_the_value():
    assert only(
        read("Date\tTest\tValue\tUnit\tRange\n2026-03-14\tC3\t54\tmg/dL\t90 - 180\n")
    ).range_low == Decimal(90)
    other = only(read("Date\tTest\tValue\tUnit\tRange\n2026-03-14\tC3\t54\tmg/dL\t0.9 - 1.8 g/L\n"))
    assert (other.range_low, other.range_high) == (None, None)
    assert "range: 0.9 - 1.8 g/L" in other.note
    backwards = only(read("Date\tTest\tValue\tUnit\tRange\n2026-03-14\tC3\t54\tmg/dL\t180 - 90\n"))
    assert (backwards.range_low, backwards.note) == (
        None,
        "range: 180 - 90; printed as “C3”",
    ) or "180 - 90" in backwards.note


def test_the_unit_of_the_range_is_that_of_a_value_without_one():
    found = only(read("Date\tTest\tValue\tRange\n2026-03-14\tC3\t54\t90 - 180 mg/dL\n"))
    assert str(found.quantity) == "54 mg/dL"


@pytest.mark.parametrize(
    ("flag", "said", "kept"),
    [("H", "high", ""), ("LL", "low", "flag LL"), ("*", None, "flag *"), ("A", None, "flag A")],
)
def test_a_flag_is_an_interpretation_where_it_says_one(flag, said, kept):
    found = only(read(f"Date\tTest\tValue\tUnit\tFlag\n2026-03-14\tC3\t54\tmg/dL\t{flag}\n"))
    assert found.interpretation == said
    assert found.note == kept


def test_what_was_printed_and_read_from_is_kept():
    found = only(read(HEAD + "2026-03-14\tPROT/CREAT RATIO, RANDOM URINE\t3.4\tg/g\n"))
    assert found.source == "portal, row 2"
    assert found.note == "printed as “PROT/CREAT RATIO, RANDOM URINE”"
    assert found.collection == "spot"


def test_a_number_that_does_not_fit_the_sign_of_its_table_is_left_out_with_its_place():
    reading = read(HEAD + "2026-03-14\tC3\t0.54\tg/L\n2026-04-14\tC3\t0,5\tg/L\n", answers={"decimal": "."})
    assert [proposal.state for proposal in reading.proposals] == ["new", "left-out"]
    assert reading.proposals[1].remarks[0].kind == "unreadable-number"
    assert reading.proposals[1].remarks[0].values == {"text": "0,5", "column": "Value"}


def test_a_day_that_is_none_is_left_out_with_its_place():
    reading = read(HEAD + "14 Mar 2026\tC3\t0.54\tg/L\nsoon\tC3\t0.5\tg/L\n")
    assert [(p.state, [r.kind for r in p.remarks]) for p in reading.proposals] == [
        ("new", []),
        ("left-out", ["unreadable-day"]),
    ]


def test_an_answer_that_was_not_offered_is_no_answer():
    reading = read("Date\tTest\tValue\n2026-03-14\tUPCR\t3.4\n", answers={"unit:upcr": "g/dL"})
    assert [question.id for question in reading.open_questions] == ["unit:upcr"]


@pytest.mark.parametrize(
    ("answer", "unit", "state"),
    [("mg/mmol", "mg/mmol", "new"), ("none", "", "new"), ("leave-out", None, "left-out")],
)
def test_the_answer_for_a_unit_holds_for_every_row_of_the_test(answer, unit, state):
    text = "Date\tTest\tValue\n2026-03-14\tUPCR\t340\n2026-04-14\tUPCR\t300\n2026-04-14\tLDH\t300\n"
    found = read(text, answers={"unit:upcr": answer}, knowledge=Knowledge()).proposals
    assert [proposal.state for proposal in found] == [state, state, "new"]
    if unit is not None:
        assert {proposal.entry.quantity.unit for proposal in found[:2]} == {unit}


def test_more_bounds_only_ask_more():
    text = HEAD + "2026-03-14\tC3\t54\tmg/dL\n"
    assert read(text, knowledge=Knowledge()).questions == ()
    (question,) = read(
        text, knowledge=Knowledge(bounds={"c3": Bound("g/L", Decimal(1), Decimal(2))})
    ).questions
    assert question.kind == "size"
    assert question.choices == ("as-written", "leave-out"), "no other unit makes it plausible"


def test_every_row_is_accounted_for():
    text = (
        HEAD
        + "2026-03-14\tUPCR\t3.4\tg/g\n\t\t\t\nPANEL\n2026-03-14\tmystery\t1\t\n2026-03-14\tC4\t\tmg/dL\n2026-03-14\t\t5\tmg/dL\n"
    )
    reading = read(text)
    assert [(proposal.row, proposal.state) for proposal in reading.proposals] == [
        (2, "new"), (5, "left-out"), (6, "left-out"), (7, "left-out"),
    ]  # fmt: skip
    assert remarks(reading) == [[], ["unknown-test"], ["no-value"], ["no-name"]]


PATIENT = "Patient\tDate\tTest\tValue\tUnit\n{}\t2026-03-14\tUPCR\t3.4\tg/g\n"


def of_patient(name: str, answers: dict[str, str] | None = None) -> Reading:
    case = Case.model_validate({"id": "x", "patient": {"name": "Demo, Anna Maria", "record_number": "12-34"}})
    return read_rows(read_grid(PATIENT.format(name)), "labs", answers or {}, Known(case))


@pytest.mark.parametrize("name", ["Demo, Anna Maria", "ANNA MARIA DEMO", "Anna Demo", "12-34", "1234"])
def test_rows_of_the_patient_are_read_without_a_question(name):
    assert [proposal.state for proposal in of_patient(name).proposals] == ["new"]


@pytest.mark.parametrize("name", ["Demo, Ben", "9999"])
def test_rows_that_name_another_patient_are_asked_about(name):
    assert [proposal.state for proposal in of_patient(name).proposals] == ["question"]
    assert [p.state for p in of_patient(name, {"other-name": "same-person"}).proposals] == ["new"]
    assert [p.state for p in of_patient(name, {"other-name": "leave-out"}).proposals] == ["left-out"]


def test_a_patient_who_is_named_above_the_table_is_heard_too():
    case = Case.model_validate({"id": "x", "patient": {"name": "Demo, Anna"}})
    text = "Patient: {}  DOB 1 Jan 1990\nCollected: 14 Mar 2026\nCreatinine 0.9 mg/dL\nC3 54 mg/dL\n"
    for name, states in (("Anna Demo", ["new", "new"]), ("Ben Demo", ["question", "question"])):
        reading = read_rows(read_grid(text.format(name)), "labs", {}, Known(case))
        assert [proposal.state for proposal in reading.proposals] == states, name


def test_a_heading_says_what_the_sample_of_the_rows_below_it_was():
    rows = "Creatinine\t88\tmg/dL\t2026-03-14\nProtein\t3+\t\t2026-03-14\n"
    found = read(
        f"Test\tValue\tUnit\tDate\nURINALYSIS\n{rows}SERUM CHEMISTRY\nCreatinine\t0.9\tmg/dL\t2026-03-14\n"
    ).proposals
    assert [(p.entry.analyte, p.state) for p in found] == [
        ("Creatinine (urine)", "left-out"), ("proteinuria", "new"), ("creatinine", "new"),
    ]  # fmt: skip


def test_an_empty_cell_between_spaces_leaves_the_others_in_their_columns():
    reading = read(
        "Test          Result   Units    Range        Flag   Collected\n"
        "Creatinine    1.20     mg/dL    0.6 - 1.1    H      14 Mar 2026\n"
        "UPCR          3.4      g/g                   H      14 Mar 2026\n"
        "C3              54     mg/dL    90 - 180            14 Mar 2026\n"
    )
    found = [proposal.entry for proposal in reading.proposals]
    assert [(lab.analyte, str(lab.quantity), lab.interpretation, lab.range_high) for lab in found] == [
        ("creatinine", "1.20 mg/dL", "high", Decimal("1.1")),
        ("upcr", "3.4 g/g", "high", None),
        ("c3", "54 mg/dL", None, Decimal(180)),
    ]


@pytest.mark.parametrize(
    ("name", "unit"), [("UPCR (g/g)", "g/g"), ("UPCR [mg/mmol]", "mg/mmol"), ("UPCR (h)", "")]
)
def test_a_unit_that_stands_in_the_name_is_taken_where_it_can_be_that_of_the_test(name, unit):
    reading = read(f"Test\t2026-03-14\t2026-05-13\n{name}\t3.4\t2.8\n")
    assert [question.id for question in reading.questions] == ([] if unit else ["unit:upcr"])
    for proposal in reading.proposals if unit else ():
        assert isinstance(proposal.entry, LabResult)
        assert proposal.entry.quantity is not None
        assert proposal.entry.quantity.unit == unit
