"""What services may ask of the store about batches of signatures, owed times and results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

from app.domain.dossier import Dossier, DossierFile
from app.domain.events import Act
from app.domain.ids import DossierId
from app.domain.result import ResultRecord
from app.domain.signing import OwedTime, SigningBatch, SigningItem
from signing.trust.records import EvidenceFacts, EvidenceRecord

Step: TypeAlias = tuple[SigningItem, SigningItem]
"""An item before and after."""


class SigningRows(Protocol):
    """Signatures on their way, each step kept; nothing here is ever asked of a key twice."""

    def add_signing(self, batch: SigningBatch, items: Sequence[SigningItem], act: Act) -> None:
        """Remember a batch with all its items.

        Raises:
            IllegalStep: A file of it is in another batch that can go on.
        """
        ...

    def signing_batch(self, batch_id: str) -> SigningBatch:
        """One batch.

        Raises:
            NotFound: No such batch.
        """
        ...

    def signing_batches(self) -> list[SigningBatch]:
        """Batches that can go on, oldest first."""
        ...

    def signing_items(self, batch_id: str) -> list[SigningItem]:
        """Items of a batch, in the order they were added."""
        ...

    def save_item(self, before: SigningItem, after: SigningItem, act: Act) -> None:
        """Bring an item one step further, once.

        Raises:
            IllegalStep: It is not in the state of `before` any more, or the step is none.
        """
        ...

    def save_items(self, steps: Sequence[Step], acts: Sequence[Act]) -> None:
        """Bring several items one step further, all or none.

        Args:
            steps: Each item before and after.
            acts: What happened; written with it.

        Raises:
            IllegalStep: One is not in the state of `before` any more, or the step is none.
        """
        ...

    def save_batch(self, batch: SigningBatch, act: Act) -> None:
        """Replace the state of a batch.

        Raises:
            IllegalStep: It was done or cancelled.
        """
        ...

    def publish_signed(
        self,
        files: Sequence[DossierFile],
        items: Sequence[SigningItem],
        owed: Sequence[OwedTime],
        act: Act,
        evidence: Sequence[EvidenceFacts] = (),
    ) -> None:
        """Files replaced, items closed, debts written, dossier SIGNING -> SIGNED: all at once.

        Args:
            files: All files of one dossier, as they are from now on.
            items: VERIFIED items of that dossier.
            owed: Times that its files still lack.
            act: What happened.
            evidence: What the signatures rest on; kept for good.

        Raises:
            IllegalStep: The dossier is not SIGNING, or an item not VERIFIED.
        """
        ...

    def owed_times(self, dossier_id: DossierId | None = None) -> list[OwedTime]:
        """Debts of all dossiers, or of one, in the order they are due."""
        ...

    def save_owed(self, owed: OwedTime, act: Act | None) -> None:
        """Replace a debt; `act` None for another try in vain.

        Raises:
            NotFound: It is paid.
        """
        ...

    def pay_owed(self, file: DossierFile, act: Act, evidence: Sequence[EvidenceFacts] = ()) -> None:
        """Replace a file by the same one with its time, and strike the debt out.

        Raises:
            IllegalStep: The dossier is not SIGNED, or nothing is owed.
        """
        ...

    def drop_owed(self, dossier_id: DossierId, act: Act) -> None:
        """Strike out all debts of a dossier that goes without its time."""
        ...

    def add_result(
        self,
        dossier: Dossier,
        record: ResultRecord,
        file: DossierFile,
        act: Act,
        evidence: Sequence[EvidenceFacts] = (),
    ) -> None:
        """Remember a result: its dossier row, BUILT, with its file and what it is.

        Args:
            dossier: Carries the result.
            record: What it is.
            file: The file.
            act: What happened.
            evidence: What the verdicts about the signatures it came with rest on.

        Raises:
            IllegalStep: The system's result of that id was taken in before, or, for one from a
                folder, the same file.
        """
        ...

    def note_result(self, record: ResultRecord, act: Act) -> None:
        """Replace what an officer should know of a result (its notices).

        Raises:
            NotFound: No such result.
        """
        ...

    def results(self) -> list[ResultRecord]:
        """All electronic results, oldest first."""
        ...

    def has_result(self, source_sha256: str) -> bool:
        """Whether these bytes were taken in before."""
        ...

    def evidence(self, dossier_id: DossierId | None = None) -> list[EvidenceRecord]:
        """What signatures of all dossiers, or of one, rest on, oldest first.

        Raises:
            StoreDamaged: A link cannot be read.
        """
        ...

    def evidence_content(self, digest: str) -> bytes:
        """A certificate, revocation list or OCSP answer that evidence names.

        Raises:
            StoreDamaged: It is missing or changed.
        """
        ...
