"""What a store does for its cases: keep, find, copy, put away, remember."""

import json
import sqlite3
import threading
import time
from datetime import UTC, datetime

import pytest
from any_case import cases
from hypothesis import HealthCheck, given, settings

from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.store.store import Store
from lnreview.store.summary import ReviewGlance


def case(id="demo", **more) -> Case:
    return Case.model_validate({"id": id, **more})


def test_what_is_saved_is_loaded_also_after_closing(path, clock):
    first = case(
        patient={"name": "Demo, Anna"},
        labs=[{"analyte": "upcr", "quantity": {"value": "3.40", "unit": "g/g"}}],
    )
    with Store.open(path, now=clock) as store:
        store.create(first)
        later = first.model_copy(update={"title": "later"})
        store.save(later, command="Title")
    with Store.open(path, now=clock) as store:
        assert store.load("demo") == later
        assert str(store.load("demo").labs[0].quantity.value) == "3.40"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_the_store_loses_nothing_of_any_case(tmp_path_factory, any_case):
    with Store.open(
        tmp_path_factory.mktemp("any") / "x.db", now=lambda: datetime(2026, 1, 1, tzinfo=UTC)
    ) as store:
        store.create(any_case)
        assert store.load(any_case.id) == any_case
        assert store.past(any_case.id, 1) == any_case
        absent = [entry.id for entry in any_case.enclosures if entry.sha256]  # files of another store
        assert store.verify() == tuple(
            f"the attached file of {id} in case “{any_case.id}” is not in the store" for id in absent
        )
        store.list(any_case.patient.name)


def test_each_save_adds_one_event_that_holds_the_case_after_it(store):
    versions = [case(title=title) for title in ("one", "two", "three")]
    store.create(versions[0])
    store.save(versions[1], command="Title: two")
    store.save(versions[2], command="Title: three")
    history = store.history("demo")
    assert [event.command for event in history] == ["New case", "Title: two", "Title: three"]
    assert history[0].before == ""
    assert [event.before for event in history[1:]] == [event.after for event in history[:-1]]
    assert [event.at for event in history] == sorted({event.at for event in history})
    assert [store.past("demo", event.seq) for event in history] == versions


def test_time_is_kept_in_utc(path):
    with Store.open(path, now=lambda: datetime.fromisoformat("2026-11-22T10:30:00+02:00")) as store:
        store.create(case())
        assert store.history("demo")[0].at == "2026-11-22T08:30:00.000000+00:00"
        assert store.list()[0].updated_at == "2026-11-22T08:30:00.000000+00:00"


def test_a_taken_id_is_refused_also_when_its_case_is_archived(store):
    store.create(case(title="first"))
    store.archive("demo", True)
    with pytest.raises(UserError, match="already in the store"):
        store.create(case(title="second"))
    assert store.load("demo").title == "first"
    assert len(store.history("demo")) == 2


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.load("nobody"),
        lambda store: store.summary("nobody"),
        lambda store: store.save(case("nobody"), command="x"),
        lambda store: store.history("nobody"),
        lambda store: store.past("nobody", 1),
        lambda store: store.copy("nobody", "somebody"),
        lambda store: store.archive("nobody", True),
        lambda store: store.set_review("nobody", ReviewGlance("refractory")),
        lambda store: store.set_status("nobody", "done"),
        lambda store: store.set_state("nobody", {}),
    ],
)
def test_a_case_that_is_not_there_is_a_sentence(store, ask):
    with pytest.raises(UserError, match="nobody"):
        ask(store)
    assert store.list() == ()
    assert store.verify() == ()


def test_the_list_shows_what_the_case_says_the_last_changed_first(store):
    store.create(
        case("a", title="First", patient={"name": "Demo, Anna", "sex": "female", "birth_date": "1995-04"})
    )
    store.create(case("b", synthetic=True, patient={"age_years": 31, "age_on": "2024-03"}))
    b, a = store.list()
    assert (a.id, a.title, a.patient_name, a.sex, a.birth_or_age) == (
        "a",
        "First",
        "Demo, Anna",
        "female",
        "1995-04",
    )
    assert (b.id, b.birth_or_age, b.synthetic, b.sex) == ("b", "31 years (2024-03)", True, "unknown")
    assert (a.status, a.verdict, a.provisional, a.urgent, a.stale) == ("draft", "", None, None, False)
    store.save(case("a", title="Changed"), command="Title")
    assert [line.title for line in store.list()] == ["Changed", ""]
    assert store.summary("a") == store.list()[0]


