"""The job that reads later pages of papers in worker processes; see `app.services.workers`."""

from __future__ import annotations

from dataclasses import dataclass

from app.services.workers import library_errors, recogniser_for
from ocr.reading import FieldReading, PageReading
from ocr.understanding.forms import PaperType
from ocr.understanding.validate import ReferenceLists
from ocr.words import PageText


@dataclass(frozen=True, slots=True)
class ContinueOrder:
    """A page, already read, that goes on with a paper.

    Attributes:
        reading: What was read of it.
        clean: Its cleaned picture, JPEG.
        paper: Type of the paper that another page began.
        before: Words of the pages of the paper just before it, in order.
        lists: Closed lists for the rules.
        tessdata_dir: Folder with models, "" for the system's.
        languages: Models joined by "+".
    """

    reading: PageReading
    clean: bytes
    paper: PaperType
    before: tuple[PageText, ...]
    lists: ReferenceLists
    tessdata_dir: str = ""
    languages: str = "vie"


def continue_page(order: ContinueOrder) -> tuple[FieldReading, ...]:
    """Read the fields of a paper that stand on a later page of it; nothing is recognised again.

    Raises:
        LibraryError: The picture cannot be decoded, or the engine is missing.
    """
    from ocr.pipeline import ReadPage, read_as_continuation

    with library_errors():
        page = ReadPage(order.reading, order.clean, order.before)
        recogniser = recogniser_for(order.tessdata_dir, order.languages)
        return read_as_continuation(page, order.paper, order.lists, recogniser)
