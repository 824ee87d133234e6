"""Garbage with widgets in it goes away on the GUI thread, and only there."""

from __future__ import annotations

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from app.ui.collector import GuiCollector


class Loop:
    """Part of a cycle; remembers which thread it died in."""

    def __init__(self, died_in: list[int]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: died_in.append(threading.get_ident()))


def test_collector_cycle_left_by_a_worker_dies_on_the_gui_thread(qtbot: QtBot) -> None:
    died_in: list[int] = []
    collector = GuiCollector()

    def work() -> None:
        Loop(died_in)
        for _ in range(3 * gc.get_threshold()[0]):
            [].append([])

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()

    assert died_in == []
    assert not gc.isenabled()
    gc.collect(1)
    collector.collect()
    assert died_in == [threading.get_ident()]
