"""Page images of received files for the web pages: rendered once, kept on the disk.

Runs on: any thread. PDFium is not thread-safe, so one lock guards it. Files are hostile: bounds
on pages, pixels and size of the picture.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
from PIL import Image

from app.receiver.files import is_pdf

MAX_PAGES = 60
_WIDTH_PX = 1000
_MAX_HEIGHT_PX = 4000
_MAX_SOURCE_PX = 120_000_000
_FORMATS = ("JPEG", "PNG")


class NoPicture(Exception):
    """There is no picture of this page; never leaves the receiver."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures below `root`, one PNG per page."""

    root: Path
    lock: threading.Lock = field(default_factory=threading.Lock)

    def page_count(self, source: Path) -> int:
        """Pages of a file that can be shown, 0 when it is no PDF or image."""
        try:
            if is_pdf(source):
                with self.lock, pypdfium2.PdfDocument(source) as document:
                    return min(len(document), MAX_PAGES)
            with Image.open(source, formats=_FORMATS) as image:
                return 1 if image.width * image.height <= _MAX_SOURCE_PX else 0
        except (pypdfium2.PdfiumError, OSError, ValueError, Image.DecompressionBombError):
            return 0

    def png(self, source: Path, page: int) -> bytes:
        """PNG of page `page` (from 0), about 1000 px wide.

        Raises:
            NoPicture: No such page, or it cannot be rendered.
        """
        target = self.root / source.parent.name / f"{source.name}-{page}.png"
        with self.lock:
            if not target.exists():
                self._render(source, page, target)
            return target.read_bytes()

    def _render(self, source: Path, page: int, target: Path) -> None:
        try:
            image = _pdf_page(source, page) if is_pdf(source) else _image_page(source, page)
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_suffix(".new")
            image.save(draft, "PNG")
            draft.replace(target)
        except (
            pypdfium2.PdfiumError,
            OSError,
            ValueError,
            MemoryError,
            Image.DecompressionBombError,
        ) as error:
            raise NoPicture(type(error).__name__) from error


def _pdf_page(source: Path, number: int) -> Image.Image:
    with pypdfium2.PdfDocument(source) as document:
        if not 0 <= number < min(len(document), MAX_PAGES):
            raise NoPicture("no such page")
        page = document[number]
        width, height = page.get_size()
        scale = min(_WIDTH_PX / max(width, 1), _MAX_HEIGHT_PX / max(height, 1))
        picture: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
        return picture


def _image_page(source: Path, number: int) -> Image.Image:
    if number != 0:
        raise NoPicture("no such page")
    with Image.open(source, formats=_FORMATS) as image:
        if image.width * image.height > _MAX_SOURCE_PX:
            raise NoPicture("too many pixels")
        image.thumbnail((_WIDTH_PX, _MAX_HEIGHT_PX))
        return image.convert("RGB")
