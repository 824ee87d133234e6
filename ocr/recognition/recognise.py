"""Words of a cleaned page, by whichever Tesseract this machine has.

Two engines stand behind one protocol: the library inside this process (faster, a real time
bound) and the command (needs nothing but the system's package).
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2

from ocr.cleaning.clean import Probe
from ocr.errors import EngineMissing, LanguageMissing, OcrError, OtherLanguageMissing
from ocr.recognition.tesseract_command import TesseractCommand
from ocr.recognition.tesseract_data import (
    LANGUAGE,
    command_version,
    find_command,
    find_tessdata,
    installed_languages,
    missing_models,
    other_languages,
)
from ocr.recognition.tesseract_library import TesseractLibrary, library_version
from ocr.source import Pixels
from ocr.words import PageText

__all__ = [
    "EngineReport",
    "Recogniser",
    "TesseractCommand",
    "TesseractLibrary",
    "engine_report",
    "find_recogniser",
    "limit_engine_threads",
    "probe_with",
]

LIBRARY, COMMAND = "library", "command"
_DOUBTFUL = 0.6
ANY_CHARACTER = ""
_PROBE_TIMEOUT_S = 10.0


class Recogniser(Protocol):
    """Reads the words of one page."""

    @property
    def version(self) -> str:
        """Engine, its version and the model, for the record of the page."""
        ...

    def recognise(self, image: Pixels, dpi: int, timeout_s: float) -> PageText:
        """Read a page.

        Args:
            image: (h, w) uint8, dark text on white, upright.
            dpi: Dots per inch of `image`.
            timeout_s: Bound on the time of the engine, in seconds.

        Returns:
            Lines in reading order; boxes in pixels of `image`.

        Raises:
            RecognitionTimeout: The bound was reached.
            RecognitionFailed: The engine broke on this page.
        """
        ...

    def read_block(self, image: Pixels, characters: str, timeout_s: float) -> PageText:
        """Read a crop that is one block of lines, with these characters only.

        Args:
            image: (h, w) uint8, dark text on white, letters about 20 pixels high.
            characters: What may come out; `ANY_CHARACTER` for no restriction.
            timeout_s: Bound on the time of the engine, in seconds.

        Raises:
            RecognitionTimeout: The bound was reached.
            RecognitionFailed: The engine broke on this crop.
        """
        ...


@dataclass(frozen=True, slots=True)
class EngineReport:
    """What diagnostics show about recognition.

    Attributes:
        library: Version of the in-process engine, "" when absent.
        command: Version of the program, "" when absent.
        tessdata: Folder of the models, "" when none holds the Vietnamese one.
        languages: Models in that folder.
        used: Models that pages are read with, as in the setting.
        missing: Models that were asked for and are not there.
        problem: Technical sentence when no page can be read, "" otherwise.
    """

    library: str
    command: str
    tessdata: str
    languages: tuple[str, ...]
    used: tuple[str, ...]
    missing: tuple[str, ...]
    problem: str


def limit_engine_threads() -> None:
    """Keep Tesseract and OpenCV to one thread, whatever was imported before.

    Pages run in parallel processes; threads inside a page then only cost. The station's workers
    come with an environment that says so, programs that measure call this.
    """
    os.environ["OMP_THREAD_LIMIT"] = "1"
    cv2.setNumThreads(1)


def find_recogniser(
    prefer: str = LIBRARY, *, tessdata: Path | None = None, languages: str = LANGUAGE
) -> Recogniser:
    """Choose the engine of this machine.

    Args:
        prefer: "library" or "command"; the other one is taken when it is missing.
        tessdata: Folder of the models, searched for when None.
        languages: Models joined by "+"; lines that are not Vietnamese are read with the others.

    Raises:
        EngineMissing: Neither engine is there.
        LanguageMissing: An engine is there, the Vietnamese model is not.
        OtherLanguageMissing: Another model that `languages` names is not.
    """
    others = other_languages(languages)
    folder = find_models(tessdata, others)
    if prefer != COMMAND and _library_is_there():
        return TesseractLibrary(folder, others=others)
    try:
        return TesseractCommand(find_command(), folder, others=others)
    except EngineMissing:
        if _library_is_there():
            return TesseractLibrary(folder, others=others)
        raise


def find_models(tessdata: Path | None, others: tuple[str, ...] = ()) -> Path:
    """Folder of the models; names the larger trouble first when there is no engine at all.

    Raises:
        EngineMissing: No engine.
        LanguageMissing: An engine without the Vietnamese model.
        OtherLanguageMissing: An engine without one of the others.
    """
    try:
        return find_tessdata(tessdata, others)
    except (LanguageMissing, OtherLanguageMissing):
        if not _library_is_there():
            find_command()
        raise


def _library_is_there() -> bool:
    return importlib.util.find_spec("tesserocr") is not None


def engine_report(tessdata: Path | None = None, languages: str = LANGUAGE) -> EngineReport:
    """Versions and models for the diagnostics page; never raises."""
    library = library_version() if _library_is_there() else ""
    try:
        command = command_version(find_command())
    except EngineMissing:
        command = ""
    try:
        others = other_languages(languages)
        folder = find_tessdata(tessdata)
    except LanguageMissing as error:
        return EngineReport(library, command, "", (), (), (LANGUAGE,), error.detail)
    except OtherLanguageMissing as error:
        return EngineReport(library, command, "", (), (), (), error.detail)
    missing = missing_models(folder, others)
    problem = f"{', '.join(missing)} not in {folder}" if missing else ""
    return EngineReport(
        library,
        command,
        str(folder),
        installed_languages(folder),
        (LANGUAGE, *others),
        missing,
        problem if library or command else "no engine",
    )


def probe_with(recogniser: Recogniser) -> Probe:
    """A judge of orientation for `cleaning.clean`: how well does this block of lines read?"""

    def probe(block: Pixels) -> float:
        try:
            words = recogniser.read_block(block, ANY_CHARACTER, _PROBE_TIMEOUT_S).words
        except OcrError:
            return 0.0
        # Letters count, not words: nonsense upside down comes out as many short words.
        return sum(len(word.text) * max(0.0, word.confidence - _DOUBTFUL) for word in words) / (
            1.0 - _DOUBTFUL
        )

    return probe
