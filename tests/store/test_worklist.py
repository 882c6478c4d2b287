"""The list of cases is what a person would find by reading every case: any words, filters and order, in any portions."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.store import worklist
from lnreview.store.question import SORT_COLUMNS, Question
from lnreview.store.search import asked, folded, searchable
from lnreview.store.store import Store
from lnreview.store.summary import NEWS, STATUSES, ReviewGlance

VERDICTS = ("responding", "relapse", "refractory", "too-early", "")
RANKS = {"verdict": VERDICTS, "provisional": VERDICTS, "status": STATUSES, "news": NEWS}
NAMES = (
    "Łukasz Żółć", "Αθηνά Παπαδοπούλου", "王小明", "김민수", "O'Neil \"Bob\"", "Ångström, Chloé", "AND OR NOT", "NEAR(a b)", "x*",
    "-minus", "100% of", "a_b", "ÄÖÜ", "Demo, Anna", "Demo, Ben", "ความ", "q" * 900, "ﬁne ™",
)  # fmt: skip
TYPED = (
    "", "demo", "de", "d", "anna ben", "zolc", "ŻÓŁĆ", "αθην", "小", "小明", "明王", "김", "민수", '"', '"bob', "o'n", "and", "AND OR",
    "NEAR(", "near", "*", "x*", "-", "-m", "100%", "%", "_", "a_b", "tm", "ritux", "w12", "345", "12345", "qqqq", "title 7", "é", "\x00",
    "zzz", "refr", "plan", "(", ")", "{words} : a", "words:demo", "^demo", "a + b", "ควา",
)  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A store of 260 cases and what an oracle knows of each: number, texts, and the values to filter and order by."""
    chance, moments = random.Random(7), [datetime(2026, 11, 1, tzinfo=UTC)]

    def now():
        moments[0] += timedelta(seconds=chance.choice((0, 1, 1)))
        return moments[0]

    with Store.open(tmp_path_factory.mktemp("list") / "list.db", now=now) as store:
        for number in range(260):
            name = chance.choice((*NAMES, ""))
            data = {
                "id": f"case {number}", "title": chance.choice(("", f"Title {number % 9}", "title of Ω")), "patient": {"name": name},
                "courses": [{"drug": drug} for drug in chance.sample(["rituximab", "Belimumab"], chance.randint(0, 2))],
                "coverage": {"payer": chance.choice(("", "Plan B", "plan a")), "member_id": f"W{12345 + number}"},
            }  # fmt: skip
            store.create(Case.model_validate(data))
            if chance.random() < 0.7:
                store.show_opened(f"case {number}")
                store.show_opened("")
        for number in chance.sample(range(260), 200):
            verdict, day = chance.choice((*VERDICTS[:-1], "unheard-of")), f"2026-11-{chance.randint(10, 30)}"
            store.set_review(
                f"case {number}",
                ReviewGlance(
                    verdict, f"{verdict} it is.", chance.choice((None, "refractory")), next=chance.choice(("", "Ask", "ask more")),
                    due_at=chance.choice(("", f"{day}T24:00", f"{day}T09:30")), next_on=chance.choice(("", day)),
                    renewal_on=chance.choice(("", day)), waiting=chance.random() < 0.3,
                ),
            )  # fmt: skip
        for number in chance.sample(range(260), 120):
            store.set_status(f"case {number}", chance.choice(STATUSES))
        for number in chance.sample(range(260), 40):
            store.archive(f"case {number}", True)
        yield store


def known(store):
    names = [
        "number",
        "archived",
        "verdict",
        "status",
        "due_at",
        "waiting",
        "issued",
        "news",
        "updated_at",
        "provisional",
        "next",
        "next_on",
        "renewal_on",
        "patient_key",
        "title_key",
        "payer_key",
        "words || more_words || summary_words",
    ]
    rows = store._db.query(f"SELECT {', '.join(names[:-1])}, {names[-1]} AS text FROM worklist")
    return list(rows)


def expected(store, question: Question) -> list[int]:
    """Return the numbers as somebody would who reads every line."""
    words = asked(question.words)
    kept = [
        line
        for line in known(store)
        if line["archived"] == question.archived
        and (question.verdict is None or line["verdict"] == question.verdict)
        and (question.status is None or line["status"] == question.status)
        and (not question.due_before or (line["due_at"] and line["due_at"] < question.due_before))
        and (not question.waiting or line["waiting"])
        and (not question.issued or line["issued"])
        and (not question.news or line["news"])
        and all(f" {word}" in line["text"] for word in words)
    ]
    column = SORT_COLUMNS[question.sort]
    if question.sort == "changed":
        kept.sort(key=lambda line: (line["updated_at"], line["number"]), reverse=question.descending)
    elif question.sort in RANKS:
        kept.sort(key=lambda line: (line["updated_at"], line["number"]), reverse=True)
        ranks = question.ranks[::-1] if question.descending else question.ranks
        ordered = [line for value in ranks for line in kept if line[column] == value]
        kept = ordered + [line for line in kept[::-1] if line[column] not in ranks]
    else:
        said = [line for line in kept if line[column]]
        said.sort(key=lambda line: (line[column], line["number"]), reverse=question.descending)
        kept = said + sorted((line for line in kept if not line[column]), key=lambda line: -line["number"])
    return [line["number"] for line in kept]


