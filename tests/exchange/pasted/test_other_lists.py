"""Levels, supplies, infusions, blood pressures, weights and courses from tables as people have them."""

import pytest

from lnreview.case.model import Case
from lnreview.exchange.pasted.grid import read_grid
from lnreview.exchange.pasted.model import Known, Reading
from lnreview.exchange.pasted.reading import read_rows


def read(list_name: str, text: str, answers: dict[str, str] | None = None, **lists: object) -> Reading:
    case = Case.model_validate({"id": "x", **lists})
    return read_rows(read_grid(text), list_name, answers or {}, Known(case, getattr(case, list_name)))


def fields(reading: Reading, *names: str) -> list[tuple[str, ...]]:
    return [
        tuple(str(getattr(proposal.entry, name)) for name in names)
        for proposal in reading.proposals
        if proposal.entry
    ]


def test_levels_keep_what_was_measured_and_where():
    reading = read(
        "levels",
        "Date\tTest\tValue\tUnit\tSpecimen\n2026-03-14\tTacrolimus trough\t6.2\tng/mL\twhole blood\n"
        "2026-03-14\tMPA\tnot detected\t\tplasma\n2026-04-14\tHCQ, whole blood\t<20\tng/mL\t\n",
    )
    assert fields(reading, "substance", "kind", "matrix", "quantity", "detectable") == [
        ("tacrolimus", "trough", "whole-blood", "6.2 ng/mL", "unknown"),
        ("mycophenolic-acid", "unknown", "plasma", "None", "no"),
        ("hydroxychloroquine", "unknown", "whole-blood", "<20 ng/mL", "unknown"),
    ]


def test_the_unit_of_a_level_is_asked_once_for_its_drug():
    text = "Date\tDrug\tLevel\n2026-03-14\tMPA\t2.1\n2026-04-14\tMPA\t1.9\n"
    (question,) = read("levels", text).questions
    assert (question.id, question.rows) == ("unit:mpa", (2, 3))
    answered = read("levels", text, {"unit:mpa": "mg/L"})
    assert fields(answered, "quantity") == [("2.1 mg/L",), ("1.9 mg/L",)]


def test_supplies_of_a_pharmacy():
    reading = read(
        "dispenses",
        "Fill Date,Drug Name,Qty,Days' Supply\n03/14/2026,MYCOPHENOLATE 500 MG TAB,120,30\n04/15/2026,MYCOPHENOLATE 500 MG TAB,120,30 days\n"
        ",HCQ,60,30\n05/15/2026,HCQ,60,\n06/15/2026,HCQ,60,many\n",
        {"empty-days": "none"},
    )
    assert fields(reading, "dispensed_on", "days_supply") == [("2026-03-14", "30"), ("2026-04-15", "30")]
    assert [proposal.state for proposal in reading.proposals] == [
        "new",
        "new",
        "left-out",
        "left-out",
        "left-out",
    ]
    assert reading.proposals[4].remarks[0].values == {"text": "many", "column": "Days' Supply"}


def test_infusions_and_whether_they_were_given():
    reading = read(
        "administrations",
        "Infusion date\tDrug\tDose\tStatus\n14.03.2026\trituximab\t1 g\tgiven\n28.03.2026\trituximab\t1000 mg\tno show\n"
        "11.04.2026\trituximab\t1 g\tdelayed by infection\n",
    )
    assert fields(reading, "given_on", "dose", "status", "note") == [
        ("2026-03-14", "1 g", "complete", ""),
        ("2026-03-28", "1000 mg", "missed", ""),
        ("2026-04-11", "1 g", "unknown", "delayed by infection"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Date\tBP\n2026-03-14\t128/76\n",
        "Datum;RR (mmHg)\n2026-03-14;128/76\n",
        "2026-03-14\t128/76\n",
        "Date\tSystolic\tDiastolic\n2026-03-14\t128\t76\n",
    ],
)
def test_blood_pressures_in_one_column_or_two(text):
    assert fields(read("blood_pressures", text), "measured_on", "systolic", "diastolic") == [
        ("2026-03-14", "128", "76")
    ]


def test_weight_and_height_across_or_below():
    across = read("measurements", "Date\tWeight (kg)\tHeight\n2026-03-14\t62\t165 cm\n")
    below = read(
        "measurements", "Date\tVital\tValue\tUnit\n2026-03-14\tWeight\t62\tkg\n2026-03-14\tHeight\t165\tcm\n"
    )
    assert (
        fields(across, "what", "quantity")
        == fields(below, "what", "quantity")
        == [("weight", "62 kg"), ("height", "165 cm")]
    )


