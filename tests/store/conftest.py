"""A store in a fresh folder, with a clock that the test winds."""

from datetime import UTC, datetime, timedelta

import pytest

from lnreview.store.store import Store


class Clock:
    """Tells a new second at each question."""

    def __init__(self):
        self.time = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self):
        self.time += timedelta(seconds=1)
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cases.lnreview.db"


@pytest.fixture
def store(path, clock):
    with Store.open(path, now=clock) as opened:
        yield opened
