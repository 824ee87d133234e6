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
from ocr.recognition.gather import Symbol, page_of, word_of
from ocr.recognition.ladder import Engine, best_reading
from ocr.recognition.languages import in_other_languages
from ocr.recognition.second_look import with_second_look
from ocr.recognition.tesseract_data import (
    BLOCK_SEGMENTATION,
    LANGUAGE,
    SEPARATOR,
    WHITELIST_SETTING,
)
from ocr.scale import resized, working_scale
from ocr.source import Pixels
from ocr.words import PageText, Word


def library_version() -> str:
    """Version of the Tesseract bundled with tesserocr."""
    return str(tesserocr.tesseract_version()).split()[1]


class TesseractLibrary:
    """Engine in this process; loads each model once and keeps it.

    Not to be shared between threads or sent to another process.
    """

    def __init__(
        self, tessdata: Path, psm: int | None = None, others: tuple[str, ...] = ()
    ) -> None:
        self._tessdata = tessdata
        self._psm = psm
        self._others = others
        self._apis: dict[str, Any] = {}  # Any: tesserocr has no type information

    @property
    def version(self) -> str:
        """Library, its version and the models."""
        return f"tesserocr {library_version()} {SEPARATOR.join((LANGUAGE, *self._others))}"

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

        def other(piece: Pixels) -> PageText:
            left_s = max(0.001, ends - time.monotonic())
            return self._read_block(piece, "", left_s, SEPARATOR.join(self._others))

        if self._psm is not None:
            text = page(image, dpi, self._psm)
        else:
            text = best_reading(image, dpi, Engine(page, line))
        text = in_other_languages(image, dpi, text, other, languages=self._others)
        return with_second_look(image, text, line)

    def _read_page(self, image: Pixels, dpi: int, psm: int, timeout_s: float) -> PageText:
        scale = working_scale(image, dpi)
        try:
            api = self._engine(LANGUAGE)
            api.SetPageSegMode(psm)
            api.SetImage(Image.fromarray(resized(image, scale)))
            api.SetSourceResolution(round(dpi * scale))
            if not api.Recognize(max(1, int(1000 * timeout_s))):
                raise RecognitionTimeout("no result in time")
            return page_of(_lines(api, scale))
        except (RuntimeError, ValueError, OSError) as error:
            raise RecognitionFailed(f"tesserocr: {type(error).__name__}") from error
        finally:
            self._clear(LANGUAGE)

    def read_block(self, image: Pixels, characters: str, timeout_s: float) -> PageText:
        """Read a crop with few characters; see `ocr.recognition.recognise.Recogniser`."""
        return self._read_block(image, characters, timeout_s, LANGUAGE)

    def _read_block(
        self, image: Pixels, characters: str, timeout_s: float, language: str
    ) -> PageText:
        try:
            api = self._engine(language)
            api.SetVariable(WHITELIST_SETTING, characters)
            api.SetPageSegMode(BLOCK_SEGMENTATION)
            api.SetImage(Image.fromarray(image))
            if not api.Recognize(max(1, int(1000 * timeout_s))):
                raise RecognitionTimeout(f"no result within {timeout_s:.0f} s")
            return page_of(_lines(api, 1.0))
        except (RuntimeError, ValueError, OSError) as error:
            raise RecognitionFailed(f"tesserocr: {type(error).__name__}") from error
        finally:
            if language in self._apis:
                self._apis[language].SetVariable(WHITELIST_SETTING, "")
            self._clear(language)

    def _engine(self, language: str) -> Any:  # Any: tesserocr has no type information
        if language not in self._apis:
            api = tesserocr.PyTessBaseAPI(path=str(self._tessdata), lang=language)
            self._apis[language] = api
        return self._apis[language]

    def _clear(self, language: str) -> None:
        if language in self._apis:
            self._apis[language].Clear()

    def close(self) -> None:
        """Give the memory of the models back."""
        for api in self._apis.values():
            api.End()
        self._apis.clear()


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
            text, percent = item.GetUTF8Text(level), item.Confidence(level)
            yield line, word_of(text, box, percent, scale, symbols=_symbols(item))


def _symbols(item: Any) -> Iterator[Symbol]:  # Any: as above
    """Characters of the word that the iterator stands on; leaves it on the last of them."""
    level = tesserocr.RIL.SYMBOL
    while True:
        box = item.BoundingBox(level)
        if box is None:
            return
        yield item.GetUTF8Text(level), box, item.Confidence(level)
        if item.IsAtFinalElement(tesserocr.RIL.WORD, level) or not item.Next(level):
            return
