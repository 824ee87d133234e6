"""Where files of a watched folder go: one dossier, a new one for each, or as separators say.

A kill between opening a dossier and keeping its file leaves no empty one behind: its id follows
from the arrival of the file, so the next try finds it and goes on with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from app.domain.dossier import DossierState
from app.domain.ids import DossierId, PageId, uuid8_of
from app.domain.officer import Right
from app.domain.page import Page
from app.domain.separation import SeenPage, SeparationRules, sort_stack
from app.errors import IllegalStep, LibraryError, NotFound
from app.services.access import require
from app.services.capture import new_dossier
from app.services.import_files import Source, save_source
from app.services.separation import Sorter, separate
from app.services.separation_goals import goal_of
from app.services.separator_look import SeparatorLook, SeparatorOrder, look_for_separators, marks_of
from app.services.station import Station
from app.shared_bytes import SharedBytes


class Place(Protocol):
    """Keeps a file where it belongs."""

    def __call__(self, station: Station, source: Source, /) -> list[Page]:
        """Give its pages, which are durable then."""
        ...


@runtime_checkable
class GoesOn(Protocol):
    """A place that has something left to do after a kill, though the pages are durable."""

    def go_on(self, station: Station, page: Page) -> None:
        """Finish what was begun with the file that gave this page."""
        ...


def into_dossier(dossier_id: DossierId) -> Place:
    """Everything goes into one open dossier."""

    def keep(station: Station, source: Source) -> list[Page]:
        require(station, Right.CAPTURE, dossier_id)
        if station.store.dossier(dossier_id).state is not DossierState.OPEN:
            raise IllegalStep("pages can be added to an open dossier only")
        return save_source(station, dossier_id, source)

    return keep


def into_new_dossiers(procedure_code: str = "") -> Place:
    """Each file becomes a dossier of its own."""

    def keep(station: Station, source: Source) -> list[Page]:
        return save_source(station, _own_dossier(station, source, procedure_code), source)

    return keep


@dataclass(frozen=True, slots=True)
class IntoSeparated:
    """Each file is a stack: covers and separator sheets in it say where its pages go.

    A signed file is one thing and becomes a dossier of its own.
    """

    procedure_code: str = ""
    rules: SeparationRules = field(default_factory=SeparationRules)

    def __call__(self, station: Station, source: Source, /) -> list[Page]:
        """Keep the stack, then sort it; one undo takes the sorting back."""
        if source.info.signed:
            return save_source(station, _own_dossier(station, source, self.procedure_code), source)
        home = self._home(station, source)
        pages = save_source(station, home, source)
        with Sorter(station, home, self.rules) as sorter:
            for page in pages:
                sorter.page_saved(page)
            sorter.finish()
        return [station.store.page(page.id) for page in pages]

    def go_on(self, station: Station, page: Page) -> None:
        """Sort what lies in one dossier with the page still; sorted pages stay as they are."""
        home = page.dossier_id
        together = [each.id for each in station.store.pages(home) if each.raw == page.raw]
        if station.store.dossier(home).state is DossierState.OPEN:
            separate(station, home, self.rules, pages=together)

    def _home(self, station: Station, source: Source) -> DossierId:
        """The dossier that the first page names, else an own one, so that none is left empty."""
        named = named_home(station, source.data, self.rules)
        return named[0] if named else _own_dossier(station, source, self.procedure_code)


def named_home(station: Station, data: SharedBytes, rules: SeparationRules) -> list[DossierId]:
    """The dossier that the first page of a stack names, none where it has to be a new one."""
    order = SeparatorOrder(data, 0, patches=False, codes=bool(rules.prefixes), blank=False)
    try:
        look: SeparatorLook = station.cpu.submit(look_for_separators, order).result()
    except LibraryError:
        look = SeparatorLook()
    first = SeenPage(PageId("first"), marks=marks_of(look, rules))
    (run,) = sort_stack((first,), rules).runs
    return goal_of(station, run.cover) if run.cover is not None else []


def _own_dossier(station: Station, source: Source, procedure_code: str) -> DossierId:
    """A dossier for this file alone; one that a kill left empty is it."""
    if not source.arrival:
        return new_dossier(station, procedure_code=procedure_code).id
    name = f"sohoa arrival {station.identity.station_id} {source.arrival}"
    own = DossierId(uuid8_of(name))
    try:
        found = station.store.dossier(own)
    except NotFound:
        return new_dossier(station, procedure_code=procedure_code, dossier_id=own).id
    is_empty = not station.store.pages(own) and not station.store.trashed_pages(own)
    if is_empty and found.state is DossierState.OPEN:
        return own
    return new_dossier(station, procedure_code=procedure_code).id
