"""The cluster: what may be spoken to, what is unpacked, and what a death costs."""

from __future__ import annotations

import asyncio
import io
import os
import pickle
import subprocess
import sys
import zlib
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap.lanes import reading_lane
from app.cluster import ClusterLane
from app.cluster_base import (
    ClusterAddressWrong,
    ClusterKeysWrong,
    ClusterLine,
    ClusterUnreachable,
    checked_line,
)
from app.cluster_host import LaneHost, Seat, serve_worker
from app.cluster_keys import AUTHORITY, make_keys
from app.cluster_wire import (
    REMOTE_JOBS,
    NotOurs,
    pack_answer,
    pack_order,
    unpack_answer,
    unpack_order,
)
from app.errors import Advice, LibraryError
from app.jobs import ProcessLane
from app.services.separator_look import SeparatorOrder, look_for_separators
from app.services.workers import inspect_source
from app.settings import Settings
from tests.contracts.executor_contract import appears
from tests.fakes.cluster_jobs import double, make_known, note_and_wait
from tests.fakes.loopback_cluster import LoopbackCluster

BLOB = b"\x89PNG" * 40_000


@pytest.mark.parametrize(
    "address",
    [
        "tcp://10.0.0.5:8786",
        "tcp://0.0.0.0:8786",
        "tcp://may-doc:8786",
        "http://127.0.0.1:8786",
        "inproc://127.0.0.1:8786",
        "127.0.0.1:8786",
        "tls://",
        "tls://may-doc",
        "tls://may-doc:8786/x",
        "tls://a@may-doc:8786",
        "tls://may-doc:99999",
    ],
)
def test_checked_line_in_the_clear_or_senseless_is_refused(address: str) -> None:
    with pytest.raises(ClusterAddressWrong):
        checked_line(ClusterLine(address))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://[::1]:1", "tcp://localhost:1"])
def test_checked_line_on_this_machine_needs_no_encryption(address: str) -> None:
    assert checked_line(ClusterLine(address)).address == address


def test_checked_line_without_certificates_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("x")

    with pytest.raises(ClusterKeysWrong):
        checked_line(ClusterLine("tls://may-doc:8786", str(tmp_path / "ca.pem"), "", ""))


def test_pack_order_takes_large_bytes_out_once() -> None:
    order = pack_order(look_for_separators, (SeparatorOrder(BLOB, 3),), {}, "mark")

    fingerprint, job, args, kwargs = unpack_order(order.text, order.blobs)

    assert (fingerprint, job, kwargs) == ("mark", look_for_separators, {})
    assert args == (SeparatorOrder(BLOB, 3),)
    assert order.blobs == (BLOB,)
    assert len(order.text) < 1000


def test_pack_order_of_a_job_that_stays_here_is_refused() -> None:
    with pytest.raises(NotOurs):
        pack_order(inspect_source, (b"",), {}, "mark")


class _Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("true",)


@pytest.mark.parametrize(
    "value",
    [_Evil(), Path("x"), subprocess.Popen, eval, pickle.loads, ProcessLane, io.BytesIO, os.getcwd],
)
def test_unpack_answer_with_anything_but_our_values_is_refused(value: object) -> None:
    data = zlib.compress(pickle.dumps((True, value)))

    with pytest.raises(NotOurs):
        unpack_answer(data)


@pytest.mark.parametrize("data", [b"", b"junk", zlib.compress(b"junk"), pack_answer(True, 1)[:-3]])
def test_unpack_answer_broken_is_refused(data: bytes) -> None:
    with pytest.raises(NotOurs):
        unpack_answer(data)


def test_unpack_answer_gives_errors_with_code_and_advice() -> None:
    packed = pack_answer(False, LibraryError("input.broken", Advice.NEVER, "cut", 2))

    succeeded, error = unpack_answer(packed)

    assert not succeeded
    assert (error.code, error.advice, error.detail, error.tries_left) == (
        "input.broken",
        Advice.NEVER,
        "cut",
        2,
    )


def test_reading_lane_without_an_address_loads_no_engine() -> None:
    program = (
        "import sys; import app.bootstrap; from app.bootstrap.lanes import reading_lane;"
        "from app.settings import Settings; reading_lane(Settings()).close();"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'distributed', 'dask'}))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.strip() == "[]"


def test_reading_lane_with_an_address_in_the_clear_is_refused() -> None:
    with pytest.raises(ClusterAddressWrong):
        reading_lane(Settings(cluster="tcp://192.0.2.1:8786"))


def test_serve_worker_in_the_clear_on_every_address_is_refused() -> None:
    host = LaneHost(ProcessLane(1), tessdata_dir="", languages="vie")
    seat = Seat("0.0.0.0")  # noqa: S104  # what must not be

    async def serve() -> None:
        line = ClusterLine("tcp://127.0.0.1:8786")
        stop = asyncio.Event()
        await serve_worker(line, host, 1, seat=seat, ready=print, stop=stop)

    with pytest.raises(ClusterAddressWrong):
        asyncio.run(serve())


@pytest.mark.tesseract
@pytest.mark.expects_log_warnings
@pytest.mark.timeout(240)
def test_cluster_that_dies_bit_by_bit_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.cluster._EMPTY_S", 1.0)
    monkeypatch.setattr("app.cluster_link._CONNECT_S", 2.0)
    make_known()
    cluster = LoopbackCluster(tmp_path, workers=2)
    try:
        with closing(ClusterLane(cluster.line, ProcessLane(1))) as lane:
            notes = [tmp_path / "first", tmp_path / "second"]
            running = [lane.submit(note_and_wait, str(n), str(tmp_path / "go")) for n in notes]
            assert all(appears(note) for note in notes)
            first, second = cluster.workers
            make_keys(tmp_path / "strange", ["127.0.0.1"], datetime.now(UTC))
            own = tmp_path / "strange"
            files = (own / AUTHORITY, own / "127.0.0.1.pem", own / "127.0.0.1.key")
            stranger = ClusterLine(cluster.line.address, *map(str, files))
            with closing(ClusterLane(stranger, ProcessLane(1))) as outside:
                from_outside = outside.submit(double, 3).result()
                refused = outside.state()

            first.kill()
            (tmp_path / "go").write_text("")
            from_one = [future.result() for future in running]
            second.kill()
            from_none = lane.submit(double, 4).result()
            cluster.scheduler.kill()
            alone = lane.submit(double, 5).result()
            state = lane.state()
    finally:
        cluster.close()

    assert (from_outside, refused.at_home) == (6, 1)
    assert isinstance(refused.trouble, ClusterUnreachable)
    assert from_one == [7, 7]
    assert (from_none, alone) == (8, 10)
    assert state.at_home >= 2
    assert state.trouble is not None
    assert set(REMOTE_JOBS) >= {"read_page", "build_pdf"}
