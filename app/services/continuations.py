"""Continuations: later pages of a paper are read with the type of the page that began it.

Nothing of this is kept but the fields: it all follows from the readings of the pages, and is made
again whenever the pages of a dossier change.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from app.catalog.base import CatalogError
from app.domain.ids import PageId
from app.domain.page import SIGNED_ORIGINAL, Page, PaperBreak, is_shown_only
from app.domain.paper import PageOfPaper, group_papers
from app.errors import JobCancelled, JobError, LibraryError
from app.services.continue_job import ContinueOrder
from app.services.station import ReadingOptions
from app.services.workers import NO_ENGINE
from ocr.reading import FieldReading, PageReading
from ocr.understanding.forms import PaperType
from ocr.understanding.joining import PageFields, joined
from ocr.understanding.sequence import Follows, follows
from ocr.understanding.validate import ReferenceLists
from ocr.words import PageText

log = logging.getLogger(__name__)

_PAGES_BEFORE = 3
"""How far back the block is looked for that a page goes on with."""

Readings = Mapping[PageId, PageReading]
Fields = tuple[FieldReading, ...]
FieldsOfPages = dict[PageId, Fields]


@dataclass(frozen=True, slots=True)
class LaterPage:
    """A page that goes on with a paper.

    Attributes:
        page_id: The page.
        first: The page that begins the paper.
        paper_code: Type of that page.
        before: Words of the pages of the paper just before this one.
        is_sure: The page says so itself, by its number.
    """

    page_id: PageId
    first: PageId
    paper_code: str
    before: tuple[PageText, ...]
    is_sure: bool


Breaks = Mapping[PageId, PaperBreak]
"""Where officers have said by hand whether a page begins a paper."""


def later_pages(
    pages: Sequence[PageId], readings: Readings, breaks: Breaks | None = None
) -> tuple[LaterPage, ...]:
    """Pages that go on with a paper of known type, in order.

    Args:
        pages: Pages as they lie.
        readings: What was read; nothing of a page that could not be read.
        breaks: Said by hand; a page that goes on with a paper by hand does so whatever it shows.
    """
    found = []
    said = breaks or {}
    for paper in group_papers([_place(page, readings.get(page), said) for page in pages]):
        told = follows([readings.get(page) for page in paper.pages]) if paper.paper_code else ()
        for number, verdict in enumerate(told, start=1):
            by_hand = said.get(paper.pages[number]) is PaperBreak.CONTINUES
            if verdict is Follows.NO and not (by_hand and paper.pages[number] in readings):
                continue
            before = [readings[page].text for page in paper.pages[:number] if page in readings]
            found.append(
                LaterPage(
                    page_id=paper.pages[number],
                    first=paper.pages[0],
                    paper_code=paper.paper_code,
                    before=tuple(before[-_PAGES_BEFORE:]),
                    is_sure=verdict is Follows.NUMBERED,
                )
            )
    return tuple(found)


def later_pages_of(pages: Sequence[Page], readings: Readings) -> tuple[LaterPage, ...]:
    """The same for pages of a dossier.

    Pages of a signed file go on with no paper but its own, and what is left of a paper that may
    only be shown goes on with no other.
    """
    shown = {page.id for page in pages if is_shown_only(page)}
    stacks: dict[str, list[PageId]] = {}
    for page in pages:
        stack = page.raw if SIGNED_ORIGINAL in page.flags else ""
        stacks.setdefault(stack, []).append(page.id)
    breaks = {page.id: page.break_before for page in pages}
    found = (later for stack in stacks.values() for later in later_pages(stack, readings, breaks))
    return tuple(each for each in found if each.page_id not in shown or each.first in shown)


def _place(page_id: PageId, reading: PageReading | None, breaks: Breaks) -> PageOfPaper:
    said = breaks.get(page_id, PaperBreak.AUTO)
    if reading is None:
        return PageOfPaper(page_id, "", break_before=said)
    return PageOfPaper(
        page_id,
        reading.paper.code if reading.paper else "",
        begins=reading.mark.begins,
        continues=reading.mark.continues,
        break_before=said,
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """What orders to read later pages are made with."""

    paper: Callable[[str], PaperType]
    lists: ReferenceLists
    options: ReadingOptions

    def order(self, later: LaterPage, reading: PageReading, clean: bytes) -> ContinueOrder:
        """The order for one page.

        Raises:
            CatalogError: The catalogue does not know the type any more.
        """
        return ContinueOrder(
            reading=reading,
            clean=clean,
            paper=self.paper(later.paper_code),
            before=later.before,
            lists=self.lists,
            tessdata_dir=self.options.tessdata_dir,
            languages=self.options.languages,
        )


def joined_fields(
    fields: FieldsOfPages,
    later: Sequence[LaterPage],
    found: FieldsOfPages,
    paper: Callable[[str], PaperType],
) -> FieldsOfPages:
    """Fields of all pages, those of each paper joined.

    Args:
        fields: What each page gave by itself.
        later: Pages that go on with a paper.
        found: What was read on these; a page without an entry stays as it is.
        paper: Gives a paper type by its code.
    """
    result = dict(fields)
    firsts = dict.fromkeys(each.first for each in later if each.page_id in found)
    for first in firsts:
        own = [each for each in later if each.first == first and each.page_id in found]
        pages = [PageFields(first, fields[first])]
        pages += [PageFields(each.page_id, found[each.page_id], each.is_sure) for each in own]
        together = joined(pages, paper(own[0].paper_code))
        result |= {PageId(key): told for key, told in together.items()}
    return result


def fields_of(page_id: PageId, future: Future[Fields]) -> Fields:
    """What was read on a later page; one that cannot be read gives nothing.

    Raises:
        LibraryError: The engine is missing.
        JobCancelled: Stopped.
    """
    try:
        return future.result()
    except JobCancelled:
        raise
    except (LibraryError, JobError) as error:
        if error.code in NO_ENGINE:
            raise
        log.warning("page %s: not read as a continuation: %s", page_id, error.code)
        return ()


class LaterPages:
    """Pages that come one by one; each that goes on with a paper is read while the next come.

    Args:
        reader: Makes the orders.
        start: Hands an order to a worker.
    """

    def __init__(self, reader: Reader, start: Callable[[ContinueOrder], Future[Fields]]) -> None:
        self._reader = reader
        self._start = start
        self._readings: dict[PageId, PageReading] = {}
        self._running: list[tuple[LaterPage, Future[Fields]]] = []

    def add(self, reading: PageReading, clean: bytes) -> None:
        """The next page."""
        page_id = PageId(str(len(self._readings) + 1))
        self._readings[page_id] = reading
        if reading.mark.begins:
            return
        later = later_pages(tuple(self._readings), self._readings)
        if not later or later[-1].page_id != page_id:
            return
        try:
            order = self._reader.order(later[-1], reading, clean)
        except CatalogError:
            return
        self._running.append((later[-1], self._start(order)))

    def joined(self) -> tuple[Fields, ...]:
        """Fields of each page in order, those of each paper joined; waits for what is in work."""
        found = {later.page_id: fields_of(later.page_id, future) for later, future in self._running}
        fields = {page_id: reading.fields for page_id, reading in self._readings.items()}
        later = [each for each, _ in self._running]
        return tuple(joined_fields(fields, later, found, self._reader.paper).values())
