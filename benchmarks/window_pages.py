"""How soon a page is seen after it was asked for, and how a zoom keeps up.

    python -m benchmarks.window_pages [--pages N]

Opens the real window over a real store with pages at 300 dpi (needs a screen, or
QT_QPA_PLATFORM=offscreen), turns from page to page and measures from the wish to the painted
picture, the small one and the sharp one; then zooms a page in steps and measures each frame;
half-way all its pixels arrive. Wall times are those of the machine as it is; the CPU time of the
window's thread beside them hardly grows when other programs run. Prints Markdown.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.counter import Counter
from app.ui.outfit import set_up
from app.ui.singletons import keep_singletons_alive
from benchmarks.window_store import A4_300, drawn_page
from tests.fakes.counter_station import BIRTH, CounterStation, reading
from tests.screens.stored import stored_day
from tests.screens.tour import open_window, wait_for, work_done

GOAL_MS, FRAME_MS = 150.0, 16.7
STEPS = 8
LONGEST_S = 20.0
PAGES = 4


def main(arguments: list[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.window_pages", description=__doc__)
    parser.add_argument("--pages", type=int, default=20, help="pages to turn to")
    wanted = parser.parse_args(arguments)
    keep_singletons_alive()
    application = QApplication(sys.argv[:1])
    set_up(application, "vi")
    with TemporaryDirectory() as folder, stored_day(Path(folder), _four_pages) as day:
        counter = Counter(day.world.station, day.desk, _nobody_waits)
        try:
            open_window(counter)
            wait_for(lambda: len(counter.window.pages_model.rows) == PAGES, "the pages")
            work_done(counter)
            worst = _report(counter, wanted.pages)
        finally:
            counter.close()
    return 0 if worst <= GOAL_MS else 1


def _four_pages(world: CounterStation) -> None:
    pages = [(drawn_page(number), reading(size=A4_300)) for number in range(PAGES)]
    world.add_dossier(pages, "H26.121-251027-0031", BIRTH)


def _report(counter: Counter, pages: int) -> float:
    """Measure and print; gives the worst first paint, milliseconds."""
    turned = [_turn(counter, number % PAGES) for number in range(1, pages + 1)]
    seen, sharp = [each[0] for each in turned], [each[1] for each in turned]
    zoomed = _zoom(counter)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| measure | median | worst | goal | CPU of the window's thread: median | worst |")
    print("|---|---|---|---|---|---|")
    for name, times, goal in (
        ("first paint of a page, ms", seen, GOAL_MS),
        ("of these, pages not seen before, ms", seen[: PAGES - 1], GOAL_MS),
        ("such a page sharp, ms", sharp[: PAGES - 1], GOAL_MS),
        ("frame while zooming, ms", zoomed, FRAME_MS),
    ):
        walls, cpus = [each.wall for each in times], [each.cpu for each in times]
        print(
            f"| {name} | {statistics.median(walls):.1f} | {max(walls):.1f} | {goal:.1f} "
            f"| {statistics.median(cpus):.1f} | {max(cpus):.1f} |"
        )
    return max(each.wall for each in seen)


class Took(NamedTuple):
    """Milliseconds: by the clock, and of the processor in this thread."""

    wall: float
    cpu: float


def _measured(act: Callable[[], None]) -> Took:
    start, worked = time.perf_counter(), time.thread_time()
    act()
    return Took(1000 * (time.perf_counter() - start), 1000 * (time.thread_time() - worked))


def _turn(counter: Counter, number: int) -> tuple[Took, Took]:
    """From the wish for a page until something of it is painted, and until it is sharp."""
    window = counter.window
    shown: list[object] = []
    window.page.picture_shown.connect(shown.append)

    def until(is_there: Callable[[], bool]) -> None:
        wait_until = time.perf_counter() + LONGEST_S
        while not is_there():
            if time.perf_counter() > wait_until:
                raise TimeoutError(f"page {number + 1}")
            QTest.qWait(1)
        window.page.paper.viewport().repaint()

    def turn() -> None:
        window.pages.setCurrentIndex(window.pages_model.index(number, 0))
        until(lambda: not window.page.is_blank)

    try:
        first = _measured(turn)
        rest = _measured(lambda: until(lambda: bool(shown)))
    finally:
        window.page.picture_shown.disconnect(shown.append)
    return first, Took(first.wall + rest.wall, first.cpu + rest.cpu)


def _zoom(counter: Counter) -> list[Took]:
    """Each painted step, in and out again; on the way in all pixels of the page arrive."""
    page = counter.window.page
    times = []
    for step in [page.zoom_in] * STEPS + [page.zoom_out] * STEPS:

        def frame(step: Callable[[], None] = step) -> None:
            step()
            page.paper.viewport().repaint()

        times.append(_measured(frame))
        QTest.qWait(5)
        if len(times) == STEPS // 2:
            work_done(counter)
    return times


def _nobody_waits() -> None:
    """No runner is woken."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
