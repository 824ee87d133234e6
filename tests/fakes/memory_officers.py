"""Officers and dossiers in their hands, in memory; a part of `MemoryStore`."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.audit_lines import Head
from app.domain.dossier import Dossier
from app.domain.events import Act
from app.domain.ids import DossierId
from app.domain.officer import Officer
from app.errors import NotFound


class MemoryOfficers(ABC):
    """Accounts in a dictionary; dossiers and audit are those of the whole store."""

    def __init__(self) -> None:
        self._accounts: dict[str, Officer] = {}
        self._holders: dict[DossierId, str] = {}
        self._signer = Ed25519PrivateKey.from_private_bytes(bytes(32))

    @abstractmethod
    def dossier(self, dossier_id: DossierId) -> Dossier:
        """One dossier."""

    @abstractmethod
    def record(self, act: Act) -> None:
        """Append an act."""

    def officers(self) -> list[Officer]:
        return list(self._accounts.values())

    def officer(self, officer_id: str) -> Officer:
        if officer_id not in self._accounts:
            raise NotFound("no such account")
        return self._accounts[officer_id]

    def save_officer(self, officer: Officer, act: Act | None) -> None:
        self._accounts[officer.id] = officer
        if act is not None:
            self.record(act)

    def holder(self, dossier_id: DossierId) -> str:
        return self._holders.get(dossier_id, "")

    def hold(self, dossier_id: DossierId, officer_id: str, act: Act) -> None:
        self.dossier(dossier_id)
        self._holders[dossier_id] = officer_id
        self.record(act)

    def owner_mark(self, owner_id: str) -> str:
        return hashlib.sha256(b"mark" + owner_id.encode("utf-8")).hexdigest()

    def sign_head(self, head: Head) -> bytes:
        return self._signer.sign(head.text())

    def head_key(self) -> bytes:
        return self._signer.public_key().public_bytes_raw()
