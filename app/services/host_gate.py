"""Host gate: whether the processing system is worth asking now. One cause, one pause.

What concerns the whole line (no network, a sign-in page, a server that is busy for everybody)
closes the gate; then one question after the health of the system is asked now and then, and
nothing else. What concerns one submission lets only that one wait.

All moments are ticks of a clock that nobody sets. Runs on: any thread.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

from app.domain.ids import SubmissionId
from app.domain.submission import (
    LONGEST_WAIT_S,
    OutboxRow,
    Submission,
    SubmissionState,
    is_due,
)

FIRST_PROBE_S, LONGEST_PROBE_S, SHORTEST_PROBE_S = 2.0, 60.0, 0.5
BUSY_ITEMS = 5
"""So many different submissions in a row that find the system busy speak for all of them."""


class HostGate:
    """What this process knows of the line to the processing system."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed = False
        self._attempts = 0
        self._probe_at = 0.0
        self._route = ""
        self._busy: set[SubmissionId] = set()
        self._stopped_by_host: set[SubmissionId] = set()
        self._deadlines: dict[SubmissionId, tuple[float, float]] = {}
        self.clock_told = False

    @property
    def is_closed(self) -> bool:
        """Whether only the health of the system may be asked."""
        return self._closed

    def close(self, submission: Submission, *, ticks: float, jitter: float, route: str) -> None:
        """The line failed while `submission` was on it.

        Args:
            submission: What failed; it goes on as soon as the line is back.
            ticks: Present moment.
            jitter: Random number in [0, 1).
            route: Way to the system as the machine sees it now.
        """
        with self._lock:
            self._stopped_by_host.add(submission.id)
            self._shut(ticks, jitter, route)

    def _shut(self, ticks: float, jitter: float, route: str) -> None:
        longest = min(LONGEST_PROBE_S, FIRST_PROBE_S * 2.0 ** min(self._attempts, 10))
        self._attempts += 1
        self._closed, self._route = True, route
        self._probe_at = ticks + max(SHORTEST_PROBE_S, longest * jitter)

    def probe_is_due(self, ticks: float, route: str) -> bool:
        """Whether the health may be asked: it is time, or the network has just changed."""
        return ticks >= self._probe_at or bool(route and route != self._route)

    def probed(self, is_healthy: bool, *, ticks: float, jitter: float, route: str) -> None:
        """Remember what the question after the health gave."""
        with self._lock:
            if not is_healthy:
                self._shut(ticks, jitter, route)
                return
            self._closed = False
            self._busy.clear()
            for submission_id in self._stopped_by_host:
                self._deadlines.pop(submission_id, None)

    def probe_now(self) -> None:
        """Somebody saw the network come back."""
        self._probe_at = 0.0

    def answered(self, submission: Submission) -> None:
        """The system dealt with `submission`, well or not: the line is good."""
        with self._lock:
            self._attempts = 0
            self._busy.clear()
            self._stopped_by_host.discard(submission.id)

    def found_busy(self, submission: Submission) -> bool:
        """The system was busy; whether that is so for everybody by now."""
        with self._lock:
            self._busy.add(submission.id)
            return len(self._busy) >= BUSY_ITEMS

    def is_due(self, submission: Submission | OutboxRow, *, now: float, ticks: float) -> bool:
        """Whether a submission may be tried.

        The wall clock is asked once for each wait; when it is set afterwards, or stood wrong
        when the row was written, the wait neither ends early nor lasts longer than it may.

        Args:
            submission: The row.
            now: Wall clock, seconds since 1970.
            ticks: Present moment.
        """
        if not is_due(submission, float("inf")):
            return False
        if submission.state is not SubmissionState.WAITING:
            return True
        with self._lock:
            if submission.id in self._stopped_by_host and not self._closed:
                return True
            wanted, deadline = self._deadlines.get(submission.id, (-1.0, 0.0))
            if wanted != submission.next_try:
                left = min(max(0.0, submission.next_try - now), LONGEST_WAIT_S)
                deadline = ticks + left
                self._deadlines[submission.id] = (submission.next_try, deadline)
            return deadline <= ticks

    def forget_all_but(self, waiting: Iterable[SubmissionId]) -> None:
        """Drop what is known of submissions that are finished."""
        kept = set(waiting)
        with self._lock:
            self._deadlines = {key: value for key, value in self._deadlines.items() if key in kept}
            self._stopped_by_host &= kept
