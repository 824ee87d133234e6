"""The line that brings signatures from step to step: many files at once, one value at a time.

Files are prepared, finished and verified in the cpu lane, time stamps come from a lane of their
own, values from the keys. Each step is kept before the next begins, so that the line may end at
any point and go on later. Keys at services are asked for many values in one request, while
further files are being prepared; a request that an earlier run has sent is asked after first.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any

from app.domain.signing import SigningItem, SigningPlan, signed
from app.errors import StationError
from app.services.key_host import KeyHost, KeyIdentity
from app.services.line_asking import ASKS, LineAsking
from app.services.line_requests import LineRequests
from app.services.line_rules import Desk, LineRules
from app.services.line_state import LineState
from app.services.line_steps import LineSteps
from app.services.signing_asks import LOOK_S, AskRules, Asks, Waiting
from app.store.base import StoreError

__all__ = ["LOOK_S", "Desk", "LineRules", "SigningLine", "Waiting"]

LEAST_GROUP = 8
"""Time stamps that are worth a question to the service while further values are coming."""


class SigningLine:
    """One run over the items of a batch.

    Args:
        plan: How every file is signed.
        items: All items of the batch.
        desk: Files and steps.
        keys: Opened keys.
        identities: Who signs at each place.
        rules: Limits and listeners.
    """

    def __init__(
        self,
        plan: SigningPlan,
        items: Sequence[SigningItem],
        desk: Desk,
        *,
        keys: KeyHost,
        identities: Sequence[KeyIdentity],
        rules: LineRules,
    ) -> None:
        state = LineState(plan, items, desk, identities=identities, rules=rules)
        ask_rules = AskRules(
            now=desk.now,
            on_wait=rules.on_wait,
            ask_code=rules.ask_code,
            stopped=lambda: state.is_stopping,
            first_wait_s=rules.first_wait_s,
        )
        self._state = state
        self._requests = LineRequests(plan, identities, keys, Asks(ask_rules))
        self._steps = LineSteps(state, keys, self._requests)
        self._asking = LineAsking(state, self._steps, self._requests)
        state.window = max(state.window, 2 * self._requests.largest)

    @property
    def items(self) -> list[SigningItem]:
        """All items as they are now."""
        return list(self._state.items.values())

    @property
    def stopped_by(self) -> StationError | None:
        """Why the line stopped before its end, None when it did not."""
        return self._state.stopped_by

    def run(self) -> None:
        """Work until nothing is left to do, a key fails, or somebody asks to stop.

        Raises:
            StoreError: A step could not be kept; nothing is lost that was kept before.
        """
        flights = self._state.flights
        self._state.tell()
        try:
            self._asking.ask_after_old()
            while self._start():
                done, _ = wait(flights, timeout=LOOK_S, return_when=FIRST_COMPLETED)
                for flight in done:
                    self._land(flight)
        finally:
            for flight in flights:
                flight.cancel()
            self._steps.end()
            self._requests.end()

    def _start(self) -> bool:
        """Start whatever can start now; tells whether something is left to do."""
        state = self._state
        if state.is_cancelled:
            return bool(state.flights)
        while state.to_finish and state.flying("prepare", "finish") < state.rules.at_once:
            self._steps.start_finish(state.to_finish.popleft())
        if state.to_stamp and not state.flying("stamp") and self._is_group():
            self._steps.start_stamps()
        is_new = False
        if state.stopped_by is None:
            self._start_new()
            is_new = bool(state.fresh or state.to_sign) or not self._requests.is_empty
        return is_new or bool(state.flights or state.to_stamp or state.to_finish)

    def _start_new(self) -> None:
        """Start what no key has worked for yet; not done once a key has failed."""
        state = self._state
        if state.to_sign and not state.flying("sign"):
            self._steps.start_sign(state.to_sign.popleft())
        while state.fresh and state.has_room:
            self._steps.enter(state.fresh.popleft())
        self._asking.start_new()

    def _is_group(self) -> bool:
        """Whether enough values wait for their time, or no further one will come soon."""
        state = self._state
        coming = state.to_sign or state.flying("prepare", "sign") or (state.fresh and state.between)
        full = len(state.between) >= state.window
        if state.stopped_by is not None:
            coming = state.flying("sign")
        return len(state.to_stamp) >= LEAST_GROUP or full or not coming

    def _land(self, flight: Future[Any]) -> None:
        kind, ids = self._state.flights.pop(flight)
        items = [self._state.items[each] for each in ids]
        try:
            result = flight.result()
        except StationError as error:
            if kind in ASKS and isinstance(error, StoreError):
                raise  # the ticket was not kept, so nothing was sent
            self._crashed(kind, items, error)
            return
        match kind:
            case "prepare":
                self._steps.prepared(items[0], result)
            case "sign":
                self._steps.go_on(items[0], signed(items[0], result))
            case "ask" | "poll":
                self._asking.answered(kind, items, result)
            case "stamp":
                self._steps.stamped(items, result)
            case "finish":
                self._steps.finished(items[0], result)

    def _crashed(self, kind: str, items: Sequence[SigningItem], error: StationError) -> None:
        """A step failed; missing stamps are owed, everything else concerns its one file."""
        if kind == "stamp":
            self._steps.stamped(items, [error for _ in items])
        elif kind in ASKS:
            self._asking.crashed(kind, items, error)
        else:
            self._steps.fails(items[0], error)
