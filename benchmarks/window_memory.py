"""Memory of the window over the backlog of a long outage, and whether a day's work makes it grow.

    python -m benchmarks.window_memory FOLDER [--seconds N]

FOLDER holds a store of `benchmarks.window_store` (made when it is not there); the run works on a
copy of it. A working day is pressed into minutes: round after round another dossier is opened,
three of its pages are looked at, a field is confirmed, and the contact sheet, the outbox, a search
and the dashboard come to the front. Resident memory is taken after each round. What stands at the
end is compared with what stood after the first quarter, medians of a tenth of all rounds each. The
processes that read pages are not part of it: nothing is read here. Prints Markdown. Linux only.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import logging
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.bootstrap import Wiring
from app.services.station import Station
from app.steady_heap import keep_heap_small
from app.ui.application import SWITCH_S
from app.ui.collector import GuiCollector
from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.outfit import set_up, without_rules
from app.ui.singletons import keep_singletons_alive
from benchmarks.contact_sheet import pass_time
from benchmarks.memory import resident_kb
from benchmarks.window_store import DOSSIERS, make_store, settings_of

GOAL_MB, GROWTH_PERCENT = 350, 5.0
SETTLE_MS = 3000
PAGES_SEEN = 3
WORDS = ("Nguyễn", "Trần Văn", "khai sinh", "0123", "Mẫu")


class Day:
    """An officer's rounds."""

    def __init__(self, counter: Counter, pause_ms: int) -> None:
        self._counter, self._pause_ms = counter, pause_ms
        self._words = itertools.cycle(WORDS)
        self.rounds = 0

    def round(self) -> None:
        """The next dossier, and every screen once."""
        for act in self._acts():
            act()
            pass_time(self._pause_ms)
        self.rounds += 1

    def _acts(self) -> list[Callable[[], None]]:
        window, counter = self._counter.window, self._counter
        look = [lambda: QTest.keyClick(window.pages, Qt.Key.Key_Right)] * (PAGES_SEEN - 1)
        return [
            self._open_next,
            *look,
            self._confirm,
            counter.desk.contact.open,
            window.show_outbox,
            self._search,
            counter.figures.open,
            window.show_work,
        ]

    def _open_next(self) -> None:
        window = self._counter.window
        row = (self.rounds * 7) % max(1, window.queue_model.rowCount())
        window.queue.list.setCurrentIndex(window.queue_model.index(row, 0))

    def _confirm(self) -> None:
        rows = self._counter.window.form.rows
        if rows:
            QTest.keyClick(rows[0], Qt.Key.Key_Return)

    def _search(self) -> None:
        self._counter.recall.open()
        self._counter.recall.view.words.setText(next(self._words))


def growth(samples: list[float]) -> tuple[float, float]:
    """Median after the first quarter, and at the end; of a tenth of all samples each."""
    tenth = max(1, len(samples) // 10)
    quarter = len(samples) // 4
    return statistics.median(samples[quarter : quarter + tenth]), statistics.median(
        samples[-tenth:]
    )


def measure(folder: Path, seconds: int, pause_ms: int) -> list[str]:
    """Rows of the table."""
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
        shutil.copytree(folder / "station", work / "station")
        before = resident_kb() / 1000
        station = stack.enter_context(Wiring(settings_of(work), dict(os.environ)).station())
        return [
            f"| libraries, before the window | {before:.0f} | |",
            *_day(station, seconds, pause_ms),
        ]


def _day(station: Station, seconds: int, pause_ms: int) -> list[str]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    with without_rules(application):
        counter = Counter(station, DeskSettings(language="vi"), lambda: None)
    collector = GuiCollector(application)
    counter.start()
    gc.freeze()  # as the program does
    pass_time(SETTLE_MS)
    opened = resident_kb() / 1000
    day, samples = Day(counter, pause_ms), list[float]()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        day.round()
        samples.append(resident_kb() / 1000)
    early, late = growth(samples)
    counter.close()
    del collector
    curve = ", ".join(f"{one:.0f}" for one in samples[:: max(1, len(samples) // 12)])
    return [
        f"| window open over {counter.window.queue_model.rowCount()} dossiers | {opened:.0f} | |",
        f"| after a quarter of {day.rounds} rounds | {early:.0f} | ≤ {GOAL_MB} |",
        f"| at the end | {late:.0f} | ≤ {GOAL_MB} |",
        f"| most | {max(samples):.0f} | |",
        f"| growth | {100 * (late / early - 1):+.1f} % | ≤ {GROWTH_PERCENT:.0f} % |",
        "",
        f"Round by round, MB: {curve}.",
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=int, default=200)
    parser.add_argument("--pause-ms", type=int, default=50, help="between two acts")
    parser.add_argument("--dossiers", type=int, default=DOSSIERS)
    asked = parser.parse_args()
    logging.disable(logging.ERROR)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_store(asked.folder, asked.dossiers)
    keep_singletons_alive()
    keep_heap_small()
    sys.setswitchinterval(SWITCH_S)
    application = QApplication(sys.argv[:1])  # held: nobody else does
    set_up(application, "vi")
    print("| | MB resident | goal |\n|---|---|---|")
    print("\n".join(measure(asked.folder, asked.seconds, asked.pause_ms)), flush=True)


if __name__ == "__main__":
    main()
