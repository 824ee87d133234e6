"""The `tesseract` program, called through pytesseract: one process per page."""

from __future__ import annotations

import shlex
import time
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytesseract
from PIL import Image

from ocr.errors import EngineMissing, RecognitionFailed, RecognitionTimeout
from ocr.recognition.gather import page_of, word_of
from ocr.recognition.ladder import Engine, best_reading
from ocr.recognition.languages import in_other_languages
from ocr.recognition.tesseract_data import (
    BLOCK_SEGMENTATION,
    LANGUAGE,
    SEPARATOR,
    WHITELIST_SETTING,
    command_version,
)
from ocr.scale import resized, working_scale
from ocr.source import Pixels
from ocr.words import PageText, Word

_WORD_LEVEL = "5"
_BLOCK_DPI = 300
"""Told for crops; without it the program guesses, and warns."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How the program looks at a picture: models, dots per inch, segmentation, more settings."""

    language: str
    dpi: int
    psm: int
    settings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TesseractCommand:
    """Engine as a child process.

    Attributes:
        command: Path of the program.
        tessdata: Folder that holds the model.
        psm: Page segmentation mode of Tesseract; chosen by the page when None.
        others: Models besides the Vietnamese one.

    Words come without characters: the program tells their boxes in another form of output only,
    without confidence, and cannot give both at once without reading twice.
    """

    command: Path
    tessdata: Path
    psm: int | None = None
    others: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """Program, its version and the models."""
        models = SEPARATOR.join((LANGUAGE, *self.others))
        return f"tesseract {command_version(self.command)} {models}"

    def recognise(self, image: Pixels, dpi: int, timeout_s: float) -> PageText:
        """Read a page; see `ocr.recognition.recognise.Recogniser`.

        Raises:
            EngineMissing: The program is gone.
            RecognitionTimeout: The bound was reached; the child was killed.
            RecognitionFailed: The program ended with an error.
        """
        ends = time.monotonic() + timeout_s

        def page(picture: Pixels, picture_dpi: int, psm: int) -> PageText:
            scale = working_scale(picture, picture_dpi)
            left_s = max(0.1, ends - time.monotonic())
            look = _Look(LANGUAGE, round(picture_dpi * scale), psm)
            table = self._run(resized(picture, scale), look, left_s)
            return _page_text(table, scale)

        def line(piece: Pixels) -> PageText:
            return self.read_block(piece, "", max(0.1, ends - time.monotonic()))

        def other(piece: Pixels) -> PageText:
            look = _Look(SEPARATOR.join(self.others), _BLOCK_DPI, BLOCK_SEGMENTATION)
            table = self._run(piece, look, max(0.1, ends - time.monotonic()))
            return _page_text(table, 1.0)

        if self.psm is not None:
            text = page(image, dpi, self.psm)
        else:
            text = best_reading(image, dpi, Engine(page, line))
        return in_other_languages(image, dpi, text, other, languages=self.others)

    def read_block(self, image: Pixels, characters: str, timeout_s: float) -> PageText:
        """Read a crop with few characters; see `ocr.recognition.recognise.Recogniser`."""
        only = ("-c", f"{WHITELIST_SETTING}={characters}")
        look = _Look(LANGUAGE, _BLOCK_DPI, BLOCK_SEGMENTATION, only)
        table = self._run(image, look, timeout_s)
        return _page_text(table, 1.0)

    def _run(self, image: Pixels, look: _Look, timeout_s: float) -> str:
        pytesseract.pytesseract.tesseract_cmd = str(self.command)
        config = shlex.join(
            [
                "--tessdata-dir",
                str(self.tessdata),
                "--psm",
                str(look.psm),
                "--dpi",
                str(look.dpi),
                *look.settings,
            ]
        )
        try:
            table: str = pytesseract.image_to_data(
                Image.fromarray(image), lang=look.language, config=config, timeout=timeout_s
            )
        except pytesseract.TesseractNotFoundError as error:
            raise EngineMissing("tesseract program is gone") from error
        except (pytesseract.TesseractError, OSError, ValueError) as error:
            raise RecognitionFailed(f"tesseract: {type(error).__name__}") from error
        except RuntimeError as error:
            raise RecognitionTimeout("no result in time") from error
        return table


def _page_text(table: str, scale: float) -> PageText:
    rows = (row.split("\t") for row in table.splitlines()[1:])
    words = (row for row in rows if len(row) >= 12 and row[0] == _WORD_LEVEL)
    lines = groupby(words, key=lambda row: row[1:5])
    return page_of([_word(row, scale) for row in line] for _, line in lines)


def _word(row: list[str], scale: float) -> Word:
    left, top, width, height = (int(value) for value in row[6:10])
    box = (left, top, left + width, top + height)
    return word_of(row[11], box, float(row[10]), scale)
