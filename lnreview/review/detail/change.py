"""What would change the verdict, and what to ask for first: each line was evaluated, none is written by hand."""

from __future__ import annotations

from collections.abc import Sequence

from lnreview.review.assess import Assessment
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import VERDICT_NAMES, Cited, sentence
from lnreview.review.questions import Answer, Effort, Question
from lnreview.review.whatif import Outcome, Together, confirmed, outcomes

_EFFORT: tuple[Effort, ...] = ("chart", "sample", "tissue")
_NEEDS: dict[Effort, str] = {"chart": "chart or call", "sample": "a sample", "tissue": "tissue"}
_NOTE = (
    "Each line is the verdict of this record with that one answer added to it. An answer is a supposition, never a "
    "finding; a value on the limit was tried and one on the other side of it."
)


def change(view: Assessment) -> tuple[Table, ...]:
    """Return what would change the verdict, and the questions in the order of how much they would settle."""
    found = outcomes(view)
    together = confirmed(view)
    changing = [item for item in found if item.changes]
    tables = []
    if changing or together:
        tables.append(_what(changing, together))
    ranked = _ranked(found)
    if ranked:
        tables.append(_ask_first(ranked))
    return tuple(tables)


def _what(changing: Sequence[Outcome], together: Together | None) -> Table:
    rows = []
    if together is not None and len(together.parts) > 1:
        said = "; and ".join(_supposed(question, answer) for question, answer in together.parts)
        rows.append(
            Row((sentence(said), VERDICT_NAMES[together.verdict]),
                how=f"{together.because} None of these answers can be left out.",
                citations=_cited([answer for _, answer in together.parts]),
                steps=tuple(dict.fromkeys(question.step for question, _ in together.parts)))
        )  # fmt: skip
    rows += [
        Row((sentence(_supposed(item.question, item.answer)), VERDICT_NAMES[item.verdict]),
            how=item.because, citations=_cited([item.answer]),
            parameters=(item.answer.parameter,) if item.answer.parameter else (), steps=(item.question.step,))
        for item in changing
    ]  # fmt: skip
    return Table(
        "what-would-change",
        "What would change this?",
        "verdict",
        (Column("If the record showed"), Column("The verdict would be")),
        tuple(rows),
        "The smallest additions that lead to another verdict.",
        _NOTE,
    )


def _supposed(question: Question, answer: Answer) -> str:
    return f"{question.ask}: {answer.words}"


def _cited(answers: Sequence[Answer]) -> tuple[Cited, ...]:
    return tuple(dict.fromkeys(Cited.of(answer.parameter) for answer in answers if answer.parameter))


def _ranked(found: Sequence[Outcome]) -> list[tuple[Question, list[Outcome]]]:
    """Return the open questions that can change the verdict: chart before sample before tissue, then the most telling."""
    by_question: dict[int, tuple[Question, list[Outcome]]] = {}
    for item in found:
        by_question.setdefault(id(item.question), (item.question, []))[1].append(item)
    telling = [
        entry for entry in by_question.values()
        if not entry[0].on_record and any(item.changes for item in entry[1])
    ]  # fmt: skip
    return sorted(telling, key=lambda entry: (_EFFORT.index(entry[0].effort), -_telling(entry[1])))


def _telling(answers: Sequence[Outcome]) -> int:
    """Return how much a question would settle: the different documented verdicts to which its answers lead."""
    return len({item.verdict for item in answers if item.changes and item.verdict != "insufficient-data"})


def _ask_first(ranked: Sequence[tuple[Question, Sequence[Outcome]]]) -> Table:
    rows = []
    for number, (question, answers) in enumerate(ranked, start=1):
        leads = ";\n".join(f"{item.answer.words}: {VERDICT_NAMES[item.verdict].lower()}" for item in answers)
        settled = sum(item.changes and item.verdict != "insufficient-data" for item in answers)
        rows.append(
            Row((str(number), sentence(question.ask), _NEEDS[question.effort], leads),
                how=f"{settled} of {len(answers)} answers lead to another documented verdict.",
                citations=_cited([item.answer for item in answers]))
        )  # fmt: skip
    return Table(
        "ask-first",
        "What to ask for first",
        "verdict",
        (Column("", number=True), Column("Ask for"), Column("Takes"), Column("Each answer and its verdict")),
        tuple(rows),
        "What the record does not answer yet: the chart before a sample, a sample before tissue; then by how many different "
        "verdicts the answers would document.",
        "A single further datum each; what several would do together stands above.",
    )
