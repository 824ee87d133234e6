"""What is read on the finished PDF is what is read on the cleaned page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest

from ocr.compression.layers import encode_layers
from ocr.intake.decode import decode_page
from ocr.pdf.pdfa import DocumentMetadata, PdfPage, assemble
from ocr.pipeline import SeenPage, read_text
from ocr.recognition.recognise import find_recogniser
from ocr.words import PageText

Pixels = npt.NDArray[np.uint8]
DPI = 300
NAME = "Nguyễn Thị Hồng Nhung"


@pytest.fixture
def read(engine_present: None, to_bytes: Callable[..., bytes]) -> Callable[[Pixels], SeenPage]:
    engine = find_recogniser()

    def see(page: Pixels) -> SeenPage:
        return read_text(decode_page(to_bytes(page, "PNG", dpi=(DPI, DPI)), 0), engine, 60.0)

    return see


def rendered(colour: Pixels, target: Path) -> Pixels:
    """The page as the PDF shows it, without its invisible text."""
    layers = encode_layers(colour, DPI)
    about = DocumentMetadata("Trang", "A", datetime(2026, 1, 1, tzinfo=UTC))
    assemble([PdfPage(layers, PageText(), layers.width, layers.height, DPI)], about, target)
    document = pypdfium2.PdfDocument(target)
    try:
        shown: Pixels = document[0].render(scale=DPI / 72).to_numpy()
        return shown[:, :, :3].copy()
    finally:
        document.close()


def test_read_rendered_page_says_what_the_page_says(
    paint: Callable[..., Pixels],
    look: Any,
    read: Callable[[Pixels], SeenPage],
    error_rate: Callable[[str, str], float],
    tmp_path: Path,
) -> None:
    page = paint(look=look(seal=True, noise=4.0, paper=(246, 240, 226)))
    page = cut(page, 1500)

    before = read(page)
    after = read(rendered(before.cleaned.colour, tmp_path / "a.pdf"))

    assert len(before.text.words) > 20
    assert error_rate(before.text.text, after.text.text) <= 0.01


def test_read_rendered_name_under_a_seal_is_still_there(
    paint: Callable[..., Pixels],
    look: Any,
    read: Callable[[Pixels], SeenPage],
    tmp_path: Path,
) -> None:
    page = cut(paint(("GIẤY XÁC NHẬN", "Chủ tịch", "", NAME, "", "Nơi nhận"), look()), 1200)
    seal = np.full_like(page, 255)
    for radius, width in ((230, 12), (170, 5)):
        cv2.circle(seal, (620, 560), radius, (60, 55, 215), width, cv2.LINE_AA)
    page = np.minimum(page, seal)

    before = read(page)
    after = read(rendered(before.cleaned.colour, tmp_path / "a.pdf"))

    assert NAME in before.text.text
    assert NAME in after.text.text


def cut(page: Pixels, height: int) -> Pixels:
    return np.ascontiguousarray(page[:height])
