"""Lists of ten thousand rows: the first paint, a change of one row, and scrolling.

    python -m benchmarks.window_lists [--rows N]

The views are those of the window, without a store. Wall time and processor time of the thread that
paints stand side by side; a frame at 60 a second has 16.7 ms. Prints Markdown.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from app.domain.dossier import Dossier, DossierState
from app.domain.submission import SubmissionState
from app.store.base import DossierRow
from app.ui.outbox_model import OutboxModel, OutboxRows
from app.ui.outbox_view import OutboxView
from app.ui.outfit import set_up
from app.ui.queue_flow import Overview
from app.ui.queue_model import QueueModel
from app.ui.queue_view import QueueView
from app.ui.singletons import keep_singletons_alive
from benchmarks.window_store import PAGES, PROCEDURE, waiting

ROWS, FRAMES = 10_000, 120
FIRST_MS, FRAME_MS = 50.0, 1000 / 60
SIZE_PX = (1366, 600)

Times = tuple[float, float]
"""Wall and processor ms."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A view with its model.

    Attributes:
        fill: Gives the model its rows.
        change: Gives them again, one of them changed.
    """

    name: str
    page: QWidget
    view: QAbstractItemView
    fill: Callable[[], None]
    change: Callable[[], None]


def dossier_rows(count: int) -> list[DossierRow]:
    """Rows of dossiers that wait to be sent."""
    found = []
    for number in range(count):
        home = waiting(number).dossier_id
        code = f"H56.128-261008-{number:05}"
        state = DossierState.SEALED
        dossier = Dossier(home, code, PROCEDURE, state, 1, "2026-10-08T03:04:05Z", PAGES)
        found.append(DossierRow(dossier, PAGES, 0, 0, SubmissionState.QUEUED, ""))
    return found


def lists(count: int) -> list[Shown]:
    """Queue and outbox of the window."""
    rows = dossier_rows(count)
    other = [*rows[:5], replace(rows[5], pages_to_read=3), *rows[6:]]
    queue = QueueModel()
    queue_view = QueueView(queue)
    outbox, made = OutboxModel("vi"), OutboxRows()
    outbox_view = OutboxView(outbox, "vi")
    sent = [waiting(number) for number in range(count)]
    moved = [*sent[:-5], replace(sent[-5], state=SubmissionState.UPLOADING), *sent[-4:]]

    def show(submissions: Sequence[Any]) -> Callable[[], None]:
        overview = Overview(tuple(rows), tuple(submissions))
        return lambda: outbox.set_rows(made.rows(overview))

    return [
        Shown(
            "queue",
            queue_view,
            queue_view.list,
            lambda: queue.set_rows(rows),
            lambda: queue.set_rows(other),
        ),
        Shown("outbox", outbox_view, outbox_view.table, show(sent), show(moved)),
    ]


def timed(work: Callable[[], object]) -> Times:
    """How long it takes, in ms."""
    wall, cpu = time.perf_counter(), time.thread_time()
    work()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.thread_time() - cpu)


def painted(view: QAbstractItemView) -> None:
    """Lay out and paint now, as a frame does."""
    view.doItemsLayout()
    view.viewport().repaint()


def measure(shown: Shown) -> list[str]:
    """Rows of the table."""
    shown.page.resize(*SIZE_PX)
    shown.page.show()
    _settle()

    def first() -> None:
        shown.fill()
        painted(shown.view)

    def change() -> None:
        shown.change()
        shown.view.viewport().repaint()

    rows = [_row(shown.name, "rows given and painted", [timed(first)], FIRST_MS)]
    _settle()
    rows.append(_row(shown.name, "one row changed", [timed(change)], FRAME_MS))
    bar = shown.view.verticalScrollBar()
    stride = max(1, bar.maximum() // FRAMES)
    frames = []
    for number in range(FRAMES):
        frames.append(timed(lambda place=number: _scroll(shown.view, place * stride)))  # type: ignore[misc]  # bound at once
    rows.append(_row(shown.name, "a frame of scrolling", frames, FRAME_MS))
    shown.page.hide()
    return rows


def _scroll(view: QAbstractItemView, place: int) -> None:
    view.verticalScrollBar().setValue(place)
    view.viewport().repaint()


def _settle() -> None:
    loop = QEventLoop()
    QTimer.singleShot(200, loop.quit)
    loop.exec()


def _row(name: str, what: str, times: list[Times], goal: float) -> str:
    wall, cpu = [one[0] for one in times], [one[1] for one in times]
    figures = (statistics.median(wall), max(wall), statistics.median(cpu), max(cpu))
    told = " | ".join(f"{one:.1f}" for one in figures)
    return f"| {name} | {what} | {told} | ≤ {goal:.1f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    keep_singletons_alive()
    application = QApplication(sys.argv[:1])
    set_up(application, "vi")
    print(f"{asked.rows} rows\n")
    print("| list | | ms, median | longest | CPU ms, median | CPU longest | goal ms |")
    print("|---|---|---|---|---|---|---|")
    for shown in lists(asked.rows):
        print("\n".join(measure(shown)), flush=True)


if __name__ == "__main__":
    main()
