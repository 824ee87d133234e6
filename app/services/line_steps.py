"""Steps of single items: to the next queue, to the next process, to the file they belong to."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from app.domain.signing import (
    DONE,
    Finished,
    ItemState,
    SigningItem,
    begun_again,
    going_on,
    prepared,
    stamped,
    verified,
)
from app.errors import Advice, LibraryError, StationError
from app.services.key_host import KeyHost
from app.services.line_requests import LineRequests
from app.services.line_state import LineState
from app.services.signing_jobs import Prepared, attributes_of

log = logging.getLogger(__name__)

STAMP_GROUP = 24
"""Time stamps that are fetched together; a service takes its seconds for many at a time."""

_STOPPING = ("key.", "certificate.", "remote.")
_BEGIN_AGAIN = frozenset({"prepared.changed", "prepared.unreadable"})


class LineSteps:
    """Brings items from step to step.

    Args:
        state: Where they are.
        keys: Opened keys that give their values at once.
        requests: What waits for keys that answer later.
    """

    def __init__(self, state: LineState, keys: KeyHost, requests: LineRequests) -> None:
        self._state, self._keys, self._requests = state, keys, requests
        self._signing = ThreadPoolExecutor(1, thread_name_prefix="key")

    def end(self) -> None:
        """Begin no further value."""
        self._signing.shutdown(cancel_futures=True)

    def enter(self, chain: Sequence[str]) -> None:
        """Go on with the first signature of a file that is not made yet."""
        state = self._state
        for item_id in chain:
            item = state.items[item_id]
            if item.state is ItemState.HELD:
                item = state.keep(item, going_on(item))
            if item.state in {ItemState.FAILED, ItemState.CANCELLED}:
                return
            if item.state not in {ItemState.VERIFIED, *DONE}:
                state.between.add(item_id)
                self.queue(item)
                return
        self._publish(chain)

    def queue(self, item: SigningItem) -> None:
        """Put an item where its next step is waited for."""
        state = self._state
        match item.state:
            case ItemState.QUEUED if state.stopped_by is not None:
                state.between.discard(item.id)
            case ItemState.QUEUED:
                state.fly("prepare", state.desk.prepare(item, state.identity(item)), item)
            case ItemState.PREPARED:
                self._queue_prepared(item)
            case ItemState.SIGNED if state.plan.level != "b-b" and not state.time_is_dead:
                state.to_stamp.append(item.id)
            case ItemState.SIGNED | ItemState.STAMPED:
                state.to_finish.append(item.id)
            case _:
                state.between.discard(item.id)

    def go_on(self, before: SigningItem, after: SigningItem) -> None:
        """Keep a step and wait for the next."""
        self.queue(self._state.keep(before, after))

    def start_sign(self, item_id: str) -> None:
        """Have a key make the value of an item."""
        state = self._state
        item, ready = state.items[item_id], state.ready.pop(item_id)
        if ready.mechanism not in state.identity(item).mechanisms:
            self.fails(item, cannot(ready))
            return
        source = state.source(item)
        flight = self._signing.submit(self._keys.sign, source, ready.to_sign, ready.mechanism)
        state.fly("sign", flight, item)

    def start_stamps(self) -> None:
        """Fetch time stamps for what waits, up to one group."""
        state = self._state
        group = [state.to_stamp.popleft() for _ in range(min(STAMP_GROUP, len(state.to_stamp)))]
        items = [state.items[each] for each in group]
        state.fly("stamp", state.desk.stamps(items), *items)

    def start_finish(self, item_id: str) -> None:
        """Finish an item, unless its time is missing and may not be owed."""
        state = self._state
        item = state.items[item_id]
        without_time = state.plan.level != "b-b" and not item.work.token
        if without_time and not state.plan.owe_time:
            state.put_aside(item, ItemState.HELD, "service.timestamp_unavailable")
            return
        state.fly("finish", state.desk.finish(item, without_time=without_time), item)

    def prepared(self, item: SigningItem, result: Prepared) -> None:
        """A file was prepared."""
        self._state.ready[item.id] = result
        self.go_on(item, prepared(item, result.text, result.part))

    def stamped(self, items: Sequence[SigningItem], tokens: Sequence[bytes | StationError]) -> None:
        """Time stamps came, or did not."""
        state = self._state
        missing = [token for token in tokens if isinstance(token, StationError)]
        if len(missing) == len(items):
            log.warning("no time stamps: %s; the rest of this batch goes without", missing[0].code)
            state.time_is_dead = True
            state.to_finish.extend(state.to_stamp)
            state.to_stamp.clear()
        for item, token in zip(items, tokens, strict=True):
            if isinstance(token, StationError):
                state.to_finish.append(item.id)
            else:
                self.go_on(item, stamped(item, token))

    def finished(self, item: SigningItem, finished: Finished) -> None:
        """A signature is in its file; the next one of this file may begin."""
        done = self._state.keep(item, verified(item, finished))
        self._state.between.discard(done.id)
        self.enter(self._state.chain(done))

    def fails(self, item: SigningItem, error: StationError) -> None:
        """A key that fails stops the line; a service is waited for; else this file fails."""
        state = self._state
        log.info("signature %s: %s %s", item.id, error.code, error.detail)
        if error.code.startswith(_STOPPING):
            state.stopped_by = state.stopped_by or error
            state.between.discard(item.id)
        elif error.code in _BEGIN_AGAIN and item.state is ItemState.PREPARED:
            self.go_on(item, begun_again(item))
        elif error.advice is Advice.RETRY_LATER or error.code == "job.cancelled":
            state.put_aside(item, ItemState.HELD, error.code)
        else:
            state.put_aside(item, ItemState.FAILED, error.code)

    def _queue_prepared(self, item: SigningItem) -> None:
        """A file that was prepared before a restart, perhaps for another certificate."""
        state = self._state
        if item.id not in state.ready:
            try:
                found = attributes_of(item.work.prepared)
            except LibraryError as error:
                self.fails(item, error)
                return
            if found.certificate != state.identity(item).certificate:
                self.go_on(item, begun_again(item))
                return
            state.ready[item.id] = found
        source = state.source(item)
        if self._requests.is_late(source):
            self._requests.add(source, item.id)
        else:
            state.to_sign.append(item.id)

    def _publish(self, chain: Sequence[str]) -> None:
        """Publish a file, and tell of the others that could only go with it."""
        state = self._state
        items = [state.items[each] for each in chain]
        if any(item.state is ItemState.VERIFIED for item in items):
            for item in state.desk.publish(items):
                state.items[item.id] = item
        state.tell()


def cannot(ready: Prepared) -> LibraryError:
    """The error of a key that cannot sign as a file was prepared for."""
    detail = f"the key cannot do {ready.mechanism}"
    return LibraryError("certificate.padding_refused", Advice.NEVER, detail)
