"""Batches of signatures, owed times and results in memory; a part of `MemoryStore`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from app.domain.dossier import Dossier, DossierFile, DossierState
from app.domain.events import Act
from app.domain.ids import DossierId
from app.domain.result import ResultRecord
from app.domain.signing import (
    CLOSED,
    DONE,
    ItemState,
    OwedTime,
    SigningBatch,
    SigningItem,
    may_follow,
)
from app.errors import IllegalStep, NotFound
from app.store.base import StoreDamaged
from app.store.signing_base import Step
from signing.trust.records import EvidenceFacts, EvidenceRecord, make_record


class MemorySigning(ABC):
    """Rows in dictionaries; dossiers, files and audit are those of the whole store."""

    def __init__(self) -> None:
        self._batches: dict[str, SigningBatch] = {}
        self._items: dict[str, SigningItem] = {}
        self._owed: dict[tuple[DossierId, str], OwedTime] = {}
        self._results: dict[DossierId, ResultRecord] = {}
        self._evidence: list[tuple[DossierId, EvidenceRecord]] = []
        self._contents: dict[str, bytes] = {}

    @abstractmethod
    def files(self, dossier_id: DossierId) -> list[DossierFile]:
        """Files of a dossier."""

    @abstractmethod
    def save_files(
        self,
        dossier_id: DossierId,
        files: Sequence[DossierFile],
        *,
        expected: DossierState,
        to: DossierState,
        act: Act,
    ) -> None:
        """Replace files and move the dossier."""

    @abstractmethod
    def add_dossier(self, dossier: Dossier, act: Act) -> None:
        """Remember a dossier."""

    @abstractmethod
    def dossier(self, dossier_id: DossierId) -> Dossier:
        """One dossier."""

    @abstractmethod
    def record(self, act: Act) -> None:
        """Write the act down."""

    @abstractmethod
    def put_files(self, dossier_id: DossierId, files: Sequence[DossierFile]) -> None:
        """Replace the files, whatever state the dossier has."""

    def add_signing(self, batch: SigningBatch, items: Sequence[SigningItem], act: Act) -> None:
        for item in items:
            for other in self._items.values():
                same = (other.dossier_id, other.file_id) == (item.dossier_id, item.file_id)
                going_on = self._batches[other.batch_id].can_go_on
                if same and going_on and other.state not in CLOSED:
                    raise IllegalStep("in another batch")
        self._batches[batch.id] = batch
        self._items.update({item.id: item for item in items})
        self.record(act)

    def signing_batch(self, batch_id: str) -> SigningBatch:
        if batch_id not in self._batches:
            raise NotFound("batch")
        return self._batches[batch_id]

    def signing_batches(self) -> list[SigningBatch]:
        return [batch for batch in self._batches.values() if batch.can_go_on]

    def signing_items(self, batch_id: str) -> list[SigningItem]:
        return [item for item in self._items.values() if item.batch_id == batch_id]

    def save_item(self, before: SigningItem, after: SigningItem, act: Act) -> None:
        self.save_items([(before, after)], [act])

    def save_items(self, steps: Sequence[Step], acts: Sequence[Act]) -> None:
        if any(after.state in DONE for _, after in steps):
            raise IllegalStep("published together with its row")
        kept = dict(self._items)
        try:
            for before, after in steps:
                self._step(before.state, after)
        except IllegalStep:
            self._items = kept
            raise
        for act in acts:
            self.record(act)

    def _step(self, before: ItemState, after: SigningItem) -> None:
        if self._items[after.id].state is not before or not may_follow(before, after.state):
            raise IllegalStep(f"{before} to {after.state}")
        self._items[after.id] = after

    def save_batch(self, batch: SigningBatch, act: Act) -> None:
        if not self.signing_batch(batch.id).can_go_on:
            raise IllegalStep("closed")
        self._batches[batch.id] = batch
        self.record(act)

    def publish_signed(
        self,
        files: Sequence[DossierFile],
        items: Sequence[SigningItem],
        owed: Sequence[OwedTime],
        act: Act,
        evidence: Sequence[EvidenceFacts] = (),
    ) -> None:
        (home,) = {file.dossier_id for file in files} | {item.dossier_id for item in items}
        self.save_files(home, files, expected=DossierState.SIGNING, to=DossierState.SIGNED, act=act)
        for item in items:
            self._step(ItemState.VERIFIED, item)
        self._strike_out(home)
        self._owed.update({(home, each.file_id): each for each in owed})
        self._keep_evidence(home, evidence, act)

    def owed_times(self, dossier_id: DossierId | None = None) -> list[OwedTime]:
        found = [each for each in self._owed.values() if dossier_id in {None, each.dossier_id}]
        return sorted(found, key=lambda each: each.next_try)

    def save_owed(self, owed: OwedTime, act: Act | None) -> None:
        if (owed.dossier_id, owed.file_id) not in self._owed:
            raise NotFound("paid")
        self._owed[owed.dossier_id, owed.file_id] = owed
        if act is not None:
            self.record(act)

    def pay_owed(self, file: DossierFile, act: Act, evidence: Sequence[EvidenceFacts] = ()) -> None:
        if self.dossier(file.dossier_id).state is not DossierState.SIGNED:
            raise IllegalStep("not signed")
        if self._owed.pop((file.dossier_id, file.id), None) is None:
            raise IllegalStep("nothing is owed")
        kept = [file if each.id == file.id else each for each in self.files(file.dossier_id)]
        self.put_files(file.dossier_id, kept)
        self.record(act)
        self._keep_evidence(file.dossier_id, evidence, act)

    def drop_owed(self, dossier_id: DossierId, act: Act) -> None:
        self._strike_out(dossier_id)
        self.record(act)

    def _strike_out(self, home: DossierId) -> None:
        self._owed = {key: each for key, each in self._owed.items() if key[0] != home}

    def add_result(
        self,
        dossier: Dossier,
        record: ResultRecord,
        file: DossierFile,
        act: Act,
        evidence: Sequence[EvidenceFacts] = (),
    ) -> None:
        for other in self._results.values():
            same_file = not record.remote_id and other.source_sha256 == record.source_sha256
            if same_file or (record.remote_id and other.remote_id == record.remote_id):
                raise IllegalStep("taken in before")
        self.add_dossier(replace(dossier), act)
        self._results[dossier.id] = record
        self.put_files(dossier.id, [file])
        self._keep_evidence(dossier.id, evidence, act)

    def note_result(self, record: ResultRecord, act: Act) -> None:
        if record.dossier_id not in self._results:
            raise NotFound("no such result")
        self._results[record.dossier_id] = record
        self.record(act)

    def results(self) -> list[ResultRecord]:
        return list(self._results.values())

    def has_result(self, source_sha256: str) -> bool:
        return any(each.source_sha256 == source_sha256 for each in self._results.values())

    def _keep_evidence(self, home: DossierId, facts: Sequence[EvidenceFacts], act: Act) -> None:
        for each in facts:
            last = self._evidence[-1][1] if self._evidence else None
            record, contents = make_record(each, last)
            self._evidence.append((home, record))
            self._contents.update(contents)
        if facts:
            last_sha256, note = self._evidence[-1][1].sha256, f"{len(facts)} signatures"
            self.record(
                replace(act, action="evidence.kept", object_id=home, digest=last_sha256, note=note)
            )

    def evidence(self, dossier_id: DossierId | None = None) -> list[EvidenceRecord]:
        return [each for home, each in self._evidence if dossier_id in {None, home}]

    def evidence_content(self, digest: str) -> bytes:
        if digest not in self._contents:
            raise StoreDamaged("missing")
        return self._contents[digest]
