"""What services may ask of a store of digitized papers (kho quản lý dữ liệu điện tử).

DocumentStoreError
├── DocumentsOffline        no connection, or something else answers
├── DocumentsBusy           429, 5xx, silence, half an answer
├── DocumentsMalformed      the answer cannot be understood
├── DocumentsTooLarge       the answer or a file is larger than is taken
├── DocumentsRefused        the store refuses the question, or our login
├── DocumentsTls            the store's certificate cannot be trusted
└── DocumentsNotConfigured  no store is set up
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.domain.reuse import Term
from app.errors import Advice, StationError


class DocumentStoreError(StationError):
    """Root of the errors of the store of digitized papers."""

    code = "documents.error"


class DocumentsOffline(DocumentStoreError):
    """No connection to the store."""

    code = "documents.offline"
    advice = Advice.RETRY_LATER


class DocumentsBusy(DocumentStoreError):
    """The store is there but cannot answer now."""

    code = "documents.busy"
    advice = Advice.RETRY_LATER


class DocumentsMalformed(DocumentStoreError):
    """The answer of the store cannot be understood."""

    code = "documents.malformed"
    advice = Advice.RETRY_LATER


class DocumentsTooLarge(DocumentStoreError):
    """An answer or a file is larger than is taken."""

    code = "documents.too_large"


class DocumentsRefused(DocumentStoreError):
    """The store refuses the question or our login; `detail` has its words."""

    code = "documents.refused"
    advice = Advice.USER_ACTION


class DocumentsTls(DocumentStoreError):
    """The store's certificate cannot be trusted."""

    code = "documents.tls"
    advice = Advice.USER_ACTION


class DocumentsNotConfigured(DocumentStoreError):
    """No store of digitized papers is set up on this station, or its address is wrong."""

    code = "documents.not_configured"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class Requester:
    """Who stands at the counter; the owner unless somebody else asks."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that is asked for.

    Attributes:
        code: MaKetQua: result code, or the code the paper has in the processing system.
        number: Number and notation, "" for any.
    """

    code: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a stored paper; `path` is only understood by the store."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A paper in the store.

    Attributes:
        code: MaKetQua, one of the codes that were asked for.
        title: Its name, Vietnamese.
        number: Number and notation.
        issuer: Agency that answers for it.
        files: Its files.
        term: How long it is good, as far as the store says.
    """

    code: str
    title: str
    number: str
    issuer: str
    files: tuple[StoredFile, ...] = ()
    term: Term = field(default_factory=Term)


class DocumentStore(Protocol):
    """A store of the papers of citizens; every call only reads."""

    @property
    def is_configured(self) -> bool:
        """Whether there is a store to ask."""
        ...

    def close(self) -> None:
        """Close connections."""
        ...

    def find(
        self, owner_id: str, procedure_code: str, wanted: Sequence[Wanted], requester: Requester
    ) -> tuple[StoredDocument, ...]:
        """Papers of the owner among those wanted.

        Raises:
            DocumentStoreError: By what has to be done about it.
        """
        ...

    def fetch(self, issuer: str, path: str) -> bytes:
        """The bytes of a file.

        Raises:
            DocumentStoreError: By what has to be done about it.
        """
        ...


class NoDocuments:
    """A station without a store of digitized papers.

    Args:
        why: Technical reason, for the log.
    """

    def __init__(self, why: str = "documents_url is empty") -> None:
        self._why = why

    @property
    def is_configured(self) -> bool:
        """Never."""
        return False

    def close(self) -> None:
        """Nothing is open."""

    def find(
        self, owner_id: str, procedure_code: str, wanted: Sequence[Wanted], requester: Requester
    ) -> tuple[StoredDocument, ...]:
        """Refuse; see `DocumentStore.find`."""
        raise DocumentsNotConfigured(self._why)

    def fetch(self, issuer: str, path: str) -> bytes:
        """Refuse; see `DocumentStore.fetch`."""
        raise DocumentsNotConfigured(self._why)
