"""Which dossier the pages of a stack go to, and opening the one that a cover names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.cover_code import Cover, CoverKind, dossier_of_blank
from app.domain.dossier import Dossier, DossierState
from app.domain.ids import DossierId, PageId
from app.domain.officer import Right
from app.domain.separation import DossierRun
from app.errors import NotFound, StationError
from app.services.access import require
from app.services.page_edit_base import require_open
from app.services.station import Station


@dataclass(frozen=True, slots=True)
class SortedDossier:
    """Where pages of a stack have gone.

    Attributes:
        code: What the cover names it by, "" for the dossier that was scanned to.
        is_new: It was opened because of the cover.
        pages: All its pages of this stack, separators too.
        paper: How many of them are paper.
        expected: Pages that the officer counted for the dossier, 0 = not counted.
        lying: Pages of paper that it holds now.
        refused: Why the pages are not in the dossier that the cover names, "" where they are:
            the code of an error. They are in a new dossier without a code then.
    """

    dossier_id: DossierId
    code: str
    is_new: bool
    pages: tuple[PageId, ...]
    paper: int
    expected: int = 0
    lying: int = 0
    refused: str = ""

    @property
    def is_miscounted(self) -> bool:
        """Whether the dossier holds another number of pages than were counted."""
        return bool(self.expected) and self.expected != self.lying


Placed = tuple[SortedDossier, DossierRun]


def goal_of(station: Station, cover: Cover) -> list[DossierId]:
    """The dossier that a stack which begins with this cover can be taken into at once.

    None where it would have to be opened under a code: then any new one takes the code. A blank
    cover opens its dossier, which is the same however often it is read.
    """
    found = _dossiers_of(station, cover)
    usable = [each.id for each in found if not _refusal(station, each)]
    if not found and cover.kind is CoverKind.BLANK:
        return [_opened(station, cover)]
    return usable[:1]


def placed(station: Station, home: DossierId, run: DossierRun) -> Placed:
    """The dossier that a run goes to; it is opened where it is not there.

    A slip moves pages only into a dossier that is there and open.
    """
    ids = tuple(page.page_id for page in run.pages)
    there = SortedDossier(home, "", is_new=False, pages=ids, paper=len(run.paper))
    if run.cover is None:
        return there, run
    named = replace(there, code=run.cover.name)
    found = _dossiers_of(station, run.cover)
    usable = [each for each in found if not _refusal(station, each)]
    if usable:
        return replace(named, dossier_id=usable[0].id), run
    if run.cover.kind is CoverKind.SLIP:
        return there, run
    if not found and _takes_name(station, home, run):
        return named, run
    cover = replace(run.cover, kind=CoverKind.ID) if found else run.cover
    refused = _refusal(station, found[0]) if found else ""
    made = _opened(station, cover)
    return replace(named, dossier_id=made, is_new=True, refused=refused), run


def _dossiers_of(station: Station, cover: Cover) -> list[Dossier]:
    """Dossiers that a cover names, those that are open first, the newest of them first."""
    match cover.kind:
        case CoverKind.CODE | CoverKind.SLIP:
            rows = [row.dossier for row in station.store.dossier_rows()]
            found = [each for each in rows if each.code == cover.name]
        case CoverKind.ID | CoverKind.BLANK:
            is_blank = cover.kind is CoverKind.BLANK
            name = dossier_of_blank(cover.name) if is_blank else DossierId(cover.name.lower())
            try:
                found = [station.store.dossier(name)]
            except NotFound:
                found = []
    found.sort(key=lambda each: each.created_at, reverse=True)
    return sorted(found, key=lambda each: each.state is not DossierState.OPEN)


def _refusal(station: Station, dossier: Dossier) -> str:
    """Why pages cannot be added to a dossier, "" when they can."""
    try:
        require(station, Right.CAPTURE, dossier.id)
        require_open(station, dossier.id)
    except StationError as error:
        return error.code
    return ""


def _takes_name(station: Station, home: DossierId, run: DossierRun) -> bool:
    """Let the dossier that was scanned to take the code of a cover.

    Only one without a code whose first page is the cover does: no paper that lay there before
    gets under another name.
    """
    cover, lying = run.cover, station.store.pages(home)
    is_first = bool(lying) and lying[0].id == run.pages[0].page_id
    dossier = station.store.dossier(home)
    if cover is None or cover.kind is not CoverKind.CODE or dossier.code or not is_first:
        return False
    procedure = dossier.procedure_code or _known_procedure(station, cover.procedure)
    act = station.act("dossier.code_from_cover", home)
    station.store.set_dossier_codes(home, cover.name, procedure, act)
    return True


def _opened(station: Station, cover: Cover) -> DossierId:
    """Open the dossier of a cover; one that was refused gets neither the code nor the name."""
    is_blank = cover.kind is CoverKind.BLANK
    dossier = Dossier(
        id=dossier_of_blank(cover.name) if is_blank else DossierId(station.new_id()),
        code=cover.name if cover.kind is CoverKind.CODE else "",
        procedure_code=_known_procedure(station, cover.procedure),
        state=DossierState.OPEN,
        revision=1,
        created_at=station.stamp(),
    )
    station.store.add_dossier(dossier, station.act("dossier.created", dossier.id, note="cover"))
    require(station, Right.CAPTURE, dossier.id)
    return dossier.id


def _known_procedure(station: Station, code: str) -> str:
    """A procedure of the catalogue, "" for one that it does not know."""
    if not code:
        return ""
    try:
        station.catalog.procedure(code)
    except StationError:
        return ""
    return code
