"""A station with dossiers whose pages are read, for the tests of what is done to pages."""

from __future__ import annotations

from dataclasses import replace

from app.domain.field import Field
from app.domain.ids import DossierId, PageId
from app.domain.page import SHOWN_ONLY, Page
from app.domain.page_edits import layout_of
from ocr.reading import FieldReading, FieldSource, FieldState, PageReading
from tests.fakes.counter_station import CounterStation

NAME = FieldReading(
    "full_name", "Họ tên", "Nguyễn Thị Mẫu", FieldState.AMBER, 0.5, FieldSource.OCR, (1, 2, 30, 40)
)


def reading(rotation: int = 0, *fields: FieldReading) -> PageReading:
    return replace(PageReading(200, 280, 300), rotation_deg=rotation, fields=fields)


def counter(pages: int = 4, *fields: FieldReading) -> tuple[CounterStation, DossierId]:
    """A station with one dossier whose pages are read."""
    made = CounterStation()
    home = made.add_dossier([(sheet(n), reading(0, *fields)) for n in range(pages)])
    return made, home


def sheet(number: int) -> bytes:
    return b"\x89PNG sheet %d" % number


def ids(made: CounterStation, home: DossierId) -> list[PageId]:
    return [page.id for page in made.pages(home)]


def shown(made: CounterStation, page: Page) -> None:
    made.store._pages[page.id] = replace(page, flags=(*page.flags, SHOWN_ONLY))


def layouts(pages: list[Page]) -> list[tuple[object, ...]]:
    return [(page.id, layout_of(page)) for page in pages]


def two_dossiers() -> tuple[CounterStation, DossierId, DossierId]:
    made, home = counter(3, NAME)
    return made, home, made.add_dossier([(sheet(9), reading())])


def fields_of(made: CounterStation, home: DossierId, page_id: PageId) -> list[Field]:
    return [field for field in made.store.fields(home) if field.page_id == page_id]
