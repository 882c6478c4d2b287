"""What was issued stays: the same bytes for ever, and every byte that is not the same is found."""

import hashlib
import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lnreview.case.model import Case
from lnreview.errors import UserError
from lnreview.store.seal import raw_rows
from lnreview.store.store import Store
from tests.store.papers import LETTER, PDF, by_another_program, draft, flip, unguarded

COLUMNS = (
    "number", "case_id", "kind", "version", "title", "issued_at", "issued_by", "dated", "recipient", "criteria",
    "criteria_version", "guideline_version", "program_version", "event", "supersedes", "reason", "case_hash",
    "pdf_sha256", "previous", "hash", "text", "case_body", "trace", "pdf",
)  # fmt: skip


@pytest.fixture
def demo(store):
    case = Case.model_validate(
        {"id": "demo", "title": "one", "patient": {"name": "Łucja Secret"}, "labs": [{"analyte": "upcr"}]}
    )
    store.create(case)
    return case


@pytest.fixture
def three(store, demo):
    """A store with a letter, its amendment on a changed case, and a letter on another case."""
    store.issue(draft(demo))
    later = demo.model_copy(update={"title": "two"})
    store.save(later, command="Title")
    store.issue(draft(later, pdf=PDF + b"2", reason="The dose was corrected."))
    other = Case(id="other")
    store.create(other)
    store.issue(draft(other, kind="appeal", title="Appeal", pdf=PDF + b"3"))
    assert store.verify() == ()
    return store


def test_a_document_keeps_the_exact_case_trace_and_versions(store, demo):
    row = store.issue(draft(demo))
    store.save(demo.model_copy(update={"title": "changed"}), command="Title")
    assert (row.number, row.version, row.supersedes, row.reason) == (1, 1, None, "")
    assert (row.dated, row.issued_by, row.recipient) == (
        "2026-11-20",
        "Dr Demo, MD",
        "Demo Plan, fax 555-0100",
    )
    assert (row.criteria, row.criteria_version, row.guideline_version, row.program_version) == (
        "arora-2022", "2026.11", "2026.11", "0.2.0",
    )  # fmt: skip
    assert row.pdf_sha256 == hashlib.sha256(PDF).hexdigest()
    assert store.issued("demo") == (row,)
    assert store.issued_pdf(1) == PDF
    assert store.issued_text(1) == "To the medical director: Łucja needs “this” ≥ 1 time."
    assert store.issued_case(1) == demo
    assert store.issued_trace(1)["steps"] == [{"step": "adherence", "status": "met"}]
    assert row.case_hash == store.history("demo")[0].after


def test_issuing_is_a_named_event_of_the_case_that_leads_to_the_document(store, demo):
    row = store.issue(draft(demo))
    new, event = store.history("demo")
    assert new.document is None
    assert (event.command, event.document, event.seq, event.at) == (
        "Issue: Letter of medical necessity, version 1", 1, row.event, row.issued_at,
    )  # fmt: skip
    assert event.before == event.after == row.case_hash
    assert store.past("demo", event.seq) == demo


def test_issuing_changes_only_that_and_the_news_in_the_list(store, demo):
    (before,) = store.list()
    store.show_opened(demo.id)
    store.issue(draft(demo))
    assert store.list() == (replace(before, issued=True, news=""),)
    store.show_opened("")
    store.issue(draft(demo, reason="Corrected"))
    assert store.list() == (replace(before, issued=True, news="issued"),)


def test_an_amendment_is_a_new_version_that_names_its_reason(three):
    first, second = three.issued("demo")
    assert (second.version, second.supersedes, second.reason) == (2, first.number, "The dose was corrected.")
    assert (three.issued_pdf(1), three.issued_pdf(2)) == (PDF, PDF + b"2")
    assert (three.issued_case(1).title, three.issued_case(2).title) == ("one", "two")
    (other,) = three.issued("other")
    assert (other.number, other.version, other.supersedes) == (3, 1, None)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_earlier_version_is_not_replaced_without_a_reason(store, demo, reason):
    store.issue(draft(demo))
    with pytest.raises(UserError, match="version 1 of it was issued already and stays as it is"):
        store.issue(draft(demo, reason=reason))
    store.issue(draft(demo, kind="appeal"))
    assert [row.number for row in store.issued("demo")] == [1, 2]
    assert len(store.history("demo")) == 3


