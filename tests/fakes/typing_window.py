"""A real window over a real store in a process of its own, typed into until it is killed.

Run as `python -m tests.fakes.typing_window FOLDER MODE`, MODE is `type` or `look`. Each step is a
line of JSON on the standard output.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.store.opening import open_rooms
from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.last_place import LastPlace
from app.ui.outfit import set_up
from app.ui.singletons import keep_singletons_alive
from tests.fakes.counter_station import KEY, CounterStation

FIELD = "address"
TEXT = "Thon Dong Phu, xa Hoang Loc, tinh Thanh Hoa, nha so 12, gan truong hoc "
KEY_MS = 40


def say(**told: object) -> None:
    """Tell the test a step."""
    print(json.dumps(told), flush=True)


class Typist(QObject):
    """Goes to the field, then types letter after letter and tells the time of each."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter.window)
        self._form = counter.window.form
        self._typed = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self._timer.start(KEY_MS)

    def _step(self) -> None:
        row = next((row for row in self._form.rows if row.field.name == FIELD), None)
        if row is None:
            return
        if not self._typed:
            self._form.focus_field(row.key)
        QTest.keyClicks(row.edit, TEXT[self._typed % len(TEXT)])
        self._typed += 1
        say(typed=row.edit.text(), at=time.monotonic())


class Looker(QObject):
    """Tells what is on show as soon as the keyboard is in a field."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter.window)
        self._counter = counter
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self._timer.start(50)

    def _step(self) -> None:
        window = self._counter.window
        row = next((row for row in window.form.rows if row.edit.hasFocus()), None)
        if row is None or not row.edit.isModified() or window.page.picture is None:
            return
        self._timer.stop()
        say(
            dossier=self._counter.flows.queue.chosen_id,
            page=window.page.picture.page_id,
            part=window.tabs.name_on_show,
            field=row.field.name,
            text=row.edit.text(),
            stored=row.field.value,
            message=window.message.text,
        )


def main(folder: Path, mode: str) -> int:
    """Open the window and never close it."""
    keep_singletons_alive()
    application = QApplication([])
    set_up(application, "vi")
    rooms = open_rooms(folder, clock=lambda: "2026-01-01T00:00:00+00:00")
    world = CounterStation(store=rooms.store, vault=rooms.vault)  # type: ignore[arg-type]  # real
    world.station = replace(world.station, typing=rooms.typing)
    last = LastPlace(folder / "last-place.json")
    counter = Counter(world.station, DeskSettings(key=KEY, last_place=last), lambda: None)
    counter.start()
    hands = Typist(counter) if mode == "type" else Looker(counter)
    hands.setObjectName("hands")
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
