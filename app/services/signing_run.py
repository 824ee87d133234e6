"""Signing what an officer has looked at: a new batch, or the one that was left half done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.ids import DossierId, FileId
from app.domain.signing import (
    CLOSED,
    ItemState,
    SigningBatch,
    SigningItem,
    SigningPlan,
    Spot,
)
from app.jobs import CancelToken, Progress
from app.services.sign_batch import (
    BatchReport,
    cancel_batch,
    files_to_sign,
    run_batch,
    start_batch,
)
from app.services.signing_asks import Waiting, nobody_asked
from app.services.signing_line import LineRules
from app.services.station import Station


@dataclass(frozen=True, slots=True)
class SignWish:
    """What is to be signed.

    Attributes:
        dossiers: BUILT dossiers, results among them.
        plan: Who signs and how.
        seen: Digests of the bytes that were shown, by file.
        spots: Where stamps go, by file and place of the signer.
    """

    dossiers: tuple[DossierId, ...]
    plan: SigningPlan
    seen: Mapping[FileId, str] = field(default_factory=dict)
    spots: Mapping[tuple[FileId, int], Spot] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A batch that was stopped before its end.

    Attributes:
        files_left: Files that are not signed yet.
        files: All its files.
    """

    batch: SigningBatch
    dossiers: tuple[DossierId, ...]
    files_left: int
    files: int


def open_batches(station: Station) -> tuple[OpenBatch, ...]:
    """Batches that can go on, oldest first: after a restart, a stop or a pulled token."""
    found = []
    for batch in station.store.signing_batches():
        items = station.store.signing_items(batch.id)
        left = {item.file_id for item in items if item.state not in CLOSED}
        if left:
            dossiers = tuple(dict.fromkeys(item.dossier_id for item in items))
            files = len({item.file_id for item in items})
            found.append(OpenBatch(batch, dossiers, len(left), files))
    return tuple(found)


def wanted_batch(station: Station, wish: SignWish) -> SigningBatch:
    """The batch that was left half done, when it is about the same files; else a new one.

    A stopped batch that holds these dossiers alone and is another one is given up first: what it
    has signed stays.

    Raises:
        IllegalStep: A dossier is not ready, or part of a larger batch.
        LibraryError: A file is not the one that was shown.
        WrongUse: Nobody signs, or the agency before a person.
    """
    files = {
        file.id: file.sha256
        for dossier in wish.dossiers
        for file in files_to_sign(station, dossier, wish.seen)
    }
    for batch in station.store.signing_batches():
        items = station.store.signing_items(batch.id)
        if not items or not {item.dossier_id for item in items} <= set(wish.dossiers):
            continue
        same_files = {item.file_id: item.source_sha256 for item in items} == files
        if batch.plan == wish.plan and same_files and _same_spots(items, wish.spots):
            return batch
        cancel_batch(station, batch.id)
    return start_batch(station, wish.dossiers, wish.plan, seen=wish.seen, spots=wish.spots)


def _same_spots(items: Sequence[SigningItem], spots: Mapping[tuple[FileId, int], Spot]) -> bool:
    """Whether every signature that is still to be made goes where the officer wants it."""
    return all(
        item.spot == spots.get((item.file_id, item.place))
        for item in items
        if item.state in {ItemState.QUEUED, ItemState.PREPARED, ItemState.ASKED}
    )


@dataclass(frozen=True, slots=True)
class RunRules:
    """How a run is watched.

    Attributes:
        on_progress: Told how far it is, with the seconds left; in the thread of the run.
        cancel: Stops it between steps; what is signed stays.
        on_wait: Told who has to confirm on a telephone, None when nobody has to any more; in any
            thread.
        ask_code: Gives the one-time code of a signer, by name; wiped by whoever asked. May raise
            JobCancelled.
    """

    on_progress: Callable[[Progress], None]
    cancel: CancelToken
    on_wait: Callable[[Waiting | None], None] = lambda _waiting: None
    ask_code: Callable[[str], bytearray] = nobody_asked


def run_wish(
    station: Station, batch_id: str, pins: Sequence[bytearray], rules: RunRules
) -> BatchReport:
    """Sign, telling how long it will take.

    Raises:
        LibraryError: A key does not open.
        StoreError: A step could not be kept.
    Runs on: any thread but GUI.
    """
    began = station.ticks()
    first: list[int] = []

    def tell(progress: Progress) -> None:
        if not first:
            first.append(progress.done)  # signed by an earlier run: says nothing of the pace
        made = progress.done - first[0]
        left = (station.ticks() - began) / made * (progress.total - progress.done) if made else None
        rules.on_progress(Progress(progress.done, progress.total, progress.what, left))

    line = LineRules(
        station.reading.pages_at_once,
        tell,
        rules.cancel,
        on_wait=rules.on_wait,
        ask_code=rules.ask_code,
    )
    return run_batch(station, batch_id, pins, rules=line)