QUESTIONS = st.builds(
    lambda words, sort, more: Question(words, sort=sort, ranks=RANKS.get(sort, ()), **more),
    st.lists(st.sampled_from(TYPED), max_size=2).map(" ".join),
    st.sampled_from(sorted(SORT_COLUMNS)),
    st.fixed_dictionaries(
        {"descending": st.booleans()},
        optional={
            "verdict": st.sampled_from(VERDICTS), "status": st.sampled_from(STATUSES), "due_before": st.just("2026-11-20"),
            "waiting": st.booleans(), "news": st.booleans(), "archived": st.booleans(), "issued": st.booleans(),
        },
    ),
)  # fmt: skip


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(question=QUESTIONS, small=st.booleans())
def test_every_question_is_answered_as_by_reading_every_line(filled, question, small):
    with pytest.MonkeyPatch.context() as patch:
        if small:
            patch.setattr(worklist, "_PORTIONS", (7, 11))
            patch.setattr(worklist, "_READ", (5, 3, 13))
            patch.setattr(worklist, "_FEW", 20)
            patch.setattr(worklist, "_RARE", 2)
        portions = list(filled.worklist.portions(question))
        found = [number for portion in portions for number in portion]
        assert found == expected(filled, question)
        assert filled.worklist.count(question) == len(found)


@pytest.mark.parametrize("typed", TYPED)
def test_what_is_typed_is_only_text(filled, typed):
    assert [line.number for line in filled.first(typed, 500)] == expected(filled, Question(typed))


def test_the_first_cases_found_are_no_more_than_wanted_and_found_by_name_or_drug(filled):
    assert filled.first("rituximab", 5) != ()
    found = filled.first("anna", 5)
    assert 0 < len(found) <= 5
    assert all("Anna" in line.patient_name for line in found)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_a_text_is_found_by_each_of_its_words_and_by_their_beginnings(text):
    held = searchable(text)
    for word in asked(text):
        assert f" {word}" in held
    for word in text.split():
        for typed in asked(word[: len(word) // 2 + 1]):
            first = typed.split(" ")[0]
            assert first[:1] in held
    assert folded(folded(text)) == folded(text)


def test_a_free_id_is_one_that_no_case_has(store):
    assert store.worklist.free_id("case") == "case-1"
    for number in (1, 2, 3, 5):
        store.create(Case(id=f"case-{number}"))
    assert store.worklist.free_id("case") not in {f"case-{number}" for number in (1, 2, 3, 5)}
    assert store.worklist.free_id("other") == "other-1"


def test_two_names_of_a_million_letters_are_kept_and_found_by_their_beginning(store):
    """A case holds at most 20,000 letters of a text; what is searched is cut, what is kept is not."""
    long = "ab" * 9_999
    for number, name in enumerate((long, "王" * 19_999)):
        store.create(Case.model_validate({"id": f"long-{number}", "patient": {"name": name}}))
    assert [line.id for line in store.first("abab", 5)] == ["long-0"]
    assert [line.id for line in store.first("王王王", 5)] == ["long-1"]
    assert store.load("long-0").patient.name == long
    assert len(searchable("x" * 1_000_000)) < 100
    assert store.verify() == ()


def test_what_waits_for_a_review_is_named_by_number_and_what_has_come_due_by_day(store):
    for name in ("a", "b", "c"):
        store.create(Case(id=name))
    assert [case_id for _, case_id in store.worklist.to_review(0, 2)] == ["a", "b"]
    assert [case_id for _, case_id in store.worklist.to_review(2, 9)] == ["c"]
    store.set_review("a", ReviewGlance("too-early", as_of="2026-11-01", next_on="2026-11-20"))
    assert [case_id for _, case_id in store.worklist.to_review(0, 9)] == ["b", "c"]
    assert store.worklist.come_due("2026-11-19") == []
    assert store.worklist.come_due("2026-11-20") == [(1, "a")]
    store.set_review("a", ReviewGlance("refractory", as_of="2026-11-20", next_on="2026-11-20"))
    assert store.worklist.come_due("2026-11-20") == []
    assert store.summary("a").news == "new", "that nobody has seen it weighs more"
    store.save(Case(id="a", title="x"), command="Title")
    assert ("a") in [case_id for _, case_id in store.worklist.to_review(0, 9)]


def test_what_happened_to_a_case_is_news_until_it_is_opened(store):
    store.create(Case(id="a"))
    store.set_review("a", ReviewGlance("relapse"))
    store.show_opened("a")
    store.set_review("a", ReviewGlance("refractory"))
    store.save(Case(id="a", title="seen"), command="Title")
    assert store.summary("a").news == ""
    store.show_opened("")
    store.save(Case(id="a", title="unseen"), command="Title")
    assert store.summary("a").news == "changed"
    store.set_review("a", ReviewGlance("relapse"))
    assert store.summary("a").news == "verdict"
    store.save(Case(id="a", title="again"), command="Title")
    assert store.summary("a").news == "verdict"
    store.show_opened("a")
    assert store.summary("a").news == ""


def test_filters_and_columns_are_kept_in_order_renamed_and_forgotten(store):
    store.arrange("filter", "  My   drafts ", {"status": "draft"})
    store.arrange("filter", "Others", {})
    store.arrange("filter", "My drafts", {"status": "done"})
    assert store.arrangements("filter") == (("My drafts", {"status": "done"}), ("Others", {}))
    store.rename_arrangement("filter", "My drafts", "Mine")
    assert [name for name, _ in store.arrangements("filter")] == ["Mine", "Others"]
    for wrong in (
        lambda: store.rename_arrangement("filter", "Mine", "Others"),
        lambda: store.rename_arrangement("filter", "nothing", "x"),
        lambda: store.forget_arrangement("filter", "nothing"),
        lambda: store.arrange("filter", "  ", {}),
        lambda: store.arrange("filter", "x" * 61, {}),
    ):
        with pytest.raises(UserError):
            wrong()
    store.forget_arrangement("filter", "Mine")
    assert [name for name, _ in store.arrangements("filter")] == ["Others"]
    assert store.arrangements("columns") == ()
