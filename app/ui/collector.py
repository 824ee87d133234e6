"""Cyclic garbage is collected on the GUI thread only.

Python collects in whatever thread happens to allocate. A closed view that is part of a cycle
would then be destroyed in a worker, and Qt ends the process.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 500


class GuiCollector(QObject):
    """Takes collection over from Python for as long as it lives. Runs on: GUI."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(INTERVAL_MS)

    def collect(self) -> None:
        """Collect what is due, by Python's own thresholds."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        if counts[0] <= thresholds[0]:
            return
        due = [g for g in (1, 2) if counts[g] > thresholds[g]]
        gc.collect(max(due, default=0))
