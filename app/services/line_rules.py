"""What a line of signatures works with: where its files are, how it is watched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.signing import Finished, SigningItem
from app.errors import LibraryError
from app.jobs import CancelToken, Progress
from app.services.key_host import KeyIdentity
from app.services.signing_asks import Waiting, nobody_asked
from app.services.signing_jobs import Prepared


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

    def keep_all(self, steps: Sequence[tuple[SigningItem, SigningItem]]) -> None:
        """Make steps of several items durable, all or none; also from a thread of a request.

        Raises:
            StoreError, IllegalStep: None was kept.
        """
        ...

    def now(self) -> datetime:
        """The clock of the station."""
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
        on_wait: Told who has to confirm on a telephone, None when nobody has to any more; in any
            thread.
        ask_code: Gives the one-time code of a signer, by name; wiped by the line. May raise
            JobCancelled.
        first_wait_s: Pause before a service that cannot be reached is asked again.
    """

    at_once: int
    on_progress: Callable[[Progress], None] = lambda _progress: None
    cancel: CancelToken | None = None
    on_wait: Callable[[Waiting | None], None] = lambda _waiting: None
    ask_code: Callable[[str], bytearray] = nobody_asked
    first_wait_s: float = 1.0
