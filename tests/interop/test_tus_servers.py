"""Our uploads against tus servers that nobody here wrote: tusd (Go) and @tus/server (Node)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.domain.submission import FailureClass
from app.province.errors import DeliveryError, RemoteGone, ServerBusy
from app.province.tus_uploads import Offer, put, resume_point
from app.province.wire import Timeouts, Wire
from tests.fakes.fault_proxy import Fault, FaultProxy
from tests.fakes.tus_peers import NAMES, TusPeer, create_upload, is_fetched, running_peer

CHUNK = 64 * 1024
DATA = bytes(index * 7 % 251 for index in range(5 * CHUNK + 321))
QUICK = Timeouts(connect_s=5.0, stall_s=10.0, reply_s=20.0)
AGAIN = frozenset({FailureClass.LINK_DOWN, FailureClass.SERVER_BUSY})


@pytest.fixture(scope="module", params=NAMES)
def peer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    if not is_fetched(request.param):
        pytest.skip("packaging/fetch-peers.sh was not run")
    with running_peer(request.param, tmp_path_factory.mktemp("peer") / "files") as running:
        yield running


@pytest.fixture
def wires() -> Iterator[list[Wire]]:
    made: list[Wire] = []
    yield made
    for wire in made:
        wire.close()


def wire_to(url: str, made: list[Wire]) -> Wire:
    made.append(Wire(url, token="", timeouts=QUICK, tls=None))
    return made[-1]


def upload(wire: Wire, url: str, data: bytes) -> int:
    """Upload stubbornly; gives how many failures it took."""
    failures = 0
    while True:
        try:
            offset = resume_point(wire, url)
            while offset < len(data):
                part = data[offset : offset + CHUNK]
                offset = put(wire, url, offset, part, offer=Offer())
        except DeliveryError as error:
            failures += 1
            if error.kind not in AGAIN or failures > 60:
                raise
            time.sleep(0.1)  # a server may hold its lock for a moment
        else:
            return failures


def test_upload_ends_with_the_right_bytes(peer: TusPeer, wires: list[Wire]) -> None:
    url = create_upload(peer.url, peer.path, len(DATA))

    failures = upload(wire_to(peer.url, wires), url, DATA)

    assert failures == 0
    assert peer.stored(url) == DATA


@pytest.mark.parametrize("cut", [0, 1, 1000, CHUNK - 1, CHUNK])
def test_upload_cut_on_the_way_up_resumes(peer: TusPeer, wires: list[Wire], cut: int) -> None:
    with FaultProxy(peer.port, [Fault("PATCH", nth=2, cut_up=cut)]) as proxy:
        url = create_upload(proxy.url, peer.path, len(DATA))
        upload(wire_to(proxy.url, wires), url, DATA)

    sent = sum(entry.body_bytes for entry in proxy.log if entry.method == "PATCH")
    assert peer.stored(url) == DATA
    assert sent - len(DATA) <= CHUNK


@pytest.mark.parametrize(
    "fault",
    [
        Fault("PATCH", nth=2, drop_reply=True),
        Fault("PATCH", nth=2, cut_down=20),
        Fault("HEAD", nth=1, cut_down=1),
        Fault("PATCH", nth=1, duplicate=True),
    ],
    ids=["reply lost", "half a reply", "half an offset", "chunk doubled"],
)
def test_upload_with_lost_or_doubled_messages_is_whole(
    peer: TusPeer, wires: list[Wire], fault: Fault
) -> None:
    fault.seen = 0
    with FaultProxy(peer.port, [fault]) as proxy:
        url = create_upload(proxy.url, peer.path, len(DATA))
        upload(wire_to(proxy.url, wires), url, DATA)

    assert peer.stored(url) == DATA


def test_upload_from_a_wrong_place_is_put_right_by_the_server(
    peer: TusPeer, wires: list[Wire]
) -> None:
    url = create_upload(peer.url, peer.path, len(DATA))
    wire = wire_to(peer.url, wires)
    put(wire, url, 0, DATA[:CHUNK], offer=Offer())

    offset = put(wire, url, 3 * CHUNK, DATA[3 * CHUNK : 4 * CHUNK], offer=Offer())

    assert offset == CHUNK


def test_upload_that_nobody_knows_is_gone(peer: TusPeer, wires: list[Wire]) -> None:
    with pytest.raises(RemoteGone):
        resume_point(wire_to(peer.url, wires), f"{peer.url}{peer.path}{'0' * 32}")


def test_upload_of_nothing_is_complete_at_once(peer: TusPeer, wires: list[Wire]) -> None:
    url = create_upload(peer.url, peer.path, 0)

    assert resume_point(wire_to(peer.url, wires), url) == 0


def test_chunk_with_a_checksum_where_the_extension_is_missing_changes_nothing(
    peer: TusPeer, wires: list[Wire]
) -> None:
    """So the digest of the whole file at commit is what counts there."""
    offered = httpx.options(f"{peer.url}{peer.path}", trust_env=False)
    url = create_upload(peer.url, peer.path, len(DATA))

    offset = put(wire_to(peer.url, wires), url, 0, DATA[:CHUNK], offer=Offer(("sha256",)))

    assert "checksum" not in offered.headers["tus-extension"]
    assert offset == CHUNK


def test_server_that_ends_in_the_middle_goes_on_when_it_is_back(
    tmp_path: Path, wires: list[Wire]
) -> None:
    if not is_fetched("tusd"):
        pytest.skip("packaging/fetch-peers.sh was not run")
    with running_peer("tusd", tmp_path / "files") as first:
        url = create_upload(first.url, first.path, len(DATA))
        put(wire_to(first.url, wires), url, 0, DATA[:CHUNK], offer=Offer())
    with pytest.raises((ServerBusy, DeliveryError)):
        resume_point(wires[0], url)

    with running_peer("tusd", tmp_path / "files") as second:
        again = url.replace(str(first.port), str(second.port))
        upload(wire_to(second.url, wires), again, DATA)

        assert second.stored(again) == DATA
