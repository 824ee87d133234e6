"""The text of a PDF as four programs give it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pypdfium2

from benchmarks.peers import PeerMissing, program

_TIMEOUT_S = 60


class ExtractionFailed(Exception):
    """A program could not read the PDF."""


def _asked(command: list[str]) -> str:
    try:
        answer = subprocess.run(command, capture_output=True, check=True, timeout=_TIMEOUT_S)
    except (subprocess.SubprocessError, OSError) as error:
        raise ExtractionFailed(f"{Path(command[0]).name}: {type(error).__name__}") from error
    return answer.stdout.decode("utf-8", "replace")


def poppler_text(pdf: Path) -> str:
    """Text as `pdftotext` gives it.

    Raises:
        ExtractionFailed: It could not be read.
    """
    return _asked([program("pdftotext"), "-enc", "UTF-8", str(pdf), "-"])


def mupdf_text(pdf: Path) -> str:
    """Text as `mutool draw` gives it.

    Raises:
        ExtractionFailed: It could not be read.
    """
    return _asked([program("mutool"), "draw", "-q", "-F", "txt", str(pdf)])


def pdfminer_text(pdf: Path) -> str:
    """Text as `pdf2txt.py` gives it.

    Raises:
        ExtractionFailed: It could not be read.
    """
    return _asked([program("pdf2txt.py"), str(pdf)])


def pdfium_text(pdf: Path) -> str:
    """Text as PDFium gives it.

    Raises:
        ExtractionFailed: It could not be read.
    """
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise ExtractionFailed("PDFium cannot open the file") from error
    try:
        return "\f".join(_page_text(page) for page in document)
    finally:
        document.close()


def _page_text(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_bounded())
    finally:
        text.close()
        page.close()


EXTRACTORS: Mapping[str, Callable[[Path], str]] = MappingProxyType(
    {
        "pdftotext": poppler_text,
        "mutool": mupdf_text,
        "PDFium": pdfium_text,
        "pdfminer.six": pdfminer_text,
    }
)
_PROGRAMS = {"pdftotext": "pdftotext", "mutool": "mutool", "pdfminer.six": "pdf2txt.py"}


def installed_extractors() -> dict[str, Callable[[Path], str]]:
    """Those of `EXTRACTORS` whose programs are there."""
    return {name: extract for name, extract in EXTRACTORS.items() if _is_installed(name)}


def _is_installed(name: str) -> bool:
    if name not in _PROGRAMS:
        return True
    try:
        return bool(program(_PROGRAMS[name]))
    except PeerMissing:
        return False