def test_a_reason_without_an_earlier_version_is_refused(store, demo):
    with pytest.raises(UserError, match="no earlier version is there"):
        store.issue(draft(demo, reason="Because"))
    assert store.issued("demo") == ()
    assert len(store.history("demo")) == 1


def test_a_document_of_another_state_of_the_case_is_refused(store, demo):
    store.save(demo.model_copy(update={"title": "changed"}), command="Title")
    with pytest.raises(UserError, match="case “demo” was changed after the document was made"):
        store.issue(draft(demo))
    with pytest.raises(UserError, match="“gone” is not in this store"):
        store.issue(draft(Case(id="gone")))
    assert store.issued("demo") == ()
    assert len(store.history("demo")) == 2
    assert store.verify() == ()


def test_a_case_that_an_earlier_program_wrote_in_other_words_is_the_same_case(store, demo):
    content = json.loads(store._db.execute("SELECT body FROM cases").fetchone()[0])
    body = json.dumps(dict(reversed(content.items())))
    digest = hashlib.sha256(body.encode()).hexdigest()
    store._db.execute("UPDATE cases SET body = ?, hash = ?", (body, digest))
    store._db.conn.commit()
    row = store.issue(draft(demo))
    assert row.case_hash == digest
    assert store.issued_case(1) == demo


def test_a_damaged_case_is_not_issued(store, demo):
    store._db.execute("UPDATE cases SET body = replace(body, 'one', 'six')")
    with pytest.raises(UserError, match="“demo” cannot be read"):
        store.issue(draft(demo.model_copy(update={"title": "six"})))


def test_only_a_pdf_is_issued(store, demo):
    with pytest.raises(ValueError, match="is a PDF"):
        store.issue(draft(demo, pdf=b"<html>"))
    assert store.issued("demo") == ()


def test_a_document_that_is_not_there_is_a_sentence(store):
    for ask in (store.issued_pdf, store.issued_text, store.issued_case, store.issued_trace):
        with pytest.raises(UserError, match="There is no issued document 7 in this store"):
            ask(7)
    with pytest.raises(UserError, match="“nobody” is not in this store"):
        store.issued("nobody")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE issued SET title = 'x' WHERE number = 1",
        "UPDATE issued SET pdf = zeroblob(9)",
        "DELETE FROM issued WHERE number = 3",
        "INSERT OR REPLACE INTO issued SELECT * FROM issued WHERE number = 2",
        # A row of its own number that would push the amendment out by its version.
        "INSERT OR REPLACE INTO issued SELECT 4, " + ", ".join(COLUMNS[1:]) + " FROM issued WHERE number = 2",
        "INSERT INTO issued SELECT 9, " + ", ".join(COLUMNS[1:]) + " FROM issued WHERE number = 2",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_issued(three, change):
    before = three._db.execute("SELECT * FROM issued").fetchall()
    for attempt in (three._db.execute, partial(by_another_program, three)):
        with pytest.raises(sqlite3.IntegrityError, match="issued is append-only"):
            attempt(change)
    assert three._db.execute("SELECT * FROM issued").fetchall() == before
    assert three.verify() == ()


def test_the_columns_of_the_test_are_those_of_the_table(three):
    assert tuple(three._db["issued"].columns_dict) == COLUMNS


@pytest.mark.parametrize("part", [0, 0.5, 1])
@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_one_changed_byte_of_any_column_is_found_and_not_given_out(three, column, number, part):
    flip(three, "issued", column, f"number = {number}", part)
    found = [problem for problem in three.verify() if "guard" not in problem]
    assert any("document" in problem for problem in found), found
    assert not any("Secret" in problem for problem in found)
    for ask in (three.issued_pdf, three.issued_text, three.issued_case, three.issued_trace):
        with pytest.raises(
            UserError,
            match=r"is damaged or was changed outside lnreview|There is no issued document",
        ):
            ask(number)


def test_bytes_that_became_another_type_are_found(three):
    unguarded(three).execute("UPDATE issued SET pdf = CAST(pdf AS TEXT) WHERE number = 1")
    assert "document 1 was changed after it was issued" in three.verify()


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("DELETE FROM issued WHERE number = 1", "documents 1 to 1 are missing"),
        ("DELETE FROM issued WHERE number = 2", "documents 2 to 2 are missing"),
        ("DELETE FROM issued WHERE number = 3", "documents 3 to 3 are missing at the end"),
        ("DELETE FROM issued WHERE number = 3", "the document of event 6 is missing"),
        ("DELETE FROM issued", "documents 1 to 3 are missing at the end"),
        (
            "UPDATE events SET command = 'Issue: Letter of medical necessity, version 9' WHERE seq = 2",
            "document 1 and the event of its issuing do not say the same",
        ),
        ("SELECT 1", "the guard issued_refuse_update is missing, so issued documents can be changed"),
        ("SELECT 1", "the guard files_refuse_delete is missing, so attached files can be changed"),
    ],
)
def test_what_is_missing_is_found(three, change, finding):
    unguarded(three).execute(change)
    assert finding in three.verify()


