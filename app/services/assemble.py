"""Assemble: pages of a reviewed dossier become one PDF/A per paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone

from app.domain.dossier import DossierFile, DossierState, FileRole
from app.domain.ids import DossierId, FileId, PageId
from app.domain.officer import Right
from app.domain.page import SIGNED_ORIGINAL, Page, is_left_out
from app.domain.paper import PageOfPaper, Paper, group_papers
from app.errors import IllegalStep
from app.jobs import Progress
from app.services.access import require
from app.services.file_size import build_within, require_small
from app.services.review import PageWithoutPicture, page_reading, require_pictures
from app.services.station import Station
from app.services.workers import BuiltPdf, PaperMetadata, PdfPageParts, build_pdf
from ocr.folding import fold
from ocr.reading import FieldReading, PageReading

PDF = "application/pdf"
VIETNAM = timezone(timedelta(hours=7))
OnProgress = Callable[[Progress], None]


def _ignore(_progress: Progress) -> None:
    return None


def build(
    station: Station, dossier_id: DossierId, *, on_progress: OnProgress = _ignore
) -> list[DossierFile]:
    """Make the files of a REVIEWED dossier: REVIEWED -> BUILT.

    Signed files that were imported go along byte for byte.

    Raises:
        IllegalStep: The dossier is not reviewed.
        PageWithoutPicture: A page cannot go into a PDF.
        FileTooLarge: A single page, or a signed original, is larger than a file may be.
        LibraryError: A PDF could not be written or is not conformant.
    """
    require(station, Right.BUILD, dossier_id)
    dossier = station.store.dossier(dossier_id)
    if dossier.state is not DossierState.REVIEWED:
        raise IllegalStep(f"build in state {dossier.state.value}")
    lying = station.store.pages(dossier_id)
    require_pictures(lying)
    pages = {page.id: page for page in lying if not is_left_out(page)}
    readings = {page.id: page_reading(station, page) for page in pages.values() if page.reading}
    papers = group_papers([describe(page, readings.get(page.id)) for page in pages.values()])
    require_small(station, [p for p in pages.values() if SIGNED_ORIGINAL in p.flags])
    files = [
        file
        for paper in _counted(papers, on_progress)
        for file in _build_paper(station, paper, pages, readings)
    ]
    files += _untouched(station, list(pages.values()))
    station.store.save_files(
        dossier_id,
        files,
        expected=DossierState.REVIEWED,
        to=DossierState.BUILT,
        act=station.act("dossier.build", dossier_id, note=f"{len(files)} files"),
    )
    return files


def papers_of(station: Station, dossier_id: DossierId) -> tuple[Paper, ...]:
    """The papers of a dossier as its pages lie now; each would become one file.

    Raises:
        StoreDamaged: A reading cannot be read.
    """
    pages = [page for page in station.store.pages(dossier_id) if not is_left_out(page)]
    readings = {page.id: page_reading(station, page) for page in pages if page.reading}
    return group_papers([describe(page, readings.get(page.id)) for page in pages])


def describe(page: Page, reading: PageReading | None) -> PageOfPaper:
    """What `group_papers` needs to know of a page."""
    paper = reading.paper.code if reading and reading.paper else ""
    return PageOfPaper(
        page.id,
        paper,
        holder_id(reading),
        untouchable=SIGNED_ORIGINAL in page.flags,
        begins=reading is not None and reading.mark.begins,
        continues=reading is not None and reading.mark.continues,
        break_before=page.break_before,
        note_of=page.note_of,
    )


def holder_id(reading: PageReading | None) -> str:
    """Personal id that a card page shows, "" when none was read."""
    fields: Sequence[FieldReading] = reading.fields if reading else ()
    return next((f.value for f in fields if f.name == "id_number" and f.value), "")


def _counted(papers: Sequence[Paper], on_progress: OnProgress) -> Sequence[Paper]:
    on_progress(Progress(0, len(papers)))
    return papers


def _build_paper(
    station: Station,
    paper: Paper,
    pages: dict[PageId, Page],
    readings: dict[PageId, PageReading],
) -> list[DossierFile]:
    """One file, or several parts where one would be larger than a file may be."""
    first = pages[paper.pages[0]]
    parts = tuple(_parts(station, pages[page_id], readings) for page_id in paper.pages)
    title = paper_title(station, paper.paper_code)
    created = station.now().astimezone(VIETNAM)

    def build_part(some: tuple[PdfPageParts, ...], place: str) -> DossierFile:
        number = station.store.next_number("doc_code")
        code = doc_code(station.identity.agency_code, number)
        name = f"{title} ({place})" if place else title
        metadata = PaperMetadata(
            doc_code=code,
            type_name=title,
            organ_name=station.identity.organ_name or station.identity.agency_code,
            subject=name,
            code_number=f"{number:06d}",
            created_at=created,
        )
        built = station.cpu.submit(build_pdf, some, metadata).result()
        return _file(station, first.dossier_id, built, file_name(code, created, name), paper)

    return build_within(station, parts, build_part)


def _parts(station: Station, page: Page, readings: dict[PageId, PageReading]) -> PdfPageParts:
    if page.layers is None:
        raise PageWithoutPicture(f"pages: {page.seq}")
    return PdfPageParts(station.vault.get(page.dossier_id, page.layers), readings[page.id])


def _file(
    station: Station, dossier_id: DossierId, built: BuiltPdf, name: str, paper: Paper
) -> DossierFile:
    return DossierFile(
        id=FileId(station.new_id()),
        dossier_id=dossier_id,
        role=FileRole.SCAN,
        name=name,
        media=PDF,
        blob=station.vault.put(dossier_id, built.data),
        sha256=built.sha256,
        size=len(built.data),
        paper_code=paper.paper_code,
    )


def _untouched(station: Station, pages: Sequence[Page]) -> list[DossierFile]:
    """Signed originals, once per file however many pages they have."""
    originals = {page.raw: page for page in pages if SIGNED_ORIGINAL in page.flags}
    return [_original(station, page) for page in originals.values()]


def _original(station: Station, page: Page) -> DossierFile:
    import hashlib

    data = station.vault.get(page.dossier_id, page.raw)
    return DossierFile(
        id=FileId(station.new_id()),
        dossier_id=page.dossier_id,
        role=FileRole.SIGNED_ORIGINAL,
        name=page.source,
        media=page.media,
        blob=page.raw,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        signed=True,
    )


_FRONT = " (mặt trước)"


def paper_title(station: Station, paper_code: str) -> str:
    """Official name of a paper in a file; a card is not called by one of its sides."""
    if not paper_code:
        return "Giấy tờ chưa phân loại"
    return station.catalog.paper(paper_code).title.removesuffix(_FRONT)


def doc_code(agency_code: str, number: int, version: int = 1) -> str:
    """Code of a digitized document: agency, type, six-digit number, version.

    "VB" (văn bản) stands for papers whose own type has no abbreviation.
    Source: CV 7197/BKHCN-CĐSQG annex (2025-11-29).
    """
    return f"{agency_code}_VB_{number:06d}_V{version}"


def file_name(code: str, day: datetime, title: str) -> str:
    """File name `CODE_YYYYMMDD_DESC.pdf`. Source: CV 7197/BKHCN-CĐSQG annex (2025-11-29)."""
    description = re.sub(r"[^a-z0-9]+", "-", fold(title).lower()).strip("-")[:60]
    return f"{code}_{day:%Y%m%d}_{description}.pdf"
