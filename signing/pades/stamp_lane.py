"""Many time stamps in flight: signing goes on while services take their seconds.

One thread, one client, one set of connections for a whole batch. Slow services get more requests
at a time, because waiting costs nothing and a counter cannot wait minutes per file.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from concurrent.futures import Future
from threading import Thread
from types import TracebackType

from signing.errors import SigningError, TimestampUnavailable
from signing.pades.timestamps import TimestampClient, TimestampRules, open_client

_log = logging.getLogger(__name__)

_IN_FLIGHT = 8
_IN_FLIGHT_SLOW = 16
# A service that takes longer than this for an answer is asked more at a time.
_SLOW_S = 1.5


class StampLane:
    """Fetches tokens in the background; a context manager.

    with StampLane(TimestampRules.of(request)) as lane:
        future = lane.submit(value)
        token = future.result()

    Runs on: its own thread; `submit` may be called from any.
    """

    def __init__(self, rules: TimestampRules, in_flight: int = _IN_FLIGHT) -> None:
        """Describe a lane; nothing starts before `with`.

        Args:
            rules: Services and what their answers are held against.
            in_flight: Requests at a time; twice as many once the service turns out slow.
        """
        self._rules = rules
        self._limit = in_flight
        self._most = max(in_flight, _IN_FLIGHT_SLOW)
        self._flying = 0
        self._loop = asyncio.new_event_loop()
        self._room = asyncio.Condition()
        self._closed = asyncio.Event()
        self._jobs: set[asyncio.Task[None]] = set()
        self._client: Future[TimestampClient] = Future()
        self._thread = Thread(target=self._run, name="time-stamps", daemon=True)

    def __enter__(self) -> StampLane:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give up what is still in flight and close the connections."""
        self._loop.call_soon_threadsafe(self._closed.set)
        self._thread.join()

    def submit(self, value: bytes) -> Future[bytes]:
        """Ask for a time stamp over a signature value.

        Returns:
            The token, DER, already checked; or TimestampUnavailable.
        """
        answer: Future[bytes] = Future()
        digest = hashlib.sha256(value).digest()
        try:
            self._loop.call_soon_threadsafe(self._begin, digest, answer)
        except RuntimeError:
            answer.set_exception(TimestampUnavailable("the lane is closed"))
        return answer

    def _run(self) -> None:
        """Keep the loop of this thread until the lane is closed."""
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        """Hold the client open; end every request before the connections are closed."""
        async with open_client(self._rules) as client:
            self._client.set_result(client)
            await self._closed.wait()
            for job in self._jobs:
                job.cancel()
            await asyncio.gather(*self._jobs, return_exceptions=True)

    def _begin(self, digest: bytes, answer: Future[bytes]) -> None:
        """Start one request on the loop and keep it from being collected."""
        job = self._loop.create_task(self._fetch(digest, answer))
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)

    async def _fetch(self, digest: bytes, answer: Future[bytes]) -> None:
        """Wait for room, ask, and hand the answer over whatever it is."""
        try:
            client = await asyncio.wrap_future(self._client)
            async with self._room:
                await self._room.wait_for(lambda: self._flying < self._limit)
                self._flying += 1
            started = time.monotonic()
            try:
                token = await client.token_for(digest)
            finally:
                await self._land(time.monotonic() - started)
            answer.set_result(bytes(token.dump()))
        except asyncio.CancelledError:
            answer.set_exception(TimestampUnavailable("the lane was closed"))
            raise
        except SigningError as error:
            answer.set_exception(error)
        except Exception as error:  # one bad answer never ends a batch
            _log.warning("time stamp failed: %s", type(error).__name__)
            answer.set_exception(TimestampUnavailable("the answer cannot be used"))

    async def _land(self, took_s: float) -> None:
        """Make room for the next request, for more of them when the service is slow."""
        async with self._room:
            self._flying -= 1
            if took_s > _SLOW_S:
                self._limit = self._most
            self._room.notify_all()
