"""Papers that are larger than a file may be: leaner, split, or refused; never after signing."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest

from app.domain.dossier import DossierFile, DossierState, FileRole
from app.domain.ids import BlobId, DossierId, FileId
from app.jobs import InlineExecutor
from app.services import assemble, review
from app.services.file_size import FileTooLarge, Parts, build_within
from app.services.workers import PdfPageParts, leaner_layers
from ocr.reading import PageReading
from tests.fakes.counter_station import CounterStation, reading

READING = PageReading(10, 10, 300)


def pages(*sizes: int) -> Parts:
    return tuple(PdfPageParts(bytes([n % 256]) * size, READING) for n, size in enumerate(sizes))


def limited(limit: int) -> CounterStation:
    counter = CounterStation()
    options = replace(counter.station.reading, max_file_bytes=limit)
    counter.station = replace(counter.station, reading=options)
    return counter


class Builder:
    """Builds files that are a little larger than their layers, and remembers the trials."""

    def __init__(self, overhead: int = 10) -> None:
        self.overhead = overhead
        self.trials: list[tuple[int, str]] = []

    def __call__(self, parts: Parts, place: str) -> DossierFile:
        self.trials.append((len(parts), place))
        size = sum(len(part.layers) for part in parts) + self.overhead
        return DossierFile(
            FileId("f"),
            DossierId("d"),
            FileRole.SCAN,
            place,
            "application/pdf",
            BlobId("b"),
            "0" * 64,
            size,
        )


def test_build_within_small_paper_is_one_file() -> None:
    build = Builder()

    files = build_within(limited(1000).station, pages(300, 300), build)

    assert [file.name for file in files] == [""]
    assert build.trials == [(2, "")]


def test_build_within_no_limit_is_one_file() -> None:
    assert len(build_within(limited(0).station, pages(9**6), Builder())) == 1


def test_build_within_large_paper_is_split_in_order() -> None:
    build = Builder()

    files = build_within(limited(1000).station, pages(400, 400, 400, 400, 100), build)

    assert [file.name for file in files] == ["phần 1/2", "phần 2/2"]
    assert [count for count, place in build.trials if place] == [2, 3]
    assert all(file.size <= 1000 for file in files)


def test_build_within_wrong_estimate_is_tried_tighter() -> None:
    files = build_within(limited(1000).station, pages(400, 400, 400, 400), Builder(300))

    assert [file.name for file in files] == [f"phần {n}/4" for n in range(1, 5)]


def test_build_within_single_page_too_large_is_refused() -> None:
    with pytest.raises(FileTooLarge):
        build_within(limited(1000).station, pages(5000, 10), Builder())


def test_build_within_leaner_pages_may_be_one_file_again() -> None:
    counter = limited(1000)
    lane = counter.station.cpu

    class Leaning:
        """A lane whose pages become leaner."""

        def submit(self, job: Any, *arguments: Any, **options: Any) -> Future[Any]:
            if job is not leaner_layers:
                return lane.submit(job, *arguments, **options)
            return InlineExecutor().submit(lambda: arguments[0][:100])

        def close(self) -> None:
            return None

    station = replace(counter.station, cpu=Leaning())

    files = build_within(station, pages(900, 900), Builder())

    assert [(file.name, file.size) for file in files] == [("", 210)]


def test_build_names_the_parts_of_a_large_paper() -> None:
    sheets = [
        (b"\x89PNG one", reading(paper="Tờ khai đăng ký khai sinh")),
        (b"\x89PNG two", reading()),
    ]
    trial = CounterStation()
    single = _built(trial, trial.add_dossier(sheets[:1]))[0].size

    counter = limited(single)
    files = _built(counter, counter.add_dossier(sheets))

    endings = [file.name.rpartition("_")[2] for file in files]
    assert endings == [
        "to-khai-dang-ky-khai-sinh-phan-1-2.pdf",
        "to-khai-dang-ky-khai-sinh-phan-2-2.pdf",
    ]
    assert len({file.paper_code for file in files}) == 1
    assert len({file.name[:16] for file in files}) == 2


def _built(counter: CounterStation, home: DossierId) -> list[DossierFile]:
    review.finish_review(counter.station, home)
    return assemble.build(counter.station, home)


def test_build_signed_original_too_large_is_refused_and_nothing_is_built() -> None:
    counter = limited(5)
    home = counter.add_dossier([(b"\x89PNG one", reading())])
    page = counter.pages(home)[0]
    original = replace(page, flags=("signed_original",), media="application/pdf")
    counter.store.save_reading(original, (), counter.station.act("test", page.id))
    review.finish_review(counter.station, home)

    with pytest.raises(FileTooLarge):
        assemble.build(counter.station, home)

    assert counter.store.dossier(home).state is DossierState.REVIEWED
