"""Capture and reading over a station in memory."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from app.catalog.base import UnknownProcedure
from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.page import Attempt, PageState
from app.errors import Advice, IllegalStep, LibraryError, WorkerDied
from app.jobs import CancelToken
from app.scanning.base import PaperJam
from app.scanning.fake import FakeScanner, jam_on_sheet
from app.services import capture, process, review
from app.services.capture import ScanOrder
from app.services.import_files import import_files
from ocr.reading import FieldReading, FieldSource, FieldState
from tests.fakes.counter_station import BIRTH, CounterStation, reading

SHEETS = [b"\x89PNG one", b"\x89PNG two", b"\x89PNG three"]


class FailingLane:
    """Fails every reading in the same way, and counts."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.orders: list[Any] = []

    def submit(self, _job: Callable[..., Any], /, *args: Any, **_kwargs: Any) -> Future[Any]:
        self.orders.append(args[0])
        future: Future[Any] = Future()
        future.set_exception(self.error)
        return future

    def close(self) -> None:
        """Nothing runs."""


def with_lane(counter: CounterStation, lane: FailingLane) -> Any:
    from dataclasses import replace

    return replace(counter.station, cpu=lane)


def test_new_dossier_unknown_procedure_is_refused() -> None:
    with pytest.raises(UnknownProcedure):
        capture.new_dossier(CounterStation().station, procedure_code="0.0")


def test_new_dossier_code_typed_in_nfd_is_kept_in_nfc() -> None:
    counter = CounterStation()

    dossier = capture.new_dossier(counter.station, code="  Đơn\u0303 ")

    assert dossier.code == "Đơñ"


def test_scan_pages_are_saved_before_they_are_told() -> None:
    counter = CounterStation(scanner=FakeScanner(SHEETS))
    home = capture.new_dossier(counter.station).id
    stored: list[int] = []

    capture.scan(
        counter.station,
        home,
        ScanOrder("fake:feeder"),
        on_saved=lambda page: stored.append(len(counter.store.pages(home))),
    )

    assert stored == [1, 2, 3]
    assert [counter.vault.get(home, page.raw) for page in counter.pages(home)] == SHEETS


def test_scan_jam_keeps_the_pages_before_it() -> None:
    counter = CounterStation(scanner=FakeScanner(SHEETS, faults=[jam_on_sheet(3)]))
    home = capture.new_dossier(counter.station).id

    with pytest.raises(PaperJam):
        capture.scan(counter.station, home, ScanOrder("fake:feeder"))

    assert [page.seq for page in counter.pages(home)] == [1, 2]


def test_scan_into_a_reviewed_dossier_is_refused() -> None:
    counter = CounterStation()
    home = counter.add_dossier([(SHEETS[0], reading())])
    review.finish_review(counter.station, home)

    with pytest.raises(IllegalStep):
        capture.scan(counter.station, home, ScanOrder("fake:feeder"))


def test_import_files_bad_one_among_good_ones_stops_nothing(tmp_path: Path) -> None:
    counter = CounterStation()
    home = capture.new_dossier(counter.station).id
    for name, data in (("1.png", SHEETS[0]), ("2.png", b"text"), ("10.png", SHEETS[1])):
        (tmp_path / name).write_bytes(data)

    result = import_files(counter.station, home, [tmp_path, tmp_path / "không có.png"])

    assert [page.source for page in result.pages] == ["1.png", "10.png"]
    assert {failure.error.code for failure in result.failures} == {
        "input.not_an_image",
        "import.not_found",
    }


def read_with(error: Exception) -> tuple[CounterStation, DossierId, FailingLane]:
    counter = CounterStation()
    home = counter.add_unread(SHEETS[:1])
    lane = FailingLane(error)
    process.read_dossier(with_lane(counter, lane), home)
    return counter, home, lane


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("error", [WorkerDied(), LibraryError("input.damaged", Advice.USER_ACTION)])
def test_read_page_that_always_fails_is_set_aside_and_does_not_stop_the_dossier(
    error: Exception,
) -> None:
    counter, home, lane = read_with(error)

    page = counter.pages(home)[0]
    assert page.state is PageState.DEGRADED
    assert page.attempts == len(lane.orders) == 3
    assert [order.attempt for order in lane.orders] == [
        Attempt.FULL,
        Attempt.WITHOUT_WORDS,
        Attempt.AS_CAPTURED,
    ]


def test_read_missing_engine_leaves_the_page_captured() -> None:
    with pytest.raises(LibraryError):
        read_with(LibraryError("engine.missing", Advice.USER_ACTION))


def test_read_slip_gives_the_dossier_its_code_and_procedure_once() -> None:
    counter = CounterStation()
    told = reading(code_field("dossier_code", "H56.128-251020-0107"), code_field(
        "procedure_code", BIRTH
    ))  # fmt: skip

    home = counter.add_dossier([(SHEETS[0], told)])
    typed = counter.add_dossier([(SHEETS[1], told)], code="H56.128-251020-0001")

    assert counter.store.dossier(home).code == "H56.128-251020-0107"
    assert counter.store.dossier(home).procedure_code == BIRTH
    assert counter.store.dossier(typed).code == "H56.128-251020-0001"


def code_field(name: str, value: str) -> FieldReading:
    return FieldReading(name, name, value, FieldState.GREEN, 1.0, FieldSource.QR, (0, 0, 9, 9))


def test_read_cancelled_leaves_the_rest_captured() -> None:
    counter = CounterStation()
    home = counter.add_unread(SHEETS)
    token = CancelToken()
    token.cancel()

    with pytest.raises(Exception, match="cancelled"):
        process.read_dossier(counter.station, home, cancel=token)

    assert {page.state for page in counter.pages(home)} == {PageState.CAPTURED}


def test_finish_review_red_field_blocks_until_it_is_typed() -> None:
    counter = CounterStation()
    empty = FieldReading(
        "child.full_name", "Họ tên", "", FieldState.RED, 0.0, FieldSource.OCR, None,
        "required.empty",
    )  # fmt: skip
    home = counter.add_dossier([(SHEETS[0], reading(empty))])
    key = review.FieldKey(home, counter.pages(home)[0].id, "child.full_name")

    with pytest.raises(review.ReviewUnfinished):
        review.finish_review(counter.station, home)
    review.correct_field(counter.station, key, "Đỗ Hữu Nghĩa")
    review.finish_review(counter.station, home)

    assert counter.store.dossier(home).state is DossierState.REVIEWED


def test_finish_review_empty_dossier_is_refused() -> None:
    counter = CounterStation()
    home = capture.new_dossier(counter.station).id

    with pytest.raises(review.NoPages):
        review.finish_review(counter.station, home)
