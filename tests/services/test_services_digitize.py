"""Digitizing over scripted workers: order kept, broken pages kept as images."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from app.domain.page import Attempt
from app.errors import Advice, JobCancelled, LibraryError, WorkerDied
from app.jobs import CancelToken, Progress
from app.services.digitize import Workshop, digitize
from app.services.station import Identity
from app.shared_bytes import whole
from tests.fakes.counter_station import START, Reader, Shelf

PICTURE = b"\x89PNG "


class BreakingReader(Reader):
    """Its worker dies on pages with "poison" in them, unless they are only kept."""

    def __init__(self) -> None:
        super().__init__()
        self.attempts: list[Attempt] = []

    def submit(self, job: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if job.__name__ == "read_page" and b"poison" in whole(args[0].data):
            self.attempts.append(args[0].attempt)
            if args[0].attempt is not Attempt.AS_CAPTURED:
                future.set_exception(WorkerDied("process ended in a job"))
                return future
        return super().submit(job, *args, **kwargs)


def workshop(reader: Reader) -> Workshop:
    return Workshop(reader, Shelf(), Identity("tram-1", "cb", "H26"), lambda: START)


def sources(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_bytes(PICTURE + name.encode())
    return folder


def test_digitize_folder_gives_documents_in_a_persons_order(tmp_path: Path) -> None:
    folder = sources(tmp_path / "in", "10.png", "2.png", "1.png")

    result = digitize(workshop(Reader()), [folder], tmp_path / "out")

    assert [document.pdf for document in result.documents] == ["1.pdf", "2.pdf", "10.pdf"]
    assert all((tmp_path / "out" / name).is_file() for name in ("1.pdf", "2.pdf", "10.pdf"))


def test_digitize_same_stem_twice_gives_two_names(tmp_path: Path) -> None:
    one, two = sources(tmp_path / "a", "x.png"), sources(tmp_path / "b", "x.png")

    result = digitize(workshop(Reader()), [one, two], tmp_path / "out")

    assert [document.pdf for document in result.documents] == ["x.pdf", "x-2.pdf"]


@pytest.mark.expects_log_warnings
def test_digitize_page_that_kills_its_worker_is_kept_as_an_image(tmp_path: Path) -> None:
    folder = sources(tmp_path / "in", "good.png", "poison.png")

    reader = BreakingReader()

    result = digitize(workshop(reader), [folder], tmp_path / "out")

    assert [document.pdf for document in result.documents] == ["good.pdf", "poison.pdf"]
    assert [document.pages[0].error_code for document in result.documents] == [
        "",
        "job.worker_died",
    ]
    assert reader.attempts == [Attempt.FULL, Attempt.WITHOUT_WORDS, Attempt.AS_CAPTURED]
    assert result.failures == ()


def test_digitize_missing_engine_stops_the_run(tmp_path: Path) -> None:
    folder = sources(tmp_path / "in", "1.png", "2.png")
    reader = Reader()

    def no_engine(name: str) -> None:
        if name == "read_page":
            raise LibraryError("engine.missing", Advice.USER_ACTION)

    reader.before = no_engine

    with pytest.raises(LibraryError):
        digitize(workshop(reader), [folder], tmp_path / "out")


def test_digitize_cancelled_leaves_no_half_file(tmp_path: Path) -> None:
    folder = sources(tmp_path / "in", "1.png", "2.png")
    token = CancelToken()
    token.cancel()

    with pytest.raises(JobCancelled):
        digitize(workshop(Reader()), [folder], tmp_path / "out", cancel=token)

    assert list((tmp_path / "out").iterdir()) == []


class CancellingReader(Reader):
    """The run is cancelled from elsewhere in the moment in which a page is handed over."""

    def __init__(self, token: CancelToken) -> None:
        super().__init__()
        self._token = token

    def submit(self, job: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if job.__name__ != "read_page":
            return super().submit(job, *args, **kwargs)
        self._token.cancel()
        return Future()


def test_digitize_cancelled_while_a_page_is_handed_over_stops_as_asked(tmp_path: Path) -> None:
    folder = sources(tmp_path / "in", "1.png")
    token = CancelToken()

    with pytest.raises(JobCancelled):
        digitize(workshop(CancellingReader(token)), [folder], tmp_path / "out", cancel=token)


def test_digitize_tells_each_file_and_the_end(tmp_path: Path) -> None:
    folder = sources(tmp_path / "in", "1.png", "2.png")
    told: list[Progress] = []

    digitize(workshop(Reader()), [folder], tmp_path / "out", on_progress=told.append)

    assert list(dict.fromkeys((each.done, each.what) for each in told)) == [
        (0, "1.png"),
        (1, "2.png"),
        (2, ""),
    ]
    assert {each.total for each in told} == {2}
