"""The order of steps: a page goes on whatever recognition does."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr.compression.layer_record import pack_layers, unpack_layers
from ocr.compression.layers import PageLayers, Raster, Stencil
from ocr.errors import AssemblyFailed, DamagedInput, RecognitionTimeout
from ocr.pdf.metadata import DocumentMetadata
from ocr.pipeline import PageInput, PagePart, assemble_paper, process_page
from ocr.reading import Flag
from ocr.record import reading_from_json, reading_to_json
from ocr.source import Pixels
from ocr.understanding.knowledge import Knowledge
from ocr.words import Line, PageText, Word

LAYERS = PageLayers(
    30, 40, (Raster(b"jpeg", 3, 4, (0, 0, 30, 40)),), (Stencil(b"g4 bytes", (1, 2, 3)),)
)


class Engine:
    """Reads one fixed word, or fails."""

    version = "fake 1"

    def __init__(self, error: Exception | None = None) -> None:
        self._error = error

    def recognise(self, image: Pixels, dpi: int, timeout_s: float) -> PageText:
        if self._error is not None:
            raise self._error
        return PageText((Line((Word("Giấy", (10, 10, 60, 30), 0.9),)),))

    def read_block(self, image: Pixels, characters: str, timeout_s: float) -> PageText:
        return PageText()


@pytest.fixture(scope="module")
def page_png() -> bytes:
    sheet = Image.new("RGB", (827, 1169), (250, 250, 248))
    pen = ImageDraw.Draw(sheet)
    for row in range(60, 1100, 40):
        for column in range(60, 760, 18):
            pen.rectangle((column, row, column + 9, row + 14), fill=(20, 20, 20))
    target = io.BytesIO()
    sheet.save(target, "PNG", dpi=(100, 100))
    return target.getvalue()


def test_process_page_engine_reads_gives_text_picture_and_layers(page_png: bytes) -> None:
    result = process_page(PageInput(page_png), Knowledge(), Engine())

    picture = Image.open(io.BytesIO(result.clean_jpeg))
    assert result.reading.text.text == "Giấy"
    assert result.reading.engine == "fake 1"
    assert picture.size == (result.reading.width_px, result.reading.height_px)
    assert unpack_layers(result.layers).size_bytes > 0


@pytest.mark.parametrize("engine", [Engine(RecognitionTimeout("slow")), None])
def test_process_page_without_recognition_goes_on_as_image_with_a_flag(
    page_png: bytes, engine: Engine | None
) -> None:
    result = process_page(PageInput(page_png), Knowledge(), engine)

    assert Flag.OCR_FAILED in result.reading.flags
    assert result.reading.text.text == ""
    assert result.layers


def test_process_page_resolution_told_by_the_scanner_counts(page_png: bytes) -> None:
    result = process_page(PageInput(page_png, dpi=300), Knowledge(), Engine())

    assert result.reading.dpi == 300
    assert Flag.LOW_RESOLUTION not in result.reading.flags


def test_process_page_cut_off_bytes_is_refused(page_png: bytes) -> None:
    with pytest.raises(DamagedInput):
        process_page(PageInput(page_png[: len(page_png) // 2]), Knowledge(), Engine())


def test_assemble_paper_two_pages_of_which_one_failed_makes_one_pdf(
    page_png: bytes, tmp_path: Path
) -> None:
    good = process_page(PageInput(page_png), Knowledge(), Engine())
    failed = process_page(PageInput(page_png), Knowledge(), None)
    metadata = DocumentMetadata(
        title="Giấy", doc_code="H26_VB_000001_V1", created_at=datetime(2026, 1, 1, tzinfo=UTC)
    )

    built = assemble_paper(
        [PagePart(page.layers, page.reading) for page in (good, failed)],
        metadata,
        tmp_path / "a.pdf",
    )

    assert built.page_count == 2
    assert (tmp_path / "a.pdf").stat().st_size == built.size_bytes


def test_reading_record_round_trip_keeps_everything(page_png: bytes) -> None:
    reading = process_page(PageInput(page_png), Knowledge(), Engine()).reading

    assert reading_from_json(reading_to_json(reading)) == reading


@pytest.mark.parametrize("record", [{}, {"format": 99}, {"format": 1}])
def test_reading_from_json_something_else_is_refused(record: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="reading"):
        reading_from_json(record)


def test_layers_round_trip_keeps_everything() -> None:
    assert unpack_layers(pack_layers(LAYERS)) == LAYERS


@pytest.mark.parametrize("cut", [0, 3, 10, 40])
def test_unpack_layers_cut_off_is_refused(cut: int) -> None:
    packed = pack_layers(LAYERS)

    with pytest.raises(AssemblyFailed):
        unpack_layers(packed[:cut])


def test_pixels_type_is_what_the_engine_is_given(page_png: bytes) -> None:
    seen: list[Pixels] = []

    class Watching(Engine):
        def recognise(self, image: Pixels, dpi: int, timeout_s: float) -> PageText:
            seen.append(image)
            return PageText()

    process_page(PageInput(page_png), Knowledge(), Watching())

    assert seen[-1].ndim == 2
    assert seen[-1].dtype == np.uint8
