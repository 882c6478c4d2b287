"""Garbage is collected in the window's thread, never in the one that makes letters."""

import gc
import threading

from pytestqt.qtbot import QtBot

from lnreview.desktop.collector import Collector


def test_a_worker_that_makes_much_garbage_collects_nothing(qtbot: QtBot) -> None:
    threads: set[str] = set()

    def watch(phase: str, _: dict[str, int]) -> None:
        threads.add(threading.current_thread().name)

    def litter() -> None:
        for _ in range(20_000):
            ring: list[object] = []
            ring.append(ring)

    collector = Collector()
    gc.callbacks.append(watch)
    try:
        worker = threading.Thread(target=litter, name="litter")
        worker.start()
        worker.join()
        assert "litter" not in threads
        collector.collect()
        assert threads == {threading.current_thread().name}
    finally:
        gc.callbacks.remove(watch)
        collector.stop()
        gc.disable()  # the collector of the package goes on


def test_stopping_gives_the_collection_back_to_python() -> None:
    collector = Collector()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    gc.disable()  # the collector of the package goes on
