"""The same page gives the same bytes in every process, whatever order its sets come in."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.catalog.load import load_catalog
from app.jobs import ProcessLane
from app.services.reading_print import reading_print
from app.services.station import knowledge
from app.services.workers import (
    PageOutcome,
    PaperMetadata,
    PdfPageParts,
    ReadOrder,
    build_pdf,
    read_page,
)

SAMPLE = Path(__file__).parents[2] / "resources/samples/khai-sinh/01-phieu-tiep-nhan.jpg"
METADATA = PaperMetadata(
    "H26_VB_000001_V1", "Phiếu", "H26", "Phiếu", "000001", datetime(2025, 10, 27, tzinfo=UTC)
)


@pytest.mark.tesseract
def test_read_page_and_build_pdf_twice_give_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = ReadOrder(SAMPLE.read_bytes(), 0, 0, knowledge(load_catalog()), 120.0)

    def made(seed: str) -> tuple[PageOutcome, str, str]:
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        with closing(ProcessLane(1)) as lane:
            page = lane.submit(read_page, order).result()
            parts = (PdfPageParts(page.layers, page.reading),)
            pdf = lane.submit(build_pdf, parts, METADATA).result()
            return page, pdf.sha256, lane.submit(reading_print, "", "vie").result()

    first, second = made("1"), made("2")

    assert first == second
    assert len(first[2]) == 64
