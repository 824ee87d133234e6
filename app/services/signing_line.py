"""The line that brings signatures from step to step: many files at once, one value at a time.

Files are prepared, finished and verified in the cpu lane, time stamps come from a lane of their
own, values from the keys. Each step is kept before the next begins, so that the line may end at
any point and go on later.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Protocol

from app.domain.signing import (
    CLOSED,
    DONE,
    Finished,
    ItemState,
    SigningItem,
    SigningPlan,
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
from app.jobs import CancelToken, Progress
from app.services.key_host import KeyHost, KeyIdentity
from app.services.signing_jobs import Prepared, attributes_of

log = logging.getLogger(__name__)

LOOK_S = 0.2
"""Longest time until a wish to stop is noticed."""

WINDOW = 48
"""Files between their first and last step; two groups of time stamps fit in."""

LEAST_GROUP, STAMP_GROUP = 8, 24
"""Time stamps that are fetched together; a service takes its seconds for many at a time."""

_STOPPING = ("key.", "certificate.")
_BEGIN_AGAIN = frozenset({"prepared.changed", "prepared.unreadable"})


class Desk(Protocol):
    """Where the files of a line come from and where its steps are kept."""

    def prepare(self, item: SigningItem, identity: KeyIdentity) -> Future[Prepared]:
        """Start to prepare a file."""
        ...

    def finish(self, item: SigningItem, *, without_time: bool) -> Future[Finished]:
        """Start to finish a file whose value is there."""
        ...

    def stamps(self, items: Sequence[SigningItem]) -> Future[tuple[bytes | LibraryError, ...]]:
        """Start to fetch time stamps over values."""
        ...

    def keep(self, before: SigningItem, after: SigningItem) -> None:
        """Make a step durable.

        Raises:
            StoreError, IllegalStep: It was not kept.
        """
        ...

    def publish(self, items: Sequence[SigningItem]) -> Sequence[SigningItem]:
        """Publish what may be published now that these items, all of one file, are verified.

        Returns:
            Items whose state is another one, also of other files.
        """
        ...


@dataclass(frozen=True, slots=True)
class LineRules:
    """How a line works.

    Attributes:
        at_once: Files in the cpu lane at the same time.
        on_progress: Called with what is finished, in the thread of the line.
        cancel: Stops the line between steps.
    """

    at_once: int
    on_progress: Callable[[Progress], None] = lambda _progress: None
    cancel: CancelToken | None = None


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
            while self._start():
                done, _ = wait(self._flights, timeout=LOOK_S, return_when=FIRST_COMPLETED)
                for flight in done:
                    self._land(flight)
        finally:
            for flight in self._flights:
                flight.cancel()
            self._signing.shutdown(cancel_futures=True)

    def _start(self) -> bool:
        """Start whatever can start now; tells whether something is left to do."""
        if self._stopping:
            return bool(self._flights)
        while self._to_finish and self._flying("prepare", "finish") < self._rules.at_once:
            self._start_finish(self._to_finish.popleft())
        if self._to_stamp and not self._flying("stamp") and self._is_group():
            self._start_stamps()
        if self._to_sign and not self._flying("sign"):
            self._start_sign(self._to_sign.popleft())
        while self._fresh and self._has_room():
            self._enter(self._fresh.popleft())
        waiting = (self._fresh, self._to_sign, self._to_stamp, self._to_finish)
        return bool(self._flights) or any(waiting)

    @property
    def _stopping(self) -> bool:
        cancel = self._rules.cancel
        return self.stopped_by is not None or (cancel is not None and cancel.cancelled)

    def _is_group(self) -> bool:
        """Whether enough values wait for their time, or no further one will come soon."""
        coming = self._to_sign or self._flying("prepare", "sign") or (self._fresh and self._between)
        full = len(self._between) >= WINDOW
        return len(self._to_stamp) >= LEAST_GROUP or full or not coming

    def _has_room(self) -> bool:
        busy = self._flying("prepare", "finish") >= self._rules.at_once
        return not busy and len(self._between) < WINDOW

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
        self._to_sign.append(item.id)

    def _start_sign(self, item_id: str) -> None:
        item, ready = self._items[item_id], self._to_sign_data.pop(item_id)
        if ready.mechanism not in self._identities[item.place].mechanisms:
            detail = f"the key cannot do {ready.mechanism}"
            self._fails(item, LibraryError("certificate.padding_refused", Advice.NEVER, detail))
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
            self._crashed(kind, items, error)
            return
        match kind:
            case "prepare":
                (item,) = items
                self._to_sign_data[item.id] = result
                self._go_on(item, prepared(item, result.text, result.part))
            case "sign":
                self._go_on(items[0], signed(items[0], result))
            case "stamp":
                self._stamped(items, result)
            case "finish":
                self._finished(items[0], result)

    def _crashed(self, kind: str, items: Sequence[SigningItem], error: StationError) -> None:
        """A step failed; missing stamps are owed, everything else concerns its one file."""
        if kind == "stamp":
            self._stamped(items, [error for _ in items])
        else:
            self._fails(items[0], error)

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

    def _tell(self) -> None:
        ended = {*CLOSED, ItemState.HELD}
        done = sum(self._items[chain[-1]].state in ended for chain in self._order)
        self._rules.on_progress(Progress(done, len(self._order)))
