"""Where the items of a line are: what waits for which step, what is on its way, what is kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from app.domain.signing import (
    CLOSED,
    DONE,
    ItemState,
    SigningItem,
    SigningPlan,
    chains,
    put_aside,
)
from app.errors import StationError
from app.jobs import Progress
from app.services.key_host import KeyIdentity
from app.services.line_rules import Desk, LineRules
from app.services.signing_jobs import Prepared

WINDOW = 48
"""Files between their first and last step; two groups of time stamps fit in, and so do two
requests to a service, which may make it larger."""


class LineState:
    """Items of one run, and the queues they wait in.

    Args:
        plan: How every file is signed.
        items: All items of the batch.
        desk: Keeps steps.
        identities: Who signs at each place.
        rules: Limits and listeners.

    Attributes:
        order: Items of each file, by id, first signature first.
        fresh: Files that no step was begun for.
        to_sign: Waiting for a key that gives values at once.
        to_stamp: Waiting for a time stamp.
        to_finish: Waiting to be finished.
        flights: Steps on their way: kind and items.
        between: Items between their first and last step.
        ready: What the keys are to sign, by item.
        time_is_dead: No time stamps any more in this run.
        stopped_by: Why nothing new is begun.
    """

    def __init__(
        self,
        plan: SigningPlan,
        items: Sequence[SigningItem],
        desk: Desk,
        *,
        identities: Sequence[KeyIdentity],
        rules: LineRules,
    ) -> None:
        self.plan, self.desk, self.identities, self.rules = plan, desk, identities, rules
        self.items = {item.id: item for item in items}
        self.order = [[item.id for item in chain] for chain in chains(items)]
        self.fresh = deque(self.order)
        self.to_sign: deque[str] = deque()
        self.to_stamp: deque[str] = deque()
        self.to_finish: deque[str] = deque()
        self.flights: dict[Future[Any], tuple[str, tuple[str, ...]]] = {}
        self.between: set[str] = set()
        self.ready: dict[str, Prepared] = {}
        self.window = WINDOW
        self.time_is_dead = False
        self.stopped_by: StationError | None = None
        self._chain_of = {each: chain for chain in self.order for each in chain}

    @property
    def is_cancelled(self) -> bool:
        """Somebody asked to stop."""
        cancel = self.rules.cancel
        return cancel is not None and cancel.cancelled

    @property
    def is_stopping(self) -> bool:
        """Nothing new is begun any more."""
        return self.stopped_by is not None or self.is_cancelled

    @property
    def has_room(self) -> bool:
        """A further file may be begun."""
        busy = self.flying("prepare", "finish") >= self.rules.at_once
        return not busy and len(self.between) < self.window

    def chain(self, item: SigningItem) -> list[str]:
        """All items of the file of an item."""
        return self._chain_of[item.id]

    def identity(self, item: SigningItem) -> KeyIdentity:
        """Who makes an item."""
        return self.identities[item.place]

    def source(self, item: SigningItem) -> str:
        """The key that makes an item."""
        return self.plan.signers[item.place].key

    def is_made(self, item_id: str) -> bool:
        """Whether a signature is in its file."""
        return self.items[item_id].state in {ItemState.VERIFIED, *DONE}

    def fly(self, kind: str, flight: Future[Any], *items: SigningItem) -> None:
        """Remember a step that is on its way."""
        self.flights[flight] = (kind, tuple(item.id for item in items))

    def flying(self, *kinds: str) -> int:
        """How many steps of these kinds are on their way."""
        return sum(kind in kinds for kind, _ in self.flights.values())

    def keep(self, before: SigningItem, after: SigningItem) -> SigningItem:
        """Make a step durable before the next begins."""
        self.desk.keep(before, after)
        self.items[after.id] = after
        return after

    def keep_all(self, steps: Sequence[tuple[SigningItem, SigningItem]]) -> None:
        """Make steps durable, all or none; also from a thread of a request."""
        if steps:
            self.desk.keep_all(steps)
        self.items.update({after.id: after for _, after in steps})

    def put_aside(self, item: SigningItem, state: ItemState, code: str) -> None:
        """Let an item wait for a person or a later run, or give it up."""
        self.keep(item, put_aside(item, state, code))
        self.between.discard(item.id)
        self.tell()

    def tell(self) -> None:
        """Tell how many files have ended."""
        ended = {*CLOSED, ItemState.HELD}
        done = sum(self.items[chain[-1]].state in ended for chain in self.order)
        self.rules.on_progress(Progress(done, len(self.order)))
