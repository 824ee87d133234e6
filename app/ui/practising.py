"""The window over the practice station."""

from __future__ import annotations

from app.services.practice import Practice
from app.services.runner import Runner
from app.ui.counter import QUIT_WAIT_S, Counter, Wake
from app.ui.desk_settings import DeskSettings
from app.ui.queue_flow import QueueFlow
from app.ui.window import Window


class Practising:
    """A whole window over the practice station, with its own work behind it."""

    def __init__(self, desk: DeskSettings, practice: Practice) -> None:
        station = practice.station
        wake = Wake()
        self._counter = Counter(
            station,
            DeskSettings(
                key=practice.key,
                language=desk.language,
                look=desk.look,
                text_percent=desk.text_percent,
                is_practice=True,
            ),
            wake,
        )
        self._runner = wake.runner = Runner(
            station.unattended(),
            on_change=self._counter.rows_changed,
            on_trouble=self._counter.lane_trouble,
        )
        self._counter.desk.know_pace(self._runner.seconds_left)

    @property
    def window(self) -> Window:
        """The window."""
        return self._counter.window

    @property
    def queue(self) -> QueueFlow:
        """Its rows."""
        return self._counter.flows.queue

    def start(self) -> None:
        """Show it and let its work run."""
        self._counter.start()
        self._runner.start()

    def close(self) -> None:
        """Take no more work; what runs is waited for elsewhere."""
        self._counter.close(0.0)

    def wait(self) -> None:
        """Wait for what runs, bounded. Runs on: any thread but GUI."""
        self._runner.stop(QUIT_WAIT_S)
        self._counter.bridge.close(QUIT_WAIT_S)
