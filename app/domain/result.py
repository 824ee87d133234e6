"""An electronic result (kết quả điện tử): made elsewhere, signed here, returned to the system."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import DossierId


class ResultOrigin(StrEnum):
    """Where a result came from."""

    FOLDER = "folder"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class ResultRecord:
    """One result in the inbox; it travels as a dossier of its own with a single file.

    Attributes:
        dossier_id: The dossier row that carries it.
        remote_id: Name that the processing system knows it by, "" for one from a folder.
        source_sha256: Digest of the file as it came; none of a folder is taken in twice.
        received_at: UTC time, ISO 8601.
        notices: Codes of what an officer should look at before signing.
        signers_before: Signatures it came with.
    """

    dossier_id: DossierId
    origin: ResultOrigin
    remote_id: str
    source_sha256: str
    received_at: str
    notices: tuple[str, ...] = ()
    signers_before: int = 0
