"""A batch of submissions through a network that spoils every fourth exchange.

The real client, the real services and the reference receiver; between client and receiver a proxy
that cuts, loses, repeats, delays, reorders, falsifies and refuses. Time is made up, so back-offs
cost nothing. Afterwards rows, receiver, bytes and the request log are compared with what should be.
"""

from __future__ import annotations

import hashlib
import random
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import httpx

from app.domain.events import first_bad_link
from app.domain.submission import Submission, SubmissionState
from app.province.intake import IntakeClient
from app.province.wire import Timeouts
from app.services.deliver import try_again
from app.services.dispatch import send_due
from app.services.host_gate import HostGate
from app.services.station import Station
from app.store.opening import open_store
from tests.fakes.counter_station import CounterStation
from tests.fakes.fault_proxy import Exchange, Fault, FaultProxy, raw_reply
from tests.fakes.ready_dossiers import queue_bytes
from tests.receiver.receiver_process import ReceiverProcess

SPOILED = 0.25
"""Share of exchanges that meet a fault."""
_MIB = 2**20
_MOST_ROUNDS = 3000
_IMPATIENT = Timeouts(connect_s=5.0, stall_s=0.4, reply_s=5.0)
_PROBLEM = "application/problem+json"
_UPLOAD = re.compile(r"/v1/uploads/")
_CUTS_UP = (-1, -40, 0, 1, 1000, 65_535, 65_536, _MIB - 1, _MIB, 9 * _MIB)
_CUTS_DOWN = (0, 1, 12, 60, 200, 400)
_SMALL = (1, 900, 4096, 65_536, 70_001)
_LARGE = (_MIB - 1, _MIB, _MIB + 1, 3 * _MIB + 17)

FaultMaker = Callable[[random.Random], Fault]


def _refused(status: int, extra: str = "") -> bytes:
    return raw_reply(status, '{"title": "Lỗi thử"}', _PROBLEM, extra)


_PORTAL = raw_reply(200, "<html>Đăng nhập Wi-Fi</html>")

ANYWHERE: dict[str, FaultMaker] = {
    "cut up": lambda rng: Fault(cut_up=rng.choice(_CUTS_UP)),
    "cut down": lambda rng: Fault(cut_down=rng.choice(_CUTS_DOWN)),
    "reply lost": lambda _: Fault(drop_reply=True),
    "delivered twice": lambda _: Fault(duplicate=True),
    "arrives late": lambda _: Fault(late=True),
    "arrives again late": lambda _: Fault(again_late=True),
    "stall": lambda _: Fault(stall=True),
    "drip": lambda _: Fault(drip_s=0.001),
    "500 before": lambda _: Fault(answer=_refused(500)),
    "500 after": lambda _: Fault(rewrite=_refused(500)),
    "502 after": lambda _: Fault(rewrite=raw_reply(502, "<html>Bad gateway</html>")),
    "503": lambda _: Fault(answer=_refused(503, "Retry-After: 9999999\r\n")),
    "429": lambda _: Fault(answer=_refused(429, "Retry-After: 7\r\n")),
    "HTML 200": lambda _: Fault(answer=_PORTAL),
    "HTML 200 after": lambda _: Fault(rewrite=_PORTAL),
    "redirect elsewhere": lambda _: Fault(
        answer=raw_reply(302, extra="Location: http://wifi.example/login\r\n")
    ),
    "511": lambda _: Fault(answer=raw_reply(511)),
    "401": lambda _: Fault(answer=_refused(401)),
    "413": lambda _: Fault(answer=_refused(413)),
    "empty 204": lambda _: Fault(answer=raw_reply(204)),
}
"""Faults that any exchange may meet."""

AT_UPLOADS: dict[str, FaultMaker] = {
    "byte changed": lambda rng: Fault(flip_up=rng.randrange(_MIB)),
    "409": lambda _: Fault(answer=_refused(409)),
    "410": lambda _: Fault(answer=_refused(410)),
    "423": lambda _: Fault(answer=_refused(423)),
    "460": lambda _: Fault(answer=_refused(460)),
    "404 after": lambda _: Fault(rewrite=_refused(404)),
}
"""Faults that only chunks and offsets meet."""


