"""A dossier (hồ sơ) and its states."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import BlobId, DossierId, FileId


class DossierState(StrEnum):
    """States of a dossier; SEALED never changes again, a correction is a new revision."""

    OPEN = "open"
    REVIEWED = "reviewed"
    BUILT = "built"
    SIGNING = "signing"
    SIGNED = "signed"
    SEALED = "sealed"


class DossierEvent(StrEnum):
    """What can happen to a dossier."""

    REVIEW = "review"
    REOPEN = "reopen"
    BUILD = "build"
    START_SIGNING = "start_signing"
    SIGNING_FAILED = "signing_failed"
    SIGN = "sign"
    SEAL = "seal"


_TRANSITIONS: dict[tuple[DossierState, DossierEvent], DossierState] = {
    (DossierState.OPEN, DossierEvent.REVIEW): DossierState.REVIEWED,
    (DossierState.REVIEWED, DossierEvent.REOPEN): DossierState.OPEN,
    (DossierState.BUILT, DossierEvent.REOPEN): DossierState.OPEN,
    (DossierState.SIGNED, DossierEvent.REOPEN): DossierState.OPEN,
    (DossierState.REVIEWED, DossierEvent.BUILD): DossierState.BUILT,
    (DossierState.BUILT, DossierEvent.START_SIGNING): DossierState.SIGNING,
    (DossierState.SIGNING, DossierEvent.START_SIGNING): DossierState.SIGNING,
    (DossierState.SIGNING, DossierEvent.SIGNING_FAILED): DossierState.BUILT,
    (DossierState.SIGNING, DossierEvent.SIGN): DossierState.SIGNED,
    (DossierState.SIGNED, DossierEvent.SEAL): DossierState.SEALED,
}


def after(state: DossierState, event: DossierEvent) -> DossierState | None:
    """State after `event`, None when `event` is not allowed in `state`."""
    return _TRANSITIONS.get((state, event))


@dataclass(frozen=True, slots=True)
class Dossier:
    """One dossier at the counter.

    Attributes:
        code: Dossier code (mã hồ sơ) of the processing system, "" until known.
        procedure_code: Administrative procedure, "" until chosen.
        revision: From 1; a sealed revision never changes.
        created_at: UTC time, ISO 8601.
        expected_pages: Pages the officer counted, 0 when not counted.
    """

    id: DossierId
    code: str
    procedure_code: str
    state: DossierState
    revision: int
    created_at: str
    expected_pages: int = 0


class FileRole(StrEnum):
    """What a file is for the processing system."""

    SCAN = "scan"
    SIGNED_ORIGINAL = "signed_original"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class DossierFile:
    """One finished file of a dossier.

    Attributes:
        name: File name shown to the processing system; base name only.
        blob: Encrypted bytes in the vault.
        sha256: SHA-256 of the plain bytes.
        size: Size of the plain bytes.
        paper_code: Paper type, "" when unknown.
        signed: The bytes carry a verified signature.
    """

    id: FileId
    dossier_id: DossierId
    role: FileRole
    name: str
    media: str
    blob: BlobId
    sha256: str
    size: int
    paper_code: str = ""
    signed: bool = False