def test_a_document_that_was_sealed_anew_still_breaks_the_chain(three):
    """Who changes a row and computes its hash again has to do so with all that follow."""
    db = unguarded(three)
    db.execute("UPDATE issued SET recipient = 'Another plan' WHERE number = 1")
    sealed = [name for name in COLUMNS if name not in ("hash", "text", "case_body", "trace", "pdf")]
    sealed += ["text", "case_body", "trace", "pdf"]
    (row,) = raw_rows(db, "issued", sealed, "WHERE number = 1")
    db.execute("UPDATE issued SET hash = ? WHERE number = 1", (row.seal(sealed),))
    found = three.verify()
    assert "document 1 was changed after it was issued" not in found
    assert "document 2 does not follow the document before it" in found


def test_a_byte_changed_in_the_file_stops_neither_opening_nor_the_other_documents(path, clock):
    with Store.open(path, now=clock) as store:
        store.create(Case(id="demo"))
        store.issue(draft(Case(id="demo"), pdf=PDF + b"first" * 1000))
        store.issue(draft(Case(id="demo"), pdf=PDF + b"other" * 1000, reason="Another copy"))
    content = bytearray(path.read_bytes())
    content[content.index(b"firstfirst")] ^= 0x01
    path.write_bytes(content)
    with Store.open(path, now=clock) as store:
        assert [line.id for line in store.list()] == ["demo"]
        assert [row.version for row in store.issued("demo")] == [1, 2]
        with pytest.raises(UserError, match="Document 1 is damaged or was changed outside lnreview"):
            store.issued_pdf(1)
        assert store.issued_pdf(2) == PDF + b"other" * 1000
        assert store.verify() == (
            "document 1 was changed after it was issued",
            "the PDF of document 1 is damaged or was changed",
        )


def test_the_list_and_a_case_are_read_without_what_was_issued(three):
    read: set[str | None] = set()

    def note(action, table, *_):
        if action == sqlite3.SQLITE_READ:
            read.add(table)
        return sqlite3.SQLITE_OK

    three._db.conn.set_authorizer(note)
    three.list("demo")
    three.load("demo")
    three.state("demo")
    three._db.conn.set_authorizer(None)
    of_the_index = {name for name in read if name and name.startswith("search")}
    assert read - {""} - of_the_index == {"cases", "walks", "worklist"}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["issue", "amend", "change", "reprint", "reopen"]),
        st.sampled_from(["one", "two"]),
        st.sampled_from([LETTER, "appeal"]),
        st.binary(max_size=40),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_whatever_is_done_every_document_keeps_its_bytes(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("any") / "x.db"
    given_out: dict[int, tuple[bytes, Case]] = {}
    cases = {name: Case(id=name) for name in ("one", "two")}
    latest: dict[tuple[str, str], int] = {}
    store = Store.open(path, now=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    for case in cases.values():
        store.create(case)
    for what, name, kind, content in steps:
        pdf, reason = b"%PDF-" + content, "Corrected" if what == "amend" else ""
        if what in ("issue", "amend"):
            if ((name, kind) in latest) is (what == "amend"):
                row = store.issue(draft(cases[name], kind=kind, pdf=pdf, reason=reason))
                given_out[row.number] = pdf, cases[name]
                latest[name, kind] = latest.get((name, kind), 0) + 1
                assert row.version == latest[name, kind]
            else:
                with pytest.raises(UserError):
                    store.issue(draft(cases[name], kind=kind, pdf=pdf, reason=reason))
        elif what == "change":
            cases[name] = cases[name].model_copy(update={"note": content.hex()})
            store.save(cases[name], command="Note")
        elif what == "reopen":
            store.close()
            store = Store.open(path, now=lambda: datetime(2026, 1, 2, tzinfo=UTC))
        for number, (bytes_, case) in given_out.items():
            assert store.issued_pdf(number) == bytes_
            assert store.issued_case(number) == case
    assert store.verify() == ()
    assert sum(len(store.issued(name)) for name in cases) == len(given_out)
    store.close()
