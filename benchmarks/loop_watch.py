"""How long the window's thread is away from new input: a heartbeat in its event loop.

A timer ticks every 2 ms in the thread of the window. What a tick comes later than that is a step:
so long a key that was pressed would have waited. The processor time of the thread since the tick
before stands beside it, since other programs of the machine lengthen the one and not the other.
While a step is long, a thread beside looks in which function of the program the window stands.
Qt's own signals around waiting do not show this: its dispatcher hands out events between them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer

TICK_MS = 2
FRAME_MS, BOUND_MS = 16.0, 50.0
HEAD = (
    "| | beats | p99 ms | longest | CPU p99 | CPU longest "
    "| over 16 ms | over 50 ms | CPU over 16 | CPU over 50 | of the time over 16 |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|"
)

_SAMPLE_S = 0.003
_UNSEEN = "not seen"


@dataclass
class Step:
    """What one beat of the loop came late, in ms, and where the thread stood meanwhile."""

    wall_ms: float
    cpu_ms: float
    where: Tally[str] = field(default_factory=Tally)

    @property
    def place(self) -> str:
        """Where it stood most."""
        return self.where.most_common(1)[0][0] if self.where else _UNSEEN


class LoopWatch(QObject):
    """Beats in the thread that makes it. Runs on: GUI.

    With `by_event` it also tells which event Qt was at where no function of the program stood;
    that costs some microseconds for each event.
    """

    def __init__(self, *, by_event: bool = False) -> None:
        super().__init__()
        self._event = ""
        application = QCoreApplication.instance()
        if by_event and application is not None:
            application.installEventFilter(self)
        self.steps: list[Step] = []
        self._thread = threading.get_ident()
        self._last = (time.perf_counter(), time.thread_time())
        self._where: Tally[str] = Tally()
        self._over = threading.Event()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self._looking = threading.Thread(target=self._look, name="loop watch", daemon=True)
        self._looking.start()

    def begin(self) -> None:
        """Count anew."""
        self.steps = []
        self._last = (time.perf_counter(), time.thread_time())

    def end(self) -> None:
        """Beat no longer."""
        self._timer.stop()
        self._over.set()
        self._looking.join()

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """Note what is handed out."""
        kind = type(receiver).__name__
        if receiver.objectName() == "qt_scrollarea_viewport":
            kind = f"viewport in {type(receiver.parent()).__name__}"
        self._event = f"{event.type().name} of {kind}"
        return False

    def _beat(self) -> None:
        last, last_cpu = self._last
        now, cpu = self._last = (time.perf_counter(), time.thread_time())
        where, self._where = self._where, Tally()
        late_ms = max(0.0, 1000 * (now - last) - TICK_MS)
        kept = where if late_ms > FRAME_MS else Tally()
        self.steps.append(Step(late_ms, 1000 * (cpu - last_cpu), kept))

    def _look(self) -> None:
        while not self._over.wait(_SAMPLE_S):
            began, where = self._last[0], self._where
            if time.perf_counter() - began > 2 * _SAMPLE_S:
                place = _place(sys._current_frames().get(self._thread))
                where[place or f"Qt itself {self._event}".rstrip()] += 1


def _place(frame: FrameType | None) -> str:
    """The innermost function of the window, and the innermost one of the program in it.

    "" where none of them stands.
    """
    own = []
    while frame is not None:
        name = frame.f_code.co_filename
        if f"{os.sep}app{os.sep}" in name:
            file = name.rsplit(f"{os.sep}app{os.sep}", 1)[1].removesuffix(".py")
            own.append(f"{file}.{frame.f_code.co_qualname}")
        frame = frame.f_back
    own = [one for one in own if not one.endswith("run_window")]
    if not own:
        return ""
    window = next((one for one in own if one.startswith("ui" + os.sep)), own[0])
    return own[0] if window == own[0] else f"{window} → {own[0]}"


def row(name: str, steps: Sequence[Step]) -> str:
    """A row under `HEAD`."""
    wall = sorted(step.wall_ms for step in steps) or [0.0]
    cpu = sorted(step.cpu_ms for step in steps) or [0.0]
    last = int(0.99 * (len(wall) - 1))
    late = sum(one for one in wall if one > FRAME_MS)
    share = late / max(1.0, sum(wall) + TICK_MS * len(wall))
    figures = " | ".join(f"{one:.1f}" for one in (wall[last], wall[-1], cpu[last], cpu[-1]))
    over = " | ".join(
        str(sum(one > bound for one in times))
        for times in (wall, cpu)
        for bound in (FRAME_MS, BOUND_MS)
    )
    return f"| {name} | {len(steps)} | {figures} | {over} | {100 * share:.1f} % |"


def causes(steps: Sequence[Step], shown: int) -> list[str]:
    """A table of where the long steps stood, the costliest places first."""
    blamed: dict[str, list[Step]] = {}
    for step in steps:
        if step.wall_ms > FRAME_MS:
            blamed.setdefault(step.place, []).append(step)
    ranked = sorted(blamed.items(), key=lambda one: -sum(step.cpu_ms for step in one[1]))
    rows = ["| long steps stood in | steps | longest ms | most CPU ms | CPU ms, all |"]
    rows.append("|---|---|---|---|---|")
    for place, those in ranked[:shown]:
        wall, cpu = [step.wall_ms for step in those], [step.cpu_ms for step in those]
        rows.append(
            f"| {place} | {len(those)} | {max(wall):.0f} | {max(cpu):.0f} | {sum(cpu):.0f} |"
        )
    return rows


_IDLE = """
import os, sys, time
gaps, last, parent = [], time.perf_counter(), os.getppid()
sys.stdout.write("x"); sys.stdout.flush()
while os.getppid() == parent:
    time.sleep(0.002)
    now = time.perf_counter()
    gaps.append(1000 * (now - last) - 2)
    last = now
    if len(gaps) % 250 == 0:
        gaps = sorted(gaps)[-5000:]
        sys.stdout.write(f"{gaps[-1]:.1f} {sum(gap > 50 for gap in gaps)}\\n"); sys.stdout.flush()
"""


class IdleWatch:
    """A process beside the window that only sleeps: what the machine itself delays."""

    def __init__(self) -> None:
        self._lines = tempfile.TemporaryFile("w+")  # noqa: SIM115  # closed by `end`
        self._process = subprocess.Popen([sys.executable, "-c", _IDLE], stdout=self._lines)

    def end(self) -> str:
        """Its longest delay in ms, and how many were over the bound."""
        self._process.kill()
        self._process.wait()
        self._lines.seek(0)
        told = self._lines.read().split("\n")
        self._lines.close()
        whole = [line.lstrip("x").split() for line in told if len(line.split()) == 2]
        return f"longest {whole[-1][0]} ms, {whole[-1][1]} over 50 ms" if whole else "not known"
