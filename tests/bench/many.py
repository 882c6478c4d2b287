"""Make a store of very many invented cases quickly: whole, with valid hashes, and without asking the review.

Run `python tests/bench/many.py FILE COUNT` to get one to look at.
"""

from __future__ import annotations

import json
import random
import sys
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

TODAY = date(2026, 11, 22)
_FIRST = [
    "Anna",
    "Ben",
    "Chloé",
    "Dora",
    "Emil",
    "Fatima",
    "Grete",
    "Hugo",
    "Inés",
    "Jan",
    "Kofi",
    "Łucja",
    "Mei",
    "Nadia",
    "Omar",
    "Petra",
    "Quentin",
    "Rosa",
    "Søren",
    "Tomás",
    "Uma",
    "Vera",
    "Wanda",
    "Xenia",
    "Yusuf",
    "Zoë",
    "Αθηνά",
    "小明",
    "Jürgen",
    "Oksana",
]
_PARTS = [
    "al",
    "be",
    "cor",
    "dan",
    "er",
    "fin",
    "gar",
    "hol",
    "in",
    "jas",
    "kol",
    "lan",
    "mir",
    "nor",
    "ost",
    "pel",
    "qua",
    "rus",
    "sen",
    "tor",
    "ulm",
    "ves",
    "wil",
    "xan",
    "yor",
    "zim",
]
_PAYERS = ("Example Health", "Demo Mutual", "Sample Care Plan", "Invented Insurance", "")
_VERDICTS = (
    "responding", "insufficient-data", "refractory", "too-early", "nonadherence", "relapse", "inadequate-response",
    "chronic-damage", "biopsy-needed", "alternative-diagnosis", "",
)  # fmt: skip
_NEXT = (
    "Continue, then maintenance.",
    "Ask: refills of mycophenolate",
    "Reassess on 2026-12-20",
    "Re-induction",
    "",
)


def make(path: Path, count: int, *, reviewed: bool = True) -> None:
    """Make a store of `count` cases at `path`; without `reviewed` no case has a verdict yet."""
    from lnreview.case.model import Case
    from lnreview.store import events
    from lnreview.store.search import searchable
    from lnreview.store.store import Store
    from lnreview.store.summary import columns

    chance = random.Random(5)
    templates = [
        _shortened(json.loads(file.read_text(encoding="utf-8")))
        for file in sorted((ROOT / "resources" / "demo").glob("*.json"))
    ]
    with Store.open(path, now=lambda: datetime(2026, 11, 22, tzinfo=UTC)) as store:
        connection = store._connection
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -200000")
        connection.execute("BEGIN")
        previous = ""
        shown = {
            id(template): columns(Case.model_validate({**template, "id": "x"})) for template in templates
        }
        for number in range(1, count + 1):
            template = templates[number % len(templates)]
            name, title = _name(chance), f"Request {number}, {template.get('title', '')}"[:80]
            payer, case_id = chance.choice(_PAYERS), f"case-{number}"
            patient = {**template.get("patient", {}), "name": name}
            coverage = {
                **template.get("coverage", {}),
                "payer": payer,
                "member_id": f"W{100_000_000 + number}",
            }
            content = {
                "version": 1,
                **template,
                "id": case_id,
                "title": title,
                "patient": patient,
                "coverage": coverage,
            }
            body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
            digest = events.digest(body)
            at = (datetime(2026, 11, 22, tzinfo=UTC) - timedelta(minutes=count - number)).isoformat(
                timespec="microseconds"
            )
            seal = events._hash(number, case_id, at, "New case", "", digest, previous)
            connection.execute("INSERT INTO cases (id, hash, body) VALUES (?, ?, ?)", (case_id, digest, body))
            connection.execute(
                "INSERT INTO events (seq, case_id, at, command, before, after, body, previous, hash) "
                "VALUES (?, ?, ?, 'New case', '', ?, ?, ?, ?)",
                (number, case_id, at, digest, zlib.compress(body.encode(), 1), previous, seal),
            )
            previous = seal
            line = {
                **shown[id(template)], "number": number, "id": case_id, "title": title, "patient_name": name,
                "payer": payer, "updated_at": at, "words": searchable(f"{case_id} {title} {name}"),
                "more_words": shown[id(template)]["more_words"] + searchable(f"{payer} W{100_000_000 + number}"),
                "patient_key": name.casefold(), "title_key": title.casefold(), "payer_key": payer.casefold(),
                **(dict(_reviewed(chance, digest)) if reviewed else {}),
            }  # fmt: skip
            names = ", ".join(line)
            connection.execute(
                f"INSERT INTO worklist ({names}) VALUES ({', '.join('?' * len(line))})", [*line.values()]
            )
        connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
        connection.execute("COMMIT")


def _shortened(case: dict) -> dict:
    """Return a case with few entries in each list, so that the file is made in a minute."""
    return {name: part[:4] if isinstance(part, list) else part for name, part in case.items()}


def _name(chance: random.Random) -> str:
    family = "".join(chance.choices(_PARTS, k=chance.randint(2, 3))).capitalize()
    return f"{family}, {chance.choice(_FIRST)}"


def _reviewed(chance: random.Random, digest: str) -> Iterator[tuple[str, object]]:
    from lnreview.store.search import searchable

    verdict = chance.choice(_VERDICTS[:-1])
    summary = f"{verdict.replace('-', ' ').capitalize()}: the record documents it as of 2026-11-22."
    yield from {"verdict": verdict, "summary": summary, "summary_words": searchable(summary)}.items()
    yield from {
        "as_of": "2026-11-22",
        "reviewed_hash": digest,
        "to_review": 0,
        "next": chance.choice(_NEXT),
    }.items()
    yield "status", chance.choice(("draft", "in review", "done"))
    yield "provisional", chance.choice(("", "", "refractory"))
    yield "issued", int(chance.random() < 0.4)
    yield "waiting", int(chance.random() < 0.05)
    yield "news", chance.choice(("",) * 30 + ("verdict", "changed", "new"))
    if chance.random() < 0.1:
        day = TODAY + timedelta(days=chance.randint(-20, 60))
        yield from {"due_at": f"{day}T24:00", "due_state": "running", "due_words": "15 calendar days"}.items()
    if chance.random() < 0.3:
        yield "next_on", (TODAY + timedelta(days=chance.randint(1, 200))).isoformat()
    if chance.random() < 0.2:
        yield "renewal_on", (TODAY + timedelta(days=chance.randint(-60, 300))).isoformat()


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
