"""Faults of the network, end to end: real client, services and receiver; time is made up.

The full run is `python -m benchmarks.network_faults --submissions 10000`.
"""

from __future__ import annotations

import secrets
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.dossier import FileRole
from app.domain.submission import SubmissionState
from app.province.errors import LinkDown
from app.province.intake import IntakeClient
from app.province.wire import Timeouts
from app.services.dispatch import send_due
from app.services.host_gate import HostGate
from benchmarks.network_storm import run_batch
from tests.fakes.counter_station import CounterStation
from tests.fakes.fault_proxy import Fault, FaultProxy, raw_reply
from tests.fakes.ready_dossiers import queue_bytes
from tests.province.test_intake_tls import self_signed
from tests.receiver.receiver_process import ReceiverProcess

QUICK = Timeouts(connect_s=5.0, stall_s=5.0, reply_s=10.0)
MIB = 2**20


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReceiverProcess]:
    data = tmp_path_factory.mktemp("faults") / "data"
    running = ReceiverProcess(data, ["--accept-unsigned"]).start()
    yield running
    running.kill()


@pytest.mark.parametrize("real_store", [False, True], ids=["memory", "sqlite"])
def test_storm_loses_nothing_doubles_nothing_and_resends_one_chunk_at_most(
    receiver: ReceiverProcess, real_store: bool
) -> None:
    outcome = run_batch(receiver, f"storm {real_store}", 12, real_store=real_store)

    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert (outcome.too_much, outcome.wrong_offsets) == (0, 0)
    assert outcome.spoiled > 0


class Counter:
    """A station in memory whose line goes to `url`."""

    def __init__(self, url: str, *, tls: ssl.SSLContext | None = None) -> None:
        self.counter = CounterStation()
        self.client = IntakeClient(url, timeouts=QUICK, tls=tls)
        self.station = replace(
            self.counter.station,
            system=self.client,
            random_bits=secrets.randbits,  # one receiver serves all tests
            ticks=lambda: self.counter.clock.timestamp(),
        )
        self.gate = HostGate()

    def __enter__(self) -> Counter:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def send(self, *, after_s: float = 0.0) -> int:
        self.counter.clock += timedelta(seconds=after_s)
        return send_due(self.station, gate=self.gate)


def test_line_that_is_cut_is_asked_for_its_health_alone(receiver: ReceiverProcess) -> None:
    portal = raw_reply(200, "<html>Đăng nhập</html>")
    with (
        FaultProxy(receiver.port, [Fault("", nth=0, answer=portal)]) as proxy,
        Counter(proxy.url) as at,
    ):
        for _ in range(20):
            queue_bytes(at.station, {"tờ khai": b"x" * 100})
        rounds = [at.send(after_s=61.0) for _ in range(5)]
        asked = [entry.path for entry in proxy.log]
        proxy.faults.clear()
        sent = at.send(after_s=61.0)

    assert rounds == [1, 0, 0, 0, 0]
    assert asked[1:] == ["/healthz"] * 4
    assert sent == 20
    states = {each.state for each in at.station.store.submissions()}
    assert states == {SubmissionState.ACKED}


def test_chunk_changed_on_the_way_is_noticed_and_sent_again(receiver: ReceiverProcess) -> None:
    data = bytes(index % 251 for index in range(2 * MIB))
    with (
        FaultProxy(receiver.port, [Fault("PATCH", nth=1, flip_up=77)]) as proxy,
        Counter(proxy.url) as at,
    ):
        submission = queue_bytes(at.station, {"tờ khai": data})
        at.send()
        after_first = at.station.store.submission(submission.id)
        at.send(after_s=1.0)

    sent = sum(entry.body_bytes for entry in proxy.log if entry.method == "PATCH")
    ended = at.station.store.submission(submission.id)
    assert (after_first.reason, after_first.restarts) == ("delivery.digest_mismatch", 1)
    assert ended.state is SubmissionState.ACKED
    assert sent == len(data) + MIB


