"""Pages that need more memory than a worker may take, on real workers: each costs itself only."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from app.domain.dossier import DossierState
from app.domain.page import PageState
from app.jobs import ProcessLane
from app.services import assemble, process, review
from app.worker_process import Allowance
from tests.fakes.counter_station import CounterStation

BOUND_MB = 520
"""A sheet of A3 at 400 dpi needs some 700 MB to be cleaned and 430 to be packed as it is; A4 at
200 dpi is read with less."""
SAMPLE = Path(__file__).parents[2] / "resources/samples/khai-sinh/02-to-khai-khai-sinh.jpg"

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the bound is the one of Linux"),
    pytest.mark.tesseract,
]


@pytest.fixture(scope="module")
def lane() -> Iterator[ProcessLane]:
    lane = ProcessLane(1, timeout_s=120.0, allowance=Allowance(memory_mb=BOUND_MB))
    yield lane
    lane.close()


def a4_at_200_dpi() -> bytes:
    return packed(sheet().resize((1654, 2339)), "JPEG")


def a3_at_400_dpi() -> bytes:
    wide = Image.new("RGB", (4960, 3508))
    wide.paste(sheet(), (0, 0))
    wide.paste(sheet(), (2480, 0))
    return packed(wide.resize((6614, 4677)), "JPEG")


def four_hundred_megapixels() -> bytes:
    """A small file that would be 1.2 GB of pixels."""
    return packed(Image.new("1", (20_000, 20_000), 1), "PNG")


def sheet() -> Image.Image:
    with Image.open(SAMPLE) as page:
        return page.convert("RGB")


def packed(page: Image.Image, kind: str) -> bytes:
    target = io.BytesIO()
    page.save(target, kind)
    return target.getvalue()


@pytest.mark.expects_log_warnings
def test_read_dossier_page_over_the_memory_is_kept_as_captured_and_others_are_read(
    lane: ProcessLane,
) -> None:
    counter = CounterStation()
    home = counter.add_unread([a3_at_400_dpi(), a4_at_200_dpi()])
    station = replace(counter.station, cpu=lane)

    process.read_dossier(station, home)
    review.finish_review(station, home)
    files = assemble.build(station, home)

    pages = counter.pages(home)
    assert [(page.state, page.error_code) for page in pages] == [
        (PageState.DEGRADED, "job.out_of_memory"),
        (PageState.READ, ""),
    ]
    assert pages[0].layers is not None
    assert ["ocr_failed" in page.flags for page in pages] == [True, False]
    assert files
    assert counter.store.dossier(home).state is DossierState.BUILT


@pytest.mark.expects_log_warnings
def test_read_dossier_page_of_400_megapixels_is_refused_before_it_takes_memory(
    lane: ProcessLane,
) -> None:
    counter = CounterStation()
    home = counter.add_unread([four_hundred_megapixels()])
    station = replace(counter.station, cpu=lane)

    process.read_dossier(station, home)

    assert [(page.state, page.error_code) for page in counter.pages(home)] == [
        (PageState.DEGRADED, "input.too_many_pixels")
    ]
    with pytest.raises(review.PageWithoutPicture, match="1"):
        review.finish_review(station, home)