def test_a_weight_in_pounds_is_asked_about():
    text = "Date\tWeight\n2026-03-14\t136 lb\n"
    (question,) = read("measurements", text).questions
    assert question.kind == "wrong-unit"
    assert fields(read("measurements", text, {question.id: "as-written"}), "quantity") == [("136 lb",)]


def test_courses_with_their_doses():
    reading = read(
        "courses",
        "Medication\tDose\tFrequency\tRoute\tStart\tStop\tReason\n"
        "MMF\t1000 mg\tBID\tPO\t14 Mar 2026\tongoing\t\nprednisone\t40 mg/d\t\t\t14 Mar 2026\t1 Jun 2026\tplanned change\n"
        "CYC\t500 mg iv q2w x6\t\t\t1 Jan 2025\t15 Mar 2025\tdid not help\n",
    )
    assert fields(
        reading, "drug", "dose", "frequency", "route", "start", "stop", "ongoing", "stop_reason"
    ) == [
        ("MMF", "1000 mg", "BID", "oral", "2026-03-14", "None", "yes", "unknown"),
        ("prednisone", "40 mg/d", "", "unknown", "2026-03-14", "2026-06-01", "unknown", "planned-change"),
        ("CYC", "500 mg", "every 2 weeks", "iv", "2025-01-01", "2025-03-15", "unknown", "unknown"),
    ]
    assert fields(reading, "doses_planned", "note")[2] == (
        "6",
        "did not help; Dose as written: 500 mg iv q2w x6",
    )


def test_a_dose_that_cannot_be_read_is_kept_as_a_note_and_pointed_out():
    reading = read("courses", "Drug\tDose\tStart\nMMF\t2-3 tablets\t2026-03-14\n")
    assert fields(reading, "dose", "note") == [("None", "2-3 tablets")]
    assert reading.proposals[0].state == "odd"


def test_the_unit_of_doses_is_asked_once():
    text = "Drug\tDose\tStart\nprednisone\t40\t2026-03-14\nprednisone\t20\t2026-04-14\n"
    (question,) = read("courses", text).questions
    assert (question.id, question.rows) == ("unit:dose", (2, 3))
    assert fields(read("courses", text, {"unit:dose": "mg/d"}), "dose") == [("40 mg/d",), ("20 mg/d",)]


@pytest.mark.parametrize(
    ("list_name", "text", "recorded"),
    [
        ("dispenses", "Drug\tFilled\tDays supply\nMMF\t2026-03-14\t30\n", {"drug": "mmf", "dispensed_on": "2026-03-14", "days_supply": 30}),
        ("blood_pressures", "Date\tBP\n2026-03-14\t128/76\n", {"systolic": 128, "diastolic": 76, "measured_on": "2026-03-14"}),
        (
            "measurements",
            "Date\tWeight (kg)\n2026-03-14\t62\n",
            {"what": "weight", "quantity": {"value": 62, "unit": "kg"}, "measured_on": "2026-03-14"},
        ),
        (
            "levels",
            "Date\tDrug\tLevel\tUnit\n2026-03-14\tMPA\t2.1\tmg/L\n",
            {"substance": "mycophenolic-acid", "quantity": {"value": "2.1", "unit": "ug/mL"}, "drawn_on": "2026-03-14"},
        ),
        (
            "courses",
            "Drug\tDose\tStart\nMMF\t2 g/d\t2026-03-14\n",
            {"drug": "MMF", "dose": {"value": 2000, "unit": "mg/d"}, "start": "2026-03-14"},
        ),
        (
            "administrations",
            "Given\tDrug\tDose\n2026-03-14\trituximab\t1 g\n",
            {"drug": "Rituximab", "dose": {"value": 1000, "unit": "mg"}, "given_on": "2026-03-14"},
        ),
    ],
)  # fmt: skip
def test_what_the_record_has_already_is_left_out(list_name, text, recorded):
    reading = read(list_name, text, **{list_name: [recorded]})
    assert [proposal.state for proposal in reading.proposals] == ["duplicate"]


def test_titles_that_say_nothing_are_asked_for():
    reading = read("dispenses", "when\twhat\thow many\n2026-03-14\tMMF\t30\n")
    assert {question.kind for question in reading.open_questions} == {"column"}
    assert [(proposal.row, proposal.state) for proposal in reading.proposals] == [
        (1, "question"),
        (2, "question"),
    ]
    assert reading.open_questions[0].about["0"] == "when"
    answers = {
        question.id: str(["date", "drug", "days"].index(question.about["role"]))
        for question in reading.open_questions
    }
    assert fields(
        read("dispenses", "when\twhat\thow many\n2026-03-14\tMMF\t30\n", answers), "drug", "days_supply"
    ) == [("MMF", "30")]