def test_chunk_that_arrives_after_its_successor_changes_nothing(
    receiver: ReceiverProcess,
) -> None:
    data = bytes(index % 251 for index in range(3 * MIB))
    faults = [Fault("PATCH", nth=1, late=True), Fault("PATCH", nth=2, again_late=True)]
    with FaultProxy(receiver.port, faults) as proxy, Counter(proxy.url) as at:
        submission = queue_bytes(at.station, {"tờ khai": data})
        for _ in range(4):
            at.send(after_s=600.0)

    assert at.station.store.submission(submission.id).state is SubmissionState.ACKED


def certificates(folder: Path, case: str) -> tuple[ssl.SSLContext, ssl.SSLContext | None]:
    """What the server shows, and whom the client trusts."""
    options = {"expired": {"days": 10}, "wrong host": {"address": "127.0.0.2"}}.get(case, {})
    pem = self_signed(folder, **options)  # type: ignore[arg-type]  # passed through
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(pem)
    trusted = case in ("expired", "wrong host", "well")
    return shown, ssl.create_default_context(cafile=str(pem)) if trusted else None


@pytest.mark.parametrize("case", ["expired", "wrong host", "unknown authority"])
def test_certificate_that_cannot_be_trusted_holds_the_whole_queue(
    receiver: ReceiverProcess, tmp_path: Path, case: str
) -> None:
    shown, trust = certificates(tmp_path, case)
    with FaultProxy(receiver.port, tls=shown) as proxy, Counter(proxy.url, tls=trust) as at:
        first = queue_bytes(at.station, {"tờ khai": b"x"})
        second = queue_bytes(at.station, {"tờ khai": b"y"})
        rounds = [at.send(after_s=3600.0) for _ in range(3)]

    held = at.station.store.submission(first.id)
    assert rounds == [1, 0, 0]
    assert (held.state, held.reason) == (SubmissionState.HELD, "delivery.tls")
    assert at.station.store.submission(second.id).state is SubmissionState.QUEUED
    assert proxy.log == []


def test_submission_over_tls_that_is_well_arrives(
    receiver: ReceiverProcess, tmp_path: Path
) -> None:
    shown, trust = certificates(tmp_path, "well")
    with FaultProxy(receiver.port, tls=shown) as proxy, Counter(proxy.url, tls=trust) as at:
        submission = queue_bytes(at.station, {"tờ khai": b"x" * MIB})
        at.send()

    assert at.station.store.submission(submission.id).state is SubmissionState.ACKED


def test_server_that_speaks_old_tls_only_is_refused(
    receiver: ReceiverProcess, tmp_path: Path
) -> None:
    shown, trust = certificates(tmp_path, "well")
    shown.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        shown.minimum_version = shown.maximum_version = ssl.TLSVersion.TLSv1_1
    with FaultProxy(receiver.port, tls=shown) as proxy, Counter(proxy.url, tls=trust) as at:
        queue_bytes(at.station, {"tờ khai": b"x"})
        at.send()
        reachable = at.client.reachable()

    assert not reachable
    assert at.station.store.submissions()[0].reason in {"delivery.tls", LinkDown.code}


def test_receiver_that_lost_everything_gets_it_again_under_the_same_key(tmp_path: Path) -> None:
    with Counter("http://127.0.0.1:9") as nowhere:
        station, gate = nowhere.station, nowhere.gate
        submission = queue_bytes(station, {"tờ khai": b"x" * 1000})
        for number in range(2):
            receiver = ReceiverProcess(tmp_path / f"data{number}", ["--accept-unsigned"]).start()
            client = IntakeClient(receiver.url, timeouts=QUICK)
            try:
                if number == 0:
                    manifest_only = replace(station, system=_StopsAtCommit(client))
                    send_due(manifest_only, gate=gate)
                else:
                    for _ in range(3):
                        nowhere.counter.clock += timedelta(minutes=10)
                        send_due(replace(station, system=client), gate=HostGate())
            finally:
                client.close()
                receiver.kill()

    ended = station.store.submission(submission.id)
    assert ended.state is SubmissionState.ACKED
    assert station.store.files(submission.dossier_id)[0].role is FileRole.SCAN


class _StopsAtCommit:
    """The line breaks when the commit would go out."""

    def __init__(self, client: IntakeClient) -> None:
        self._client = client

    def __getattr__(self, name: str) -> object:
        return getattr(self._client, name)

    def commit(self, *_: object) -> None:
        raise LinkDown("cut")
