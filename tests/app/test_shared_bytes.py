"""Bytes that lie in memory once, and jobs that carry them to another process."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing import reduction
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import job_wire
from app.jobs import ProcessLane
from app.shared_bytes import SharedBytes, mapped, whole

BIG = bytes(range(256)) * 20_000


def middle_of(data: bytes | SharedBytes) -> bytes:
    """A job: a few bytes, read in place."""
    view = mapped(data)
    return bytes(view[len(view) // 2 : len(view) // 2 + 4])


def same(data: SharedBytes) -> SharedBytes:
    """A job that gives back what it got."""
    return data


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(max_size=400), max_size=6))
def test_of_pieces_gives_all_bytes_in_order(pieces: list[bytes]) -> None:
    held = SharedBytes.of(pieces)

    assert whole(held) == b"".join(pieces)
    assert held.size == len(b"".join(pieces))
    assert bytes(mapped(held)[:]) == b"".join(pieces)


def test_pieces_empty_file_gives_one_empty_piece() -> None:
    assert list(SharedBytes.of(()).pieces()) == [b""]


def test_view_written_by_one_reader_is_not_seen_by_another() -> None:
    held = SharedBytes.of((BIG,))
    view = held.view()

    if not isinstance(view, bytes):
        view[:4] = b"\xff\xff\xff\xff"

    assert bytes(held.view()[:4]) == BIG[:4]


def test_lane_worker_reads_shared_bytes_in_place() -> None:
    lane = ProcessLane(1)
    held = SharedBytes.of((BIG,))
    try:
        answers = [lane.submit(middle_of, held).result(60) for _ in range(3)]
        back = lane.submit(same, held).result(60)
    finally:
        lane.close()

    assert answers == [BIG[len(BIG) // 2 :][:4]] * 3
    assert whole(back) == BIG


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="descriptors carry them on Linux")
def test_wire_value_with_the_same_bytes_twice_sends_one_descriptor() -> None:
    ours, theirs = multiprocessing.Pipe()
    held = SharedBytes.of((BIG,))
    open_before = _descriptors()

    thread = threading.Thread(target=job_wire.send, args=(ours, [held, held, 7], os.getpid()))
    thread.start()
    first, second, number = job_wire.receive(theirs)
    thread.join()

    assert _descriptors() == open_before + 1
    assert first is second
    assert (whole(first), number) == (BIG, 7)
    del first, second
    assert _descriptors() == open_before
    _close(ours, theirs)


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="descriptors carry them on Linux")
@pytest.mark.parametrize("change", [lambda fd: os.write(fd, b"x"), lambda fd: os.ftruncate(fd, 0)])
def test_shared_bytes_nobody_who_got_them_can_change_them(change: Callable[[int], object]) -> None:
    held = SharedBytes.of((BIG,))
    assert held.descriptor is not None

    with pytest.raises(PermissionError):
        change(held.descriptor)

    assert whole(held) == BIG


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="descriptors carry them on Linux")
def test_wire_sender_gone_inside_a_message_leaves_no_descriptor_open() -> None:
    ours, theirs = multiprocessing.Pipe()
    held = SharedBytes.of((BIG,))
    assert held.descriptor is not None
    open_before = _descriptors()

    ours.send_bytes((1).to_bytes(2, "big"))
    reduction.send_handle(ours, held.descriptor, os.getpid())
    ours.close()
    with pytest.raises(EOFError):
        job_wire.receive(theirs)

    assert _descriptors() == open_before - 1
    theirs.close()


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="descriptors carry them on Linux")
def test_lane_two_hundred_jobs_with_shared_bytes_leave_no_descriptor_open() -> None:
    lane = ProcessLane(1)
    try:
        held = SharedBytes.of((BIG,))
        lane.submit(same, held).result(60)
        open_before = _descriptors()
        for _ in range(200):
            lane.submit(same, held).result(60)
        open_after = _descriptors()
    finally:
        lane.close()

    assert open_after == open_before


def test_wire_count_of_descriptors_beyond_reason_is_refused() -> None:
    ours, theirs = multiprocessing.Pipe()
    ours.send_bytes((9999).to_bytes(2, "big"))

    with pytest.raises(OSError, match="not a message"):
        job_wire.receive(theirs)

    _close(ours, theirs)


def _descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _close(*ends: Connection) -> None:
    for end in ends:
        end.close()


@pytest.mark.skipif(sys.platform != "linux", reason="descriptors of Linux")
def test_shared_bytes_whose_source_breaks_leave_nothing_although_the_error_is_kept() -> None:
    def broken() -> Iterator[bytes]:
        yield b"one"
        raise OSError("gone")

    before = len(list(Path("/proc/self/fd").iterdir()))
    kept: list[OSError] = []

    try:
        SharedBytes.of(broken())
    except OSError as error:
        kept.append(error)

    assert kept[0].__traceback__ is not None
    assert len(list(Path("/proc/self/fd").iterdir())) == before


@pytest.mark.skipif(sys.platform != "linux", reason="descriptors of Linux")
def test_shared_bytes_let_go_give_their_descriptor_back() -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    data = SharedBytes.of((b"one",))

    data.let_go()
    data.let_go()

    assert len(list(Path("/proc/self/fd").iterdir())) == before
