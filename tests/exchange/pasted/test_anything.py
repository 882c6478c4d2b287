"""Whatever is on the clipboard is read without an error, in any list, and every answer that is offered can be given."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lnreview.case.model import Case
from lnreview.exchange.pasted.copied import entries_copied
from lnreview.exchange.pasted.grid import read_grid
from lnreview.exchange.pasted.headers import roles_of
from lnreview.exchange.pasted.layout import NEEDED
from lnreview.exchange.pasted.model import Known
from lnreview.exchange.pasted.reading import read_rows
from tests.exchange.pasted.test_layouts import KNOWLEDGE

CELLS = st.sampled_from(
    [
        "", "Date", "Test", "Result", "Unit", "Range", "Flag", "Patient", "UPCR (g/g)", "UPCR", "Creatinine", "C3", "Weight (kg)", "BP", "Drug",
        "Dose", "Days supply", "Start", "Stop", "Resulted", "2024-03-14", "03/04/2024", "3.4.24", "soon", "m+6", "3.4", "1,234", "<0.1", "3.4 H",
        "88 mg/dL", "g/g", "mg/dL", "0.6-1.1", "<150 mg/g", "H", "*", "pending", "1+", "see note", "128/76", "30", "MMF", "1 g bid", "ongoing", "Urinalysis",
        "Collected: 14 Mar 2024", "Patient: Demo, Ben", "Normal range: 1 - 2", "|", "\"", "---", "-", "∞", "٣", "²", "1e5", "-5",
    ]
) | st.text(max_size=6)  # fmt: skip
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=8)
SIGNS = st.sampled_from(["\t", ";", ",", "   ", " ", " | "])
CASE = Case.model_validate({"id": "x", "patient": {"name": "Demo, Anna"}})


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(TABLES, SIGNS, st.sampled_from(sorted(NEEDED)), st.data())
def test_any_table_is_read_in_any_list_and_every_answer_can_be_given(table, sign, list_name, data):
    text = "\n".join(sign.join(row) for row in table)
    html = "".join(f"<tr>{''.join(f'<td rowspan=2>{cell}</td>' for cell in row)}</tr>" for row in table)
    grid = read_grid(text, data.draw(st.sampled_from(["", f"<table>{html}</table>"])))
    known = Known(CASE, (), KNOWLEDGE, source="x")
    answers: dict[str, str] = {}
    for _ in range(12):
        reading = read_rows(grid, list_name, answers, known)
        numbers = {row.number for row in grid.rows}
        for proposal in reading.proposals:
            assert proposal.row in numbers
            assert proposal.entry is not None or proposal.state in ("left-out", "question")
            assert all(
                any(question.id == id for question in reading.open_questions) for id in proposal.waits_for
            )
        if not reading.open_questions:
            return
        question = data.draw(st.sampled_from(reading.open_questions))
        assert question.choices or question.free or question.kind == "column"
        if not question.choices:
            return
        answers[question.id] = data.draw(st.sampled_from(question.choices))
    raise AssertionError(f"after twelve answers something is still asked: {answers}")


@settings(max_examples=300, deadline=None)
@given(TABLES, st.sampled_from(sorted(NEEDED)), st.data())
def test_any_column_can_be_said_to_be_anything(table, list_name, data):
    grid = read_grid("\n".join("\t".join(row) for row in table))
    answers = {
        f"role:{number}": data.draw(
            st.sampled_from([*roles_of(list_name), "not-used", "day-column", "test-column"])
        )
        for number in range(grid.width)
    }
    read_rows(grid, list_name, answers, Known(CASE, (), KNOWLEDGE))


@given(st.text())
def test_any_text_is_no_copy_or_a_whole_one(text):
    entries_copied(text)
    entries_copied(f"lnreview labs\tAnalyte\n{text}")
