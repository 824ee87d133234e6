"""The line that brings signatures from step to step: many files at once, one value at a time.

Files are prepared, finished and verified in the cpu lane, time stamps come from a lane of their
own, values from the keys. Each step is kept before the next begins, so that the line may end at
any point and go on later. Keys at services are asked for many values in one request, while
further files are being prepared; a request that an earlier run has sent is asked after first.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from app.domain.signing import (
    CLOSED,
    DONE,
    Finished,
    ItemState,
    SigningItem,
    SigningPlan,
    asked,
    asked_in_vain,
    begun_again,
    chains,
    going_on,
    prepared,
    put_aside,
    signed,
    stamped,
    verified,
)
from app.errors import Advice, LibraryError, StationError
from app.jobs import Progress
from app.services.key_host import KeyHost, KeyIdentity
from app.services.line_requests import LineRequests, by_request
from app.services.line_rules import Desk, LineRules
from app.services.signing_asks import (
    LOOK_S,
    LOST,
    UNKNOWN_YET,
    Asked,
    AskRules,
    Asks,
    Waiting,
    asked_before,
)
from app.services.signing_jobs import Prepared, attributes_of
from app.store.base import StoreError
from signing.keys.tickets import Ticket

__all__ = ["LOOK_S", "Desk", "LineRules", "SigningLine", "Waiting"]

log = logging.getLogger(__name__)

WINDOW = 48
"""Files between their first and last step; two groups of time stamps fit in, and so do two
requests to a service, which may make it larger."""

LEAST_GROUP, STAMP_GROUP = 8, 24
"""Time stamps that are fetched together; a service takes its seconds for many at a time."""

_STOPPING = ("key.", "certificate.", "remote.")
_ASKS = frozenset({"ask", "poll"})
"""Steps that ask a service: with a request of this run, after one of an earlier run."""

_BEGIN_AGAIN = frozenset({"prepared.changed", "prepared.unreadable"})


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
        self._plan, self._desk, self._keys = plan, desk, keys
        self._identities, self._rules = identities, rules
        self._items = {item.id: item for item in items}
        self._order = [[item.id for item in chain] for chain in chains(items)]
        self._chain_of = {each: chain for chain in self._order for each in chain}
        self._fresh = deque(chain for chain in self._order)
        self._to_sign: deque[str] = deque()
        self._to_stamp: deque[str] = deque()
        self._to_finish: deque[str] = deque()
        self._flights: dict[Future[Any], tuple[str, tuple[str, ...]]] = {}
        self._between: set[str] = set()
        self._to_sign_data: dict[str, Prepared] = {}
        self._time_is_dead = False
        self.stopped_by: StationError | None = None
        self._signing = ThreadPoolExecutor(1, thread_name_prefix="key")
        ask_rules = AskRules(
            now=desk.now,
            on_wait=rules.on_wait,
            ask_code=rules.ask_code,
            stopped=lambda: self._stopping,
            first_wait_s=rules.first_wait_s,
        )
        self._requests = LineRequests(plan, identities, keys, Asks(ask_rules))
        self._window = max(WINDOW, 2 * self._requests.largest)

    @property
    def items(self) -> list[SigningItem]:
        """All items as they are now."""
        return list(self._items.values())

    def run(self) -> None:
        """Work until nothing is left to do, a key fails, or somebody asks to stop.

        Raises:
            StoreError: A step could not be kept; nothing is lost that was kept before.
        """
        self._tell()
        try:
            self._ask_after_old()
            while self._start():
                done, _ = wait(self._flights, timeout=LOOK_S, return_when=FIRST_COMPLETED)
                for flight in done:
                    self._land(flight)
        finally:
            for flight in self._flights:
                flight.cancel()
            self._signing.shutdown(cancel_futures=True)
            self._requests.end()

    def _start(self) -> bool:
        """Start whatever can start now; tells whether something is left to do."""
        if self._cancelled:
            return bool(self._flights)
        while self._to_finish and self._flying("prepare", "finish") < self._rules.at_once:
            self._start_finish(self._to_finish.popleft())
        if self._to_stamp and not self._flying("stamp") and self._is_group():
            self._start_stamps()
        is_new = False
        if self.stopped_by is None:
            self._start_new()
            is_new = bool(self._fresh or self._to_sign) or not self._requests.is_empty
        return is_new or bool(self._flights or self._to_stamp or self._to_finish)

    def _start_new(self) -> None:
        """Start what no key has worked for yet; not done once a key has failed."""
        if self._to_sign and not self._flying("sign"):
            self._start_sign(self._to_sign.popleft())
        while self._fresh and self._has_room():
            self._enter(self._fresh.popleft())
        for source in self._requests.sources():
            if not self._is_asked(source) and self._is_request(source):
                self._start_ask(source)

    @property
    def _cancelled(self) -> bool:
        cancel = self._rules.cancel
        return cancel is not None and cancel.cancelled

    @property
    def _stopping(self) -> bool:
        return self.stopped_by is not None or self._cancelled

    def _is_group(self) -> bool:
        """Whether enough values wait for their time, or no further one will come soon."""
        coming = self._to_sign or self._flying("prepare", "sign") or (self._fresh and self._between)
        full = len(self._between) >= self._window
        if self.stopped_by is not None:
            coming = self._flying("sign")
        return len(self._to_stamp) >= LEAST_GROUP or full or not coming

    def _is_request(self, source: str) -> bool:
        """Whether digests fill a request, or no further one will come without its answers."""
        if self._requests.is_full(source):
            return True
        place = self._items[self._requests.first(source)].place
        open_steps = self._to_sign or self._to_stamp or self._to_finish
        earlier = any(
            self._items[ids[0]].place < place
            for kind, ids in self._flights.values()
            if kind in _ASKS
        )
        coming = self._flying("prepare", "sign", "stamp", "finish") or open_steps or earlier
        return not coming and not (self._fresh and self._has_room())

    def _is_asked(self, source: str) -> bool:
        """Whether a request to this key is on its way; the signer confirms one after the other."""
        return any(
            kind in _ASKS and self._source_of(self._items[ids[0]]) == source
            for kind, ids in self._flights.values()
        )

    def _source_of(self, item: SigningItem) -> str:
        return self._plan.signers[item.place].key

    def _has_room(self) -> bool:
        busy = self._flying("prepare", "finish") >= self._rules.at_once
        return not busy and len(self._between) < self._window

    def _flying(self, *kinds: str) -> int:
        return sum(kind in kinds for kind, _ in self._flights.values())

    def _enter(self, chain: list[str]) -> None:
        """Go on with the first signature of a file that is not made yet."""
        for item_id in chain:
            item = self._items[item_id]
            if item.state is ItemState.HELD:
                item = self._keep(item, going_on(item))
            if item.state in {ItemState.FAILED, ItemState.CANCELLED}:
                return
            if item.state not in {ItemState.VERIFIED, *DONE}:
                self._between.add(item_id)
                self._queue(item)
                return
        self._publish(chain)

    def _queue(self, item: SigningItem) -> None:
        """Put an item where its next step is waited for."""
        match item.state:
            case ItemState.QUEUED if self.stopped_by is not None:
                self._between.discard(item.id)
            case ItemState.QUEUED:
                self._fly("prepare", self._desk.prepare(item, self._identities[item.place]), item)
            case ItemState.PREPARED:
                self._queue_prepared(item)
            case ItemState.SIGNED if self._plan.level != "b-b" and not self._time_is_dead:
                self._to_stamp.append(item.id)
            case ItemState.SIGNED | ItemState.STAMPED:
                self._to_finish.append(item.id)
            case _:
                self._between.discard(item.id)

    def _queue_prepared(self, item: SigningItem) -> None:
        """A file that was prepared before a restart, perhaps for another certificate."""
        if item.id not in self._to_sign_data:
            try:
                found = attributes_of(item.work.prepared)
            except LibraryError as error:
                self._fails(item, error)
                return
            if found.certificate != self._identities[item.place].certificate:
                self._queue(self._keep(item, begun_again(item)))
                return
            self._to_sign_data[item.id] = found
        if self._requests.is_late(self._source_of(item)):
            self._requests.add(self._source_of(item), item.id)
        else:
            self._to_sign.append(item.id)

    def _ask_after_old(self) -> None:
        """Ask after the requests of an earlier run before anything else.

        Values that were made for them are used; nothing is asked for twice before that is known.
        """
        found: list[tuple[str, SigningItem, Asked]] = []
        for chain in [each for each in self._fresh if self._is_waiting(each)]:
            self._fresh.remove(chain)
            item = next(self._items[each] for each in chain if not self._is_made(each))
            item = self._keep(item, going_on(item)) if item.state is ItemState.HELD else item
            self._between.add(item.id)
            try:
                found.append((self._source_of(item), item, self._asked_before(item)))
            except LibraryError as error:
                log.info("request of an earlier run: %s %s", error.code, error.detail)
                self._queue(self._keep(item, begun_again(item)))
        for source, group in by_request(found):
            flight = self._requests.ask_after(source, [asked for _, asked in group])
            self._fly("poll", flight, *(item for item, _ in group))

    def _asked_before(self, item: SigningItem) -> Asked:
        """Find the request of an item, unless another key or certificate signs now.

        Raises:
            LibraryError: It has to be prepared anew.
        """
        before = asked_before(item)
        is_same = before.certificate == self._identities[item.place].certificate
        if not is_same or not self._requests.is_late(self._source_of(item)):
            raise LibraryError("remote.ticket_unreadable", Advice.RETRY_NOW, "of another key")
        return before

    def _is_made(self, item_id: str) -> bool:
        return self._items[item_id].state in {ItemState.VERIFIED, *DONE}

    def _is_waiting(self, chain: Sequence[str]) -> bool:
        """Whether the next signature of a file was asked for by an earlier run."""
        left = [self._items[each] for each in chain if not self._is_made(each)]
        return bool(left) and going_on(left[0]).state is ItemState.ASKED

    def _start_ask(self, source: str) -> None:
        """Send what waits for one key, up to what one request holds."""
        group = self._requests.take(source)
        ready = [self._to_sign_data.pop(each) for each in group]
        items = [self._items[each] for each in group]
        able = self._identities[items[0].place].mechanisms
        if any(each.mechanism not in able for each in ready):
            self._fails(items[0], _cannot(ready[0]))
            return

        def keep(ticket: Ticket) -> None:
            text = ticket.to_json()
            self._keep_all([(self._items[each], asked(self._items[each], text)) for each in group])

        self._fly("ask", self._requests.send(source, ready, keep), *items)

    def _start_sign(self, item_id: str) -> None:
        item, ready = self._items[item_id], self._to_sign_data.pop(item_id)
        if ready.mechanism not in self._identities[item.place].mechanisms:
            self._fails(item, _cannot(ready))
            return
        source = self._plan.signers[item.place].key
        flight = self._signing.submit(self._keys.sign, source, ready.to_sign, ready.mechanism)
        self._fly("sign", flight, item)

    def _start_stamps(self) -> None:
        group = [self._to_stamp.popleft() for _ in range(min(STAMP_GROUP, len(self._to_stamp)))]
        items = [self._items[each] for each in group]
        self._fly("stamp", self._desk.stamps(items), *items)

    def _start_finish(self, item_id: str) -> None:
        item = self._items[item_id]
        without_time = self._plan.level != "b-b" and not item.work.token
        if without_time and not self._plan.owe_time:
            self._hold(item, "service.timestamp_unavailable")
            return
        self._fly("finish", self._desk.finish(item, without_time=without_time), item)

    def _fly(self, kind: str, flight: Future[Any], *items: SigningItem) -> None:
        self._flights[flight] = (kind, tuple(item.id for item in items))

    def _land(self, flight: Future[Any]) -> None:
        kind, ids = self._flights.pop(flight)
        items = [self._items[each] for each in ids]
        try:
            result = flight.result()
        except StationError as error:
            if kind in _ASKS and isinstance(error, StoreError):
                raise  # the ticket was not kept, so nothing was sent
            self._crashed(kind, items, error)
            return
        match kind:
            case "prepare":
                (item,) = items
                self._to_sign_data[item.id] = result
                self._go_on(item, prepared(item, result.text, result.part))
            case "sign":
                self._go_on(items[0], signed(items[0], result))
            case "ask" | "poll":
                self._answered(kind, items, result)
            case "stamp":
                self._stamped(items, result)
            case "finish":
                self._finished(items[0], result)

    def _crashed(self, kind: str, items: Sequence[SigningItem], error: StationError) -> None:
        """A step failed; missing stamps are owed, everything else concerns its one file."""
        if kind == "stamp":
            self._stamped(items, [error for _ in items])
        elif kind in _ASKS and error.code in {*UNKNOWN_YET, "job.cancelled"}:
            log.info("request of %d items: %s %s", len(items), error.code, error.detail)
            if not self._stopping:
                self.stopped_by = error  # the ticket holds, an answer may still come
            self._between.difference_update(item.id for item in items)
        elif kind in _ASKS:
            self._answered(kind, items, [error for _ in items])
        else:
            self._fails(items[0], error)

    def _answered(
        self, kind: str, items: Sequence[SigningItem], answers: Sequence[bytes | StationError]
    ) -> None:
        """Keep all values at once; what has none may be asked for anew.

        A request of an earlier run that nobody answered is begun anew at once, one of this run
        only when somebody lets the batch go on.
        """
        steps = [
            (item, signed(item, answer) if isinstance(answer, bytes) else asked_in_vain(item))
            for item, answer in zip(items, answers, strict=True)
            if isinstance(answer, bytes) or item.state is ItemState.ASKED
        ]
        self._keep_all(steps)
        errors = [answer for answer in answers if isinstance(answer, StationError)]
        serious = [each for each in errors if kind == "ask" or each.code not in LOST]
        if serious:
            log.info("request: %s %s", serious[0].code, serious[0].detail)
            self.stopped_by = self.stopped_by or serious[0]
        for item in items:
            self._queue(self._items[item.id])

    def _stamped(
        self, items: Sequence[SigningItem], tokens: Sequence[bytes | StationError]
    ) -> None:
        missing = [token for token in tokens if isinstance(token, StationError)]
        if len(missing) == len(items):
            log.warning("no time stamps: %s; the rest of this batch goes without", missing[0].code)
            self._time_is_dead = True
            self._to_finish.extend(self._to_stamp)
            self._to_stamp.clear()
        for item, token in zip(items, tokens, strict=True):
            if isinstance(token, StationError):
                self._to_finish.append(item.id)
            else:
                self._go_on(item, stamped(item, token))

    def _finished(self, item: SigningItem, finished: Finished) -> None:
        done = self._keep(item, verified(item, finished))
        self._between.discard(done.id)
        self._enter(self._chain_of[done.id])

    def _publish(self, chain: Sequence[str]) -> None:
        """Publish a file, and tell of the others that could only go with it."""
        items = [self._items[each] for each in chain]
        if any(item.state is ItemState.VERIFIED for item in items):
            for item in self._desk.publish(items):
                self._items[item.id] = item
        self._tell()

    def _fails(self, item: SigningItem, error: StationError) -> None:
        """A key that fails stops the line; a service is waited for; else this file fails."""
        log.info("signature %s: %s %s", item.id, error.code, error.detail)
        if error.code.startswith(_STOPPING):
            self.stopped_by = self.stopped_by or error
            self._between.discard(item.id)
        elif error.code in _BEGIN_AGAIN and item.state is ItemState.PREPARED:
            self._queue(self._keep(item, begun_again(item)))
        elif error.advice is Advice.RETRY_LATER or error.code == "job.cancelled":
            self._hold(item, error.code)
        else:
            self._aside(item, ItemState.FAILED, error.code)

    def _hold(self, item: SigningItem, code: str) -> None:
        self._aside(item, ItemState.HELD, code)

    def _aside(self, item: SigningItem, state: ItemState, code: str) -> None:
        self._keep(item, put_aside(item, state, code))
        self._between.discard(item.id)
        self._tell()

    def _go_on(self, before: SigningItem, after: SigningItem) -> None:
        self._queue(self._keep(before, after))

    def _keep(self, before: SigningItem, after: SigningItem) -> SigningItem:
        self._desk.keep(before, after)
        self._items[after.id] = after
        return after

    def _keep_all(self, steps: Sequence[tuple[SigningItem, SigningItem]]) -> None:
        if steps:
            self._desk.keep_all(steps)
        self._items.update({after.id: after for _, after in steps})

    def _tell(self) -> None:
        ended = {*CLOSED, ItemState.HELD}
        done = sum(self._items[chain[-1]].state in ended for chain in self._order)
        self._rules.on_progress(Progress(done, len(self._order)))


def _cannot(ready: Prepared) -> LibraryError:
    detail = f"the key cannot do {ready.mechanism}"
    return LibraryError("certificate.padding_refused", Advice.NEVER, detail)