@pytest.fixture
def three(store):
    store.create(
        case(
            "a-1",
            title="Class IV",
            patient={"name": "Demo, Chloé"},
            courses=[{"drug": "mycophenolate mofetil"}],
        )
    )
    store.create(
        case("b_2", title="100% of Ω", patient={"name": "Ångström"}, request={"therapy": "rituximab"})
    )
    store.create(
        case("c\u00a73", dispenses=[{"drug": "Belimumab", "dispensed_on": "2024", "days_supply": 30}])
    )
    store.set_review("a-1", ReviewGlance("refractory", summary="Two regimens failed."))
    return store


@pytest.mark.parametrize(
    ("search", "ids"),
    [
        ("", ["a-1", "b_2", "c§3"]),
        ("chloe", ["a-1"]),
        ("CHLOÉ", ["a-1"]),
        ("class mycoph", ["a-1"]),
        ("angstrom", ["b_2"]),
        ("ÅNGSTRÖM", ["b_2"]),
        ("regimens", ["a-1"]),
        ("rituximab", ["b_2"]),
        ("belimumab", ["c§3"]),
        ("%", ["b_2"]),
        ("100%", ["b_2"]),
        ("b_2", ["b_2"]),
        ("a_1", []),
        ("\\", []),
        ("class rituximab", []),
        ("ω", ["b_2"]),
        ("'; DROP TABLE cases", []),
    ],
)
def test_search_looks_at_every_word_without_capitals_and_accents(three, search, ids):
    assert sorted(line.id for line in three.list(search)) == sorted(ids)


def test_a_case_is_found_by_its_new_words_after_a_change(three):
    three.save(case("b_2", title="Renamed"), command="Title")
    assert not three.list("rituximab")
    assert [line.id for line in three.list("renamed")] == ["b_2"]


def test_archived_cases_are_listed_apart_and_come_back(three):
    three.archive("a-1", True)
    assert sorted(line.id for line in three.list()) == ["b_2", "c§3"]
    assert [line.id for line in three.list("chloe", archived=True)] == ["a-1"]
    assert three.list(archived=True)[0].archived
    three.archive("a-1", True)
    three.archive("a-1", False)
    assert len(three.list()) == 3
    assert [event.command for event in three.history("a-1")] == [
        "New case",
        "Archive",
        "Take out of the archive",
    ]
    assert three.verify() == ()


def test_a_glance_at_a_review_grows_stale_when_the_case_changes(store):
    store.create(case())
    glance = ReviewGlance(
        "insufficient-data", "More is needed.", "refractory", "eGFR falls", "2026-11-22", "ask", "in review"
    )
    store.set_review("demo", glance)
    line = store.summary("demo")
    shown = (line.verdict, line.summary, line.provisional, line.urgent, line.as_of, line.next, line.status)
    assert shown == (
        "insufficient-data", "More is needed.", "refractory", "eGFR falls", "2026-11-22", "ask", "in review",
    )  # fmt: skip
    assert not line.stale
    store.save(case(title="changed"), command="Title")
    assert store.summary("demo").stale
    assert store.summary("demo").verdict == "insufficient-data"
    store.set_review("demo", ReviewGlance("refractory"))
    line = store.summary("demo")
    assert (line.stale, line.provisional, line.urgent, line.status) == (False, None, None, "in review")


def test_the_status_is_recorded_and_only_known_ones_are_taken(store):
    store.create(case())
    store.set_status("demo", "done")
    store.set_status("demo", "done")
    assert store.summary("demo").status == "done"
    assert [event.command for event in store.history("demo")] == ["New case", "Status: done"]
    with pytest.raises(ValueError, match="not a status"):
        store.set_status("demo", "finished")


