"""The same done to many things by several processes, until somebody stops it."""

import os
import signal
import time
from pathlib import Path

import pytest

from lnreview.spread import spread

_added = 0


def prepare(added: int) -> None:
    global _added
    _added = added


def add(number: int) -> tuple[int, int]:
    return number + _added, os.getpid()


def is_deaf(_: int) -> bool:
    """Whether Ctrl-C is held back, as it is from the first moment of a process that inherited it."""
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def end_the_process(_: int) -> None:
    os._exit(3)


def leave_a_mark(path: Path) -> None:
    time.sleep(0.05)
    path.touch()


def test_each_thing_is_done_once_in_processes_that_were_prepared() -> None:
    found = list(spread(add, range(40), prepare=prepare, given=(100,), workers=2, chunk=3))
    assert sorted(number for number, _ in found) == list(range(100, 140))
    assert os.getpid() not in {process for _, process in found}


def test_a_run_that_is_stopped_begins_nothing_new(tmp_path: Path) -> None:
    looks = 0

    def go_on() -> None:
        nonlocal looks
        looks += 1
        if looks > 3:
            raise InterruptedError

    paths = [tmp_path / str(number) for number in range(400)]
    with pytest.raises(InterruptedError):
        list(spread(leave_a_mark, paths, prepare=prepare, given=(0,), workers=1, chunk=1, go_on=go_on))
    assert len(list(tmp_path.iterdir())) < 40


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to another process")
def test_a_process_that_has_only_begun_to_start_does_not_hear_ctrl_c() -> None:
    assert all(spread(is_deaf, range(4), prepare=prepare, given=(0,), workers=2, chunk=1))
    assert not is_deaf(0), "the program itself hears it again"


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(OSError, match="ended from outside"):
        list(spread(end_the_process, range(4), prepare=prepare, given=(0,), workers=1))
