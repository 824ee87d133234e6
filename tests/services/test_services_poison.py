"""Pages that kill or hang their worker, on real worker processes: each costs itself only."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.page import TO_COMPARE, Attempt, Page, PageState
from app.errors import IllegalStep, JobCancelled
from app.jobs import CancelToken, ProcessLane, Progress
from app.services import assemble, process, review, workers
from app.services.digitize import Workshop, digitize
from app.services.station import Identity, Station
from app.services.workers import PageOutcome, ReadOrder
from app.shared_bytes import whole
from ocr.reading import Flag, PageReading
from ocr.understanding.knowledge import Knowledge
from tests.fakes.counter_station import START, CounterStation, Shelf

HANG_BOUND_S = 12.0
PAPER = (1240, 1754)
SCANNED_DPI = 300
"""What the scanner of the station in memory tells."""


def read(order: ReadOrder) -> PageOutcome:
    """Stands in for `read_page`: pages do what is written in them.

    "kill" and "hang" break every try but the last form, "broken" that one too; "hang once"
    breaks the first try only. "hang PATH" tells in a file that it has begun.
    """
    data = whole(order.data)
    text = data.decode("latin-1")
    last = order.attempt is Attempt.AS_CAPTURED
    if "kill" in text and (not last or "broken" in text):
        os._exit(139)
    if "hang" in text and not last and ("once" not in text or order.attempt is Attempt.FULL):
        if "/" in text:
            Path(text[text.index("/") :]).touch()
        time.sleep(600)
    if last and data.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"):
        return workers.read_page(order)
    flags = () if order.attempt is Attempt.FULL else (Flag.OCR_FAILED,)
    return PageOutcome(PageReading(200, 280, 300, flags=flags), data, b"layers")


def read_poisonous_picture(order: ReadOrder) -> PageOutcome:
    """Stands in for `read_page` of a real picture that no try but the last form survives."""
    if order.attempt is not Attempt.AS_CAPTURED:
        os._exit(139)
    return workers.read_page(order)


class Lane:
    """A real lane of processes that reads pages with a stand-in."""

    def __init__(self, read_with: Callable[[ReadOrder], PageOutcome] = read) -> None:
        self.lane = ProcessLane(2, bounds={read_with: HANG_BOUND_S})
        self._read_with = read_with
        self.attempts: list[Attempt] = []

    def submit(self, job: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if job is workers.read_page:
            self.attempts.append(args[0].attempt)
            return self.lane.submit(self._read_with, *args)
        return self.lane.submit(job, *args, **kwargs)

    def close(self) -> None:
        self.lane.close()


@pytest.fixture
def lane() -> Iterator[Lane]:
    lane = Lane()
    yield lane
    lane.close()


def counter_with(lane: Lane, *pages: bytes) -> tuple[CounterStation, Station, DossierId]:
    counter = CounterStation()
    home = counter.add_unread([b"\x89PNG " + page for page in pages])
    return counter, replace(counter.station, cpu=lane), home


@pytest.mark.expects_log_warnings
def test_read_page_that_kills_its_worker_is_quarantined_and_the_others_are_read(
    lane: Lane,
) -> None:
    counter, station, home = counter_with(lane, b"one", b"kill", b"three", b"four")

    process.read_dossier(station, home)

    states = [(page.state, page.error_code) for page in counter.pages(home)]
    assert states == [
        (PageState.READ, ""),
        (PageState.DEGRADED, "job.worker_died"),
        (PageState.READ, ""),
        (PageState.READ, ""),
    ]
    poison = counter.pages(home)[1]
    assert poison.layers is not None
    assert poison.flags == ("ocr_failed",)
    assert sorted(lane.attempts) == sorted([*4 * [Attempt.FULL], *list(Attempt)[1:]])


@pytest.mark.expects_log_warnings
def test_read_page_that_hangs_holds_up_no_other_page(lane: Lane) -> None:
    counter, station, home = counter_with(lane, b"hang once", b"two", b"three", b"four")
    order: list[int] = []

    process.read_due(station, on_read=lambda page: order.append(page.seq))

    assert sorted(order[:3]) == [2, 3, 4]
    assert order[3] == 1
    page = counter.pages(home)[0]
    assert (page.state, page.error_code) == (PageState.READ, "job.timeout")


@pytest.mark.expects_log_warnings
def test_read_due_takes_in_pages_that_come_while_another_hangs(lane: Lane) -> None:
    counter, station, home = counter_with(lane, b"hang once", b"two")
    later: list[DossierId] = []
    order: list[DossierId] = []

    def read_one(page: Page) -> None:
        order.append(page.dossier_id)
        if not later:
            later.append(counter.add_unread([b"\x89PNG later"]))

    process.read_due(station, on_read=read_one)

    assert order == [home, later[0], home]


@pytest.mark.expects_log_warnings
def test_read_quarantined_page_goes_on_with_its_last_form_after_a_restart(lane: Lane) -> None:
    counter, station, home = counter_with(lane, b"kill")
    twice_failed = replace(counter.pages(home)[0], attempts=2, error_code="job.worker_died")
    counter.store.save_reading(twice_failed, (), station.act("page.reading_failed", "x"))

    process.read_due(station)

    assert lane.attempts == [Attempt.AS_CAPTURED]
    assert counter.pages(home)[0].state is PageState.DEGRADED


def test_cancel_read_ends_the_page_in_work_and_leaves_it_captured(
    lane: Lane, tmp_path: Path
) -> None:
    begun = tmp_path / "begun"
    counter, station, home = counter_with(lane, f"hang {begun}".encode())
    token = CancelToken()
    cancel_when_begun(begun, token)

    with pytest.raises(JobCancelled):
        process.read_dossier(station, home, cancel=token)

    page = counter.pages(home)[0]
    assert (page.state, page.attempts) == (PageState.CAPTURED, 0)
    assert lane.submit(os.getpid).result() > 0


def cancel_when_begun(begun: Path, token: CancelToken) -> None:
    def watch() -> None:
        while not begun.exists():
            time.sleep(0.02)
        token.cancel()

    threading.Thread(target=watch, daemon=True).start()


def workshop(lane: Lane) -> Workshop:
    return Workshop(InspectingLane(lane), Shelf(), Identity("tram-1", "cb", "H26"), lambda: START)


class InspectingLane:
    """Reads in processes; looks into files and builds PDFs like the station in memory."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._rest = CounterStation().reader

    def submit(self, job: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return (self._lane if job is workers.read_page else self._rest).submit(job, *args, **kwargs)

    def close(self) -> None:
        """Closed by the test."""


def test_cancel_digitize_ends_the_pages_in_work_and_leaves_no_file(
    lane: Lane, tmp_path: Path
) -> None:
    begun, folder = tmp_path / "begun", tmp_path / "in"
    folder.mkdir()
    for name in ("1.png", "2.png", "3.png"):
        (folder / name).write_bytes(b"\x89PNG hang " + str(begun).encode())
    token = CancelToken()
    cancel_when_begun(begun, token)

    with pytest.raises(JobCancelled):
        digitize(workshop(lane), [folder], tmp_path / "out", cancel=token)

    assert list((tmp_path / "out").iterdir()) == []
    assert lane.submit(os.getpid).result() > 0


@pytest.mark.expects_log_warnings
def test_digitize_page_that_hangs_holds_up_no_other_file(lane: Lane, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, page in (("1.png", b"hang once"), ("2.png", b"kill"), ("3.png", b"three")):
        (folder / name).write_bytes(b"\x89PNG " + page)
    told: list[Progress] = []

    result = digitize(workshop(lane), [folder], tmp_path / "out", on_progress=told.append)

    assert [(d.pdf, d.pages[0].error_code) for d in result.documents] == [
        ("1.pdf", "job.timeout"),
        ("2.pdf", "job.worker_died"),
        ("3.pdf", ""),
    ]
    assert told[0].seconds_left is None
    assert any(progress.seconds_left is not None for progress in told)


# --- what a degraded page means for its dossier ------------------------------------------


def picture(kind: str) -> bytes:
    target = io.BytesIO()
    page = Image.new("RGB", PAPER, (250, 246, 235))
    page.paste((180, 20, 30), (200, 300, 700, 800))
    page.save(target, kind, dpi=(150, 150))
    return target.getvalue()


@pytest.mark.expects_log_warnings
def test_build_dossier_with_a_poison_page_keeps_its_picture_in_the_pdf() -> None:
    lane = Lane(read_poisonous_picture)
    lane.lane = ProcessLane(1)
    counter = CounterStation()
    home = counter.add_unread([picture("PNG")])
    station = replace(counter.station, cpu=lane)

    process.read_dossier(station, home)
    review.finish_review(station, home)
    files = assemble.build(station, home)

    lane.close()
    page = counter.pages(home)[0]
    assert (page.state, page.flags) == (PageState.DEGRADED, ("ocr_failed",))
    with pikepdf.open(io.BytesIO(counter.vault.get(home, files[0].blob))) as pdf:
        box = [round(float(edge)) for edge in pdf.pages[0].mediabox]
        assert len(pdf.pages[0].get_images()) == 1
    assert box == [0, 0, round(PAPER[0] * 72 / SCANNED_DPI), round(PAPER[1] * 72 / SCANNED_DPI)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF"])
def test_read_page_as_captured_gives_picture_layers_and_a_blank_reading(kind: str) -> None:
    order = ReadOrder(
        picture(kind),
        0,
        0,
        Knowledge(
            (),
        ),
        60.0,
        attempt=Attempt.AS_CAPTURED,
    )

    outcome = workers.read_page(order)

    with Image.open(io.BytesIO(outcome.clean)) as shown:
        red, green, blue = shown.convert("RGB").resize((124, 175)).getpixel((45, 55))  # type: ignore[misc]
    assert red > 150 > green + blue
    assert Flag.OCR_FAILED in outcome.reading.flags
    assert outcome.reading.text.lines == ()
    assert abs(outcome.reading.width_px / outcome.reading.dpi - PAPER[0] / 150) < 0.05


def degraded_dossier(lane: Lane) -> tuple[CounterStation, Station, DossierId]:
    """Two pages, of which the second cannot even be decoded."""
    counter, station, home = counter_with(lane, b"one", b"kill broken")
    process.read_dossier(station, home)
    return counter, station, home


@pytest.mark.expects_log_warnings
def test_finish_review_page_without_any_picture_is_refused_by_number(lane: Lane) -> None:
    counter, station, home = degraded_dossier(lane)

    with pytest.raises(review.PageWithoutPicture) as caught:
        review.finish_review(station, home)

    assert caught.value.code == "page.no_picture"
    assert caught.value.detail == "pages: 2"
    assert counter.store.dossier(home).state is DossierState.OPEN


@pytest.mark.expects_log_warnings
def test_set_left_out_broken_page_lets_the_dossier_be_finished(lane: Lane) -> None:
    counter, station, home = degraded_dossier(lane)

    review.set_left_out(station, counter.pages(home)[1].id, left_out=True)
    review.finish_review(station, home)
    files = assemble.build(counter.station, home)

    assert len(files) == 1
    assert counter.store.dossier(home).state is DossierState.BUILT
    assert "page.left_out" in [entry.act.action for entry in counter.store.audit_entries()]


@pytest.mark.expects_log_warnings
def test_set_left_out_and_back_refuses_the_review_again(lane: Lane) -> None:
    counter, station, home = degraded_dossier(lane)
    broken = counter.pages(home)[1]

    review.set_left_out(station, broken.id, left_out=True)
    page = review.set_left_out(station, broken.id, left_out=False)

    assert set(page.flags) - {TO_COMPARE} == set(broken.flags)
    with pytest.raises(review.PageWithoutPicture):
        review.finish_review(station, home)


@pytest.mark.expects_log_warnings
def test_set_left_out_page_with_a_picture_is_refused(lane: Lane) -> None:
    counter, station, home = degraded_dossier(lane)

    with pytest.raises(IllegalStep):
        review.set_left_out(station, counter.pages(home)[0].id, left_out=True)


@pytest.mark.expects_log_warnings
def test_finish_review_with_every_page_left_out_has_no_pages(lane: Lane) -> None:
    counter, station, home = counter_with(lane, b"kill broken")
    process.read_dossier(station, home)
    review.set_left_out(station, counter.pages(home)[0].id, left_out=True)

    with pytest.raises(review.NoPages):
        review.finish_review(station, home)


@pytest.mark.expects_log_warnings
def test_read_dossier_tries_a_page_without_a_picture_again(lane: Lane) -> None:
    counter, station, home = degraded_dossier(lane)
    lane.attempts.clear()

    process.read_dossier(station, home)

    assert lane.attempts == [Attempt.AS_CAPTURED]
    assert counter.pages(home)[1].state is PageState.DEGRADED
