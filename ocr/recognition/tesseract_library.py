"""Tesseract inside this process (tesserocr): no start per page, and a real time bound."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import tesserocr
from PIL import Image

from ocr.errors import RecognitionFailed, RecognitionTimeout
from ocr.recognition.gather import page_of, word_of
from ocr.recognition.ladder import Engine, best_reading
from ocr.recognition.tesseract_data import BLOCK_SEGMENTATION, LANGUAGE, WHITELIST_SETTING
from ocr.scale import resized, working_scale
from ocr.source import Pixels
from ocr.words import PageText, Word


def library_version() -> str:
    """Version of the Tesseract bundled with tesserocr."""
    return str(tesserocr.tesseract_version()).split()[1]


class TesseractLibrary:
    """Engine in this process; loads the model once and keeps it.

    Not to be shared between threads or sent to another process.
    """

    def __init__(self, tessdata: Path, psm: int | None = None) -> None:
        self._tessdata = tessdata
        self._psm = psm
        self._api: Any = None  # Any: tesserocr has no type information

    @property
    def version(self) -> str:
        """Library, its version and the model."""
        return f"tesserocr {library_version()} {LANGUAGE}"

    def recognise(self, image: Pixels, dpi: int, timeout_s: float) -> PageText:
        """Read a page; see `ocr.recognition.recognise.Recogniser`.

        Raises:
            RecognitionTimeout: The bound was reached.
            RecognitionFailed: The engine broke on this page.
        """
        ends = time.monotonic() + timeout_s

        def page(picture: Pixels, picture_dpi: int, psm: int) -> PageText:
            left_s = max(0.001, ends - time.monotonic())
            return self._read_page(picture, picture_dpi, psm, left_s)

        def line(piece: Pixels) -> PageText:
            return self.read_block(piece, "", max(0.001, ends - time.monotonic()))

        if self._psm is not None:
            return page(image, dpi, self._psm)
        return best_reading(image, dpi, Engine(page, line))

    def _read_page(self, image: Pixels, dpi: int, psm: int, timeout_s: float) -> PageText:
        scale = working_scale(image, dpi)
        try:
            api = self._engine()
            api.SetPageSegMode(psm)
            api.SetImage(Image.fromarray(resized(image, scale)))
            api.SetSourceResolution(round(dpi * scale))
            if not api.Recognize(max(1, int(1000 * timeout_s))):
                raise RecognitionTimeout("no result in time")
            return page_of(_lines(api, scale))
        except (RuntimeError, ValueError, OSError) as error:
            raise RecognitionFailed(f"tesserocr: {type(error).__name__}") from error
        finally:
            if self._api is not None:
                self._api.Clear()

    def read_block(self, image: Pixels, characters: str, timeout_s: float) -> PageText:
        """Read a crop with few characters; see `ocr.recognition.recognise.Recogniser`."""
        try:
            api = self._engine()
            api.SetVariable(WHITELIST_SETTING, characters)
            api.SetPageSegMode(BLOCK_SEGMENTATION)
            api.SetImage(Image.fromarray(image))
            if not api.Recognize(max(1, int(1000 * timeout_s))):
                raise RecognitionTimeout(f"no result within {timeout_s:.0f} s")
            return page_of(_lines(api, 1.0))
        except (RuntimeError, ValueError, OSError) as error:
            raise RecognitionFailed(f"tesserocr: {type(error).__name__}") from error
        finally:
            if self._api is not None:
                self._api.SetVariable(WHITELIST_SETTING, "")
                self._api.Clear()

    def _engine(self) -> Any:  # Any: tesserocr has no type information
        if self._api is None:
            self._api = tesserocr.PyTessBaseAPI(path=str(self._tessdata), lang=LANGUAGE)
        return self._api

    def close(self) -> None:
        """Give the memory of the model back."""
        if self._api is not None:
            self._api.End()
            self._api = None


def _lines(api: Any, scale: float) -> Iterator[list[Word]]:  # Any: tesserocr is not typed
    for _, words in groupby(_numbered_words(api, scale), key=lambda pair: pair[0]):
        yield [word for _, word in words]


def _numbered_words(api: Any, scale: float) -> Iterator[tuple[int, Word]]:  # Any: as above
    iterator = api.GetIterator()
    if iterator is None:
        return
    level = tesserocr.RIL.WORD
    line = 0
    for item in tesserocr.iterate_level(iterator, level):
        if item.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
            line += 1
        box = item.BoundingBox(level)
        if box is not None:
            text = item.GetUTF8Text(level)
            yield line, word_of(text, box, item.Confidence(level), scale)
