"""Correct: a sealed dossier goes on as a new one, with all its papers, under the same name.

The sealed dossier stays what it was. The new one is worked on, signed and sent like any other; it
is announced as the next revision, and replaces at the processing system what was accepted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain.correction import CORRECTABLE, Correction, Way, way_of
from app.domain.dossier import Dossier, DossierState, FileRole
from app.domain.ids import BlobId, DossierId, PageId
from app.domain.officer import Right
from app.domain.page import ORIGINAL_ERASED, Page
from app.domain.submission import Submission, SubmissionState
from app.errors import Advice, IllegalStep, StationError
from app.jobs import Progress
from app.services.access import require
from app.services.station import Station
from app.store.corrections_base import CopiedPage, NewRevision

CORRECTED = "dossier.corrected"


class NotCorrectable(StationError):
    """The dossier cannot be corrected now."""

    code = "correction.refused"
    advice = Advice.USER_ACTION


class CorrectionEarly(NotCorrectable):
    """Its last revision is on its way still."""

    code = "correction.under_way"


class CorrectionLate(NotCorrectable):
    """Its papers are erased at this station."""

    code = "correction.erased"


class CorrectionDoubtful(NotCorrectable):
    """Nobody knows whether its last revision was accepted."""

    code = "correction.doubtful"


def correct(
    station: Station,
    dossier_id: DossierId,
    *,
    on_progress: Callable[[Progress], None] = lambda _told: None,
) -> Dossier:
    """Open the dossier that corrects a sealed one; the same one when it is asked for again.

    Args:
        station: Ports.
        dossier_id: The sealed dossier.
        on_progress: Told after each page that is taken over.

    Returns:
        The new dossier, OPEN, with pages, fields, owner and decisions of the sealed one.

    Raises:
        IllegalStep: The dossier is not sealed, or carries a result.
        NotCorrectable: One of its subclasses says why.
        StoreDamaged: A picture of it cannot be read; nothing was changed.
    """
    require(station, Right.CAPTURE)
    known = station.store.corrected_by(dossier_id)
    if known is not None:
        return station.store.dossier(known)
    base = station.store.dossier(dossier_id)
    if base.state is not DossierState.SEALED:
        raise IllegalStep(f"correct in state {base.state.value}")
    if any(file.role is FileRole.RESULT for file in station.store.files(dossier_id)):
        raise IllegalStep("a result is signed anew, not corrected")
    made = _new_revision(station, base, on_progress)
    home, withdrawn = made.dossier.id, made.withdrawn
    acts = [
        station.act("dossier.created", home, note=f"revision {made.dossier.revision}"),
        station.act(CORRECTED, base.id, note=home),
    ]
    if withdrawn is not None:
        acts.append(station.act("submission.cancelled", withdrawn.id, note="corrected"))
    station.store.begin_correction(made, acts)
    require(station, Right.CAPTURE, home)
    return made.dossier


def _new_revision(
    station: Station, base: Dossier, on_progress: Callable[[Progress], None]
) -> NewRevision:
    newest = station.store.submissions_of(base.id)[-1]
    way = way_of(newest)
    if way not in CORRECTABLE:
        raise _refusal(way)(f"submission {newest.id} is {newest.state.value}")
    home = DossierId(station.new_id())
    before = station.store.correction(base.id)
    accepted = before.supersedes if before else ""
    correction = Correction(
        dossier_id=home,
        base_id=base.id,
        client_ref=before.client_ref if before else base.id,
        supersedes=newest.id if way is Way.REPLACE else accepted,
    )
    dossier = replace(
        base,
        id=home,
        state=DossierState.OPEN,
        revision=base.revision + 1,
        created_at=station.stamp(),
    )
    decisions = station.store.decisions(base.id)
    return NewRevision(
        dossier=dossier,
        correction=correction,
        pages=_copied(station, base.id, home, on_progress),
        owner=station.store.owner(base.id),
        decisions=tuple(replace(each, dossier_id=home) for each in decisions),
        withdrawn=_withdrawn(newest) if way is Way.WITHDRAW else None,
    )


def _refusal(way: Way) -> type[NotCorrectable]:
    match way:
        case Way.UNDER_WAY:
            return CorrectionEarly
        case Way.ERASED:
            return CorrectionLate
        case _:
            return CorrectionDoubtful


def _withdrawn(submission: Submission) -> Submission:
    return replace(submission, state=SubmissionState.CANCELLED, next_try=0.0)


def _copied(
    station: Station,
    source: DossierId,
    target: DossierId,
    on_progress: Callable[[Progress], None],
) -> tuple[CopiedPage, ...]:
    """The pages with new names, their bytes durable under the key of the new dossier."""
    pages, fields = station.store.pages(source), station.store.fields(source)
    names = {page.id: PageId(station.new_id()) for page in pages}
    copied: dict[BlobId, BlobId] = {}

    def under_key(blob: BlobId | None) -> BlobId | None:
        if blob is not None and blob not in copied:
            copied[blob] = station.vault.put(target, station.vault.get(source, blob))
        return None if blob is None else copied[blob]

    def copy_of(page: Page) -> Page:
        erased = ORIGINAL_ERASED in page.flags
        return replace(
            page,
            id=names[page.id],
            dossier_id=target,
            raw=page.raw if erased else (under_key(page.raw) or page.raw),
            clean=under_key(page.clean),
            layers=under_key(page.layers),
            reading=under_key(page.reading),
            note_of=names.get(page.note_of, "") if page.note_of else "",
        )

    made = []
    for number, page in enumerate(pages, start=1):
        own = [
            replace(each, dossier_id=target, page_id=names[page.id])
            for each in fields
            if each.page_id == page.id
        ]
        made.append(CopiedPage(copy_of(page), tuple(own)))
        on_progress(Progress(number, len(pages)))
    return tuple(made)
