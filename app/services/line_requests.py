"""Requests of a line to keys that answer later: what waits for one, what is on its way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from app.domain.signing import SigningItem, SigningPlan
from app.errors import LibraryError
from app.services.key_host import KeyHost, KeyIdentity, LateKeys, late_keys
from app.services.signing_asks import Asked, Asks, Question
from app.services.signing_jobs import Prepared
from signing.keys.tickets import HashItem, Ticket


class LineRequests:
    """Items that wait for a request, by key, and the threads that wait for answers.

    Args:
        plan: Who signs.
        identities: Who signs at each place.
        keys: Where keys are.
        asks: Sends requests and asks after them.
    """

    def __init__(
        self, plan: SigningPlan, identities: Sequence[KeyIdentity], keys: KeyHost, asks: Asks
    ) -> None:
        self._late = {
            signer.key: identity
            for signer, identity in zip(plan.signers, identities, strict=True)
            if identity.is_late
        }
        self._keys, self._asks = keys, asks
        self._waiting: dict[str, deque[str]] = {source: deque() for source in self._late}
        self._threads = ThreadPoolExecutor(max(1, len(self._late)), thread_name_prefix="ask")

    @property
    def largest(self) -> int:
        """Digests in the largest request, 0 when no key answers later."""
        return max((one.most_items for one in self._late.values()), default=0)

    @property
    def is_empty(self) -> bool:
        """Nothing waits for a request."""
        return not any(self._waiting.values())

    def is_late(self, source: str) -> bool:
        """Whether a key answers later."""
        return source in self._late

    def add(self, source: str, item_id: str) -> None:
        """Let an item wait for the next request to a key."""
        self._waiting[source].append(item_id)

    def sources(self) -> Iterable[str]:
        """Keys that something waits for."""
        return [source for source, waiting in self._waiting.items() if waiting]

    def first(self, source: str) -> str:
        """The item that has waited longest."""
        return self._waiting[source][0]

    def is_full(self, source: str) -> bool:
        """Whether what waits fills a request."""
        return len(self._waiting[source]) >= self._late[source].most_items

    def take(self, source: str) -> list[str]:
        """Take what goes into one request."""
        waiting, most = self._waiting[source], self._late[source].most_items
        return [waiting.popleft() for _ in range(min(most, len(waiting)))]

    def send(
        self, source: str, ready: Sequence[Prepared], keep: Callable[[Ticket], None]
    ) -> Future[tuple[bytes | LibraryError, ...]]:
        """Send one request.

        Args:
            source: The key.
            ready: What it is to sign.
            keep: Makes the ticket durable; called in another thread.
        """
        digests = tuple(
            HashItem.of(str(number), each.to_sign, each.mechanism)
            for number, each in enumerate(ready, start=1)
        )
        question = self._question(source, digests, None)
        late = late_keys(self._keys, source)
        return self._threads.submit(self._asks.answers, late, question, keep)

    def ask_after(
        self, source: str, found: Sequence[Asked]
    ) -> Future[tuple[bytes | LibraryError, ...]]:
        """Ask after a request of an earlier run; answers come in the order of `found`."""
        ticket = found[0].ticket
        question = self._question(source, ticket.items, ticket)
        positions = [each.position for each in found]
        late = late_keys(self._keys, source)
        return self._threads.submit(self._answers_at, late, question, positions)

    def end(self) -> None:
        """Wait for nobody any longer; tickets hold."""
        self._asks.end()
        self._threads.shutdown(cancel_futures=True)

    def _answers_at(
        self, late: LateKeys, question: Question, positions: Sequence[int]
    ) -> tuple[bytes | LibraryError, ...]:
        answers = self._asks.answers(late, question, lambda _ticket: None)
        return tuple(answers[position] for position in positions)

    def _question(
        self, source: str, items: tuple[HashItem, ...], ticket: Ticket | None
    ) -> Question:
        identity = self._late[source]
        signer = identity.summary.subject if identity.summary else ""
        return Question(source, signer, items, identity.wants_code, ticket)


def by_request(
    found: Iterable[tuple[str, SigningItem, Asked]],
) -> Iterable[tuple[str, list[tuple[SigningItem, Asked]]]]:
    """Items of one request together: its key, and the items with where they are in it."""
    requests: dict[tuple[str, str], list[tuple[SigningItem, Asked]]] = {}
    for source, item, asked in found:
        requests.setdefault((source, asked.ticket.transaction), []).append((item, asked))
    return [(source, group) for (source, _), group in requests.items()]
