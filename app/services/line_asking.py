"""What a line asks of keys that answer later, and what becomes of their answers."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from app.domain.signing import (
    ItemState,
    SigningItem,
    asked,
    asked_in_vain,
    begun_again,
    going_on,
    signed,
)
from app.errors import Advice, LibraryError, StationError
from app.services.line_requests import LineRequests, by_request
from app.services.line_state import LineState
from app.services.line_steps import LineSteps, cannot
from app.services.signing_asks import LOST, TICKET_HOLDS, Asked, asked_before
from signing.keys.tickets import Ticket

log = logging.getLogger(__name__)

ASKS = frozenset({"ask", "poll"})
"""Steps that ask a service: with a request of this run, after one of an earlier run."""


class LineAsking:
    """Sends requests when it is their time, and asks after those of an earlier run.

    Args:
        state: Where items are.
        steps: Brings them on.
        requests: What waits for a request.
    """

    def __init__(self, state: LineState, steps: LineSteps, requests: LineRequests) -> None:
        self._state, self._steps, self._requests = state, steps, requests

    def ask_after_old(self) -> None:
        """Ask after the requests of an earlier run before anything else.

        Values that were made for them are used; nothing is asked for twice before that is known.
        """
        state = self._state
        found: list[tuple[str, SigningItem, Asked]] = []
        for chain in [each for each in state.fresh if self._is_waiting(each)]:
            state.fresh.remove(chain)
            item = next(state.items[each] for each in chain if not state.is_made(each))
            item = state.keep(item, going_on(item)) if item.state is ItemState.HELD else item
            state.between.add(item.id)
            try:
                found.append((state.source(item), item, self._asked_before(item)))
            except LibraryError as error:
                log.info("request of an earlier run: %s %s", error.code, error.detail)
                self._steps.go_on(item, begun_again(item))
        for source, group in by_request(found):
            flight = self._requests.ask_after(source, [asked for _, asked in group])
            state.fly("poll", flight, *(item for item, _ in group))

    def start_new(self) -> None:
        """Send what fills a request, or will not grow; one request to a key at a time."""
        for source in self._requests.sources():
            if not self._is_asked(source) and self._is_request(source):
                self._start(source)

    def crashed(self, kind: str, items: Sequence[SigningItem], error: StationError) -> None:
        """A request ended without answers; its ticket may hold."""
        if error.code not in TICKET_HOLDS:
            self.answered(kind, items, [error for _ in items])
            return
        log.info("request of %d items: %s %s", len(items), error.code, error.detail)
        if not self._state.is_stopping:
            self._state.stopped_by = error  # an answer may still come
        self._state.between.difference_update(item.id for item in items)

    def answered(
        self, kind: str, items: Sequence[SigningItem], answers: Sequence[bytes | StationError]
    ) -> None:
        """Keep all values at once; what has none may be asked for anew.

        A request of an earlier run that nobody answered is begun anew at once, one of this run
        only when somebody lets the batch go on.
        """
        state = self._state
        state.keep_all(
            [
                (item, signed(item, answer) if isinstance(answer, bytes) else asked_in_vain(item))
                for item, answer in zip(items, answers, strict=True)
                if isinstance(answer, bytes) or item.state is ItemState.ASKED
            ]
        )
        errors = [answer for answer in answers if isinstance(answer, StationError)]
        serious = [each for each in errors if kind == "ask" or each.code not in LOST]
        if serious:
            log.info("request: %s %s", serious[0].code, serious[0].detail)
            state.stopped_by = state.stopped_by or serious[0]
        for item in items:
            self._steps.queue(state.items[item.id])

    def _start(self, source: str) -> None:
        """Send what waits for one key, up to what one request holds."""
        state = self._state
        group = self._requests.take(source)
        ready = [state.ready.pop(each) for each in group]
        items = [state.items[each] for each in group]
        able = state.identity(items[0]).mechanisms
        if any(each.mechanism not in able for each in ready):
            self._steps.fails(items[0], cannot(ready[0]))
            return

        def keep(ticket: Ticket) -> None:
            text = ticket.to_json()
            state.keep_all([(state.items[each], asked(state.items[each], text)) for each in group])

        state.fly("ask", self._requests.send(source, ready, keep), *items)

    def _is_request(self, source: str) -> bool:
        """Whether digests fill a request, or no further one will come without its answers."""
        if self._requests.is_full(source):
            return True
        state = self._state
        place = state.items[self._requests.first(source)].place
        open_steps = state.to_sign or state.to_stamp or state.to_finish
        earlier = any(
            state.items[ids[0]].place < place
            for kind, ids in state.flights.values()
            if kind in ASKS
        )
        flying = state.flying("prepare", "sign", "stamp", "finish")
        return not (flying or open_steps or earlier or (state.fresh and state.has_room))

    def _is_asked(self, source: str) -> bool:
        """Whether a request to this key is on its way; the signer confirms one after the other."""
        state = self._state
        return any(
            kind in ASKS and state.source(state.items[ids[0]]) == source
            for kind, ids in state.flights.values()
        )

    def _asked_before(self, item: SigningItem) -> Asked:
        """Find the request of an item, unless another key or certificate signs now.

        Raises:
            LibraryError: It has to be prepared anew.
        """
        state = self._state
        before = asked_before(item)
        is_same = before.certificate == state.identity(item).certificate
        if not is_same or not self._requests.is_late(state.source(item)):
            raise LibraryError("remote.ticket_unreadable", Advice.RETRY_NOW, "of another key")
        return before

    def _is_waiting(self, chain: Sequence[str]) -> bool:
        """Whether the next signature of a file was asked for by an earlier run."""
        state = self._state
        left = [state.items[each] for each in chain if not state.is_made(each)]
        return bool(left) and going_on(left[0]).state is ItemState.ASKED