@dataclass(slots=True)
class Weather:
    """Decides by chance, from a seed, which exchange meets which fault."""

    rng: random.Random
    met: Counter[str] = field(default_factory=Counter)

    def choose(self, method: str, path: str) -> Fault:
        """A fault for the exchange, or none."""
        if self.rng.random() >= SPOILED:
            return Fault()
        kinds = {**ANYWHERE, **AT_UPLOADS} if _UPLOAD.search(path) else ANYWHERE
        name = self.rng.choice(sorted(kinds))
        self.met[name] += 1
        return kinds[name](self.rng)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a batch.

    Attributes:
        submissions: How many were queued.
        lost: Not accepted, or with other bytes, at the receiver; or without receipt here.
        doubled: Dossiers beyond the one for each submission.
        worst_resent: Most bytes of an upload that were sent again after one fault.
        too_much: Times that more than one chunk was sent again.
        wrong_offsets: Chunks sent from a place that the receiver had not confirmed.
        requests: Exchanges.
        spoiled: Exchanges that met a fault.
        held: Times that a person had to press retry.
        faults: How often each fault was met.
    """

    submissions: int
    lost: int
    doubled: int
    worst_resent: int
    too_much: int
    wrong_offsets: int
    requests: int
    spoiled: int
    held: int
    faults: dict[str, int]


def run_batch(receiver: ReceiverProcess, seed: str, count: int, *, real_store: bool) -> Outcome:
    """Queue and send `count` submissions until every one has its receipt."""
    rng = random.Random(seed)
    weather = Weather(random.Random(f"{seed} weather"))
    with (
        FaultProxy(receiver.port, choose=weather.choose) as proxy,
        _station(proxy.url, rng, real_store=real_store) as (counter, station),
    ):
        queued = [_queue(station, rng) for _ in range(count)]
        held = _send_all(counter, station)
        ended = [station.store.submission(each.id) for each in queued]
        assert first_bad_link(station.store.audit_entries()) is None
        lost, doubled = _compare(receiver, station, ended)
    resent = list(_resent(proxy.log))
    return Outcome(
        submissions=count,
        lost=lost,
        doubled=doubled,
        worst_resent=max((again for again, _ in resent), default=0),
        too_much=sum(again > chunk for again, chunk in resent),
        wrong_offsets=sum(again < 0 for again, _ in resent),
        requests=len(proxy.log),
        spoiled=sum(weather.met.values()),
        held=held,
        faults=dict(weather.met),
    )


@contextmanager
def _station(
    url: str, rng: random.Random, *, real_store: bool
) -> Iterator[tuple[CounterStation, Station]]:
    counter = CounterStation()
    client = IntakeClient(url, timeouts=_IMPATIENT)
    station = replace(
        counter.station,
        system=client,
        random_bits=rng.getrandbits,
        ticks=lambda: counter.clock.timestamp(),
    )
    with tempfile.TemporaryDirectory() as folder:
        if not real_store:
            yield counter, station
            client.close()
            return
        store, vault = open_store(Path(folder) / "kho", clock=station.stamp)
        try:
            yield counter, replace(station, store=store, vault=vault)
        finally:
            client.close()
            store.close()


def _queue(station: Station, rng: random.Random) -> Submission:
    """A signed dossier of one to three files, sealed into the outbox."""
    return queue_bytes(
        station, {f"giay-to-{number}": _content(rng) for number in range(rng.randint(1, 3))}
    )


def _content(rng: random.Random) -> bytes:
    return rng.randbytes(rng.choice(_LARGE if rng.random() < 0.04 else _SMALL))


def _send_all(counter: CounterStation, station: Station) -> int:
    """Send until nothing is left; gives how often a person had to help."""
    gate, helped = HostGate(), 0
    for _ in range(_MOST_ROUNDS):
        tried = send_due(station, gate=gate)
        left = [each for each in station.store.submissions() if not _is_acked(each)]
        if not left:
            return helped
        for each in left:
            now = station.store.submission(each.id)
            if now.state is SubmissionState.HELD:
                try_again(station, each.id)
                helped += 1
        counter.clock += timedelta(seconds=1.0 if tried else 15.0)
    raise AssertionError(f"{len(left)} submissions never arrived: {Counter(map(_why, left))}")


def _is_acked(submission: Submission) -> bool:
    return submission.state is SubmissionState.ACKED


def _why(submission: Submission) -> str:
    return f"{submission.state} {submission.reason}"


def _compare(
    receiver: ReceiverProcess, station: Station, ended: list[Submission]
) -> tuple[int, int]:
    """Lost and doubled, as the receiver itself says and as its folder shows."""
    lost = doubled = 0
    with httpx.Client(base_url=receiver.url, trust_env=False) as direct:
        for submission in ended:
            ref = quote(submission.dossier_id, safe="")
            known = direct.get(f"/v1/dossiers?client_ref={ref}").json()["dossiers"]
            doubled += max(0, len(known) - 1)
            lost += not (known and _is_whole(receiver, station, submission, known[0]))
    return lost, doubled


def _is_whole(
    receiver: ReceiverProcess, station: Station, submission: Submission, known: dict[str, object]
) -> bool:
    receipt = station.store.receipt(submission.id)
    wanted = sorted(file.sha256 for file in station.store.files(submission.dossier_id))
    folder = receiver.data / "files" / str(known["id"])
    held = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir())
    is_ours = known["manifest_sha256"] == submission.manifest_sha256
    is_received = str(known["receipt"]).endswith(receipt.number)
    return known["state"] == "accepted" and is_ours and is_received and held == wanted


def _resent(log: list[Exchange]) -> Iterator[tuple[int, int]]:
    """For each chunk: bytes that had been sent before, and the largest chunk so far.

    A chunk that leaves bytes out, which no receiver can have confirmed, gives a negative number.
    """
    ends: defaultdict[str, int] = defaultdict(int)
    largest: defaultdict[str, int] = defaultdict(lambda: _MIB)
    for entry in log:
        if entry.method != "PATCH" or entry.offset < 0:
            continue
        yield ends[entry.path] - entry.offset, largest[entry.path]
        largest[entry.path] = max(largest[entry.path], entry.body_bytes)
        ends[entry.path] = max(ends[entry.path], entry.offset + entry.body_bytes)
