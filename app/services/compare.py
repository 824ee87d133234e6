"""Compare: the papers of a dossier against each other, once all of them are read."""

from __future__ import annotations

from app.domain.field import Field, FieldSource, FieldState
from app.domain.ids import DossierId, PageId
from app.domain.page import is_left_out
from app.services.review import page_reading
from app.services.station import Station
from ocr import reading as read
from ocr.understanding.agreement import PaperFields, agreed

IDENTITY_PAPERS = frozenset(
    {"cccd_front", "cccd_back", "identity_card_2024_front", "identity_card_2024_back", "passport"}
)


def compare_papers(station: Station, dossier_id: DossierId) -> list[Field]:
    """Hold what the papers say of each person side by side.

    Always from what was read, so that the order of the pages does not matter; what an officer
    has decided speaks with the officer's word and is not changed.

    Returns:
        The fields that changed, saved.
    """
    stored = {(field.page_id, field.name): field for field in station.store.fields(dossier_id)}
    papers = []
    for page in station.store.pages(dossier_id):
        if page.reading is None or is_left_out(page):
            continue
        reading = page_reading(station, page)
        fields = tuple(
            _as_decided(field, stored.get((page.id, field.name))) for field in reading.fields
        )
        proves = reading.paper is not None and reading.paper.code in IDENTITY_PAPERS
        papers.append(PaperFields(page.id, proves, fields))
    changes = agreed(papers)
    original = {(paper.key, field.name): field for paper in papers for field in paper.fields}
    changed = []
    for key, field in stored.items():
        told = changes.get(key, original.get(key))
        if told is None or field.confirmed_by:
            continue
        compared = as_field(told, field.dossier_id, field.page_id)
        if compared != field:
            station.store.save_field(
                compared, station.act("field.compared", field.page_id, note=field.name)
            )
            changed.append(compared)
    return changed


def _as_decided(reading: read.FieldReading, stored: Field | None) -> read.FieldReading:
    """The candidate, or what an officer has made of it."""
    if stored is None or not stored.confirmed_by:
        return reading
    return read.FieldReading(
        name=stored.name,
        label=stored.label,
        value=stored.value,
        state=read.FieldState.GREEN,
        confidence=1.0,
        source=read.FieldSource(stored.source.value),
        box=stored.box,
    )


def as_field(told: read.FieldReading, dossier_id: DossierId, page_id: PageId) -> Field:
    """A candidate of a reading, bound to its page."""
    return Field(
        dossier_id=dossier_id,
        page_id=page_id,
        name=told.name,
        label=told.label,
        value=told.value,
        state=FieldState(told.state.value),
        confidence=told.confidence,
        source=FieldSource(told.source.value),
        box=told.box,
        problem=told.problem,
        alternatives=told.alternatives,
        critical=told.critical,
    )