def test_the_last_event_of_a_case_is_that_of_its_last_change_whatever_happens_to_others(store):
    store.create(case())
    first = store.last_event("demo")
    assert first == store.history("demo")[-1].seq
    store.create(case("other"))
    assert store.last_event("demo") == first
    store.save(case(title="New"), command="Title")
    assert store.last_event("demo") == store.history("demo")[-1].seq > first
    assert store.past("demo", first) == case()
    with pytest.raises(UserError):
        store.last_event("nobody")


def test_a_copy_has_its_own_id_history_and_no_review(store):
    store.create(case(title="Original", labs=[{"analyte": "upcr"}]))
    store.set_review("demo", ReviewGlance("refractory", status="done"))
    store.set_state("demo", {"page": 3})
    copy = store.copy("demo", "demo 2")
    assert copy == store.load("demo 2") == case("demo 2", title="Original", labs=[{"analyte": "upcr"}])
    assert [event.command for event in store.history("demo 2")] == ["Copy of demo"]
    assert (store.summary("demo 2").verdict, store.summary("demo 2").status) == ("", "draft")
    assert store.state("demo 2") == {}
    for taken in ("demo", "a/b", ""):
        with pytest.raises(UserError):
            store.copy("demo", taken)
    assert len(store.list()) == 2


def test_the_state_of_a_walk_is_kept_as_it_is_and_adds_no_event(store):
    store.create(case())
    assert store.state("demo") == {}
    for state in ({"at": "dosing", "confirmed": {"adherence": ["ü", None, 1.5]}}, {}):
        store.set_state("demo", state)
        assert store.state("demo") == state
    assert len(store.history("demo")) == 1


def test_a_damaged_case_is_named_and_the_others_stay_usable(store):
    store.create(case("good"))
    store.create(case("bad", title="was good"))
    store._db.execute("UPDATE cases SET body = substr(body, 1, 10) WHERE id = 'bad'")
    with pytest.raises(UserError, match="Case “bad” cannot be read: it was damaged"):
        store.load("bad")
    assert store.load("good") == case("good")
    assert len(store.list()) == 2
    assert store.past("bad", 2).title == "was good"
    assert any("“bad”" in problem for problem in store.verify())


def test_a_value_that_was_changed_outside_is_not_taken_for_the_record(store):
    store.create(case(title="UPCR 3.4"))
    store._db.execute("UPDATE cases SET body = replace(body, '3.4', '1.4')")
    with pytest.raises(UserError, match="changed outside"):
        store.load("demo")


def test_a_body_with_the_right_hash_that_is_no_case_is_a_sentence(store):
    store.create(case())
    from lnreview.store.events import digest

    body = json.dumps({"id": "demo", "version": 99})
    store._db.execute("UPDATE cases SET body = ?, hash = ?", (body, digest(body)))
    with pytest.raises(UserError, match="“demo” cannot be read"):
        store.load("demo")
    assert "case “demo” cannot be read" in store.verify()


def test_the_version_of_the_case_is_always_stored(store):
    store.create(case())
    assert json.loads(store._db.execute("SELECT body FROM cases").fetchone()[0])["version"] == 1


def test_a_connection_belongs_to_one_thread(store):
    store.create(case())
    raised = []

    def elsewhere():
        with pytest.raises(sqlite3.ProgrammingError) as caught:
            store.load("demo")
        raised.append(str(caught.value))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert "thread" in raised[0]


def test_closing_twice_is_closing_once(path, clock):
    store = Store.open(path, now=clock)
    store.close()
    store.close()
    Store.open(path, now=clock).close()


def test_the_time_of_a_save_with_300_labs_is_printed(store, capsys):
    labs = [
        {"analyte": "upcr", "quantity": {"value": n / 100, "unit": "g/g"}, "collected_on": "2024-03-01"}
        for n in range(300)
    ]
    store.create(case(labs=labs))
    durations = []
    for n in range(20):
        changed = case(labs=labs, title=str(n))
        begin = time.perf_counter()
        store.save(changed, command="Title")
        durations.append(time.perf_counter() - begin)
    with capsys.disabled():
        print(
            f"\n  a save of a case with 300 labs takes {sorted(durations)[10] * 1000:.1f} ms (median of 20)"
        )
    assert store.load("demo").title == "19"
