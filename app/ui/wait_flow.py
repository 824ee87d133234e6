"""Waiting for somebody with a telephone: how long yet, and the one-time code that is asked for."""

from __future__ import annotations

import queue
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from app.jobs import CancelToken
from app.services.signing_asks import Waiting
from app.ui.jobs_bridge import JobsBridge

TICK_MS = 1000
LOOK_S = 0.2
"""Longest time until a wish to stop ends the waiting for a code."""


class WaitFlow(QObject):
    """Between the thread that signs and the panel.

    Signals:
        told(Waiting | None, int): Who has to confirm and the seconds left; None when nobody has.
        code_wanted(str): The signer of this name is asked for a one-time code; "" when not any
            more.
    """

    told = Signal(object, int)
    code_wanted = Signal(str)

    def __init__(
        self, bridge: JobsBridge, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._now = bridge, now
        self._waiting: Waiting | None = None
        self._cancel = CancelToken()
        self._codes: queue.SimpleQueue[bytearray] = queue.SimpleQueue()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def begin(self, cancel: CancelToken) -> None:
        """A signing begins; `cancel` ends it."""
        self._cancel = cancel
        self._know(None)

    def end(self) -> None:
        """Nobody waits any more; codes that came too late are wiped."""
        self._know(None)
        self.code_wanted.emit("")
        while True:
            try:
                code = self._codes.get_nowait()
            except queue.Empty:
                return
            code[:] = bytes(len(code))

    def on_wait(self, waiting: Waiting | None) -> None:
        """Somebody has to confirm, or nobody any more. Runs on: any thread."""
        self._bridge.post(self._know, waiting)

    def ask_code(self, signer: str) -> bytearray:
        """Wait for the code that the officer types; whoever asked wipes it.

        Raises:
            JobCancelled: Signing was stopped meanwhile.
        Runs on: any thread but GUI.
        """
        cancel = self._cancel
        self._bridge.post(self.code_wanted.emit, signer)
        try:
            while True:
                cancel.check()
                try:
                    return self._codes.get(timeout=LOOK_S)
                except queue.Empty:
                    continue
        finally:
            self._bridge.post(self.code_wanted.emit, "")

    def give_code(self, code: bytearray) -> None:
        """The officer has typed the code."""
        self._codes.put(code)

    def _know(self, waiting: Waiting | None) -> None:
        self._waiting = waiting
        if waiting is None:
            self._timer.stop()
        else:
            self._timer.start()
        self._tick()

    def _tick(self) -> None:
        waiting = self._waiting
        left = (waiting.until - self._now()).total_seconds() if waiting is not None else 0.0
        self.told.emit(waiting, max(0, round(left)))
