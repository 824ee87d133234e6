"""Dispatch: what is due goes out, oldest sealed first, two at a time, while the line is good."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from app.domain.ids import DossierId
from app.domain.submission import (
    Failure,
    FailureClass,
    OutboxRow,
    Submission,
    SubmissionState,
    is_due,
)
from app.errors import StationError
from app.jobs import CancelToken
from app.province.base import LineFacts
from app.province.errors import (
    AuthRefused,
    AwaitingReceipt,
    ClockOff,
    KeysRefused,
    KeyUnknown,
    LoginNeeded,
    StillProcessing,
    TlsRefused,
)
from app.services.courier import OnChange, Sent, carry, ignore_change
from app.services.digitized import remember_due
from app.services.host_gate import HostGate
from app.services.station import Station

log = logging.getLogger(__name__)

LINE_BACK = "line.back"
"""Act of the moment at which a line that had failed answers again."""

CLOCK_OFF_S = 300.0
"""Distance of the clocks of station and server from which on it is told."""

Tell = Callable[[StationError], None]

_KEY_REFUSALS = frozenset({KeyUnknown.code, KeysRefused.code})
"""Receipts come under keys that nobody vouches for: every dossier would end the same way."""

_HOST_REFUSALS = frozenset({AuthRefused.code, LoginNeeded.code, TlsRefused.code}) | _KEY_REFUSALS
_SENT = frozenset({SubmissionState.UPLOADING, SubmissionState.COMMITTING, SubmissionState.ACKED})


def _tell_nobody(_error: StationError) -> None:
    return None


def send_due(
    station: Station,
    *,
    on_change: OnChange = ignore_change,
    cancel: CancelToken | None = None,
    gate: HostGate | None = None,
    tell: Tell = _tell_nobody,
) -> int:
    """Send what is due, oldest first; gives how many were tried.

    A dead line closes the gate: everything behind it would fail the same way. A refused login or
    certificate holds the whole queue until somebody has mended it and retried that submission.

    Args:
        station: What is worked with.
        on_change: Called after a row has changed; from two threads.
        cancel: Asks to stop.
        gate: What is known of the line; whoever calls again and again keeps one.
        tell: Called with what somebody should know although the work goes on.

    Raises:
        JobCancelled: Stopped between two chunks.
        StoreError: The rows cannot be read or written.
    """
    gate = gate or HostGate()
    waiting = station.store.unfinished()
    gate.forget_all_but(each.id for each in waiting)
    if not waiting or any(holds_the_host(each) for each in waiting):
        return 0
    if gate.is_closed and not _reopened(station, gate):
        return 0
    due = due_in_turn(station, gate, waiting)
    tried = _Round(station, gate, on_change, cancel or CancelToken()).send(due)
    if due:
        _look_at_the_clock(station, gate, tell)
    remember_due(station)
    return tried


def send_one(
    station: Station,
    submission: Submission,
    *,
    on_change: OnChange = ignore_change,
    cancel: CancelToken | None = None,
) -> Submission:
    """Bring one submission as far as it goes now; failures end in WAITING or HELD, never lost."""
    sent = carry(station, submission, on_change=on_change, cancel=cancel or CancelToken())
    return sent.submission


def due_in_turn(station: Station, gate: HostGate, waiting: Sequence[OutboxRow]) -> list[OutboxRow]:
    """What may be tried now, oldest first, of what is unfinished."""
    now, ticks = station.now().timestamp(), station.ticks()
    return [each for each in _in_turn(waiting) if gate.is_due(each, now=now, ticks=ticks)]


def holds_the_host(submission: Submission | OutboxRow) -> bool:
    """Login, trust or keys were refused: that is mended once, for the whole queue."""
    return submission.state is SubmissionState.HELD and submission.reason in _HOST_REFUSALS


def waits_for_keys(submission: Submission | OutboxRow) -> bool:
    """Its receipt came under a key that is not known here."""
    return submission.state is SubmissionState.HELD and submission.reason in _KEY_REFUSALS


def _in_turn(waiting: Sequence[OutboxRow]) -> list[OutboxRow]:
    """One revision of a dossier after the other; what is held lets its correction pass."""
    first: dict[DossierId, OutboxRow] = {}
    for each in waiting:
        if each.state is not SubmissionState.HELD:
            first.setdefault(each.dossier_id, each)
    return list(first.values())


def _reopened(station: Station, gate: HostGate) -> bool:
    """Ask after the health of the system if it is time to."""
    route = _route(station)
    if not gate.probe_is_due(station.ticks(), route):
        return False
    is_healthy = station.system.reachable()
    if is_healthy:
        # What had failed is in the audit chain; how long that lasted would else be guessed.
        station.store.record(station.act(LINE_BACK, station.identity.station_id))
    gate.probed(is_healthy, ticks=station.ticks(), jitter=station.jitter(), route=route)
    return is_healthy


def _route(station: Station) -> str:
    return station.system.route() if isinstance(station.system, LineFacts) else ""


def _look_at_the_clock(station: Station, gate: HostGate, tell: Tell) -> None:
    """Tell once that the clocks are far apart; nothing that is sent depends on them."""
    if not isinstance(station.system, LineFacts):
        return
    offset_s = station.system.clock_offset_s()
    is_off = abs(offset_s) > CLOCK_OFF_S
    if is_off and not gate.clock_told:
        log.warning("clock of the processing system is %+.0f s ahead", offset_s)
        note = f"{offset_s:+.0f} s"
        station.store.record(
            station.act("station.clock_off", station.identity.station_id, note=note)
        )
        tell(ClockOff(note))
    gate.clock_told = is_off


class _Round:
    """One pass over what is due, by this thread and one more.

    The second begins when the first has reached the system, so that a dead line is found out by
    one submission, not by two.
    """

    def __init__(
        self, station: Station, gate: HostGate, on_change: OnChange, cancel: CancelToken
    ) -> None:
        self._station, self._gate, self._cancel = station, gate, cancel
        self._watcher = on_change
        self._todo: deque[OutboxRow] = deque()
        self._contact = threading.Event()
        self._stopped = False
        self._tried = 0
        self._lock = threading.Lock()

    def send(self, due: Sequence[OutboxRow]) -> int:
        """Try all of them, or until the line fails; gives how many were tried."""
        self._todo.extend(due)
        if len(due) < 2:
            self._work()
            return self._tried
        with ThreadPoolExecutor(1, thread_name_prefix="send") as pool:
            second = pool.submit(self._join_in)
            try:
                self._work()
            finally:
                self._contact.set()
            second.result()
        return self._tried

    def _join_in(self) -> None:
        self._contact.wait()
        self._work()

    def _work(self) -> None:
        try:
            while (submission := self._next()) is not None:
                sent = carry(
                    self._station, submission, on_change=self._on_change, cancel=self._cancel
                )
                self._learn(sent)
        except BaseException:
            self._stopped = True
            raise

    def _next(self) -> Submission | None:
        """The oldest that nobody has begun; None when there is none or the line has failed."""
        self._cancel.check()
        while (row := self._taken()) is not None:
            submission = self._station.store.submission(row.id)
            # Somebody may have withdrawn it while others were sent.
            if is_due(submission, float("inf")):
                with self._lock:
                    self._tried += 1
                return submission
        return None

    def _taken(self) -> OutboxRow | None:
        with self._lock:
            return None if self._stopped or not self._todo else self._todo.popleft()

    def _on_change(self, submission: Submission) -> None:
        if submission.state in _SENT:
            self._contact.set()
        self._watcher(submission)

    def _learn(self, sent: Sent) -> None:
        if holds_the_host(sent.submission):
            self._stopped = True
        match _concern(sent.failure):
            case FailureClass.LINK_DOWN:
                self._close(sent.submission)
            case FailureClass.SERVER_BUSY:
                if self._gate.found_busy(sent.submission):
                    self._close(sent.submission)
            case FailureClass.AUTH | FailureClass.TLS:
                self._stopped = True
            case _:
                self._gate.answered(sent.submission)

    def _close(self, submission: Submission) -> None:
        self._stopped = True
        station = self._station
        jitter, route = station.jitter(), _route(station)
        self._gate.close(submission, ticks=station.ticks(), jitter=jitter, route=route)


_TAKEN = frozenset({StillProcessing.code, AwaitingReceipt.code})
"""Everything arrived, only the answer is still to come."""


def _concern(failure: Failure | None) -> FailureClass | None:
    """What a failure says of the line; None when it says that the line is good."""
    if failure is None or failure.code in _TAKEN:
        return None
    if failure.kind is FailureClass.AMBIGUOUS:
        return FailureClass.SERVER_BUSY
    return failure.kind
