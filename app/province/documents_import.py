"""Delivery to a document store: each file with its metadata, one request per file.

A repeat is safe: the key of a request is made from dossier, component and bytes, and a document
that "exists already" is brought up to date instead. The store signs nothing, so what is kept is
the station's statement.

Source: CV 7197/BKHCN-CĐSQG annex (2025-11-29), minimum service interface and minimum metadata.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from app.domain.archive import archive_metadata, named_file
from app.domain.manifest import Manifest, ManifestFile
from app.province.base import Receipt, RemoteDossier
from app.province.errors import DeliveryError, Rejected, RemoteGone
from app.province.portal import PortalRecord, Verdict, answer_of, send_whole
from app.province.statements import Answer, Statements
from app.province.whole_files import WholeFiles, WithoutResults
from app.province.wire import Wire

_DOCUMENTS = "/api/v1/documents"
_TOKEN_MARK = "cv7197:"  # noqa: S105  # address of an upload, no secret


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the metadata need that no manifest tells.

    Attributes:
        organ_name: Name of the agency.
        title_of: Official name of a paper type.
    """

    organ_name: str
    title_of: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Upload:
    """One document on its way; travels inside the upload address, so a restart knows it."""

    metadata: dict[str, str]
    name: str
    media: str
    size: int
    key: str

    def address(self) -> str:
        members = {
            "metadata": self.metadata,
            "name": self.name,
            "media": self.media,
            "size": self.size,
            "key": self.key,
        }
        text = json.dumps(members, sort_keys=True, ensure_ascii=False).encode("utf-8")
        return _TOKEN_MARK + base64.urlsafe_b64encode(text).decode("ascii")


def _upload_of(address: str) -> _Upload:
    try:
        if not address.startswith(_TOKEN_MARK):
            raise ValueError("another way")
        members = json.loads(base64.urlsafe_b64decode(address.removeprefix(_TOKEN_MARK)))
        return _Upload(**members)
    except (ValueError, TypeError) as error:
        raise RemoteGone("upload address of another way of delivery") from error


class DocumentsImport(WithoutResults):
    """A `ProcessingSystem` over the import interface of a document store.

    Args:
        wire: Line to the store.
        options: What the metadata need.
        statements: Signs what nobody else signs.
        portal: Keeps the portal's record too; None where another system does that.
    """

    def __init__(
        self,
        wire: Wire,
        *,
        options: ImportOptions,
        statements: Statements,
        portal: PortalRecord | None = None,
    ) -> None:
        self._wire = wire
        self._options = options
        self._statements = statements
        self._portal = portal
        self._files = WholeFiles()

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def reachable(self) -> bool:
        """Whether the store answers now; never raises."""
        try:
            self._wire.ask("GET", f"{_DOCUMENTS}/0")
        except DeliveryError:
            return False
        return True

    def begin(self, manifest: Manifest, key: str) -> RemoteDossier:
        """Lay out the requests; nothing is sent yet.

        Raises:
            Rejected: A file has no document code in its name, or is empty.
        """
        uploads = {item.id: self._upload(manifest, item).address() for item in manifest.files}
        return RemoteDossier(manifest.client_ref, uploads)

    def resume_point(self, url: str) -> int:
        """Bytes that are here already; a document is sent whole."""
        _upload_of(url)
        return self._files.held(url)

    def put(self, url: str, offset: int, chunk: bytes) -> int:
        """Take a part of a file; the last part sends the document.

        Raises:
            DeliveryError: By class of failure; Ambiguous when the reply was lost.
        """
        upload = _upload_of(url)
        growth = self._files.add(url, offset, chunk, size=upload.size)
        if growth.whole:
            self._import(upload, growth.whole)
        return growth.held

    def commit(self, remote_id: str, manifest: Manifest, key: str) -> Receipt:
        """State that every document was taken; tells the portal where that is wanted.

        Raises:
            DeliveryError: By class of failure of the portal.
        """
        if remote_id != manifest.client_ref:
            raise RemoteGone("begun on another way of delivery")
        codes = {
            item.id: self._upload(manifest, item).metadata["DocCode"] for item in manifest.files
        }
        addresses = {
            file_id: self._wire.given(f"{_DOCUMENTS}/download/{quote(code, safe='')}")
            for file_id, code in codes.items()
        }
        words = self._portal.push(manifest, addresses) if self._portal else ""
        number = f"CV7197-{manifest.digest()[:12]}"
        text = json.dumps(
            {"documents": sorted(codes.values()), "portal": words}, ensure_ascii=False
        )
        answer = Answer("import", number, manifest.dossier_code or remote_id, text=text)
        return self._statements.receipt(answer, manifest)

    def _import(self, upload: _Upload, data: bytes) -> None:
        """POST, and PUT when the store has the document already."""
        body, media = _form(upload, data)
        headers = {"Content-Type": media, "Idempotency-Key": upload.key}
        reply = send_whole(self._wire, "POST", f"{_DOCUMENTS}/import", body, headers)
        if answer_of(reply)[0] is Verdict.EXISTS:
            path = f"{_DOCUMENTS}/{quote(upload.metadata['DocCode'], safe='')}"
            answer_of(send_whole(self._wire, "PUT", path, body, headers))

    def _upload(self, manifest: Manifest, item: ManifestFile) -> _Upload:
        title = self._options.title_of(item.paper_code)
        named = named_file(item.name)
        if named is None or not item.size:
            raise Rejected(f"file {item.id} has no document code in its name, or is empty")
        cut = archive_metadata(named, title, self._options.organ_name)
        return _Upload(cut, item.name, item.media, item.size, _request_key(manifest, item))


def _request_key(manifest: Manifest, item: ManifestFile) -> str:
    """The same for the same bytes of the same component of the same dossier, and no other."""
    parts = (manifest.client_ref, item.paper_code, item.sha256)
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


def _form(upload: _Upload, data: bytes) -> tuple[bytes, str]:
    """Metadata and file as multipart/form-data. Source: RFC 7578."""
    boundary = f"sohoa-{upload.key[:32]}"
    metadata = json.dumps(upload.metadata, ensure_ascii=False).encode("utf-8")
    name = quote(upload.name, safe="._-")
    parts: Mapping[str, tuple[str, bytes]] = {
        'name="metadata"': ("application/json", metadata),
        f'name="file"; filename="{name}"': (upload.media, data),
    }
    lines = b"".join(
        f"--{boundary}\r\nContent-Disposition: form-data; {what}\r\n"
        f"Content-Type: {media}\r\n\r\n".encode("ascii")
        + content
        + b"\r\n"
        for what, (media, content) in parts.items()
    )
    return lines + f"--{boundary}--\r\n".encode(
        "ascii"
    ), f"multipart/form-data; boundary={boundary}"
