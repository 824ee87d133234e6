"""A check that breaks gives a verdict all the same, and never "valid"."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import (
    JobCancelled,
    JobError,
    JobTimeout,
    LibraryError,
    OutOfMemory,
    WorkerDied,
)
from app.jobs import InlineExecutor, ProcessLane
from app.services.signing_check import CheckRules, check_files, report_files
from app.services.signing_jobs import added_part, attributes_of, with_part


class Breaking:
    """A lane whose every second job breaks."""

    def __init__(self, error: JobError) -> None:
        self.error = error
        self.count = 0

    def submit(self, job: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.count += 1
        if self.count % 2:
            return InlineExecutor().submit(job, *args, **kwargs)
        broken: Future[Any] = Future()
        broken.set_exception(self.error)
        return broken

    def close(self) -> None:
        """Nothing runs."""


@pytest.mark.parametrize(
    ("error", "notice"),
    [
        (JobTimeout("20 s"), "check-timeout"),
        (WorkerDied("gone"), "check-crashed"),
        (OutOfMemory("512 MiB"), "check-out-of-memory"),
    ],
)
def test_check_files_broken_check_is_unknown_and_others_go_on(error: JobError, notice: str) -> None:
    verdicts = check_files(
        Breaking(error), ["/nowhere/1", "/nowhere/2", "/nowhere/3"], CheckRules()
    )

    assert [each["path"] for each in verdicts] == ["/nowhere/1", "/nowhere/2", "/nowhere/3"]
    assert {each["verdict"] for each in verdicts} == {"unknown"}
    assert verdicts[1] == {
        "path": "/nowhere/2",
        "verdict": "unknown",
        "integrity": "none",
        "notices": [notice],
        "signatures": [],
    }


def test_check_files_check_that_runs_over_its_time_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.7")
    with closing(ProcessLane(1, timeout_s=0.01, name="check")) as lane:
        (verdict,) = check_files(lane, [str(path)], CheckRules())

    assert (verdict["verdict"], verdict["notices"]) == ("unknown", ["check-timeout"])


def test_report_files_gives_a_report_and_none_of_what_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"nothing")
    paths = [str(path), str(tmp_path / "gone.pdf")]

    good, gone = report_files(InlineExecutor(), paths, CheckRules(), datetime.now(UTC))

    assert good.report.startswith(b"<?xml")
    assert (gone.report, gone.verdict["verdict"]) == (b"", "unknown")


def test_check_files_that_was_cancelled_gives_no_verdict() -> None:
    with pytest.raises(JobCancelled):
        check_files(Breaking(JobCancelled()), ["/nowhere/1", "/nowhere/2"], CheckRules())


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_added_part_and_with_part_are_each_other_back(before: bytes, added: bytes) -> None:
    part = added_part(before, before + added)

    assert with_part(before, part) == before + added


@given(st.binary(max_size=60))
def test_with_part_of_anything_else_is_refused(damaged: bytes) -> None:
    try:
        zlib.decompress(damaged)
    except zlib.error:
        with pytest.raises(LibraryError):
            with_part(b"file", damaged)


@pytest.mark.parametrize("text", ["", "{}", "null", '{"signed_attributes": 1}'])
def test_attributes_of_anything_else_is_refused(text: str) -> None:
    with pytest.raises(LibraryError) as caught:
        attributes_of(text)

    assert caught.value.code == "prepared.unreadable"


def test_added_part_of_a_rewritten_file_is_refused() -> None:
    with pytest.raises(LibraryError):
        added_part(b"one file", b"another file")
